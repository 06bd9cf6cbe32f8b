"""A family as text whose tables lost blank cells or line ends: padded, cut at both ends or in front, cells one to a line."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tests.families.forms import Family, Table


def padded_pipes(family: Family) -> bytes:
    """All blank cells dropped and every row filled up at its right."""
    return _text(family, lambda row: " | ".join([*filter(None, row), *[""] * row.count("")]) + " |")


def cut_tabs(family: Family) -> bytes:
    """The blanks at both ends of every row dropped."""
    return _text(family, lambda row: "\t".join(row).strip("\t"))


def cut_in_front(family: Family) -> bytes:
    """The blanks in front of every row dropped, all others kept."""
    return _text(family, lambda row: " | ".join(row[next(n for n, text in enumerate(row) if text) :]) + " |")


def cells_apart(family: Family) -> bytes:
    """Every cell on a line of its own, a pipe on a line of its own before and after each."""
    return _text(family, lambda row: "|\n" + "\n|\n".join(row) + "\n|")


def cells_apart_dropped(family: Family) -> bytes:
    """The blank cells dropped, every other on a line with the pipe that ends it."""
    return _text(family, lambda row: "\n".join(f"{text} |" for text in row if text))


def separated(family: Family, mark: str) -> bytes:
    """All cells kept, parted by a mark; a cell that holds it is quoted."""
    return _text(family, lambda row: mark.join(f'"{text}"' if mark in text else text for text in row))


def _text(family: Family, joined: Callable[[Sequence[str]], str]) -> bytes:
    lines = [*family.cover, ""]
    for table in family.tables:
        lines += [*table.heading, *([f"{table.line[0]}    {table.line[1]}".strip()] if any(table.line) else [])]
        lines += [joined(row) for row in _rows(table) if any(row)]
        lines += [table.options["note"]] if "note" in table.options else []
        lines.append("")
    return "\n".join(lines).encode()


def _rows(table: Table) -> list[list[str]]:
    """The rows of a table; a cell that spans others is printed once, the others are blank."""
    rows = [[""] * table.column_count for _ in range(table.row_count)]
    for cell in table.cells:
        text = cell.text.replace("\n", "")
        rows[cell.row][cell.column] = text if text.strip() else ""
    return rows
