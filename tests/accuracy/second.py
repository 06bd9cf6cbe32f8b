"""The same question to another reader: how many amounts does pdfplumber's default find in the right row of its grids?

It knows no statements, so nothing more than the row can be asked of it; our own grids are asked the same for comparison.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

import pdfplumber

from tests.accuracy.reading import Row
from tests.accuracy.truth import Amount, folded

SHORTEST_PART = 2
"""Characters that a cell must have to count as part of a label that was torn."""


def rows_of(data: bytes, pages: Sequence[int]) -> dict[int, list[Row]]:
    """The rows of all tables that pdfplumber's ``extract_tables`` finds on the given pages (1-based; none given: all)."""
    with pdfplumber.open(io.BytesIO(data), pages=list(pages) or None) as pdf:
        return {
            page.page_number: [tuple(folded(cell) for cell in row) for table in page.extract_tables() for row in table]
            for page in pdf.pages
        }


def in_the_right_row(printed: Sequence[Amount], rows: Sequence[Row]) -> int:
    """How many amounts stand alone in a cell of a row that also holds their label (or code); each cell counts once."""
    left = [list(row) for row in rows]
    return sum(_take(amount, left) for amount in printed)


def _take(amount: Amount, rows: list[list[str]]) -> bool:
    for row in rows:
        if amount.amount_text in row and _is_row_of(amount, row):
            row[row.index(amount.amount_text)] = ""
            return True
    return False


def _is_row_of(amount: Amount, row: Sequence[str]) -> bool:
    """Labels may be torn over cells or pages: the whole label, its code, or a cell that is part of the label will do."""
    if not amount.row_name and not amount.row_code:
        return True
    printed = "".join(row)
    if (amount.row_name and amount.row_name in printed) or (amount.row_code and amount.row_code in printed):
        return True
    return any(len(text) >= SHORTEST_PART and text in amount.row_name for text in row)
