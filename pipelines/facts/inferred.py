"""Statements out of text whose columns collapsed: amounts put into columns by the sums, the others left open.

Reads the cells with method ``inferred`` (several texts joined by a tab over the columns they may stand in), asks
``collapsed`` what the sums decide, and returns the statement with those amounts in cells of their own. Which columns add
up to which follows from their measures and funds; a table with a column that is not understood has no sums.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pipelines.facts.amounts import DoubtfulAmount, parse_amount
from pipelines.facts.beside import blank_columns
from pipelines.facts.collapsed import CollapsedRow, assign_columns
from pipelines.facts.contradicted import Solved, assign_despite
from pipelines.facts.entries import INFERRED, QUANTITY
from pipelines.facts.equations import Equations
from pipelines.facts.items import ITEM_KINDS, ItemColumns, choices_of, parents_of
from pipelines.facts.said import blank_by_sentences
from pipelines.facts.sums import column_sums, stands_apart
from pipelines.records.claim import ClaimRecord
from pipelines.records.pages import Amount, Cell, Statement, StatementColumn, StatementRow
from pipelines.reference.folding import fold
from pipelines.statements.sheet import Sheet, looks_like_number

_BETWEEN = "\t"


@dataclass(frozen=True, slots=True)
class OpenText:
    """A printed amount whose column no sum decides, or that a sum contradicts: a cell at a place to point at, and why."""

    cell: Cell
    row: StatementRow
    reason: str
    column: StatementColumn | None = None
    """Known where only an equation stands against the amount."""


@dataclass(frozen=True, slots=True)
class Settled:
    """A statement in which every ``inferred`` amount that the sums decide has a cell of its own; the others are open."""

    statement: Statement
    open_texts: tuple[OpenText, ...]

    @property
    def cells(self) -> tuple[Cell, ...]:
        """All cells of the grid, every printed amount in one of its own: those of open texts at the place that stands for them."""
        return self.statement.grid.cells + tuple(text.cell for text in self.open_texts)


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of a block: the texts of its amounts in printed order, with the cell of each, and the amounts themselves."""

    row: StatementRow
    texts: tuple[tuple[Cell, str], ...]
    spans: tuple[tuple[int, ...], ...]
    """The columns that each text may stand in, by index among those of numbers."""
    amounts: tuple[Amount, ...] | None
    """None when the row prints something that is no amount."""
    doubt: str | None = None
    """Why the row is left out of the search: not even its side is certain, or its columns are not all understood."""

    @property
    def columns(self) -> tuple[int, ...] | None:
        """The columns of the texts where all are certain."""
        is_certain = not any(_is_collapsed(cell) for cell, _ in self.texts)
        return tuple(span[0] for span in self.spans) if is_certain else None


@dataclass(frozen=True, slots=True)
class _Places:
    """What the sums of a block decide: the columns of the amounts, by row and position what speaks against one whose column
    is known, and why the others are open."""

    columns: tuple[tuple[int | None, ...], ...]
    doubts: Mapping[tuple[int, int], tuple[int, str]]
    reason: str


def settle(statement: Statement, beside: Sequence[Statement] = (), claims: Sequence[ClaimRecord] = ()) -> Settled:
    """Put the amounts of collapsed rows into columns. A statement without ``inferred`` cells comes back as it is.

    ``beside`` are the statements of the document and ``claims`` its sentences, which may say that a column holds nothing.
    """
    if not any(_is_collapsed(cell) for cell in statement.grid.cells):
        return Settled(statement, ())
    blank = blank_columns(statement, beside)
    apart = _apart(statement)
    placed: list[Cell] = []
    open_texts: list[OpenText] = []
    sheet = Sheet(statement.grid)
    amounts = [
        column for column in statement.columns if _holds_numbers(column, statement) and column.column_no not in apart
    ]
    for block in sorted({column.block for column in statement.columns}):
        columns = [column for column in amounts if column.block == block]
        lines = [_line(statement, sheet, row, columns) for row in statement.rows if row.block == block]
        found, left = _placed(statement, lines, columns, blank)
        if left and claims:
            amounts_printed = {amount.amount_yuan for line in lines for amount in line.amounts or ()}
            said = blank_by_sentences(statement, columns, amounts_printed, claims)
            found, left = _better((found, left), _placed(statement, lines, columns, blank | said))
        placed.extend(found)
        open_texts.extend(left)
    kept = [
        cell
        for cell in statement.grid.cells
        if not _is_collapsed(cell) or cell.column_no in apart or not _in_rows(cell, statement)
    ]
    grid = replace(statement.grid, cells=tuple(kept + placed))
    return Settled(replace(statement, grid=grid), tuple(open_texts))


