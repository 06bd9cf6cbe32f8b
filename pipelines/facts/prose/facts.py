"""Claims that are facts: what reports of a government state of revenue, expenditure, 三公, debt and reserves, and what
departments state in words only (三公 counts, 机关运行经费, 政府采购, 国有资产, 绩效管理).

Nothing is counted twice:

- every fact made here has statement ``none`` and no grid, so a sum over statements never meets it;
- what a table of the same document already holds (``tabled``) is not made again: an item of the 三公 block by item,
  政府采购 and 国有资产 as a whole;
- one figure said several times (same item, code, measure, fund, period, whose, and equal within rounding) is one fact,
  the one with the finest last digit.

Changes, shares, rates, absences and unbound figures stay claims. Balances of reserves (预算周转金, 预算稳定调节基金) are
``FactAsset`` with their date; what is drawn from or put into them is revenue and expenditure.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any

from pipelines.records.claim import ClaimRecord
from pipelines.records.core import (
    AmountFact,
    FactAsset,
    FactDebt,
    FactExpenditureFunction,
    FactPerformanceIndicator,
    FactProcurement,
    FactRevenue,
    FactThreePublic,
)
from pipelines.records.pages import Identity
from pipelines.reference.codes import all_income_sources
from pipelines.reference.prose import item_rules

Fact = AmountFact | FactPerformanceIndicator

_THREE_PUBLIC_MONEY = frozenset(
    {"three_public", "abroad", "vehicle", "vehicle_purchase", "vehicle_operation", "reception", "meeting", "training"}
)
_THREE_PUBLIC_COUNTS = frozenset(
    {"abroad_groups", "abroad_people", "vehicles_bought", "vehicles_kept", "receptions", "guests"}
)
_PROCUREMENT = {
    "procurement": None,
    "procurement_goods": "goods",
    "procurement_works": "works",
    "procurement_services": "services",
    "procurement_sme_reserved": None,
    "procurement_micro_reserved": None,
    "procurement_sme_awarded": None,
    "procurement_micro_awarded": None,
    "procurement_other_sme_awarded": None,
}
_ASSETS = frozenset(
    {"vehicles", "vehicles_minister", "vehicles_leader", "vehicles_confidential", "vehicles_emergency"}
    | {"vehicles_enforcement", "vehicles_special", "vehicles_retired", "vehicles_general", "vehicles_other"}
    | {"equipment", "equipment_general", "equipment_special", "current_assets", "fixed_assets", "other_fixed_assets"}
    | {"long_term_investment", "construction_in_progress", "intangible_assets", "assets_total"}
)
_RESERVES = {
    "working_capital_balance": "12-31",
    "stabilization_fund_opening": "01-01",
    "stabilization_fund_balance": "12-31",
}
"""Balances of reserves and the day of the year they are of."""
_DEBTS = frozenset({"government_debt", "general_debt", "special_debt"})
_PERFORMANCE = {
    "performance_goal_projects": ("绩效目标管理", "项目数"),
    "performance_goal_amount": ("绩效目标管理", "涉及金额"),
    "performance_tracking_projects": ("绩效跟踪", "项目数"),
    "performance_tracking_amount": ("绩效跟踪", "涉及金额"),
    "performance_self_projects": ("绩效自评", "项目数"),
    "performance_self_amount": ("绩效自评", "涉及金额"),
    "performance_evaluation_projects": ("绩效评价", "项目数"),
    "performance_evaluation_amount": ("绩效评价", "涉及金额"),
    "performance_score": ("绩效自评", "平均得分"),
    "performance_score_total": ("绩效评价", "综合得分"),
    "performance_grade_excellent": ("绩效自评", "评级为优的项目数"),
    "performance_grade_good": ("绩效自评", "评级为良的项目数"),
    "performance_grade_fair": ("绩效自评", "评级为中（合格）的项目数"),
    "performance_grade_poor": ("绩效自评", "评级为差（不合格）的项目数"),
    "performance_problems": ("绩效自评", "发现问题数"),
}
"""What is said of performance management as a whole: the stage of it and what is counted."""
_MONTH = re.compile(r"([0-9]{4})M([0-9]{1,2})")
_LEVELS = {3: "类", 5: "款", 7: "项"}


def prose_facts(
    claims: Sequence[ClaimRecord], identity: Identity, document_id: str, tabled: Iterable[Any] = ()
) -> tuple[Fact, ...]:
    """The facts among the claims of one document; ``tabled`` are the facts of its statements, which are not repeated."""
    stated = [claim for claim in claims if claim.kind in ("amount", "transfer") and _is_figure(claim)]
    makers = _government() if identity.tier == "government" else _department(tabled)
    facts: list[Fact] = []
    for claim in _finest(stated):
        make = makers(claim)
        if make is not None:
            facts.append(make(claim, document_id))
    return tuple(facts)


def _is_figure(claim: ClaimRecord) -> bool:
    return claim.item is not None and (claim.amount_yuan is not None or claim.quantity is not None)


def _finest(claims: Iterable[ClaimRecord]) -> list[ClaimRecord]:
    """One claim for each figure: of sayings that agree within rounding the one with the finest last digit, in the order
    of the first. Sayings that disagree are different figures, or an error that rules over claims name."""
    kept: dict[tuple[Any, ...], list[ClaimRecord]] = {}
    ordered: list[tuple[tuple[Any, ...], int]] = []
    for claim in claims:
        what = (claim.item, claim.item_code, claim.item_text if claim.item == "function" else None)
        key = (*what, claim.measure, claim.fund, claim.period, claim.subject, claim.amount_yuan is None)
        known = kept.setdefault(key, [])
        place = next((index for index, other in enumerate(known) if _agree(claim, other)), None)
        if place is None:
            known.append(claim)
            ordered.append((key, len(known) - 1))
        elif (claim.last_digit_yuan or 0) < (known[place].last_digit_yuan or 0):
            known[place] = claim
    return [kept[key][place] for key, place in ordered]


def _agree(one: ClaimRecord, other: ClaimRecord) -> bool:
    """Whether two sayings of one figure differ by no more than the coarser of them is rounded."""
    if one.amount_yuan is None or other.amount_yuan is None:
        return one.quantity == other.quantity
    coarser = max(one.last_digit_yuan or Decimal(0), other.last_digit_yuan or Decimal(0))
    return abs(one.amount_yuan - other.amount_yuan) * 2 <= coarser


Maker = Callable[[ClaimRecord, str], Fact]


def _government() -> Callable[[ClaimRecord], Maker | None]:
    """What becomes of a claim of a government's report."""
    sides = {rule.item: rule.side for rule in item_rules()}
    revenue = {source.source_code for source in all_income_sources() if source.tier == "government"}

    def maker(claim: ClaimRecord) -> Maker | None:
        item = claim.item or ""
        if item in _DEBTS:
            return _debt
        if item in _RESERVES:
            return _reserve
        if item in _THREE_PUBLIC_MONEY | _THREE_PUBLIC_COUNTS or item == "operating_cost":
            return _three_public
        if item in revenue or sides.get(item) == "income":
            return _revenue
        if item == "function" or (sides.get(item) == "expenditure" and not item.startswith("procurement")):
            return _expenditure
        return None

    return maker


