"""Building beside and publishing: readers see the last good warehouse until the next one is whole.

Belongs here: the lock against two refreshes, the copy that is worked on, and the swap. What is done to the copy is the
caller's. A killed refresh leaves a building file, which the next one removes; the published file is never written to.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipelines.warehouse.connection import Connection, WarehouseError, open_writer
from pipelines.warehouse.relations import create_stored

BUILDING = ".building"
READ_ONLY = 0o444


class WarehouseBusyError(WarehouseError):
    """Another refresh of the same warehouse is under way."""


@contextmanager
def locked(warehouse: Path) -> Iterator[None]:
    """Hold the right to refresh ``warehouse``; raises ``WarehouseBusyError`` when another process has it.

    The system gives the lock back when its holder dies, however it dies.
    """
    warehouse.parent.mkdir(parents=True, exist_ok=True)
    with warehouse.with_name(f"{warehouse.name}.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise WarehouseBusyError(f"another refresh of {warehouse} is under way") from error
        clean_leftovers(warehouse)
        yield


def clean_leftovers(warehouse: Path) -> None:
    """Remove what refreshes that were killed were building, with what the database had put aside."""
    for path in warehouse.parent.glob(f"{warehouse.name}{BUILDING}*"):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


@contextmanager
def building(warehouse: Path, fresh: bool, memory_bytes: int | None = None) -> Iterator[Connection]:
    """A connection to a copy of the warehouse (or, when ``fresh`` or there is none, to a new one with empty relations).

    ``memory_bytes``: what the database may hold in memory, see ``open_writer``.

    When the block ends well the copy takes the warehouse's place in one step; when it raises, the copy is removed and
    the warehouse stays as it was.
    """
    copy = warehouse.with_name(f"{warehouse.name}{BUILDING}.{os.getpid()}")
    new = fresh or not warehouse.exists()
    try:
        if not new:
            shutil.copyfile(warehouse, copy)
        with open_writer(copy, memory_bytes) as connection:
            if new:
                create_stored(connection)
            yield connection
            connection.execute("checkpoint")
        put_in_place(copy, warehouse)
    finally:
        clean_leftovers(warehouse)


def put_in_place(copy: Path, warehouse: Path) -> None:
    """Publish ``copy`` as ``warehouse`` in one step that also survives a power cut.

    The published file may not be written to (snapshots are links of it), so it says so to whoever opens it.
    """
    copy.chmod(READ_ONLY)
    with copy.open("rb") as file:
        os.fsync(file.fileno())
    copy.replace(warehouse)
    folder = os.open(warehouse.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
