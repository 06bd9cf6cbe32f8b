"""What a sentence states becomes a claim bound to its item, period and measure, or stays unbound: never guessed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from pipelines.facts.prose import claims_of
from pipelines.records.core import ClaimRecord
from pipelines.records.pages import Box, Document, Identity, Line, Page

FINAL = Identity(fiscal_year=2024, stage="final", tier="department", body="某市某局")
BUDGET = Identity(fiscal_year=2024, stage="budget", tier="department", body="某市某局")
CITY = Identity(fiscal_year=2016, stage="final", tier="government", body="某市")


def claims(text: str, identity: Identity = FINAL) -> list[ClaimRecord]:
    lines = tuple(Line(line, None) for line in text.strip().split("\n"))
    return list(claims_of(Document("ab" * 32, "text/plain", 1, (Page(1, 0, 0, lines=lines),)), (), identity))


def one(text: str, identity: Identity = FINAL, **wanted: Any) -> ClaimRecord:
    """The only claim with these values."""
    found = [c for c in claims(text, identity) if all(getattr(c, name) == value for name, value in wanted.items())]
    assert len(found) == 1, claims(text, identity)
    return found[0]


def figures(text: str, identity: Identity = FINAL) -> list[tuple[str | None, str | None, str | None]]:
    """Item, measure and printed amount of every claim that has an amount."""
    return [(c.item, c.measure, c.amount_text) for c in claims(text, identity) if c.amount_text]


UNIT = Identity(fiscal_year=2024, stage="budget", tier="unit", body="某市某局")

# amounts


def test_an_amount_is_exact_and_keeps_what_its_last_digit_is_worth() -> None:
    claim = one("2024年度收入支出总计9859.38万元。")
    assert claim.amount_yuan == Decimal("98593800.00")
    assert claim.last_digit_yuan == Decimal("100.00")
    assert (claim.item, claim.measure, claim.fund, claim.period) == ("income_expenditure_total", "final", "all", "2024")
    assert (claim.amount_text, claim.unit, claim.subject, claim.kind) == ("9859.38万元", "万元", "部门", "amount")


def test_one_sentence_one_amount_one_change_one_rate() -> None:
    found = claims("机关运行经费支出142.80万元，比2023年度减少13.52万元，下降8.65%。")
    level, change = found
    assert (level.amount_text, level.change_text, level.percent, level.direction) == (
        "142.80万元",
        "13.52万元",
        Decimal("8.65"),
        "减少",
    )
    assert (change.kind, change.amount_text, change.percent_text, change.base_period) == (
        "change",
        "13.52万元",
        "8.65%",
        "2023",
    )
    assert change.of_claim_id == level.claim_id
    assert level.change_yuan == Decimal(135200)


def test_the_change_may_stand_in_the_next_sentence_but_the_reason_between_takes_nothing() -> None:
    text = "住房保障支出1856.69万元，主要用于发放补贴8万元。与上年相比增加774.26万元，增长71.53%。"
    found = claims(text, BUDGET)
    assert [(c.kind, c.item_code, c.amount_text) for c in found] == [
        ("amount", "221", "1856.69万元"),
        ("unbound", None, "8万元"),
        ("change", "221", "774.26万元"),
    ]
    assert found[0].change_text == "774.26万元"
    assert found[0].base_period == "2023"


def test_a_reason_binds_only_what_it_names_itself() -> None:
    text = "支出预算总计100万元，比上年增加20万元。主要原因是基本支出增加15万元、减少3万元，去年多支5万元。"
    found = {c.amount_text: (c.kind, c.item) for c in claims(text, BUDGET)}
    assert found["15万元"] == ("change", "basic")
    assert found["5万元"] == ("unbound", None)


def test_budget_final_and_completion_of_one_thing() -> None:
    text = "1、教育支出（类）普通教育（款）初中教育（项）。主要用于：办学。年初预算为400万元，"
    text += "支出决算为500.00万元，完成年初预算的125%。"
    budget, final = claims(text)
    assert (budget.item, budget.item_code, budget.measure) == ("function", "2050203", "budget")
    assert (final.item_code, final.measure, final.completion_percent, final.completion_of) == (
        "2050203",
        "final",
        Decimal(125),
        "budget",
    )


def test_the_completion_may_follow_a_full_stop() -> None:
    found = claims("公务接待费年初预算为0.88万元，支出决算为0.88万元。完成年初预算的100.00%。")
    assert [c.completion_percent for c in found] == [None, Decimal("100.00")]


def test_a_budget_named_with_its_amount_is_a_figure_of_its_own() -> None:
    text = "“三公”经费财政拨款支出决算为62.07万元,完成全年预算84.82万元的73.2%。"
    assert figures(text) == [
        ("three_public", "final", "62.07万元"),
        ("three_public", "revised_budget", "84.82万元"),
    ]


def test_in_a_budget_document_the_budget_is_the_total_and_last_years_figures_are_last_years() -> None:
    text = "2.“一般公共服务支出（类）统计信息事务（款）统计管理（项）”2.63万元。"
    text += "2023年当年预算执行数为1.48万元，2024年预算安排2.63万元，比2023年预算执行数增加77.70%。"
    found = [(c.item_code, c.measure, c.period, c.amount_text) for c in claims(text, BUDGET)]
    assert found == [
        ("2010506", "total", "2024", "2.63万元"),
        ("2010506", "final", "2023", "1.48万元"),
        ("2010506", "total", "2024", "2.63万元"),
    ]
    last = claims(text, BUDGET)[-1]
    assert (last.percent, last.base_period, last.base_yuan) == (Decimal("77.70"), "2023", Decimal(14800))


def test_the_base_may_be_printed_with_its_amount() -> None:
    text = "机关运行经费36.11万元，比上年42.83万元减少6.72万元。"
    level, base, change = claims(text, BUDGET)
    assert (base.item, base.period, base.amount_text) == ("operating_cost", "2023", "42.83万元")
    assert level.base_yuan == base.amount_yuan == change.base_yuan


def test_a_path_takes_what_it_leaves_out_from_the_heading() -> None:
    text = "（一）公共安全（类）\n1．法院（款）行政运行（项）支出11786.92万元，与上年相比增加10.44万元。"
    assert {c.item_code for c in claims(text, BUDGET)} == {"2040501"}


def test_a_subject_that_no_list_knows_keeps_its_printed_name_and_has_no_code() -> None:
    claim = one("一般公共服务支出（类）天文事务（款）观星（项）支出5万元。")
    assert (claim.item, claim.item_code, claim.item_text) == ("function", None, "一般公共服务支出-天文事务-观星")


def test_a_path_with_dashes_is_a_path() -> None:
    text = "“社会保障和就业支出-行政事业单位养老支出-行政单位离退休”科目155.42万元。"
    assert one(text, BUDGET).item_code == "2080501"


def test_economic_classes_are_read_where_basic_expenditure_is_told() -> None:
    text = "六、财政拨款基本支出预算情况说明\n（1）会议费（款）支出66.72万元。"
    claim = one(text, BUDGET)
    assert (claim.item, claim.item_code) == ("economic", "30215")
    assert one("会议费支出66.72万元。", BUDGET).item == "meeting"


# lists, brackets, shares


def test_a_list_gives_its_parts_fund_measure_and_whole() -> None:
    text = "一般公共预算财政拨款基本支出5377.64万元。其中：人员经费4896.98万元，占91.06%；公用经费480.66万元。"
    personnel = one(text, amount_text="4896.98万元")
    assert (personnel.item, personnel.fund, personnel.measure) == ("basic_personnel", "general", "final")
    share = one(text, kind="share")
    assert (share.percent, share.share_of, share.of_claim_id) == (Decimal("91.06"), "basic", personnel.claim_id)


def test_after_a_list_the_whole_is_spoken_of_again() -> None:
    text = "政府采购预算50万元，其中：货物30万元、服务20万元。比上年减少10万元，下降16.67%。"
    assert one(text, BUDGET, kind="change").item == "procurement"
    assert one(text, BUDGET, amount_text="50万元").change_text == "10万元"


def test_after_a_bracket_the_change_is_that_of_the_figure_before_it() -> None:
    text = "公务用车购置及运行费2535万元(其中,公务用车购置费256万元,公务用车运行维护费2279万元),比预算数减少1959万元。"
    change = one(text, kind="change")
    assert (change.item, change.base_period) == ("vehicle", "budget")


def test_an_amount_after_two_names_is_of_both() -> None:
    assert one("进口货物增值税、消费税15969亿元，同比增长24.9%。", CITY, kind="amount").item == "进口货物增值税、消费税"


def test_respectively() -> None:
    text = "政府采购货物、政府采购工程、政府采购服务分别为1万元、2万元和3万元。"
    assert figures(text) == [
        ("procurement_goods", "final", "1万元"),
        ("procurement_works", "final", "2万元"),
        ("procurement_services", "final", "3万元"),
    ]


def test_respectively_with_other_counts_of_names_and_amounts_stays_unbound() -> None:
    text = "政府采购货物、政府采购工程分别为1万元、2万元和3万元。"
    assert {c.kind for c in claims(text)} == {"unbound"}


def test_changes_given_respectively_belong_to_the_figures_listed_before() -> None:
    text = "因公出国（境）费21万元，公务接待费14万元。与2023年决算数相比，分别减少1万元、2万元。"
    found = [(c.item, c.kind, c.amount_text) for c in claims(text) if c.kind == "change"]
    assert found == [("abroad", "change", "1万元"), ("reception", "change", "2万元")]


def test_a_count_takes_its_meaning_from_its_words_and_its_unit() -> None:
    text = "全年安排因公出国（境）团组3个、累计7人次。\n国内公务接待25批次，210人次。公务用车保有量为2辆。"
    assert [(c.item, c.quantity) for c in claims(text)] == [
        ("abroad_groups", 3),
        ("abroad_people", 7),
        ("receptions", 25),
        ("guests", 210),
        ("vehicles_kept", 2),
    ]


def test_counts_that_mean_nothing_here_are_left_out_or_unbound() -> None:
    assert claims("内设机构23个，编制15项。") == []
    assert [c.kind for c in claims("行政编制496人。")] == ["unbound"]


def test_a_threshold_limits_what_is_counted_and_is_no_figure() -> None:
    threshold, equipment = claims("截至2024年12月31日，单价100万元（含）以上设备（不含车辆）3台（套）。")
    assert (threshold.kind, threshold.item) == ("threshold", None)
    assert (equipment.item, equipment.quantity, equipment.period) == ("equipment", 3, "2024-12-31")


# comparison, absence, change of form


def test_no_change_is_a_direction() -> None:
    claim = one("公务接待费1.35万元。比2023年预算持平。", BUDGET)
    assert (claim.direction, claim.base_period, claim.change_yuan) == ("持平", "2023", None)


def test_nearly_equal_is_no_direction() -> None:
    assert one("公务接待费1.35万元，与上年基本持平。", BUDGET).direction is None


def test_a_final_figure_compared_with_the_budget_is_a_comparison() -> None:
    text = "公务接待费年初预算为5万元，支出决算为4万元。决算数小于预算数的主要原因：厉行节约。"
    claim = one(text, kind="comparison")
    assert (claim.item, claim.direction, claim.base_period) == ("reception", "减少", "budget")


def test_a_growth_word_against_the_change_word_is_kept_as_its_own_claim() -> None:
    text = "公务接待费5万元，比上年增加1万元，下降20%。"
    assert [(c.kind, c.direction, c.percent_text) for c in claims(text)] == [
        ("amount", "增加", None),
        ("change", "增加", None),
        ("change", "减少", "20%"),
    ]


def test_a_rate_without_its_sign_is_kept_as_printed() -> None:
    assert one("会议费2万元，比上年增长13.95。", kind="amount").percent_text == "13.95"


def test_a_level_after_a_change_word_is_a_level() -> None:
    claim = one("公务接待费支出决算减少为0.00万元，与2023年持平。")
    assert (claim.item, claim.amount_yuan, claim.change_yuan, claim.direction) == (
        "reception",
        Decimal(0),
        None,
        "持平",
    )


def test_from_one_amount_to_another() -> None:
    text = "一、2016年市本级决算情况\n市本级一般公共预算支出由40亿元变动为41.7亿元。"
    before, after = claims(text, CITY)
    assert (before.measure, after.measure, after.base_yuan, after.direction) == (
        "budget",
        "revised_budget",
        Decimal(4_000_000_000),
        "增加",
    )
    assert before.subject == after.subject == "市本级"


def test_a_ratio_is_two_shares_and_a_change_in_points() -> None:
    text = "2017年上半年，税收收入与非税收入的比重由上年同期的53:47变动为67:33，税收收入占比提高了14个百分点。"
    found = claims(text, CITY)
    assert [(c.kind, c.item, c.percent_text) for c in found] == [
        ("share", "tax_revenue", "53:47"),
        ("share", "tax_revenue", "67:33"),
        ("change", "tax_revenue", "14个百分点"),
    ]


def test_absence_is_a_claim_and_a_supposed_case_is_not() -> None:
    absent = one("某市某局2024年度无政府性基金预算财政拨款收入和支出。")
    assert (absent.kind, absent.fund, absent.amount_yuan) == ("absence", "government_fund", None)
    assert claims("无政府性基金预算财政拨款收入支出的部门，作下述说明：") == []


def test_no_car_in_a_reason_is_no_absence() -> None:
    assert [c.kind for c in claims("公务用车购置费0万元，主要原因是无公务用车购置。", BUDGET)] == ["amount"]


# periods, subjects, headings


def test_half_a_year_and_its_base() -> None:
    text = "三、2017年上半年全市预算执行情况及下半年财政工作重点\n上半年,全市一般公共预算收入59.9亿元,"
    text += "同比增长10.4%,增收5.7亿元,其中市本级收入18.5亿元,同比增长9.2%。"
    city, change, own = claims(text, CITY)
    assert (city.period, city.base_period, city.subject, city.percent) == ("2017H1", "2016H1", "全市", Decimal("10.4"))
    assert (change.kind, change.percent) == ("change", Decimal("10.4"))
    assert (own.item, own.fund, own.subject, own.period) == ("current_income", "general", "市本级", "2017H1")


def test_the_same_below_holds_for_the_section_and_not_beyond() -> None:
    text = (
        "一、2016年决算情况\n（一）收入情况\n一般公共预算收入27.1亿元，比2015年（下同）下降21.8%。\n"
        "（二）基金情况\n政府性基金收入2.3亿元，下降24.4%。\n"
        "二、其他情况\n2016年上半年政府性基金收入1.3亿元，下降24.4%。"
    )
    # beyond, the rate is counted from the same period a year before, as is customary when a report names none
    assert [c.base_period for c in claims(text, CITY)] == ["2015", "2015", "2015H1"]


def test_parts_named_by_who_collects_them() -> None:
    text = "一般公共预算收入完成34096万元。其中:税务部门完成21334万元,为年预算的28.9%;财政部门完成12762万元。"
    assert [(c.item, c.subject) for c in claims(text, CITY)] == [
        ("current_income", None),
        ("current_income", "税务部门"),
        ("current_income", "财政部门"),
    ]


def test_money_set_aside_by_function_is_no_expenditure_on_that_function() -> None:
    text = "一、2016年决算情况\n上年结转8831万元,其中教育支出1499万元。"
    assert [(c.item, c.item_code) for c in claims(text, CITY)] == [("carry_in", None), ("carry_in", "205")]


def test_words_before_an_item_make_another_item_of_it() -> None:
    assert one("国有土地使用权出让收入52059亿元。", CITY).item == "国有土地使用权出让收入"
    assert one("某项目提供的一般公共预算收入达23.5亿元。", CITY).kind == "unbound"
    assert one("上划中央收入完成37.78亿元。", CITY).item == "上划中央收入"


def test_the_name_of_the_body_changes_nothing() -> None:
    assert one("某市某局收入预算3121.42万元。", BUDGET).item == "income_total"
    assert one("下属某某中心财政拨款的机关运行经费预算为5万元。", BUDGET).item == "operating_cost"


def test_the_money_after_what_was_counted_is_of_the_same_and_not_of_the_whole() -> None:
    text = "国内公务接待25批次，160人次，共计支出2万元。"
    assert [(c.item, c.kind) for c in claims(text)] == [
        ("receptions", "amount"),
        ("guests", "amount"),
        ("reception_domestic", "amount"),
    ]


def test_an_amount_said_to_be_about_right_stays_unbound() -> None:
    assert one("公务接待费200多万元。").kind == "unbound"


def test_what_follows_an_unbound_figure_is_not_bound_to_the_one_before_it() -> None:
    text = "公务接待费5万元，某某工作使3万元，增长20%。"
    assert [(c.item, c.percent_text) for c in claims(text)] == [("reception", None), (None, None), (None, "20%")]


def test_headings_are_kept_with_the_claim_and_tell_the_statement() -> None:
    text = "三、支出决算情况说明\n本年支出合计5万元。\n七、财政拨款“三公”经费支出决算情况说明\n公务接待费支出1万元。"
    found = claims(text)
    assert [c.statement for c in found] == ["expenditure", "three_public"]
    assert found[1].section == "财政拨款“三公”经费支出决算情况说明"


def test_definitions_and_blank_forms_state_nothing() -> None:
    text = "第四部分 名词解释\n一、三公经费：指安排5万元以上的支出。"
    assert claims(text) == []
    blank = Identity(fiscal_year=2024, stage="final", tier="department", is_blank_template=True)
    assert claims("本年收入合计5万元。", blank) == []


def test_a_claim_knows_its_page_and_box() -> None:
    text = "本年收入合计9746.50万元。"
    boxes = tuple(Box(80 + 10 * i, 100, 90 + 10 * i, 112) for i in range(len(text)))
    line = Line(text, Box(80, 100, 80 + 10 * len(text), 112), boxes)
    document = Document("cd" * 32, "application/pdf", 7, (Page(7, 595, 842, lines=(line,)),))
    claim = claims_of(document, (), FINAL)[0]
    start = text.index("9746.50")
    assert (claim.page, claim.x0, claim.x1) == (7, 80 + 10 * start, 80 + 10 * (start + len("9746.50万元")))
    assert (claim.top, claim.bottom, claim.method, claim.confidence) == (100, 112, "text", 1.0)
    assert claim.claim_id == "cdcdcdcdcdcdcdcd.p7.c1"
