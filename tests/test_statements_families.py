"""Grids become statements: 三公, forms of other places, procurement, assets and the tables of governments."""

from __future__ import annotations

import pytest

from pipelines.records.pages import Identity, Statement
from pipelines.statements import meaning_of
from tests.by_hand import FINAL, amounts, grid, one

GOVERNMENT = Identity(fiscal_year=2024, stage="budget", tier="government")


def items(statement: Statement, block: int = 0) -> dict[str, tuple[str | None, int | None]]:
    """Label -> item and parent of the rows of one block."""
    return {row.label: (row.item, row.parent_row_no) for row in statement.rows if row.block == block}


@pytest.mark.parametrize(
    ("title", "fund"),
    [
        ("财政拨款“三公”经费支出决算表", "all"),
        ("一般公共预算财政拨款“三公”经费支出决算表", "general"),
        ("政府性基金预算“三公”经费支出决算表", "government_fund"),
    ],
)
def test_three_public_with_pairs(title: str, fund: str) -> None:
    found = one(
        grid(
            """
            合计|<|因公出国（境）费|<|公务用车购置及运行维护费|<|<|<|公务接待费|<
            ^|^|^|^|小计|<|公务用车购置费|<|^|^
            预算数|决算数|预算数|决算数|预算数|决算数|预算数|决算数|预算数|决算数
            2.85|0.39|0.00|0.00|1.00|0.10|1.00|0.10|1.85|0.29
            """,
            (title, "单位：万元"),
        ),
        FINAL,
    )
    assert found.kind == "three_public"
    assert [(column.item, column.measure) for column in found.columns] == [
        (item, measure)
        for item in ("total", "abroad", "vehicle", "vehicle_purchase", "reception")
        for measure in ("budget", "final")
    ]
    assert {amount.fund for amount in amounts(found)} == {fund}
    assert [row.label for row in found.rows] == [""]


def test_three_public_with_meetings_and_training_and_running_costs() -> None:
    found = one(
        grid(
            """
            合计|“三公”经费|<|<|会议费|培训费|机关运行经费预算数
            ^|小计|因公出国（境）费|公务接待费|^|^|^
            9.00|4.00|1.00|3.00|2.00|3.00|50.00
            """,
            ("“三公”经费、会议费、培训费支出预算表", "单位：万元"),
        )
    )
    assert [column.item for column in found.columns] == [
        "total",
        "three_public_subtotal",
        "abroad",
        "reception",
        "meeting",
        "training",
        "operating_cost",
    ]


def test_three_public_by_rows_with_counts() -> None:
    found = one(
        grid(
            """
            项目|行次|预算数|全年预算数|决算数
            一、“三公”经费支出|1|10.00|9.00|8.00
            1．因公出国（境）费|2|||
            2．公务用车购置及运行维护费|3|9.00|8.50|7.50
            （1）公务用车购置费|4|||
            3．公务接待费|6|1.00|0.50|0.50
            4．公务用车保有量（辆）|11|—|—|3
            6．国内公务接待人次（人）|13|—|—|40
            """,
            ("“三公”经费支出决算表", "单位：万元"),
        ),
        FINAL,
    )
    assert [row.item for row in found.rows] == [
        "total",
        "abroad",
        "vehicle",
        "vehicle_purchase",
        "reception",
        "vehicles_kept",
        "guests",
    ]
    assert [row.parent_row_no for row in found.rows][:5] == [None, 1, 1, 3, 1]
    assert [c.measure for c in found.columns if c.role == "amount"] == ["budget", "revised_budget", "final"]


def test_years_in_headers_count_from_the_fiscal_year() -> None:
    found = one(
        grid(
            """
            功能分类科目|<|2023年执行数|2024年预算数|<|<|2024年预算数比2023年执行数|<
            科目编码|科目名称|^|小计|基本支出|项目支出|增减额|增减%
            201|一般公共服务支出|50.00|60.00|40.00|20.00|10.00|20.00
            """,
            ("公开表5", "一般公共预算支出表", "单位：万元"),
        )
    )
    assert [(column.role, column.measure) for column in found.columns][2:] == [
        ("amount", "prior_final"),
        ("amount", "total"),
        ("amount", "basic"),
        ("amount", "project"),
        ("amount", "change"),
        ("ignore", None),
    ]
    assert {a.measure for a in amounts(found)} >= {"prior_final", "total"}


def test_columns_of_years_long_ago_are_not_of_this_year() -> None:
    found = one(
        grid(
            """
            项目|2020年|2021年决算数|2022年|2023年|2024年|2025年
            合计|6.00|5.00|1.00|5.00|6.00|7.00
            公务接待费|6.00|5.00|1.00|5.00|6.00|7.00
            """,
            ("一般公共预算“三公”经费支出情况表", "单位：万元"),
        )
    )
    measures = [column.measure for column in found.columns if column.role == "amount"]
    assert measures == [None, None, "two_years_prior", "prior_budget", "total", "next_budget"]


