"""Where a fact is printed, and what one statement yields: facts, and cells whose amount is in doubt.

Identifiers and provenance of cells belong here; what a cell means does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pipelines.records.core import AmountFact, DoubtfulCell, FactPerformanceIndicator
from pipelines.records.pages import Cell, Statement, StatementColumn, StatementRow


@dataclass(frozen=True, slots=True)
class StatementFacts:
    """All that the cells of one statement say. Both parts are rows of the warehouse: ``doubtful`` is ``doubtful_cell``."""

    facts: tuple[AmountFact | FactPerformanceIndicator, ...] = ()
    doubtful: tuple[DoubtfulCell, ...] = ()

    def __iter__(self) -> Iterator[AmountFact | FactPerformanceIndicator | DoubtfulCell]:
        """All records, to be stored each in the relation of its class."""
        yield from self.facts
        yield from self.doubtful

    def __add__(self, other: StatementFacts) -> StatementFacts:
        return StatementFacts(self.facts + other.facts, self.doubtful + other.doubtful)


def fact_id(document_id: str, grid_no: int, cell: Cell) -> str:
    """The identifier of the fact that a cell prints: document, grid, row and column, the same at every reading."""
    return f"{document_id[:16]}.{grid_no}.{cell.row_no}.{cell.column_no}"


def place(document_id: str, grid_no: int, cell: Cell) -> dict[str, Any]:
    """The provenance fields (``Placed``) of anything printed in a cell."""
    box = cell.box
    return {
        "document_id": document_id,
        "page": cell.page,
        "grid_no": grid_no,
        "row_no": cell.row_no,
        "column_no": cell.column_no,
        "x0": box.x0 if box else None,
        "top": box.top if box else None,
        "x1": box.x1 if box else None,
        "bottom": box.bottom if box else None,
        "method": cell.method,
        "confidence": cell.confidence,
    }


def doubtful(  # noqa: PLR0917
    document_id: str,
    statement: Statement,
    cell: Cell,
    reason: str,
    row: StatementRow | None = None,
    column: StatementColumn | None = None,
) -> DoubtfulCell:
    """The record of a cell that looks like an amount and is not taken for one; ``reason`` in Chinese."""
    grid_no = statement.grid.grid_no
    return DoubtfulCell(
        **place(document_id, grid_no, cell),
        doubt_id=fact_id(document_id, grid_no, cell),
        statement=statement.kind,
        row_name=row.label if row else None,
        column_path=column.path if column else None,
        text=cell.text,
        unit=(column.unit if column and column.unit else statement.unit) or None,
        reason=reason,
    )
