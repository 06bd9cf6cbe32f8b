"""A picture of a page as a page: turned upright, straightened, ruled lines as edges, recognised lines as words.

Serves scanned pages of PDFs (``read_scanned_page``) and image files (``read``). Positions are points of the page as shown after
it was straightened; a page turned by a few degrees is turned about its middle. The grid itself is built from edges and words in
a later room. Every number is looked at twice; where the looks differ its confidence is below 0.5.
"""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from pipelines.documents.errors import UnreadableDocument
from pipelines.documents.lines import build_lines
from pipelines.documents.ocr import DISPUTED, Reading, is_numeric, may_be_number, read_line, read_number_twice
from pipelines.documents.scan_layout import layout_of
from pipelines.documents.scan_picture import Area, Measures, Picture, grey_of, skew_of, turned
from pipelines.documents.scan_rules import Stroke
from pipelines.documents.sniff import sniff
from pipelines.records.pages import Document, Edge, Page, PageFault, Word

STAGE = "ocr"
METHOD = "ocr"
DOTS_PER_INCH = 300
POINTS_PER_INCH = 72
MOST_PIXELS = 80_000_000
_LEAST_SIDE = 16
_MOST_LINES = 6000
_A4_POINTS = 842.0
_SMALLEST_SKEW = 0.03
# A reading this sure on average means that the page is upright.
_UPRIGHT = 0.75
_SAMPLES = 8
_MARGIN = 0.12
# A lone stroke flatter and wider than these (in heights of a character) is a dash: printed zero, not the numeral 一.
_DASH_HEIGHT, _DASH_WIDTH = 0.3, 0.25
_SURE_OF_DASH = 0.9


def doubtful_words(words: Sequence[Word]) -> int:
    """How many numbers two looks read differently: to be reported with the page, never corrected."""
    return sum(word.confidence <= DISPUTED and is_numeric(word.text) for word in words)


def read(data: bytes, name: str, document_id: str) -> Document:
    """An image file (PNG, JPEG, TIFF with several pages, GIF, BMP) as a document. ``name`` is for messages.

    Raises ``UnreadableDocument`` for broken and for endless images.
    """
    pages: list[Page] = []
    faults: list[PageFault] = []
    with opened_image(data, name) as image:
        for index in range(getattr(image, "n_frames", 1)):
            image.seek(index)
            size = f"图像 {image.width}×{image.height} 像素"
            if image.width * image.height > MOST_PIXELS:
                faults.append(PageFault(index + 1, STAGE, f"{size}，超过上限"))
                continue
            if min(image.size) < _LEAST_SIDE:
                faults.append(PageFault(index + 1, STAGE, f"{size}，太小，容不下一行文字"))
                continue
            pixels, dots = pixels_of(image)
            pages.append(read_scanned_page(pixels, index + 1, dots))
    if not pages:
        raise UnreadableDocument(f"{name}：没有一页图像可以读取（{faults[0].reason}）")
    return Document(document_id, sniff(data), len(pages) + len(faults), tuple(pages), tuple(faults))


@contextmanager
def opened_image(data: bytes, name: str) -> Iterator[Image.Image]:
    """An image whose bytes are decoded when they are asked for. ``name`` is for messages.

    Raises ``UnreadableDocument``, also for what goes wrong while it is open: broken, cut off and endless images.
    """
    try:
        with _opened(data) as image:
            yield image
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UnreadableDocument(f"{name}：图像过大，疑为异常文件（{error}）") from error
    except UnidentifiedImageError as error:
        raise UnreadableDocument(f"{name}：图像的开头损坏，认不出格式") from error
    except (OSError, ValueError, SyntaxError, ZeroDivisionError, struct.error) as error:
        raise UnreadableDocument(f"{name}：图像损坏或被截断（{error}）") from error


def _opened(data: bytes) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        return Image.open(io.BytesIO(data))


def pixels_of(image: Image.Image) -> tuple[NDArray[np.uint8], float]:
    """The pixels of one image and its dots per inch, near those of recognition where it is not too large for that.

    Its own resolution counts when it states a believable one; otherwise its longer side is that of A4.
    """
    stated = image.info.get("dpi", (0, 0))
    dots = float(stated[0]) if isinstance(stated, tuple) and 70 <= float(stated[0]) <= 1300 else 0.0
    dots = dots or max(image.width, image.height) / _A4_POINTS * POINTS_PER_INCH
    flat = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image.convert("RGBA")).convert("RGB")
    factor = DOTS_PER_INCH / dots
    pixels = np.asarray(flat, dtype=np.uint8)
    if not 0.8 <= factor <= 1.25 and pixels.size / 3 * factor * factor <= MOST_PIXELS:
        method = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
        pixels = cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=method).astype(np.uint8, copy=False)
        dots = DOTS_PER_INCH
    return pixels, dots


