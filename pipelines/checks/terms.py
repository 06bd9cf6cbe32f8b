"""Operands of an equation: which printed amounts one names, as SQL conditions over ``check_amount``.

Only the reading of operands and the writing of their conditions belongs here; how operands become sides and cases is in
``equations`` and ``trees``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pipelines.checks.suites import Rule, SuiteError, as_list

SELECTORS = {
    "statement", "side", "item", "parent_item", "source_code", "code", "code_kind", "level", "scheme", "measure", "fund",
    "unit_code", "category",
}  # fmt: skip
FLAGS = {"several", "optional", "sign", "label", "where", "top", "unless", "given"}
KEYS = {
    "row_no",
    "block",
    "measure",
    "fund",
    "code",
    "item",
    "unit_code",
    "unit_name",
    "scheme",
    "side",
    "project_name",
    "category",
}
PLACES = {
    "document": "",
    "grid": " and f.grid_no = a.grid_no",
    "row": " and f.grid_no = a.grid_no and f.row_no = a.row_no and f.block = a.block",
}


@dataclass(frozen=True, slots=True)
class Term:
    """One operand: what it selects, on which side it stands, with which sign, and what it is called in a finding."""

    number: int
    is_left: bool
    condition: str
    label: str
    sign: int
    several: bool
    """All amounts that fit are added; otherwise one amount is meant, and different ones make it unclear."""
    optional: bool


def read_terms(rule: Rule, is_one_grid: bool) -> tuple[Term, ...]:
    """The operands of a rule's equation, left ones first; raises ``SuiteError`` for an unknown key."""
    equation = rule.equation or {}
    common = {key: equation[key] for key in SELECTORS if key in equation}
    guards = exists_conditions(rule, equation, "grid" if is_one_grid else "document")
    terms: list[Term] = []
    for side in ("left", "right"):
        for written in as_list(equation.get(side, [])):
            terms.append(_term(rule, len(terms), side == "left", {**common, **written}, guards))
    if {term.is_left for term in terms} != {True, False}:
        raise SuiteError(f"{rule}: an equation has a left and a right side")
    return tuple(terms)


def _term(rule: Rule, number: int, is_left: bool, written: Mapping[str, Any], guards: Iterable[str]) -> Term:
    unknown = set(written) - SELECTORS - FLAGS
    if unknown:
        raise SuiteError(f"{rule}: an operand has unknown keys {sorted(unknown)}")
    parts = [*applies_conditions(rule), *conditions(rule, written, "a"), *guards]
    if written.get("top"):
        parts.append("a.is_top")
    if written.get("where"):
        parts.append(f"({written['where']})")
    parts += exists_conditions(rule, written, "grid")
    sign = written.get("sign", 1)
    if sign not in (1, -1):
        raise SuiteError(f"{rule}: sign is 1 or -1")
    label = next((str(written[key]) for key in ("label", "item", "code", "statement") if key in written), "?")
    return Term(
        number, is_left, " and ".join(parts), label, sign, bool(written.get("several")), bool(written.get("optional"))
    )


def applies_conditions(rule: Rule) -> list[str]:
    """Which documents a rule is meant for."""
    return [f"a.{column} in ({values(given)})" for column, given in rule.applies.items()]


def conditions(rule: Rule, selectors: Mapping[str, Any], alias: str) -> list[str]:
    """What an amount must be; ``null`` in a selector means that nothing is printed or known there."""
    parts = []
    for column in sorted(SELECTORS & set(selectors)):
        wanted = as_list(selectors[column])
        named = [value for value in wanted if value is not None]
        tests = [f"{alias}.{column} in ({values(named)})"] if named else []
        tests += [f"{alias}.{column} is null"] if None in wanted else []
        parts.append(tests[0] if len(tests) == 1 else "(" + " or ".join(tests) + ")")
    return parts


def exists_conditions(rule: Rule, written: Mapping[str, Any], place: str) -> list[str]:
    """``given`` and ``unless``: other amounts that must, or must not, be printed in the same document, grid or row."""
    parts = []
    for key, word in (("given", "exists"), ("unless", "not exists")):
        for selectors in as_list(written.get(key, [])):
            unknown = set(selectors) - SELECTORS - {"same", "where"}
            same = selectors.get("same", place)
            if unknown or same not in PLACES:
                raise SuiteError(f"{rule}: {key} has unknown keys {sorted(unknown)} or place {same!r}")
            tests = conditions(rule, selectors, "f")
            tests += [f"({selectors['where']})"] if "where" in selectors else []
            inner = " and ".join(["f.document_id = a.document_id" + PLACES[same], *tests])
            parts.append(f"{word} (select 1 from check_amount f where {inner})")
    return parts


def values(given: Any) -> str:
    """A value or values as a SQL list."""
    return ", ".join(quote(str(value)) for value in as_list(given))


def quote(text: str) -> str:
    """A SQL string literal."""
    return "'" + text.replace("'", "''") + "'"
