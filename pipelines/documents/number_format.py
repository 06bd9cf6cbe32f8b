"""A number of a sheet as Excel prints it: the number format of the cell applied with exact decimals.

Printed is what counts: 190.9799999999 under ``0.00`` is the printed 190.98, a zero under ``#`` is a blank cell. One exception:
a negative number always shows a sign or brackets, even where the format prints it in red only. What cannot be
rendered (fractions, Chinese numerals) falls back to ``General``. Dates and files do not belong here.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import NamedTuple

GENERAL = "General"
# The formats that files name by number only (ECMA-376 part 1, 18.8.30; the Chinese ones 27-36 and 50-58 are dates).
BUILT_IN: dict[int, str] = {
    0: GENERAL,
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    37: "#,##0_);(#,##0)",
    38: "#,##0_);[Red](#,##0)",
    39: "#,##0.00_);(#,##0.00)",
    40: "#,##0.00_);[Red](#,##0.00)",
    41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    42: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    44: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    49: "@",
}
# A double holds 15 decimal digits for certain; the rest is noise of binary sums that Excel never prints.
_EXCEL_DIGITS = Context(prec=15, rounding=ROUND_HALF_UP)
_EXACT = Context(prec=400, rounding=ROUND_HALF_UP)
# Excel itself allows no more decimals in a format than this.
_MOST_DECIMALS = 30
# General prints at most 11 characters. Amounts with two decimals are kept whole even where that cuts them.
_GENERAL_WIDTH = 10
_ALWAYS_KEPT_DECIMALS = 2

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]|(?P<general>General)|(?P<digit>[0#?])'
    r"|(?P<point>\.)|(?P<comma>,)|(?P<percent>%)|(?P<scientific>[Ee][+-])|(?P<text>@)|(?P<other>.)",
    re.DOTALL | re.IGNORECASE,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[\d.]+)$")
_CURRENCY = re.compile(r"\$([^-]*)")
_NO_COLOUR_OR_LOCALE = re.compile(r"\[[^\]]*\]|\"[^\"]*\"?|[\\!_*].", re.DOTALL)
_DATE_LETTERS = re.compile(r"[ymdhs]", re.IGNORECASE)


class _Section(NamedTuple):
    """One part of a format between semicolons: literal text and placeholders in order."""

    tokens: tuple[tuple[str, str], ...]
    condition: tuple[str, Decimal] | None
    thousands: bool
    divide_by: int
    percents: int
    is_supported: bool


def is_date_format(code: str) -> bool:
    """Whether the format prints a date or a time."""
    plain = _NO_COLOUR_OR_LOCALE.sub("", code.split(";", maxsplit=1)[0])
    return plain.strip().lower() != "general" and bool(_DATE_LETTERS.search(plain.replace("General", "")))


def render(value: float, code: str) -> str:
    """The number as the cell shows it under the number format ``code``; '' when the format hides it."""
    number = _EXCEL_DIGITS.create_decimal(repr(value))
    if not number.is_finite():
        return repr(value)
    sections = _sections(code)
    section, magnitude = _choose(sections, number)
    if section is None or not section.is_supported:
        return general(number)
    text = _apply(section, magnitude).strip()
    shows_digit = any(character.isdigit() for character in text)
    if number < 0 and shows_digit and "-" not in text and "(" not in text and text.strip("0.,% "):
        return f"-{text}"
    return text


def general(number: Decimal) -> str:
    """The number without a format: no digits beyond the shortest that means it, no exponent."""
    plain = format(number.normalize(_EXACT), "f")
    whole, _, fraction = plain.lstrip("-").partition(".")
    if len(fraction) <= _ALWAYS_KEPT_DECIMALS:
        return plain if number else "0"
    decimals = max(_ALWAYS_KEPT_DECIMALS, _GENERAL_WIDTH - len(whole))
    if len(fraction) <= decimals:
        return plain
    rounded = format(number.quantize(Decimal(1).scaleb(-decimals), context=_EXACT).normalize(_EXACT), "f")
    return rounded if Decimal(rounded) else "0"


@lru_cache(maxsize=4096)
def _sections(code: str) -> tuple[_Section, ...]:
    parts: list[list[re.Match[str]]] = [[]]
    for found in _TOKEN.finditer(code or GENERAL):
        if found.group("other") == ";":
            parts.append([])
        else:
            parts[-1].append(found)
    return tuple(_section(part) for part in parts)


def _section(found: list[re.Match[str]]) -> _Section:
    tokens: list[tuple[str, str]] = []
    condition: tuple[str, Decimal] | None = None
    is_supported = True
    for match in found:
        kind = match.lastgroup
        if kind == "bracket":
            condition = _bracket(match.group(kind), tokens) or condition
            is_supported = is_supported and not match.group(kind).upper().startswith("DBNUM")
        elif kind in ("quoted", "escaped"):
            tokens.append(("literal", match.group(kind)))
        elif kind == "other":
            is_supported = is_supported and match.group(kind) != "/"
            tokens.append(("literal", match.group(kind)))
        elif kind in ("general", "scientific", "text"):
            is_supported = False
        elif kind is not None:
            tokens.append((kind, match.group(kind)))
    return _finish(tokens, condition, is_supported)


def _bracket(content: str, tokens: list[tuple[str, str]]) -> tuple[str, Decimal] | None:
    """Currency signs in brackets are printed, conditions are returned, colours and locales say nothing."""
    if currency := _CURRENCY.match(content):
        tokens.append(("literal", currency.group(1)))
        return None
    if test := _CONDITION.match(content):
        return test.group(1), Decimal(test.group(2))
    return None


def _finish(tokens: list[tuple[str, str]], condition: tuple[str, Decimal] | None, is_supported: bool) -> _Section:
    """Decide what the commas mean: after the last digit each divides by 1,000, between digits they separate."""
    digits = [index for index, (kind, _) in enumerate(tokens) if kind == "digit"]
    point = next((index for index, (kind, _) in enumerate(tokens) if kind == "point"), len(tokens))
    whole = [index for index in digits if index < point]
    last = whole[-1] if whole else -1
    scale = sum(kind == "comma" for kind, _ in tokens[last + 1 :]) if digits else 0
    separates = any(kind == "comma" for kind, _ in tokens[whole[0] : last]) if whole else False
    return _Section(
        tuple(token for token in tokens if token[0] != "comma"),
        condition,
        separates,
        scale,
        sum(kind == "percent" for kind, _ in tokens),
        is_supported and len(digits) - len(whole) <= _MOST_DECIMALS,
    )


def _choose(sections: tuple[_Section, ...], number: Decimal) -> tuple[_Section | None, Decimal]:
    """The section for ``number`` and what it prints: a section of its own for negative numbers prints no sign itself."""
    numeric = sections[:3]
    if any(section.condition for section in numeric):
        return _by_condition(numeric, number)
    if number < 0 and len(numeric) > 1:
        return numeric[1], -number
    if number == 0 and len(numeric) > 2:
        return numeric[2], number
    return numeric[0], number


def _by_condition(sections: tuple[_Section, ...], number: Decimal) -> tuple[_Section | None, Decimal]:
    for section in sections:
        if section.condition is None or _holds(section.condition, number):
            return section, number
    return None, number


def _holds(condition: tuple[str, Decimal], number: Decimal) -> bool:
    operator, limit = condition
    return {
        "<": number < limit,
        ">": number > limit,
        "<=": number <= limit,
        ">=": number >= limit,
        "=": number == limit,
        "<>": number != limit,
    }[operator]


def _apply(section: _Section, number: Decimal) -> str:
    tokens = section.tokens
    point = next((index for index, (kind, _) in enumerate(tokens) if kind == "point"), len(tokens))
    if not any(kind == "digit" for kind, _ in tokens):
        return "".join(text for _, text in tokens)
    decimals = sum(kind == "digit" for kind, _ in tokens[point:])
    scaled = number.scaleb(2 * section.percents - 3 * section.divide_by, context=_EXACT)
    rounded = abs(scaled).quantize(Decimal(1).scaleb(-decimals), context=_EXACT)
    whole, _, fraction = format(rounded, "f").partition(".")
    sign = "-" if number < 0 and rounded else ""
    text = _whole_part(tokens[:point], "" if whole == "0" else whole, section.thousands)
    return sign + text + _fraction_part(tokens[point:], fraction)


def _whole_part(tokens: tuple[tuple[str, str], ...], digits: str, thousands: bool) -> str:
    """Digits laid into placeholders from the right; the leftmost placeholder takes all that remain."""
    printed: list[str] = []
    rest = list(digits)
    count = 0
    left = sum(kind == "digit" for kind, _ in tokens)
    for kind, text in reversed(tokens):
        if kind != "digit":
            printed.append(text)
            continue
        left -= 1
        take = rest[-1:] if left else rest[::-1]
        del rest[len(rest) - len(take) :]
        for digit in take or (["0"] if text == "0" else []):
            if thousands and count and count % 3 == 0:
                printed.append(",")
            printed.append(digit)
            count += 1
    return "".join(reversed(printed))


def _fraction_part(tokens: tuple[tuple[str, str], ...], digits: str) -> str:
    """Decimals laid into placeholders from the left; trailing zeros under ``#`` and ``?`` are not printed."""
    required = 0
    placeholders = [text for kind, text in tokens if kind == "digit"]
    for number, text in enumerate(placeholders, start=1):
        if text == "0" or digits[number - 1 :].strip("0"):
            required = number
    printed = ""
    used = 0
    for kind, text in tokens:
        if kind == "digit":
            printed += digits[used] if used < required else ""
            used += 1
        elif kind != "point" or required:
            printed += text
    return printed