_Result = tuple[list[Cell], list[OpenText]]


def _better(by_sums: _Result, by_sentences: _Result) -> _Result:
    """The result that sentences decide, where it leaves fewer texts open and every amount that the sums decide in its place."""
    is_fuller = len(by_sentences[1]) < len(by_sums[1]) and set(by_sums[0]) <= set(by_sentences[0])
    return by_sentences if is_fuller else by_sums


def _holds_numbers(column: StatementColumn, statement: Statement) -> bool:
    """Whether a column holds amounts, or counts beside them."""
    return column.role == "amount" or (statement.kind in ITEM_KINDS and column.item == QUANTITY)


def _is_collapsed(cell: Cell) -> bool:
    return cell.method == INFERRED and bool(cell.text)


def _apart(statement: Statement) -> frozenset[int]:
    """Columns of no sum into which no amount of another column can fall: what stands there is certain of its column."""
    wide = [cell for cell in statement.grid.cells if _is_collapsed(cell) and cell.column_span > 1]
    reached = {number for cell in wide for number in range(cell.column_no, cell.column_no + cell.column_span)}
    numbers = (column.column_no for column in statement.columns if stands_apart(statement.kind, column))
    return frozenset(number for number in numbers if number not in reached)


def _first_number_column(cell: Cell, statement: Statement) -> int | None:
    """The first column of numbers that a cell stands in; a collapsed one may begin among labels and texts, with a number in it."""
    numbers = {column.column_no for column in statement.columns if _holds_numbers(column, statement)}
    if cell.column_no in numbers or not _is_collapsed(cell):
        return cell.column_no if cell.column_no in numbers else None
    if not any(looks_like_number(fold(text)) for text in cell.text.split(_BETWEEN)):
        return None
    return next((n for n in range(cell.column_no, cell.column_no + cell.column_span) if n in numbers), None)


def _in_rows(cell: Cell, statement: Statement) -> bool:
    is_number = _first_number_column(cell, statement) is not None
    return is_number and any(row.row_no == cell.row_no for row in statement.rows)


def _line(statement: Statement, sheet: Sheet, row: StatementRow, columns: Sequence[StatementColumn]) -> _Line:
    numbers = [column.column_no for column in columns]
    cells = [cell for cell in _begun(sheet, row.row_no) if _first_number_column(cell, statement) in numbers]
    texts = tuple((_at(cell, k), text) for cell in cells for k, text in enumerate(_texts(cell)))
    is_certain = not any(_is_collapsed(cell) for cell in cells)
    spans = tuple(_span(cell, numbers) for cell in cells for _ in _texts(cell))
    label = sheet.cell(row.row_no, row.name_column_no) if row.name_column_no is not None else None
    doubt = "所在的栏不能确定" if label is not None and label.method == INFERRED else None
    if not is_certain and not _is_understood(statement, cells, numbers):
        doubt = doubt or "可能的列不都是金额列，列不能确定"
    return _Line(row, texts, spans, _amounts(statement, columns, [text for _, text in texts]), doubt)


