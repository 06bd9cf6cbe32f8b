"""Putting rows that Python has into relations: whole records, or one column of many rows. No meaning, only the crossing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import pyarrow as pa

from pipelines.warehouse.arrow import table_of
from pipelines.warehouse.connection import Connection


def insert_records(connection: Connection, relation: str, record: type, records: Sequence[Any]) -> None:
    """Append records of one class to their relation."""
    with registered(connection, "incoming", table_of(record, records)):
        connection.execute(f"insert into {relation} by name select * from incoming")


def update_column(
    connection: Connection, relation: str, key: str, column: str, values: Sequence[tuple[str, Any]]
) -> None:
    """Set one text column where it differs; ``values`` are pairs of key and value (None is NULL)."""
    table = pa.table(
        {"id": pa.array([v[0] for v in values], pa.string()), "v": pa.array([v[1] for v in values], pa.string())}
    )
    with registered(connection, "incoming", table):
        connection.execute(
            f"update {relation} as target set {column} = incoming.v from incoming "
            f"where incoming.id = target.{key} and incoming.v is distinct from target.{column}"
        )


def replace_agreement(
    connection: Connection, documents: Sequence[str], shares: Sequence[tuple[str, int, Decimal]]
) -> None:
    """Set the agreement of the second reader of these grids (document, number, share), and of no others of the documents."""
    table = pa.table(
        {
            "document_id": pa.array([share[0] for share in shares], pa.string()),
            "grid_no": pa.array([share[1] for share in shares], pa.int32()),
            "share": pa.array([round(share[2], 4) for share in shares], pa.decimal128(6, 4)),
        }
    )
    with registered_ids(connection, documents):
        connection.execute(
            "update core.grid set second_reader_agreement = null "
            "where second_reader_agreement is not null and document_id in (select document_id from changed)"
        )
    with registered(connection, "incoming", table):
        connection.execute(
            "update core.grid as target set second_reader_agreement = incoming.share from incoming "
            "where incoming.document_id = target.document_id and incoming.grid_no = target.grid_no"
        )


@contextmanager
def registered_ids(connection: Connection, document_ids: Sequence[str]) -> Iterator[None]:
    """A relation ``changed`` with the column ``document_id``, for the time of the block."""
    with registered(connection, "changed", pa.table({"document_id": pa.array(document_ids, pa.string())})):
        yield


@contextmanager
def registered(connection: Connection, name: str, table: Any) -> Iterator[None]:
    """An Arrow table as a relation, for the time of the block."""
    connection.register(name, table)
    try:
        yield
    finally:
        connection.unregister(name)
