"""The command line: one command per step, each calls ``flow`` and prints; nothing is decided here.

Heavy rooms are imported inside the commands, so that ``--help`` answers at once. Results go to standard output, progress
and messages to standard error.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from pipelines.flow.look import Table
    from pipelines.flow.refresh import Progress
    from pipelines.settings import Settings

FAILED, USAGE, QUARANTINED = 1, 2, 3
STEPS = {
    "scan": "looking at the raw folder",
    "read": "reading documents",
    "load": "loading",
    "relations": "building relations",
    "check": "running the rules",
    "marts": "building marts",
    "structure": "testing the structure",
    "publish": "publishing",
}
LISTS = {
    "documents": "select left(document_id, 12) as document, fiscal_year, stage, tier, organization_name, status, path "
    "from int.document order by organization_name, fiscal_year, path",
    "statements": "select left(document_id, 12) as document, grid_no, statement, title_printed, first_page, unit, amounts "
    "from int.statement order by document_id, grid_no",
    "unrecognised": "select left(document_id, 12) as document, grid_no, first_page, title_printed, reason "
    "from core.grid where statement is null order by document_id, grid_no",
    "findings": "select rule_id, severity, left(document_id, 12) as document, difference_yuan, message "
    "from quality.finding where verdict = 'fails' order by severity, rule_id, document_id, finding_id",
    "rules": "select rule_id, severity, title_zh, suite from quality.rule order by rule_id",
    "runs": "select run_no, started_at, documents, documents_read, facts, findings, errors from quality.run order by run_no",
    "quarantine": "select left(document_id, 12) as document, stage, since, error, path from quality.quarantine order by path",
    "relations": "select schema_name as schema, table_name as name, comment from duckdb_tables() where not internal "
    "union all select schema_name, view_name, comment from duckdb_views() where not internal order by 1, 2",
}

app = typer.Typer(
    name="mingzhang",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="""明账: published Chinese budgets 预算 and final accounts 决算 as a DuckDB warehouse that can be checked.

Put documents in data/raw (with manifest.csv, if there is one) and run: mingzhang refresh.
The warehouse is data/warehouse/fiscal.duckdb; any DuckDB client may read it, also during a refresh.""",
    epilog="""\b
Exit codes:
  0  done (findings and quarantined documents are results, not failures)
  1  failed; the previous warehouse is in place
  2  wrong usage
  3  done, but documents are in quarantine (only with --strict)
