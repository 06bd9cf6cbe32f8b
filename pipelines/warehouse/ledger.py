"""What the published warehouse knows of documents and of its last run: the memory of a refresh.

Only reading that memory belongs here; what follows from it is decided in ``flow``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from pipelines.warehouse.connection import QueryError, WarehouseError, open_reader


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
