"""The code lists: that they are sound as lists, that the questions asked of them get the right answers, and no more."""

from __future__ import annotations

import csv
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.reference.codes import (
    Code,
    Scheme,
    all_codes,
    all_functions,
    all_income_sources,
    claimed_years,
    code_status,
    economic_names,
    find_income_source,
    function_names,
    funds,
    government_code,
    is_known_function,
    level_of,
    name_fits,
    normalise_name,
    parent_code,
)

SCHEMES: tuple[Scheme, ...] = ("function", "department", "government", "revenue")
YEARS = range(2007, 2027)
FUND_VOCABULARY = {
    "all", "general", "government_fund", "state_capital", "special_account", "business", "business_operation",
    "superior_subsidy", "affiliate_remittance", "other", "unit", "social_insurance", "carryover",
}  # fmt: skip

# 类 by their years, written down from the published tables of national final accounts, not from the list under test.
CLASSES_ALWAYS = {
    "201", "202", "203", "204", "205", "206", "207", "208", "209", "210", "211", "212", "213", "214", "215", "229", "230",
}  # fmt: skip
CLASSES_2015_ON = CLASSES_ALWAYS | {
    "216", "217", "219", "220", "221", "222", "223", "227", "231", "232", "233",
}  # fmt: skip


def _by_code(scheme: Scheme) -> dict[str, list[Code]]:
    grouped: dict[str, list[Code]] = {}
    for row in all_codes(scheme):
        grouped.setdefault(row.code, []).append(row)
    return grouped


# --- the lists as lists ---


@pytest.mark.parametrize("scheme", SCHEMES)
def test_years_of_one_code_do_not_overlap(scheme: Scheme) -> None:
    for code, rows in _by_code(scheme).items():
        for before, after in pairwise(rows):
            assert before.valid_to is not None and after.valid_from is not None, code
            assert before.valid_to < after.valid_from, code
        for row in rows:
            assert (row.valid_from or 2007) <= (row.valid_to or 2026), code


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_parent_is_listed_and_in_force_whenever_a_child_is(scheme: Scheme) -> None:
    listed = _by_code(scheme)
    for row in all_codes(scheme):
        parent = parent_code(row.code)
        if parent is None:
            assert row.level == "类"
            continue
        assert parent in listed, row
        for year in YEARS:
            if row.in_force(year):
                assert any(above.in_force(year) for above in listed[parent]), (row, year)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_levels_follow_from_lengths(scheme: Scheme) -> None:
    for row in all_codes(scheme):
        assert row.level == {3: "类", 5: "款", 7: "项"}[len(row.code)]
        assert level_of(row.code, scheme) == row.level


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_row_names_its_source(scheme: Scheme) -> None:
    for row in all_codes(scheme):
        kind = row.source.split()[0]
        assert kind in {"observed", "classification", "legacy"}, row
        if kind == "classification":
            assert row.in_force(int(row.source.split()[1])), row
        if kind == "legacy":
            assert "未经证实" in row.note and not row.years_confirmed, row
        assert row.name == row.name.strip() and row.name, row


@pytest.mark.parametrize("scheme", SCHEMES)
def test_years_that_are_assumed_are_said_to_be(scheme: Scheme) -> None:
    for row in all_codes(scheme):
        assert row.years_confirmed != (
            "起止年份未核实" in row.note or row.source == "legacy" or "未经证实" in row.note
        ), row


def test_classes_of_the_functional_classification_are_complete() -> None:
    for year in YEARS:
        there = {row.code for row in all_functions() if row.level == "类" and row.in_force(year)}
        assert there >= CLASSES_ALWAYS, year
        if year >= 2015:
            expected = CLASSES_2015_ON | ({"224"} if year >= 2019 else set()) | ({"234"} if year >= 2020 else set())
            assert there == expected, year
        for code in there:
            assert len(function_names(code, year)) == 1


