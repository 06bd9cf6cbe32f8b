"""From the rulings of one table to its rectangles: unit cells between all positions, merged where no ruling separates.

Stages ``close_outer_sides`` -> ``lattice_of`` -> ``rectangles``. Pure geometry; text comes in ``fill``.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from pipelines.grids.edges import SNAP, Ruling, Rulings


class Rectangle(NamedTuple):
    """A cell by its place: first row and column and how many of each it covers."""

    row: int
    column: int
    row_span: int
    column_span: int


Span = tuple[float, float]
# A side is drawn when so much of it is; a table without drawn sides has no cells that go on beyond them.
_DRAWN = 0.5


@dataclass(frozen=True, slots=True)
class Lattice:
    """Positions of all rulings of a table and where a wall stands between neighbouring unit cells."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    left_walls: tuple[tuple[bool, ...], ...]
    """[row][column]: a wall on the left side of that unit cell."""
    top_walls: tuple[tuple[bool, ...], ...]
    """[row][column]: a wall on the upper side of that unit cell."""
    open_left: tuple[Span, ...] = ()
    """Rows (from, to) at which the left side was not drawn though most of it is: a cell goes on beyond it."""
    open_right: tuple[Span, ...] = ()


def close_outer_sides(rulings: Rulings) -> Rulings:
    """The rulings with the sides of their bounding box added where they were left open (tables without side borders,
    tables cut by a page end)."""
    horizontal, vertical = rulings
    left = min(*(ruling.start for ruling in horizontal), vertical[0].at)
    right = max(*(ruling.end for ruling in horizontal), vertical[-1].at)
    top = min(*(ruling.start for ruling in vertical), horizontal[0].at)
    bottom = max(*(ruling.end for ruling in vertical), horizontal[-1].at)
    left, right = _onto(left, vertical), _onto(right, vertical)
    top, bottom = _onto(top, horizontal), _onto(bottom, horizontal)
    return Rulings(
        (*horizontal, Ruling(top, left, right), Ruling(bottom, left, right)),
        (*vertical, Ruling(left, top, bottom), Ruling(right, top, bottom)),
    )


def _onto(position: float, rulings: tuple[Ruling, ...]) -> float:
    """The outermost ruling's position when ``position`` is as good as there, else ``position`` itself."""
    for ruling in (rulings[0], rulings[-1]):
        if abs(ruling.at - position) <= SNAP:
            return ruling.at
    return position


def lattice_of(rulings: Rulings) -> Lattice:
    """Unit cells and their walls, from the rulings of one component."""
    closed = close_outer_sides(rulings)
    xs = tuple(sorted({ruling.at for ruling in closed.vertical}))
    ys = tuple(sorted({ruling.at for ruling in closed.horizontal}))
    rows, columns = len(ys) - 1, len(xs) - 1
    left = [[False] * columns for _ in range(rows)]
    top = [[False] * columns for _ in range(rows)]
    middles_y = [(a + b) / 2 for a, b in pairwise(ys)]
    middles_x = [(a + b) / 2 for a, b in pairwise(xs)]
    for at, start, end in closed.vertical:
        column = bisect_left(xs, at)
        if column < columns:
            for row in range(bisect_left(middles_y, start), bisect_right(middles_y, end)):
                left[row][column] = True
    for at, start, end in closed.horizontal:
        row = bisect_left(ys, at)
        if row < rows:
            for column in range(bisect_left(middles_x, start), bisect_right(middles_x, end)):
                top[row][column] = True
    sides = (_open_spans(rulings, xs[0], ys), _open_spans(rulings, xs[-1], ys))
    return Lattice(xs, ys, tuple(map(tuple, left)), tuple(map(tuple, top)), *sides)


def with_walls(lattice: Lattice, sides: Iterable[tuple[float, float]]) -> Lattice:
    """The lattice with a wall where one of its columns begins at a place (x, y) of ``sides``, in the row of that place."""
    walled = {
        (row, index)
        for x, y in sides
        for index, own in enumerate(lattice.xs[:-1])
        if index and abs(x - own) <= SNAP
        for row, (top, bottom) in enumerate(pairwise(lattice.ys))
        if top <= y <= bottom
    }
    if not walled:
        return lattice
    left = tuple(
        tuple(wall or (row, column) in walled for column, wall in enumerate(walls))
        for row, walls in enumerate(lattice.left_walls)
    )
    return replace(lattice, left_walls=left)


