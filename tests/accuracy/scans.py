"""Pages as a scanner would give them: a document of images without text, turned a little, noisy, compressed.

A page is scanned together with the pages on which its tables begin and the cover, as nobody scans a page alone.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pypdfium2
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests.accuracy.truth import Truth
from tests.documents.typeset.scan import scanned

DEGREES = (0.4, -0.6, 0.2, -0.3, 0.7)
"""How far pages are turned, one after the other."""
NOISE = 6.0
"""Standard deviation of the noise, in grey levels of 256."""
JPEG_QUALITY = 70


@dataclass(frozen=True, slots=True)
class ScannedDocument:
    """The bytes of a scan and what its pages print."""

    data: bytes
    truths: tuple[Truth, ...]


def scan_of(data: bytes, truths: Sequence[Truth], begins: Mapping[int, int], dpi: int) -> ScannedDocument:
    """A scan of the pages of ``truths`` (all of one document). ``begins``: page -> first page of the grids that reach it."""
    pages = {1}
    for truth in truths:
        page = truth.page or 1
        pages.update(range(begins.get(page, page), page + 1))
    numbers = {page: number for number, page in enumerate(sorted(pages), start=1)}
    moved = tuple(replace(truth, page=numbers[truth.page or 1]) for truth in truths)
    return ScannedDocument(_scanned_pdf(data, sorted(pages), dpi), moved)


def _scanned_pdf(data: bytes, pages: Sequence[int], dpi: int) -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream, invariant=1)
    with pypdfium2.PdfDocument(data) as document:
        for number in pages:
            page = document[number - 1]
            turn = DEGREES[number % len(DEGREES)]
            how = {"dpi": dpi, "degrees": turn, "noise": NOISE, "seed": 7, "quality": JPEG_QUALITY}
            width, height = page.get_size()
            canvas.setPageSize((width, height))
            canvas.drawImage(ImageReader(io.BytesIO(scanned(page, number, how))), 0, 0, width, height)
            canvas.showPage()
    canvas.save()
    return stream.getvalue()
