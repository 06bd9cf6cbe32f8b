"""The characters of a PDF page: one word per character with its loose box on the page as shown.

Loose boxes (advance width, font ascent to descent) are used because they are of even height in a line and touch each
other within a number. Lines are built in ``lines``; nothing here knows paths or tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import compress, repeat
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pypdfium2 import raw

from pipelines.documents import pdfium
from pipelines.documents.characters import UNKNOWN, clean_code_point
from pipelines.documents.pdf_windows import beyond_sides, windows_of
from pipelines.documents.shown import Matrix
from pipelines.records.pages import Box, Word

# A character printed twice within this share of its height is one character in false bold.
_OVERPRINT = 0.2
_CODES = 0x110000
_ONE_WAY_SHARE = 0.8
# Characters turned by more than this (radians) against the lines of the page are no part of them.
_WATERMARK = 0.1
_MODE_SAMPLES = 60
# Pages where this share is covered by an image hold a scan: invisible text on it is some other program's recognition.
_SCAN_SHARE = 0.5


class Characters(NamedTuple):
    """Cleaned characters of a page in the order of its content, still in the page's own user space."""

    texts: tuple[str, ...]
    boxes: NDArray[np.float64]
    """Rows of left, top, right, bottom with y upwards."""
    places: tuple[int, ...]
    """The number of each character on the page."""
    turn: int | None
    """Degrees clockwise by which user space has to be turned for the text to stand upright; None when it runs all ways."""


_NO_CHARACTERS = Characters((), np.empty((0, 4)), (), None)


class TooManyCharactersError(Exception):
    """A page with more characters than any printed page holds."""


def page_characters(page: Any, limit: int) -> Characters:
    """All characters of an open page that are not white space. Raises ``TooManyCharactersError`` above ``limit``."""
    with pdfium.opened_text(page) as text_page:
        if text_page is None:
            return _NO_CHARACTERS
        count = raw.FPDFText_CountChars(text_page)
        if count > limit:
            raise TooManyCharactersError(count)
        return _characters(pdfium.address(text_page), count) if count > 0 else _NO_CHARACTERS


def _characters(text_page: int, count: int) -> Characters:
    codes = list(map(pdfium.text_unicode, repeat(text_page), range(count)))
    boxes = np.zeros((count, 4), dtype=np.float32)
    start = boxes.ctypes.data
    found = list(map(pdfium.text_loose_box, repeat(text_page), range(count), range(start, start + 16 * count, 16)))
    broken = list(map(pdfium.text_map_error, repeat(text_page), range(count)))
    texts = [UNKNOWN if error else clean_code_point(code) for code, error in zip(codes, broken, strict=True)]
    _join_surrogates(codes, texts)
    kept = [index for index, text in enumerate(texts) if text and found[index]]
    turn, straight = _direction(_angles(text_page, kept))
    kept = list(compress(kept, straight))
    return Characters(tuple(texts[index] for index in kept), boxes[kept].astype(np.float64), tuple(kept), turn)


def _angles(text_page: int, kept: Sequence[int]) -> NDArray[np.float64]:
    """By how much each character's line is turned, clockwise from upright, in radians.

    pdfium's angle is that of the character's own upright, which slanted (italic) type leans over: for characters that do
    not stand at a right angle the direction of the baseline decides.
    """
    angles = np.array(list(map(pdfium.text_angle, repeat(text_page), kept)), dtype=np.float64)
    matrix = np.zeros(6, dtype=np.float32)
    for place in map(int, np.flatnonzero(np.abs(np.sin(2 * angles)) > _WATERMARK)):
        if pdfium.text_matrix(text_page, kept[place], matrix.ctypes.data):
            angles[place] = -np.arctan2(matrix[1], matrix[0])
    return angles


def _join_surrogates(codes: Sequence[int], texts: list[str]) -> None:
    """Characters beyond the basic plane arrive as two halves: the first gets the whole, the second is emptied."""
    for index in [index for index, code in enumerate(codes[:-1]) if 0xD800 <= code < 0xDC00]:
        low = codes[index + 1]
        if 0xDC00 <= low < 0xE000:
            texts[index] = clean_code_point(0x10000 + ((codes[index] - 0xD800) << 10) + (low - 0xDC00))
            texts[index + 1] = ""


def _direction(angles: NDArray[np.float64]) -> tuple[int | None, list[bool]]:
    """The right angle that most of the text asks for, and which characters run along it or across.

    pdfium gives angles clockwise from upright. Text at any other angle is a watermark printed over the page: it would
    stand in the middle of numbers. Where no direction prevails all text is kept.
    """
    if not len(angles):
        return None, []
    quarters = np.round(angles / (np.pi / 2)).astype(np.int64)
    common = int(np.bincount(quarters % 4).argmax())
    prevails = quarters % 4 == common
    if prevails.mean() < _ONE_WAY_SHARE:
        return None, [True] * len(angles)
    off = angles - quarters * (np.pi / 2)
    straight: list[bool] = (np.abs(off - np.median(off[prevails])) <= _WATERMARK).tolist()
    return -common % 4 * 90, straight


