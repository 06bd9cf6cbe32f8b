"""A raw folder with hand-made documents and a refresh of it that reads them without the reading rooms and without rules.

For tests of what a refresh does with readings, whatever they say. A file's text names its document (see ``made``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.flow import plan as planning
from pipelines.flow import refresh as refreshing
from pipelines.flow.refresh import Refreshed, StructureError, refresh
from pipelines.flow.workers import Task
from pipelines.records.reading import Reading
from pipelines.settings import Settings, resource
from pipelines.warehouse import layers
from tests.made import Made, reading_of

VOLATILE = {
    "read_at",
    "first_seen_at",
    "withdrawn_at",
    "since",
    "started_at",
    "finished_at",
    "documents_read",
    "documents_loaded",
}
"""Columns that say when or how something came about; all others follow from the input."""
HISTORY = {"run", "run_document", "built", "checked"}
"""Relations that tell the history of runs."""


@dataclass
class Office:
    """An office that refreshes its warehouse: a raw folder, settings, and the documents that its files are."""

    settings: Settings
    documents: dict[str, Made] = field(default_factory=dict)
    opened: list[str] = field(default_factory=list)
    """Paths of the documents that were opened, in order."""

    def put(self, path: str, made: Made) -> Path:
        """Put a document into the raw folder (or replace what is there)."""
        self.documents[made.content] = made
        place = self.settings.raw / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(made.content, "utf-8")
        return place

    def read(self, tasks: Sequence[Task]) -> Iterator[Reading]:
        """Stands in for the reading rooms."""
        for task in tasks:
            self.opened.append(task.raw.path)
            made = self.documents[task.path.read_text("utf-8")]
            reading = reading_of(replace(made, path=task.raw.path))
            yield replace(reading, document=replace(reading.document, retrieved_at=task.raw.retrieved_at))

    def refresh(self, **options: Any) -> Refreshed:
        """Refresh; afterwards ``opened`` has what was opened by it."""
        self.opened.clear()
        return refresh(self.settings, reader=self.read, **options)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What the published warehouse answers."""
        with duckdb.connect(self.settings.warehouse, read_only=True) as connection:
            return connection.execute(query).fetchall()


def without_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave rules and Great Expectations out of refreshes; grains are still tested."""

    def grains(connection: Any, _: Settings) -> None:
        faults = layers.grain_faults(connection, resource("sql"))
        if faults:
            raise StructureError(faults)

    def rules_only(settings: Settings) -> str:
        """The real digest covers code, which someone may be changing while tests run."""
        return str(
            [file.read_text("utf-8") for folder in settings.expectations for file in sorted(folder.glob("*.yml"))]
        )

    for module in (planning, refreshing):
        monkeypatch.setattr(module, "logic_version", rules_only)
    monkeypatch.setattr(refreshing, "check", lambda *_: None)
    monkeypatch.setattr(refreshing, "require_structure", grains)


def contents(warehouse: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every relation that follows from the input, sorted, without the columns that tell times."""
    with duckdb.connect(warehouse, read_only=True) as connection:
        columns = connection.execute(
            "select schema_name, table_name, column_name from duckdb_columns() where not internal order by all"
        ).fetchall()
        names: dict[str, list[str]] = {}
        for schema, table, column in columns:
            if table not in HISTORY and column not in VOLATILE and column != "run_id":
                names.setdefault(f"{schema}.{table}", []).append(f'"{column}"')
        return {
            name: connection.execute(f"select {', '.join(chosen)} from {name} order by all").fetchall()
            for name, chosen in names.items()
        }
