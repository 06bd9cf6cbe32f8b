"""The drawn lines of a PDF page: strokes and thin fills as edges on the page as shown, and how much of it is images.

Follows form XObjects through their matrices. Lines that may be background (white, transparent, borders of filled
boxes) are kept apart. No text, no tables: what the edges enclose is decided in ``grids``.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import compress, pairwise
from math import dist
from typing import Any

import numpy as np
from pypdfium2 import raw

from pipelines.documents import pdfium
from pipelines.documents.pdf_fills import NEARLY_WHITE, OPAQUE, SLACK, Fill, line_of_fill, rectangles
from pipelines.documents.pdf_windows import Windows
from pipelines.documents.shown import Matrix
from pipelines.records.pages import Box, Edge

# A fill whose smaller side is at most this many points is a drawn line; a wider one is a coloured box. A stroke wider than
# the second is a bar or a background painted with a thick pen. Both grow with pages larger than the third (A3).
_THIN = 3.0
_THICKEST_STROKE = 6.0
_LARGEST_USUAL_SIDE = 1200.0
# A stroke off its axis by no more than this many points is straight; up to this slope it is one on a skewed page.
_STEEPEST = 0.1
# An edge is painted over when it runs this far (points) inside the later box; on the rim it is the border of the box.
_COVERED = 1.5
# Pairs of edges and boxes that are compared at once.
_AT_ONCE = 1_000_000
# Forms nested deeper than this are an attack, not a layout.
_DEEPEST_FORM = 16

Point = tuple[float, float]


class TooManyObjectsError(Exception):
    """A page that draws more than any printed page does."""


@dataclass(slots=True)
class Drawing:
    """What a page draws besides text."""

    edges: list[Edge] = field(default_factory=list)
    weak_edges: list[Edge] = field(default_factory=list)
    covers: list[tuple[int, Edge]] = field(default_factory=list)
    """Opaque boxes with how many edges were drawn before each: those inside a box are painted over."""
    path_count: int = 0
    images: list[Box] = field(default_factory=list)
    """Where images are, cut to the page."""
    object_count: int = 0
    windows: dict[int, Box] = field(default_factory=dict)
    """By the address of a text object: the part of the page through which it is seen, where that is less than the page."""


class _Numbers:
    """C variables for the answers of pdfium, made once and reused for every call."""

    def __init__(self) -> None:
        self.floats = (ctypes.c_float * 6)()
        self.ints = (ctypes.c_int * 4)()
        base, size = ctypes.addressof(self.floats), ctypes.sizeof(ctypes.c_float)
        self.float_at = tuple(base + size * index for index in range(6))
        base, size = ctypes.addressof(self.ints), ctypes.sizeof(ctypes.c_int)
        self.int_at = tuple(base + size * index for index in range(4))


def page_drawing(page: Any, matrix: Matrix, size: tuple[float, float], limit: int) -> Drawing:
    """Edges and images of an open page. Raises ``TooManyObjectsError`` above ``limit`` objects or segments."""
    walker = _Walker(matrix, size, limit)
    address = pdfium.address(page)
    walker.walk(partial(pdfium.page_object, address), raw.FPDFPage_CountObjects(page), matrix, 0)
    walker.drawing.windows = walker.windows.of_object
    _hide_covered(walker.drawing)
    return walker.drawing


def _hide_covered(drawing: Drawing) -> None:
    """Edges painted over by a later opaque box (merged cells in some programs) become weak."""
    covers = [(before, box) for before, box in drawing.covers if before]
    if not covers:
        return
    edges = np.array(drawing.edges)
    places = np.arange(len(edges))[:, np.newaxis]
    x0, top, x1, bottom = edges.T[:, :, np.newaxis]
    middle_x, middle_y = (x0 + x1) / 2, (top + bottom) / 2
    hidden = np.zeros(len(edges), dtype=bool)
    step = max(1, _AT_ONCE // len(edges))
    for some in (covers[start : start + step] for start in range(0, len(covers), step)):
        before = np.array([number for number, _ in some])
        left, over, right, under = np.array([box for _, box in some]).T
        inside = (places < before) & (x0 >= left - _COVERED) & (x1 <= right + _COVERED)
        inside &= (top >= over - _COVERED) & (bottom <= under + _COVERED)
        inside &= (middle_x > left + _COVERED) & (middle_x < right - _COVERED)
        inside &= (middle_y > over + _COVERED) & (middle_y < under - _COVERED)
        hidden |= inside.any(axis=1)
    drawing.weak_edges.extend(compress(drawing.edges, hidden.tolist()))
    drawing.edges = list(compress(drawing.edges, (~hidden).tolist()))


class _Walker:
    """Goes through the objects of a page once and collects its drawing."""

    def __init__(self, matrix: Matrix, size: tuple[float, float], limit: int) -> None:
        self.drawing = Drawing()
        self.size = size
        self.limit = limit
        enlargement = max(1.0, max(size) / _LARGEST_USUAL_SIDE)
        self.thin, self.thickest = _THIN * enlargement, _THICKEST_STROKE * enlargement
        self.numbers = _Numbers()
        self.windows = Windows(size)
        self.segments = 0

    def walk(self, object_at: Callable[[int], int | None], count: int, matrix: Matrix, depth: int) -> None:
        """All objects of a page or form whose space ``matrix`` maps to the page as shown."""
        self.drawing.object_count += count
        if self.drawing.object_count > self.limit or depth > _DEEPEST_FORM:
            raise TooManyObjectsError(self.drawing.object_count)
        items = list(filter(None, map(object_at, range(count))))
        kinds = list(map(pdfium.object_type, items))
        self.windows.take([item for item, kind in zip(items, kinds, strict=True) if kind == pdfium.OBJECT_TEXT], matrix)
        paths = [item for item, kind in zip(items, kinds, strict=True) if kind == pdfium.OBJECT_PATH]
        self.drawing.path_count += len(paths)
        fills = rectangles(paths, matrix, self.thin)
        for item, kind in zip(items, kinds, strict=True):
            if item in fills:
                self._add_fill(fills[item])
            elif kind == pdfium.OBJECT_PATH:
                self._take_path(item, matrix)
            elif kind == pdfium.OBJECT_IMAGE:
                self._take_image(item, matrix)
            elif kind == pdfium.OBJECT_FORM:
                inner = self._matrix_of(item).then(matrix)
                self.walk(partial(pdfium.form_object, item), pdfium.form_count(item), inner, depth + 1)

    def _matrix_of(self, item: int) -> Matrix:
        if not pdfium.object_matrix(item, self.numbers.float_at[0]):
            return Matrix()
        return Matrix(*self.numbers.floats)

    def _bounds_of(self, item: int, matrix: Matrix) -> Edge | None:
        if not pdfium.object_bounds(item, *self.numbers.float_at[:4]):
            return None
        left, bottom, right, top = self.numbers.floats[:4]
        x0, y0 = matrix.point(left, bottom)
        x1, y1 = matrix.point(right, top)
        return Edge(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    def _take_image(self, item: int, matrix: Matrix) -> None:
        box = self._bounds_of(item, matrix)
        if box is None:
            return
        x0, top = max(box.x0, 0.0), max(box.top, 0.0)
        x1, bottom = min(box.x1, self.size[0]), min(box.bottom, self.size[1])
        if x0 < x1 and top < bottom:
            self.drawing.images.append(Box(x0, top, x1, bottom))

    def _take_path(self, item: int, matrix: Matrix) -> None:
        if not pdfium.path_mode(item, *self.numbers.int_at[:2]):
            return
        fill, stroke = self.numbers.ints[0] != 0, self.numbers.ints[1] != 0
        count = pdfium.path_count(item)
        self.segments += count
        if self.segments > self.limit * 4:
            raise TooManyObjectsError(self.segments)
        if stroke:
            self._take_stroke(item, count, matrix)
        elif fill:
            self._take_fill(item, count, matrix)

    def _take_fill(self, item: int, count: int, matrix: Matrix) -> None:
        is_seen, is_opaque = self._is_seen(item, pdfium.object_fill), self.numbers.ints[3] == OPAQUE
        target = self.drawing.edges if is_seen else self.drawing.weak_edges
        for points, _ in self._subpaths(item, count, matrix):
            if _is_rectangle(points):
                self._add_fill(Fill(_box_of(*points), is_seen, is_opaque))
            elif (axis := _long_axis(points, self.thin)) is not None:
                self._add_stroke(*axis, target)

    def _add_fill(self, fill: Fill) -> None:
        box = fill.box
        if min(box.x1 - box.x0, box.bottom - box.top) <= self.thin:
            (self.drawing.edges if fill.is_seen else self.drawing.weak_edges).extend(line_of_fill(box, self.thin))
            return
        self.drawing.weak_edges.extend(_border(box))
        if fill.is_opaque:
            self.drawing.covers.append((len(self.drawing.edges), box))

    def _take_stroke(self, item: int, count: int, matrix: Matrix) -> None:
        seen = self._is_seen(item, pdfium.object_stroke) and self._stroke_width(item, matrix) <= self.thickest
        target = self.drawing.edges if seen else self.drawing.weak_edges
        for points, closed in self._subpaths(item, count, matrix):
            if closed and len(points) > 2:
                points.append(points[0])
            for start, end in pairwise(points):
                self._add_stroke(start, end, target)

    def _add_stroke(self, start: Point, end: Point, target: list[Edge]) -> None:
        """A straight line as an edge; one a little off its axis (a skewed page) keeps its slope for ``grids`` to judge."""
        across, down = abs(end[0] - start[0]), abs(end[1] - start[1])
        if down <= SLACK and across >= down:
            middle = (start[1] + end[1]) / 2
            target.append(Edge(min(start[0], end[0]), middle, max(start[0], end[0]), middle))
        elif across <= SLACK:
            middle = (start[0] + end[0]) / 2
            target.append(Edge(middle, min(start[1], end[1]), middle, max(start[1], end[1])))
        elif min(across, down) <= _STEEPEST * max(across, down):
            first, last = sorted((start, end), key=lambda point: point[0] if across > down else point[1])
            target.append(Edge(*first, *last))

    def _stroke_width(self, item: int, matrix: Matrix) -> float:
        if not pdfium.object_stroke_width(item, self.numbers.float_at[0]):
            return 0.0
        width: float = self.numbers.floats[0]
        whole = self._matrix_of(item).then(matrix)
        return width * float(abs(whole.a * whole.d - whole.b * whole.c) ** 0.5)

    def _is_seen(self, item: int, colour_of: Callable[..., int]) -> bool:
        """Whether a path's colour shows on white paper; a colour pdfium cannot tell (a pattern) does."""
        if not colour_of(item, *self.numbers.int_at):
            return True
        red, green, blue, opacity = self.numbers.ints
        return opacity > 0 and min(red, green, blue) < NEARLY_WHITE

    def _subpaths(self, item: int, count: int, matrix: Matrix) -> Iterator[tuple[list[Point], bool]]:
        """The straight runs of a path, on the page as shown, each with whether it is closed; curves break a run."""
        whole = self._matrix_of(item).then(matrix)
        floats, x_at, y_at = self.numbers.floats, *self.numbers.float_at[:2]
        points: list[Point] = []
        for index in range(count):
            segment = pdfium.path_segment(item, index)
            if not segment or not pdfium.segment_point(segment, x_at, y_at):
                continue
            kind = pdfium.segment_type(segment)
            if kind != pdfium.SEGMENT_LINE and points:
                yield points, False
                points = []
            points.append(whole.point(floats[0], floats[1]))
            if pdfium.segment_close(segment):
                yield points, True
                points = []
        if points:
            yield points, False


