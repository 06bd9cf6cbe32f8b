"""Tables that a page break cut: put together again, header repeated or not, with rows cut in two made one.

Two tables are parts of one only when their columns agree, no text of its own stands between them and the second does not
begin with another header. Geometry, digits and equality of texts only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipelines.grids.cut_rows import bare, is_cut_row, is_number, merge_cut_row
from pipelines.grids.fill import Table
from pipelines.records.pages import Cell, Line

# Boundaries of two parts agree within this many points (one program draws both, in rounded units).
_SAME = 4.0
_MOST_HEADER_ROWS = 8
# A column is one of numbers when this share of its filled cells is.
_MOSTLY = 0.7
# Rows in the same places with this many equal labels, and this share of them equal, are a form that is printed again.
_FORM_LABELS = 3
_FORM_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Placed:
    """A table with the text around it on its page: what is known before parts are joined."""

    table: Table
    above: tuple[Line, ...]
    """Lines between the table before (or the top of the page) and this one."""
    below: tuple[Line, ...]
    own_above: tuple[Line, ...]
    """``above`` without running headers."""
    own_below: tuple[Line, ...]
    is_first_on_page: bool
    is_last_on_page: bool


@dataclass(frozen=True, slots=True)
class Joined:
    """Parts of one table as one."""

    parts: tuple[Placed, ...]
    xs: tuple[float, ...]
    row_count: int
    cells: tuple[Cell, ...]
    repeated_header_rows: tuple[int, ...] = ()


def join_pages(placed: Sequence[Placed]) -> list[Joined]:
    """Tables in document order, those that continue over a page break as one."""
    joined: list[Joined] = []
    for part in placed:
        whole = joined[-1] if joined else None
        xs = _common_columns(whole, part) if whole is not None and _may_follow(whole, part) else None
        if whole is not None and xs is not None:
            joined[-1] = _append(whole, part, xs)
        else:
            joined.append(Joined((part,), part.table.xs, part.table.row_count, part.table.cells))
    return joined


def _may_follow(whole: Joined, part: Placed) -> bool:
    """Whether ``part`` starts the page after the last part, with nothing between, and does not open another table."""
    last = whole.parts[-1]
    if part.table.page != last.table.page + 1 or not (last.is_last_on_page and part.is_first_on_page):
        return False
    if part.table.finder != last.table.finder:
        return False
    repeated = _repeated_rows(whole, part.table)
    if (last.own_below and not repeated) or _is_form_again(whole, part.table, repeated):
        return False
    if part.own_above:
        return bool(repeated) and _repeats(part.own_above, whole.parts[0].above)
    return bool(repeated) or not _opens_another(whole, part.table)


def _repeats(lines: Sequence[Line], first: Sequence[Line]) -> bool:
    """Whether the lines above a continuation only say again what stands above the first part."""
    said = {bare(line.text) for line in first}
    return all(any(bare(line.text).startswith(text) for text in said if text) for line in lines)


def _is_form_again(whole: Joined, table: Table, repeated: int) -> bool:
    """Whether ``table`` is the same form filled in once more: its first column says the same, row by row, further on."""
    first, second = _labels(whole.cells, repeated), _labels(table.cells, repeated)
    equal = {text for row, text in second.items() if first.get(row) == text}
    return len(equal) >= _FORM_LABELS and len(equal) >= _FORM_SHARE * len(set(second.values()))


def _labels(cells: Sequence[Cell], start: int) -> dict[int, str]:
    """What the first column says in the rows from ``start``, numbers left out."""
    return {
        cell.row_no: bare(cell.text)
        for cell in cells
        if cell.column_no == 0 and cell.row_no >= start and cell.text and not is_number(cell.text)
    }


def _opens_another(whole: Joined, table: Table) -> bool:
    """Whether a part without a repeated header starts with a row that cannot be one more row of the table before:
    a merged title over all columns, or words in the columns of numbers."""
    first_row = [cell for cell in table.cells if cell.row_no == 0 and cell.text]
    if len(first_row) == 1 and first_row[0].column_span == table.column_count > 1:
        return not _has_full_width_row(whole)
    numeric = _numeric_spans(whole)
    in_numeric = [cell for cell in first_row if cell.box and any(a <= _middle(cell) <= b for a, b in numeric)]
    return bool(in_numeric) and not any(is_number(cell.text) for cell in in_numeric)


def _has_full_width_row(whole: Joined) -> bool:
    columns = len(whole.xs) - 1
    return any(cell.column_span == columns and cell.row_no > 0 for cell in whole.cells)


def _numeric_spans(whole: Joined) -> list[tuple[float, float]]:
    """Left and right of the columns that hold numbers."""
    spans: list[tuple[float, float]] = []
    for column, (left, right) in enumerate(pairwise(whole.xs)):
        texts = [cell.text for cell in whole.cells if cell.column_no == column and cell.column_span == 1 and cell.text]
        numbers = sum(is_number(text) for text in texts)
        if numbers >= 2 and numbers >= _MOSTLY * (len(texts) - 2):
            spans.append((left, right))
    return spans


def _middle(cell: Cell) -> float:
    return (cell.box.x0 + cell.box.x1) / 2 if cell.box else 0.0


def _common_columns(whole: Joined, part: Placed) -> tuple[float, ...] | None:
    """The column boundaries that both share: equal, or those of one with more of the other between; else None."""
    first, second = whole.xs, part.table.xs
    if abs(first[0] - second[0]) > _SAME or abs(first[-1] - second[-1]) > _SAME:
        return None
    more, fewer = (first, second) if len(first) >= len(second) else (second, first)
    if all(any(abs(x - y) <= _SAME for y in more) for x in fewer):
        return more
    return None


def _append(whole: Joined, part: Placed, xs: tuple[float, ...]) -> Joined:
    """The whole with one more part below, on common columns, repeated header rows noted and a cut row made one."""
    repeated = _repeated_rows(whole, part.table)
    upper = _on_columns(whole.cells, whole.xs, xs)
    lower = _on_columns(part.table.cells, part.table.xs, xs)
    shift = whole.row_count
    row_count = shift + part.table.row_count
    if is_cut_row(upper, shift - 1, lower, repeated):
        upper, lower = merge_cut_row(upper, shift - 1, lower, repeated)
        row_count -= 1
    moved = [replace(cell, row_no=cell.row_no + shift) for cell in lower]
    return Joined(
        parts=(*whole.parts, part),
        xs=xs,
        row_count=row_count,
        cells=(*upper, *moved),
        repeated_header_rows=(*whole.repeated_header_rows, *range(shift, shift + repeated)),
    )


def _on_columns(cells: Sequence[Cell], own: tuple[float, ...], xs: tuple[float, ...]) -> list[Cell]:
    """Cells renumbered from their own column boundaries to ``xs``, of which their own are a part."""
    if len(own) == len(xs):
        return list(cells)
    number = [min(range(len(xs)), key=lambda index: abs(xs[index] - position)) for position in own]
    return [
        replace(
            cell,
            column_no=number[cell.column_no],
            column_span=number[cell.column_no + cell.column_span] - number[cell.column_no],
        )
        for cell in cells
    ]


def _repeated_rows(whole: Joined, table: Table) -> int:
    """How many rows at the start of ``table`` say the same as the first rows of the whole."""
    count = 0
    while count < min(_MOST_HEADER_ROWS, whole.row_count, table.row_count):
        again = _row_texts(table.cells, count)
        if not any(again) or again != _row_texts(whole.cells, count) or any(map(is_number, again)):
            break
        count += 1
    return count


def _row_texts(cells: Sequence[Cell], row: int) -> tuple[str, ...]:
    return tuple(bare(cell.text) for cell in cells if cell.row_no == row)
