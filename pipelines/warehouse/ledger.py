"""What the published warehouse knows of documents and of its last run: the memory of a refresh.

Belongs here: reading that memory, and the log of what each run changed. What follows from it is decided in ``flow``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from pipelines.warehouse.connection import Connection, QueryError, WarehouseError, open_reader


@dataclass(frozen=True, slots=True)
class KnownDocument:
    """One document as the warehouse holds it."""

    document_id: str
    path: str
    other_paths: tuple[str, ...]
    source_url: str | None
    retrieved_at: str | None
    reader_version: str
    raw_version: str | None
    status: str
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class KnownFault:
    """One entry of quarantine that is no document: a manifest row or file whose bytes could not be had."""

    path: str
    document_id: str | None
    error: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Ledger:
    """All of it; empty when there is no warehouse yet."""

    documents: Mapping[str, KnownDocument] = field(default_factory=dict)
    faults: Mapping[str, KnownFault] = field(default_factory=dict)
    reader_version: str | None = None
    logic_version: str | None = None
    run_id: str | None = None


LOG = """
    with now as (
        select document_id, path, case when withdrawn_at is null then status else 'withdrawn' end as state, reading_digest
        from core.document
    ),

    last as (
        select document_id, state, reading_digest from quality.run_document
        qualify row_number() over (partition by document_id order by run_no desc) = 1
    )

    insert into quality.run_document (run_no, document_id, path, state, reading_digest)
    select (select coalesce(max(run_no), 0) + 1 from quality.run), now.document_id, now.path, now.state, now.reading_digest
    from now
    left join last on last.document_id = now.document_id
    where last.document_id is null or last.state <> now.state or last.reading_digest is distinct from now.reading_digest
    order by now.document_id
"""


def log_documents(connection: Connection) -> None:
    """Write down which documents this run changes (call before the run's own row is added): only changes take room."""
    connection.execute(LOG)


def read_ledger(warehouse: Path) -> Ledger:
    """The ledger of the warehouse at ``warehouse``; raises ``WarehouseError`` for a file that is not a warehouse of ours."""
    if not warehouse.exists():
        return Ledger()
    with open_reader(warehouse) as connection:
        try:
            documents = connection.execute(
                "select document_id, path, other_paths, source_url, retrieved_at, reader_version, raw_version, status, "
                "withdrawn_at is not null from core.document"
            ).fetchall()
            faults = connection.execute("select path, document_id, error, since from quality.quarantine").fetchall()
            run = connection.execute(
                "select reader_version, logic_version, run_id from quality.run order by run_no desc limit 1"
            ).fetchall()
        except QueryError as error:
            raise WarehouseError(f"{warehouse} is not a warehouse of mingzhang: {error}") from error
    known = [KnownDocument(row[0], row[1], tuple(row[2] or ()), *row[3:]) for row in documents]
    return Ledger(
        {document.document_id: document for document in known},
        {row[0]: KnownFault(*row) for row in faults},
        *(run[0] if run else (None, None, None)),
    )
