"""From the amount cells of a table to facts: parse each once, and choose its relation by kind, side and row.

Forms (绩效) are read in ``performance``; what a fact of one relation holds is told in the module of that relation.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from pipelines.facts.amounts import DoubtfulAmount, is_money_unit, parse_amount, parse_quantity, storable_count
from pipelines.facts.assets import as_of_date, asset_fact, column_word, debt_fact
from pipelines.facts.entries import QUANTITY, Entry, Table, is_no_money
from pipelines.facts.expenditure import economic_fact, function_fact
from pipelines.facts.places import StatementFacts, doubtful, fact_id, place
from pipelines.facts.projects import procurement_fact, project_fact, project_name_of
from pipelines.facts.revenue import SOURCES, revenue_fact
from pipelines.facts.three_public import operating_cost_fact, three_public_fact
from pipelines.records.core import AmountFact
from pipelines.records.pages import Amount, Statement
from pipelines.statements import meaning_of
from pipelines.statements.columns import column_side
from pipelines.statements.row_units import COUNT_ITEMS, is_unit_of_count

_ECONOMIC = frozenset({"appropriation_basic_economic", "general_basic_economic"})
_USES = frozenset({"basic", "basic_personnel", "basic_public", "project", "operating"})

_OTHER_TIMES = frozenset({"opening", "increase", "decrease", "change"})
"""Measures of columns that do not say what there is at the end: counts under them are told apart likewise."""

_BOTH_SIDES = frozenset({"income_expenditure_summary", "appropriation_summary", "by_unit"})

_NOT_MONEY = {"count": "数量", "ratio": "比率"}

Maker = Callable[[dict[str, Any], Table, Entry], AmountFact]


def table_facts(statement: Statement, document_id: str) -> StatementFacts:
    """Every amount and count of a table of rows and columns exactly once, and every cell whose amount is in doubt."""
    table = Table(statement)
    facts: list[AmountFact] = []
    doubts = [
        doubtful(document_id, statement, stray.cell, stray.reason, column=stray.column) for stray in table.strays()
    ]
    for entry in table.entries():
        try:
            fact = _fact(table, entry, document_id)
        except DoubtfulAmount as doubt:
            doubts.append(doubtful(document_id, statement, entry.cell, str(doubt), entry.row, entry.column))
            continue
        if fact is not None:
            facts.append(fact)
    return StatementFacts(tuple(facts), tuple(doubts))


def common_fields(table: Table, entry: Entry, document_id: str, amount: Amount | None, unit: str) -> dict[str, Any]:
    """The fields that every fact has, from cell, row, column and the parsed amount (None for a count)."""
    statement, row, column = table.statement, entry.row, entry.column
    meaning = meaning_of(statement, row, column)
    return {
        **place(document_id, statement.grid.grid_no, entry.cell),
        "fact_id": fact_id(document_id, statement.grid.grid_no, entry.cell),
        "statement": statement.kind,
        "side": _side(statement, entry),
        "row_code": row.code,
        "row_name": row.label,
        "column_path": column.path,
        "item": column.item or row.item,
        "level": row.level,
        "measure": meaning.measure,
        "fund": meaning.fund,
        "amount_text": amount.text if amount else "".join(entry.cell.text.split()),
        "unit": amount.unit if amount else unit,
        "amount_yuan": amount.amount_yuan if amount else None,
        "last_digit_yuan": amount.last_digit_yuan if amount else None,
        "unit_code": row.unit_code,
        "unit_name": row.unit_name,
    }


def _fact(table: Table, entry: Entry, document_id: str) -> AmountFact | None:
    """The fact of one cell, None for a blank one; raises ``DoubtfulAmount``."""
    if _is_count(table.statement, entry):
        return _count(table, entry, document_id)
    if not is_money_unit(entry.unit):
        return _of_no_money(entry)
    other = None if _is_value(table.statement) else is_no_money(entry.row, table.statement.kind)
    amount = parse_amount(entry.cell.text, entry.unit, table.style(entry.unit))
    if amount is None:
        return None
    if entry.doubt or other:
        raise DoubtfulAmount(entry.doubt or f"行名所示为{_NOT_MONEY[str(other)]}，不是金额")
    common = common_fields(table, entry, document_id, amount, entry.unit)
    return _maker(table, entry)(common, table, entry)


def _of_no_money(entry: Entry) -> AmountFact | None:
    """None for a blank cell; raises ``DoubtfulAmount`` for a number whose row has a unit that is no money we keep (辆, 万美元)."""
    if parse_quantity(entry.cell.text) is not None:
        raise DoubtfulAmount(f"所在行的单位为“{entry.unit}”，不能换算为金额")
    return None


def _is_count(statement: Statement, entry: Entry) -> bool:
    """Whether the cell counts things: by its item in a 三公 table, by the unit of its column in an asset table."""
    if statement.kind == "asset":
        return entry.column.item == QUANTITY or not is_money_unit(entry.unit)
    if statement.kind != "three_public":
        return False
    counted = is_no_money(entry.row, statement.kind) == "count" or is_unit_of_count(entry.unit)
    return counted or (entry.column.item or entry.row.item) in COUNT_ITEMS


def _is_value(statement: Statement) -> bool:
    """Whether values stand beside a column of counts: the unit in a row's label is then that of the count."""
    return statement.kind == "asset" and any(column.item == QUANTITY for column in statement.columns)


