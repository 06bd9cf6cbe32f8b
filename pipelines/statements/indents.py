"""How far labels are indented: the levels of lists that print no codes and no ordinals. Places of text only, no words."""

from __future__ import annotations

from pipelines.records.pages import Cell, StatementRow
from pipelines.statements.rows import is_total
from pipelines.statements.sheet import Sheet

_STEP = 3.0
"""Points by which two indents differ at least; less is uneven typesetting."""
_SPACE = 5.0
"""Points that a leading space stands for where a format keeps spaces and no geometry."""
_MOST_LEVELS = 4
"""More different indents than this are centred labels, not levels."""


def indent_levels(sheet: Sheet, rows: tuple[StatementRow, ...]) -> dict[tuple[int, int], int]:
    """Level of indentation (from 0) by row and block, empty where a block prints no levels; totals are left out."""
    levels: dict[tuple[int, int], int] = {}
    for block in {row.block for row in rows}:
        places = {row.row_no: _indent(sheet, row) for row in rows if row.block == block and not is_total(row.item)}
        known = {number: place for number, place in places.items() if place is not None}
        steps = _steps(sorted(known.values()))
        if 1 < len(steps) <= _MOST_LEVELS:
            for number, place in known.items():
                levels[number, block] = sum(place >= step for step in steps) - 1
    return levels


def _indent(sheet: Sheet, row: StatementRow) -> float | None:
    if row.name_column_no is None:
        return None
    cell = sheet.cell(row.row_no, row.name_column_no)
    return _place(cell) if cell is not None and cell.row_no == row.row_no else None


def _place(cell: Cell) -> float | None:
    first = next((line for line in cell.lines if line.box is not None), None)
    if first is not None and first.box is not None:
        return first.box.x0
    spaces = len(cell.text) - len(cell.text.lstrip())
    wide = cell.text[:spaces].count("\u3000")
    return (spaces + wide) * _SPACE


def _steps(places: list[float]) -> list[float]:
    """The left edge of every level."""
    steps: list[float] = []
    for place in places:
        if not steps or place - steps[-1] >= _STEP:
            steps.append(place)
    return steps
