"""A PDF as pages: what is printed, what is drawn, how much is an image, all on the page as shown.

The first reader. Opens the file with pdfium, hands pictures to ``pdf_scanned`` and reports pages it cannot read; tables and
meaning are elsewhere. Reasons are Chinese because they are shown in the quarantine.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pypdfium2 import raw

from pipelines.documents import pdfium
from pipelines.documents.characters import UNKNOWN
from pipelines.documents.errors import UnreadableDocument
from pipelines.documents.lines import build_lines
from pipelines.documents.pdf_integrity import damage_of
from pipelines.documents.pdf_paths import TooManyObjectsError, page_drawing
from pipelines.documents.pdf_scanned import recognised
from pipelines.documents.pdf_text import (
    TooManyCharactersError,
    is_invisible_layer,
    page_characters,
    shown_rotation,
    shown_words,
)
from pipelines.documents.shown import shown_matrix, shown_size
from pipelines.documents.sniff import PDF
from pipelines.records.pages import Box, Document, Page, PageFault

STAGE = "pdf"
# More than the thickest yearbook; a larger file is split by its publisher or is an attack.
_MOST_PAGES = 5000
# The largest page a PDF may have: 200 inches (PDF 1.7, appendix C).
_LONGEST_SIDE = 14_400.0
_MOST_CHARACTERS = 200_000
_MOST_OBJECTS = 300_000


class _PageError(Exception):
    """Why one page could not be read."""


def read(data: bytes, name: str, document_id: str) -> Document:
    """All pages of a PDF. ``name`` is for messages.

    Raises ``UnreadableDocument`` for encrypted, broken or endless files; single bad pages become ``PageFault``, damage to
    the file as a whole a ``PageFault`` of page 0.
    """
    with pdfium.opened_document(data) as handle:
        count = raw.FPDF_GetPageCount(handle)
        if count <= 0:
            raise UnreadableDocument(f"{name}：PDF 没有任何页面，可能被截断")
        if count > _MOST_PAGES:
            raise UnreadableDocument(f"{name}：共 {count} 页，超过 {_MOST_PAGES} 页的上限")
        faults = [PageFault(0, STAGE, reason) for reason in damage_of(data, handle)]
        pages: list[Page] = []
        for index in range(count):
            try:
                page, page_faults = _read_page(handle, index)
            except _PageError as problem:
                faults.append(PageFault(index + 1, STAGE, str(problem)))
                continue
            pages.append(page)
            faults.extend(page_faults)
    if not pages:
        raise UnreadableDocument(f"{name}：没有一页可以读取（{faults[0].reason}）")
    return Document(document_id, PDF, count, tuple(pages), tuple(faults))


def _read_page(handle: Any, index: int) -> tuple[Page, list[PageFault]]:
    with pdfium.opened_page(handle, index) as page:
        if page is None:
            raise _PageError("页面内容无法载入，对象缺失或损坏")
        box = pdfium.page_box(page)
        width, height = box[2] - box[0], box[3] - box[1]
        if not (0 < width <= _LONGEST_SIDE and 0 < height <= _LONGEST_SIDE):
            raise _PageError(f"页面尺寸 {width:g}×{height:g} 磅超出范围")
        try:
            return _page_of(page, index + 1, box)
        except TooManyCharactersError as problem:
            raise _PageError(f"页面有 {problem} 个字符，超过 {_MOST_CHARACTERS} 的上限") from problem
        except TooManyObjectsError as problem:
            raise _PageError(f"页面的绘图对象或嵌套层数过多（{problem}）") from problem
        except UnreadableDocument as problem:
            raise _PageError(problem.reason) from problem


def _page_of(page: Any, number: int, box: tuple[float, float, float, float]) -> tuple[Page, list[PageFault]]:
    characters = page_characters(page, _MOST_CHARACTERS)
    rotation = shown_rotation(page, characters)
    matrix, size = shown_matrix(box, rotation), shown_size(box, rotation)
    drawing = page_drawing(page, matrix, size, _MOST_OBJECTS)
    image_share = _share(drawing.images, size)
    hidden = is_invisible_layer(page, image_share)
    words = () if hidden else shown_words(page, characters, matrix, size, drawing.windows)
    result = Page(
        number=number,
        width=size[0],
        height=size[1],
        words=words,
        edges=tuple(drawing.edges),
        weak_edges=tuple(drawing.weak_edges),
        lines=build_lines(words),
        path_count=drawing.path_count,
        image_share=image_share,
        rotation=rotation,
    )
    whole, doubts = recognised(page, result, drawing.images)
    unknown = sum(word.text == UNKNOWN for word in whole.words)
    if unknown:
        doubts.append(f"本页有 {unknown} 个字符没有 Unicode 对应，以 U+FFFD 标出")
    return whole, [PageFault(number, STAGE, doubt) for doubt in doubts]


def _share(images: Sequence[Box], size: tuple[float, float]) -> float:
    """The share of a page that its images cover, those on top of each other counted twice, 1 at most."""
    area = sum((box.x1 - box.x0) * (box.bottom - box.top) for box in images)
    return min(1.0, area / (size[0] * size[1]))
