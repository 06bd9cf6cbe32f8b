"""Measure, fund and unit of one amount: what its column says, where that is silent its row, otherwise the title."""

from __future__ import annotations

from typing import NamedTuple

from pipelines.records.pages import Statement, StatementColumn, StatementRow
from pipelines.reference import layouts
from pipelines.statements.kinds import title_fund
from pipelines.statements.rows import plain_label
from pipelines.statements.sheet import Sheet


class Meaning(NamedTuple):
    """Measure, fund and unit of an amount in the words of the warehouse."""

    measure: str | None
    fund: str | None
    unit: str


def meaning_of(statement: Statement, row: StatementRow, column: StatementColumn) -> Meaning:
    """What the amount at a row and a column is.

    The fund comes from the column; where the column names none, from the row; otherwise from the title. In an income
    table with one amount column a source is its own measure, as it is where sources are columns.
    """
    unit = column.unit or statement.unit
    if column.fund is not None:
        return Meaning(column.measure, column.fund, unit)
    fund = _row_fund(statement, row)
    measure = column.measure
    if statement.kind == "income" and measure == "total" and row.item == "source" and fund not in (None, "all"):
        measure = fund
    return Meaning(measure, fund or title_fund(statement.kind, statement.title), unit)


def _row_fund(statement: Statement, row: StatementRow) -> str | None:
    fund = layouts.item_value("fund", plain_label(row.label), statement.kind, row.side)
    if fund is not None or row.item != "source" or row.name_column_no is None:
        return fund
    return _outer_fund(statement, row)


def _outer_fund(statement: Statement, row: StatementRow) -> str | None:
    """The fund named by the labels further left that cover the row (小计 beside 一般公共预算资金)."""
    sheet = Sheet(statement.grid)
    for column in range((row.name_column_no or 0) - 1, -1, -1):
        fund = layouts.item_value("fund", plain_label(sheet.text(row.row_no, column)), statement.kind, row.side)
        if fund is not None:
            return fund
    return None
