"""Income and expenditure in one list, closed by totals, named by rows, or as columns of towns, units and insurances."""

from __future__ import annotations

import pytest

from pipelines.facts import facts_of
from tests.by_hand import FINAL, grid, one
from tests.by_record import DOCUMENT


def test_both_sides_as_columns_of_towns() -> None:
    found = one(
        grid(
            """
            乡镇|收入|<|支出|<
            ^|合计|上级补助|合计|上解支出
            甲镇|100|50|100|5
            合计|100|50|100|5
            """,
            ("2024年乡镇财政收支预算汇总表", "单位：万元"),
        )
    )
    facts = facts_of(found, DOCUMENT).facts
    assert [(fact.side, type(fact).__name__) for fact in facts if fact.row_name == "甲镇"] == [
        ("income", "FactRevenue"),
        ("income", "FactRevenue"),
        ("expenditure", "FactExpenditureFunction"),
        ("expenditure", "FactExpenditureFunction"),
    ]
    assert [row.item for row in found.rows] == ["unit", "total"]


def test_social_insurance_by_kind_of_insurance() -> None:
    found = one(
        grid(
            """
            险种|上年结余|本年收入|<|本年支出|<|本年收支结余|年末滚存结余
            ^|^|小计|其中：保险费收入|小计|其中：待遇支出|^|^
            失业保险基金|2|4|3|4|4|0|2
            合计|2|4|3|4|4|0|2
            """,
            ("2024年社会保险基金预算收支情况表", "单位：万元"),
        )
    )
    assert [column.measure for column in found.columns[1:]] == [
        "carry_in",
        "current_income",
        None,
        "current_expenditure",
        None,
        "current_surplus",
        "carry_out",
    ]


def test_a_list_by_economic_classes_beside_one_by_functions() -> None:
    found = one(
        grid(
            """
            收入|<|支出|<|<|<
            项目|预算数|项目（按功能分类）|预算数|项目（按政府预算经济分类）|预算数
            一、一般公共预算拨款|100.00|一、教育支出|100.00|一、机关工资福利支出|60.00
            ||||五、对事业单位经常性补助|40.00
            收入总计|100.00|支出总计|100.00|支出总计|100.00
            """,
            ("部门收支总表", "单位：万元"),
        )
    )
    facts = facts_of(found, DOCUMENT).facts
    kinds = {fact.row_name: type(fact).__name__ for fact in facts}
    assert kinds["五、对事业单位经常性补助"] == "FactExpenditureEconomic"
    assert kinds["一、教育支出"] == "FactExpenditureFunction"


def test_enterprises_with_income_and_a_rate_are_assets() -> None:
    table = "企业名称|资产总额|营业收入|国有资本保值增值率\n示例公司|50.20|5.00|101.2\n合计|50.20|5.00|101.2"
    found = one(grid(table, ("企业国有资产情况表", "单位：亿元")))
    assert {row.side for row in found.rows} == {None}
    assert [column.role for column in found.columns] == ["name", "amount", "amount", "ignore"]


_BALANCE = """
项目|金额
一、一般公共预算收入|600
二、上级补助收入|350
三、上年结余|15
收入总计|965
一、一般公共预算支出|920
二、上解支出|20
三、年终结余|25
支出总计|965
"""


def test_a_balance_whose_sides_are_closed_by_their_totals() -> None:
    found = one(grid(_BALANCE, ("2024年一般公共预算收支平衡表", "单位：万元")))
    assert [(row.side, row.item) for row in found.rows] == [
        ("income", "source"),
        ("income", "source"),
        ("income", "carry_in"),
        ("income", "income_total"),
        ("expenditure", "function"),
        ("expenditure", "function"),
        ("expenditure", "carry_out"),
        ("expenditure", "expenditure_total"),
    ]
    assert {type(fact).__name__ for fact in facts_of(found, DOCUMENT).facts} == {
        "FactRevenue",
        "FactExpenditureFunction",
    }


