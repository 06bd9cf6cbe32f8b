"""From bytes to pages: formats and their quirks (fonts, rotation, baselines, odd characters) end in this room.

One module per format behind ``read``; a format is a row of ``READERS``. No meaning, no tables: those are ``grids`` and
``statements``. Modules are imported when their format is met, so a PDF never pays for a spreadsheet library.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable

from pipelines.documents import sniff
from pipelines.documents.errors import UnreadableDocument
from pipelines.records.pages import Document

__all__ = ["READERS", "UnreadableDocument", "read"]

READERS: dict[str, str] = {
    sniff.PDF: "pipelines.documents.pdf",
    sniff.XLSX: "pipelines.documents.sheet",
    sniff.XLS: "pipelines.documents.sheet",
    sniff.HTML: "pipelines.documents.web",
    sniff.TEXT: "pipelines.documents.text",
    sniff.DOCX: "pipelines.documents.word",
    sniff.DOC: "pipelines.documents.office",
    sniff.RTF: "pipelines.documents.office",
    sniff.ODT: "pipelines.documents.office",
    sniff.ODS: "pipelines.documents.office",
    sniff.OLE: "pipelines.documents.office",
    sniff.ZIP: "pipelines.documents.archive",
    "image/png": "pipelines.documents.scan",
    "image/jpeg": "pipelines.documents.scan",
    "image/tiff": "pipelines.documents.scan",
    "image/gif": "pipelines.documents.scan",
    "image/bmp": "pipelines.documents.scan",
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
    return reader(data, name, document_id)