def _box_of(*points: Point) -> Edge:
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    return Edge(min(xs), min(ys), max(xs), max(ys))


def _border(box: Edge) -> tuple[Edge, Edge, Edge, Edge]:
    return (
        Edge(box.x0, box.top, box.x1, box.top),
        Edge(box.x0, box.bottom, box.x1, box.bottom),
        Edge(box.x0, box.top, box.x0, box.bottom),
        Edge(box.x1, box.top, box.x1, box.bottom),
    )


def _corners(points: list[Point]) -> list[Point]:
    return points[:-1] if len(points) > 4 and points[0] == points[-1] else points


def _is_rectangle(points: list[Point]) -> bool:
    """Four corners (the first perhaps repeated) whose sides all run along the axes."""
    corners = _corners(points)
    if len(corners) != 4:
        return False
    sides = zip(corners, corners[1:] + corners[:1], strict=True)
    return all(abs(a[0] - b[0]) <= SLACK or abs(a[1] - b[1]) <= SLACK for a, b in sides)


def _long_axis(points: list[Point], thin: float) -> tuple[Point, Point] | None:
    """The line that a thin four-cornered fill draws: between the middles of its short sides; None for other shapes."""
    corners = _corners(points)
    if len(corners) != 4:
        return None
    a, b, c, d = corners
    for short, other in (((a, b), (c, d)), ((b, c), (d, a))):
        if dist(*short) <= thin and dist(*other) <= thin:
            return _middle(*short), _middle(*other)
    return None


def _middle(a: Point, b: Point) -> Point:
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2
