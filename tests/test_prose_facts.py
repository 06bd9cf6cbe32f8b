"""Facts that only sentences hold: with their period and whose they are, once each, apart from what tables hold."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from pipelines.facts.prose import claims_of, prose_facts
from pipelines.records.core import (
    FactAsset,
    FactDebt,
    FactExpenditureFunction,
    FactPerformanceIndicator,
    FactProcurement,
    FactRevenue,
    FactThreePublic,
)
from pipelines.records.pages import Document, Identity, Line, Page

FINAL = Identity(fiscal_year=2024, stage="final", tier="department", body="某市某局")
BUDGET = Identity(fiscal_year=2024, stage="budget", tier="department", body="某市某局")
CITY = Identity(fiscal_year=2016, stage="final", tier="government", body="某市")
DOCUMENT = "ab" * 32


def facts(text: str, identity: Identity = CITY, tabled: Iterable[Any] = ()) -> list[Any]:
    lines = tuple(Line(line, None) for line in text.strip().split("\n"))
    claims = claims_of(Document(DOCUMENT, "text/plain", 1, (Page(1, 0, 0, lines=lines),)), (), identity)
    return list(prose_facts(claims, identity, DOCUMENT, tabled))


def one(text: str, identity: Identity = CITY, tabled: Iterable[Any] = ()) -> Any:
    found = facts(text, identity, tabled)
    assert len(found) == 1, found
    return found[0]


# governments


def test_revenue_of_a_level_and_a_period() -> None:
    fact = one("一、2016年市本级决算情况\n一般公共预算收入27.1亿元，下降21.8%。")
    assert isinstance(fact, FactRevenue)
    assert (fact.item, fact.source_code, fact.measure, fact.fund) == (
        "current_income",
        "current_income",
        "final",
        "general",
    )
    assert (fact.period, fact.unit_name, fact.side) == ("2016", "市本级", "income")
    assert (fact.amount_yuan, fact.last_digit_yuan) == (Decimal(2_710_000_000), Decimal(10_000_000))
    assert (fact.amount_text, fact.unit) == ("27.1", "亿元")


def test_a_fact_of_a_sentence_says_so_and_has_no_grid() -> None:
    fact = one("一般公共预算收入27.1亿元。")
    assert (fact.statement, fact.method, fact.grid_no, fact.row_no, fact.column_no) == (
        "none",
        "text",
        None,
        None,
        None,
    )
    assert (fact.document_id, fact.page, fact.fact_id) == (DOCUMENT, 1, "abababababababab.p1.s1")


def test_changes_rates_shares_and_unbound_amounts_are_no_facts() -> None:
    text = "一般公共预算收入27.1亿元，比上年增加2亿元，增长8%，占全市的50%。某某工作使3亿元。"
    assert [fact.amount_text for fact in facts(text)] == ["27.1"]


def test_taxes_by_their_source() -> None:
    fact = one("增值税完成60028万元。")
    assert (fact.source_code, fact.source_name) == ("tax_value_added", "增值税")


def test_expenditure_by_function_and_the_money_set_aside_for_one() -> None:
    education, reserve, used = facts("教育支出7.5亿元。年初预备费1.2亿元，其中教育支出928万元。")
    assert isinstance(education, FactExpenditureFunction)
    assert (education.item, education.function_code, education.level) == ("function", "205", "类")
    assert (reserve.item, reserve.function_code) == ("contingency", None)
    assert (used.item, used.function_code, used.row_code) == ("contingency", None, "205")


Row = tuple[str, str | None, str | None, str | None, str | None, str | None, int]


def rows(text: str, identity: Identity) -> list[Row]:
    """Class, item, measure, fund, period, whose and 万元 of every fact with an amount."""
    return [
        (type(f).__name__, f.item, f.measure, f.fund, f.period, f.unit_name, int(f.amount_yuan / 10_000))
        for f in facts(text, identity)
        if f.amount_yuan is not None
    ]


def test_a_county_reports_half_a_year() -> None:
    text = """一、上半年预算执行情况
