"""The standard statements as lists: titles, signals, columns, rows, headings, units. Loading and matching of rules only.

The lists are CSV beside this module. Patterns are regular expressions over folded spellings (see ``folding``): half-width,
no white space, no quotes. A new layout is new rows in these lists and no code.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from pipelines.reference.tables import rows_of

MONEY_UNITS = ("元", "千元", "万元", "亿元")
"""The units of money that amounts are kept in; the list of units names others that are printed too (百万元, 万美元)."""
_REMEMBERED = 1 << 14
"""Answers kept: the same labels and headers come back in table after table."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of statement: its Chinese name, its side, the fund its title implies and whether its title may name one."""

    kind: str
    name_zh: str
    side: str | None
    fund: str
    title_fund: bool
    """Whether a budget named in the title (一般公共预算, 政府性基金 …) is the fund of the whole statement."""
    shape: str
    """``rows`` (a table with headers) or ``form`` (a form with blocks)."""


@dataclass(frozen=True, slots=True)
class Signal:
    """One sign that a grid is of a kind: terms that must all occur, terms that must not, and what it weighs."""

    kind: str
    on: str
    """What is looked at: title, header, labels, codes, sides."""
    has: tuple[re.Pattern[str], ...]
    lacks: re.Pattern[str] | None
    weight: int

    def found_in(self, text: str) -> bool:
        """Whether the sign shows in this folded text."""
        if self.lacks is not None and self.lacks.search(text):
            return False
        return all(term.search(text) for term in self.has)


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """What a printed column header means: one attribute (role, measure, value, fund, item, side, group) and its value."""

    attribute: str
    value: str
    leaf: re.Pattern[str] | None
    path: re.Pattern[str] | None
    kinds: frozenset[str]
    stages: frozenset[str]

    def fits(self, leaf: str, path: str, kind: str | None, stage: str | None) -> bool:
        """Whether this rule speaks about a column with this last header and this whole path (both folded)."""
        if self.kinds and kind not in self.kinds:
            return False
        if self.stages and stage not in self.stages:
            return False
        if self.leaf is not None and not self.leaf.fullmatch(leaf):
            return False
        return self.path is None or self.path.search(path) is not None


@dataclass(frozen=True, slots=True)
class ItemRule:
    """What a printed row label means: one attribute (item, fund, form, money, place) and its value."""

    attribute: str
    value: str
    pattern: re.Pattern[str]
    side: str | None
    kinds: frozenset[str]

    def fits(self, label: str, kind: str | None, side: str | None) -> bool:
        """Whether this rule speaks about a row with this folded label in a statement of this kind on this side."""
        if self.kinds and kind not in self.kinds:
            return False
        if self.side is not None and self.side != side:
            return False
        return self.pattern.fullmatch(label) is not None


@dataclass(frozen=True, slots=True)
class TextRule:
    """A pattern for lines of text: around tables (headings) or on covers (identity)."""

    role: str
    value: str
    pattern: re.Pattern[str]
    weight: int


def _pattern(text: str) -> re.Pattern[str] | None:
    return re.compile(text) if text else None


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


@cache
def kinds() -> dict[str, Kind]:
    """All kinds of statements by name, in the order of the list."""
    return {
        row["kind"]: Kind(
            row["kind"], row["name_zh"], row["side"] or None, row["fund"], row["title_fund"] == "yes", row["shape"]
        )
        for row in rows_of("statements.csv")
    }


@cache
def signals() -> tuple[Signal, ...]:
    """All signs by which a kind is told."""
    return tuple(
        Signal(
            row["kind"],
            row["on"],
            tuple(re.compile(term) for term in row["has"].split()),
            _pattern("|".join(row["lacks"].split())),
            int(row["weight"]),
        )
        for row in rows_of("statement_signals.csv")
    )


@cache
def column_rules(attribute: str) -> tuple[ColumnRule, ...]:
    """The rules for one attribute of columns, in order: the first that fits wins."""
    return tuple(
        ColumnRule(
            row["attribute"],
            row["value"],
            _pattern(row["leaf"]),
            _pattern(row["path"]),
            _words(row["kinds"]),
            _words(row["stages"]),
        )
        for row in rows_of("statement_columns.csv")
        if row["attribute"] == attribute
    )


@cache
def item_rules(attribute: str) -> tuple[ItemRule, ...]:
    """The rules for one attribute of rows, in order: the first that fits wins."""
    return tuple(
        ItemRule(row["attribute"], row["value"], re.compile(row["pattern"]), row["side"] or None, _words(row["kinds"]))
        for row in rows_of("statement_items.csv")
        if row["attribute"] == attribute
    )


@cache
def heading_rules(role: str) -> tuple[TextRule, ...]:
    """The patterns for one role of the lines around and above tables."""
    return _text_rules("statement_headings.csv", role)


@cache
def identity_rules(role: str) -> tuple[TextRule, ...]:
    """The patterns by which covers and titles say what a document is."""
    return _text_rules("identity.csv", role)


def _text_rules(name: str, role: str) -> tuple[TextRule, ...]:
    return tuple(
        TextRule(row["role"], row["value"], re.compile(row["pattern"]), int(row["weight"] or 0))
        for row in rows_of(name)
        if row["role"] == role
    )


@cache
def unit_aliases() -> tuple[tuple[str, str], ...]:
    """Printed spellings of money units and the unit they mean, longest first."""
    pairs = [(row["alias"], row["unit"]) for row in rows_of("units.csv")]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


@lru_cache(maxsize=_REMEMBERED)
def column_value(attribute: str, leaf: str, path: str, kind: str | None, stage: str | None) -> str | None:
    """The value of an attribute for a column, or None when no rule speaks about it."""
    for rule in column_rules(attribute):
        if rule.fits(leaf, path, kind, stage):
            return rule.value
    return None


@lru_cache(maxsize=_REMEMBERED)
def item_value(attribute: str, label: str, kind: str | None, side: str | None) -> str | None:
    """The value of an attribute for a row, or None when no rule speaks about its label."""
    for rule in item_rules(attribute):
        if rule.fits(label, kind, side):
            return rule.value
    return None
