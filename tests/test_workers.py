"""Workers: a document that crashes, hangs or fills the memory is quarantined alone, and all others are read."""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from pipelines.flow import workers
from pipelines.flow.workers import Task, WorkersError, read_all, read_with
from pipelines.records.pages import RawFile
from pipelines.records.reading import Reading
from pipelines.settings import Limits
from tests.bombs import Bomb

LIMITS = Limits(seconds=3.0, memory_bytes=3 * 1024**3)
pytestmark = pytest.mark.slow


def task(kind: str, number: int = 0, mark: Path | None = None) -> Task:
    path: Any = Bomb(kind, mark)
    return Task(path, RawFile(f"{kind} {number}.pdf", f"{kind}{number}".encode().hex().ljust(64, "0"), 10))


def read(tasks: list[Task]) -> dict[str, Reading]:
    found = {reading.document.path: reading for reading in read_all(tasks, 2, LIMITS)}
    assert set(found) == {task.raw.path for task in tasks}
    return found


def failure_of(reading: Reading) -> tuple[str, str]:
    assert reading.document.status == "quarantined"
    assert reading.failure is not None
    assert reading.document.reason == reading.failure.error
    return reading.failure.stage, reading.failure.error


@pytest.mark.parametrize(
    ("kind", "stage", "words"),
    [
        ("crash", "crash", "崩溃"),
        ("exit", "crash", "崩溃"),
        ("slow", "limits", "时间上限"),
        ("hang", "limits", "进程已终止"),
        ("memory", "limits", "内存超限"),
        ("fault", "intake", "the disk is gone"),
        ("interrupt", "crash", "KeyboardInterrupt"),
    ],
)
def test_a_bad_document_fails_alone(kind: str, stage: str, words: str) -> None:
    tasks = [task("harmless", 1), task(kind), task("harmless", 2), task("harmless", 3)]
    found = read(tasks)
    assert failure_of(found[f"{kind} 0.pdf"])[0] == stage
    assert words in failure_of(found[f"{kind} 0.pdf"])[1]
    for number in (1, 2, 3):
        assert failure_of(found[f"harmless {number}.pdf"])[0].startswith("documents")


def test_all_kinds_at_once_and_none_is_lost() -> None:
    kinds = ["crash", "exit", "slow", "hang", "memory", "fault"]
    found = read([task(kind, number) for number in (1, 2) for kind in [*kinds, "harmless"]])
    stages = {path: failure_of(reading)[0] for path, reading in found.items()}
    for number in (1, 2):
        assert [stages[f"{kind} {number}.pdf"] for kind in kinds] == [
            "crash",
            "crash",
            "limits",
            "limits",
            "limits",
            "intake",
        ]
        assert stages[f"harmless {number}.pdf"].startswith("documents")


def test_a_document_at_which_a_worker_died_by_accident_is_read_again(tmp_path: Path) -> None:
    found = read([task("crash once", 0, tmp_path / "mark"), task("harmless")])
    assert failure_of(found["crash once 0.pdf"])[0].startswith("documents")


def test_a_hanging_document_does_not_hold_the_others_for_long() -> None:
    begin = time.monotonic()
    read([task("hang"), *(task("harmless", number) for number in range(6))])
    assert time.monotonic() - begin < 30


def test_any_executor_can_read() -> None:
    with ThreadPoolExecutor(2) as executor:
        found = list(read_with(executor, [task("harmless", 1), task("fault")], LIMITS))
    assert {failure_of(reading)[0].split(".")[0] for reading in found} == {"documents", "intake"}


def test_nothing_to_read_starts_no_worker() -> None:
    assert list(read_all([], 2, LIMITS)) == []


def _end_at_once(*_: object) -> None:
    """Stands in for what a worker does first."""
    os._exit(7)


def test_workers_that_cannot_start_are_no_documents_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise a broken installation would put every document into quarantine and publish an empty warehouse."""
    monkeypatch.setattr(workers, "_prepare_worker", _end_at_once)
    readings = read_all([task("harmless", number) for number in range(3)], 2, LIMITS)
    with pytest.raises(WorkersError, match="end before they begin to read"):
        list(readings)
