"""Dagster's side: definitions load, a run over samples with a corrupt document, what stops a run, sensors, summaries."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from pipelines.definitions import defs
from pipelines.defs import assets, automation, outcomes
from pipelines.defs.resources import Workplace
from pipelines.flow import refresh as refresh_module
from pipelines.flow.outcome import FailedStep, Outcome, write_outcome
from pipelines.flow.refresh import StructureError
from pipelines.settings import Settings, load
from pipelines.warehouse import open_reader
from tests.crash.rounds import few_rules
from tests.webhook import receiving

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "data" / "raw"
LOADED = "import sys, dagster; before = {*sys.modules}; import pipelines.definitions; print(*{*sys.modules} - before)"
HEAVY = {
    "great_expectations",
    "pypdfium2",
    "pdfplumber",
    "onnxruntime",
    "pipelines.grids",
    "pipelines.statements",
    "pipelines.facts",
}
pytestmark = pytest.mark.slow


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """A raw folder with one sample and one corrupt document, and few rules."""
    raw = tmp_path / "raw"
    raw.mkdir()
    shutil.copy(SAMPLES / "county-department-2023-goals.xlsx", raw)
    (raw / "corrupt.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n<<")
    rules = few_rules(tmp_path / "rules")
    monkeypatch.setattr(Settings, "rule_folders", property(lambda _: (rules,)))
    monkeypatch.delenv("MINGZHANG_WEBHOOK", raising=False)
    yield Settings(raw, tmp_path / "warehouse" / "fiscal.duckdb", workers=1)


def workplace(office: Settings) -> dict[str, Any]:
    return {"workplace": Workplace(raw=str(office.raw), warehouse=str(office.warehouse), workers=1)}


def run_job(office: Settings, instance: dg.DagsterInstance) -> dg.ExecuteInProcessResult:
    job = defs.resolve_job_def("refresh")
    return job.execute_in_process(instance=instance, resources=workplace(office), raise_on_error=False)


def test_definitions_load_nothing_heavy() -> None:
    """Dagster loads them in many processes: Great Expectations and the reading rooms would take seconds each time."""
    done = subprocess.run([sys.executable, "-c", LOADED], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "pipelines.defs.assets" in loaded
    assert not loaded & HEAVY


def test_great_expectations_is_not_loaded_with_the_definitions() -> None:
    code = "import sys, pipelines.definitions; print([m for m in ('great_expectations', 'pdfplumber') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_corrupt_document_goes_to_quarantine_and_the_run_succeeds(office: Settings) -> None:
    with dg.DagsterInstance.ephemeral() as instance:
        result = run_job(office, instance)
        assert result.success
        checks = {(e.asset_key.to_user_string(), e.check_name): e for e in result.get_asset_check_evaluations()}
        summary = _summary_of(result, instance, office)
    quarantine = checks["facts", "nothing_in_quarantine"]
    assert not quarantine.passed
    assert quarantine.severity is dg.AssetCheckSeverity.WARN
    assert quarantine.metadata["quarantined"].value == 1
    assert checks["facts", "structure"].passed
    with open_reader(office.warehouse) as connection:
        assert connection.execute("select path from quality.quarantine").fetchall() == [("corrupt.pdf",)]
        assert connection.execute("select status from core.document order by path").fetchall() == [
            ("quarantined",),
            ("read",),
        ]
    made = {event.asset_key.to_user_string() for event in result.get_asset_materialization_events() if event.asset_key}
    assert {"raw_files", "documents", "facts", "findings", "mart/dim_document", "report"} <= made
    assert summary["status"] == "success"
    assert summary["failed_steps"] == []
    assert (summary["published"]["documents"], summary["published"]["quarantined"]) == (2, 1)
    assert summary["published"]["documents_loaded"] == 2
    assert not [name for name in summary["tags"] if name.startswith(".")]


def test_what_is_not_sound_is_not_published_and_not_tried_again(
    office: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise StructureError(["core.document 的键重复"])

    with dg.DagsterInstance.ephemeral() as instance:
        assert run_job(office, instance).success
        before = office.warehouse.read_bytes()
        shutil.copy(SAMPLES / "city-unit-2024-budget.html", office.raw)
        monkeypatch.setattr(refresh_module, "require_structure", refuse)
        result = run_job(office, instance)
        assert not result.success
        assert [event.step_key for event in result.get_step_failure_events()] == ["warehouse"]
        assert not [event for event in result.all_events if event.is_step_up_for_retry]
        assert "report" not in {e.asset_key.to_user_string() for e in result.get_asset_materialization_events()}
        summary = _summary_of(result, instance, office)
    assert office.warehouse.read_bytes() == before
    assert summary["status"] == "failure"
    assert [step["step"] for step in summary["failed_steps"]] == ["warehouse"]
    assert "core.document 的键重复" in summary["failed_steps"][0]["error"]
    assert summary["published"]["run_no"] == 1


def _summary_of(result: dg.ExecuteInProcessResult, instance: dg.DagsterInstance, office: Settings) -> dict[str, Any]:
    """What the sensor that fits the run writes."""
    kind = {"failure": "failure", "success": "success"}["success" if result.success else "failure"]
    event = next(e for e in reversed(result.all_events) if e.event_type_value == f"PIPELINE_{kind.upper()}")
    sensor = outcomes.run_succeeded if result.success else outcomes.run_failed
    context = dg.build_run_status_sensor_context(
        sensor_name=sensor.name,
        dagster_instance=instance,
        dagster_run=instance.get_run_by_id(result.run_id),
        dagster_event=event,
        resources=workplace(office),
    )
    sensor(context if result.success else context.for_run_failure())
    latest = json.loads((office.summaries / "latest.json").read_text("utf-8"))
    assert latest == json.loads((office.summaries / f"{result.run_id}.json").read_text("utf-8"))
    return dict(latest)


@pytest.fixture
def receiver() -> Iterator[Any]:
    with receiving() as server:
        yield server


FAILED = Outcome("r1", "refresh", "failure", failed_steps=[FailedStep("warehouse", "磁盘已满")])


@pytest.mark.parametrize(("answer", "word"), [(204, "delivered: 204"), (500, "refused: 500")])
def test_the_summary_is_posted(receiver: Any, tmp_path: Path, answer: int, word: str) -> None:
    receiver.answer = answer
    address = f"http://127.0.0.1:{receiver.server_address[1]}/hook"
    summary = write_outcome(Settings(warehouse=tmp_path / "f.duckdb", webhook=address), FAILED)
    assert summary["webhook"] == word
    (posted,) = receiver.received
    assert posted["failed_steps"] == [{"step": "warehouse", "error": "磁盘已满"}]
    assert posted["published"] is None, "there is no warehouse yet"


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/hook", "no address"])
def test_a_webhook_that_cannot_be_reached_is_told_in_the_summary(tmp_path: Path, address: str) -> None:
    settings = Settings(warehouse=tmp_path / "f.duckdb", webhook=address)
    assert write_outcome(settings, FAILED)["webhook"].startswith("not delivered: ")
    assert json.loads((settings.summaries / "r1.json").read_text("utf-8"))["status"] == "failure"


def test_the_sensor_asks_for_one_run_per_change(office: Settings) -> None:
    def look(cursor: str | None) -> Any:
        with dg.build_sensor_context(cursor=cursor, resources=workplace(office)) as context:
            return automation.raw_folder_changed(context)

    first = look(None)
    assert len(first.run_requests) == 1
    assert isinstance(look(first.cursor), dg.SkipReason)
    (office.raw / "new.txt").write_text("新", "utf-8")
    second = look(first.cursor)
    assert second.cursor != first.cursor
    assert second.run_requests[0].run_key == second.cursor
    assert second.run_requests[0].tags["raw_state"] == second.cursor
    (office.raw / "README.md").write_text("not a document", "utf-8")
    assert isinstance(look(second.cursor), dg.SkipReason)


def test_a_raw_folder_that_is_not_there_is_no_change(office: Settings) -> None:
    shutil.rmtree(office.raw)
    with dg.build_sensor_context(cursor="x", resources=workplace(office)) as context:
        assert isinstance(automation.raw_folder_changed(context), dg.SkipReason)


def test_the_collector_is_an_asset_where_there_are_sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINGZHANG_SOURCES", str(tmp_path / "sources.toml"))
    assert "collected" not in {asset.key.to_user_string() for asset in assets.all_assets() if len(asset.keys) == 1}
    (tmp_path / "sources.toml").write_text("", "utf-8")
    assert "collected" in {asset.key.to_user_string() for asset in assets.all_assets() if len(asset.keys) == 1}


def test_the_night_is_in_shanghai() -> None:
    assert automation.nightly.cron_schedule == load({}).schedule == "30 2 * * *"
    assert automation.nightly.execution_timezone == "Asia/Shanghai"
