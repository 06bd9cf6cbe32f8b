"""The header of a grid: which rows are header, which are numbering (栏次), and the printed path of every column."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from pipelines.reference import layouts
from pipelines.reference.folding import fold, squeeze
from pipelines.statements.sheet import Sheet, looks_like_number

_COUNTED = re.compile(r"\(?\d{1,3}\)?(=.+|栏)?")
_PLACEHOLDER = re.compile(r"[*×#]{1,4}|[甲乙丙丁戊己]|类款项?")
"""What forms print over their label columns in the row of column numbers; 类 款 项 in one cell where no ruling parts them."""
_UNIT_IN_BRACKETS = re.compile(r"\([^()]*元\)$")
_SUBJECT_CODE = re.compile(r"[35]\d{2}(\d{2})?")
"""Codes of economic classes (301, 50101), where they head columns."""
_GROUPS = ("role", "measure", "item", "group")


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header stands and what it says. ``paths`` and ``parts`` hold one entry per column of the grid."""

    first_row: int
    end_row: int
    """The first row after the header (and after a row of 栏次)."""
    skipped_rows: frozenset[int]
    """Rows of numbering and repeated headers: never read."""
    mixed_rows: frozenset[int]
    """Rows that are header in some columns and already the row 合计 in others (forms drawn carelessly)."""
    parts: tuple[tuple[str, ...], ...]
    """Header texts from top to bottom as printed without white space, a spanning cell once."""

    def path(self, column: int) -> str:
        """The printed headers of a column joined with ``/``."""
        return "/".join(self.parts[column])

    def leaf(self, column: int) -> str:
        """The lowest header of a column, folded."""
        return fold(self.parts[column][-1]) if self.parts[column] else ""


def read_header(sheet: Sheet, first_row: int) -> Header:
    """The header that begins at a row; a grid without one has ``end_row == first_row`` and empty parts."""
    rows, numbering = _header_rows(sheet, first_row)
    mixed = frozenset(row for row in rows if _is_mixed(sheet, row, rows))
    end = max([*rows, *numbering], default=first_row - 1) + 1
    parts = tuple(_parts(sheet, rows, frozenset(numbering), column) for column in range(sheet.column_count))
    for row in numbering:
        parts = _without_ordinals(sheet, row, parts)
    repeated = {row for row in sheet.grid.repeated_header_rows if row >= end}
    repeated |= _repetitions(sheet, [*rows, *numbering], end)
    return Header(first_row, end, frozenset(repeated), mixed, parts)


def _header_rows(sheet: Sheet, first_row: int) -> tuple[list[int], list[int]]:
    rows: list[int] = []
    numbering: list[int] = []
    for row in range(first_row, sheet.row_count):
        if sheet.is_blank(row):
            continue
        if _is_numbering(sheet, row):
            numbering.append(row)
            if not all(_COUNTED.fullmatch(word) or _numbers_columns(word) for word in sheet.words(row)):
                rows.append(row)
        elif _is_header(sheet, row, rows):
            rows.append(row)
        else:
            break
    return rows, numbering


def _is_numbering(sheet: Sheet, row: int) -> bool:
    """A row of column numbers: 栏次 1 2 3 …, perhaps with 类 款 项 beside."""
    words = sheet.words(row)
    counted = [word for word in words if _COUNTED.fullmatch(word)]
    others = [word for word in words if word not in counted and not _PLACEHOLDER.fullmatch(word)]
    named = any(map(_is_sequence, others))
    if len(counted) < (1 if named else 2):
        return False
    numbers = [int(re.sub(r"\D.*", "", word.strip("()")) or 0) for word in counted]
    # Beside 栏次 some numbers may have been read as the end of the headers over them.
    in_order = all(later > earlier if named else later == earlier + 1 for earlier, later in pairwise(numbers))
    return in_order and (named or numbers[0] <= 2) and all(is_header_word(word) for word in others)


