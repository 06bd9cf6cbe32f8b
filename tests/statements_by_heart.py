"""Statements of a small department, known by heart, for tests of what the marts make of them."""

from __future__ import annotations

from tests.made import ECONOMIC, FUNCTION, REVENUE, THREE, Col, Made, Row, Table

EXPENDITURE = Table(
    "expenditure",
    FUNCTION,
    (Col("合计"), Col("基本支出", "basic"), Col("项目支出", "project")),
    (
        Row("合计", ("100.00", "60.00", "40.00"), item="total"),
        Row("一般公共服务支出", ("70.00", "50.00", "20.00"), "201", "function", "类", 1),
        Row("财政事务", ("70.00", "50.00", "20.00"), "20106", "function", "款", 2),
        Row("行政运行", ("50.00", "50.00", None), "2010601", "function", "项", 3),
        Row("一般行政管理事务", ("20.00", None, "20.00"), "2010602", "function", "项", 3),
        Row("社会保障和就业支出", ("30.00", "10.00", "20.00"), "208", "function", "类", 1),
    ),
)
SUMMARY_IN = Table(
    "income_expenditure_summary",
    REVENUE,
    (Col("决算数", "final"),),
    (
        Row("一般公共预算财政拨款收入", ("95.00",), item="source", parent=2, side="income"),
        Row("本年收入合计", ("95.00",), item="current_income", parent=4, side="income"),
        Row("年初结转和结余", ("5.00",), item="carry_in", parent=4, side="income"),
        Row("收入总计", ("100.00",), item="income_total", side="income"),
    ),
)
BASIC = Table(
    "general_basic_economic",
    ECONOMIC,
    (Col("决算数", "final", "general"),),
    (
        Row("合计", ("60.00",), item="total"),
        Row("工资福利支出", ("45.00",), "301", "economic", "类", 1),
        Row("基本工资", ("45.00",), "30101", "economic", "款", 2),
        Row("商品和服务支出", ("15.00",), "302", "economic", "类", 1),
    ),
)


def three_public(*amounts: str, budget: str | None = None) -> Table:
    """The 三公 table: total, abroad, vehicles (purchase, operation), reception; ``budget`` adds 预算数 for the total."""
    items = ("total", "abroad", "vehicle", "vehicle_purchase", "vehicle_operation", "reception")
    columns = [Col(f"决算数/{item}", "final", "general", item) for item in items]
    values: list[str | None] = list(amounts)
    if budget is not None:
        columns.append(Col("预算数/合计", "budget", "general", "total"))
        values.append(budget)
    return Table("three_public", THREE, tuple(columns), (Row("", tuple(values)),))


FINAL = Made(
    "final",
    (EXPENDITURE, SUMMARY_IN, BASIC, three_public("9.00", "2.00", "5.00", "3.00", "2.00", "2.00", budget="12.00")),
)
