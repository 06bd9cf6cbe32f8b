"""What every row of every block means: label, code, item in standard terms, level. Sums of rows are in ``trees``."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from pipelines.records.pages import Cell, StatementColumn, StatementRow
from pipelines.reference import layouts
from pipelines.reference.codes import name_fits
from pipelines.reference.folding import fold, squeeze
from pipelines.statements.columns import CODE_ROLES
from pipelines.statements.headers import Header
from pipelines.statements.headings import is_note, is_short_note
from pipelines.statements.levels import higher_parts
from pipelines.statements.sheet import Sheet, looks_like_number

_CODE_AND_NAME = re.compile(r"[\[【(（]?(\d{3,7})[\]】)）]?[-—－:：.、]?(\D.*)")
_BRACKETED_CODE = re.compile(r"[\[【(<]\d[\d.-]*[\]】)>]")
_STROKED_CODE = re.compile(r"\d{3}([-.]\d{2}){1,2}")
_LEVELS = {
    "function": {3: "类", 5: "款", 7: "项"},
    "economic": {3: "类", 5: "款"},
    "source": {3: "类", 5: "款", 7: "项", 9: "目"},
}
_BODY_CODES = (3, 6)
"""Digits of the codes of bodies in budgets of departments."""
_OF_SUBJECTS = frozenset({
    "income", "expenditure", "appropriation_expenditure", "general_expenditure", "government_fund", "state_capital",
})  # fmt: skip
_SUMMARY = "income_expenditure_summary"
_LISTS_OF_SOURCES = frozenset({_SUMMARY, "appropriation_summary", "government_fund", "state_capital"})
"""Kinds whose rows on the income side are sources."""


@dataclass(frozen=True, slots=True)
class Body:
    """The rows of a statement and the notes that stand among them."""

    rows: tuple[StatementRow, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Block:
    number: int
    columns: tuple[StatementColumn, ...]
    side: str | None
    kind: str

    def of(self, *roles: str) -> list[StatementColumn]:
        return [column for column in self.columns if column.role in roles]


def read_rows(
    sheet: Sheet, header: Header, columns: tuple[StatementColumn, ...], kind: str, block_sides: dict[int, str | None]
) -> Body:
    """All rows of all blocks in reading order, and the notes printed inside the grid."""
    numbers = sorted({column.block for column in columns if column.role != "ignore"})
    # A budget printed with both its sides (政府性基金收支表) has the rows of a 收支总表.
    rows_like = _SUMMARY if {"income", "expenditure"} <= set(block_sides.values()) and kind != _SUMMARY else kind
    blocks = [
        _Block(
            number, tuple(column for column in columns if column.block == number), block_sides.get(number), rows_like
        )
        for number in numbers
    ]
    rows: list[StatementRow] = []
    notes: list[str] = []
    for row in _body_rows(sheet, header):
        note = _note(sheet, row)
        if note:
            notes.append(note)
            continue
        rows.extend(read for read in (_row(sheet, header, row, block) for block in blocks) if read is not None)
    return Body(tuple(_settle_totals(rows)), tuple(notes))


def codes_of(sheet: Sheet, header: Header, columns: tuple[StatementColumn, ...]) -> list[str]:
    """The subject codes a grid prints, whatever statement it is."""
    numbers = {column.block for column in columns}
    blocks = [_Block(number, tuple(c for c in columns if c.block == number), None, "") for number in numbers]
    found: list[str] = []
    for row in _body_rows(sheet, header):
        for block in blocks:
            code = _code(sheet, row, block) or _split_code(_label(sheet, header, row, block)[1], block)[0]
            if code is not None:
                found.append(code)
    return found


def _body_rows(sheet: Sheet, header: Header) -> list[int]:
    body = [row for row in range(header.end_row, sheet.row_count) if row not in header.skipped_rows]
    return sorted(header.mixed_rows) + [row for row in body if not sheet.is_blank(row)]


def _note(sheet: Sheet, row: int) -> str | None:
    cells = sheet.printed(row)
    text = "".join(squeeze(cell.text) for cell in cells)
    if len(cells) <= 2 and (is_note(fold(text)) or (len(cells) == 1 and is_short_note(fold(text)))):
        return text
    return None


def _row(sheet: Sheet, header: Header, row: int, block: _Block) -> StatementRow | None:
    code = _code(sheet, row, block)
    label_column, label = _label(sheet, header, row, block)
    if code is None and label:
        code, label = _split_code(label, block)
    amounts = any(_amount(sheet, row, column) for column in block.of("amount"))
    if not label and code is None:
        if not amounts:
            return None
        label_column, label = _borrowed_label(sheet, row, block)
    read = StatementRow(row, block.number, label, code=code, side=block.side, name_column_no=label_column)
    return _with_meaning(_with_unit(sheet, row, block, read), block)


def _amount(sheet: Sheet, row: int, column: StatementColumn) -> bool:
    """Whether a number begins at a place; a cell of collapsed text holds several, joined by tabs."""
    cell = sheet.cell(row, column.column_no) if sheet.begins(row, column.column_no) else None
    return cell is not None and any(looks_like_number(fold(text)) for text in cell.text.split("\t"))


def _code(sheet: Sheet, row: int, block: _Block) -> str | None:
    """The code of a row: its code columns joined left to right, as printed (a misprint stays); of two schemes the first."""
    codes = (_joined_code(sheet, row, group) for group in _code_groups(block))
    return next((code for code in codes if code is not None), None)


def _code_groups(block: _Block) -> list[list[StatementColumn]]:
    """Code columns that make one code: 类 款 项 side by side; a whole code in a column of its own is another."""
    groups: list[list[StatementColumn]] = []
    for column in sorted(block.of(*CODE_ROLES), key=lambda column: column.column_no):
        last = groups[-1][-1] if groups else None
        if last is not None and last.column_no == column.column_no - 1 and _goes_on(last.role, column.role):
            groups[-1].append(column)
        else:
            groups.append([column])
    return groups


def _goes_on(left: str, right: str) -> bool:
    """Whether the code of one column is continued by the column beside it (类 then 款; under one header 编码 all)."""
    return right == left if "code" in (left, right) else right > left


def _joined_code(sheet: Sheet, row: int, columns: list[StatementColumn]) -> str | None:
    seen: set[int] = set()
    above = higher_parts(sheet, row, [column.column_no for column in columns]) if len(columns) > 1 else []
    parts: list[str] = []
    for column in columns:
        cell = sheet.cell(row, column.column_no)
        if cell is None or id(cell) in seen or not _belongs(cell, row, column):
            continue
        seen.add(id(cell))
        text = _bare_code(fold(cell.text))
        if re.fullmatch(r"\d{1,9}(\.0)?", text):
            parts.append(text.removesuffix(".0"))
        elif text and not parts:
            return None
    return "".join([*above, *parts]) or None


def _bare_code(text: str) -> str:
    """A code without the brackets around it and the strokes between its levels ([20103], 201-03-01, 201.03.01)."""
    inner = text[1:-1] if _BRACKETED_CODE.fullmatch(text) else text
    return re.sub(r"[-.]", "", inner) if _STROKED_CODE.fullmatch(inner) else inner


def _belongs(cell: Cell, row: int, column: StatementColumn) -> bool:
    """A code merged over the rows below it holds for them in split columns (类 over its 款), not in joined ones."""
    return cell.row_no == row or column.role in ("code_1", "code_2")


def _label(sheet: Sheet, header: Header, row: int, block: _Block) -> tuple[int | None, str]:
    """The label: under one header the innermost name, under several headers all names of the row joined with ``/``."""
    names = _names(sheet, header, row, block)
    if names:
        return names[-1][0], "/".join(text for _, text in names)
    for column in block.of(*CODE_ROLES, "unit_code"):
        text = sheet.text(row, column.column_no)
        if text and sheet.begins(row, column.column_no) and not re.fullmatch(r"[\d.]+", fold(text)):
            return column.column_no, text
    for column in block.of("unit_name", "sequence", "text"):
        if sheet.begins(row, column.column_no) and _is_total_word(sheet.text(row, column.column_no)):
            return column.column_no, sheet.text(row, column.column_no)
    column_no, label = _covering_label(sheet, row, block)
    return (column_no, label) if label else _unit_label(sheet, row, block)


def _unit_label(sheet: Sheet, row: int, block: _Block) -> tuple[int | None, str]:
    """The body that a row without any other name is about (the sum of a unit above its projects).

    Right of the names a body or place is one of several under a name that this row has lost.
    """
    first = min((column.column_no for column in block.of("name")), default=sheet.column_count)
    for column in (column for column in block.of("unit_name") if column.column_no < first):
        if sheet.begins(row, column.column_no) and sheet.text(row, column.column_no):
            return column.column_no, sheet.text(row, column.column_no)
    return None, ""


def _is_total_word(text: str) -> bool:
    return is_total(layouts.item_value("item", plain_label(text), None, None)) if text else False


def _covering_label(sheet: Sheet, row: int, block: _Block) -> tuple[int | None, str]:
    """The innermost name that is merged over this row, for amounts that share one name."""
    for column in reversed(block.of("name") or block.of("unit_name")):
        text = sheet.text(row, column.column_no)
        if text:
            return column.column_no, text
    return None, ""


def _names(sheet: Sheet, header: Header, row: int, block: _Block) -> list[tuple[int, str]]:
    groups: dict[int, tuple[int, str]] = {}
    for column in block.of("name") or block.of("unit_name"):
        number = column.column_no
        text = sheet.text(row, number)
        if text and sheet.begins(row, number) and not (looks_like_number(fold(text)) and len(text) < 3):
            groups[_header_of(sheet, header, number)] = (number, text)
    return list(groups.values())


def _header_of(sheet: Sheet, header: Header, column: int) -> int:
    """The column where the lowest header above a column begins; a column without a header shares the one to its left."""
    for left in range(column, -1, -1):
        for row in range(header.end_row - 1, header.first_row - 1, -1):
            cell = sheet.cell(row, left)
            if cell is not None and squeeze(cell.text) and not looks_like_number(fold(cell.text)):
                return cell.column_no
    return column


def _split_code(label: str, block: _Block) -> tuple[str | None, str]:
    """A code and a name printed in one cell; of several names (部门科目 | 政府科目) the first code counts."""
    if block.kind in ("procurement", "project", "asset", "debt", "three_public"):
        return None, label
    found = [_CODE_AND_NAME.fullmatch(part) for part in label.split("/")]
    if found[0] is None or looks_like_number(fold(label)):
        return None, label
    return found[0][1], "/".join(
        match[2] if match else part for match, part in zip(found, label.split("/"), strict=True)
    )


def _borrowed_label(sheet: Sheet, row: int, block: _Block) -> tuple[int | None, str]:
    """The label of an amount without one: the nearest text to the left in its row with no amount in between."""
    first = block.columns[0].column_no
    for number in range(first - 1, -1, -1):
        text = sheet.text(row, number)
        if not text:
            continue
        if looks_like_number(fold(text)):
            return None, ""
        cell = sheet.cell(row, number)
        return (cell.column_no, text) if cell is not None and cell.row_no == row else (None, "")
    return None, ""


def _with_unit(sheet: Sheet, row: int, block: _Block, read: StatementRow) -> StatementRow:
    code = next((sheet.text(row, c.column_no) for c in block.of("unit_code") if sheet.begins(row, c.column_no)), "")
    columns = [column for column in block.of("unit_name", "name") if "unit" in (column.item, column.role[:4])]
    name = next((sheet.text(row, c.column_no) for c in columns if sheet.begins(row, c.column_no)), "")
    if is_total(layouts.item_value("item", plain_label(name or read.label), None, None)) or not (code or name):
        return read
    # Where units and subjects share a column (单位名称（科目）), a row with a subject code names the subject there.
    shared = read.code is not None and name == read.label
    return replace(read, unit_code=code or None, unit_name=None if shared else name or read.label or None)


@lru_cache(maxsize=1 << 14)
def plain_label(label: str) -> str:
    """A folded label without its ordinals and 其中."""
    plain = fold(label)
    for _ in range(3):
        before = plain
        for rule in layouts.heading_rules("ordinal"):
            found = rule.pattern.match(plain)
            if found and len(plain) > found.end():
                plain = plain[found.end() :]
        if plain == before:
            break
    return plain.rstrip(":") or plain


@lru_cache(maxsize=1 << 14)
def ordinal_depth(label: str) -> int | None:
    """How deep the ordinal of a label stands (一、 1, （一） 2, 1. 3, (1) 4; 其中 9), None without one."""
    folded = fold(label)
    for rule in layouts.heading_rules("ordinal"):
        if rule.pattern.match(folded):
            return rule.weight
    return None


def _with_meaning(read: StatementRow, block: _Block) -> StatementRow:
    item = layouts.item_value("item", plain_label(read.label), block.kind, block.side) if read.label else None
    if read.code is not None:
        return replace(read, item="unit") if _is_body(read, block) else _coded(read, item, block)
    if item is not None:
        kind = "economic_department" if item == "economic" else None
        return replace(read, item=item, code_kind=kind, level="合计" if is_total(item) else None)
    if read.unit_name is not None and read.unit_name == read.label:
        return replace(read, item="unit")
    return _uncoded(read, block) if read.label else read


def _is_body(read: StatementRow, block: _Block) -> bool:
    """Whether a row of a table of subjects is a body with the code of a body, which may look like one of a class."""
    code = read.code or ""
    if len(code) not in _BODY_CODES or block.kind not in _OF_SUBJECTS:
        return False
    if layouts.item_value("body", plain_label(read.label), block.kind, block.side) is None:
        return False
    return name_fits(code, read.label, None, "function").fits is not True


def _coded(read: StatementRow, item: str | None, block: _Block) -> StatementRow:
    if block.kind == "three_public" and item is not None:
        # The items of 三公 are what such a table lists; the economic class is printed beside them.
        return replace(read, item=item)
    family = {"1": "source", "2": "function", "3": "economic_department", "5": "economic_government"}
    kind = family.get((read.code or "")[:1])
    if kind is None:
        return replace(read, item=item)
    stem = kind.split("_", maxsplit=1)[0]
    return replace(read, code_kind=kind, item=stem, level=_LEVELS[stem].get(len(read.code or "")))


def _uncoded(read: StatementRow, block: _Block) -> StatementRow:
    if block.kind in _LISTS_OF_SOURCES and block.side == "income":
        return replace(read, item="source", code_kind="source")
    if block.kind in ("income_expenditure_summary", "appropriation_summary"):
        if scheme := _economic_scheme(block):
            return replace(read, item="economic", code_kind=f"economic_{scheme}")
        depth = ordinal_depth(read.label)
        return replace(read, item="function", level="类" if depth in (1, 2, None) else None)
    defaults = {"income": "source", "project": "project_row"}
    return replace(read, item=defaults.get(block.kind))


def _economic_scheme(block: _Block) -> str | None:
    """The scheme by which a list of a summary is parted, where its header says economic classes and nothing else."""
    path = next((fold(column.path) for column in block.of("name")), "")
    if "经济分类" not in path or "功能" in path or "性质" in path:
        return None
    return "government" if "政府" in path else "department"


def is_total(item: str | None) -> bool:
    """Whether an item is a total of its table or side."""
    return item in ("total", "sum", "income_total", "expenditure_total", "income_sum", "expenditure_sum")


def _settle_totals(rows: list[StatementRow]) -> list[StatementRow]:
    """合计 is the sum of the year where a 总计 is printed too, otherwise the total of its table or side."""
    present = {row.item for row in rows}
    settled: list[StatementRow] = []
    for row in rows:
        year = "current_income" if row.side == "income" else "current_expenditure"
        meant = {
            "sum": (year if row.side else None) if "total" in present else "total",
            "income_sum": year if "income_total" in present else "income_total",
            "expenditure_sum": year if "expenditure_total" in present else "expenditure_total",
            "three_public_heading": None if "total" in present else "total",
        }
        settled.append(replace(row, item=meant.get(row.item or "", row.item)))
    return settled
