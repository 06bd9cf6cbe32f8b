"""A web page as one page: bytes, encoding and pictures here, markup in ``markup``.

Markdown that holds tables in markup is recognised and read as text. What the tables mean is decided elsewhere.
"""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from pipelines.documents import text
from pipelines.documents.errors import UnreadableDocument
from pipelines.documents.inserted import Inserted, with_pictures
from pipelines.documents.markup import add_markup, is_cut, picture_sources, table_parts
from pipelines.documents.plain import decode, unknown_count
from pipelines.documents.ready import PageBuilder
from pipelines.documents.sniff import HTML
from pipelines.records.pages import Document, Page, PageFault
from pipelines.reference.scripts import is_traditional, simplified

STAGE = "web"
METHOD = "web"
_MOST_BYTES = 100_000_000
# A gap of this many zero bytes is what a failed disk or a broken download leaves; rows of two tables may touch over it.
_GAP = "\x00" * 8
_DATA = re.compile(r"data:image/[\w.+-]+;base64,", re.IGNORECASE)
# Pictures of these formats are marks and buttons.
_LINE_ART = re.compile(r"\.(?:gif|svg|ico)(?:[?#]|$)|^data:", re.IGNORECASE)
_PAGE_MARKUP = re.compile(r"<(?:!doctype|html|head|body|meta|div|p|h[1-6]|ul|table|td|form)\b", re.IGNORECASE)


class WebPage(NamedTuple):
    """A web page: what it prints, what is missing from it, and the pictures that are at hand."""

    page: Page
    faults: tuple[PageFault, ...]
    pictures: tuple[Inserted, ...]


def read(data: bytes, name: str, document_id: str) -> Document:
    """A web page as a document of one page; text with tables in markup as text. ``name`` is for messages.

    Raises ``UnreadableDocument`` when there is no text at all, the page is endless, or bytes are missing within it.
    """
    content = _content(data, name)
    outside = "".join(part for is_table, part in table_parts(content) if not is_table)
    if outside.strip() and not _PAGE_MARKUP.search(outside):
        return text.read(data, name, document_id)
    found = _page_of(content, name, 1, {})
    return joined(Document(document_id, HTML, 1, (found.page,), found.faults), found.pictures, name)


def read_page(data: bytes, name: str, number: int, parts: Mapping[str, bytes]) -> WebPage:
    """One web page as page ``number`` of a document that holds several. ``parts``: pictures beside it by their names.

    Raises ``UnreadableDocument`` for endless pages and where bytes are missing within it.
    """
    return _page_of(_content(data, name), name, number, parts)


def joined(document: Document, pictures: Sequence[Inserted], name: str) -> Document:
    """The document with its pictures. Raises ``UnreadableDocument`` when neither pages nor pictures show any text."""
    whole = with_pictures(document, pictures)
    if not any(page.lines or page.ready_grids for page in whole.pages):
        reasons = "".join(f"（{fault.reason}）" for fault in whole.faults)
        raise UnreadableDocument(f"{name}：网页里没有任何文字{reasons}")
    return whole


def _content(data: bytes, name: str) -> str:
    if len(data) > _MOST_BYTES:
        raise UnreadableDocument(f"{name}：网页有 {len(data)} 字节，超过上限")
    content = decode(data)
    if _GAP in content:
        raise UnreadableDocument(
            f"{name}：网页中有 {content.count(chr(0))} 个空字节，内容残缺，表格无法可靠读取，请重新下载"
        )
    return content


def _page_of(content: str, name: str, number: int, parts: Mapping[str, bytes]) -> WebPage:
    is_other_script = is_traditional(content)
    page = PageBuilder(number, METHOD)
    add_markup(simplified(content) if is_other_script else content, page, name)
    reasons = [*_damage_of(content), *((text.TRANSCRIBED,) if is_other_script else ())]
    pictures: list[Inserted] = []
    away = 0
    for place, source in enumerate(picture_sources(content), start=1):
        data = _picture_data(source, parts)
        if data is None:
            away += not _LINE_ART.search(source)
        else:
            pictures.append(Inserted(number, f"图片 {place}", data))
    if away and not page.grids:
        reasons.append(f"网页没有表格，有 {away} 张图片不在文件中，图中的内容没有读取")
    return WebPage(page.build(), tuple(PageFault(number, STAGE, reason) for reason in reasons), tuple(pictures))


def _picture_data(source: str, parts: Mapping[str, bytes]) -> bytes | None:
    """The bytes of a picture that the markup holds itself or that is a part beside it; nothing for broken ones."""
    found = _DATA.match(source)
    if found is None:
        return parts.get(source.removeprefix("cid:").rpartition("/")[2].lower())
    try:
        return b64decode(unquote_to_bytes(source[found.end() :]))
    except binascii.Error:
        return b""


def _damage_of(content: str) -> Iterator[str]:
    """What is missing from a page, in Chinese."""
    if unknown_count(content):
        yield f"有 {unknown_count(content)} 个字符无法解码，以 U+FFFD 标出"
    if is_cut(content):
        yield "网页没有结尾（标记未闭合），可能被截断，后面的内容缺失"
