"""The documents that a part of a run is about, and queries that read no further than these.

A run goes through the documents in parts, so that its memory does not grow with their number, and a refresh tries the rules
only where something has changed. ``check_scope`` names the documents of a part; where a rule reads a relation of the warehouse
by document it is given their rows alone. Which documents make a part is decided in ``parts``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

import pyarrow as pa

from pipelines.warehouse.connection import Connection
from pipelines.warehouse.rows import registered

BY_DOCUMENT = """
select schema_name || '.' || table_name from duckdb_columns()
where database_name = current_database() and schema_name in ('core', 'stg', 'int') and column_name = 'document_id'
"""
_NAMED = re.compile(r"\b(core|stg|int)\.([a-z_]+)\b")
_GIVEN = re.compile(r"\bgiven_(core|stg|int)_([a-z_]+)\b")


def set_scope(connection: Connection, document_ids: Sequence[str]) -> None:
    """Let the part be these documents."""
    with registered(connection, "wanted", pa.table({"document_id": pa.array(document_ids, pa.string())})):
        connection.execute("create or replace temp table check_scope as select document_id from wanted")


def relations_by_document(connection: Connection) -> frozenset[str]:
    """The relations of the warehouse whose rows belong to documents, as ``schema.name``."""
    return frozenset(row[0] for row in connection.execute(BY_DOCUMENT).fetchall())


def read_within(query: str, by_document: Collection[str]) -> str:
    """The query with every relation by document replaced by the one that ``give`` makes."""

    def given(match: re.Match[str]) -> str:
        return f"given_{match[1]}_{match[2]}" if match[0] in by_document else match[0]

    return _NAMED.sub(given, query)


def read_by(queries: Iterable[str]) -> frozenset[str]:
    """The relations by document that these queries are given."""
    return frozenset(f"{match[1]}.{match[2]}" for query in queries for match in _GIVEN.finditer(query))


def give(connection: Connection, relations: Iterable[str], *, whole: bool) -> None:
    """Make what the queries are given: the rows of the documents of the part, or, for a whole, the relations themselves."""
    for name in sorted(relations):
        given, source = f"given_{name.replace('.', '_')}", name
        if not whole:
            source = f"held_{name.replace('.', '_')}"
            connection.execute(
                f"create or replace temp table {source} as select * from {name} semi join check_scope using (document_id)"
            )
        connection.execute(f"create or replace temp view {given} as select * from {source}")