def test_rows_of_years_long_ago_are_not_of_this_year() -> None:
    found = one(
        grid(
            """
            年度|合计|因公出国（境）费|公务接待费
            2020年决算|20.00|1.00|19.00
            2021|18.00|1.00|17.00
            2022年度|16.00|1.00|15.00
            2023年预算数|15.00|1.00|14.00
            2024|12.00|1.00|11.00
            """,
            ("三公经费支出表", "单位：万元"),
        )
    )
    measures = [meaning_of(found, row, found.columns[1]).measure for row in found.rows]
    assert measures == [None, None, "two_years_prior", "prior_budget", "total"]


def test_basic_expenditure_is_divided_in_short_words() -> None:
    found = one(
        grid(
            """
            科目编码|科目名称|合计|基本支出|<|项目支出
            ^|^|^|人员|公用|^
            201|一般公共服务支出|3.00|1.00|1.00|1.00
            """,
            ("部门支出总体情况表", "单位：万元"),
        )
    )
    assert [column.measure for column in found.columns][2:] == ["total", "basic_personnel", "basic_public", "project"]


def test_codes_under_a_header_of_subjects_are_no_part_of_the_name() -> None:
    found = one(
        grid(
            """
            单位|项目|功能科目|金额
            局机关|学校建设|2050202|50.00
            局机关|教师培训|2050801|20.00
            """,
            ("部门预算项目支出明细表", "单位：万元"),
        )
    )
    assert [column.role for column in found.columns] == ["unit_name", "name", "code", "amount"]
    assert [(row.code, row.label) for row in found.rows] == [("2050202", "学校建设"), ("2050801", "教师培训")]


def test_units_and_subjects_in_one_column() -> None:
    found = one(
        grid(
            """
            项目|<|<|<|<|合计|基本支出|项目支出
            科目编码|<|<|单位代码|单位名称（科目）|^|^|^
            类|款|项|^|^|^|^|^
            ||||合 计|100.00|60.00|40.00
            ||||示例市民政局机关|100.00|60.00|40.00
            208|02|01|311301|行政运行|60.00|60.00|
            """,
            ("表1-2", "部门支出总表", "部门：示例市民政局", "金额单位：万元"),
        )
    )
    assert [(row.item, row.code, row.unit_code, row.unit_name) for row in found.rows] == [
        ("total", None, None, None),
        ("unit", None, None, "示例市民政局机关"),
        ("function", "2080201", "311301", None),
    ]


def test_economic_classes_under_a_title_that_says_so() -> None:
    found = one(
        grid(
            """
            项目|<|<|<|总计|省级当年财政拨款安排|<|<|上年结转安排|<
            科目编码|<|单位代码|单位名称（科目）|^|合计|一般公共预算拨款|政府性基金安排|合计|一般公共预算拨款
            类|款|^|^|^|^|^|^|^|^
            |||合计|100.00|95.00|90.00|5.00|5.00|5.00
            501|01|311301|工资奖金津补贴|60.00|60.00|60.00|||
            502|01|311301|办公经费|40.00|35.00|30.00|5.00|5.00|5.00
            """,
            ("表2-1", "财政拨款支出预算表（政府经济分类科目）", "金额单位：万元"),
        )
    )
    assert (found.kind, found.scheme) == ("appropriation_expenditure", "government")
    assert [row.code_kind for row in found.rows] == [None, "economic_government", "economic_government"]
    assert [(column.measure, column.fund) for column in found.columns if column.role == "amount"] == [
        ("total", "all"),
        ("current_expenditure", "all"),
        ("total", "general"),
        ("total", "government_fund"),
        ("carry_in", "all"),
        ("carry_in", "general"),
    ]


def test_procurement_joins_names_and_prices_are_amounts() -> None:
    found = one(
        grid(
            """
            采购品目大类|专项名称|经济科目|采购物品名称|采购组织形式|数量|单价|总计
            合计|||||||30.00
            一、货物A|||||||30.00
            |办公设备购置费|办公设备购置|||||30.00
            |||台式计算机|政府集中采购|2|5.00|10.00
            |||打印机|^|4|5.00|20.00
            """,
            ("政府采购预算表", "单位：万元"),
        )
    )
    assert [row.label for row in found.rows] == [
        "合计",
        "一、货物A",
        "办公设备购置费/办公设备购置",
        "台式计算机",
        "打印机",
    ]
    assert {column.item for column in found.columns if column.role == "text"} == {"method", "quantity"}
    assert [a.measure for a in amounts(found) if a.label == "打印机"] == ["unit_price", "total"]


