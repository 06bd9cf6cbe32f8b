"""The links of a page that lead to documents: address and text, in order, each once. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urldefrag, urljoin

from pipelines.documents.links import page_links
from pipelines.intake.collecting.sources import Source


def document_links(body: bytes, base: str, source: Source, most: int) -> Iterator[tuple[str, str]]:
    """(address, text) of the links that fit the source's patterns; at most ``most``."""
    seen: set[str] = set()
    for href, text in page_links(body):
        address = urldefrag(urljoin(base, href.strip()))[0]
        if len(seen) >= most:
            return
        if (
            address in seen
            or not re.match(r"https?://", address)
            or not re.search(source.links, address, re.IGNORECASE)
        ):
            continue
        if source.match and not re.search(source.match, text):
            continue
        seen.add(address)
        yield address, text
