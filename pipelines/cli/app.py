"""What all commands share: the application, the options that several of them take, settings from options, exit codes.

No command stands here, and nothing that is slow to import.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from pipelines.settings import Settings

FAILED, USAGE, QUARANTINED = 1, 2, 3

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
MINGZHANG_MEMORY_MB (per process), MINGZHANG_WAREHOUSE_MB (while building),
MINGZHANG_EXECUTOR, MINGZHANG_SNAPSHOTS, MINGZHANG_SOURCES, MINGZHANG_WEBHOOK,
MINGZHANG_SCHEDULE.""",
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
Executor = Annotated[
    str | None,
    typer.Option("--executor", help="Where documents are read: local or dask:ADDRESS.", show_default="local"),
]
Expectations = Annotated[
    list[Path] | None,
    typer.Option("--expectations", exists=True, file_okay=False, help="A folder with rules of your own (repeatable)."),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
Strict = Annotated[bool, typer.Option("--strict", help="Exit with 3 when documents are in quarantine.")]


def settings_of(
    raw: Path | None = None,
    warehouse: Path | None = None,
    workers: int | None = None,
    expectations: list[Path] | None = None,
    executor: str | None = None,
) -> Settings:
    """Settings from the environment, with what the options say in their place; raises ``SettingsError``."""
    from pipelines.settings import load

    settings = load()
    return replace(
        settings,
        raw=raw or settings.raw,
        warehouse=warehouse or settings.warehouse,
        workers=workers or settings.workers,
        expectations=tuple(expectations or settings.expectations),
        executor=executor or settings.executor,
    )
