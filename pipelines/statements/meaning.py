"""Measure, fund and unit of one amount: what its column says, where that is silent its row, otherwise the title."""

from __future__ import annotations

import re
from typing import NamedTuple

from pipelines.records.pages import Statement, StatementColumn, StatementRow
from pipelines.reference import layouts
from pipelines.reference.folding import fold
from pipelines.statements.headers import normalise_years
from pipelines.statements.kinds import title_fund
from pipelines.statements.rows import ordinal_depth, plain_label
from pipelines.statements.sheet import Sheet

_OF_A_YEAR = {"budget": "预算数", "final": "决算数"}
"""What a column under a year says when the year is that of the row."""
_BARE_YEAR = re.compile(r"^20\d{2}$")


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
    named = _row_measure(statement, row, column)
    measure = column.measure if named is None else named or None
    if column.fund is not None:
        return Meaning(measure, column.fund, unit)
    fund = _row_fund(statement, row)
    if statement.kind == "income" and measure == "total" and row.item == "source" and fund not in (None, "all"):
        measure = fund
    return Meaning(measure, fund or title_fund(statement.kind, statement.title), unit)


def _row_measure(statement: Statement, row: StatementRow, column: StatementColumn) -> str | None:
    """The measure a row names (2023年预算数, 增减变化) where the columns are the items; None where it names none, empty where
    the vocabulary has no word for it (a year long ago)."""
    if column.item is None or statement.kind != "three_public":
        return None
    label = _BARE_YEAR.sub(r"\g<0>年", fold(plain_label(row.label)))
    label = normalise_years(label, statement.fiscal_year)
    named = layouts.item_value("row_measure", label, statement.kind, row.side)
    if named is None:
        return None
    if named == "year" and column.measure in _OF_A_YEAR:
        label += _OF_A_YEAR[column.measure]
    return layouts.column_value("measure", label, label, statement.kind, statement.stage)


def _row_fund(statement: Statement, row: StatementRow) -> str | None:
    fund = layouts.item_value("fund", plain_label(row.label), statement.kind, row.side)
    if fund is not None or row.item != "source" or row.name_column_no is None:
        return fund
    return _outer_fund(statement, row) or _fund_above(statement, row)


def _fund_above(statement: Statement, row: StatementRow) -> str | None:
    """The fund of the source that a part without one of its own is listed under (其中：专项收入 below 一般公共预算拨款)."""
    depth = ordinal_depth(row.label)
    earlier = [one for one in statement.rows if one.block == row.block and one.row_no < row.row_no]
    if depth is None:
        return None
    for above in reversed(earlier):
        higher = ordinal_depth(above.label)
        if above.item != "source":
            return None
        if higher is not None and higher < depth:
            return layouts.item_value("fund", plain_label(above.label), statement.kind, above.side)
    return None


def _outer_fund(statement: Statement, row: StatementRow) -> str | None:
    """The fund named by the labels further left that cover the row (小计 beside 一般公共预算资金)."""
    sheet = Sheet(statement.grid)
    for column in range((row.name_column_no or 0) - 1, -1, -1):
        fund = layouts.item_value("fund", plain_label(sheet.text(row.row_no, column)), statement.kind, row.side)
        if fund is not None:
            return fund
    return None