def _span(cell: Cell, numbers: Sequence[int]) -> tuple[int, ...]:
    """The columns of numbers, by index, that a text of a cell may stand in."""
    if not _is_collapsed(cell):
        return (numbers.index(cell.column_no),)
    return tuple(n for n, number in enumerate(numbers) if cell.column_no <= number < cell.column_no + cell.column_span)


def _is_understood(statement: Statement, cells: Sequence[Cell], numbers: Sequence[int]) -> bool:
    """Whether a collapsed cell may stand in the columns of numbers of its block and in no other; among items texts are others."""
    collapsed = [cell for cell in cells if _is_collapsed(cell)]
    reach = [set(range(cell.column_no, cell.column_no + cell.column_span)) for cell in collapsed]
    if statement.kind not in ITEM_KINDS:
        return len(cells) == 1 and reach == [set(numbers)]
    units = {column.unit for column in statement.columns if column.role == "amount"}
    return len(collapsed) == 1 and len(units) == 1


def _amounts(
    statement: Statement, columns: Sequence[StatementColumn], texts: Sequence[str]
) -> tuple[Amount, ...] | None:
    """The amounts of a row, None when one of its texts is no amount or has no single reading."""
    try:
        parsed = [parse_amount(text, columns[0].unit or statement.unit) for text in texts]
    except DoubtfulAmount:
        return None  # the text itself is reported: as an open text here, or by whoever reads its own cell
    return tuple(amount for amount in parsed if amount is not None) if None not in parsed else None


def _begun(sheet: Sheet, row_no: int) -> tuple[Cell, ...]:
    """The printed cells that begin in a row, from left to right."""
    return sheet.printed(row_no) if 0 <= row_no < sheet.row_count else ()


def _texts(cell: Cell) -> list[str]:
    """The texts of a cell; those of one that holds more than it has places for stay together."""
    texts = cell.text.split(_BETWEEN) if _is_collapsed(cell) else [cell.text]
    return texts if len(texts) <= max(cell.column_span, 1) else [cell.text]


def _at(cell: Cell, number: int) -> Cell:
    """The cell of one of several texts, at the place that stands for it."""
    if not _is_collapsed(cell):
        return cell
    return replace(cell, column_no=cell.column_no + number, column_span=1, text=_texts(cell)[number])


def _placed(
    statement: Statement, lines: Sequence[_Line], columns: Sequence[StatementColumn], blank: Collection[int]
) -> tuple[list[Cell], list[OpenText]]:
    """The cells of one block whose columns the sums decide, and what stays open."""
    places = _solved(statement, lines, columns, blank)
    cells: list[Cell] = []
    left: list[OpenText] = []
    for number, line in enumerate(lines):
        if line.columns is not None and line.doubt is None:
            continue  # certain from the start: its cells stay as they are
        unclear = None if line.amounts is not None else "夹有不是金额的文字，列不能确定"
        is_searched = line.amounts is not None and line.doubt is None
        decided = places.columns[number] if is_searched else (None,) * len(line.texts)
        doubts = {at: found for at in range(len(line.texts)) if (found := places.doubts.get((number, at)))}
        found_cells, open_texts = _told_apart(line, decided, doubts, columns, line.doubt or unclear or places.reason)
        cells.extend(found_cells)
        left.extend(open_texts)
    return cells, left


