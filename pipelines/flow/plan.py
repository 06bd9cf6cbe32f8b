"""What a refresh has to do: the raw folder as it is against what the warehouse remembers. Decisions only, nothing is done.

Belongs here: which documents are read, loaded, failed, withdrawn; when nothing at all is to be done; the digests that
tell a changed input. Reading, loading and checking are elsewhere.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path

from pipelines.intake import Scan
from pipelines.records.pages import RawFile
from pipelines.settings import PACKAGE, Settings, digest_of, reader_version, resource
from pipelines.warehouse.across import LostFile
from pipelines.warehouse.ledger import KnownDocument, Ledger
from pipelines.warehouse.load import Presence
from pipelines.warehouse.store import Store, StoredReading

NOT_FOR_READING = {"source_url", "retrieved_at"}
"""What intake says of a file that reading does not depend on."""
BUILDING_ROOMS = ("warehouse", "checks", "flow")


class UnknownDocumentError(ValueError):
    """A document was asked for that is not in the raw folder."""


class PartialRefreshError(ValueError):
    """Only part of what is due was asked for, but the warehouse has to be made anew from all of it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One document as the raw folder has it; ``fault`` says why it is not to be opened, if it is not."""

    path: Path
    """The file on disk; for a member of an archive, the archive."""
    raw: RawFile
    fault: str | None
    version: str
    """Digest of what intake says that reading depends on."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What has changed, and what follows from it."""

    to_read: tuple[Wanted, ...]
    to_load: tuple[StoredReading, ...]
    """Readings that are in the store already but not in the warehouse."""
    moved: tuple[Presence, ...]
    withdrawn: tuple[str, ...]
    """Documents whose file is gone, found now."""
    gone: tuple[str, ...]
    """Documents whose file is gone, found now or earlier."""
    lost: tuple[LostFile, ...]
    lost_changed: bool
    fresh: bool
    """Whether the warehouse is made anew instead of on a copy (the reader has changed)."""
    logic: str
    logic_changed: bool
    run_id: str
    forced: bool = False
    """Whether everything was asked for, whatever has changed: the rules are tried on all documents, too."""
    waiting: tuple[str, ...] = ()
    """Documents that are due but were left for a later refresh, because only recent files were asked for."""

    @property
    def nothing_to_do(self) -> bool:
        """Whether the published warehouse is what this plan would give."""
        changed = (self.to_read, self.to_load, self.moved, self.withdrawn)
        return not (any(changed) or self.lost_changed or self.fresh or self.logic_changed)


def make_plan(
    settings: Settings,
    scan: Scan,
    ledger: Ledger,
    *,
    force: bool = False,
    again: Collection[str] = (),
    since: datetime | None = None,
) -> Plan:
    """Compare the scan with the ledger. ``force`` reads everything again; ``again`` names documents to read again even
    if nothing changed (identifiers, their beginnings, or paths). ``since`` leaves due documents for a later refresh whose
    file was last changed before that moment.

    Raises ``UnknownDocumentError`` for a name that fits no document of the raw folder, and ``PartialRefreshError`` when
    ``since`` would leave documents out of a warehouse that has to be made anew.
    """
    wanted = {item.raw.document_id: item for item in _wanted(scan)}
    forced = set(wanted) if force else {key for name in again for key in _named(name, wanted)}
    fresh = ledger.reader_version != reader_version()
    if since is not None and fresh and ledger.reader_version is not None:
        raise PartialRefreshError("the reader has changed, so every document is due: refresh without --since")
    due = [
        key
        for key, item in wanted.items()
        if key in forced or fresh or not _is_current(item, ledger.documents.get(key))
    ]
    waiting = frozenset(
        key for key in due if since is not None and key not in forced and not _changed_since(wanted[key], since)
    )
    store = Store(settings.readings)
    to_read: list[Wanted] = []
    to_load: list[StoredReading] = []
    for key in due:
        if key in waiting:
            continue
        item = wanted[key]
        stored = None if key in forced else store.find(key, reader_version(), item.version)
        if stored is None:
            to_read.append(item)
        else:
            to_load.append(stored)
    gone = tuple(sorted(set(ledger.documents) - set(wanted)))
    lost = tuple(sorted(_lost(scan, wanted), key=lambda file: file.path))
    logic = logic_version(settings)
    return Plan(
        to_read=tuple(to_read),
        to_load=tuple(to_load),
        moved=tuple(place for place in _moved(scan, wanted, ledger) if place.document_id not in waiting),
        withdrawn=tuple(key for key in gone if not ledger.documents[key].withdrawn),
        gone=gone,
        lost=lost,
        lost_changed={(f.path, f.document_id, f.error) for f in lost} != _lost_before(ledger),
        fresh=fresh,
        logic=logic,
        logic_changed=logic != ledger.logic_version,
        run_id=_run_id({key: item for key, item in wanted.items() if key not in waiting}, gone, lost, logic),
        forced=force,
        waiting=tuple(sorted(waiting)),
    )


