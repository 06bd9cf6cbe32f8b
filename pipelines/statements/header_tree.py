"""Headers whose words kept their rows and their order and lost their spans, put back by counting: which word stands over which.

Every word of a row stands below a word that ends a row above, side by side in printed order; what may stand below what is a
list (``reference/hanging``). A header is rebuilt when exactly one tree is left. A number among the words of a header row is
the amount of a column that reaches further down than its neighbours: it belongs to the only row of the body. Nothing is
preferred or weighed; the search ends after a fixed number of steps, then nothing is rebuilt.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipelines.records.pages import Cell
from pipelines.reference import layouts
from pipelines.reference.folding import fold, squeeze
from pipelines.reference.hanging import is_total, is_value, may_hang, says_value
from pipelines.statements.headers import is_header_word
from pipelines.statements.sheet import Sheet, looks_like_number

INFERRED = "inferred"
_MOST_STEPS = 20_000
_MOST_ROWS = 6
_LABELS = frozenset({"code", "code_1", "code_2", "code_3", "name", "sequence", "unit_code", "unit_name"})


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its words from the highest to its own as printed, and the number that stands in the header below them."""

    path: tuple[str, ...]
    number: str | None = None

    @property
    def leaf(self) -> str:
        """Its lowest word, folded."""
        return fold(self.path[-1])

    @property
    def is_label(self) -> bool:
        """Whether it names the rows."""
        return layouts.column_value("role", self.leaf, fold("/".join(self.path)), None, None) in _LABELS


def rebuild_by_tree(sheet: Sheet, first_row: int) -> Sheet:
    """The sheet with its header put back over its columns; the same sheet where no tree or more than one fits."""
    zone = _zone(sheet, first_row)
    if not any(cell.method == INFERRED for row in zone for cell in sheet.printed(row)):
        return sheet
    rows = [[part for cell in sheet.printed(row) for part in cell.text.split("\t") if squeeze(part)] for row in zone]
    found = columns_of([row for row in rows if row])
    if found is None or not zone:
        return sheet
    return _rebuilt(sheet, zone, found) or sheet


def _zone(sheet: Sheet, first_row: int) -> list[int]:
    """The header rows: up to the first whose texts are numbers in at least one case of four, rows of column numbers left out."""
    zone: list[int] = []
    for row in range(first_row, sheet.row_count):
        words = sheet.words(row)
        numbers = [word for word in words if looks_like_number(word)]
        if len(numbers) * 4 >= len(words) > 0 and numbers:
            break
        if len(words) == 1 and is_total(words[0]) and zone:
            break
        zone.append(row)
    return zone


def columns_of(rows: Sequence[Sequence[str]]) -> tuple[Column, ...] | None:
    """The columns that header words in rows, left to right, print; None when they fit in no way, in several, or in too many."""
    words = [fold(word) for row in rows for word in row]
    if not 1 < len(rows) <= _MOST_ROWS or not all(looks_like_number(word) or _is_known(word) for word in words):
        return None
    search = _Search(rows)
    found: set[tuple[Column, ...]] = set()
    for columns in search.under(tuple(Column((word,)) for word in rows[0]), 1):
        found.add(columns)
        if len(found) > 1:
            return None
    return next(iter(found), None) if search.steps < _MOST_STEPS else None


def _is_known(word: str) -> bool:
    return is_header_word(word) or is_value(word) or is_total(word)


class _Search:
    """All trees, by going through the rows and the columns that end so far."""

    def __init__(self, rows: Sequence[Sequence[str]]) -> None:
        self._rows = rows
        self.steps = 0

    def under(self, columns: tuple[Column, ...], row: int) -> Iterator[tuple[Column, ...]]:
        """Every way to hang this row and those below it under the columns."""
        if row == len(self._rows):
            yield columns
            return
        for runs in self._runs(columns, 0, tuple(self._rows[row]), ()):
            if _is_even(columns, runs):
                yield from self.under(tuple(_extended(columns, runs)), row + 1)

    def _runs(
        self, columns: tuple[Column, ...], at: int, words: tuple[str, ...], before: tuple[tuple[str, ...], ...]
    ) -> Iterator[tuple[tuple[str, ...], ...]]:
        """Every way to give the words, in order, to the columns from ``at`` on: one run of words each, perhaps none."""
        self.steps += 1
        if self.steps >= _MOST_STEPS:
            return
        if at == len(columns):
            if not words:
                yield before
            return
        for count in range(len(words) + 1):
            run = words[:count]
            if count and not _may_end(columns[at], run):
                break
            if _fits(columns[at], run):
                yield from self._runs(columns, at + 1, words[count:], (*before, run))


def _may_end(column: Column, run: tuple[str, ...]) -> bool:
    """Whether a run that begins so can be one: its words are different and may stand below the column."""
    if column.number is not None:
        return False
    if looks_like_number(fold(run[0])):
        return len(run) == 1
    folded = [fold(word) for word in run]
    return len(set(folded)) == len(folded) and not looks_like_number(folded[-1]) and may_hang(folded[-1], column.leaf)


