"""Tables printed one under the other without a gap, in one ruling or on one sheet: each a grid of its own.

Office programs draw tables that follow each other as one. The next one begins at a row of nothing but a title (…表) which the
grid does not bear already, with a header and numbers below and numbers above. Places, digits and equality of texts only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, pairwise

from pipelines.grids.cut_rows import bare, is_number
from pipelines.records.pages import Cell, Grid

_TITLE = re.compile(
    r"(?:附?[表件][\d一二三四五六七八九十.-]*[:：])?[^。；;，,:：]{2,40}表(?:[（(][^（）()]{1,20}[）)])?"
)
_GOES_ON = re.compile(r"续表?|[（(]续")
# A line of the unit or of the body may stand between a title and its header, and a header has so many rows at most.
_LINE = re.compile(r"[:：]")
_MOST_LINES = 3
_MOST_HEADER_ROWS = 5


def apart(grids: Sequence[Grid]) -> tuple[Grid, ...]:
    """The grids in order, each with one table only, numbered from 1."""
    parts = chain.from_iterable(map(_parts, grids))
    return tuple(replace(part, grid_no=number) for number, part in enumerate(parts, 1))


def _parts(grid: Grid) -> Iterator[Grid]:
    rows: dict[int, list[Cell]] = {}
    for cell in grid.cells:
        if bare(cell.text):
            rows.setdefault(cell.row_no, []).append(cell)
    covered = {row for cell in grid.cells for row in range(cell.row_no + 1, cell.row_no + cell.row_span)}
    starts = [row for row in _starts(sorted(rows.items())) if row not in covered]
    if not starts:
        yield grid
        return
    for start, end in pairwise([0, *starts, grid.row_count]):
        yield _part(grid, start, end)


def _starts(rows: Sequence[tuple[int, list[Cell]]]) -> Iterator[int]:
    """The rows at which a further table begins."""
    titles: set[str] = set()
    is_begun = False
    for place, (row, cells) in enumerate(rows, 1):
        title = _title(cells)
        if title is not None and title not in titles:
            below = [lower for _, lower in rows[place : place + _MOST_LINES + _MOST_HEADER_ROWS + 2]]
            if is_begun and _is_table(below):
                is_begun = False
                yield row
            titles.add(title)
        is_begun = is_begun or any(is_number(cell.text) for cell in cells)


def _title(cells: Sequence[Cell]) -> str | None:
    """The text of a row with one text, a title."""
    text = bare(cells[0].text)
    return text if len(cells) == 1 and _TITLE.fullmatch(text) and not _GOES_ON.search(text) else None


def _is_table(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether rows begin with lines of a heading, then a header of words only, then a row with a number."""
    lines = next((number for number, cells in enumerate(rows) if not _is_line(cells)), len(rows))
    rest = rows[lines : lines + 1 + _MOST_HEADER_ROWS]
    if lines > _MOST_LINES or not rest or len(rest[0]) < 2 or any(is_number(cell.text) for cell in rest[0]):
        return False
    return any(is_number(cell.text) for cells in rest[1:] for cell in cells)


def _is_line(cells: Sequence[Cell]) -> bool:
    """Whether a row is one of a heading: 单位：万元, 单位名称：…"""
    return all(_LINE.search(cell.text) for cell in cells)


def _part(grid: Grid, start: int, end: int) -> Grid:
    """The rows from ``start`` to before ``end`` as a grid."""
    cells = tuple(replace(cell, row_no=cell.row_no - start) for cell in grid.cells if start <= cell.row_no < end)
    pages = [cell.page for cell in cells]
    return replace(
        grid,
        first_page=min(pages),
        last_page=max(pages),
        row_count=end - start,
        cells=cells,
        lines_above=() if start else grid.lines_above,
        lines_below=grid.lines_below if end == grid.row_count else (),
        repeated_header_rows=tuple(row - start for row in grid.repeated_header_rows if start <= row < end),
    )
