"""Rounds of refreshes that are killed: from the same warehouse, over the same change of the raw folder, to the same end."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

import yaml

from pipelines.checks.structure import STRUCTURE
from tests.crash.states import Poller, different, glimpse_of, state_of

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "data" / "raw"
NAME = "fiscal.duckdb"
SUITE, FEW = "budget", 3
WHILE_READING = ("", "scan", "read")
"""Steps that overlap with reading in worker processes; a refresh that is not killed reads so too."""


@dataclass
class Outcome:
    """What the rounds came to."""

    kills: Counter[str] = field(default_factory=Counter)
    """Refreshes killed, by the step they were at."""
    rounds: int = 0
    looks: Counter[str] = field(default_factory=Counter)
    """How often the reader saw the old and the new state."""
    faults: list[str] = field(default_factory=list)
    left_behind: int = 0
    """Processes of killed refreshes that were still there a while after."""
    seconds: float = 0.0


@dataclass(frozen=True)
class _Plan:
    """What all rounds have in common: the raw folder, the rules, the two states that may be seen, the seconds by step, chance."""

    raw: Path
    rules: Path
    known: list[dict[str, str]]
    end: dict[str, str]
    """What the warehouse holds in the end, undisturbed."""
    seconds: dict[str, float]
    chance: random.Random


class Zygote:
    """The process that forks refreshes."""

    def __init__(self, rules: Path) -> None:
        self.rules = rules
        command = [sys.executable, "-m", "tests.crash.zygote"]
        self.process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
        )
        assert self._line() == "ready"

    def __enter__(self) -> Zygote:
        return self

    def __exit__(self, *_: object) -> None:
        _pipe(self.process.stdin).close()
        self.process.wait(30)

    def refresh(self, raw: Path, warehouse: Path, step: str = "", delay: float = 0.0) -> tuple[int, dict[str, float]]:
        """One refresh, killed ``delay`` seconds after it came to ``step`` (or on starting); exit code, seconds by step."""
        pool = step in WHILE_READING
        job = {"raw": str(raw), "warehouse": str(warehouse), "rules": str(self.rules), "pool": pool}
        _pipe(self.process.stdin).write(json.dumps(job) + "\n")
        _pipe(self.process.stdin).flush()
        pid, at, begun, seconds = 0, "", time.monotonic(), {}
        while True:
            word, value = self._line().split(" ", 1)
            seconds[at] = time.monotonic() - begun
            begun = time.monotonic()
            if word == "exit":
                return int(value), seconds
            pid, at = (int(value), at) if word == "pid" else (pid, value)
            if word == "step" and value == step:
                time.sleep(delay)
                os.kill(pid, signal.SIGKILL)

    def others(self) -> int:
        """Processes of its session besides itself."""
        command = ["ps", "-o", "pid=,stat=", "-s", str(self.process.pid)]
        found = subprocess.run(command, capture_output=True, text=True, check=True)
        lines = [line.split() for line in found.stdout.splitlines()]
        return sum(1 for pid, state in lines if int(pid) != self.process.pid and not state.startswith("Z"))

    def _line(self) -> str:
        line = _pipe(self.process.stdout).readline().strip()
        if not line:
            raise RuntimeError("the process that refreshes has ended")
        return line


def _pipe(stream: TextIO | None) -> TextIO:
    assert stream is not None
    return stream


def write_raw(folder: Path) -> tuple[Path, Path]:
    """The raw folder before and after: one document stays, one is replaced, one goes, one comes, one is corrupt."""
    before, after = folder / "before", folder / "after"
    for raw in (before, after):
        raw.mkdir(parents=True)
        shutil.copy(SAMPLES / "county-department-2023-goals.xlsx", raw)
    page = (SAMPLES / "city-unit-2024-budget.html").read_bytes()
    (before / "page.html").write_bytes(page)
    (after / "page.html").write_bytes(page.replace(b"</html>", b"<!-- published again --></html>"))
    (before / "note.txt").write_text("示例市示例局2024年部门预算\n2024年收入预算100.00万元。\n", "utf-8")
    shutil.copy(SAMPLES / "fictitious-department-2023-budget.xlsx", after)
    (after / "corrupt.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n<<")
    return before, after


def few_rules(folder: Path) -> Path:
    """The first rules of the structure suite (those of keys are made from the records) and of one other.

    Hundreds of rules cost many seconds, however few the facts.
    """
    folder.mkdir()
    for name in (STRUCTURE, SUITE):
        suite = yaml.safe_load((ROOT / "expectations" / f"{name}.yml").read_text("utf-8"))
        suite["expectations"] = suite["expectations"][:FEW]
        (folder / f"{name}.yml").write_text(yaml.safe_dump(suite, allow_unicode=True), "utf-8")
    return folder


def killed_refreshes(folder: Path, kills: int, seed: int, per_round: int = 10, lanes: int = 2) -> Outcome:
    """Kill ``kills`` refreshes at random moments, restarting each time; rounds end with one that is left alone.

    Each of ``lanes`` kills its share of them, beside the others.
    """
    begun = time.monotonic()
    before, after = write_raw(folder / "raw")
    rules = few_rules(folder / "rules")
    base, undisturbed = folder / "base", folder / "undisturbed"
    with Zygote(rules) as zygote:
        assert zygote.refresh(before, base / NAME)[0] == 0
        shutil.copytree(base, undisturbed)
        code, seconds = zygote.refresh(after, undisturbed / NAME)
        assert code == 0
    known = [glimpse_of(base / NAME), glimpse_of(undisturbed / NAME)]
    assert known[0] != known[1]
    end = state_of(undisturbed / NAME)
    shares = [kills // lanes + (lane < kills % lanes) for lane in range(lanes)]
    plans = [_Plan(after, rules, known, end, seconds, random.Random(f"{seed} {lane}")) for lane in range(lanes)]
    with ThreadPoolExecutor(lanes) as pool:
        jobs = [pool.submit(_one_lane, folder / f"lane{n}", base, shares[n], per_round, plans[n]) for n in range(lanes)]
        outcome = _together([job.result() for job in jobs])
    outcome.seconds = time.monotonic() - begun
    return outcome


def _together(outcomes: list[Outcome]) -> Outcome:
    whole = Outcome()
    for one in outcomes:
        whole.kills += one.kills
        whole.looks += one.looks
        whole.faults += one.faults
        whole.rounds += one.rounds
        whole.left_behind += one.left_behind
    return whole


def _one_lane(folder: Path, base: Path, kills: int, per_round: int, plan: _Plan) -> Outcome:
    outcome = Outcome()
    with Zygote(plan.rules) as zygote:
        while sum(outcome.kills.values()) < kills:
            place = folder / f"round{outcome.rounds}"
            shutil.copytree(base, place)
            most = min(per_round, kills - sum(outcome.kills.values()))
            _one_round(zygote, place / NAME, most, plan, outcome)
            shutil.rmtree(place)
        time.sleep(2)
        outcome.left_behind = zygote.others()
    return outcome


def _one_round(zygote: Zygote, warehouse: Path, most: int, plan: _Plan, outcome: Outcome) -> None:
    """Kill up to ``most`` refreshes of ``warehouse``, let the last one end, and compare."""
    reader = Poller(warehouse, plan.known)
    reader.start()
    try:
        code = -signal.SIGKILL
        for _ in range(most):
            step = plan.chance.choice([name for name in plan.seconds if name])
            code, _ = zygote.refresh(plan.raw, warehouse, step, plan.chance.uniform(0, plan.seconds[step]))
            if code != -signal.SIGKILL:
                break
            outcome.kills[step] += 1
        if code == -signal.SIGKILL:
            code, _ = zygote.refresh(plan.raw, warehouse)
    finally:
        reader.stop()
    outcome.rounds += 1
    outcome.looks["before"] += reader.looks[0]
    outcome.looks["after"] += reader.looks[1]
    outcome.faults += reader.faults
    if code != 0:
        outcome.faults.append(f"the refresh that was left alone ended with {code}")
    if end := different(plan.end, state_of(warehouse)):
        outcome.faults.append(f"not as undisturbed: {end}")
    left = [
        path.name for path in warehouse.parent.rglob("*") if path.name.endswith(".part") or ".building" in path.name
    ]
    if left:
        outcome.faults.append(f"left over: {left}")
