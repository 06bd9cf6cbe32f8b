"""Printed amounts and quantities as exact numbers.

Only what one cell (or one number of a sentence) says belongs here: signs, separators, units, torn numbers, the worth
of the last printed digit. Which fact a number is of does not. Nothing here is ever a float, and nothing is guessed:
text that looks like a number but has no single reading raises ``DoubtfulAmount``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Context, Decimal
from typing import NamedTuple

from pipelines.facts.printed import join_torn, plain_form
from pipelines.records.pages import Amount

YUAN_PER_UNIT: dict[str, Decimal] = {
    "元": Decimal(1),
    "百元": Decimal(100),
    "千元": Decimal(1000),
    "万元": Decimal(10_000),
    "百万元": Decimal(1_000_000),
    "千万元": Decimal(10_000_000),
    "亿元": Decimal(100_000_000),
}
"""Units of money and what one of them is worth in 元."""

CENT = Decimal("0.01")
_EXACT = Context(prec=120)
_SHORT_UNITS = {"万": "万元", "亿": "亿元"}
_CUSTOMARY_DECIMALS = 2
_MAX_INTEGER_DIGITS = 18
_MAX_DIGITS = 40

_BLANKS = frozenset({"", "/", "\\", "//"})
_NUMBER = re.compile(r"(?P<whole>[1-9]\d{0,2}(?:,\d{3})+|0|[1-9]\d*)?(?P<fraction>\.\d+)?")
_UNIT_TAIL = re.compile(r"\(?((?:百|千|百万|千万|万|亿)?元|万|亿)\)?$")
_QUANTITY = re.compile(r"(?P<number>[+-]?[\d.,]*\d)(?P<unit>[^\d.,;:+=≥≤<>-]{0,16})")
_CHINESE_NUMERALS = frozenset("零〇一二三四五六七八九十百千万亿两元角分整壹贰叁肆伍陆柒捌玖拾佰仟")
_HIDDEN_NUMBER = re.compile(r"#{2,}|#(?:REF|DIV|VALUE|NUM|NAME|N/A)")
_SIGNS_ONLY = re.compile(r"[+\-△▲().,¥%]+")


class DoubtfulAmount(ValueError):  # noqa: N818 - the name says what the text is, not what went wrong
    """Text that looks like a number and cannot be read as exactly one; the message says why, in Chinese."""


class Style(NamedTuple):
    """How a table prints its numbers: the most decimals seen, and whether all numbers print that many."""

    decimals: int
    is_fixed: bool


@dataclass(frozen=True, slots=True)
class Quantity:
    """A printed count, rate or size: ``=300.00(场)`` is 300 of 场. ``unit`` is None when none is printed."""

    text: str
    value: Decimal
    unit: str | None


def parse_amount(text: str, unit: str, style: Style | None = None) -> Amount | None:
    """The amount that a cell prints, or None for a cell without one (blank, ``/``, words such as 无 or 略).

    ``unit`` is that of the table (元, 千元, 万元, 百万元, 亿元 …); a unit printed in the cell itself goes before it.
    A lone dash is a printed zero. The last digit of a dash is worth what the last digit of the table's numbers is
    (``style``), or two decimals of the unit when nothing is known: a dash says "nothing at all", so it must not widen
    what rounding allows. A last digit finer than a cent counts as a cent, the finest the warehouse can say; an
    *amount* finer than a cent raises.

    Raises ``DoubtfulAmount`` for anything else that holds a number or hides one.
    """
    compact, folded = _one_line(text, style)
    if folded in _BLANKS:
        return None
    if set(folded) == {"-"}:
        return _amount(compact, "0", unit, _dash_decimals(style))
    if not _holds_number(folded):
        return None
    number, own_unit = _split_unit(folded)
    sign, digits = _signed(number)
    return _amount(compact, sign + digits.replace(",", ""), own_unit or unit, len(digits.partition(".")[2]))


def parse_quantity(text: str, style: Style | None = None) -> Quantity | None:
    """The count, rate or size that a cell prints with its unit (人, 辆, 台, 批次, 人次, 个, %, 平方米 …), or None.

    A lone dash is 0. Raises ``DoubtfulAmount`` for several numbers or a malformed one.
    """
    compact, folded = _one_line(text, style)
    if folded in _BLANKS or not (set(folded) == {"-"} or _holds_number(folded)):
        return None
    if set(folded) == {"-"}:
        return Quantity(compact, Decimal(0), None)
    matched = _QUANTITY.fullmatch(folded)
    if matched is None or any(map(_is_digit, matched["unit"])):
        raise DoubtfulAmount(f"“{compact}”不是一个数量")
    sign, digits = _signed(matched["number"])
    return Quantity(compact, Decimal(sign + digits.replace(",", "")), bare_unit(matched["unit"]))


def storable_count(quantity: Quantity) -> Decimal:
    """The count as the warehouse can hold it exactly (two decimals); raises ``DoubtfulAmount`` when it is finer or larger."""
    if quantity.value and quantity.value.adjusted() >= _MAX_INTEGER_DIGITS:
        raise DoubtfulAmount(f"“{quantity.text}”超出可存的范围")
    stored = quantity.value.quantize(CENT, context=_EXACT)
    if stored != quantity.value:
        raise DoubtfulAmount(f"“{quantity.text}”细于两位小数，不作四舍五入")
    return stored


def style_of(texts: Iterable[str]) -> Style | None:
    """How a table prints its numbers, from the texts of its amount cells; None when none of them is a plain number."""
    decimals = set()
    for text in texts:
        folded = plain_form(text).strip()
        matched = _NUMBER.fullmatch(folded.lstrip("-+"))
        if matched and matched.group() not in ("", "0"):  # a bare 0 is printed by hand in tables of any style
            decimals.add(len((matched["fraction"] or ".")[1:]))
    return Style(max(decimals), len(decimals) == 1) if decimals else None


def yuan_per(unit: str) -> Decimal:
    """What one ``unit`` of money is worth in 元; raises ``DoubtfulAmount`` when it is no known unit of money."""
    worth = YUAN_PER_UNIT.get(plain_form(unit).strip())
    if worth is None:
        raise DoubtfulAmount(f"金额单位“{unit}”不明")
    return worth


def is_money_unit(unit: str | None) -> bool:
    """Whether ``unit`` is a unit of money rather than of a count or rate."""
    return unit is not None and plain_form(unit).strip() in YUAN_PER_UNIT


def bare_unit(unit: str) -> str | None:
    """The unit without the brackets that close around it (``(场)`` is 场); None when nothing is printed."""
    inner = unit[1:-1] if unit.startswith("(") and unit.endswith(")") else unit
    return inner or None


def _one_line(text: str, style: Style | None) -> tuple[str, str]:
    """The text without white space, as printed and folded; raises when its parts may be two numbers."""
    compact = "".join(text.split())
    joined = join_torn(text, style.decimals if style and style.is_fixed else None, style is not None)
    if joined is None:
        raise DoubtfulAmount(f"“{' '.join(text.split())}”可能是两个数，或是一个折断的数")
    return compact, joined


def _holds_number(folded: str) -> bool:
    """Whether the text has a digit, or hides a number (overflow marks, error values, Chinese numerals, bare signs)."""
    return (
        any(map(_is_digit, folded))
        or _HIDDEN_NUMBER.search(folded) is not None
        or _SIGNS_ONLY.fullmatch(folded) is not None
        or set(folded) <= _CHINESE_NUMERALS
    )


def _is_digit(character: str) -> bool:
    """Whether the character is a digit of any kind (also ① ² Ⅳ ٣), Chinese numerals apart."""
    return unicodedata.category(character).startswith("N") and character not in _CHINESE_NUMERALS


def _split_unit(folded: str) -> tuple[str, str | None]:
    tail = _UNIT_TAIL.search(folded)
    if tail is None or tail.start() == 0:
        return folded, None
    return folded[: tail.start()], _SHORT_UNITS.get(tail[1], tail[1])


def _signed(number: str) -> tuple[str, str]:
    """Sign (``-`` or nothing) and unsigned digits of a printed number; raises ``DoubtfulAmount``."""
    bare = number.replace("¥", "", 1)
    negative = False
    if bare.startswith("(") and bare.endswith(")"):
        bare, negative = bare[1:-1], True
    elif bare[:1] in ("-", "△", "▲"):
        bare, negative = bare[1:], True
    elif bare[:1] == "+":
        bare = bare[1:]
    matched = _NUMBER.fullmatch(bare)
    if not bare or matched is None or len(bare) > _MAX_DIGITS:
        raise DoubtfulAmount(f"“{number}”不合数字的写法")
    digits = bare if matched["whole"] else "0" + bare
    return "-" if negative else "", digits


def _amount(text: str, number: str, unit: str, decimals: int) -> Amount:
    worth = yuan_per(unit)
    yuan = _EXACT.multiply(Decimal(number), worth)
    if yuan.adjusted() >= _MAX_INTEGER_DIGITS:
        raise DoubtfulAmount(f"“{text}”超出可存的范围")
    cents = yuan.quantize(CENT, context=_EXACT)
    if cents != yuan:
        raise DoubtfulAmount(f"“{text}”（{unit}）细于分，不作四舍五入")
    last = _EXACT.multiply(Decimal(1).scaleb(-decimals, context=_EXACT), worth)
    return Amount(
        text, plain_form(unit).strip(), cents if cents else abs(cents), max(last, CENT).quantize(CENT, context=_EXACT)
    )


def _dash_decimals(style: Style | None) -> int:
    return style.decimals if style else _CUSTOMARY_DECIMALS
