"""Snapshots: the last good warehouses, kept beside the published one and put back in one step.

Belongs here: which file is which snapshot, keeping, pruning, restoring. A snapshot is a hard link of a published file (a
copy where links are not possible): published files are never written to, so it costs nothing until the next one replaces
it. What differs between two of them is ``compare``'s.
"""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pipelines.warehouse.build import BUILDING, put_in_place
from pipelines.warehouse.connection import QueryError, WarehouseError, open_reader

TIME = "%Y%m%dT%H%M%S"
NAME = re.compile(r"(?P<finished>\d{8}T\d{6})-(?P<run_no>\d+)-(?P<run_id>[0-9a-f]+)\.duckdb")


class UnknownSnapshotError(ValueError):
    """No snapshot, or more than one, fits what was asked for."""


@dataclass(frozen=True, slots=True, order=True)
class Snapshot:
    """One good warehouse: the run that made it and the file that holds it."""

    finished_at: datetime
    """End of the run, UTC."""
    run_no: int
    run_id: str
    path: Path

    @property
    def file_name(self) -> str:
        """The name of its file among the snapshots; sorts by time."""
        return f"{self.finished_at:{TIME}}-{self.run_no}-{self.run_id}.duckdb"


def published(warehouse: Path) -> Snapshot:
    """The run that made the published warehouse; raises ``WarehouseError`` when there is none."""
    with open_reader(warehouse) as connection:
        query = "select finished_at, run_no, run_id from quality.run order by run_no desc limit 1"
        try:
            rows = connection.execute(query).fetchall()
        except QueryError as error:
            raise WarehouseError(f"{warehouse} is not a warehouse of mingzhang: {error}") from error
    if not rows:
        raise WarehouseError(f"{warehouse} holds no run")
    finished_at, run_no, run_id = rows[0]
    return Snapshot(finished_at, run_no, run_id, warehouse)


def snapshots(folder: Path) -> list[Snapshot]:
    """All snapshots, oldest first."""
    found = []
    for path in folder.glob("*.duckdb"):
        name = NAME.fullmatch(path.name)
        if name:
            finished = datetime.strptime(name["finished"], TIME)
            found.append(Snapshot(finished, int(name["run_no"]), name["run_id"], path))
    return sorted(found)


def keep(warehouse: Path, folder: Path, most: int) -> None:
    """Make the published warehouse a snapshot, if it is none yet, and remove all but the newest ``most``.

    Must be called with the right to refresh. Nothing happens when there is no warehouse.
    """
    if not warehouse.exists():
        return
    target = folder / published(warehouse).file_name
    if not target.exists():
        folder.mkdir(parents=True, exist_ok=True)
        partial = target.with_suffix(".part")
        partial.unlink(missing_ok=True)
        _link_or_copy(warehouse, partial)
        partial.replace(target)
    for old in snapshots(folder)[:-most]:
        old.path.unlink()


def find(folder: Path, name: str) -> Snapshot:
    """The snapshot of a run, by its number or the beginning of its identifier; raises ``UnknownSnapshotError``.

    After a restore a number may be used again: the newest snapshot with that number is meant.
    """
    there = snapshots(folder)
    numbered = [one for one in there if str(one.run_no) == name]
    fitting = numbered[-1:] or [one for one in there if one.run_id.startswith(name)]
    if len({one.run_id for one in fitting}) != 1:
        known = ", ".join(f"{one.run_no} ({one.run_id})" for one in there) or "none"
        raise UnknownSnapshotError(f"no single snapshot is called {name}; there are: {known}")
    return fitting[-1]


def restore(warehouse: Path, folder: Path, name: str | None = None) -> Snapshot:
    """Put a snapshot in the warehouse's place in one step: the one named, else the newest before the published one.

    Must be called with the right to refresh. Raises ``UnknownSnapshotError``.
    """
    chosen = find(folder, name) if name else _before_published(warehouse, folder)
    copy = warehouse.with_name(f"{warehouse.name}{BUILDING}.{os.getpid()}")
    try:
        _link_or_copy(chosen.path, copy)
        put_in_place(copy, warehouse)
    finally:
        copy.unlink(missing_ok=True)
    return chosen


def _before_published(warehouse: Path, folder: Path) -> Snapshot:
    there = snapshots(folder)
    if warehouse.exists():
        now = published(warehouse)
        there = [one for one in there if (one.finished_at, one.run_no) < (now.finished_at, now.run_no)]
    if not there:
        raise UnknownSnapshotError("there is no snapshot from before the published warehouse")
    return there[-1]


def _link_or_copy(source: Path, target: Path) -> None:
    try:
        target.hardlink_to(source)
    except OSError:  # another file system, or one without links
        shutil.copyfile(source, target)
