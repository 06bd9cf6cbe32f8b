"""Amounts of two points in time in one table: the date of each, and never one measure for both."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipelines.facts import facts_of
from pipelines.records.core import AmountFact, DoubtfulCell, FactAsset, FactDebt
from pipelines.records.pages import Statement
from tests.families.forms import families
from tests.families.measure import SETTERS, read

FAMILIES = {family.name: family for family in families()}


def _facts(name: str) -> Iterator[AmountFact | DoubtfulCell]:
    family = FAMILIES[name]
    for one in read(SETTERS["page.html"](family), "page.html", family).reading:
        if isinstance(one, Statement):
            yield from (fact for fact in facts_of(one, "0" * 64) if isinstance(fact, AmountFact | DoubtfulCell))


def _assets(name: str, title_row: str) -> dict[str, tuple[str | None, str | None]]:
    return {
        fact.column_path: (fact.measure, fact.as_of_date)
        for fact in _facts(name)
        if isinstance(fact, FactAsset) and fact.row_name == title_row
    }


def test_the_beginning_and_the_end_of_the_year_have_their_own_date() -> None:
    assert _assets("balances-of-assets", "2.车辆（台、辆）") == {
        "年初数/数量": ("opening_quantity", "2023-01-01"),
        "年初数/价值": ("opening", "2023-01-01"),
        "年末数/数量": ("quantity", "2023-12-31"),
        "年末数/价值": ("total", "2023-12-31"),
    }


def test_what_was_added_in_between_has_no_date() -> None:
    assert _assets("balances-of-assets", "设备") == {
        "上年末账面数": ("opening", "2022-12-31"),
        "本年增加": ("increase", None),
        "本年减少": ("decrease", None),
        "本年末账面数": ("total", "2023-12-31"),
    }


def test_a_balance_sheet_has_two_lists() -> None:
    assert _assets("balances-of-assets", "一、负债") == {
        "期初数": ("opening", "2023-01-01"),
        "期末数": ("total", "2023-12-31"),
    }


@pytest.mark.parametrize(
    ("name", "row", "dates"),
    [
        ("debt-disclosure", "甲区", {"2022-12-31"}),
        ("debt-disclosure", "一、2021年末地方政府专项债务余额实际数", {"2021-12-31"}),
        ("government-debt-forms", "市本级", {"2023-12-31"}),
        ("government-debt-forms", "一、2022年末地方政府一般债务余额实际数", {"2022-12-31"}),
    ],
)
def test_limits_and_balances_of_debt_are_of_the_year_that_is_printed(name: str, row: str, dates: set[str]) -> None:
    found = [fact for fact in _facts(name) if isinstance(fact, FactDebt) and fact.row_name == row]
    assert {fact.as_of_date for fact in found} == dates


def test_the_stabilisation_fund_is_told_by_year() -> None:
    found = _assets("government-transfers-by-place", "市本级")
    assert found == {
        "2022年末余额": ("opening", "2022-12-31"),
        "2023年补充": ("increase", None),
        "2023年动用": ("decrease", None),
        "2023年末余额": ("balance", "2023-12-31"),
    }


def test_what_is_over_in_the_year_is_not_what_is_left_at_its_end() -> None:
    items = {fact.row_name: fact.item for fact in _facts("balances-of-insurance") if isinstance(fact, AmountFact)}
    assert items["一、上年结余"] == "carry_in"
    assert items["四、本年收支结余"] == "current_surplus"
    assert items["五、年末滚存结余"] == "carry_out"


@pytest.mark.parametrize("name", ["balances-of-assets", "balances-of-insurance", "compared-with-last-year"])
def test_no_two_facts_of_a_table_look_the_same(name: str) -> None:
    seen = [
        (fact.fact_id.split(".")[1], fact.side, fact.row_name, fact.column_path, fact.measure)
        for fact in _facts(name)
        if isinstance(fact, AmountFact)
    ]
    assert seen and len(seen) == len(set(seen))


def test_a_year_and_the_year_before_differ_by_measure() -> None:
    found = {fact.measure for fact in _facts("compared-with-last-year") if isinstance(fact, AmountFact)}
    assert found == {"total", "prior_budget", "change"}
