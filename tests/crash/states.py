"""What a warehouse holds, as one value that can be compared; and a reader that looks at it all the time."""

from __future__ import annotations

import hashlib
import threading
from pathlib import Path

from pipelines.warehouse import open_reader

RELATIONS = """
    select schema_name || '.' || table_name from duckdb_tables() where not internal
    union all select schema_name || '.' || view_name from duckdb_views() where not internal
"""
COLUMNS = """
    select schema_name || '.' || table_name, column_name, data_type from duckdb_columns()
    where not internal and table_name in (select table_name from duckdb_tables()) order by all
"""
NOT_COMPARED = {"since", "documents_read", "inputs_digest"}
"""Times written as text; and how many documents the run read itself, not a killed one before it."""


def state_of(warehouse: Path) -> dict[str, str]:
    """A digest of the rows of every relation, in any order, without times."""
    with open_reader(warehouse) as connection:
        connection.execute("set threads = 1")
        names = sorted(row[0] for row in connection.execute(RELATIONS).fetchall())
        state = {}
        for name in names:
            columns = connection.execute(f"describe {name}").fetchall()
            kept = [f'"{c[0]}"' for c in columns if not c[1].startswith("TIMESTAMP") and c[0] not in NOT_COMPARED]
            rows = connection.execute(f"select {', '.join(kept)} from {name}").fetchall()
            state[name] = hashlib.sha256("\n".join(sorted(map(repr, rows))).encode()).hexdigest()
        return state


def glimpse_of(warehouse: Path) -> dict[str, str]:
    """Number of rows and digest of every table, in one query: quick, so that a reader can look all the time."""
    with open_reader(warehouse) as connection:
        connection.execute("set threads = 1")
        columns = connection.execute(COLUMNS).fetchall()
        kept: dict[str, list[str]] = {}
        for table, column, kind in columns:
            if not kind.startswith("TIMESTAMP") and column not in NOT_COMPARED:
                kept.setdefault(table, []).append(f'"{column}"')
        looks = [
            f"select '{table}', count(*) || ' ' || coalesce(bit_xor(hash({', '.join(names)})), 0) from {table}"
            for table, names in kept.items()
        ]
        return dict(connection.execute(" union all ".join(looks)).fetchall())


class Poller(threading.Thread):
    """A reader that opens the warehouse again and again; what it saw, and every error, are kept."""

    def __init__(self, warehouse: Path, known: list[dict[str, str]]) -> None:
        super().__init__(daemon=True)
        self.warehouse = warehouse
        self.known = known
        self.looks = [0] * len(known)
        self.faults: list[str] = []
        self.over = threading.Event()

    def run(self) -> None:
        while not self.over.wait(0.3):
            self.look()

    def look(self) -> None:
        """Open the warehouse once and judge what it holds."""
        try:
            state = glimpse_of(self.warehouse)
        except Exception as error:  # noqa: BLE001 - whatever a reader meets is a finding of the test
            self.faults.append(f"{type(error).__name__}: {error}")
            return
        if state in self.known:
            self.looks[self.known.index(state)] += 1
        else:
            self.faults.append(f"a state between: {different(self.known[-1], state)}")

    def stop(self) -> None:
        """Look a last time, when the last refresh is over."""
        self.over.set()
        self.join()
        self.look()


def different(one: dict[str, str], other: dict[str, str]) -> list[str]:
    """Relations that differ."""
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
