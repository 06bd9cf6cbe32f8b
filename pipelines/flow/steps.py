"""The steps of a refresh one at a time, for an orchestrator that runs and shows them separately.

The same functions as ``refresh`` in the same order; each takes the lock for itself, so a step may be run again alone. What
a step hands to the next is on disk (the store of readings, the published warehouse), never in memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipelines.flow.look import raw_bytes
from pipelines.flow.plan import Plan
from pipelines.flow.refresh import Watcher, build, prepare, read_changed
from pipelines.records.quality import RunRecord
from pipelines.settings import Settings
from pipelines.warehouse.build import locked
from pipelines.warehouse.connection import open_reader
from pipelines.warehouse.store import Store, StoredReading


def scan_step(settings: Settings, *, force: bool = False) -> Plan:
    """What a refresh would do now; writes nothing but the digests of the raw files."""
    with locked(settings.warehouse):
        return prepare(settings, force=force)


def read_step(settings: Settings, watch: Watcher = lambda _: None) -> list[StoredReading]:
    """Read every new or changed document into the store."""
    with locked(settings.warehouse):
        Store(settings.readings).clean()
        return read_changed(settings, prepare(settings), watch)


def build_step(settings: Settings, watch: Watcher = lambda _: None) -> RunRecord | None:
    """Build, check and publish from the store; None when the published warehouse is current already."""
    with locked(settings.warehouse):
        plan = prepare(settings)
        if plan.nothing_to_do:
            return None
        return build(settings, plan, read_changed(settings, plan, watch), watch)


def report_step(settings: Settings) -> Path:
    """Write the report of the published warehouse and return its first page."""
    from pipelines.reports import write_report

    with open_reader(settings.warehouse, settings.warehouse_bytes) as connection:
        return write_report(connection, settings.report, lambda path: raw_bytes(settings, path))


def published_faults(settings: Settings) -> list[str]:
    """Structural faults of the published warehouse, in Chinese; empty when it is sound."""
    from pipelines.checks import structure_faults

    with open_reader(settings.warehouse) as connection:
        return structure_faults(connection, settings.rule_folders)


def counts(settings: Settings, queries: Sequence[str]) -> list[int]:
    """One number per query, from the published warehouse."""
    with open_reader(settings.warehouse) as connection:
        return [int((connection.execute(query).fetchone() or (0,))[0] or 0) for query in queries]
