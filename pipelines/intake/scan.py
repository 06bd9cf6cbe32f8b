"""Scanning the raw folder: every file becomes a ``RawFile`` or a fault with its reason; none is passed over in silence.

Belongs here: which files count, digests (kept by size and time of change), duplicates, and comparing with the manifest.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from pipelines.intake.archives import SEPARATOR, ArchiveError, Member, is_archive, list_members
from pipelines.intake.hashes import Entry, HashCache
from pipelines.intake.manifest import Manifest, ManifestRow, load_manifest, normal_path
from pipelines.records.pages import RawFile

MANIFEST = "manifest.csv"
IGNORED_NAMES = {MANIFEST, "thumbs.db", "desktop.ini"}
IGNORED_PARTS = {"__MACOSX"}


@dataclass(frozen=True, slots=True)
class RawFault:
    """A file or manifest row that cannot be handed on; ``raw`` is there when its bytes could be had."""

    path: str
    reason: str
    raw: RawFile | None = None
    document_id: str | None = None


@dataclass(frozen=True, slots=True)
class Scan:
    """The raw folder as found: files to read (each document once), faults, and further paths of the same bytes."""

    root: Path
    files: tuple[RawFile, ...] = ()
    faults: tuple[RawFault, ...] = ()
    other_paths: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def on_disk(self, raw: RawFile) -> Path:
        """Where the bytes of a raw file lie (for a member of an archive: the archive)."""
        whole = self.root / raw.path
        return whole if _is_file(whole) else self.root / raw.path.split(SEPARATOR, 1)[0]


def scan_raw(root: Path, cache_path: Path | None = None) -> Scan:
    """Scan ``root`` and its manifest. ``cache_path`` keeps digests between scans; without it every file is hashed.

    Raises ``NotADirectoryError`` when there is no such folder (an unmounted folder must not look like an empty one).
    """
    if not root.is_dir():
        raise NotADirectoryError(f"there is no raw folder at {root}")
    cache = HashCache.load(cache_path)
    manifest = load_manifest(root / MANIFEST)
    found: list[RawFile] = []
    faults = [RawFault(place, reason) for place, reason in manifest.faults]
    for path in walk(root):
        relative = normal_path(path.relative_to(root).as_posix())
        if not _is_text(relative):
            faults.append(RawFault(_escaped(relative), "文件名不是有效的 UTF-8 文字，请改名"))
            continue
        try:
            entry = cache.entry(path, hash_file)
        except (OSError, ArchiveError) as error:
            faults.append(RawFault(relative, f"文件无法读取：{error}"))
            continue
        members = _members(relative, entry)
        if not members:
            faults.append(RawFault(relative, "压缩文件中没有文件"))
        for name, member in members:
            raw, fault = _match(name, member, manifest, entry)
            if fault:
                faults.append(RawFault(name, fault, raw, raw.document_id))
            else:
                found.append(raw)
    faults += _missing(manifest, {raw.path for raw in found} | {fault.path for fault in faults}, root)
    cache.save()
    files, others = _distinct(found, manifest)
    return Scan(root, files, tuple(sorted(faults, key=lambda fault: fault.path)), others)


def walk(root: Path) -> Iterator[Path]:
    """Every file that counts, in order of path: not hidden, not the manifest, not a README, no lock files of editors."""
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in IGNORED_PARTS)
        yield from (Path(folder, name) for name in sorted(names) if _counts(name))


def hash_file(path: Path) -> Entry:
    """The digest of a file and, for an archive, of its members; raises ``ArchiveError`` for an unusable archive."""
    members = list_members(path) if is_archive(path) else None
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Entry(digest, path.stat().st_size, members)


def _is_file(path: Path) -> bool:
    """Whether there is such a file; a name that no file can have (too long, a NUL in it) is none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _is_text(name: str) -> bool:
    """Whether a file name is text (names of other encodings, as some unpackers leave them, hold lone surrogates)."""
    return not any("\ud800" <= character <= "\udfff" for character in name)


def _escaped(name: str) -> str:
    return name.encode("utf-8", "backslashreplace").decode()


def _counts(name: str) -> bool:
    lower = name.lower()
    return not (name.startswith((".", "~$")) or lower in IGNORED_NAMES or lower.startswith("readme"))


def _members(relative: str, entry: Entry) -> list[tuple[str, Member]]:
    if entry.members is None:
        return [(relative, Member(relative, entry.sha256, entry.byte_count))]
    return [(f"{relative}{SEPARATOR}{m.name}", m) for m in entry.members if _counts(m.name.rsplit("/", 1)[-1])]


def _match(name: str, member: Member, manifest: Manifest, entry: Entry) -> tuple[RawFile, str | None]:
    """The raw file with what the manifest says of it (of its archive, where the member has no row of its own)."""
    own, around = manifest.rows.get(name), manifest.rows.get(name.split(SEPARATOR, 1)[0])
    row = own or around
    raw = RawFile(
        path=name, document_id=member.sha256, byte_count=member.byte_count, **({} if row is None else _said(row))
    )
    found = member.sha256 if row is own else entry.sha256
    if row and row.sha256 and row.sha256 != found:
        return raw, f"文件与清单的 SHA-256 不符：清单 {row.sha256[:16]}…，文件 {found[:16]}…"
    return raw, None


def _said(row: ManifestRow) -> dict[str, Any]:
    names = {f.name for f in fields(RawFile)} - {"path", "document_id", "byte_count"}
    return {name: getattr(row, name) for name in names}


def _missing(manifest: Manifest, seen: set[str], root: Path) -> list[RawFault]:
    lost = [row for path, row in manifest.rows.items() if path not in seen and not (root / path).is_file()]
    return [RawFault(row.path, "清单所列文件不在原始文件夹中", None, row.sha256) for row in lost]


def _distinct(found: list[RawFile], manifest: Manifest) -> tuple[tuple[RawFile, ...], dict[str, tuple[str, ...]]]:
    """Each document once: the path that the manifest lists goes before others, then the order of paths."""
    ordered = sorted(found, key=lambda raw: (raw.path not in manifest.rows, raw.path))
    first: dict[str, RawFile] = {}
    others: dict[str, tuple[str, ...]] = {}
    for raw in ordered:
        if raw.document_id in first:
            others[raw.document_id] = (*others.get(raw.document_id, ()), raw.path)
        else:
            first[raw.document_id] = raw
    return tuple(sorted(first.values(), key=lambda raw: raw.path)), others