def _department(tabled: Iterable[Any]) -> Callable[[ClaimRecord], Maker | None]:
    """What becomes of a claim of a department: only what no table of the document holds."""
    facts = list(tabled)
    in_three_public = {fact.item for fact in facts if isinstance(fact, FactThreePublic)}
    has_procurement = any(isinstance(fact, FactProcurement) for fact in facts)
    has_assets = any(isinstance(fact, FactAsset) for fact in facts)

    def maker(claim: ClaimRecord) -> Maker | None:
        item = claim.item or ""
        if item in _PERFORMANCE:
            return _performance
        if item in _PROCUREMENT and not has_procurement:
            return _procurement
        if item in _ASSETS and not has_assets:
            return _asset
        if item in _THREE_PUBLIC_COUNTS | _THREE_PUBLIC_MONEY | {"operating_cost"}:
            return _three_public if _three_public_item(item) not in in_three_public else None
        return None

    return maker


def _three_public_item(item: str) -> str:
    return "total" if item == "three_public" else item


def _common(claim: ClaimRecord, document_id: str, side: str | None) -> dict[str, Any]:
    """The fields that every fact of a sentence has."""
    text = claim.amount_text or ""
    number = (
        text.removesuffix(claim.unit or "").removesuffix(_short(claim.unit)) if claim.amount_yuan is not None else text
    )
    return {
        "document_id": document_id,
        "page": claim.page,
        "grid_no": None,
        "row_no": None,
        "column_no": None,
        "x0": claim.x0,
        "top": claim.top,
        "x1": claim.x1,
        "bottom": claim.bottom,
        "method": claim.method,
        "confidence": claim.confidence,
        "fact_id": _fact_id(claim),
        "statement": "none",
        "side": side,
        "row_code": claim.item_code,
        "row_name": claim.item_text or claim.item or "",
        "column_path": "/".join(part for part in (claim.period, claim.subject) if part),
        "item": claim.item,
        "level": _LEVELS.get(len(claim.item_code or "")),
        "measure": claim.measure,
        "fund": claim.fund,
        "amount_text": number,
        "unit": claim.unit or "",
        "amount_yuan": claim.amount_yuan,
        "last_digit_yuan": claim.last_digit_yuan,
        "unit_name": claim.subject,
        "period": claim.period,
    }


