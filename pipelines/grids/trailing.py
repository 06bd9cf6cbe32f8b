"""Rows without a number at the foot of a page, left out of an unruled table: its labels, when the next page goes on with it.

Places only. Whether the next page goes on is found in ``carried``; a line that is no label leaves the table ended.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from pipelines.grids.edges import snap_edges
from pipelines.grids.fill import Table
from pipelines.grids.segments import EXACT, rows_of
from pipelines.records.pages import Box, Cell, Line, Page

# Labels begin at one place, give or take this many points; rows are apart as the others are, within these shares.
_EVEN = 1.6
_LEAST, _MOST = 0.8, 1.3
_MOST_LINES = 6


def are_labels(table: Table, lines: Sequence[Line], page: Page) -> bool:
    """Whether the lines below a table can be nothing but labels of further rows: each begins where labels of the table begin,
    ends before its amounts, and is as far from the one above as its rows are; no ruling parts them from it."""
    amounts = _first_amounts(table)
    starts = {
        line.box.x0 for cell in table.cells for line in cell.lines[:1] if line.box and not EXACT.fullmatch(line.text)
    }
    middles = sorted({_middle(line.box) for cell in table.cells for line in cell.lines[:1] if line.box})
    if amounts is None or len(lines) > _MOST_LINES or len(middles) < 2 or any(line.box is None for line in lines):
        return False
    boxes = [line.box for line in lines if line.box]
    pitch = _pitch(middles)
    steps = [below - above for above, below in pairwise([middles[-1], *map(_middle, boxes)])]
    rulings = snap_edges(page.edges).horizontal
    return (
        all(_LEAST * pitch <= step <= _MOST * pitch for step in steps)
        and all(len(row.segments) == 1 and not row.segments[0].is_amount for row in rows_of(lines))
        and all(box.x1 <= amounts and any(abs(box.x0 - start) <= _EVEN for start in starts) for box in boxes)
        and not any(middles[-1] < ruling.at < boxes[-1].bottom for ruling in rulings)
    )


def with_labels(table: Table, lines: Sequence[Line]) -> Table:
    """The table with a row for every line, each line in the column it begins in."""
    boxes = [line.box for line in lines if line.box]
    ends = [*((above.bottom + below.top) / 2 for above, below in pairwise(boxes)), boxes[-1].bottom + _EVEN]
    tops = [table.box.bottom, *ends[:-1]]
    cells = list(table.cells)
    for number, (line, top, bottom) in enumerate(zip(lines, tops, ends, strict=True)):
        start = line.box.x0 + _EVEN if line.box else table.xs[0]
        for column, (left, right) in enumerate(pairwise(table.xs)):
            own = left <= start < right
            box = Box(left, top, right, bottom)
            text, printed = (line.text, (line,)) if own else ("", ())
            method = table.cells[-1].method
            cells.append(Cell(table.row_count + number, column, 1, 1, text, table.page, box, method, lines=printed))
    return replace(
        table, box=table.box._replace(bottom=ends[-1]), row_count=table.row_count + len(lines), cells=tuple(cells)
    )


def _first_amounts(table: Table) -> float | None:
    """Where the first column that holds exact numbers begins."""
    columns = [cell.column_no for cell in table.cells if EXACT.fullmatch(cell.text)]
    return table.xs[min(columns)] if columns else None


def _middle(box: Box) -> float:
    return (box.top + box.bottom) / 2


def _pitch(middles: Sequence[float]) -> float:
    """How far rows are apart; lines of one row that differ a little in height are one."""
    steps = [below - above for above, below in pairwise(middles) if below - above > 2 * _EVEN]
    return median(steps) if steps else 0.0
