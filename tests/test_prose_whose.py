"""Whose and of what a claim is where the words before it tell: headings, lists, funds, the name of the publisher."""

from __future__ import annotations

from decimal import Decimal

from tests.test_prose_claims import UNIT, claims, one


def test_the_budget_under_a_heading_of_one_side_is_the_total_of_that_side() -> None:
    text = (
        "（一）收入预算。2024年年初预算数190.98万元，其中：一般公共预算拨款190.98万元，其他收入0万元。"
        "收入比2023年的122.44万元增加68.54万元。"
    )
    level = one(text, UNIT, kind="amount", item="income_total", period="2024")
    assert (level.amount_text, level.change_text, level.base_yuan) == ("190.98万元", "68.54万元", Decimal(1224400))
    other = one(text, UNIT, fund="other", period="2024")
    assert (other.amount_text, other.change_text) == ("0万元", None)


def test_a_change_of_a_side_after_a_list_of_parts_is_not_of_the_last_part() -> None:
    text = "一般公共服务支出146.07万元，住房保障支出44.91万元。支出比2023年增加68.54万元。"
    assert one(text, UNIT, item_code="221").change_text is None
    change = one(text, UNIT, kind="change")
    assert (change.item, change.amount_text, change.of_claim_id) == ("expenditure_total", "68.54万元", None)


def test_the_four_figures_of_a_fund_are_all_of_that_fund() -> None:
    text = (
        "2024年度政府性基金预算财政拨款年初结转和结余31.85万元，"
        "本年收入444.06万元，本年支出448.77万元，年末结转和结余27.14万元。"
    )
    assert [(c.item, c.fund) for c in claims(text)] == [
        ("carry_in", "government_fund"),
        ("current_income", "government_fund"),
        ("current_expenditure", "government_fund"),
        ("carry_out", "government_fund"),
    ]
    assert one("年初结转和结余31.85万元，本年收入444.06万元。", item="current_income").fund == "all"


def test_a_claim_is_of_what_its_sentence_calls_the_publisher() -> None:
    assert one("本单位2024年度收入总计100.00万元。").subject == "单位"
    assert one("本部门2024年度收入总计100.00万元。", UNIT).subject == "部门"
    assert one("2024年度收入总计100.00万元。").subject == "部门"
    assert {c.subject for c in claims("本部门（含本单位）2024年度收入总计100.00万元。", UNIT)} == {"单位"}
