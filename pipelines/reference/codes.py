"""Classification codes by year: functional, economic (two schemes), revenue subjects, income sources, funds.

Belongs here: loading the code lists beside this module and pure questions about them (does a code exist in a year, does
a printed name fit it, what is its parent). Does not belong here: how statements look (``layouts``), where a body sits
(``regions``), and anything that judges a document. Where each list is from and what is doubtful stands in SOURCES.md.

Three answers are kept apart, because a wrong reproach is worse than none: the list says yes, the list says no, and the
list cannot tell (unlisted code, unconfirmed name, or years that are assumed). ``None`` always means the last.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal

from pipelines.reference.folding import fold
from pipelines.reference.regions import Region, find_region
from pipelines.reference.tables import rows_of

__all__ = [
    "Code", "CodeStatus", "Fund", "IncomeSource", "NameFit", "Region", "all_codes", "all_functions", "all_income_sources",
    "claimed_years", "code_status", "economic_names", "find_income_source", "find_region", "function_names", "funds",
    "government_code", "is_known_function", "level_of", "name_fits", "normalise_name", "parent_code",
]  # fmt: skip

Scheme = Literal["function", "department", "government", "revenue"]
Level = Literal["类", "款", "项"]
FitKind = Literal[
    "exact", "alias", "short", "clipped", "assumed_years", "unconfirmed", "other_year", "different", "unknown_code"
]
Body = Literal["administrative", "institution"]

_LISTS: Mapping[Scheme, str] = {
    "function": "functions.csv",
    "department": "economic_department.csv",
    "government": "economic_government.csv",
    "revenue": "income_sources.csv",
}
_FIRST_DIGIT: Mapping[Scheme, str] = {"function": "2", "department": "3", "government": "5", "revenue": "1"}
_LEVELS: Mapping[int, Level] = {3: "类", 5: "款", 7: "项"}
_SHORTEST_CLIPPED = 4
_YEARS_OF_DOUBT = 2
"""How far from an assumed first or last year the list does not say no."""
_CLAIMED: Mapping[tuple[Scheme, Level], tuple[int, int]] = {
    ("function", "类"): (2007, 2026), ("function", "款"): (2017, 2026), ("function", "项"): (2017, 2026),
    ("department", "类"): (2016, 2026), ("department", "款"): (2016, 2026),
    ("government", "类"): (2018, 2026), ("government", "款"): (2018, 2026),
    ("revenue", "类"): (2015, 2026), ("revenue", "款"): (2015, 2026),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Code:
    """One code under one name for one run of years; a renamed code has several, and their years do not overlap."""

    code: str
    name: str
    level: Level
    valid_from: int | None
    """First year in force; None: since the classification began in 2007, or since a year nobody needs."""
    valid_to: int | None
    """Last year in force; None: still in force."""
    years_confirmed: bool
    """False when the first or last year is an assumption."""
    source: str
    """``observed`` (printed in published documents), ``classification YEAR``, or ``legacy`` (unconfirmed)."""
    aliases: tuple[str, ...]
    note: str
    government_administrative: str | None = None
    """The code of the government scheme (since 2018) when an administrative body spends."""
    government_institution: str | None = None
    """The same when a public institution 事业单位 spends."""

    @property
    def confirmed(self) -> bool:
        """Whether the name has a better source than an old list or memory."""
        return self.source != "legacy"

    def in_force(self, year: int | None) -> bool:
        """Whether this row holds in the year; no year asks for any."""
        if year is None:
            return True
        return (self.valid_from or year) <= year <= (self.valid_to or year)

    def surely_out(self, year: int | None) -> bool:
        """Whether this row certainly does not hold in the year, assumed years allowed for."""
        if year is None or self.in_force(year):
            return False
        away = max((self.valid_from or year) - year, year - (self.valid_to or year))
        return self.years_confirmed or away > _YEARS_OF_DOUBT


@dataclass(frozen=True, slots=True)
class CodeStatus:
    """What the list says about a code in a year. True in a condition only when the code exists in that year."""

    code: str
    year: int | None
    in_year: bool
    confirmed: bool
    """In the year: the name has a good source. Not in the year: it existed in others and certainly not in this one."""
    names: tuple[str, ...]
    """Names in force in the year."""
    other_years: tuple[tuple[int | None, int | None], ...]
    """First and last years of the rows that are not in force in the year."""
    year_claimed: bool
    """Whether the list claims anything about this level in this year; outside it an absence says nothing."""

    @property
    def in_other_years(self) -> bool:
        """Whether the code exists in some other year."""
        return bool(self.other_years)

    def __bool__(self) -> bool:
        return self.in_year


@dataclass(frozen=True, slots=True)
class NameFit:
    """Whether a printed name fits a code. ``fits`` is None when the lists cannot tell."""

    fits: bool | None
    kind: FitKind
    expected: tuple[str, ...]
    """Names in force in the year; for a code of other years, the names it had."""

    def __bool__(self) -> bool:
        return self.fits is True


@dataclass(frozen=True, slots=True)
class IncomeSource:
    """One source of income: of a department, or a revenue subject of a government budget."""

    source_code: str
    name_zh: str
    name_en: str
    tier: Literal["department", "government"]
    fund: str
    subject_code: str | None
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fund:
    """One word of the fund vocabulary with its names."""

    fund: str
    name_zh: str
    name_en: str
    aliases: tuple[str, ...]
    note: str


def _words(cell: str) -> tuple[str, ...]:
    return tuple(word for word in cell.split("|") if word)


def _year(cell: str) -> int | None:
    return int(cell) if cell else None


@cache
def all_codes(scheme: Scheme) -> tuple[Code, ...]:
    """Every row of a list, ordered by code and first year."""
    found = [_code(row, scheme) for row in rows_of(_LISTS[scheme]) if row.get("subject_code") != ""]
    return tuple(sorted(found, key=lambda row: (row.code, row.valid_from or 0)))


def _code(row: dict[str, str], scheme: Scheme) -> Code:
    code = row.get("subject_code") or row["code"]
    level = level_of(code, scheme)
    if level is None or level != row["level"]:
        raise ValueError(f"{_LISTS[scheme]}: {code} is not a {row['level']} code of this scheme")
    return Code(
        code=code,
        name=row.get("name") or row["name_zh"],
        level=level,
        valid_from=_year(row["valid_from"]),
        valid_to=_year(row["valid_to"]),
        years_confirmed=row["years"] == "confirmed",
        source=row["source"],
        aliases=_words(row["aliases"]),
        note=row["note"],
        government_administrative=row.get("government_code_administrative") or None,
        government_institution=row.get("government_code_institution") or None,
    )


@cache
def _by_code(scheme: Scheme) -> Mapping[str, tuple[Code, ...]]:
    grouped: dict[str, list[Code]] = {}
    for row in all_codes(scheme):
        grouped.setdefault(row.code, []).append(row)
    return MappingProxyType({code: tuple(rows) for code, rows in grouped.items()})


@cache
def known_codes() -> frozenset[str]:
    """Every code of every list, of any year."""
    return frozenset(code.code for scheme in _LISTS for code in all_codes(scheme))


def all_functions() -> tuple[Code, ...]:
    """Every row of the functional classification 支出功能分类."""
    return all_codes("function")


@cache
def all_income_sources() -> tuple[IncomeSource, ...]:
    """Income sources of departments and revenue subjects of government budgets."""
    return tuple(
        IncomeSource(
            source_code=row["source_code"],
            name_zh=row["name_zh"],
            name_en=row["name_en"],
            tier="department" if row["tier"] == "department" else "government",
            fund=row["fund"],
            subject_code=row["subject_code"] or None,
            aliases=_words(row["aliases"]),
        )
        for row in rows_of("income_sources.csv")
    )


@cache
def funds() -> tuple[Fund, ...]:
    """The fund vocabulary of the warehouse."""
    return tuple(
        Fund(row["fund"], row["name_zh"], row["name_en"], _words(row["aliases"]), row["note"])
        for row in rows_of("funds.csv")
    )


def level_of(code: str, scheme: Scheme) -> Level | None:
    """类, 款 or 项 by the length of the code; None when the code cannot belong to the scheme (a misprint)."""
    if not (code.isascii() and code.isdigit() and code.startswith(_FIRST_DIGIT[scheme])):
        return None
    level = _LEVELS.get(len(code))
    return None if level == "项" and scheme != "function" else level


def parent_code(code: str) -> str | None:
    """The code one level up; None for a 类 and for anything that is not a code."""
    if not (code.isascii() and code.isdigit() and len(code) in (5, 7)):
        return None
    return code[:-2]


def claimed_years(scheme: Scheme, level: Level) -> tuple[int, int] | None:
    """First and last year for which the list of this level may be held against a document."""
    return _CLAIMED.get((scheme, level))


def code_status(code: str, year: int | None, scheme: Scheme) -> CodeStatus:
    """Whether the code exists in the year, and whether it exists in others."""
    rows = _by_code(scheme).get(code, ())
    held = [row for row in rows if row.in_force(year)]
    others = [row for row in rows if not row.in_force(year)]
    level = level_of(code, scheme)
    claimed = claimed_years(scheme, level) if level else None
    return CodeStatus(
        code=code,
        year=year,
        in_year=bool(held),
        confirmed=any(row.confirmed for row in held)
        if held
        else bool(rows) and all(row.surely_out(year) for row in rows),
        names=tuple(row.name for row in held),
        other_years=tuple((row.valid_from, row.valid_to) for row in others),
        year_claimed=claimed is not None and year is not None and claimed[0] <= year <= claimed[1],
    )


def is_known_function(code: str, year: int | None) -> CodeStatus:
    """``code_status`` of a functional code."""
    return code_status(code, year, "function")


def function_names(code: str, year: int | None) -> tuple[str, ...]:
    """Names of a functional code in force in the year; all its names when no year is given."""
    return code_status(code, year, "function").names


def economic_names(code: str, year: int | None, scheme: Literal["department", "government"]) -> tuple[str, ...]:
    """Names of an economic code in force in the year; all its names when no year is given."""
    return code_status(code, year, scheme).names


def government_code(code: str, year: int, body: Body) -> str | None:
    """The government-scheme code that corresponds to a department-scheme code, by the kind of body that spends.

    None before 2018, when the government scheme began, and where the correspondence is not one to one.
    """
    for row in _by_code("department").get(code, ()):
        if year >= 2018 and row.in_force(year):
            return row.government_administrative if body == "administrative" else row.government_institution
    return None


_LEVEL_WORDS = re.compile(r"(\((类|款|项)\))+$")
_NUMBERING = re.compile(r"^(其中:|[一二三四五六七八九十]+[、.]|\([一二三四五六七八九十0-9]+\)|[0-9]{1,2}[、.])")


def normalise_name(text: str) -> str:
    """A printed subject name made comparable: folded, without numbering, （类）（款）（项） and final colon; 其它 is 其他."""
    name = fold(text)
    while (shorter := _NUMBERING.sub("", _LEVEL_WORDS.sub("", name.rstrip(":")))) != name:
        name = shorter
    return name.replace("其它", "其他")


def name_fits(code: str, name: str, year: int | None, scheme: Scheme) -> NameFit:
    """Whether the printed name is that of the code in the year, after ``normalise_name``.

    Fits: the name itself, a listed variant, the name without its final 支出, a label cut off by its cell. Cannot tell:
    a code that is not listed, a name from an unconfirmed list, a name of the code in other years when the year of
    renaming is assumed. Does not fit: a name of other years, or another name altogether.
    """
    rows = _by_code(scheme).get(code, ())
    if not rows:
        return NameFit(None, "unknown_code", ())
    printed = normalise_name(name).removeprefix(code)
    held = [row for row in rows if row.in_force(year)]
    expected = tuple(row.name for row in held or rows)
    for row in held:
        if kind := _likeness(printed, row):
            return NameFit(True, kind, expected)
    others = [row for row in rows if not row.in_force(year) and _likeness(printed, row)]
    return NameFit(*_verdict(held, others, year), expected)


def _likeness(printed: str, row: Code) -> FitKind | None:
    """How the printed name equals the name of this row, if it does."""
    name = normalise_name(row.name)
    if printed == name:
        return "exact"
    if any(printed == normalise_name(alias) for alias in row.aliases):
        return "alias"
    if printed and printed.removesuffix("支出") == name.removesuffix("支出"):
        return "short"
    return "clipped" if len(printed) >= _SHORTEST_CLIPPED and name.startswith(printed) else None


def _verdict(held: list[Code], others: list[Code], year: int | None) -> tuple[bool | None, FitKind]:
    """The verdict on a name that no row in force bears: rows in force, and rows of other years that bear it."""
    if others:
        return (False, "other_year") if all(row.surely_out(year) for row in others) else (None, "assumed_years")
    if held and all(row.confirmed for row in held):
        return False, "different"
    return None, "unconfirmed"


@cache
def _sources_by_name(tier: Literal["department", "government"]) -> Mapping[str, IncomeSource]:
    named: dict[str, IncomeSource] = {}
    for source in all_income_sources():
        if source.tier == tier:
            for name in (source.name_zh, *source.aliases):
                named[normalise_name(name)] = source
    return MappingProxyType(named)


def find_income_source(name: str, tier: Literal["department", "government"] = "department") -> IncomeSource | None:
    """The income source with this printed name or a listed variant of it; None when there is none."""
    return _sources_by_name(tier).get(normalise_name(name))
