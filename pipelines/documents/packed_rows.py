"""The texts of rows of separated cells: which are values, codes, labels, column numbers, and how one side of a row is placed.

Only single rows are judged here; what a whole table shows of its columns is ``packed``'s.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipelines.documents.collapsed_rows import is_number
from pipelines.documents.collapsed_shape import INFERRED
from pipelines.documents.ready import Placed

Texts = Sequence[str]

_NAME_WORD = re.compile(r"^(?:项目|.*(?:名称|科目|分类)[）)]?)(?:[（(][^）)]*[）)])?$")
_CODE_WORD = re.compile(r"^(?:.*(?:编码|代码)|[类款项])$")
_SEQUENCE_WORD = re.compile(r"^(?:序号|行次)$")
SHORTEST_CODE = 3
"""Digits of a code where no header says that there is one."""
_LONG_CODE = re.compile(r"^\d{5}$|^\d{7}$")
"""Among amounts with decimals a code of another column."""
_CODE = re.compile(r"^\d{3}(?:\d{2}){0,2}$")
TOTAL = re.compile(r"^[合总]\s*计$")
AMOUNT = re.compile(r"^[-+−(（]?(?:\d{1,3}(?:[,，]\d{3})+|\d+(?=\.))(?:\.\d+)?[)）]?$")
"""A number that can be no code."""
CODE_PART = re.compile(r"^\d{2}$")
_VALUE = re.compile(r"^[-+−(（]?[\d,，]*\.?\d+[)）]?\s*(?:[百千万亿]*元|[%％])?$")
REMARK = re.compile(r"^(?:备\s*注|说\s*明)$")
RowSide = tuple[list[str], str, list[str]]
"""One side of a row: its codes, its name, its numbers."""


@dataclass(frozen=True, slots=True)
class Side:
    """The columns of one side: its labels (codes, then a name) and its amounts."""

    codes: tuple[int, ...]
    name: int | None
    amounts: range
    line: int | None = None
    """The column of the numbers of the lines (行次) behind the name."""


def keeps_blanks(rows: Iterable[Texts]) -> bool:
    """Whether a blank stands before a text in any of the rows: then a blank at the end of a row is no padding.

    Rows of column numbers do not tell: the stars before the numbers (``**``) are read as marks of emphasis.
    """
    return any(has_gap(row) and not is_numbering(printed_in(row)) for row in rows)


def printed_in(row: Texts) -> list[str]:
    """The texts of a row without its blanks."""
    return [text for text in row if text]


def is_value(text: str) -> bool:
    """Whether a text is a number, perhaps with a unit or a sign of percent."""
    return is_number(text) or _VALUE.match(text) is not None


def has_gap(row: Texts) -> bool:
    """Whether a blank stands before a text."""
    return not all(row[: len(row) - next((n for n, text in enumerate(reversed(row)) if text), len(row))])


def is_numbering(texts: Texts) -> bool:
    """A row of column numbers: 1 2 3 …, perhaps behind 栏次."""
    numbers = [text for text in texts if text.isdigit()]
    others = [text for text in texts if not text.isdigit()]
    in_order = len(numbers) > 1 and [int(number) for number in numbers] == list(range(1, len(numbers) + 1))
    return in_order and all(other.startswith("栏次") or _SEQUENCE_WORD.match(other) for other in others)


def is_label(word: str) -> bool:
    """Whether a header word stands over labels: names, codes, numbers of lines."""
    plain = "".join(word.split())
    return any(pattern.match(plain) for pattern in (_NAME_WORD, _CODE_WORD, _SEQUENCE_WORD))


def side_of(leaves: Sequence[str], start: int, end: int) -> Side:
    """The side whose columns are those from ``start`` to ``end``, by the header words over them."""
    labels = start
    while labels < end and is_label(leaves[labels]):
        labels += 1
    words = {column: "".join(leaves[column].split()) for column in range(start, labels)}
    names = [column for column, word in words.items() if _NAME_WORD.match(word)]
    name = names[-1] if names else None
    line = next((c for c, word in words.items() if _SEQUENCE_WORD.match(word) and name is not None and c > name), None)
    return Side(tuple(c for c in words if c not in (name, line)), name, range(labels, end), line)


def entries_of(
    texts: Texts, code_count: int, has_second_codes: bool = False, shortest: int = SHORTEST_CODE
) -> list[RowSide]:
    """The sides that a row prints: codes, name and numbers of each. Digits before a name are its codes, as many as have columns."""
    entries: list[RowSide] = [([], "", [])]
    for number, text in enumerate(texts):
        codes, name, numbers = entries[-1]
        room = 0 if name or numbers else code_count - len(codes)
        is_code = room > 0 and text.isdigit() and len(text) >= shortest
        if is_code and not all(map(is_value, texts[number + 1 : number + 1 + room])):
            codes.append(text)
        elif is_value(text):
            numbers.append(text)
        elif numbers or name:
            is_coded = has_second_codes and len(numbers) > 1 and _CODE.match(numbers[-1])
            entries.append(([numbers.pop()] if is_coded else [], text, []))
        else:
            entries[-1] = (codes, text, numbers)
    return entries


def side_cells(entry: RowSide, side: Side, is_stated: bool) -> list[Placed]:
    """The labels of a row in their columns; its amounts over all columns they may stand in, certain where they fill these."""
    codes, name, numbers = entry
    rest = [*codes[len(side.codes) :]]
    cells = [Placed(0, column, 1, 1, code) for column, code in zip(side.codes, codes, strict=False)]
    if name and side.name is not None:
        cells.append(Placed(0, side.name, 1, 1, name))
    elif name:
        rest.append(name)
    rest += numbers
    if any(_LONG_CODE.match(text) for text in rest) and any("." in text for text in rest):
        return [
            Placed(0, side.amounts.start, 1, max(len(side.amounts), 1), "\t".join([*codes, name, *numbers]), INFERRED)
        ]
    if side.line is not None and rest and rest[0].isdigit():
        cells.append(Placed(0, side.line, 1, 1, rest.pop(0)))
        if any(map(str.isdigit, rest)):
            rest.insert(0, name or rest[0])  # the line number of another side: no amount, so nothing is placed
    if is_stated and len(rest) == len(side.amounts) and all(map(is_value, rest)):
        cells.extend(Placed(0, column, 1, 1, text) for column, text in zip(side.amounts, rest, strict=True))
    elif rest:
        cells.append(Placed(0, side.amounts.start, 1, max(len(side.amounts), 1), "\t".join(rest), INFERRED))
    return cells
