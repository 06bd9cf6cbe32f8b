"""Columns and rows cut by white space, where no ruling does it: between numbers that stand below each other.

Works on cells that hold too much (of a frame, a band between two rulings, a stretch of text), in place. Which cells those
are is decided by ``ruled`` and ``unruled``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise

from pipelines.documents.lines import build_lines
from pipelines.grids.ghosts import Filled
from pipelines.grids.lattice import Rectangle
from pipelines.grids.segments import Row, crowded_lines, merged_rows, rows_of
from pipelines.records.pages import Box, Word

# White between columns is at least this wide (points), and crossed by at most this share of the rows (long labels).
_RIVER = 3.0
_CROSSING_SHARE = 0.06
_FEWEST_ROWS = 2


def split_by_white(filled: Filled) -> bool:
    """Cut rows that hold several lines of numbers, then columns that hold several numbers in a line; whether any was."""
    by_row = _words_by_row(filled)
    for row in range(len(filled.ys) - 2, -1, -1):
        _cut_row(filled, row, _row_borders(by_row.get(row, ())))
    is_cut = False
    for column in range(len(filled.xs) - 2, -1, -1):
        own = [index for index, cell in enumerate(filled.rectangles) if (cell.column, cell.column_span) == (column, 1)]
        rows = [row for row in (_one_row(filled.words[index]) for index in own) if row is not None]
        is_whole = len(filled.xs) == 2
        borders = column_borders(rows) if is_whole or _is_crowded(filled, own) else ()
        if borders:
            _cut_column(filled, column, borders)
            is_cut = True
    return is_cut


def _is_crowded(filled: Filled, cells: Iterable[int]) -> bool:
    return any(crowded_lines(build_lines(filled.words[index])) for index in cells if len(filled.words[index]) > 1)


def _one_row(words: Sequence[Word]) -> Row | None:
    """All that a cell holds as one row of segments."""
    rows = rows_of(build_lines(words))
    if not rows:
        return None
    segments = tuple(segment for row in rows for segment in row.segments)
    return Row(rows[0].box, segments)


def _words_by_row(filled: Filled) -> dict[int, list[Word]]:
    """The words of every row in cells of that row alone. Cutting a row leaves those above it what they were."""
    found: dict[int, list[Word]] = {}
    for rectangle, content in zip(filled.rectangles, filled.words, strict=True):
        if rectangle.row_span == 1:
            found.setdefault(rectangle.row, []).extend(content)
    return found


def _row_borders(words: Sequence[Word]) -> list[float]:
    """Where a row that holds several lines with numbers side by side has to be cut: between its lines."""
    rows = merged_rows(rows_of(build_lines(words))) if words else []
    if sum(line.is_tabular for line in rows) < _FEWEST_ROWS:
        return []
    return [(above.box.bottom + below.box.top) / 2 for above, below in pairwise(rows)]


def column_borders(rows: Sequence[Row]) -> tuple[float, ...]:
    """Borders between columns: in the white that (nearly) no row with numbers crosses, below the white of the heading.

    A heading with more pieces than that gives columns has those (without a number) too. Nothing when two numbers of a
    row would share a column.
    """
    numbered = [row for row in rows if any(segment.is_amount for segment in row.segments)]
    if len(numbered) < _FEWEST_ROWS:
        return ()
    first = next(index for index, row in enumerate(rows) if row is numbered[0])
    heading = _spans(rows[max(first - 1, 0) : first])
    spans = [(segment.x0, segment.x1) for row in numbered for segment in row.segments]
    borders = [_border_in(river, heading) for river in _rivers(spans, len(numbered))]
    if len(heading) > len(borders) + 1:
        finer = _rivers([*spans, *heading], len(numbered) + 1)
        if len(finer) == len(heading) - 1:
            by_heading = tuple((left + right) / 2 for left, right in finer)
            if not any(_share_column(row, by_heading) for row in numbered):
                return by_heading
        borders = _with_outer_headings(borders, heading, min(x0 for x0, _ in spans), max(x1 for _, x1 in spans))
    return () if any(_share_column(row, borders) for row in numbered) else tuple(borders)


def _with_outer_headings(
    borders: Sequence[float], heading: Sequence[tuple[float, float]], start: float, end: float
) -> list[float]:
    """Borders with those of columns that have a heading beside all numbers and text, but nothing below it."""
    before = [span for span in heading if span[1] < start]
    after = [span for span in heading if span[0] > end]
    left = [(a[1] + b[0]) / 2 for a, b in pairwise([*before, (start, end)])]
    right = [(a[1] + b[0]) / 2 for a, b in pairwise([(start, end), *after])]
    return [*left, *borders, *right]


def _spans(rows: Sequence[Row]) -> list[tuple[float, float]]:
    """What the segments of some rows cover from left to right, overlapping ones (lines of one heading) as one."""
    spans: list[tuple[float, float]] = []
    for segment in sorted((segment for row in rows for segment in row.segments), key=lambda segment: segment.x0):
        if spans and segment.x0 <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], segment.x1))
        else:
            spans.append((segment.x0, segment.x1))
    return spans


def _border_in(river: tuple[float, float], heading: Sequence[tuple[float, float]]) -> float:
    """Where in the white of the body the border runs: below the widest white of the heading there, so that a centred
    heading stays over numbers set to the right."""
    gaps = [(left[1], right[0]) for left, right in pairwise(heading)]
    common = [(max(river[0], left), min(river[1], right)) for left, right in gaps]
    left, right = max((gap for gap in common if gap[0] < gap[1]), key=lambda gap: gap[1] - gap[0], default=river)
    return (left + right) / 2


def _rivers(spans: Sequence[tuple[float, float]], count: int) -> list[tuple[float, float]]:
    """Stretches of white between spans of ``count`` rows, those at the sides left out."""
    start, end = min(span[0] for span in spans), max(span[1] for span in spans)
    cover = [0] * (int(end - start) + 2)
    for left, right in spans:
        for x in range(int(left - start), int(right - start) + 1):
            cover[x] += 1
    allowed = int(_CROSSING_SHARE * count)
    rivers: list[tuple[float, float]] = []
    river: list[int] = []
    for x, covered in enumerate(cover):
        if covered <= allowed:
            river.append(x)
            continue
        if len(river) >= _RIVER and river[0] > 0:
            rivers.append((start + river[0], start + river[-1] + 1))
        river = []
    return rivers


def _share_column(row: Row, borders: Sequence[float]) -> bool:
    columns = [bisect_right(borders, (segment.x0 + segment.x1) / 2) for segment in row.segments if segment.is_amount]
    return len(columns) != len(set(columns))


def _cut_row(filled: Filled, row: int, borders: Sequence[float]) -> None:
    """One row as several: cells in it alone are cut, cells across it grow."""
    if not borders:
        return
    _cut(filled, row, borders, is_row=True)
    filled.ys[row + 1 : row + 1] = borders


def _cut_column(filled: Filled, column: int, borders: Sequence[float]) -> None:
    """One column as several; a cell whose text runs through a border stays whole there."""
    _cut(filled, column, borders, is_row=False)
    filled.xs[column + 1 : column + 1] = borders


def _cut(filled: Filled, index: int, borders: Sequence[float], is_row: bool) -> None:
    kept: list[tuple[Rectangle, Box, list[Word]]] = []
    for rectangle, box, words in zip(filled.rectangles, filled.boxes, filled.words, strict=True):
        start, span = (rectangle.row, rectangle.row_span) if is_row else (rectangle.column, rectangle.column_span)
        if start == index and span == 1:
            kept.extend(_pieces(rectangle, box, words, borders, is_row))
        elif start > index:
            kept.append((_moved(rectangle, len(borders), is_row), box, words))
        elif start + span > index:
            kept.append((_widened(rectangle, len(borders), is_row), box, words))
        else:
            kept.append((rectangle, box, words))
    filled.rectangles, filled.boxes, filled.words = (list(column) for column in zip(*kept, strict=True))


def _moved(rectangle: Rectangle, count: int, is_row: bool) -> Rectangle:
    return (
        rectangle._replace(row=rectangle.row + count) if is_row else rectangle._replace(column=rectangle.column + count)
    )


def _widened(rectangle: Rectangle, count: int, is_row: bool) -> Rectangle:
    if is_row:
        return rectangle._replace(row_span=rectangle.row_span + count)
    return rectangle._replace(column_span=rectangle.column_span + count)


def _pieces(
    rectangle: Rectangle, box: Box, words: Sequence[Word], borders: Sequence[float], is_row: bool
) -> list[tuple[Rectangle, Box, list[Word]]]:
    """The parts of one cell between those borders that its text does not run through."""
    crossed = set() if is_row else _crossed(words, borders)
    limits = [index for index in range(len(borders)) if index not in crossed]
    starts = [0, *(index + 1 for index in limits)]
    ends = [*(index + 1 for index in limits), len(borders) + 1]
    low, high = (box.top, box.bottom) if is_row else (box.x0, box.x1)
    places = [low, *borders, high]
    contents: list[list[Word]] = [[] for _ in starts]
    for word in words:
        contents[bisect_right(starts, bisect_right(borders, _middle(word, is_row))) - 1].append(word)
    pieces = []
    for start, end, content in zip(starts, ends, contents, strict=True):
        if is_row:
            part = rectangle._replace(row=rectangle.row + start, row_span=end - start)
            place = box._replace(top=places[start], bottom=places[end])
        else:
            part = rectangle._replace(column=rectangle.column + start, column_span=end - start)
            place = box._replace(x0=places[start], x1=places[end])
        pieces.append((part, place, content))
    return pieces


def _middle(word: Word, is_row: bool) -> float:
    return (word.top + word.bottom) / 2 if is_row else (word.x0 + word.x1) / 2


def _crossed(words: Sequence[Word], borders: Sequence[float]) -> set[int]:
    """Borders that a piece of text runs through."""
    segments = [segment for row in rows_of(build_lines(words)) for segment in row.segments]
    return {
        index
        for index, border in enumerate(borders)
        if any(segment.x0 + 1 < border < segment.x1 - 1 for segment in segments)
    }
