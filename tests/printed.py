"""Small PDFs printed with reportlab, for tests of the PDF reader: a page per function, a table drawn in many ways."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from pipelines.documents import read
from pipelines.grids import find_grids
from pipelines.records.pages import Document, Page

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))
A4 = (595.0, 842.0)
ROWS = [["项目", "金额"], ["合计", "1,234.50"], ["教育支出", "234.50"]]
WIDTHS = [120.0, 90.0]


def pdf(*draw: Callable[[Canvas], None], size: tuple[float, float] = A4, **options: object) -> bytes:
    """A PDF with one page per function."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=size, **options)
    for function in draw:
        canvas.setFont(FONT, 10)
        function(canvas)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def table(
    canvas: Canvas,
    rows: Sequence[Sequence[str]] = ROWS,
    x: float = 80.0,
    top: float = 700.0,
    ruler: Callable[[Canvas, float, float, float, float], None] | None = None,
) -> None:
    """A table with its upper left corner at ``x``, ``top`` (user space); ``ruler`` draws the border of every cell."""
    for number, row in enumerate(rows):
        left = x
        for text, width in zip(row, WIDTHS, strict=True):
            bottom = top - 20 * (number + 1)
            (ruler or stroke)(canvas, left, bottom, left + width, bottom + 20)
            canvas.drawString(left + 4, bottom + 6, text)
            left += width


def stroke(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    canvas.rect(x0, y0, x1 - x0, y1 - y0)


def thin_fills(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    for box in ((x0, y0, x1 - x0, 0.5), (x0, y1, x1 - x0, 0.5), (x0, y0, 0.5, y1 - y0), (x1, y0, 0.5, y1 - y0)):
        canvas.rect(*box, stroke=0, fill=1)


def double_strokes(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    stroke(canvas, x0, y0, x1, y1)
    stroke(canvas, x0 + 2, y0 + 2, x1 - 2, y1 - 2)


def dotted(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    for x in np.arange(x0, x1, 2.0):
        canvas.rect(float(x), y0, 1, 1, stroke=0, fill=1)
        canvas.rect(float(x), y1, 1, 1, stroke=0, fill=1)
    for y in np.arange(y0, y1, 2.0):
        canvas.rect(x0, float(y), 1, 1, stroke=0, fill=1)
        canvas.rect(x1, float(y), 1, 1, stroke=0, fill=1)


def one_path(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    path = canvas.beginPath()
    for box in ((x0, y0, x1 - x0, 0.5), (x0, y1, x1 - x0, 0.5), (x0, y0, 0.5, y1 - y0), (x1, y0, 0.5, y1 - y0)):
        path.rect(*box)
    canvas.drawPath(path, stroke=0, fill=1)


def document(data: bytes) -> Document:
    return read(data, "文件", "0" * 64)


def only_page(data: bytes) -> Page:
    (page,) = document(data).pages
    return page


def grid_texts(data: bytes) -> list[list[list[str]]]:
    found = []
    for grid in find_grids(document(data)):
        rows: list[list[str]] = [[] for _ in range(grid.row_count)]
        for cell in sorted(grid.cells, key=lambda cell: (cell.row_no, cell.column_no)):
            rows[cell.row_no].append(cell.text)
        found.append(rows)
    return found


SAMPLE = "Sample"


def register_sample() -> Path:
    """The sample font as ``SAMPLE``: a TrueType font, embedded with a map to Unicode that can be broken."""
    path = Path(__file__).parent / "documents/typeset/fonts/sample-sans.ttf"
    pdfmetrics.registerFont(TTFont(SAMPLE, path))
    return path
