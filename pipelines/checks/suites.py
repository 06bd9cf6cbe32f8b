"""Suites as written in ``expectations/*.yml``: one file is one suite, one entry is one rule. Loading and validation only.

The shape is Great Expectations' own (``type, kwargs, severity, meta``); ``meta`` carries what makes an expectation a rule:
its id, Chinese title, basis, guard, tolerance, and an ``equation`` or a ``query``. See expectations/README.md.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

SEVERITIES = {"critical": "error", "warning": "warning", "info": "information"}
CATEGORIES = {"existence", "completeness", "accuracy", "consistency", "text", "cross_document"}
TOLERANCES = {"rounding", "exact", "at_most"}
REACHES = {"body", "all"}
ACROSS = "cross_document"
SIDES_AGREE = "expect_sides_to_agree"
NO_VIOLATION = "expect_no_violation"
EXPECTATION_TYPES = (SIDES_AGREE, NO_VIOLATION)
APPLIES = {
    "stage": ("budget", "final", "execution"),
    "tier": ("government", "department", "unit"),
    "part": ("whole", "tables", "text"),
}
READS = {"amount", "change", "base", "percent", "direction", "period", "name"}
"""What a rule may say it reads of a claim: other properties may change without the rule noticing."""
WAYS = ("equation", "query", "unavailable")
ENTRY_KEYS = {"type", "kwargs", "severity", "meta"}
META_KEYS = {"rule_id", "version", "title_zh", "category", "applies", "guard", "basis", "tolerance", "needs", "reach",
             "reads",
             *WAYS}  # fmt: skip


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
    reads: tuple[str, ...] = ("amount",)
    """Of a rule on sentences: the properties of a claim (of ``READS``) that its outcome depends on."""
    guard: str | None = None
    """In Chinese: when the rule applies, beyond ``applies``; what is shown where it does not."""
    equation: Mapping[str, Any] | None = None
    query: str | None = None
    unavailable: str | None = None
    """Why the rule cannot be evaluated at all with the data there is (then every document is "not evaluated")."""
    reach: str = "body"
    """``body``: a case depends on documents of one body alone; ``all``: on documents of other bodies too."""
    file: str = ""
    """Where it is written: folder and file, for messages."""

    def __str__(self) -> str:
        return f"{self.file or self.suite}: rule {self.rule_id}"


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
                raise SuiteError(f"{shown(path)}: rule {rule.rule_id} stands already in {shown(seen[rule.rule_id])}")
            seen[rule.rule_id] = path
        suites.append(suite)
    return tuple(suites)


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise NotADirectoryError(f"there is no folder of rules at {folder}")
    return sorted(folder.glob("*.yml"))


def shown(path: Path) -> str:
    """A file of rules as messages name it: with its folder, for files of several folders may have one name."""
    return f"{path.parent.name}/{path.name}"


def _load(path: Path) -> Suite:
    try:
        text = path.read_text("utf-8")
        content = yaml.safe_load(text)
    except UnicodeDecodeError as error:
        raise SuiteError(f"{shown(path)}: not UTF-8: {error}") from error
    except yaml.YAMLError as error:
        raise SuiteError(f"{shown(path)}: {_about(text, error)}not YAML: {error}") from error
    if not isinstance(content, dict) or not {"name", "expectations"} <= set(content):
        raise SuiteError(f"{shown(path)}: a suite has a name and expectations")
    meta, entries = content.get("meta") or {}, content["expectations"] or []
    if not isinstance(meta, dict) or not isinstance(entries, list):
        raise SuiteError(f"{shown(path)}: meta is a mapping and expectations a list")
    rules = tuple(_rule(entry, path, str(content["name"])) for entry in entries)
    return Suite(str(content["name"]), str(meta.get("title_zh") or content["name"]), rules)


def _about(text: str, error: yaml.YAMLError) -> str:
    """The rule in which reading broke off: the last one named before that place; nothing where none is."""
    mark = getattr(error, "problem_mark", None)
    named = re.findall(r"\brule_id:\s*([\w-]+)", text[: mark.index]) if mark else []
    return f"rule {named[-1]} or after it: " if named else ""


def _rule(entry: Any, path: Path, suite: str) -> Rule:
    faults = _shape_faults(entry)
    meta = entry.get("meta") if isinstance(entry, dict) else None
    rule_id = str(meta.get("rule_id", "?")) if isinstance(meta, dict) else "?"
    if faults:
        raise SuiteError(f"{shown(path)}: rule {rule_id}: {'; '.join(faults)}")
    meta = entry["meta"]
    return Rule(
        rule_id=rule_id,
        version=meta.get("version", 1),
        title_zh=str(meta["title_zh"]),
        suite=suite,
        type=entry["type"],
        category=meta["category"],
        severity=SEVERITIES[entry["severity"]],
        gx_severity=entry["severity"],
        tolerance=meta.get("tolerance", "rounding" if entry["type"] == SIDES_AGREE else "exact"),
        basis=str(meta["basis"]),
        applies={key: [str(v) for v in as_list(value)] for key, value in (meta.get("applies") or {}).items()},
        needs=tuple(_needs(meta)),
        reads=tuple(meta.get("reads", ("amount",))),
        guard=meta.get("guard"),
        equation=meta.get("equation"),
        query=meta.get("query"),
        unavailable=meta.get("unavailable"),
        reach=str(meta.get("reach", "all" if meta["category"] == ACROSS else "body")),
        file=shown(path),
    )


def _shape_faults(entry: Any) -> list[str]:
    """What is wrong with an entry, as sentences; empty when it is of the declared shape."""
    if not isinstance(entry, dict) or not set(entry) <= ENTRY_KEYS:
        return [f"an entry has the keys {sorted(ENTRY_KEYS)}"]
    meta = entry.get("meta")
    if not isinstance(meta, dict):
        return ["meta is a mapping"]
    ways = [key for key in WAYS if meta.get(key)]
    tests = {
        f"type is one of {EXPECTATION_TYPES}": entry.get("type") in EXPECTATION_TYPES,
        f"severity is one of {sorted(SEVERITIES)}": _is_one(entry.get("severity"), SEVERITIES),
        "rule_id, title_zh, category and basis are needed": {"rule_id", "title_zh", "category", "basis"} <= set(meta),
        f"unknown keys {sorted(map(str, set(meta) - META_KEYS))}": set(meta) <= META_KEYS,
        f"exactly one of {', '.join(WAYS)}": len(ways) == 1,
        f"tolerance is one of {sorted(TOLERANCES)}": _is_one(meta.get("tolerance", "exact"), TOLERANCES),
        f"reach is one of {sorted(REACHES)}": _is_one(meta.get("reach", "body"), REACHES),
        f"category is one of {sorted(CATEGORIES)}": _is_one(meta.get("category", "accuracy"), CATEGORIES),
        "version is a whole number": type(meta.get("version", 1)) is int,
        f"applies names some of {dict(APPLIES)}": _is_meant_for_some(meta.get("applies") or {}),
        f"reads is a list of some of {sorted(READS)}": isinstance(meta.get("reads", []), list)
        and all(_is_one(one, READS) for one in meta.get("reads", [])),
        f"an equation needs type {SIDES_AGREE}": ways != ["equation"] or entry.get("type") == SIDES_AGREE,
        "an equation is a mapping with left and right, each an operand or a list of them": _is_equation(meta),
        "query, unavailable and guard are text": all(
            isinstance(meta.get(key) or "", str) for key in ("query", "unavailable", "guard")
        ),
    }
    return [message for message, holds in tests.items() if not holds]


def _is_one(value: Any, of: Container[str]) -> bool:
    return isinstance(value, str) and value in of


def _is_meant_for_some(applies: Any) -> bool:
    """A value that no document has would make a rule that is never tried."""
    return isinstance(applies, dict) and all(
        key in APPLIES and all(_is_one(one, APPLIES[key]) for one in as_list(value)) for key, value in applies.items()
    )


def _is_equation(meta: Mapping[str, Any]) -> bool:
    equation = meta.get("equation") or {}
    return isinstance(equation, dict) and all(
        isinstance(operand, dict) for side in ("left", "right") for operand in as_list(equation.get(side, []))
    )


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
