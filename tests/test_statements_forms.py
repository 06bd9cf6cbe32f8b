"""Headers and rows of forms seldom printed: rates, counts and times beside amounts, units of rows, economic classes as columns."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipelines.facts import facts_of
from pipelines.records.pages import Identity, Unrecognised
from pipelines.statements import recognise
from tests.by_hand import BUDGET, FINAL, amounts, grid, one, refused
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


@pytest.mark.parametrize("excluded", ["不含教育收费", "不含财政专户管理资金", "不含专户资金"])
def test_income_that_excludes_the_special_account_is_not_of_it(excluded: str) -> None:
    as_column = one(
        grid(
            f"""
            科目编码|科目名称|合计|财政拨款收入|教育收费|事业收入（{excluded}）
            205|教育支出|90.00|60.00|20.00|10.00
            |合计|90.00|60.00|20.00|10.00
            """,
            ("收入预算总表", "单位：万元"),
        )
    )
    assert [(column.measure, column.fund) for column in as_column.columns[4:]] == [
        ("special_account", "special_account"),
        ("business", "business"),
    ]
    as_row = one(
        grid(
            f"""
            收入|<|支出|<
            项目|预算数|项目|预算数
            一、财政拨款收入|60.00|一、教育支出|90.00
            二、事业收入（{excluded}）|30.00||
            收入总计|90.00|支出总计|90.00
            """,
            ("部门收支总表", "单位：万元"),
        )
    )
    assert {amount.label: amount.fund for amount in amounts(as_row)}[f"二、事业收入（{excluded}）"] == "business"


def test_the_special_account_named_in_a_title_is_the_fund() -> None:
    found = one(grid("科目编码|科目名称|合计\n205|教育支出|33.00\n|合计|33.00", ("财政专户管理资金支出表", "单位：元")))
    assert {amount.fund for amount in amounts(found)} == {"special_account"}


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


def test_counts_of_receptions_journeys_and_meetings_are_no_amounts() -> None:
    found = one(
        grid(
            """
            单位名称|公务接待|<|<|因公出国（境）|<|会议费|<
            ^|批次|人数|金额|人数|金额|次数|金额
            合计|10|120|5.00|2|3.00|3|1.00
            """,
            ("“三公”经费及会议费统计表", "单位：万元"),
        ),
        FINAL,
    )
    facts = facts_of(found, DOCUMENT).facts
    assert [(fact.column_path, str(fact.amount_yuan)) for fact in facts if fact.amount_yuan is not None] == [
        ("公务接待/金额", "50000.00"),
        ("因公出国（境）/金额", "30000.00"),
        ("会议费/金额", "10000.00"),
    ]
    assert [(fact.item, fact.amount_text) for fact in facts if fact.amount_yuan is None] == [
        ("receptions", "10"),
        ("guests", "120"),
        ("abroad_people", "2"),
    ]


def test_vehicles_and_equipment_of_an_agency_are_counted() -> None:
    found = one(
        grid(
            """
            项目|统计数
            一、“三公”经费支出|14.00
            二、机关运行经费|56.00
            （一）机要通信用车|2
            （二）单价100万元（含）以上设备（不含车辆）|1
            """,
            ("机构运行信息表", "单位：万元"),
        ),
        FINAL,
    )
    facts = facts_of(found, DOCUMENT).facts
    assert [fact.amount_text for fact in facts if fact.amount_yuan is None] == ["2", "1"]


_UNITS_OF_ROWS = """
项目|单位|2023年|2024年
三公经费合计|万元|15.00|14.00
公务接待费|万元|15.00|14.00
公务接待批次|批|60|50
"""


def test_a_column_of_units_gives_every_row_its_own() -> None:
    found = one(grid(_UNITS_OF_ROWS, ("“三公”经费支出情况表",)), FINAL)
    facts = facts_of(found, DOCUMENT).facts
    assert [(fact.amount_text, fact.unit, fact.amount_yuan) for fact in facts if fact.row_name != "三公经费合计"] == [
        ("15.00", "万元", Decimal("150000.00")),
        ("14.00", "万元", Decimal("140000.00")),
        ("60", "批", None),
        ("50", "批", None),
    ]


def test_a_row_whose_unit_is_no_money_is_in_doubt_where_nothing_is_counted() -> None:
    table = "项目|计量单位|预算数\n教育支出|万元|14.00\n在校学生|人|1200\n合计|万元|14.00"
    found = facts_of(one(grid(table, ("一般公共预算支出表",))), DOCUMENT)
    assert [fact.amount_text for fact in found.facts] == ["14.00", "14.00"]
    assert [(doubt.text, doubt.reason) for doubt in found.doubtful] == [("1200", "所在行的单位为“人”，不能换算为金额")]


def test_units_of_rows_leave_rows_without_one_unread() -> None:
    table = _UNITS_OF_ROWS + "公务用车运行费||9.00|9.00\n"
    assert "未载明金额单位" in refused(grid(table, ("“三公”经费支出情况表",)), FINAL).reason


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


def test_units_in_headers_do_not_hide_a_header() -> None:
    found = one(
        grid("资产总额（万元）|流动资产（万元）|无形资产（万元）\n600.20|300.10|300.10", ("国有资产占用情况表",)), FINAL
    )
    assert [(amount.path, amount.text) for amount in amounts(found)] == [
        ("资产总额（万元）", "600.20"),
        ("流动资产（万元）", "300.10"),
        ("无形资产（万元）", "300.10"),
    ]


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


@pytest.mark.parametrize(
    "title", ["一般公共预算和政府性基金预算“三公”经费支出表", "一般公共预算、国有资本经营预算“三公”经费表"]
)
def test_a_title_of_several_budgets_is_about_none_of_them_alone(title: str) -> None:
    found = one(grid("项目|预算数\n合计|6.00\n公务接待费|6.00", (title, "单位：万元")))
    assert {amount.fund for amount in amounts(found)} == {"all"}


def test_a_table_of_several_budgets_is_one_of_appropriations() -> None:
    table = """
    科目编码|科目名称|合计|一般公共预算|政府性基金|国有资本经营预算
    205|教育支出|100.00|90.00|10.00|0.00
    |合计|100.00|90.00|10.00|0.00
    """
    found = one(grid(table, ("一般公共预算、政府性基金预算、国有资本经营预算支出表", "单位：万元")))
    assert found.kind == "appropriation_expenditure"
    assert [column.fund for column in found.columns[2:]] == ["all", "general", "government_fund", "state_capital"]
    refused(grid(table, ("政府性基金和国有资本经营预算支出表", "单位：万元")))


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


def test_both_sides_as_columns_of_towns() -> None:
    found = one(
        grid(
            """
            乡镇|收入|<|支出|<
            ^|合计|上级补助|合计|上解支出
            甲镇|100|50|100|5
            合计|100|50|100|5
            """,
            ("2024年乡镇财政收支预算汇总表", "单位：万元"),
        )
    )
    facts = facts_of(found, DOCUMENT).facts
    assert [(fact.side, type(fact).__name__) for fact in facts if fact.row_name == "甲镇"] == [
        ("income", "FactRevenue"),
        ("income", "FactRevenue"),
        ("expenditure", "FactExpenditureFunction"),
        ("expenditure", "FactExpenditureFunction"),
    ]
    assert [row.item for row in found.rows] == ["unit", "total"]


def test_social_insurance_by_kind_of_insurance() -> None:
    found = one(
        grid(
            """
            险种|上年结余|本年收入|<|本年支出|<|本年收支结余|年末滚存结余
            ^|^|小计|其中：保险费收入|小计|其中：待遇支出|^|^
            失业保险基金|2|4|3|4|4|0|2
            合计|2|4|3|4|4|0|2
            """,
            ("2024年社会保险基金预算收支情况表", "单位：万元"),
        )
    )
    assert [column.measure for column in found.columns[1:]] == [
        "carry_in",
        "current_income",
        None,
        "current_expenditure",
        None,
        "current_surplus",
        "carry_out",
    ]


def test_a_list_by_economic_classes_beside_one_by_functions() -> None:
    found = one(
        grid(
            """
            收入|<|支出|<|<|<
            项目|预算数|项目（按功能分类）|预算数|项目（按政府预算经济分类）|预算数
            一、一般公共预算拨款|100.00|一、教育支出|100.00|一、机关工资福利支出|60.00
            ||||五、对事业单位经常性补助|40.00
            收入总计|100.00|支出总计|100.00|支出总计|100.00
            """,
            ("部门收支总表", "单位：万元"),
        )
    )
    facts = facts_of(found, DOCUMENT).facts
    kinds = {fact.row_name: type(fact).__name__ for fact in facts}
    assert kinds["五、对事业单位经常性补助"] == "FactExpenditureEconomic"
    assert kinds["一、教育支出"] == "FactExpenditureFunction"


def test_parts_of_an_appropriation_are_of_the_general_budget() -> None:
    found = one(
        grid(
            """
            预算单位|总计|财政拨款|<|<|其他收入
            ^|^|合计|经费拨款|纳入预算管理的非税收入|^
            合计|105.00|100.00|90.00|10.00|5.00
            """,
            ("部门收入预算表", "单位：万元"),
        )
    )
    assert [column.fund for column in found.columns[2:5]] == ["all", "general", "general"]


def test_a_category_of_purchases_as_a_column() -> None:
    table = "项目名称|货物类|工程类|服务类|合计\n校舍维修|5.00|50.00|1.00|56.00"
    facts = facts_of(one(grid(table, ("政府采购预算表", "单位：万元"))), DOCUMENT).facts
    assert [getattr(fact, "category", None) for fact in facts] == ["goods", "works", "services", None]


def test_enterprises_with_income_and_a_rate_are_assets() -> None:
    table = "企业名称|资产总额|营业收入|国有资本保值增值率\n示例公司|50.20|5.00|101.2\n合计|50.20|5.00|101.2"
    found = one(grid(table, ("企业国有资产情况表", "单位：亿元")))
    assert {row.side for row in found.rows} == {None}
    assert [column.role for column in found.columns] == ["name", "amount", "amount", "ignore"]


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


_BALANCE = """
项目|金额
一、一般公共预算收入|600
二、上级补助收入|350
三、上年结余|15
收入总计|965
一、一般公共预算支出|920
二、上解支出|20
三、年终结余|25
支出总计|965
"""


def test_a_balance_whose_sides_are_closed_by_their_totals() -> None:
    found = one(grid(_BALANCE, ("2024年一般公共预算收支平衡表", "单位：万元")))
    assert [(row.side, row.item) for row in found.rows] == [
        ("income", "source"),
        ("income", "source"),
        ("income", "carry_in"),
        ("income", "income_total"),
        ("expenditure", "function"),
        ("expenditure", "function"),
        ("expenditure", "carry_out"),
        ("expenditure", "expenditure_total"),
    ]
    assert {type(fact).__name__ for fact in facts_of(found, DOCUMENT).facts} == {
        "FactRevenue",
        "FactExpenditureFunction",
    }


def test_both_sides_as_columns_of_units() -> None:
    found = one(
        grid(
            """
            单位名称|年初结转|本年收入|<|本年支出|<|年末结转
            ^|^|合计|其他收入|合计|基本支出|^
            局机关|1.00|60.00|5.00|59.00|50.00|2.00
            合计|1.00|60.00|5.00|59.00|50.00|2.00
            """,
            ("部门决算收支分单位情况表", "单位：万元"),
        ),
        FINAL,
    )
    sides = [(fact.side, fact.measure) for fact in facts_of(found, DOCUMENT).facts if fact.row_name == "局机关"]
    assert sides == [
        (None, "carry_in"),
        ("income", "current_income"),
        ("income", "total"),
        ("expenditure", "total"),
        ("expenditure", "basic"),
        (None, "carry_out"),
    ]


def test_quarters_are_headers_and_no_amounts_of_the_year() -> None:
    table = "采购项目|采购类别|年度预算|第一季度|第二季度\n办公设备|货物|5.00|3.00|2.00\n合计||5.00|3.00|2.00"
    found = one(grid(table, ("政府采购预算表（分季度）", "单位：万元")))
    assert [column.measure for column in found.columns[2:]] == ["total", None, None]


@pytest.mark.parametrize("unit", ["百万元", "人民币百万元", "万美元", "欧元", "元/万元"])
def test_a_unit_that_amounts_are_not_kept_in_is_not_taken_for_that_of_the_table_before(unit: str) -> None:
    table = "科目编码|科目名称|合计\n205|教育支出|100.00\n|合计|100.00"
    first = grid(table, ("一般公共预算支出表", "单位：万元"))
    second = grid(table, ("政府性基金预算支出表", f"单位：{unit}"), number=2)
    third = grid(table.replace("合计\n", f"合计（{unit}）\n"), ("政府性基金预算支出表", "单位：万元"), number=3)
    found = recognise((first, second, third), BUDGET)
    assert [type(one).__name__ for one in found] == ["Statement", "Unrecognised", "Unrecognised"]
    assert all("不能换算" in one.reason for one in found[1:] if isinstance(one, Unrecognised))


@pytest.mark.parametrize("unit", ["元", "万元"])
def test_a_currency_after_the_unit(unit: str) -> None:
    table = "科目编码|科目名称|合计\n205|教育支出|100.00\n|合计|100.00"
    assert one(grid(table, ("一般公共预算支出表", f"单位：{unit} 币种：人民币"))).unit == unit


def test_a_row_in_another_currency_is_in_doubt() -> None:
    table = "项目|预算数\n教育支出|14.00\n外国政府贷款（万美元）|3.00\n合计|14.00"
    found = facts_of(one(grid(table, ("一般公共预算支出表", "单位：万元"))), DOCUMENT)
    assert [doubt.text for doubt in found.doubtful] == ["3.00"]


def test_one_list_of_income_and_expenditure_of_a_fund() -> None:
    found = one(
        grid(
            """
            项目|年初预算数|1-6月执行数
            国有土地使用权出让收入|500|200
            政府性基金收入合计|500|200
            城乡社区支出|450|200
            其中：征地补偿|300|100
            政府性基金支出合计|450|200
            """,
            ("2024年上半年政府性基金预算执行情况表", "单位：万元"),
        )
    )
    assert [(row.side, row.item) for row in found.rows] == [
        ("income", "source"),
        ("income", "income_total"),
        ("expenditure", None),
        ("expenditure", None),
        ("expenditure", "total"),
    ]
    assert {type(fact).__name__ for fact in facts_of(found, DOCUMENT).facts if fact.row_name.endswith("收入")} == {
        "FactRevenue"
    }


def test_subjects_of_expenditure_stay_expenditure_in_one_list_with_income() -> None:
    found = one(
        grid(
            """
            科目编码|项目|预算数
            10306|国有资本经营收入|12
            1030601|利润收入|12
            |收入合计|12
            223|国有资本经营预算支出|9
            22301|解决历史遗留问题及改革成本支出|9
            |支出合计|9
            """,
            ("2024年国有资本经营预算表", "单位：万元"),
        )
    )
    assert [(row.code, row.side, row.parent_row_no) for row in found.rows] == [
        ("10306", "income", None),
        ("1030601", "income", 1),
        (None, "income", None),
        ("223", "expenditure", 6),
        ("22301", "expenditure", 4),
        (None, "expenditure", None),
    ]


@pytest.mark.parametrize("total", ["一般公共预算收入合计", "县级一般公共预算收入合计", "本年收入小计"])
def test_the_total_of_a_budget_is_no_part_of_the_source_before_it(total: str) -> None:
    table = f"项目|预算数\n一、税收收入|500\n二、非税收入|100\n{total}|600"
    found = one(grid(table, ("2024年一般公共预算收入表", "单位：万元")))
    assert [(row.item, row.parent_row_no) for row in found.rows] == [("source", 3), ("source", 3), ("total", None)]


def test_a_report_of_nine_months_is_of_an_execution() -> None:
    table = "项目|年初预算|1—9月累计完成\n一、税收收入|500|390\n合计|500|390"
    found = one(grid(table, ("2024年1—9月一般公共预算收入完成情况表", "单位：万元")))
    assert [column.measure for column in found.columns[1:]] == ["budget", "final"]
