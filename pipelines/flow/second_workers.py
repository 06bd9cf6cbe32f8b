"""Pages read again by the second reader, in processes within limits: what a document holds harms no other and no refresh.

Belongs here: the processes and what becomes of a document they cannot read again. Nothing is decided here.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context

from pipelines.flow.look import raw_bytes
from pipelines.flow.workers import limit_worker, time_limit
from pipelines.records.pages import Box
from pipelines.settings import Settings


@dataclass(frozen=True, slots=True)
class Page:
    """A page to be read again: its size in points as shown, and its cells by ``fact_id``."""

    number: int
    width: float
    height: float
    cells: tuple[tuple[str, Box], ...]


@dataclass(frozen=True, slots=True)
class Again:
    """A document of which pages are to be read again; ``path`` as ``core.document`` has it."""

    document_id: str
    path: str
    pages: tuple[Page, ...]

    def unread(self) -> dict[str, str | None]:
        """The answer of a reader that could make nothing of the document."""
        return {fact_id: None for page in self.pages for fact_id, _ in page.cells}


def read_again(settings: Settings, jobs: Sequence[Again]) -> Iterator[tuple[Again, dict[str, str | None]]]:
    """What the second reader finds, document by document in no certain order.

    A document whose raw file is gone gives nothing, one that the reader fails on (error, time, memory, crash) None for
    every cell. Never raises for what a document holds.
    """
    yield from _read(settings, jobs, alone=len(jobs) == 1)


def _read(settings: Settings, jobs: Sequence[Again], *, alone: bool) -> Iterator[tuple[Again, dict[str, str | None]]]:
    """One pool for all; when a worker dies, each document that is left is tried alone, and the one that kills is unread."""
    if not jobs:
        return
    context = get_context("forkserver" if sys.platform == "linux" else "spawn")
    with ProcessPoolExecutor(min(settings.workers, len(jobs)), context, limit_worker, (settings.limits,)) as pool:
        futures = [(job, pool.submit(read_pages, settings, job)) for job in jobs]
        errors = {job: future.exception() for job, future in futures}
    for job, future in futures:
        if isinstance(errors[job], BrokenProcessPool) and not alone:
            yield from _read(settings, [job], alone=True)
        elif not isinstance(errors[job], FileNotFoundError):
            yield job, job.unread() if errors[job] else future.result()


def read_pages(settings: Settings, job: Again) -> dict[str, str | None]:
    """Runs in a worker: the texts of one document's cells. Raises whatever the second reader raises, or the time limit."""
    from pipelines.documents.pdf_second import Asked, texts_at

    with time_limit(settings.limits.seconds):
        data = raw_bytes(settings, job.path)
        asked = [Asked(p.number, (p.width, p.height), tuple(box for _, box in p.cells)) for p in job.pages]
        answers = texts_at(data, asked)
    return {
        fact_id: text
        for page, texts in zip(job.pages, answers, strict=True)
        for (fact_id, _), text in zip(page.cells, texts, strict=True)
    }
