"""What sentences cost: whole refreshes of the corpus from nothing with and without them, in turns, by CPU time."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.corpus import folder

ROUNDS = 2
"""Refreshes of each sort; the one with the least CPU time counts, what else runs on the machine only adds to it."""


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU seconds of a refresh with and without sentences, and the claims that the first one has."""

    with_prose: float
    without_prose: float
    claims: int

    @property
    def share(self) -> float:
        """How much sentences add, in percent of a refresh without them."""
        return 100 * (self.with_prose / self.without_prose - 1)

    @property
    def said(self) -> str:
        return (
            f"a whole refresh takes {self.with_prose:.1f} CPU s with sentences ({self.claims} claims), "
            f"{self.without_prose:.1f} CPU s without: sentences add {self.share:.1f} %"
        )


def prose_of_a_refresh(place: Path, workers: int, child: Callable[..., dict[str, Any]]) -> Cost:
    """Refresh in turns; reading, loading, rules and everything else included."""
    runs: dict[bool, list[dict[str, Any]]] = {False: [], True: []}
    for turn in range(2 * ROUNDS):
        here = place / f"prose{turn}"
        without = bool(turn % 2)
        raw, warehouse = str(folder()), str(here / "fiscal.duckdb")
        runs[without].append(child(job="refresh", raw=raw, warehouse=warehouse, workers=workers, without_prose=without))
        shutil.rmtree(here)
    with_claims, none = {run["claims"] for run in runs[False]}, {run["claims"] for run in runs[True]}
    if none != {0} or 0 in with_claims:
        raise AssertionError(f"claims with sentences {with_claims}, without {none}")
    best = {without: min(run["cpu_seconds"] for run in found) for without, found in runs.items()}
    return Cost(best[False], best[True], max(with_claims))
