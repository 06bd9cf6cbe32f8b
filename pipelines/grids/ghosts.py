"""Columns and rows that are none: slivers between double borders, and offsets between borders meant to be one.

Works on rectangles and their words; takes out, never adds. The wider layout (real columns without text) stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from pipelines.grids.lattice import Rectangle
from pipelines.records.pages import Box, Word

# A column narrower (a row lower) than this holds no printed character.
_GHOST_WIDTH = 8.0
_GHOST_HEIGHT = 5.0
# The widest offset between borders meant to be one; more is a layout (a form with other columns further down).
_WIDEST_OFFSET = 30.0
_HIGHEST_OFFSET = 10.0


@dataclass(slots=True)
class Filled:
    """Rectangles of a lattice with the words in each, while ghosts are being taken out."""

    xs: list[float]
    ys: list[float]
    rectangles: list[Rectangle]
    boxes: list[Box]
    """Where each rectangle is drawn; stays as it is when columns are taken out."""
    words: list[list[Word]]


class _Axis(NamedTuple):
    """Which fields of a rectangle are looked at: those across (columns) or down (rows)."""

    start: int
    span: int
    ghost: float
    offset: float


_ACROSS = _Axis(1, 3, _GHOST_WIDTH, _WIDEST_OFFSET)
_DOWN = _Axis(0, 2, _GHOST_HEIGHT, _HIGHEST_OFFSET)


def collapse_ghosts(filled: Filled) -> None:
    """Take out, in place, what is too narrow for a character and empty, then what no cell occupies by itself.

    The latter are offsets: a header border a little beside the border of the body. The narrowest go first.
    """
    for axis, positions in ((_ACROSS, filled.xs), (_DOWN, filled.ys)):
        for index in range(len(positions) - 2, -1, -1):
            if len(positions) > 2 and positions[index + 1] - positions[index] < axis.ghost:
                _take_out(filled, index, axis)
        while (offset := _narrowest_offset(filled, axis, positions)) is not None:
            _take_out(filled, offset, axis)


def _narrowest_offset(filled: Filled, axis: _Axis, positions: Sequence[float]) -> int | None:
    """The narrowest column (row) that no rectangle covers alone, if it is narrow enough to be an offset."""
    alone = {rectangle[axis.start] for rectangle in filled.rectangles if rectangle[axis.span] == 1}
    offsets = [
        (width, index)
        for index, width in enumerate(right - left for left, right in pairwise(positions))
        if index not in alone and width <= axis.offset
    ]
    return min(offsets)[1] if offsets else None


def _take_out(filled: Filled, index: int, axis: _Axis) -> None:
    """Remove one column or row unless a cell that lies in it alone has text; cells across it shrink by one."""
    kept: list[Rectangle] = []
    boxes: list[Box] = []
    words: list[list[Word]] = []
    for rectangle, box, content in zip(filled.rectangles, filled.boxes, filled.words, strict=True):
        values = list(rectangle)
        first, count = values[axis.start], values[axis.span]
        if first <= index < first + count:
            if count == 1 and content:
                return
            if count == 1:
                continue
            values[axis.span] = count - 1
        if first > index:
            values[axis.start] = first - 1
        kept.append(Rectangle(*values))
        boxes.append(box)
        words.append(content)
    positions = filled.xs if axis is _ACROSS else filled.ys
    del positions[_weaker_side(filled, index, axis, len(positions) - 1)]
    filled.rectangles, filled.boxes, filled.words = kept, boxes, words


def _weaker_side(filled: Filled, index: int, axis: _Axis, last: int) -> int:
    """Which of the two borders of a removed column goes: never an outer one, else the one along fewer cells."""
    if index == 0:
        return 1 if last > 1 else 0
    if index + 1 == last:
        return index
    left = sum(index in (rectangle[axis.start], _end(rectangle, axis)) for rectangle in filled.rectangles)
    right = sum(index + 1 in (rectangle[axis.start], _end(rectangle, axis)) for rectangle in filled.rectangles)
    return index if left < right else index + 1


def _end(rectangle: Rectangle, axis: _Axis) -> int:
    return rectangle[axis.start] + rectangle[axis.span]
