"""Columns that print the unit of every row (万元, 辆, 人次), and columns that count: what has no need of the unit of a table.

The units over a table and in its headers are read in ``headings``, not here.
"""

from __future__ import annotations

from functools import cache

from pipelines.records.pages import StatementColumn, StatementRow
from pipelines.reference import layouts
from pipelines.statements.headings import is_count_unit
from pipelines.statements.sheet import Sheet

ROW_UNIT = "row_unit"
"""The item of a column of texts that says the unit of every row."""
COUNT_ITEMS = frozenset({"abroad_groups", "abroad_people", "vehicles_bought", "vehicles_kept", "receptions", "guests"})
"""Items of the 三公 block that are counts, not money."""
_FEWEST = 2


def money_unit(text: str) -> str | None:
    """The unit of money that a folded text is, or None."""
    return _aliases().get(text)


@cache
def _aliases() -> dict[str, str]:
    return dict(layouts.unit_aliases())


def holds_units(sheet: Sheet, first_row: int, column: int) -> bool:
    """Whether the cells of a column from a row on print units and nothing else, and one of them is money.

    Repeated headers among them say 单位 as the header does.
    """
    rows = range(first_row, sheet.row_count)
    printed = [text for row in rows if sheet.begins(row, column) and (text := sheet.folded(row, column))]
    if len(printed) < _FEWEST or not all(money_unit(text) or is_unit_of_count(text) for text in printed):
        return False
    return any(money_unit(text) for text in printed)


def is_unit_of_count(text: str) -> bool:
    """Whether a folded text is a unit of counting (辆, 人次, 平方米), or the word 单位 printed again."""
    return text in ("单位", "计量单位") or is_count_unit(f"单位:{text}")


def is_money(column: StatementColumn) -> bool:
    """Whether a column holds amounts of money, which nobody can read without a unit."""
    return column.role == "amount" and column.item not in COUNT_ITEMS


def unit_of_row(sheet: Sheet, columns: tuple[StatementColumn, ...], row: StatementRow) -> str | None:
    """The unit printed for a row in the column of units of its block: one of money by its name, another as printed."""
    for column in columns:
        if column.item == ROW_UNIT and column.block == row.block:
            text = sheet.folded(row.row_no, column.column_no)
            return money_unit(text) or text or None
    return None
