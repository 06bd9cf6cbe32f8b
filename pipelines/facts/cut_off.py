"""Facts of cells that are not seen whole: numbers, headers and labels cut off at the sides of a cell or of a page.

A program that prints a sheet may leave out what does not fit: a number that lost digits, 预算数为上年执行数的% without its end.
Such facts stay as they are and are marked as doubtful by their confidence, unless a list knows the words that are left. So are
those of amounts that stand before the first label: the columns that say whose they are were on another page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from pipelines.facts.labels import is_listed
from pipelines.records.core import AmountFact, FactPerformanceIndicator
from pipelines.records.pages import Cell, Statement, StatementColumn
from pipelines.reference.folding import fold
from pipelines.reference.official import all_words
from pipelines.statements.columns import LABEL_ROLES

DOUBTED = 0.4
"""The confidence of amounts that are not seen whole: below a half, as of numbers read in two ways."""
_AMOUNT = "amount"

Fact = AmountFact | FactPerformanceIndicator


def seen_whole(statement: Statement, facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """The facts of a table; those of amounts, headers or labels that are cut off with little confidence."""
    places, rows, columns = _cut_places(statement), _cut_rows(statement), _doubtful_columns(statement)
    if not (places or rows or columns):
        return tuple(facts)
    return tuple(
        replace(fact, confidence=min(fact.confidence, DOUBTED))
        if (fact.row_no, fact.column_no) in places or fact.row_no in rows or fact.column_no in columns
        else fact
        for fact in facts
    )


def _cut_places(statement: Statement) -> set[tuple[int | None, int | None]]:
    """The cells that are cut off themselves."""
    return {(cell.row_no, cell.column_no) for cell in statement.grid.cells if cell.is_cut}


def _cut_rows(statement: Statement) -> set[int | None]:
    """The rows whose label is cut off and not one that a list knows as it is."""
    labels = {column.column_no for column in statement.columns if column.role in LABEL_ROLES}
    cut = {cell.row_no for cell in statement.grid.cells if cell.is_cut and cell.column_no in labels}
    if not cut:
        return set()
    year = statement.fiscal_year
    return {row.row_no for row in statement.rows if row.row_no in cut and not (row.code or is_listed(row, year))}


def _doubtful_columns(statement: Statement) -> set[int | None]:
    """The columns under a header that is cut off, those of amounts that stand before all labels, and those after a column of
    which neither header nor meaning is known since it is not on the page: their labels may have been there."""
    heads = [cell for cell in statement.grid.cells if cell.is_cut and cell.row_no < statement.header_row_count]
    unknown = [cell for cell in heads if fold(cell.text) not in _known_words()]
    amounts = [column for column in statement.columns if column.role == _AMOUNT]
    gone = [cell.column_no for cell in heads if not cell.text]
    off = {column.column_no for column in statement.columns if column.column_no in gone and column.role != _AMOUNT}
    after = {column.column_no for column in amounts if off and column.column_no > min(off)}
    under = {column.column_no for column in amounts if any(_covers(cell, column) for cell in unknown)}
    return under | after | _unlabelled(statement, amounts)


def _covers(cell: Cell, column: StatementColumn) -> bool:
    return cell.column_no <= column.column_no < cell.column_no + cell.column_span


def _unlabelled(statement: Statement, amounts: Sequence[StatementColumn]) -> set[int | None]:
    """The columns of amounts before the first column of labels."""
    first = min((column.column_no for column in statement.columns if column.role in LABEL_ROLES), default=0)
    return {column.column_no for column in amounts if column.column_no < first}


@cache
def _known_words() -> frozenset[str]:
    """The words of the headers of official forms."""
    return frozenset(all_words())
