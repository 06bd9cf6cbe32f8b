"""Administrative divisions by year, and the one division a body's name or a path speaks of.

Belongs here: GB/T 2260 provinces, cities, counties (and the development zones that statistics number like counties).
Does not belong here: which body published what. A wrong region is worse than none: an ambiguous name gives None.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal

from pipelines.reference.folding import squeeze
from pipelines.reference.tables import rows_of

RegionLevel = Literal["省", "市", "县", "功能区"]
_LEVELS: Mapping[str, RegionLevel] = {"省": "省", "市": "市", "县": "县", "功能区": "功能区"}
_YEARS_OF_GRACE = 1
"""Snapshots are taken in summer or autumn: a division may be printed a year before its first and after its last."""

_PEOPLES = (
    "柯尔克孜|乌孜别克|维吾尔|哈萨克|达斡尔|塔吉克|俄罗斯|鄂温克|塔塔尔|鄂伦春|蒙古|布依|朝鲜|土家|哈尼|傈僳|高山|拉祜"
    "|东乡|纳西|景颇|仫佬|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|德昂|保安|裕固|独龙|赫哲|门巴|珞巴|基诺"
    "|回|藏|苗|彝|壮|满|侗|瑶|白|傣|黎|佤|畲|水|土|羌|怒|京"
)
_OF_PEOPLES = re.compile(f"(?<=..)(?:(?:{_PEOPLES})族|各族|蒙古|哈萨克|柯尔克孜|维吾尔)+(?=自治)")
"""Peoples named inside the name of an autonomous division, left out in its short form (never the 蒙古 of 内蒙古)."""
_AUTONOMOUS = {"自治州": "州", "自治县": "县"}
_PROVINCE_WORD = re.compile("(特别行政区|自治区|省|市)$")
_BREAK = re.compile(r"[/\\|_\-—–·、,;:()\[\]《》\"'“”.0-9A-Za-z]")
_OPENERS = ("中共", "中国共产党", "共青团", "政协")
_ELSEWHERE = re.compile("(驻|援|援助|支援|对口|赴)$")
_EVERYDAY = frozenset({"城区", "郊区", "矿区", "东区", "西区", "新区", "市区"})
"""Names of counties that are also everyday words: they count only right after the name of their city or province."""


@dataclass(frozen=True, slots=True)
class Region:
    """One division under one name for a run of years."""

    code: str
    name: str
    level: RegionLevel
    parent_code: str | None
    full_name: str
    valid_from: int | None
    """First snapshot year with it; None: in the first snapshot (2015) already."""
    valid_to: int | None
    """Last snapshot year with it; None: in the last snapshot (2023) still."""
    note: str

    def in_force(self, year: int | None, grace: int = 0) -> bool:
        """Whether it stands in the year, give or take the grace; without a year, whether it stands today."""
        if year is None:
            return self.valid_to is None
        return (self.valid_from or year) - grace <= year <= (self.valid_to or year) + grace


@dataclass(frozen=True, slots=True)
class _Mention:
    name: str
    start: int
    candidates: tuple[Region, ...]

    @property
    def end(self) -> int:
        return self.start + len(self.name)


@cache
def regions() -> tuple[Region, ...]:
    """Every row of the list, ordered by code and first year."""
    return tuple(
        Region(
            code=row["code"],
            name=row["name"],
            level=_LEVELS[row["level"]],
            parent_code=row["parent_code"] or None,
            full_name=row["full_name"],
            valid_from=int(row["valid_from"]) if row["valid_from"] else None,
            valid_to=int(row["valid_to"]) if row["valid_to"] else None,
            note=row["note"],
        )
        for row in rows_of("regions.csv")
    )


@cache
def _by_code() -> Mapping[str, Region]:
    return MappingProxyType({row.code: row for row in regions()})


def region(code: str) -> Region | None:
    """The division with this six-digit code, under its latest name; None when there is none."""
    return _by_code().get(code)


def _short_of(row: Region) -> str:
    """The name in short: 长阳县 for 长阳土家族自治县, 江苏 for 江苏省, 南京 for 南京市; the name itself when there is none."""
    plain = _OF_PEOPLES.sub("", row.name)
    if row.level == "省":
        return _PROVINCE_WORD.sub("", plain)
    for long, short in _AUTONOMOUS.items():
        if plain.endswith(long):
            return plain.removesuffix(long) + short
    return plain.removesuffix("市") if row.level == "市" else plain


@cache
def _index() -> tuple[Mapping[str, tuple[Region, ...]], Mapping[str, tuple[Region, ...]]]:
    """Divisions by the names that stand alone, and by the short names that need company."""
    alone: dict[str, list[Region]] = {}
    company: dict[str, list[Region]] = {}
    for row in regions():
        alone.setdefault(row.name, []).append(row)
        short = _short_of(row)
        if short == row.name or len(short) < 2:
            continue
        (alone if short.endswith(("州", "县")) and row.name.endswith(("自治州", "自治县")) else company).setdefault(
            short, []
        ).append(row)
    return (
        MappingProxyType({name: tuple(rows) for name, rows in alone.items()}),
        MappingProxyType({name: tuple(rows) for name, rows in company.items()}),
    )


@cache
def _longest() -> int:
    return max(len(name) for names in _index() for name in names)


def _name_at(text: str, start: int, names: Mapping[str, tuple[Region, ...]]) -> str | None:
    for length in range(min(_longest(), len(text) - start), 1, -1):
        if text[start : start + length] in names:
            return text[start : start + length]
    return None


def _opens(text: str, start: int) -> bool:
    """Whether a name that begins here begins the text or a part of it."""
    before = text[:start]
    return not before or _BREAK.match(before[-1]) is not None or before.endswith(_OPENERS)


def _candidates(rows: tuple[Region, ...], year: int | None) -> tuple[Region, ...]:
    """The divisions of a name in force in the year, each code once; all of them when none is."""
    held = [row for row in rows if row.in_force(year)]
    held = held or [row for row in rows if row.in_force(year, _YEARS_OF_GRACE)] or list(rows)
    return tuple({row.code: row for row in held}.values())


def _mentions(text: str, year: int | None) -> Iterator[_Mention]:
    """Divisions named in the text, from left to right, the longest name at each place."""
    alone, company = _index()
    start, last_end = 0, -1
    while start < len(text):
        name, short = _name_at(text, start, alone), _name_at(text, start, company)
        found: tuple[Region, ...] = alone[name] if name else ()
        if name and not _stands(name, text, start, last_end):
            name, found = None, ()
        if short and (name is None or len(short) > len(name)):
            kept = _in_company(company[short], text, start, start + len(short))
            name, found = (short, kept) if kept else (name, found)
        if name is None:
            start += 1
            continue
        if not _ELSEWHERE.search(text[:start]):
            yield _Mention(name, start, _candidates(found, year))
        start = last_end = start + len(name) - _shares_last(name, found, text, start + len(name))


def _shares_last(name: str, rows: tuple[Region, ...], text: str, end: int) -> int:
    """1 when the 市 that ends a city's name also begins the name of its district (青岛市北区), else 0."""
    alone = _index()[0]
    below = _name_at(text, end - 1, alone) if name.endswith("市") else None
    return int(below is not None and any(_within(low, high) for low in alone[below] for high in rows))


