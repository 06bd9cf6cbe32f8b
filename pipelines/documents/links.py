"""The links of a web page, as collecting needs them. Reading the page as a document is ``web``."""

from __future__ import annotations

from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

from pipelines.documents.plain import decode


def page_links(data: bytes) -> Iterator[tuple[str, str]]:
    """(address as written, text without white space) of every link of a page, in order; the charset is sniffed."""
    for node in LexborHTMLParser(decode(data)).css("a[href]"):
        address = node.attributes.get("href") or ""
        title = node.attributes.get("title") or ""
        yield address, "".join((node.text() or title).split())
