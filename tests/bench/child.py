"""Runs in a process of its own, so that its memory is its own: one refresh, or the rules over many facts.

``python -m tests.bench.child JSON``: the job as JSON; the last line of the output is the outcome as JSON.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

from pipelines.flow import workers as workers_module
from pipelines.flow.refresh import build, prepare, read_changed
from pipelines.settings import Settings
from pipelines.warehouse.connection import open_reader
from tests.bench.many_facts import rules_over
from tests.resources import MEGABYTE, watched

COUNTS = """
    select (select count(*) from core.document), (select coalesce(sum(pages), 0) from core.document),
        (select count(*) from core.published_amount), (select count(*) from quality.quarantine),
        (select count(*) from core.claim)
"""


def refreshed(raw: str, warehouse: str, workers: int, *, without_prose: bool = False) -> dict[str, Any]:
    """The steps of one refresh: seconds of each, what the warehouse then holds, memory at its peak, CPU time of all.

    ``without_prose``: no sentence is read in any worker, so that what sentences cost can be told.
    """
    if without_prose:
        from tests.bench import without_prose as prose_left_out

        workers_module.ROOMS.append(prose_left_out.__name__)
    settings = Settings(Path(raw), Path(warehouse), workers=workers)
    clock = Clock()
    with watched() as use:
        plan = prepare(settings)
        clock.done("scan")
        if not plan.nothing_to_do:
            readings = read_changed(settings, plan)
            clock.done("read")
            build(settings, plan, readings, lambda progress: clock.begin(progress.step))
            clock.done("publish")
    with open_reader(settings.warehouse) as connection:
        documents, pages, amounts, quarantined, claims = connection.execute(COUNTS).fetchall()[0]
    return {
        "seconds": sum(clock.steps.values()),
        "cpu_seconds": use.cpu_seconds,
        "steps": clock.steps,
        "documents": documents,
        "pages": int(pages),
        "amounts": amounts,
        "quarantined": quarantined,
        "claims": claims,
        "peak_parent_mb": use.parent // MEGABYTE,
        "peak_worker_mb": use.worker // MEGABYTE,
        "peak_together_mb": use.together // MEGABYTE,
    }


class Clock:
    """Seconds of one step after the other."""

    def __init__(self) -> None:
        self.steps: dict[str, float] = {}
        self._at: str | None = None
        self._since = time.perf_counter()

    def done(self, step: str) -> None:
        """The time since the last mark was spent on ``step`` (or on the one that was begun)."""
        now = time.perf_counter()
        name = self._at or step
        self.steps[name] = self.steps.get(name, 0.0) + now - self._since
        self._since, self._at = now, None

    def begin(self, step: str) -> None:
        """From now on the time is spent on ``step``."""
        self.done(self._at or step)
        self._at = step


JOBS = {"refresh": refreshed, "rules": rules_over}


def main() -> None:
    """Do the job that the command line names and print its outcome."""
    job = json.loads(sys.argv[1])
    outcome = JOBS[job.pop("job")](**job)
    sys.stdout.write(json.dumps(outcome) + "\n")


if __name__ == "__main__":
    main()
