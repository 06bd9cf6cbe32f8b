"""From what was found to recall, false findings and places named rightly."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tests.faults.covering import is_read
from tests.faults.fault import TEXT_KINDS, Place, Variant
from tests.faults.judging import Found, Judged
from tests.faults.unknowable import reason_of

GRAVE = ("error", "warning")


@dataclass(slots=True)
class Tally:
    """Faults of a kind: how many, how many lie where some rule had been tried, how many of each were found."""

    seeded: int = 0
    found: int = 0
    covered: int = 0
    covered_found: int = 0
    missed: list[str] = field(default_factory=list)
    untold: list[str] = field(default_factory=list)
    """Why nothing in its document contradicts a fault, for each such fault."""
    mislisted: list[str] = field(default_factory=list)
    """Faults listed as such that a rule found all the same."""


@dataclass(slots=True)
class RuleTally:
    """What one rule did: faults that it found, findings that name the place, and findings on documents without a fault."""

    faults: int = 0
    findings: int = 0
    at_the_place: int = 0
    on_clean: int = 0


@dataclass(slots=True)
class Counted:
    """The result of the benchmark."""

    kinds: dict[str, Tally]
    rules: dict[str, RuleTally]
    clean: dict[str, list[Found]]
    suspects: Counter[str]


def count(judged: Sequence[Judged]) -> Counted:
    """Compare every variant with its clean document."""
    clean = {one.variant.source: one for one in judged if one.variant.kind is None}
    kinds: dict[str, Tally] = defaultdict(Tally)
    rules: dict[str, RuleTally] = defaultdict(RuleTally)
    suspects: Counter[str] = Counter()
    for one in judged:
        if one.variant.kind is None:
            for found in one.findings:
                rules[found.rule_id].on_clean += 1
            continue
        base = clean[one.variant.source]
        new = new_findings(one.findings, base.findings)
        _add_kind(kinds[one.variant.kind], one.variant, is_covered(one.variant, base), new)
        _add_untold(kinds[one.variant.kind], one.variant, new)
        _add_rules(rules, one.variant, new)
        suspects.update(_suspect(one.variant.place, new))
    return Counted(dict(kinds), dict(rules), {source: list(one.findings) for source, one in clean.items()}, suspects)


def new_findings(found: Iterable[Found], before: Iterable[Found]) -> list[Found]:
    """Errors and warnings that the clean document does not have: neither the same case nor the same difference."""
    known = {(one.rule_id, one.keys) for one in before}
    known |= {(one.rule_id, one.difference) for one in before if one.difference != "None"}
    return [
        one
        for one in found
        if one.severity in GRAVE and (one.rule_id, one.keys) not in known and (one.rule_id, one.difference) not in known
    ]


WHOLE_KINDS = ("unit", "row_dropped", "row_duplicated")
"""Kinds that change a row or a table as a whole: what is compared within it alone still agrees."""


def is_covered(variant: Variant, clean: Judged) -> bool:
    """Whether some rule had been tried on what was changed; a place in a table without facts is always covered."""
    if variant.kind in TEXT_KINDS:
        return is_read(variant.kind, variant.place, clean)
    facts = {fact_id.split(".", 1)[1] for fact_id in variant.place.fact_ids}
    if variant.kind in WHOLE_KINDS:
        return any(facts & case and case - facts for case in clean.together)
    return not facts or bool(facts & clean.tried)


def _add_kind(tally: Tally, variant: Variant, covered: bool, new: Sequence[Found]) -> None:
    tally.seeded += 1
    tally.found += bool(new)
    tally.covered += covered
    tally.covered_found += covered and bool(new)
    if covered and not new:
        tally.missed.append(f"{variant.source}：{variant.what}")


def _add_untold(tally: Tally, variant: Variant, new: Sequence[Found]) -> None:
    """Note a fault that nothing contradicts; the list is wrong where a rule found it."""
    reason = reason_of(variant.kind, variant.place, variant.what)
    if reason is not None and new:
        tally.mislisted.append(f"`{new[0].rule_id}` {variant.what}")
    elif reason is not None:
        tally.untold.append(reason)


def _add_rules(rules: dict[str, RuleTally], variant: Variant, new: Sequence[Found]) -> None:
    for rule_id in {one.rule_id for one in new}:
        rules[rule_id].faults += 1
    places = {fact_id.split(".", 1)[1] for fact_id in variant.place.fact_ids}
    for one in new:
        rules[one.rule_id].findings += 1
        rules[one.rule_id].at_the_place += bool(places & set(one.cells))


def _suspect(place: Place, new: Sequence[Found]) -> list[str]:
    """What the run said of the cell in doubt, where exactly one cell was changed."""
    named = {one.suspect for one in new if one.suspect}
    if len(place.fact_ids) != 1 or not new:
        return []
    if not named:
        return ["none"]
    return ["right" if place.fact_ids[0].split(".", 1)[1] in named else "wrong"]


def share(part: int, whole: int) -> str:
    """A share in percent with one decimal, by whole numbers; a dash for nothing."""
    return "—" if not whole else f"{(tenths := (2000 * part + whole) // (2 * whole)) // 10}.{tenths % 10} %"


def added(tallies: Mapping[str, Tally], kinds: Iterable[str]) -> Tally:
    """Several kinds together."""
    total = Tally()
    for kind in kinds:
        if one := tallies.get(kind):
            total.seeded += one.seeded
            total.found += one.found
            total.covered += one.covered
            total.covered_found += one.covered_found
            total.untold += one.untold
            total.mislisted += one.mislisted
    return total
