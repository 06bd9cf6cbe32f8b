"""The drawn lines of a PDF page: strokes and thin fills as edges on the page as shown, and how much of it is images.

Follows form XObjects through their matrices. Lines that may be background (white, transparent, borders of filled
boxes) are kept apart. No text, no tables: what the edges enclose is decided in ``grids``.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from math import dist
from typing import Any

import numpy as np
from pypdfium2 import raw

from pipelines.documents import pdfium
from pipelines.documents.pdf_windows import Windows
from pipelines.documents.shown import Matrix
from pipelines.records.pages import Box, Edge

# A fill whose smaller side is at most this many points is a drawn line; a wider one is a coloured box. A stroke wider than
# the second is a bar or a background painted with a thick pen. Both grow with pages larger than the third (A3).
_THIN = 3.0
_THICKEST_STROKE = 6.0
_LARGEST_USUAL_SIDE = 1200.0
# A stroke off its axis by no more than this many points is straight; up to this slope it is one on a skewed page.
_SLACK = 0.6
_STEEPEST = 0.1
_NEARLY_WHITE = 250
_OPAQUE = 255
# An edge is painted over when it runs this far (points) inside the later box; on the rim it is the border of the box.
_COVERED = 1.5
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
    hidden = np.zeros(len(edges), dtype=bool)
    for before, box in covers:
        drawn = edges[:before]
        inside = (drawn[:, 0] >= box.x0 - _COVERED) & (drawn[:, 2] <= box.x1 + _COVERED)
        inside &= (drawn[:, 1] >= box.top - _COVERED) & (drawn[:, 3] <= box.bottom + _COVERED)
        middle_x, middle_y = (drawn[:, 0] + drawn[:, 2]) / 2, (drawn[:, 1] + drawn[:, 3]) / 2
        inside &= (middle_x > box.x0 + _COVERED) & (middle_x < box.x1 - _COVERED)
        inside &= (middle_y > box.top + _COVERED) & (middle_y < box.bottom - _COVERED)
        hidden[:before] |= inside
    drawing.weak_edges.extend(edge for edge, is_hidden in zip(drawing.edges, hidden, strict=True) if is_hidden)
    drawing.edges = [edge for edge, is_hidden in zip(drawing.edges, hidden, strict=True) if not is_hidden]


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
        for item in map(object_at, range(count)):
            if not item:
                continue
            kind = pdfium.object_type(item)
            if kind == pdfium.OBJECT_TEXT:
                self.windows.take(item, matrix)
            elif kind == pdfium.OBJECT_PATH:
                self.drawing.path_count += 1
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
        target = self.drawing.edges if self._is_seen(item, pdfium.object_fill) else self.drawing.weak_edges
        is_opaque = self.numbers.ints[3] == _OPAQUE
        box = self._bounds_of(item, matrix) if count <= 5 else None
        if box is not None and min(box.x1 - box.x0, box.bottom - box.top) <= self.thin:
            self._add_fill(box, target)
            return
        for points, _ in self._subpaths(item, count, matrix):
            if _is_rectangle(points):
                box = _box_of(*points)
                self._add_fill(box, target)
                if is_opaque and min(box.x1 - box.x0, box.bottom - box.top) > self.thin:
                    self.drawing.covers.append((len(self.drawing.edges), box))
            elif (axis := _long_axis(points, self.thin)) is not None:
                self._add_stroke(*axis, target)

    def _add_fill(self, box: Edge, target: list[Edge]) -> None:
        width, height = box.x1 - box.x0, box.bottom - box.top
        if min(width, height) > self.thin:
            self.drawing.weak_edges.extend(_border(box))
            return
        middle_x, middle_y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
        # A dot may be part of a dotted line either way.
        if width >= height or max(width, height) <= self.thin:
            target.append(Edge(box.x0, middle_y, box.x1, middle_y))
        if height > width or max(width, height) <= self.thin:
            target.append(Edge(middle_x, box.top, middle_x, box.bottom))

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
        if down <= _SLACK and across >= down:
            middle = (start[1] + end[1]) / 2
            target.append(Edge(min(start[0], end[0]), middle, max(start[0], end[0]), middle))
        elif across <= _SLACK:
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
        return opacity > 0 and min(red, green, blue) < _NEARLY_WHITE

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
    return all(abs(a[0] - b[0]) <= _SLACK or abs(a[1] - b[1]) <= _SLACK for a, b in sides)


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
