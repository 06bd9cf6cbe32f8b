"""The documents that are measured: the published ones when they are here, otherwise the samples of ``data/raw``."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pdfplumber
import pypdfium2

from pipelines.intake import scan_raw
from pipelines.records.pages import RawFile

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "data" / "raw"
SHARED = ROOT.parent / "shared" / "disclosures"


@dataclass(frozen=True, slots=True)
class Source:
    """One PDF of the corpus."""

    raw: RawFile
    data: bytes


def folder() -> Path:
    """The folder the corpus is from."""
    return SHARED if SHARED.is_dir() else SAMPLES


def named() -> str:
    """What the corpus is, for the print-out."""
    return "published documents" if SHARED.is_dir() else "samples of data/raw (the published documents are not here)"


@cache
def pdfs() -> tuple[Source, ...]:
    """Every PDF of the corpus with a text layer, in order of path."""
    sources = [Source(raw, (folder() / raw.path).read_bytes()) for raw in scan_raw(folder()).files if _is_pdf(raw.path)]
    return tuple(source for source in sources if _has_text(source.data))


def _is_pdf(path: str) -> bool:
    return path.lower().endswith(".pdf")


def _has_text(data: bytes) -> bool:
    with pypdfium2.PdfDocument(data) as document:
        return any(page.get_textpage().count_chars() > 20 for page in document)


def table_pages(data: bytes, most: int) -> tuple[bytes, int]:
    """A PDF of at most ``most`` pages of ``data``, spread over it, on which pdfplumber finds tables; and their number.

    The other reader chooses the pages, so that ours is not measured on pages that suit it.
    """
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        found = [page.page_number - 1 for page in pdf.pages if page.find_tables()]
    step = max(1, -(-len(found) // most))
    chosen = found[::step]
    return (_only(data, chosen), len(chosen)) if chosen else (b"", 0)


def _only(data: bytes, pages: list[int]) -> bytes:
    target = io.BytesIO()
    with pypdfium2.PdfDocument(data) as document, pypdfium2.PdfDocument.new() as chosen:
        chosen.import_pages(document, pages)
        chosen.save(target)
    return target.getvalue()
