"""Commands about earlier states of the warehouse: snapshots, restore, diff."""

from __future__ import annotations

from typing import Annotated

import typer

from pipelines.cli.app import Json, Warehouse, app, settings_of
from pipelines.cli.terminal import as_text, show_table

SHOWN = 20


@app.command()
def snapshots(warehouse: Warehouse = None, json: Json = False) -> None:
    """List the warehouses that can be restored."""
    from pipelines.flow.history import list_snapshots
    from pipelines.flow.look import Table

    there = list_snapshots(settings_of(None, warehouse))
    rows = tuple((one.run_no, one.run_id, one.finished_at, "yes" if now else None) for one, now in there)
    show_table(Table(("run_no", "run_id", "finished_at", "published"), rows), json)


@app.command()
def restore(
    snapshot: Annotated[
        str | None,
        typer.Argument(help="Number or identifier of its run; none: the one before the published.", show_default=False),
    ] = None,
    warehouse: Warehouse = None,
) -> None:
    """Publish an earlier warehouse again, in one step.

    The published one is kept as a snapshot. The next refresh goes on from the restored one.

    \b
    Examples:
      mingzhang restore
      mingzhang restore 12
    """
    from pipelines.flow.history import restore as restore_snapshot
    from pipelines.flow.steps import report_step

    settings = settings_of(None, warehouse)
    done = restore_snapshot(settings, snapshot)
    typer.echo(f"run {done.run_no} ({done.run_id}) of {done.finished_at:%Y-%m-%d %H:%M:%S} UTC is published again")
    typer.echo(f"report     {report_step(settings).resolve()}")


@app.command()
def diff(
    old: Annotated[str, typer.Argument(help="Number or identifier of a run.", show_default=False)],
    new: Annotated[str, typer.Argument(help="Number or identifier of another run.", show_default=False)],
    all_: Annotated[
        bool, typer.Option("--all", help=f"Show every row, not only the first {SHOWN} of each kind.")
    ] = False,
    warehouse: Warehouse = None,
    json: Json = False,
) -> None:
    """Say which documents, facts and findings differ between two runs.

    Documents are known for every run; facts and findings while snapshots of both runs are kept.

    \b
    Example:
      mingzhang diff 11 12
    """
    from pipelines.flow.history import difference
    from pipelines.flow.look import Table, as_json_parts

    parts = difference(settings_of(None, warehouse), old, new)
    if json:
        typer.echo(as_json_parts({part.name: Table(part.columns, part.rows) for part in parts}))
        return
    for part in parts:
        typer.echo(f"{part.name}: {len(part.rows)}")
        if part.rows:
            typer.echo(as_text(Table(part.columns, part.rows if all_ else part.rows[:SHOWN])))
    if len(parts) == 1:
        typer.echo("facts, findings: not compared, because not both runs are kept as snapshots")