def test_every_class_has_its_rest() -> None:
    """Each 类 of ordinary spending closes with its own 其他…支出 (款 99), and that with a 项."""
    codes = {row.code for row in all_functions()}
    without = {"209", "219", "221", "222", "223", "227", "230", "231", "232", "233"}
    for code in sorted((CLASSES_2015_ON | {"224"}) - without):
        assert f"{code}99" in codes, code
        assert any(other.startswith(f"{code}99") and len(other) == 7 for other in codes), code


def test_income_sources_and_funds_use_the_vocabulary() -> None:
    assert {fund.fund for fund in funds()} == FUND_VOCABULARY
    sources = all_income_sources()
    assert len({source.source_code for source in sources}) == len(sources)
    for source in sources:
        assert source.fund in FUND_VOCABULARY, source
        assert source.source_code.isascii() and source.source_code.replace("_", "").isalnum(), source
        assert (source.subject_code is not None) == (source.tier == "government"), source


@pytest.mark.parametrize("tier", ["department", "government"])
def test_one_printed_income_name_has_one_source(tier: str) -> None:
    named: dict[str, str] = {}
    for source in all_income_sources():
        if source.tier == tier:
            for name in (source.name_zh, *source.aliases):
                assert named.setdefault(normalise_name(name), source.source_code) == source.source_code, name


def test_government_codes_of_department_codes_are_listed() -> None:
    government = _by_code("government")
    for row in all_codes("department"):
        for code in (row.government_administrative, row.government_institution):
            if code:
                assert row.in_force(2018) or (row.valid_from or 0) > 2018, row
                assert code in government, row
                overlap = [y for y in range(2018, 2027) if row.in_force(y)]
                assert all(any(g.in_force(y) for g in government[code]) for y in overlap), row


# --- questions about codes ---


@pytest.mark.parametrize(
    ("code", "year", "name"),
    [
        ("210", 2013, "医疗卫生"),
        ("210", 2018, "医疗卫生与计划生育支出"),
        ("210", 2019, "卫生健康支出"),
        ("220", 2018, "国土海洋气象等支出"),
        ("220", 2019, "自然资源海洋气象等支出"),
        ("207", 2018, "文化体育与传媒支出"),
        ("207", 2019, "文化旅游体育与传媒支出"),
        ("20805", 2019, "行政事业单位离退休"),
        ("20805", 2020, "行政事业单位养老支出"),
        ("224", 2019, "灾害防治及应急管理支出"),
        ("234", 2020, "抗疫特别国债安排的支出"),
        ("21305", 2021, "扶贫"),
        ("21305", 2024, "巩固脱贫攻坚成果衔接乡村振兴"),
    ],
)
def test_names_by_year(code: str, year: int, name: str) -> None:
    assert function_names(code, year) == (name,)


@pytest.mark.parametrize(
    ("code", "year", "scheme", "name"),
    [
        ("30311", 2017, "department", "住房公积金"),
        ("30311", 2024, "department", "代缴社会保险费"),
        ("30113", 2019, "department", "住房公积金"),
        ("30307", 2017, "department", "医疗费"),
        ("30307", 2019, "department", "医疗费补助"),
        ("310", 2017, "department", "其他资本性支出"),
        ("310", 2018, "department", "资本性支出"),
        ("50101", 2019, "government", "工资奖金津补贴"),
        ("599", 2024, "government", "其他支出"),
    ],
)
def test_economic_names_by_year(code: str, year: int, scheme: Scheme, name: str) -> None:
    assert scheme in ("department", "government")
    assert economic_names(code, year, scheme) == (name,)


def test_the_department_scheme_of_2018_has_no_housing_fund_under_303() -> None:
    assert not code_status("30311", 2018, "department").in_year
    assert not code_status("30113", 2017, "department").in_year
    assert code_status("30113", 2017, "department").confirmed


def test_a_code_of_other_years_is_told_from_an_unlisted_one() -> None:
    gone = is_known_function("20124", 2024)
    assert not gone and gone.in_other_years and gone.confirmed and gone.other_years == ((None, 2018),)
    never = is_known_function("2019876", 2024)
    assert not never and not never.in_other_years and not never.confirmed


