"""The relations of ``sql/``: one file each, its header compared with its columns, built in order of dependence.

Belongs here: reading headers, ordering, refusing a file that says something else than its query gives, creating the
relation with its comments. What the queries say stands in ``sql/`` alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

from pipelines.warehouse.connection import Connection, QueryError, open_scratch
from pipelines.warehouse.relations import comment, create_macros

FOLDERS = {"core": "core", "staging": "stg", "intermediate": "int", "marts": "mart", "reports": "report"}
BELOW = {
    "core": {"core"},
    "stg": {"core", "quality", "ref"},
    "int": {"stg", "int"},
    "mart": {"int", "mart"},
    "report": {"mart", "report"},
}
"""What a layer may read: the layer below and itself (``core`` has only views over its own stored relations)."""

_TITLE = re.compile(r"-- (?P<schema>\w+)\.(?P<name>\w+) \((?P<kind>view|table)\)$")
_COLUMN = re.compile(r"--   (?P<name>\w+): (?P<zh>.+?) \| (?P<en>.+)$")
_GRAIN = re.compile(r"-- grain: (?P<key>[\w, ]+): (?P<zh>.+?) \| (?P<en>.+)$")


class HeaderError(ValueError):
    """The header of a file in ``sql/`` is not of the declared form, or is not what the query gives."""


@dataclass(frozen=True, slots=True)
class QueryColumn:
    """A column as the header describes it."""

    name: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class QueryRelation:
    """One file of ``sql/``: a relation with its header and its query."""

    schema: str
    name: str
    kind: str
    zh: str
    en: str
    key: tuple[str, ...]
    grain_zh: str
    grain_en: str
    columns: tuple[QueryColumn, ...]
    query: str
    path: Path

    @property
    def qualified(self) -> str:
        """``schema.name``."""
        return f"{self.schema}.{self.name}"


def load_relations(folder: Path) -> tuple[QueryRelation, ...]:
    """Every relation below ``sql/``, by layer and name; raises ``HeaderError``."""
    files = [path for layer in FOLDERS for path in sorted((folder / layer).glob("*.sql"))]
    return tuple(parse_file(path) for path in files)


def parse_file(path: Path) -> QueryRelation:
    """One file: header lines (``--``) then the query; raises ``HeaderError`` naming file and fault."""
    header, query = split_header(path.read_text("utf-8"))
    title = _TITLE.match(header[0]) if header else None
    if title is None:
        raise HeaderError(f"{path}: the first line must be '-- schema.name (view)' or '(table)'")
    schema, name = title["schema"], title["name"]
    if schema != FOLDERS[path.parent.name] or name != path.stem:
        raise HeaderError(f"{path}: the header names {schema}.{name}, the file is {path.parent.name}/{path.stem}")
    grain = _find(_GRAIN, header, path, "-- grain: key columns: 中文 | English")
    columns = tuple(_column(line, path) for line in header[header.index("-- columns:") + 1 :])
    key = tuple(part.strip() for part in grain["key"].split(","))
    missing = set(key) - {column.name for column in columns}
    if missing:
        raise HeaderError(f"{path}: the grain names columns that are not there: {sorted(missing)}")
    zh, en = (_text(header, language, path) for language in ("zh", "en"))
    return QueryRelation(schema, name, title["kind"], zh, en, key, grain["zh"], grain["en"], columns, query, path)


def split_header(text: str) -> tuple[list[str], str]:
    """The leading comment lines, and the rest."""
    lines = text.splitlines()
    length = next((i for i, line in enumerate(lines) if not line.startswith("--")), len(lines))
    return [line.rstrip() for line in lines[:length]], "\n".join(lines[length:]).strip()


def _find(pattern: re.Pattern[str], header: Sequence[str], path: Path, form: str) -> re.Match[str]:
    found = next((match for line in header if (match := pattern.match(line))), None)
    if found is None or "-- columns:" not in header:
        raise HeaderError(f"{path}: the header needs a line '{form}' and a line '-- columns:'")
    return found


def _text(header: Sequence[str], language: str, path: Path) -> str:
    start = f"-- {language}: "
    text = next((line.removeprefix(start) for line in header if line.startswith(start)), "")
    if not text:
        raise HeaderError(f"{path}: the header needs a line '{start}'")
    return text


def _column(line: str, path: Path) -> QueryColumn:
    match = _COLUMN.match(line)
    if match is None:
        raise HeaderError(f"{path}: not of the form '--   name: 中文 | English': {line!r}")
    return QueryColumn(match["name"], match["zh"], match["en"])


def references(parser: Connection, relation: QueryRelation) -> set[str]:
    """The relations a query reads, as ``schema.name``; raises ``HeaderError`` for a query that does not parse."""
    ((text,),) = parser.execute("select json_serialize_sql(?)", [relation.query]).fetchall()
    tree = json.loads(text)
    if tree["error"]:
        raise HeaderError(f"{relation.path}: {tree['error_message']}")
    return set(_tables(tree))


def _tables(node: Any) -> Iterator[str]:
    """Every named table in a parsed query; names without a schema are those of its own ``with``."""
    if isinstance(node, list):
        for part in node:
            yield from _tables(part)
    elif isinstance(node, dict):
        if node.get("type") == "BASE_TABLE" and node.get("schema_name"):
            yield f"{node['schema_name']}.{node['table_name']}"
        for part in node.values():
            yield from _tables(part)


def reads_of(relations: Iterable[QueryRelation]) -> dict[str, set[str]]:
    """What each relation reads, by name; raises ``HeaderError`` for a layer that it may not read."""
    reads: dict[str, set[str]] = {}
    with open_scratch() as parser:
        for relation in relations:
            reads[relation.qualified] = references(parser, relation)
            forbidden = {
                other for other in reads[relation.qualified] if other.split(".")[0] not in BELOW[relation.schema]
            }
            if forbidden:
                raise HeaderError(f"{relation.path}: layer {relation.schema} may not read {sorted(forbidden)}")
    return reads


def in_order(
    relations: Iterable[QueryRelation], reads: Mapping[str, set[str]] | None = None
) -> tuple[QueryRelation, ...]:
    """Relations so that each stands after those it reads; raises ``HeaderError`` for a circle or a forbidden layer."""
    by_name = {relation.qualified: relation for relation in relations}
    reads = reads or reads_of(by_name.values())
    graph = {name: reads[name] & set(by_name) for name in sorted(by_name)}
    try:
        return tuple(by_name[name] for name in TopologicalSorter(graph).static_order())
    except CycleError as error:
        raise HeaderError(f"these relations of sql/ read each other in a circle: {error.args[1]}") from error


def create(connection: Connection, relation: QueryRelation) -> None:
    """Create one relation with its comments; raises ``HeaderError`` when the columns are not those of the header."""
    try:
        connection.execute(f"create {relation.kind} {relation.qualified} as {relation.query}")
    except QueryError as error:
        raise HeaderError(f"{relation.path}: {error}") from error
    found = [row[0] for row in connection.execute(f"describe {relation.qualified}").fetchall()]
    declared = [column.name for column in relation.columns]
    if found != declared:
        raise HeaderError(f"{relation.path}: {_difference(declared, found)}")
    comment(connection, relation.kind, relation.qualified, relation.zh, ((c.name, c.zh) for c in relation.columns))


def _difference(declared: list[str], found: list[str]) -> str:
    missing, extra = [n for n in declared if n not in found], [n for n in found if n not in declared]
    if missing or extra:
        return f"the header names columns the query does not give: {missing}; not described: {extra}"
    return f"the header has the columns in another order than the query: {found}"


def drop_all(connection: Connection) -> None:
    """Remove every relation that comes from ``sql/`` (schemas above ``core``, and the views in ``core``)."""
    for schema in ("report", "mart", "int", "stg"):
        connection.execute(f"drop schema if exists {schema} cascade")
        connection.execute(f"create schema {schema}")
    views = connection.execute("select view_name from duckdb_views() where schema_name = 'core'").fetchall()
    for (name,) in views:
        connection.execute(f"drop view core.{name}")


def rebuild(connection: Connection, folder: Path, schemas: Sequence[str]) -> None:
    """Create the relations of these schemas anew, in order of dependence; raises ``HeaderError``.

    Schemas that read them must be rebuilt after them (``drop_all`` first, then from below upwards).
    """
    ordered = in_order(load_relations(folder))
    connection.execute("begin")
    create_macros(connection)
    for relation in ordered:
        if relation.schema in schemas:
            create(connection, relation)
    connection.execute("commit")


def grain_faults(connection: Connection, folder: Path) -> list[str]:
    """Relations of ``sql/`` in which the columns of the grain do not identify a row, in Chinese."""
    faults = []
    for relation in load_relations(folder):
        key = ", ".join(f'"{name}"' for name in relation.key)
        query = f"select count(*) from (select {key} from {relation.qualified} group by all having count(*) > 1)"
        ((repeated,),) = connection.execute(query).fetchall()
        if repeated:
            faults.append(f"{relation.qualified} 的粒度（{', '.join(relation.key)}）不唯一：{repeated} 组重复")
    return faults
