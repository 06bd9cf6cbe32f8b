"""The warehouse room: exactness, the store, loading, bodies, versions, corrections, building beside."""

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
from pipelines.warehouse.organizations import Named, find_organizations, normalise
from pipelines.warehouse.relations import create_macros, create_stored, stored_relations
from pipelines.warehouse.store import Store
from pipelines.warehouse.versions import Disclosed, find_predecessors
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


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("上海市普陀区财政局", None), ("普陀区财政局", "310107")),
        (("上海市普陀区人民政府万里街道办事处", None), ("万里街道办事处", "310107")),
        (("上海市普陀区人民政府办公室（本级）", None), ("普陀区政府办公室", "310107")),
        (("中国共产党上海市普陀区委员会社会工作部", None), ("中共普陀区委社会工作部", "310107")),
        (("中共江苏省委办公厅", None), ("江苏省委办公厅", "320000")),
        (("中国人民政治协商会议江苏省委员会办公厅", None), ("江苏省政协办公厅", "320000")),
        (("江苏省人民代表大会常务委员会办公厅", None), ("江苏省人大常委会办公厅", "320000")),
        (("汕尾市人民政府", None), ("汕尾市", "441500")),
        (("贵州省黔东南州黄平县财政局", None), ("黄平县财政局", "522622")),
        (("普 陀区 财政局 ", "310107"), ("区财政局", "310107")),
    ],
)
def test_one_body_under_several_names(one: tuple[str, str | None], other: tuple[str, str | None]) -> None:
    first, second = normalise(*one), normalise(*other)
    assert first == second


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("普陀区财政局", "310107"), ("普陀区财政局", "330903")),
        (("普陀区财政局", "310107"), ("普陀区财政局", None)),
        (("市财政局", "441500"), ("市场监督管理局", "441500")),
        (("江苏省财政厅", None), ("江苏省财政厅机关服务中心", None)),
        (("江苏省高级人民法院", None), ("江苏省人民检察院", None)),
        (("普陀区人民政府", "310107"), ("普陀区人民政府办公室", "310107")),
    ],
)
def test_bodies_that_may_be_different_stay_apart(one: tuple[str, str | None], other: tuple[str, str | None]) -> None:
    assert normalise(*one).organization_id != normalise(*other).organization_id


def test_names_of_a_body_keep_the_division_once() -> None:
    assert normalise("上海市普陀区财政局").name == "普陀区财政局"
    assert normalise("市场监督管理局", "441500").name == "汕尾市市场监督管理局"
    assert normalise("中共上海市普陀区委社会工作部").name == "中共普陀区委社会工作部"
    assert normalise("某某中心").name == "某某中心"


@given(st.text(min_size=1, max_size=30))
def test_normal_form_is_stable_and_never_empty(name: str) -> None:
    assert normalise(name) == normalise(name)
    assert normalise(name).name


def test_a_bodys_identifier_does_not_depend_on_other_documents() -> None:
    first = Named("1", "普陀区财政局", None, "310107", None, None)
    second = Named("2", None, "上海市普陀区财政局", None, None, "105")
    alone, _ = find_organizations([first])
    of_document, (body,) = find_organizations([first, second, Named("3", " ", None, None, None, None)])
    assert of_document == {"1": alone["1"], "2": alone["1"]}
    assert body.names_printed == ("上海市普陀区财政局", "普陀区财政局")
    assert (body.region_code, body.region_name, body.department_code) == ("310107", "上海市普陀区", "105")


def disclosed(name: str, **values: object) -> Disclosed:
    usual = Disclosed(name, f"{name}.pdf", "org", 2024, "final", "department", "whole", None, "2026-01-01 00:00:00",
                      frozenset({"income", "expenditure"}), True)  # fmt: skip
    return dataclasses.replace(usual, **values)


def test_the_same_disclosure_again_is_a_new_version() -> None:
    old, new = disclosed("z", retrieved_at="2025-02-01"), disclosed("a", retrieved_at="2025-10-01")
    assert find_predecessors([old, new]) == {"a": "z"}
    assert find_predecessors([new, old]) == {"a": "z"}


def test_three_versions_make_a_chain() -> None:
    chain = [
        disclosed(name, retrieved_at=moment)
        for name, moment in (("a", "2025-1-1"), ("b", "2025-2-1"), ("c", "2025-11-1"))
    ]
    assert find_predecessors(chain) == {"b": "a", "c": "b"}


@pytest.mark.parametrize(
    "different",
    [
        {"organization_id": "other"}, {"organization_id": None}, {"fiscal_year": 2023}, {"stage": "budget"}, {"tier": "unit"},
        {"tier": None}, {"part": "text"}, {"statements": frozenset({"performance"})}, {"statements": frozenset()},
        {"usable": False},
    ],
)  # fmt: skip
def test_what_may_be_something_else_replaces_nothing(different: dict[str, object]) -> None:
    assert find_predecessors([disclosed("a"), disclosed("b", **different)]) == {}


def test_other_bytes_at_the_same_place_are_a_new_version_unless_the_year_differs() -> None:
    old = disclosed("a", path="x.pdf", tier=None, statements=frozenset())
    new = disclosed("b", path="x.pdf", first_seen_at="2026-02-01 00:00:00")
    assert find_predecessors([old, new]) == {"b": "a"}
    assert find_predecessors([old, dataclasses.replace(new, fiscal_year=2025)]) == {}


def test_arrival_decides_where_no_time_of_retrieval_is_known() -> None:
    late = disclosed("a", first_seen_at="2026-05-01 00:00:00")
    assert find_predecessors([late, disclosed("b")]) == {"a": "b"}


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
    with locked(target):
        assert not left.exists()


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
