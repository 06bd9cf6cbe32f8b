"""Sentences as they are written in other places: what a person reads in them, figure by figure.

Every case of ``prose_styles`` and ``prose_publishers`` is an own text in a customary form (central departments, provinces,
cities, counties); its rows were written down from reading.
"""

from __future__ import annotations

import pytest

from pipelines.facts.prose import claims_of
from pipelines.records.core import ClaimRecord
from pipelines.records.pages import Document, Identity, Line, Page
from tests import prose_publishers, prose_styles
from tests.prose_publishers import COMPARED
from tests.prose_styles import CITY, DISTRICT, PLAN, UNIT

CASES = prose_styles.CASES | prose_publishers.CASES


def claims(text: str, identity: Identity) -> list[ClaimRecord]:
    lines = tuple(Line(line, None) for line in text.strip().split("\n"))
    return list(claims_of(Document("cd" * 32, "text/plain", 1, (Page(1, 0, 0, lines=lines),)), (), identity))


def _read(claim: ClaimRecord, columns: int) -> tuple[str, ...]:
    if claim.kind in ("unbound", "threshold"):
        return (claim.amount_text or "", "?" if claim.kind == "unbound" else "!")
    item = f"{claim.item} {claim.item_code}" if claim.item_code else claim.item or ""
    said = (claim.amount_text, item, claim.measure, claim.fund, claim.period, claim.subject)
    return tuple(part or "" for part in said[:columns])


@pytest.mark.parametrize("name", CASES)
def test_every_figure_is_read_as_a_person_reads_it(name: str) -> None:
    identity, text, rows = CASES[name]
    truth = [tuple(part.strip() for part in row.strip().split("|")) for row in rows.split("\n") if row.strip()]
    columns = max((len(row) for row in truth), default=5)
    found = [_read(claim, columns) for claim in claims(text, identity) if claim.amount_text]
    assert found == truth


# comparisons


def test_the_base_of_the_report_holds_in_all_its_sections() -> None:
    text = "一、执行情况\n（一）一般预算\n一般公共预算收入完成5亿元，同比增长6.5%。\n（二）基金\n"
    text += "政府性基金收入完成3亿元，下降21.3%。"
    assert [c.base_period for c in claims(text, CITY)] == ["2022", "2022"]


def test_what_is_compared_with_no_period_has_no_base() -> None:
    text = "一般公共预算收入5亿元，同比增长6%。\n2022年决算与向大会报告的执行数相比，"
    text += "一般公共预算收入增加125万元，支出减少3,210万元。"
    found = claims(text, DISTRICT)
    assert [(c.item, c.change_text or c.amount_text, c.base_period) for c in found if c.kind == "change"] == [
        ("current_income", "125万元", None),
        ("current_expenditure", "3,210万元", None),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "一般公共预算收入5亿元，剔除留抵退税因素后同口径增长1.2%。",
        "机关运行经费支出9193万元，按与上年统计口径一致相比，本年比上年减少161.96万元，下降了4.39%。",
    ],
)
def test_a_rate_on_another_basis_is_not_given_to_the_figure(text: str) -> None:
    level, *others = claims(text, DISTRICT)
    assert level.percent is None and level.change_yuan is None
    assert others and all(claim.kind == "unbound" for claim in others)


def test_after_the_bracket_on_another_basis_the_sentence_goes_on() -> None:
    level, _ = claims("一般公共预算收入5亿元，同比增长5.6%（同口径增长8.1%），完成预算的101.2%。", CITY)
    assert str(level.percent) == "5.6"
    assert str(level.completion_percent) == "101.2"


def test_shares_in_numbered_items_are_of_what_opened_the_list() -> None:
    text = (
        "（二）结构情况\n2023年度一般公共预算财政拨款支出100万元，主要用于以下方面：\n"
        "1.教育（类）支出79.6万元，占79.6%。主要是办学。\n2.住房保障（类）支出20.4万元，占20.4%。"
    )
    assert [c.share_of for c in claims(text, UNIT) if c.kind == "share"] == ["current_expenditure"] * 2


def test_a_sibling_is_no_part_of_the_list_before_it() -> None:
    text = "2024年支出预算100万元，其中：基本支出60万元，其中：人员经费50万元；项目支出40万元，占40%。"
    assert next(c.share_of for c in claims(text, PLAN) if c.kind == "share") != "basic"