def straightened(data: bytes, page: int) -> tuple[Picture, float]:
    """The picture of one page (1-based) of an image file as it was read, upright and straight (grey), and its pixels per point.

    Raises ``UnreadableDocument`` for broken images and ``ValueError`` when there is no such page.
    """
    found = None
    with opened_image(data, f"第 {page} 页") as image:
        if 1 <= page <= getattr(image, "n_frames", 1):
            image.seek(page - 1)
            found = pixels_of(image)
    if found is None:
        raise ValueError(f"there is no page {page}")
    pixels, dots = found
    measures = Measures(dots / POINTS_PER_INCH)
    return _upright(grey_of(pixels), measures).picture, measures.scale


def read_scanned_page(
    pixels: NDArray[np.uint8], number: int, dots_per_inch: float = DOTS_PER_INCH, rotation: int = 0
) -> Page:
    """The page that ``pixels`` (rows from the top; grey, RGB) show, with words, edges and lines in points.

    ``rotation`` is that of the page before; if the text stands sideways the page is turned and its rotation with it.
    """
    measures = Measures(dots_per_inch / POINTS_PER_INCH)
    sheet = _upright(grey_of(pixels), measures)
    words = sheet.words()
    height, width = sheet.picture.shape
    return Page(
        number=number,
        width=round(width / measures.scale, 2),
        height=round(height / measures.scale, 2),
        words=words,
        edges=tuple(_edge(stroke, measures) for stroke in sheet.layout.strokes),
        lines=build_lines(words),
        method=METHOD,
        path_count=len(sheet.layout.strokes),
        image_share=1.0,
        rotation=(rotation + 90 * sheet.quarter) % 360,
    )


class _Sheet:
    """A straightened picture with its layout; each line of text is recognised once."""

    def __init__(self, grey: Picture, quarter: int, measures: Measures) -> None:
        turned_by_quarter = np.ascontiguousarray(np.rot90(grey, -quarter)) if quarter else grey
        degrees = skew_of(turned_by_quarter)
        self.quarter = quarter
        self.picture = turned(turned_by_quarter, degrees) if abs(degrees) >= _SMALLEST_SKEW else turned_by_quarter
        self.layout = layout_of(self.picture, measures)
        self._measures = measures
        self._text_only = np.where(self.layout.rules > 0, np.uint8(255), self.picture)
        self._readings: dict[Area, Reading] = {}

    def legibility(self) -> float:
        """How sure a few of the longer lines are read, from 0 to 1; 1 when there is no text."""
        widest = sorted(self.layout.texts, key=lambda area: area.x1 - area.x0, reverse=True)
        samples = [area for area in widest if area.x1 - area.x0 >= 2 * (area.y1 - area.y0)][:_SAMPLES] or widest[
            :_SAMPLES
        ]
        if not samples:
            return 1.0
        readings = [self._read(area) for area in samples]
        return sum(reading.confidence if len(reading.text) > 1 else 0.0 for reading in readings) / len(readings)

    def words(self) -> tuple[Word, ...]:
        """All lines of text as words, in points."""
        if len(self.layout.texts) > _MOST_LINES:
            raise UnreadableDocument(f"扫描页上有 {len(self.layout.texts)} 段文字，疑为网纹或照片", STAGE)
        words: list[Word] = []
        for area in self.layout.texts:
            reading = self._checked(area)
            if reading.text:
                x0, top, x1, bottom = (round(value / self._measures.scale, 3) for value in area)
                words.append(Word(reading.text, x0, top, x1, bottom, reading.confidence))
        return tuple(words)

    def _checked(self, area: Area) -> Reading:
        """A line of text; numbers are looked at twice, a lone flat stroke is a dash."""
        if _is_dash(area, self.layout.character_height):
            return Reading("-", _SURE_OF_DASH)
        reading = self._read(area)
        return read_number_twice(self._crop(area), reading) if may_be_number(reading.text) else reading

    def _read(self, area: Area) -> Reading:
        if area not in self._readings:
            self._readings[area] = read_line(self._crop(area))
        return self._readings[area]

    def _crop(self, area: Area) -> Picture:
        """The line with a little paper around it, without ruled lines."""
        margin = max(2, round((area.y1 - area.y0) * _MARGIN))
        height, width = self.picture.shape
        rows = slice(max(0, area.y0 - margin), min(height, area.y1 + margin))
        columns = slice(max(0, area.x0 - margin), min(width, area.x1 + margin))
        return self._text_only[rows, columns]


def _upright(grey: Picture, measures: Measures) -> _Sheet:
    """The picture turned by quarters until its text can be read, and straightened."""
    best = _Sheet(grey, 0, measures)
    best_score = best.legibility()
    for quarter in (3, 1, 2) if best_score < _UPRIGHT else ():
        sheet = _Sheet(grey, quarter, measures)
        score = sheet.legibility()
        if score > best_score:
            best, best_score = sheet, score
    return best


def _is_dash(area: Area, character: float) -> bool:
    height, width = area.y1 - area.y0, area.x1 - area.x0
    is_flat = height <= _DASH_HEIGHT * character and width >= 1.5 * height
    return is_flat and _DASH_WIDTH * character <= width <= 3 * character


def _edge(stroke: Stroke, measures: Measures) -> Edge:
    return Edge(*(round(value / measures.scale, 2) for value in stroke))
