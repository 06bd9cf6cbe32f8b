"""Projects and purchases: one fact per printed amount of 项目支出表 and 政府采购表.

Only ``FactProject`` and ``FactProcurement`` are made here; the money of performance forms goes through ``project_fact``.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from pipelines.facts.amounts import DoubtfulAmount, parse_amount, parse_quantity, storable_count
from pipelines.facts.entries import Entry, Table
from pipelines.facts.items import is_sum
from pipelines.records.core import FactProcurement, FactProject
from pipelines.records.pages import StatementRow
from pipelines.reference.folding import fold

_CATEGORIES = {"货物": "goods", "工程": "works", "服务": "services"}


def project_fact(common: dict[str, Any], project_name: str | None) -> FactProject:
    """The fact of an amount of a project; ``project_name`` is None where the row is a total or names none."""
    return FactProject(**common, project_name=project_name)


def project_name_of(table: Table, row: StatementRow) -> str | None:
    """The project that a row is about: its own column when there is one, else the label of a project row."""
    if is_sum(row):
        return None
    own = table.item_text(row, "project")
    if own:
        return own
    return row.label or None if row.item in ("project_row", None) else None


def procurement_fact(common: dict[str, Any], table: Table, entry: Entry) -> FactProcurement:
    """The fact of an amount of purchases, with what the row says of project, item, category, quantity and price.

    A column may be that of one category (货物类).

    A total is of no project, whichever column its label stands in.
    """
    row = entry.row
    own = None if is_sum(row) else table.item_text(row, "project")
    goods = table.item_text(row, "goods")
    category = table.item_text(row, "category")
    return FactProcurement(
        **common,
        project_name=own or None,
        item_name=goods or None,
        category=_category(fold(entry.column.path).rpartition("/")[2]) or _category(category or goods or row.label),
        quantity=_quantity(table.item_text(row, "quantity")),
        unit_price=_unit_price(table, row),
    )


def _category(text: str) -> str | None:
    """goods, works or services when the text names exactly one of them."""
    found = {category for word, category in _CATEGORIES.items() if word in text}
    return found.pop() if len(found) == 1 else None


def _quantity(text: str) -> Decimal | None:
    try:
        quantity = parse_quantity(text)
        return storable_count(quantity) if quantity else None
    except DoubtfulAmount:
        return None  # the attribute stays open; the printed text is in core.cell


def _unit_price(table: Table, row: StatementRow) -> Decimal | None:
    for column in table.statement.columns:
        if column.item == "unit_price" and column.block == row.block:
            try:
                amount = parse_amount(table.sheet.text(row.row_no, column.column_no), table.unit(column))
            except DoubtfulAmount:
                return None  # reported as a doubtful cell where the price is itself an entry
            return amount.amount_yuan if amount else None
    return None
