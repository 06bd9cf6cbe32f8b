"""What is known only across documents: bodies over years, versions, corrections, quarantine.

Decisions are made elsewhere (``organizations``, ``versions``, ``reference.corrections``); here they are put into the
relations. Times are UTC without zone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pipelines.records.core import FACTS, OrganizationRecord
from pipelines.records.quality import CorrectionRecord, QuarantineRecord
from pipelines.records.reading import RELATION_OF
from pipelines.reference.corrections import Correction
from pipelines.warehouse.connection import Connection
from pipelines.warehouse.organizations import Named, find_organizations
from pipelines.warehouse.rows import insert_records, update_column
from pipelines.warehouse.store import StoredReading
from pipelines.warehouse.versions import Disclosed, find_predecessors

DISCLOSED = """
    select
        d.document_id, d.path, d.organization_id, d.fiscal_year, d.stage, d.tier, d.part, d.retrieved_at,
        strftime(d.first_seen_at, '%Y-%m-%d %H:%M:%S'),
        list(distinct g.statement) filter (where g.statement is not null),
        d.status <> 'quarantined' and not d.template_blank, d.withdrawn_at is not null
    from core.document as d
    left join core.grid as g on g.document_id = d.document_id
    group by all
"""


@dataclass(frozen=True, slots=True)
class LostFile:
    """A manifest row or file whose bytes could not be had."""

    path: str
    document_id: str | None
    error: str


def assign_organizations(connection: Connection) -> None:
    """Fill ``core.organization`` and every document's ``organization_id`` from the names that documents carry."""
    rows = connection.execute(
        "select document_id, publisher, body_printed, region_code, region_name, department_code from core.document "
        "where not template_blank order by document_id"
    ).fetchall()
    of_document, organizations = find_organizations(Named(*row) for row in rows)
    connection.execute("delete from core.organization")
    insert_records(connection, "core.organization", OrganizationRecord, organizations)
    values = [(row[0], of_document.get(row[0])) for row in rows]
    update_column(connection, "core.document", "document_id", "organization_id", values)


def assign_versions(connection: Connection) -> None:
    """Fill every document's ``supersedes_document_id``."""
    rows = connection.execute(DISCLOSED).fetchall()
    predecessors = find_predecessors(Disclosed(*_disclosed(row)) for row in rows)
    values = [(row[0], predecessors.get(row[0])) for row in rows]
    update_column(connection, "core.document", "document_id", "supersedes_document_id", values)


def _disclosed(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return (*row[:9], frozenset(row[9] or ()), *row[10:])


def replace_corrections(connection: Connection, corrections: Sequence[Correction]) -> None:
    """Fill ``quality.correction``, each with whether it still fits what is printed."""
    printed: dict[str, tuple[str, str]] = {}
    wanted = [correction.fact_id for correction in corrections]
    for relation in (RELATION_OF[record] for record in FACTS):
        query = f"select fact_id, document_id, amount_text from core.{relation} where list_contains(?, fact_id)"
        printed |= {row[0]: (row[1], row[2]) for row in connection.execute(query, [wanted]).fetchall()}
    records = [
        CorrectionRecord(
            correction_id=correction.correction_id,
            document_id=correction.document_id,
            fact_id=correction.fact_id,
            expect=correction.expect,
            amount_yuan=correction.amount_yuan,
            why=correction.why,
            basis=correction.basis,
            state=_state(correction, printed.get(correction.fact_id)),
        )
        for correction in corrections
    ]
    connection.execute("delete from quality.correction")
    insert_records(connection, "quality.correction", CorrectionRecord, records)


def _state(correction: Correction, printed: tuple[str, str] | None) -> str:
    if printed is None or printed[0] != correction.document_id:
        return "missing"
    return "applied" if printed[1] == correction.expect else "stale"


def replace_quarantine(
    connection: Connection, readings: Sequence[StoredReading], lost: Sequence[LostFile], now: datetime
) -> None:
    """Bring quarantine up to date: one entry per quarantined document that is present, and one per lost file.

    ``readings`` are those loaded just now. An entry that stays the same keeps the time since when it is there.
    """
    old = _entries(connection)
    causes = {entry.document_id: (entry.stage, entry.error, entry.detail) for entry in old.values()}
    causes |= {r.document_id: (r.failure.stage, r.failure.error, r.failure.detail) for r in readings if r.failure}
    present = connection.execute(
        "select path, document_id from core.document where status = 'quarantined' and withdrawn_at is null"
    ).fetchall()
    entries = {path: (document_id, *causes[document_id]) for path, document_id in present}
    entries |= {file.path: (file.document_id, "intake", file.error, None) for file in lost}
    records = []
    for path, (document_id, stage, error, detail) in sorted(entries.items()):
        before = old.get(path)
        same = before is not None and (before.document_id, before.error) == (document_id, error)
        since = before.since if before is not None and same else now
        records.append(
            QuarantineRecord(path=path, document_id=document_id, stage=stage, error=error, detail=detail, since=since)
        )
    connection.execute("delete from quality.quarantine")
    insert_records(connection, "quality.quarantine", QuarantineRecord, records)


def _entries(connection: Connection) -> dict[str, QuarantineRecord]:
    rows = connection.execute(
        "select path, document_id, stage, error, detail, since from quality.quarantine"
    ).fetchall()
    return {
        row[0]: QuarantineRecord(
            path=row[0], document_id=row[1], stage=row[2], error=row[3], detail=row[4], since=row[5]
        )
        for row in rows
    }
