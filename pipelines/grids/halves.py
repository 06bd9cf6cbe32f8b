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
from itertools import chain, takewhile
from typing import NamedTuple

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
    with_row_on_top,
)
from pipelines.records.pages import Cell, Line

_FEWEST_ROWS = 3
# Lines that may stand over the second half: the rest of a title, the unit of the amounts.
_MOST_ABOVE = 2
_MOST_HEADER_ROWS = 6
# What amounts have and codes have not.
_MARKS = ".,，"


class _Beside(NamedTuple):
    """Strips side by side: the borders of their columns, their cells, the lines over them."""

    xs: tuple[float, ...]
    cells: list[Cell]
    above: tuple[Line, ...]


def join_halves(joined: Sequence[Joined]) -> list[Joined]:
    """Tables in document order, right halves put beside the left one before them."""
    strips: list[list[Joined]] = []
    for whole in joined:
        table = _grown(strips[-1][-1], whole) if strips else whole
        if strips and _are_halves(strips[-1], table):
            strips[-1].append(table)
        else:
            strips.append([whole])
    return [_whole(strip) if len(strip) > 1 else strip[0] for strip in strips]


def _grown(left: Joined, right: Joined) -> Joined:
    """A table with a row on top that goes over all of it and on over both sides, where the table before is open at its right
    so high above the first row: nothing but its upper side is drawn on this page."""
    first, part = left.parts[0].table, right.parts[0]
    gap = part.table.box.top - first.box.top
    top = [span for span in first.open_right if abs(span[0] - first.box.top) <= SAME]
    if gap <= SAME or len(right.parts) > 1 or not any(abs(span[1] - part.table.box.top) <= SAME for span in top):
        return right
    grown = with_row_on_top(part, gap)
    return Joined([grown], right.xs, grown.table.row_count, list(grown.table.cells))


def _are_halves(strips: Sequence[Joined], right: Joined) -> bool:
    """Whether ``right`` goes on with the columns of the strips before it, on the pages after the last."""
    left, last = strips[0], strips[-1]
    follows = right.parts[0].table.page == last.parts[-1].table.page + 1
    if not follows or len(left.parts) != len(right.parts) or left.row_count < _FEWEST_ROWS:
        return False
    if not (_is_uncut(left) and _is_uncut(right)) or _places((*strips, right)) is None:
        return False
    return (
        _is_seen_cut(strips, right)
        or _says_nothing_else(left, right)
        or (_first_columns_again(strips, right) > 0 and _says_level_again(strips, right))
        or _has_only_labels(strips, right)
    )


def _has_only_labels(strips: Sequence[Joined], right: Joined) -> bool:
    """Whether the strips before have labels and no amounts, fill the width of the page so that the next column had no room
    on it, and what stands over the second is not said of them in other words."""
    if any(_is_amount(cell.text) for strip in strips for cell in strip.cells):
        return False
    last = strips[-1]
    next_column = right.xs[1] - right.xs[0]
    room = last.parts[0].width - 2 * min(last.xs[0], right.xs[0]) - (last.xs[-1] - last.xs[0])
    return next_column > room and all(known or new for known, new in _over_again(strips, right))


def _is_amount(text: str) -> bool:
    """Whether a number is written as amounts are, not as codes and ordinals."""
    return is_number(text) and any(mark in text for mark in _MARKS)


def _is_seen_cut(strips: Sequence[Joined], right: Joined) -> bool:
    """Whether a cell or a line over the table was cut by the side of the page, and nothing else stands over the second half."""
    first, second = strips[-1].parts[0], right.parts[0]
    is_level = stand_level(first, second) or len(second.own_above) <= _MOST_ABOVE
    # A single column is no table.
    is_cut = len(strips[-1].xs) == 2 or is_cut_cell(first.table, second.table) or is_cut_line(first, second)
    return is_cut and is_level and all(known or new for known, new in _over_again(strips, right))


def _first_columns_again(strips: Sequence[Joined], right: Joined) -> int:
    """How many of the first columns a further strip prints again: columns that a sheet repeats on every page."""
    *rows, own = (list(cells) for cells in _on_rows((*strips, right)))
    before = _beside(strips, rows)
    return _again(before.xs, before.cells, right.xs, own)


def _again(xs: Sequence[float], cells: Sequence[Cell], own_xs: Sequence[float], own: Sequence[Cell]) -> int:
    """How many of the first columns of two lots of columns are as wide and say the same; 0 where there is nothing else, or
    all others have the same headers too: a form filled in twice."""
    again = 0
    while again < len(own_xs) - 2 and _are_same(again, xs, own_xs) and _say_same(again, cells, own):
        again += 1
    is_same_form = _is_same_form(again, xs, cells, own_xs, own)
    return 0 if is_same_form or len(_column(own, 0)) < _FEWEST_ROWS else again


def _is_same_form(
    again: int, xs: Sequence[float], cells: Sequence[Cell], own_xs: Sequence[float], own: Sequence[Cell]
) -> bool:
    """Whether the columns from ``again`` on have the same headers in both, or say other words in columns as wide."""
    columns = range(again, len(own_xs) - 1)
    headers = [_header(own, column) for column in columns]
    if any(headers) and headers == [_header(cells, column) for column in range(again, len(xs) - 1)]:
        return True
    are_as_wide = len(xs) == len(own_xs) and all(_are_same(column, xs, own_xs) for column in columns)
    return are_as_wide and all(_labelled_rows(_right_of(one, again)) >= _FEWEST_ROWS for one in (cells, own))


