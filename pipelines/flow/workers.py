"""Reading many documents at once: one task per document, each within limits, none able to stop the others.

Belongs here: the process pool, time and memory limits, and what happens when a worker dies. The parent only hands out
tasks and takes readings; it never opens a document. Any ``concurrent.futures.Executor`` can take the pool's place
(``read_with``), for instance a cluster's.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.queues import SimpleQueue
from pathlib import Path
from types import FrameType

from pipelines.flow.reading import failed_reading, read_document
from pipelines.records.pages import RawFile
from pipelines.records.reading import Failure, Reading
from pipelines.settings import Limits

POLL_SECONDS = 0.2
ALARM_AGAIN_SECONDS = 5.0
"""Libraries may swallow the first alarm."""
KILL_AFTER = 2.0
"""A worker that is still busy after this many times its limit is killed."""

ROOMS = ["pipelines.flow.workers", *(f"pipelines.{room}" for room in ("documents.pdf", "grids", "statements", "facts"))]
"""Loaded once and shared by all workers, however often they are replaced."""
STILLBORN = 3
"""Pools in a row that break before any worker has begun a document: then it is not the documents."""

_started: SimpleQueue[tuple[int, int, float]] | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """One document to read: where its bytes lie, and what intake said of it."""

    path: Path
    raw: RawFile


class DocumentTimeoutError(TimeoutError):
    """A document took longer than its limit."""


class WorkersError(RuntimeError):
    """No reading process can be started here; no document is to blame, so none is quarantined."""


def read_all(tasks: Sequence[Task], workers: int, limits: Limits) -> Iterator[Reading]:
    """Read documents in ``workers`` processes; readings come in the order in which they are done, one per task.

    A document at which a worker dies is read again alone; when the worker dies again, that document is quarantined.
    Raises ``WorkersError`` when workers die before they begin.
    """
    suspects: list[Task] = []
    yield from _read_in_pools(list(tasks), workers, limits, suspects)
    for task in suspects:
        alone: list[Task] = []
        yield from _read_in_pools([task], 1, limits, alone)
        for dead in alone:
            yield failed_reading(dead.raw, Failure("crash", "读取进程崩溃（单独重读仍然崩溃）"))


def read_with(executor: Executor, tasks: Iterable[Task], limits: Limits) -> Iterator[Reading]:
    """Read documents with an executor of any kind; its workers must see the same files under the same paths."""
    futures = {executor.submit(read_within_limits, task, limits): task for task in tasks}
    while futures:
        done, _ = wait(futures, return_when=FIRST_COMPLETED)
        for future in done:
            yield _outcome(future, futures.pop(future))


def read_within_limits(task: Task, limits: Limits, number: int | None = None) -> Reading:
    """Runs in a worker: read one document, giving up when its time is over."""
    if _started is not None and number is not None:
        _started.put((number, os.getpid(), time.monotonic()))
    with time_limit(limits.seconds):
        return read_document(task.path, task.raw)


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raises ``DocumentTimeoutError`` in what runs too long; without effect in a thread, which cannot be alarmed."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    signal.signal(signal.SIGALRM, _on_alarm)
    signal.setitimer(signal.ITIMER_REAL, seconds, ALARM_AGAIN_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _on_alarm(_signal: int, _frame: FrameType | None) -> None:
    raise DocumentTimeoutError("读取超过时间上限")


def _prepare_worker(started: SimpleQueue[tuple[int, int, float]], limits: Limits) -> None:
    """Runs once in each worker: the rooms are loaded (on no document's time), limits set, interrupts left to the parent."""
    from pipelines import documents, facts, grids, statements  # noqa: F401 - loaded for the documents to come

    global _started  # noqa: PLW0603 - a worker process has one parent and one queue to it
    _started = started
    limit_worker(limits)


def limit_worker(limits: Limits) -> None:
    """Runs once in each worker process: memory limited, interrupts left to the parent, no life without the parent."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))


def _end_with_parent() -> None:
    """Runs beside the reading in each worker: a parent that was killed leaves no process behind."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGKILL)


class _Pool:
    """A process pool that knows which document each worker is at."""

    def __init__(self, workers: int, limits: Limits) -> None:
        context = multiprocessing.get_context("forkserver" if sys.platform == "linux" else "spawn")
        context.set_forkserver_preload(ROOMS)
        self.limits = limits
        self.started: SimpleQueue[tuple[int, int, float]] = context.SimpleQueue()
        self.begun: dict[int, tuple[int, float]] = {}
        self.killed: set[int] = set()
        self.executor = ProcessPoolExecutor(
            workers, mp_context=context, initializer=_prepare_worker, initargs=(self.started, limits)
        )

    def watch(self, running: Iterable[int]) -> None:
        """Kill workers that are far over their time."""
        while not self.started.empty():
            number, pid, moment = self.started.get()
            self.begun[number] = (pid, moment)
        for number in running:
            pid, moment = self.begun.get(number, (0, time.monotonic()))
            if time.monotonic() - moment > self.limits.seconds * KILL_AFTER and number not in self.killed:
                self.killed.add(number)
                os.kill(pid, signal.SIGKILL)

    def has_begun(self, number: int) -> bool:
        """Whether a worker took this task up."""
        return number in self.begun

    def close(self) -> None:
        """End the pool; workers that hang are not waited for."""
        self.executor.shutdown(wait=not self.killed, cancel_futures=True)


def _read_in_pools(tasks: list[Task], workers: int, limits: Limits, suspects: list[Task]) -> Iterator[Reading]:
    """Read tasks in one pool after the other: a pool that breaks is replaced, what it was at goes to ``suspects``."""
    waiting = list(reversed(tasks))
    stillborn = 0
    while waiting:
        pool = _Pool(min(workers, len(waiting)), limits)
        try:
            yield from _drain(pool, waiting, workers, suspects)
        finally:
            pool.close()
        stillborn = 0 if pool.begun else stillborn + 1
        if stillborn == STILLBORN:
            raise WorkersError(
                f"reading processes end before they begin to read (limit of memory: {limits.memory_bytes // 1024**2} MB); "
                "what they say on standard error tells why"
            )


def _drain(pool: _Pool, waiting: list[Task], workers: int, suspects: list[Task]) -> Iterator[Reading]:
    """Hand out tasks, a few ahead of the workers, until none is left or the pool breaks."""
    running: dict[Future[Reading], tuple[int, Task]] = {}
    number = 0
    while waiting or running:
        while waiting and len(running) < workers:
            task = waiting.pop()
            number += 1
            try:
                running[pool.executor.submit(read_within_limits, task, pool.limits, number)] = (number, task)
            except BrokenProcessPool:
                waiting.append(task)
                break
        done, _ = wait(running, timeout=POLL_SECONDS, return_when=FIRST_COMPLETED)
        pool.watch(n for n, _ in running.values())
        broken = [future for future in done if isinstance(future.exception(), BrokenProcessPool)]
        for future in done:
            if future not in broken:
                yield _outcome(future, running.pop(future)[1])
        if broken or (not running and waiting and not done):
            yield from _bury(pool, running, suspects, waiting)
            return


def _bury(
    pool: _Pool, running: dict[Future[Reading], tuple[int, Task]], suspects: list[Task], waiting: list[Task]
) -> Iterator[Reading]:
    """A pool broke: the document whose worker we killed is known; the others it was at are read again alone, and those
    that no worker had taken up wait for the next pool."""
    pool.watch(())
    for future, (number, task) in running.items():
        if number in pool.killed:
            seconds = round(pool.limits.seconds * KILL_AFTER)
            yield failed_reading(task.raw, Failure("limits", f"读取超过 {seconds} 秒仍无反应，进程已终止"))
        elif future.done() and not isinstance(future.exception(), BrokenProcessPool):
            yield _outcome(future, task)
        else:
            (suspects if pool.has_begun(number) else waiting).append(task)


def _outcome(future: Future[Reading], task: Task) -> Reading:
    """The reading, or what a worker reported instead (an interpreter-level fault that no room can catch)."""
    error = future.exception()
    if error is None:
        return future.result()
    if isinstance(error, DocumentTimeoutError):
        return failed_reading(task.raw, Failure("limits", str(error)))
    return failed_reading(task.raw, Failure("crash", f"读取进程出错：{type(error).__name__}：{error}"))
