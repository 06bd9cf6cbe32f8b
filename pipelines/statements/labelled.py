"""Amounts of a form that share their cell with their label (年初预算数：120.00), with what block and header say of them.

Only cells above the indicators are looked at. Amounts in cells of their own are told in ``forms``; what a number is worth is
for the facts room.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipelines.records.pages import Cell
from pipelines.reference.folding import fold, squeeze
from pipelines.statements.forms import block_label, is_money_word, measure_under
from pipelines.statements.headings import bracketed_unit
from pipelines.statements.sheet import Sheet, looks_like_number

_PAIR = re.compile(
    r"(?P<label>[^\d\n]{0,30}[^\d\s:：.,，])(?P<mark>\s*[:：]\s*|[ \t\u3000]+|)"
    r"(?P<amount>[-−△¥￥]?\d[\d,，.]*\s*(?:[（(]?[亿万千]?元[)）]?)?|[-—]{1,2})"
)
_SURE_AMOUNT = re.compile(r"\.\d|元[)）]?$")
_LINE_END = re.compile(r"[\n\t]")
"""Texts whose columns are not certain share a cell, parted by tabs."""
_SEVERAL = "一格之中有几个带标签的金额"
_ADJACENT = ("label", "table", "block")


@dataclass(frozen=True, slots=True)
class LabelledAmount:
    """An amount with its label, both of one cell; ``doubt`` says in Chinese why it is not certain, if so."""

    cell: Cell
    label: str
    amount: str
    path: str
    unit: str | None
    measure: str
    doubt: str | None = None


def labelled_amounts(sheet: Sheet, end: int) -> Iterator[LabelledAmount]:
    """Every amount above row ``end`` that is printed with its label in one cell; a cell with several is in doubt."""
    for row in range(end):
        for cell in sheet.printed(row):
            pairs = [pair for line in _LINE_END.split(cell.text) if (pair := _pair(line.strip())) is not None]
            if not pairs:
                pair = _pair(squeeze(cell.text))
                pairs = [pair] if pair is not None else []
            if len(pairs) == 1 and _is_whole(cell, pairs[0]):
                yield from _labelled(sheet, cell, pairs[0])
            elif pairs:
                yield from (replace(one, doubt=_SEVERAL) for one in _labelled(sheet, cell, pairs[0]))


def _pair(text: str) -> re.Match[str] | None:
    """Label and amount when a text is nothing else, and the label is one of money."""
    found = _PAIR.fullmatch(text)
    if found is None or not _is_money(found["label"]):
        return None
    is_number = any(map(str.isdigit, found["amount"]))
    return found if is_number or ":" in fold(found["mark"]) else None


def _is_money(label: str) -> bool:
    word = _word(label)
    return not is_money_word(word, "other") and any(is_money_word(word, rule) for rule in _ADJACENT)


def _word(text: str) -> Cell:
    """A text as a cell of its own, to be asked for its meaning."""
    return Cell(0, 0, 1, 1, text, 0, None)


def _is_whole(cell: Cell, pair: re.Match[str]) -> bool:
    """Whether label and amount are all that the cell prints."""
    return squeeze(cell.text) == squeeze(pair.string)


def _labelled(sheet: Sheet, cell: Cell, pair: re.Match[str]) -> Iterator[LabelledAmount]:
    """The amount of a pair; nothing where the cell is a label with a number at its end and has its amount beside it."""
    beside = sheet.folded(cell.row_no, cell.column_no + cell.column_span)
    is_parted = bool(pair["mark"]) or _SURE_AMOUNT.search(pair["amount"]) is not None
    if not is_parted and looks_like_number(beside):
        return
    block = block_label(sheet, cell)
    measure, doubt = _measure(sheet, cell, pair["label"])
    if not is_parted and block is None:
        doubt = doubt or "标签与数字之间没有分隔"
    named = [bracketed_unit(fold(text)) for text in (pair["label"], block.text if block else "")]
    yield LabelledAmount(
        cell,
        squeeze(pair["label"]),
        pair["amount"].strip(),
        squeeze(block.text) if block else "",
        next((unit for unit in named if unit), None),
        measure,
        doubt,
    )


def _measure(sheet: Sheet, cell: Cell, label: str) -> tuple[str, str | None]:
    """The measure by the label itself, else by the header over it or left of it; the doubt where those do not agree."""
    own = _word(label)
    if is_money_word(own, "table"):
        return measure_under(own), None
    over = next(_headers(sheet, [(row, cell.column_no) for row in range(cell.row_no - 1, -1, -1)]), None)
    left = next(_headers(sheet, [(cell.row_no, column) for column in range(cell.column_no - 1, -1, -1)]), None)
    measures = {measure_under(_word(_label_of(header))) for header in (over, left) if header is not None}
    if len(measures) > 1:
        return measure_under(own), "上方与左侧的标签所示口径不同"
    if over is not None and _label_of(over) != squeeze(over.text) and not _is_column(sheet, cell, label, over):
        return measure_under(own), f"不能确定是否属于“{_label_of(over)}”"
    return measures.pop() if measures else measure_under(None), None


def _is_column(sheet: Sheet, cell: Cell, label: str, over: Cell) -> bool:
    """Whether a pair under another (年初预算数：120) is a part of it: it is the only one, or each has a part of that name."""
    headers = [one for one in sheet.printed(over.row_no) if is_money_word(_word(_label_of(one)), "table")]
    names = [_label_of(one) for one in sheet.printed(cell.row_no) if one.column_no != over.column_no]
    return len(headers) == 1 or squeeze(label) in names


def _headers(sheet: Sheet, places: list[tuple[int, int]]) -> Iterator[Cell]:
    """The cells at these places that name a measure (年初预算数), with or without an amount of their own."""
    for place in places:
        cell = sheet.cell(*place)
        if cell is not None and squeeze(cell.text) and is_money_word(_word(_label_of(cell)), "table"):
            yield cell


def _label_of(cell: Cell) -> str:
    """The label of a cell without the amount that shares it."""
    pair = _pair(cell.text.strip())
    return squeeze(pair["label"] if pair is not None else cell.text)
