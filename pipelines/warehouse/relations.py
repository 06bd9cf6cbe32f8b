"""DDL, comments and keys of schemas ``core`` and ``quality``, derived from the records and from nothing else.

Relations that are queries stand in ``sql/`` and are made by ``layers``. Keys are not declared to DuckDB (an index per
relation costs more than it gives); the structure suite tests them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipelines.records import core, lists, quality
from pipelines.records.column import Column, columns_of
from pipelines.warehouse.connection import Connection

SCHEMAS = {
    "core": ("印刷的内容：文件、表格、单元格、事实与陈述", "what was printed"),
    "ref": ("参考：科目、资金、区划与报表种类的清单", "reference lists"),
    "quality": ("核查：规则、结果、覆盖、运行与隔离", "rules, findings, coverage, runs and quarantine"),
    "stg": ("整理：逐一对应 core，更正在此生效", "core, cleaned; corrections are applied here"),
    "int": ("中间：合并与选版，规则在此查询", "joined and with versions chosen; rules query it"),
    "mart": ("供分析者查询的结果", "what analysts query"),
    "report": ("报告页所用的汇总", "what the pages of the report show"),
}


@dataclass(frozen=True, slots=True)
class StoredRelation:
    """A relation whose rows are records."""

    schema: str
    name: str
    record: type

    @property
    def qualified(self) -> str:
        """``schema.name``."""
        return f"{self.schema}.{self.name}"

    @property
    def columns(self) -> tuple[Column, ...]:
        """Its columns, in order."""
        return columns_of(self.record)

    @property
    def key(self) -> tuple[str, ...]:
        """The columns that identify a row."""
        return tuple(column.name for column in self.columns if column.key)

    @property
    def zh(self) -> str:
        """Its meaning in Chinese: the record's docstring up to the bar."""
        return (self.record.__doc__ or "").split(" | ")[0].strip()

    @property
    def en(self) -> str:
        """Its meaning in English: the record's docstring after the bar."""
        return (self.record.__doc__ or "").split(" | ")[1].strip()


def stored_relations() -> tuple[StoredRelation, ...]:
    """Every relation that is filled from records, ``core`` first."""
    declared = [("core", core.RELATIONS), ("ref", lists.RELATIONS), ("quality", quality.RELATIONS)]
    return tuple(StoredRelation(schema, name, record) for schema, group in declared for name, record in group.items())


MACROS = (
    # Exact to the fourth decimal, halves away from zero: a quotient of decimals would be a float.
    """
    create or replace macro core.percent_of(part, whole) as
    case
        when whole <> 0 then cast(
            cast(
                sign(part) * sign(whole) * ((
                    2000000 * cast(abs(part) * 100 as hugeint) + cast(abs(whole) * 100 as hugeint)
                ) // (2 * cast(abs(whole) * 100 as hugeint))) as decimal(38, 0)
            ) * 0.0001 as decimal(28, 4)
        )
    end
    """,
    "create or replace macro core.in_wan(amount) as cast(amount * 0.0001 as decimal(20, 6))",
)
"""``core.percent_of(part, whole)``: percent of two amounts in 元; ``core.in_wan(amount)``: 元 in 万元."""


def create_stored(connection: Connection) -> None:
    """Create the schemas and every stored relation, empty, with comments; in one transaction, for each costs a write."""
    connection.execute("begin")
    for schema in SCHEMAS:
        connection.execute(f"create schema if not exists {schema}")
    for relation in stored_relations():
        connection.execute(ddl(relation))
        comment(connection, "table", relation.qualified, relation.zh, ((c.name, c.zh) for c in relation.columns))
    connection.execute("commit")


def create_macros(connection: Connection) -> None:
    """Create (or replace) the macros that the queries of ``sql/`` use."""
    for macro in MACROS:
        connection.execute(macro)


def ddl(relation: StoredRelation) -> str:
    """The ``create table`` statement of a stored relation."""
    lines = [f'  "{c.name}" {c.sql_type}{"" if c.nullable else " not null"}' for c in relation.columns]
    return f"create table {relation.qualified} (\n" + ",\n".join(lines) + "\n)"


def comment(
    connection: Connection, kind: str, qualified: str, meaning: str, columns: Iterable[tuple[str, str]]
) -> None:
    """Put the Chinese meaning on a relation (``kind``: table or view) and on its columns."""
    connection.execute(f"comment on {kind} {qualified} is {literal(meaning)}")
    for name, text in columns:
        connection.execute(f'comment on column {qualified}."{name}" is {literal(text)}')


def literal(text: str) -> str:
    """A SQL string literal."""
    return "'" + text.replace("'", "''") + "'"
