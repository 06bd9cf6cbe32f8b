"""Headers of forms seldom printed: rates, counts, months and other years beside amounts, economic classes and funds as columns."""

from __future__ import annotations

import pytest

from pipelines.facts import facts_of
from pipelines.records.core import AmountFact
from pipelines.records.pages import Identity
from tests.by_hand import BUDGET, FINAL, amounts, grid, one
from tests.by_record import DOCUMENT

_FIRST_HEADER = {"项目支出表": "项目名称", "债务余额表": "地区"}


def _beside(title: str, header: str, printed: str) -> tuple[str, str | None]:
    """Role and measure of a column headed so, beside one of amounts, under a title."""
    table = f"{_FIRST_HEADER.get(title, '科目名称')}|预算数|{header}\n教育支出|100.00|{printed}\n合计|100.00|{printed}"
    column = one(grid(table, (title, "单位：万元"))).columns[2]
    return column.role, column.measure


@pytest.mark.parametrize("title", ["一般公共预算支出表", "一般公共预算收入表", "项目支出表", "债务余额表"])
@pytest.mark.parametrize(
    "header", ["同比", "增幅", "为预算", "完成预算", "占总支出", "支出进度", "分配系数", "利率", "债务率"]
)
def test_rates_without_a_percent_sign_are_no_amounts(title: str, header: str) -> None:
    assert _beside(title, header, "98.5")[0] == "ignore"


@pytest.mark.parametrize("title", ["一般公共预算支出表", "项目支出表", "债务余额表"])
@pytest.mark.parametrize(
    ("header", "printed"),
    [
        ("建筑面积", "320.50"),
        ("学生数", "1200"),
        ("参训人数", "60.0"),
        ("使用年限", "6"),
        ("数量", "2.00"),
        ("汽车（辆）", "3"),
        ("起始年份", "2024"),
    ],
)
def test_counts_and_years_are_no_amounts(title: str, header: str, printed: str) -> None:
    assert _beside(title, header, printed)[0] == "text"


@pytest.mark.parametrize("title", ["一般公共预算支出表", "项目支出表"])
@pytest.mark.parametrize("header", ["本月完成", "当月", "一季度", "6月", "上年同期", "补助标准", "人均", "比上年"])
def test_amounts_of_a_month_a_head_or_the_year_before_have_no_measure_of_the_year(title: str, header: str) -> None:
    assert _beside(title, header, "20.00") == ("amount", None)


def test_what_a_month_added_is_no_second_final_amount() -> None:
    found = one(
        grid(
            """
            项目|年初预算|本月完成|累计完成|累计比上年同期增减%
            一、税收收入|500|40|260|5.0
            合计|500|40|260|5.0
            """,
            ("2024年6月一般公共预算收入执行情况表", "单位：万元"),
        ),
        BUDGET,
    )
    assert [column.measure for column in found.columns[1:4]] == ["budget", None, "final"]


@pytest.mark.parametrize("prefix", ["", "301", "501-"])
def test_an_economic_class_as_a_column_is_no_total(prefix: str) -> None:
    found = one(
        grid(
            f"""
            科目编码|科目名称|合计|{prefix}工资福利支出|<|对事业单位经常性补助
            ^|^|^|小计|30101基本工资|^
            205|教育支出|100.00|60.00|40.00|40.00
            |合计|100.00|60.00|40.00|40.00
            """,
            ("支出预算分类汇总表（按经济分类）", "单位：万元"),
        )
    )
    assert [column.measure for column in found.columns[2:]] == ["total", None, None, None]


def test_the_sum_of_a_unit_above_its_projects_bears_the_name_of_the_unit() -> None:
    found = one(
        grid(
            """
            单位名称|项目名称|项目类别|合计|一般公共预算
            合计|||130.00|100.00
            示例局|||130.00|100.00
            |校舍维修|特定目标类|130.00|100.00
            """,
            ("项目支出明细表", "单位：万元"),
        )
    )
    assert [(row.label, row.item) for row in found.rows] == [
        ("合计", "total"),
        ("示例局", "unit"),
        ("校舍维修", "project_row"),
    ]


