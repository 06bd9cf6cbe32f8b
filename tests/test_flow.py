"""The flow: a refresh costs what changed, loses nothing, and leaves the old warehouse in place when it fails."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipelines import settings as settings_module
from pipelines.flow import plan as planning
from pipelines.flow import refresh as refreshing
from pipelines.flow.plan import UnknownDocumentError
from pipelines.flow.refresh import StructureError
from pipelines.records.reading import Failure
from pipelines.settings import Limits, Settings
from pipelines.warehouse import layers
from pipelines.warehouse.build import WarehouseBusyError, locked
from tests.made import Made, identifier
from tests.office import Office, contents, without_rules
from tests.statements_by_heart import EXPENDITURE, FINAL


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    without_rules(monkeypatch)
    (tmp_path / "raw").mkdir()
    made = Office(
        Settings(raw=tmp_path / "raw", warehouse=tmp_path / "w" / "fiscal.duckdb", workers=1, limits=Limits())
    )
    made.put("a.txt", FINAL)
    made.put("b/plan.txt", Made("plan", (EXPENDITURE,), stage="budget"))
    return made


def settle(office: Office) -> None:
    """Let the raw files be old enough for their digests to be kept."""
    for path in office.settings.raw.rglob("*.txt"):
        os.utime(path, (time.time() - 1000, time.time() - 1000))


def files(folder: Path) -> dict[str, int]:
    return {str(path.relative_to(folder)): path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def test_a_first_refresh_reads_everything(office: Office) -> None:
    done = office.refresh()
    assert sorted(office.opened) == ["a.txt", "b/plan.txt"]
    assert done.run is not None
    assert (done.run.run_no, done.run.documents, done.run.documents_read) == (1, 2, 2)
    assert office.rows("select path, status from core.document order by path") == [
        ("a.txt", "read"),
        ("b/plan.txt", "read"),
    ]


def test_when_nothing_changed_nothing_is_read_and_nothing_is_written(office: Office) -> None:
    settle(office)
    office.refresh()
    before = files(office.settings.warehouse.parent)
    done = office.refresh()
    assert done.run is None
    assert office.opened == []
    assert files(office.settings.warehouse.parent) == before


def test_only_new_and_changed_documents_are_opened(office: Office) -> None:
    office.refresh()
    office.put("c.txt", Made("c", (EXPENDITURE,), year=2022))
    office.put("b/plan.txt", Made("plan again", (EXPENDITURE,), stage="budget"))
    office.refresh()
    assert sorted(office.opened) == ["b/plan.txt", "c.txt"]
    found = office.rows("select path, withdrawn_at is null, supersedes_document_id from core.document order by path, 2")
    assert found == [
        ("a.txt", True, None),
        ("b/plan.txt", False, None),
        ("b/plan.txt", True, identifier("plan")),
        ("c.txt", True, None),
    ]
    assert office.rows("select distinct document_id from mart.fct_expenditure_function where stage = 'budget'") == [
        (identifier("plan again"),)
    ]


def test_what_was_changed_and_changed_back_is_not_read_again(office: Office) -> None:
    office.refresh()
    before = contents(office.settings.warehouse)
    office.put("a.txt", Made("other"))
    office.refresh()
    office.put("a.txt", FINAL)
    office.refresh()
    assert office.opened == []
    assert office.rows(
        "select withdrawn_at is null from core.document where path = 'a.txt' order by document_id = ?".replace(
            "?", f"'{FINAL.document_id}'"
        )
    ) == [(False,), (True,)]
    after = contents(office.settings.warehouse)
    assert after["mart.fct_revenue"] == before["mart.fct_revenue"]


def test_two_ways_to_the_same_input_give_the_same_rows(office: Office, tmp_path: Path) -> None:
    office.refresh()
    office.put("c.txt", Made("c", (EXPENDITURE,), year=2022))
    office.refresh()
    office.refresh(force=True)
    other = Office(replace(office.settings, warehouse=tmp_path / "other" / "f.duckdb"), office.documents)
    other.refresh()
    assert contents(other.settings.warehouse) == contents(office.settings.warehouse)
    last = "select run_id from quality.run order by run_no desc limit 1"
    assert other.rows(last) == office.rows(last)


def test_a_rebuilt_warehouse_reads_nothing_again(office: Office) -> None:
    office.refresh()
    before = contents(office.settings.warehouse)
    office.settings.warehouse.unlink()
    office.refresh()
    assert office.opened == []
    assert contents(office.settings.warehouse) == before


def test_withdrawn_documents_stay_and_are_marked(office: Office) -> None:
    office.refresh()
    (office.settings.raw / "a.txt").unlink()
    done = office.refresh()
    assert done.run is not None
    assert done.run.documents_withdrawn == 1
    assert office.rows("select withdrawn_at is not null from core.document order by path") == [(True,), (False,)]
    assert office.rows("select count(*) > 0 from core.fact_revenue") == [(True,)]
    assert office.rows("select count(*) from mart.fct_revenue") == [(0,)]
    assert office.refresh().run is None
    office.put("a.txt", FINAL)
    office.refresh()
    assert office.opened == []
    assert office.rows("select count(*) > 0 from mart.fct_revenue") == [(True,)]


def test_a_moved_file_is_the_same_document(office: Office) -> None:
    office.refresh()
    (office.settings.raw / "a.txt").rename(office.settings.raw / "b" / "moved.txt")
    office.refresh()
    assert office.rows(f"select path from core.document where document_id = '{FINAL.document_id}'") == [
        ("b/moved.txt",)
    ]
    assert office.rows("select count(*) from core.document") == [(2,)]


def test_a_second_copy_is_one_document_with_two_paths(office: Office) -> None:
    office.refresh()
    office.put("z.txt", FINAL)
    office.refresh()
    assert office.opened == []
    assert office.rows("select path, other_paths from core.document where len(other_paths) > 0") == [
        ("a.txt", ["z.txt"])
    ]


def test_what_the_manifest_says_of_address_and_time_needs_no_reading(office: Office) -> None:
    (office.settings.raw / "manifest.csv").write_text("path,publisher\na.txt,某局\n", "utf-8")
    office.refresh()
    (office.settings.raw / "manifest.csv").write_text(
        "path,publisher,source_url,retrieved_at\na.txt,某局,http://x/y,2026-02-03\n", "utf-8"
    )
    office.refresh()
    assert office.opened == []
    assert office.rows("select source_url, retrieved_at from core.document where path = 'a.txt'") == [
        ("http://x/y", "2026-02-03")
    ]
    (office.settings.raw / "manifest.csv").write_text("path,publisher\na.txt,另一局\n", "utf-8")
    office.refresh()
    assert office.opened == ["a.txt"]


def test_documents_named_or_forced_are_read_again(office: Office) -> None:
    office.refresh()
    office.refresh(again=[FINAL.document_id[:10]])
    assert office.opened == ["a.txt"]
    office.refresh(again=["b/plan.txt"])
    assert office.opened == ["b/plan.txt"]
    office.refresh(force=True)
    assert len(office.opened) == 2
    with pytest.raises(UnknownDocumentError, match="nothing"):
        office.refresh(again=["nothing"])


def test_another_reader_reads_everything_again_and_keeps_what_it_cannot(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.refresh()
    (office.settings.raw / "a.txt").unlink()
    office.refresh()
    first_seen = office.rows("select document_id, first_seen_at from core.document order by 1")
    for module in (settings_module, planning, refreshing):
        monkeypatch.setattr(module, "reader_version", lambda: "9.newcode")
    monkeypatch.setattr("tests.made.reader_version", lambda: "9.newcode")
    done = office.refresh()
    assert office.opened == ["b/plan.txt"]
    assert done.plan.fresh
    assert office.rows("select reader_version = '9.newcode' from core.document order by path") == [(False,), (True,)]
    assert office.rows("select count(*) from quality.run") == [(3,)]
    assert office.rows("select document_id, first_seen_at from core.document order by 1") == first_seen
    assert office.rows("select withdrawn_at is not null from core.document order by path") == [(True,), (False,)]


def test_other_sql_or_rules_rebuild_without_reading(office: Office, tmp_path: Path) -> None:
    office.refresh()
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "mine.yml").write_text("name: mine\nexpectations: []\n")
    office.settings = replace(office.settings, expectations=(rules,))
    done = office.refresh()
    assert office.opened == []
    assert done.run is not None
    assert done.plan.logic_changed


def test_only_relations_whose_inputs_changed_are_made_again(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.refresh()
    made: list[str] = []
    create = layers.create
    monkeypatch.setattr(layers, "create", lambda c, r: (made.append(r.qualified), create(c, r)))
    office.put("c.txt", Made("c", (EXPENDITURE,), year=2022))
    office.refresh()
    assert {"int.document", "mart.dim_document", "mart.fct_expenditure_function", "mart.year_over_year"} <= set(made)
    assert not {"int.expected_statement", "mart.dim_fund", "mart.completeness_weight"} & set(made), (
        "their lists are the same"
    )
    assert not [name for name in made if name.startswith("stg.")], "views stay"
    made.clear()
    (office.settings.raw / "c.txt").rename(office.settings.raw / "d.txt")
    office.refresh()
    assert "mart.dim_document" in made
    assert not [name for name in made if name.startswith("mart.fct_")], "another path changes no figure"


def test_a_file_that_differs_from_its_manifest_is_quarantined_and_mended(office: Office) -> None:
    manifest = office.settings.raw / "manifest.csv"
    manifest.write_text(f"path,sha256\na.txt,{'0' * 64}\ngone.pdf,\n", "utf-8")
    office.refresh()
    assert office.opened == ["b/plan.txt"]
    found = office.rows("select path, document_id, stage, error from quality.quarantine order by path")
    assert [(row[0], row[1], row[2]) for row in found] == [
        ("a.txt", FINAL.document_id, "intake"),
        ("gone.pdf", None, "intake"),
    ]
    assert "SHA-256 不符" in found[0][3]
    assert office.rows("select status, reason is not null from core.document where path = 'a.txt'") == [
        ("quarantined", True)
    ]
    since = office.rows("select since from quality.quarantine order by path")
    office.put("c.txt", Made("c"))
    office.refresh()
    assert office.opened == ["c.txt"]
    assert office.rows("select since from quality.quarantine order by path") == since
    manifest.unlink()
    office.refresh()
    assert office.opened == ["a.txt"]
    assert office.rows("select count(*) from quality.quarantine") == [(0,)]
    assert office.rows("select status from core.document where path = 'a.txt'") == [("read",)]


def test_a_document_that_cannot_be_read_stays_in_quarantine_until_it_is_tried_again(office: Office) -> None:
    office.put("bad.txt", Made("bad", failure=Failure("documents.open", "打不开")))
    office.refresh()
    assert office.rows("select path, stage, error from quality.quarantine") == [("bad.txt", "documents.open", "打不开")]
    assert office.refresh().run is None
    office.documents["bad"] = Made("bad", (EXPENDITURE,), year=2020)
    office.refresh(again=["bad.txt"])
    assert office.rows("select count(*) from quality.quarantine") == [(0,)]


def test_a_lost_file_appears_and_disappears_from_quarantine(office: Office) -> None:
    manifest = office.settings.raw / "manifest.csv"
    office.refresh()
    manifest.write_text("path\ngone.pdf\n", "utf-8")
    assert office.refresh().run is not None
    assert office.refresh().run is None
    manifest.unlink()
    assert office.refresh().run is not None
    assert office.rows("select count(*) from quality.quarantine") == [(0,)]


def test_a_refresh_that_fails_leaves_the_old_warehouse(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.refresh()
    before = office.settings.warehouse.read_bytes()
    office.put("c.txt", Made("c", (EXPENDITURE,), year=2022))

    def unsound(*_: object) -> None:
        raise StructureError(["键不唯一"])

    monkeypatch.setattr(refreshing, "require_structure", unsound)
    with pytest.raises(StructureError, match="键不唯一"):
        office.refresh()
    assert office.settings.warehouse.read_bytes() == before
    assert not list(office.settings.warehouse.parent.glob("*.building*"))
    without_rules(monkeypatch)
    done = office.refresh()
    assert office.opened == []
    assert done.run is not None
    assert done.run.run_no == 2


def test_a_reader_that_dies_half_way_loses_nothing_that_was_read(office: Office) -> None:
    def dies(tasks: object) -> Iterator[object]:
        yield next(office.read(tasks))  # type: ignore[arg-type]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        refreshing.refresh(office.settings, reader=dies)  # type: ignore[arg-type]
    assert not office.settings.warehouse.exists()
    office.refresh()
    assert office.opened == ["b/plan.txt"]
    assert office.rows("select count(*) from core.document") == [(2,)]


def test_an_unmounted_folder_is_an_error_and_withdraws_nothing(office: Office) -> None:
    office.refresh()
    gone = replace(office.settings, raw=office.settings.raw.parent / "not-mounted")
    with pytest.raises(NotADirectoryError):
        refreshing.refresh(gone, reader=office.read)
    assert office.rows("select count(*) from core.document where withdrawn_at is not null") == [(0,)]


def test_two_refreshes_at_once_are_refused(office: Office) -> None:
    with locked(office.settings.warehouse), pytest.raises(WarehouseBusyError):
        office.refresh()


def test_progress_is_told(office: Office) -> None:
    steps: list[tuple[str, int, int]] = []
    office.refresh(watch=lambda progress: steps.append((progress.step, progress.done, progress.total)))
    assert [step for step in steps if step[0] == "read"] == [("read", 1, 2), ("read", 2, 2)]
    assert [step[0] for step in steps if step[0] != "read"] == [
        "scan",
        "load",
        "relations",
        "check",
        "marts",
        "structure",
        "publish",
    ]
