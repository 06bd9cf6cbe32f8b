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
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

import yaml

from pipelines.checks.structure import STRUCTURE
from tests.crash.states import Poller, different, state_of

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "data" / "raw"
NAME = "fiscal.duckdb"
FEW = 3


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
    """What all rounds have in common: the raw folder, the two states that may be seen, the seconds by step, chance."""

    raw: Path
    known: list[dict[str, str]]
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
        job = {"raw": str(raw), "warehouse": str(warehouse), "rules": str(self.rules)}
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
    """The structure suite and the first rules of every other: a hundred rules cost ten seconds, however few the facts."""
    folder.mkdir()
    for path in (ROOT / "expectations").glob("*.yml"):
        suite = yaml.safe_load(path.read_text("utf-8"))
        if path.stem != STRUCTURE:
            suite["expectations"] = suite["expectations"][:FEW]
        (folder / path.name).write_text(yaml.safe_dump(suite, allow_unicode=True), "utf-8")
    return folder


def killed_refreshes(folder: Path, kills: int, seed: int, per_round: int = 10) -> Outcome:
    """Kill ``kills`` refreshes at random moments, restarting each time; rounds end with one that is left alone."""
    outcome, begun = Outcome(), time.monotonic()
    before, after = write_raw(folder / "raw")
    with Zygote(few_rules(folder / "rules")) as zygote:
        base, undisturbed = folder / "base", folder / "undisturbed"
        assert zygote.refresh(before, base / NAME)[0] == 0
        shutil.copytree(base, undisturbed)
        code, seconds = zygote.refresh(after, undisturbed / NAME)
        assert code == 0
        known = [state_of(base / NAME), state_of(undisturbed / NAME)]
        assert known[0] != known[1]
        plan = _Plan(after, known, seconds, random.Random(seed))
        while sum(outcome.kills.values()) < kills:
            place = folder / f"round{outcome.rounds}"
            shutil.copytree(base, place)
            most = min(per_round, kills - sum(outcome.kills.values()))
            _one_round(zygote, place / NAME, most, plan, outcome)
            shutil.rmtree(place)
        time.sleep(2)
        outcome.left_behind = zygote.others()
    outcome.seconds = time.monotonic() - begun
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
    if end := different(plan.known[1], state_of(warehouse)):
        outcome.faults.append(f"not as undisturbed: {end}")
    left = [
        path.name for path in warehouse.parent.rglob("*") if path.name.endswith(".part") or ".building" in path.name
    ]
    if left:
        outcome.faults.append(f"left over: {left}")
