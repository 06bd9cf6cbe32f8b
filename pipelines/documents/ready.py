"""Tables that a format states itself (sheet, web page, Word, tabs) -> lines and ready grids of a page, in order.

Publishers put titles, units and notes inside the table: leading rows that are captions become lines above the grid, trailing
notes become lines below it, and a blank row followed by captions begins another grid. Every cell of the table that remains
is kept with its span. Reading a format and naming a statement do not belong here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from pipelines.records.pages import Cell, Line, Page, ReadyGrid

# Labels that introduce who reports and in which unit: never a header of a table, so a row with one is a caption.
_CAPTION = re.compile(
    r"^[（(【\[]?\s*(?:(?:编制|填报|公开|填表|报送|预算|决算|编报|制表)?(?:部门|单位|机构)(?:[/、]单位|[（(]单位[）)])?(?:名称)?"
    r"|(?:编制|填报|填表|报送|制表|公开)(?:日期|时间|人)|(?:金额|货币|计量)单位|单位)\s*[：:]"
)
_MONEY_UNIT = re.compile(r"单位\s*[：:]\s*(?:人民币)?\s*[百千万亿]*\s*元")
_NOTE = re.compile(r"^[（(【*※]*\s*(?:备?注|说明|附注)\s*(?:[：:、.．\d]|$)|^[*※]")
_TITLE = re.compile(r"表\s*(?:[（(][^）)]*[）)])?\s*$|^[（(]?(?:附表|附件|表|公开)\s*[\d一二三四五六七八九十]")
_COLUMN_GROUP = re.compile(r"(?:数|经费|支出|收入|科目|金额|情况)\s*$")
_MOST_CAPTION_CELLS = 6
_TITLE_ROWS = 4
# A lone text below a gap is a remark when it is longer than the label of a row (合计, 收入总计 …).
_LONGEST_LABEL = 12
_LONGEST_TITLE = 120


class Placed(NamedTuple):
    """A cell of a table as the format states it; positions count from 0."""

    row_no: int
    column_no: int
    row_span: int
    column_span: int
    text: str
    method: str | None = None
    page: int | None = None


@dataclass(slots=True)
class PageBuilder:
    """Collects the lines and tables of one page in reading order."""

    number: int
    method: str
    lines: list[Line] = field(default_factory=list)
    grids: list[ReadyGrid] = field(default_factory=list)

    def add_text(self, text: str) -> None:
        """Append the lines of ``text`` that are not blank."""
        self.lines.extend(Line(line.strip(), None) for line in text.split("\n") if line.strip())

    def add_table(self, placed: Sequence[Placed]) -> None:
        """Append a table: its captions and notes as lines, the rest as grids."""
        for part in split_table(placed):
            if isinstance(part, str):
                self.add_text(part)
            else:
                self.add_grid(part)

    def add_grid(self, placed: Sequence[Placed]) -> None:
        """Append a table as exactly one grid, cropped to the rows and columns its cells cover."""
        top = min(cell.row_no for cell in placed)
        left = min(cell.column_no for cell in placed)
        cells = tuple(self._cell(cell, top, left) for cell in sorted(placed))
        self.grids.append(
            ReadyGrid(
                max(cell.row_no + cell.row_span for cell in cells),
                max(cell.column_no + cell.column_span for cell in cells),
                cells,
                len(self.lines),
            )
        )

    def _cell(self, cell: Placed, top: int, left: int) -> Cell:
        return Cell(
            cell.row_no - top,
            cell.column_no - left,
            cell.row_span,
            cell.column_span,
            cell.text.strip(),
            self.number if cell.page is None else cell.page,
            method=cell.method or self.method,
        )

    def build(self) -> Page:
        """The page collected so far; without geometry its size is 0."""
        return Page(self.number, 0.0, 0.0, lines=tuple(self.lines), ready_grids=tuple(self.grids), method=self.method)


@dataclass(slots=True)
class _Row:
    """One row of a table with the cells that begin in it."""

    row_no: int
    cells: list[Placed]
    is_covered: bool = False
    """A cell with text from a row above reaches into this row."""

    @property
    def texts(self) -> list[str]:
        return [cell.text.strip() for cell in self.cells if cell.text.strip()]

    @property
    def _heads(self) -> list[str]:
        return [text[:_LONGEST_TITLE] for text in self.texts]

    @property
    def is_blank(self) -> bool:
        return not self.texts and not self.is_covered

    @property
    def is_lone(self) -> bool:
        return len(self.texts) == 1 and not self.is_covered

    @property
    def is_caption(self) -> bool:
        texts = self.texts
        return (
            0 < len(texts) <= _MOST_CAPTION_CELLS
            and not self.is_covered
            and any(_CAPTION.search(text) or _MONEY_UNIT.match(text.lstrip("（([【")) for text in self._heads)
        )

    @property
    def names_money_unit(self) -> bool:
        return self.is_caption and any(_MONEY_UNIT.search(text) for text in self._heads)

    @property
    def is_title(self) -> bool:
        return self.is_lone and len(self.texts[0]) <= _LONGEST_TITLE and bool(_TITLE.search(self.texts[0]))

    @property
    def is_note(self) -> bool:
        return self.is_lone and bool(_NOTE.search(self.texts[0][:_LONGEST_TITLE]))

    def line(self) -> str:
        """The texts of the row, one below the other: a body and a unit side by side are two lines."""
        return "\n".join(self.texts)


def split_table(placed: Sequence[Placed]) -> list[str | list[Placed]]:
    """The parts of a table from top to bottom: captions and notes as text, grids as cells with their places unchanged."""
    rows = _rows_of(placed)
    if not rows or max(cell.column_no + cell.column_span for cell in placed) == 1:
        return [row.line() for row in rows if row.texts]
    parts: list[str | list[Placed]] = []
    start = 0
    while start < len(rows):
        start = _take_captions(rows, start, parts)
        end = _table_end(rows, start)
        _take_grid(rows[start:end], parts)
        start = end
    return parts


def _rows_of(placed: Sequence[Placed]) -> list[_Row]:
    if not placed:
        return []
    count = max(cell.row_no + cell.row_span for cell in placed)
    rows = [_Row(row_no, []) for row_no in range(count)]
    for cell in placed:
        rows[cell.row_no].cells.append(cell)
        if cell.row_span > 1 and cell.text.strip():
            for row in rows[cell.row_no + 1 : cell.row_no + cell.row_span]:
                row.is_covered = True
    return rows


def _take_captions(rows: Sequence[_Row], start: int, parts: list[str | list[Placed]]) -> int:
    """Move the titles, units and blank rows at ``start`` to ``parts``; where the table begins."""
    seen_unit = False
    while start < len(rows):
        row = rows[start]
        is_header = row.is_lone and not row.is_caption and _heads_columns(rows, start, seen_unit)
        if not (row.is_blank or row.is_caption or row.is_lone) or is_header:
            break
        if not row.is_blank:
            parts.append(row.line())
        seen_unit = seen_unit or row.names_money_unit
        start += 1
    return start


def _heads_columns(rows: Sequence[_Row], index: int, seen_unit: bool) -> bool:
    """Whether a row with one text is the group header of the columns right below it, and not a title."""
    below = rows[index + 1] if index + 1 < len(rows) else None
    if below is None or below.is_blank or below.is_lone or below.is_caption:
        return False
    row = rows[index]
    if row.is_note or row.is_title:
        return False
    return seen_unit or bool(_COLUMN_GROUP.search(row.texts[0][-_LONGEST_TITLE:]) and row.cells[0].column_span > 1)


def _table_end(rows: Sequence[_Row], start: int) -> int:
    for index in range(start + 1, len(rows)):
        if _begins_another(rows, index, start):
            return index
    return len(rows)


def _begins_another(rows: Sequence[_Row], index: int, start: int) -> bool:
    """Whether another table's captions begin at ``index``: a title or unit row, or the same header again after a gap."""
    row = rows[index]
    if row.names_money_unit:
        return True
    after_gap = rows[index - 1].is_blank
    if row.is_lone and (after_gap or row.is_title):
        return (row.is_title and after_gap) or _unit_row_follows(rows, index)
    return after_gap and not row.is_blank and len(row.texts) > 1 and row.texts == rows[start].texts


