"""Printed amounts: every rendering of a value reads back as that value, and nothing that has two readings is read."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.facts.amounts import (
    YUAN_PER_UNIT,
    DoubtfulAmount,
    Style,
    is_money_unit,
    parse_amount,
    parse_quantity,
    storable_count,
    style_of,
    yuan_per,
)
from pipelines.records.pages import Amount

TWO_DECIMALS = Style(2, True)


def yuan(text: str, unit: str = "元", style: Style | None = None) -> Decimal:
    amount = parse_amount(text, unit, style)
    assert amount is not None
    return amount.amount_yuan


@pytest.mark.parametrize(
    ("text", "unit", "expected", "last_digit"),
    [
        ("1,234.56", "元", "1234.56", "0.01"),
        ("1234.56", "万元", "12345600", "100"),
        ("12.5", "万元", "125000", "1000"),
        ("3", "万元", "30000", "10000"),
        ("7.1234", "亿元", "712340000", "10000"),
        ("5", "百万元", "5000000", "1000000"),
        ("5.5", "千元", "5500", "100"),
        ("０．１２", "元", "0.12", "0.01"),
        ("１，２３４．５６", "元", "1234.56", "0.01"),
        ("-12.5", "元", "-12.5", "0.1"),
        ("－12.5", "元", "-12.5", "0.1"),
        ("−12.5", "元", "-12.5", "0.1"),
        ("—12.5", "元", "-12.5", "0.1"),
        ("△12.5", "元", "-12.5", "0.1"),
        ("▲12.5", "元", "-12.5", "0.1"),
        ("(12.5)", "元", "-12.5", "0.1"),
        ("（12.5）", "元", "-12.5", "0.1"),
        ("- 12.5", "元", "-12.5", "0.1"),
        ("+12.5", "元", "12.5", "0.1"),
        ("-0.00", "元", "0", "0.01"),
        (".50", "元", "0.50", "0.01"),
        (".00", "万元", "0", "100"),
        ("12.5万元", "元", "125000", "1000"),
        ("12.5 万元", "元", "125000", "1000"),
        ("12.5（万元）", "元", "125000", "1000"),
        ("12.5万", "元", "125000", "1000"),
        ("(12.5)万元", "元", "-125000", "1000"),
        ("￥1,234", "元", "1234", "1"),
        ("-¥1,234", "元", "-1234", "1"),
        ("1.230", "元", "1.23", "0.01"),
        ("12.345678", "万元", "123456.78", "0.01"),
        ("12.34567000", "万元", "123456.70", "0.01"),
        ("\u200b12.50\ufeff", "元", "12.5", "0.01"),
        ("  12.50\n", "元", "12.5", "0.01"),
        ("0", "万元", "0", "10000"),
    ],
)
def test_a_printed_number_is_read_exactly(text: str, unit: str, expected: str, last_digit: str) -> None:
    amount = parse_amount(text, unit)
    assert amount is not None
    assert (amount.amount_yuan, amount.last_digit_yuan) == (Decimal(expected), Decimal(last_digit))


@pytest.mark.parametrize("text", ["", " ", "\n", "\u3000", "/", "／", "无", "略", "涉密", "见附表", "XX", "×××", "N/A"])
def test_a_cell_without_a_number_is_no_amount(text: str) -> None:
    assert parse_amount(text, "万元") is None


@pytest.mark.parametrize("text", ["-", "－", "—", "——", "--", "---", "–", "─", " - "])
def test_a_lone_dash_is_a_printed_zero(text: str) -> None:
    amount = parse_amount(text, "万元")
    assert amount == Amount("".join(text.split()), "万元", Decimal(0), Decimal(100))


def test_the_last_digit_of_a_dash_is_that_of_the_table() -> None:
    amount = parse_amount("-", "万元", Style(4, True))
    assert amount is not None
    assert amount.last_digit_yuan == Decimal(1)


@pytest.mark.parametrize(
    "text",
    [
        "1,23.45",
        "1,2345.00",
        ",234.00",
        "1,234,",
        "1.234.567",
        "1.234,56",
        "12.",
        "007",
        "0,123.00",
        "--12.5",
        "+-12.5",
        "(-12.5)",
        "(12.5",
        "12.5-",
        "-(12.5)",
        "12.5①",
        "12.5²",
        "①",
        "12.5*",
        "12.5[1]",
        "1.23E+07",
        "1e5",
        "12%",
        "3辆",
        "约12.5",
        "12.5（其中结转3.2）",
        "2024年",
        "######",
        "#REF!",
        "#DIV/0!",
        "一",
        "壹万元",
        "△",
        ".",
        "()",
        "+",
        "٣",
        "1o.5",
        "l2.50",
        "12·50",
        "9" * 19,
        "1." + "0" * 60,
        "0.001",
        "12 15",
        "12.00 15.00",
        "1 234.56",
        "100\n200",
        "12.34\n56.78",
        "5\n12.50",
        "-\n12.5",
        "12.5\n-",
        "1,234\n567.00",
    ],
)
def test_a_number_with_no_single_reading_is_doubtful(text: str) -> None:
    with pytest.raises(DoubtfulAmount):
        parse_amount(text, "元")


@pytest.mark.parametrize(
    ("text", "style", "expected"),
    [
        ("1,234,\n567.00", None, "1234567"),
        ("1,234\n,567.00", None, "1234567"),
        ("1,23\n4,567.00", None, "1234567"),
        ("1,234,567.\n00", None, "1234567"),
        ("1234567\n.00", None, "1234567"),
        ("1, 234 .56", None, "1234.56"),
        ("12345\n67.89", None, "1234567.89"),
        ("12345\n67.89", TWO_DECIMALS, "1234567.89"),
        ("1234567.8\n9", TWO_DECIMALS, "1234567.89"),
        ("1 2 3 4 . 5 6", None, "1234.56"),
        ("1,234\n567", None, None),
        ("12345\n67.89", Style(2, False), None),
        ("1234567.8\n9", None, None),
        ("12\n345.67", TWO_DECIMALS, None),
        ("12345\n67", TWO_DECIMALS, None),
    ],
)
def test_a_torn_number_is_healed_only_where_one_reading_is_left(
    text: str, style: Style | None, expected: str | None
) -> None:
    if expected is None:
        with pytest.raises(DoubtfulAmount):
            parse_amount(text, "元", style)
    else:
        assert yuan(text, style=style) == Decimal(expected)


def test_an_amount_finer_than_a_cent_is_not_rounded() -> None:
    with pytest.raises(DoubtfulAmount, match="细于分"):
        parse_amount("12.3456789", "万元")


def test_a_unit_that_is_no_money_is_doubtful() -> None:
    for unit in ("%", "人", "", "美元"):
        assert not is_money_unit(unit)
        with pytest.raises(DoubtfulAmount, match="单位"):
            parse_amount("12.5", unit)
    assert yuan_per("万元") == 10_000


def test_the_text_is_kept_as_printed() -> None:
    amount = parse_amount(" 1，234．\n50 ", "元")
    assert amount is not None
    assert amount.text == "1，234．50"


def test_the_style_of_a_table() -> None:
    assert style_of(["1.00", "2,345.60", "", "-", "0", "合计"]) == Style(2, True)
    assert style_of(["1.00", "2.5", "7"]) == Style(2, False)
    assert style_of(["", "-", "0"]) is None


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("3辆", "3", "辆"),
        ("20%", "20", "%"),
        ("２０％", "20", "%"),
        ("300.00(场)", "300", "场"),
        ("1,386人次", "1386", "人次"),
        ("2台（套）", "2", "台(套)"),
        ("98 百分比", "98", "百分比"),
        ("12", "12", None),
        ("-5", "-5", None),
        ("—", "0", None),
        ("2000元/人*天", "2000", "元/人*天"),
    ],
)
def test_a_quantity_is_a_number_with_its_unit(text: str, value: str, unit: str | None) -> None:
    quantity = parse_quantity(text)
    assert quantity is not None
    assert (quantity.value, quantity.unit) == (Decimal(value), unit)


@pytest.mark.parametrize("text", ["3个/5人次", "1,23辆", "3-5个", "12①", "3辆5台", "约3辆"])
def test_a_quantity_that_is_not_one_number_is_doubtful(text: str) -> None:
    with pytest.raises(DoubtfulAmount):
        parse_quantity(text)


def test_a_count_finer_than_the_warehouse_can_hold_is_not_rounded() -> None:
    whole, fine, huge = parse_quantity("12.5平方米"), parse_quantity("12.345平方米"), parse_quantity("9" * 19)
    assert whole is not None
    assert fine is not None
    assert huge is not None
    assert storable_count(whole) == Decimal("12.5")
    for quantity in (fine, huge):
        with pytest.raises(DoubtfulAmount):
            storable_count(quantity)


@pytest.mark.parametrize("text", ["", "/", "无", "及时"])
def test_words_are_no_quantity(text: str) -> None:
    assert parse_quantity(text) is None


units = st.sampled_from(sorted(YUAN_PER_UNIT))
cents = st.integers(min_value=-(10**15), max_value=10**15)


@st.composite
def renderings(draw: st.DrawFn) -> tuple[str, str, Decimal]:
    """A text, the unit of its table, and the amount in 元 that it prints."""
    unit = draw(units)
    decimals = draw(st.integers(0, len(str(YUAN_PER_UNIT[unit])) + 1))
    whole = Decimal(draw(st.integers(0, 10**9))).scaleb(-decimals)
    text = format(whole, draw(st.sampled_from([f".{decimals}f", f",.{decimals}f"])))
    negative = draw(st.booleans())
    if negative:
        text = draw(st.sampled_from(["-{}", "−{}", "－{}", "△{}", "▲{}", "({})", "（{}）", "- {}"])).format(text)
    elif draw(st.booleans()):
        text = draw(st.sampled_from(["+{}", "¥{}", " {} ", "{}\n"])).format(text)
    if draw(st.booleans()):
        text = text.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789.,"})
    table_unit = unit
    if draw(st.booleans()):
        text += draw(st.sampled_from(["{}", " {}", "({})", "（{}）"])).format(unit)
        table_unit = draw(units)
    value = whole * YUAN_PER_UNIT[unit]
    return text, table_unit, -value if negative else value


@given(renderings())
def test_every_rendering_reads_back(rendering: tuple[str, str, Decimal]) -> None:
    text, unit, expected = rendering
    amount = parse_amount(text, unit)
    assert amount is not None
    assert amount.amount_yuan == expected
    assert isinstance(amount.amount_yuan, Decimal)
    assert isinstance(amount.last_digit_yuan, Decimal)


@given(st.integers(10**3, 10**12), st.integers(1, 20))
def test_a_grouped_number_torn_anywhere_is_the_number_or_doubtful(value: int, at: int) -> None:
    text = format(Decimal(value).scaleb(-2), ",.2f")
    torn = text[:at] + "\n" + text[at:]
    try:
        amount = parse_amount(torn, "元", TWO_DECIMALS)
    except DoubtfulAmount:
        return
    assert amount is not None
    assert amount.amount_yuan == Decimal(value).scaleb(-2)


@given(
    st.lists(st.integers(0, 10**8), min_size=2, max_size=3), st.sampled_from(["\n", " ", "\n\n", "  "]), st.booleans()
)
def test_two_numbers_of_a_table_in_one_cell_are_never_read_as_one(values: list[int], gap: str, grouped: bool) -> None:
    form = ",.2f" if grouped else ".2f"
    text = gap.join(format(Decimal(value).scaleb(-2), form) for value in values)
    for style in (None, TWO_DECIMALS):
        with pytest.raises(DoubtfulAmount):
            parse_amount(text, "元", style)


@given(st.text(alphabet="0123456789.,-−（）()△%万亿元 \n/一①²年e#·、", max_size=12), units)
def test_any_text_is_an_amount_none_or_doubtful(text: str, unit: str) -> None:
    for parse in (lambda: parse_amount(text, unit), lambda: parse_quantity(text)):
        try:
            result = parse()
        except DoubtfulAmount as doubt:
            assert str(doubt)
        else:
            assert result is None or not any(isinstance(getattr(result, name), float) for name in result.__slots__)


@given(st.text(max_size=20))
def test_arbitrary_text_never_breaks_the_parser(text: str) -> None:
    for style in (None, TWO_DECIMALS):
        try:
            parse_amount(text, "万元", style)
            parse_quantity(text, style)
        except DoubtfulAmount:
            continue
