"""The ruled lines of a scanned page and the cells they enclose. Strokes of characters are told from rules by what they meet.

Pixels of a straight picture; text is found in ``scan_layout``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from pipelines.documents.scan_picture import Area, Mask, Measures

# In points: the shortest rules, what no character reaches, gaps that are bridged, and half the width of a rule.
_SHORTEST_HORIZONTAL = 22.0
_SHORTEST_VERTICAL = 11.0
_SURELY_RULED = 120.0
_LEVEL_BRIDGE, _UPRIGHT_BRIDGE, _WALL_BRIDGE = 1.0, 0.6, 2.0
_BORDER = 1.2
_SMALLEST_TABLE = 45.0
_SMALLEST_CELL = 4.5
_FEWEST_CELLS = 2
# A cell fills this share of its bounding box; the frame around a table that is not quite straight fills far less.
_LEAST_FILLED = 0.4


class Stroke(NamedTuple):
    """A ruled line: level (``y0 == y1``) or upright (``x0 == x1``)."""

    x0: float
    y0: float
    x1: float
    y1: float


def ruled(ink: Mask, measures: Measures) -> tuple[Mask, Mask]:
    """Masks of level and upright ruled lines that meet others; strokes of characters meet none."""
    level = _runs(ink, (measures.pixels(_SHORTEST_HORIZONTAL), 1), (measures.pixels(_LEVEL_BRIDGE) + 1, 1))
    upright = _runs(ink, (1, measures.pixels(_SHORTEST_VERTICAL)), (1, measures.pixels(_UPRIGHT_BRIDGE) + 1))
    long = measures.pixels(_SURELY_RULED)
    for _ in range(2):
        kept_level = _meeting(level, upright, measures, long)
        upright = _meeting(upright, kept_level, measures, long)
        level = kept_level if upright.any() else level
    return _large(level if upright.any() else _joined_to_long(level, measures), upright, measures)


def _large(level: Mask, upright: Mask, measures: Measures) -> tuple[Mask, Mask]:
    """Lines that together are larger than any character: strokes of large print enclose areas too."""
    both = cv2.dilate(cv2.bitwise_or(level, upright), np.ones((3, 3), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(both, connectivity=8)
    sizes = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    is_large = sizes >= _SMALLEST_TABLE * measures.scale
    is_large[0] = False
    large = is_large[labels]
    return level * large, upright * large


def _joined_to_long(level: Mask, measures: Measures) -> Mask:
    """Of a page ruled with level lines only, the long ones and what goes on with them."""
    long = cv2.morphologyEx(level, cv2.MORPH_OPEN, np.ones((1, measures.pixels(_SURELY_RULED)), np.uint8))
    near = cv2.dilate(long, np.ones((5, 5), np.uint8))
    _, labels = cv2.connectedComponents(level, connectivity=8)
    kept = np.zeros(int(labels.max()) + 1, dtype=bool)
    kept[np.unique(labels[(near > 0) & (level > 0)])] = True
    kept[0] = False
    return np.where(kept[labels], np.uint8(255), np.uint8(0))


def _runs(ink: Mask, kernel: tuple[int, int], bridge: tuple[int, int]) -> Mask:
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones(bridge[::-1], np.uint8))
    opened = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones(kernel[::-1], np.uint8))
    return np.asarray(opened, dtype=np.uint8)


def _meeting(lines: Mask, others: Mask, measures: Measures, long: int) -> Mask:
    """The lines that meet two of the other direction, as the sides of a cell do, and those longer than any character."""
    reach = measures.pixels(_BORDER) * 2 + 1
    near = cv2.dilate(others, np.ones((reach, reach), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(lines, connectivity=8)
    meets = cv2.bitwise_and(lines, near)
    pieces, crossings = cv2.connectedComponents(meets, connectivity=8)
    owners = np.zeros(pieces, dtype=np.int64)
    owners[crossings[meets > 0]] = labels[meets > 0]
    crossed = np.bincount(owners[1:], minlength=count)[:count]
    kept = (crossed >= 2) | (np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]) >= long)
    kept[0] = False
    return np.where(kept[labels], np.uint8(255), np.uint8(0))


def strokes(lines: Mask, is_level: bool) -> Iterator[Stroke]:
    """Each line as a stroke through its middle; a line that bends is cut where it leaves its level."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(lines, connectivity=8)
    for number in range(1, count):
        x, y, width, height, _ = (int(value) for value in stats[number])
        own = labels[y : y + height, x : x + width] == number
        yield from _pieces(own if is_level else own.T, x, y, is_level)


