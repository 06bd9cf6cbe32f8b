"""The amount cells of a statement: which cell, in which row and column, with which unit; and the cells left over.

Finding cells belongs here. What their numbers are worth is told in ``amounts``, which relation they go to in the module
of that relation. A cell counts once, where it begins; a cell that seems to hold an amount and finds no row or column is
reported, never dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from pipelines.facts.amounts import DoubtfulAmount, Style, parse_amount, style_of
from pipelines.facts.printed import plain_form
from pipelines.records.pages import Cell, Statement, StatementColumn, StatementRow
from pipelines.reference import layouts
from pipelines.reference.folding import fold, squeeze
from pipelines.statements.columns import LABEL_ROLES
from pipelines.statements.headings import bracketed_unit
from pipelines.statements.row_units import unit_of_row
from pipelines.statements.rows import plain_label
from pipelines.statements.sheet import Sheet, looks_like_number

INFERRED = "inferred"
"""The method of cells whose column is not certain, and of facts that the sums put into theirs."""
QUANTITY = "quantity"
"""The item of a column of counts."""
_NUMBERING_WORDS = frozenset({"栏次", "行次", "序号", "类", "款", "项"})
_ORDINAL = re.compile(r"(\d{1,2})(?:=[\d+\-()]+)?")
_UNIT_IN_BRACKETS = re.compile(r"\([^()]*元\)$")
_NUMBER_LIKE = re.compile(r"[-+△▲(¥]*[\d.,]*\d[\d.,]*[)\-*#]*|#{2,}")
_SURE_AMOUNT = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d{2})")
"""A folded number that is no code, no ordinal and no rate."""
_LONGEST_NUMBER = 40
_MANY_ITEMS = frozenset({"procurement", "project", "performance", "asset", "by_unit", "debt"})
"""Kinds in which one amount may stand for several rows (one budget over several purchases)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A cell that begins at an amount column of a row of the statement; ``unit`` applies to it, ``doubt`` says why not."""

    cell: Cell
    row: StatementRow
    column: StatementColumn
    unit: str
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class Stray:
    """A cell with a number that is in no row or no column of the statement."""

    cell: Cell
    column: StatementColumn | None
    reason: str


class Table:
    """A statement's grid by places, with its rows and columns by number."""

    def __init__(self, statement: Statement) -> None:
        self.statement = statement
        self.sheet = Sheet(statement.grid)
        self.rows = {(row.row_no, row.block): row for row in statement.rows}
        self._columns: dict[int, list[StatementColumn]] = {}
        for column in statement.columns:
            self._columns.setdefault(column.column_no, []).append(column)
        numbering = {row for row in range(statement.grid.row_count) if self._is_numbering(row)}
        self._left_out = numbering.union(statement.grid.repeated_header_rows)
        self._uncertain = frozenset(filter(self._has_uncertain_header, range(statement.grid.column_count)))
        self._alike = self._columns_alike()
        self._nameless = self._columns_without_header()
        self._styles = self._style_by_unit()

    def columns(self, number: int) -> list[StatementColumn]:
        """What a column of the grid is: one meaning in a table, one per block in a form."""
        return self._columns.get(number, [])

    def entries(self) -> Iterator[Entry]:
        """Every cell that begins at a row and an amount column of the same block, blank ones included, row by row.

        In a table of assets the column of counts (数量) holds facts as well.
        """
        for cell in self.cells():
            for column in self.columns(cell.column_no):
                row = self.rows.get((cell.row_no, column.block))
                if row is not None and self._holds_facts(column):
                    unit = row_unit(row) or unit_of_row(self.sheet, self.statement.columns, row)
                    yield Entry(cell, row, column, unit or self.unit(column), self._doubt(cell, column))
                    break

    def strays(self) -> Iterator[Stray]:
        """Cells below the header that print a number where amounts stand, and belong to no row or amount column."""
        for cell in self.cells():
            if cell.row_no < self.statement.header_row_count:
                continue
            reason = self._why_astray(cell) if self._holds_number(cell) else self._why_out_of_place(cell)
            if reason is not None:
                amounts = [column for column in self.columns(cell.column_no) if self._holds_facts(column)]
                yield Stray(cell, amounts[0] if amounts else None, reason)

    def cells(self) -> Iterator[Cell]:
        """The cells of the grid in reading order, repeated headers and rows of column numbers left out."""
        for cell in sorted(self.statement.grid.cells, key=lambda cell: (cell.row_no, cell.column_no)):
            if cell.row_no not in self._left_out:
                yield cell

    def unit(self, column: StatementColumn) -> str:
        """The unit that applies to a column: its own, else that of the statement."""
        return column.unit or self.statement.unit

    def style(self, unit: str) -> Style | None:
        """How the statement prints its numbers of this unit."""
        return self._styles.get(unit)

    def item_text(self, row: StatementRow, item: str) -> str:
        """The text that a row has in the column with this item, in the row's block; empty when there is none."""
        for column in self.statement.columns:
            if column.item == item and column.block == row.block and column.role != "amount":
                return self.sheet.text(row.row_no, column.column_no)
        return ""

    def _holds_facts(self, column: StatementColumn) -> bool:
        is_count = self.statement.kind == "asset" and column.item == QUANTITY
        return column.role == "amount" or is_count

    def _doubt(self, cell: Cell, column: StatementColumn) -> str | None:
        """Why a cell does not belong to one row and one column that are certain, or None."""
        if column.column_no in self._uncertain:
            return "列头不能确定"
        if column.column_no in self._nameless:
            return "列头缺失"
        if column.column_no in self._alike:
            return "两列表头相同，不能区分"
        covered = [c for number in _span(cell.column_no, cell.column_span) for c in self.columns(number)]
        same_block = [c for c in covered if c.role == "amount" and c.block == column.block]
        if len({(c.path, c.measure, c.fund, c.item) for c in same_block}) > 1:
            return "一格跨多个金额列"
        if self.statement.kind in _MANY_ITEMS:
            return None
        rows = [self.rows.get((number, column.block)) for number in _span(cell.row_no, cell.row_span)]
        labels = {(r.code, r.label) for r in rows if r is not None and (r.code or r.label)}
        return "一格跨多行" if len(labels) > 1 else None

    def _columns_alike(self) -> frozenset[int]:
        """Columns of one block with the same headers and meaning that both print a number in one row: which is which is lost."""
        named: dict[tuple[object, ...], list[int]] = {}
        for column in self.statement.columns:
            if self._holds_facts(column) and self.statement.kind not in _MANY_ITEMS:
                named.setdefault((column.block, column.path, column.measure, column.fund, column.item), []).append(
                    column.column_no
                )
        doubles = [numbers for numbers in named.values() if len(numbers) > 1]
        rows = sorted({row.row_no for row in self.statement.rows})
        return frozenset(number for numbers in doubles if self._print_together(numbers, rows) for number in numbers)

    def _columns_without_header(self) -> frozenset[int]:
        """Columns of amounts without any header beside others of their block that have one: what they hold is not said."""
        if self.statement.kind == "performance":
            return frozenset()
        amounts = [column for column in self.statement.columns if column.role == "amount"]
        headed = {column.block for column in amounts if column.path}
        return frozenset(column.column_no for column in amounts if not column.path and column.block in headed)

    def _print_together(self, columns: list[int], rows: list[int]) -> bool:
        """Whether several of these columns begin a number in the same row."""
        return any(
            sum(
                self.sheet.begins(row, number) and looks_like_number(self.sheet.folded(row, number))
                for number in columns
            )
            > 1
            for row in rows
        )

    def _has_uncertain_header(self, column_no: int) -> bool:
        """Whether the lowest header over a column is words of which only the row is certain (collapsed text)."""
        for row in range(min(self.statement.header_row_count, self.sheet.row_count) - 1, -1, -1):
            cell = self.sheet.cell(row, column_no)
            if cell is not None and squeeze(cell.text) and row not in self._left_out:
                return cell.method == INFERRED
        return False

    def _is_numbering(self, row_no: int) -> bool:
        """Whether a row only numbers the columns (栏次 1 2 3=4+5 …): its numbers are ordinals, wherever they stand."""
        words = self.sheet.words(row_no)
        ordinals = [word for word in words if word not in _NUMBERING_WORDS]
        numbers = [int(found[1]) for found in map(_ORDINAL.fullmatch, ordinals) if found]
        if len(numbers) < len(ordinals) or len(numbers) < 2:
            return False
        steps = [after - before for before, after in pairwise(numbers)]
        if "栏次" in words:
            # Some may have been read as the end of the headers over them.
            return min(steps) > 0
        if len(words) > len(ordinals) or numbers[0] == 1:
            return set(steps) == {1} and (len(words) > len(ordinals) or self._is_under_header(row_no))
        # The right part of a table cut by the side of a page goes on counting, after a column that it repeats.
        return len(steps) > 1 and min(steps) > 0 and set(steps[1:]) == {1} and self._is_under_header(row_no)

    def _is_under_header(self, row_no: int) -> bool:
        above = row_no - 1
        return above < self.statement.header_row_count or above in self.statement.grid.repeated_header_rows

    def _why_astray(self, cell: Cell) -> str | None:
        """Why a cell that may hold an amount is none of the entries; None for entries and for columns of other things."""
        columns = self.columns(cell.column_no)
        if not columns:
            return "所在列未识别"
        if any((cell.row_no, column.block) in self.rows for column in columns if self._holds_facts(column)):
            return None
        if any(self._holds_facts(column) for column in columns):
            return "所在行未识别"
        if any(map(self._is_headed_as_amount, columns)):
            return "所在列似为金额列而多为文字"
        return self._why_out_of_place(cell)

    def _why_out_of_place(self, cell: Cell) -> str | None:
        """Why amounts in a column of labels, or texts without a column that amounts are among, are not read."""
        columns = self.columns(cell.column_no)
        if any(map(self._holds_facts, columns)) or not any(
            map(_SURE_AMOUNT.fullmatch, map(fold, cell.text.split("\t")))
        ):
            return None
        if cell.method == INFERRED:
            return "列的位置已失去，不能确定所在列"
        is_label = any(column.role in LABEL_ROLES for column in columns)
        return "金额出现在科目、名称等栏，列的位置有误" if is_label else None

    def _is_headed_as_amount(self, column: StatementColumn) -> bool:
        """Whether a column taken for text is headed like amounts: its numbers must not get lost."""
        if column.role != "text" or column.item is not None:
            return False
        path = fold(column.path)
        leaf = _UNIT_IN_BRACKETS.sub("", path.rpartition("/")[2])
        return layouts.column_value("role", leaf, path, self.statement.kind, self.statement.stage) == "amount"

    def _holds_number(self, cell: Cell) -> bool:
        """Whether the cell prints a number or something that looks like one; long texts with digits are neither."""
        if len(squeeze(cell.text)) > _LONGEST_NUMBER:
            return False
        try:
            return parse_amount(cell.text, self.statement.unit) is not None
        except DoubtfulAmount:
            return _NUMBER_LIKE.fullmatch(plain_form(squeeze(cell.text))) is not None

    def _style_by_unit(self) -> dict[str, Style]:
        texts: dict[str, list[str]] = {}
        for entry in self.entries():
            texts.setdefault(entry.unit, []).append(entry.cell.text)
        styles = {unit: style_of(found) for unit, found in texts.items()}
        return {unit: style for unit, style in styles.items() if style is not None}


def row_unit(row: StatementRow) -> str | None:
    """The unit of money that a row label names in brackets at its end (人均支出（元）), or None."""
    folded = fold(row.label)
    return bracketed_unit(folded[folded.rindex("(") :]) if folded.endswith(")") and "(" in folded else None


def is_no_money(row: StatementRow, kind: str) -> str | None:
    """What a row counts instead of money (``count`` or ``ratio``) by its label, or None."""
    return layouts.item_value("not_money", plain_label(row.label), kind, row.side)


def _span(start: int, count: int) -> range:
    return range(start, start + max(count, 1))
