"""Paths, limits and environment: the only place that reads ``os.environ`` and knows where the package's data lies.

Belongs here: what an operator may set, with its default, and where ``sql/`` and ``expectations/`` are found in a
checkout and in an installed wheel. Does not belong here: anything that opens a document or the warehouse.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from pipelines import READER_VERSION

PACKAGE = Path(__file__).resolve().parent
READING_ROOMS = ("documents", "grids", "statements", "facts", "reference", "records")


class SettingsError(ValueError):
    """A setting is not usable; the message names the setting and what is expected."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost before it is quarantined."""

    seconds: float = 300.0
    """Wall time for one document; twice this and the worker is killed."""
    memory_bytes: int = 4 * 1024**3
    """Address space a worker may use."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Where a refresh reads and writes, and how much it may use."""

    raw: Path = Path("data/raw")
    warehouse: Path = Path("data/warehouse/fiscal.duckdb")
    expectations: tuple[Path, ...] = ()
    """Folders of rules besides those that come with the package."""
    workers: int = field(default_factory=lambda: max(1, os.cpu_count() or 1))
    limits: Limits = field(default_factory=Limits)
    warehouse_bytes: int = field(default_factory=lambda: max(1024, 256 * (os.cpu_count() or 1)) * 1024**2)
    """What the database may hold in memory while the warehouse is built and the report written; more lies on disk."""
    executor: str = "local"
    """Where documents are read: ``local`` (processes of this machine) or ``dask:ADDRESS`` (a cluster)."""
    snapshots: int = 3
    """How many good warehouses are kept beside the published one, that one included."""
    sources: Path = Path("sources.toml")
    """What the collector fetches; need not be there."""
    webhook: str | None = None
    """Where the summary of an orchestrated run is posted, if anywhere."""
    schedule: str = "30 2 * * *"
    """When the orchestrator refreshes, as cron writes it, in the time of Shanghai."""

    @property
    def readings(self) -> Path:
        """The store of readings: one folder per document and reader version."""
        return self.warehouse.parent / "readings"

    @property
    def second(self) -> Path:
        """What the second reader found, one file per document and reader version: a page is re-read once."""
        return self.warehouse.parent / "second"

    @property
    def hashes(self) -> Path:
        """Digests of raw files by size and time of change, so that unchanged files are not opened."""
        return self.warehouse.parent / "hashes.json"

    @property
    def kept(self) -> Path:
        """The folder of snapshots: the last good warehouses."""
        return self.warehouse.parent / "snapshots"

    @property
    def summaries(self) -> Path:
        """The folder of machine-readable summaries of orchestrated runs."""
        return self.warehouse.parent / "runs"

    @property
    def report(self) -> Path:
        """The folder of the report for people, beside the warehouse."""
        return self.warehouse.parent / "report"

    @property
    def rule_folders(self) -> tuple[Path, ...]:
        """All folders of rules: those of the package first, then the user's own."""
        return (resource("expectations"), *self.expectations)


def load(environment: Mapping[str, str] | None = None) -> Settings:
    """Settings from ``MINGZHANG_RAW``, ``_WAREHOUSE``, ``_EXPECTATIONS``, ``_WORKERS``, ``_SECONDS``, ``_MEMORY_MB``,
    ``_WAREHOUSE_MB``, ``_EXECUTOR``, ``_SNAPSHOTS``, ``_SOURCES``, ``_WEBHOOK``, ``_SCHEDULE``.

    Raises ``SettingsError`` for a number that is not one. Nothing is created on disk.
    """
    values = os.environ if environment is None else environment
    standard = Settings()
    folders = tuple(Path(part) for part in values.get("MINGZHANG_EXPECTATIONS", "").split(os.pathsep) if part)
    return Settings(
        raw=Path(values.get("MINGZHANG_RAW", standard.raw)),
        warehouse=Path(values.get("MINGZHANG_WAREHOUSE", standard.warehouse)),
        expectations=folders,
        workers=_number(values, "MINGZHANG_WORKERS", standard.workers),
        limits=Limits(
            seconds=_number(values, "MINGZHANG_SECONDS", int(standard.limits.seconds)),
            memory_bytes=_number(values, "MINGZHANG_MEMORY_MB", standard.limits.memory_bytes // 1024**2) * 1024**2,
        ),
        warehouse_bytes=_number(values, "MINGZHANG_WAREHOUSE_MB", standard.warehouse_bytes // 1024**2) * 1024**2,
        executor=values.get("MINGZHANG_EXECUTOR") or standard.executor,
        snapshots=_number(values, "MINGZHANG_SNAPSHOTS", standard.snapshots),
        sources=Path(values.get("MINGZHANG_SOURCES", standard.sources)),
        webhook=values.get("MINGZHANG_WEBHOOK") or None,
        schedule=values.get("MINGZHANG_SCHEDULE") or standard.schedule,
    )


def resource(name: str) -> Path:
    """The folder ``sql`` or ``expectations``: beside the package in a checkout, inside it in an installed wheel.

    Raises ``SettingsError`` when it is in neither place (a broken installation).
    """
    for place in (PACKAGE / "resources" / name, PACKAGE.parent / name):
        if place.is_dir():
            return place
    raise SettingsError(f"the folder {name!r} is missing from the installation at {PACKAGE}")


@cache
def reader_version() -> str:
    """The version of the reading code: ``READER_VERSION`` and a digest of every file of the reading rooms.

    A stored reading made by other code or other reference lists is thereby never taken for a current one.
    """
    files = [path for room in READING_ROOMS for path in (PACKAGE / room).rglob("*") if _is_source(path)]
    return f"{READER_VERSION}.{digest_of(files, PACKAGE)[:8]}"


def digest_of(files: list[Path], root: Path) -> str:
    """SHA-256 over names (relative to ``root``) and contents of files, independent of the order given."""
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _is_source(path: Path) -> bool:
    return path.is_file() and path.suffix in {".py", ".csv", ".yml", ".peg"} and path.name != "corrections.yml"


def _number(values: Mapping[str, str], name: str, standard: int) -> int:
    text = values.get(name)
    if text is None:
        return standard
    if not text.isdigit() or int(text) == 0:
        raise SettingsError(f"{name} must be a whole number above 0, not {text!r}")
    return int(text)