def _count(table: Table, entry: Entry, document_id: str) -> AmountFact | None:
    quantity = parse_quantity(entry.cell.text, table.style(entry.unit))
    if quantity is None:
        return None
    if entry.doubt:
        raise DoubtfulAmount(entry.doubt)
    own_unit = "" if is_money_unit(entry.unit) else entry.unit
    common = common_fields(table, entry, document_id, None, quantity.unit or own_unit)
    return _counted(common, table.statement, entry, storable_count(quantity))


def _counted(common: dict[str, Any], statement: Statement, entry: Entry, quantity: Decimal) -> AmountFact:
    if statement.kind != "asset":
        return three_public_fact(common, quantity)
    named = column_word("measure", statement, entry.column)
    measure = f"{named}_{QUANTITY}" if named in _OTHER_TIMES else QUANTITY
    return asset_fact({**common, "measure": measure}, as_of_date(statement, entry.row, entry.column), quantity)


def _maker(table: Table, entry: Entry) -> Maker:
    """Which relation the amount goes to, by kind of statement, side, and the row's code."""
    own = _OWN_RELATION.get(table.statement.kind)
    if own is not None:
        return own
    if (entry.row.code_kind or "").startswith("economic_") or table.statement.kind in _ECONOMIC:
        return _economic
    if table.statement.kind == "operating_cost":
        return _operating_cost
    return _revenue if _is_income(table.statement, entry) else _function


def _side(statement: Statement, entry: Entry) -> str | None:
    """The side of the row; in a table of both sides whose rows are of neither (towns, bodies) that of the column."""
    if entry.row.side is None and statement.kind in _BOTH_SIDES:
        return column_side(entry.column)
    return entry.row.side


def _is_income(statement: Statement, entry: Entry) -> bool:
    """Whether the amount is income: by side, by kind, or (分单位表) by columns that are sources and no uses."""
    side = _side(statement, entry)
    if side is not None:
        return side == "income"
    if statement.kind == "by_unit":
        measures = {column.measure for column in statement.columns if column.role == "amount"}
        return bool(measures & SOURCES) and not measures & _USES
    return statement.kind == "income"


def _revenue(common: dict[str, Any], table: Table, entry: Entry) -> AmountFact:
    return revenue_fact(common, entry.row, entry.column)


def _function(common: dict[str, Any], table: Table, entry: Entry) -> AmountFact:
    return function_fact(common, entry.row, table.statement)


def _economic(common: dict[str, Any], table: Table, entry: Entry) -> AmountFact:
    return economic_fact(common, entry.row, table.statement)


def _operating_cost(common: dict[str, Any], table: Table, entry: Entry) -> AmountFact:
    return operating_cost_fact(common)


def _three_public(common: dict[str, Any], table: Table, entry: Entry) -> AmountFact:
    return three_public_fact(common)


def _procurement(common: dict[str, Any], table: Table, entry: Entry) -> AmountFact:
    return procurement_fact(common, table, entry)


def _project(common: dict[str, Any], table: Table, entry: Entry) -> AmountFact:
    return project_fact(common, project_name_of(table, entry.row))


def _asset(common: dict[str, Any], table: Table, entry: Entry) -> AmountFact:
    return asset_fact(common, as_of_date(table.statement, entry.row, entry.column))


def _debt(common: dict[str, Any], table: Table, entry: Entry) -> AmountFact:
    return debt_fact(common, as_of_date(table.statement, entry.row, entry.column))


_OWN_RELATION: dict[str, Maker] = {
    "three_public": _three_public,
    "procurement": _procurement,
    "project": _project,
    "asset": _asset,
    "stabilization_fund": _asset,
    "debt": _debt,
}
