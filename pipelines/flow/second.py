"""The second opinion: cells in doubt and a sample of all others read again by another reader, and how far the two agree.

Belongs here: which cells are asked for, and the memory of what was found (one file per document and reader version, so
that a page is re-read once). The processes that read are in ``second_workers``, what a disagreement says of a finding in
``checks``. Only printed pages of PDFs have a second reader.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Protocol

from pipelines.flow.second_workers import Again, Page, read_again
from pipelines.records.pages import Box
from pipelines.settings import Settings, reader_version
from pipelines.warehouse.connection import Connection
from pipelines.warehouse.rows import replace_agreement

SAMPLED = 40
"""Of the grids that no failing rule touches, one in so many is read again."""
_PRINTED = """
    a.grid_no is not null and a.method = 'text' and a.x0 is not null
    and d.media_type = 'application/pdf' and d.withdrawn_at is null
"""
_GRIDS = f"""
    select distinct a.document_id, a.grid_no
    from core.published_amount a join core.document d using (document_id)
    where {_PRINTED} and a.document_id in (select unnest($documents)) order by all
"""
_AMOUNTS = f"""
    select d.document_id, d.path, a.page, p.width, p.height, a.grid_no, a.fact_id, a.amount_text, a.x0, a.top, a.x1, a.bottom
    from core.published_amount a
    join core.document d using (document_id)
    join core.page p on p.document_id = a.document_id and p.page = a.page
    where {_PRINTED} and a.document_id in (select unnest($documents)) order by a.document_id, a.page, a.fact_id
"""

GridKey = tuple[str, int]
Texts = dict[str, str | None]
"""By ``fact_id`` what the second reader finds; None where it finds no place to compare."""


class Doubted(Protocol):
    """What must be known of a cell in doubt."""

    @property
    def document_id(self) -> str:
        """The document it stands in."""

    @property
    def grid_no(self) -> int | None:
        """Its grid, None outside of grids."""


@dataclass(frozen=True, slots=True)
class _Amount:
    """One printed amount as the first reader has it."""

    document_id: str
    path: str
    page: int
    width: float
    height: float
    grid_no: int
    fact_id: str
    text: str
    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def box(self) -> Box:
        """The printed cell, in points of the page as shown."""
        return Box(self.x0, self.top, self.x1, self.bottom)


class SecondReader:
    """Reads grids again, each page once, and remembers which grids were touched in this run."""

    def __init__(self, settings: Settings, connection: Connection) -> None:
        self._settings = settings
        self._connection = connection
        self._touched: set[GridKey] = set()

    def opinion(self, cells: Sequence[Doubted]) -> Mapping[str, str | None]:
        """What the second reader finds in all cells of the grids in which these stand."""
        touched = {(cell.document_id, cell.grid_no) for cell in cells if cell.grid_no is not None}
        self._touched |= touched
        return self._texts(self._amounts(touched))

    def note_agreement(self, documents: Sequence[str]) -> None:
        """Write into ``core.grid`` the share of amounts that both read alike: of every grid touched, and of the sample.

        Only of these documents, which are those that the rules were tried on; that of all others stays.
        """
        every = self._connection.execute(_GRIDS, {"documents": list(documents)}).fetchall()
        amounts = self._amounts(self._touched | {key for key in every if is_sampled(*key)})
        texts = self._texts(amounts)
        alike: defaultdict[GridKey, list[bool]] = defaultdict(list)
        for amount in amounts:
            again = texts.get(amount.fact_id)
            if again is not None:
                alike[amount.document_id, amount.grid_no].append(_plain(again) == _plain(amount.text))
        shares = [(*key, Decimal(sum(found)) / len(found)) for key, found in sorted(alike.items())]
        replace_agreement(self._connection, documents, shares)

    def _amounts(self, grids: Collection[GridKey]) -> list[_Amount]:
        """The amounts of these grids, by document and page."""
        documents = sorted({document_id for document_id, _ in grids})
        rows = self._connection.execute(_AMOUNTS, {"documents": documents}).fetchall()
        amounts = (_Amount(*row) for row in rows)
        return [amount for amount in amounts if (amount.document_id, amount.grid_no) in grids]

    def _texts(self, amounts: Sequence[_Amount]) -> Texts:
        """What the second reader finds, from memory where these cells were read again before."""
        found: Texts = {}
        jobs: list[Again] = []
        for document_id, group in groupby(amounts, key=lambda amount: amount.document_id):
            of_document = list(group)
            known = self._recall(document_id)
            found |= {amount.fact_id: known[amount.fact_id] for amount in of_document if amount.fact_id in known}
            missing = [amount for amount in of_document if amount.fact_id not in known]
            if missing:
                jobs.append(Again(document_id, missing[0].path, _pages(missing)))
        for job, texts in read_again(self._settings, jobs):
            self._remember(job.document_id, self._recall(job.document_id) | texts)
            found |= texts
        return found

    def _file(self, document_id: str) -> Path:
        return self._settings.second / f"{document_id}-{reader_version()}.json"

    def _recall(self, document_id: str) -> Texts:
        file = self._file(document_id)
        return dict(json.loads(file.read_text("utf-8"))) if file.exists() else {}

    def _remember(self, document_id: str, texts: Texts) -> None:
        """Keep what was found, whole or not at all; what another version of the reader left is forgotten."""
        file = self._file(document_id)
        file.parent.mkdir(parents=True, exist_ok=True)
        temporary = file.with_suffix(f".{os.getpid()}.part")
        temporary.write_text(json.dumps(texts, ensure_ascii=False, sort_keys=True), "utf-8")
        temporary.replace(file)
        for other in file.parent.glob(f"{document_id}-*.json"):
            if other != file:
                other.unlink()


def is_sampled(document_id: str, grid_no: int) -> bool:
    """Whether a grid is read again although no rule doubts it: by its name, so that each run takes the same."""
    return int(hashlib.sha256(f"{document_id}.{grid_no}".encode()).hexdigest()[:8], 16) % SAMPLED == 0


def _pages(amounts: Sequence[_Amount]) -> tuple[Page, ...]:
    return tuple(
        Page(number, width, height, tuple((amount.fact_id, amount.box) for amount in group))
        for (number, width, height), group in groupby(amounts, key=lambda a: (a.page, a.width, a.height))
    )


def _plain(text: str) -> str:
    """A number for comparison: no white space and no thousands separators."""
    return "".join(text.split()).replace(",", "").replace("，", "")
