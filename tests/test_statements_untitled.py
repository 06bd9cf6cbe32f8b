"""Tables whose title is lost: recognised by a header that one kind alone has, and then in doubt; otherwise refused."""

from __future__ import annotations

import pytest

from pipelines.facts import facts_of
from pipelines.facts.labels import DOUBTED
from pipelines.records.core import AmountFact
from tests.by_hand import grid, one, refused

UNIT = ("部门：示例局", "单位：万元")
RESERVE = """
    合计|基本支出|项目支出|单位预留机动经费|结转下年资金
    180.00|120.00|50.00|10.00|
"""
SIGNATURES = [
    ("expenditure", RESERVE),
    (
        "income",
        """
        科目编码|科目名称|合计|一般公共预算|政府性基金|事业收入|上级补助收入|其他收入
        |合计|90.00|80.00||10.00||
        204|公共安全支出|90.00|80.00||10.00||
        """,
    ),
    (
        "government_fund",
        """
        科目编码|科目名称|本年政府性基金预算支出|<|<
        ^|^|合计|基本支出|项目支出
        |合计|90.00||90.00
        212|城乡社区支出|90.00||90.00
        """,
    ),
    (
        "state_capital",
        """
        科目编码|科目名称|国有资本经营预算支出|<|<
        ^|^|合计|基本支出|项目支出
        |合计|90.00||90.00
        223|国有资本经营预算支出|90.00||90.00
        """,
    ),
]


@pytest.mark.parametrize(("kind", "table"), SIGNATURES, ids=[kind for kind, _ in SIGNATURES])
def test_a_header_that_one_kind_alone_has_tells_it_and_all_is_in_doubt(kind: str, table: str) -> None:
    found = one(grid(table, UNIT))
    assert (found.kind, found.title, found.is_by_header) == (kind, "", True)
    facts = [fact for fact in facts_of(found, "0" * 64) if isinstance(fact, AmountFact)]
    assert facts
    assert {fact.confidence for fact in facts} == {DOUBTED}


def test_with_its_title_it_is_certain() -> None:
    found = one(grid(RESERVE, ("支出预算总表", *UNIT)))
    assert (found.kind, found.is_by_header) == ("expenditure", False)
    assert {fact.confidence for fact in facts_of(found, "0" * 64) if isinstance(fact, AmountFact)} == {1.0}


@pytest.mark.parametrize("noise", ["-", "—", "~", ".", " -", "·"])
def test_strokes_that_a_scan_adds_to_a_title_do_not_hide_it(noise: str) -> None:
    found = one(grid(RESERVE, (f"三、支出预算总表{noise}", *UNIT)))
    assert (found.kind, found.is_by_header) == ("expenditure", False)


@pytest.mark.parametrize(
    "table",
    [
        "科目编码|科目名称|合计|基本支出|项目支出\n|合计|90.00|80.00|10.00\n204|公共安全支出|90.00|80.00|10.00",
        "科目编码|科目名称|金额\n|合计|90.00\n204|公共安全支出|90.00",
        "科目编码|科目名称|年初结转和结余|本年收入|本年支出|年末结转和结余\n204|公共安全支出|1.00|90.00|90.00|1.00",
    ],
)
def test_a_header_that_several_kinds_have_tells_none(table: str) -> None:
    assert "未见表名" in refused(grid(table, UNIT)).reason


def test_codes_that_speak_against_the_header_refuse_it() -> None:
    table = """
        科目编码|科目名称|合计|基本支出|项目支出|单位预留机动经费|结转下年资金
        301|工资福利支出|180.00|120.00|50.00|10.00|
        30101|基本工资|180.00|120.00|50.00|10.00|
    """
    assert "未见表名" in refused(grid(table, UNIT)).reason


def test_a_title_of_another_table_is_not_overruled_by_the_header() -> None:
    assert "示例情况表" in refused(grid(RESERVE, ("示例情况表", *UNIT))).reason


def test_a_sentence_that_leads_to_a_table_is_no_title() -> None:
    found = one(grid(RESERVE, ("本年支出具体情况见下表：", *UNIT)))
    assert (found.title, found.is_by_header) == ("", True)


def test_an_untitled_table_whose_title_might_name_the_fund_is_in_doubt() -> None:
    table = "科目编码|科目名称|机关运行经费支出\n|合计|56.00\n302|商品和服务支出|50.00\n310|资本性支出|6.00"
    untitled = one(grid(table, UNIT))
    assert (untitled.kind, untitled.title, untitled.is_by_header) == ("operating_cost", "", True)
    assert {fact.confidence for fact in facts_of(untitled, "0" * 64) if isinstance(fact, AmountFact)} == {DOUBTED}
    titled = one(grid(table, ("一般公共预算机关运行经费支出预算表", *UNIT)))
    assert {column.fund for column in titled.columns if column.measure} == {"general"}
    assert {fact.confidence for fact in facts_of(titled, "0" * 64) if isinstance(fact, AmountFact)} == {1.0}
