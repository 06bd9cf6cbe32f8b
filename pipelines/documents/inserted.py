"""Pictures that publishers insert into Word files, workbooks and web pages: those of pages and of ruled tables become pages.

A picture follows the page it stands on as a page of its own, and takes its number where nothing else is on that page; what
comes after is numbered on. Photographs, seals and marks are left out. Recognising is in ``scan``, imported only when there is
a picture large enough.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from pipelines.documents.errors import UnreadableDocument
from pipelines.records.pages import Document, Page, PageFault, ReadyGrid

if TYPE_CHECKING:
    from PIL import Image

STAGE = "ocr"
# Pixels of the shorter side: less holds no table; a scanned page has more, and the sides of A4, which no camera has.
_LEAST_SIDE, _LEAST_PAGE = 200, 700
_A4 = (1.36, 1.47)
_FEWEST_WORDS = 4


class Inserted(NamedTuple):
    """A picture as a file holds it, and the number of the page it stands on; ``name`` is for messages."""

    page: int
    name: str
    data: bytes


class _Shown(NamedTuple):
    """What a picture shows as a page, and what is doubtful in it, in Chinese."""

    page: Page
    doubts: list[str]


def with_pictures(document: Document, pictures: Sequence[Inserted]) -> Document:
    """The document with its pictures of pages and tables read; those that cannot be read are faults of their pages."""
    read: dict[int, list[_Shown]] = {}
    faults: list[PageFault] = []
    seen: set[bytes] = set()
    for picture in pictures:
        digest = hashlib.sha256(picture.data).digest()
        if digest in seen:
            continue
        seen.add(digest)
        try:
            shown = _shown(picture)
        except UnreadableDocument as problem:
            faults.append(PageFault(picture.page, STAGE, f"{problem.reason}，图中的内容没有读取"))
            continue
        read.setdefault(picture.page, []).extend([shown] if shown else [])
    whole = replace(document, faults=(*document.faults, *faults))
    return _joined(whole, read) if any(read.values()) else whole


def _shown(picture: Inserted) -> _Shown | None:
    """What a picture shows, or None for one that shows no page and no ruled table.

    Raises ``UnreadableDocument`` for a picture that cannot be opened or is endless.
    """
    from pipelines.documents import pdf_scanned, scan, scan_layout
    from pipelines.documents.ocr import is_numeric

    with scan.opened_image(picture.data, picture.name) as image:
        if min(image.size) < _LEAST_SIDE:
            return None
        if image.width * image.height > scan.MOST_PIXELS:
            raise UnreadableDocument(f"{picture.name}：图像 {image.width}×{image.height} 像素，超过上限", STAGE)
        is_page = _is_page(image)
        pixels, dots = scan.pixels_of(image)
    if not is_page and not scan_layout.is_ruled(pixels, dots / scan.POINTS_PER_INCH):
        return None
    page = scan.read_scanned_page(pixels, picture.page, dots)
    numbers = sum(is_numeric(word.text) for word in page.words)
    holds_text = len(page.words) >= _FEWEST_WORDS if is_page else numbers >= pdf_scanned.FEWEST_NUMBERS
    return _Shown(page, pdf_scanned.doubts_of(page.words)) if holds_text else None


def _is_page(image: Image.Image) -> bool:
    shorter, longer = sorted(image.size)
    return shorter >= _LEAST_PAGE and _A4[0] <= longer / shorter <= _A4[1]


def _joined(document: Document, read: dict[int, list[_Shown]]) -> Document:
    """The pages of a document and of its pictures in order, numbered on; whatever names a page follows its number."""
    more = [_more(page, read.get(page.number, [])) for page in document.pages]
    before = accumulate(more[:-1], initial=0)
    moved = {page.number: page.number + count for page, count in zip(document.pages, before, strict=True)}
    pages: list[Page] = []
    doubts: list[PageFault] = []
    for page, count in zip(document.pages, more, strict=True):
        mine = read.get(page.number, [])
        stays = count == len(mine)
        pages.extend([_renumbered(page, moved)] if stays else [])
        for number, shown in enumerate(mine, moved[page.number] + stays):
            pages.append(replace(shown.page, number=number))
            doubts.extend(PageFault(number, STAGE, doubt) for doubt in shown.doubts)
    faults = (replace(fault, page=moved.get(fault.page, fault.page)) for fault in document.faults)
    return replace(document, page_count=document.page_count + sum(more), pages=tuple(pages), faults=(*faults, *doubts))


def _more(page: Page, pictures: Sequence[_Shown]) -> int:
    """How many pages there are more for the pictures of a page: the first takes the place of a page without anything else."""
    is_blank = not page.lines and not page.ready_grids
    return len(pictures) - (1 if pictures and is_blank else 0)


def _renumbered(page: Page, moved: dict[int, int]) -> Page:
    return replace(
        page, number=moved[page.number], ready_grids=tuple(_grid_renumbered(grid, moved) for grid in page.ready_grids)
    )


def _grid_renumbered(grid: ReadyGrid, moved: dict[int, int]) -> ReadyGrid:
    return replace(grid, cells=tuple(replace(cell, page=moved.get(cell.page, cell.page)) for cell in grid.cells))
