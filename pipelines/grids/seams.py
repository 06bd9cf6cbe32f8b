"""Where the columns of a sheet were cut by the side of a page: what shows it, and what the cut parted as one again.

A cell that goes on over the cut has no side drawn there on either page, and a line over the table that was cut touches the
side on both. Geometry and equality of texts only; which tables are halves of one is decided in ``halves``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipelines.grids.cut_rows import bare
from pipelines.grids.fill import Table
from pipelines.grids.join import Placed
from pipelines.grids.lattice import Span
from pipelines.records.pages import Box, Cell, Line

# Rows and lines of two pages stand at the same height within this many points.
SAME = 1.5
# A line touches the side of its table when less than this many of its heights is between.
_NEAR = 0.6
# A piece of a line says which line it is of when it has so many characters.
_ENOUGH = 4


def is_cut_cell(left: Table, right: Table) -> bool:
    """Whether a cell goes on over the cut: at some height neither table has a side there."""
    return any(_is_same(one, other) for one in left.open_right for other in right.open_left)


def is_cut_line(left: Placed, right: Placed) -> bool:
    """Whether a line over the tables was cut: at one height its pieces touch the cut and nothing but the cut."""
    return any(
        _is_cut(one, other, left.table, right.table) and not _says_same(one, other)
        for one, other in _level(left.above, right.above)
    )


def stand_level(left: Placed, right: Placed) -> bool:
    """Whether every line over the right part stands as high as one over the left part."""
    level = {id(other) for _, other in _level(left.above, right.above)}
    return all(id(line) in level for line in right.own_above)


def says_level_again(left: Placed, right: Placed) -> list[bool | None]:
    """Of every line over the right part: whether it stands over the left part as well, as high and in the same words, as far
    as the cut left them; None where nothing stands as high there."""
    said: dict[int, bool] = {}
    for one, other in _level(left.above, right.above):
        # A line at the left of one table and one in the middle or at the right of the other are two of one row.
        if _reaches_left(one, left.table) != _reaches_left(other, right.table) and not _is_cut(
            one, other, left.table, right.table
        ):
            continue
        is_again = _begins_same(one, other) or _ends_same(one, left.table, other, right.table)
        said[id(other)] = said.get(id(other), False) or is_again or _is_cut(one, other, left.table, right.table)
    return [said.get(id(line)) for line in right.own_above]


def joined_lines(above: Sequence[Line], table: Table, right: Placed) -> tuple[Line, ...]:
    """The lines over both parts, ``above`` over ``table``: those that were cut whole again, those of the right part after."""
    lines, rest = list(above), list(right.above)
    for one, other in _level(above, right.above):
        is_one = _says_same(one, other) or _is_cut(one, other, table, right.table)
        if one in lines and other in rest and is_one:
            rest.remove(other)
            text = _sewn(one.text, other.text)
            # A line that goes on reaches over the right part too; its characters have their places on two pages.
            lines[lines.index(one)] = one if text == one.text else Line(text, other.box, ())
    return (*lines, *rest)


def _says_same(one: Line, other: Line) -> bool:
    """Whether two lines say the same."""
    return "".join(one.text.split()) == "".join(other.text.split())


def sewn_cells(
    left: Sequence[Placed], right: Sequence[Placed], again: int, cells: Sequence[Cell], seam: int
) -> list[Cell]:
    """The cells of both halves (the right ones from column ``seam`` on, without those of the first ``again`` columns, which
    they print again), those that the cut parted as one again."""
    open_right = {part.table.page: part.table.open_right for part in left}
    open_left = {part.table.page: part.table.open_left for part in right}
    ends = {
        (cell.row_no, cell.row_span): cell
        for cell in cells
        if cell.column_no + cell.column_span == seam and _is_open(cell.box, open_right.get(cell.page, ()))
    }
    sewn: dict[int, Cell] = {}
    gone: set[int] = set()
    for cell in cells:
        before = ends.get((cell.row_no, cell.row_span)) if cell.column_no == seam else None
        if before is None:
            continue
        # Beside columns printed again their side stands, and each part of a cell says all that the cell says, or nothing.
        say_one = len({bare(before.text), bare(cell.text)} - {""}) < 2
        if say_one if again else _is_open(cell.box, open_left.get(cell.page, ())):
            sewn[id(before)] = _sewn_cell(before, cell)
            gone.add(id(cell))
    return [sewn.get(id(cell), cell) for cell in cells if id(cell) not in gone]


def with_row_on_top(part: Placed, height: float) -> Placed:
    """A part with a row of one cell more, which holds the lines that stand so high over it; open at both sides."""
    table = part.table
    box = table.box._replace(top=table.box.top - height)
    within = [line for line in part.above if line.box and line.box.top + line.box.bottom > 2 * box.top]
    over = box._replace(bottom=table.box.top)
    text = "\n".join(line.text for line in within)
    cell = Cell(0, 0, 1, table.column_count, text, table.page, over, lines=tuple(within))
    spans = ((box.top, table.box.top),)
    return replace(
        part,
        table=replace(
            table,
            box=box,
            row_count=table.row_count + 1,
            cells=(cell, *(replace(own, row_no=own.row_no + 1) for own in table.cells)),
            open_left=(*spans, *table.open_left),
            open_right=(*spans, *table.open_right),
        ),
        above=tuple(line for line in part.above if line not in within),
        own_above=tuple(line for line in part.own_above if line not in within),
    )


def _sewn_cell(left: Cell, right: Cell) -> Cell:
    """One cell of two; it stands where the piece with more of its text stands."""
    text = _sewn(left.text, right.text)
    span = left.column_span + right.column_span
    if text == right.text:
        return replace(right, column_no=left.column_no, column_span=span)
    return replace(
        left, column_span=span, text=text, lines=left.lines if text == left.text else left.lines + right.lines
    )


def _begins_same(one: Line, other: Line) -> bool:
    """Whether two lines say the same or one says more after it."""
    shorter, longer = sorted(("".join(one.text.split()), "".join(other.text.split())), key=len)
    return longer.startswith(shorter) and (len(shorter) >= _ENOUGH or shorter == longer)


def _ends_same(one: Line, left: Table, other: Line, right: Table) -> bool:
    """Whether one of two lines is the end of the other, its beginning cut off by the left side of its page."""
    pairs = ((one, left, other), (other, right, one))
    return any(
        "".join(whole.text.split()).endswith("".join(end.text.split())) and _reaches_left(end, table)
        for end, table, whole in pairs
    )


def _is_open(box: Box | None, spans: Iterable[Span]) -> bool:
    """Whether a side is open all along a cell."""
    if box is None:
        return False
    within = [span for span in spans if box.top - SAME <= span[0] and span[1] <= box.bottom + SAME]
    return sum(bottom - top for top, bottom in within) >= box.bottom - box.top - 2 * SAME


def _is_same(one: Span, other: Span) -> bool:
    return abs(one[0] - other[0]) <= SAME and abs(one[1] - other[1]) <= SAME


def _level(above: Sequence[Line], other: Sequence[Line]) -> list[tuple[Line, Line]]:
    """The pairs of lines over two tables that stand at the same height of their pages."""
    return [
        (one, two)
        for one in above
        for two in other
        if one.box and two.box and abs(one.box.bottom - two.box.bottom) <= SAME
    ]


def _is_cut(one: Line, other: Line, left: Table, right: Table) -> bool:
    """Whether two lines are pieces of one that stands in the middle over both tables."""
    is_at_cut = _reaches_right(one, left) and _reaches_left(other, right)
    return is_at_cut and not _reaches_left(one, left) and not _reaches_right(other, right)


def _reaches_right(line: Line, table: Table) -> bool:
    return line.box is not None and line.box.x1 > table.box.x1 - _NEAR * (line.box.bottom - line.box.top)


def _reaches_left(line: Line, table: Table) -> bool:
    return line.box is not None and line.box.x0 < table.box.x0 + _NEAR * (line.box.bottom - line.box.top)


def _sewn(left: str, right: str) -> str:
    """Two pieces of one text: what both print is there once."""
    one, other = "".join(left.split()), "".join(right.split())
    if not other or other in one:
        return left
    if not one or one in other:
        return right
    shared = next((size for size in range(min(len(one), len(other)), 0, -1) if one.endswith(other[:size])), 0)
    return one + other[shared:]
