"""The store of readings: one folder per document and reader version, one Parquet file per relation that has rows.

A reading is written under a temporary name and renamed, so that a folder under its own name is always whole; what is
in it follows from the document's bytes, the reader and what intake said of it (``raw_version``). The parent process is
the only writer. What the rows mean is no concern of this module.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.records.core import RELATIONS
from pipelines.records.reading import Failure, Reading
from pipelines.warehouse.arrow import table_of

HEAD = "reading.json"
DOCUMENT = "document"
OF_READER = "reader_version"
TEMPORARY = ".part"


@dataclass(frozen=True, slots=True)
class StoredReading:
    """A reading as it lies in the store: its folder, its head, and which relations have rows."""

    folder: Path
    document_id: str
    reader_version: str
    raw_version: str
    read_at: datetime
    seconds: float
    failure: Failure | None
    relations: tuple[str, ...]
    digest: str
    """Digest of what was read, whoever read it: equal for equal rows."""

    def file_of(self, relation: str) -> Path:
        """The Parquet file of one relation."""
        return self.folder / f"{relation}.parquet"


class Store:
    """Readings below one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def place(self, document_id: str, reader_version: str) -> Path:
        """The folder of a reading, whether it is there or not."""
        return self.folder / f"{document_id}-{reader_version}"

    def find(self, document_id: str, reader_version: str, raw_version: str) -> StoredReading | None:
        """The reading made of these bytes by this reader with this intake, if it is there and whole."""
        head = _head(self.place(document_id, reader_version))
        return head if head and head.raw_version == raw_version else None

    def write(self, reading: Reading, raw_version: str, read_at: datetime) -> StoredReading:
        """Keep a reading; one that is there already is replaced.

        Raises ``ValueError`` for rows that are not of their declared types.
        """
        document = reading.document
        place = self.place(document.document_id, document.reader_version)
        temporary = place.with_name(f"{place.name}.{os.getpid()}{TEMPORARY}")
        temporary.mkdir(parents=True)
        rows: dict[str, tuple[Any, ...]] = {DOCUMENT: (document,), **{n: r for n, r in reading.rows.items() if r}}
        digest = hashlib.sha256()
        for name, records in sorted(rows.items()):
            table = table_of(RELATIONS[name], records)
            pq.write_table(table, temporary / f"{name}.parquet", compression="zstd")
            _add_rows(digest, name, table)
        head = {
            "document_id": document.document_id,
            "reader_version": document.reader_version,
            "raw_version": raw_version,
            "read_at": read_at.isoformat(),
            "seconds": round(reading.seconds, 3),
            "failure": asdict(reading.failure) if reading.failure else None,
            "relations": sorted(rows),
            "digest": digest.hexdigest()[:16],
        }
        (temporary / HEAD).write_text(json.dumps(head, ensure_ascii=False, indent=1), "utf-8")
        return self._publish(temporary, place)

    def clean(self) -> int:
        """Remove what an interrupted run left behind; the number of such folders."""
        left = list(self._leftovers())
        for folder in left:
            shutil.rmtree(folder)
        return len(left)

    def _publish(self, temporary: Path, place: Path) -> StoredReading:
        self._remove(place)
        temporary.rename(place)
        published = _head(place)
        assert published is not None
        return published

    def _remove(self, place: Path) -> None:
        """Rename first: a folder under its own name is never half empty."""
        if place.exists():
            old = place.with_name(f"{place.name}.{os.getpid()}.old{TEMPORARY}")
            place.rename(old)
            shutil.rmtree(old)

    def _leftovers(self) -> Iterator[Path]:
        if self.folder.is_dir():
            yield from (path for path in self.folder.iterdir() if path.name.endswith(TEMPORARY))


def _add_rows(digest: Any, name: str, table: Any) -> None:
    """Add rows to a digest, without the version of the reader: another reader that reads the same makes no difference."""
    if OF_READER in table.column_names:
        table = table.drop_columns([OF_READER])
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    digest.update(name.encode() + b"\0")
    digest.update(sink.getvalue())


def _head(folder: Path) -> StoredReading | None:
    try:
        head = json.loads((folder / HEAD).read_text("utf-8"))
    except FileNotFoundError:
        return None
    failure = Failure(**head["failure"]) if head["failure"] else None
    return StoredReading(
        folder,
        head["document_id"],
        head["reader_version"],
        head["raw_version"],
        datetime.fromisoformat(head["read_at"]),
        head["seconds"],
        failure,
        tuple(head["relations"]),
        head["digest"],
    )
