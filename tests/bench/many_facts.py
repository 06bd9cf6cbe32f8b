"""Facts that were read, repeated for other bodies until there are a million; and the time and memory of all rules over them.

A copy is another body with documents of its own, so that every rule finds as many cases in it as in the original.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from pipelines.checks.run import run_rules
from pipelines.settings import Settings, resource
from pipelines.warehouse import layers
from pipelines.warehouse.connection import Connection, open_writer
from tests.resources import MEGABYTE, watched

LEFT_OUT = {"cell"}
"""Relations that no rule reads."""
DOCUMENT_COLUMNS = {"document_id", "supersedes_document_id"}
PLACE_COLUMNS = {"fact_id", "claim_id", "of_claim_id", "doubt_id"}
"""Identifiers that begin with those of their document."""
COLUMNS = """
    select table_name, list(column_name order by column_index) from duckdb_columns()
    where schema_name = 'core' and database_name = current_database()
        and table_name in (select table_name from duckdb_tables() where schema_name = 'core')
    group by table_name order by table_name
"""


def rules_over(warehouse: str, facts: int) -> dict[str, Any]:
    """Repeat what ``warehouse`` (which is changed) holds until rules see ``facts`` facts or more, and run all rules once."""
    with open_writer(Path(warehouse), Settings().warehouse_bytes) as connection, watched() as peak:
        ((now,),) = connection.execute("select count(*) from int.amount").fetchall()
        layers.drop_all(connection)
        copies = -(-facts // now) - 1
        repeat(connection, copies)
        began = time.perf_counter()
        layers.rebuild(connection, resource("sql"), ("core", "stg", "int"))
        built = time.perf_counter()
        summary = run_rules(connection, "bench", Settings().rule_folders)
        ended = time.perf_counter()
        (amounts,) = connection.execute("select count(*) from int.amount").fetchall()[0]
        (documents,) = connection.execute("select count(*) from core.document").fetchall()[0]
    return {
        "facts": amounts,
        "documents": documents,
        "copies": copies,
        "rules": summary.rules,
        "cases": summary.cases,
        "errors": summary.errors,
        "relations_seconds": built - began,
        "rules_seconds": ended - built,
        "peak_mb": peak.parent // MEGABYTE,
    }


def repeat(connection: Connection, copies: int) -> None:
    """Add so many copies of everything in ``core``."""
    tables = {name: columns for name, columns in connection.execute(COLUMNS).fetchall() if name not in LEFT_OUT}
    for name, columns in tables.items():
        chosen = ", ".join(_copied(column) for column in columns)
        connection.execute(
            f"insert into core.{name} ({', '.join(columns)}) "
            f"select {chosen} from core.{name}, (select range as copy from range(1, {copies + 1}))"
        )


def _copied(column: str) -> str:
    """The column of a copy: identifiers of documents, bodies and places are its own, everything else stays."""
    if column in DOCUMENT_COLUMNS:
        return f"case when {column} is not null then sha256({column} || copy) end"
    if column in PLACE_COLUMNS:
        return f"left(sha256(document_id || copy), 16) || substr({column}, 17)"
    if column.endswith("organization_id"):
        return f"{column} || '.' || copy"
    return "path || '.' || copy" if column == "path" else column
