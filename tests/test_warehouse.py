"""The warehouse room: exactness, the store, loading, corrections, building beside."""

from __future__ import annotations

import dataclasses
import re
import threading
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal, localcontext
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.records.column import columns_of
from pipelines.records.core import CellRecord, GridRecord
from pipelines.records.reading import Failure
from pipelines.reference.corrections import Correction, CorrectionError, load_corrections, parse_corrections
from pipelines.warehouse import across, load
from pipelines.warehouse.arrow import schema_of, table_of
from pipelines.warehouse.build import WarehouseBusyError, building, locked
from pipelines.warehouse.connection import Connection, WarehouseError, open_reader
from pipelines.warehouse.relations import create_macros, create_stored, stored_relations
from pipelines.warehouse.store import Store
from tests.made import FUNCTION, NOW, Col, Made, Row, Table, fill, identifier, reading_of, stored

TOTAL = Table(
    "general_expenditure", FUNCTION, (Col("合计", "total", "general"),), (Row("合计", ("12.34",), item="total"),)
)


@pytest.fixture
def connection() -> Iterator[Connection]:
    with duckdb.connect(":memory:") as opened:
        yield opened


def rows(connection: Connection, query: str) -> list[tuple[object, ...]]:
    return connection.execute(query).fetchall()


def test_every_stored_column_has_its_chinese_comment(connection: Connection) -> None:
    create_stored(connection)
    found = {
        (r[0], r[1], r[2]): r[3]
        for r in rows(
            connection, "select schema_name, table_name, column_name, comment from duckdb_columns() where not internal"
        )
    }
    declared = {(r.schema, r.name, c.name): c.zh for r in stored_relations() for c in r.columns}
    assert found == declared
    commented = rows(connection, "select count(*) from duckdb_tables() where comment is null")
    assert commented == [(0,)]


def test_every_record_has_a_key_and_says_in_english_what_it_is() -> None:
    for relation in stored_relations():
        assert relation.key, relation.qualified
        assert relation.zh
        assert re.search("[a-z]{3}", relation.en)


def test_amounts_cross_into_arrow_exactly_or_not_at_all() -> None:
    made = reading_of(Made("a", (TOTAL,))).rows["fact_expenditure_function"][0]
    column = table_of(FUNCTION, [made]).column("amount_yuan")
    assert str(column.type) == "decimal128(20, 2)"
    assert column.to_pylist() == [Decimal("123400.00")]
    for wrong in (Decimal("0.001"), 1.5, "12"):
        with pytest.raises(ValueError, match=r"FactExpenditureFunction\.amount_yuan"):
            table_of(FUNCTION, [dataclasses.replace(made, amount_yuan=wrong)])
    with pytest.raises(ValueError, match="row_name: a value is missing"):
        table_of(FUNCTION, [dataclasses.replace(made, row_name=None)])


def test_no_column_of_an_amount_is_a_float() -> None:
    for relation in stored_relations():
        floats = {column.name for column in columns_of(relation.record) if column.sql_type.startswith("DOUBLE")}
        assert floats <= {"x0", "top", "x1", "bottom", "confidence", "width", "height"}, relation.qualified


def test_a_stored_reading_is_found_by_bytes_reader_and_intake(tmp_path: Path) -> None:
    store = Store(tmp_path)
    reading = reading_of(Made("a", (TOTAL,)))
    written = store.write(reading, "v1", NOW)
    version = reading.document.reader_version
    assert store.find(identifier("a"), version, "v1") == written
    assert store.find(identifier("a"), version, "v2") is None
    assert store.find(identifier("a"), "other", "v1") is None
    assert store.find(identifier("b"), version, "v1") is None
    assert written.folder.name == f"{identifier('a')}-{version}"
    assert set(written.relations) == {path.stem for path in written.folder.glob("*.parquet")}
    assert "claim" not in written.relations


