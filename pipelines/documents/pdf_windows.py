"""The windows through which text of a PDF page is seen: a program that prints a sheet cuts off what overflows a cell.

Text that is cut off is still in the file, over the neighbouring cells, and belongs to the cell whose window it has. Finds
the windows and gives them to the characters that reach beyond theirs; what lies in which cell is decided in ``grids``.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from itertools import repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipelines.documents import pdfium
from pipelines.documents.shown import Matrix
from pipelines.records.pages import Box

# Text reaches beyond its window when more of a character than this share of its height does.
_BEYOND = 0.05
# Text further above or below its window than this many of its heights is not of the cell that the window shows. To the left
# and right it may be any way off: cells merged over columns that stand on two pages are printed on both, text and all.
_FARTHEST = 1.5
# Text goes on with a character nearer than this share of its height.
_TOUCHING = 0.3
# The shares of a page's width and height above which a window is not that of a cell but of all that is printed on it.
_WIDE, _HIGH = 0.6, 0.3
_MOST_PATHS = 16
_CORNERS = (4, 5)
_OPPOSITE_FIRST = (0, 2, 1, 3, 4)
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
        self._floats = (ctypes.c_float * 4)()
        start = ctypes.addressof(self._floats)
        self._float_at = [start + number * ctypes.sizeof(ctypes.c_float) for number in range(4)]

    def take(self, items: Sequence[int], matrix: Matrix) -> None:
        """The windows of text objects in a space that ``matrix`` maps to the page as shown."""
        clips = list(map(pdfium.object_clip, items))
        counts = list(map(pdfium.clip_count, clips))
        # Objects that share a clip path share its points, whose addresses name it; the last path narrows those before it.
        starts = map(pdfium.clip_segment, clips, (count - 1 for count in counts), repeat(0))
        known = self._all.setdefault(matrix, {})
        for item, clip, key in zip(items, clips, zip(starts, counts, strict=True), strict=True):
            window = known.get(key, _UNKNOWN)
            if window is _UNKNOWN:
                window = known[key] = self._window(clip, key[1], matrix)
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
        window = self._rectangle(clip, count - 1, matrix, unless_page=True) if 0 < count <= _MOST_PATHS else None
        if window is None:
            return None
        for path in range(count - 1):
            other = self._rectangle(clip, path, matrix)
            window = window if other is None else _common(window, other)
        return window if window.x0 < window.x1 and window.top < window.bottom else None

    def _rectangle(self, clip: int, path: int, matrix: Matrix, unless_page: bool = False) -> Box | None:
        """One path of a clip where it is a rectangle along the axes."""
        count = pdfium.clip_segment_count(clip, path)
        if count not in _CORNERS:
            return None
        points: list[tuple[float, float]] = []
        for index in _OPPOSITE_FIRST[:count]:
            segment = pdfium.clip_segment(clip, path, index)
            if not segment or not pdfium.segment_point(segment, *self._float_at[:2]):
                return None
            points.append(matrix.point(self._floats[0], self._floats[1]))
            # Most clips are the page: two of its corners say so.
            if unless_page and len(points) == 2 and self._is_page(*points):
                return None
        xs, ys = [x for x, _ in points], [y for _, y in points]
        box = Box(min(xs), min(ys), max(xs), max(ys))
        at_corners = all(
            min(x - box.x0, box.x1 - x) <= _SLACK and min(y - box.top, box.bottom - y) <= _SLACK for x, y in points
        )
        return box if at_corners else None

    def _is_page(self, one: tuple[float, float], other: tuple[float, float]) -> bool:
        """Whether opposite corners are so far apart that the window is no cell's."""
        width, height = self._size
        return abs(one[0] - other[0]) > _WIDE * width and abs(one[1] - other[1]) > _HIGH * height


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


def beyond_sides(boxes: NDArray[np.float64], on_page: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The characters off the page with which text on it goes on, on its line and without a gap: cut off by its side.

    ``boxes`` as for ``windows_of``, ``on_page``: which of them are on the page.
    """
    found = np.zeros(len(on_page), dtype=bool)
    if on_page.all():
        return found
    height = boxes[:, 3] - boxes[:, 1]
    is_level = np.abs(np.diff(boxes[:, 1] + boxes[:, 3])) < height[:-1]
    goes_on = is_level & (np.abs(boxes[1:, 0] - boxes[:-1, 2]) < _TOUCHING * height[:-1])
    for index in np.flatnonzero(~on_page).tolist():
        found[index] = index > 0 and goes_on[index - 1] and (on_page[index - 1] or found[index - 1])
    for index in np.flatnonzero(~on_page)[::-1].tolist():
        after = index + 1 < len(on_page) and goes_on[index] and (on_page[index + 1] or found[index + 1])
        found[index] = found[index] or after
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
    """Whether text is at its window or beside it, not away from it."""
    height = float(np.median(boxes[:, 3] - boxes[:, 1]))
    x0, top, x1, bottom = boxes[:, 0].min(), boxes[:, 1].min(), boxes[:, 2].max(), boxes[:, 3].max()
    off, away = max(window.x0 - x1, x0 - window.x1), max(window.top - bottom, top - window.bottom)
    return bool(away < 0 or max(off, away) < _FARTHEST * height)


def _common(one: Box, other: Box) -> Box:
    return Box(max(one.x0, other.x0), max(one.top, other.top), min(one.x1, other.x1), min(one.bottom, other.bottom))