def shown_rotation(page: Any, characters: Characters) -> int:
    """Degrees clockwise by which a page is shown: as its text stands upright, and by its /Rotate when text cannot tell.

    The two differ where a landscape table was printed sideways on a page that is not turned.
    """
    printed: int = raw.FPDFPage_GetRotation(page) * 90
    return printed if characters.turn is None else characters.turn


def shown_words(
    page: Any, characters: Characters, matrix: Matrix, size: tuple[float, float], windows: dict[int, Box]
) -> tuple[Word, ...]:
    """The characters as words on the page as shown; those printed twice count once, those off the page not at all
    unless text on it goes on with them: the page is their window.

    ``windows`` by text object: the part of the page through which it is seen.
    """
    if not characters.texts:
        return ()
    boxes = matrix.boxes(characters.boxes)
    on_page = _on_page(boxes, size)
    beyond = beyond_sides(boxes, on_page)
    found = windows_of(page, characters.places, boxes, windows)
    kept = (on_page | beyond) & ~overprinted(characters.texts, boxes, _hidden(boxes, found))
    columns = np.round(boxes[kept], 3).T.tolist()
    texts = compress(characters.texts, kept.tolist())
    for index in np.flatnonzero(beyond).tolist():
        found[index] = Box(0.0, 0.0, *size)
    seen = compress(found, kept.tolist())
    # The plain tuple constructor: a third of the time of Word(...) for every character.
    return tuple(map(partial(tuple.__new__, Word), zip(texts, *columns, repeat(1.0), seen)))


def _on_page(boxes: NDArray[np.float64], size: tuple[float, float]) -> NDArray[np.bool_]:
    centre_x = (boxes[:, 0] + boxes[:, 2]) / 2
    centre_y = (boxes[:, 1] + boxes[:, 3]) / 2
    inside: NDArray[np.bool_] = (centre_x >= 0) & (centre_x <= size[0]) & (centre_y >= 0) & (centre_y <= size[1])
    return inside


def _hidden(boxes: NDArray[np.float64], windows: Sequence[Box | None]) -> dict[int, Box]:
    """The characters that are not seen since they stand outside their window, with it."""
    found: dict[int, Box] = {}
    for index, window in enumerate(windows):
        if window is not None:
            x0, top, x1, bottom = boxes[index]
            if not (window.x0 <= (x0 + x1) / 2 <= window.x1 and window.top <= (top + bottom) / 2 <= window.bottom):
                found[index] = window
    return found


def overprinted(texts: Sequence[str], boxes: NDArray[np.float64], hidden: dict[int, Box]) -> NDArray[np.bool_]:
    """Which characters repeat an equal one in (nearly) the same place: all but the first of each heap.

    What is ``hidden`` outside its window (the second line of a row too low for it) repeats nothing that is seen there.
    """
    codes = np.array([ord(text[0]) for text in texts], dtype=np.int64)
    number_of = {window: number for number, window in enumerate(dict.fromkeys(hidden.values()), 1)}
    for index, window in hidden.items():
        codes[index] += number_of[window] * _CODES
    repeated = np.zeros(len(texts), dtype=bool)
    near = _OVERPRINT * np.maximum(boxes[:, 3] - boxes[:, 1], 0.1)
    size = max(float(np.median(near)) * 4, 0.1)
    for shift in (0.0, 0.5):
        band = np.floor(boxes[:, 1] / size + shift)
        order = np.lexsort((boxes[:, 0], band, codes))
        first, second = order[:-1], order[1:]
        same = (codes[first] == codes[second]) & (band[first] == band[second])
        close = (boxes[second, 0] - boxes[first, 0] < near[first]) & (
            np.abs(boxes[second, 1] - boxes[first, 1]) < near[first]
        )
        repeated[np.maximum(first, second)[same & close]] = True
    return repeated


def is_invisible_layer(page: Any, image_share: float) -> bool:
    """Whether the text of a scanned page is an invisible layer over its image (another program's recognition)."""
    if image_share < _SCAN_SHARE:
        return False
    with pdfium.opened_text(page) as text_page:
        if text_page is None:
            return False
        start, count = pdfium.address(text_page), raw.FPDFText_CountChars(text_page)
        sample = range(0, count, max(1, count // _MODE_SAMPLES))
        objects = [pdfium.text_object(start, index) for index in sample]
        modes = [pdfium.text_render_mode(item) for item in objects if item]
        return bool(modes) and modes.count(pdfium.RENDER_INVISIBLE) > len(modes) / 2