def _open_spans(rulings: Rulings, side: float, ys: tuple[float, ...]) -> tuple[Span, ...]:
    """The rows at which a side that is mostly drawn is not."""
    drawn = [ruling for ruling in rulings.vertical if abs(ruling.at - side) <= SNAP]
    left_open = [
        (top, bottom)
        for top, bottom in pairwise(ys)
        if not any(ruling.start <= (top + bottom) / 2 <= ruling.end for ruling in drawn)
    ]
    length = sum(bottom - top for top, bottom in left_open)
    return tuple(left_open) if length <= (1 - _DRAWN) * (ys[-1] - ys[0]) else ()


def rectangles(lattice: Lattice) -> tuple[Rectangle, ...]:
    """The cells: unit cells without a wall between them, as rectangles in reading order.

    An area that is not a rectangle (a ruling left out halfway) is cut along its rows.
    """
    rows, columns = len(lattice.ys) - 1, len(lattice.xs) - 1
    taken = [[False] * columns for _ in range(rows)]
    found: list[Rectangle] = []
    for row in range(rows):
        for column in range(columns):
            if taken[row][column]:
                continue
            if _is_walled(lattice, row, column):
                found.append(Rectangle(row, column, 1, 1))
            else:
                area = _area(lattice, row, column)
                found.extend(_cut(area))
                for unit_row, unit_column in area:
                    taken[unit_row][unit_column] = True
    return tuple(sorted(found))


def _is_walled(lattice: Lattice, row: int, column: int) -> bool:
    """Whether a wall or the end of the table stands on all sides of a unit cell."""
    left, top = lattice.left_walls, lattice.top_walls
    is_walled_across = (column == 0 or left[row][column]) and (column + 1 == len(left[row]) or left[row][column + 1])
    return is_walled_across and (row == 0 or top[row][column]) and (row + 1 == len(top) or top[row + 1][column])


def _area(lattice: Lattice, row: int, column: int) -> set[tuple[int, int]]:
    """All unit cells reachable from one without crossing a wall."""
    rows, columns = len(lattice.ys) - 1, len(lattice.xs) - 1
    left, top = lattice.left_walls, lattice.top_walls
    area = {(row, column)}
    waiting = [(row, column)]
    while waiting:
        r, c = waiting.pop()
        neighbours = (
            (r, c - 1) if c > 0 and not left[r][c] else None,
            (r, c + 1) if c + 1 < columns and not left[r][c + 1] else None,
            (r - 1, c) if r > 0 and not top[r][c] else None,
            (r + 1, c) if r + 1 < rows and not top[r + 1][c] else None,
        )
        for unit in neighbours:
            if unit is not None and unit not in area:
                area.add(unit)
                waiting.append(unit)
    return area


def _cut(area: set[tuple[int, int]]) -> list[Rectangle]:
    """The area as rectangles: itself when it is one, otherwise its row strips, equal strips below each other joined."""
    rows, columns = [unit[0] for unit in area], [unit[1] for unit in area]
    first_row, first_column = min(rows), min(columns)
    row_span, column_span = max(rows) - first_row + 1, max(columns) - first_column + 1
    if len(area) == row_span * column_span:
        return [Rectangle(first_row, first_column, row_span, column_span)]
    open_strips: dict[tuple[int, int], Rectangle] = {}
    done: list[Rectangle] = []
    for row in range(first_row, first_row + row_span):
        strips = _strips(sorted(column for r, column in area if r == row))
        still_open: dict[tuple[int, int], Rectangle] = {}
        for strip in strips:
            above = open_strips.pop(strip, None)
            still_open[strip] = (
                above._replace(row_span=above.row_span + 1) if above else Rectangle(row, strip[0], 1, strip[1])
            )
        done.extend(open_strips.values())
        open_strips = still_open
    return done + list(open_strips.values())


def _strips(columns: list[int]) -> list[tuple[int, int]]:
    """Runs of neighbouring columns as (first, count)."""
    strips: list[tuple[int, int]] = []
    for column in columns:
        if strips and column == strips[-1][0] + strips[-1][1]:
            strips[-1] = (strips[-1][0], strips[-1][1] + 1)
        else:
            strips.append((column, 1))
    return strips
