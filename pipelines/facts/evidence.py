"""What speaks for the columns and rows of a table that nothing but white space parts: its own sums.

Such a table may be cut a column or a row off, and no single number shows it. Where its sums do not speak for the cut, its
amounts stay as they are and are marked as doubtful by their confidence. Drawn tables, and those in which every number stands
under exactly one header, are never judged here.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from pipelines.facts.places import StatementFacts, doubtful
from pipelines.facts.sums import column_sums
from pipelines.records.core import AmountFact, DoubtfulCell, FactPerformanceIndicator
from pipelines.records.pages import BY_WHITE_SPACE, Cell, Statement, StatementRow
from pipelines.reference import layouts
from pipelines.reference.folding import fold
from pipelines.statements.rows import plain_label

DOUBTED = 0.4
"""The confidence of amounts whose column or row nothing confirms: below a half, as of numbers read in two ways."""
_FEWEST = 2
"""Sums that must hold before a cut is believed."""

_TWO_SIDED = frozenset({"income_expenditure_summary", "appropriation_summary"})
_TORN_IN = re.compile(r"\d+(?![.、．)）\d年])")
"""An ordinal or a code of a column of its own that stands in the label."""

_EXACT = re.compile(r"(?<![\d.,A-Za-z])(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+)(?![\d.%])")
_OF_NO_FORM = frozenset({"ignore", "text", "amount"})
"""Columns of a form that hold no indicators."""

_BY_FUNCTION = frozenset({
    "income", "expenditure", "general_expenditure", "appropriation_expenditure", "government_fund", "state_capital",
})  # fmt: skip

Fact = AmountFact | FactPerformanceIndicator
_Places = Mapping[tuple[int, int], AmountFact]


def judged(statement: Statement, facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """The facts of a statement; those of a table cut by white space with little confidence unless its sums confirm it."""
    if statement.grid.finder != BY_WHITE_SPACE or _is_confirmed(statement, facts):
        return tuple(facts)
    return tuple(replace(fact, confidence=min(fact.confidence, DOUBTED)) for fact in facts)


def unread(statement: Statement, found: StatementFacts, document_id: str) -> tuple[DoubtfulCell, ...]:
    """The cells of a table cut by white space that hold an exact number which is no fact and no doubt so far: a cut through
    the wrong place leaves numbers in labels and headers, where nobody would look for them."""
    if statement.grid.finder != BY_WHITE_SPACE:
        return ()
    told = {(one.row_no, one.column_no) for one in found}

    def is_left(cell: Cell) -> bool:
        is_told = (cell.row_no, cell.column_no) in told or _is_of_an_indicator(statement, cell)
        return not is_told and _EXACT.search(fold(cell.text)) is not None

    reason = "没有表格线，此处数字所属的行、列不能确定"
    return tuple(doubtful(document_id, statement, cell, reason) for cell in statement.grid.cells if is_left(cell))


def _is_of_an_indicator(statement: Statement, cell: Cell) -> bool:
    """Whether a cell of a form stands below its header in a column of indicators: a number there is a value or a score."""
    if statement.kind != "performance" or cell.row_no < statement.header_row_count:
        return False
    return any(one.column_no == cell.column_no and one.role not in _OF_NO_FORM for one in statement.columns)


def _is_confirmed(statement: Statement, facts: Sequence[Fact]) -> bool:
    """Whether sums hold in both directions (in one, where every side has a single column), none fails, and no amount is
    without a label: its name then stands in another column."""
    places = {
        (fact.row_no, fact.column_no): fact
        for fact in facts
        if isinstance(fact, AmountFact)
        and fact.amount_yuan is not None
        and fact.row_no is not None
        and fact.column_no is not None
    }
    rows = {row for row, _ in places}
    if not _is_understood(statement) or any(not fold(row.label) for row in statement.rows if row.row_no in rows):
        return False
    down = list(_down(statement, places))
    along = list(_along(statement, places))
    blocks = [column.block for column in statement.columns if column.role == "amount"]
    is_single = len(blocks) == len(set(blocks))
    enough = len(down) >= _FEWEST if is_single else len(along) >= _FEWEST
    return enough and all(down) and all(along)


def _is_understood(statement: Statement) -> bool:
    """Whether every column has a header of its own and a measure, two-sided tables have rows of both sides, labels are
    whole, and codes are of one classification (another table may have been taken for the end of this one)."""
    amounts = [column for column in statement.columns if column.role == "amount"]
    named = {(column.block, column.path, column.measure, column.fund, column.item) for column in amounts}
    if len(named) < len(amounts) or any(not column.path or not column.measure for column in amounts):
        return False
    if statement.kind in _TWO_SIDED and len({row.side for row in statement.rows if row.side}) < _FEWEST:
        return False
    if statement.kind in _BY_FUNCTION and any((row.code_kind or "").startswith("economic") for row in statement.rows):
        return False
    return not any(_is_torn(row) for row in statement.rows)


def _is_torn(row: StatementRow) -> bool:
    """Whether a label holds an ordinal of its own column, or is that of a subtotal, whose group stands in a merged cell."""
    subtotal = layouts.item_value("subtotal", plain_label(row.label), None, row.side)
    return subtotal is not None or _TORN_IN.match(fold(row.label)) is not None


def _down(statement: Statement, places: _Places) -> Iterator[bool]:
    """For every printed amount with rows below it in the tree: whether it is their sum."""
    children: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for row in statement.rows:
        if row.parent_row_no is not None:
            children[row.block, row.parent_row_no].append(row.row_no)
    for (block, parent), rows in children.items():
        for column in statement.columns:
            if column.role != "amount" or column.block != block:
                continue
            parts = [places[row, column.column_no] for row in rows if (row, column.column_no) in places]
            total = places.get((parent, column.column_no))
            if total is not None and parts:
                yield _adds_up(total, parts)


def _along(statement: Statement, places: _Places) -> Iterator[bool]:
    """For every row and every sum of columns that the headers state: whether it holds."""
    for block in sorted({column.block for column in statement.columns}):
        columns = [column for column in statement.columns if column.block == block and column.role == "amount"]
        for row in (row for row in statement.rows if row.block == block):
            for rule in column_sums(statement.kind, columns):
                total = places.get((row.row_no, columns[rule.total].column_no))
                at = [(row.row_no, columns[part].column_no) for part in rule.parts]
                parts = [places[place] for place in at if place in places]
                if total is not None or parts:
                    yield total is not None and bool(parts) and _adds_up(total, parts)


def _adds_up(total: AmountFact, parts: Sequence[AmountFact]) -> bool:
    """Whether parts make a total but for the rounding of their last digits."""
    allowed = sum((part.last_digit_yuan or Decimal(0)) / 2 for part in (total, *parts))
    printed = sum((part.amount_yuan or Decimal(0) for part in parts), Decimal(0))
    return abs(printed - (total.amount_yuan or Decimal(0))) <= allowed
