"""Filling ``core`` from stored readings: all rows of the changed documents are replaced together.

Belongs here: a document's own rows, where its file lies now, and that it was withdrawn. What is known only across
documents (bodies, versions, quarantine) is ``across``. Times are UTC without zone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

import pyarrow as pa

from pipelines.records.core import RELATIONS
from pipelines.warehouse.connection import Connection
from pipelines.warehouse.relations import stored_relations
from pipelines.warehouse.rows import registered, registered_ids
from pipelines.warehouse.store import StoredReading

FILES_AT_ONCE = 5_000
OF_DOCUMENTS = tuple(name for name in RELATIONS if name != "organization")
"""The relations of ``core`` whose rows belong to one document."""


@dataclass(frozen=True, slots=True)
class Presence:
    """Where a document lies in the raw folder now, and what the manifest says that reading does not depend on."""

    document_id: str
    path: str
    other_paths: tuple[str, ...]
    source_url: str | None
    retrieved_at: str | None


def load_readings(
    connection: Connection,
    readings: Sequence[StoredReading],
    now: datetime,
    seen_before: Mapping[str, datetime] = MappingProxyType({}),
) -> None:
    """Replace the rows of these documents by those of their readings; ``now`` dates documents not seen before, neither
    here nor in an older warehouse (``seen_before``)."""
    here = dict(connection.execute("select document_id, first_seen_at from core.document").fetchall())
    seen = {**seen_before, **here}
    with registered_ids(connection, [reading.document_id for reading in readings]):
        for relation in OF_DOCUMENTS:
            connection.execute(f"delete from core.{relation} where document_id in (select document_id from changed)")
    for relation in OF_DOCUMENTS:
        files = sorted(str(reading.file_of(relation)) for reading in readings if relation in reading.relations)
        for start in range(0, len(files), FILES_AT_ONCE):
            chunk = files[start : start + FILES_AT_ONCE]
            connection.execute(f"insert into core.{relation} by name select * from read_parquet(?)", [chunk])
    _date_readings(connection, readings, {**dict.fromkeys((r.document_id for r in readings), now), **seen})


def _date_readings(connection: Connection, readings: Sequence[StoredReading], first_seen: dict[str, datetime]) -> None:
    ids = [reading.document_id for reading in readings]
    moment = pa.timestamp("us")
    times = pa.table(
        {
            "document_id": pa.array(ids, pa.string()),
            "read_at": pa.array([reading.read_at for reading in readings], moment),
            "first_seen_at": pa.array([first_seen[document_id] for document_id in ids], moment),
            "raw_version": pa.array([reading.raw_version for reading in readings], pa.string()),
            "reading_digest": pa.array([reading.digest for reading in readings], pa.string()),
        }
    )
    with registered(connection, "times", times):
        connection.execute(
            "update core.document as d set read_at = times.read_at, first_seen_at = times.first_seen_at, "
            "raw_version = times.raw_version, reading_digest = times.reading_digest, withdrawn_at = null "
            "from times where times.document_id = d.document_id"
        )


def update_presence(connection: Connection, present: Sequence[Presence]) -> None:
    """Bring paths and manifest data of present documents up to date; a withdrawn one that is back is so no longer."""
    table = pa.table(
        {
            "document_id": pa.array([p.document_id for p in present], pa.string()),
            "path": pa.array([p.path for p in present], pa.string()),
            "other_paths": pa.array([list(p.other_paths) for p in present], pa.list_(pa.string())),
            "source_url": pa.array([p.source_url for p in present], pa.string()),
            "retrieved_at": pa.array([p.retrieved_at for p in present], pa.string()),
        }
    )
    with registered(connection, "present", table):
        connection.execute(
            "update core.document as d set path = present.path, other_paths = present.other_paths, "
            "source_url = present.source_url, retrieved_at = present.retrieved_at, withdrawn_at = null "
            "from present where present.document_id = d.document_id"
        )


def mark_withdrawn(connection: Connection, document_ids: Sequence[str], now: datetime) -> None:
    """Mark documents whose file is gone. Nothing of them is deleted."""
    with registered_ids(connection, document_ids):
        connection.execute(
            "update core.document set withdrawn_at = ? "
            "where withdrawn_at is null and document_id in (select document_id from changed)",
            [now],
        )


def carry_over(connection: Connection, old: Path, document_ids: Sequence[str]) -> dict[str, datetime]:
    """Take documents that can no longer be read (withdrawn), and the history of runs, from an older warehouse file; when
    each of its documents was first seen is returned.

    A relation whose form has changed so that old rows do not fit any more is not carried; the document then says so in
    its ``reason``.
    """
    connection.execute(f"attach '{str(old).replace(chr(39), chr(39) * 2)}' as old (read_only)")
    try:
        with registered_ids(connection, document_ids):
            lost = [
                name
                for name in OF_DOCUMENTS
                if not _carry(connection, f"core.{name}", "document_id in (select document_id from changed)")
            ]
            if lost:
                connection.execute(
                    "update core.document set reason = concat_ws('；', reason, ?) "
                    "where document_id in (select document_id from changed)",
                    [f"已撤下；旧读取结果与现版本结构不符，未能沿用：{'、'.join(lost)}"],
                )
        _carry(connection, "quality.run", "true")
        _carry(connection, "quality.run_document", "true")
        _carry(connection, "quality.quarantine", "true")
        return dict(connection.execute("select document_id, first_seen_at from old.core.document").fetchall())
    finally:
        connection.execute("detach old")


def _carry(connection: Connection, relation: str, condition: str) -> bool:
    """Whether the old rows fit: every column that must have a value was there already."""
    query = (
        "select column_name from duckdb_columns() where database_name = 'old' and schema_name = ? and table_name = ?"
    )
    there = {row[0] for row in connection.execute(query, relation.split(".")).fetchall()}
    declared = next(r for r in stored_relations() if r.qualified == relation).columns
    if any(not column.nullable and column.name not in there for column in declared):
        return False
    names = ", ".join(f'"{column.name}"' for column in declared if column.name in there)
    connection.execute(f"insert into {relation} ({names}) select {names} from old.{relation} where {condition}")
    return True
