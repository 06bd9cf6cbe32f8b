"""Statements and sentences as facts: exact amounts with their place, and what is in doubt beside them.

``facts_of(statement, document_id)`` returns ``StatementFacts(facts, doubtful)``: every amount cell of a recognised
statement exactly once as a record of ``pipelines.records.core`` (relation by the class of the record), and every cell that
looks like an amount but has no single reading, no row or no column as a ``DoubtfulCell`` (relation ``doubtful_cell``).
A blank cell is neither. Parsing of numbers is in ``amounts``; recognition of tables is the statements room's.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.facts.amounts import DoubtfulAmount, parse_amount, parse_quantity
from pipelines.facts.cut_off import seen_whole
from pipelines.facts.evidence import judged, unread
from pipelines.facts.inferred import settle
from pipelines.facts.labels import with_named_rows, with_sure_kind, with_sure_labels
from pipelines.facts.performance import performance_facts
from pipelines.facts.places import StatementFacts, doubtful
from pipelines.facts.prose import claims_of, prose_facts
from pipelines.facts.tables import table_facts
from pipelines.records.claim import ClaimRecord
from pipelines.records.pages import Cell, Statement

__all__ = [
    "DoubtfulAmount",
    "StatementFacts",
    "cells_of",
    "claims_of",
    "facts_of",
    "parse_amount",
    "parse_quantity",
    "prose_facts",
]


def facts_of(
    statement: Statement, document_id: str, beside: Sequence[Statement] = (), claims: Sequence[ClaimRecord] = ()
) -> StatementFacts:
    """The facts of one statement and its doubtful cells. Never raises for what is printed: doubt is a record.

    ``beside`` are the statements of the same document and ``claims`` what its sentences state: they may decide columns that a
    collapsed statement leaves open.
    """
    if statement.kind == "performance":
        found = performance_facts(statement, document_id)
        open_cells = unread(statement, found, document_id)
        return StatementFacts(seen_whole(statement, judged(statement, found.facts)), found.doubtful + open_cells)
    settled = settle(statement, beside, claims)
    open_texts = tuple(
        doubtful(document_id, statement, text.cell, text.reason, text.row, text.column) for text in settled.open_texts
    )
    found = table_facts(settled.statement, document_id)
    sure = with_sure_labels(settled.statement, judged(settled.statement, found.facts))
    facts = seen_whole(settled.statement, with_sure_kind(statement, with_named_rows(sure)))
    return StatementFacts(facts, found.doubtful + open_texts + unread(settled.statement, found, document_id))


def cells_of(
    statement: Statement, beside: Sequence[Statement] = (), claims: Sequence[ClaimRecord] = ()
) -> tuple[Cell, ...]:
    """The cells in which the facts and doubts of a statement stand: those of its grid, collapsed amounts each in its own."""
    return statement.grid.cells if statement.kind == "performance" else settle(statement, beside, claims).cells
