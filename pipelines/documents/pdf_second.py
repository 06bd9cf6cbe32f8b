"""The second reader: pdfplumber, with pdfminer's parser and its own table finder, independent of ``pdf`` and ``grids``.

Gives plain rows of text for a comparison of amounts; slow, so it is asked for single pages. Never corrects the first.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pdfplumber

from pipelines.documents.characters import clean_code_point
from pipelines.documents.errors import UnreadableDocument
from pipelines.records.pages import Box

# As in the first reader: a fill wider than this is a coloured box, and no rule without a stroke.
_THIN = 3.0
# Pages of another size than the first reader's are turned by one of the two: their places cannot be compared.
_SAME_SIZE = 1.0
# Characters of one line differ by less than this share of their height.
_ONE_LINE = 0.6


@dataclass(frozen=True, slots=True)
class Asked:
    """A page (1-based) to be read again, its size as the first reader shows it, and the cells in question; points."""

    page: int
    size: tuple[float, float]
    boxes: tuple[Box, ...]


def read_page_grids(data: bytes, page: int) -> list[list[list[str | None]]]:
    """The tables of one page (1-based) as pdfplumber finds them: rows of cells, None where a cell is merged into another.

    Unstroked rectangles whose smaller side exceeds 3 points are dropped first (white backgrounds would become rules).
    Raises ``ValueError`` when there is no such page, ``UnreadableDocument`` when pdfminer cannot parse the file.
    """
    with _opened(data) as document:
        return [list(table) for table in _page(document, page).filter(_is_no_background).extract_tables()]


def texts_at(data: bytes, asked: Sequence[Asked]) -> list[list[str | None]]:
    """What pdfplumber reads in the cells of each page asked for, white space removed.

    As wide as the cell that it finds there itself, so that a number cut by the first reader shows whole; as high as the
    box, so that rows which it did not tell apart stay apart. Where it finds no cell the box is taken as it is. None for
    all cells of a page that it shows in another size. Raises as ``read_page_grids``.
    """
    with _opened(data) as document:
        return [_texts_of(_page(document, one.page), one) for one in asked]


def _texts_of(shown: Any, asked: Asked) -> list[str | None]:
    frame = tuple(float(value) for value in shown.cropbox)
    size = (frame[2] - frame[0], frame[3] - frame[1])
    if abs(size[0] - asked.size[0]) > _SAME_SIZE or abs(size[1] - asked.size[1]) > _SAME_SIZE:
        return [None] * len(asked.boxes)
    kept = shown.filter(_is_no_background)
    cells = [Box(*map(float, cell)) for table in kept.find_tables() for cell in table.cells]
    moved = (Box(b.x0 + frame[0], b.top + frame[1], b.x1 + frame[0], b.bottom + frame[1]) for b in asked.boxes)
    return [_text_in(_area(box, cells), kept.chars) for box in moved]


def _page(document: Any, page: int) -> Any:
    if not 1 <= page <= len(document.pages):
        raise ValueError(f"there is no page {page}")
    return document.pages[page - 1]


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


def _area(box: Box, cells: Iterable[Box]) -> Box:
    """A box as wide as the smallest of the cells in which its middle lies."""
    x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    around = [cell for cell in cells if cell.x0 <= x <= cell.x1 and cell.top <= y <= cell.bottom]
    if not around:
        return box
    cell = min(around, key=lambda found: (found.x1 - found.x0) * (found.bottom - found.top))
    return Box(cell.x0, box.top, cell.x1, box.bottom)


def _text_in(area: Box, characters: Iterable[dict[str, Any]]) -> str:
    """The characters whose middles lie in an area, line by line."""
    inside = sorted((c for c in characters if _is_in(area, c)), key=lambda c: (float(c["top"]), float(c["x0"])))
    lines: list[list[dict[str, Any]]] = []
    for character in inside:
        if lines and character["top"] - lines[-1][0]["top"] < _ONE_LINE * character["height"]:
            lines[-1].append(character)
        else:
            lines.append([character])
    texts = (c["text"] for line in lines for c in sorted(line, key=lambda c: float(c["x0"])))
    return "".join("".join(clean_code_point(ord(letter)) for letter in text) for text in texts).replace(" ", "")


def _is_in(area: Box, character: dict[str, Any]) -> bool:
    x, y = (character["x0"] + character["x1"]) / 2, (character["top"] + character["bottom"]) / 2
    return bool(area.x0 <= x <= area.x1 and area.top <= y <= area.bottom)
