"""What a file is, by its bytes. Extensions are not believed and not looked at; nothing is opened or read here."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Iterable

from pipelines.documents.errors import UnreadableDocument
from pipelines.documents.ole import OleContainer, entries_of_broken

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLS = "application/vnd.ms-excel"
DOC = "application/msword"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
ODT = "application/vnd.oasis.opendocument.text"
OLE = "application/x-ole-storage"
ZIP = "application/zip"
RTF = "application/rtf"
HTML = "text/html"
MHTML = "multipart/related"
XML_SHEET = "application/x-msexcel-xml"
XML_DOCUMENT = "application/x-msword-xml"
TEXT = "text/plain"

_IMAGE_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
)
IMAGES = frozenset(media_type for _, media_type in _IMAGE_MAGIC)
_MAGIC = (
    *_IMAGE_MAGIC,
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b", "application/gzip"),
    (b"{\\rtf", RTF),
)
_OFD_ENTRY = "OFD.xml"
OFD = "application/ofd"

# Streams at the top of an OLE compound file.
_OLE_STREAMS = ((frozenset({"Workbook", "Book"}), XLS), (frozenset({"WordDocument"}), DOC))
_HTML_MARKS = (b"<!doctype html", b"<html", b"<head", b"<body", b"<table", b"<div", b"<meta")
# The root elements of the XML that Excel and Word 2003 wrote, and that accounting programs still export as .xls and .doc.
_XML_ROOTS = (
    (b"urn:schemas-microsoft-com:office:spreadsheet", b"<workbook", XML_SHEET),
    (b"http://schemas.microsoft.com/office/word/2003/wordml", b":worddocument", XML_DOCUMENT),
)
# A web page in a single file (RFC 2557) begins with the header of a message.
_MESSAGE = re.compile(rb"(?:[a-z0-9-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?mime-version:")
# A PDF header may stand behind other bytes, but within the first 1,024 (PDF 1.7, appendix H.3, note 13).
_PDF_HEADER_WITHIN = 1024
_TEXT_SAMPLE = 4096


def sniff(data: bytes) -> str:
    """The media type of ``data``. Raises ``UnreadableDocument`` (stage ``sniff``) for nothing at all or unknown bytes."""
    if not data:
        raise UnreadableDocument("文件是空的（0 字节）", "sniff")
    if b"%PDF-" in data[:_PDF_HEADER_WITHIN]:
        return PDF
    if data.startswith(b"PK\x03\x04") or data.startswith(b"PK\x05\x06"):
        return _sniff_zip(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _sniff_ole(data)
    for magic, media_type in _MAGIC:
        if data.startswith(magic):
            return media_type
    return _sniff_text(data)


def _sniff_zip(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            mimetype = archive.read("mimetype")[:100].decode("ascii", "replace") if "mimetype" in names else ""
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise UnreadableDocument(f"压缩包结构损坏，可能被截断（{error}）", "sniff") from error
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        return XLSX
    if "word/document.xml" in names:
        return DOCX
    if mimetype.strip() in (ODS, ODT):
        return mimetype.strip()
    return OFD if _OFD_ENTRY in names else ZIP


def _sniff_ole(data: bytes) -> str:
    try:
        found: Iterable[str] = OleContainer(data).root_names()
    except (struct.error, IndexError):
        # Broken: the reader of the format that its first such stream names will say so.
        known = [name for name in entries_of_broken(data) if any(name in streams for streams, _ in _OLE_STREAMS)]
        found = known[:1]
    return next((media_type for streams, media_type in _OLE_STREAMS if not streams.isdisjoint(found)), OLE)


def _sniff_text(data: bytes) -> str:
    sample = data[:_TEXT_SAMPLE]
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        wide = "utf-16-le" if sample.startswith(b"\xff\xfe") else "utf-16-be"
        sample = sample[2:].decode(wide, "replace").encode("utf-8")
    if b"\x00" in sample:
        raise UnreadableDocument("不认识的文件格式（二进制内容，不是 PDF、表格、文档、网页、图片或文本）", "sniff")
    lowered = sample.lower()
    if _MESSAGE.match(lowered.lstrip()):
        return MHTML
    for namespace, root, media_type in _XML_ROOTS:
        if namespace in lowered and root in lowered:
            return media_type
    return HTML if any(mark in lowered for mark in _HTML_MARKS) else TEXT
