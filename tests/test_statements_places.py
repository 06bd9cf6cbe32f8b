"""Tables of other places and tiers: lists without codes or ordinals, bracketed codes, 栏次 beside 类款项, social insurance."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipelines.records.pages import Box, Identity, Line
from tests.by_hand import BUDGET, FINAL, amounts, grid, one

GOVERNMENT = Identity(fiscal_year=2024, stage="budget", tier="government")


def test_rows_without_ordinals_are_parts_of_the_row_before_with_one() -> None:
    found = one(
        grid(
            """
            收入|<|支出|<
            项目|2024年预算|项目|2024年预算
            一、预算拨款|100.00|一、基本支出|60.00
            一般公共预算拨款|90.00|工资福利支出|50.00
            基金预算拨款|10.00|商品和服务支出|10.00
            二、财政专户拨款|5.00|二、项目支出|45.00
            ||日常运转类项目|45.00
            本年收入合计|105.00|本年支出合计|105.00
            四、上级补助收入|1.00|三、对附属单位补助支出|1.00
            收入总计|106.00|支出总计|106.00
            """,
            ("表1", "收支总体情况表", "单位名称：示例厅", "单位：万元"),
        )
    )
    income = {row.label: (row.item, row.parent_row_no) for row in found.rows if row.block == 0}
    assert income["基金预算拨款"] == ("source", 2)
    assert income["四、上级补助收入"] == ("source", 9)
    spending = {row.label: (row.item, row.parent_row_no) for row in found.rows if row.block == 1}
    assert spending == {
        "一、基本支出": ("basic", 7),
        "工资福利支出": ("economic", 2),
        "商品和服务支出": ("economic", 2),
        "二、项目支出": ("project", 7),
        "日常运转类项目": (None, 5),
        "本年支出合计": ("current_expenditure", 9),
        "三、对附属单位补助支出": ("subsidy_affiliates", 9),
        "支出总计": ("expenditure_total", None),
    }
    assert {a.label: a.fund for a in amounts(found)}["二、财政专户拨款"] == "special_account"


def test_codes_in_brackets_before_names_of_both_schemes() -> None:
    found = one(
        grid(
            """
            部门预算支出经济科目名称|政府预算支出经济科目名称|2024年预算
            合计||60.00
            [301]工资福利支出|[501]机关工资福利支出|60.00
            [30101]基本工资|[50101]工资奖金津补贴|60.00
            """,
            ("表6", "一般公共预算基本支出情况表（按支出经济分类科目）", "单位：万元"),
        )
    )
    assert found.kind == "general_basic_economic"
    assert [(row.code, row.label, row.parent_row_no) for row in found.rows] == [
        (None, "合计", None),
        ("301", "工资福利支出/机关工资福利支出", 1),
        ("30101", "基本工资/工资奖金津补贴", 2),
    ]


def test_numbering_beside_split_codes() -> None:
    found = one(
        grid(
            """
            项目|<|<|<|本年支出|<|<
            功能分类科目编码|<|<|科目名称|小计|基本支出|项目支出
            类|款|项|栏次|1|2|3
            ^|^|^|合计|90.00|60.00|30.00
            201|<|<|一般公共服务支出|90.00|60.00|30.00
            20101|<|<|人大事务|90.00|60.00|30.00
            """,
            ("一般公共预算财政拨款支出决算表", "公开05表", "部门：示例局", "金额单位：万元"),
        ),
        FINAL,
    )
    assert [column.path for column in found.columns][3:] == [
        "项目/科目名称",
        "本年支出/小计",
        "本年支出/基本支出",
        "本年支出/项目支出",
    ]
    assert [row.code for row in found.rows] == [None, "201", "20101"]


def test_a_summary_with_three_lists_and_line_numbers() -> None:
    found = one(
        grid(
            """
            收入|<|<|支出|<|<|<|<|<
            项目|行次|金额|项目（按功能分类）|行次|金额|项目（按支出性质）|行次|金额
            栏次||1|栏次||2|栏次||3
            一、一般公共预算财政拨款收入|1|100.00|一、一般公共服务支出|31|90.00|一、基本支出|58|60.00
            本年收入合计|27|100.00|本年支出合计|57|90.00|||
            总计|30|100.00|总计|60|100.00|||
            """,
            ("收入支出决算总表", "公开01表", "部门：示例局", "金额单位：万元"),
        ),
        FINAL,
    )
    assert [column.role for column in found.columns] == ["name", "sequence", "amount"] * 3
    assert {column.block for column in found.columns} == {0, 1, 2}
    assert [(a.path, a.measure) for a in amounts(found) if a.label == "一、基本支出"] == [("支出/金额", "final")]


@pytest.mark.parametrize("spaces", [True, False])
def test_indents_make_the_tree_of_a_government_balance(spaces: bool) -> None:
    table = grid(
        """
        收入|<|支出|<
        项目|预算数|项目|预算数
        一般公共预算收入|100|一般公共预算支出|120
        转移性收入|50|转移性支出|30
        >上级补助收入|40|>上解上级支出|20
        >调入资金|10|>调出资金|10
        收入总计|150|支出总计|150
        """,
        ("2024年示例县一般公共预算收支平衡表", "单位：万元"),
    )
    cells = []
    for cell in table.cells:
        text = cell.text.removeprefix(">")
        inner = text != cell.text
        left = 100.0 + 10 * inner + 200 * cell.column_no
        lines = () if spaces else (Line(text, Box(left, 0, left + 50, 10)),)
        cells.append(replace(cell, text="\u3000" * inner + text if spaces else text, lines=lines))
    found = one(replace(table, cells=tuple(cells)), GOVERNMENT)
    parents = {row.label: row.parent_row_no for row in found.rows}
    assert (parents["上级补助收入"], parents["上解上级支出"], parents["转移性收入"]) == (3, 3, 6)
    assert {a.fund for a in amounts(found)} == {"general"}


def test_social_insurance() -> None:
    found = one(
        grid(
            """
            项目|合计|企业职工基本养老保险基金|城乡居民基本养老保险基金
            一、收入|100|60|40
            其中：保险费收入|80|50|30
            二、支出|90|50|40
            """,
            ("2024年示例县社会保险基金收支预算表", "单位：万元"),
        ),
        GOVERNMENT,
    )
    assert {a.fund for a in amounts(found)} == {"social_insurance"}
    assert [row.parent_row_no for row in found.rows if row.label.startswith("其中")] == [None]


def test_columns_by_economic_class_are_no_totals() -> None:
    found = one(
        grid(
            """
            科目|<|<|科目名称|总 计|基本支出|<|<|项目支出
            类|款|项|^|^|合计|工资福利支出|商品和服务支出|^
            201|01|01|行政运行|90.00|60.00|40.00|20.00|30.00
            """,
            ("部门支出总表", "填报单位：示例局", "单位：万元"),
        ),
        BUDGET,
    )
    assert [column.measure for column in found.columns][4:] == ["total", "basic", None, None, "project"]


def test_self_assessment_form() -> None:
    found = one(
        grid(
            """
            项目名称|<|信息化运维|<|<|主管部门|示例局
            项目资金（万元）|<||年初预算数|全年预算数|全年执行数|分值
            ^|<|年度资金总额|30.00|30.00|29.00|10
            一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分
            产出指标|数量指标|运维次数|≥12次|12次|50|50
            总分|<|<|<|<|100|100
            """,
            ("项目支出绩效自评表", "（2024年度）"),
        ),
        FINAL,
    )
    assert (found.kind, found.unit, found.header_row_count) == ("performance", "万元", 4)
    assert [column.role for column in found.columns if column.block == 0] == [
        "level1",
        "level2",
        "level3",
        "target",
        "actual",
        "weight",
        "score",
    ]
    assert [(a.label, a.path, a.measure, a.text) for a in amounts(found)] == [
        ("年度资金总额", "项目资金（万元）/年初预算数", "budget", "30.00"),
        ("年度资金总额", "项目资金（万元）/全年预算数", "revised_budget", "30.00"),
        ("年度资金总额", "项目资金（万元）/全年执行数", "final", "29.00"),
    ]
    assert [row.item for row in found.rows if row.block == 0] == [None, "total"]


def test_goals_form_with_pairs_and_funds_by_row() -> None:
    found = one(
        grid(
            """
            财政项目支出绩效目标填报表|<|<|<|<|<
            （2023年度）|<|<|<|<|<
            项目名称|<|社区建设|项目性质|经常性项目|<
            项目资金（元）|项目资金总额|4,100,000.00|年度资金申请总额|4,100,000.00|<
            ^|其中：财政资金|4,100,000.00|其中：当年财政拨款|4,100,000.00|<
            ^|||上年结转资金|0.00|<
            ^|其他资金|0.00|其他资金|0.00|<
            一级指标|二级指标|三级指标|年度指标值|<|<
            产出指标|数量指标|设施数|=5.00(处)|<|<
            """
        )
    )
    assert found.unit == "元"
    assert [(a.label, a.path, a.fund) for a in amounts(found)] == [
        ("项目资金总额", "项目资金（元）", "all"),
        ("年度资金申请总额", "项目资金（元）", "all"),
        ("其中：财政资金", "项目资金（元）", "all"),
        ("其中：当年财政拨款", "项目资金（元）", "all"),
        ("上年结转资金", "项目资金（元）", "carryover"),
        ("其他资金", "项目资金（元）", "other"),
        ("其他资金", "项目资金（元）", "other"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "部门支出总表（单位：万元）",
        "部门支出总表 单位：万元",
        "部门支出总表 编制部门：示例局 金额单位：人民币万元",
        "表3 部门支出总表（金额单位:万元）",
    ],
)
def test_a_title_may_share_its_line_with_unit_and_body(line: str) -> None:
    table = "科目编码|科目名称|合计|基本支出|项目支出\n201|一般公共服务支出|45.00|30.00|15.00"
    found = one(grid(table, (line,)))
    assert (found.kind, found.unit) == ("expenditure", "万元")
    assert "单位" not in found.title


YEARS = """
年度|合计|因公出国（境）费|公务用车运行维护费|公务接待费
{rows}
"""


@pytest.mark.parametrize(
    ("identity", "rows", "expected"),
    [
        (
            BUDGET,
            {"2023年预算数": "20.00", "2024年预算数": "19.00", "增减变化": "-1.00"},
            ["prior_budget", "total", "change"],
        ),
        (
            FINAL,
            {"2024年预算数": "20.00", "2024年决算数": "19.00", "2023年决算数": "1.00"},
            ["budget", "final", "prior_final"],
        ),
        (BUDGET, {"2023年": "20.00", "2024年": "19.00"}, ["prior_budget", "total"]),
        (BUDGET, {"示例局": "20.00", "示例局本级": "19.00"}, ["total", "total"]),
    ],
)
def test_rows_of_years_over_columns_of_items(identity: Identity, rows: dict[str, str], expected: list[str]) -> None:
    lines = "\n".join(f"{label}|{amount}|1.00|2.00|3.00" for label, amount in rows.items())
    found = one(grid(YEARS.format(rows=lines), ("“三公”经费表", "单位：万元")), identity)
    measures = [amount.measure for amount in amounts(found) if amount.path == "合计"]
    assert measures == expected


def test_a_body_with_its_code_in_the_column_of_subjects_is_no_subject() -> None:
    found = one(
        grid(
            """
            科目编码|单位（科目）名称|合计|基本支出|项目支出
            |合计|100.00|60.00|40.00
            201|示例县示例局|100.00|60.00|40.00
            201001|示例县示例局（本级）|100.00|60.00|40.00
            201|一般公共服务支出|100.00|60.00|40.00
            20106|财政事务|100.00|60.00|40.00
            2010601|行政运行|60.00|60.00|
            2010602|一般行政管理事务|40.00||40.00
            """,
            ("表3", "支出总表", "单位：万元"),
        )
    )
    assert [(row.label, row.item, row.code_kind) for row in found.rows[1:4]] == [
        ("示例县示例局", "unit", None),
        ("示例县示例局（本级）", "unit", None),
        ("一般公共服务支出", "function", "function"),
    ]


def test_parts_of_a_code_are_those_above_a_header_printed_again() -> None:
    drawn = grid(
        """
        科目编码|<|<|科目名称|合计
        类|款|项|^|^
        201|||一般公共服务支出|5.00
        |32||组织事务|5.00
        ||01|行政运行|2.00
        科目编码|<|<|科目名称|合计
        类|款|项|^|^
        ||02|一般行政管理事务|3.00
        """,
        ("一般公共预算支出表", "单位：万元"),
    )
    rows = one(replace(drawn, repeated_header_rows=(5, 6))).rows
    assert [row.code for row in rows] == ["201", "20132", "2013201", "2013202"]


def test_the_income_of_the_year_does_not_add_into_itself_where_subtotals_open_lists() -> None:
    found = one(
        grid(
            """
            收入|<|支出|<
            项目|预算数|项目|预算数
            本年收入合计|30.00|一、教育支出|30.00
            小计|20.00||
            财政拨款|20.00||
            收入总计|30.00|支出总计|30.00
            """,
            ("收支总表", "单位：万元"),
        )
    )
    parents = {row.label: row.parent_row_no for row in found.rows if row.block == 0}
    assert parents == {"本年收入合计": 5, "小计": 2, "财政拨款": 3, "收入总计": None}
