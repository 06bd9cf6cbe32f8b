"""What the rooms make of a document: amounts and cells in doubt per page, and the rows of its grids."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from pipelines import documents, facts, grids, statements
from pipelines.records.core import AmountFact, DoubtfulCell
from pipelines.records.pages import Grid, RawFile, Statement
from tests.accuracy.truth import Amount, folded

MARKED_BELOW = 0.5
"""Two recognitions of one number that differ leave it with less confidence than this."""
Row = tuple[str, ...]
"""The texts of one row of a table, folded."""


@dataclass(slots=True)
class ReadPage:
    """What was read on one page."""

    amounts: list[Amount] = field(default_factory=list)
    doubtful: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    """Why grids of this page are no statements."""


@dataclass(slots=True)
class ReadDocument:
    """A document as read: its pages, and the first page of the grids that reach each page."""

    pages: defaultdict[int, ReadPage] = field(default_factory=lambda: defaultdict(ReadPage))
    begins: dict[int, int] = field(default_factory=dict)

    def on(self, page: int | None) -> ReadPage:
        """One page, or all pages as one."""
        if page is not None:
            return self.pages[page]
        whole = ReadPage()
        for number in sorted(self.pages):
            whole.amounts += self.pages[number].amounts
            whole.doubtful += self.pages[number].doubtful
            whole.rows += self.pages[number].rows
            whole.reasons += self.pages[number].reasons
        return whole


def read(data: bytes, raw: RawFile) -> ReadDocument:
    """Read a document through all rooms."""
    document = documents.read(data, raw.path, raw.document_id)
    found = grids.find_grids(document)
    result = ReadDocument()
    for grid in found:
        _note_rows(result, grid)
    outcomes = statements.recognise(found, statements.identify(document, found, raw))
    beside = [outcome for outcome in outcomes if isinstance(outcome, Statement)]
    for outcome in outcomes:
        if isinstance(outcome, Statement):
            _note_facts(result, facts.facts_of(outcome, raw.document_id, beside))
        else:
            result.pages[outcome.grid.first_page].reasons.append(outcome.reason)
    return result


def _note_rows(result: ReadDocument, grid: Grid) -> None:
    rows: defaultdict[tuple[int, int], list[str]] = defaultdict(list)
    for cell in grid.cells:
        for row_no in range(cell.row_no, cell.row_no + cell.row_span):
            # A cell of collapsed text holds several texts of one row.
            rows[cell.page, row_no].extend(folded(text) for text in cell.text.split("\t"))
        result.begins[cell.page] = min(result.begins.get(cell.page, cell.page), grid.first_page)
    for (page, _), texts in sorted(rows.items()):
        result.pages[page].rows.append(tuple(texts))


def _note_facts(result: ReadDocument, records: Iterable[object]) -> None:
    for record in records:
        if isinstance(record, DoubtfulCell):
            result.pages[record.page].doubtful.append(folded(record.text))
        elif isinstance(record, AmountFact) and record.amount_yuan is not None:
            result.pages[record.page].amounts.append(
                Amount(
                    row_code=folded(record.row_code),
                    row_name=folded(record.row_name),
                    column_path=folded(record.column_path),
                    amount_text=folded(record.amount_text),
                    statement=record.statement,
                    unit=record.unit,
                    measure=record.measure or "",
                    fund=record.fund or "",
                    marked=record.confidence < MARKED_BELOW,
                )
            )
