"""Collapsed tables of a form that lists items (purchases) -> ready grids that say exactly what is certain.

In such a form texts and numbers alternate in a row, and a row is printed over many lines. The form says which columns hold
texts and which numbers, the totals say that they are totals, and the code of the catalogue tells the texts before it from
those after it. Convention of the grid: see ``collapsed``. A table with a row that fits in no way is not built here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from pipelines.documents.collapsed_rows import SourceLine, is_number, tokens
from pipelines.documents.collapsed_shape import INFERRED
from pipelines.documents.ready import Placed
from pipelines.reference.item_forms import CATALOGUE, Form, item_form

_TOTAL = re.compile(r".*(?:合计|总计|小计)$")


class _Piece(NamedTuple):
    page: int
    text: str
    kind: str
    """t text, n number, c code of the catalogue."""


class _Run(NamedTuple):
    """Consecutive pieces of one kind."""

    kind: str
    pieces: list[_Piece]

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


def itemised(header: Sequence[SourceLine], body: Sequence[SourceLine]) -> list[Placed] | None:
    """All cells of a table whose header is that of a form of items; None for other tables and rows that do not fit."""
    form = item_form("".join(line.text for line in header))
    if form is None or not _can_be_read(form):
        return None
    rows = _rows(_runs(body))
    if not rows:
        return None
    placed = [cell._replace(page=header[0].page) for cell in _header_cells(form)]
    depth = 1 + max(cell.row_no + cell.row_span - 1 for cell in placed)
    for row_no, row in enumerate(rows, start=depth):
        cells = _row_cells(row, form)
        if cells is None:
            return None
        placed.extend(cell._replace(row_no=row_no, page=row[0].pieces[0].page) for cell in cells)
    return placed


def _can_be_read(form: Form) -> bool:
    """Whether texts come first, one code of a catalogue stands among them and nothing but numbers follows."""
    kinds = [column.kind for column in form]
    return (
        kinds[0] == "name"
        and kinds.count("catalogue") == 1
        and set(kinds[_last_text(form) + 1 :]) <= {"count", "amount"}
    )


def _last_text(form: Form) -> int:
    return max(number for number, column in enumerate(form) if column.kind in ("name", "text", "catalogue"))


def _runs(body: Sequence[SourceLine]) -> list[_Run]:
    pieces = [_Piece(line.page, text, _kind(text)) for line in body for text in tokens(line.text)]
    return [_Run(kind, list(found)) for kind, found in groupby(pieces, key=lambda piece: piece.kind)]


def _kind(text: str) -> str:
    if is_number(text):
        return "n"
    return "c" if CATALOGUE.fullmatch(text) else "t"


def _rows(runs: list[_Run]) -> list[list[_Run]]:
    """The runs by row: a total ends with its numbers, an item with the numbers after its catalogue code; [] where that fails."""
    rows: list[list[_Run]] = []
    at = 0
    while at < len(runs):
        total = runs[at].kind == "t" and _TOTAL.match(runs[at].text)
        end = at + 1 if total else next((n for n in range(at, len(runs)) if runs[n].kind == "c"), len(runs)) + 1
        end += not total and end < len(runs) and runs[end].kind == "t"
        if end >= len(runs) or runs[end].kind != "n":
            return []
        rows.append(runs[at : end + 1])
        at = end + 1
    return rows


def _header_cells(form: Form) -> list[Placed]:
    """Groups above, the columns' own words below; a column without a group is as high as the header."""
    depth = max(len(column.path) for column in form)
    cells = []
    for level in range(depth):
        start = 0
        for path, group in groupby(form, key=lambda column: column.path[: level + 1]):
            width = len(list(group))
            is_own = len(path) == level + 1
            if is_own and (level + 1 < depth or width == 1 or level == 0):
                height = (
                    depth - level if all(len(column.path) == level + 1 for column in form[start : start + width]) else 1
                )
                cells.append(Placed(level, start, height, width, path[level]))
            start += width
    return cells


def _row_cells(row: list[_Run], form: Form) -> list[Placed] | None:
    """The cells of one row; None when its runs are not those of the form."""
    kinds = "".join(run.kind for run in row)
    last = len(form) - 1
    if kinds == "tn":
        return [Placed(0, 0, 1, 1, row[0].text), *_numbers(row[1], form, 1, last)]
    code = [column.kind for column in form].index("catalogue")
    head, tail = kinds.split("c")
    before = _before_code(row[: len(head)], form, code)
    after = _after_code(row[len(head) + 1 : -1], form, code)
    if before is None or after is None or tail not in ("n", "tn"):
        return None
    cells = [*before, Placed(0, code, 1, 1, row[len(head)].text), *after]
    return [*cells, *_numbers(row[-1], form, _last_text(form) + 1, last)]


def _before_code(runs: list[_Run], form: Form, code: int) -> list[Placed] | None:
    """Name, numbers and texts before the code; texts that no number parts may stand in any of their columns."""
    texts = [number for number in range(code) if form[number].kind in ("name", "text")]
    numbers = [number for number in range(code) if form[number].kind == "amount"]
    kinds = "".join(run.kind for run in runs)
    if kinds == "tnt" and len(texts) == 2 and len(runs[1].pieces) == len(numbers) == 1:
        places = [texts[0], numbers[0], texts[1]]
        return [Placed(0, place, 1, 1, run.text) for place, run in zip(places, runs, strict=True)]
    if kinds == "t":
        return [Placed(0, texts[0], 1, texts[-1] - texts[0] + 1, runs[0].text, INFERRED)]
    return None


def _after_code(runs: list[_Run], form: Form, code: int) -> list[Placed] | None:
    """The unit of the count, the one text after the code."""
    texts = [number for number in range(code + 1, len(form)) if form[number].kind == "text"]
    if not runs:
        return []
    return [Placed(0, texts[0], 1, 1, runs[0].text)] if len(texts) == 1 else None


def _numbers(run: _Run, form: Form, first: int, last: int) -> list[Placed]:
    """Numbers in their columns where as many are printed as there are; otherwise of the row only."""
    texts = [piece.text for piece in run.pieces]
    places = [number for number in range(first, last + 1) if form[number].kind in ("count", "amount")]
    if len(texts) == len(places):
        return [Placed(0, place, 1, 1, text) for place, text in zip(places, texts, strict=True)]
    return [Placed(0, places[0], 1, places[-1] - places[0] + 1, "\t".join(texts), INFERRED)]
