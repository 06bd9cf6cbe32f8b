"""Opening the warehouse: any number of readers of the published file, one writer of the file being built.

Only how a file is opened belongs here. ``Connection`` is the type that other rooms name, so that they need not import
DuckDB themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

Connection = duckdb.DuckDBPyConnection
QueryError = duckdb.Error


class WarehouseError(RuntimeError):
    """The warehouse cannot be used; the message says which file and what to do."""


@contextmanager
def open_reader(path: Path) -> Iterator[Connection]:
    """A read-only connection to the published warehouse; raises ``WarehouseError`` when there is no such file."""
    if not path.is_file():
        raise WarehouseError(f"there is no warehouse at {path}; make it with: mingzhang refresh --warehouse {path}")
    try:
        connection = duckdb.connect(path, read_only=True)
    except duckdb.Error as error:
        raise WarehouseError(f"{path} cannot be opened as a DuckDB file: {error}") from error
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def open_writer(path: Path) -> Iterator[Connection]:
    """A read-write connection to a file being built (never to the published one)."""
    connection = duckdb.connect(path)
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def open_scratch() -> Iterator[Connection]:
    """A read-write connection to an empty database in memory."""
    connection = duckdb.connect(":memory:")
    try:
        yield connection
    finally:
        connection.close()
