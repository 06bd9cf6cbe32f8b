"""Tables of separated cells (pipes, tabs) that lost blank cells -> grids that say which places are certain.

A converter that drops blank cells leaves the order of a row and takes its columns; one that pads every row at its right leaves
the order only. What a table itself shows decides what is certain: rows that print every column, rows with blanks between their
texts, a blank kept at the beginning of a row. All else follows the convention of ``collapsed``: the texts of a row whose
columns are not certain are one ``inferred`` cell over the columns they may stand in. No amount is parsed, no word is
understood beyond what tells a label from a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from pipelines.documents.collapsed_rows import Entry
from pipelines.documents.collapsed_shape import INFERRED, Sides
from pipelines.documents.packed_rows import (
    AMOUNT,
    CODE_PART,
    REMARK,
    SHORTEST_CODE,
    TOTAL,
    RowSide,
    Side,
    Texts,
    entries_of,
    has_gap,
    is_label,
    is_numbering,
    is_value,
    printed_in,
    side_cells,
    side_of,
)
from pipelines.documents.ready import PageBuilder, Placed, split_table
from pipelines.documents.spans import inferred_spans

_THIRD = "三级指标"
_LEVELS = {
    "一级指标": re.compile(r"^(?:产出|效益|效果|满意度|成本)(?:指标)?$"),
    "二级指标": re.compile(
        r"^(?:数量|质量|时效|成本|(?:经济|社会|生态)(?:环境)?(?:效益|成本)|可持续影响|(?:社会公众或)?服务对象满意度)(?:指标)?$"
    ),
}
"""What the cells under a heading are called where they name a level of indicators."""
_BODY_SHARE = 4
"""A row is one of the body when at least one in so many of its texts is a number."""


def add_rows(
    page: PageBuilder, rows: Sequence[Texts], pages: Sequence[int], ends_stripped: bool = False, is_kept: bool = True
) -> None:
    """Append a table given as rows of cells (ragged as they are), one page per row: lines and grids.

    ``is_kept`` is False where no table of the document shows a blank before a text: its rows may be padded at their ends.
    """
    rows = _with_levels(rows)
    for part in split_table(inferred_spans(rows, pages)):
        if isinstance(part, str):
            page.add_text(part)
            continue
        top = min(cell.row_no for cell in part)
        end = max(cell.row_no + cell.row_span for cell in part)
        table = _Table(rows[top:end], ends_stripped, is_kept)
        page.add_grid(list(table.placed(pages[top:end])) if table.lost_cells else part)


def _with_levels(rows: Sequence[Texts]) -> Sequence[Texts]:
    """Rows of indicators whose merged levels (一级指标, 二级指标) were dropped, with blank cells in front for them."""
    start = next((n for n, row in enumerate(rows) if _THIRD in row and row.index(_THIRD) > 0), None)
    if start is None or has_gap(rows[start]):
        return rows
    header = printed_in(rows[start])
    return [row if number <= start else _moved(row, header) for number, row in enumerate(rows)]


def _moved(row: Texts, header: Texts) -> Texts:
    """A row of indicators under its header: by the name of a level that it begins with, else by how many cells it has."""
    cells = list(row[: len(row) - next((n for n, text in enumerate(reversed(row)) if text), len(row))])
    if not cells or not cells[0]:
        return row
    short = len(header) - len(cells)
    named = [header.index(word) for word, names in _LEVELS.items() if word in header and names.match(cells[0])]
    if short in named or (not named and short == header.index(_THIRD) and not has_gap(row)):
        at = short
    elif len(named) == 1 and named[0] < short:
        at = named[0]
    else:
        return row
    return ["" for _ in range(at)] + cells


@dataclass(frozen=True)
class _Table:
    """One table with what its rows show of its columns."""

    rows: Sequence[Texts]
    ends_stripped: bool = False
    """Blanks at the end of a line may be gone without a trace (tabs), and mean nothing."""
    is_kept: bool = True
    """Some row of the document has a blank before a text."""

    @cached_property
    def header_count(self) -> int:
        """How many rows stand above the first row of the body."""
        for number, row in enumerate(self.rows):
            texts = printed_in(row)
            if is_numbering(texts):
                continue
            values = sum(map(is_value, texts))
            if values * _BODY_SHARE >= len(texts) and values:
                return number
            if number and len(texts) == 1 and (TOTAL.match(texts[0]) or self._begins_body(number)):
                return number
        return len(self.rows)

    def _begins_body(self, number: int) -> bool:
        """Whether a row with one text below a row of all columns is a label; it may be a word of the header that lost its place."""
        return self._is_full(self.rows[number - 1]) and self.is_kept and len(self.rows[number]) == self.widest

    def _is_full(self, row: Texts) -> bool:
        return all(row) and len(row) == self.widest

    @property
    def header(self) -> Sequence[Texts]:
        return [row for row in self.rows[: self.header_count] if not is_numbering(printed_in(row))]

    @property
    def body(self) -> Sequence[Texts]:
        return self.rows[self.header_count :]

    @cached_property
    def widest(self) -> int:
        """The most cells of a row, blank ones too."""
        return max(map(len, self.rows))

    @cached_property
    def width(self) -> int:
        """How many columns the longest row or the column numbers behind 栏次 speak of."""
        numbered = next((row for row in self.rows[: self.header_count] if is_numbering(printed_in(row))), None)
        if numbered is None or numbered[0].isdigit() or not self.lost_spans:
            return self.widest
        return max(self.widest, self._label_count() + len(printed_in(numbered)) - 1)

    @cached_property
    def lost_spans(self) -> bool:
        """Whether the header lost the places of its words: a row of it is short and no blank stands for what is missing."""
        if len(self.header) == 1:
            words = len(printed_in(self.header[0]))
            is_padded = not self.is_kept and words < max(len(printed_in(row)) for row in self.rows)
            return (is_padded or len(self.header[0]) < self.widest) and words > 1
        if not self.header:
            return False
        if any(row and not row[0] and printed_in(row) for row in self.header):
            return self._lacks_words
        first, *lower = self.header
        short = [row for row in lower if len(printed_in(row)) < self.widest]
        is_open = self.ends_stripped and has_gap(first)
        if 1 < len(printed_in(first)) < self.widest and not is_open:
            short.append(first)
        are_padded = all(len(row) == self.widest for row in short)
        return bool(short) and not (are_padded and any(map(has_gap, self.header)))

    @property
    def _lacks_words(self) -> bool:
        """Whether numbers stand in a column that no header word stands over, beside a header row that ends short of it."""
        cells = inferred_spans(self.header, [1] * len(self.header))
        headed = {c for cell in cells if cell.text for c in range(cell.column_no, cell.column_no + cell.column_span)}
        numbered = {c for row in self.body for c, text in enumerate(row) if is_value(text)}
        return any(len(row) < self.widest for row in self.header) and not numbered <= headed

    @cached_property
    def is_stated(self) -> bool:
        """Whether the number of columns is known: by column numbers, by a header row that names each, by blanks kept."""
        if not self.lost_spans or any(is_numbering(printed_in(row)) for row in self.rows[: self.header_count]):
            return True
        if any(not row[-1] for row in self.rows if row):
            return True
        return self._is_full(self.header[-1])

    @cached_property
    def keeps_first(self) -> bool:
        """Whether a row of the body begins with a blank cell: then blanks at the beginning are never dropped."""
        rows = self.rows if self.ends_stripped else self.body
        return any(row and not row[0] and printed_in(row) for row in rows)

    def _is_moved(self, row: Texts) -> bool:
        """Whether an amount stands where a label belongs, or a part of a code where it begins: cells in front of it are gone."""
        labels = {n for side in self.sides for n in (*side.codes, side.name) if n is not None}
        if any(number < len(row) and AMOUNT.match(row[number]) for number in labels):
            return True
        return self._lacks_class(row[0] if row else "")

    def _lacks_class(self, first: str) -> bool:
        """Whether a row begins with two digits where codes stand in columns of their own: those begin with three."""
        return len(self.sides[0].codes) > 1 and self.sides[0].codes[0] == 0 and CODE_PART.match(first) is not None

    @cached_property
    def _word_columns(self) -> frozenset[int]:
        """The columns, but those of codes, in which rows of all columns print words."""
        full = [row for row in self.body if self._is_full(row)]
        words = {n for row in full for n, text in enumerate(row) if not is_value(text) and text.isalpha()}
        return frozenset(words - {number for side in self.sides for number in side.codes})

    @cached_property
    def _keeps_gaps(self) -> bool:
        """Whether a row prints a blank between its texts."""
        return any(map(has_gap, self.rows))

    def _is_only_cut_at_its_end(self, row: Texts) -> bool:
        """Whether a short row of a table that keeps the blanks between its texts surely begins in the first column."""
        if not self.ends_stripped or not self._keeps_gaps or not row[0]:
            return False
        side = self.sides[0]
        if any(number < len(row) and is_value(row[number]) for number in self._word_columns):
            return False
        if len(self.sides) > 1 and len(row) <= self.sides[1].amounts.start:
            return False
        return row[0].isdigit() if side.codes[:1] == (0,) else side.name == 0 and not is_value(row[0])

    @property
    def lost_cells(self) -> bool:
        """Whether any place is not certain. Forms, whose rows are labels and texts, are never judged."""
        printed = [row for row in self.body if printed_in(row)]
        if sum(any(map(is_value, row)) for row in printed) * 2 <= len(printed):
            return False
        return self.lost_spans or not all(map(self._is_certain, self.body))

    def _is_certain(self, row: Texts) -> bool:
        if not any(map(is_value, row)):
            return True
        if not self.is_stated or self._is_moved(row):
            return False
        if len(row) == self.width and (all(row) or has_gap(row)):
            return True
        if self.lost_spans:
            return False
        if len(row) == self.width:
            return self.is_kept or self._fills_amounts(row)
        return self.keeps_first or self._is_only_cut_at_its_end(row)

    def _fills_amounts(self, row: Texts) -> bool:
        """Whether a row with blanks at its end alone has a number in every column that can have one: what is blank are remarks."""
        leaves = self._leaves()
        columns = [n for side in self.sides for n in side.amounts if n >= len(leaves) or not REMARK.match(leaves[n])]
        return all(number < len(row) and is_value(row[number]) for number in columns)

    @cached_property
    def column_count(self) -> int:
        """How many columns the grid has: as the table states, or as many as a row needs."""
        return self.width if self.is_stated else self.sides[0].amounts.stop

    @cached_property
    def sides(self) -> list[Side]:
        """The columns by side, from the lowest header row where it names each column, otherwise from the rows."""
        leaves = self._leaves()
        labels = [number for number, word in enumerate(leaves) if is_label(word)]
        starts = [number for number in labels if number - 1 not in labels]
        if not leaves or not starts or starts[0] != 0 or len(starts) > 2:
            return [self._by_rows()]
        ends = [*starts[1:], len(leaves)]
        return [side_of(leaves, start, end) for start, end in zip(starts, ends, strict=True)]

    def _leaves(self) -> list[str]:
        """The lowest header word of every column; nothing where the header does not tell."""
        if not self.header:
            return []
        if self._is_full(self.header[-1]):
            return list(self.header[-1])
        if self.lost_spans:
            return []
        leaves = [""] * self.widest
        for cell in inferred_spans(self.header, [1] * len(self.header)):
            if cell.text:
                columns = range(cell.column_no, min(cell.column_no + cell.column_span, self.widest))
                for column in columns:
                    leaves[column] = cell.text
        return leaves

    def _label_count(self) -> int:
        """How many columns the rows of the body need for codes and names."""
        entries = [entries_of(printed_in(row), 1)[0] for row in self.body if printed_in(row)]
        has_codes = any(codes and name for codes, name, _ in entries)
        return has_codes + any(name for _, name, _ in entries)

    def _by_rows(self) -> Side:
        """One side, as the rows of the body need it."""
        entries = [entries_of(printed_in(row), 1)[0] for row in self.body if printed_in(row)]
        has_codes = any(len(codes) and name for codes, name, _ in entries)
        has_names = any(name for _, name, _ in entries)
        labels = has_codes + has_names
        needed = max((len(numbers) for _, _, numbers in entries), default=1)
        end = self.width if self.is_stated else labels + max(needed, 1)
        return Side((0,) if has_codes else (), labels - 1 if has_names else None, range(labels, max(end, labels + 1)))

    def placed(self, pages: Sequence[int]) -> Iterator[Placed]:
        """All cells of the grid."""
        seen = Sides()
        width = self.column_count
        if self.lost_spans:
            for number, row in enumerate(self.rows[: self.header_count]):
                yield from (cell._replace(row_no=number, page=pages[number]) for cell in self._header_cells(row, width))
        else:
            above = [cell for cell in inferred_spans(self.rows, pages) if cell.row_no < self.header_count]
            yield from (c._replace(row_span=min(c.row_span, self.header_count - c.row_no)) for c in above)
        for number, row in enumerate(self.body, start=self.header_count):
            cells = self._row_cells(row, seen)
            yield from (cell._replace(row_no=number, page=pages[number]) for cell in _filled(cells, width))

    def _header_cells(self, row: Texts, width: int) -> list[Placed]:
        texts = printed_in(row)
        if is_numbering(texts) and len(texts) <= width and texts[0].isdigit() < all(map(str.isdigit, texts[1:])):
            labels = width - len(texts) + 1
            numbers = [Placed(0, labels + n, 1, 1, text) for n, text in enumerate(texts[1:])]
            return [Placed(0, 0, 1, labels, texts[0]), *numbers]
        if (self.is_stated and len(texts) == width) or (is_numbering(texts) and len(texts) <= width):
            return [Placed(0, number, 1, 1, text) for number, text in enumerate(texts)]
        return [Placed(0, 0, 1, width, "\t".join(texts), INFERRED)]

    def _row_cells(self, row: Texts, seen: Sides) -> list[Placed]:
        texts = printed_in(row)
        most = max(len(side.codes) for side in self.sides)
        shortest = 1 if self._leaves() else SHORTEST_CODE
        entries = entries_of(texts, most, bool(most) and len(self.sides) > 1, shortest)
        if self._is_certain(row):
            if len(entries) == len(self.sides) > 1:
                for side, (codes, name, _) in enumerate(entries):
                    seen.saw(side, Entry("".join(codes), [name] if name else []))
            return [Placed(0, number, 1, 1, text) for number, text in enumerate(row) if text]
        has_more = len(entries) > len(self.sides) > 1
        if has_more or self._lacks_class(next(iter(row), "")):
            return [Placed(0, 0, 1, self.column_count, "\t".join(texts), INFERRED)]
        if len(self.sides) == 1:
            codes, name, numbers = entries[0]
            whole = [*numbers, *texts[len(codes) + bool(name) + len(numbers) :]]
            return side_cells((codes, name, whole), self.sides[0], self.is_stated)
        if len(entries) == 2:
            sides = zip(entries, self.sides, strict=True)
            return [cell for one, side in sides for cell in side_cells(one, side, self.is_stated)]
        return self._lone_cells(entries[0], seen)

    def _lone_cells(self, entry: RowSide, seen: Sides) -> list[Placed]:
        """An entry whose other side is blank: on the side that its label or its number in the list tells, or on neither."""
        printed = Entry("".join(entry[0]), [entry[1]] if entry[1] else [])
        side = seen.side_of(printed)
        if side is None:
            cells = side_cells(entry, self.sides[0], is_stated=False)
            return [cell._replace(method=INFERRED) for cell in cells]
        seen.saw(side, printed)
        return side_cells(entry, self.sides[side], self.is_stated)


def _filled(cells: list[Placed], width: int) -> list[Placed]:
    """The cells of a row with blank cells in all other columns."""
    covered = {column for cell in cells for column in range(cell.column_no, cell.column_no + cell.column_span)}
    return sorted([*cells, *(Placed(0, column, 1, 1, "") for column in range(width) if column not in covered)])
