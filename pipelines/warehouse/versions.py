"""Which document replaces which: the same disclosure published again with other bytes is a new version.

Pure decisions over what the warehouse knows of its documents; nothing is read or written here. The rule is careful: a
document is never hidden by one that might be something else.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

MIN_SHARED_STATEMENTS = 0.5


@dataclass(frozen=True, slots=True)
class Disclosed:
    """What decides whether two documents are versions of one disclosure."""

    document_id: str
    path: str
    organization_id: str | None
    fiscal_year: int | None
    stage: str | None
    tier: str | None
    part: str | None
    retrieved_at: str | None
    first_seen_at: str
    statements: frozenset[str]
    usable: bool
    """Read at least in part, and not an empty form."""
    withdrawn: bool = False


def find_predecessors(documents: Iterable[Disclosed]) -> dict[str, str]:
    """For each document that replaces another: the document it replaces (its direct predecessor)."""
    usable = sorted((d for d in documents if d.usable), key=_when)
    places: dict[object, list[Disclosed]] = defaultdict(list)
    replaced: set[str] = set()
    predecessors: dict[str, str] = {}
    for document in usable:
        earlier = _latest(document, [*places[_disclosure(document)], *places[document.path]], replaced)
        if earlier:
            predecessors[document.document_id] = earlier.document_id
            replaced.add(earlier.document_id)
        if _disclosure(document) is not None:
            places[_disclosure(document)].append(document)
        places[document.path].append(document)
    return predecessors


def _latest(document: Disclosed, candidates: list[Disclosed], replaced: set[str]) -> Disclosed | None:
    fitting = [other for other in candidates if other.document_id not in replaced and _same_disclosure(other, document)]
    return max(fitting, key=_when, default=None)


def _same_disclosure(old: Disclosed, new: Disclosed) -> bool:
    """Same place in the raw folder and nothing against it, or same body, year, stage, tier, part and statements."""
    if old.path == new.path:
        pairs = ((old.fiscal_year, new.fiscal_year), (old.stage, new.stage), (old.tier, new.tier))
        return all(a is None or b is None or a == b for a, b in pairs)
    return _share(old.statements, new.statements) >= MIN_SHARED_STATEMENTS


def _share(old: frozenset[str], new: frozenset[str]) -> float:
    return len(old & new) / len(old | new) if old | new else 1.0


def _disclosure(document: Disclosed) -> tuple[object, ...] | None:
    key = (document.organization_id, document.fiscal_year, document.stage, document.tier)
    return None if None in key else (*key, document.part)


def _when(document: Disclosed) -> tuple[tuple[int, ...], str, bool, str, str]:
    """Order in time: when it was retrieved, else when it first came in.

    Of documents retrieved on one day (a manifest may be left as it was when a file is replaced) the one that came in first
    is older, then the one that is gone; then path and id decide, so that order is one.
    """
    moment = tuple(int(number) for number in re.findall(r"\d+", document.retrieved_at or document.first_seen_at))
    return moment, document.first_seen_at, not document.withdrawn, document.path, document.document_id
