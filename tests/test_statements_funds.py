"""Funds that titles, columns and rows name or exclude, alone and several together."""

from __future__ import annotations

import pytest

from tests.by_hand import amounts, grid, one, refused


@pytest.mark.parametrize("excluded", ["不含教育收费", "不含财政专户管理资金", "不含专户资金"])
def test_income_that_excludes_the_special_account_is_not_of_it(excluded: str) -> None:
    as_column = one(
        grid(
            f"""
            科目编码|科目名称|合计|财政拨款收入|教育收费|事业收入（{excluded}）
            205|教育支出|90.00|60.00|20.00|10.00
            |合计|90.00|60.00|20.00|10.00
            """,
            ("收入预算总表", "单位：万元"),
        )
    )
    assert [(column.measure, column.fund) for column in as_column.columns[4:]] == [
        ("special_account", "special_account"),
        ("business", "business"),
    ]
    as_row = one(
        grid(
            f"""
            收入|<|支出|<
            项目|预算数|项目|预算数
            一、财政拨款收入|60.00|一、教育支出|90.00
            二、事业收入（{excluded}）|30.00||
            收入总计|90.00|支出总计|90.00
            """,
            ("部门收支总表", "单位：万元"),
        )
    )
    assert {amount.label: amount.fund for amount in amounts(as_row)}[f"二、事业收入（{excluded}）"] == "business"


def test_the_special_account_named_in_a_title_is_the_fund() -> None:
    found = one(grid("科目编码|科目名称|合计\n205|教育支出|33.00\n|合计|33.00", ("财政专户管理资金支出表", "单位：元")))
    assert {amount.fund for amount in amounts(found)} == {"special_account"}


@pytest.mark.parametrize(
    "title", ["一般公共预算和政府性基金预算“三公”经费支出表", "一般公共预算、国有资本经营预算“三公”经费表"]
)
def test_a_title_of_several_budgets_is_about_none_of_them_alone(title: str) -> None:
    found = one(grid("项目|预算数\n合计|6.00\n公务接待费|6.00", (title, "单位：万元")))
    assert {amount.fund for amount in amounts(found)} == {"all"}


def test_a_table_of_several_budgets_is_one_of_appropriations() -> None:
    table = """
    科目编码|科目名称|合计|一般公共预算|政府性基金|国有资本经营预算
    205|教育支出|100.00|90.00|10.00|0.00
    |合计|100.00|90.00|10.00|0.00
    """
    found = one(grid(table, ("一般公共预算、政府性基金预算、国有资本经营预算支出表", "单位：万元")))
    assert found.kind == "appropriation_expenditure"
    assert [column.fund for column in found.columns[2:]] == ["all", "general", "government_fund", "state_capital"]
    refused(grid(table, ("政府性基金和国有资本经营预算支出表", "单位：万元")))


def test_parts_of_an_appropriation_are_of_the_general_budget() -> None:
    found = one(
        grid(
            """
            预算单位|总计|财政拨款|<|<|其他收入
            ^|^|合计|经费拨款|纳入预算管理的非税收入|^
            合计|105.00|100.00|90.00|10.00|5.00
            """,
            ("部门收入预算表", "单位：万元"),
        )
    )
    assert [column.fund for column in found.columns[2:5]] == ["all", "general", "general"]


@pytest.mark.parametrize("other", ["政府性基金", "其他资金", "单位资金"])
def test_basic_expenditure_of_several_funds_is_not_all_of_the_general_budget(other: str) -> None:
    table = f"""
    经济科目编码|经济科目名称|一般公共预算|{other}|合计
    301|工资福利支出|60.00|5.00|65.00
    30101|基本工资|60.00|5.00|65.00
    合计||60.00|5.00|65.00
    """
    found = one(grid(table, ("部门基本支出预算明细表", "单位：万元")))
    funds = [column.fund for column in found.columns[2:]]
    assert (funds[0], funds[2]) == ("general", "all")
    assert funds[1] not in ("general", "all")


@pytest.mark.parametrize(
    ("title", "fund"),
    [("单位资金支出情况表", "unit"), ("上年结转支出预算表", "carryover"), ("预算外资金支出表", "special_account")],
)
def test_a_fund_in_the_title_of_an_expenditure(title: str, fund: str) -> None:
    table = "科目编码|科目名称|合计\n205|教育支出|33.00\n|合计|33.00"
    assert {amount.fund for amount in amounts(one(grid(table, (title, "单位：万元"))))} == {fund}
