"""Statements out of collapsed text: what the sums decide becomes facts, the rest is open and says why."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines import documents, facts, grids, statements
from pipelines.facts import facts_of
from pipelines.facts.collapsed import ColumnSum
from pipelines.facts.inferred import settle
from pipelines.facts.sums import column_sums
from pipelines.records.core import AmountFact
from pipelines.records.pages import Cell, Grid, RawFile, Statement, StatementColumn, StatementRow

DOCUMENT = "f" * 64
COLUMNS = (
    StatementColumn(0, 0, "code", "科目编码"),
    StatementColumn(1, 0, "name", "科目名称"),
    StatementColumn(2, 0, "amount", "合计", "total", "general"),
    StatementColumn(3, 0, "amount", "基本支出", "basic", "general"),
    StatementColumn(4, 0, "amount", "项目支出", "project", "general"),
)


def collapsed(*lines: tuple[str, str, str], parents: tuple[int | None, ...] = ()) -> Statement:
    """A statement of collapsed rows (code, label, amounts between tabs); parents by row number."""
    cells = [Cell(0, column.column_no, 1, 1, column.path, 1) for column in COLUMNS]
    rows = []
    for number, (code, label, texts) in enumerate(lines, 1):
        cells += [Cell(number, 0, 1, 1, code, 1), Cell(number, 1, 1, 1, label, 1)]
        if len(texts.split("\t")) == 3:
            cells += [Cell(number, 2 + at, 1, 1, text, 1) for at, text in enumerate(texts.split("\t"))]
        else:
            cells.append(Cell(number, 2, 1, 3, texts, 1, method="inferred"))
        kind = "function" if code else None
        parent = parents[number - 1] if parents else None
        rows.append(StatementRow(number, 0, label, code or None, kind, kind or "total", None, parent, name_column_no=1))
    grid = Grid(1, 1, 1, len(lines) + 1, 5, tuple(cells), finder="ready")
    return Statement(
        grid,
        "general_expenditure",
        "一般公共预算支出表",
        2022,
        "budget",
        None,
        "万元",
        "table",
        COLUMNS,
        tuple(rows),
        1,
    )


DECIDED = collapsed(
    ("", "合计", "100.00\t40.00\t60.00"),
    ("201", "甲", "40.00\t40.00"),
    ("20101", "子", "40.00\t40.00"),
    ("202", "乙", "60.00\t60.00"),
    parents=(None, 1, 2, 1),
)


def brief(statement: Statement) -> list[tuple[str, str | None, str, str]]:
    return [
        (fact.row_name, fact.measure, fact.amount_text, fact.method)
        for fact in facts_of(statement, DOCUMENT).facts
        if isinstance(fact, AmountFact)
    ]


def test_amounts_that_the_sums_decide_are_inferred_facts() -> None:
    assert not facts_of(DECIDED, DOCUMENT).doubtful
    assert brief(DECIDED) == [
        ("合计", "total", "100.00", "text"),
        ("合计", "basic", "40.00", "text"),
        ("合计", "project", "60.00", "text"),
        ("甲", "total", "40.00", "inferred"),
        ("甲", "basic", "40.00", "inferred"),
        ("子", "total", "40.00", "inferred"),
        ("子", "basic", "40.00", "inferred"),
        ("乙", "total", "60.00", "inferred"),
        ("乙", "project", "60.00", "inferred"),
    ]


def test_what_the_sums_leave_open_is_reported_text_by_text() -> None:
    statement = collapsed(
        ("", "合计", "20.00\t10.00\t10.00"),
        ("201", "甲", "10.00\t10.00"),
        ("202", "乙", "10.00\t10.00"),
        parents=(None, 1, 1),
    )
    assert [row for row in brief(statement) if row[0] != "合计"] == [
        ("甲", "total", "10.00", "inferred"),
        ("乙", "total", "10.00", "inferred"),
    ]
    doubts = facts_of(statement, DOCUMENT).doubtful
    assert [(doubt.row_name, doubt.column_no, doubt.text) for doubt in doubts] == [
        ("甲", 3, "10.00"),
        ("乙", 3, "10.00"),
    ]
    assert {doubt.reason for doubt in doubts} == {"列不能由勾稽关系唯一确定"}


def test_a_table_that_does_not_add_up_places_what_the_sums_that_hold_decide() -> None:
    statement = collapsed(
        ("", "合计", "100.00\t40.00\t60.00"),
        ("201", "甲", "40.00\t40.00"),
        ("202", "乙", "70.00\t70.00"),
        parents=(None, 1, 1),
    )
    # 基本支出 holds with 甲 alone, so 乙 is no part of it; 乙 agrees with itself and is printed as it is.
    assert [row for row in brief(statement) if row[3] == "inferred"] == [
        ("甲", "total", "40.00", "inferred"),
        ("甲", "basic", "40.00", "inferred"),
        ("乙", "total", "70.00", "inferred"),
        ("乙", "project", "70.00", "inferred"),
    ]
    assert not facts_of(statement, DOCUMENT).doubtful


def test_an_amount_that_its_row_and_its_column_contradict_is_in_doubt_with_what_it_would_have_to_be() -> None:
    statement = collapsed(
        ("", "合计", "100.00\t40.00\t60.00"),
        ("201", "甲", "30.00\t40.00"),
        ("202", "乙", "60.00\t60.00"),
        parents=(None, 1, 1),
    )
    assert [row[:3] for row in brief(statement) if row[3] == "inferred"] == [
        ("甲", "basic", "40.00"),
        ("乙", "total", "60.00"),
        ("乙", "project", "60.00"),
    ]
    (doubt,) = facts_of(statement, DOCUMENT).doubtful
    assert (doubt.row_name, doubt.column_path, doubt.column_no, doubt.text) == ("甲", "合计", 2, "30.00")
    assert doubt.reason == (
        "勾稽关系不成立：“201 甲”一行，合计 30.00 ≠ 基本支出 40.00，此数须为 40.00 才能成立；"
        "“合计”一列，合计 100.00 ≠ 201 甲 30.00＋202 乙 60.00，此数须为 40.00 才能成立"
    )


def test_what_a_contradiction_leaves_open_names_it() -> None:
    statement = collapsed(
        ("", "合计", "100.00\t40.00\t60.00"),
        ("201", "甲", "45.00\t45.00"),
        ("202", "乙", "55.00\t55.00"),
        parents=(None, 1, 1),
    )
    assert [(row[0], row[1]) for row in brief(statement) if row[3] == "inferred"] == [("甲", "total"), ("乙", "total")]
    doubts = facts_of(statement, DOCUMENT).doubtful
    assert [(doubt.row_name, doubt.text) for doubt in doubts] == [("甲", "45.00"), ("乙", "55.00")]
    assert {doubt.reason for doubt in doubts} == {"各列的勾稽关系无法同时成立，列不能确定"}


def test_a_row_whose_side_is_not_certain_stays_open() -> None:
    cells = tuple(
        replace(cell, method="inferred") if cell.row_no == 4 and cell.column_no == 1 else cell
        for cell in DECIDED.grid.cells
    )
    statement = replace(DECIDED, grid=replace(DECIDED.grid, cells=cells))
    found = facts_of(statement, DOCUMENT)
    assert [(doubt.row_name, doubt.reason) for doubt in found.doubtful if doubt.row_name == "乙"] == [
        ("乙", "所在的栏不能确定")
    ] * 2


def test_words_between_the_amounts_leave_the_row_open() -> None:
    statement = collapsed(("", "合计", "5.00\t5.00\t0.00"), ("201", "甲", "5.00\t备注"), parents=(None, 1))
    doubts = facts_of(statement, DOCUMENT).doubtful
    assert [doubt.text for doubt in doubts] == ["5.00", "备注"]
    assert {doubt.reason for doubt in doubts} == {"夹有不是金额的文字，列不能确定"}


def test_columns_that_are_not_all_amounts_leave_the_row_open() -> None:
    columns = (*COLUMNS[:4], replace(COLUMNS[4], role="ignore"))
    found = facts_of(replace(DECIDED, columns=columns), DOCUMENT)
    assert {doubt.reason for doubt in found.doubtful} == {"可能的列不都是金额列，列不能确定"}
    assert not [fact for fact in found.facts if fact.method == "inferred"]


def test_a_column_under_words_of_no_certain_column_is_not_believed() -> None:
    header = Cell(0, 0, 1, 5, "合计\t基本支出", 1, method="inferred")
    cells = (header, *(cell for cell in DECIDED.grid.cells if cell.row_no > 0))
    found = facts_of(replace(DECIDED, grid=replace(DECIDED.grid, cells=cells)), DOCUMENT)
    assert not found.facts
    assert {doubt.reason for doubt in found.doubtful} == {"列头不能确定"}


def test_a_statement_with_certain_columns_comes_back_as_it_is() -> None:
    certain = replace(
        DECIDED, grid=replace(DECIDED.grid, cells=tuple(c for c in DECIDED.grid.cells if c.method == "text"))
    )
    assert settle(certain).statement is certain


def columns_of(*meanings: tuple[str, str | None], items: tuple[str, ...] = ()) -> list[StatementColumn]:
    return [
        StatementColumn(n, 0, "amount", f"列{n}", measure, fund, item=items[n] if items else None)
        for n, (measure, fund) in enumerate(meanings)
    ]


@pytest.mark.parametrize(
    ("kind", "columns", "expected"),
    [
        (
            "expenditure",
            columns_of(("total", "all"), ("basic", "all"), ("basic_personnel", "all"), ("basic_public", "all"), ("project", "all")),
            [ColumnSum(0, (1, 4)), ColumnSum(1, (2, 3))],
        ),
        (
            "general_basic_economic",
            columns_of(("total", "general"), ("basic_personnel", "general"), ("basic_public", "general")),
            [ColumnSum(0, (1, 2))],
        ),
        (
            "appropriation_summary",
            columns_of(("total", "all"), ("total", "general"), ("total", "government_fund"), ("total", "state_capital")),
            [ColumnSum(0, (1, 2, 3))],
        ),
        (
            "income",
            columns_of(
                ("total", "all"), ("current_income", "all"), ("general", "general"), ("business", "business"),
                ("carryover", "carryover"),
            ),
            [ColumnSum(0, (1, 4)), ColumnSum(1, (2, 3))],
        ),
        (
            "income",
            columns_of(
                ("total", "all"), ("fiscal_appropriation", None), ("general", None), ("government_fund", None),
                ("other", None),
            ),
            [ColumnSum(0, (1, 4)), ColumnSum(1, (2, 3))],
        ),
        (
            "three_public",
            columns_of(
                *[("total", "general")] * 6,
                items=("total", "abroad", "vehicle", "vehicle_purchase", "vehicle_operation", "reception"),
            ),
            [ColumnSum(0, (1, 2, 5)), ColumnSum(2, (3, 4))],
        ),
    ],
)  # fmt: skip
def test_columns_add_up_as_they_mean(kind: str, columns: list[StatementColumn], expected: list[ColumnSum]) -> None:
    assert column_sums(kind, columns) == expected


def test_a_column_that_is_not_understood_leaves_no_sum() -> None:
    assert column_sums("expenditure", columns_of(("total", "all"), ("basic", "all"), ("change", "all"))) == []
    assert column_sums("expenditure", [replace(COLUMNS[2], path=""), *COLUMNS[3:]]) == []


@pytest.mark.real
def test_the_economic_table_of_a_collapsed_text_is_read_whole(shared: Path) -> None:
    """Read by eye: 19 rows, 39 amounts; the total has three, 301.. are 人员经费, 302.. are 公用经费."""
    read = _amounts_by_kind(shared / "seeds" / "004_a82f2f648f2644cb.txt", 2022, "budget")
    amounts = read["general_basic_economic"]
    of_code = {(fact.row_code, fact.measure): fact.amount_yuan for fact in amounts if fact.row_code}
    assert len(amounts) == 39
    assert of_code["30101", "basic_personnel"] == Decimal(588000)
    assert of_code["30239", "basic_public"] == Decimal(63600)
    assert {measure for code, measure in of_code if code.startswith("301")} == {"total", "basic_personnel"}
    assert {measure for code, measure in of_code if code.startswith("302")} == {"total", "basic_public"}


@pytest.mark.real
def test_headers_whose_words_lost_their_order_are_read_by_their_forms(shared: Path) -> None:
    """Read by eye: 10 amounts in 12 columns of a 三公 table, and a table of 32 rows with all six amounts printed."""
    three_public = _amounts_by_kind(shared / "disclosures" / "text" / "shiquan_2025_final_excerpt.txt", 2025, "final")[
        "three_public"
    ]
    assert {(fact.item, fact.measure): fact.amount_text for fact in three_public} == {
        ("total", "budget"): "53.93",
        ("total", "final"): "37.35",
        ("vehicle", "budget"): "52.40",
        ("vehicle", "final"): "37.35",
        ("vehicle_purchase", "budget"): "25.00",
        ("vehicle_purchase", "final"): "25.00",
        ("vehicle_operation", "budget"): "27.40",
        ("vehicle_operation", "final"): "12.35",
        ("reception", "budget"): "1.53",
        ("reception", "final"): "0",
    }
    expenditure = _amounts_by_kind(shared / "disclosures" / "text" / "shengtai_2025_final_excerpt.txt", 2025, "final")[
        "expenditure"
    ]
    assert len(expenditure) == 32 * 6
    printed = {(fact.row_code, fact.measure): fact.amount_text for fact in expenditure}
    assert [printed["21111", measure] for measure in ("total", "basic", "project")] == [
        "1,576.19",
        "1,101.78",
        "474.40",
    ]
    assert [printed["2210203", measure] for measure in ("total", "basic", "operating")] == ["202.20", "202.20", "0.00"]


def _amounts_by_kind(path: Path, year: int, stage: str) -> dict[str, list[AmountFact]]:
    data = path.read_bytes()
    document = documents.read(data, path.name, DOCUMENT)
    found = grids.find_grids(document)
    raw = RawFile(path.name, DOCUMENT, len(data), fiscal_year=year, stage=stage)
    amounts: dict[str, list[AmountFact]] = {}
    for outcome in statements.recognise(found, statements.identify(document, found, raw)):
        if isinstance(outcome, Statement):
            facts_found = facts.facts_of(outcome, DOCUMENT).facts
            amounts.setdefault(outcome.kind, []).extend(f for f in facts_found if isinstance(f, AmountFact))
    return amounts


INCOME = (
    StatementColumn(0, 0, "name", "项目"),
    StatementColumn(1, 0, "amount", "合计", "total", "all"),
    StatementColumn(2, 0, "amount", "一般公共预算", "general", "general"),
    StatementColumn(3, 0, "amount", "事业收入", "business", "business"),
    StatementColumn(4, 0, "amount", "上年结转", "carryover", "carryover"),
)


def income(texts: str = "9.00\t9.00") -> Statement:
    """An income statement of one row whose source is not told by the sums."""
    cells = (
        *(Cell(0, column.column_no, 1, 1, column.path, 1) for column in INCOME),
        Cell(1, 0, 1, 1, "合计", 1),
        Cell(1, 1, 1, 4, texts, 1, method="inferred"),
    )
    rows = (StatementRow(1, 0, "合计", None, None, "total", None, None, name_column_no=0),)
    grid = Grid(1, 1, 1, 2, 5, cells, finder="ready")
    return Statement(grid, "income", "收入总表", 2022, "budget", None, "万元", "table", INCOME, rows, 1)


def summary(*lines: tuple[str, str, str]) -> Statement:
    """The income side of a summary: label, item and amount of every row."""
    columns = (StatementColumn(0, 0, "name", "项目"), StatementColumn(1, 0, "amount", "预算数", "total"))
    cells = [Cell(0, 0, 1, 1, "项目", 1), Cell(0, 1, 1, 1, "预算数", 1)]
    rows = []
    for number, (label, item, text) in enumerate(lines, 1):
        cells += [Cell(number, 0, 1, 1, label, 1), Cell(number, 1, 1, 1, text, 1)]
        rows.append(StatementRow(number, 0, label, None, None, item, None, None, "income", name_column_no=0))
    grid = Grid(2, 1, 1, len(cells) // 2, 2, tuple(cells), finder="ready")
    return Statement(
        grid, "income_expenditure_summary", "收支总表", 2022, "budget", None, "万元", "table", columns, tuple(rows), 1
    )


ALL_GENERAL = summary(
    ("一般公共预算拨款收入", "source", "9.00"),
    ("事业收入", "source", ""),
    ("上年结转结余", "carry_in", ""),
    ("收入总计", "income_total", "9.00"),
)


def places(statement: Statement, *beside: Statement) -> list[tuple[str, str]]:
    found = facts_of(statement, DOCUMENT, (statement, *beside))
    return [(fact.column_path, fact.amount_text) for fact in found.facts if isinstance(fact, AmountFact)]


def test_a_source_that_the_summary_does_not_have_has_no_column_with_amounts() -> None:
    assert places(income()) == [("合计", "9.00")]
    assert places(income(), ALL_GENERAL) == [("合计", "9.00"), ("一般公共预算", "9.00")]


def test_a_summary_that_does_not_add_up_says_nothing() -> None:
    carried = summary(
        ("一般公共预算拨款收入", "source", "8.00"),
        ("上年结转结余", "carry_in", "1.00"),
        ("收入总计", "income_total", "9.00"),
    )
    assert places(income(), carried) == [("合计", "9.00")]


def test_the_summary_of_another_year_says_nothing() -> None:
    assert places(income(), replace(ALL_GENERAL, fiscal_year=2021)) == [("合计", "9.00")]


def test_amounts_that_no_open_column_holds_stay_open() -> None:
    contradicted = facts_of(income("9.00\t4.00\t5.00"), DOCUMENT, (ALL_GENERAL,))
    assert not contradicted.facts
    assert {doubt.reason for doubt in contradicted.doubtful} == {"各列的勾稽关系无法同时成立，列不能确定"}
