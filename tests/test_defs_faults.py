"""Faults provoked in Dagster: a step that is tried again with growing waits, one that fails for good, a report that is stale."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import dagster as dg
import pytest
from dagster._core.definitions.freshness import FreshnessState
from dagster._core.definitions.freshness_evaluator import FRESHNESS_EVALUATORS_BY_POLICY_TYPE
from dagster._core.execution.plan import active
from dagster._core.loader import LoadingContextForTest
from dagster._core.test_utils import freeze_time

from pipelines.definitions import defs
from pipelines.defs import assets, faults, outcomes
from pipelines.defs.resources import Workplace
from pipelines.flow import steps
from pipelines.flow.plan import Plan
from pipelines.settings import Settings
from pipelines.warehouse.build import WarehouseBusyError, locked
from tests.webhook import receiving

pytestmark = pytest.mark.slow


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """The seconds that Dagster waits before it tries again; they pass at once."""
    waited: list[float] = []
    monkeypatch.setattr(active, "time", SimpleNamespace(time=lambda: time.time() + sum(waited), sleep=waited.append))
    yield waited


@pytest.fixture
def place(tmp_path: Path) -> Settings:
    (tmp_path / "raw").mkdir()
    return Settings(raw=tmp_path / "raw", warehouse=tmp_path / "w" / "fiscal.duckdb", workers=1)


def workplace(place: Settings) -> dict[str, Any]:
    return {"workplace": Workplace(raw=str(place.raw), warehouse=str(place.warehouse), workers=1)}


def test_a_lock_that_another_refresh_holds_is_waited_for(
    place: Settings, waits: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lock is a real one; it is given back when Dagster has waited for the second time."""
    held = locked(place.warehouse)
    held.__enter__()
    real = steps.scan_step

    def scan_step(settings: Settings, **options: Any) -> Plan:
        if len(waits) == 2:
            held.__exit__(None, None, None)
        return real(settings, **options)

    monkeypatch.setattr(steps, "scan_step", scan_step)
    with dg.DagsterInstance.ephemeral() as instance:
        result = dg.materialize([assets.raw_files], instance=instance, resources=workplace(place), raise_on_error=False)
    assert result.success
    again = [event for event in result.all_events if event.is_step_up_for_retry]
    assert len(again) == len(waits) == 2
    assert "another refresh" in str(again[0].step_retry_data.error)
    for waited, about in zip(waits, (20, 60), strict=True):
        assert about - 20 <= waited <= about + 20, waits
    assert [event.asset_key for event in result.get_asset_materialization_events()] == [dg.AssetKey("raw_files")]


def test_a_fault_that_stays_ends_the_run_after_three_more_tries_and_is_told_the_webhook(
    place: Settings, waits: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> Plan:
        raise WarehouseBusyError("another refresh is under way")

    monkeypatch.setattr(steps, "scan_step", refuse)
    with receiving() as server, dg.DagsterInstance.ephemeral() as instance:
        monkeypatch.setenv("MINGZHANG_WEBHOOK", f"http://127.0.0.1:{server.server_address[1]}/hook")
        job = defs.resolve_job_def("refresh")
        result = job.execute_in_process(instance=instance, resources=workplace(place), raise_on_error=False)
        assert not result.success
        event = next(e for e in reversed(result.all_events) if e.event_type_value == "PIPELINE_FAILURE")
        context = dg.build_run_status_sensor_context(
            sensor_name=outcomes.run_failed.name,
            dagster_instance=instance,
            dagster_run=instance.get_run_by_id(result.run_id),
            dagster_event=event,
            resources=workplace(place),
        )
        outcomes.run_failed(context.for_run_failure())
        (posted,) = server.received
    assert len(waits) == 3
    assert waits[0] < waits[2]
    assert posted["status"] == "failure"
    assert posted["failed_steps"] == [{"step": "raw_files", "error": posted["failed_steps"][0]["error"]}]
    assert "another refresh is under way" in posted["failed_steps"][0]["error"]
    assert (place.summaries / "latest.json").is_file()


def test_waits_grow_as_the_handbook_says() -> None:
    assert (faults.AGAIN.max_retries, faults.AGAIN.delay) == (3, 20)
    for tried, about in ((1, 20), (2, 60), (3, 140)):
        assert about - 20 <= faults.AGAIN.calculate_delay(tried) <= about + 20


@pytest.mark.parametrize(
    ("hours", "state"),
    [
        (0, FreshnessState.PASS),
        (25, FreshnessState.PASS),
        (27, FreshnessState.WARN),
        (35, FreshnessState.WARN),
        (37, FreshnessState.FAIL),
    ],
)
def test_a_report_that_was_not_made_again_grows_stale(hours: int, state: FreshnessState) -> None:
    """What Dagster's daemon finds so many hours after the last report."""
    node = defs.resolve_asset_graph().get(dg.AssetKey("report"))
    policy = node.freshness_policy_or_from_metadata
    assert policy is not None
    evaluator = FRESHNESS_EVALUATORS_BY_POLICY_TYPE[type(policy)]()
    with dg.DagsterInstance.ephemeral() as instance:
        unknown = asyncio.run(evaluator.evaluate_freshness(LoadingContextForTest(instance), node))
        instance.report_runless_asset_event(dg.AssetMaterialization("report"))
        with freeze_time(time.time() + timedelta(hours=hours).total_seconds() + 1):
            found = asyncio.run(evaluator.evaluate_freshness(LoadingContextForTest(instance), node))
    assert (unknown, found) == (FreshnessState.UNKNOWN, state)
