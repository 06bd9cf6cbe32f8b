"""Runs in a process of its own, so that its memory is its own: one refresh, or the rules over many facts.

``python -m tests.bench.child JSON``: the job as JSON; the last line of the output is the outcome as JSON.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

from pipelines.flow.refresh import Progress, refresh
from pipelines.settings import Settings
from pipelines.warehouse.connection import open_reader
from tests.bench.many_facts import rules_over
from tests.memory import MEGABYTE, watched

COUNTS = """
    select (select count(*) from core.document), (select coalesce(sum(pages), 0) from core.document),
        (select count(*) from core.published_amount), (select count(*) from quality.quarantine)
"""


def refreshed(raw: str, warehouse: str, workers: int) -> dict[str, Any]:
    """One refresh: seconds by step and in all, what the warehouse then holds, peak memory."""
    settings = Settings(Path(raw), Path(warehouse), workers=workers)
    steps: dict[str, float] = {}
    moment = [time.perf_counter(), ""]

    def watch(progress: Progress) -> None:
        now = time.perf_counter()
        if moment[1]:
            steps[str(moment[1])] = steps.get(str(moment[1]), 0.0) + now - float(moment[0])
        moment[:] = [now, progress.step]

    began = time.perf_counter()
    with watched() as peak:
        done = refresh(settings, watch=watch)
    seconds = time.perf_counter() - began
    watch(Progress("end", 0, 0))
    with open_reader(settings.warehouse) as connection:
        documents, pages, amounts, quarantined = connection.execute(COUNTS).fetchall()[0]
    return {
        "seconds": seconds,
        "steps": steps,
        "ran": done.run is not None,
        "documents": documents,
        "pages": int(pages),
        "amounts": amounts,
        "quarantined": quarantined,
        "peak_parent_mb": peak.parent // MEGABYTE,
        "peak_worker_mb": peak.worker // MEGABYTE,
        "peak_together_mb": peak.together // MEGABYTE,
    }


JOBS = {"refresh": refreshed, "rules": rules_over}


def main() -> None:
    """Do the job that the command line names and print its outcome."""
    job = json.loads(sys.argv[1])
    outcome = JOBS[job.pop("job")](**job)
    sys.stdout.write(json.dumps(outcome) + "\n")


if __name__ == "__main__":
    main()
