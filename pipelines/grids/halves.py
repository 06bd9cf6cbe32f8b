"""Tables too wide for a page, printed half on one page and half on the next: put side by side again.

Sheets are printed down first, then over: the pages of the left columns, then those of the right ones, every row at the
same height. Two tables are halves of one only when all their rows stand at the same heights on as many pages and the second
has no labels of its own, or repeats those of the first. Geometry, digits and equality of texts only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipelines.grids.cut_rows import bare, is_number
from pipelines.grids.join import Joined, Placed
from pipelines.records.pages import Cell

# Rows of two halves stand at the same height within this many points.
_SAME = 1.5
_FEWEST_ROWS = 3
# Lines that may stand over the second half: the rest of a title, the unit of the amounts.
_MOST_ABOVE = 2
_MOST_HEADER_ROWS = 6


def join_halves(joined: Sequence[Joined]) -> list[Joined]:
    """Tables in document order, a right half put beside the left one before it."""
    whole: list[Joined] = []
    for table in joined:
        if whole and _are_halves(whole[-1], table):
            whole[-1] = _beside(whole[-1], table)
        else:
            whole.append(table)
    return whole


def _are_halves(left: Joined, right: Joined) -> bool:
    """Whether ``right`` goes on with the columns of ``left`` on the pages after it."""
    follows = right.parts[0].table.page == left.parts[-1].table.page + 1
    over = len(right.parts[0].own_above)
    if not follows or len(left.parts) != len(right.parts) or over > _MOST_ABOVE or left.row_count < _FEWEST_ROWS:
        return False
    if not (_is_uncut(left) and _is_uncut(right)) or _places(left, right) is None:
        return False
    # Two tables of the same rows are two tables as soon as anything stands over the second.
    return _has_no_labels(right.cells) or (not over and _repeats_labels(left, right))


def _is_uncut(table: Joined) -> bool:
    """Whether the rows and columns of a table are those of its parts: no row was cut by a page end."""
    columns = {part.table.column_count for part in table.parts}
    return columns == {len(table.xs) - 1} and sum(part.table.row_count for part in table.parts) == table.row_count


def _places(left: Joined, right: Joined) -> list[list[int]] | None:
    """Part by part, which border of the left half each border of the right half is; None unless all are found."""
    found = [_place(_borders(first), _borders(second)) for first, second in zip(left.parts, right.parts, strict=True)]
    known = [places for places in found if places is not None]
    return known if len(known) == len(found) else None


def _place(first: Sequence[float], second: Sequence[float]) -> list[int] | None:
    """Numbers of the borders of ``first`` at the heights of ``second``: the same top and bottom, none in between missing
    from ``first`` (a header that spans rows on the second page has fewer)."""
    places = []
    for height in second:
        nearest = min(range(len(first)), key=lambda index: abs(first[index] - height))
        if abs(first[nearest] - height) > _SAME:
            return None
        places.append(nearest)
    return places if places and places[0] == 0 and places[-1] == len(first) - 1 else None


def _borders(part: Placed) -> list[float]:
    """The borders of the rows of a part from top to bottom."""
    heights: dict[int, float] = {}
    for cell in part.table.cells:
        if cell.box is not None:
            heights.setdefault(cell.row_no, cell.box.top)
            heights.setdefault(cell.row_no + cell.row_span, cell.box.bottom)
    return [heights[row] for row in sorted(heights)]


def _has_no_labels(cells: Sequence[Cell]) -> bool:
    """Whether all below a header of words is numbers: such a table says nothing on its own."""
    rows = _filled_rows(cells)
    numbered = [row for row, texts in rows.items() if any(map(is_number, texts))]
    if not numbered or numbered[0] > _MOST_HEADER_ROWS or numbered[0] == 0:
        return False
    return all(is_number(text) for row, texts in rows.items() if row >= numbered[0] for text in texts)


def _repeats_labels(left: Joined, right: Joined) -> bool:
    """Whether the first columns say the same in both, row by row, and all others of the second have no labels."""
    second = list(_on_rows(left, right))
    again = 0
    while _column(left.cells, again) == _column(second, again) != {}:
        again += 1
    return len(_column(second, 0)) >= _FEWEST_ROWS and again > 0 and _has_no_labels(_right_of(second, again))


def _column(cells: Sequence[Cell], column: int) -> dict[int, str]:
    """The texts of a column, row by row."""
    return {cell.row_no: bare(cell.text) for cell in cells if cell.column_no == column and cell.text}


def _right_of(cells: Sequence[Cell], column: int) -> list[Cell]:
    return [cell for cell in cells if cell.column_no >= column]


def _filled_rows(cells: Sequence[Cell]) -> dict[int, list[str]]:
    rows: dict[int, list[str]] = {}
    for cell in sorted(cells, key=lambda cell: (cell.row_no, cell.column_no)):
        if cell.text:
            rows.setdefault(cell.row_no, []).append(cell.text)
    return rows


def _beside(left: Joined, right: Joined) -> Joined:
    """Both halves as one table; what stands over the second half stands over the table."""
    columns = len(left.xs) - 1
    shift = left.xs[-1] - right.xs[0]
    first = replace(left.parts[0], above=(*left.parts[0].above, *right.parts[0].above))
    return Joined(
        parts=[first, *left.parts[1:], *right.parts],
        xs=(*left.xs, *(x + shift for x in right.xs[1:])),
        row_count=left.row_count,
        cells=[*left.cells, *(replace(cell, column_no=cell.column_no + columns) for cell in _on_rows(left, right))],
        repeated_header_rows=left.repeated_header_rows,
    )


def _on_rows(left: Joined, right: Joined) -> Iterator[Cell]:
    """The cells of the right half, numbered by the rows of the left one."""
    start = 0
    for part, other, places in zip(left.parts, right.parts, _places(left, right) or (), strict=True):
        for cell in other.table.cells:
            row, end = places[cell.row_no], places[cell.row_no + cell.row_span]
            yield replace(cell, row_no=start + row, row_span=end - row)
        start += part.table.row_count
