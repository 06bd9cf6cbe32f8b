"""Tables without any ruling: stretches of lines that are plainly rows, read by their heading, else cut by ``white``.

The last resort; a paragraph with numbers, a list or a table of contents is no table.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from pipelines.documents.lines import build_lines
from pipelines.grids.fill import Table, table_of
from pipelines.grids.ghosts import Filled
from pipelines.grids.headed import read_headed
from pipelines.grids.lattice import Rectangle
from pipelines.grids.ruled import HEADED
from pipelines.grids.segments import MANY, Row, rows_of
from pipelines.grids.white import column_borders, split_by_white
from pipelines.records.pages import BY_WHITE_SPACE, Box, Page, Word

# A table needs this many rows with numbers, and more when it has a single column of them.
_FEWEST_ROWS = 3
_FEWEST_SINGLE = 5
# So many rows that hold exact numbers in one piece with their labels may be a table.
_FEWEST_HOLDING = 2
# Numbers of pages have no more digits than this.
_LONGEST_PAGE = 4
# Rows of one table are no further apart than this many line heights (blank rows, wrapped labels).
_FURTHEST = 4.0
# Lines without a number (wrapped labels, headings) may be this share of a table.
_PLAIN_SHARE = 0.5
_MOST_HEADER_LINES = 5
_HEADER_REACH = 2.6
_MARGIN = 2.0
_MOST_HEADING_LINES = 12
_CLOSE = 0.4
_TITLE_LINES = 3


def find_unruled(page: Page, words: Sequence[Word]) -> tuple[list[Table], list[Word]]:
    """Tables among ``words`` that lie in no other table, and the words left over."""
    tables: list[Table] = []
    rest = list(words)
    rows = rows_of(build_lines(words))
    for first, last in _regions(rows):
        start = _head_start(rows, first)
        whole, inside = _filled(rest, rows[start : last + 1])
        headed = None if _has_two_titles(rows, start) else read_headed(whole.words[0], whole.boxes[0], ())
        if headed is None and _lists_pages(rows[first : last + 1]):
            continue
        if headed is None:
            if _is_table(rows[first : last + 1]):
                count = len(column_borders(rows[first : last + 1])) + 1
                start = _with_header(rows, first, count)
            whole, inside = _filled(rest, rows[start : last + 1])
            split_by_white(whole)
        tables.append(
            table_of(headed.filled, page, HEADED, headed.reading) if headed else table_of(whole, page, BY_WHITE_SPACE)
        )
        rest = [word for word, is_inside in zip(rest, inside, strict=True) if not is_inside]
    return tables, rest


def _regions(rows: Sequence[Row]) -> list[tuple[int, int]]:
    """Stretches of rows (first, last) that begin and end with a tabular row and have few others between."""
    regions: list[tuple[int, int]] = []
    tabular = [index for index, row in enumerate(rows) if row.is_tabular]
    while tabular:
        regions.append(_stretch(rows, tabular))
        tabular = tabular[bisect_right(tabular, regions[-1][1]) :]
    return [region for region in regions if _may_be_table(rows[region[0] : region[1] + 1])]


def _stretch(rows: Sequence[Row], tabular: Sequence[int]) -> tuple[int, int]:
    """The first and the last row of the stretch that begins with the first ``tabular`` one."""
    first = last = tabular[0]
    for count, index in enumerate(tabular[1:], 2):
        plain = index - first + 1 - count
        if not _is_near(rows, last, index) or plain > _PLAIN_SHARE * (index - first + 1):
            break
        last = index
    return first, last


def end_of_stretch(rows: Sequence[Row], *, is_whole: bool = False) -> int | None:
    """The last row of the first stretch of tabular ``rows``; None where no exact number stands in it, nor a row of whole
    numbers, of which the table that goes on consists if it ``is_whole``."""
    tabular = [index for index, row in enumerate(rows) if row.is_tabular]
    if not tabular:
        return None
    first, last = _stretch(rows, tabular)
    own = rows[first : last + 1]
    is_numbered = any(segment.is_exact for row in own for segment in row.segments)
    return last if is_numbered or (is_whole and any(row.is_counted for row in own)) else None


def _is_near(rows: Sequence[Row], last: int, index: int) -> bool:
    """Whether a tabular row is near enough to the one before it and to the line over it to go on its stretch."""
    gap = rows[index].box.top - rows[last].box.bottom
    nearest = max(rows[index].box.top - rows[index - 1].box.bottom, 0.0)
    return gap <= 2 * _FURTHEST * rows[index].height and nearest <= _FURTHEST * rows[index].height


def _may_be_table(rows: Sequence[Row]) -> bool:
    """Whether a row prints an exact number for itself, or more hold one in their texts or whole ones: enough to look for a
    heading over them, and to be missed if they were not kept."""
    own = [row for row in rows if row.is_tabular and not row.is_said]
    counted = [row for row in own if row.is_counted]
    is_exact = any(segment.is_exact for row in own for segment in row.segments)
    holding = sum(any(segment.holds_exact for segment in row.segments) for row in own)
    is_many = any(len(row.segments) >= MANY for row in counted)
    numbers = sum(one.is_amount for row in counted for one in row.segments)
    return is_exact or is_many or holding >= _FEWEST_HOLDING or numbers >= _FEWEST_ROWS


def _lists_pages(rows: Sequence[Row]) -> bool:
    """Whether every tabular row has a single whole number, none smaller than the one before: a table of contents."""
    numbers = [[one.text for one in row.segments if one.is_amount] for row in rows if row.is_tabular]
    if not all(len(own) == 1 and own[0].isdecimal() and len(own[0]) <= _LONGEST_PAGE for own in numbers):
        return False
    return all(int(before) <= int(after) for (before,), (after,) in pairwise(numbers))


def _is_table(rows: Sequence[Row]) -> bool:
    """Whether numbers stand in columns: several columns, or one of exact numbers that end on one line."""
    tabular = [row for row in rows if row.is_tabular]
    if len(tabular) < _FEWEST_ROWS:
        return False
    bands = _bands([(segment.x0, segment.x1) for row in tabular for segment in row.segments if segment.is_amount])
    exact = [segment for row in tabular for segment in row.segments if segment.is_exact]
    filled = [[segment for segment in exact if left <= (segment.x0 + segment.x1) / 2 <= right] for left, right in bands]
    strong = [segments for segments in filled if len(segments) >= _FEWEST_ROWS]
    if len(strong) > 1:
        return True
    if len(strong) == 1 and len(strong[0]) >= _FEWEST_SINGLE:
        ends = [segment.x1 for segment in strong[0]]
        return max(ends) - min(ends) <= 2.0 and all(len(row.segments) <= 3 for row in tabular)
    return False


def _bands(spans: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Overlapping spans as one, left to right."""
    bands: list[tuple[float, float]] = []
    for left, right in sorted(spans):
        if bands and left <= bands[-1][1]:
            bands[-1] = (bands[-1][0], max(bands[-1][1], right))
        else:
            bands.append((left, right))
    return bands


