"""Whatever a grid holds, it is recognised or refused, never a crash, and no cell is two amounts."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.records.pages import Cell, Grid, Identity, Line, Statement, Unrecognised
from pipelines.reference.folding import fold, squeeze
from pipelines.statements import form_text, meaning_of, recognise
from pipelines.statements.headings import unit_of
from pipelines.statements.names import same_body
from tests.by_hand import amounts_with_cells

WORDS = st.sampled_from(
    [
        "",
        "收入",
        "支出",
        "项目",
        "预算数",
        "决算数",
        "科目编码",
        "科目名称",
        "类",
        "款",
        "项",
        "合计",
        "小计",
        "基本支出",
        "项目支出",
        "一、一般公共服务支出",
        "本年收入合计",
        "总计",
        "201",
        "20101",
        "301",
        "1,234.50",
        "0.00",
        "-",
        "栏次",
        "1",
        "2",
        "3",
        "一级指标",
        "三级指标",
        "指标值",
        "项目资金（元）",
        "其中：财政拨款",
        "单位：万元",
        "因公出国（境）费",
        "公务接待费",
        "注：无",
        "收支总表",
        "\n",
        "2023年预算数",
        "增减%",
        "单位名称",
        "（一）",
        "XX",
    ]
)
TITLES = st.sampled_from(
    [
        "收支总表",
        "收入总表",
        "财政拨款收支总表",
        "一般公共预算基本支出表",
        "“三公”经费支出表",
        "政府采购预算表",
        "项目支出绩效目标表",
        "单位：万元",
        "单位：元",
        "部门：示例局",
        "注：本表为空",
        "。",
        "",
        "2024年度",
    ]
)


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    """Grids of any words, with spans drawn so that no two cells overlap."""
    rows, columns = draw(st.integers(1, 7)), draw(st.integers(1, 6))
    taken: set[tuple[int, int]] = set()
    cells = []
    for row in range(rows):
        for column in range(columns):
            if (row, column) in taken:
                continue
            down, across = draw(st.integers(1, 2)), draw(st.integers(1, 3))
            places = {
                (r, c) for r in range(row, min(row + down, rows)) for c in range(column, min(column + across, columns))
            }
            if places & taken:
                places, down, across = {(row, column)}, 1, 1
            taken |= places
            down = max(r for r, _ in places) - row + 1
            across = max(c for _, c in places) - column + 1
            cells.append(Cell(row, column, down, across, draw(WORDS), 1 + row // 4))
    above = tuple(Line(text, None) for text in draw(st.lists(TITLES, max_size=4)))
    below = tuple(Line(text, None) for text in draw(st.lists(TITLES, max_size=2)))
    return Grid(1, 1, 2, rows, columns, tuple(cells), above, below)


@settings(max_examples=300, deadline=None)
@given(grids(), st.sampled_from(["budget", "final", None]))
def test_every_grid_is_a_statement_or_says_why_not(grid: Grid, stage: str | None) -> None:
    (found,) = recognise((grid,), Identity(fiscal_year=2024, stage=stage))
    if isinstance(found, Unrecognised):
        assert found.reason
        return
    places = Counter((cell.row_no, cell.column_no) for _, _, cell in amounts_with_cells(found))
    assert all(count == 1 for count in places.values())
    assert form_text(found, "project_name") is None or found.grid is grid
    _holds_together(found)


def _holds_together(found: Statement) -> None:
    numbers = {(row.row_no, row.block) for row in found.rows}
    for row in found.rows:
        assert row.parent_row_no is None or (row.parent_row_no, row.block) in numbers
        assert row.parent_row_no != row.row_no
        for column in found.columns:
            assert meaning_of(found, row, column).unit in ("元", "千元", "万元", "亿元")


@given(st.text(max_size=40))
def test_folding_is_settled_after_one_time(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert squeeze(squeeze(text)) == squeeze(text)


@given(
    st.sampled_from(["元", "千元", "万元", "亿元"]),
    st.sampled_from(["单位：", "金额单位:", "（单位：", "单 位 ：人民币"]),
)
def test_unit_lines(unit: str, label: str) -> None:
    assert unit_of(f"编制部门：示例局 {label}{unit}") == unit
    assert unit_of(f"{label}元氏县财政局") is None


@given(st.text("示例市区县局办公室财政水务", min_size=2, max_size=12))
def test_a_name_is_itself(name: str) -> None:
    assert same_body(name, name)
