"""Sentences of monthly reports and short notes on the web: whose figures, of which budget, counted from what."""

from __future__ import annotations

from decimal import Decimal

from pipelines.records.pages import Identity
from tests.test_prose_claims import CITY, FINAL, claims, figures, one

MONTHS = Identity(fiscal_year=2023, stage="execution", tier="government", body="某县")
NOTE = Identity(fiscal_year=2023, stage="budget", tier="department", body="某区某局")


def test_a_list_of_levels_does_not_lend_its_last_level_to_the_next_sentence() -> None:
    text = (
        "8月份，全市财政收入完成31.20亿元，增长12.5%。分级次看，市本级财政收入完成20.10亿元，增长10.1%；"
        "区级财政收入完成6.40亿元，增长15.2%；县级财政收入完成4.70亿元，增长20.3%。"
        "8月份，全市税收入库28.30亿元，占财政收入的90.7%。分项目看，增值税完成11.20亿元，增长9.9%；营业税完成5.10亿元。"
    )
    by_item = {claim.item: claim.subject for claim in claims(text, CITY) if claim.kind == "amount"}
    assert by_item["tax_value_added"] == by_item["tax_business"] == "全市"


def test_levels_in_one_sentence_leave_the_next_one_to_what_was_spoken_of_before() -> None:
    text = "全县财政收入完成9.10亿元。县本级收入完成5.20亿元，乡镇级收入完成3.90亿元。增值税完成2.20亿元。"
    claim = one(text, CITY, item="tax_value_added", kind="amount")
    assert claim.subject == "全县"


def test_the_budget_that_a_congress_approved_is_a_budget() -> None:
    text = "2023年1-8月一般公共预算收入31,250万元，为县人民代表大会批准全县全年预算50,000万元的62.5%，增长3.1%。"
    found = figures(text, MONTHS)
    assert ("current_income", "budget", "50,000万元") in found
    assert one(text, MONTHS, amount_text="31,250万元").completion_percent == Decimal("62.5")


def test_the_budget_of_the_congress_by_its_short_name() -> None:
    text = "一般公共预算收入累计完成28.40亿元，为人大预算数35.5亿元的80%。"
    assert ("current_income", "budget", "35.5亿元") in figures(text, MONTHS)


def test_the_older_name_of_the_general_budget() -> None:
    text = "1-8月份，全市一般公共财政预算收入累计完成66.1亿元，为年度预算的70.2%，同比下降1.5%，减收1亿元。"
    claim = one(text, MONTHS, kind="amount")
    assert (claim.item, claim.fund, claim.completion_percent) == ("current_income", "general", Decimal("70.2"))
    assert claim.change_text == "1亿元"


def test_expenditure_executed_is_a_final_figure() -> None:
    claim = one("全市一般公共财政预算支出执行98.3亿元，为年度预算的61.1%。", MONTHS, kind="amount")
    assert (claim.item, claim.measure, claim.fund) == ("current_expenditure", "final", "general")


def test_the_same_month_of_the_year_before_is_a_base() -> None:
    claim = one("8月份，全市财政收入完成26.10亿元，比去年同月增加3.90亿元，增长17.6%。", MONTHS, kind="change")
    assert (claim.amount_text, claim.base_period) == ("3.90亿元", "2022M8")


def test_classes_by_names_of_other_years_are_classes() -> None:
    text = "其中：城乡社区事务支出6,100万元，环境保护支出1,300万元，农林水事务支出40,200万元。"
    found = {c.item_text: (c.item, c.item_code) for c in claims(text, MONTHS) if c.kind == "amount"}
    assert found == {
        "城乡社区事务支出": ("function", "212"),
        "环境保护支出": ("function", "211"),
        "农林水事务支出": ("function", "213"),
    }


