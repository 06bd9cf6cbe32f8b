"""Which columns of a table add up to which, from what they mean: 合计 = 基本支出 + 项目支出, 合计 = 一般 + 基金 + 国资.

Only the sums of columns belong here; rules over statements are the checks' business. A sum is stated only when every
column of the table is understood, so that no part can be missing from it.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.facts.collapsed import ColumnSum
from pipelines.records.pages import StatementColumn

USES = frozenset({"basic", "project", "operating", "remitted_up", "subsidy_affiliates", "reserve", "carried_next"})
_BASIC_PARTS = frozenset({"basic_personnel", "basic_public"})
BUDGETS = frozenset({"general", "government_fund", "state_capital"})
SOURCES = BUDGETS | frozenset(
    {
        "fiscal_appropriation",
        "special_account",
        "business",
        "business_operation",
        "superior_subsidy",
        "affiliate_remittance",
        "unit",
        "other",
        "social_insurance",
    }
)
CARRIED = frozenset({"carryover", "carry_in"})
ITEM_PARTS = {
    "total": ("three_public_subtotal", "abroad", "vehicle", "reception", "meeting", "training"),
    "three_public_subtotal": ("abroad", "vehicle", "reception"),
    "vehicle": ("vehicle_purchase", "vehicle_operation"),
}


def column_sums(kind: str, columns: Sequence[StatementColumn]) -> list[ColumnSum]:
    """The sums of the amount columns of one block, by index; empty where a column belongs to no sum."""
    if not columns or any(not column.path or column.measure is None for column in columns):
        return []
    if kind == "three_public":
        found = _item_sums(columns)
    elif kind == "income":
        found = _income_sums(columns)
    else:
        found = _use_sums(columns) or _fund_sums(columns)
    covered = {number for rule in found for number in (rule.total, *rule.parts)}
    covered |= {number for number, column in enumerate(columns) if stands_apart(kind, column)}
    return found if covered == set(range(len(columns))) else []


def stands_apart(kind: str, column: StatementColumn) -> bool:
    """Whether a column is no part of any sum of its table: 机关运行经费 and the counts beside 三公."""
    parts = {item for whole, items in ITEM_PARTS.items() for item in (whole, *items)}
    return kind == "three_public" and column.item is not None and column.item not in parts


def _measures(columns: Sequence[StatementColumn]) -> list[str]:
    return [column.measure or "" for column in columns]


def _use_sums(columns: Sequence[StatementColumn]) -> list[ColumnSum]:
    """合计 by use of the money, and 基本支出 by 人员 and 公用."""
    measures = _measures(columns)
    totals = [n for n, measure in enumerate(measures) if measure in ("total", "current_expenditure")]
    basics = [n for n, measure in enumerate(measures) if measure == "basic"]
    halves = [n for n, measure in enumerate(measures) if measure in _BASIC_PARTS]
    uses = [n for n, measure in enumerate(measures) if measure in USES]
    if len(totals) != 1 or len(basics) > 1 or len({column.fund for column in columns}) > 1:
        return []
    if not basics:
        return [ColumnSum(totals[0], tuple(sorted(uses + halves)))] if uses or halves else []
    inner = [ColumnSum(basics[0], tuple(halves))] if halves else []
    return [ColumnSum(totals[0], tuple(uses)), *inner]


def _fund_sums(columns: Sequence[StatementColumn]) -> list[ColumnSum]:
    """合计 by budget, of columns of one measure."""
    if len(set(_measures(columns))) > 1:
        return []
    totals = [n for n, column in enumerate(columns) if column.fund == "all"]
    parts = [n for n, column in enumerate(columns) if column.fund in BUDGETS]
    return [ColumnSum(totals[0], tuple(parts))] if len(totals) == 1 and len(parts) > 1 else []


def _income_sums(columns: Sequence[StatementColumn]) -> list[ColumnSum]:
    """合计 = 本年收入 + 上年结转, 本年收入 by source, 上年结转 by source, 财政拨款 by budget."""
    measures = _measures(columns)
    totals = [n for n, measure in enumerate(measures) if measure == "total"]
    current = [n for n, measure in enumerate(measures) if measure == "current_income"]
    carried = [n for n, measure in enumerate(measures) if measure in CARRIED]
    sources = [n for n, measure in enumerate(measures) if measure in SOURCES]
    if len(totals) != 1 or len(current) > 1 or not sources:
        return []
    outer, inner = _appropriation(measures, sources)
    head, sums = _carried_sums(columns, carried)
    sums += inner
    if not current:
        return [ColumnSum(totals[0], tuple(sorted(outer + head))), *sums]
    return [ColumnSum(totals[0], tuple(current + head)), ColumnSum(current[0], tuple(outer)), *sums]


def _appropriation(measures: list[str], sources: list[int]) -> tuple[list[int], list[ColumnSum]]:
    """The sources that add up to the year's income; the budgets under a column 财政拨款 add up to that column."""
    whole = [n for n in sources if measures[n] == "fiscal_appropriation"]
    budgets = [n for n in sources if measures[n] in BUDGETS]
    if len(whole) != 1 or not budgets:
        return sources, []
    return [n for n in sources if n not in budgets], [ColumnSum(whole[0], tuple(budgets))]


def _carried_sums(columns: Sequence[StatementColumn], carried: list[int]) -> tuple[list[int], list[ColumnSum]]:
    """The column of all that is carried in (the first of its group), and its own sum where it has parts."""
    if len(carried) < 2:
        return carried, []
    wholes = [n for n in carried if columns[n].fund in ("carryover", "all")]
    if len(wholes) != 1:
        return carried, []
    return wholes, [ColumnSum(wholes[0], tuple(n for n in carried if n != wholes[0]))]


def _item_sums(columns: Sequence[StatementColumn]) -> list[ColumnSum]:
    """三公: 合计 = 因公出国 + 公务用车 + 公务接待, 公务用车 = 购置 + 运行, once for every measure."""
    sums: list[ColumnSum] = []
    for measure in dict.fromkeys(_measures(columns)):
        place = {column.item: n for n, column in enumerate(columns) if column.measure == measure}
        for whole, parts in ITEM_PARTS.items():
            present = [place[part] for part in parts if part in place]
            if whole == "total" and "three_public_subtotal" in place:
                present = [place[part] for part in ("three_public_subtotal", "meeting", "training") if part in place]
            if whole in place and present:
                sums.append(ColumnSum(place[whole], tuple(present)))
    return sums
