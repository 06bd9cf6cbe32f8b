"""Text into rectangles: every word goes to the cell its centre lies in, and a cell's text is rebuilt line by line.

Stages ``place_words`` -> ``collapse_ghosts`` -> ``table_of``. Knows places and text as such, never what text says.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.documents.lines import build_grouped_lines
from pipelines.grids.lattice import Lattice, Rectangle, rectangles
from pipelines.records.pages import Box, Cell, Line, Page, Word

# A column narrower (a row lower) than this holds no printed character: it comes from double or staggered borders.
_GHOST_WIDTH = 8.0
_GHOST_HEIGHT = 5.0


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
    is_open_top: bool = False
    is_open_bottom: bool = False

    @property
    def column_count(self) -> int:
        return len(self.xs) - 1


@dataclass(slots=True)
class Filled:
    """Rectangles of a lattice with the words in each, while ghosts are being taken out."""

    xs: list[float]
    ys: list[float]
    rectangles: list[Rectangle]
    words: list[list[Word]]


def place_words(lattice: Lattice, words: Sequence[Word]) -> tuple[Filled, list[bool]]:
    """Words into the rectangles of a lattice, and which of ``words`` were placed (the others lie outside)."""
    found = list(rectangles(lattice))
    owner = {
        (row, column): index
        for index, (first_row, first_column, row_span, column_span) in enumerate(found)
        for row in range(first_row, first_row + row_span)
        for column in range(first_column, first_column + column_span)
    }
    contents: list[list[Word]] = [[] for _ in found]
    placed = [False] * len(words)
    xs, ys = lattice.xs, lattice.ys
    for index, word in enumerate(words):
        x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
        if xs[0] <= x < xs[-1] and ys[0] <= y < ys[-1]:
            contents[owner[bisect_right(ys, y) - 1, bisect_right(xs, x) - 1]].append(word)
            placed[index] = True
    return Filled(list(xs), list(ys), found, contents), placed


def collapse_ghosts(filled: Filled) -> Filled:
    """Without the columns and rows that are too narrow for a character and hold no text of their own."""
    for column in range(len(filled.xs) - 2, -1, -1):
        if len(filled.xs) > 2 and filled.xs[column + 1] - filled.xs[column] < _GHOST_WIDTH:
            _collapse(filled, column, across=True)
    for row in range(len(filled.ys) - 2, -1, -1):
        if len(filled.ys) > 2 and filled.ys[row + 1] - filled.ys[row] < _GHOST_HEIGHT:
            _collapse(filled, row, across=False)
    return filled


def _collapse(filled: Filled, index: int, across: bool) -> None:
    """Take out one column (``across``) or row unless some cell that lies in it alone has text."""
    start, span = (1, 3) if across else (0, 2)
    kept: list[Rectangle] = []
    words: list[list[Word]] = []
    for rectangle, content in zip(filled.rectangles, filled.words, strict=True):
        values = list(rectangle)
        first, count = values[start], values[span]
        if first <= index < first + count:
            if count == 1:
                if content:
                    return
                continue
            values[span] = count - 1
        if first > index:
            values[start] = first - 1
        kept.append(Rectangle(*values))
        words.append(content)
    filled.rectangles, filled.words = kept, words
    positions = filled.xs if across else filled.ys
    # The outer sides of the table stay where they are; inside, the later of the two borders goes.
    del positions[index + 1 if index + 1 < len(positions) - 1 else index]


def table_of(filled: Filled, page: Page, lattice: Lattice, finder: str) -> Table:
    """The cells with their text, lines and boxes."""
    xs, ys = filled.xs, filled.ys
    flat = [word for content in filled.words for word in content]
    groups = [index for index, content in enumerate(filled.words) for _ in content]
    lines = build_grouped_lines(flat, groups)
    cells = tuple(_cell(filled, index, lines.get(index, ()), page) for index in range(len(filled.rectangles)))
    return Table(
        page=page.number,
        box=Box(xs[0], ys[0], xs[-1], ys[-1]),
        xs=tuple(xs),
        row_count=len(ys) - 1,
        cells=tuple(sorted(cells, key=lambda cell: (cell.row_no, cell.column_no))),
        finder=finder,
        is_open_top=lattice.is_open_top,
        is_open_bottom=lattice.is_open_bottom,
    )


def _cell(filled: Filled, index: int, lines: tuple[Line, ...], page: Page) -> Cell:
    row, column, row_span, column_span = filled.rectangles[index]
    xs, ys = filled.xs, filled.ys
    return Cell(
        row_no=row,
        column_no=column,
        row_span=row_span,
        column_span=column_span,
        text="\n".join(line.text for line in lines),
        page=page.number,
        box=Box(xs[column], ys[row], xs[column + column_span], ys[row + row_span]),
        method=page.method,
        confidence=min((word.confidence for word in filled.words[index]), default=1.0),
        lines=lines,
    )
