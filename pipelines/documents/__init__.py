"""From bytes to pages: formats and their quirks (fonts, rotation, baselines, odd characters) end in this room.

One module per format behind ``read``; a format is a row of ``READERS``. No meaning, no tables: those are ``grids`` and
``statements``. Modules are imported when their format is met, so a PDF never pays for a spreadsheet library.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import replace

from pipelines.documents import sniff
from pipelines.documents.errors import UnreadableDocument
from pipelines.records.pages import Document, PageFault
from pipelines.reference.scripts import traditional_count

__all__ = ["READERS", "UnreadableDocument", "read"]

READERS: dict[str, str] = {
    sniff.PDF: "pipelines.documents.pdf",
    sniff.XLSX: "pipelines.documents.sheet",
    sniff.XLS: "pipelines.documents.sheet",
    sniff.HTML: "pipelines.documents.web",
    sniff.MHTML: "pipelines.documents.mhtml",
    sniff.TEXT: "pipelines.documents.text",
    sniff.DOCX: "pipelines.documents.word",
    sniff.DOC: "pipelines.documents.office",
    sniff.RTF: "pipelines.documents.office",
    sniff.ODT: "pipelines.documents.office",
    sniff.ODS: "pipelines.documents.office",
    sniff.XML_SHEET: "pipelines.documents.office",
    sniff.XML_DOCUMENT: "pipelines.documents.word",
    sniff.OLE: "pipelines.documents.office",
    sniff.ZIP: "pipelines.documents.archive",
    **dict.fromkeys(sniff.IMAGES, "pipelines.documents.scan"),
}
"""Media type -> module with ``read(data, name, document_id) -> Document``."""


def read(data: bytes, name: str, document_id: str) -> Document:
    """The pages of a document. ``name`` is only for messages and never decides the format.

    Raises ``UnreadableDocument`` when not one page can be read; pages that fail alone are in ``Document.faults``.
    """
    media_type = sniff.sniff(data)
    module_name = READERS.get(media_type)
    if module_name is None:
        raise UnreadableDocument(f"{name}：不支持的文件格式 {media_type}", "sniff")
    reader: Callable[[bytes, str, str], Document] = importlib.import_module(module_name).read
    return _with_script(reader(data, name, document_id))


def _with_script(document: Document) -> Document:
    """The document; one in traditional characters says so, for the words of tables and sentences are known in simplified ones."""
    cells = (cell.text for page in document.pages for grid in page.ready_grids for cell in grid.cells)
    lines = (line.text for page in document.pages for line in page.lines)
    count = traditional_count("".join((*cells, *lines)))
    if not count:
        return document
    reason = f"有 {count} 个繁体字，表名、项目名与文字说明可能未能识别"
    return replace(document, faults=(*document.faults, PageFault(0, "script", reason)))
