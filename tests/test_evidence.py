"""Amounts of tables cut by white space are marked as doubtful unless the sums of the table speak for the cut."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipelines.facts import facts_of
from pipelines.records.core import AmountFact
from pipelines.records.pages import Grid, Statement
from tests.by_hand import grid, one

DOCUMENT = "d" * 64
TABLE = """
科目编码|科目名称|合计|基本支出|项目支出
|合计|60.00|40.00|20.00
201|一般公共服务支出|45.00|30.00|15.00
20101|人大事务|45.00|30.00|15.00
208|社会保障和就业支出|15.00|10.00|5.00
"""
SHIFTED = TABLE.replace("15.00|10.00|5.00", "10.00|15.00|5.00")


def cut(table: str, *above: str) -> Statement:
    """A table found by white space alone."""
    return one(replace(grid(table, above), finder="columns"))


def confidences(statement: Statement) -> set[float]:
    return {fact.confidence for fact in facts_of(statement, DOCUMENT).facts if isinstance(fact, AmountFact)}


def title(table: str) -> Statement:
    return cut(table, "支出总表", "单位：万元")


def test_a_cut_that_the_sums_confirm_is_believed() -> None:
    assert confidences(title(TABLE)) == {1.0}


def test_a_cut_that_a_sum_contradicts_leaves_every_amount_marked() -> None:
    assert max(confidences(title(SHIFTED))) < 0.5


@pytest.mark.parametrize("finder", ["ruled", "ready"])
def test_drawn_tables_are_not_judged_by_their_sums(finder: str) -> None:
    drawn: Grid = replace(grid(SHIFTED, ("支出总表", "单位：万元")), finder=finder)
    assert confidences(one(drawn)) == {1.0}


def test_too_few_sums_confirm_nothing() -> None:
    lone = "科目编码|科目名称|合计|基本支出|项目支出\n201|一般公共服务支出|45.00|30.00|15.00"
    assert max(confidences(title(lone))) < 0.5


def test_two_columns_of_one_name_are_never_confirmed() -> None:
    twice = TABLE.replace("项目支出", "基本支出")
    found = facts_of(title(twice), DOCUMENT)
    assert all(fact.confidence < 0.5 for fact in found.facts if isinstance(fact, AmountFact))


def test_a_subtotal_without_its_group_is_never_confirmed() -> None:
    split = TABLE.replace("20101|人大事务", "|小计")
    assert max(confidences(title(split))) < 0.5


def test_codes_of_another_classification_are_the_rows_of_another_table() -> None:
    joined = TABLE + "301|工资福利支出|9.00|6.00|3.00\n30101|基本工资|9.00|6.00|3.00\n"
    assert max(confidences(title(joined))) < 0.5


TORN = """
项目|预算数 项目|预算数
一、财政拨款收入|865.40一、基本支出|641.20
二、其他收入|5.00|229.20
收入总计|870.40支出总计|870.40
"""


def test_numbers_that_a_cut_leaves_in_labels_are_shown() -> None:
    found = facts_of(cut(TORN, "收支总表", "单位：万元"), DOCUMENT)
    assert {"865.40一、基本支出", "870.40支出总计"} <= {cell.text for cell in found.doubtful}


def test_a_drawn_table_keeps_its_own_doubts() -> None:
    drawn = one(replace(grid(TORN, ("收支总表", "单位：万元")), finder="ruled"))
    assert all("没有表格线" not in cell.reason for cell in facts_of(drawn, DOCUMENT).doubtful)


SIDES = """
收入|收入|支出|支出
项目|预算数|项目|预算数
一、一般公共预算拨款|60.00|一、一般公共服务支出|45.00
二、事业收入|5.00|二、住房保障支出|20.00
本年收入合计|65.00|本年支出合计|65.00
收入总计|65.00|支出总计|65.00
"""


def test_two_sides_under_one_header_that_names_both_are_never_confirmed() -> None:
    assert confidences(cut(SIDES, "收支总表", "单位：万元")) == {1.0}
    together = SIDES.replace("收入|收入|支出|支出", "收入 支出|收入 支出|收入 支出|收入 支出")
    assert max(confidences(cut(together, "收支总表", "单位：万元"))) < 0.5
