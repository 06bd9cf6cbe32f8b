"""The second reader: pdfplumber, with pdfminer's parser and its own table finder, independent of ``pdf`` and ``grids``.

Gives plain rows of text for a comparison of amounts; slow, so it is asked for single pages. Never corrects the first.
"""

from __future__ import annotations

import io
from typing import Any

import pdfplumber

from pipelines.documents.errors import UnreadableDocument

# As in the first reader: a fill wider than this is a coloured box, and no rule without a stroke.
_THIN = 3.0


def read_page_grids(data: bytes, page: int) -> list[list[list[str | None]]]:
    """The tables of one page (1-based) as pdfplumber finds them: rows of cells, None where a cell is merged into another.

    Unstroked rectangles whose smaller side exceeds 3 points are dropped first (white backgrounds would become rules).
    Raises ``ValueError`` when there is no such page, ``UnreadableDocument`` when pdfminer cannot parse the file.
    """
    with _opened(data) as document:
        if not 1 <= page <= len(document.pages):
            raise ValueError(f"there is no page {page}")
        return [list(table) for table in document.pages[page - 1].filter(_is_no_background).extract_tables()]


def _opened(data: bytes) -> Any:
    # pdfminer raises errors of many kinds for damaged files; its own base class and pdfplumber's cover the parser's.
    from pdfminer.psexceptions import PSException
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        return pdfplumber.open(io.BytesIO(data))
    except (PSException, PdfminerException) as error:
        raise UnreadableDocument(f"第二读取程序无法打开：{error!r}", "second") from error


def _is_no_background(item: dict[str, Any]) -> bool:
    if item["object_type"] != "rect" or item.get("stroke"):
        return True
    return min(float(item["width"]), float(item["height"])) <= _THIN