def test_a_place_right_of_a_name_that_is_lost_is_not_the_name() -> None:
    table = """
        项目|地区|2023年执行数|2024年预算数
        教育专项资金|甲县|350|400
        |乙县|550|600
        农林水专项资金|甲县|2,500|2,600
    """
    found = one(grid(table, ("2024年专项转移支付分地区分项目预算表", "单位：万元")))
    assert [row.label for row in found.rows] == ["教育专项资金", "", "农林水专项资金"]
    facts = [fact for fact in facts_of(found, DOCUMENT).facts if isinstance(fact, AmountFact)]
    assert {fact.amount_text for fact in facts if fact.confidence < 0.5} == {"550", "600"}


def test_assets_by_class_in_columns() -> None:
    found = one(
        grid(
            """
            单位|资产总额|流动资产|固定资产|<|<|在建工程|无形资产
            ^|^|^|小计|房屋构筑物|车辆|^|^
            栏次|1|2|3|4|5|6|7
            合计|600.20|300.10|200.10|100.00|100.10|50.00|50.00
            """,
            ("国有资产占用情况表", "单位：万元"),
        ),
        FINAL,
    )
    assert found.kind == "asset"
    assert [amount.path for amount in amounts(found)][2:5] == ["固定资产/小计", "固定资产/房屋构筑物", "固定资产/车辆"]


@pytest.mark.parametrize("title", ["专项转移支付预算表（分项目）", "税收返还和转移支付项目情况表"])
def test_transfers_by_project_are_transfers(title: str) -> None:
    table = "序号|项目名称|上年执行数|预算数\n1|义务教育补助|95|100\n|合计|95|100"
    assert one(grid(table, (title, "单位：万元"))).kind == "transfer"


def test_a_part_of_what_is_set_aside_for_small_businesses_is_no_total() -> None:
    table = """
    项目名称|采购方式|采购金额|面向中小企业采购金额|其中：面向小微企业
    办公设备|集中采购|50.00|50.00|20.00
    """
    found = one(grid(table, ("政府采购预算表", "单位：万元")))
    assert [column.measure for column in found.columns[2:]] == ["total", "small_business", None]


@pytest.mark.parametrize("identity", [BUDGET, FINAL])
def test_a_year_over_budget_and_final_amounts(identity: Identity) -> None:
    found = one(
        grid(
            """
            项目|2023年|<|<|2024年
            ^|年初预算数|调整预算数|执行数|预算数
            一、税收收入|500|480|490|520
            收入合计|500|480|490|520
            """,
            ("2024年一般公共预算收入表", "单位：万元"),
        ),
        identity,
    )
    assert [column.measure for column in found.columns[1:4]] == ["prior_budget", None, "prior_final"]


def test_a_list_of_projects_over_several_years_has_no_amounts_of_other_years_in_it() -> None:
    found = one(
        grid(
            """
            序号|主管部门|项目名称|实施周期|总投资|以前年度已安排|2024年预算
            1|教育局|教学楼建设|2022-2024|3000.00|2000.00|500.00
            2|住建局|道路维修|2024|100.00|0.00|100.00
            |合计|||3100.00|2000.00|600.00
            """,
            ("2024年项目支出清单", "单位：万元"),
        )
    )
    assert found.kind == "project"
    assert [
        (column.path, column.role, column.measure) for column in found.columns if column.column_no in (3, 5, 6)
    ] == [
        ("实施周期", "text", None),
        ("以前年度已安排", "amount", None),
        ("2024年预算", "amount", "total"),
    ]


