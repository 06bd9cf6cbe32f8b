"""Tables that a page break or a break of their rulings cut: put together again, with rows cut in two made one.

Two tables are parts of one only when their columns agree, no text of its own stands between them and the second does not
begin another table. Geometry, digits and equality of texts only.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from pipelines.grids.cut_rows import bare, is_cut_row, is_number, merge_cut_row
from pipelines.grids.fill import Table
from pipelines.records.pages import Cell, Line

# Boundaries of two parts agree within this many points (one program draws both, in rounded units).
_SAME = 4.0
# Rows of two pages stand at the same height within this many points.
_LEVEL = 1.5
# A part may stand this much further left or right: inner and outer margins of a bound book.
_MOST_SHIFT = 80.0
# Rulings of one table may be broken for this many points, about a row: no text stands there.
_BROKEN = 18.0
_MOST_HEADER_ROWS = 8
# A column is one of numbers when this share of its filled cells is.
_MOSTLY = 0.7
# Rows in the same places with this many equal labels, and this share of them equal, are a form that is printed again.
_FORM_LABELS = 3
_FORM_SHARE = 0.5
# What a table is like is judged by its last cells, so that joining hundreds of pages stays cheap.
_RECENT_CELLS = 600


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
    width: float
    """Of the page."""


@dataclass(slots=True)
class Joined:
    """Parts of one table as one, grown part by part."""

    parts: list[Placed]
    xs: tuple[float, ...]
    row_count: int
    cells: list[Cell]
    repeated_header_rows: list[int] = field(default_factory=list)

    @property
    def recent(self) -> list[Cell]:
        """The last cells of the table."""
        return self.cells[-_RECENT_CELLS:]


def join_pages(placed: Iterable[Placed]) -> list[Joined]:
    """Tables in document order, those that continue over a page break as one."""
    joined: list[Joined] = []
    for part in placed:
        whole = joined[-1] if joined else None
        if whole is None or not _continue(whole, part):
            joined.append(Joined([part], part.table.xs, part.table.row_count, list(part.table.cells)))
    return joined


def _continue(whole: Joined, part: Placed) -> bool:
    """Append ``part`` to the table before it when it is its continuation; otherwise leave all as it is."""
    last = whole.parts[-1]
    is_broken = part.table.page == last.table.page
    if not is_broken and (
        part.table.page != last.table.page + 1 or not (last.is_last_on_page and part.is_first_on_page)
    ):
        return False
    xs = _common_columns(whole.xs, part.table.xs)
    if xs is None or (is_broken and not _is_broken_off(whole, part)):
        return False
    repeated = _repeated_rows(whole, part.table)
    if not _nothing_between(whole, part, repeated) or _is_form_again(whole, part.table, repeated):
        return False
    if not is_broken and _has_same_rows(last.table, part.table):
        return False
    if not repeated and _opens_another(whole, part.table):
        return False
    _append(whole, part, xs, repeated)
    return True


def _is_broken_off(whole: Joined, part: Placed) -> bool:
    """Whether a table right under another on one page is its lower part, the rulings broken between them: nothing stands
    between, no header is repeated, and no words stand under the numbers of its last row."""
    last = whole.parts[-1]
    gap = part.table.box.top - last.table.box.bottom
    if not 0 <= gap <= _BROKEN or abs(part.table.xs[0] - last.table.xs[0]) > _SAME:
        return False
    if last.below or part.above or _repeated_rows(whole, part.table):
        return False
    above = [cell for cell in last.table.cells if cell.row_no + cell.row_span == last.table.row_count]
    first = min((cell.row_no for cell in part.table.cells if cell.text), default=0)
    below = [cell for cell in part.table.cells if cell.row_no == first and cell.text]
    under = [_under(cell, below) for cell in above if is_number(cell.text)]
    # Under a code may stand the label of a total that spans the first columns.
    return bool(below) and all(cell is None or cell.column_no == 0 or is_number(cell.text) for cell in under)


def _under(upper: Cell, cells: Sequence[Cell]) -> Cell | None:
    """The cell under the middle of another."""
    middle = _middle(upper)
    return next((cell for cell in cells if cell.box and cell.box.x0 <= middle <= cell.box.x1), None)


def _nothing_between(whole: Joined, part: Placed, repeated: int) -> bool:
    """Whether no text of its own stands between: none at all, or what is printed on every page of the table."""
    if whole.parts[-1].own_below and not says_again(whole.parts[-1].own_below, part.own_below):
        return False
    may_say_again = repeated > 0 or part.table.goes_on
    return not part.own_above or (may_say_again and says_again(part.own_above, whole.parts[0].above))


def says_again(lines: Sequence[Line], first: Sequence[Line]) -> bool:
    """Whether all ``lines`` only say (perhaps with a mark added) what ``first`` says."""
    said = [text for text in (bare(line.text) for line in first) if text]
    return all(any(bare(line.text).startswith(text) for text in said) for line in lines)


def _is_form_again(whole: Joined, table: Table, repeated: int) -> bool:
    """Whether ``table`` is the same form filled in once more: its first column says the same, row by row, further on."""
    first = _labels(whole.parts[0].table.cells, repeated)
    second = _labels(table.cells, repeated)
    equal = {text for row, text in second.items() if first.get(row) == text}
    return len(equal) >= _FORM_LABELS and len(equal) >= _FORM_SHARE * len(set(second.values()))


def _has_same_rows(upper: Table, lower: Table) -> bool:
    """Whether two pages have the same rows, as high and with the same first columns: not more rows but more columns of them."""
    first, second = (_row_sides(table) for table in (upper, lower))
    if len(first) != len(second) or any(abs(one - other) > _LEVEL for one, other in zip(first, second, strict=True)):
        return False
    if _first_columns(upper, upper.column_count) == _first_columns(lower, lower.column_count):
        return False
    for columns in (1, 2):
        one, other = (_first_columns(table, columns) for table in (upper, lower))
        if one == other and len(set(one.values()) - {""}) > _FORM_LABELS:
            return True
    return False


def _row_sides(table: Table) -> list[float]:
    return [
        side for cell in table.cells if cell.column_no == 0 and cell.box for side in (cell.box.top, cell.box.bottom)
    ]


def _first_columns(table: Table, count: int) -> dict[tuple[int, int], str]:
    """What the first columns say, cell by cell."""
    return {(cell.row_no, cell.column_no): bare(cell.text) for cell in table.cells if cell.column_no < count}


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
    first = min((cell.row_no for cell in table.cells if cell.text), default=0)
    first_row = [cell for cell in table.cells if cell.row_no == first and cell.text]
    if len(first_row) == 1 and first_row[0].column_span == table.column_count > 1:
        return not _has_full_width_row(whole)
    shift = table.xs[0] - whole.xs[0]
    numeric = [(left + shift, right + shift) for left, right in _numeric_spans(whole)]
    in_numeric = [cell for cell in first_row if any(left <= _middle(cell) <= right for left, right in numeric)]
    return bool(in_numeric) and not any(is_number(cell.text) for cell in in_numeric)


def _has_full_width_row(whole: Joined) -> bool:
    columns = len(whole.xs) - 1
    return any(cell.column_span == columns and cell.row_no > 0 for cell in whole.recent)


def _numeric_spans(whole: Joined) -> list[tuple[float, float]]:
    """Left and right of the columns that hold numbers."""
    spans: list[tuple[float, float]] = []
    cells = [cell for cell in whole.recent if cell.column_span == 1 and cell.text]
    for column, (left, right) in enumerate(pairwise(whole.xs)):
        texts = [cell.text for cell in cells if cell.column_no == column]
        numbers = sum(is_number(text) for text in texts)
        if numbers >= 2 and numbers >= _MOSTLY * (len(texts) - 2):
            spans.append((left, right))
    return spans


def _middle(cell: Cell) -> float:
    return (cell.box.x0 + cell.box.x1) / 2 if cell.box else 0.0


def _common_columns(first: tuple[float, ...], second: tuple[float, ...]) -> tuple[float, ...] | None:
    """The column boundaries of both (where the first has them): equal, or those of one within the other; else None."""
    shift = second[0] - first[0]
    moved = tuple(x - shift for x in second)
    if abs(shift) > _MOST_SHIFT or abs(first[-1] - moved[-1]) > _SAME:
        return None
    more, fewer = (first, moved) if len(first) >= len(moved) else (moved, first)
    return more if all(any(abs(x - y) <= _SAME for y in more) for x in fewer) else None


def _append(whole: Joined, part: Placed, xs: tuple[float, ...], repeated: int) -> None:
    """Grow the whole by one part below, on common columns, repeated header rows noted and a cut row made one."""
    if len(whole.xs) != len(xs):
        whole.cells = _on_columns(whole.cells, whole.xs, xs)
    lower = _on_columns(part.table.cells, part.table.xs, xs)
    start, added = whole.row_count, part.table.row_count
    recent = whole.recent
    is_broken = part.table.page == whole.parts[-1].table.page
    if not is_broken and is_cut_row(recent, start - 1, lower, repeated):
        recent, lower = merge_cut_row(recent, start - 1, lower, repeated)
        whole.cells[-len(recent) :] = recent
        added -= 1
    whole.parts.append(part)
    whole.xs = xs
    whole.row_count += added
    whole.cells.extend(replace(cell, row_no=cell.row_no + start) for cell in lower)
    whole.repeated_header_rows.extend(range(start, start + repeated))


def _on_columns(cells: Sequence[Cell], own: tuple[float, ...], xs: tuple[float, ...]) -> list[Cell]:
    """Cells renumbered from their own column boundaries to ``xs``, of which their own are a part."""
    if len(own) == len(xs):
        return list(cells)
    shift = own[0] - xs[0]
    number = [min(range(len(xs)), key=lambda index: abs(xs[index] + shift - position)) for position in own]
    return [
        replace(
            cell,
            column_no=number[cell.column_no],
            column_span=number[cell.column_no + cell.column_span] - number[cell.column_no],
        )
        for cell in cells
    ]


def _repeated_rows(whole: Joined, table: Table) -> int:
    """How many rows at the start of ``table`` say the same as the first rows of the whole, and are no amounts."""
    first = whole.parts[0].table
    count = 0
    while count < min(_MOST_HEADER_ROWS, first.row_count, table.row_count):
        again = _row_texts(table.cells, count)
        if not any(again) or again != _row_texts(first.cells, count) or not _may_be_header(again):
            break
        count += 1
    return count


def _row_texts(cells: Sequence[Cell], row: int) -> tuple[str, ...]:
    return tuple(bare(cell.text) for cell in cells if cell.row_no == row)


def _may_be_header(texts: Sequence[str]) -> bool:
    """Whether a row holds no numbers, or only the numbers of the columns (1, 2, 3 ...)."""
    numbers = [text for text in texts if is_number(text)]
    if not all(text.isascii() and text.isdigit() and len(text) <= 2 for text in numbers):
        return False
    return all(int(left) < int(right) for left, right in pairwise(numbers))
