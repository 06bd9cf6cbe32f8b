"""Turns a set PDF into what a scanner makes of its print-out: turned a little, noisy, grey, an image without text.

``look.scan`` of a sample says how: ``dpi``, ``degrees``, ``noise`` (standard deviation in grey levels), JPEG
``quality`` and the ``seed`` of the noise, so that the image is the same each time.
"""

from __future__ import annotations

import io
import tempfile
from pathlib import Path
from typing import Any

import numpy
import pypdfium2
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests.documents.typeset import facts, flow
from tests.documents.typeset.surface import binary_streams

PAPER_GREY = 246


def write(sample: facts.Sample, path: Path) -> None:
    """Write a sample as a PDF of page images at ``path``."""
    with tempfile.TemporaryDirectory() as folder:
        printed = Path(folder) / "printed.pdf"
        flow.write(sample, printed)
        with pypdfium2.PdfDocument(printed) as document:
            pages = [
                (page.get_size(), scanned(page, number, sample.look["scan"])) for number, page in enumerate(document)
            ]
    canvas = Canvas(str(path), invariant=1)
    canvas.setTitle(sample.manifest["title"])
    with binary_streams():
        for (width, height), jpeg in pages:
            canvas.setPageSize((width, height))
            canvas.drawImage(ImageReader(io.BytesIO(jpeg)), 0, 0, width, height)
            canvas.showPage()
        canvas.save()


def scanned(page: pypdfium2.PdfPage, number: int, how: dict[str, Any]) -> bytes:
    """The page as a JPEG of its scan; ``number`` varies the noise from page to page."""
    picture = page.render(scale=how["dpi"] / 72, grayscale=True).to_pil().convert("L")
    picture = picture.rotate(how["degrees"], resample=Image.Resampling.BICUBIC, fillcolor=255)
    ink = numpy.asarray(picture, dtype=numpy.float64) / 255 * PAPER_GREY
    noise = numpy.random.default_rng(how["seed"] + number).normal(0.0, how["noise"], ink.shape)
    grey = numpy.clip(ink + noise, 0, 255).astype(numpy.uint8)
    stream = io.BytesIO()
    Image.fromarray(grey).save(stream, "JPEG", quality=how["quality"])
    return stream.getvalue()
