"""Target values of performance goals: operator, number and unit of one printed cell (``≥95.00(%)``) or of three.

Only what the target says belongs here; which project and which indicator it is of is told in ``performance``. What is
words is ``qualitative``; what holds a number that the grammar does not read (a range, two numbers) stays undetermined.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from pipelines.facts.amounts import DoubtfulAmount, bare_unit, parse_quantity
from pipelines.facts.printed import plain_form
from pipelines.reference.folding import squeeze

QUALITATIVE = "qualitative"

_OPERATORS = {
    "≥": ">= => ≥ ≧ ⩾ 不低于 不少于 不小于 不得低于 不得少于 大于等于 大于或等于 高于或等于 至少 最少",
    "≤": "<= =< ≤ ≦ ⩽ 不高于 不超过 不多于 不大于 不得超过 不得高于 小于等于 小于或等于 低于或等于 至多 最多 控制在",
    ">": "> 大于 高于 超过 多于",
    "<": "< 小于 低于 少于",
    "=": "== = 等于 达到 达 为",
}
_WORDS = {word: sign for sign, words in _OPERATORS.items() for word in words.split()}
_SUFFIXES = {"及以上": "≥", "以上": "≥", "及以下": "≤", "以下": "≤", "以内": "≤", "之内": "≤", "内": "≤"}
"""以上, 以下 and 以内 include the number itself (Civil Code, article 1259)."""
_TEXT_SIGNS = {"定性": QUALITATIVE, "文字描述": QUALITATIVE}

_ANY_OPERATOR = "|".join(sorted(map(re.escape, _WORDS), key=len, reverse=True))
_NUMBER = r"(?P<number>[+-]?\d[\d,]*(?:\.\d+)?)"
_UNIT = (
    r"(?P<unit>\((?:[^\d()]|\([^\d()]+\)){1,12}\)"
    r"|[^\d()<>=≥≤,;:。；：、，的]{0,%d}?(?:\([^\d()]{1,6}\))?)"
)
_SUFFIX = f"(?P<suffix>{'|'.join(_SUFFIXES)})?"
_WHOLE = re.compile(f"(?P<operator>{_ANY_OPERATOR})?{_NUMBER}{_UNIT % 8}{_SUFFIX}")
_AFTER_WORDS = re.compile(
    rf"[^\d<>=≥≤%]{{1,20}}?(?<![不未没得有无非])(?P<operator>{_ANY_OPERATOR}){_NUMBER}{_UNIT % 3}{_SUFFIX}"
)
_RATE_AFTER_WORDS = re.compile(
    rf"(?!.*(?:[不未没约近超至最]|[低高少多大小]于))[^\d<>=≥≤%]{{2,20}}(?P<operator>){_NUMBER}(?P<unit>%)(?P<suffix>)"
)
_DATE = re.compile(
    r"(?<!\d)(?:19|20)\d\d(?:年|[-/]\d{1,2}(?!\d)|\.\d{1,2}\.)|\d{1,2}月(?!\w*/)|\d+(?:年|季度|日|号)?(?:前|底|末)"
)
_MOST_DECIMALS = 6
_MOST_DIGITS = 22


class Target(NamedTuple):
    """What an indicator aims at. ``operator`` is a sign, ``qualitative`` for words, None when not determined."""

    operator: str | None
    value: Decimal | None
    unit: str | None


def parse_target(text: str, operator: str = "", unit: str = "") -> Target:
    """The target printed as ``text``, with the operator and unit that stand in cells of their own (may be blank).

    An own operator or unit in ``text`` goes before those cells; a number without any operator is ``=``. Words, and
    dates such as 2024年12月前, are ``qualitative``. Never raises: a target that cannot be read keeps its text only.
    """
    printed, sign, own_unit = squeeze(plain_form(text)), operator_sign(operator), squeeze(unit) or None
    if not printed:
        return Target(sign, None, own_unit)
    if sign == QUALITATIVE or not any(map(str.isdigit, printed)) or _DATE.search(printed):
        return Target(_sign_of_words(printed, sign), None, own_unit)
    for pattern in (_WHOLE, _AFTER_WORDS, _RATE_AFTER_WORDS):
        matched = pattern.fullmatch(printed)
        if matched:
            return _target(matched, sign, own_unit)
    return Target(sign, None, own_unit)


def operator_sign(text: str) -> str | None:
    """The sign that a cell of its own prints (``≥``, 大于等于, 定性), or None for anything else."""
    printed = squeeze(plain_form(text))
    return _WORDS.get(printed) or _TEXT_SIGNS.get(printed)


def _sign_of_words(printed: str, sign: str | None) -> str:
    """Words are qualitative, but a lone operator is itself."""
    return sign or _WORDS.get(printed) or QUALITATIVE


def _target(matched: re.Match[str], sign: str | None, unit: str | None) -> Target:
    value = _number(matched["number"])
    if value is None:
        return Target(sign, None, unit)
    own_sign = _SUFFIXES.get(matched["suffix"] or "") or _WORDS.get(matched["operator"] or "")
    own_unit = bare_unit(matched["unit"] or "")
    return Target(own_sign or sign or "=", value, own_unit or unit)


def _number(text: str) -> Decimal | None:
    """The number when the warehouse can hold it exactly (six decimals), else None."""
    try:
        quantity = parse_quantity(text)
    except DoubtfulAmount:
        return None
    whole, _, fraction = text.partition(".")
    if quantity is None or len(fraction) > _MOST_DECIMALS or len(whole) > _MOST_DIGITS:
        return None
    return quantity.value