def test_government_tier_tables() -> None:
    income = one(
        grid(
            """
            项目|2023年执行数|2024年预算数|预算数为上年执行数的%
            一、税收收入|100.00|110.00|110.0
            增值税|60.00|66.00|110.0
            二、非税收入|50.00|40.00|80.0
            收入合计|150.00|150.00|100.0
            转移性收入|30.00|30.00|100.0
            收入总计|180.00|180.00|
            """,
            ("2024年示例市一般公共预算收入预算表", "单位：万元"),
        ),
        GOVERNMENT,
    )
    assert income.kind == "income"
    assert items(income) == {
        "一、税收收入": ("source", 4),
        "增值税": ("source", 1),
        "二、非税收入": ("source", 4),
        "收入合计": ("current_income", 6),
        "转移性收入": ("source", 6),
        "收入总计": ("total", None),
    }
    assert {(a.measure, a.fund) for a in amounts(income)} == {("prior_final", "general"), ("total", "general")}
    debt = one(
        grid(
            """
            地区|2023年债务限额|<|2023年债务余额预计执行数|<
            ^|一般债务|专项债务|一般债务|专项债务
            示例市|60|40|50|40
            """,
            ("示例市2023年地方政府债务限额及余额情况表", "单位：亿元"),
        ),
        GOVERNMENT,
    )
    assert (debt.kind, debt.unit) == ("debt", "亿元")
    assert [column.measure for column in debt.columns[1:]] == ["limit", "limit", "balance", "balance"]
    fund = one(
        grid(
            """
            收入|<|支出|<
            项目|预算数|项目|预算数
            一、国有土地使用权出让收入|100|一、城乡社区支出|90
            本年收入合计|100|本年支出合计|90
            上年结余|5|调出资金|10
            收入总计|105|支出总计|100
            """,
            ("2024年示例市政府性基金收支预算表", "单位：万元"),
        ),
        GOVERNMENT,
    )
    assert fund.kind == "government_fund"
    assert items(fund, 1)["调出资金"] == ("function", 5)
    assert {a.fund for a in amounts(fund)} == {"government_fund"}


def test_unit_in_a_column_header() -> None:
    found = one(
        grid(
            """
            项目|数量|价值（金额单位：万元）
            资产总额||46.21
            1、房屋（平方米）||
            2、车辆（台、辆）|1|13.11
            """,
            ("部门固定资产占用情况表",),
        )
    )
    assert (found.kind, found.unit) == ("asset", "万元")
    assert [column.role for column in found.columns] == ["name", "text", "amount"]
    assert meaning_of(found, found.rows[0], found.columns[2]).unit == "万元"


def test_group_headers_without_spans_are_inferred() -> None:
    found = one(
        grid(
            """
            科目编码|科目名称|合计|基本支出|||项目支出
            |||小计|人员经费|公用经费|
            201|一般公共服务支出|3.00|2.00|1.00|1.00|1.00
            """,
            ("附表-5-1", "一般公共预算支出表(分功能科目)", "单位：万元"),
        )
    )
    assert [column.path for column in found.columns][2:] == [
        "合计",
        "基本支出/小计",
        "基本支出/人员经费",
        "基本支出/公用经费",
        "项目支出",
    ]
    assert [column.measure for column in found.columns][3:6] == ["basic", "basic_personnel", "basic_public"]


def test_a_lower_header_of_unknown_words_is_no_row() -> None:
    """Spans were lost: what stands under the first of three would be the amount of a count."""
    found = one(
        grid(
            """
            资产类别|期末账面数||
            |数量|原值|净值
            一、房屋|3200|4000.00|3500.00
            二、车辆|12|300.00|100.00
            """,
            ("国有资产占用情况表", "单位：万元"),
        )
    )
    assert [column.path for column in found.columns][1:] == ["期末账面数/数量", "期末账面数/原值", "期末账面数/净值"]
    assert [column.item for column in found.columns][1:] == ["quantity", None, None]


@pytest.mark.parametrize(
    ("header", "measures"),
    [
        (("一般公共预算财政拨款支出决算数|<|<",), ["total", "basic", "project"]),
        ((f"{FINAL.fiscal_year}年决算数|<|<",), ["total", "basic", "project"]),
        (("年初预算数|决算数|<|<", "^|合计|基本支出|项目支出"), ["budget", "final", "basic", "project"]),
    ],
)
def test_the_whole_of_the_uses_is_a_total_below_a_group_of_outcomes(
    header: tuple[str, ...], measures: list[str]
) -> None:
    first, *rest = header
    amounts_printed = "|".join(["9.00"] * (len(measures) - 2) + ["5.00", "4.00"])
    found = one(
        grid(
            f"""
            科目编码|科目名称|{first}
            ^|^|{rest[0] if rest else "合计|基本支出|项目支出"}
            208|社会保障和就业支出|{amounts_printed}
            20805|行政事业单位养老支出|{amounts_printed}
            """,
            ("一般公共预算财政拨款支出决算表", "单位：万元"),
        ),
        FINAL,
    )
    assert [column.measure for column in found.columns if column.role == "amount"] == measures
