"""Doubt in the facts room: what looks like an amount and is none is a record with its place, and nothing is read twice."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.facts import facts_of
from pipelines.records.core import DoubtfulCell
from pipelines.records.pages import Cell, Grid, Statement, StatementColumn, StatementRow
from tests.by_hand import FINAL, grid, one
from tests.by_record import DOCUMENT, amounts, column, made, row_of_cells


def test_a_doubtful_number_is_reported_with_its_place_and_reason() -> None:
    broken = grid(
        """
        科目编码|科目名称|合计|基本支出|项目支出
        |合计|1,23.45|380.56|825.00
        201|一般公共服务支出|12.00|12.00|
        """,
        ("支出总表", "单位：万元"),
    )
    found = facts_of(one(broken), DOCUMENT)
    assert [fact.amount_text for fact in amounts(found)] == ["380.56", "825.00", "12.00", "12.00"]
    (doubt,) = found.doubtful
    assert (doubt.doubt_id, doubt.text, doubt.row_name, doubt.unit) == (
        "0123456789abcdef.1.1.2",
        "1,23.45",
        "合计",
        "万元",
    )
    assert "1,23.45" in doubt.reason


def test_a_malformed_number_that_is_alone_in_its_column_is_reported() -> None:
    broken = grid(
        """
        科目编码|科目名称|合计|基本支出|项目支出
        |合计|1,23.45|380.56|825.00
        """,
        ("支出总表", "单位：万元"),
    )
    assert [doubt.text for doubt in facts_of(one(broken), DOCUMENT).doubtful] == ["1,23.45"]


def test_a_number_in_no_row_or_no_column_is_reported() -> None:
    columns = [column(0, "name"), column(1, "amount", "金额", measure="total", fund="all")]
    cells = (
        row_of_cells(0, "项目", "金额", "") + row_of_cells(1, "甲", "1.00", "7.00") + row_of_cells(2, "乙", "2.00", "")
    )
    found = facts_of(made("expenditure", columns, [StatementRow(1, 0, "甲")], cells), DOCUMENT)
    assert [fact.amount_text for fact in amounts(found)] == ["1.00"]
    assert [(doubt.text, doubt.reason) for doubt in found.doubtful] == [
        ("7.00", "所在列未识别"),
        ("2.00", "所在行未识别"),
    ]


def test_a_merged_cell_over_rows_or_columns_of_other_meaning_is_doubtful() -> None:
    columns = [
        column(0, "name"),
        column(1, "amount", "基本支出", measure="basic", fund="all"),
        column(2, "amount", "项目支出", measure="project", fund="all"),
    ]
    rows = [StatementRow(1, 0, "甲", "201"), StatementRow(2, 0, "乙", "202")]
    cells = [
        *row_of_cells(0, "", "基本支出", "项目支出"),
        Cell(1, 0, 1, 1, "甲", 1), Cell(1, 1, 2, 1, "1.00", 1), Cell(1, 2, 1, 1, "3.00", 1),
        Cell(2, 0, 1, 1, "乙", 1), Cell(2, 2, 1, 1, "", 1),
    ]  # fmt: skip
    found = facts_of(made("expenditure", columns, rows, cells), DOCUMENT)
    assert [fact.amount_text for fact in amounts(found)] == ["3.00"]
    assert [doubt.reason for doubt in found.doubtful] == ["一格跨多行"]
    wide = [*row_of_cells(0, "", "基本支出", "项目支出"), Cell(1, 0, 1, 1, "甲", 1), Cell(1, 1, 1, 2, "1.00", 1)]
    assert [doubt.reason for doubt in facts_of(made("expenditure", columns, rows[:1], wide), DOCUMENT).doubtful] == [
        "一格跨多个金额列"
    ]


def test_rows_that_number_the_columns_are_no_amounts() -> None:
    columns = [column(0, "sequence"), column(1, "name"), column(2, "amount", "金额", measure="total", fund="all")]
    cells = row_of_cells(0, "", "", "金额") + row_of_cells(1, "栏次", "1", "2") + row_of_cells(2, "1", "甲", "5.00")
    rows = [StatementRow(1, 0, "1"), StatementRow(2, 0, "甲")]
    found = facts_of(made("expenditure", columns, rows, cells), DOCUMENT)
    assert [fact.amount_text for fact in amounts(found)] == ["5.00"]
    assert not found.doubtful


@pytest.mark.parametrize(
    ("numbers", "expected"), [(("3", "7", "8"), ["5.00", "6.00"]), (("3", "7", "9"), ["7", "9", "5.00", "6.00"])]
)
def test_the_right_part_of_a_table_goes_on_numbering_its_columns(numbers: tuple[str, ...], expected: list[str]) -> None:
    columns = [
        column(0, "name"),
        column(1, "amount", "基本支出", measure="basic", fund="all"),
        column(2, "amount", "项目支出", measure="project", fund="all"),
    ]
    cells = (
        row_of_cells(0, "项目", "基本支出", "项目支出")
        + row_of_cells(1, *numbers)
        + row_of_cells(2, "甲", "5.00", "6.00")
    )
    rows = [StatementRow(1, 0, "3"), StatementRow(2, 0, "甲")]
    found = facts_of(made("expenditure", columns, rows, cells), DOCUMENT)
    assert [fact.amount_text for fact in amounts(found)] == expected


cell_texts = st.sampled_from(
    [
        "",
        "-",
        "0.00",
        "12.34",
        "1,234.50",
        "(3.00)",
        "1,23.4",
        "12%",
        "无",
        "/",
        "1 2",
        "100\n200",
        "4.5万元",
        "#####",
        "５．０",
    ]
)


@given(st.lists(st.lists(cell_texts, min_size=3, max_size=3), min_size=1, max_size=5))
@settings(max_examples=150, deadline=None)
def test_every_cell_is_a_fact_a_doubt_or_no_amount_and_only_once(table: list[list[str]]) -> None:
    columns = [column(0, "name"), *(column(n, "amount", f"c{n}", measure="total", fund="all") for n in (1, 2, 3))]
    cells = row_of_cells(0, "项目", "a", "b", "c")
    for number, texts in enumerate(table, 1):
        cells += row_of_cells(number, f"行{number}", *texts)
    rows = [StatementRow(number, 0, f"行{number}") for number in range(1, len(table) + 1)]
    found = facts_of(made("expenditure", columns, rows, cells), DOCUMENT)
    seen = [(record.row_no, record.column_no) for record in found]
    assert len(seen) == len(set(seen))
    blank = {(n, m) for n, texts in enumerate(table, 1) for m, text in enumerate(texts, 1) if text in ("", "/", "无")}
    everything = {(n, m) for n in range(1, len(table) + 1) for m in (1, 2, 3)}
    assert set(seen) == everything - blank
    doubts = {"1,23.4", "12%", "1 2", "100\n200", "#####"}
    assert all((record.text in doubts) == isinstance(record, DoubtfulCell) for record in found.doubtful)
    assert all(isinstance(fact.amount_yuan, Decimal) for fact in amounts(found))


_kinds = st.sampled_from(
    ["income_expenditure_summary", "income", "expenditure", "appropriation_summary", "general_basic_economic", "three_public",
     "government_fund", "operating_cost", "procurement", "project", "performance", "asset", "debt", "by_unit", "transfer"]
)  # fmt: skip
_roles = st.sampled_from(
    ["amount", "amount", "name", "code", "text", "ignore", "level1", "level3", "target", "weight", "score"]
)
_words = st.sampled_from(["total", "basic", "project", "general", "business", "carry_in", None])
_texts = st.one_of(
    cell_texts,
    st.sampled_from(["项目名称", "合计", "≥95%", "1.00\t1.00", "5.00\t2.00\t3.00", "a\tb"]),
    st.text(max_size=6),
)


@st.composite
def statements(draw: st.DrawFn) -> Statement:
    """Any statement that the records allow, sensible or not."""
    width, height = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    items = st.sampled_from([None, "quantity", "guests"])
    methods = st.sampled_from(["text", "inferred"])
    columns = [
        StatementColumn(
            n, draw(st.integers(0, 1)), draw(_roles), f"列{n}", draw(_words), draw(_words), item=draw(items)
        )
        for n in range(width)
        if draw(st.integers(0, 4))
    ]
    cells: list[Cell] = []
    taken: set[tuple[int, int]] = set()
    for r, c in [(r, c) for r in range(height) for c in range(width) if draw(st.integers(0, 5))]:
        cell = Cell(r, c, draw(st.integers(1, 2)), draw(st.integers(1, 3)), draw(_texts), 1, None, draw(methods))
        covered = {(r + down, c + across) for down in range(cell.row_span) for across in range(cell.column_span)}
        if not covered & taken:
            taken |= covered
            cells.append(cell)
    rows = [
        StatementRow(
            r, block, draw(st.sampled_from(["", "合计", "甲"])), draw(st.sampled_from([None, "201", "30101"])),
            draw(st.sampled_from([None, "function", "economic_department", "source"])),
            draw(st.sampled_from([None, "total", "source", "function", "economic"])), None,
            draw(st.one_of(st.none(), st.integers(0, r - 1))) if r else None,
            draw(st.sampled_from([None, "income", "expenditure"])), name_column_no=draw(st.one_of(st.none(), st.just(0))),
        )
        for r in range(height)
        for block in (0, 1)
        if draw(st.booleans())
    ]  # fmt: skip
    source = Grid(1, 1, 1, height, width, tuple(cells))
    return Statement(
        source,
        draw(_kinds),
        "某表",
        2024,
        "final",
        None,
        "万元",
        "table",
        tuple(columns),
        tuple(rows),
        draw(st.integers(0, 2)),
    )


@given(statements())
@settings(max_examples=300, deadline=None)
def test_no_statement_breaks_the_room_and_no_place_has_two_facts(statement: Statement) -> None:
    found = facts_of(statement, DOCUMENT)
    ids = [fact.fact_id for fact in amounts(found)]
    assert len(ids) == len(set(ids))
    assert len({doubt.doubt_id for doubt in found.doubtful}) == len(found.doubtful)
    assert all(record.document_id == DOCUMENT for record in found)


def test_column_numbers_read_as_ends_of_headers_are_no_part_of_them_nor_amounts() -> None:
    """栏次 1 _ _ 4 under headers whose last lines are the numbers 2 and 3; 2016 at the end of a header is no number of a column."""
    found = one(
        grid(
            """
            项目|<|本年支出|<|<|年末结转2016
            编码|名称|小计|基本支出2|项目支出3|^
            栏次|<|1|^|^|4
            201|一般公共服务支出|90.00|60.00|30.00|5.00
            20101|人大事务|90.00|60.00|30.00|5.00
            """,
            ("一般公共预算财政拨款支出决算表", "公开05表", "部门：示例局", "金额单位：万元"),
        ),
        FINAL,
    )
    assert [column.path for column in found.columns][2:] == [
        "本年支出/小计",
        "本年支出/基本支出",
        "本年支出/项目支出",
        "年末结转2016",
    ]
    assert [row.code for row in found.rows] == ["201", "20101"]
    facts = facts_of(found, DOCUMENT)
    assert [fact.amount_text for fact in amounts(facts)] == ["90.00", "60.00", "30.00", "5.00"] * 2
    assert not facts.doubtful
