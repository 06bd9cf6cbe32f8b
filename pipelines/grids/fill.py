"""Text into rectangles: every word goes to the cell its centre lies in, and a cell's text is rebuilt line by line.

Stages ``place_words`` -> (``ghosts``) -> ``table_of``. Knows places and text as such, never what text says.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pipelines.documents.lines import build_grouped_lines
from pipelines.grids.ghosts import Filled
from pipelines.grids.headed import Reading
from pipelines.grids.lattice import Lattice, Span, rectangles
from pipelines.grids.struck import is_struck, struck_blocks
from pipelines.records.pages import Box, Cell, Line, Page, Word

# A character belongs to a run with the next one when the gap is below this share of its height ...
_RUN_GAP = 0.15
# ... and a wall cuts through it when more than this share of its width lies on either side.
_CUT_SHARE = 0.2
# How far inside its window (points) text that is cut off belongs: borders are drawn with a width.
_RIM = 3.0
# The widest margin (points) between the text of a cell and its sides.
_WIDEST_MARGIN = 8.0


@dataclass(frozen=True, slots=True)
class Table:
    """A grid on one page, before pages are joined."""

    page: int
    box: Box
    xs: tuple[float, ...]
    """Positions of the column boundaries."""
    row_count: int
    cells: tuple[Cell, ...]
    finder: str = "ruled"
    reading: Reading | None = field(default=None, compare=False, repr=False)
    """For a table read by its heading: that reading, with which further pages may go on."""
    goes_on: bool = False
    """Whether it was read by a heading of a page before."""
    read_xs: tuple[float, ...] = field(default=(), compare=False, repr=False)
    """Positions of the column boundaries as its reading has them, where the page was put straight to be read."""

    open_left: tuple[Span, ...] = field(default=(), compare=False, repr=False)
    """Rows (from, to) at which its left side is not drawn though most of it is: a cell goes on beyond it."""
    open_right: tuple[Span, ...] = field(default=(), compare=False, repr=False)

    @property
    def column_count(self) -> int:
        return len(self.xs) - 1

    @property
    def borders(self) -> tuple[float, ...]:
        """The column boundaries to which its reading belongs."""
        return self.read_xs or self.xs


def place_words(lattice: Lattice, words: Sequence[Word]) -> tuple[Filled, list[bool]]:
    """Words into the rectangles of a lattice, and which of ``words`` were placed (the others lie outside)."""
    xs, ys = np.array(lattice.xs), np.array(lattice.ys)
    found = list(rectangles(lattice))
    owner = np.zeros((len(ys) - 1, len(xs) - 1), dtype=np.int64)
    for index, (row, column, row_span, column_span) in enumerate(found):
        owner[row : row + row_span, column : column + column_span] = index
    rows, columns, row_spans, column_spans = np.array(found).T
    sides = np.array((xs[columns], ys[rows], xs[columns + column_spans], ys[rows + row_spans]))
    home = _placed(owner, xs, ys, sides, words)
    tops_and_bottoms = list(zip(sides[1].tolist(), sides[3].tolist(), strict=True))
    for block, x, y in struck_blocks(words, _struck(words, home, tops_and_bottoms)):
        if xs[0] <= x < xs[-1] and ys[0] <= y < ys[-1]:
            for index in block:
                home[index] = int(owner[bisect_right(lattice.ys, y) - 1, bisect_right(lattice.xs, x) - 1])
    contents: list[list[Word]] = [[] for _ in found]
    for word, cell in zip(words, home, strict=True):
        if cell >= 0:
            contents[cell].append(word)
    boxes = list(map(Box._make, sides.T.tolist()))
    return Filled(list(lattice.xs), list(lattice.ys), found, boxes, contents), [cell >= 0 for cell in home]


def _placed(
    owner: NDArray[np.int64],
    xs: NDArray[np.float64],
    ys: NDArray[np.float64],
    sides: NDArray[np.float64],
    words: Sequence[Word],
) -> list[int]:
    """The rectangle of every word, by its middle, -1 outside all; a text that runs over a wall is kept together.

    ``owner``: the rectangle of every unit cell; ``sides``: left, top, right, bottom of every rectangle.
    """
    if not words:
        return []
    _, x0, top, x1, bottom, _, windows = zip(*words, strict=True)
    left, right = np.array(x0), np.array(x1)
    x, y = (left + right) / 2, (np.array(top) + np.array(bottom)) / 2
    seen = [(index, window) for index, window in enumerate(windows) if window is not None]
    for index, window in seen:
        x[index], y[index] = _into(window, x[index], y[index])
    column, row = np.searchsorted(xs, x, "right") - 1, np.searchsorted(ys, y, "right") - 1
    inside = (column >= 0) & (column < owner.shape[1]) & (row >= 0) & (row < owner.shape[0])
    cells = owner[np.where(inside, row, 0), np.where(inside, column, 0)]
    slack = _CUT_SHARE * (right - left)
    cut = inside & ((left + slack < sides[0][cells]) | (right - slack > sides[2][cells]))
    home: list[int] = np.where(inside, cells, -1).tolist()
    over = (row >= 0) & (row < owner.shape[0]) & ~inside & (np.maximum(xs[0] - x, x - xs[-1]) < np.array(bottom) - top)
    windowed = [index for index, _ in seen]
    cut[windowed] = over[windowed] = False
    for index in np.flatnonzero(cut | over).tolist():
        _reunite(words, home, index)
    return home


def _struck(words: Sequence[Word], home: Sequence[int], sides: Sequence[tuple[float, float]]) -> list[int]:
    """The words that the upper or lower side of their cell runs through."""
    return [
        index
        for index, (cell, word) in enumerate(zip(home, words, strict=True))
        if cell >= 0 and (word.top < sides[cell][0] or word.bottom > sides[cell][1]) and is_struck(word, *sides[cell])
    ]


def _into(window: Box, x: float, y: float) -> tuple[float, float]:
    """The nearest point to the middle of a word cut off by its window that the window shows."""
    x0, top, x1, bottom = window
    slack_x, slack_y = min(_RIM, (x1 - x0) / 2), min(_RIM, (bottom - top) / 2)
    return min(max(x, x0 + slack_x), x1 - slack_x), min(max(y, top + slack_y), bottom - slack_y)


def _reunite(words: Sequence[Word], home: list[int], cut: int) -> None:
    """Text that runs over a wall or the side of the table is one text: it goes where most of it lies."""
    run = _run_of(words, cut)
    cells = [home[index] for index in run if home[index] >= 0]
    # What lies beyond the side of a table is of it only when more of the text is within.
    if home[cut] < 0 and 2 * len(cells) <= len(run):
        return
    most = max(cells, key=cells.count)
    for index in run:
        home[index] = most


def _run_of(words: Sequence[Word], start: int) -> list[int]:
    """The characters that stand without a gap around one, on its line, from left to right."""
    first = words[start]
    height = first.bottom - first.top
    near = sorted(
        (
            index
            for index, word in enumerate(words)
            if word.window is None and abs(word.top + word.bottom - first.top - first.bottom) < height
        ),
        key=lambda index: words[index].x0,
    )
    position = near.index(start)
    low = high = position
    while low > 0 and words[near[low]].x0 - words[near[low - 1]].x1 < _RUN_GAP * height:
        low -= 1
    while high + 1 < len(near) and words[near[high + 1]].x0 - words[near[high]].x1 < _RUN_GAP * height:
        high += 1
    return near[low : high + 1]


def table_of(filled: Filled, page: Page, finder: str, reading: Reading | None = None) -> Table:
    """The cells with their text, lines and boxes."""
    flat = [word for content in filled.words for word in content]
    groups = [index for index, content in enumerate(filled.words) for _ in content]
    lines = build_grouped_lines(flat, groups)
    cells = [_cell(filled, index, lines.get(index, ()), page) for index in range(len(filled.rectangles))]
    return Table(
        page=page.number,
        box=Box(filled.xs[0], filled.ys[0], filled.xs[-1], filled.ys[-1]),
        xs=tuple(filled.xs),
        row_count=len(filled.ys) - 1,
        cells=tuple(sorted(cells, key=lambda cell: (cell.row_no, cell.column_no))),
        finder=finder,
        reading=reading,
    )


def _cell(filled: Filled, index: int, lines: tuple[Line, ...], page: Page) -> Cell:
    row, column, row_span, column_span = filled.rectangles[index]
    content = filled.words[index]
    confidence = min([word.confidence for word in content], default=1.0)
    return Cell(
        row_no=row,
        column_no=column,
        row_span=row_span,
        column_span=column_span,
        text="\n".join(line.text for line in lines),
        page=page.number,
        box=filled.boxes[index],
        # Print is certain: a doubtful word on a printed page was recognised in a picture.
        method=page.method if confidence == 1.0 else "ocr",
        confidence=confidence,
        lines=lines,
        is_cut=_is_off(filled.boxes[index], page)
        or any(_is_cut(word, word.window) for word in content if word.window)
        or _goes_on_unseen(content),
    )


def _is_off(box: Box, page: Page) -> bool:
    """Whether a cell goes beyond the side of the page: what it says may not be on it."""
    return box.x0 < -_RIM or box.x1 > page.width + _RIM


def _is_cut(word: Word, window: Box) -> bool:
    """Whether a character is cut off at its left or right."""
    slack = _CUT_SHARE * (word.bottom - word.top)
    return word.x0 < window.x0 - slack or word.x1 > window.x1 + slack


def _goes_on_unseen(content: Sequence[Word]) -> bool:
    """Whether the last line of a cell lies below its window and fills it: programs leave out the lines after such a one."""
    last = max((word for word in content if word.window), key=lambda word: (word.top, word.x1), default=None)
    if last is None or last.window is None or last.top + last.bottom < 2 * last.window.bottom:
        return False
    line = [word for word in content if word.top < last.bottom and last.top < word.bottom]
    end, margin = max(word.x1 for word in line), min(word.x0 for word in line) - last.window.x0
    return last.window.x1 - max(min(margin, _WIDEST_MARGIN), 0.0) - end < last.bottom - last.top
