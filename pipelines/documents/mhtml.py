"""A web page in a single file (.mht, also saved as .doc or .xls) -> its pages: one for each part that is a web page.

Office programs write every sheet of a workbook as a part of its own. Only the envelope is opened here (RFC 2557, transfer
encodings, parts that are missing); markup is read in ``web``.
"""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes
from email.errors import CloseBoundaryNotFoundDefect, InvalidBase64PaddingDefect, StartBoundaryNotFoundDefect
from email.message import Message

from pipelines.documents import web
from pipelines.documents.errors import UnreadableDocument
from pipelines.documents.sniff import HTML, MHTML
from pipelines.records.pages import Document, PageFault

STAGE = "envelope"
_MOST_BYTES = 300_000_000
_MOST_PAGES = 2000
_CUT = (CloseBoundaryNotFoundDefect, StartBoundaryNotFoundDefect, InvalidBase64PaddingDefect)
# Where Excel keeps the names of the sheets and the frames around them: nothing that is printed.
_FRAMES = ("tabstrip.htm",)
_FRAMESET = b"<frameset"


def read(data: bytes, name: str, document_id: str) -> Document:
    """A web page in a single file as a document, one page for each web page in it. ``name`` is for messages.

    Raises ``UnreadableDocument`` when it is endless, cannot be opened, or holds no web page with text.
    """
    if len(data) > _MOST_BYTES:
        raise UnreadableDocument(f"{name}：单文件网页有 {len(data)} 字节，超过上限", STAGE)
    try:
        message = message_from_bytes(data.lstrip())
        parts = list(message.walk())
    except RecursionError as error:
        raise UnreadableDocument(f"{name}：单文件网页的各部分嵌套过深", STAGE) from error
    bodies = list(_web_pages(parts))
    if not bodies:
        raise UnreadableDocument(f"{name}：单文件网页里没有网页内容", STAGE)
    if len(bodies) > _MOST_PAGES:
        raise UnreadableDocument(f"{name}：单文件网页超过 {_MOST_PAGES} 页", STAGE)
    pictures = _pictures(parts)
    found = [web.read_page(body, name, number, pictures) for number, body in enumerate(bodies, 1)]
    faults = [fault for one in found for fault in one.faults]
    if any(isinstance(defect, _CUT) for part in parts for defect in part.defects):
        faults.append(PageFault(len(bodies), STAGE, "单文件网页没有结尾或编码残缺，可能被截断，后面的内容缺失"))
    document = Document(document_id, MHTML, len(bodies), tuple(one.page for one in found), tuple(faults))
    return web.joined(document, [picture for one in found for picture in one.pictures], name)


def _web_pages(parts: list[Message]) -> Iterator[bytes]:
    """The bytes of the parts that are web pages, without the frames around them."""
    for part in parts:
        if part.get_content_type() != HTML or (part.get("Content-Location") or "").lower().endswith(_FRAMES):
            continue
        body = part.get_payload(decode=True)
        if isinstance(body, bytes) and body.strip() and _FRAMESET not in body[:65536].lower():
            yield body


def _pictures(parts: list[Message]) -> dict[str, bytes]:
    """The parts that are pictures, by the names under which pages refer to them."""
    found: dict[str, bytes] = {}
    for part in parts:
        body = part.get_payload(decode=True) if part.get_content_maintype() == "image" else None
        if isinstance(body, bytes):
            place = (part.get("Content-Location") or "").rpartition("/")[2].lower()
            found |= {name: body for name in (place, (part.get("Content-ID") or "").strip("<>").lower()) if name}
    return found