def _labelled_rows(cells: Sequence[Cell]) -> int:
    """How many rows say anything that is no number."""
    return len({cell.row_no for cell in cells if cell.text and not is_number(cell.text)})


def _header(cells: Sequence[Cell], column: int) -> list[str]:
    """What stands over the first number of a column."""
    own = [cell for cell in cells if cell.text and cell.column_no <= column < cell.column_no + cell.column_span]
    texts = (bare(cell.text) for cell in sorted(own, key=lambda cell: cell.row_no))
    return list(takewhile(lambda text: not is_number(text), texts))


def _says_level_again(strips: Sequence[Joined], right: Joined) -> bool:
    """Whether the lines over a further strip are those over the strips before it, as far as the cut left them, and at most
    one is new; where nothing stands over the strips before, all may be."""
    lines = _over_again(strips, right)
    is_new = [new for _, new in lines]
    may_be_new = sum(is_new) <= 1 or any(known for known, _ in lines) or not any(_own_lines(strips))
    return may_be_new and all(known or new for known, new in lines)


def _own_lines(strips: Sequence[Joined]) -> list[Line]:
    return [line for strip in strips for line in strip.parts[0].own_above]


def _over_again(strips: Sequence[Joined], right: Joined) -> list[tuple[bool, bool]]:
    """Of every line over a further strip: whether it is one over the strips before it, and whether none stands as high."""
    again = [says_level_again(strip.parts[0], right.parts[0]) for strip in strips]
    return [(any(said), all(one is None for one in said)) for said in zip(*again, strict=True)]


def _are_same(column: int, first: Sequence[float], second: Sequence[float]) -> bool:
    """Whether a column ends as far from the first side in both."""
    if column + 1 >= len(first):
        return False
    return abs((first[column + 1] - first[0]) - (second[column + 1] - second[0])) <= SAME


def _say_same(column: int, first: Sequence[Cell], second: Sequence[Cell]) -> bool:
    """Whether a column says the same in both below the headers that go beyond it in one of them."""
    one, other = _texts(first, column), _texts(second, column)
    body = min((cell.row_no for cell in second if is_number(cell.text)), default=0)
    rows = one.keys() & other.keys()
    return all(one[row] == other[row] for row in rows) and all(row < body for row in one.keys() ^ other.keys())


def _texts(cells: Sequence[Cell], column: int) -> dict[int, str]:
    """The texts of a column in cells that do not go beyond it."""
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
    body = _body(parts)
    # A label may span the rows of several numbers.
    numbered = [own for own, part in zip(places, parts, strict=True) if _has_numbers(part)] or places
    shared = set(numbered[0]).intersection(*numbered)
    return places if all(heights[index] < body for index in set(range(len(heights))) - shared) else None


def _nearest(heights: Sequence[float], height: float) -> int:
    """Which of ``heights``, in order, is the nearest; the upper one of two."""
    place = bisect_left(heights, height)
    near = range(max(0, place - 1), min(place + 1, len(heights)))
    return min(near, key=lambda index: abs(heights[index] - height))


def _has_numbers(part: Placed) -> bool:
    return any(is_number(cell.text) for cell in part.table.cells)


def _body(parts: Sequence[Placed]) -> float:
    """Where the first row with a number begins; where none has any, the rows begin with the table."""
    tops = [cell.box.top for part in parts for cell in part.table.cells if cell.box and is_number(cell.text)]
    return min(tops, default=parts[0].table.box.top)


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
    if len(_column(second, 0)) < _FEWEST_ROWS or not again or _header(first, again) == _header(second, again):
        return False
    return _has_no_labels(_right_of(second, again))


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


def _beside(strips: Sequence[Joined], rows: Sequence[Sequence[Cell]]) -> _Beside:
    """Strips side by side, ``rows``: their cells numbered by the rows of the whole table."""
    first = strips[0]
    xs, cells, above = first.xs, list(rows[0]), first.parts[0].above
    for before, strip, own in zip(strips, strips[1:], rows[1:], strict=False):
        seam, again = len(xs) - 1, _again(xs, cells, strip.xs, own)
        cells = sewn_cells(before.parts, strip.parts, again, cells + _further(own, again, seam), seam)
        above = joined_lines(above, before.parts[0].table, strip.parts[0])
        xs = (*xs, *(x + xs[-1] - strip.xs[again] for x in strip.xs[again + 1 :]))
    return _Beside(xs, cells, above)


def _whole(strips: Sequence[Joined]) -> Joined:
    """Strips as one table; what stands over the further ones stands over the table."""
    places = _places(strips) or [[0]]
    first = strips[0]
    xs, cells, above = _beside(strips, [list(cells) for cells in _on_rows(strips)])
    return Joined(
        parts=[replace(first.parts[0], above=above), *first.parts[1:], *chain(*(strip.parts for strip in strips[1:]))],
        xs=xs,
        row_count=places[0][-1],
        cells=cells,
        repeated_header_rows=[places[0][row] for row in first.repeated_header_rows],
    )