def test_a_class_between_classes_may_leave_out_the_word_expenditure() -> None:
    text = "公共安全支出6,100万元，增长1.1%；节能环保7,200万元，增长2.2%；交通运输支出800万元。"
    claim = one(text, MONTHS, amount_text="7,200万元")
    assert (claim.item, claim.item_code) == ("function", "211")


def test_a_multiple_is_a_rate() -> None:
    claim = one("契税完成2.42亿元，增长3.25倍。", MONTHS, kind="amount")
    assert (claim.percent, claim.percent_text, claim.direction) == (Decimal("325"), "3.25倍", "增加")


def test_grown_to_a_multiple_is_no_rate_of_growth() -> None:
    assert all(claim.percent is None for claim in claims("契税完成2.42亿元，增长到上年的3.25倍。", MONTHS))


def test_not_above_is_not_above() -> None:
    text = "2019年“三公”经费支出决算为22.62万元。本年度“三公”经费决算数未超过2019年预算数。"
    assert not [claim for claim in claims(text, FINAL) if claim.kind == "comparison" and claim.direction == "增加"]


def test_a_year_within_brackets_is_not_the_year_of_what_follows() -> None:
    text = "2024年，本单位实施项目共12个（含2023年转列项目3个），实际到位资金250.40万元。"
    assert {claim.period for claim in claims(text, FINAL) if claim.amount_text == "250.40万元"} == {"2024"}


def test_abroad_without_brackets_is_abroad() -> None:
    text = "2020年度“三公”经费支出决算为6.20万元，比去年增加1.10万元。其中，因公出国支出决算比预算无增减变化，比去年无增减变化。"
    found = [claim for claim in claims(text, FINAL) if claim.kind == "comparison"]
    assert {claim.item for claim in found} == {"abroad"}
    assert {claim.base_period for claim in found} == {"budget", "2019"}


def test_the_cost_of_running_cars_by_its_short_name() -> None:
    assert one("公务用车运行支出4.35万元。", FINAL, kind="amount").item == "vehicle_operation"


def test_items_numbered_within_one_sentence() -> None:
    text = (
        "2023年“三公”经费预算安排480万元，与2022年预算持平：一、2023年因公出国（境）费预算160万元，与2022年预算相比增加60万元，"
        "二、2023年公务用车购置及运行费预算140万元，公务用车购置费0万元，主要原因是严控支出，三、2023年公务接待费预算180万元，"
        "与2022年预算相比持平。"
    )
    found = {claim.item: claim.amount_text for claim in claims(text, NOTE) if claim.kind == "amount"}
    assert found == {
        "three_public": "480万元",
        "abroad": "160万元",
        "vehicle": "140万元",
        "vehicle_purchase": "0万元",
        "reception": "180万元",
    }


def test_a_title_and_the_day_of_publication_are_no_part_of_the_text() -> None:
    text = (
        "1-8月份全市一般公共预算收支情况\n15.09.2023  11:05\n"
        "  1-8月份，全市一般公共预算收入完成66.1亿元，同比下降1.5%。\n"
        "  分级次看，非税收入完成5.2亿元，同比下降2.1%。"
    )
    found = [claim for claim in claims(text, MONTHS) if claim.kind == "amount"]
    assert [(claim.subject, claim.period) for claim in found] == [("全市", "2023M1-8"), ("全市", "2023M1-8")]
    assert all("11:05" not in claim.sentence for claim in found)


def test_the_months_of_the_title_hold_where_a_sentence_names_none() -> None:
    text = "某县2023年1-8月财政收支情况\n2023-09-15\n全县一般公共预算收入完成6.1亿元，税收收入完成4.2亿元。"
    assert {claim.period for claim in claims(text, MONTHS)} == {"2023M1-8"}


def test_a_name_in_brackets_after_a_list_is_what_the_sum_is_of() -> None:
    text = "因公出国（境）经费、公务接待费、公车购置费，公车运行费（“三公”经费）决算总额310万元，比上年下降1.8%。"
    found = [claim.item for claim in claims(text, FINAL) if claim.kind == "amount"]
    assert found == ["three_public"]


