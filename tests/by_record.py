"""Statements put together from records, for the tests of facts: what no list of layouts need know."""

from __future__ import annotations

from pipelines.facts import StatementFacts
from pipelines.records.core import AmountFact
from pipelines.records.pages import Cell, Grid, Statement, StatementColumn, StatementRow

DOCUMENT = "0123456789abcdef" * 4


def amounts(found: StatementFacts) -> list[AmountFact]:
    """The facts that are printed amounts or counts, in order."""
    return [fact for fact in found.facts if isinstance(fact, AmountFact)]


def made(
    kind: str, columns: list[StatementColumn], rows: list[StatementRow], cells: list[Cell], **more: object
) -> Statement:
    """A statement put together by hand, for what no list of layouts need know."""
    width = max(cell.column_no + cell.column_span for cell in cells)
    height = max(cell.row_no + cell.row_span for cell in cells)
    lines = more.pop("lines_above", ())
    source = Grid(3, 1, 1, height, width, tuple(cells), lines_above=lines)  # type: ignore[arg-type]
    fields = {"title": "某表", "fiscal_year": 2024, "stage": "final", "body_printed": None, "unit": "万元"}
    return Statement(
        grid=source, kind=kind, unit_source="table", columns=tuple(columns), rows=tuple(rows), header_row_count=1,
        **{**fields, **more},  # type: ignore[arg-type]
    )  # fmt: skip


def row_of_cells(row_no: int, *texts: str) -> list[Cell]:
    """One row of single cells."""
    return [Cell(row_no, number, 1, 1, text, 1) for number, text in enumerate(texts)]


def column(number: int, role: str, path: str = "", **more: object) -> StatementColumn:
    """A column of block 0."""
    return StatementColumn(number, 0, role, path, **more)  # type: ignore[arg-type]
