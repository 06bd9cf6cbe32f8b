"""Headers of tables whose columns collapsed to text: words in printed order put back over their columns, or left as they are.

The words of a header keep their order when the gaps between them vanish, and broken words stand in pieces. Words are cut by
the list of header words; a header is rebuilt when its words are exactly as many as the columns the table has and only
one way of hanging them under their groups fits, or, where their order is lost too, when they print exactly the characters of
one official form. Amounts are not touched: which column they belong to is for the sums.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from pipelines.records.pages import Cell
from pipelines.reference import layouts
from pipelines.reference.folding import fold
from pipelines.reference.hanging import may_hang
from pipelines.reference.official import Path, is_label, official_columns
from pipelines.statements.sheet import Sheet, looks_like_number

INFERRED = "inferred"
_LEVEL_MARKS = ("类", "款", "项")
_LONGEST = 24
"""Characters of the longest header word."""


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    kind: str
    """sequence, label, item (项目: a label, or a group over labels), label_group, side, group (over amounts) or amount."""
    row: int


@dataclass(frozen=True, slots=True)
class _Leaf:
    """One column: its header and the groups over it."""

    word: _Word
    groups: tuple[_Word, ...] = ()


def rebuild_header(sheet: Sheet, first_row: int) -> Sheet:
    """The sheet with its collapsed header put back; the same sheet when there is none or its words do not decide it."""
    zone = list(_zone(sheet, first_row))
    if not zone or not is_collapsed(sheet, zone[0], zone[-1] + 1):
        return sheet
    words = _words(sheet, zone)
    leaves = _leaves(words, sheet.column_count) if words is not None else None
    if leaves is not None:
        return _with_header(sheet, zone, leaves)
    form = official_columns("".join(_printed_words(sheet, zone)))
    if form is None or (wide := _as_wide(sheet, zone, form)) is None:
        return sheet
    return _with_header(wide, zone, [_official_leaf(path) for path in form])


def is_collapsed(sheet: Sheet, first_row: int, end_row: int) -> bool:
    """Whether a header still holds words of which only the row is certain."""
    rows = range(first_row, end_row)
    return any(cell.method == INFERRED and cell.text for row in rows for cell in sheet.printed(row))


def _zone(sheet: Sheet, first_row: int) -> Iterator[int]:
    """The rows above the first number: header rows of a collapsed table hold none."""
    for row in range(first_row, sheet.row_count):
        if any(looks_like_number(fold(part)) for cell in sheet.printed(row) for part in cell.text.split("\t")):
            return
        yield row


def _printed_words(sheet: Sheet, zone: Sequence[int]) -> Iterator[str]:
    """The words of a header but for the marks of the levels of a code."""
    for row in zone:
        for cell in sheet.printed(row):
            yield from (word for word in cell.text.split("\t") if fold(word) not in _LEVEL_MARKS)


def _as_wide(sheet: Sheet, zone: Sequence[int], form: Sequence[Path]) -> Sheet | None:
    """The sheet with as many columns as the form; None when it has others.

    A column that is blank in every row has left no trace. Only amounts of a list on one side may go short of it so, and only
    where they claim no column yet: their cells then reach over all amount columns.
    """
    labels = sum(map(is_label, form))
    width = len(form)
    if sheet.column_count == width:
        return sheet
    open_cells = [
        cell for cell in sheet.grid.cells if cell.row_no not in zone and cell.column_no >= labels and cell.text
    ]
    starts_with_labels = all(map(is_label, form[:labels]))
    if sheet.column_count > width or not starts_with_labels:
        return None
    if any(cell.method != INFERRED or cell.column_no != labels for cell in open_cells):
        return None
    reach = {id(cell): replace(cell, column_span=width - labels) for cell in open_cells}
    cells = tuple(reach.get(id(cell), cell) for cell in sheet.grid.cells)
    return Sheet(replace(sheet.grid, cells=cells, column_count=width))


def _official_leaf(path: Path) -> _Leaf:
    *groups, leaf = (_Word(word, "", 0) for word in path)
    return _Leaf(leaf, tuple(groups))


def _words(sheet: Sheet, zone: Sequence[int]) -> list[_Word] | None:
    """The header words in printed order, pieces of broken words joined; None when a text is no header word."""
    stream = ""
    rows: list[int] = []
    for row in zone:
        for cell in sheet.printed(row):
            text = fold(cell.text)
            stream += text
            rows.extend([row] * len(text))
    pieces = _cut(stream)
    if pieces is None:
        return None
    words: list[_Word] = []
    at = 0
    for piece in pieces:
        words.append(_Word(piece, _kind(piece) or "", rows[at]))
        at += len(piece)
    return words


def _cut(stream: str) -> list[str] | None:
    """The stream as the fewest known words, or None."""
    best: list[list[str] | None] = [[]]
    for end in range(1, len(stream) + 1):
        ways = [
            [*before, stream[start:end]]
            for start in range(max(0, end - _LONGEST), end)
            if (before := best[start]) is not None and _kind(stream[start:end]) is not None
        ]
        best.append(min(ways, key=len) if ways else None)
    return best[len(stream)]


@cache
def _kind(word: str) -> str | None:
    return layouts.column_value("word", word, word, None, None)


def _leaves(words: list[_Word], column_count: int) -> list[_Leaf] | None:
    """The columns from left to right, or None when the words fit in no way or in several."""
    named = any(word.kind == "label" for word in words)
    kinds = ("sequence", "label") if named else ("sequence", "label", "item")
    labels = [word for word in words if word.kind in kinds]
    if [word.kind for word in words].count("side") == 2:
        return _two_sided(words, kinds, column_count)
    if len({word.text for word in labels}) < len(labels):
        return None  # the labels of two lists side by side
    words = [replace(word, kind="amount") if word.kind == "side" else word for word in words]
    fits = [found for found in _hang(_levels(words, kinds)) if len(found) + len(labels) == column_count]
    if len(fits) != 1:
        return None
    ordered = sorted(labels, key=lambda word: word.kind != "sequence")
    return [_Leaf(word) for word in ordered] + fits[0]


def _two_sided(words: list[_Word], kinds: tuple[str, ...], column_count: int) -> list[_Leaf] | None:
    """收入 | 支出 over two lists that both begin with a label: the second label opens the second side."""
    first, second = [word for word in words if word.kind == "side"]
    numbers = [_Leaf(word) for word in words if word.kind == "sequence"]
    lower = [word for word in words if word.kind in ("amount", *kinds) and word.kind != "sequence"]
    starts = [index for index, word in enumerate(lower) if word.kind in kinds]
    if len(starts) != 2 or starts[0] != 0 or len(lower) + len(numbers) != column_count:
        return None
    sides = [_Leaf(word, (first if index < starts[1] else second,)) for index, word in enumerate(lower)]
    return numbers + sides


def _levels(words: list[_Word], label_kinds: tuple[str, ...]) -> list[list[_Word]]:
    """Amount words by level: what follows the labels of a lower row is lower; otherwise every printed row is a level."""
    plain = [index for index, word in enumerate(words) if word.kind in ("group", "amount")]
    marks = [index for index, word in enumerate(words) if word.kind in label_kinds and word.kind != "sequence"]
    if not plain:
        return []
    if marks:
        cut = marks[0] if marks[-1] > plain[0] else 0
        levels = [[words[i] for i in plain if i < cut], [words[i] for i in plain if i >= cut]]
        return [level for level in levels if level]
    rows = sorted({words[i].row for i in plain})
    return [[words[i] for i in plain if words[i].row == row] for row in rows]


def _hang(levels: list[list[_Word]]) -> Iterator[list[_Leaf]]:
    """Every way to hang each level under one group of the level above (or evenly under all of them)."""
    if not levels:
        return
    tops = [_Leaf(word) for word in levels[0]]
    if len(levels) == 1:
        yield from _flat(tops)
        return
    yield from _under(tops, levels[1:])


def _flat(leaves: list[_Leaf]) -> Iterator[list[_Leaf]]:
    """A single level: the groups stand over all words after them, or there are none."""
    groups = [leaf.word for leaf in leaves if leaf.word.kind == "group"]
    plain = [leaf for leaf in leaves if leaf.word.kind != "group"]
    if len(groups) < 2 and leaves[0].word.kind == ("group" if groups else "amount"):
        yield [replace(leaf, groups=tuple(groups)) for leaf in plain]


def _under(leaves: list[_Leaf], levels: list[list[_Word]]) -> Iterator[list[_Leaf]]:
    if not levels:
        yield leaves
        return
    lower = levels[0]
    for index, leaf in enumerate(leaves):
        if leaf.word.kind == "group":
            children = [_Leaf(word, (*leaf.groups, leaf.word)) for word in lower]
            yield from _under([*leaves[:index], *children, *leaves[index + 1 :]], levels[1:])
    yield from _evenly(leaves, lower, levels[1:])


def _evenly(leaves: list[_Leaf], lower: list[_Word], rest: list[list[_Word]]) -> Iterator[list[_Leaf]]:
    """The same words repeated under every column of one list (预算数, 决算数 under each item)."""
    for count in range(len(leaves), 1, -1):
        each, remainder = divmod(len(lower), count)
        if (
            remainder
            or not each
            or len({word.text for word in lower}) != each
            or not _may_divide(leaves[:count], lower)
        ):
            continue
        children = [
            _Leaf(lower[number * each + part], (*leaf.groups, leaf.word))
            for number, leaf in enumerate(leaves[:count])
            for part in range(each)
        ]
        yield from _under([*children, *leaves[count:]], rest)
        return


def _may_divide(leaves: Sequence[_Leaf], lower: Sequence[_Word]) -> bool:
    """Whether every word may stand under every column: 预算数 may under each item, 购置费 not under 合计."""
    return all(may_hang(word.text, leaf.word.text) for leaf in leaves for word in lower)


def _with_header(sheet: Sheet, zone: Sequence[int], leaves: list[_Leaf]) -> Sheet:
    """The sheet with the leaves in the last header row and their groups in the rows above."""
    depth = max(len(leaf.groups) for leaf in leaves)
    if depth + 1 > len(zone):
        return sheet
    page = sheet.printed(zone[0])[0].page
    kept = [cell for cell in sheet.grid.cells if cell.row_no not in zone]
    header = [Cell(zone[-1], column, 1, 1, leaf.word.text, page) for column, leaf in enumerate(leaves)]
    for level in range(depth):
        header.extend(_group_cells(leaves, level, zone[level], page))
    return Sheet(replace(sheet.grid, cells=tuple(header + kept)))


def _group_cells(leaves: list[_Leaf], level: int, row: int, page: int) -> Iterator[Cell]:
    start = 0
    while start < len(leaves):
        group = leaves[start].groups[level] if level < len(leaves[start].groups) else None
        end = start + 1
        while group is not None and end < len(leaves) and leaves[end].groups[level : level + 1] == (group,):
            end += 1
        if group is not None:
            yield Cell(row, start, 1, end - start, group.text, page)
        start = end
