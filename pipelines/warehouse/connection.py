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
MalformedQueryError = (
    duckdb.BinderException,
    duckdb.CatalogException,
    duckdb.ParserException,
    duckdb.SyntaxException,
)
"""The errors that say a query can run on no data at all."""


class WarehouseError(RuntimeError):
    """The warehouse cannot be used; the message says which file and what to do."""


@contextmanager
def open_reader(path: Path, memory_bytes: int | None = None) -> Iterator[Connection]:
    """A read-only connection to the published warehouse; raises ``WarehouseError`` when there is no such file.

    ``memory_bytes``: what the database may hold in memory; None for its own limit (most of the machine's).
    """
    if not path.is_file():
        raise WarehouseError(f"there is no warehouse at {path}; make it with: mingzhang refresh --warehouse {path}")
    try:
        connection = duckdb.connect(path, read_only=True)
    except duckdb.Error as error:
        raise WarehouseError(f"{path} cannot be opened as a DuckDB file: {error}") from error
    try:
        _limit(connection, memory_bytes)
        yield connection
    finally:
        connection.close()


@contextmanager
def open_writer(path: Path, memory_bytes: int | None = None) -> Iterator[Connection]:
    """A read-write connection to a file being built (never to the published one).

    ``memory_bytes`` as for ``open_reader``; what is more lies in a folder beside the file until it is closed.
    """
    connection = duckdb.connect(path)
    try:
        _limit(connection, memory_bytes)
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


def _limit(connection: Connection, memory_bytes: int | None) -> None:
    if memory_bytes is not None:
        connection.execute(f"set memory_limit = '{memory_bytes} bytes'")