def _pieces(own: NDArray[np.bool_], x: int, y: int, is_level: bool) -> Iterator[Stroke]:
    """Strokes of one line, at most one per 200 pixels of length, each at the middle of its own ink."""
    length = own.shape[1]
    steps = max(1, length // 200)
    for step in range(steps):
        start, end = length * step // steps, length * (step + 1) // steps
        rows = np.nonzero(own[:, start:end].any(axis=1))[0]
        weights = own[:, start:end].sum(axis=1)
        if rows.size == 0:
            continue
        middle = float((np.arange(own.shape[0]) * weights).sum() / weights.sum()) + 0.5
        if is_level:
            yield Stroke(x + start, y + middle, x + end, y + middle)
        else:
            yield Stroke(x + middle, y + start, x + middle, y + end)


def widened(level: Mask, upright: Mask, measures: Measures) -> Mask:
    """Ruled lines with their ragged edges."""
    border = measures.pixels(_BORDER)
    wide_level = cv2.dilate(level, np.ones((border * 2 + 1, 1), np.uint8))
    wide_upright = cv2.dilate(upright, np.ones((1, border * 2 + 1), np.uint8))
    return np.asarray(cv2.bitwise_or(wide_level, wide_upright), dtype=np.uint8)


def cells_of(level: Mask, upright: Mask, measures: Measures) -> tuple[list[tuple[Area, Mask]], list[Area]]:
    """Areas enclosed by ruled lines with their exact shape, and the area of each table."""
    grow = measures.pixels(_WALL_BRIDGE)
    walls = np.asarray(
        cv2.bitwise_or(
            cv2.dilate(level, np.ones((3, grow * 2 + 1), np.uint8)),
            cv2.dilate(upright, np.ones((grow * 2 + 1, 3), np.uint8)),
        ),
        dtype=np.uint8,
    )
    cells: list[tuple[Area, Mask]] = []
    tables: list[Area] = []
    for table in boxes(walls):
        inside = list(_enclosed(walls, table, measures))
        if len(inside) >= _FEWEST_CELLS:
            cells.extend(inside)
            tables.append(table)
    return cells, tables


def boxes(mask: Mask) -> Iterator[Area]:
    """The areas of the connected parts of a mask, in pixels."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    for number in range(1, count):
        x, y, width, height, _ = (int(value) for value in stats[number])
        yield Area(x, y, x + width, y + height)


def _enclosed(walls: Mask, table: Area, measures: Measures) -> Iterator[tuple[Area, Mask]]:
    """The cells of one table; the sides of its area count as walls, so a table open at a page end is closed.

    What is left between the outer lines and the sides of the area is a frame and no cell.
    """
    window = cv2.bitwise_not(walls[table.y0 : table.y1, table.x0 : table.x1])
    count, labels, stats, _ = cv2.connectedComponentsWithStats(window, connectivity=4)
    least = measures.pixels(_SMALLEST_CELL)
    for number in range(1, count):
        x, y, width, height, area = (int(value) for value in stats[number])
        if width >= least and height >= least and area >= _LEAST_FILLED * width * height:
            inside = np.where(labels[y : y + height, x : x + width] == number, np.uint8(255), np.uint8(0))
            yield Area(table.x0 + x, table.y0 + y, table.x0 + x + width, table.y0 + y + height), inside
