"""Suites as written in ``expectations/*.yml``: one file is one suite, one entry is one rule. Loading and validation only.

The shape is Great Expectations' own (``type, kwargs, severity, meta``); ``meta`` carries what makes an expectation a rule:
its id, Chinese title, basis, what it applies to, tolerance, and an ``equation`` or a ``query``. See expectations/README.md.
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
EXPECTATION_TYPE = "expect_sides_to_agree"
ENTRY_KEYS = {"type", "kwargs", "severity", "meta"}
META_KEYS = {
    "rule_id", "version", "title_zh", "category", "applies", "basis", "tolerance", "equation", "query", "needs", "unavailable",
}  # fmt: skip


class SuiteError(ValueError):
    """An expectations file is not of the declared shape; the message names file, rule and fault."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the catalogue as it is run."""

    rule_id: str
    version: int
    title_zh: str
    suite: str
    category: str
    severity: str
    """error, warning or information."""
    gx_severity: str
    tolerance: str
    basis: str
    applies: Mapping[str, Sequence[str]]
    needs: tuple[str, ...]
    """Statements without which the rule cannot be evaluated on a document."""
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
    """All suites of the folders, in order of file name; raises ``SuiteError`` for a malformed or repeated rule."""
    suites: list[Suite] = []
    seen: dict[str, Path] = {}
    for path in (file for folder in folders for file in sorted(folder.glob("*.yml"))):
        suite = _load(path)
        for rule in suite.rules:
            if rule.rule_id in seen:
                raise SuiteError(f"{path.name}: rule {rule.rule_id} stands already in {seen[rule.rule_id].name}")
            seen[rule.rule_id] = path
        suites.append(suite)
    return tuple(suites)


def _load(path: Path) -> Suite:
    try:
        content = yaml.safe_load(path.read_text("utf-8"))
    except yaml.YAMLError as error:
        raise SuiteError(f"{path.name}: not YAML: {error}") from error
    if not isinstance(content, dict) or not {"name", "expectations"} <= set(content):
        raise SuiteError(f"{path.name}: a suite has a name and expectations")
    meta = content.get("meta") or {}
    rules = tuple(_rule(entry, path, content["name"]) for entry in content["expectations"] or [])
    return Suite(str(content["name"]), str(meta.get("title_zh") or content["name"]), rules)


def _rule(entry: Any, path: Path, suite: str) -> Rule:
    _require(
        isinstance(entry, dict) and set(entry) <= ENTRY_KEYS, path, "?", f"an entry has the keys {sorted(ENTRY_KEYS)}"
    )
    meta = entry.get("meta") or {}
    rule_id = str(meta.get("rule_id", "?"))
    _require(entry.get("type") == EXPECTATION_TYPE, path, rule_id, f"type is {EXPECTATION_TYPE}")
    _require(entry.get("severity") in SEVERITIES, path, rule_id, f"severity is one of {sorted(SEVERITIES)}")
    _require(
        rule_id != "?" and "title_zh" in meta and "basis" in meta,
        path,
        rule_id,
        "rule_id, title_zh and basis are needed",
    )
    unknown = set(meta) - META_KEYS
    _require(not unknown, path, rule_id, f"unknown keys {sorted(unknown)}")
    ways = [key for key in ("equation", "query", "unavailable") if meta.get(key)]
    _require(len(ways) == 1, path, rule_id, "exactly one of equation, query, unavailable")
    tolerance = meta.get("tolerance", "rounding")
    _require(tolerance in TOLERANCES, path, rule_id, f"tolerance is one of {sorted(TOLERANCES)}")
    category = meta.get("category", "accuracy")
    _require(category in CATEGORIES, path, rule_id, f"category is one of {sorted(CATEGORIES)}")
    applies = {key: [str(v) for v in _as_list(value)] for key, value in (meta.get("applies") or {}).items()}
    return Rule(
        rule_id=rule_id,
        version=int(meta.get("version", 1)),
        title_zh=meta["title_zh"],
        suite=suite,
        category=category,
        severity=SEVERITIES[entry["severity"]],
        gx_severity=entry["severity"],
        tolerance=tolerance,
        basis=meta["basis"],
        applies=applies,
        needs=tuple(_needs(meta)),
        equation=meta.get("equation"),
        query=meta.get("query"),
        unavailable=meta.get("unavailable"),
    )


def _needs(meta: Mapping[str, Any]) -> list[str]:
    """Statements named by ``needs`` or, where that is absent, by the equation (only single ones, not alternatives)."""
    if meta.get("needs"):
        return [str(name) for name in _as_list(meta["needs"])]
    equation = meta.get("equation") or {}
    terms = [equation, *_as_list(equation.get("left", [])), *_as_list(equation.get("right", []))]
    named = {term["statement"] for term in terms if isinstance(term.get("statement"), str) and not term.get("optional")}
    return sorted(named)


def _as_list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]


def _require(condition: bool, path: Path, rule_id: str, message: str) -> None:
    if not condition:
        raise SuiteError(f"{path.name}: rule {rule_id}: {message}")
