"""How results and progress look on a terminal. What is shown is decided by the commands."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from pipelines.flow.look import Table
    from pipelines.flow.refresh import Progress

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


@contextmanager
def progress_shown() -> Iterator[Any]:
    """A bar on standard error when that is a terminal, one line per step when it is not; yields the watcher."""
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


def as_text(table: Table) -> str:
    """A table for the terminal; as wide as it needs when it goes elsewhere."""
    from rich.console import Console
    from rich.table import Table as Grid
    from rich.text import Text

    from pipelines.flow.look import plain

    console = Console() if sys.stdout.isatty() else Console(width=10_000)
    grid = Grid(box=None, header_style="bold", pad_edge=False)
    for place, name in enumerate(table.columns):
        grid.add_column(Text(name), justify="right" if _is_numeric(table, place) else "left")
    for row in table.rows:
        # As Text: square brackets in a document are no markup.
        grid.add_row(*[Text("" if value is None else plain(value)) for value in row])
    with console.capture() as captured:
        console.print(grid)
    lines = [line.rstrip() for line in captured.get().splitlines()]
    count = len(table.rows)
    return "\n".join([*lines, f"({count} row{'' if count == 1 else 's'})"])


def _is_numeric(table: Table, place: int) -> bool:
    """Whether a column holds numbers only: they stand under one another by their last digit."""
    values = [row[place] for row in table.rows if row[place] is not None]
    return bool(values) and all(isinstance(value, int | Decimal) and not isinstance(value, bool) for value in values)


def show_table(table: Table, json: bool) -> None:
    """Print a table for people, or as JSON for programs."""
    from pipelines.flow.look import as_json

    typer.echo(as_json(table) if json else as_text(table))
