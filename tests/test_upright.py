"""Cells one to a line, as pages of the web come out: put back into rows where the count of pipes tells, else left alone."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from pipelines.documents.collapsed_rows import SourceLine
from pipelines.documents.text import read_text
from pipelines.documents.upright import upright

CLOSED = """单位:万元
项 目 |
预算数 |
决算数 |
合 计 |
6.50 |
4.31 |
因公出国(境)费 |
|
|
公务接待费 |
1.50 |
0.31 |
公务用车购置及运行维护费 |
5.00 |
4.00 |
以上为本单位财政拨款安排的经费。"""

BETWEEN = """某市某局2020年预算公开
|
|
|
单位:万元
|
|
项目
|
合计
|
一般公共
预算
|
|
机关运行经费
|
81.20
|
81.20
|
|
会议费
|
2.10
|
2.10
|
说明:
经费按规定使用。"""

PADDED = """|
项目名称 |
道路清扫 |
|||
|
绩效指标 |
一级指标 |
二级指标 |
三级指标 |
指标值 |
|
产出指标 |
数量指标 |
清扫面积 |
≥12万平方米 |
|
|
质量指标 |
清扫合格率 |
≥95% |
||
|
满意度指标 |
|
|
|
|"""


def lines(text: str) -> list[str]:
    return [line.text for line in upright([SourceLine(1, line) for line in text.split("\n")])]


def test_a_pipe_after_every_cell() -> None:
    assert lines(CLOSED) == [
        "单位:万元",
        "项 目|预算数|决算数|",
        "合 计|6.50|4.31|",
        "因公出国(境)费|||",
        "公务接待费|1.50|0.31|",
        "公务用车购置及运行维护费|5.00|4.00|",
        "以上为本单位财政拨款安排的经费。",
    ]


def test_pipes_on_lines_of_their_own() -> None:
    assert lines(BETWEEN) == [
        "某市某局2020年预算公开",
        "|||单位:万元|",
        "|项目|合计|一般公共预算|",
        "|机关运行经费|81.20|81.20|",
        "|会议费|2.10|2.10|",
        "说明:",
        "经费按规定使用。",
    ]


def test_rows_padded_for_merged_cells() -> None:
    assert lines(PADDED)[0] == "|项目名称|道路清扫||||"
    assert lines(PADDED)[3] == "|质量指标|清扫合格率|≥95%|||"
    assert len(lines(PADDED)) == 5


def test_rows_of_goals_stand_under_their_levels() -> None:
    (page,) = read_text(PADDED, "a.txt")
    (grid,) = page.ready_grids
    placed = {(cell.row_no, cell.column_no): cell.text for cell in grid.cells if cell.text}
    header = next(row for (row, _), text in placed.items() if text == "三级指标")
    assert {column: text for (row, column), text in placed.items() if row == header + 2} == {
        2: "质量指标",
        3: "清扫合格率",
        4: "≥95%",
    }
    assert {column: text for (row, column), text in placed.items() if row == header + 1}[1] == "产出指标"


def test_two_sides_are_one_row() -> None:
    rows = ["收入|预算数|支出|预算数", "一、拨款|5.10|一、教育支出|4.10", "收入总计|5.10|支出总计|5.10"]
    text = "\n".join(f"{cell} |" for row in rows for cell in row.split("|"))
    assert lines(text) == [f"{row}|" for row in rows]


def test_a_row_of_cells_is_left_alone() -> None:
    table = ["项目 | 预算数 | 决算数 |", "合计 | 6.50 | 4.31 |", "公务接待费 | 6.50 | 4.31 |"] * 3
    assert lines("\n".join(table)) == table


LABELS = st.sampled_from(["合计", "公务接待费", "会议费", "培训费", "因公出国(境)费", "机关运行经费", "其他支出"])
AMOUNTS = st.decimals(min_value=0, max_value=99999, places=2).map(str)


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    width = draw(st.integers(2, 6))
    header = ["项目", *(f"栏{'甲乙丙丁戊己'[number]}" for number in range(width - 1))]
    cell = st.one_of(AMOUNTS, st.just(""))
    body = draw(st.lists(st.tuples(LABELS, *[cell] * (width - 1)).map(list), min_size=2, max_size=12))
    return [header, *body]


@given(tables())
@example([["项目", "栏甲"], ["合计", ""], ["合计", ""]])
def test_rows_that_begin_with_a_pipe_come_back_as_they_were(table: list[list[str]]) -> None:
    text = "\n".join("|\n" + "\n".join(f"{cell} |" if cell else "|" for cell in row) for row in table)
    assert lines(text) in ([f"|{'|'.join(row)}|" for row in table], text.split("\n"))


@given(tables())
def test_rows_without_a_pipe_before_never_change_their_columns(table: list[list[str]]) -> None:
    text = "\n".join(f"{cell} |" if cell else "|" for row in table for cell in row)
    found = lines(text)
    assert found in ([f"{'|'.join(row)}|" for row in table], text.split("\n"))


@given(st.lists(st.text(alphabet="|ab1. \n", max_size=12), max_size=40))
def test_nothing_printed_is_lost(texts: list[str]) -> None:
    text = "\n".join(texts)
    assert "".join("".join(lines(text)).split()) == "".join(text.split())
