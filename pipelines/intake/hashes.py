"""Digests kept between scans: a file whose size and time of change are the same is not opened again.

Only the cache belongs here. A file changed within the last seconds is never kept, because a second change in the same
tick of the file system's clock would not be seen.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipelines.intake.archives import Member

FORM = 1
SETTLED_NANOSECONDS = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of a file: digest, size, and the members if it is an archive (None if it is not)."""

    sha256: str
    byte_count: int
    members: tuple[Member, ...] | None = None


@dataclass(slots=True)
class HashCache:
    """Entries by path; ``save`` writes only when something changed."""

    path: Path | None
    known: dict[str, list[Any]] = field(default_factory=dict)
    seen: dict[str, list[Any]] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path | None) -> HashCache:
        """The cache at ``path``; an absent or unreadable one is empty (the files are then hashed anew)."""
        if path is None or not path.is_file():
            return cls(path)
        try:
            content = json.loads(path.read_text("utf-8"))
        except ValueError:
            return cls(path)
        return cls(path, content["files"]) if content.get("form") == FORM else cls(path)

    def entry(self, path: Path, hash_file: Callable[[Path], Entry]) -> Entry:
        """The entry of a file, from the cache when size and time are the same. Raises what ``hash_file`` raises."""
        stat = path.stat()
        key, mark = str(path.resolve()), [stat.st_size, stat.st_mtime_ns]
        known = self.known.get(key)
        if known and known[:2] == mark:
            self.seen[key] = known
            return _unpack(known)
        entry = hash_file(path)
        if time.time_ns() - stat.st_mtime_ns > SETTLED_NANOSECONDS:
            self.seen[key] = [*mark, entry.sha256, None if entry.members is None else [_pack(m) for m in entry.members]]
        return entry

    def save(self) -> None:
        """Write the entries of this scan (atomically), if they differ from those that were there."""
        kept = {key: value for key, value in self.known.items() if key not in self.seen and Path(key).is_file()}
        content = kept | self.seen
        if self.path is None or content == self.known:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        temporary = self.path.with_name(f"{self.path.name}.part")  # one writer: whoever may refresh
        temporary.write_text(json.dumps({"form": FORM, "files": content}, ensure_ascii=False), "utf-8")
        temporary.replace(self.path)


def _pack(member: Member) -> list[Any]:
    return [member.name, member.sha256, member.byte_count]


def _unpack(known: list[Any]) -> Entry:
    size, _, sha256, members = known
    return Entry(sha256, size, None if members is None else tuple(Member(*packed) for packed in members))