def test_sums_of_a_form_bear_the_lowest_name_over_them_and_the_part_they_stand_in() -> None:
    found = one(
        grid(
            """
            填报单位|示例局|<|<|<
            部门预算资金（万元）|合计|财政拨款|<|其他资金
            ^|^|一般公共预算|政府性基金|^
            ^|500.00|470.00|10.00|20.00
            年度预算申请（万元）|按收入性质分|其中：一般公共预算|470.00|
            ^|^|其他资金|20.00|
            ^|按支出性质分|其中：基本支出|300.00|
            ^|^|项目支出|200.00|
            年度绩效指标|一级指标|二级指标|三级指标|指标值
            ^|产出指标|数量指标|培训教师人数|≥500人
            """,
            ("部门整体支出绩效目标申报表",),
        )
    )
    assert [(amount.label, amount.fund) for amount in amounts(found) if amount.text in ("470.00", "10.00")] == [
        ("一般公共预算", "general"),
        ("政府性基金", "government_fund"),
        ("其中：一般公共预算", "general"),
    ]
    assert [amount.path for amount in amounts(found) if amount.text in ("300.00", "200.00")] == [
        "年度预算申请（万元）/按支出性质分",
        "年度预算申请（万元）/按支出性质分",
    ]


def test_the_whole_spending_of_a_department_and_the_sum_of_its_scores() -> None:
    found = one(
        grid(
            """
            部门名称|示例局|<|<|<|<|<
            整体支出规模（万元）|年初预算数|全年预算数|全年执行数|执行率|分值|得分
            ^|500.00|520.00|510.00|98.08%|10|9.81
            年度绩效指标完成情况|一级指标|二级指标|三级指标|预期值|完成值|得分
            ^|产出指标|数量指标|学校建设|3所|3所|20
            合计||||||97.5
            """,
            ("2023年度部门整体绩效自评表",),
        ),
        FINAL,
    )
    assert [(amount.measure, amount.text) for amount in amounts(found)] == [
        ("budget", "500.00"),
        ("revised_budget", "520.00"),
        ("final", "510.00"),
    ]
    assert [(row.label, row.item) for row in found.rows if row.block == 0] == [("学校建设", None), ("合计", "total")]


def test_assets_there_are_and_assets_to_buy_are_not_summed() -> None:
    found = one(
        grid(
            """
            单位名称|资产名称|存量|<|新增|<
            ^|^|数量|金额|数量|金额
            示例局|台式计算机|100|50.00|10|5.00
            合计||100|50.00|10|5.00
            """,
            ("新增资产配置预算表", "单位：万元"),
        )
    )
    facts = facts_of(found, DOCUMENT).facts
    assert [(fact.measure, fact.amount_text) for fact in facts if fact.row_name == "合计"] == [
        ("opening_quantity", "100"),
        ("opening", "50.00"),
        ("quantity", "10"),
        ("total", "5.00"),
    ]


@pytest.mark.parametrize(("identity", "paid"), [(BUDGET, None), (FINAL, "final")])
def test_what_was_paid_of_a_transfer_and_what_is_left_are_no_totals(identity: Identity, paid: str | None) -> None:
    table = "文号|项目名称|下达金额|已支出|结余|支出进度\n财教1号|义务教育补助|100.00|80.00|20.00|80\n|合计|100.00|80.00|20.00|80"
    found = one(grid(table, ("上级专项转移支付情况表", "单位：万元")), identity)
    assert [column.measure for column in found.columns if column.role == "amount"] == ["total", paid, None]


def test_a_category_of_purchases_as_a_column() -> None:
    table = "项目名称|货物类|工程类|服务类|合计\n校舍维修|5.00|50.00|1.00|56.00"
    facts = facts_of(one(grid(table, ("政府采购预算表", "单位：万元"))), DOCUMENT).facts
    assert [getattr(fact, "category", None) for fact in facts] == ["goods", "works", "services", None]


def test_items_of_three_public_without_the_word_for_expenses() -> None:
    table = "项目|预算数\n因公出国（境）|1\n公务接待|5\n公务用车|9\n其中：购置|0\n运行维护|9\n三公经费合计|15"
    found = one(grid(table, ("三公经费对比表", "单位：万元")))
    assert [(row.item, row.parent_row_no) for row in found.rows] == [
        ("abroad", 6),
        ("reception", 6),
        ("vehicle", 6),
        ("vehicle_purchase", 3),
        ("vehicle_operation", 3),
        ("total", None),
    ]


def test_quarters_are_headers_and_no_amounts_of_the_year() -> None:
    table = "采购项目|采购类别|年度预算|第一季度|第二季度\n办公设备|货物|5.00|3.00|2.00\n合计||5.00|3.00|2.00"
    found = one(grid(table, ("政府采购预算表（分季度）", "单位：万元")))
    assert [column.measure for column in found.columns[2:]] == ["total", None, None]


