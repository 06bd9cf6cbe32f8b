"""What the statements beside a collapsed one say of its columns: which of them can hold no amount at all.

收入总表 prints by column what 收支总表 prints by row, and 支出总表 what 一般公共预算支出表 prints for the same money. Where the
sources of a summary add up to its total, no other source has an amount; that closes columns that the sums of a table leave
open. Only statements whose own columns are certain are asked, and nothing is concluded from a blank alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from pipelines.facts.entries import INFERRED
from pipelines.facts.sums import BUDGETS, CARRIED, SOURCES, USES
from pipelines.facts.tables import table_facts
from pipelines.records.core import AmountFact, FactExpenditureFunction, FactRevenue
from pipelines.records.pages import Statement

_SUMMARIES = ("income_expenditure_summary", "appropriation_summary")
_WHOLE = "income_expenditure_summary"
_GENERAL_USES = frozenset({"basic", "project"})
_APPROPRIATIONS = BUDGETS | {"fiscal_appropriation"}
_OWN_MONEY_USES = frozenset({"operating", "remitted_up", "subsidy_affiliates"})
"""Uses of money other than 财政拨款: 财政拨款支出决算表 has no column for them, and the terms of 部门决算 define 对附属单位补助支出
as paid from money other than 财政补助, 经营支出 as met by 经营收入, 上缴上级支出 as paid by a unit from what it earns."""


def blank_columns(statement: Statement, beside: Sequence[Statement]) -> frozenset[int]:
    """The numbers of the amount columns of a statement in which no row can print an amount other than zero."""
    others = [
        other for other in beside if other.fiscal_year == statement.fiscal_year and other.stage == statement.stage
    ]
    if statement.kind == "income":
        return _without_source(statement, _sources(others, _WHOLE))
    if statement.kind == "appropriation_summary":
        return _without_fund(statement, _sources(others, statement.kind))
    if statement.kind == "procurement":
        return _without_money(statement, _sources(others, _WHOLE))
    if statement.kind == "expenditure":
        closed = USES - _GENERAL_USES if _all_is_general(others) else _not_from(_sources(others, _WHOLE))
        return frozenset(c.column_no for c in statement.columns if c.role == "amount" and c.measure in closed)
    return frozenset()


def _not_from(sources: frozenset[str] | None) -> frozenset[str]:
    """The uses that money of these sources cannot have."""
    return _OWN_MONEY_USES if sources is not None and sources <= _APPROPRIATIONS else frozenset()


def _without_source(statement: Statement, sources: frozenset[str] | None) -> frozenset[int]:
    """Columns of a source that the summary has no money from, and of money carried in."""
    if sources is None:
        return frozenset()
    open_to = sources | {"fiscal_appropriation"} if sources & BUDGETS else sources
    open_to = open_to | BUDGETS if "fiscal_appropriation" in sources else open_to
    closed = (SOURCES - open_to) | (CARRIED - sources)
    return frozenset(c.column_no for c in statement.columns if c.role == "amount" and c.measure in closed)


def _without_money(statement: Statement, sources: frozenset[str] | None) -> frozenset[int]:
    """Columns of a fund that the summary has no money from; 单位资金 is all money that is no appropriation."""
    if sources is None:
        return frozenset()
    open_to = sources | (BUDGETS if "fiscal_appropriation" in sources else frozenset())
    open_to |= {"carryover"} if sources & CARRIED else set()
    open_to |= {"unit"} if sources - _APPROPRIATIONS - CARRIED - {"special_account"} else set()
    closed = (SOURCES | CARRIED) - open_to
    return frozenset(c.column_no for c in statement.columns if c.role == "amount" and c.fund in closed)


def _without_fund(statement: Statement, sources: frozenset[str] | None) -> frozenset[int]:
    """Columns of a budget from which there is no appropriation."""
    if sources is None or not sources <= BUDGETS:
        return frozenset()
    closed = BUDGETS - sources
    return frozenset(c.column_no for c in statement.columns if c.role == "amount" and c.fund in closed)


def _sources(statements: Iterable[Statement], kind: str) -> frozenset[str] | None:
    """The sources with an amount in the summary of a kind, None unless they add up to its total of all income."""
    for statement in statements:
        if statement.kind != kind:
            continue
        facts = [fact for fact in _certain(statement) if isinstance(fact, FactRevenue)]
        totals = {fact.amount_yuan for fact in facts if fact.item == "income_total"}
        named = [fact for fact in facts if fact.source_code is not None and fact.amount_yuan]
        if len(totals) == 1 and totals == {_sum(named)}:
            return frozenset(str(fact.source_code) for fact in named)
    return None


def _all_is_general(statements: Sequence[Statement]) -> bool:
    """Whether all the expenditure of a document is 基本支出 or 项目支出 of the general public budget."""
    whole = {fact.amount_yuan for fact in _expenditure(statements, _WHOLE) if fact.item == "expenditure_total"}
    general: dict[str | None, Decimal | None] = {
        fact.measure: fact.amount_yuan
        for fact in _expenditure(statements, "general_expenditure")
        if fact.level == "合计"
    }
    used = sum((general.get(use) or Decimal(0) for use in _GENERAL_USES), Decimal(0))
    return len(whole) == 1 and whole == {general.get("total")} == {used}


def _expenditure(statements: Iterable[Statement], kind: str) -> list[AmountFact]:
    found = (fact for statement in statements if statement.kind == kind for fact in _certain(statement))
    return [fact for fact in found if isinstance(fact, FactExpenditureFunction)]


def _certain(statement: Statement) -> list[AmountFact]:
    """The facts of a statement that stand in columns of their own in print."""
    facts = table_facts(statement, "").facts
    return [fact for fact in facts if isinstance(fact, AmountFact) and fact.method != INFERRED]


def _sum(facts: Iterable[AmountFact]) -> Decimal:
    return sum((fact.amount_yuan or Decimal(0) for fact in facts), Decimal(0))