def _without_ordinals(sheet: Sheet, row: int, parts: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    """The headers without the column numbers at their ends that the row of 栏次 lacks: what the number beside counts on to."""
    found = {cell.column_no: fold(cell.text) for cell in sheet.printed(row)}
    numbers = {column: int(word) for column, word in found.items() if word.isdecimal()}
    if not any(map(_is_sequence, found.values())):
        return parts
    return tuple(
        texts if column in found else _without_end(texts, _ordinal_at(column, numbers))
        for column, texts in enumerate(parts)
    )


def _ordinal_at(column: int, numbers: dict[int, int]) -> int | None:
    """The number a column has by those left and right of it, None where they disagree."""
    left, right = (
        max((c for c in numbers if c < column), default=None),
        min((c for c in numbers if c > column), default=None),
    )
    counted = {numbers[beside] + column - beside for beside in (left, right) if beside is not None}
    return counted.pop() if len(counted) == 1 else None


def _without_end(parts: tuple[str, ...], ordinal: int | None) -> tuple[str, ...]:
    """A path without the number at its end."""
    if ordinal is None or not parts or not re.fullmatch(rf".*\D{ordinal}", parts[-1]):
        return parts
    return (*parts[:-1], parts[-1].removesuffix(str(ordinal)))


def _is_header(sheet: Sheet, row: int, rows: list[int]) -> bool:
    words = sheet.words(row)
    if any(looks_like_number(word) for word in words):
        return _is_mixed(sheet, row, rows) or (bool(rows) and _is_coded(words))
    if rows and (_divides(sheet, rows[-1], row) or _fills_in(sheet, rows[-1], row)):
        return True
    known = [word for word in words if is_header_word(word)]
    if len(known) * 2 < len(words):
        return not rows and bool(known) and (_stands_over_numbers(sheet, row) or _is_divided(sheet, row))
    if len(words) == 1:
        return _is_lone_header(sheet, row, rows)
    return not (_is_total(words[0]) and rows and all(_is_total(word) for word in words))


def _is_coded(words: tuple[str, ...]) -> bool:
    """Whether a row codes the columns: subject codes in order beside header words only (类 款 项 501 502 503)."""
    codes = [word for word in words if _SUBJECT_CODE.fullmatch(word)]
    others = [word for word in words if word not in codes]
    in_order = all(earlier < later for earlier, later in pairwise(codes))
    return len(codes) > 1 and in_order and all(map(is_header_word, others))


def _is_divided(sheet: Sheet, row: int) -> bool:
    """Whether a row begins with a header word and the row below divides its other cells, each into words (房屋: 面积, 金额)."""
    lower = row + 1
    if lower >= sheet.row_count or not is_header_word(sheet.words(row)[0]) or sheet.numbers(lower):
        return False
    return _divides(sheet, row, lower) and all(map(is_header_word, sheet.words(lower)))


def _stands_over_numbers(sheet: Sheet, row: int) -> bool:
    """Whether all words of a row but the first stand over columns that begin with a number, none of them blank."""
    cells = sheet.printed(row)
    if len(cells) < 3 or row + 1 >= sheet.row_count or any(_has_ordinal(fold(cell.text)) for cell in cells):
        return False
    below = [_first_below(sheet, row, cell.column_no) for cell in cells]
    return not looks_like_number(below[0]) and all(looks_like_number(word) for word in below[1:])


def _first_below(sheet: Sheet, row: int, column: int) -> str:
    """The first text under a place."""
    texts = (sheet.folded(lower, column) for lower in range(row + 1, sheet.row_count) if sheet.begins(lower, column))
    return next((text for text in texts if text), "")


def _divides(sheet: Sheet, upper: int, row: int) -> bool:
    """Whether a row divides a header cell above it: two texts under one cell that spans columns, none with an ordinal."""
    if any(_has_ordinal(word) for word in sheet.words(row)):
        return False
    wide = [cell for cell in sheet.printed(upper) if cell.column_span > 1 and cell.row_span == 1]
    columns = [cell.column_no for cell in sheet.printed(row)]
    return any(sum(cell.column_no <= c < cell.column_no + cell.column_span for c in columns) > 1 for cell in wide)


def _fills_in(sheet: Sheet, upper: int, row: int) -> bool:
    """Whether a row without a label stands where the header above is blank, each text over a number: its spans were lost."""
    cells = sheet.printed(row)
    if len(cells) < 2 or cells[0].column_no <= sheet.printed(upper)[0].column_no:
        return False
    if any(_has_ordinal(fold(cell.text)) or cell.column_span > 1 for cell in cells):
        return False
    has_blank = any(not sheet.text(upper, cell.column_no) for cell in cells)
    return has_blank and all(looks_like_number(_first_below(sheet, row, cell.column_no)) for cell in cells)


def _has_ordinal(word: str) -> bool:
    return any(rule.pattern.match(word) for rule in layouts.heading_rules("ordinal"))


def _is_mixed(sheet: Sheet, row: int, rows: list[int]) -> bool:
    """A row that begins, under the first header, with 合计 and holds lower headers further right."""
    words = sheet.words(row)
    if not rows or row == rows[0] or sheet.printed(row)[0].column_no != sheet.printed(rows[0])[0].column_no:
        return False
    lower = [word for word in words[1:] if is_header_word(word) and not _is_total(word)]
    return len(words) > 2 and _is_total(words[0]) and len(lower) >= 2


def _is_lone_header(sheet: Sheet, row: int, rows: list[int]) -> bool:
    """One cell alone in its row: a group header when it spans columns that later rows divide, otherwise a row label."""
    cell = sheet.printed(row)[0]
    if _is_total(fold(cell.text)) and cell.column_no == sheet.printed(rows[-1])[0].column_no if rows else False:
        return False
    if cell.column_span > 1 and cell.column_span * 2 >= sheet.column_count:
        return True
    covered = any(sheet.cell(row, column) is not None and not sheet.begins(row, column) and sheet.text(row, column)
                  for column in range(sheet.column_count)
                  if not cell.column_no <= column < cell.column_no + cell.column_span)  # fmt: skip
    return covered or not rows


@cache
def is_header_word(word: str) -> bool:
    """Whether a folded text is known as a column header anywhere in the lists."""
    if looks_like_number(word) or _has_ordinal(word):
        return False
    plain = normalise_years(_UNIT_IN_BRACKETS.sub("", word) or word, None)
    return any(
        rule.leaf is not None and rule.leaf.pattern != ".*" and rule.leaf.fullmatch(plain)
        for attribute in _GROUPS
        for rule in layouts.column_rules(attribute)
        if "performance" not in rule.kinds or rule.value != "text"
    )


def _is_total(word: str) -> bool:
    return layouts.item_value("item", word, None, None) in ("total", "sum")


def normalise_years(folded: str, base_year: int | None) -> str:
    """A header with years replaced by their distance to the base year (2023年预算数 -> 上年预算数)."""

    def distance(found: re.Match[str]) -> str:
        words = {0: "本年", -1: "上年", -2: "前年", 1: "下年"}
        return words.get(int(found[1]) - base_year, found[0]) if base_year is not None else "本年"

    return re.sub(r"(20\d{2})(?:年度|年)", distance, folded)


def _parts(sheet: Sheet, rows: list[int], numbering: frozenset[int], column: int) -> tuple[str, ...]:
    parts: list[str] = []
    seen: set[int] = set()
    inferred = bool(rows) and not sheet.has_spans(range(rows[0], rows[-1] + 1))
    for index, row in enumerate(rows):
        cell = sheet.cell(row, column)
        text = squeeze(cell.text) if cell is not None else ""
        if not text and inferred:
            text = _inherited(sheet, rows, index, column)
        elif cell is not None and id(cell) in seen:
            continue
        if cell is not None:
            seen.add(id(cell))
        word = fold(text)
        numbered = row in numbering and _numbers_columns(word)
        if word and not looks_like_number(word) and not _is_label_total(parts, text) and not numbered:
            parts.append(text)
    return tuple(parts)


def _numbers_columns(word: str) -> bool:
    """What stands over labels in a row of column numbers: 栏次, **, 甲 乙; no part of a path."""
    return _is_sequence(word) or _PLACEHOLDER.fullmatch(word) is not None


def _is_sequence(word: str) -> bool:
    """栏次, 行次, 序号: labels of numbering, no part of a path."""
    return layouts.column_value("role", word, word, None, None) == "sequence"


def _is_label_total(parts: list[str], text: str) -> bool:
    """合计 under a header of codes or names is the first row of the table, not a lower header."""
    if not parts or not _is_total(fold(text)):
        return False
    role = layouts.column_value("role", fold(parts[-1]), fold("/".join(parts)), None, None)
    return role in ("code", "name", "unit_code", "unit_name")


def _inherited(sheet: Sheet, rows: list[int], index: int, column: int) -> str:
    """The group header to the left, in grids that print groups but keep no spans (tab-separated text)."""
    if not any(sheet.text(row, column) for row in rows[index + 1 :]):
        return ""
    for left in range(column - 1, -1, -1):
        text = sheet.text(rows[index], left)
        if text:
            return text if any(sheet.text(row, left) for row in rows[index + 1 :]) else ""
    return ""


def _repetitions(sheet: Sheet, rows: list[int], end: int) -> set[int]:
    """Rows of the body that print a header row again (continuation pages that were joined with their header)."""
    headers = {sheet.words(row) for row in rows}
    return {row for row in range(end, sheet.row_count) if sheet.words(row) in headers and len(sheet.words(row)) > 1}
