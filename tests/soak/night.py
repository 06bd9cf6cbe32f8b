"""Runs in a process of its own, so that its memory is its own: one refresh with its report, as ``mingzhang refresh`` does it.

``python -m tests.soak.night JSON``; the last line of the output is what it cost and what the warehouse then holds, as JSON.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from pipelines.flow.refresh import build, prepare, read_changed
from pipelines.flow.steps import report_step
from pipelines.settings import Settings
from pipelines.warehouse.connection import open_reader
from tests.bench.child import Clock
from tests.resources import MEGABYTE, watched

HELD = """
    select
        count(*) filter (where withdrawn_at is null) as present,
        count(*) filter (where withdrawn_at is not null) as withdrawn,
        (select count(*) from quality.quarantine) as quarantined,
        count(supersedes_document_id) as versions,
        (select count(*) from core.published_amount) as amounts,
        (select count(*) from quality.finding) as findings,
        (select count(*) from mart.revision) as revised
    from core.document
"""


def night(raw: str, warehouse: str, workers: int) -> dict[str, Any]:
    """One refresh and its report: seconds of each step, memory at its peak, CPU time, and what is there afterwards."""
    settings = Settings(Path(raw), Path(warehouse), workers=workers)
    clock, read = Clock(), 0
    with watched() as use:
        plan = prepare(settings)
        clock.done("scan")
        if not plan.nothing_to_do:
            readings = read_changed(settings, plan)
            read = len(readings)
            clock.done("read")
            build(settings, plan, readings, lambda progress: clock.begin(progress.step))
            clock.done("publish")
            report_step(settings)
            clock.done("report")
    with open_reader(settings.warehouse) as connection:
        result = connection.execute(HELD)
        names = [column[0] for column in result.description or ()]
        held = dict(zip(names, result.fetchall()[0], strict=True))
    return {
        **held,
        "read": read,
        "seconds": sum(clock.steps.values()),
        "cpu_seconds": use.cpu_seconds,
        "steps": clock.steps,
        "peak_parent_mb": use.parent // MEGABYTE,
        "peak_worker_mb": use.worker // MEGABYTE,
        "warehouse_mb": settings.warehouse.stat().st_size // MEGABYTE,
        "disk_mb": sum(path.stat().st_size for path in settings.warehouse.parent.rglob("*") if path.is_file())
        // MEGABYTE,
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(night(**json.loads(sys.argv[1]))) + "\n")
