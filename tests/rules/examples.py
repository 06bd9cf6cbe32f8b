"""Examples of rules as written in ``*.yml`` beside this module, and the cases that follow from each.

An example of an equation is one document for which the rule holds: the cell marked ``*`` is raised to the edge of what
rounding allows (``edge``: how many units of its last digit that is, worked out by hand) and one unit further, the cell marked
``!`` is taken out, all numbers are taken out, and the guard is made false (another stage, or what ``guard_false`` says).
Further documents stand under ``also``. A rule with a written query has each of its cases written out under ``cases``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.rules.made import MadeDocument, blank, changed, read_rows, without_marked
from tests.rules.said import read_claims

CASES = ("holds", "fails", "edge", "guard_false", "missing", "blank")
EXPECTED = {
    "holds": "holds",
    "fails": "fails",
    "edge": "holds_within_rounding|holds",
    "guard_false": "not_applicable",
    "missing": "not_evaluated",
    "blank": "not_applicable",
}
OTHER_STAGE = {"final": "budget", "budget": "final", "execution": "final"}


@dataclass(frozen=True)
class Example:
    """A rule's example: for each case the documents, the first of which the verdict is asked of."""

    rule_id: str
    cases: Mapping[str, Sequence[MadeDocument]]
    expect: Mapping[str, str] = field(default_factory=dict)
    has_own_guard: bool = False

    def documents(self) -> list[MadeDocument]:
        return [document for documents in self.cases.values() for document in documents]

    def name_of(self, case: str) -> str:
        return self.cases[case][0].document_id


def load_examples(folder: Path) -> dict[str, Example]:
    """All examples of a folder by rule; a rule that stands twice is an error."""
    found: dict[str, Example] = {}
    for path in sorted(folder.glob("*.yml")):
        content = yaml.safe_load(path.read_text("utf-8"))
        standard = content.pop("document", {})
        for rule_id, written in content.items():
            assert rule_id not in found, f"{path.name}: {rule_id} stands twice"
            found[rule_id] = _example(rule_id, written, standard)
    return found


def _example(rule_id: str, written: Mapping[str, Any], standard: Mapping[str, Any]) -> Example:
    expect = written.get("expect", {})
    if "cases" in written:
        cases = {case: _documents(f"{rule_id}.{case}", one, standard) for case, one in written["cases"].items()}
        return Example(rule_id, cases, expect, has_own_guard=True)
    (made,) = _documents(f"{rule_id}.holds", written, standard)
    edge = written["edge"]
    guard = written.get("guard_false", {"about": {"stage": OTHER_STAGE[made.about["stage"]]}})
    cases = {
        "holds": [made],
        "edge": [changed(made, f"{rule_id}.edge", edge)],
        "fails": [changed(made, f"{rule_id}.fails", edge + 1)],
        "guard_false": _documents(f"{rule_id}.guard_false", {**written, **guard}, standard),
        "missing": [without_marked(made, f"{rule_id}.missing")],
        "blank": [blank(made, f"{rule_id}.blank")],
        **{case: _documents(f"{rule_id}.{case}", one, standard) for case, one in written.get("also", {}).items()},
    }
    return Example(rule_id, cases, expect, has_own_guard="guard_false" in written)


def _documents(name: str, written: Any, standard: Mapping[str, Any]) -> list[MadeDocument]:
    """One document, or several of one case: the first has the name of the case, the others are numbered."""
    several = written if isinstance(written, list) else [written]
    made = []
    for number, one in enumerate(several):
        about = {**standard, "publisher": name, **one.get("about", {})}
        extra = {key: value for key, value in one.items() if key in EXTRA}
        if "said" in one:
            extra["claim"] = read_claims(one["said"])
        made.append(MadeDocument(f"{name}.{number}" if number else name, read_rows(one.get("rows", "")), about, extra))
    return made


EXTRA = {"grid", "page", "claim", "fact_performance_indicator", "doubtful_cell", "fact_debt", "fact_asset", "cell"}
