"""A row that a page end cut in two, made one again when that is evident. Equality, digits and places only.

What is not evident stays two rows: joining wrongly would put an amount under a label that is not its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from pipelines.records.pages import Cell, Line

NUMBER = re.compile(r"[-+−]?[\d,，]*\.?\d+%?|[-—－]+")
_ORDINAL = re.compile(r"[（(]\w{1,3}[)）]|\w{1,3}[、.．]")
# An amount that ends before its second decimal, and one that does not.
_UNFINISHED = re.compile(r"[-+−]?(?:\d{1,3}(?:[,，]\d{3})+|\d+)\.\d?")
_WHOLE = re.compile(_UNFINISHED.pattern.removesuffix("?") + r"\d")
# Enough rows to know what is usual in a column, and the share that makes it usual.
_FEWEST_ROWS = 4
_USUAL = 0.9
_MOSTLY_ORDINAL = 0.7
_WIDEST_PADDING = 7.5
# No row begins by chance below so many cells that are full to their edges.
_MANY_FULL = 3
_STRETCHED_GAP = 0.25


def bare(text: str) -> str:
    """Text without white space."""
    return "".join(text.split())


def is_number(text: str) -> bool:
    """Whether a cell holds a number or the dash that stands for none."""
    return NUMBER.fullmatch(bare(text)) is not None


def is_cut_row(upper: Sequence[Cell], last: int, lower: Sequence[Cell], first: int) -> bool:
    """Whether row ``last`` above a page break and row ``first`` below it are one printed row.

    Necessary: the same cells; one half has text only where the other has; and where both have text, the upper line is full
    to its edge. Sufficient with it where the short half holds numbers: they are the decimals that those above lack. Where it
    holds none, one of: the short half is blank in a column that is always filled; its text lacks the ordinal that texts of
    its column begin with; the upper line is stretched as only lines that go on are; the short half goes on with so many full
    cells that it is no row of its own (a row of headers).
    """
    above = _row(upper, last, may_begin_higher=True)
    below = _row(lower, first)
    if not above or above.keys() != below.keys():
        return False
    texts_above = {column for column, cell in above.items() if cell.text}
    texts_below = {column for column, cell in below.items() if cell.text}
    both = texts_above & texts_below
    if not both or texts_above == texts_below or both not in (texts_above, texts_below):
        return False
    short = below if both == texts_below else above
    if not all(_is_full(above[column]) for column in both):
        return False
    numbers = [column for column in both if is_number(short[column].text)]
    if numbers:
        return short is below and all(_are_one_number(above[column], below[column]) for column in numbers)
    others = [cell for cell in (*upper, *lower) if cell is not short.get(cell.column_no)]
    return (
        bool(_always_filled(others, above) - both)
        or (short is below and len(both) >= _MANY_FULL)
        or (short is below and any(_lacks_ordinal(others, above[column], below[column]) for column in both))
        or all(_is_stretched(above[column]) and not _stretches(others, above[column]) for column in both)
    )


def merge_cut_row(upper: Sequence[Cell], last: int, lower: Sequence[Cell], first: int) -> tuple[list[Cell], list[Cell]]:
    """The cells above with those of the cut row completed, and the cells below without that row (rows moved up)."""
    rest = _row(lower, first)
    completed = [
        _completed(cell, rest[cell.column_no]) if _last_row(cell) == last and cell.column_no in rest else cell
        for cell in upper
    ]
    remaining = [
        replace(cell, row_no=cell.row_no - 1) if cell.row_no > first else cell for cell in lower if cell.row_no != first
    ]
    return completed, remaining


def _row(cells: Iterable[Cell], row: int, *, may_begin_higher: bool = False) -> dict[int, Cell]:
    """The cells of one row by column; nothing when one of them spans further rows, or rows above unless it may."""
    found = {cell.column_no: cell for cell in cells if cell.row_no <= row <= _last_row(cell)}
    is_own = all(_last_row(cell) == row and (may_begin_higher or cell.row_no == row) for cell in found.values())
    return found if is_own else {}


def _last_row(cell: Cell) -> int:
    return cell.row_no + cell.row_span - 1


def _completed(cell: Cell, rest: Cell) -> Cell:
    if not rest.text:
        return cell
    if not cell.text:
        return replace(rest, row_no=cell.row_no, row_span=cell.row_span)
    return replace(cell, text=f"{cell.text}\n{rest.text}", lines=cell.lines + rest.lines)


def _are_one_number(above: Cell, below: Cell) -> bool:
    """Whether a number fills its cell from side to side and lacks decimals that stand below it: 4,300,000.5 over 0."""
    line = _last_line(above)
    if line is None or line.box is None or above.box is None or not line.boxes:
        return False
    room = (above.box.x1 - above.box.x0) - (line.box.x1 - line.box.x0)
    fills = room < 2 * _WIDEST_PADDING + max(box.x1 - box.x0 for box in line.boxes)
    is_one = _WHOLE.fullmatch(bare(above.text + below.text)) is not None
    return fills and is_one and _UNFINISHED.fullmatch(bare(above.text)) is not None


def _always_filled(cells: Sequence[Cell], row: dict[int, Cell]) -> set[int]:
    """Columns of ``row`` that are filled in nearly all other rows."""
    filled: set[int] = set()
    for column, sample in row.items():
        texts = [bool(cell.text) for cell in cells if cell.column_no == column and cell.row_span == sample.row_span]
        if len(texts) > _FEWEST_ROWS and sum(texts) >= _USUAL * len(texts):
            filled.add(column)
    return filled


def _lacks_ordinal(cells: Sequence[Cell], above: Cell, below: Cell) -> bool:
    """Whether texts of the column begin with an ordinal mark, the upper one too, but not the lower one."""
    texts = [bare(cell.text) for cell in cells if cell.column_no == above.column_no and cell.text]
    marked = sum(_ORDINAL.match(text) is not None for text in texts)
    if len(texts) < _FEWEST_ROWS or marked < _MOSTLY_ORDINAL * len(texts):
        return False
    return _ORDINAL.match(bare(above.text)) is not None and _ORDINAL.match(bare(below.text)) is None


def _is_full(cell: Cell) -> bool:
    """Whether the next character did not fit on the last line of a cell (padding taken as that on the left)."""
    line = _last_line(cell)
    if line is None or line.box is None or cell.box is None or not line.boxes:
        return False
    padding = min(max(line.box.x0 - cell.box.x0, 0.0), _WIDEST_PADDING)
    widest = max(box.x1 - box.x0 for box in line.boxes)
    return cell.box.x1 - line.box.x1 < widest + padding


def _is_stretched(cell: Cell) -> bool:
    """Whether the last line is spread evenly to both edges, as a justified line that goes on is."""
    line = _last_line(cell)
    if line is None or len(line.boxes) < 2 or not _is_full(cell):
        return False
    letters = [box for box, text in zip(line.boxes, line.text, strict=True) if text != " "]
    gaps = [right.x0 - left.x1 for left, right in pairwise(letters)]
    return bool(gaps) and min(gaps) > _STRETCHED_GAP * (letters[0].bottom - letters[0].top)


def _stretches(cells: Sequence[Cell], sample: Cell) -> bool:
    """Whether other cells of the column are spread although nothing goes on: then spreading is its style."""
    return any(cell.column_no == sample.column_no and cell is not sample and _is_stretched(cell) for cell in cells)


def _last_line(cell: Cell) -> Line | None:
    return cell.lines[-1] if cell.lines else None