（一）一般公共预算
1.收入情况。1-6月，全县一般公共预算收入累计完成8.65亿元，占年初预算16.5亿元的52.4%，同比增收0.72亿元，增长9.1%。
2.支出情况。1-6月，全县一般公共预算支出累计完成21.36亿元，同比减支1.05亿元。其中，教育支出4.56亿元，同比增长3.2%。
（二）政府性基金预算
上半年，全县政府性基金预算收入完成2.3亿元，占年初预算的19.2%；支出完成3.6亿元，占年初预算的30.1%。
（三）地方政府债务情况
截至6月底，全县地方政府债务余额45.67亿元，其中：一般债务18.23亿元，专项债务27.44亿元。"""
    county = Identity(fiscal_year=2023, stage="execution", tier="government", body="某县财政局")
    assert rows(text, county) == [
        ("FactRevenue", "current_income", "final", "general", "2023H1", "全县", 86_500),
        ("FactRevenue", "current_income", "budget", "general", "2023", "全县", 165_000),
        ("FactExpenditureFunction", "current_expenditure", "final", "general", "2023H1", "全县", 213_600),
        ("FactExpenditureFunction", "function", "final", "general", "2023H1", "全县", 45_600),
        ("FactRevenue", "current_income", "final", "government_fund", "2023H1", "全县", 23_000),
        ("FactExpenditureFunction", "current_expenditure", "final", "government_fund", "2023H1", "全县", 36_000),
        ("FactDebt", "government_debt", "balance", "all", "2023-06-30", "全县", 456_700),
        ("FactDebt", "general_debt", "balance", "general", "2023-06-30", "全县", 182_300),
        ("FactDebt", "special_debt", "balance", "government_fund", "2023-06-30", "全县", 274_400),
    ]


def test_a_district_reports_its_final_account() -> None:
    text = """一、一般公共预算收支决算情况