def _stands(name: str, text: str, start: int, last_end: int) -> bool:
    """Whether a name found here is one: everyday words and two-character names only after a division or at an opening."""
    if name in _EVERYDAY:
        return start == last_end
    return len(name) > 2 or start == last_end or _opens(text, start)


def _in_company(rows: tuple[Region, ...], text: str, start: int, end: int) -> tuple[Region, ...]:
    """Short names count when the full name of another division follows; those of provinces also at an opening."""
    if _name_at(text, end, _index()[0]):
        return rows
    return tuple(row for row in rows if row.level == "省") if _opens(text, start) else ()


def _above(code: str | None) -> Iterator[str]:
    while code:
        yield code
        row = region(code)
        code = row.parent_code if row else None


def _within(row: Region, other: Region) -> bool:
    """Whether the first lies in the second, or is it."""
    return other.code in _above(row.code)


def _related(row: Region, other: Region) -> bool:
    return _within(row, other) or _within(other, row)


def _settle(mentions: list[_Mention]) -> list[Region] | None:
    """One division for each mention, the others deciding where a name is shared; None when one stays open."""
    certain = [mention.candidates[0] for mention in mentions if len(mention.candidates) == 1]
    settled: list[Region] = list(certain)
    for mention in mentions:
        if len(mention.candidates) == 1:
            continue
        kin = [row for row in mention.candidates if certain and all(_related(row, known) for known in certain)]
        if len(kin) != 1:
            return None
        settled.append(kin[0])
    return settled


def find_region(text: str, year: int | None = None) -> Region | None:
    """The lowest division named in a body's name or a path; None when none is named or it stays ambiguous.

    Names shared by several divisions (朝阳区, 鼓楼区) are decided by a division above them named in the same text; two
    divisions of which neither lies in the other give None. ``year`` chooses among divisions that came and went.
    """
    mentions = list(_mentions(squeeze(unicodedata.normalize("NFKC", text)), year))
    settled = _settle(mentions) if mentions else None
    if not settled:
        return None
    lowest = max(settled, key=lambda row: len(list(_above(row.code))))
    return lowest if all(_within(lowest, row) for row in settled) else None