def test_writing_again_replaces_and_leaves_nothing_behind(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.write(reading_of(Made("a", (TOTAL,))), "v1", NOW)
    again = store.write(reading_of(Made("a", failure=Failure("documents", "坏"))), "v2", NOW)
    assert again.failure == Failure("documents", "坏")
    assert again.relations == ("document",)
    assert [path.name for path in tmp_path.iterdir()] == [again.folder.name]


def test_an_interrupted_write_is_invisible_and_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(tmp_path)

    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("pipelines.warehouse.store.json.dumps", die)
    with pytest.raises(KeyboardInterrupt):
        store.write(reading_of(Made("a", (TOTAL,))), "v1", NOW)
    monkeypatch.undo()
    assert store.find(identifier("a"), reading_of(Made("a")).document.reader_version, "v1") is None
    assert store.clean() == 1
    assert list(tmp_path.iterdir()) == []


def test_loading_replaces_a_documents_rows_and_no_others(connection: Connection, tmp_path: Path) -> None:
    fill(connection, tmp_path, Made("a", (TOTAL,)), Made("b", (TOTAL,)))
    before = rows(connection, f"select * from core.cell where document_id = '{identifier('b')}' order by all")
    changed = dataclasses.replace(TOTAL, rows=(Row("合计", ("99",), item="total"),))
    load.load_readings(connection, stored(tmp_path, Made("a", (changed,))), NOW)
    assert rows(connection, "select amount_text from core.published_amount order by 1") == [("12.34",), ("99",)]
    assert rows(connection, "select count(*) from core.document") == [(2,)]
    assert rows(connection, f"select * from core.cell where document_id = '{identifier('b')}' order by all") == before


def test_first_seen_stays_when_a_document_is_read_again(connection: Connection, tmp_path: Path) -> None:
    fill(connection, tmp_path, Made("a"))
    later = NOW.replace(year=2030)
    load.load_readings(connection, stored(tmp_path, Made("a")), later)
    assert rows(connection, "select first_seen_at from core.document") == [(NOW,)]


def test_withdrawn_documents_are_marked_and_come_back(connection: Connection, tmp_path: Path) -> None:
    fill(connection, tmp_path, Made("a", (TOTAL,)))
    load.mark_withdrawn(connection, [identifier("a")], NOW)
    load.mark_withdrawn(connection, [identifier("a")], NOW.replace(year=2030))
    assert rows(connection, "select withdrawn_at from core.document") == [(NOW,)]
    assert rows(connection, "select count(*) from core.cell") == [(2,)]
    load.update_presence(
        connection, [load.Presence(identifier("a"), "new/place.pdf", ("copy.pdf",), "http://x", "2026")]
    )
    assert rows(connection, "select path, other_paths, source_url, retrieved_at, withdrawn_at from core.document") == [
        ("new/place.pdf", ["copy.pdf"], "http://x", "2026", None)
    ]


FIX = Correction("fix", identifier("a"), f"{identifier('a')[:16]}.1.1.1", "12.34", Decimal("120000.00"), "错", "公告")


@pytest.mark.parametrize(
    ("change", "state", "amount"),
    [
        ({}, "applied", Decimal("120000.00")),
        ({"expect": "12.35"}, "stale", Decimal("123400.00")),
        ({"document_id": "0" * 64}, "missing", Decimal("123400.00")),
        ({"fact_id": "nothing"}, "missing", Decimal("123400.00")),
    ],
)
def test_a_correction_applies_after_core_and_only_while_it_fits(
    connection: Connection, tmp_path: Path, change: dict[str, str], state: str, amount: Decimal
) -> None:
    fill(connection, tmp_path, Made("a", (TOTAL,)), corrections=[dataclasses.replace(FIX, **change)])
    assert rows(connection, "select state from quality.correction") == [(state,)]
    assert rows(connection, "select amount_yuan from core.published_amount") == [(Decimal("123400.00"),)]
    assert rows(
        connection, "select amount_yuan, printed_amount_yuan, is_corrected from mart.fct_expenditure_function"
    ) == [(amount, Decimal("123400.00"), state == "applied")]


def test_corrections_are_complete_or_refused() -> None:
    entry = {
        "id": "a",
        "document_id": "d",
        "fact_id": "f",
        "expect": "1",
        "amount_yuan": "1.00",
        "why": "w",
        "basis": "b",
    }
    text = "corrections:\n- " + "\n  ".join(f'{key}: "{value}"' for key, value in entry.items()) + "\n"
    (correction,) = parse_corrections(text)
    assert correction.amount_yuan == Decimal("1.00")
    assert isinstance(load_corrections(), tuple)
    for broken, word in (
        (text.replace('"1.00"', "1.0"), "in quotes"),
        (text.replace('"1.00"', '"one"'), "not an amount"),
        (text.replace('  why: "w"\n', ""), "exactly the fields"),
        (text + text.removeprefix("corrections:\n"), "more than once"),
    ):
        with pytest.raises(CorrectionError, match=word):
            parse_corrections(broken)


def test_quarantine_keeps_since_and_forgets_what_is_mended(connection: Connection, tmp_path: Path) -> None:
    bad = Made("a", failure=Failure("documents.open", "打不开", "x.py:1"))
    fill(connection, tmp_path, bad)
    later = NOW.replace(year=2030)
    across.replace_quarantine(connection, [], [across.LostFile("gone.pdf", None, "没有")], later)
    assert rows(connection, "select path, stage, error, detail, since from quality.quarantine order by path") == [
        ("a.txt", "documents.open", "打不开", "x.py:1", NOW),
        ("gone.pdf", "intake", "没有", None, later),
    ]
    load.load_readings(connection, stored(tmp_path, Made("a", (TOTAL,))), later)
    across.replace_quarantine(connection, [], [], later)
    assert rows(connection, "select * from quality.quarantine") == []


def test_a_failed_build_leaves_the_old_warehouse_and_no_rubbish(tmp_path: Path) -> None:
    target = tmp_path / "w.duckdb"
    with building(target, fresh=True) as made:
        made.execute("create table t as select 1 as a")
    before = target.read_bytes()
    with pytest.raises(ZeroDivisionError), building(target, fresh=False) as made:
        made.execute("insert into t values (2)")
        raise ZeroDivisionError
    assert target.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["w.duckdb"]


def test_readers_see_the_old_warehouse_while_the_next_is_built(tmp_path: Path) -> None:
    target = tmp_path / "w.duckdb"
    with building(target, fresh=True) as made:
        made.execute("create table t as select 1 as a")
    with open_reader(target) as reader, building(target, fresh=False) as made:
        made.execute("insert into t values (2)")
        assert rows(reader, "select count(*) from t") == [(1,)]
        with open_reader(target) as another:
            assert rows(another, "select count(*) from t") == [(1,)]
    with open_reader(target) as reader:
        assert rows(reader, "select count(*) from t") == [(2,)]


def test_two_refreshes_at_once_are_refused_and_the_lock_goes_with_its_holder(tmp_path: Path) -> None:
    target = tmp_path / "w.duckdb"
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with locked(target):
            held.set()
            done.wait(10)

    holder = threading.Thread(target=hold)
    holder.start()
    assert held.wait(10)
    with pytest.raises(WarehouseBusyError), locked(target):
        pass
    done.set()
    holder.join()
    with locked(target):
        pass


def test_leftovers_of_a_killed_refresh_are_removed(tmp_path: Path) -> None:
    target = tmp_path / "w.duckdb"
    left = tmp_path / "w.duckdb.building.4711"
    left.write_text("half")
    aside = tmp_path / "w.duckdb.building.4711.tmp"
    aside.mkdir()
    (aside / "duckdb_temp_storage-0.tmp").write_text("put aside")
    with locked(target):
        assert not left.exists() and not aside.exists()


def test_what_does_not_fit_into_memory_is_put_aside_and_gone_afterwards(tmp_path: Path) -> None:
    target = tmp_path / "w.duckdb"
    with building(target, fresh=True, memory_bytes=64 * 1024**2) as made:
        made.execute("set threads = 1")
        made.execute(
            "create temp table many as select range as n, sha256(cast(range as varchar)) as s from range(2000000)"
        )
        ((aside,),) = made.execute("select sum(temporary_storage_bytes) from duckdb_memory()").fetchall()
        assert aside > 0
        assert made.execute("select count(distinct n) from many").fetchall() == [(2000000,)]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["w.duckdb"]


def test_a_reader_without_a_warehouse_is_told_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="mingzhang refresh"), open_reader(tmp_path / "none.duckdb"):
        pass
    (tmp_path / "text.duckdb").write_text("this is not a database")
    with pytest.raises(WarehouseError, match="cannot be opened"), open_reader(tmp_path / "text.duckdb"):
        pass


