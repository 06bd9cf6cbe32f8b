"""What something takes of the machine, with the processes it starts: memory at its peak and CPU time, by sampling."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psutil

SAMPLE_SECONDS = 0.05
MEGABYTE = 1 << 20


@dataclass(slots=True)
class Use:
    """Largest resident sizes seen, in bytes, of this process, of any one it started and of all together; CPU seconds of all.

    Processes that live shorter than a sample are not seen, and the last sample of CPU time of each process counts.
    """

    parent: int = 0
    worker: int = 0
    together: int = 0
    cpu_seconds: float = 0.0


@contextmanager
def watched() -> Iterator[Use]:
    """Sample until the block ends; the figures are in the ``Use`` that is handed out."""
    use, ended = Use(), threading.Event()
    thread = threading.Thread(target=_sample, args=(use, ended), daemon=True)
    thread.start()
    try:
        yield use
    finally:
        ended.set()
        thread.join()


def _sample(use: Use, ended: threading.Event) -> None:
    here = psutil.Process()
    spent: dict[int, float] = {}
    before = _cpu(here)
    while not ended.wait(SAMPLE_SECONDS):
        own = here.memory_info().rss
        others = [_look(child, spent) for child in here.children(recursive=True)]
        use.parent = max(use.parent, own)
        use.worker = max(use.worker, *others, 0)
        use.together = max(use.together, own + sum(others))
    use.cpu_seconds = _cpu(here) - before + sum(spent.values())


def _look(process: psutil.Process, spent: dict[int, float]) -> int:
    """Resident size of a process that may be gone; its CPU time is noted."""
    try:
        spent[process.pid] = _cpu(process)
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:
        return 0


def _cpu(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)
