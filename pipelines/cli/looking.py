"""Commands that look at what is published and change nothing: query, show, list, explain, dictionary, version."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from pipelines.cli.app import FAILED, Json, Raw, Warehouse, app, quarantine_app, settings_of
from pipelines.cli.terminal import as_text, show_table

LISTS = {
    "documents": "select left(document_id, 12) as document, fiscal_year, stage, tier, organization_name, status, path "
    "from int.document order by organization_name, fiscal_year, path",
    "statements": "select left(document_id, 12) as document, grid_no, statement, title_printed, first_page, unit, amounts "
    "from int.statement order by document_id, grid_no",
    "unrecognised": "select left(document_id, 12) as document, grid_no, first_page, title_printed, reason "
    "from core.grid where statement is null order by document_id, grid_no",
    "findings": "select rule_id, severity, left(document_id, 12) as document, difference_yuan, message "
    "from quality.finding where verdict = 'fails' "
    "order by position(severity in 'error warning information'), rule_id, document_id, finding_id",
    "rules": "select rule_id, severity, title_zh, suite from quality.rule order by rule_id",
    "runs": "select run_no, started_at, documents, documents_read, facts, findings, errors from quality.run order by run_no",
    "quarantine": "select left(document_id, 12) as document, stage, since, error, path from quality.quarantine order by path",
    "relations": "select schema_name as schema, table_name as name, comment from duckdb_tables() where not internal "
    "union all select schema_name, view_name, comment from duckdb_views() where not internal order by 1, 2",
}


@app.command()
def query(
    sql: Annotated[str | None, typer.Argument(help="The query; read-only.", show_default=False)] = None,
    file: Annotated[
        Path | None, typer.Option("--file", exists=True, dir_okay=False, help="A file with the query.")
    ] = None,
    format: Annotated[str, typer.Option("--format", help="table, csv, json or parquet.")] = "table",
    output: Annotated[Path | None, typer.Option("--output", help="Write there instead of standard output.")] = None,
    warehouse: Warehouse = None,
) -> None:
    """Query the warehouse, read-only.

    Amounts come out exactly as they are stored (in JSON as strings).

    \b
    Examples:
      mingzhang query "select * from mart.dim_document"
      mingzhang query --file question.sql --format csv --output answer.csv
    """
    from pipelines.flow import look

    text = file.read_text("utf-8") if file else sql
    if text is None or (file and sql) or format not in ("table", "csv", "json", "parquet"):
        raise typer.BadParameter("give either a query or --file, and a format of table, csv, json, parquet")
    settings = settings_of(None, warehouse)
    if format == "parquet":
        with output.open("wb") if output else sys.stdout.buffer as target:
            look.write_parquet(settings, text, target)
        return
    table = look.run_query(settings, text)
    shown = {"csv": look.as_csv, "json": look.as_json, "table": as_text}[format](table)
    output.write_text(shown, "utf-8") if output else typer.echo(shown, nl=not shown.endswith("\n"))


@app.command()
def show(
    fact: Annotated[str, typer.Argument(help="Identifier of a fact, an indicator or a claim.", show_default=False)],
    output: Annotated[Path | None, typer.Option("--output", help="Where the picture goes.")] = None,
    open_: Annotated[bool, typer.Option("--open", help="Open the picture.")] = False,
    warehouse: Warehouse = None,
    raw: Raw = None,
) -> None:
    """Show where a number is printed.

    Prints text, document, page, table and headers, and writes the page with the cell boxed.

    \b
    Example:
      mingzhang show 44874c062a89c26e.3.7.5 --open
    """
    from pipelines.flow import look

    settings = settings_of(raw, warehouse)
    shown = look.locate(settings, fact)
    for name, value in look.describe(shown):
        typer.echo(f"{name:<10} {value}")
    target = output or settings.warehouse.parent / "pictures" / f"{fact}.png"
    picture = look.picture_of(settings, shown, target)
    typer.echo(f"{'picture':<10} {picture.resolve() if picture else 'this format has no page to draw'}")
    if picture and open_:
        typer.launch(str(picture))


@app.command("list")
def list_(
    what: Annotated[str, typer.Argument(help=f"One of: {', '.join(LISTS)}.", show_default=False)],
    warehouse: Warehouse = None,
    json: Json = False,
) -> None:
    """List what the warehouse holds.

    \b
    Examples:
      mingzhang list documents
      mingzhang list unrecognised
      mingzhang list runs --json
    """
    from pipelines.flow import look

    if what not in LISTS:
        raise typer.BadParameter(f"one of: {', '.join(LISTS)}")
    show_table(look.run_query(settings_of(None, warehouse), LISTS[what]), json)


@quarantine_app.command("list")
def quarantine_list(warehouse: Warehouse = None, json: Json = False) -> None:
    """List what is in quarantine, with stage and reason."""
    list_("quarantine", warehouse, json)


@quarantine_app.command("explain")
def quarantine_explain(
    document: Annotated[str, typer.Argument(help="Identifier, its beginning, or path.", show_default=False)],
    warehouse: Warehouse = None,
) -> None:
    """Say why a document is in quarantine, since when, and what can be done."""
    from pipelines.flow import look

    for name, value in look.explain(settings_of(None, warehouse), document):
        typer.echo(f"{name:<10} {value}")


@app.command()
def dictionary(
    output: Annotated[
        Path | None, typer.Option("--output", help="Where to write.", show_default="sql/DICTIONARY.md")
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Only compare; exit with 1 when it differs.")] = False,
) -> None:
    """Write the dictionary of relations and columns."""
    from pipelines.settings import resource
    from pipelines.warehouse.dictionary import dictionary as text_of

    target = output or resource("sql") / "DICTIONARY.md"
    text = text_of(resource("sql"))
    if not check:
        target.write_text(text, "utf-8")
        typer.echo(f"dictionary {target.resolve()}")
    elif not target.is_file() or target.read_text("utf-8") != text:
        typer.echo(f"mingzhang: {target} is not up to date", err=True)
        raise typer.Exit(FAILED)


@app.command()
def version() -> None:
    """Print versions of product, reader and DuckDB."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as version_of

    from pipelines.settings import reader_version

    try:
        own = version_of("mingzhang")
    except PackageNotFoundError:
        own = "(not installed)"
    typer.echo(f"mingzhang {own} · reader {reader_version()} · duckdb {version_of('duckdb')}")