def test_a_report_of_nine_months_is_of_an_execution() -> None:
    table = "项目|年初预算|1—9月累计完成\n一、税收收入|500|390\n合计|500|390"
    found = one(grid(table, ("2024年1—9月一般公共预算收入完成情况表", "单位：万元")))
    assert [column.measure for column in found.columns[1:]] == ["budget", "final"]


def test_items_of_three_public_with_their_economic_class() -> None:
    table = """
    科目编码|科目名称|预算数|资金来源|<
    ^|^|^|当年拨款|上年结转
    30217|公务接待费|5.00|5.00|0.00
    30231|公务用车运行维护费|9.00|8.00|1.00
    |合计|14.00|13.00|1.00
    """
    found = one(grid(table, ("“三公”经费支出预算表", "单位：万元")))
    assert [(row.code, row.item, row.parent_row_no) for row in found.rows] == [
        ("30217", "reception", 4),
        ("30231", "vehicle_operation", 4),
        (None, "total", None),
    ]
    assert [column.fund for column in found.columns[2:]] == ["all", "all", "carryover"]


def test_a_project_is_named_by_its_own_column() -> None:
    table = """
    项目名称|功能科目|部门经济科目|预算数
    教师培训费|2050803培训支出|30216培训费|20.00
    合计|||20.00
    """
    facts = facts_of(one(grid(table, ("项目支出预算表", "单位：万元"))), DOCUMENT).facts
    assert [getattr(fact, "project_name", "") for fact in facts] == ["教师培训费", None]


def test_what_was_planned_bought_and_saved() -> None:
    table = """
    项目|采购计划金额|<|实际采购金额|<|节约资金
    ^|总计|其他资金|总计|其他资金|^
    货物|12.00|1.00|10.00|1.00|2.00
    合计|12.00|1.00|10.00|1.00|2.00
    """
    found = one(grid(table, ("政府采购情况表", "单位：万元")), FINAL)
    assert [column.measure for column in found.columns[1:]] == ["budget", "budget", "final", "final", None]


def test_a_list_of_special_funds_is_one_of_projects() -> None:
    found = one(
        grid("专项名称|主管部门|2024年预算\n教育专项|教育局|100.00\n合计||100.00", ("专项资金清单", "单位：万元"))
    )
    assert (found.kind, [row.item for row in found.rows]) == ("project", ["project_row", "total"])


def test_all_assets_beside_a_grand_total_are_no_expenditure() -> None:
    table = "资产|年初数|年末数\n货币资金|300.10|310.10\n资产合计|300.10|310.10\n资产总计|300.10|310.10"
    found = one(grid(table, ("资产负债简表", "单位：元")), FINAL)
    assert [row.item for row in found.rows] == [None, None, "total"]


@pytest.mark.parametrize("title", ["行政经费支出预算表", "一般性支出预算表"])
def test_the_items_of_three_public_are_not_the_whole_expenditure(title: str) -> None:
    table = "项目|预算数\n合计|14.00\n1、因公出国（境）费用|0.00\n2、公务接待费|5.00\n3、公务用车费|9.00"
    assert one(grid(table, (title, "单位：万元"))).kind == "three_public"


def test_scores_with_their_full_marks_are_no_amounts_and_what_was_spent_is_no_budget() -> None:
    table = """
    项目名称|预算数|执行数|自评分|其中：产出（50分）|效益（30分）
    学校建设|60.00|58.00|97.67|48.0|29.0
    """
    found = one(grid(table, ("项目支出绩效自评汇总表", "单位：万元")))
    assert [(column.role, column.measure) for column in found.columns[1:]] == [
        ("amount", "total"),
        ("amount", "final"),
        *[("ignore", None)] * 3,
    ]


def test_a_year_over_debt_is_no_budget_of_it() -> None:
    found = one(grid("项目|2023年|2024年\n政府债务余额|18.00|19.40", ("债务情况表", "单位：亿元")))
    assert [column.measure for column in found.columns[1:]] == [None, "total"]
