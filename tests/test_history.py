"""Earlier warehouses: kept, pruned, restored in one step, and compared. The warehouses here are made by hand: no rules run."""

from __future__ import annotations

import os
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from pipelines.flow import history
from pipelines.flow.history import keep_published
from pipelines.records.core import FactProcurement
from pipelines.records.quality import FindingRecord, RunRecord
from pipelines.settings import Settings, resource
from pipelines.warehouse import layers, load, open_reader
from pipelines.warehouse.build import building, locked
from pipelines.warehouse.ledger import log_documents
from pipelines.warehouse.rows import insert_records
from pipelines.warehouse.snapshots import UnknownSnapshotError, snapshots
from tests.made import Col, Made, Row, Table, stored

BEGIN = datetime(2026, 11, 1, 2, 30)


def document(name: str, amount: str = "1.00") -> Made:
    table = Table("procurement", FactProcurement, (Col("合计"),), (Row("合计", (amount,)),))
    return Made(name, tables=(table,))


def finding(identifier: str, verdict: str) -> FindingRecord:
    values: dict[str, Any] = dict.fromkeys(("document_id", "organization_id", "fiscal_year", "left_yuan"))
    values |= dict.fromkeys(("right_yuan", "difference_yuan", "allowed_yuan", "addends", "keys", "reason"))
    return FindingRecord(
        finding_id=identifier, run_id="r", rule_id="R1", rule_version=1, document_ids=(), verdict=verdict,
        severity="error", left_fact_ids=(), right_fact_ids=(), message="合计", materiality_share=None, **values,
    )  # fmt: skip


def publish(
    settings: Settings, run_no: int, documents: list[Made], verdict: str = "holds", gone: tuple[str, ...] = ()
) -> None:
    """What a refresh leaves behind, without reading and rules."""
    with locked(settings.warehouse), building(settings.warehouse, fresh=False) as connection:
        layers.drop_all(connection)
        load.load_readings(connection, stored(settings.readings, *documents), BEGIN)
        load.mark_withdrawn(connection, gone, BEGIN)
        log_documents(connection)
        layers.rebuild(connection, resource("sql"), ("core",))
        connection.execute("delete from quality.finding")
        insert_records(connection, "quality.finding", FindingRecord, [finding("f1", verdict)])
        moment = BEGIN + timedelta(days=run_no)
        run = RunRecord(
            run_no=run_no, run_id=f"{run_no:x}" * 16, started_at=moment, finished_at=moment, reader_version="1",
            logic_version="1", documents=0, documents_read=0, documents_loaded=0, documents_withdrawn=0, quarantined=0,
            facts=0, findings=0, errors=0,
        )  # fmt: skip
        insert_records(connection, "quality.run", RunRecord, [run])
    keep_published(settings)


def amount_of(warehouse: Path) -> str:
    with open_reader(warehouse) as connection:
        return str(connection.execute("select min(amount_text) from core.published_amount").fetchall()[0][0])