def test_an_unconfirmed_code_is_not_confirmed() -> None:
    (row,) = [row for row in all_functions() if row.code == "20141"]
    assert row.source == "legacy"
    status = is_known_function("20141", 2025)
    assert status.in_year and not status.confirmed


def test_beside_an_assumed_year_the_list_does_not_say_no() -> None:
    assert not is_known_function("2010706", 2020).confirmed
    assert is_known_function("2010706", 2025).confirmed
    assert not is_known_function("2010706", 2025)


def test_the_list_claims_nothing_outside_its_years() -> None:
    assert claimed_years("function", "项") == (2017, 2026)
    assert not is_known_function("2010101", 2012).year_claimed
    assert is_known_function("201", 2012).year_claimed
    assert not is_known_function("2010101", None).year_claimed
    assert claimed_years("government", "项") is None


@pytest.mark.parametrize(
    ("code", "year", "body", "government"),
    [
        ("30101", 2024, "administrative", "50101"),
        ("30101", 2024, "institution", "50501"),
        ("30107", 2024, "administrative", None),
        ("30211", 2019, "administrative", "50201"),
        ("30226", 2019, "administrative", "50205"),
        ("30302", 2019, "institution", "50905"),
        ("31002", 2019, "administrative", "50306"),
        ("31002", 2019, "institution", "50601"),
        ("30901", 2019, "institution", "50602"),
        ("30101", 2017, "administrative", None),
        ("30311", 2024, "administrative", None),
        ("39999", 2024, "administrative", "59999"),
        ("99999", 2024, "administrative", None),
    ],
)
def test_government_codes(code: str, year: int, body: str, government: str | None) -> None:
    assert body in ("administrative", "institution")
    assert government_code(code, year, body) == government


# --- names ---


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("一般公共服务支出（类）", "一般公共服务支出"),
        ("一、一般公共服务支出", "一般公共服务支出"),
        ("（二） 社会保障和就业 支出", "社会保障和就业支出"),
        ("其它支出（款）（项）：", "其他支出"),
        ("维修(护)费", "维修(护)费"),
        ("维修〔护〕费", "维修(护)费"),
        ("“两庭”建设", "两庭建设"),
        ("资本性支出（一）", "资本性支出(一)"),
        ("其中：教育收费", "教育收费"),
        ("1.一般公共预算", "一般公共预算"),
    ],
)
def test_normalise_name(printed: str, plain: str) -> None:
    assert normalise_name(printed) == plain


@pytest.mark.parametrize(
    "case",
    [
        ("2010101", "行政运行（项）", 2024, "function", True, "exact"),
        ("201", "一般公共服务", 2024, "function", True, "short"),
        ("201", "201一般公共服务支出", 2024, "function", True, "exact"),
        ("2080505", "机关事业单位基本养老保险缴费", 2019, "function", True, "alias"),
        ("2080505", "机关事业单位基本", 2024, "function", True, "clipped"),
        ("2089999", "其它社会保障和就业支出", 2024, "function", True, "exact"),
        ("20805", "行政事业单位离退休", 2025, "function", False, "other_year"),
        ("210", "医疗卫生与计划生育支出", 2020, "function", False, "other_year"),
        ("2010101", "财政运行", 2024, "function", False, "different"),
        ("2010101", "", 2024, "function", False, "different"),
        ("2010101", "行政", 2024, "function", False, "different"),
        ("2019876", "行政运行", 2024, "function", None, "unknown_code"),
        ("2040607", "法律援助", 2020, "function", None, "assumed_years"),
        ("2040607", "法律援助", 2024, "function", False, "other_year"),
        ("20141", "数字事务", 2025, "function", None, "unconfirmed"),
        ("20141", "数据事务", 2025, "function", True, "exact"),
        ("30213", "维修（护）费", 2024, "department", True, "exact"),
        ("30113", "住房公积金", 2024, "department", True, "exact"),
        ("30202", "咨询费", 2024, "department", False, "different"),
        ("50999", "其他对个人和家庭的补助", 2024, "government", True, "alias"),
        ("10101", "增值税", 2024, "revenue", True, "exact"),
    ],
)
def test_name_fits(case: tuple[str, str, int, Scheme, bool | None, str]) -> None:
    code, name, year, scheme, fits, kind = case
    found = name_fits(code, name, year, scheme)
    assert (found.fits, found.kind) == (fits, kind)