def test_contracts_of_goods_are_not_all_contracts() -> None:
    text = "（二）政府采购支出情况\n授予中小企业合同金额180万元；货物采购授予中小企业合同金额占货物支出金额的70%。"
    share = next(c for c in claims(text, UNIT) if c.kind == "share")
    assert (share.item, share.share_of) == ("procurement_goods_sme_awarded", "procurement_goods")


def test_each_its_own_rate_in_order_with_its_sign() -> None:
    text = "教育支出1200亿元、科学技术支出150亿元、卫生健康支出800亿元，分别增长4.5%、12.3%、-3.2%。"
    found = [(c.item_code, str(c.percent), c.percent_text) for c in claims(text, CITY)]
    assert found == [("205", "4.5", "4.5%"), ("206", "12.3", "12.3%"), ("210", "-3.2", "-3.2%")]


def test_fewer_rates_than_figures_are_given_to_none() -> None:
    text = "教育支出1200亿元、科学技术支出150亿元、卫生健康支出800亿元，分别增长4.5%、12.3%。"
    assert [(c.kind, c.direction) for c in claims(text, CITY)] == [("amount", None)] * 3 + [("unbound", None)] * 2


def test_a_share_of_a_budget_is_no_completion() -> None:
    text = "2024年支出预算100万元，其中基本支出预算60万元，占总支出预算的60%。"
    share = next(c for c in claims(text, PLAN) if c.kind == "share")
    assert (share.item, share.share_of, share.completion_percent) == ("basic", "expenditure_total", None)


def test_the_final_figure_is_completed_not_the_budget() -> None:
    final, budget = claims("一般公共预算财政拨款支出4,480万元，年初预算4,300万元，完成年初预算的104.2%。", UNIT)
    assert (final.measure, str(final.completion_percent)) == ("final", "104.2")
    assert (budget.measure, budget.completion_percent) == ("budget", None)


def test_a_decrease_of_a_negative_amount_is_not_certain() -> None:
    assert [c.kind for c in claims("公务接待费支出决算数比上年减少-1.00万元。", UNIT)] == ["unbound"]


def test_at_least_so_many_percent_is_no_rate() -> None:
    assert [c.kind for c in claims("市级部门“三公”经费压减5%以上。", CITY)] == ["unbound"]


@pytest.mark.parametrize("name", COMPARED)
def test_what_is_compared_is_read_as_a_person_reads_it(name: str) -> None:
    identity, text, rows = COMPARED[name]
    truth = [tuple(part.strip() for part in row.strip().split("|")) for row in rows.split("\n") if row.strip()]
    found = [
        (c.amount_text, c.direction or "", c.change_text or "", c.percent_text or "", c.base_period or "")
        for c in claims(text, identity)
        if c.amount_text
    ]
    assert found == truth


def test_shares_of_several_figures_are_not_given_to_the_last() -> None:
    text = "工资福利支出32万元、商品和服务支出9万元，分别占基本支出的76.19%、21.43%。"
    assert [(c.kind, c.percent_text) for c in claims(text, PLAN) if c.percent_text] == [
        ("unbound", "76.19%"),
        ("unbound", "21.43%"),
    ]


def test_a_part_of_a_list_knows_its_whole() -> None:
    text = "2024年机关运行经费预算25.58万元，其中：办公费3.09万元、水费0.4万元；三公经费预算2万元。占预算总额的2.12%。"
    whole, *rest = claims(text, PLAN)
    assert [c.amount_text for c in rest if c.kind == "amount" and c.of_claim_id == whole.claim_id][:2] == [
        "3.09万元",
        "0.4万元",
    ]


def test_the_year_before_there_is_none_of_it() -> None:
    (absence,) = claims("2022年度没有国有资本经营预算财政拨款收入和支出。", UNIT)
    assert (absence.kind, absence.fund, absence.period) == ("absence", "state_capital", "2022")


def test_a_figure_named_with_another_year_is_not_the_one_before() -> None:
    text = "2023年“三公”经费支出决算为0.39万元。2022年度“三公”经费支出决算数小于预算数。"
    assert [(c.kind, c.period) for c in claims(text, UNIT)] == [("amount", "2023"), ("comparison", "2022")]
