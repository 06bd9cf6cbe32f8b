"""Reading one document: the rooms one after the other, and the border at which a fault becomes a quarantine entry.

Belongs here: the order of the rooms and the assembly of what they return. This is the only place where any exception is
caught: whatever goes wrong inside a room, the document says so and no other document suffers. No warehouse, no clock
for anything but the time it took.
"""

from __future__ import annotations

import time
import traceback
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pipelines.flow import pages
from pipelines.flow.soundness import leave_out_contradictions, leave_out_misfits
from pipelines.intake import read_bytes
from pipelines.records.claim import ClaimRecord
from pipelines.records.core import AmountFact, DocumentRecord, StatementColumnRecord, StatementRowRecord
from pipelines.records.pages import Document, Identity, RawFile, Statement, Unrecognised
from pipelines.records.reading import RELATION_OF, Failure, Reading
from pipelines.settings import reader_version

Result = TypeVar("Result")
OUT_OF_MEMORY = ("bad_alloc", "failed to map segment", "Cannot allocate memory", "Failed to allocate memory")
"""How libraries in C++ say that there is no memory: in errors of their own, not as ``MemoryError``."""


class _StoppedError(Exception):
    """Reading ends here; the failure says where and why."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.error)
        self.failure = failure


@dataclass(slots=True)
class _Draft:
    """What has been read so far."""

    rows: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))
    shortfalls: list[str] = field(default_factory=list)


def read_document(path: Path, raw: RawFile) -> Reading:
    """Read one document; never raises. ``path`` is the file on disk (for a member of an archive: the archive).

    What cannot be read at all comes back with a ``failure``; a page or statement that fails alone leaves the document
    ``partly_read`` with the reason.
    """
    begin = time.monotonic()
    failure, reading = _guarded("assembly", _read, path, raw)
    if reading is None:
        reading = failed_reading(raw, failure or Failure("assembly", "没有结果"))
    return Reading(reading.document, reading.rows, reading.failure, time.monotonic() - begin)


def failed_reading(raw: RawFile, failure: Failure) -> Reading:
    """The reading of a document that could not be read: its place in the warehouse, with the reason."""
    return Reading(_document_record(raw, None, None, "quarantined", [failure.error]), {}, failure)


def _read(path: Path, raw: RawFile) -> Reading:
    from pipelines import documents, facts, grids, statements

    data = _must("intake", read_bytes, path, raw.path)
    document = _must("documents", documents.read, data, raw.path, raw.document_id)
    found = _must("grids", grids.find_grids, document)
    identity = _must("statements", statements.identify, document, found, raw)
    outcomes = _must("statements", statements.recognise, found, identity)
    draft = _Draft(shortfalls=_shortfalls(document))
    beside = tuple(outcome for outcome in outcomes if isinstance(outcome, Statement))
    claims = tuple(_may(draft, "文字说明", facts.claims_of, document, found, identity))
    for outcome in outcomes:
        _add_grid(draft, raw.document_id, outcome, beside, claims)
    tabled = [record for records in draft.rows.values() for record in records if isinstance(record, AmountFact)]
    _add(draft, claims)
    _add(draft, _may(draft, "文字说明中的数", facts.prose_facts, claims, identity, raw.document_id, tabled))
    _add(draft, pages.page_records(document, found))
    draft.shortfalls += leave_out_contradictions(draft.rows)
    draft.shortfalls += leave_out_misfits(draft.rows)
    status = "partly_read" if draft.shortfalls else "read"
    record = _document_record(raw, document, identity, status, draft.shortfalls)
    return Reading(record, {name: tuple(rows) for name, rows in draft.rows.items()})


def _shortfalls(document: Document) -> list[str]:
    """What the pages say of themselves; a document on which nothing at all is printed says that too."""
    faults = [f"第 {fault.page} 页：{fault.reason}" if fault.page else fault.reason for fault in document.faults]
    if not any(page.words or page.lines or page.ready_grids for page in document.pages):
        faults.append(f"共 {document.page_count} 页，没有读到任何文字")
    return faults


def _must(stage: str, call: Callable[..., Result], *arguments: Any) -> Result:
    """Call a room without which nothing can be read."""
    failure, result = _guarded(stage, call, *arguments)
    if failure is not None or result is None:
        raise _StoppedError(failure or Failure(stage, "没有结果"))
    return result


def _may(draft: _Draft, where: str, call: Callable[..., Iterable[Any]], *arguments: Any) -> Iterable[Any]:
    """Call a room for one part of a document; when it fails, the rest is kept and the shortfall noted."""
    failure, result = _guarded("facts", lambda: tuple(call(*arguments)))
    if failure is not None:
        detail = f"（{failure.detail}）" if failure.detail else ""
        draft.shortfalls.append(f"{where}：{failure.error}{detail}")
    return result or ()


def _guarded(stage: str, call: Callable[..., Result], *arguments: Any) -> tuple[Failure | None, Result | None]:
    """The quarantine boundary."""
    from pipelines.documents.errors import UnreadableDocument

    try:
        return None, call(*arguments)
    except _StoppedError as stop:
        return stop.failure, None
    except UnreadableDocument as error:
        return Failure(f"documents.{error.stage}", error.reason), None
    except MemoryError:
        return Failure("limits", f"内存超限（{stage}）"), None
    except TimeoutError as error:
        return Failure("limits", f"{error}（{stage}）"), None
    except Exception as error:  # noqa: BLE001 - the quarantine boundary: one document's fault is that document's alone
        return _unexpected(stage, error), None


def _unexpected(stage: str, error: Exception) -> Failure:
    if any(sign in str(error) for sign in OUT_OF_MEMORY):
        return Failure("limits", f"内存超限（{stage}）")
    return Failure(stage, f"{type(error).__name__}：{error}", _place_of(error))


def _place_of(error: Exception) -> str:
    """The innermost frame of our own code, for whoever has to mend it."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "/pipelines/" in frame.filename]
    if not frames:
        return type(error).__name__
    last = frames[-1]
    return f"pipelines/{last.filename.rsplit('/pipelines/', 1)[1]}:{last.lineno} {last.name}"


