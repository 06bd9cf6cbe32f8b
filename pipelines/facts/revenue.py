"""Income: one fact per printed amount of an income side, an income statement or a row of an income source.

Only ``FactRevenue`` is made here.
"""

from __future__ import annotations

from typing import Any

from pipelines.records.core import FactRevenue
from pipelines.records.pages import StatementColumn, StatementRow
from pipelines.reference.codes import find_income_source

SOURCES = frozenset(
    {
        "general",
        "government_fund",
        "state_capital",
        "social_insurance",
        "special_account",
        "business",
        "business_operation",
        "superior_subsidy",
        "affiliate_remittance",
        "unit",
        "other",
        "carryover",
        "fiscal_appropriation",
    }
)
"""Income sources in standard terms: the funds of the contract, and 财政拨款 whose budget is not said."""


def revenue_fact(common: dict[str, Any], row: StatementRow, column: StatementColumn) -> FactRevenue:
    """The fact of an income amount; the source is what the column names, else what the row names."""
    from_column = column.measure in SOURCES or column.fund in SOURCES
    source = _column_source(common) if from_column else _row_source(common, row)
    name = column.path.rpartition("/")[2] if from_column else row.label
    return FactRevenue(
        **common,
        side_label=column.path.partition("/")[0] if "/" in column.path and row.side else None,
        source_code=source,
        source_name=name if source else None,
        function_code=row.code if row.code_kind == "function" else None,
    )


def _column_source(common: dict[str, Any]) -> str:
    """The source in standard terms: the measure of a source column, else its fund."""
    return str(common["measure"] if common["measure"] in SOURCES else common["fund"])


def _row_source(common: dict[str, Any], row: StatementRow) -> str | None:
    """The source that a row names: its code, else its name in the lists, else the fund it is of."""
    if row.item != "source":
        return None
    if row.code:
        return row.code
    known = find_income_source(row.label)
    if known is not None:
        return known.source_code
    return str(common["fund"]) if common["fund"] in SOURCES else None
