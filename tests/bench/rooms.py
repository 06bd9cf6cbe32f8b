"""Where the time of reading a document goes: room by room, in CPU seconds, over the whole corpus."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass

from pipelines import documents, facts, grids, statements
from pipelines.records.pages import Statement
from tests.bench.corpus import Source, pdfs

ROOMS = ("documents", "grids", "statements", "facts", "prose")


@dataclass(frozen=True, slots=True)
class Rooms:
    """CPU seconds per room over all documents, and how much was read."""

    documents: int
    pages: int
    amounts: int
    claims: int
    seconds: dict[str, float]


def by_room() -> Rooms:
    """Read every PDF of the corpus once."""
    spent: Counter[str] = Counter()
    read: Counter[str] = Counter()
    for source in pdfs():
        _read(source, spent, read)
    return Rooms(len(pdfs()), read["pages"], read["amounts"], read["claims"], {room: spent[room] for room in ROOMS})


def _read(source: Source, spent: Counter[str], read: Counter[str]) -> None:
    raw = source.raw
    marks = [time.process_time()]

    def done() -> None:
        marks.append(time.process_time())

    document = documents.read(source.data, raw.path, raw.document_id)
    done()
    found = grids.find_grids(document)
    done()
    identity = statements.identify(document, found, raw)
    outcomes = statements.recognise(found, identity)
    done()
    amounts = sum(len(facts.facts_of(one, raw.document_id).facts) for one in outcomes if isinstance(one, Statement))
    done()
    claims = len(facts.claims_of(document, found, identity))
    done()
    read.update(pages=document.page_count, amounts=amounts, claims=claims)
    for room, begin, end in zip(ROOMS, marks, marks[1:], strict=False):
        spent[room] += end - begin
