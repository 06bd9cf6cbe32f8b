"""Tables ruled across only: stacks of horizontal rulings of one width with rows of numbers between them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise

from pipelines.grids.edges import Ruling
from pipelines.grids.lattice import Lattice
from pipelines.grids.segments import Row, merged_rows

# Rulings of one table begin and end at the same place, give or take this many points.
_SAME_WIDTH = 8.0
_SHORTEST = 100.0
# A band higher than this many line heights that holds single lines (a title) lies between two tables.
_TITLE_BAND = 2.2
_EMPTY_BAND = 4.0
_FEWEST_ROWS = 2
_TABULAR_SHARE = 0.4


def stacks_of(horizontal: Sequence[Ruling], rows: Sequence[Row]) -> list[Lattice]:
    """The tables that horizontal rulings alone enclose: one column each, a row per band; ``rows`` is the text there."""
    lines = _Lines(rows)
    return [_lattice(part) for part in _stretches(horizontal, lines) if _is_table(part, lines)]


def stretches_of(horizontal: Sequence[Ruling], rows: Sequence[Row]) -> list[list[Ruling]]:
    """Horizontal rulings of one width with no title, paragraph or long blank between: those of one table each."""
    return _stretches(horizontal, _Lines(rows))


class _Lines:
    """The lines of a page by their height."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = sorted(rows, key=_middle)
        self._middles = list(map(_middle, self._rows))

    def between(self, top: float, bottom: float) -> list[Row]:
        """Those with their middle between two heights."""
        return self._rows[bisect_left(self._middles, top) : bisect_left(self._middles, bottom)]


def _middle(row: Row) -> float:
    return (row.box.top + row.box.bottom) / 2


def _stretches(horizontal: Sequence[Ruling], lines: _Lines) -> list[list[Ruling]]:
    stacks: list[list[Ruling]] = []
    for ruling in _whole_rulings(horizontal):
        stack = next((stack for stack in stacks if same_width(stack[-1], ruling)), None)
        if stack is None:
            stacks.append([ruling])
        else:
            stack.append(ruling)
    return [part for stack in stacks for part in _parts(stack, lines)]


def _whole_rulings(horizontal: Iterable[Ruling]) -> list[Ruling]:
    """Pieces at one height as one ruling, top to bottom."""
    whole = []
    for at, pieces in groupby(sorted(horizontal), key=lambda ruling: ruling.at):
        found = list(pieces)
        whole.append(Ruling(at, min(piece.start for piece in found), max(piece.end for piece in found)))
    return [ruling for ruling in whole if ruling.end - ruling.start >= _SHORTEST]


def same_width(first: Ruling, second: Ruling) -> bool:
    """Whether two rulings begin and end at the same place from left to right."""
    return abs(first.start - second.start) <= _SAME_WIDTH and abs(first.end - second.end) <= _SAME_WIDTH


def _parts(stack: Sequence[Ruling], lines: _Lines) -> list[list[Ruling]]:
    """A stack cut where a title, a paragraph or a long blank stands between two rulings."""
    parts = [[stack[0]]]
    for above, below in pairwise(stack):
        if _parts_tables(above.at, below.at, lines):
            parts.append([])
        parts[-1].append(below)
    return [part for part in parts if len(part) > 1]


def _parts_tables(top: float, bottom: float, lines: _Lines) -> bool:
    inside = lines.between(top, bottom)
    height = min((row.height for row in inside), default=10.0)
    if not inside:
        return bottom - top > _EMPTY_BAND * height
    return bottom - top > _TITLE_BAND * height and all(len(row.segments) == 1 for row in inside)


def _is_table(part: Sequence[Ruling], lines: _Lines) -> bool:
    """Whether numbers stand beside text in many of the bands, or in many of the lines of a few high bands."""
    bands = [lines.between(above.at, below.at) for above, below in pairwise(part)]
    tabular = [sum(row.is_tabular for row in merged_rows(band)) for band in bands]
    count = sum(len(merged_rows(band)) for band in bands)
    with_numbers = sum(count > 0 for count in tabular)
    return sum(tabular) >= _FEWEST_ROWS and (
        with_numbers >= _TABULAR_SHARE * len(bands) or sum(tabular) >= _TABULAR_SHARE * count
    )


def _lattice(part: Sequence[Ruling]) -> Lattice:
    ys = tuple(ruling.at for ruling in part)
    xs = (min(ruling.start for ruling in part), max(ruling.end for ruling in part))
    walls = tuple((True,) for _ in range(len(ys) - 1))
    return Lattice(xs, ys, walls, walls)
