"""Skewed pages and pages in odd units: turned straight and brought to the usual size of print, and tables put back.

Small angles only (a sheet that lay crooked when it was printed or traced); pages on their side are upright already. All
distances of this room are meant for print of the usual size; a page measured in pixels of a scanner is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from math import atan2, cos, hypot, sin
from statistics import median

from pipelines.documents.lines import build_lines
from pipelines.grids.fill import Table
from pipelines.records.pages import Box, Cell, Edge, Line, Page, Word

# Rulings shorter than this say nothing about the angle of a page (points); less lean than this is none (radians).
_LONG = 30.0
_LEAST_LEAN = 0.0015
# Print that leans more than this lies on purpose as it lies (a watermark).
_MOST_LEAN = 0.06
# So much print, and so many runs of it, say that a page is straight; a short stroke off its axis by less than this is none.
_ENOUGH_PRINT = 400.0
_ENOUGH_RUNS = 6
_OFF_AXIS = 2.0
_IDEOGRAPHS = "\u2e80"
# Height of ordinary print in points, and how far print may differ from it before a page is brought to this size.
_USUAL_HEIGHT = 10.0
_UNUSUAL = 2.0


def lean_of(edges: Iterable[Edge]) -> float:
    """The angle in radians, clockwise, by which the rulings of a page lean: the median over their length; 0 for none."""
    return _median([_lean(edge) for edge in edges if hypot(edge.x1 - edge.x0, edge.bottom - edge.top) >= _LONG])


def lean_of_page(page: Page) -> float:
    """The angle by which a page leans: that of its rulings, else that of its print, unless a long ruling is straight."""
    lean = lean_of(page.edges)
    if lean or page.method == "ocr":
        return lean
    printed = _lean_of_print(page.words)
    longest = max((length for angle, length in map(_lean, page.edges) if abs(angle) < _LEAST_LEAN), default=0.0)
    return printed if longest * abs(sin(printed)) <= _OFF_AXIS else 0.0


def _lean_of_print(words: Sequence[Word]) -> float:
    """The angle of runs of ideographs of one size: the median over their length; 0 when they are level."""
    leans: list[tuple[float, float]] = []
    printed = 0.0
    for first, last in _runs(words):
        across, down = last.x0 - first.x0, (last.top + last.bottom - first.top - first.bottom) / 2
        leans.append((atan2(down, across), across))
        printed += across
        is_level = abs(leans[-1][0]) < _LEAST_LEAN
        if is_level and printed >= _ENOUGH_PRINT and len(leans) >= _ENOUGH_RUNS and _median(leans) == 0.0:
            return 0.0
    angle = _median(leans)
    return angle if abs(angle) <= _MOST_LEAN else 0.0


def _runs(words: Sequence[Word]) -> Iterator[tuple[Word, Word]]:
    """The first and the last of ideographs that follow each other closely, all as high, wherever that is long enough."""
    first = last = None
    for word in words:
        if first is None or last is None or not _follows(last, word):
            if first is not None and last is not None and last.x0 - first.x0 >= _LONG:
                yield first, last
            first = word if word.text >= _IDEOGRAPHS else None
        last = word
    if first is not None and last is not None and last.x0 - first.x0 >= _LONG:
        yield first, last


def _follows(left: Word, right: Word) -> bool:
    height = left.bottom - left.top
    return (
        right.text >= _IDEOGRAPHS
        and abs(right.bottom - right.top - height) < 0.01 * height
        and abs(right.x0 - left.x1) < 0.3 * height
        and abs(right.top - left.top) < 0.1 * height
    )


def _median(leans: Sequence[tuple[float, float]]) -> float:
    """The median of angles over their lengths; 0 where it is no lean."""
    half = sum(length for _, length in leans) / 2
    for angle, length in sorted(leans):
        half -= length
        if half <= 0:
            return angle if abs(angle) >= _LEAST_LEAN else 0.0
    return 0.0


def _lean(edge: Edge) -> tuple[float, float]:
    across, down = edge.x1 - edge.x0, edge.bottom - edge.top
    angle = atan2(down, across) if abs(across) >= abs(down) else atan2(-across, down)
    return angle, hypot(across, down)


def enlargement_of(page: Page) -> float:
    """How many times larger than usual the print of a page is; 1 when it is usual."""
    if not page.words:
        return 1.0
    enlargement = median(word.bottom - word.top for word in page.words) / _USUAL_HEIGHT
    return enlargement if enlargement > _UNUSUAL or 0 < enlargement < 1 / _UNUSUAL else 1.0


class Turn:
    """A turn of a page about its middle by an angle in radians, clockwise, made ``factor`` times as large, and moved ``right``."""

    def __init__(self, page: Page, angle: float, factor: float = 1.0, right: float = 0.0) -> None:
        self._middle = page.width / 2, page.height / 2
        self._right = right
        self._factor = factor
        self._cos, self._sin = factor * cos(angle), factor * sin(angle)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point lands."""
        dx, dy = x - self._middle[0], y - self._middle[1]
        return (
            self._middle[0] + self._right + dx * self._cos - dy * self._sin,
            self._middle[1] + dx * self._sin + dy * self._cos,
        )

    def box(self, box: Box) -> Box:
        """A box moved with its middle, its sides still along the axes."""
        x, y = self.point((box.x0 + box.x1) / 2, (box.top + box.bottom) / 2)
        width, height = self._factor * (box.x1 - box.x0) / 2, self._factor * (box.bottom - box.top) / 2
        return Box(x - width, y - height, x + width, y + height)

    def word(self, word: Word) -> Word:
        """A word moved like its box."""
        window = self.box(word.window) if word.window else None
        return word._replace(**self.box(Box(*word[1:5]))._asdict(), window=window)

    def edge(self, edge: Edge) -> Edge:
        """An edge between its turned ends."""
        return Edge(*self.point(edge.x0, edge.top), *self.point(edge.x1, edge.bottom))

    def page(self, page: Page) -> Page:
        """The words and edges of a page turned; its lines are left out, they have to be built anew."""
        return replace(
            page,
            words=tuple(map(self.word, page.words)),
            edges=tuple(map(self.edge, page.edges)),
            weak_edges=tuple(map(self.edge, page.weak_edges)),
            lines=(),
        )

    def table(self, table: Table) -> Table:
        """A table with all its boxes turned. Its reading stays as it was, unless the page was made larger or smaller."""
        box = self.box(table.box)
        xs = tuple(box.x0 + self._factor * (x - table.box.x0) for x in table.xs)
        is_kept = self._factor == 1.0 and table.reading is not None
        return replace(
            table,
            box=box,
            xs=xs,
            cells=tuple(map(self._cell, table.cells)),
            reading=table.reading if is_kept else None,
            read_xs=table.borders if is_kept else (),
            open_left=(),
            open_right=(),
        )

    def line(self, line: Line) -> Line:
        """A line with all its boxes turned."""
        box = self.box(line.box) if line.box else None
        return Line(line.text, box, tuple(self.box(box) for box in line.boxes))

    def _cell(self, cell: Cell) -> Cell:
        lines = tuple(self.line(line) for line in cell.lines)
        return replace(cell, box=self.box(cell.box) if cell.box else None, lines=lines)


def straightened(page: Page, lean: float) -> Page:
    """A page that leans by ``lean`` put straight, with its lines."""
    straight = Turn(page, -lean).page(page)
    return replace(straight, lines=build_lines(straight.words))
