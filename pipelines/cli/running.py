"""Commands that run the pipeline: refresh, check, report, and reading quarantined documents again."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli.app import (
    QUARANTINED,
    Executor,
    Expectations,
    Json,
    Raw,
    Strict,
    Warehouse,
    Workers,
    app,
    quarantine_app,
    settings_of,
)
from pipelines.cli.terminal import progress_shown

if TYPE_CHECKING:
    from pipelines.flow.refresh import Refreshed
    from pipelines.settings import Settings

DATES = ["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]


@app.command()
def refresh(
    *,
    raw: Raw = None,
    warehouse: Warehouse = None,
    workers: Workers = None,
    force: Annotated[bool, typer.Option("--force", help="Read every document again.")] = False,
    document: Annotated[
        list[str] | None, typer.Option("--document", help="Read this one again: identifier, its beginning, or path.")
    ] = None,
    since: Annotated[
        datetime | None,
        typer.Option("--since", formats=DATES, help="Only files changed since then; others wait.", show_default=False),
    ] = None,
    executor: Executor = None,
    expectations: Expectations = None,
    strict: Strict = False,
    json: Json = False,
) -> None:
    """Read what changed, check it, publish it.

    Unchanged documents are not opened. The new warehouse is built beside the old one and takes its place only when it is
    whole and sound; readers are never blocked. Killing a refresh at any moment does no harm.

    \b
    Examples:
      mingzhang refresh
      mingzhang refresh --raw /srv/disclosures --workers 8
      mingzhang refresh --document 44874c06
      mingzhang refresh --since 2026-11-01
      mingzhang refresh --executor dask:tcp://head:8786
    """
    from pipelines.flow.refresh import refresh as run_refresh

    settings = settings_of(raw, warehouse, workers, expectations, executor)
    with progress_shown() as watch:
        done = run_refresh(settings, force=force, again=tuple(document or ()), since=since, watch=watch)
    if json:
        _print_outcome(settings, done)
    elif done.run is None:
        typer.echo("nothing has changed; the warehouse is up to date")
    else:
        run = done.run
        typer.echo(f"run {run.run_no}: {run.documents_read} read, {run.documents_loaded} loaded, "
                   f"{run.documents_withdrawn} withdrawn")  # fmt: skip
    if done.plan.waiting and not json:
        typer.echo(f"{len(done.plan.waiting)} documents due but changed earlier wait for a refresh without --since")
    _finish(settings, written=done.run is not None, silent=json)
    _exit_if_quarantined(settings, strict)


@app.command()
def check(warehouse: Warehouse = None, raw: Raw = None, expectations: Expectations = None) -> None:
    """Run the rules again on what the warehouse holds.

    With --expectations, your own rules as well.

    \b
    Example:
      mingzhang check --expectations my-rules/
    """
    from pipelines.flow.refresh import recheck

    settings = settings_of(raw, warehouse, None, expectations)
    with progress_shown() as watch:
        recheck(settings, watch)
    _finish(settings, written=True)


@app.command()
def report(warehouse: Warehouse = None, raw: Raw = None) -> None:
    """Write the report again (static pages in Chinese)."""
    from pipelines.flow.steps import report_step

    typer.echo(f"report     {report_step(settings_of(raw, warehouse)).resolve()}")


@quarantine_app.command("retry")
def quarantine_retry(
    document: Annotated[list[str] | None, typer.Argument(help="Which; none means all.", show_default=False)] = None,
    raw: Raw = None,
    warehouse: Warehouse = None,
    workers: Workers = None,
    strict: Strict = False,
) -> None:
    """Read quarantined documents again (all, or those named)."""
    from pipelines.flow import look

    quarantined = look.quarantined(settings_of(raw, warehouse))
    if not quarantined:
        typer.echo("nothing is in quarantine that could be read again")
        return
    refresh(raw=raw, warehouse=warehouse, workers=workers, document=list(document or quarantined), strict=strict)


def _print_outcome(settings: Settings, done: Refreshed) -> None:
    """What a refresh did, as JSON: ``run`` is null when nothing had changed."""
    import json
    from dataclasses import asdict

    outcome = {
        "run": asdict(done.run) if done.run else None,
        "waiting": len(done.plan.waiting),
        "warehouse": settings.warehouse.resolve(),
        "report": (settings.report / "index.html").resolve(),
    }
    typer.echo(json.dumps(outcome, ensure_ascii=False, indent=1, default=str))


def _finish(settings: Settings, written: bool, silent: bool = False) -> None:
    """Write the report where it is due, and say where everything is and what was found (unless ``silent``)."""
    from pipelines.flow.steps import report_step
    from pipelines.flow.summary import five_lines

    index = settings.report / "index.html"
    if written or not index.is_file():
        index = report_step(settings)
    if silent:
        return
    typer.echo(f"warehouse  {settings.warehouse.resolve()}")
    typer.echo(f"report     {index.resolve()}")
    for line in five_lines(settings):
        typer.echo(f"  {line}")


def _exit_if_quarantined(settings: Settings, strict: bool) -> None:
    from pipelines.flow import look

    if strict and look.run_query(settings, "select 1 from quality.quarantine limit 1").rows:
        raise typer.Exit(QUARANTINED)
