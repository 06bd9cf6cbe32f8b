"""One page of text with what a person reads in it, and how it is read back: right, open, missing, wrong."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from pipelines import documents, facts, grids, statements
from pipelines.records.core import (
    AmountFact,
    ClaimRecord,
    DoubtfulCell,
    FactExpenditureEconomic,
    FactExpenditureFunction,
    FactPerformanceIndicator,
    FactRevenue,
)
from pipelines.records.pages import RawFile, Statement, Unrecognised

_UNDECIDED = "~"
_TWO_SIDED = ("income_expenditure_summary", "appropriation_summary")
_SIDES = {FactRevenue: "income", FactExpenditureFunction: "expenditure", FactExpenditureEconomic: "expenditure"}


class Page(NamedTuple):
    """A text, what its tables print and what its sentences say; the rows are told in the modules of cases."""

    name: str
    text: str
    tables: str
    sentences: str


@dataclass
class Outcome:
    """How a page was read. All rows as they are written in the truth."""

    wrong: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)
    """Of the missing amounts those that no doubtful cell and no refused grid shows."""
    right: int = 0
    open_rows: int = 0
    """Amounts whose column nothing decides, and which are shown as doubtful."""
    refused: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


def read_page(page: Page) -> Outcome:
    """The page through the whole reader, compared with its truth."""
    data = page.text.encode()
    document_id = hashlib.sha256(data).hexdigest()
    document = documents.read(data, "page.txt", document_id)
    found = grids.find_grids(document)
    identity = statements.identify(document, found, RawFile("page.txt", document_id, len(data)))
    outcomes = statements.recognise(found, identity)
    claims = facts.claims_of(document, found, identity)
    tables = [one for one in outcomes if isinstance(one, Statement)]
    records = [record for one in tables for record in _facts_of(one, document_id, tables, claims)]
    outcome = Outcome(refused=[f"{one.title}: {one.reason}" for one in outcomes if isinstance(one, Unrecognised)])
    doubts = [record for record in records if isinstance(record, DoubtfulCell)]
    outcome.doubts = [f"{one.row_name}|{one.text}|{one.reason}" for one in doubts]
    shown = [text for one in doubts for text in one.text.split("\t")]
    shown += [
        text
        for one in outcomes
        if isinstance(one, Unrecognised)
        for cell in one.grid.cells
        for text in cell.text.split("\t")
    ]
    _compare_tables(page, outcome, records, Counter(shown))
    _compare(outcome, _lines(page.sentences), [_said(claim) for claim in claims if claim.amount_text], claims)
    return outcome


def _facts_of(
    one: Statement, document_id: str, tables: list[Statement], claims: tuple[ClaimRecord, ...]
) -> Iterable[AmountFact | FactPerformanceIndicator | DoubtfulCell]:
    return facts.facts_of(one, document_id, tables, claims)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _compare_tables(page: Page, outcome: Outcome, records: list, shown: Counter[str]) -> None:  # type: ignore[type-arg]
    truth = _lines(page.tables)
    sure = Counter(row for row in truth if not row.startswith(_UNDECIDED))
    undecided = Counter(row[1:] for row in truth if row.startswith(_UNDECIDED))
    found = Counter(_told(record) for record in records if not isinstance(record, DoubtfulCell))
    outcome.wrong += sorted((found - sure).elements())
    outcome.right += (found & sure).total()
    for row in (undecided).elements():
        text = row.rpartition("|")[2]
        outcome.open_rows += shown[text] > 0
        if not shown[text]:
            outcome.unseen.append(row)
        shown[text] -= 1
    for row in (sure - found).elements():
        text = row.rpartition("|")[2]
        outcome.missing.append(row)
        if not shown[text]:
            outcome.unseen.append(row)
        shown[text] -= 1


def _told(record: AmountFact | FactPerformanceIndicator) -> str:
    if isinstance(record, FactPerformanceIndicator):
        return f"{record.level3 or record.level2}|{record.target_text}"
    is_guest = "接待费" in (record.row_name or "") and "国" in (record.row_name or "")
    name = record.item if record.statement == "three_public" and not is_guest else None
    name = name or record.row_code or record.row_name
    side = f"{_SIDES[type(record)]}: " if record.statement in _TWO_SIDED else ""
    return f"{side}{name}|{record.measure}|{record.amount_text}"


def _said(claim: ClaimRecord) -> str:
    if claim.kind in ("unbound", "threshold"):
        return f"{claim.amount_text}|?"
    item = f"{claim.item} {claim.item_code}" if claim.item_code else claim.item or ""
    return f"{claim.amount_text}|{item}|{claim.measure}|{claim.period}"


def _compare(outcome: Outcome, truth: list[str], said: list[str], claims: tuple[ClaimRecord, ...]) -> None:
    sure, found = Counter(truth), Counter(said)
    unbound = Counter(row for row in said if row.endswith("|?"))
    outcome.wrong += sorted((found - sure - unbound).elements())
    outcome.right += (found & sure).total()
    for row in (sure - found).elements():
        outcome.missing.append(row)
        if not unbound[row.partition("|")[0] + "|?"]:
            outcome.unseen.append(row)
