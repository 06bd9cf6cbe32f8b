"""Grids cut by white space: a header or a label that shows a missing cut, ordinals and codes printed before names."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipelines.records.pages import BY_WHITE_SPACE, Grid
from tests.by_hand import amounts, grid, one, refused

GROUPS = """
科目编码|科目名称|小计|2024年预算数\\n基本支出|项目支出|结转下年
205|教育支出|100.00|70.00|30.00|5.00
20502|普通教育|100.00|70.00|30.00|5.00
"""
WRAPPED = """
科目编码|科目名称|合计|一般公共预算\\n基本支出|一般公共预算\\n项目支出|本年\\n合计
205|教育支出|100.00|70.00|30.00|100.00
20502|普通教育|100.00|70.00|30.00|100.00
"""
DEBT = """
地区公式|合计 A=B+C|2023年债务限额\\n一般债务 B|专项债务 C
示例县|20.00|12.00|8.00
县本级|20.00|12.00|8.00
"""
SIDES = """
收入||支出
项目|决算数 项目（按功能分类）|决算数
一、财政拨款收入|100.00一、一般公共服务支出|35.00
二、上级补助收入|0.00八、社会保障和就业支出|38.00
"""
LISTED = """
序号|项目名称|2024年预算数
|1学校建设|100.00
|2 2024年教师培训|50.00
合计||150.00
"""
CODED = """
类|款|项|科目名称|合计|基本支出|项目支出
205|||教育支出|100.00|70.00|30.00
205|02||普通教育|100.00|70.00|30.00
205|02||02小学教育|100.00|70.00|30.00
"""


def by_white(table: str, title: str) -> Grid:
    return replace(grid(table, (title, "单位：万元")), finder=BY_WHITE_SPACE)


@pytest.mark.parametrize(
    ("table", "title"),
    [(GROUPS, "支出总表"), (DEBT, "示例县2023年地方政府债务限额情况表"), (SIDES, "收入支出决算总表")],
)
def test_a_group_in_the_header_of_one_column_and_amounts_in_labels_are_refused(table: str, title: str) -> None:
    assert "列的分界不能确定" in refused(by_white(table, title)).reason


@pytest.mark.parametrize("table", [GROUPS, DEBT])
def test_where_rulings_divide_the_columns_a_header_is_what_it_is(table: str) -> None:
    title = "支出总表" if table == GROUPS else "示例县2023年地方政府债务限额情况表"
    assert one(grid(table, (title, "单位：万元"))).rows


def test_a_wrapped_header_misses_no_cut() -> None:
    assert len(amounts(one(by_white(WRAPPED, "支出总表")))) == 8


def test_ordinals_before_names_are_no_part_of_them() -> None:
    found = one(by_white(LISTED, "项目支出表"))
    assert [row.label for row in found.rows] == ["学校建设", "2024年教师培训", "合计"]
    assert [amount.text for amount in amounts(found)] == ["100.00", "50.00", "150.00"]


def test_numbers_that_do_not_count_stay_with_their_names() -> None:
    table = LISTED.replace("|1学校建设", "|3学校建设").replace("|2 2024", "|2024")
    assert [row.label for row in one(by_white(table, "项目支出表")).rows][:2] == ["3学校建设", "2024年教师培训"]


def test_the_last_part_of_a_code_before_a_name_belongs_to_the_code() -> None:
    rows = one(by_white(CODED, "支出总表")).rows
    assert [(row.code, row.label, row.level) for row in rows] == [
        ("205", "教育支出", "类"),
        ("20502", "普通教育", "款"),
        ("2050202", "小学教育", "项"),
    ]


def test_the_levels_of_a_code_in_one_cell_beside_the_column_numbers_are_no_row() -> None:
    table = """
    支出功能分类科目编码|科目名称|合计|基本支出|项目支出
    类 款 项|栏次|1|2|3
    205|教育支出|100.00|70.00|30.00
    """
    found = one(grid(table, ("支出总表", "单位：万元")))
    assert [(row.code, row.label) for row in found.rows] == [("205", "教育支出")]
