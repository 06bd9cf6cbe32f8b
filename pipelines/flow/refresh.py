"""A refresh: scan, plan, read what changed, build beside, check, publish. Each step is one function that Dagster may call.

Belongs here: the order of steps and what stops a publication. How each step works is its room's business.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain

from pipelines.flow.cluster import Reader, reader_for
from pipelines.flow.history import keep_published
from pipelines.flow.plan import Plan, logic_version, make_plan
from pipelines.flow.reading import failed_reading
from pipelines.flow.workers import Task
from pipelines.intake import Scan, scan_raw
from pipelines.records.quality import RunRecord
from pipelines.records.reading import Failure
from pipelines.reference.corrections import load_corrections
from pipelines.settings import Settings, reader_version, resource
from pipelines.warehouse import across, incremental, layers, load
from pipelines.warehouse.build import BUILDING, building, locked
from pipelines.warehouse.connection import Connection, WarehouseError
from pipelines.warehouse.ledger import Ledger, log_documents, read_ledger
from pipelines.warehouse.lists import replace_lists
from pipelines.warehouse.rows import insert_records
from pipelines.warehouse.store import Store, StoredReading

RUN_COUNTS = """
    select
        (select count(*) from core.document where withdrawn_at is null),
        (select count(*) from quality.quarantine),
        (select count(*) from core.published_amount),
        (select count(*) from quality.finding),
        (select count(*) from quality.finding where verdict = 'fails' and severity = 'error')
"""


class StructureError(RuntimeError):
    """The warehouse that was built is not sound; it was not published. ``faults`` says what, in Chinese."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("the new warehouse is not sound and was not published: " + "；".join(faults))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a step is: ``done`` of ``total``, and what it is at."""

    step: str
    done: int
    total: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh did. ``run`` is None when nothing had changed and nothing was written."""

    plan: Plan
    run: RunRecord | None


@dataclass(frozen=True, slots=True)
class RunMark:
    """What is known of a run before its warehouse is built: identity, versions, documents read, loaded, withdrawn."""

    run_id: str
    reader_version: str
    logic_version: str
    read: int
    loaded: int
    withdrawn: int
    started: datetime


Watcher = Callable[[Progress], None]


def refresh(
    settings: Settings,
    *,
    force: bool = False,
    again: Collection[str] = (),
    since: datetime | None = None,
    watch: Watcher = lambda _: None,
    reader: Reader | None = None,
) -> Refreshed:
    """Bring the warehouse up to date with the raw folder; when it raises, the previous warehouse is in place untouched.

    ``force`` reads every document again, ``again`` those named; ``since`` leaves files alone that changed before it.
    ``reader`` replaces the one that the settings name. Raises ``WarehouseBusyError``, ``StructureError``,
    ``UnknownDocumentError``, ``PartialRefreshError``, ``ClusterError``, ``NotADirectoryError``, and what a malformed rule,
    correction or file of ``sql/`` raises.
    """
    with locked(settings.warehouse):
        Store(settings.readings).clean()
        plan = prepare(settings, force=force, again=again, since=since, watch=watch)
        if plan.nothing_to_do:
            return Refreshed(plan, None)
        readings = read_changed(settings, plan, watch, reader)
        return Refreshed(plan, build(settings, plan, readings, watch))


def prepare(
    settings: Settings,
    *,
    force: bool = False,
    again: Collection[str] = (),
    since: datetime | None = None,
    watch: Watcher = lambda _: None,
) -> Plan:
    """Scan the raw folder and decide what is to be done."""
    watch(Progress("scan", 0, 1, str(settings.raw)))
    scan: Scan = scan_raw(settings.raw, settings.hashes)
    ledger: Ledger = read_ledger(settings.warehouse)
    return make_plan(settings, scan, ledger, force=force, again=again, since=since)


def read_changed(
    settings: Settings, plan: Plan, watch: Watcher = lambda _: None, reader: Reader | None = None
) -> list[StoredReading]:
    """Read what the plan says into the store (the parent is its only writer), in order of document."""
    store = Store(settings.readings)
    failed = [failed_reading(item.raw, Failure("intake", item.fault)) for item in plan.to_read if item.fault]
    tasks = [Task(item.path, item.raw) for item in plan.to_read if item.fault is None]
    versions = {item.raw.document_id: item.version for item in plan.to_read}
    read = reader or reader_for(settings)
    stored = []
    for reading in chain(failed, read(tasks) if tasks else ()):  # each is stored as it comes, none is held
        document = reading.document
        stored.append(store.write(reading, versions[document.document_id], _now()))
        watch(Progress("read", len(stored), len(versions), document.path))
    return sorted(stored, key=lambda reading: reading.document_id)


def build(
    settings: Settings, plan: Plan, readings: Sequence[StoredReading], watch: Watcher = lambda _: None
) -> RunRecord:
    """Build the next warehouse beside the published one, check it, put it in its place, and keep it as a snapshot."""
    started = _now()
    keep_published(settings)  # a refresh killed right after publishing had no time to
    with building(settings.warehouse, plan.fresh, settings.warehouse_bytes) as connection:
        watch(Progress("load", 0, 1))
        _load(connection, settings, plan, readings, started)
        mark = RunMark(
            plan.run_id, reader_version(), plan.logic, len(readings), len(plan.to_load), len(plan.withdrawn), started
        )
        run = _finish(connection, settings, mark, watch)
    keep_published(settings)
    return run


def recheck(settings: Settings, watch: Watcher = lambda _: None) -> RunRecord:
    """Run the rules again on what the published warehouse holds, and publish the outcome; no document is read.

    Raises ``WarehouseError`` when there is no warehouse yet, and otherwise as ``refresh``.
    """
    started = _now()
    with locked(settings.warehouse):
        ledger = read_ledger(settings.warehouse)
        if ledger.reader_version is None:
            raise WarehouseError(f"there is no warehouse at {settings.warehouse}; make it with: mingzhang refresh")
        logic = logic_version(settings)
        run_id = hashlib.sha256(f"{ledger.run_id} {logic}".encode()).hexdigest()[:16]
        keep_published(settings)
        with building(settings.warehouse, fresh=False, memory_bytes=settings.warehouse_bytes) as connection:
            incremental.forget_checks(connection)
            if logic != ledger.logic_version:
                incremental.forget_all(connection)
            mark = RunMark(run_id, ledger.reader_version, logic, 0, 0, 0, started)
            run = _finish(connection, settings, mark, watch)
        keep_published(settings)
        return run


def _finish(connection: Connection, settings: Settings, mark: RunMark, watch: Watcher) -> RunRecord:
    """What follows on ``core``: the relations of ``sql/``, the rules, the run's own row, the structure suite."""
    watch(Progress("relations", 0, 1))
    incremental.rebuild_changed(connection, resource("sql"), ("core", "stg", "int"))
    watch(Progress("check", 0, 1))
    check(connection, settings, mark.run_id)
    watch(Progress("marts", 0, 1))
    incremental.rebuild_changed(connection, resource("sql"), ("mart", "report"))
    run = _run_record(connection, mark)
    insert_records(connection, "quality.run", RunRecord, [run])
    watch(Progress("structure", 0, 1))
    require_structure(connection, settings)
    watch(Progress("publish", 0, 1))
    return run


