"""Target values of performance goals: what is printed as a number reads back, words stay words, the rest stays open."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.facts.targets import QUALITATIVE, Target, operator_sign, parse_target


@pytest.mark.parametrize(
    ("text", "operator", "value", "unit"),
    [
        ("=300.00(场)", "=", "300", "场"),
        ("≥95.00(%)", "≥", "95", "%"),
        ("≥95.00（％）", "≥", "95", "%"),
        ("≥98 百分比", "≥", "98", "百分比"),
        ("≥13459.00\n(平方米)", "≥", "13459", "平方米"),
        (">=5次", "≥", "5", "次"),
        ("＞6.00(次)", ">", "6", "次"),
        ("不低于80%", "≥", "80", "%"),
        ("不超过3次", "≤", "3", "次"),
        ("率不低于80%", "≥", "80", "%"),
        ("改善度不低于80%", "≥", "80", "%"),
        ("误差不大于5%", "≤", "5", "%"),
        ("满意率100%", "=", "100", "%"),
        ("合格率达100%", "=", "100", "%"),
        ("100%", "=", "100", "%"),
        ("985米", "=", "985", "米"),
        ("95%以上", "≥", "95", "%"),
        ("3天内", "≤", "3", "天"),
        ("30个工作日以内", "≤", "30", "个工作日"),
        ("=5.00(万人次)", "=", "5", "万人次"),
        ("1,000.5元", "=", "1000.5", "元"),
        ("≤210元/人*天", "≤", "210", "元/人*天"),
        ("12个月", "=", "12", "个月"),
        ("0", "=", "0", None),
    ],
)
def test_a_target_in_one_cell(text: str, operator: str, value: str, unit: str | None) -> None:
    assert parse_target(text) == Target(operator, Decimal(value), unit)


@pytest.mark.parametrize(
    "text", ["及时", "是", "好", "2024年12月前", "2024年12月31日前完成", "12月底前", "2024年", "5日前"]
)
def test_words_and_dates_are_qualitative(text: str) -> None:
    assert parse_target(text) == Target(QUALITATIVE, None, None)


@pytest.mark.parametrize(
    "text",
    [
        "10-20",
        "90%-95%",
        "1/3",
        "开展至少1次团体心理治疗",
        "慰问人数不少于100人,宣传用品不少于20000份",
        "故障率未超过5%",
        "每月1次",
        "第1名",
        "1,23人",
        "0.1234567",
    ],
)
def test_a_number_that_the_grammar_does_not_read_stays_open(text: str) -> None:
    assert parse_target(text) == Target(None, None, None)


def test_operator_value_and_unit_in_cells_of_their_own() -> None:
    assert parse_target("90", "≥", "%") == Target("≥", Decimal(90), "%")
    assert parse_target("好", "定性", "级") == Target(QUALITATIVE, None, "级")
    assert parse_target("≤2次", "≥", "个") == Target("≤", Decimal(2), "次")
    assert parse_target("4") == Target("=", Decimal(4), None)
    assert parse_target("", "≥", "人") == Target("≥", None, "人")
    assert parse_target("≥") == Target("≥", None, None)
    assert operator_sign(" 大于等于 ") == "≥"
    assert operator_sign("正向") is None


@given(
    st.sampled_from(["", "=", "≥", "≤", ">", "<", ">=", "＜", "不低于", "不超过", "大于"]),
    st.decimals(min_value=0, max_value=10**9, places=2),
    st.sampled_from(["", "%", "个", "人次", "平方米", "万元", "台（套）", "百分比"]),
    st.booleans(),
)
def test_every_rendering_of_a_target_reads_back(sign: str, value: Decimal, unit: str, in_brackets: bool) -> None:
    printed_unit = f"({unit})" if unit and in_brackets else unit
    target = parse_target(f"{sign}{value}{printed_unit}")
    assert target.value == value
    assert target.operator == (operator_sign(sign) if sign else "=")
    assert (target.unit or "") == unit.replace("（", "(").replace("）", ")")


@given(st.text(alphabet="≥≤=<>不低于超过至少以上内年月前0123456789.,%()（）个次人 \n-/", max_size=14))
def test_any_text_is_a_target(text: str) -> None:
    target = parse_target(text)
    assert target.value is None or (target.operator in {"≥", "≤", "=", ">", "<"} and isinstance(target.value, Decimal))
