"""Hostile inputs through a whole refresh: scan, worker processes with limits, store, warehouse, quarantine.

What is then said of each input is the outcome, and is judged by what stands with the case.
"""

from __future__ import annotations

import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from pipelines.flow.plan import Plan
from pipelines.flow.reading import read_document
from pipelines.flow.refresh import build, prepare, read_changed
from pipelines.flow.workers import Task, read_all
from pipelines.intake import scan_raw
from pipelines.intake.archives import SEPARATOR
from pipelines.records.core import AmountFact
from pipelines.records.reading import Reading
from pipelines.settings import Limits, Settings
from pipelines.warehouse.connection import open_reader
from tests.hostile.case import QUARANTINED, READ, TOLD, Case
from tests.hostile.catalogue import write
from tests.hostile.damage import SAMPLES
from tests.resources import Use, watched

RAW_TRACES = re.compile(
    r"Traceback|File \"|\w+Error\b|\w+Exception\b|\bat 0x[0-9a-f]+|site-packages|<(class|function|module)|/pipelines/"
)
"""What belongs into a log and not into a reason for people."""
CHINESE = re.compile("[一-鿿]{4,}")
PATHS = "select path from core.document union select path from quality.quarantine"

Amounts = Counter[tuple[str, str, str]]
"""Row, column and printed text of amounts."""
Told = tuple[str, str, str | None, Reading | None]
"""Path, status, reason and reading of one document or lost file."""


@dataclass(slots=True)
class Outcome:
    """What became of one input (of an archive: of all its members together)."""

    case: Case
    statuses: list[str] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    seconds: float = 0.0
    """Of its slowest member."""
    amounts: Amounts = field(default_factory=Counter)
    doubtful: int = 0
    """Cells in doubt: what they hold is not lost in silence."""

    @property
    def status(self) -> str:
        """read, partly_read or quarantined: the best of its members; lost when nothing was heard of it."""
        return next((one for one in ("read", "partly_read", "quarantined") if one in self.statuses), "lost")


@dataclass(frozen=True, slots=True)
class Run:
    """All outcomes of a run, how long it took and the memory it needed."""

    outcomes: tuple[Outcome, ...]
    seconds: float
    peak: Use


def run(cases: Sequence[Case], folder: Path, limits: Limits, workers: int, publish: bool = True) -> Run:
    """Write the cases below ``folder``, read them as a refresh does, publish the warehouse, and look for each of them.

    Raises whatever the steps of a refresh raise: nothing that an input holds may do that.
    """
    write(cases, folder / "raw")
    settings = Settings(folder / "raw", folder / "warehouse" / "fiscal.duckdb", (), workers, limits)
    readings: list[Reading] = []

    def reader(tasks: Sequence[Task]) -> Iterator[Reading]:
        for reading in read_all(tasks, workers, limits):
            readings.append(reading)
            yield reading

    began = time.monotonic()
    with watched() as peak:
        plan = prepare(settings)
        stored = read_changed(settings, plan, reader=reader)
        if publish:
            build(settings, plan, stored)
    seconds = time.monotonic() - began
    told = list(_told(plan, readings))
    if publish:
        _require_published(settings, {path for path, *_ in told})
    return Run(tuple(_outcomes(cases, told)), seconds, peak)


def _told(plan: Plan, readings: Sequence[Reading]) -> Iterator[Told]:
    """What the steps say of each path: status, reason, and the reading if there is one."""
    for item in plan.to_read:
        if item.fault:
            yield item.raw.path, "quarantined", item.fault, None
    for file in plan.lost:
        yield file.path, "quarantined", file.error, None
    for reading in readings:
        yield reading.document.path, reading.document.status, reading.document.reason, reading


def _require_published(settings: Settings, paths: set[str]) -> None:
    """Every path is in the published warehouse, as a document or in quarantine."""
    with open_reader(settings.warehouse) as connection:
        published = {path for (path,) in connection.execute(PATHS).fetchall()}
    if published != paths:
        raise AssertionError(
            f"read but not published: {sorted(paths - published)}; the reverse: {sorted(published - paths)}"
        )


def _shown(case: Case) -> str:
    """The name of a case as the warehouse has it."""
    return case.name.encode("utf-8", "backslashreplace").decode()


def _outcomes(cases: Sequence[Case], told: Sequence[Told]) -> Iterator[Outcome]:
    by_name: defaultdict[str, list[Told]] = defaultdict(list)
    names = {_shown(case) for case in cases}
    for entry in told:
        path = entry[0]
        by_name[path if path in names else path.split(SEPARATOR, 1)[0]].append(entry)
    for case in cases:
        outcome = Outcome(case)
        for _, status, reason, reading in by_name[_shown(case)]:
            outcome.statuses.append(status)
            outcome.reasons += [reason] if reason else []
            if reading:
                outcome.seconds = max(outcome.seconds, reading.seconds)
                outcome.amounts += amounts_of(reading)
                outcome.doubtful += len(reading.rows.get("doubtful_cell", ()))
        yield outcome


def amounts_of(reading: Reading) -> Amounts:
    """The amounts of a reading by row, column and printed text; of sentences without whose they are, which names may tell."""
    return Counter(
        (record.row_name, record.column_path if record.grid_no else "", record.amount_text)
        for records in reading.rows.values()
        for record in records
        if isinstance(record, AmountFact)
    )


@cache
def original(name: str) -> Amounts:
    """The amounts of an undamaged sample."""
    raw = next(raw for raw in scan_raw(SAMPLES).files if raw.path == name)
    return amounts_of(read_document(SAMPLES / name, raw))


def faults(outcome: Outcome, limits: Limits) -> list[str]:
    """What is wrong with an outcome; nothing when it is as it must be."""
    case, found = outcome.case, []
    if outcome.status == "lost":
        return ["not a word of it in the warehouse"]
    if case.outcome == QUARANTINED and outcome.status != "quarantined":
        found.append(f"must be quarantined, is {outcome.status}")
    if case.outcome == READ and outcome.status == "quarantined":
        found.append("must be read, is quarantined")
    if case.outcome == TOLD and outcome.status == "read":
        found.append("is read without a word")
    if outcome.status != "read" and not outcome.reasons:
        found.append("no reason")
    found += [f"unclear reason: {reason[:200]}" for reason in outcome.reasons if not _is_clear(reason)]
    if case.says and outcome.status == "quarantined" and not any(w in r for w in case.says for r in outcome.reasons):
        found.append(f"the reason says none of {'、'.join(case.says)}: {outcome.reasons[0][:200]}")
    if outcome.seconds > 2 * limits.seconds + 5:
        found.append(f"took {outcome.seconds:.0f} s of {limits.seconds:.0f}")
    return found + _against_original(outcome)


def _is_clear(reason: str) -> bool:
    return bool(CHINESE.search(reason)) and not RAW_TRACES.search(reason)


def _against_original(outcome: Outcome) -> list[str]:
    """A damaged copy may hold less than the sample when it says so; it may never hold another amount."""
    if outcome.case.original is None or outcome.status == "quarantined":
        return []
    whole = original(outcome.case.original)
    invented, lost = outcome.amounts - whole, whole - outcome.amounts
    found = [f"{invented.total()} amounts that the original does not have: {next(iter(invented))}"] if invented else []
    if lost.total() > outcome.doubtful and outcome.status == "read":
        found.append(f"{lost.total()} amounts lost in silence: {next(iter(lost))}")
    return found
