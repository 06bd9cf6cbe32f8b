"""Rebuilding what changed: a relation of ``sql/`` is made again only when what it reads is not what it was made from.

Belongs here: digests of contents, and the memory of what each relation was made from (``quality.built``). How a relation is
made is ``layers``'; when everything has to be made anew (other rules, other ``sql/``) is decided in ``flow``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.records.quality import BuiltRecord
from pipelines.warehouse import layers
from pipelines.warehouse.connection import Connection
from pipelines.warehouse.layers import QueryRelation
from pipelines.warehouse.relations import create_macros
from pipelines.warehouse.rows import insert_records

BUILT = "quality.built"
CHECKED = "quality.checked"


@dataclass
class _Contents:
    """Digests of what relations hold now; each is computed once."""

    connection: Connection
    relations: Mapping[str, QueryRelation]
    reads: Mapping[str, set[str]]
    found: dict[str, str] = field(default_factory=dict)

    def of(self, name: str) -> str:
        """Of a table its rows, of a view its query and what that reads."""
        if name not in self.found:
            relation = self.relations.get(name)
            is_view = relation is not None and relation.kind == "view"
            self.found[name] = self.inputs(name) if is_view else self._rows(name)
        return self.found[name]

    def inputs(self, name: str) -> str:
        """Of everything that a relation is made from: its query and what that reads."""
        parts = [self.relations[name].query, *(f"{other} {self.of(other)}" for other in sorted(self.reads[name]))]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]

    def _rows(self, name: str) -> str:
        # A sum, not an exclusive or: two equal rows must not cancel out.
        query = f"select count(*), coalesce(sum(cast(hash(t) as hugeint)), 0) from {name} as t"
        ((count, digest),) = self.connection.execute(query).fetchall()
        return f"{count}-{digest}"


def rebuild_changed(connection: Connection, folder: Path, schemas: Sequence[str]) -> tuple[str, ...]:
    """Bring the relations of these schemas up to date, in order of dependence; the names of those that were made.

    Raises ``HeaderError``. Schemas that read others must come after them, here or in a later call.
    """
    parsed = {relation.qualified: relation for relation in layers.load_relations(folder)}
    reads = layers.reads_of(parsed.values())
    contents = _Contents(connection, parsed, reads)
    there = _there(connection)
    connection.execute("begin")
    create_macros(connection)
    made = []
    for relation in layers.in_order(parsed.values(), reads):
        name = relation.qualified
        if relation.schema not in schemas:
            continue
        if relation.kind == "view":
            if name not in there:
                layers.create(connection, relation)
                made.append(name)
            continue
        inputs = contents.inputs(name)
        if there.get(name) != inputs:
            connection.execute(f"drop table if exists {name}")
            layers.create(connection, relation)
            _note(connection, name, inputs)
            made.append(name)
    connection.execute("commit")
    return tuple(made)


def forget_all(connection: Connection) -> None:
    """Remove every relation that comes from ``sql/``, so that all are made anew and the rules are tried on everything."""
    layers.drop_all(connection)
    connection.execute(f"delete from {BUILT}")
    forget_checks(connection)


def forget_checks(connection: Connection) -> None:
    """Let the rules be tried on every document, whether it has changed or not."""
    connection.execute(f"delete from {CHECKED}")


def _there(connection: Connection) -> dict[str, str]:
    """What is there already: for a table what it was made from, for a view nothing in particular."""
    views = connection.execute("select schema_name || '.' || view_name from duckdb_views() where not internal")
    found = dict.fromkeys((row[0] for row in views.fetchall()), "")
    return found | dict(connection.execute(f"select relation, inputs_digest from {BUILT}").fetchall())


def _note(connection: Connection, name: str, inputs: str) -> None:
    connection.execute(f"delete from {BUILT} where relation = ?", [name])
    insert_records(connection, BUILT, BuiltRecord, [BuiltRecord(relation=name, inputs_digest=inputs)])
