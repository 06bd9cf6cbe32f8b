"""How much memory this process and the processes it started take at most: sampled while something runs."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psutil

SAMPLE_SECONDS = 0.05
MEGABYTE = 1 << 20


@dataclass(slots=True)
class Peak:
    """Largest resident sizes seen, in bytes: of this process, of any one it started, of all of them together."""

    parent: int = 0
    worker: int = 0
    together: int = 0


@contextmanager
def watched() -> Iterator[Peak]:
    """Sample memory until the block ends; the figures are in the ``Peak`` that is handed out."""
    peak, ended = Peak(), threading.Event()
    thread = threading.Thread(target=_sample, args=(peak, ended), daemon=True)
    thread.start()
    try:
        yield peak
    finally:
        ended.set()
        thread.join()


def _sample(peak: Peak, ended: threading.Event) -> None:
    here = psutil.Process()
    while not ended.wait(SAMPLE_SECONDS):
        own = here.memory_info().rss
        others = [size for child in here.children(recursive=True) if (size := _size(child))]
        peak.parent = max(peak.parent, own)
        peak.worker = max(peak.worker, *others, 0)
        peak.together = max(peak.together, own + sum(others))


def _size(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:
        return 0