def _add(draft: _Draft, records: Iterable[Any]) -> None:
    """Put records into the relations of their classes."""
    for record in records:
        draft.rows[RELATION_OF[type(record)]].append(record)


def _add_grid(
    draft: _Draft,
    document_id: str,
    outcome: Statement | Unrecognised,
    beside: tuple[Statement, ...],
    claims: tuple[ClaimRecord, ...],
) -> None:
    """The records of one grid: itself and its cells; of a statement its columns, rows and facts too."""
    from pipelines import facts

    _add(draft, [pages.grid_record(document_id, outcome)])
    if not isinstance(outcome, Statement):
        _add(draft, pages.cell_records(document_id, outcome.grid.grid_no, outcome.grid.cells))
        return
    where = f"第 {outcome.grid.first_page} 页《{outcome.title}》"
    cells = _may(draft, where, facts.cells_of, outcome, beside, claims) or outcome.grid.cells
    _add(draft, pages.cell_records(document_id, outcome.grid.grid_no, cells))
    _add(draft, _column_records(document_id, outcome))
    _add(draft, _row_records(document_id, outcome))
    _add(draft, _may(draft, where, facts.facts_of, outcome, document_id, beside, claims))


def _column_records(document_id: str, statement: Statement) -> Iterable[StatementColumnRecord]:
    for column in statement.columns:
        yield StatementColumnRecord(
            document_id=document_id,
            grid_no=statement.grid.grid_no,
            column_no=column.column_no,
            block=column.block,
            role=column.role,
            column_path=column.path,
            measure=column.measure,
            fund=column.fund,
            unit=column.unit,
            item=column.item,
        )


def _row_records(document_id: str, statement: Statement) -> Iterable[StatementRowRecord]:
    for row in statement.rows:
        yield StatementRowRecord(
            document_id=document_id,
            grid_no=statement.grid.grid_no,
            row_no=row.row_no,
            block=row.block,
            statement=statement.kind,
            side=row.side,
            label=row.label,
            code=row.code,
            code_kind=row.code_kind,
            item=row.item,
            level=row.level,
            parent_row_no=row.parent_row_no,
        )


def _document_record(
    raw: RawFile, document: Document | None, identity: Identity | None, status: str, shortfalls: list[str]
) -> DocumentRecord:
    """The document's own row; what it says of itself goes before what the manifest says."""
    said = identity or Identity()
    return DocumentRecord(
        document_id=raw.document_id,
        path=raw.path,
        media_type=document.media_type if document else None,
        pages=document.page_count if document else None,
        bytes=raw.byte_count,
        organization_id=None,
        fiscal_year=said.fiscal_year or raw.fiscal_year,
        stage=said.stage or raw.stage,
        tier=said.tier or raw.tier,
        part=said.part or raw.part,
        title=said.title or raw.title,
        source_url=raw.source_url,
        retrieved_at=raw.retrieved_at,
        read_at=None,
        reader_version=reader_version(),
        status=status,
        reason="；".join(shortfalls) or None,
        supersedes_document_id=None,
        template_blank=said.is_blank_template,
        publisher=raw.publisher,
        body_printed=said.body,
        region_code=raw.region_code or said.region_code,
        region_name=raw.region_name or said.region_name,
        department_code=said.department_code,
        conflicts=said.conflicts,
    )


__all__ = ["failed_reading", "read_document"]
