"""Tables without vertical rulings: columns from the white between aligned numbers, rows from lines or horizontal rulings.

The last resort, and only where text is plainly a table; a paragraph with numbers is none. Finder name: ``columns``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from pipelines.documents.lines import build_lines
from pipelines.grids.edges import Ruling
from pipelines.grids.fill import Table, place_words, table_of
from pipelines.grids.lattice import Lattice
from pipelines.grids.segments import Row, rows_of
from pipelines.records.pages import Box, Page, Word

FINDER = "columns"
# A table needs this many rows with numbers, and more when it has a single column of them.
_FEWEST_ROWS = 3
_FEWEST_SINGLE = 5
# Rows of one table are no further apart than this many line heights (blank rows, wrapped labels).
_FURTHEST = 4.0
# Lines without a number (wrapped labels, headings) may be this share of a table.
_PLAIN_SHARE = 0.5
# White between columns is at least this wide, and crossed by at most this share of the rows (long labels).
_RIVER = 3.0
_CROSSING_SHARE = 0.06
# Rulings separate the rows when there are this many of them per row.
_RULED_ROWS = 0.6
_MOST_HEADER_LINES = 5
_HEADER_REACH = 2.6


def find_unruled(page: Page, words: Sequence[Word], horizontal: Sequence[Ruling]) -> tuple[list[Table], list[Word]]:
    """Tables among ``words`` that lie in no other table, and the words left over; ``horizontal`` are drawn rulings."""
    tables: list[Table] = []
    rest = list(words)
    rows = rows_of(build_lines(words))
    for first, last in _regions(rows):
        table, inside = _table(page, rest, rows, (first, last), horizontal)
        if table is not None:
            tables.append(table)
            rest = [word for word, placed in zip(rest, inside, strict=True) if not placed]
    return tables, rest


def _regions(rows: Sequence[Row]) -> list[tuple[int, int]]:
    """Stretches of rows (first, last) that begin and end with a tabular row and have few others between."""
    regions: list[tuple[int, int]] = []
    first = last = -1
    for index, row in enumerate(rows):
        if not row.is_tabular:
            continue
        if first >= 0 and _belongs(rows, first, last, index):
            last = index
            continue
        regions.append((first, last))
        first = last = index
    regions.append((first, last))
    return [region for region in regions if region[0] >= 0 and _is_table(rows[region[0] : region[1] + 1])]


def _belongs(rows: Sequence[Row], first: int, last: int, index: int) -> bool:
    """Whether a tabular row goes on the stretch that ended at ``last``."""
    gap = rows[index].box.top - rows[last].box.bottom
    plain = sum(not row.is_tabular for row in rows[first : index + 1])
    nearest = max(rows[index].box.top - rows[index - 1].box.bottom, 0.0)
    return (
        gap <= 2 * _FURTHEST * rows[index].height
        and nearest <= _FURTHEST * rows[index].height
        and plain <= _PLAIN_SHARE * (index - first + 1)
    )


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


def _table(
    page: Page, words: Sequence[Word], rows: Sequence[Row], region: tuple[int, int], horizontal: Sequence[Ruling]
) -> tuple[Table | None, list[bool]]:
    first, last = region
    separators = _separators([row for row in rows[first : last + 1] if row.is_tabular])
    if separators is None:
        return None, []
    first = _with_header(rows, first, separators, horizontal)
    body = list(rows[first : last + 1])
    left = min([separators[0], *(segment.x0 - 2 for row in body for segment in row.segments)])
    right = max([separators[-1], *(segment.x1 + 2 for row in body for segment in row.segments)])
    xs = (left, *separators[1:-1], right)
    ys = _row_borders(body, horizontal, xs)
    filled, inside = place_words(_lattice(xs, ys, body), words)
    return table_of(filled, page, FINDER), inside


def _separators(rows: Sequence[Row]) -> tuple[float, ...] | None:
    """Column borders: the middles of the white that (nearly) no row crosses; None when numbers would share a column."""
    spans = [(segment.x0, segment.x1) for row in rows for segment in row.segments]
    start, end = min(span[0] for span in spans), max(span[1] for span in spans)
    cover = [0] * (int(end - start) + 2)
    for left, right in spans:
        for x in range(int(left - start), int(right - start) + 1):
            cover[x] += 1
    allowed = int(_CROSSING_SHARE * len(rows))
    borders = [start - 2.0]
    river: list[int] = []
    for x, count in enumerate(cover):
        if count <= allowed:
            river.append(x)
            continue
        if len(river) >= _RIVER and river[0] > 0:
            borders.append(start + (river[0] + river[-1] + 1) / 2)
        river = []
    borders.append(end + 2.0)
    shared = any(_share_column(row, borders) for row in rows)
    return None if shared or len(borders) < 3 else tuple(borders)


def _share_column(row: Row, borders: Sequence[float]) -> bool:
    columns = [bisect_right(borders, (segment.x0 + segment.x1) / 2) for segment in row.segments if segment.is_amount]
    return len(columns) != len(set(columns))


def _with_header(rows: Sequence[Row], first: int, separators: Sequence[float], horizontal: Sequence[Ruling]) -> int:
    """The first row of the table with its header: all lines below the topmost ruling near, else lines of many segments."""
    ruling = _top_ruling(rows[first], separators, horizontal)
    start = first
    for index in range(first - 1, max(-1, first - 1 - _MOST_HEADER_LINES), -1):
        row = rows[index]
        near = rows[index + 1].box.top - row.box.bottom <= _HEADER_REACH * row.height
        if ruling is not None:
            belongs = (row.box.top + row.box.bottom) / 2 > ruling
        else:
            needed = 2 if index == first - 1 else 3
            belongs = near and len(row.segments) >= min(needed, len(separators) - 1)
        if not belongs:
            break
        start = index
    return start


def _top_ruling(row: Row, separators: Sequence[float], horizontal: Sequence[Ruling]) -> float | None:
    """The highest of the long rulings not far above a row: the upper border of the header."""
    width = separators[-1] - separators[0]
    above = [
        ruling.at
        for ruling in horizontal
        if ruling.at < row.box.top + 1
        and ruling.at > row.box.top - 3 * _MOST_HEADER_LINES * row.height
        and min(ruling.end, separators[-1]) - max(ruling.start, separators[0]) > 0.7 * width
    ]
    return min(above) if above else None


def _row_borders(rows: Sequence[Row], horizontal: Sequence[Ruling], xs: Sequence[float]) -> tuple[float, ...]:
    """Borders between rows: drawn rulings where they separate the rows, else the middles between lines."""
    top, bottom = rows[0].box.top, rows[-1].box.bottom
    margin = median(row.height for row in rows)
    width = xs[-1] - xs[0]
    drawn = sorted(
        {
            ruling.at
            for ruling in horizontal
            if top - margin <= ruling.at <= bottom + margin and ruling.end - ruling.start > 0.7 * width
        }
    )
    inner = [at for at in drawn if top < at < bottom]
    tabular = sum(row.is_tabular for row in rows)
    if len(inner) >= _RULED_ROWS * tabular:
        return (*([] if drawn[0] < top + 1 else [top - 1]), *drawn, *([] if drawn[-1] > bottom - 1 else [bottom + 1]))
    middles = [(above.box.bottom + below.box.top) / 2 for above, below in pairwise(_merged_labels(rows))]
    return (top - 1, *middles, bottom + 1)


def _merged_labels(rows: Sequence[Row]) -> list[Row]:
    """Rows with a label broken over the lines above and below its numbers taken as one."""
    merged: list[Row] = []
    index = 0
    while index < len(rows):
        group = [rows[index]]
        while index + 1 < len(rows) and _overlaps(group[-1], rows[index + 1]):
            index += 1
            group.append(rows[index])
        segments = tuple(segment for row in group for segment in row.segments)
        merged.append(group[0] if len(group) == 1 else Row(_around(group), segments))
        index += 1
    return merged


def _overlaps(upper: Row, lower: Row) -> bool:
    """Whether two lines stand half beside each other: parts of one row whose cells are centred on their own."""
    return upper.box.bottom - lower.box.top > 0.1 * min(upper.height, lower.height)


def _around(rows: Sequence[Row]) -> Box:
    boxes = [row.box for row in rows]
    return Box(
        min(box.x0 for box in boxes),
        min(box.top for box in boxes),
        max(box.x1 for box in boxes),
        max(box.bottom for box in boxes),
    )


def _lattice(xs: tuple[float, ...], ys: tuple[float, ...], rows: Sequence[Row]) -> Lattice:
    """All walls but those that a segment runs through (a label or heading over several columns)."""
    left = [[True] * (len(xs) - 1) for _ in range(len(ys) - 1)]
    for row in rows:
        at = min(max(bisect_right(ys, (row.box.top + row.box.bottom) / 2) - 1, 0), len(ys) - 2)
        for segment in row.segments:
            for column in range(1, len(xs) - 1):
                if segment.x0 + 1 < xs[column] < segment.x1 - 1:
                    left[at][column] = False
    top = tuple((True,) * (len(xs) - 1) for _ in range(len(ys) - 1))
    return Lattice(xs, ys, tuple(map(tuple, left)), top)