def test_nearly_is_no_exact_amount() -> None:
    text = "全市一般公共预算支出近2300亿元。全市一般公共预算收入约210亿元。"
    assert {claim.kind for claim in claims(text, MONTHS)} == {"unbound"}


def test_a_year_without_a_stage_is_not_the_period_of_a_government_report() -> None:
    report = Identity(fiscal_year=2018, stage=None, tier="government", body=None)
    claim = one("市级政府性基金预算收入50.4亿元，同比增长9.8%。", report, kind="amount")
    assert claim.period is None
    assert one("上半年，市级一般公共预算收入50.4亿元。", report, kind="amount").period == "2018H1"


def test_a_limit_for_new_debt_is_not_the_limit_of_debt() -> None:
    text = "省财政厅下达我州2024年新增债务限额30亿元，其中一般债务10亿元、专项债务20亿元。全州专项债务限额150亿元。"
    found = {claim.amount_text: claim.item for claim in claims(text, MONTHS) if claim.amount_text}
    assert found["150亿元"] == "special_debt"
    assert "general_debt" not in found.values()
    assert found["20亿元"] != "special_debt" and found["30亿元"] != "government_debt"


def test_year_and_half_year_apart_in_a_title_are_one_period() -> None:
    report = Identity(fiscal_year=2024, stage="execution", tier="government", body="某州")
    text = "2024年某州上半年预算执行情况\n（一）支出。全州一般公共预算支出60.2亿元，完成调整预算的50.1%。"
    assert {claim.period for claim in claims(text, report)} == {"2024H1"}


def test_classes_listed_after_a_colon_may_leave_out_the_word_expenditure() -> None:
    text = "全州一般公共预算支出60.2亿元。重点支出情况：教育10.1亿元，增长3%；社会保障和就业8.4亿元；卫生健康8.2亿元。"
    found = {
        claim.amount_text: (claim.item, claim.item_code) for claim in claims(text, MONTHS) if claim.kind == "amount"
    }
    assert found["10.1亿元"] == ("function", "205")
    assert found["8.4亿元"] == ("function", "208")
    assert found["8.2亿元"] == ("function", "210")


def test_a_bare_name_after_another_colon_stays_unbound() -> None:
    text = "全州一般公共预算支出60.2亿元。上级补助情况：教育10.1亿元。"
    assert ("function", "205") not in {(claim.item, claim.item_code) for claim in claims(text, MONTHS)}


def test_a_budget_said_beside_months_is_of_the_year_and_what_follows_of_the_months() -> None:
    text = (
        "2023年1-8月，全市一般公共预算收入完成81.00亿元，占年初预算200.00亿元的40.5%。"
        "全市政府性基金预算收入年初预算50亿元，完成20亿元。全市一般公共预算收入调整预算210亿元。"
    )
    found = {claim.amount_text: (claim.measure, claim.period) for claim in claims(text, MONTHS) if claim.amount_text}
    assert found == {
        "81.00亿元": ("final", "2023M1-8"),
        "200.00亿元": ("budget", "2023"),
        "50亿元": ("budget", "2023"),
        "20亿元": ("final", "2023M1-8"),
        "210亿元": ("revised_budget", "2023"),
    }


def test_income_that_offices_have_gathered_is_income() -> None:
    text = "1-8月，全县共组织财政收入12.30亿元，同比增长5.2%。税务部门组织税收收入9.10亿元。累计组织一般公共预算收入8.10亿元。"
    found = {claim.amount_text: claim.item for claim in claims(text, MONTHS) if claim.kind == "amount"}
    assert found == {"12.30亿元": "current_income", "9.10亿元": "tax_revenue", "8.10亿元": "current_income"}


def test_the_office_for_organisation_is_not_taken_for_gathering() -> None:
    named = one("组织事务支出12.30万元。", NOTE, kind="amount")
    assert "组织事务" in (named.item_text or "")