def check(connection: Connection, settings: Settings, run_id: str) -> None:
    """Run the rules on the warehouse that is being built, and ask the second reader about what fails.

    Only documents that have changed, and those that rules hold against them, are tried; elsewhere findings and coverage stay.
    """
    from pipelines.checks import run_rules
    from pipelines.flow.second import SecondReader

    second = SecondReader(settings, connection)
    found = run_rules(
        connection,
        run_id,
        settings.rule_folders,
        settings.report / "annex",
        second.opinion,
        changed_only=True,
        aside=settings.warehouse.with_name(f"{settings.warehouse.name}{BUILDING}"),
    )
    second.note_agreement(found.tried)


def require_structure(connection: Connection, settings: Settings) -> None:
    """Raise ``StructureError`` when keys, references or grains do not hold."""
    from pipelines.checks import structure_faults

    faults = [*structure_faults(connection, settings.rule_folders), *layers.grain_faults(connection, resource("sql"))]
    if faults:
        raise StructureError(faults)


def _load(
    connection: Connection, settings: Settings, plan: Plan, readings: Sequence[StoredReading], now: datetime
) -> None:
    """Bring ``core`` and quarantine up to date, in one transaction."""
    loaded = sorted((*plan.to_load, *readings), key=lambda reading: reading.document_id)
    older = settings.warehouse if plan.fresh and settings.warehouse.exists() else None
    seen_before = load.carry_over(connection, older, plan.gone) if older else {}
    connection.execute("begin")
    if plan.fresh or plan.logic_changed:
        incremental.forget_all(connection)
    if plan.forced:
        incremental.forget_checks(connection)
    load.load_readings(connection, loaded, now, seen_before)
    load.update_presence(connection, plan.moved)
    load.mark_withdrawn(connection, plan.withdrawn, now)
    replace_lists(connection)
    across.assign_organizations(connection)
    across.assign_versions(connection)
    across.replace_corrections(connection, load_corrections())
    across.replace_quarantine(connection, loaded, plan.lost, now)
    log_documents(connection)
    connection.execute("commit")


def _run_record(connection: Connection, mark: RunMark) -> RunRecord:
    counts = connection.execute(RUN_COUNTS).fetchall()[0]
    ((last,),) = connection.execute("select coalesce(max(run_no), 0) from quality.run").fetchall()
    return RunRecord(
        run_no=last + 1,
        run_id=mark.run_id,
        started_at=mark.started,
        finished_at=_now(),
        reader_version=mark.reader_version,
        logic_version=mark.logic_version,
        documents=counts[0],
        documents_read=mark.read,
        documents_loaded=mark.read + mark.loaded,
        documents_withdrawn=mark.withdrawn,
        quarantined=counts[1],
        facts=counts[2],
        findings=counts[3],
        errors=counts[4],
    )


def _now() -> datetime:
    """This moment in UTC, without zone, to the second."""
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)
