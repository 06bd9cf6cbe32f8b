"""Spans of header cells that a format without spans prints as blanks: in the header a blank goes on with its neighbour.

Only rows above the first number are a header; below it every cell stands alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.documents.ready import Placed

_NUMBER = re.compile(r"^[-+(（]?[\d,]*\.?\d+[)）%]?$|^[-—]{1,2}$")
_TOTAL = re.compile(r"^(?:合\s*计|总\s*计)$")
_MOST_HEADER_ROWS = 8


def inferred_spans(rows: Sequence[Sequence[str]], pages: Sequence[int]) -> list[Placed]:
    """Cells of a table given as rows of texts (ragged rows are filled up), header spans inferred; one page per row."""
    width = max(len(row) for row in rows)
    grid = [[*row, *[""] * (width - len(row))] for row in rows]
    header = _header_row_count(grid)
    spans = _header_spans(grid[:header], width)
    covered = {
        (r, c)
        for (row, column), (tall, wide) in spans.items()
        for r in range(row, row + tall)
        for c in range(column, column + wide)
        if (r, c) != (row, column)
    }
    return [
        Placed(row_no, column, *spans.get((row_no, column), (1, 1)), text, page=pages[row_no])
        for row_no, row in enumerate(grid)
        for column, text in enumerate(row)
        if (row_no, column) not in covered
    ]


def _header_row_count(grid: list[list[str]]) -> int:
    """Rows before the first that prints a number or is a lone total."""
    for row_no, row in enumerate(grid[:_MOST_HEADER_ROWS]):
        texts = [text for text in row if text]
        if any(_NUMBER.match(text) for text in texts) or (len(texts) == 1 and _TOTAL.match(texts[0])):
            return row_no
    return min(len(grid), _MOST_HEADER_ROWS)


def _header_spans(header: list[list[str]], width: int) -> dict[tuple[int, int], tuple[int, int]]:
    """First to the right over blanks that have a header below, then down over blanks."""
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    taken: set[tuple[int, int]] = set()
    for row_no, row in enumerate(header):
        for column, text in enumerate(row):
            if not text or (row_no, column) in taken:
                continue
            wide = 1
            while column + wide < width and _is_headed(header, row_no, column + wide, taken):
                wide += 1
            if wide > 1 and not any(below[column] for below in header[row_no + 1 :]):
                wide = 1
            tall = 1
            while row_no + tall < len(header) and not any(header[row_no + tall][column : column + wide]):
                tall += 1
            spans[row_no, column] = (tall, wide)
            taken |= {(r, c) for r in range(row_no, row_no + tall) for c in range(column, column + wide)}
    return spans


def _is_headed(header: list[list[str]], row_no: int, column: int, taken: set[tuple[int, int]]) -> bool:
    """A blank that has a header of its own further down: it belongs to the group at its left."""
    if header[row_no][column] or (row_no, column) in taken:
        return False
    return any(below[column] for below in header[row_no + 1 :])