def _filled(words: Sequence[Word], rows: Sequence[Row]) -> tuple[Filled, list[bool]]:
    """The words of a stretch of rows as a single cell, and which words those are."""
    left, right = min(row.box.x0 for row in rows) - _MARGIN, max(row.box.x1 for row in rows) + _MARGIN
    top, bottom = rows[0].box.top - _MARGIN, rows[-1].box.bottom + _MARGIN
    middles = [(word.top + word.bottom) / 2 for word in words]
    inside = [top <= middle < bottom for middle in middles]
    content = [word for word, is_inside in zip(words, inside, strict=True) if is_inside]
    box = Box(left, top, right, bottom)
    return Filled([left, right], [top, bottom], [Rectangle(0, 0, 1, 1)], [box], [content]), inside


def _head_start(rows: Sequence[Row], first: int) -> int:
    """The first row of a table with all of its heading: up to a line with a colon, one far above, or one that stands alone
    and not close to the next, unless it is the first below a line with a colon (单位：): a group, no title."""
    start = first
    for index in range(first - 1, max(-1, first - 1 - _MOST_HEADING_LINES), -1):
        row = rows[index]
        gap = rows[index + 1].box.top - row.box.bottom
        if _is_labelled(row) or _is_alone(rows, index) or gap > _HEADER_REACH * row.height:
            break
        start = index
    return start


def _is_labelled(row: Row) -> bool:
    return any(":" in segment.text or "：" in segment.text for segment in row.segments)


def _is_alone(rows: Sequence[Row], index: int) -> bool:
    """Whether a line is a single text at some distance from its neighbours, as a title is."""
    row = rows[index]
    gap = rows[index + 1].box.top - row.box.bottom
    higher = row.box.top - rows[index - 1].box.bottom if index else gap
    if index and _is_labelled(rows[index - 1]) and higher <= _HEADER_REACH * row.height:
        return False
    return len(row.segments) == 1 and min(gap, higher) > _CLOSE * row.height


def _has_two_titles(rows: Sequence[Row], start: int) -> bool:
    """Whether a line just above prints two things side by side that are no labels: two tables stand beside each other."""
    return any(len(row.segments) > 1 and not _is_labelled(row) for row in rows[max(start - _TITLE_LINES, 0) : start])


def _with_header(rows: Sequence[Row], first: int, count: int) -> int:
    """The first row of a table with its header: the line above it of at least two segments, and above that of more."""
    start = first
    for index in range(first - 1, max(-1, first - 1 - _MOST_HEADER_LINES), -1):
        row = rows[index]
        is_near = rows[index + 1].box.top - row.box.bottom <= _HEADER_REACH * row.height
        needed = 2 if index == first - 1 else 3
        if not is_near or len(row.segments) < min(needed, count):
            break
        start = index
    return start
