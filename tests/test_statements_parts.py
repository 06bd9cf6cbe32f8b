"""Tables of a part of the expenditure (工资福利支出表, 公用经费支出表), of budgets changed and carried out, and of one list."""

from __future__ import annotations

import pytest

from tests.by_hand import FINAL, grid, one

ECONOMIC = """
科目编码|科目名称|合计|一般公共预算
302|商品和服务支出|12.00|12.00
30201|办公费|10.00|10.00
30202|印刷费|2.00|2.00
|合计|12.00|12.00
"""
BY_BODY = """
部门|年初预算数|调整数|调整后预算数
示例教育局|1000.00|50.00|1050.00
示例财政局|200.00|-10.00|190.00
合计|1200.00|40.00|1240.00
"""
BY_USE = """
项目|年初预算|预算调整|全年预算|执行数|执行率
基本支出|100.00|10.00|110.00|108.00|98.2%
项目支出|50.00|-5.00|45.00|40.00|88.9%
合计|150.00|5.00|155.00|148.00|95.5%
"""


@pytest.mark.parametrize(
    ("title", "measure"),
    [
        ("公用经费支出表", "basic_public"),
        ("人员经费支出明细表", "basic_personnel"),
        ("工资福利支出表", None),
        ("商品和服务支出预算表", None),
        ("对个人和家庭的补助支出情况表", None),
    ],
)
def test_a_part_of_the_expenditure_is_not_the_whole_of_it(title: str, measure: str | None) -> None:
    found = one(grid(ECONOMIC, (title, "单位：万元")))
    amounts = [column for column in found.columns if column.role == "amount"]
    assert found.kind == "expenditure"
    assert [(column.measure, column.fund) for column in amounts] == [(measure, "all"), (measure, "general")]
    assert [row.item for row in found.rows] == ["economic", "economic", "economic", "total"]


def test_budgets_of_departments_changed_in_the_year() -> None:
    found = one(grid(BY_BODY, ("2024年部门预算调整表", "单位：万元")))
    assert found.kind == "by_unit"
    assert [column.measure for column in found.columns] == [None, "total", None, "revised_budget"]
    assert [row.item for row in found.rows] == ["unit", "unit", "total"]


def test_a_change_of_the_budget_is_no_budget() -> None:
    found = one(grid(BY_USE, ("2023年部门支出预算执行情况表", "单位：万元")), FINAL)
    assert found.kind == "expenditure"
    assert [column.measure for column in found.columns] == [None, "budget", None, "revised_budget", "final", None]
    assert [row.item for row in found.rows] == ["basic", "project", "total"]


BELOW_ITS_TOTAL = """
    项目|决算数
    一、收入合计|110.00
    财政拨款收入|100.00
    其他收入|10.00
    二、支出合计|108.00
    基本支出|70.00
    项目支出|38.00
"""
ABOVE_ITS_TOTAL = """
    项目|决算数
    一、财政拨款收入|100.00
    二、其他收入|10.00
    收入合计|110.00
    一、基本支出|70.00
    二、项目支出|38.00
    支出合计|108.00
"""


@pytest.mark.parametrize(
    ("table", "items"),
    [
        (BELOW_ITS_TOTAL, ["income_total", "source", "source", "expenditure_total", "basic", "project"]),
        (ABOVE_ITS_TOTAL, ["source", "source", "income_total", "basic", "project", "expenditure_total"]),
    ],
    ids=["below its total", "above its total"],
)
def test_a_source_named_as_a_side_is_a_source(table: str, items: list[str]) -> None:
    rows = one(grid(table, ("收支决算表", "单位：万元")), FINAL).rows
    assert [row.item for row in rows] == items
    assert [row.side for row in rows] == ["income"] * 3 + ["expenditure"] * 3


def test_what_is_left_from_before_stands_below_the_expenditure_and_is_no_part_of_it() -> None:
    table = """
    项目|决算数
    一、本年收入|110.00
    （一）财政拨款收入|100.00
    （二）事业收入|10.00
    二、本年支出|108.00
    （一）基本支出|70.00
    （二）项目支出|38.00
    三、年初结转和结余|3.00
    四、年末结转和结余|5.00
    """
    rows = one(grid(table, ("收支决算表", "单位：万元")), FINAL).rows
    assert [(row.item, row.parent_row_no) for row in rows] == [
        ("current_income", None),
        ("source", 1),
        ("source", 1),
        ("current_expenditure", None),
        ("basic", 4),
        ("project", 4),
        ("carry_in", None),
        ("carry_out", None),
    ]
