"""Grids cut by white space where the words show that a cut is missing: labels freed of ordinals, tables better not read.

Where columns are divided by rulings nothing here applies. Where the cuts run is for ``grids``; what a word means for ``reference``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from pipelines.records.pages import BY_WHITE_SPACE, Cell, StatementColumn
from pipelines.reference import layouts
from pipelines.reference.folding import fold
from pipelines.statements.headers import Header
from pipelines.statements.sheet import Sheet

_AMOUNT_BEFORE_LABEL = re.compile(r"-?(\d{1,3}(,\d{3})+|\d+)\.\d{2}(?=[^\d%/.,~-])\D+.*")
_FEWEST_LABELS = 2
_FORMULA = re.compile(r"[A-Z](=[A-Z+-]+)?|\d{1,2}(=[\d+-]+)?")
_ORDINAL_BEFORE_NAME = re.compile(r"(\d{1,3})\s*((?:20\d{2}年|[^\d\s.,、．年月-]).*)", re.DOTALL)
"""An ordinal and a name: a name may begin with a year, but no number with a point, a comma or 年 behind it is an ordinal."""

_ITEM_BEFORE_NAME = re.compile(r"(\d{2})\s*([^\d\s.,、．年月-].*)", re.DOTALL)


def misses_a_cut(sheet: Sheet, header: Header, columns: Sequence[StatementColumn]) -> bool:
    """Whether a group over several columns was put into the header of one of them, or amounts into the labels beside them."""
    if sheet.grid.finder != BY_WHITE_SPACE:
        return False
    return _holds_a_group(sheet, header, columns) or _holds_amounts(sheet, header, columns)


def _holds_a_group(sheet: Sheet, header: Header, columns: Sequence[StatementColumn]) -> bool:
    """Whether a header prints a group (决算数) over a part (基本支出), and a column beside it is another of the parts."""
    amounts = {column.column_no for column in columns if column.role == "amount"}
    words = {number: list(_words(sheet, header, number)) for number in sorted(amounts)}
    parts = {number for number, cells in words.items() if any(all(map(_is_part, cell)) for cell in cells)}
    return any(
        {number - 1, number + 1} & parts and any(map(_is_group_with_part, cells)) for number, cells in words.items()
    )


def _words(sheet: Sheet, header: Header, column: int) -> Iterator[list[str]]:
    """The pieces of text of every header cell of a column; formulas (A=B+C) are none."""
    for row in range(header.first_row, header.end_row):
        cell = sheet.cell(row, column)
        pieces = [fold(piece) for piece in cell.text.split()] if cell is not None else []
        if words := [piece for piece in pieces if piece and not _FORMULA.fullmatch(piece)]:
            yield words


def _is_group_with_part(pieces: Sequence[str]) -> bool:
    return any(
        layouts.column_value("over_parts", "".join(pieces[:cut]), "", None, None) is not None
        and all(map(_is_part, pieces[cut:]))
        for cut in range(1, len(pieces))
    )


def _is_part(word: str) -> bool:
    return bool(word) and layouts.column_value("part", word, "", None, None) is not None


def _holds_amounts(sheet: Sheet, header: Header, columns: Sequence[StatementColumn]) -> bool:
    names = [column.column_no for column in columns if column.role == "name"]
    texts = [
        sheet.folded(row, name)
        for row in range(header.end_row, sheet.row_count)
        for name in names
        if sheet.begins(row, name)
    ]
    return sum(map(bool, map(_AMOUNT_BEFORE_LABEL.fullmatch, texts))) >= _FEWEST_LABELS


def with_own_numbers(sheet: Sheet, header: Header, columns: Sequence[StatementColumn]) -> Sheet:
    """The sheet with the ordinals (1, 2, 3 …) and the last parts of codes (项) that stand before the names put back into their
    own column, where that is blank."""
    if sheet.grid.finder != BY_WHITE_SPACE:
        return sheet
    moved: dict[int, Cell] = {}
    for left, right in pairwise(columns):
        if (left.role, right.role) == ("sequence", "name"):
            moved |= _moved(sheet, header, (left.column_no, right.column_no), _ORDINAL_BEFORE_NAME, is_counted=True)
        if (left.role, right.role) == ("code_3", "name"):
            moved |= _moved(sheet, header, (left.column_no, right.column_no), _ITEM_BEFORE_NAME, is_counted=False)
    if not moved:
        return sheet
    return Sheet(replace(sheet.grid, cells=tuple(moved.get(id(cell), cell) for cell in sheet.grid.cells)))


def _moved(
    sheet: Sheet, header: Header, places: tuple[int, int], pattern: re.Pattern[str], *, is_counted: bool
) -> dict[int, Cell]:
    """The cells of two columns as they should be, by the cells they are; none where they should count and do not."""
    found: list[tuple[Cell, Cell, re.Match[str]]] = []
    for row in range(header.end_row, sheet.row_count):
        number, label = (sheet.cell(row, place) for place in places)
        match = pattern.fullmatch(label.text.strip()) if label is not None else None
        if number is not None and label is not None and match is not None and not number.text.strip():
            found.append((number, label, match))
    if is_counted and [int(match[1]) for *_, match in found] != list(range(1, len(found) + 1)):
        return {}
    cells = {id(number): replace(number, text=match[1]) for number, _, match in found}
    return cells | {id(label): replace(label, text=match[2]) for _, label, match in found}
