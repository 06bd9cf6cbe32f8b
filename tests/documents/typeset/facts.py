"""What is printed in each sample document: the facts files, read into plain records.

A facts file is YAML with ``file`` (name below data/raw), ``manifest`` (its row there), ``look`` (how it is set) and
``flow`` (blocks from top to bottom). A table is rows of cells parted by ``|``; a cell ``<`` belongs to the cell on its
left, ``^`` to the cell above, ``\\n`` breaks a line. Layout and formats belong to the neighbours.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).resolve().parents[1] / "facts"


class FactsError(ValueError):
    """A facts file says something that cannot be set; the message names file and place."""


@dataclass(frozen=True)
class Cell:
    """A cell of a table as it is to be printed: its place, how far it reaches, and its text."""

    row: int
    column: int
    row_span: int
    column_span: int
    text: str


@dataclass(frozen=True)
class Table:
    """Rows of cells; ``header`` rows come first, ``columns`` are relative widths, ``options`` say how it is set."""

    columns: tuple[float, ...]
    header: int
    row_count: int
    cells: tuple[Cell, ...]
    options: dict[str, Any]


@dataclass(frozen=True)
class Sample:
    """One sample document: file name, manifest row, look, and its blocks."""

    file: str
    manifest: dict[str, str]
    look: dict[str, Any]
    flow: tuple[dict[str, Any], ...]


def samples(folder: Path = FOLDER) -> tuple[Sample, ...]:
    """All samples in the order of their file names. Raises ``FactsError`` for a file without its four parts."""
    return tuple(sorted((_sample(path) for path in folder.glob("*.yml")), key=lambda sample: sample.file))


def _sample(path: Path) -> Sample:
    parts = yaml.safe_load(path.read_text(encoding="utf-8"))
    missing = {"file", "manifest", "flow"} - parts.keys()
    if missing:
        raise FactsError(f"{path.name}: {', '.join(sorted(missing))} is missing")
    return Sample(parts["file"], parts["manifest"], parts.get("look", {}), tuple(parts["flow"]))


def characters(folder: Path = FOLDER) -> str:
    """Every character that the facts files use, once and sorted: what the sample fonts must hold."""
    return "".join(sorted({c for path in folder.glob("*.yml") for c in path.read_text(encoding="utf-8") if c >= " "}))


def table(block: dict[str, Any]) -> Table:
    """The table of a ``table`` block. Raises ``FactsError`` when a row has more or fewer cells than ``columns``."""
    rows = [[cell.strip() for cell in line.split("|")] for line in block["rows"].splitlines() if line.strip()]
    columns = tuple(float(width) for width in block["columns"])
    for number, row in enumerate(rows):
        if len(row) != len(columns):
            raise FactsError(f"row {number} has {len(row)} cells, not {len(columns)}: {' | '.join(row)}")
    options = {key: value for key, value in block.items() if key not in ("columns", "rows", "header")}
    return Table(columns, int(block.get("header", 1)), len(rows), _cells(rows), options)


def _cells(rows: list[list[str]]) -> tuple[Cell, ...]:
    owners: dict[tuple[int, int], tuple[int, int]] = {}
    reach: dict[tuple[int, int], tuple[int, int]] = {}
    for row, line in enumerate(rows):
        for column, text in enumerate(line):
            owner = _owner(owners, row, column, text)
            owners[row, column] = owner
            reach[owner] = (row, column)
    return tuple(
        Cell(row, column, last[0] - row + 1, last[1] - column + 1, rows[row][column].replace("\\n", "\n"))
        for (row, column), last in reach.items()
    )


def _owner(owners: dict[tuple[int, int], tuple[int, int]], row: int, column: int, text: str) -> tuple[int, int]:
    before = {"<": (row, column - 1), "^": (row - 1, column)}.get(text)
    if before is None:
        return row, column
    if before not in owners:
        raise FactsError(f"row {row} column {column}: nothing for {text!r} to belong to")
    return owners[before]
