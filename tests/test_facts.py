"""Facts of statements: every amount cell once, in the right relation, with its place; doubt is a record, never a gap."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from pipelines.facts import StatementFacts, facts_of
from pipelines.records.core import (
    FactAsset,
    FactDebt,
    FactExpenditureEconomic,
    FactExpenditureFunction,
    FactProcurement,
    FactProject,
    FactRevenue,
    FactThreePublic,
)
from pipelines.records.pages import Box, Cell, Line, StatementRow
from tests.by_hand import BUDGET, FINAL, grid, one
from tests.by_record import DOCUMENT, amounts, column, made, row_of_cells


def brief(found: StatementFacts) -> list[tuple[str, str | None, str, str | None, str | None, Decimal | None]]:
    """Relation, code, label, measure, fund and amount of every fact."""
    return [
        (type(fact).__name__, fact.row_code, fact.row_name, fact.measure, fact.fund, fact.amount_yuan)
        for fact in amounts(found)
    ]


EXPENDITURE = grid(
    """
    科目编码|科目名称|合计|基本支出|项目支出
    |合计|1,205.56|380.56|825.00
    208|社会保障和就业支出|109.47|109.47|0.00
    20805|行政事业单位养老支出|109.47|109.47|-
    2080505|机关事业单位基本养老保险缴费支出|109.47|109.47|
    """,
    ("支出总表", "单位：万元"),
)


def test_every_amount_cell_is_one_fact_and_a_blank_is_none() -> None:
    found = facts_of(one(EXPENDITURE), DOCUMENT)
    assert not found.doubtful
    assert len(found.facts) == 11
    last = amounts(found)[-1]
    assert (last.row_code, last.measure, last.amount_text) == ("2080505", "basic", "109.47")
    assert (last.amount_yuan, last.last_digit_yuan, last.unit) == (Decimal("1094700"), Decimal(100), "万元")
    assert (last.fact_id, last.row_no, last.column_no) == ("0123456789abcdef.1.4.3", 4, 3)
    dash = next(fact for fact in amounts(found) if fact.amount_text == "-")
    assert (dash.amount_yuan, dash.last_digit_yuan) == (Decimal(0), Decimal(100))


def test_expenditure_goes_to_functions_and_totals_have_no_code() -> None:
    found = amounts(facts_of(one(EXPENDITURE), DOCUMENT))
    assert {type(fact) for fact in found} == {FactExpenditureFunction}
    total, first = found[0], found[3]
    assert isinstance(total, FactExpenditureFunction)
    assert isinstance(first, FactExpenditureFunction)
    assert (total.item, total.level, total.function_code, total.row_code) == ("total", "合计", None, None)
    assert (first.level, first.function_code, first.name_printed) == ("类", "208", "社会保障和就业支出")


SUMMARY = grid(
    """
    收入|<|支出|<
    项目|预算数|项目|预算数
    一、一般公共预算拨款收入|1,205.56|一、一般公共服务支出|0.00
    二、政府性基金预算拨款收入||二、住房保障支出|1,205.56
    三、事业收入|3.00|三、没有这样的支出|
    本年收入合计|1,208.56|本年支出合计|1,205.56
    上年结转|0.00|结转下年|3.00
    收入总计|1,208.56|支出总计|1,208.56
    """,
    ("收支总表", "单位：万元"),
)


def test_the_income_side_is_revenue_and_the_other_side_expenditure() -> None:
    found = brief(facts_of(one(SUMMARY), DOCUMENT))
    assert found[0] == ("FactRevenue", None, "一、一般公共预算拨款收入", "total", "general", Decimal(12055600))
    assert found[1] == ("FactExpenditureFunction", None, "一、一般公共服务支出", "total", "all", Decimal(0))
    assert sorted({row[0] for row in found}) == ["FactExpenditureFunction", "FactRevenue"]
    assert len(found) == 10


def test_income_says_its_source_and_its_side() -> None:
    facts = [fact for fact in amounts(facts_of(one(SUMMARY), DOCUMENT)) if isinstance(fact, FactRevenue)]
    assert [(fact.source_code, fact.item, fact.side_label) for fact in facts] == [
        ("general", "source", "收入"),
        ("business", "source", "收入"),
        (None, "current_income", "收入"),
        (None, "carry_in", "收入"),
        (None, "income_total", "收入"),
    ]


def test_a_function_without_a_code_gets_the_code_that_alone_bears_its_name() -> None:
    facts = [fact for fact in amounts(facts_of(one(SUMMARY), DOCUMENT)) if isinstance(fact, FactExpenditureFunction)]
    assert [(fact.row_code, fact.function_code, fact.item) for fact in facts] == [
        (None, "201", "function"),
        (None, "221", "function"),
        (None, None, "current_expenditure"),
        (None, None, "carry_out"),
        (None, None, "expenditure_total"),
    ]


def test_numbering_does_not_hide_the_name_of_a_function() -> None:
    columns = [column(0, "name"), column(1, "amount", "预算数", measure="total", fund="all")]
    labels = ["二十、住房保障支出", "廿一、住房保障支出", "（廿二）住房保障支出"]
    rows = [StatementRow(n, 0, label, item="function", level="类") for n, label in enumerate(labels, 1)]
    cells = row_of_cells(0, "项目", "预算数")
    for number, label in enumerate(labels, 1):
        cells += row_of_cells(number, label, "1.00")
    found = facts_of(made("income_expenditure_summary", columns, rows, cells), DOCUMENT)
    assert [fact.function_code for fact in found.facts if isinstance(fact, FactExpenditureFunction)] == ["221"] * 3


def test_income_by_function_keeps_the_function_and_names_the_source() -> None:
    source = grid(
        """
        科目编码|科目名称|合计|财政拨款收入|事业收入
        |合计|10.00|8.00|2.00
        208|社会保障和就业支出|10.00|8.00|2.00
        """,
        ("收入决算表", "单位：万元"),
    )
    facts = [fact for fact in amounts(facts_of(one(source, FINAL), DOCUMENT)) if isinstance(fact, FactRevenue)]
    assert len(facts) == 6
    last = facts[-1]
    assert (last.function_code, last.source_code, last.source_name, last.measure) == (
        "208",
        "business",
        "事业收入",
        "business",
    )
    assert (facts[3].function_code, facts[3].source_code, facts[3].measure) == ("208", None, "total")


def test_economic_classes_of_both_halves_and_their_scheme() -> None:
    source = grid(
        """
        人员经费|<|<|公用经费|<|<
        科目编码|科目名称|决算数|科目编码|科目名称|决算数
        301|工资福利支出|30.00|302|商品和服务支出|12.00
        30101|基本工资|30.00|30201|办公费|12.00
        人员经费合计|<|30.00|公用经费合计|<|12.00
        """,
        ("一般公共预算财政拨款基本支出决算表", "单位：万元"),
    )
    facts = amounts(facts_of(one(source, FINAL), DOCUMENT))
    assert all(isinstance(fact, FactExpenditureEconomic) for fact in facts)
    assert [(fact.row_code, fact.item) for fact in facts] == [
        ("301", "economic"),
        ("302", "economic"),
        ("30101", "economic"),
        ("30201", "economic"),
        (None, "personnel_total"),
        (None, "public_total"),
    ]
    assert {fact.scheme for fact in facts if isinstance(fact, FactExpenditureEconomic)} == {"department"}
    assert [fact.level for fact in facts] == ["类", "类", "款", "款", "合计", "合计"]


def test_counts_of_the_three_public_block_are_quantities() -> None:
    items = ["total", "abroad_groups", "vehicles_kept"]
    columns = [column(n, "amount", item, item=item, measure="final", fund="general") for n, item in enumerate(items)]
    cells = row_of_cells(0, *items) + row_of_cells(1, "2.85", "3个", "4")
    found = facts_of(made("three_public", columns, [StatementRow(1, 0, "")], cells), DOCUMENT)
    assert [
        (fact.item, fact.amount_yuan, fact.quantity, fact.unit)
        for fact in found.facts
        if isinstance(fact, FactThreePublic)
    ] == [
        ("total", Decimal(28500), None, "万元"),
        ("abroad_groups", None, Decimal(3), "个"),
        ("vehicles_kept", None, Decimal(4), ""),
    ]


def test_operating_cost_is_economic_by_code_and_three_public_without() -> None:
    columns = [column(0, "code"), column(1, "name"), column(2, "amount", "金额", measure="total", fund="general")]
    rows = [
        StatementRow(1, 0, "合计", item="total"),
        StatementRow(2, 0, "办公费", "30201", "economic_department", "economic", "款"),
    ]
    cells = (
        row_of_cells(0, "", "", "金额")
        + row_of_cells(1, "", "合计", "5.00")
        + row_of_cells(2, "30201", "办公费", "5.00")
    )
    total, office = facts_of(made("operating_cost", columns, rows, cells), DOCUMENT).facts
    assert isinstance(total, FactThreePublic)
    assert total.item == "operating_cost"
    assert isinstance(office, FactExpenditureEconomic)
    assert (office.economic_code, office.scheme) == ("30201", "department")


def test_purchases_keep_project_item_category_quantity_and_price() -> None:
    columns = [
        column(0, "text", "项目名称", item="project"),
        column(1, "name", "采购物品名称", item="goods"),
        column(2, "text", "类别", item="category"),
        column(3, "text", "数量", item="quantity"),
        column(4, "amount", "单价", item="unit_price", measure="unit_price", fund="all"),
        column(5, "amount", "合计", measure="total", fund="all"),
    ]
    cells = row_of_cells(0, *"abcdef") + row_of_cells(1, "道路维护", "其他工程", "工程", "2", "132.50", "265.00")
    price, total = facts_of(made("procurement", columns, [StatementRow(1, 0, "其他工程")], cells), DOCUMENT).facts
    assert isinstance(total, FactProcurement)
    assert isinstance(price, FactProcurement)
    assert (total.project_name, total.item_name, total.category) == ("道路维护", "其他工程", "works")
    assert (total.quantity, total.unit_price, total.amount_yuan) == (Decimal(2), Decimal(1325000), Decimal(2650000))
    assert price.measure == "unit_price"


def test_projects_assets_and_debt_go_to_their_relations() -> None:
    name, money = column(0, "name", "项目"), column(1, "amount", "金额", measure="total", fund="all")
    cells = row_of_cells(0, "项目", "金额") + row_of_cells(1, "信息化", "8.00")
    project = facts_of(
        made("project", [name, money], [StatementRow(1, 0, "信息化", item="project_row")], cells), DOCUMENT
    )
    assert isinstance(project.facts[0], FactProject)
    assert project.facts[0].project_name == "信息化"
    above = (Line("截止时间：2021-12-31", None),)
    count = column(2, "text", "数量", item="quantity")
    cells = row_of_cells(0, "项目", "价值", "数量") + row_of_cells(1, "车辆", "13.11", "1")
    asset = facts_of(
        made("asset", [name, money, count], [StatementRow(1, 0, "车辆")], cells, lines_above=above), DOCUMENT
    )
    assert [
        (fact.amount_yuan, fact.quantity, fact.as_of_date) for fact in asset.facts if isinstance(fact, FactAsset)
    ] == [(Decimal(131100), None, "2021-12-31"), (None, Decimal(1), "2021-12-31")]
    balance = replace(money, measure="balance")
    debt = facts_of(made("debt", [name, balance], [StatementRow(1, 0, "一般债务")], cells[:2] + cells[3:5]), DOCUMENT)
    assert isinstance(debt.facts[0], FactDebt)
    assert debt.facts[0].measure == "balance"


@pytest.mark.parametrize(
    ("measures", "relation"), [(("total", "general"), FactRevenue), (("total", "basic"), FactExpenditureFunction)]
)
def test_a_table_by_units_is_income_or_expenditure_by_its_columns(measures: tuple[str, str], relation: type) -> None:
    columns = [
        column(0, "unit_name"),
        *(column(n, "amount", m, measure=m, fund="all") for n, m in enumerate(measures, 1)),
    ]
    cells = row_of_cells(0, "单位", "a", "b") + row_of_cells(1, "某单位", "1.00", "1.00")
    row = StatementRow(1, 0, "某单位", item="unit", unit_name="某单位")
    found = facts_of(made("by_unit", columns, [row], cells), DOCUMENT)
    assert [type(fact) for fact in found.facts] == [relation, relation]
    assert amounts(found)[0].unit_name == "某单位"


def test_repeated_headers_are_left_out() -> None:
    columns = [column(0, "name"), column(1, "amount", "2024年", measure="total", fund="all")]
    cells = row_of_cells(0, "项目", "2024") + row_of_cells(1, "甲", "5.00") + row_of_cells(2, "项目", "2024")
    statement = made("expenditure", columns, [StatementRow(n, 0, "甲") for n in (1, 2)], cells)
    repeated = replace(statement, grid=replace(statement.grid, repeated_header_rows=(2,)))
    assert len(facts_of(repeated, DOCUMENT).facts) == 1
    assert not facts_of(repeated, DOCUMENT).doubtful


def test_place_method_and_confidence_are_those_of_the_cell() -> None:
    columns = [column(0, "name"), column(1, "amount", "金额", measure="total", fund="all", unit="元")]
    scanned = Cell(1, 1, 1, 1, "5.00", 7, Box(1.0, 2.0, 3.0, 4.0), "ocr", 0.87)
    cells = [*row_of_cells(0, "项目", "金额"), Cell(1, 0, 1, 1, "甲", 7), scanned]
    (fact,) = amounts(facts_of(made("expenditure", columns, [StatementRow(1, 0, "甲")], cells), DOCUMENT))
    assert (fact.page, fact.x0, fact.top, fact.x1, fact.bottom) == (7, 1.0, 2.0, 3.0, 4.0)
    assert (fact.method, fact.confidence, fact.unit, fact.amount_yuan) == ("ocr", 0.87, "元", Decimal(5))


def test_a_table_of_this_year_and_last_keeps_the_years_apart() -> None:
    source = grid(
        """
        科目编码|科目名称|2024年预算数|<|2023年预算数
        ^|^|合计|基本支出|合计
        |合计|5.00|5.00|4.00
        201|一般公共服务支出|5.00|5.00|4.00
        """,
        ("一般公共预算支出表", "单位：万元"),
    )
    measures = [fact.measure for fact in amounts(facts_of(one(source, BUDGET), DOCUMENT))]
    assert measures[:3] == ["total", "basic", "prior_budget"]