def _solved(
    statement: Statement, lines: Sequence[_Line], columns: Sequence[StatementColumn], blank: Collection[int]
) -> _Places:
    """What the sums of a block decide; where they contradict each other, what they still decide."""
    is_items = statement.kind in ITEM_KINDS
    rows = _item_rows(statement.kind, lines, columns) if is_items else _collapsed_rows(lines)
    digit = min((amount.last_digit_yuan for line in lines for amount in line.amounts or ()), default=Decimal(1))
    closed = [number for number, column in enumerate(columns) if column.column_no in blank]
    sums = column_sums(statement.kind, columns)
    loose = ItemColumns(statement.kind, columns).loose if is_items else frozenset[int]()
    found = assign_columns(rows, len(columns), sums, digit, blank=closed, loose=loose)
    if found.is_consistent:
        return _Places(found.columns, {}, "列不能由勾稽关系唯一确定")
    if is_items:
        return _Places(found.columns, {}, "数量、单价、金额各列的勾稽关系无法同时成立，列不能确定")
    solved = assign_despite(rows, len(columns), sums, digit, blank=closed)
    equations = Equations(solved.broken, [line.row for line in lines], columns, _amounts_by_place(lines, solved))
    doubts = {place: (column, equations.against((place[0], column))) for place, column in solved.doubted.items()}
    example = f"（{equations.told(solved.broken[0])}）" if solved.broken else ""
    return _Places(solved.columns, doubts, f"各列的勾稽关系无法同时成立{example}，列不能确定")


def _item_rows(kind: str, lines: Sequence[_Line], columns: Sequence[StatementColumn]) -> list[CollapsedRow]:
    """The rows of a statement of items, each with the choices that its own rules leave."""
    parents = parents_of(kind, [line.row for line in lines])
    meaning = ItemColumns(kind, columns)
    rows: list[CollapsedRow] = []
    for line, parent in zip(lines, parents, strict=True):
        is_read = line.amounts is not None and line.doubt is None
        choices: tuple[tuple[int, ...], ...] | None = None
        if is_read and line.columns is not None:
            choices = (line.columns,)
        elif is_read:
            choices = choices_of(line.row, line.spans, line.amounts or (), meaning)
        amounts = tuple(amount.amount_yuan for amount in line.amounts or ())
        rows.append(CollapsedRow(amounts, parent, is_readable=choices is not None, choices=choices))
    return rows


def _amounts_by_place(lines: Sequence[_Line], solved: Solved) -> dict[tuple[int, int], Amount]:
    """The amounts whose column is known, placed or not."""
    known: dict[tuple[int, int], Amount] = {}
    for number, (line, columns) in enumerate(zip(lines, solved.columns, strict=True)):
        for at, amount in enumerate(line.amounts or ()):
            column = solved.doubted.get((number, at), columns[at])
            if column is not None:
                known[number, column] = amount
    return known


def _told_apart(
    line: _Line,
    places: Sequence[int | None],
    doubts: Mapping[int, tuple[int, str]],
    columns: Sequence[StatementColumn],
    reason: str,
) -> tuple[list[Cell], list[OpenText]]:
    """The amounts of a collapsed row that have their column, and the others, each at a place that no other one has."""
    collapsed = [(at, cell) for at, (cell, _) in enumerate(line.texts) if cell.method == INFERRED]
    numbers = [column.column_no for column in columns]
    found = [replace(cell, column_no=numbers[place]) for at, cell in collapsed if (place := places[at]) is not None]
    left = [
        OpenText(replace(cell, column_no=numbers[doubts[at][0]]), line.row, doubts[at][1], columns[doubts[at][0]])
        for at, cell in collapsed
        if at in doubts
    ]
    taken = {cell.column_no for cell in found} | {text.cell.column_no for text in left}
    for at, cell in collapsed:
        if places[at] is None and at not in doubts:
            free = next((number for number in numbers if number not in taken), cell.column_no)
            place = cell.column_no if cell.column_no not in taken else free
            taken.add(place)
            left.append(OpenText(replace(cell, column_no=place), line.row, reason))
    return found, left


def _collapsed_rows(lines: Sequence[_Line]) -> list[CollapsedRow]:
    index = {line.row.row_no: number for number, line in enumerate(lines)}
    return [
        CollapsedRow(
            tuple(amount.amount_yuan for amount in line.amounts or ()),
            index.get(line.row.parent_row_no) if line.row.parent_row_no is not None else None,
            line.columns if line.doubt is None else None,
            is_readable=line.amounts is not None and line.doubt is None,
        )
        for line in lines
    ]
