"""Pictures that publishers insert into Word files, workbooks and web pages: those of pages and of ruled tables become pages.

A picture follows the page it stands on as a page of its own, and takes its number where nothing else is on that page; what
comes after is numbered on. Photographs, seals and marks are left out. Recognising is in ``scan``, imported only when there is
a picture large enough.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
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


def with_pictures(document: Document, pictures: Sequence[Inserted]) -> Document:
    """The document with its pictures of pages and tables read; those that cannot be read are faults of their pages."""
    read: dict[int, list[Page]] = {}
    faults: list[PageFault] = []
    seen: set[bytes] = set()
    for picture in pictures:
        digest = hashlib.sha256(picture.data).digest()
        if digest in seen:
            continue
        seen.add(digest)
        try:
            page, doubts = _page_of(picture)
        except UnreadableDocument as problem:
            faults.append(PageFault(picture.page, STAGE, f"{problem.reason}，图中的内容没有读取"))
            continue
        faults.extend(PageFault(picture.page, STAGE, doubt) for doubt in doubts)
        read.setdefault(picture.page, []).extend([page] if page else [])
    if not any(read.values()):
        return replace(document, faults=(*document.faults, *faults))
    return _joined(document, read, faults)


def _page_of(picture: Inserted) -> tuple[Page | None, list[str]]:
    """What a picture shows as a page, or None for one that shows no page and no ruled table; and what is doubtful in it.

    Raises ``UnreadableDocument`` for a picture that cannot be opened or is endless.
    """
    from pipelines.documents import pdf_scanned, scan, scan_layout
    from pipelines.documents.ocr import is_numeric

    with scan.opened_image(picture.data, picture.name) as image:
        if min(image.size) < _LEAST_SIDE:
            return None, []
        if image.width * image.height > scan.MOST_PIXELS:
            raise UnreadableDocument(f"{picture.name}：图像 {image.width}×{image.height} 像素，超过上限", STAGE)
        is_page = _is_page(image)
        pixels, dots = scan.pixels_of(image)
    if not is_page and not scan_layout.is_ruled(pixels, dots / scan.POINTS_PER_INCH):
        return None, []
    page = scan.read_scanned_page(pixels, picture.page, dots)
    numbers = sum(is_numeric(word.text) for word in page.words)
    holds_text = len(page.words) >= _FEWEST_WORDS if is_page else numbers >= pdf_scanned.FEWEST_NUMBERS
    return (page, pdf_scanned.doubts_of(page.words)) if holds_text else (None, [])


def _is_page(image: Image.Image) -> bool:
    shorter, longer = sorted(image.size)
    return shorter >= _LEAST_PAGE and _A4[0] <= longer / shorter <= _A4[1]


def _joined(document: Document, read: dict[int, list[Page]], faults: Sequence[PageFault]) -> Document:
    """The pages of a document and of its pictures in order, numbered on; whatever names a page follows its number."""
    pages: list[Page] = []
    moved: dict[int, int] = {}
    further = 0
    for page in document.pages:
        mine = read.get(page.number, [])
        is_blank = not page.lines and not page.ready_grids
        moved[page.number] = page.number + further
        first = page.number + further + (0 if is_blank and mine else 1)
        pages.extend([] if is_blank and mine else [page])
        pages.extend(replace(picture, number=first + place) for place, picture in enumerate(mine))
        further += len(mine) - (1 if is_blank and mine else 0)
    printed = {id(page) for page in document.pages}
    return replace(
        document,
        page_count=document.page_count + further,
        pages=tuple(_renumbered(page, moved) if id(page) in printed else page for page in pages),
        faults=tuple(replace(f, page=moved.get(f.page, f.page)) for f in (*document.faults, *faults)),
    )


def _renumbered(page: Page, moved: dict[int, int]) -> Page:
    return replace(
        page, number=moved[page.number], ready_grids=tuple(_grid_renumbered(grid, moved) for grid in page.ready_grids)
    )


def _grid_renumbered(grid: ReadyGrid, moved: dict[int, int]) -> ReadyGrid:
    return replace(grid, cells=tuple(replace(cell, page=moved.get(cell.page, cell.page)) for cell in grid.cells))
