"""The relations of ``sql/``: headers that tell the truth, layers, and every relation described."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from pipelines.records import core, lists, quality
from pipelines.records.column import columns_of
from pipelines.settings import resource
from pipelines.warehouse import layers
from pipelines.warehouse.connection import Connection
from pipelines.warehouse.dictionary import dictionary, entries
from pipelines.warehouse.layers import HeaderError
from tests.made import (
    fill,
)  # fmt: skip
from tests.statements_by_heart import EXPENDITURE, FINAL

SQL = resource("sql")
EXAMPLES = sorted((SQL / "examples").glob("*.sql"))
WAN = Decimal(10_000)


@pytest.fixture
def connection() -> Iterator[Connection]:
    with duckdb.connect(":memory:") as opened:
        yield opened


def rows(connection: Connection, query: str) -> list[tuple[object, ...]]:
    return connection.execute(query).fetchall()


def yuan(text: str) -> Decimal:
    return Decimal(text) * WAN


@pytest.fixture(scope="module")
def parsed() -> tuple[layers.QueryRelation, ...]:
    return layers.load_relations(SQL)


def test_every_file_of_the_layers_has_a_header_in_the_declared_form(parsed: tuple[layers.QueryRelation, ...]) -> None:
    files = {path for layer in layers.FOLDERS for path in (SQL / layer).glob("*")}
    assert {relation.path for relation in parsed} == files
    assert all(relation.columns for relation in parsed)


def test_every_query_ends_in_final(parsed: tuple[layers.QueryRelation, ...]) -> None:
    assert [r.qualified for r in parsed if not r.query.endswith("select * from final")] == []


def test_marts_that_the_contract_names_are_there(parsed: tuple[layers.QueryRelation, ...]) -> None:
    dims = "document organization region function economic fund statement"
    facts = (
        "revenue expenditure_function expenditure_economic three_public performance_indicator procurement asset claim"
    )
    ready = (
        "budget_vs_final year_over_year three_public_trend basic_project_structure economic_structure "
        "performance_by_project disclosure_completeness balance_findings revision"
    )
    promised = [f"dim_{name}" for name in dims.split()] + [f"fct_{name}" for name in facts.split()] + ready.split()
    assert set(promised) <= {relation.name for relation in parsed if relation.schema == "mart"}
    assert "core.published_amount" in {relation.qualified for relation in parsed}


def test_staging_passes_every_column_of_core_and_quality(parsed: tuple[layers.QueryRelation, ...]) -> None:
    left_out = {("page", "text"), ("document", "raw_version")}
    names = {"performance_indicator": "fact_performance_indicator"}
    declared = {**core.RELATIONS, **quality.RELATIONS, **lists.RELATIONS}
    for relation in parsed:
        record = declared.get(names.get(relation.name, relation.name))
        if relation.schema != "stg" or record is None:
            continue
        missing = {column.name for column in columns_of(record)} - {column.name for column in relation.columns}
        assert {(relation.name, name) for name in missing} <= left_out, relation.path


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


HEADER = "-- int.a (table)\n-- zh: 甲\n-- en: a\n-- grain: x: 一行 | one row\n-- columns:\n--   x: 乙 | x\n"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("select 1 as x", "first line"),
        (HEADER.replace("int.a", "mart.a") + "select 1 as x", "the file is intermediate/a"),
        (HEADER.replace("int.a", "int.b") + "select 1 as x", "the file is intermediate/a"),
        (HEADER.replace("-- zh: 甲\n", "") + "select 1 as x", "-- zh: "),
        (HEADER.replace("-- en: a\n", "") + "select 1 as x", "-- en: "),
        (HEADER.replace("grain: x", "grain: y") + "select 1 as x", "grain names columns"),
        (HEADER.replace("-- grain: x: 一行 | one row\n", "") + "select 1 as x", "-- grain: "),
        (HEADER.replace("x: 乙 | x", "x: 乙") + "select 1 as x", "中文 | English"),
    ],
)
def test_a_header_that_is_not_in_form_is_refused(tmp_path: Path, text: str, fault: str) -> None:
    with pytest.raises(HeaderError, match=fault.replace("|", r"\|")):
        layers.parse_file(write(tmp_path, "intermediate/a.sql", text))


@pytest.mark.parametrize(
    ("query", "fault"),
    [
        ("select 1 as y", r"does not give: \['x'\]; not described: \['y'\]"),
        ("select 1 as x, 2 as y", r"not described: \['y'\]"),
        ("select 1 as x where", "syntax error"),
        ("select z as x from stg.nothing", "nothing"),
    ],
)
def test_a_file_whose_header_is_not_what_its_query_gives_is_refused(
    connection: Connection, tmp_path: Path, query: str, fault: str
) -> None:
    connection.execute("create schema int")
    connection.execute("create schema stg")
    relation = layers.parse_file(write(tmp_path, "intermediate/a.sql", HEADER + query))
    with pytest.raises(HeaderError, match=fault):
        layers.create(connection, relation)


def test_columns_in_another_order_are_refused(connection: Connection, tmp_path: Path) -> None:
    connection.execute("create schema int")
    header = HEADER + "--   y: 丙 | y\n"
    relation = layers.parse_file(write(tmp_path, "intermediate/a.sql", header + "select 1 as y, 2 as x"))
    with pytest.raises(HeaderError, match="another order"):
        layers.create(connection, relation)


def test_a_layer_reads_the_layer_below_only(tmp_path: Path) -> None:
    relation = layers.parse_file(write(tmp_path, "intermediate/a.sql", HEADER + "select x from core.document"))
    with pytest.raises(HeaderError, match=r"layer int may not read \['core.document'\]"):
        layers.in_order([relation])


def test_layers_of_the_house_hold_and_order_follows_what_is_read(parsed: tuple[layers.QueryRelation, ...]) -> None:
    ordered = [relation.qualified for relation in layers.in_order(parsed)]
    assert len(ordered) == len(parsed)
    pairs = [
        ("stg.amount", "int.amount"),
        ("int.document", "int.amount"),
        ("int.amount", "int.figure"),
        ("int.figure", "mart.year_over_year"),
        ("mart.completeness_weight", "mart.disclosure_completeness"),
    ]
    for earlier, later in pairs:
        assert ordered.index(earlier) < ordered.index(later)


def test_a_circle_is_refused(tmp_path: Path) -> None:
    a = layers.parse_file(write(tmp_path, "intermediate/a.sql", HEADER + "select x from int.b"))
    b = layers.parse_file(
        write(tmp_path, "intermediate/b.sql", HEADER.replace("int.a", "int.b") + "select x from int.a")
    )
    with pytest.raises(HeaderError, match="circle"):
        layers.in_order([a, b])


def test_everything_in_the_warehouse_is_commented_and_in_the_dictionary(connection: Connection, tmp_path: Path) -> None:
    fill(connection, tmp_path, FINAL)
    columns = "from duckdb_columns() where not internal"
    bare = rows(connection, f"select schema_name, table_name, column_name {columns} and comment is null")
    assert bare == []
    listed = "list(column_name order by column_index)"
    found = rows(connection, f"select schema_name, table_name, {listed} {columns} group by all")
    described = {(entry.schema, entry.name): [column[0] for column in entry.columns] for entry in entries(SQL)}
    assert {(schema, name): names for schema, name, names in found} == described


def test_the_dictionary_in_the_repository_is_current() -> None:
    assert (SQL / "DICTIONARY.md").read_text("utf-8") == dictionary(SQL), "run: mingzhang dictionary"


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_examples_say_what_they_are_and_run(connection: Connection, tmp_path: Path, path: Path) -> None:
    header, query = layers.split_header(path.read_text("utf-8"))
    assert [line[:7] for line in header] == ["-- zh: ", "-- en: "]
    general = replace(EXPENDITURE, kind="general_expenditure")
    fill(connection, tmp_path, replace(FINAL, tables=(*FINAL.tables, general)))
    found = connection.execute(query).fetchall()
    assert found or "balance" in path.stem


def test_there_are_five_examples() -> None:
    assert len(EXAMPLES) >= 5


def test_every_printed_amount_stands_once_in_published_amount(connection: Connection, tmp_path: Path) -> None:
    fill(connection, tmp_path, FINAL)
    printed = sum(text is not None for table in FINAL.tables for row in table.rows for text in row.amounts)
    assert rows(connection, "select count(*), count(distinct fact_id) from core.published_amount") == [
        (printed, printed)
    ]
    assert rows(connection, "select box from core.published_amount order by fact_id limit 1") == [
        ({"x0": 10.0, "top": 10.0, "x1": 19.0, "bottom": 19.0},)
    ]


def test_the_tree_of_a_statement_is_in_int_amount(connection: Connection, tmp_path: Path) -> None:
    fill(connection, tmp_path, FINAL)
    found = rows(
        connection,
        "select a.row_name, p.row_name, a.child_count, a.is_leaf from int.amount a left join int.amount p "
        "on p.fact_id = a.parent_fact_id where a.statement = 'expenditure' and a.measure = 'total' order by a.row_no",
    )
    assert found == [
        ("合计", None, 2, False),
        ("一般公共服务支出", "合计", 1, False),
        ("财政事务", "一般公共服务支出", 2, False),
        ("行政运行", "财政事务", 0, True),
        ("一般行政管理事务", "财政事务", 0, True),
        ("社会保障和就业支出", "合计", 0, True),
    ]