\b
Settings may also come from the environment: MINGZHANG_RAW, MINGZHANG_WAREHOUSE,
MINGZHANG_EXPECTATIONS, MINGZHANG_WORKERS, MINGZHANG_SECONDS (per document),
MINGZHANG_MEMORY_MB (per process).""",
)
quarantine_app = typer.Typer(no_args_is_help=True, help="List, explain or retry unreadable documents.")
app.add_typer(quarantine_app, name="quarantine")

Raw = Annotated[
    Path | None, typer.Option("--raw", help="Folder of documents and manifest.csv.", show_default="data/raw")
]
Warehouse = Annotated[
    Path | None,
    typer.Option("--warehouse", help="The DuckDB file.", show_default="data/warehouse/fiscal.duckdb"),
]
Workers = Annotated[
    int | None, typer.Option("--workers", min=1, help="Processes that read documents.", show_default="all cores")
]
Expectations = Annotated[
    list[Path] | None,
    typer.Option("--expectations", exists=True, file_okay=False, help="A folder with rules of your own (repeatable)."),
]
Strict = Annotated[bool, typer.Option("--strict", help="Exit with 3 when documents are in quarantine.")]


def main() -> None:
    """The entry point: an error that a room explains is printed as one line, with exit code 1."""
    from pipelines.settings import SettingsError

    try:
        app()
    except (OSError, ValueError, RuntimeError) as error:
        usage = isinstance(error, SettingsError)
        typer.echo(f"mingzhang: {error}", err=True)
        sys.exit(USAGE if usage else FAILED)


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
    expectations: Expectations = None,
    strict: Strict = False,
) -> None:
    """Read what changed, check it, publish it.

    Unchanged documents are not opened. The new warehouse is built beside the old one and takes its place only when it is
    whole and sound; readers are never blocked. Killing a refresh at any moment does no harm.

    \b
    Examples:
      mingzhang refresh
      mingzhang refresh --raw /srv/disclosures --workers 8
      mingzhang refresh --document 44874c06
    """
    from pipelines.flow.refresh import refresh as run_refresh

    settings = _settings(raw, warehouse, workers, expectations)
    with _progress() as watch:
        done = run_refresh(settings, force=force, again=tuple(document or ()), watch=watch)
    if done.run is None:
        typer.echo("nothing has changed; the warehouse is up to date")
    else:
        run = done.run
        typer.echo(f"run {run.run_no}: {run.documents_read} read, {run.documents_loaded} loaded, "
                   f"{run.documents_withdrawn} withdrawn")  # fmt: skip
    _finish(settings, written=done.run is not None)
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

    settings = _settings(raw, warehouse, None, expectations)
    with _progress() as watch:
        recheck(settings, watch)
    _finish(settings, written=True)


@app.command()
def report(warehouse: Warehouse = None, raw: Raw = None) -> None:
    """Write the report again (static pages in Chinese)."""
    from pipelines.flow.steps import report_step

    typer.echo(f"report     {report_step(_settings(raw, warehouse)).resolve()}")


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
    settings = _settings(None, warehouse)
    if format == "parquet":
        with output.open("wb") if output else sys.stdout.buffer as target:
            look.write_parquet(settings, text, target)
        return
    table = look.run_query(settings, text)
    shown = {"csv": look.as_csv, "json": look.as_json, "table": _as_text}[format](table)
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

    settings = _settings(raw, warehouse)
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
) -> None:
    """List what the warehouse holds.

    \b
    Examples:
      mingzhang list documents
      mingzhang list unrecognised
    """
    from pipelines.flow import look

    if what not in LISTS:
        raise typer.BadParameter(f"one of: {', '.join(LISTS)}")
    typer.echo(_as_text(look.run_query(_settings(None, warehouse), LISTS[what])))


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


@quarantine_app.command("list")
def quarantine_list(warehouse: Warehouse = None) -> None:
    """List what is in quarantine, with stage and reason."""
    list_("quarantine", warehouse)


@quarantine_app.command("explain")
def quarantine_explain(
    document: Annotated[str, typer.Argument(help="Identifier, its beginning, or path.", show_default=False)],
    warehouse: Warehouse = None,
) -> None:
    """Say why a document is in quarantine, since when, and what can be done."""
    from pipelines.flow import look

    for name, value in look.explain(_settings(None, warehouse), document):
        typer.echo(f"{name:<10} {value}")


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

    quarantined = look.quarantined(_settings(raw, warehouse))
    if not quarantined:
        typer.echo("nothing is in quarantine that could be read again")
        return
    refresh(raw=raw, warehouse=warehouse, workers=workers, document=list(document or quarantined), strict=strict)


def _settings(
    raw: Path | None, warehouse: Path | None, workers: int | None = None, expectations: list[Path] | None = None
) -> Settings:
    from pipelines.settings import load

    settings = load()
    return replace(
        settings,
        raw=raw or settings.raw,
        warehouse=warehouse or settings.warehouse,
        workers=workers or settings.workers,
        expectations=tuple(expectations or settings.expectations),
    )


def _finish(settings: Settings, written: bool) -> None:
    """Write the report where it is due, and say where everything is and what was found."""
    from pipelines.flow.steps import report_step
    from pipelines.flow.summary import five_lines

    index = settings.report / "index.html"
    if written or not index.is_file():
        index = report_step(settings)
    typer.echo(f"warehouse  {settings.warehouse.resolve()}")
    typer.echo(f"report     {index.resolve()}")
    for line in five_lines(settings):
        typer.echo(f"  {line}")


def _exit_if_quarantined(settings: Settings, strict: bool) -> None:
    from pipelines.flow import look

    if strict and look.run_query(settings, "select 1 from quality.quarantine limit 1").rows:
        raise typer.Exit(QUARANTINED)


@contextmanager
def _progress() -> Iterator[Any]:
    """A bar on standard error when that is a terminal, one line per step when it is not."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    console = Console(stderr=True)
    columns = (TextColumn("{task.description:<26}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bar(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        tasks: dict[str, Any] = {}

        def watch(progress: Progress) -> None:
            text = STEPS.get(progress.step, progress.step)
            if progress.step not in tasks:
                for task in tasks.values():
                    bar.update(task, completed=bar.tasks[task].total)
                tasks[progress.step] = bar.add_task(text, total=progress.total)
                if not console.is_terminal:
                    typer.echo(text, err=True)
            bar.update(tasks[progress.step], completed=progress.done, total=progress.total)

        yield watch


def _as_text(table: Table) -> str:
    """A table for the terminal; as wide as it needs when it goes elsewhere."""
    from rich.console import Console
    from rich.table import Table as Grid

    from pipelines.flow.look import plain

    console = Console() if sys.stdout.isatty() else Console(width=10_000)
    grid = Grid(*table.columns, box=None, header_style="bold", pad_edge=False)
    for row in table.rows:
        grid.add_row(*["" if value is None else plain(value) for value in row])
    with console.capture() as captured:
        console.print(grid)
    lines = [line.rstrip() for line in captured.get().splitlines()]
    return "\n".join([*lines, f"({len(table.rows)} rows)"])
