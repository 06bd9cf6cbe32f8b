"""Numbers, units, periods and words of a sentence as tokens: exact, in place, nothing lost."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.facts.prose.periods import Calendar, period_of, shifted, year_of
from pipelines.facts.prose.tokens import Token, plain, tokenise

WORTH = {"元": 1, "千元": 1_000, "万元": 10_000, "百万元": 1_000_000, "亿元": 100_000_000}


def tokens(text: str) -> tuple[Token, ...]:
    return tokenise(plain(text).text)


def kinds(text: str) -> list[str]:
    return [token.kind for token in tokens(text)]


def only(text: str, kind: str) -> Token:
    found = [token for token in tokens(text) if token.kind == kind]
    assert len(found) == 1, found
    return found[0]


@settings(deadline=None)
@given(
    st.integers(0, 10**9),
    st.one_of(st.none(), st.tuples(st.integers(0, 99), st.integers(1, 2))),
    st.booleans(),
    st.sampled_from(sorted(WORTH)),
)
def test_every_amount_is_read_exactly(whole: int, fraction: tuple[int, int] | None, grouped: bool, unit: str) -> None:
    decimals = "" if fraction is None else "." + str(fraction[0] % 10 ** fraction[1]).rjust(fraction[1], "0")
    if unit == "元" and len(decimals) > 3:
        decimals = ""
    printed = (f"{whole:,}" if grouped else str(whole)) + decimals
    token = only(f"支出决算为{printed}{unit}，", "MONEY")
    assert token.amount is not None
    assert token.amount.amount_yuan == Decimal(printed.replace(",", "")) * WORTH[unit]
    digit = Decimal(1).scaleb(-max(0, len(decimals) - 1)) * WORTH[unit]
    assert token.amount.last_digit_yuan == max(digit, Decimal("0.01"))


@settings(deadline=None)
@given(st.decimals(0, 100000, places=2), st.sampled_from(["%", "％", " %"]))
def test_every_percent_is_read_exactly(value: Decimal, sign: str) -> None:
    assert only(f"增长{value}{sign}。", "PERCENT").quantity == value


@settings(deadline=None)
@given(st.integers(0, 10**6), st.sampled_from(["人", "人次", "辆", "台（套）", "批次", "台/套"]))
def test_every_count_is_read_exactly(value: int, unit: str) -> None:
    token = only(f"共有{value}{unit}，", "COUNT")
    assert token.quantity == value
    assert token.unit == plain(unit).text


@settings(deadline=None)
@given(st.text(alphabet="收入支出预算万亿元%0123456789.,，。；（）()年月比增加减少为占的-— ", max_size=60))
def test_tokens_are_in_order_and_hold_the_text_they_stand_for(text: str) -> None:
    flat = plain(text)
    assert len(flat.origin) == len(flat.text)
    end = 0
    for token in tokenise(flat.text):
        assert token.start >= end
        assert flat.text[token.start : token.end] == token.text or token.kind == "RATIO"
        assert not flat.text[end : token.start].strip()
        end = token.end


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("面积13459平方米", "UNCOUNTED"),
        ("历时3年", "UNCOUNTED"),
        ("5万平方米", "UNCOUNTED"),
        ("比重53:47", "RATIO"),
        ("提高14个百分点", "POINTS"),
        ("得分99.33分", "SCORE"),
        ("增长--（基数为0）", "NO_RATE"),
        ("接待5万人次", "COUNT"),
        ("支出0.39万（含外宾", "MONEY"),
        ("每吨30元/吨", "UNCOUNTED"),
    ],
)
def test_a_number_is_what_its_unit_says(text: str, kind: str) -> None:
    assert kind in kinds(text)


def test_ten_thousand_counts() -> None:
    assert only("接待5万人次", "COUNT").quantity == 50_000


@pytest.mark.parametrize("text", ["1亿余元", "200多万元", "3-5万元", "100余万元"])
def test_an_amount_said_to_be_about_right_is_not_exact(text: str) -> None:
    assert not only(text, "MONEY").is_exact


def test_full_width_figures_are_figures_and_the_chinese_comma_is_no_separator() -> None:
    assert only("支出１２．５０万元", "MONEY").amount is not None
    assert [token.text for token in tokens("共5，300万元") if token.kind in ("BARE", "MONEY")] == ["5", "300万元"]


def test_a_minus_belongs_to_a_rate_and_not_to_a_path() -> None:
    assert only("增长-4.5%", "PERCENT").quantity == Decimal("-4.5")
    assert only("医疗-行政单位医疗3万元", "MONEY").amount is not None


def test_numbers_parted_by_white_space_are_two() -> None:
    assert [token.text for token in tokens("编号12 30万元") if token.kind in ("BARE", "MONEY")] == ["12", "30万元"]


def test_a_bracket_without_a_figure_is_passed_over_and_one_with_a_figure_is_not() -> None:
    assert "PASSED" in kinds("比2019年（疫情前）决算数")
    assert "OPEN" in kinds("费用5万元（其中购置费3万元）")
    assert "SAME_BELOW" in only("比2015年(下同)下降", "PASSED").holds


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2024年度", "2024"),
        ("2017年上半年", "2017H1"),
        ("上半年", "2023H1"),
        ("上年", "2022"),
        ("本年度", "2023"),
        ("2016年底", "2016-12-31"),
        ("截至2024年12月31日", "2024-12-31"),
        ("2024年2月底", "2024-02-29"),
        ("1-5月", "2023M1-5"),
        ("元至5月", "2023M1-5"),
        ("1-12月", "2023"),
        ("2022年1-6月", "2022H1"),
        ("4月份", "2023M4"),
        ("前三季度", "2023Q1-3"),
        ("上年同期", "2022"),
    ],
)
def test_periods_are_made_definite(text: str, period: str) -> None:
    assert period_of(only(text, "PERIOD"), Calendar(2023, "2023")) == period


def test_a_month_without_a_year_anywhere_is_not_guessed() -> None:
    assert period_of(only("1-5月", "PERIOD"), Calendar(None, None)) is None


@given(st.integers(1990, 2060), st.sampled_from(["", "H1", "M1-5", "Q1-3", "-12-31"]), st.integers(-3, 3))
def test_shifting_a_period_changes_its_year_alone(year: int, rest: str, years: int) -> None:
    moved = shifted(f"{year}{rest}", years)
    assert year_of(moved) == year + years
    assert shifted(moved, -years) == f"{year}{rest}"


def test_a_chinese_comma_parts_thousands_where_decimals_or_further_groups_leave_no_doubt() -> None:
    assert only("收入12，345.67万元", "MONEY").text == "12,345.67万元"
    assert only("收入1，234，567元", "MONEY").text == "1,234,567元"
    assert [token.text for token in tokens("共2021，345.67万元") if token.kind == "MONEY"] == ["345.67万元"]