def _unit_row_follows(rows: Sequence[_Row], index: int) -> bool:
    for row in rows[index + 1 : index + 1 + _TITLE_ROWS]:
        if row.names_money_unit:
            return True
        if not (row.is_lone or row.is_blank):
            return False
    return False


def _take_grid(rows: Sequence[_Row], parts: list[str | list[Placed]]) -> None:
    """Move the rows of one table to ``parts``, its trailing notes as text; blank edges are left out."""
    end = len(rows)
    notes: list[str] = []
    while end and (rows[end - 1].is_blank or _is_trailing_note(rows, end - 1)):
        notes[:0] = [rows[end - 1].line()] if rows[end - 1].texts else []
        end -= 1
    kept = _cropped(rows[:end])
    if kept:
        parts.append(kept)
    parts.extend(notes)


def _is_trailing_note(rows: Sequence[_Row], index: int) -> bool:
    row = rows[index]
    if row.is_note or (row.is_caption and not row.names_money_unit):
        return True
    return row.is_lone and index > 0 and rows[index - 1].is_blank and len(row.texts[0]) > _LONGEST_LABEL


def _cropped(rows: Sequence[_Row]) -> list[Placed]:
    """The cells of ``rows`` within the columns that hold text, spans cut at the edges."""
    cells = [cell for row in rows for cell in row.cells]
    printed = [cell for cell in cells if cell.text.strip()]
    if not printed:
        return []
    bottom = rows[-1].row_no + 1
    left = min(cell.column_no for cell in printed)
    right = max(cell.column_no + cell.column_span for cell in printed)
    return list(_clipped(cells, bottom, left, right))


def _clipped(cells: Iterable[Placed], bottom: int, left: int, right: int) -> Iterable[Placed]:
    for cell in cells:
        first, last = max(cell.column_no, left), min(cell.column_no + cell.column_span, right)
        if first < last:
            yield cell._replace(
                column_no=first, column_span=last - first, row_span=min(cell.row_span, bottom - cell.row_no)
            )
