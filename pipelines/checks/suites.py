"""Suites as written in ``expectations/*.yml``: one file is one suite, one entry is one rule. Loading and validation only.

The shape is Great Expectations' own (``type, kwargs, severity, meta``); ``meta`` carries what makes an expectation a rule:
its id, Chinese title, basis, guard, tolerance, and an ``equation`` or a ``query``. See expectations/README.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

SEVERITIES = {"critical": "error", "warning": "warning", "info": "information"}
CATEGORIES = {"existence", "completeness", "accuracy", "consistency", "text", "cross_document"}
TOLERANCES = {"rounding", "exact", "at_most"}
SIDES_AGREE = "expect_sides_to_agree"
NO_VIOLATION = "expect_no_violation"
EXPECTATION_TYPES = (SIDES_AGREE, NO_VIOLATION)
APPLIES = {"stage", "tier", "part"}
WAYS = ("equation", "query", "unavailable")
ENTRY_KEYS = {"type", "kwargs", "severity", "meta"}
META_KEYS = {"rule_id", "version", "title_zh", "category", "applies", "guard", "basis", "tolerance", "needs", *WAYS}


class SuiteError(ValueError):
    """An expectations file is not of the declared shape, or a rule does not run; the message names rule and fault."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the catalogue as it is run."""

    rule_id: str
    version: int
    title_zh: str
    suite: str
    type: str
    """``expect_sides_to_agree`` (two amounts) or ``expect_no_violation`` (a count that must be 0)."""
    category: str
    severity: str
    """error, warning or information."""
    gx_severity: str
    tolerance: str
    basis: str
    applies: Mapping[str, Sequence[str]]
    """Stages, tiers and parts of documents it is meant for; an absent key means any."""
    needs: tuple[str, ...]
    """Statements without which the rule cannot be evaluated on a document."""
    guard: str | None = None
    """In Chinese: when the rule applies, beyond ``applies``; what is shown where it does not."""
    equation: Mapping[str, Any] | None = None
    query: str | None = None
    unavailable: str | None = None
    """Why the rule cannot be evaluated at all with the data there is (then every document is "not evaluated")."""


@dataclass(frozen=True, slots=True)
class Suite:
    """One file of rules."""

    name: str
    title_zh: str
    rules: tuple[Rule, ...] = field(default=())


def load_suites(folders: Sequence[Path]) -> tuple[Suite, ...]:
    """All suites of the folders, in order of file name.

    Raises ``SuiteError`` for a malformed or repeated rule and ``NotADirectoryError`` for a folder that is not there.
    """
    suites: list[Suite] = []
    seen: dict[str, Path] = {}
    for path in (file for folder in folders for file in _files(folder)):
        suite = _load(path)
        for rule in suite.rules:
            if rule.rule_id in seen:
                raise SuiteError(f"{path.name}: rule {rule.rule_id} stands already in {seen[rule.rule_id].name}")
            seen[rule.rule_id] = path
        suites.append(suite)
    return tuple(suites)


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise NotADirectoryError(f"there is no folder of rules at {folder}")
    return sorted(folder.glob("*.yml"))


def _load(path: Path) -> Suite:
    try:
        content = yaml.safe_load(path.read_text("utf-8"))
    except yaml.YAMLError as error:
        raise SuiteError(f"{path.name}: not YAML: {error}") from error
    if not isinstance(content, dict) or not {"name", "expectations"} <= set(content):
        raise SuiteError(f"{path.name}: a suite has a name and expectations")
    meta = content.get("meta") or {}
    rules = tuple(_rule(entry, path, str(content["name"])) for entry in content["expectations"] or [])
    return Suite(str(content["name"]), str(meta.get("title_zh") or content["name"]), rules)


def _rule(entry: Any, path: Path, suite: str) -> Rule:
    faults = _shape_faults(entry)
    meta = entry.get("meta") or {} if isinstance(entry, dict) else {}
    rule_id = str(meta.get("rule_id", "?"))
    if faults:
        raise SuiteError(f"{path.name}: rule {rule_id}: {'; '.join(faults)}")
    return Rule(
        rule_id=rule_id,
        version=int(meta.get("version", 1)),
        title_zh=str(meta["title_zh"]),
        suite=suite,
        type=str(entry["type"]),
        category=str(meta["category"]),
        severity=SEVERITIES[entry["severity"]],
        gx_severity=str(entry["severity"]),
        tolerance=str(meta.get("tolerance", "rounding" if entry["type"] == SIDES_AGREE else "exact")),
        basis=str(meta["basis"]),
        applies={key: [str(v) for v in as_list(value)] for key, value in (meta.get("applies") or {}).items()},
        needs=tuple(_needs(meta)),
        guard=meta.get("guard"),
        equation=meta.get("equation"),
        query=meta.get("query"),
        unavailable=meta.get("unavailable"),
    )


def _shape_faults(entry: Any) -> list[str]:
    """What is wrong with an entry, as sentences; empty when it is of the declared shape."""
    if not isinstance(entry, dict) or not set(entry) <= ENTRY_KEYS:
        return [f"an entry has the keys {sorted(ENTRY_KEYS)}"]
    meta = entry.get("meta") or {}
    ways = [key for key in WAYS if meta.get(key)]
    tests = {
        f"type is one of {EXPECTATION_TYPES}": entry.get("type") in EXPECTATION_TYPES,
        f"severity is one of {sorted(SEVERITIES)}": entry.get("severity") in SEVERITIES,
        "rule_id, title_zh, category and basis are needed": {"rule_id", "title_zh", "category", "basis"} <= set(meta),
        f"unknown keys {sorted(set(meta) - META_KEYS)}": set(meta) <= META_KEYS,
        f"exactly one of {', '.join(WAYS)}": len(ways) == 1,
        f"tolerance is one of {sorted(TOLERANCES)}": meta.get("tolerance", "exact") in TOLERANCES,
        f"category is one of {sorted(CATEGORIES)}": meta.get("category", "accuracy") in CATEGORIES,
        f"applies has the keys {sorted(APPLIES)}": set(meta.get("applies") or {}) <= APPLIES,
        f"an equation needs type {SIDES_AGREE}": ways != ["equation"] or entry.get("type") == SIDES_AGREE,
    }
    return [message for message, holds in tests.items() if not holds]


def _needs(meta: Mapping[str, Any]) -> list[str]:
    """Statements named by ``needs`` or, where that is absent, by the equation (only single ones, not alternatives)."""
    if "needs" in meta:
        return [str(name) for name in as_list(meta["needs"])]
    equation = meta.get("equation") or {}
    terms = [equation, *as_list(equation.get("left", [])), *as_list(equation.get("right", []))]
    named = {term["statement"] for term in terms if isinstance(term.get("statement"), str) and not term.get("optional")}
    return sorted(named)


def as_list(value: Any) -> list[Any]:
    """A value or a list of values as a list."""
    return list(value) if isinstance(value, list | tuple) else [value]
