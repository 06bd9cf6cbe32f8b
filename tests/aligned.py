"""Rows of text as an aligned table for people: one function, shared by the measuring programs. No figures are made here."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence


def width(text: str) -> int:
    """Columns that a text takes on a terminal; Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def aligned(header: Sequence[str], rows: Sequence[Sequence[str]], left: int = 1) -> str:
    """A table with a header line; the first ``left`` columns are set to the left, the others (figures) to the right."""
    lines = [tuple(header), *(tuple(row) for row in rows)]
    widths = [max(width(line[column]) for line in lines) for column in range(len(header))]

    def cell(text: str, column: int) -> str:
        gap = " " * (widths[column] - width(text))
        return text + gap if column < left else gap + text

    return "\n".join("  ".join(cell(text, column) for column, text in enumerate(line)).rstrip() for line in lines)
