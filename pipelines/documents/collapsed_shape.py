"""The columns of a collapsed table as far as they are certain, and its rows laid out in them (convention: see ``collapsed``)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.documents.collapsed_rows import Entry, Row, Style
from pipelines.documents.ready import Placed

INFERRED = "inferred"
_VALUE_WORD = re.compile(r"^(?:\d{4}年)?(?:[年全调整变动初]*预算数|决算数|执行数|预算|决算|金额)$")
_LABEL_WORD = re.compile(r"^(?:项目|科目名称|名称|(?:功能|经济)分类科目名称)$")
_CODE_WORD = re.compile(r"^(?:科目编码|编码|科目代码|代码|(?:功能|经济)分类科目编码)$")
_UNMISTAKABLE = frozenset({"科目名称", "科目编码", "科目代码"})
_ORDINAL = re.compile(r"^[（(]?([一二三四五六七八九十百廿]+)[)）]?[、.．)）]")
_DIGITS = {word: number for number, word in enumerate("一二三四五六七八九", start=1)}
# Labels of an income side never end so, those of an expenditure side mostly do; and the other way round.
_SPENDING = re.compile(r"支出(?:总计|合计|小计)?$")
_EARNING = re.compile(r"(?:收入|拨款)(?:总计|合计|小计)?$")


@dataclass(frozen=True, slots=True)
class Side:
    """The columns of one side: where it begins, whether it has codes and line numbers, how many amounts."""

    start: int
    has_code: bool
    has_label: bool
    has_line_numbers: bool
    amount_count: int
    is_certain: bool
    """The number of amount columns is stated by the table."""

    @property
    def label_column(self) -> int:
        return self.start + self.has_code

    @property
    def amount_start(self) -> int:
        return self.label_column + self.has_label + self.has_line_numbers

    @property
    def end(self) -> int:
        return self.amount_start + self.amount_count


@dataclass(frozen=True, slots=True)
class Shape:
    """All columns of a table."""

    has_sequence: bool
    sides: tuple[Side, ...]
    is_stated: bool
    """The table numbers its columns, so every column is known."""

    @property
    def column_count(self) -> int:
        return self.sides[-1].end

    @staticmethod
    def of(header: list[list[str]], rows: Sequence[Row], style: Style, column_count: int | None) -> Shape:
        """The columns that the header states, or at least as many as the rows need."""
        count = (
            2 if (style.is_two_sided and any(len(row.entries) > 1 for row in rows)) or _names_two_sides(header) else 1
        )
        entries = [[row.entries[side] for row in rows if side < len(row.entries)] for side in range(count)]
        if count == 2:
            entries = [entries[0] + entries[1]] * 2
        names_codes = any(_CODE_WORD.match(word) for line in header for word in line)
        codes = [names_codes or any(entry.code for entry in side) for side in entries]
        needed = [max((len(entry.numbers) for entry in side), default=0) for side in entries]
        labels = [bool(column_count) or not entries[0] or any(entry.name for entry in side) for side in entries]
        stated = _stated(header, count, column_count, sum(codes) + sum(labels), needed)
        sides: list[Side] = []
        has_sequence = any(row.sequence for row in rows) or bool(
            column_count and any("序号" in line for line in header)
        )
        start = int(has_sequence)
        for side in range(count):
            amount_count = stated[side] if stated else max(1, needed[side])
            sides.append(
                Side(start, codes[side], labels[side], style.has_line_numbers, amount_count, stated is not None)
            )
            start = sides[-1].end
        is_stated = column_count is not None and start == column_count + has_sequence
        return Shape(has_sequence, tuple(sides), is_stated)


def _names_two_sides(header: list[list[str]]) -> bool:
    return any(sum(bool(_LABEL_WORD.match(word)) for word in line) == 2 for line in header)


def _stated(
    header: list[list[str]], count: int, column_count: int | None, label_columns: int, needed: list[int]
) -> list[int] | None:
    """The number of amount columns of each side when the header states it and no row contradicts; otherwise None."""
    by_leaf = _by_lowest_header(header, count)
    if column_count is None and count == 1 and len(header) == 1:
        # One header line gives every column exactly one word.
        column_count = len(header[0])
    if column_count is None:
        return by_leaf if by_leaf and all(n <= s for n, s in zip(needed, by_leaf, strict=True)) else None
    total = column_count - label_columns
    if count == 1:
        return [total] if total >= max(1, needed[0]) else None
    left = by_leaf[0] if by_leaf else _amounts_before_second_label(header)
    if left is None:
        left = 1 if total == 2 else None
    if left is None or total - left < 1:
        return None
    return [left, total - left]


def _by_lowest_header(header: list[list[str]], count: int) -> list[int] | None:
    """Amount columns counted in a line that prints 预算数 or 决算数 (金额 …) for every column."""
    for line in reversed(header):
        values = [bool(_VALUE_WORD.match(word)) for word in line]
        labels = [_names_labels(word) or word == "行次" for word in line]
        if not any(values) or not all(value or label for value, label in zip(values, labels, strict=True)):
            continue
        if count == 1:
            return [sum(values)] if sum(values) > 1 or any(labels) else None
        runs = _runs(values)
        return runs if len(runs) == count else None
    return None


def _runs(values: list[bool]) -> list[int]:
    runs: list[int] = []
    previous = False
    for value in values:
        if value and previous:
            runs[-1] += 1
        elif value:
            runs.append(1)
        previous = value
    return runs


def _amounts_before_second_label(header: list[list[str]]) -> int | None:
    for line in header:
        places = [number for number, word in enumerate(line) if _LABEL_WORD.match(word)]
        if len(places) == 2 and places[0] == 0:
            return places[1] - 1
    return None


def laid_out(header: list[list[str]], pages: list[int], rows: Sequence[Row], shape: Shape) -> list[Placed]:
    """All cells of the table: header lines, then rows; blank where a row prints nothing."""
    placed: list[Placed] = []
    for row_no, (line, page) in enumerate(zip(header, pages, strict=True)):
        placed.extend(cell._replace(row_no=row_no, page=page) for cell in _header_cells(line, shape))
    sides = Sides()
    has_more = any(len(row.entries) > len(shape.sides) > 1 for row in rows)
    for row_no, row in enumerate(rows, start=len(header)):
        cells = [_whole_row(row, shape)] if has_more else _row_cells(row, shape, sides)
        placed.extend(cell._replace(row_no=row_no, page=row.page) for cell in cells)
    return placed


def _whole_row(row: Row, shape: Shape) -> Placed:
    """A row of a table with a row of three sides: on which of them its texts stand is not certain, so none has a column."""
    texts = [text for entry in row.entries for text in (entry.code, entry.name, entry.line_no, *entry.numbers)]
    return Placed(0, 0, 1, shape.column_count, "\t".join(filter(None, [row.sequence, *texts])), INFERRED)


def _header_cells(line: list[str], shape: Shape) -> list[Placed]:
    width = shape.column_count
    if line[0].startswith("栏次") and len(line) == width and shape.is_stated and shape.has_sequence:
        return [Placed(0, number, 1, 1, word) for number, word in enumerate(line)]
    places = _header_places(line, shape)
    if places is None:
        return [Placed(0, 0, 1, width, "\t".join(line), INFERRED)]
    cells = [Placed(0, start, 1, end - start, word) for word, (start, end) in zip(line, places, strict=True)]
    return sorted([*cells, *_blanks(cells, width)])


def _header_places(line: list[str], shape: Shape) -> list[tuple[int, int]] | None:
    """The columns of each word of a header line, where the words or their count leave no doubt."""
    if line == ["序号"] and shape.has_sequence:
        return [(0, 1)]
    if line == ["收入", "支出"] and len(shape.sides) == 2:
        return [(side.start, side.end) for side in shape.sides]
    return _label_places(line, shape) or _counted_places(line, shape)


def _label_places(line: list[str], shape: Shape) -> list[tuple[int, int]] | None:
    side = shape.sides[0]
    if len(shape.sides) > 1 or not (side.is_certain or _UNMISTAKABLE & set(line)) or not all(map(_names_labels, line)):
        return None
    columns = [side.label_column if _LABEL_WORD.match(word) else side.start for word in line]
    return [(column, column + 1) for column in columns] if len(set(columns)) == len(line) else None


def _counted_places(line: list[str], shape: Shape) -> list[tuple[int, int]] | None:
    """A printed line gives a column one word at most: as many words as columns name each of them."""
    if not all(side.is_certain for side in shape.sides):
        return None
    columns = list(range(int(shape.has_sequence), shape.column_count))
    amounts = [column for side in shape.sides for column in range(side.amount_start, side.end)]
    for places in (columns, amounts):
        if len(line) == len(places) and len(places) > 1:
            return [(column, column + 1) for column in places]
    return None


def _names_labels(word: str) -> bool:
    return bool(_LABEL_WORD.match(word) or _CODE_WORD.match(word))


def _blanks(cells: Sequence[Placed], width: int) -> list[Placed]:
    covered = {column for cell in cells for column in range(cell.column_no, cell.column_no + cell.column_span)}
    return [Placed(0, column, 1, 1, "") for column in range(width) if column not in covered]


class Sides:
    """Which side a lone entry stands on, from the ordinals and classes printed so far and from what its label says."""

    def __init__(self) -> None:
        self._last = [0, 0]
        self._classes = ["", ""]

    def saw(self, side: int, entry: Entry) -> None:
        """An entry of a known side."""
        self._last[side] = _ordinal(entry.name) or self._last[side]
        self._classes[side] = entry.code[:3] or self._classes[side]

    def side_of(self, entry: Entry) -> int | None:
        """0 or 1, or None when neither is certain."""
        number = _ordinal(entry.name)
        for fits in (
            [side for side in (0, 1) if number is not None and number == self._last[side] + 1],
            [side for side in (0, 1) if entry.code and entry.code[:3] == self._classes[side]],
        ):
            if len(fits) == 1:
                return fits[0]
        if _SPENDING.search(entry.name):
            return 1
        return 0 if _EARNING.search(entry.name) else None


def _ordinal(name: str) -> int | None:
    found = _ORDINAL.match(name)
    if found is None:
        return None
    text = found.group(1).replace("廿", "二十")
    tens, ten, ones = text.partition("十")
    if not ten:
        return _DIGITS.get(text)
    return _DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0)


def _row_cells(row: Row, shape: Shape, sides: Sides) -> list[Placed]:
    cells = [Placed(0, 0, 1, 1, row.sequence)] if shape.has_sequence else []
    if len(shape.sides) == 1:
        cells.extend(_entry_cells(_merged(row.entries), shape.sides[0]))
    elif len(row.entries) >= 2:
        for side, entry in enumerate(row.entries[:2]):
            sides.saw(side, entry)
            cells.extend(_entry_cells(entry, shape.sides[side]))
    else:
        cells.extend(_lone_cells(row.entries[0], shape, sides))
    return sorted([*cells, *_blanks(cells, shape.column_count)])


def _merged(entries: Sequence[Entry]) -> Entry:
    """One entry of all pieces: a table with one side prints nothing beside its amounts but remarks."""
    first = entries[0]
    rest = [text for entry in entries[1:] for text in (entry.code, entry.name, *entry.numbers) if text]
    return Entry(first.code, first.names, [*first.numbers, *rest], first.line_no)


def _lone_cells(entry: Entry, shape: Shape, sides: Sides) -> list[Placed]:
    side = sides.side_of(entry)
    if side is None:
        return [cell._replace(method=INFERRED) for cell in _entry_cells(entry, shape.sides[0]) if cell.text]
    sides.saw(side, entry)
    return _entry_cells(entry, shape.sides[side])


def _entry_cells(entry: Entry, side: Side) -> list[Placed]:
    cells = [Placed(0, side.label_column, 1, 1, entry.name)] if side.has_label else []
    if side.has_code:
        cells.append(Placed(0, side.start, 1, 1, entry.code))
    if side.has_line_numbers:
        cells.append(Placed(0, side.label_column + 1, 1, 1, entry.line_no))
    numbers = entry.numbers
    if side.is_certain and len(numbers) == side.amount_count:
        cells.extend(Placed(0, side.amount_start + n, 1, 1, text) for n, text in enumerate(numbers))
    elif numbers:
        span = side.amount_count
        cells.append(Placed(0, side.amount_start, 1, span, "\t".join(numbers), INFERRED))
    return cells
