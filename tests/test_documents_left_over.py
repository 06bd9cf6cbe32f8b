"""Lines that plainly are a table and that nothing reads become a grid that says so; sentences and lists of pages never do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.documents.collapsed import Collapsed
from pipelines.documents.collapsed_rows import SourceLine
from pipelines.documents.left_over import cells_by_line, left_over
from pipelines.documents.text import read_text
from tests.families.forms import Family
from tests.families.measure import read

REASON = "各格分行书写，行与列的分界已失去，不能读出"


def _lines(text: str) -> list[SourceLine]:
    return [SourceLine(1, line) for line in text.split("\n")]


def _texts(parts: list[SourceLine | Collapsed]) -> list[str | list[str]]:
    return [part.text if isinstance(part, SourceLine) else [cell.text for cell in part.placed] for part in parts]


def test_numbers_under_a_unit_are_a_grid_below_title_and_unit() -> None:
    text = "部门收支总表\n单位：万元\n项目\n预算数\n收入合计\n120.50\n支出合计\n118.00\n说明如下。"
    assert _texts(left_over(_lines(text))) == [
        "部门收支总表",
        "单位：万元",
        ["项目", "预算数", "收入合计", "120.50", "支出合计", "118.00"],
        "说明如下。",
    ]


def test_rows_without_a_unit_are_a_grid_from_three_amounts() -> None:
    text = "情况表\n收入合计 1,120.50\n支出合计 1,118.00\n结转 2.50"
    assert _texts(left_over(_lines(text))) == [["情况表", "收入合计\t1,120.50", "支出合计\t1,118.00", "结转\t2.50"]]
    assert left_over(_lines("收入合计 1,120.50\n支出合计 1,118.00")) == _lines("收入合计 1,120.50\n支出合计 1,118.00")


@pytest.mark.parametrize(
    "text",
    [
        "目录\n第一部分 部门概况\n3\n第二部分 预算表\n7\n第三部分 说明\n12",
        "2023年收入合计\n1,120.50\n万元，支出合计\n1,118.00\n万元，结转\n2.50\n万元。",
        "2023年，收入120.50万元。\n支出118.00万元。\n结转2.50万元。",
    ],
    ids=["pages", "sentence torn at its numbers", "sentences"],
)
def test_what_is_no_table_stays_as_it_is(text: str) -> None:
    assert left_over(_lines(text)) == _lines(text)


def test_a_second_unit_begins_another_table() -> None:
    text = "单位：万元\n收入\n1.00\n公用经费表\n单位：元\n支出\n2.00"
    assert _texts(left_over(_lines(text))) == [
        "单位：万元",
        ["收入", "1.00"],
        "公用经费表",
        "单位：元",
        ["支出", "2.00"],
    ]


def test_cells_between_pipes_keep_what_they_print() -> None:
    text = "|\n单位：万元\n|\n项目\n|\n一般公共\n预算\n|\n\n|\n81.20\n|"
    assert _texts(cells_by_line(_lines(text))) == ["单位：万元", ["项目", "一般公共 预算", "81.20"]]


def test_cells_one_to_a_line_that_make_no_rows_are_a_refused_grid() -> None:
    text = "部门支出总表\n单位：万元\n项目 |\n合计 |\n基本支出 |\n支出合计 |\n81.20 |\n教育支出 |\n60.00 |\n20.00 |\n"
    page = read_text(text, "a.txt")[0]
    assert [line.text for line in page.lines] == ["部门支出总表", "单位：万元"]
    assert [cell.text for cell in page.ready_grids[0].cells if cell.text.startswith(("8", "6", "2"))] == [
        "81.20",
        "60.00",
        "20.00",
    ]
    outcome = read(text.encode(), "a.txt", Family("cells", (), (), {}))
    assert outcome.refused == [f"部门支出总表: {REASON}"]
    assert not outcome.found


LINE = st.one_of(
    st.sampled_from(["单位：万元", "项目", "合计", "1,234.50", "20", "基本 3.00", "共计。", "|", "5.00 |"]),
    st.text(max_size=8),
)


@given(st.lists(LINE, max_size=40))
def test_nothing_is_lost_and_the_order_stays(texts: list[str]) -> None:
    lines = [SourceLine(1, " ".join(text.split())) for text in texts]
    for found, said in ((left_over(lines), lines), (cells_by_line(lines) if lines else [], lines)):
        flat = "".join(t if isinstance(t, str) else "".join(t) for t in _texts(found))
        assert "".join(flat.replace("|", "").split()) == "".join(
            "".join(line.text for line in said).replace("|", "").split()
        )


def test_a_table_with_the_unit_and_the_header_of_the_one_before_is_another() -> None:
    text = """收入预算表
单位：万元
预算科目 2023年执行数 2024年预算数
税收收入 65,000 70,200
收入总计 65,000 70,200
表2
支出预算表
单位：万元
预算科目 2023年执行数 2024年预算数
教育支出 60,000 70,200
支出总计 60,000 70,200"""
    page = read_text(text, "a.txt")[0]
    assert [line.text for line in page.lines] == ["收入预算表", "单位：万元", "表2", "支出预算表", "单位：万元"]
    assert [grid.row_count for grid in page.ready_grids] == [3, 3]


def test_cells_one_to_a_line_are_no_rows() -> None:
    lines = "支出表\n单位：万元\n科目编码\n科目名称\n合计\n基本支出\n205\n教育支出\n176.10\n136.10\n221\n住房保障支出\n15.00\n15.00"
    page = read_text(lines, "a.txt")[0]
    (grid,) = page.ready_grids
    assert grid.column_count == 1
    assert [cell.text for cell in grid.cells][4:8] == ["205", "教育支出", "176.10", "136.10"]


def test_a_table_of_three_sides_keeps_all_its_texts() -> None:
    lines = """收支预算总表
单位：万元
收入 支出
项目 预算数 按功能分类 预算数 按性质分类 预算数
一、财政拨款收入 800.00 一、一般公共服务支出 620.00 一、基本支出 570.00
二、其他收入 10.00 二、教育支出 190.00 二、项目支出 240.00
收入总计 810.00 支出总计 810.00 支出总计 810.00"""
    outcome = read(lines.encode(), "a.txt", Family("sides", (), (), {}))
    assert not outcome.found - outcome.marked
    (grid,) = read_text(lines, "a.txt")[0].ready_grids
    shown = [text for cell in grid.cells for text in cell.text.split("\t")]
    assert {"570.00", "240.00", "190.00"} <= set(shown)
    assert shown.count("810.00") == 3
