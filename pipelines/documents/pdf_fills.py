"""Fills of a PDF page that are rectangles: the thin ones are lines (most rulings are drawn so), the others backgrounds.

A page has them by the thousand: pdfium is asked about all of them at once. Other shapes are left to ``pdf_paths``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import compress
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipelines.documents import pdfium
from pipelines.documents.shown import Matrix
from pipelines.records.pages import Edge

# A side off its axis by no more than this many points is straight.
SLACK = 0.6
NEARLY_WHITE = 250
OPAQUE = 255
# The segments of a rectangle: its corners, the first of them perhaps again.
_CORNERS = (4, 5)


class Fill(NamedTuple):
    """A filled rectangle on the page as shown."""

    box: Edge
    is_seen: bool
    """Whether its colour shows on paper."""
    is_opaque: bool


def rectangles(paths: Sequence[int], matrix: Matrix, thin: float) -> dict[int, Fill]:
    """Those of ``paths`` that are filled, without a stroke, with a rectangle along the axes or at most ``thin`` points wide.

    ``paths`` are addresses of path objects in a space that ``matrix`` maps to the page as shown.
    """
    modes, has_mode = _answers(pdfium.path_mode, paths, 2, np.int32)
    fills = list(compress(paths, (has_mode & (modes[:, 0] != 0) & (modes[:, 1] == 0)).tolist()))
    counts = np.fromiter(map(pdfium.path_count, fills), dtype=np.int64, count=len(fills))
    bounds, has_bounds = _answers(pdfium.object_bounds, fills, 4, np.float32)
    boxes = matrix.boxes(bounds.astype(np.float64))
    is_thin = np.minimum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]) <= thin
    is_found = has_bounds & (counts <= max(_CORNERS)) & is_thin
    for count in _CORNERS:
        others = np.flatnonzero((counts == count) & ~is_found)
        corners, is_whole = _corners([fills[index] for index in others], count, matrix)
        is_rectangle = is_whole & _are_rectangles(corners)
        is_found[others] = is_rectangle
        boxes[others[is_rectangle]] = np.hstack([corners.min(axis=1), corners.max(axis=1)])[is_rectangle]
    found = list(compress(fills, is_found.tolist()))
    colours, has_colour = _answers(pdfium.object_fill, found, 4, np.int32)
    # A colour that pdfium cannot tell (a pattern) shows.
    is_seen = ~has_colour | ((colours[:, 3] > 0) & (colours[:, :3].min(axis=1, initial=OPAQUE) < NEARLY_WHITE))
    is_opaque = has_colour & (colours[:, 3] == OPAQUE)
    edges = map(Edge._make, boxes[is_found].tolist())
    return dict(zip(found, map(Fill, edges, is_seen.tolist(), is_opaque.tolist()), strict=True))


def _corners(paths: Sequence[int], count: int, matrix: Matrix) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """The points of paths of ``count`` segments on the page as shown, and which paths are one run of straight lines."""
    owners = [path for path in paths for _ in range(count)]
    segments = list(map(pdfium.path_segment, owners, list(range(count)) * len(paths)))
    points, has_point = _answers(pdfium.segment_point, segments, 2, np.float32)
    kinds = np.fromiter(map(pdfium.segment_type, segments), dtype=np.int64, count=len(segments)).reshape(-1, count)
    closes = np.fromiter(map(pdfium.segment_close, segments), dtype=bool, count=len(segments)).reshape(-1, count)
    is_whole = np.all(has_point.reshape(-1, count), axis=1) & np.all(kinds[:, 1:] == pdfium.SEGMENT_LINE, axis=1)
    is_whole &= (kinds[:, 0] == pdfium.SEGMENT_MOVE) & ~np.any(closes[:, :-1], axis=1)
    own, has_own = _answers(pdfium.object_matrix, paths, 6, np.float32)
    own[~has_own] = Matrix()
    a, b, c, d, e, f = own.astype(np.float64).T[:, :, np.newaxis]
    x, y = points.astype(np.float64).reshape(-1, count, 2).transpose(2, 0, 1)
    x, y = a * x + c * y + e, b * x + d * y + f
    shown = np.stack([matrix.a * x + matrix.c * y + matrix.e, matrix.b * x + matrix.d * y + matrix.f], axis=2)
    return shown, is_whole


def _are_rectangles(corners: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which runs are four corners (the first perhaps repeated) whose sides all run along the axes."""
    if corners.shape[1] > min(_CORNERS):
        is_repeated: NDArray[np.bool_] = np.all(corners[:, 0] == corners[:, -1], axis=1)
        return is_repeated & _are_rectangles(corners[:, :-1])
    sides = np.abs(corners - np.roll(corners, -1, axis=1))
    is_along: NDArray[np.bool_] = np.all((sides <= SLACK).any(axis=2), axis=1)
    return is_along


def _answers(
    function: Callable[..., int], items: Sequence[Any], width: int, kind: type
) -> tuple[NDArray[Any], NDArray[np.bool_]]:
    """What a function of pdfium writes for each item into one row of ``width`` numbers, and for which it did."""
    count = len(items)
    rows: NDArray[Any] = np.zeros((count, width), dtype=kind)
    size, start = rows.itemsize, rows.ctypes.data
    places = [
        range(start + size * column, start + size * (width * count + column), size * width) for column in range(width)
    ]
    return rows, np.fromiter(map(function, items, *places), dtype=bool, count=count)


def line_of_fill(box: Edge, thin: float) -> tuple[Edge, ...]:
    """The line that a fill at most ``thin`` points wide draws; a dot may be part of a dotted line either way."""
    x0, top, x1, bottom = box
    width, height = x1 - x0, bottom - top
    lying = Edge(x0, (top + bottom) / 2, x1, (top + bottom) / 2)
    standing = Edge((x0 + x1) / 2, top, (x0 + x1) / 2, bottom)
    if max(width, height) <= thin:
        return lying, standing
    return (lying,) if width >= height else (standing,)