2022年全区一般公共预算总收入2,105,432万元，其中：一般公共预算收入1,198,745万元，上级补助收入906,687万元。
全区一般公共预算总支出2,068,889万元，其中：一般公共预算支出1,876,543万元，上解上级支出192,346万元。收支相抵，年终结余36,543万元。
2022年初预算稳定调节基金余额为35,000万元，动用25,000万元，2022年末余额为10,000万元。
2022年全区“三公”经费支出决算2,345万元，其中：公务接待费233万元。
二、政府债务情况
2022年，我区政府债务限额为256.78亿元。截至2022年末，我区政府债务余额为251.36亿元。"""
    district = Identity(fiscal_year=2022, stage="final", tier="government", body="某区财政局")
    assert rows(text, district) == [
        ("FactRevenue", "gross_income", "final", "general", "2022", "全区", 2_105_432),
        ("FactRevenue", "current_income", "final", "general", "2022", "全区", 1_198_745),
        ("FactRevenue", "superior_subsidy", "final", "general", "2022", "全区", 906_687),
        ("FactExpenditureFunction", "gross_expenditure", "final", "general", "2022", "全区", 2_068_889),
        ("FactExpenditureFunction", "current_expenditure", "final", "general", "2022", "全区", 1_876_543),
        ("FactExpenditureFunction", "remittance_up", "final", "general", "2022", "全区", 192_346),
        ("FactExpenditureFunction", "carry_out", "final", "general", "2022", "全区", 36_543),
        ("FactAsset", "stabilization_fund_opening", "final", "general", "2022-01-01", None, 35_000),
        ("FactRevenue", "stabilization_fund_used", "final", "general", "2022", None, 25_000),
        ("FactAsset", "stabilization_fund_balance", "final", "general", "2022-12-31", None, 10_000),
        ("FactThreePublic", "total", "final", "general", "2022", "全区", 2_345),
        ("FactThreePublic", "reception", "final", "general", "2022", "全区", 233),
        ("FactDebt", "government_debt", "limit", "all", "2022", None, 2_567_800),
        ("FactDebt", "government_debt", "balance", "all", "2022-12-31", None, 2_513_600),
    ]


def test_debt_is_of_the_end_of_its_year() -> None:
    fact = one("2016年末，全市政府债务余额88.5亿元。")
    assert isinstance(fact, FactDebt)
    assert (fact.item, fact.as_of_date, fact.unit_name) == ("government_debt", "2016-12-31", "全市")


def test_what_reserves_hold_is_a_balance_and_what_is_drawn_from_them_is_not() -> None:
    text = "预算稳定调节基金年初余额10062万元，安排使用9591万元，年末余额6724万元。"
    opening, used, closing = facts(text)
    assert isinstance(opening, FactAsset)
    assert isinstance(used, FactRevenue)
    assert (opening.as_of_date, closing.as_of_date) == ("2016-01-01", "2016-12-31")
    assert closing.item == "stabilization_fund_balance"


def test_three_public_of_a_government() -> None:
    found = facts("“三公”经费支出合计3066万元，其中：公务接待费398万元。公务用车保有量为12辆。")
    assert all(isinstance(fact, FactThreePublic) for fact in found)
    assert [(fact.item, fact.amount_yuan, fact.quantity) for fact in found] == [
        ("total", Decimal(30_660_000), None),
        ("reception", Decimal(3_980_000), None),
        ("vehicles_kept", None, Decimal(12)),
    ]


def test_the_budget_and_the_final_figure_are_two_facts() -> None:
    found = facts("一、2016年市本级决算情况\n一般公共预算支出由40亿元变动为41.7亿元，支出完成41.5亿元。")
    assert [(fact.measure, fact.amount_text) for fact in found] == [
        ("budget", "40"),
        ("revised_budget", "41.7"),
        ("final", "41.5"),
    ]


# one figure, one fact


def test_a_figure_said_twice_is_one_fact_with_the_finest_digit() -> None:
    fact = one("一般公共预算收入27.1亿元。全年一般公共预算收入270985万元。")
    assert (fact.amount_text, fact.unit, fact.fact_id[-2:]) == ("270985", "万元", "s2")


def test_sayings_that_disagree_stay_apart() -> None:
    assert [fact.amount_text for fact in facts("一般公共预算收入27.1亿元。一般公共预算收入27.6亿元。")] == [
        "27.1",
        "27.6",
    ]


def test_a_figure_of_the_city_is_none_of_the_level_below() -> None:
    text = "全市一般公共预算收入59.9亿元，其中市本级收入18.5亿元。全市一般公共预算收入59.9亿元。"
    assert [(fact.unit_name, fact.amount_text) for fact in facts(text)] == [("全市", "59.9"), ("市本级", "18.5")]


# departments


def test_totals_of_a_department_are_in_its_tables_and_no_facts_here() -> None:
    assert facts("2024年度收入支出总计9859.38万元。人员经费支出5万元。", FINAL) == []


def test_three_public_counts_of_a_department() -> None:
    text = "国内公务接待25批次，210人次。公务用车保有量为2辆。"
    found = facts(text, FINAL)
    assert [(fact.item, fact.quantity, fact.amount_yuan, fact.unit) for fact in found] == [
        ("receptions", 25, None, "批次"),
        ("guests", 210, None, "人次"),
        ("vehicles_kept", 2, None, "辆"),
    ]


def test_what_a_table_holds_is_not_said_again() -> None:
    text = "公务接待费1.35万元。国内公务接待25批次。"
    said = facts(text, FINAL)
    assert [fact.item for fact in said] == ["reception", "receptions"]
    assert [fact.item for fact in facts(text, FINAL, said[:1])] == ["receptions"]


def test_procurement_and_assets_come_from_words_only_without_a_table() -> None:
    text = "政府采购支出总额50万元，其中：政府采购货物支出30万元、政府采购服务支出20万元。"
    found = facts(text, FINAL)
    assert all(isinstance(fact, FactProcurement) for fact in found)
    assert [(fact.item, fact.category) for fact in found] == [
        ("procurement", None),
        ("procurement_goods", "goods"),
        ("procurement_services", "services"),
    ]
    assert facts(text, FINAL, found[:1]) == []
    cars = one("截至2024年12月31日，本部门共有车辆5辆。", FINAL)
    assert isinstance(cars, FactAsset)
    assert (cars.quantity, cars.as_of_date, cars.amount_yuan) == (5, "2024-12-31", None)


def test_performance_management_is_an_indicator_with_the_words_of_its_stage() -> None:
    count, money = facts("本部门实行绩效目标管理的项目3个，涉及财政性资金120万元。", BUDGET)
    assert isinstance(count, FactPerformanceIndicator)
    assert (count.level2, count.level3, count.actual_text, count.statement) == (
        "绩效目标管理",
        "项目数",
        "3个",
        "none",
    )
    assert (money.level3, money.project_budget_yuan) == ("涉及金额", Decimal(1_200_000))


def test_what_there_is_in_a_month_is_of_its_last_day_and_without_a_day_of_none() -> None:
    month, year = (
        one("五、国有资产占有使用情况\n截至2023年12月，本部门共有车辆4辆。", BUDGET),
        one("五、国有资产占有使用情况\n本部门共有车辆4辆。", BUDGET),
    )
    assert (month.as_of_date, month.period) == ("2023-12-31", "2023M12")
    assert (year.as_of_date, year.period) == (None, "2024")


def test_self_evaluation_with_scores_and_grades() -> None:
    text = (
        "（四）预算绩效情况\n编报绩效目标的项目5个，涉及预算金额200.00万元；绩效跟踪评价的项目5个，涉及预算金额200.00万元；"
        "绩效自评的项目4个，涉及预算金额180.00万元，平均得分95.50分（其中，绩效评级为“优”的项目3个；绩效评级为“良”的项目1个）。"
    )
    found = [(f.level2, f.level3, f.actual_text, f.score) for f in facts(text, FINAL)]
    assert found == [
        ("绩效目标管理", "项目数", "5个", None),
        ("绩效目标管理", "涉及金额", "200.00万元", None),
        ("绩效跟踪", "项目数", "5个", None),
        ("绩效跟踪", "涉及金额", "200.00万元", None),
        ("绩效自评", "项目数", "4个", None),
        ("绩效自评", "涉及金额", "180.00万元", None),
        ("绩效自评", "平均得分", "95.50分", Decimal("95.50")),
        ("绩效自评", "评级为优的项目数", "3个", None),
        ("绩效自评", "评级为良的项目数", "1个", None),
    ]


def test_every_fact_has_an_identifier_of_its_own() -> None:
    text = "公务接待费1.35万元，公务用车保有量为2辆。\n政府采购支出总额50万元。\n机关运行经费142.80万元。"
    found = facts(text, FINAL)
    assert len({fact.fact_id for fact in found}) == len(found) == 4
