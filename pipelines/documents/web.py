"""A web page as one page: bytes and encoding here, markup in ``markup``.

Markdown that holds tables in markup is recognised and read as text. What the tables mean is decided elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.documents import text
from pipelines.documents.errors import UnreadableDocument
from pipelines.documents.markup import add_markup, is_cut, table_parts
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
_PAGE_MARKUP = re.compile(r"<(?:!doctype|html|head|body|meta|div|p|h[1-6]|ul|table|td|form)\b", re.IGNORECASE)


def read(data: bytes, name: str, document_id: str) -> Document:
    """A web page as a document of one page; text with tables in markup as text. ``name`` is for messages.

    Raises ``UnreadableDocument`` when there is no text at all, the page is endless, or bytes are missing within it.
    """
    content = _content(data, name)
    outside = "".join(part for is_table, part in table_parts(content) if not is_table)
    if outside.strip() and not _PAGE_MARKUP.search(outside):
        return text.read(data, name, document_id)
    page, faults = _page_of(content, name, 1)
    return Document(document_id, HTML, 1, (page,), faults)


def read_page(data: bytes, name: str, number: int) -> tuple[Page, tuple[PageFault, ...]]:
    """One web page as page ``number`` of a document that holds several, and what is missing from it.

    Raises ``UnreadableDocument`` as ``read`` does.
    """
    return _page_of(_content(data, name), name, number)


def _content(data: bytes, name: str) -> str:
    if len(data) > _MOST_BYTES:
        raise UnreadableDocument(f"{name}：网页有 {len(data)} 字节，超过上限")
    content = decode(data)
    if _GAP in content:
        raise UnreadableDocument(
            f"{name}：网页中有 {content.count(chr(0))} 个空字节，内容残缺，表格无法可靠读取，请重新下载"
        )
    return content


def _page_of(content: str, name: str, number: int) -> tuple[Page, tuple[PageFault, ...]]:
    is_other_script = is_traditional(content)
    page = PageBuilder(number, METHOD)
    add_markup(simplified(content) if is_other_script else content, page, name)
    if not page.lines and not page.grids:
        raise UnreadableDocument(f"{name}：网页里没有任何文字")
    reasons = [*_damage_of(content), *((text.TRANSCRIBED,) if is_other_script else ())]
    return page.build(), tuple(PageFault(number, STAGE, reason) for reason in reasons)


def _damage_of(content: str) -> Iterator[str]:
    """What is missing from a page, in Chinese."""
    if unknown_count(content):
        yield f"有 {unknown_count(content)} 个字符无法解码，以 U+FFFD 标出"
    if is_cut(content):
        yield "网页没有结尾（标记未闭合），可能被截断，后面的内容缺失"
