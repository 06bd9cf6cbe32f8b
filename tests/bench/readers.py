"""Table pages per second of our reader and of pdfplumber: the same bytes, in turns, in one process, medians of rounds."""

from __future__ import annotations

import gc
import io
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

import pdfplumber

from pipelines import documents, grids
from tests.bench.corpus import pdfs, table_pages


@dataclass(frozen=True, slots=True)
class Speed:
    """Pages per second of wall time in the middle round, the slowest and fastest round, and pages per second of CPU time."""

    pages: int
    middle: float
    slowest: float
    fastest: float
    cpu: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both readers on the same pages of the same run."""

    documents: int
    pages: int
    rounds: int
    ours: Speed
    second: Speed
    ratio: float
    """Middle of the rounds' ratios of CPU time (a busy machine slows wall time by chance)."""
    ratio_wall: float


def ours(data: bytes) -> int:
    """Open, read and find grids; the number of grids."""
    return len(grids.find_grids(documents.read(data, "measured.pdf", "0" * 64)))


def second(data: bytes) -> int:
    """Open and extract tables with pdfplumber's defaults; the number of tables."""
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return sum(len(page.extract_tables()) for page in pdf.pages)


def compare(rounds: int, pages_each: int) -> Comparison:
    """Measure both readers on at most ``pages_each`` table pages of every PDF of the corpus."""
    chosen = [part for source in pdfs() for part in [table_pages(source.data, pages_each)] if part[1]]
    pages = sum(count for _, count in chosen)
    for data, _ in chosen[:2]:
        ours(data), second(data)
    times: dict[Callable[[bytes], int], list[tuple[float, float]]] = {ours: [], second: []}
    for number in range(rounds):
        spent = {ours: (0.0, 0.0), second: (0.0, 0.0)}
        for place, (data, _) in enumerate(chosen):
            turns = (ours, second) if (number + place) % 2 == 0 else (second, ours)
            for reader in turns:
                wall, cpu = _timed(reader, data)
                spent[reader] = (spent[reader][0] + wall, spent[reader][1] + cpu)
        for reader, both in spent.items():
            times[reader].append(both)
    ratios = [(b[1] / a[1], b[0] / a[0]) for a, b in zip(times[ours], times[second], strict=True)]
    return Comparison(
        len(chosen),
        pages,
        rounds,
        _speed(pages, times[ours]),
        _speed(pages, times[second]),
        median(cpu for cpu, _ in ratios),
        median(wall for _, wall in ratios),
    )


def _timed(reader: Callable[[bytes], int], data: bytes) -> tuple[float, float]:
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    reader(data)
    return time.perf_counter() - wall, time.process_time() - cpu


def _speed(pages: int, spent: list[tuple[float, float]]) -> Speed:
    walls = [pages / wall for wall, _ in spent]
    return Speed(pages, median(walls), min(walls), max(walls), pages / median(cpu for _, cpu in spent))
