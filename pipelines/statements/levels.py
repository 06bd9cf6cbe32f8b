"""Codes printed over columns of their own (类 | 款 | 项): what a row leaves blank is what the rows above it print.

Only digits of codes are looked at; which columns are columns of codes is told in ``columns``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.statements.sheet import Sheet

_CLASS = re.compile(r"\d{3}")
_PART = re.compile(r"\d{2}")


def higher_parts(sheet: Sheet, row: int, columns: Sequence[int]) -> list[str]:
    """The parts of a code that stand above the first one its own row prints; empty where the row prints them itself.

    ``columns`` are the columns of one code from the class down. A row that prints no two-digit part alone, or has no
    class above it, borrows nothing: a whole code may stand in a lower column.
    """
    printed = [_own(sheet, row, column) for column in columns]
    own = next((index for index, text in enumerate(printed) if text), 0)
    if own == 0 or not all(_PART.fullmatch(text) for text in printed[own:] if text):
        return []
    parts: list[str] = []
    for level in range(own - 1, -1, -1):
        found = _above(sheet, row, columns[level])
        if found is None or not (_PART if level else _CLASS).fullmatch(found[1]):
            return []
        row, text = found
        parts.insert(0, text)
    return parts


def _above(sheet: Sheet, row: int, column: int) -> tuple[int, str] | None:
    """The nearest printed part in a column from a row upwards, with its row; a header printed again is passed over."""
    rows = (above for above in range(row, -1, -1) if above not in sheet.grid.repeated_header_rows)
    texts = ((above, _own(sheet, above, column)) for above in rows)
    return next((found for found in texts if found[1]), None)


def _own(sheet: Sheet, row: int, column: int) -> str:
    """What a place prints itself, without the zeros that a workbook adds."""
    return sheet.folded(row, column).removesuffix(".0")
