"""Lines of running text: what is left of a document's lines when page numbers, running heads and grids are taken out.

Only places and repetition decide here, and the look of a page number; how lines join to paragraphs is told in
``paragraphs``. White space goes, except between two digits, where it may part two numbers.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipelines.facts.printed import plain_form
from pipelines.records.pages import Box, Document, Grid, Line, Page

# Share of the page height from either edge in which page numbers and running heads stand.
_MARGIN = 0.13
# Lines from either end of a page that may be one, on pages without geometry.
_OUTER_LINES = 2
# A running head stands at the same height (in shares of the page) on at least this many pages.
_SAME_HEIGHT = 0.02
_REPEATED = 3

_PAGE_NUMBER = re.compile(
    r"[-~·.*_\s]*(?:第|page|P\.?)?\s*[0-9]{1,4}\s*(?:页|/\s*[0-9]{1,4}|of\s*[0-9]{1,4})?\s*"
    r"(?:[,，]?共\s*[0-9]{1,4}\s*页)?[-~·.*_\s]*|[-~_=\s]{1,4}",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\s*[0-9]{4}\s*")
_PAGE_MARK = re.compile(r"={2,}\s*(?:page|第)?\s*[0-9]{1,4}\s*页?\s*=*", re.IGNORECASE)
_MARKUP = re.compile(r"</?(?:b|i|u|strong|em|p|br)\s*/?>|\*{2,}|^\s*#{1,6}\s+", re.IGNORECASE)
_SPACE = re.compile(r"\s")
_UNIT_START = re.compile(r"[万亿千百]?元|[万亿年月日%％人辆台个项批家次]")
_NUMBER = re.compile(r"[-+(]?[0-9][0-9,]*(?:\.[0-9]+)?[)]?")
_NUMERIC = frozenset("0123456789０１２３４５６７８９.．")


class Place(NamedTuple):
    """Where one character is printed: page, running number of its line in the document, box (None without geometry)."""

    page: int
    line: int
    box: Box | None


@dataclass(frozen=True, slots=True)
class BodyLine:
    """One line of running text. ``starts_block``: something else (a grid, a sheet's rows) stands between it and the line before."""

    text: str
    places: tuple[Place, ...]
    page: int
    box: Box | None
    starts_block: bool
    is_heading_mark: bool = False
    """The format itself marks the line as a heading."""


def body_lines(document: Document, grids: Sequence[Grid]) -> tuple[BodyLine, ...]:
    """The running text of a document line by line, in reading order."""
    dropped = _furniture(document)
    areas = _grid_areas(grids)
    found: list[BodyLine] = []
    after_break = True
    for page in document.pages:
        for index, line in _lines_with_breaks(page):
            if line is None or _is_in(line, areas.get(page.number, ())) or _is_tabular(line):
                after_break = True
                continue
            if (page.number, index) in dropped:
                continue
            body = _body_line(line, page.number, len(found), after_break)
            if body is not None:
                found.append(body)
                after_break = False
    return tuple(found)


def _lines_with_breaks(page: Page) -> Iterator[tuple[int, Line | None]]:
    """The lines of a page with their index; None stands for a grid between them. A grid of one cell is a frame around text."""
    ready = defaultdict(list)
    for grid in page.ready_grids:
        ready[grid.line_index].append(grid)
    for index in range(len(page.lines) + 1):
        for grid in ready.get(index, ()):
            if len(grid.cells) != 1:
                yield index, None
                continue
            cell = grid.cells[0]
            for line in cell.lines or tuple(Line(text, None) for text in cell.text.split("\n")):
                yield -1, line
        if index < len(page.lines):
            yield index, page.lines[index]


def _grid_areas(grids: Sequence[Grid]) -> dict[int, tuple[Box, ...]]:
    """By page, the rectangles that grids cover."""
    areas: dict[int, list[Box]] = defaultdict(list)
    for grid in grids:
        if len(grid.cells) == 1:
            continue
        by_page: dict[int, list[Box]] = defaultdict(list)
        for cell in grid.cells:
            if cell.box is not None:
                by_page[cell.page].append(cell.box)
        for page, boxes in by_page.items():
            areas[page].append(_around(boxes))
    return {page: tuple(found) for page, found in areas.items()}


def _around(boxes: Sequence[Box]) -> Box:
    return Box(
        min(box.x0 for box in boxes),
        min(box.top for box in boxes),
        max(box.x1 for box in boxes),
        max(box.bottom for box in boxes),
    )


def _is_in(line: Line, areas: Iterable[Box]) -> bool:
    if line.box is None:
        return False
    x, y = (line.box.x0 + line.box.x1) / 2, (line.box.top + line.box.bottom) / 2
    return any(area.x0 <= x <= area.x1 and area.top <= y <= area.bottom for area in areas)


def _is_tabular(line: Line) -> bool:
    """Whether a line without geometry is a row of a table: cells parted by tabs or bars, or two bare numbers and more."""
    if line.box is not None:
        return False
    if "\t" in line.text or line.text.count("|") > 1:
        return True
    if any(mark in line.text for mark in "，。；"):
        return False
    parts = line.text.split()
    bare = [part for part, after in zip(parts, [*parts[1:], ""], strict=True) if not _UNIT_START.match(after)]
    return sum(_NUMBER.fullmatch(part) is not None for part in bare) > 1


def _furniture(document: Document) -> set[tuple[int, int]]:
    """Page and index of every line that is a page number, a page mark or a running head or foot."""
    dropped: set[tuple[int, int]] = set()
    heights: dict[str, list[tuple[int, int, float]]] = defaultdict(list)
    for page in document.pages:
        for index, line in enumerate(page.lines):
            plain = plain_form(line.text).strip()
            is_outermost = index in (0, len(page.lines) - 1)
            if _PAGE_MARK.fullmatch(plain):
                dropped.add((page.number, index))
            elif is_outermost or _is_outer(page, index):
                if _PAGE_NUMBER.fullmatch(plain) and (_is_outer(page, index) or not _YEAR.fullmatch(plain)):
                    dropped.add((page.number, index))
                elif _is_outer(page, index):
                    heights[re.sub(r"[0-9]+", "0", "".join(plain.split()))].append(
                        (page.number, index, _height(page, index))
                    )
    for places in heights.values():
        dropped.update(_repeated(places))
    return dropped


def _is_outer(page: Page, index: int) -> bool:
    box = page.lines[index].box
    if box is None:
        return index < _OUTER_LINES or index >= len(page.lines) - _OUTER_LINES
    middle = (box.top + box.bottom) / 2
    return middle < page.height * _MARGIN or middle > page.height * (1 - _MARGIN)


def _height(page: Page, index: int) -> float:
    """Where on the page a line stands, as a share of its height; without geometry, from the nearer end in lines."""
    box = page.lines[index].box
    if box is None:
        return index * _SAME_HEIGHT if index < _OUTER_LINES else 1 - (len(page.lines) - index) * _SAME_HEIGHT
    return (box.top + box.bottom) / 2 / page.height


def _repeated(places: list[tuple[int, int, float]]) -> set[tuple[int, int]]:
    """Those of equal lines that stand at one height on enough pages."""
    found: set[tuple[int, int]] = set()
    levels = Counter(round(height / _SAME_HEIGHT) for _, _, height in places)
    for page, index, height in places:
        if levels[round(height / _SAME_HEIGHT)] >= _REPEATED:
            found.add((page, index))
    return found


def _body_line(line: Line, page: int, number: int, starts_block: bool) -> BodyLine | None:
    """The line without white space and markup; None when nothing is left."""
    marks = list(_MARKUP.finditer(line.text)) if _may_hold_markup(line.text) else []
    left_out = {index for mark in marks for index in range(mark.start(), mark.end())}
    boxes = line.boxes if len(line.boxes) == len(line.text) else (None,) * len(line.text)
    texts: list[str] = []
    places: list[Place] = []
    if not left_out and _SPACE.search(line.text) is None:
        texts.append(line.text)
        places.extend([Place(page, number, box) for box in boxes])
    else:
        for index, character in enumerate(line.text):
            if index not in left_out and (not character.isspace() or _parts_numbers(line.text, index, texts)):
                texts.append(" " if character.isspace() else character)
                places.append(Place(page, number, boxes[index]))
    if not texts:
        return None
    is_heading = any(mark.group().lstrip().startswith("#") for mark in marks)
    return BodyLine("".join(texts), tuple(places), page, line.box, starts_block, is_heading)


def _may_hold_markup(text: str) -> bool:
    return "<" in text or "**" in text or text.lstrip().startswith("#")


def _parts_numbers(text: str, index: int, before: Sequence[str]) -> bool:
    """Whether the white space at ``index`` stands between two digits and so may part two numbers."""
    if not before or before[-1] not in _NUMERIC:
        return False
    return text[index + 1 : index + 2] in _NUMERIC if index + 1 < len(text) else False
