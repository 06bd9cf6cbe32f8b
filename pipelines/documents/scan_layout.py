"""The places of all lines of text on a scanned page, inside cells and outside tables. Reads no character.

Pixels of a straight picture. Recognition is in ``ocr``, the page in points in ``scan``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from pipelines.documents.scan_picture import Area, Mask, Measures, Picture, grey_of, ink_of
from pipelines.documents.scan_rules import Stroke, boxes, cells_of, ruled, strokes, widened

# In points: sizes of characters, and the area that is more than a speck. In heights of a character: gaps between words.
_SMALLEST_CHARACTER, _LARGEST_CHARACTER = 4.5, 30.0
_USUAL_CHARACTER = 9.5
_SPECK_POINTS = 0.55
_WORD_GAP_IN_CELL, _WORD_GAP = 2.5, 1.5
_LEAST_TEXT = 0.3
# A ruled table has at least so many rulings each way, each of at least this share of its width or height.
_FEWEST_RULES = 3
_LONG_RULE = 0.25


class Layout(NamedTuple):
    """What stands where: ruled lines, and lines of text inside cells and outside tables."""

    strokes: tuple[Stroke, ...]
    texts: tuple[Area, ...]
    character_height: float
    rules: Mask
    """Where ruled lines are, so that they can be taken out of pictures of text."""


def is_ruled(pixels: NDArray[np.uint8], scale: float) -> bool:
    """Whether long ruled lines run both ways through a picture, as in no photograph, seal or chart.

    ``pixels``: grey or RGB, rows from the top; ``scale``: pixels per point.
    """
    level: Counter[int] = Counter()
    upright: Counter[int] = Counter()
    for stroke in layout_of(grey_of(pixels), Measures(scale)).strokes:
        level[round(stroke.y0 / scale)] += round(stroke.x1 - stroke.x0)
        upright[round(stroke.x0 / scale)] += round(stroke.y1 - stroke.y0)
    height, width = pixels.shape[:2]
    long_level = [at for at, length in level.items() if length >= _LONG_RULE * width]
    long_upright = [at for at, length in upright.items() if length >= _LONG_RULE * height]
    return min(len(long_level), len(long_upright)) >= _FEWEST_RULES


def layout_of(grey: Picture, measures: Measures) -> Layout:
    """The ruled lines and the lines of text of a straight picture."""
    ink = ink_of(grey, measures)
    level, upright = ruled(ink, measures)
    lines = (*strokes(level, is_level=True), *strokes(upright, is_level=False))
    rules = widened(level, upright, measures)
    text = _without_specks(cv2.bitwise_and(ink, cv2.bitwise_not(rules)), measures)
    character = _character_height(text, measures)
    cells, tables = cells_of(level, upright, measures)
    found: list[Area] = []
    for cell, inside in cells:
        found.extend(
            _lines_in_cell(cv2.bitwise_and(text[cell.y0 : cell.y1, cell.x0 : cell.x1], inside), cell, character)
        )
    found.extend(_lines_outside(text, tables, character))
    found = [area for area in found if max(area.x1 - area.x0, area.y1 - area.y0) >= _LEAST_TEXT * character]
    return Layout(lines, tuple(found), character, cv2.bitwise_and(rules, ink))


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
    for box in boxes(smeared):
        window = rest[box.y0 : box.y1, box.x0 : box.x1]
        for top, bottom in _bands(window, max(character, (box.y1 - box.y0) / 2.2)):
            columns = np.flatnonzero(window[top:bottom].any(axis=0))
            if columns.size:
                yield Area(box.x0 + int(columns[0]), box.y0 + top, box.x0 + int(columns[-1]) + 1, box.y0 + bottom)
