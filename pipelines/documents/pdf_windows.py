"""The windows through which text of a PDF page is seen: a program that prints a sheet cuts off what overflows a cell.

Text that is cut off is still in the file, over the neighbouring cells, and belongs to the cell whose window it has. Finds
the windows and gives them to the characters that reach beyond theirs; what lies in which cell is decided in ``grids``.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipelines.documents import pdfium
from pipelines.documents.shown import Matrix
from pipelines.records.pages import Box

# Text reaches beyond its window when more of a character than this share of its height does.
_BEYOND = 0.05
# Text further beyond its window than this many of its heights is not of the cell that the window shows.
_FARTHEST = 1.5
# The shares of a page's width and height above which a window is not that of a cell but of all that is printed on it.
_WIDE, _HIGH = 0.6, 0.3
_MOST_PATHS = 16
_CORNERS = (4, 5)
_UNKNOWN = Box(0.0, 0.0, 0.0, 0.0)
_SLACK = 0.1


class Windows:
    """Collects the windows of the text objects of a page that reach beyond theirs; equal ones are worked out once."""

    def __init__(self, size: tuple[float, float]) -> None:
        self.of_object: dict[int, Box] = {}
        """By the address of a text object: the part of the page as shown through which it is seen, where that may be that
        of a cell and the object is larger."""
        self._size = size
        self._all: dict[Matrix, dict[tuple[int | None, int], Box | None]] = {}
        self._known: dict[tuple[int | None, int], Box | None] = {}
        self._matrix: Matrix | None = None
        self._floats = (ctypes.c_float * 4)()
        start = ctypes.addressof(self._floats)
        self._float_at = [start + number * ctypes.sizeof(ctypes.c_float) for number in range(4)]

    def take(self, item: int, matrix: Matrix) -> None:
        """The window of a text object in a space that ``matrix`` maps to the page as shown."""
        clip = pdfium.object_clip(item)
        count = pdfium.clip_count(clip) if clip else 0
        if not 0 < count <= _MOST_PATHS:
            return
        if matrix is not self._matrix:
            self._matrix, self._known = matrix, self._all.setdefault(matrix, {})
        # Objects that share a clip path share its points, whose addresses name it; the last path narrows those before it.
        key = pdfium.clip_segment(clip, count - 1, 0), count
        window = self._known.get(key, _UNKNOWN)
        if window is _UNKNOWN:
            window = self._known[key] = self._window(clip, count, matrix)
        if window is not None and self._is_beyond(item, window, matrix):
            self.of_object[item] = window

    def _is_beyond(self, item: int, window: Box, matrix: Matrix) -> bool:
        """Whether a text object is larger than its window, by the outline of its characters."""
        if not pdfium.object_bounds(item, *self._float_at):
            return True
        left, bottom, right, top = self._floats
        (x0, y0), (x1, y1) = matrix.point(left, bottom), matrix.point(right, top)
        slack = _BEYOND * abs(y1 - y0)
        is_within_x = window.x0 - slack <= min(x0, x1) and max(x0, x1) <= window.x1 + slack
        return not (is_within_x and window.top - slack <= min(y0, y1) and max(y0, y1) <= window.bottom + slack)

    def _window(self, clip: int, count: int, matrix: Matrix) -> Box | None:
        """What all paths of a clip leave of the page, None where that is (nearly) the page or unknown."""
        window = self._rectangle(clip, count - 1, matrix)
        if window is None or self._is_page(window):
            return None
        for path in range(count - 1):
            other = self._rectangle(clip, path, matrix)
            window = window if other is None else _common(window, other)
        return window if window.x0 < window.x1 and window.top < window.bottom else None

    def _is_page(self, window: Box) -> bool:
        width, height = self._size
        return window.x1 - window.x0 > _WIDE * width and window.bottom - window.top > _HIGH * height

    def _rectangle(self, clip: int, path: int, matrix: Matrix) -> Box | None:
        """One path of a clip where it is a rectangle along the axes."""
        count = pdfium.clip_segment_count(clip, path)
        if count not in _CORNERS:
            return None
        points = []
        for index in range(count):
            segment = pdfium.clip_segment(clip, path, index)
            if not segment or not pdfium.segment_point(segment, *self._float_at[:2]):
                return None
            points.append(matrix.point(*self._floats[:2]))
        xs, ys = [x for x, _ in points], [y for _, y in points]
        box = Box(min(xs), min(ys), max(xs), max(ys))
        at_corners = all(
            min(x - box.x0, box.x1 - x) <= _SLACK and min(y - box.top, box.bottom - y) <= _SLACK for x, y in points
        )
        return box if at_corners else None


def windows_of(
    page: Any, places: Sequence[int], boxes: NDArray[np.float64], of_object: dict[int, Box]
) -> list[Box | None]:
    """The window of every character that is of text which reaches beyond its window, None for all others.

    ``places`` are the characters' numbers on the open page, ``boxes`` their rows of x0, top, x1, bottom as shown.
    """
    found: list[Box | None] = [None] * len(places)
    if not of_object:
        return found
    with pdfium.opened_text(page) as text_page:
        if text_page is None:
            return found
        start = pdfium.address(text_page)
        items = [pdfium.text_object(start, place) for place in places]
    members: dict[int, list[int]] = {}
    for index, item in enumerate(items):
        if item in of_object:
            members.setdefault(item, []).append(index)
    for item in _beyond(members, boxes, of_object):
        window = of_object[item]
        if _is_near(boxes[members[item]], window):
            for index in members[item]:
                found[index] = window
    return found


def _beyond(members: dict[int, list[int]], boxes: NDArray[np.float64], of_object: dict[int, Box]) -> set[int]:
    """The text objects of which a character reaches beyond the window."""
    pairs = [(item, index) for item, indices in members.items() for index in indices]
    if not pairs:
        return set()
    drawn = boxes[[index for _, index in pairs]]
    windows = np.array([of_object[item] for item, _ in pairs])
    slack = _BEYOND * (drawn[:, 3] - drawn[:, 1])
    beyond = np.maximum(windows[:, :2] - drawn[:, :2], drawn[:, 2:] - windows[:, 2:]).max(axis=1) > slack
    return {item for (item, _), is_beyond in zip(pairs, beyond.tolist(), strict=True) if is_beyond}


def _is_near(boxes: NDArray[np.float64], window: Box) -> bool:
    """Whether text is at its window, not away from it."""
    height = float(np.median(boxes[:, 3] - boxes[:, 1]))
    x0, top, x1, bottom = boxes[:, 0].min(), boxes[:, 1].min(), boxes[:, 2].max(), boxes[:, 3].max()
    away = max(window.x0 - x1, window.top - bottom, x0 - window.x1, top - window.bottom)
    return bool(away < _FARTHEST * height)


def _common(one: Box, other: Box) -> Box:
    return Box(max(one.x0, other.x0), max(one.top, other.top), min(one.x1, other.x1), min(one.bottom, other.bottom))
