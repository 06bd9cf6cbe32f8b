"""Reading on a cluster: the same readings as on one machine, also when a worker dies in the middle."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipelines.flow import cluster
from pipelines.flow.cluster import ClusterError, hand_out, reader_for
from pipelines.flow.workers import Task
from pipelines.intake import scan_raw
from pipelines.records.reading import Reading
from pipelines.settings import Limits, Settings, SettingsError

SAMPLES = Path(__file__).resolve().parents[1] / "data" / "raw"
SMALL = ("county-department-2023-goals.xlsx", "city-unit-2024-budget.html", "fictitious-department-2023-budget.xlsx")
LIMITS = Limits(seconds=240)


def tasks() -> list[Task]:
    scan = scan_raw(SAMPLES)
    return [Task(scan.on_disk(raw), raw) for raw in scan.files if raw.path in SMALL]


def many(count: int) -> list[Task]:
    """The small samples again and again, each time as another document."""
    return [
        Task(task.path, replace(task.raw, document_id=f"{number:04x}{task.raw.document_id[4:]}"))
        for number, task in ((n, one) for n in range(count) for one in tasks())
    ]


def plain(readings: list[Reading]) -> dict[str, Any]:
    return {reading.document.document_id: (reading.document, reading.rows, reading.failure) for reading in readings}


@pytest.fixture
def scheduler() -> Iterator[str]:
    """The address of a scheduler with three worker processes of one thread each."""
    distributed = pytest.importorskip("distributed")
    environment = {**os.environ, "DASK_DISTRIBUTED__WORKER__DAEMON": "False", "PYTHONPATH": str(SAMPLES.parents[1])}
    head = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "distributed.cli.dask_scheduler",
            "--port",
            "0",
            "--no-dashboard",
            "--host",
            "127.0.0.1",
        ],
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        start_new_session=True,
    )
    assert head.stderr is not None
    address = next(line.split()[-1] for line in head.stderr if "tcp://" in line and "Scheduler at" in line)
    threading.Thread(target=head.stderr.read, daemon=True).start()
    command = [sys.executable, "-m", "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-dashboard"]
    workers = [
        subprocess.Popen([*command, "--no-nanny"], stderr=subprocess.DEVNULL, env=environment, start_new_session=True)
        for _ in range(3)
    ]
    try:
        with distributed.Client(address) as client:
            client.wait_for_workers(3, timeout=120)
        yield address
    finally:
        for process in (*workers, head):
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@pytest.mark.slow
def test_a_cluster_that_loses_a_worker_reads_what_one_machine_reads(scheduler: str) -> None:
    from distributed import Client

    given = many(3)
    settings = Settings(executor=f"dask:{scheduler}", limits=LIMITS)
    with Client(scheduler) as client:
        before = {info["pid"] for info in _workers(client)}
        assert len(before) == 3
        readings = reader_for(settings)(given)
        found = [next(readings)]
        busy = _busy(client)
        os.kill(busy, signal.SIGKILL)
        found += readings
        deadline = time.monotonic() + 60
        while busy in {info["pid"] for info in _workers(client)} and time.monotonic() < deadline:
            time.sleep(0.5)
        assert {info["pid"] for info in _workers(client)} == before - {busy}
    alone = list(reader_for(Settings(workers=2, limits=LIMITS))(given))
    assert len(found) == len(given)
    assert plain(found) == plain(alone)
    assert any(rows for _, rows, _ in plain(alone).values())


def _workers(client: Any) -> list[dict[str, Any]]:
    return list(client.run(_who).values())


def _who() -> dict[str, Any]:
    return {"pid": os.getpid()}


def _busy(client: Any) -> int:
    """The process of a worker that has a task now."""
    for _ in range(200):
        addresses = [address for address, given in client.processing().items() if given]
        if addresses:
            return int(client.run(_who, workers=addresses[:1])[addresses[0]]["pid"])
        time.sleep(0.05)
    raise AssertionError("no worker has anything to do")


def test_a_fault_of_the_cluster_stops_the_refresh_and_blames_no_document(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "read_in_own_process", _lost)
    with ThreadPoolExecutor(1) as executor, pytest.raises(ClusterError, match="connection lost"):
        list(hand_out(executor, tasks(), LIMITS, ahead=2))


def _lost(task: Task, limits: Limits) -> Reading:
    raise ConnectionError("connection lost")


def test_a_worker_with_another_reader_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with ThreadPoolExecutor(1) as executor:
        (task,) = tasks()[:1]
        readings = hand_out(executor, [task], LIMITS, ahead=2)
        monkeypatch.setattr(cluster, "reader_version", lambda: "another")
        with pytest.raises(ClusterError, match="another version of the reader"):
            next(readings)


def test_never_more_handed_out_than_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    handed: list[str] = []

    def read(task: Task, limits: Limits) -> Reading:
        handed.append(task.raw.document_id)
        return Reading(_document(task))

    monkeypatch.setattr(cluster, "read_in_own_process", read)
    with ThreadPoolExecutor(1) as executor:
        readings = hand_out(executor, many(10), LIMITS, ahead=4)
        next(readings)
        time.sleep(0.2)
        assert len(handed) <= 4
        assert len(list(readings)) == len(many(10)) - 1


def _document(task: Task) -> Any:
    from pipelines.flow.reading import failed_reading
    from pipelines.records.reading import Failure

    return failed_reading(task.raw, Failure("test", "test")).document


@pytest.mark.parametrize("executor", ["spark:local", "dask", "dask:", ""])
def test_an_unknown_executor_is_refused(executor: str) -> None:
    with pytest.raises(SettingsError, match=r"local or dask:ADDRESS"):
        reader_for(Settings(executor=executor))


def test_a_cluster_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 1)
    reader = reader_for(Settings(executor="dask:tcp://127.0.0.1:9"))
    with pytest.raises(ClusterError, match=r"no cluster answers at tcp://127.0.0.1:9"):
        list(reader(tasks()))