def test_both_sides_as_columns_of_units() -> None:
    found = one(
        grid(
            """
            单位名称|年初结转|本年收入|<|本年支出|<|年末结转
            ^|^|合计|其他收入|合计|基本支出|^
            局机关|1.00|60.00|5.00|59.00|50.00|2.00
            合计|1.00|60.00|5.00|59.00|50.00|2.00
            """,
            ("部门决算收支分单位情况表", "单位：万元"),
        ),
        FINAL,
    )
    sides = [(fact.side, fact.measure) for fact in facts_of(found, DOCUMENT).facts if fact.row_name == "局机关"]
    assert sides == [
        (None, "carry_in"),
        ("income", "current_income"),
        ("income", "total"),
        ("expenditure", "total"),
        ("expenditure", "basic"),
        (None, "carry_out"),
    ]


def test_one_list_of_income_and_expenditure_of_a_fund() -> None:
    found = one(
        grid(
            """
            项目|年初预算数|1-6月执行数
            国有土地使用权出让收入|500|200
            政府性基金收入合计|500|200
            城乡社区支出|450|200
            其中：征地补偿|300|100
            政府性基金支出合计|450|200
            """,
            ("2024年上半年政府性基金预算执行情况表", "单位：万元"),
        )
    )
    assert [(row.side, row.item) for row in found.rows] == [
        ("income", "source"),
        ("income", "income_total"),
        ("expenditure", None),
        ("expenditure", None),
        ("expenditure", "total"),
    ]
    assert {type(fact).__name__ for fact in facts_of(found, DOCUMENT).facts if fact.row_name.endswith("收入")} == {
        "FactRevenue"
    }


def test_subjects_of_expenditure_stay_expenditure_in_one_list_with_income() -> None:
    found = one(
        grid(
            """
            科目编码|项目|预算数
            10306|国有资本经营收入|12
            1030601|利润收入|12
            |收入合计|12
            223|国有资本经营预算支出|9
            22301|解决历史遗留问题及改革成本支出|9
            |支出合计|9
            """,
            ("2024年国有资本经营预算表", "单位：万元"),
        )
    )
    assert [(row.code, row.side, row.parent_row_no) for row in found.rows] == [
        ("10306", "income", None),
        ("1030601", "income", 1),
        (None, "income", None),
        ("223", "expenditure", 6),
        ("22301", "expenditure", 4),
        (None, "expenditure", None),
    ]


@pytest.mark.parametrize("total", ["一般公共预算收入合计", "县级一般公共预算收入合计", "本年收入小计"])
def test_the_total_of_a_budget_is_no_part_of_the_source_before_it(total: str) -> None:
    table = f"项目|预算数\n一、税收收入|500\n二、非税收入|100\n{total}|600"
    found = one(grid(table, ("2024年一般公共预算收入表", "单位：万元")))
    assert [(row.item, row.parent_row_no) for row in found.rows] == [("source", 3), ("source", 3), ("total", None)]


def test_what_is_left_after_both_sides_is_no_part_of_the_expenditure() -> None:
    income = "一、收入合计|102.00\n财政拨款收入|100.00\n其他收入|2.00"
    table = f"项目|决算数\n{income}\n二、支出合计|99.00\n基本支出|99.00\n三、结余|3.00"
    found = one(grid(table, ("收支决算表", "单位：万元")), FINAL)
    assert [(row.side, row.item, row.parent_row_no) for row in found.rows][-2:] == [
        ("expenditure", "basic", 4),
        (None, "current_surplus", None),
    ]


def test_appropriations_received_and_spent_one_below_the_other() -> None:
    table = "项目|上年决算|决算数\n一、财政拨款收入|90.00|95.00\n二、财政拨款支出|89.00|95.00\n基本支出|60.00|62.00"
    found = one(grid(table, ("部门决算财政拨款收支情况对比表", "单位：万元")), FINAL)
    assert [(row.side, row.item) for row in found.rows] == [
        ("income", "income_total"),
        ("expenditure", "expenditure_total"),
        ("expenditure", "basic"),
    ]


def test_the_income_of_the_year_is_not_the_total_of_its_side() -> None:
    table = """
    收入|<|支出|<
    项目|预算数|项目|预算数
    一、财政拨款|100.00|一、教育支出|105.00
    本年收入合计|100.00|本年支出合计|105.00
    上年结转|5.00||
    合计|105.00|合计|105.00
    """
    found = one(grid(table, ("部门收支总表", "单位：万元")))
    assert [row.item for row in found.rows if row.side == "income"] == [
        "source",
        "current_income",
        "carry_in",
        "income_total",
    ]
    assert [row.item for row in found.rows if row.side == "expenditure"][1:] == [
        "current_expenditure",
        "expenditure_total",
    ]