def logic_version(settings: Settings) -> str:
    """Digest of everything that makes the warehouse from readings: ``sql/``, corrections, rules, and the code."""
    code = [path for room in BUILDING_ROOMS for path in (PACKAGE / room).rglob("*.py")]
    parts = [digest_of([*code, PACKAGE / "reference" / "corrections.yml"], PACKAGE)]
    for folder in (resource("sql"), *settings.rule_folders):
        parts.append(digest_of([*folder.rglob("*.sql"), *folder.rglob("*.yml")], folder))
    return hashlib.sha256("".join(parts).encode()).hexdigest()[:16]


def _wanted(scan: Scan) -> Iterator[Wanted]:
    for raw in scan.files:
        yield Wanted(scan.on_disk(raw), raw, None, _version(raw, None))
    readable = {raw.document_id for raw in scan.files}
    taken: set[str] = set()
    for fault in scan.faults:
        if fault.raw and fault.raw.document_id not in readable | taken:
            taken.add(fault.raw.document_id)
            yield Wanted(scan.on_disk(fault.raw), fault.raw, fault.reason, _version(fault.raw, fault.reason))


def _changed_since(item: Wanted, since: datetime) -> bool:
    return item.path.stat().st_mtime >= since.timestamp()


def _version(raw: RawFile, fault: str | None) -> str:
    said = {f.name: getattr(raw, f.name) for f in fields(raw) if f.name not in NOT_FOR_READING}
    return hashlib.sha256(json.dumps([said, fault], ensure_ascii=False).encode()).hexdigest()[:16]


def _named(name: str, wanted: dict[str, Wanted]) -> set[str]:
    found = {key for key, item in wanted.items() if key.startswith(name) or item.raw.path == name}
    if not found:
        raise UnknownDocumentError(f"no document {name} in the raw folder")
    return found


def _is_current(item: Wanted, known: KnownDocument | None) -> bool:
    return known is not None and (known.reader_version, known.raw_version) == (reader_version(), item.version)


def _moved(scan: Scan, wanted: dict[str, Wanted], ledger: Ledger) -> Iterator[Presence]:
    """Documents of which the place, the address or the presence has changed (also those that are new)."""
    for key, item in wanted.items():
        raw, others = item.raw, scan.other_paths.get(key, ())
        known = ledger.documents.get(key)
        now = (raw.path, others, raw.source_url, raw.retrieved_at, False)
        before = known and (known.path, known.other_paths, known.source_url, known.retrieved_at, known.withdrawn)
        if now != before:
            yield Presence(key, *now[:4])


def _lost(scan: Scan, wanted: dict[str, Wanted]) -> Iterator[LostFile]:
    """Faults that are not a document's own: no bytes, or bytes that are read from another path."""
    for fault in scan.faults:
        item = wanted.get(fault.raw.document_id) if fault.raw else None
        if item is None or item.raw.path != fault.path:
            yield LostFile(fault.path, fault.document_id, fault.reason)


def _lost_before(ledger: Ledger) -> set[tuple[str, str | None, str]]:
    own = {k.path for k in ledger.documents.values() if k.status == "quarantined" and not k.withdrawn}
    return {(f.path, f.document_id, f.error) for f in ledger.faults.values() if f.path not in own}


def _run_id(wanted: dict[str, Wanted], gone: tuple[str, ...], lost: tuple[LostFile, ...], logic: str) -> str:
    inputs = [
        sorted((key, item.version) for key, item in wanted.items()),
        gone,
        [(file.path, file.error) for file in lost],
        reader_version(),
        logic,
    ]
    return hashlib.sha256(json.dumps(inputs, ensure_ascii=False).encode()).hexdigest()[:16]
