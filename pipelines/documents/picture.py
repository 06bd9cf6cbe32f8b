"""A picture of a page with boxes drawn on it, for reports and for looking at a doubtful number. Reads nothing."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from pypdfium2 import raw

from pipelines.documents import pdfium
from pipelines.documents.errors import UnreadableDocument
from pipelines.documents.pdf_text import page_characters, shown_rotation
from pipelines.documents.shown import shown_size
from pipelines.documents.sniff import IMAGES, PDF, sniff
from pipelines.records.pages import Box

DRAWN = frozenset({PDF, *IMAGES})
"""Media types whose pages can be drawn."""
_COLOUR = (214, 40, 40)
_MOST_PIXELS = 60_000_000
_MOST_CHARACTERS = 200_000


def page_picture(data: bytes, page: int, boxes: Sequence[Box] = (), scale: float = 2.0) -> bytes:
    """PNG of one page (1-based) of a PDF as shown, ``scale`` pixels per point, with ``boxes`` (points) framed in red.

    Of an image file it is the picture as it was read, upright and straight. Raises ``UnreadableDocument`` when the page
    cannot be drawn and ``ValueError`` when there is no such page.
    """
    image = Image.fromarray(page_pixels(data, page, scale)) if sniff(data) == PDF else _of_image(data, page, scale)
    draw = ImageDraw.Draw(image)
    width = max(2, round(scale))
    for box in boxes:
        corners = [value * scale for value in box]
        draw.rectangle((corners[0] - 1, corners[1] - 1, corners[2] + 1, corners[3] + 1), outline=_COLOUR, width=width)
    target = io.BytesIO()
    image.save(target, "PNG", optimize=True)
    return target.getvalue()


def _of_image(data: bytes, page: int, scale: float) -> Image.Image:
    # Its libraries take a second to load.
    from pipelines.documents.scan import straightened

    pixels, own = straightened(data, page)
    height, width = pixels.shape
    size = max(1, round(width * scale / own)), max(1, round(height * scale / own))
    return Image.fromarray(pixels).convert("RGB").resize(size, Image.Resampling.LANCZOS)


def page_pixels(data: bytes, page: int, scale: float) -> NDArray[np.uint8]:
    """The page as shown (turned as ``Page.rotation`` says) as an array of height, width, RGB."""
    with pdfium.opened_document(data) as document:
        if not 1 <= page <= raw.FPDF_GetPageCount(document):
            raise ValueError(f"there is no page {page}")
        with pdfium.opened_page(document, page - 1) as handle:
            if handle is None:
                raise UnreadableDocument(f"第 {page} 页无法载入", "picture")
            return render(handle, page, scale)


def render(handle: Any, page: int, scale: float) -> NDArray[np.uint8]:
    """An open page of pdfium as ``page_pixels`` gives it; ``page`` is its number for the message when it is too large."""
    rotation = shown_rotation(handle, page_characters(handle, _MOST_CHARACTERS))
    size = shown_size(pdfium.page_box(handle), rotation)
    width, height = max(1, round(size[0] * scale)), max(1, round(size[1] * scale))
    if width * height > _MOST_PIXELS:
        raise UnreadableDocument(f"第 {page} 页太大，无法绘出（{width}×{height} 像素）", "picture")
    # pdfium turns by the page's own /Rotate; only what is missing to the rotation shown is asked for.
    further = (rotation - raw.FPDFPage_GetRotation(handle) * 90) % 360 // 90
    pixels = np.full((height, width, 4), 255, dtype=np.uint8)
    address = ctypes.c_void_p(pixels.ctypes.data)
    bitmap = raw.FPDFBitmap_CreateEx(width, height, raw.FPDFBitmap_BGRx, address, width * 4)
    if not bitmap:
        raise UnreadableDocument(f"第 {page} 页没有足够内存绘出", "picture")
    try:
        raw.FPDF_RenderPageBitmap(bitmap, handle, 0, 0, width, height, further, raw.FPDF_ANNOT)
    finally:
        raw.FPDFBitmap_Destroy(bitmap)
    return np.ascontiguousarray(pixels[:, :, 2::-1])
