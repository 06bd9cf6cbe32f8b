"""What a PDF only shows: scans, text drawn as outlines or in fonts without meaning, pictures of tables; for recognition.

Decides what is asked for and puts the answer in its place; recognising is in ``scan``, whose libraries take a second to
load and are imported only here, only when a picture is met.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipelines.documents.characters import UNKNOWN
from pipelines.documents.lines import build_lines
from pipelines.documents.picture import render
from pipelines.records.pages import Box, Edge, Page, Word

# A scan prints nothing of its own but perhaps a page number or the mark of the scanning program, in these outer shares of
# the page; a picture with a title printed on it is no scan, and recognising it would lose the title.
_MARGIN = 0.12
_FEWEST_WORDS = 4
# The least share of a page that images of a scan cover; and paths of a page whose characters are drawn as outlines.
_LEAST_SCAN = 0.05
_OUTLINES = 150
# Above this share of characters without a meaning the text of a page says nothing.
_ILLEGIBLE = 0.3
# A picture this large (share of the page) may be one of a table; then it is ruled and has at least so many numbers.
_LEAST_PICTURE = 0.04
FEWEST_NUMBERS = 3
# A page is rendered with at most this many pixels: A3 at 300 dots per inch and a little more.
_MOST_PIXELS = 20_000_000


def recognised(handle: Any, page: Page, images: Sequence[Box]) -> tuple[Page, list[str]]:
    """The page (open as ``handle``) with what its pictures show, and what is doubtful in it, in Chinese.

    Raises ``UnreadableDocument`` when a picture is too large or holds no text that could be recognised.
    """
    if _is_illegible(page):
        found, doubts = _from_picture(handle, page)
        return found, ["本页字体没有 Unicode 对应，改按图像识别", *doubts]
    if not images and page.path_count < _OUTLINES:
        return page, []
    if _is_blank(page, Box(0, _MARGIN * page.height, page.width, (1 - _MARGIN) * page.height)):
        return _scanned_page(handle, page)
    tables = [box for box in images if _may_be_table(page, box)]
    return _with_tables(handle, page, tables) if tables else (page, [])


def _is_blank(page: Page, box: Box) -> bool:
    """Whether (nearly) nothing is printed in a part of a page."""
    inside = (
        word
        for word in page.words
        if box.x0 < (word.x0 + word.x1) / 2 < box.x1 and box.top < (word.top + word.bottom) / 2 < box.bottom
    )
    return len(list(islice(inside, _FEWEST_WORDS))) < _FEWEST_WORDS


def _may_be_table(page: Page, box: Box) -> bool:
    area = (box.x1 - box.x0) * (box.bottom - box.top)
    return area >= _LEAST_PICTURE * page.width * page.height and _is_blank(page, box)


def _scale(page: Page) -> float:
    """Pixels per point for recognition."""
    from pipelines.documents import scan

    return float(min(scan.DOTS_PER_INCH / scan.POINTS_PER_INCH, (_MOST_PIXELS / (page.width * page.height)) ** 0.5))


def _is_illegible(page: Page) -> bool:
    """Whether the fonts of a page do not say what most of its characters are."""
    unknown = sum(word.text == UNKNOWN or "\ue000" <= word.text < "\uf900" for word in page.words)
    return unknown >= _FEWEST_WORDS and unknown > _ILLEGIBLE * len(page.words)


def _scanned_page(handle: Any, page: Page) -> tuple[Page, list[str]]:
    """A page without text of its own: recognised when an image or drawn outlines may show some."""
    if page.image_share < _LEAST_SCAN and page.path_count < _OUTLINES:
        return page, []
    return _from_picture(handle, page)


def _from_picture(handle: Any, page: Page) -> tuple[Page, list[str]]:
    from pipelines.documents import scan

    scale = _scale(page)
    pixels = render(handle, page.number, scale)
    found = scan.read_scanned_page(pixels, page.number, scale * scan.POINTS_PER_INCH, page.rotation)
    return found, doubts_of(found.words) if found.words else ["本页只有图像，没有识别出任何文字"]


def _with_tables(handle: Any, page: Page, boxes: Sequence[Box]) -> tuple[Page, list[str]]:
    """The printed page with the words and edges of those pictures that hold ruled tables of numbers."""
    from pipelines.documents import scan, scan_layout
    from pipelines.documents.ocr import is_numeric

    scale = _scale(page)
    pixels = render(handle, page.number, scale)
    words: list[Word] = []
    edges: list[Edge] = []
    for box in boxes:
        crop = _crop(pixels, box, scale)
        if not scan_layout.is_ruled(crop, scale):
            continue
        found = scan.read_scanned_page(crop, page.number, scale * scan.POINTS_PER_INCH)
        if sum(is_numeric(word.text) for word in found.words) < FEWEST_NUMBERS:
            continue
        if found.rotation:
            return page, ["图片中的表格横放，未读取"]
        words.extend(_moved_word(word, box) for word in found.words)
        edges.extend(Edge(e.x0 + box.x0, e.top + box.top, e.x1 + box.x0, e.bottom + box.top) for e in found.edges)
    if not words:
        return page, []
    together = (*page.words, *words)
    return replace(page, words=together, edges=(*page.edges, *edges), lines=build_lines(together)), doubts_of(words)


def _crop(pixels: NDArray[np.uint8], box: Box, scale: float) -> NDArray[np.uint8]:
    rows = slice(max(0, round(box.top * scale)), max(0, round(box.bottom * scale)))
    columns = slice(max(0, round(box.x0 * scale)), max(0, round(box.x1 * scale)))
    return np.ascontiguousarray(pixels[rows, columns])


def _moved_word(word: Word, box: Box) -> Word:
    """A word of a picture on its page; never as sure as print."""
    return word._replace(
        x0=word.x0 + box.x0,
        top=word.top + box.top,
        x1=word.x1 + box.x0,
        bottom=word.bottom + box.top,
        confidence=min(word.confidence, 0.999),
    )


def doubts_of(words: Sequence[Word]) -> list[str]:
    """What is doubtful in the words of a picture, in Chinese."""
    from pipelines.documents import scan

    doubtful = scan.doubtful_words(words)
    return [f"图片中有 {doubtful} 处数字两次识别不一致，以低置信度标出"] if doubtful else []
