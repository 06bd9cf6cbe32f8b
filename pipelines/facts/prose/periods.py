"""Periods as printed, made definite: 2017年上半年 is 2017H1, 上年 is the year before, 截至 2024 年 12 月 31 日 a date.

A period that cannot be made definite (1-5月 without a year anywhere) is None: never guessed.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass

from pipelines.facts.prose.tokens import Token

_DATED = re.compile(
    r"(?:(?P<from>(?:19|20)[0-9]{2})-)?(?P<year>(?:19|20)[0-9]{2})年度?"
    r"(?:(?P<month>[0-9]{1,2})(?:[-至](?P<to>[0-9]{1,2}))?月份?(?:(?P<day>[0-9]{1,2})日|(?P<end>[底末]))?|(?P<part>\D+))?"
)
_MONTHS = re.compile(r"(?P<month>[0-9]{1,2}|元)(?:月?[-至](?P<to>[0-9]{1,2}))?月份?(?P<end>[底末])?")
_PARTS = {
    "上半年": "H1",
    "下半年": "H2",
    "前三季度": "Q1-3",
    "一季度": "Q1",
    "二季度": "Q2",
    "三季度": "Q3",
    "四季度": "Q4",
}
_WORDS = {
    "half1": "H1", "half2": "H2", "quarters3": "Q1-3",
    "quarter1": "Q1", "quarter2": "Q2", "quarter3": "Q3", "quarter4": "Q4",
}  # fmt: skip
_PERIOD = re.compile(r"(?P<year>[0-9]{4})(?P<rest>.*)")


@dataclass(frozen=True, slots=True)
class Calendar:
    """What undated words are counted from: the year and the period that the text around speaks of."""

    year: int | None
    period: str | None


def period_of(token: Token, calendar: Calendar) -> str | None:
    """The period that a token of class PERIOD names; None when the year is not known."""
    if token.term is not None:
        return _worded(token.term.value, calendar)
    dated = _DATED.fullmatch(token.text)
    if dated:
        return _dated(dated)
    months = _MONTHS.match(token.text)
    if months is None or calendar.year is None:
        return None
    first = 1 if months["month"] == "元" else int(months["month"])
    if months["end"]:
        return f"{calendar.year}-{first:02d}-{monthrange(calendar.year, first)[1]:02d}"
    return _monthly(calendar.year, first, int(months["to"]) if months["to"] else None)


def _dated(found: re.Match[str]) -> str:
    year = int(found["year"])
    if found["from"]:
        return f"{found['from']}-{year}"
    if found["day"] or found["end"]:
        month = int(found["month"])
        return f"{year}-{month:02d}-{int(found['day'] or monthrange(year, month)[1]):02d}"
    if found["month"]:
        return _monthly(year, int(found["month"]), int(found["to"]) if found["to"] else None)
    part = (found["part"] or "").removeprefix("第")
    if part[-1:] in ("底", "末"):
        return f"{year}-12-31"
    if part[-1:] == "初":
        return f"{year}-01-01"
    return f"{year}{_PARTS.get(part, '')}"


def _monthly(year: int, first: int, last: int | None) -> str:
    if first == 1 and last == 12:
        return str(year)
    if first == 1 and last == 6:
        return f"{year}H1"
    return f"{year}M{first}" if last is None else f"{year}M{first}-{last}"


def _worded(value: str, calendar: Calendar) -> str | None:
    year = calendar.year
    if value in ("last_same", "same"):
        return shifted(calendar.period, -1) if value == "last_same" else calendar.period
    if year is None:
        return None
    fixed = {
        "this": str(year),
        "last": str(year - 1),
        "year_end": f"{year}-12-31",
        "year_start": f"{year}-01-01",
        "last_year_end": f"{year - 1}-12-31",
    }
    return fixed.get(value) or f"{year}{_WORDS[value]}"


def shifted(period: str | None, years: int) -> str | None:
    """The same period of another year: 2017H1 one year back is 2016H1."""
    found = _PERIOD.fullmatch(period or "")
    return f"{int(found['year']) + years}{found['rest']}" if found else None


def year_of(period: str | None) -> int | None:
    """The year in which a period lies (the last one of several)."""
    found = re.match(r"(?:[0-9]{4}-(?=[0-9]{4}$))?([0-9]{4})", period or "")
    return int(found[1]) if found else None


def is_undated(token: Token) -> bool:
    """Whether the token says a part of a year without the year (上半年, 1-5月)."""
    if token.term is not None:
        return token.term.value in _WORDS
    return _MONTHS.match(token.text) is not None and _DATED.fullmatch(token.text) is None
