"""Skewed pages and pages in odd units: turned straight and brought to the usual size of print, and tables put back.

Small angles only (a sheet that lay crooked when it was printed or traced); pages on their side are upright already. All
distances of this room are meant for print of the usual size; a page measured in pixels of a scanner is not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from math import atan2, cos, hypot, sin
from statistics import median

from pipelines.grids.fill import Table
from pipelines.records.pages import Box, Cell, Edge, Line, Page, Word

# Rulings shorter than this say nothing about the angle of a page (points); less lean than this is none (radians).
_LONG = 30.0
_LEAST_LEAN = 0.0015
# Height of ordinary print in points, and how far print may differ from it before a page is brought to this size.
_USUAL_HEIGHT = 10.0
_UNUSUAL = 2.0


def lean_of(edges: Iterable[Edge]) -> float:
    """The angle in radians, clockwise, by which the rulings of a page lean: the median over their length; 0 for none."""
    leans = sorted(_lean(edge) for edge in edges if hypot(edge.x1 - edge.x0, edge.bottom - edge.top) >= _LONG)
    half = sum(length for _, length in leans) / 2
    for angle, length in leans:
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
    """A turn of a page about its middle by an angle in radians, clockwise, made ``factor`` times as large."""

    def __init__(self, page: Page, angle: float, factor: float = 1.0) -> None:
        self._middle = page.width / 2, page.height / 2
        self._factor = factor
        self._cos, self._sin = factor * cos(angle), factor * sin(angle)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point lands."""
        dx, dy = x - self._middle[0], y - self._middle[1]
        return (
            self._middle[0] + dx * self._cos - dy * self._sin,
            self._middle[1] + dx * self._sin + dy * self._cos,
        )

    def box(self, box: Box) -> Box:
        """A box moved with its middle, its sides still along the axes."""
        x, y = self.point((box.x0 + box.x1) / 2, (box.top + box.bottom) / 2)
        width, height = self._factor * (box.x1 - box.x0) / 2, self._factor * (box.bottom - box.top) / 2
        return Box(x - width, y - height, x + width, y + height)

    def word(self, word: Word) -> Word:
        """A word moved like its box."""
        return word._replace(**self.box(Box(*word[1:5]))._asdict())

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
        """A table with all its boxes turned. Its reading stays behind: no other page was turned by the same angle."""
        box = self.box(table.box)
        xs = tuple(box.x0 + self._factor * (x - table.box.x0) for x in table.xs)
        return replace(table, box=box, xs=xs, cells=tuple(map(self._cell, table.cells)), reading=None)

    def _cell(self, cell: Cell) -> Cell:
        lines = tuple(self._line(line) for line in cell.lines)
        return replace(cell, box=self.box(cell.box) if cell.box else None, lines=lines)

    def _line(self, line: Line) -> Line:
        box = self.box(line.box) if line.box else None
        return Line(line.text, box, tuple(self.box(box) for box in line.boxes))
