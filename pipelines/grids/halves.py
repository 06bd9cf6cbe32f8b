"""Tables too wide for a page, printed half on one page and half on the next: put side by side again.

Sheets are printed down first, then over: the pages of the left columns, then those of the right ones, every row at the
same height. Two tables are halves of one only when all their rows stand at the same heights on as many pages and the second
has no labels of its own, or repeats those of the first, or a cell or a title is seen to be cut. Geometry, digits and
equality of texts only.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from pipelines.grids.cut_rows import bare, is_number
from pipelines.grids.join import Joined, Placed
from pipelines.grids.seams import (
    SAME,
    is_cut_cell,
    is_cut_line,
    joined_lines,
    says_level_again,
    sewn_cells,
    stand_level,
)
from pipelines.records.pages import Cell

_FEWEST_ROWS = 3
# Lines that may stand over the second half: the rest of a title, the unit of the amounts.
_MOST_ABOVE = 2
_MOST_HEADER_ROWS = 6


def join_halves(joined: Sequence[Joined]) -> list[Joined]:
    """Tables in document order, right halves put beside the left one before them."""
    strips: list[list[Joined]] = []
    for table in joined:
        if strips and _are_halves(strips[-1], table):
            strips[-1].append(table)
        else:
            strips.append([table])
    return [_whole(strip) if len(strip) > 1 else strip[0] for strip in strips]


def _are_halves(strips: Sequence[Joined], right: Joined) -> bool:
    """Whether ``right`` goes on with the columns of the strips before it, on the pages after the last."""
    left, last = strips[0], strips[-1]
    follows = right.parts[0].table.page == last.parts[-1].table.page + 1
    if not follows or len(left.parts) != len(right.parts) or left.row_count < _FEWEST_ROWS:
        return False
    if not (_is_uncut(left) and _is_uncut(right)) or _places((*strips, right)) is None:
        return False
    return _is_seen_cut(last, right) or _says_nothing_else(left, right) or _first_columns_again((left, right)) > 0


def _is_seen_cut(left: Joined, right: Joined) -> bool:
    """Whether a cell or a line over the table was cut by the side of the page, and nothing else stands over the second half."""
    first, second = left.parts[0], right.parts[0]
    is_level = stand_level(first, second) or len(second.own_above) <= _MOST_ABOVE
    # A single column is no table.
    is_cut = len(left.xs) == 2 or is_cut_cell(first.table, second.table) or is_cut_line(first, second)
    return is_cut and is_level


def _first_columns_again(strips: Sequence[Joined]) -> int:
    """How many of the first columns the second half prints again, as wide, with the same texts and the same lines above:
    columns that a sheet repeats on every page. 0 where it does not, or prints nothing else."""
    left, right = strips
    if not all(says_level_again(one, other) for one, other in zip(left.parts, right.parts, strict=True)):
        return 0
    first, second = (list(cells) for cells in _on_rows(strips))
    again = 0
    while (
        again < len(right.xs) - 2
        and _are_same(again, left.xs, right.xs)
        and _texts(first, again) == _texts(second, again)
    ):
        again += 1
    if len(_column(second, 0)) < _FEWEST_ROWS or _next_header(first, again) == _next_header(second, again):
        return 0
    own = right.parts[0]
    is_cut = is_cut_cell(left.parts[0].table, own.table) or is_cut_line(left.parts[0], own)
    # The same form filled in twice begins with the same labels too.
    return again if is_cut or (own.above and _has_no_labels(_right_of(second, again))) else 0


def _next_header(cells: Sequence[Cell], column: int) -> str | None:
    """What the first cell of a column says."""
    return next((bare(cell.text) for cell in cells if cell.column_no == column and cell.text), None)


def _are_same(column: int, first: Sequence[float], second: Sequence[float]) -> bool:
    """Whether a column ends as far from the first side in both."""
    if column + 1 >= len(first):
        return False
    return abs((first[column + 1] - first[0]) - (second[column + 1] - second[0])) <= SAME


def _texts(cells: Sequence[Cell], column: int) -> dict[int, str]:
    """The texts of a column below all headers that go beyond it."""
    return {cell.row_no: bare(cell.text) for cell in cells if cell.column_no == column and cell.column_span == 1}


def _says_nothing_else(left: Joined, right: Joined) -> bool:
    """Whether the second half has no labels of its own; of two tables with the same rows anything stands over the second."""
    over = len(right.parts[0].own_above)
    return over <= _MOST_ABOVE and (_has_no_labels(right.cells) or (not over and _repeats_labels(left, right)))


def _is_uncut(table: Joined) -> bool:
    """Whether the rows and columns of a table are those of its parts: no row was cut by a page end."""
    columns = {part.table.column_count for part in table.parts}
    return columns == {len(table.xs) - 1} and sum(part.table.row_count for part in table.parts) == table.row_count


def _places(strips: Sequence[Joined]) -> list[list[int]] | None:
    """Strip by strip, which border of the whole table each border of its rows is; None unless all have the same rows."""
    places = [[0] for _ in strips]
    for parts in zip(*(strip.parts for strip in strips), strict=True):
        rows = _rows(parts)
        if rows is None:
            return None
        start = places[0][-1]
        for known, own in zip(places, rows, strict=True):
            known.extend(start + row for row in own[1:])
    return places


def _rows(parts: Sequence[Placed]) -> list[list[int]] | None:
    """The same for parts that stand side by side: the same top and bottom, and each border in all or above the first
    number (headers that span rows have fewer)."""
    borders = [_borders(part) for part in parts]
    heights: list[float] = []
    for height in sorted(chain(*borders)):
        if not heights or height - heights[-1] > SAME:
            heights.append(height)
    places = [[_nearest(heights, height) for height in own] for own in borders]
    ends = (0, len(heights) - 1)
    if any((own[0], own[-1]) != ends or len(set(own)) < len(own) for own in places):
        return None
    body = min(map(_body, parts))
    shared = set(places[0]).intersection(*places)
    return places if all(heights[index] < body for index in set(range(len(heights))) - shared) else None


def _nearest(heights: Sequence[float], height: float) -> int:
    """Which of ``heights``, in order, is the nearest; the upper one of two."""
    place = bisect_left(heights, height)
    near = range(max(0, place - 1), min(place + 1, len(heights)))
    return min(near, key=lambda index: abs(heights[index] - height))


def _body(part: Placed) -> float:
    """Where the first row with a number begins."""
    tops = [cell.box.top for cell in part.table.cells if cell.box is not None and is_number(cell.text)]
    return min(tops, default=part.table.box.top)


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
    first, second = (list(cells) for cells in _on_rows((left, right)))
    again = 0
    while _column(first, again) == _column(second, again) != {}:
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


def _on_rows(strips: Sequence[Joined]) -> Iterator[list[Cell]]:
    """Strip by strip, its cells numbered by the rows of the whole table."""
    for strip, places in zip(strips, _places(strips) or (), strict=True):
        yield [
            replace(
                cell,
                row_no=places[cell.row_no],
                row_span=places[cell.row_no + cell.row_span] - places[cell.row_no],
            )
            for cell in strip.cells
        ]


def _further(cells: Sequence[Cell], again: int, seam: int) -> list[Cell]:
    """The cells of a further strip from column ``seam`` on, without the first columns that it prints again."""
    found = []
    for cell in cells:
        gone = min(max(again - cell.column_no, 0), cell.column_span)
        if gone < cell.column_span:
            column = cell.column_no + gone - again + seam
            found.append(replace(cell, column_no=column, column_span=cell.column_span - gone))
    return found


def _whole(strips: Sequence[Joined]) -> Joined:
    """Strips as one table; what stands over the further ones stands over the table."""
    places = _places(strips) or [[0]]
    first = strips[0]
    xs, cells, above = first.xs, [], first.parts[0].above
    for number, (strip, own) in enumerate(zip(strips, _on_rows(strips), strict=True)):
        seam = len(xs) - 1 if number else 0
        again = _first_columns_again((first, strip)) if number else 0
        cells += _further(own, again, seam)
        if number:
            before = strips[number - 1]
            cells = sewn_cells(before.parts, strip.parts, cells, seam)
            above = joined_lines(above, before.parts[0].table, strip.parts[0])
            xs = (*xs, *(x + xs[-1] - strip.xs[again] for x in strip.xs[again + 1 :]))
    return Joined(
        parts=[replace(first.parts[0], above=above), *first.parts[1:], *chain(*(strip.parts for strip in strips[1:]))],
        xs=xs,
        row_count=places[0][-1],
        cells=cells,
        repeated_header_rows=[places[0][row] for row in first.repeated_header_rows],
    )
