"""Kinds of statements by the titles other places print, each over a small table as it stands under such titles."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from pipelines.records.pages import Identity, Statement
from pipelines.statements import recognise
from tests.by_hand import BUDGET, FINAL, amounts, grid

BOOK = yaml.safe_load((Path(__file__).parent / "statement_titles.yml").read_text(encoding="utf-8"))


def cases(stage: str) -> list[Any]:
    """Every title with the table under it and the kind it is."""
    return [
        pytest.param(title, BOOK["tables"][block["table"]], block["kind"], id=f"{title}-{block['table']}")
        for block in BOOK[stage]
        for title in block["titles"].split()
    ]


def kind_of(title: str, rows: str, identity: Identity) -> str:
    (found,) = recognise((grid(rows.strip(), ("表1", title, "单位：万元")),), identity)
    return found.kind if isinstance(found, Statement) else f"{found.reason}"


@pytest.mark.parametrize(("title", "rows", "kind"), cases("budget"))
def test_titles_of_budgets(title: str, rows: str, kind: str) -> None:
    assert kind_of(title, rows, BUDGET) == kind


@pytest.mark.parametrize(("title", "rows", "kind"), cases("final"))
def test_titles_of_final_accounts(title: str, rows: str, kind: str) -> None:
    assert kind_of(title, rows, FINAL) == kind


INCOME_COLUMNS = """
下级单位上缴收入 affiliate_remittance affiliate_remittance
事业收入（含财政专户管理资金） business business
财政专户管理资金收入 special_account special_account
捐赠收入 other other
非同级财政拨款收入 other other
社会保险基金 social_insurance social_insurance
财政拨款结转 carryover carryover
历年结余 carryover carryover
上年结转和结余 carryover carryover
使用非财政拨款结余 use_of_surplus all
动用事业基金 use_of_surplus all
单位资金收入 unit unit
"""
SPENDING_COLUMNS = """
基本支出/人员类 basic_personnel all
运转类公用经费项目 basic_public all
项目经费 project all
对下级单位补助支出 subsidy_affiliates all
本年收入 current_income all
一般公共预算/项目支出 project general
财政专户管理资金 total special_account
"""


def meanings(title: str, header: str, labels: tuple[str, str], row: str) -> tuple[str | None, str | None]:
    """Measure and fund of a column beside a total."""
    group, _, leaf = header.rpartition("/")
    rows = (
        [f"{labels[0]}|{labels[1]}|合计|{group}|<", f"^|^|^|{leaf}|其他", f"{row}|9.00|9.00|"]
        if group
        else [f"{labels[0]}|{labels[1]}|合计|{header}", f"{row}|9.00|9.00"]
    )
    (found,) = recognise((grid("\n".join(rows), ("表2", title, "单位：万元")),), BUDGET)
    assert isinstance(found, Statement), found.reason
    return next((amount.measure, amount.fund) for amount in amounts(found) if amount.path == header)


@pytest.mark.parametrize("line", INCOME_COLUMNS.strip().splitlines())
def test_columns_of_income_tables(line: str) -> None:
    header, measure, fund = line.split()
    assert meanings("部门收入总表", header, ("单位编码", "单位名称"), "101|示例局") == (measure, fund)


@pytest.mark.parametrize("line", SPENDING_COLUMNS.strip().splitlines())
def test_columns_of_expenditure_tables(line: str) -> None:
    header, measure, fund = line.split()
    assert meanings("部门支出总表", header, ("科目编码", "科目名称"), "201|一般公共服务支出") == (measure, fund)


DECORATED = """
表一、{} （一）{} 2-1{} 附表3-2：{} 01表{} {}（公开表01） 公开01表{} 预算01-1表{}
示例县示例局2024年度{} 《{}》 【{}】 {}（2024年） {}-示例局
{}_示例局 {}—部门 GK01{} {}（续表） 第3表{} {}（本级） 部门预算公开表3{}
"""


@pytest.mark.parametrize("decorated", DECORATED.split())
def test_what_stands_around_a_title_does_not_hide_it(decorated: str) -> None:
    assert (
        kind_of(decorated.format("部门收支总表"), BOOK["tables"]["two_sided"], BUDGET) == "income_expenditure_summary"
    )
    assert kind_of(decorated.format("政府性基金预算支出表"), BOOK["tables"]["fund"], BUDGET) == "government_fund"


@pytest.mark.parametrize(
    ("above", "unit"),
    [
        (("部门收支总表（万元）",), "万元"),
        (("部门收支总表", "万元"), "万元"),
        (("部门收支总表", "金额：千元"), "千元"),
        (("部门收支总表", "2024年度 万元"), "万元"),
        (("部门收支总表", "货币单位：元"), "元"),
        (("部门收支总表", "单位：万", "元"), "万元"),
        (("部门收支总表", "元"), None),
    ],
)
def test_where_the_unit_of_a_table_stands(above: tuple[str, ...], unit: str | None) -> None:
    (found,) = recognise((grid(BOOK["tables"]["two_sided"].strip(), above),), BUDGET)
    assert (found.unit if isinstance(found, Statement) else None) == unit


@pytest.mark.parametrize("title", ["非财政拨款支出表", "2024年非财政拨款支出预算情况表", "非财政拨款收支总表"])
def test_what_the_treasury_does_not_pay_is_no_appropriation(title: str) -> None:
    rows = "科目编码|科目名称|合计|基本支出|项目支出\n205|教育支出|12.00|10.00|2.00"
    (found,) = recognise((grid(rows, (title, "单位：万元")),), BUDGET)
    assert not isinstance(found, Statement)


@pytest.mark.parametrize(
    ("title", "side"),
    [
        ("上级转移支付收入预算表", "income"),
        ("税收返还和转移支付支出预算表", "expenditure"),
        ("转移支付预算表", "expenditure"),
    ],
)
def test_transfers_received_are_income(title: str, side: str) -> None:
    (found,) = recognise(
        (grid("项目|预算数\n一般性转移支付|220.00\n专项转移支付|100.00", (title, "单位：万元")),), BUDGET
    )
    assert isinstance(found, Statement)
    assert (found.kind, {row.side for row in found.rows}) == ("transfer", {side})
