"""Forms of performance goals over several pages: heads printed again, and forms that end above the indicators."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from tests.by_hand import grid
from tests.test_performance import indicators, money, read

HEADS = """
项目名称|甲项目|<|<
项目资金（万元）|年度资金总额|5.00|<
^|其中：财政拨款|5.00|<
项目名称|乙项目|<|<
年度目标|完成乙|<|<
主管部门|示例局|<|<
一级指标|二级指标|三级指标|指标值
产出指标|数量指标|乙指标|≥2个
"""


def test_a_form_that_ends_above_the_header_of_the_indicators_is_read() -> None:
    found = read(grid(HEADS, ("项目支出绩效目标表", "单位：万元")))
    assert [(name, amount) for name, _, _, _, amount in money(found)] == [("甲项目", Decimal(50000))] * 2
    assert [fact.project_name for fact in indicators(found)] == ["乙项目"]


def test_the_head_of_a_form_printed_again_on_the_next_page_begins_no_form() -> None:
    source = grid(HEADS.replace("乙项目", "甲项目"), ("项目支出绩效目标表", "单位：万元"))
    found = read(replace(source, repeated_header_rows=(3,)))
    assert [(fact.project_name, fact.project_budget_yuan) for fact in indicators(found)] == [("甲项目", Decimal(50000))]
