"""The picture of a page -> upright and straight, its ruled lines, and the places of its lines of text. Reads no character.

All lengths are pixels of the picture given, which should have about 300 dots per inch; ``Measures`` turns lengths in points into
pixels. Recognition is in ``ocr``, the page in points in ``scan``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
Mask = NDArray[np.uint8]
"""255 where something is, 0 elsewhere."""

# Degrees looked through for skew, and the steps of the two passes. A page fed askew is rarely off by more.
_MOST_SKEW = 5.0
_COARSE, _FINE = 0.25, 0.02
_SKEW_WIDTH = 900
# Red ink on paper is at least this bright in the red channel and this much brighter than in the others.
_SEAL_BRIGHTNESS, _SEAL_REDNESS = 120, 35
# Widths of the blur tried until the paper is quiet (in grey levels), and how much darker than its surroundings ink is.
_BLURS = (3, 5, 7)
_QUIET_PAPER, _LEAST_CONTRAST, _CONTRAST_PER_NOISE = 3.2, 18.0, 5.0
# Shares of a page that print can cover; a blank or black page has no direction.
_FEWEST_DARK, _MOST_DARK = 0.0003, 0.5
# In points: ruled lines are at least this long; text is cut into lines and words by these gaps (in heights of a character).
_SHORTEST_HORIZONTAL = 22.0
_SHORTEST_VERTICAL = 11.0
_SURELY_RULED = 120.0
_LEVEL_BRIDGE, _UPRIGHT_BRIDGE, _WALL_BRIDGE = 1.0, 0.6, 2.0
_BORDER = 1.2
_SMALLEST_CHARACTER, _LARGEST_CHARACTER = 4.5, 30.0
_USUAL_CHARACTER = 9.5
_WORD_GAP_IN_CELL, _WORD_GAP = 2.5, 1.5
_SPECK_POINTS = 0.55
_LEAST_TEXT = 0.3
_FEWEST_CELLS = 2
_SMALLEST_TABLE = 45.0
# A cell fills this share of its bounding box; the frame around a table that is not quite straight fills far less.
_LEAST_FILLED = 0.4


class Area(NamedTuple):
    """A rectangle of the picture, ends excluded."""

    x0: int
    y0: int
    x1: int
    y1: int


class Stroke(NamedTuple):
    """A ruled line: level (``y0 == y1``) or upright (``x0 == x1``)."""

    x0: float
    y0: float
    x1: float
    y1: float


class Measures(NamedTuple):
    """Pixels per point of the picture."""

    scale: float

    def pixels(self, points: float) -> int:
        """A length in points as whole pixels, at least one."""
        return max(1, round(points * self.scale))


class Layout(NamedTuple):
    """What stands where: ruled lines, and lines of text inside cells and outside tables."""

    strokes: tuple[Stroke, ...]
    texts: tuple[Area, ...]
    character_height: float
    rules: Mask
    """Where ruled lines are, so that they can be taken out of pictures of text."""


def grey_of(pixels: NDArray[np.uint8]) -> Picture:
    """Grey levels of a picture. Of a coloured one the red channel, and red on paper is paper: seals vanish, print stays."""
    if pixels.ndim == 2:
        return pixels
    red = pixels[:, :, 0]
    others = np.maximum(pixels[:, :, 1], pixels[:, :, 2])
    is_seal = (red > _SEAL_BRIGHTNESS) & (cv2.subtract(red, others) > _SEAL_REDNESS)
    return np.where(is_seal, np.uint8(255), red)


def ink_of(grey: Picture, measures: Measures) -> Mask:
    """Where ink is, with uneven lighting evened out; the noisier the paper, the darker ink has to be."""
    block = measures.pixels(12) | 1
    blurred, noise = grey, 0.0
    for size in _BLURS:
        blurred = cv2.GaussianBlur(grey, (size, size), 0)
        noise = _paper_noise(blurred)
        if noise <= _QUIET_PAPER:
            break
    darker = max(_LEAST_CONTRAST, _CONTRAST_PER_NOISE * noise)
    ink = cv2.adaptiveThreshold(blurred, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, darker)
    return np.asarray(ink, dtype=np.uint8)


def _paper_noise(grey: NDArray[np.uint8]) -> float:
    """The spread of the paper's grey level: ink is the lesser part of a page, so the median deviation is that of paper."""
    sample = grey[:: max(1, grey.shape[0] // 600), :: max(1, grey.shape[1] // 600)].astype(np.int16)
    return float(np.median(np.abs(sample - np.median(sample)))) * 1.4826


def skew_of(grey: Picture) -> float:
    """Degrees by which the picture has to be turned counter-clockwise to be straight."""
    factor = _SKEW_WIDTH / max(grey.shape)
    small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA) if factor < 1 else grey
    dark = np.asarray(cv2.threshold(small, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)[1], dtype=np.uint8)
    if not _FEWEST_DARK < float(dark.mean()) / 255 < _MOST_DARK:
        return 0.0
    coarse = _sharpest(dark, np.arange(-_MOST_SKEW, _MOST_SKEW + _COARSE / 2, _COARSE))
    return _sharpest(dark, np.arange(coarse - _COARSE, coarse + _COARSE, _FINE))


def _sharpest(dark: NDArray[np.uint8], angles: NDArray[np.float64]) -> float:
    """The angle whose rows differ most from their neighbours; the smallest of equals."""
    best, best_score = 0.0, -1.0
    for angle in sorted(angles.tolist(), key=abs):
        rows = turned(dark, angle, 0).sum(axis=1, dtype=np.float64)
        score = float(np.square(np.diff(rows)).sum())
        if score > best_score * 1.0001:
            best, best_score = angle, score
    return best


def turned(picture: Picture, degrees: float, background: int = 255) -> Picture:
    """The picture turned counter-clockwise about its middle, of the same size."""
    height, width = picture.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    result = cv2.warpAffine(picture, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=background)
    return np.asarray(result, dtype=np.uint8)


def layout_of(grey: Picture, measures: Measures) -> Layout:
    """The ruled lines and the lines of text of a straight picture."""
    ink = ink_of(grey, measures)
    level, upright = _ruled(ink, measures)
    strokes = [*_strokes(level, is_level=True), *_strokes(upright, is_level=False)]
    rules = _widened(level, upright, measures)
    text = _without_specks(cv2.bitwise_and(ink, cv2.bitwise_not(rules)), measures)
    character = _character_height(text, measures)
    cells, tables = _cells(level, upright, measures)
    found: list[Area] = []
    for cell, inside in cells:
        found.extend(
            _lines_in_cell(cv2.bitwise_and(text[cell.y0 : cell.y1, cell.x0 : cell.x1], inside), cell, character)
        )
    found.extend(_lines_outside(text, tables, character))
    found = [area for area in found if max(area.x1 - area.x0, area.y1 - area.y0) >= _LEAST_TEXT * character]
    return Layout(tuple(strokes), tuple(found), character, cv2.bitwise_and(rules, ink))


def _ruled(ink: Mask, measures: Measures) -> tuple[Mask, Mask]:
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


def _strokes(lines: Mask, is_level: bool) -> Iterator[Stroke]:
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


def _widened(level: Mask, upright: Mask, measures: Measures) -> Mask:
    """Ruled lines with their ragged edges."""
    border = measures.pixels(_BORDER)
    wide_level = cv2.dilate(level, np.ones((border * 2 + 1, 1), np.uint8))
    wide_upright = cv2.dilate(upright, np.ones((1, border * 2 + 1), np.uint8))
    return np.asarray(cv2.bitwise_or(wide_level, wide_upright), dtype=np.uint8)


def _without_specks(text: NDArray[np.uint8], measures: Measures) -> Mask:
    _, labels, stats, _ = cv2.connectedComponentsWithStats(text, connectivity=8)
    kept = stats[:, cv2.CC_STAT_AREA] >= (_SPECK_POINTS * measures.scale) ** 2
    kept[0] = False
    return np.where(kept[labels], np.uint8(255), np.uint8(0))


def _character_height(text: Mask, measures: Measures) -> float:
    """The usual height of a full character on the page."""
    joined = cv2.morphologyEx(text, cv2.MORPH_CLOSE, np.ones((measures.pixels(1.6), measures.pixels(1.0)), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    heights = stats[1:, cv2.CC_STAT_HEIGHT]
    low, high = _SMALLEST_CHARACTER * measures.scale, _LARGEST_CHARACTER * measures.scale
    usual = heights[(heights >= low) & (heights <= high)]
    return float(np.percentile(usual, 60)) if usual.size >= 5 else _USUAL_CHARACTER * measures.scale


def _cells(level: Mask, upright: Mask, measures: Measures) -> tuple[list[tuple[Area, Mask]], list[Area]]:
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
    for table in _boxes(walls):
        inside = list(_enclosed(walls, table, measures))
        if len(inside) >= _FEWEST_CELLS:
            cells.extend(inside)
            tables.append(table)
    return cells, tables


def _boxes(mask: Mask) -> Iterator[Area]:
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
    least = measures.pixels(_SMALLEST_CHARACTER)
    for number in range(1, count):
        x, y, width, height, area = (int(value) for value in stats[number])
        if width >= least and height >= least and area >= _LEAST_FILLED * width * height:
            inside = np.where(labels[y : y + height, x : x + width] == number, np.uint8(255), np.uint8(0))
            yield Area(table.x0 + x, table.y0 + y, table.x0 + x + width, table.y0 + y + height), inside


def _lines_in_cell(window: NDArray[np.uint8], cell: Area, character: float) -> Iterator[Area]:
    """Lines of text in the ink of a cell: bands of rows with ink, cut at wide gaps only."""
    if not window.any():
        return
    for top, bottom in _bands(window, character):
        for left, right in _segments(window[top:bottom], _WORD_GAP_IN_CELL * character):
            yield Area(cell.x0 + left, cell.y0 + top, cell.x0 + right, cell.y0 + bottom)


def _bands(window: Mask, character: float) -> list[tuple[int, int]]:
    """Bands of rows with ink; pieces of one line (二, a fraction of a character) are put together."""
    bands = _spans(np.asarray(window.any(axis=1)))
    merged: list[tuple[int, int]] = []
    for top, bottom in bands:
        if merged and bottom - merged[-1][0] <= 1.3 * character:
            merged[-1] = (merged[-1][0], bottom)
        else:
            merged.append((top, bottom))
    return [band for band in merged if band[1] - band[0] >= 2]


def _segments(band: Mask, gap: float) -> list[tuple[int, int]]:
    """Runs of columns with ink, kept together over gaps up to ``gap``."""
    merged: list[tuple[int, int]] = []
    for left, right in _spans(np.asarray(band.any(axis=0))):
        if merged and left - merged[-1][1] <= gap:
            merged[-1] = (merged[-1][0], right)
        else:
            merged.append((left, right))
    return merged


def _spans(filled: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Starts and ends of the runs of True."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], filled, [False])).astype(np.int8)))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def _lines_outside(text: Mask, tables: Sequence[Area], character: float) -> Iterator[Area]:
    """Lines of text outside all tables: ink smeared sideways into lines."""
    rest = text.copy()
    for table in tables:
        rest[table.y0 : table.y1, table.x0 : table.x1] = 0
    reach = max(3, round(_WORD_GAP * character))
    smeared = cv2.morphologyEx(rest, cv2.MORPH_CLOSE, np.ones((max(1, round(character * 0.25)), reach), np.uint8))
    for box in _boxes(smeared):
        window = rest[box.y0 : box.y1, box.x0 : box.x1]
        for top, bottom in _bands(window, max(character, (box.y1 - box.y0) / 2.2)):
            columns = np.flatnonzero(window[top:bottom].any(axis=0))
            if columns.size:
                yield Area(box.x0 + int(columns[0]), box.y0 + top, box.x0 + int(columns[-1]) + 1, box.y0 + bottom)
