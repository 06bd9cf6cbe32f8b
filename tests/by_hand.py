"""Grids written by hand as text, for tests: ``<`` continues the cell to the left, ``^`` the one above."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from pipelines.records.pages import (
    Cell,
    Grid,
    Identity,
    Line,
    Statement,
    StatementColumn,
    StatementRow,
    Unrecognised,
)
from pipelines.reference.folding import fold, squeeze
from pipelines.statements import Meaning, meaning_of, recognise
from pipelines.statements.sheet import Sheet, looks_like_number

BUDGET = Identity(fiscal_year=2024, stage="budget", tier="department")
FINAL = Identity(fiscal_year=2024, stage="final", tier="department")


class Amount(NamedTuple):
    """One amount as the statement explains it."""

    code: str | None
    label: str
    path: str
    measure: str | None
    fund: str | None
    text: str


def grid(
    table: str,
    above: tuple[str, ...] = (),
    below: tuple[str, ...] = (),
    *,
    number: int = 1,
    page: int = 1,
    breaks: tuple[int, ...] = (),
) -> Grid:
    """A grid from lines of cells separated by ``|``; ``breaks`` are the rows that begin a new page."""
    rows = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
    width = max(len(row) for row in rows)
    rows = [row + [""] * (width - len(row)) for row in rows]
    cells = [
        _cell(rows, row, column, page + sum(row >= edge for edge in breaks))
        for row in range(len(rows))
        for column in range(width)
        if rows[row][column] not in ("<", "^")
    ]
    last = page + len(breaks)
    return Grid(number, page, last, len(rows), width, tuple(cells), _lines(above), _lines(below))


def _cell(rows: list[list[str]], row: int, column: int, page: int) -> Cell:
    across = 1
    while column + across < len(rows[row]) and rows[row][column + across] == "<":
        across += 1
    down = 1
    while row + down < len(rows) and rows[row + down][column] == "^":
        down += 1
    return Cell(row, column, down, across, rows[row][column].replace("\\n", "\n"), page)


def _lines(texts: tuple[str, ...]) -> tuple[Line, ...]:
    return tuple(Line(text, None) for text in texts)


def one(source: Grid, identity: Identity = BUDGET) -> Statement:
    """The statement a grid is; fails with the reason when it is none."""
    found = recognise((source,), identity)[0]
    assert isinstance(found, Statement), found.reason
    return found


def refused(source: Grid, identity: Identity = BUDGET) -> Unrecognised:
    """The grid as unrecognised; fails when it was recognised."""
    found = recognise((source,), identity)[0]
    assert isinstance(found, Unrecognised), found.kind
    return found


def amounts(statement: Statement) -> list[Amount]:
    """Every amount of a statement in reading order with code, label, path, measure and fund."""
    return [amount for amount, _, _ in amounts_with_cells(statement)]


def amounts_with_cells(statement: Statement) -> list[tuple[Amount, Meaning, Cell]]:
    """Every amount of a statement with its meaning and the cell it is printed in."""
    sheet = Sheet(statement.grid)
    found = []
    for row in statement.rows:
        for column in statement.columns:
            cell = sheet.cell(row.row_no, column.column_no)
            own = column.role == "amount" and column.block == row.block
            if not own or cell is None or not sheet.begins(row.row_no, column.column_no):
                continue
            if looks_like_number(fold(cell.text)):
                meaning = meaning_of(statement, row, column)
                text = squeeze(cell.text)
                amount = Amount(row.code, row.label, column.path, meaning.measure, meaning.fund, text)
                found.append((amount, meaning, cell))
    return found


def sums_of(statement: Statement) -> Iterator[tuple[StatementColumn, StatementRow, Decimal, list[Decimal]]]:
    """Every printed parent with the printed amounts of the rows that add into it, column by column."""
    sheet = Sheet(statement.grid)
    for column in statement.columns:
        if column.role != "amount":
            continue
        rows = [row for row in statement.rows if row.block == column.block]
        printed = {row.row_no: _decimal(sheet, row.row_no, column.column_no) for row in rows}
        for row in rows:
            parts = [printed[child.row_no] for child in rows if child.parent_row_no == row.row_no]
            known = [part for part in parts if part is not None]
            total = printed[row.row_no]
            if total is not None and known:
                yield column, row, total, known


def _decimal(sheet: Sheet, row: int, column: int) -> Decimal | None:
    text = sheet.folded(row, column).replace(",", "") if sheet.begins(row, column) else ""
    return Decimal(text) if text and text != "-" and looks_like_number(text) else None


def last_digit(*amounts_printed: Decimal) -> Decimal:
    """The worth of the coarsest last digit among printed amounts."""
    return max(Decimal(1).scaleb(int(amount.as_tuple().exponent)) for amount in amounts_printed)