def _short(unit: str | None) -> str:
    """万 for 万元, as printed where 元 is left out."""
    return (unit or "").removesuffix("元")


def _fact_id(claim: ClaimRecord) -> str:
    """The identifier of the claim, said of a fact: the same document, page and number."""
    head, _, number = claim.claim_id.rpartition(".c")
    return f"{head}.s{number}"


def _revenue(claim: ClaimRecord, document_id: str) -> FactRevenue:
    common = _common(claim, document_id, "income")
    return FactRevenue(**common, source_code=claim.item, source_name=claim.item_text)


def _expenditure(claim: ClaimRecord, document_id: str) -> FactExpenditureFunction:
    common = _common(claim, document_id, "expenditure")
    name = claim.item_text or claim.item or ""
    code = claim.item_code if claim.item == "function" else None  # 预备费 used for 教育 is no expenditure on 教育
    return FactExpenditureFunction(**common, function_code=code, name_printed=name)


def _three_public(claim: ClaimRecord, document_id: str) -> FactThreePublic:
    common = {**_common(claim, document_id, "expenditure"), "item": _three_public_item(claim.item or "")}
    return FactThreePublic(**common, quantity=claim.quantity)


def _debt(claim: ClaimRecord, document_id: str) -> FactDebt:
    return FactDebt(**_common(claim, document_id, None), as_of_date=_date(claim.period, "12-31"))


def _reserve(claim: ClaimRecord, document_id: str) -> FactAsset:
    day = _RESERVES[claim.item or ""]
    return FactAsset(**_common(claim, document_id, None), as_of_date=_date(claim.period, day))


def _asset(claim: ClaimRecord, document_id: str) -> FactAsset:
    as_of = _date(claim.period, None) if claim.measure == "balance" else None
    return FactAsset(**_common(claim, document_id, None), quantity=claim.quantity, as_of_date=as_of)


def _procurement(claim: ClaimRecord, document_id: str) -> FactProcurement:
    category = _PROCUREMENT[claim.item or ""]
    return FactProcurement(**_common(claim, document_id, "expenditure"), category=category)


def _performance(claim: ClaimRecord, document_id: str) -> FactPerformanceIndicator:
    stage, what = _PERFORMANCE[claim.item or ""]
    place = {
        name: getattr(claim, name)
        for name in ("page", "grid_no", "row_no", "column_no", "x0", "top", "x1", "bottom", "method", "confidence")
    }
    return FactPerformanceIndicator(
        document_id=document_id,
        **place,
        fact_id=_fact_id(claim),
        statement="none",
        project_name=None,
        project_budget_yuan=claim.amount_yuan,
        goal_text=None,
        level1="预算绩效管理",
        level2=stage,
        level3=what,
        weight=None,
        operator=None,
        target_value=None,
        target_text=None,
        target_unit=claim.unit,
        actual_text=claim.amount_text,
        score=claim.quantity if "得分" in what else None,
    )


def _date(period: str | None, day: str | None) -> str | None:
    """A period as a date: of a whole year the given day (none without one), of a month its end; a date stays; another
    part of a year has none that is certain."""
    if period is None or len(period) == 10:
        return period
    month = _MONTH.fullmatch(period)
    if month:
        year, number = int(month[1]), int(month[2])
        return f"{year}-{number:02d}-{monthrange(year, number)[1]:02d}"
    return f"{period}-{day}" if len(period) == 4 and day else None