def test_a_name_that_does_not_fit_says_what_would() -> None:
    assert name_fits("210", "医疗卫生与计划生育支出", 2020, "function").expected == ("卫生健康支出",)


@pytest.mark.parametrize(
    ("name", "tier", "code"),
    [
        ("一、一般公共预算拨款收入", "department", "general"),
        ("一般公共预算财政拨款收入", "department", "general"),
        ("二、政府性基金预算拨款收入", "department", "government_fund"),
        ("其中：教育收费", "department", "education_fees"),
        ("九、其它收入", "department", "other"),
        ("使用非财政拨款结余（含专用结余）", "department", "use_of_surplus"),
        ("年初结转和结余", "department", "carry_in"),
        ("上年结转", "department", "carryover"),
        ("增值税", "government", "tax_value_added"),
        ("增值税", "department", None),
        ("工资福利支出", "department", None),
    ],
)
def test_find_income_source(name: str, tier: str, code: str | None) -> None:
    assert tier in ("department", "government")
    found = find_income_source(name, tier)
    assert (found.source_code if found else None) == code


# --- properties ---

any_row = st.sampled_from([(scheme, row) for scheme in SCHEMES for row in all_codes(scheme)])


@given(any_row, st.sampled_from(["", "（类）", "(款)", "（项）"]), st.sampled_from(["", "一、", "（三）", "其中："]))
def test_a_name_fits_its_own_code_however_it_is_dressed(pair: tuple[Scheme, Code], tail: str, head: str) -> None:
    scheme, row = pair
    year = row.valid_from or row.valid_to or 2020
    dressed = head + " ".join(row.name) + tail
    assert name_fits(row.code, dressed, year, scheme).kind == "exact"


@given(st.text(alphabet="0123456789一（类）", max_size=9), st.sampled_from(SCHEMES))
def test_strange_codes_get_a_plain_answer(text: str, scheme: Scheme) -> None:
    parent = parent_code(text)
    assert parent is None or (text.startswith(parent) and len(parent) == len(text) - 2)
    status = code_status(text, 2024, scheme)
    assert status.in_year <= (level_of(text, scheme) is not None)
    assert name_fits(text, text, 2024, scheme).fits is not False or status.names or status.other_years


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "Z"]), max_size=30))
def test_normalise_name_is_settled_after_one_pass(text: str) -> None:
    once = normalise_name(text)
    assert normalise_name(once) == once


@given(any_row, st.integers(2000, 2035))
def test_status_agrees_with_the_rows(pair: tuple[Scheme, Code], year: int) -> None:
    scheme, row = pair
    status = code_status(row.code, year, scheme)
    assert status.in_year or status.in_other_years
    assert (row.name in status.names) >= row.in_force(year)
    assert len(status.names) <= 1


# --- against what was seen in published documents ---

SEEN_BUT_WRONG = {
    "30210": "printed 车辆运行费 once in 2024; 30210 交通费 was given up when 30231 and 30239 came",
}


def _observed(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.real
@pytest.mark.parametrize(
    ("file", "scheme"), [("functional_codes_observed.csv", "function"), ("economic_codes_observed.csv", "department")]
)
def test_every_observed_pair_resolves(shared: Path, file: str, scheme: Scheme) -> None:
    unresolved = []
    for row in _observed(shared / "reference" / file):
        years = [int(year) for year in row["years"].split("|")]
        if not any(name_fits(row["code"], row["name_most_common"], year, scheme).fits for year in years):
            unresolved.append((row["code"], row["name_most_common"]))
    assert {code for code, _ in unresolved} == {code for code in SEEN_BUT_WRONG if level_of(code, scheme)}, unresolved