@pytest.fixture(scope="module")
def three_runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which three runs were published and two are kept."""
    place = tmp_path_factory.mktemp("runs")
    for run_no in (1, 2, 3):
        publish(Settings(warehouse=place / "fiscal.duckdb", snapshots=2), run_no, [document("a", f"{run_no}.00")])
    return place


@pytest.fixture
def settings(three_runs: Path, tmp_path: Path) -> Settings:
    shutil.copytree(three_runs, tmp_path / "w", copy_function=os.link)
    return Settings(raw=tmp_path, warehouse=tmp_path / "w" / "fiscal.duckdb", snapshots=2)


def test_the_newest_are_kept_and_the_published_one_is_among_them(settings: Settings) -> None:
    found = history.list_snapshots(settings)
    assert [(one.run_no, published) for one, published in found] == [(2, False), (3, True)]
    assert [amount_of(one.path) for one, _ in found] == ["2.00", "3.00"]


def test_a_snapshot_takes_no_room_until_the_next_is_published(settings: Settings) -> None:
    newest = snapshots(settings.kept)[-1]
    assert newest.path.samefile(settings.warehouse)
    assert settings.warehouse.stat().st_mode & 0o222 == 0, "whoever opens it to write would change the snapshot"


def test_restore_goes_back_one_and_keeps_what_was_published(settings: Settings) -> None:
    assert history.restore(settings).run_no == 2
    assert amount_of(settings.warehouse) == "2.00"
    assert [one.run_no for one, published in history.list_snapshots(settings) if published] == [2]
    assert history.restore(settings, "3").run_no == 3
    assert amount_of(settings.warehouse) == "3.00"
    assert not list(settings.warehouse.parent.glob("*.building*"))


def test_a_reader_of_the_old_file_is_not_disturbed_by_a_restore(settings: Settings) -> None:
    with open_reader(settings.warehouse) as connection:
        history.restore(settings)
        assert connection.execute("select amount_text from core.published_amount").fetchall() == [("3.00",)]
    assert amount_of(settings.warehouse) == "2.00"


def test_restoring_what_is_published_changes_nothing(settings: Settings) -> None:
    assert history.restore(settings, "3").run_no == 3
    assert amount_of(settings.warehouse) == "3.00"
    assert not list(settings.warehouse.parent.glob("*.building*"))


def test_a_refresh_goes_on_from_the_restored_one(settings: Settings) -> None:
    history.restore(settings)
    publish(settings, 3, [document("a", "5.00")])
    assert amount_of(settings.warehouse) == "5.00"
    with open_reader(settings.warehouse) as connection:
        assert connection.execute("select run_no from quality.run order by 1").fetchall() == [(1,), (2,), (3,)]


@pytest.mark.parametrize("name", ["1", "4", "no"])
def test_a_snapshot_that_is_not_there_is_named_with_those_that_are(settings: Settings, name: str) -> None:
    with pytest.raises(UnknownSnapshotError, match=r"2 \(2222222222222222\), 3"):
        history.restore(settings, name)
    assert amount_of(settings.warehouse) == "3.00"


def test_what_changed_between_two_runs(settings: Settings) -> None:
    publish(settings, 4, [document("a", "9.00"), document("b")], verdict="fails")
    documents, facts, findings = history.difference(settings, "3", "4")
    assert {(row[0], row[3], row[4]) for row in documents.rows} == {
        ("read_otherwise", "read", "read"),
        ("added", None, "read"),
    }
    assert sorted((row[0], row[5], row[6]) for row in facts.rows) == [
        ("added", "", "1.00 万元"),
        ("changed", "3.00 万元", "9.00 万元"),
    ]
    assert [(row[0], row[3], row[4]) for row in findings.rows] == [("changed", "holds", "fails")]
    assert [part.rows for part in history.difference(settings, "4", "3")] == [documents.rows, facts.rows, findings.rows]


def test_documents_are_known_also_for_runs_without_a_snapshot(settings: Settings) -> None:
    (documents,) = history.difference(settings, "1", "3")
    assert [row[0] for row in documents.rows] == ["read_otherwise"]


def test_a_document_that_goes_and_nothing_else(settings: Settings) -> None:
    gone = document("a", "3.00")
    (identifier,) = {reading.document_id for reading in stored(settings.readings, gone)}
    publish(settings, 4, [], gone=(identifier,))
    documents, facts, findings = history.difference(settings, "3", "4")
    assert [(row[0], row[4]) for row in documents.rows] == [("withdrawn", "withdrawn")]
    assert (facts.rows, findings.rows) == ((), ())


def test_a_run_in_which_nothing_changed_adds_nothing_to_the_log(settings: Settings) -> None:
    publish(settings, 4, [document("a", "3.00")])
    with open_reader(settings.warehouse) as connection:
        assert connection.execute("select count(*) from quality.run_document where run_no = 4").fetchall() == [(0,)]


def test_an_unknown_run_is_refused(settings: Settings) -> None:
    with pytest.raises(UnknownSnapshotError, match="no kept warehouse knows both runs"):
        history.difference(settings, "1", "77")