def _fits(column: Column, run: tuple[str, ...]) -> bool:
    """Whether a run stands below a column as printed forms have it: one word alone only for a figure, a total at an end."""
    if not run:
        return True
    words = [fold(word) for word in run]
    if len(words) == 1:
        return is_value(words[0]) or looks_like_number(words[0])
    labels = [Column((*column.path, word)).is_label for word in run]
    if column.is_label and not all(labels):
        return False
    if sorted(labels, reverse=True) != labels:
        return False  # a label behind an amount begins another list
    amounts = words[sum(labels) :]
    return not any(is_total(word) for word in amounts[1:-1])


def _is_even(columns: tuple[Column, ...], runs: tuple[tuple[str, ...], ...]) -> bool:
    """Whether equal columns are divided equally, and 预算数, 决算数 stand below every column that can have them."""
    alike: dict[str, tuple[str, ...]] = {}
    values = {tuple(map(fold, run)) for run in runs if run and all(is_value(fold(word)) for word in run)}
    if len(values) > 1:
        return False
    for column, run in zip(columns, runs, strict=True):
        if alike.setdefault(column.leaf, tuple(map(fold, run))) != tuple(map(fold, run)):
            return False
        if values and not run and not column.is_label and _takes_values(column):
            return False
    return True


def _takes_values(column: Column) -> bool:
    """Whether 预算数, 决算数 stand below a column wherever they stand below its neighbours."""
    is_free = not any(says_value(fold(word)) for word in column.path)
    return is_free and may_hang("预算数", column.leaf)


def _extended(columns: tuple[Column, ...], runs: tuple[tuple[str, ...], ...]) -> Iterator[Column]:
    for column, run in zip(columns, runs, strict=True):
        if not run:
            yield column
        elif looks_like_number(fold(run[0])):
            yield Column(column.path, run[0])
        else:
            yield from (Column((*column.path, word)) for word in run)


def _rebuilt(sheet: Sheet, zone: Sequence[int], columns: tuple[Column, ...]) -> Sheet | None:
    """The sheet with these columns; None where they contradict what its rows print."""
    if max(len(column.path) for column in columns) > len(zone):
        return None
    page = sheet.printed(zone[0])[0].page
    header = tuple(_header_cells(columns, zone, page))
    body = [cell for cell in sheet.grid.cells if cell.row_no > zone[-1]]
    numbered = [number for number, column in enumerate(columns) if column.number is not None]
    if len(columns) == sheet.column_count and not numbered:
        return Sheet(replace(sheet.grid, cells=(*header, *body)))
    rows = {cell.row_no for cell in body if cell.text}
    if numbered and (len(rows) != 1 or numbered != list(range(numbered[0], len(columns)))):
        return None
    reached = _reached(sheet, body, columns, len(columns) - len(numbered))
    if reached is None:
        return None
    amounts = [
        Cell(row, number, 1, 1, columns[number].number or "", page, method=INFERRED)
        for row in rows
        for number in numbered
    ]
    return Sheet(replace(sheet.grid, cells=(*header, *reached, *amounts), column_count=len(columns)))


def _reached(sheet: Sheet, body: Sequence[Cell], columns: tuple[Column, ...], width: int) -> list[Cell] | None:
    """The cells of the body, those that are not certain over all amount columns of the header; None where they find no room."""
    labels = next((n for n, column in enumerate(columns) if not column.is_label), len(columns))
    open_cells = [cell for cell in body if cell.method == INFERRED and cell.text]
    if any(column.is_label for column in columns[labels:]) or any(cell.column_no != labels for cell in open_cells):
        return None
    if not _has_room(sheet, body, open_cells, width):
        return None
    wide = {id(cell): replace(cell, column_span=width - labels) for cell in open_cells}
    return [wide.get(id(cell), cell) for cell in body if cell.text or cell.column_no < width]


def _has_room(sheet: Sheet, body: Sequence[Cell], open_cells: Sequence[Cell], width: int) -> bool:
    """Whether every text of the body finds a column, and cells that are certain of theirs are in a table as wide as the header."""
    if any(len(cell.text.split("\t")) > width - cell.column_no for cell in open_cells):
        return False
    certain = [cell for cell in body if cell.method != INFERRED and cell.text and looks_like_number(fold(cell.text))]
    labels = min((cell.column_no for cell in open_cells), default=0)
    return sheet.column_count == width or not any(cell.column_no >= labels for cell in certain)


def _header_cells(columns: tuple[Column, ...], zone: Sequence[int], page: int) -> Iterator[Cell]:
    """Every word over the columns it stands over; the lowest word of a column reaches down to the end of the header."""
    depth = len(zone)
    for level in range(depth):
        start = 0
        while start < len(columns):
            path = columns[start].path[: level + 1]
            end = start + 1
            while end < len(columns) and columns[end].path[: level + 1] == path and len(columns[end].path) > level + 1:
                end += 1
            if len(path) == level + 1:
                tall = depth - level if len(columns[start].path) == level + 1 else 1
                yield Cell(zone[level], start, tall, end - start, path[-1], page)
            start = end