def test_withdrawn_documents_are_carried_into_a_warehouse_made_anew(tmp_path: Path) -> None:
    old = tmp_path / "old.duckdb"
    with duckdb.connect(old) as made:
        fill(made, tmp_path, Made("a", (TOTAL,)), Made("b", (TOTAL,)))
        load.mark_withdrawn(made, [identifier("a")], NOW)
        made.execute("alter table core.grid drop column note")
        made.execute("drop table core.page")
    with duckdb.connect(":memory:") as new:
        create_stored(new)
        load.carry_over(new, old, [identifier("a")])
        assert rows(new, "select document_id, withdrawn_at, reason from core.document") == [
            (identifier("a"), NOW, "已撤下；旧读取结果与现版本结构不符，未能沿用：page")
        ]
        assert rows(new, "select count(*), count(note) from core.grid") == [(1, 0)]
        assert rows(new, "select count(*) from core.fact_expenditure_function") == [(1,)]


@settings(max_examples=60, deadline=None)
@given(
    st.decimals(-(10**13), 10**13, places=2, allow_nan=False, allow_infinity=False),
    st.decimals(-(10**13), 10**13, places=2, allow_nan=False, allow_infinity=False),
)
def test_percents_are_exact(part: Decimal, whole: Decimal) -> None:
    with duckdb.connect(":memory:") as opened:
        opened.execute("create schema core")
        create_macros(opened)
        query = "select core.percent_of(cast(? as decimal(20, 2)), cast(? as decimal(20, 2)))"
        ((found,),) = opened.execute(query, [part, whole]).fetchall()
    with localcontext() as context:
        context.prec = 60
        expected = (part * 100 / whole).quantize(Decimal("0.0001"), ROUND_HALF_UP) if whole else None
    assert found == expected


def test_schema_of_a_record_has_its_columns_in_order() -> None:
    assert schema_of(GridRecord).names == [column.name for column in columns_of(GridRecord)]
    assert not schema_of(CellRecord).field("text").nullable
