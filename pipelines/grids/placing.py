"""The cells of a table whose columns and heading are known: places and words only. What is what is found in ``headed``."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipelines.grids.atoms import Atom, AtomLine
from pipelines.grids.ghosts import Filled
from pipelines.grids.heading import Node
from pipelines.grids.lattice import Rectangle
from pipelines.grids.strips import Strip
from pipelines.records.pages import Box, Word


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table: its strip, if anything stands in it, and the leaf over it."""

    leaf: int
    strip: Strip | None


class Filling:
    """The cells of a table whose columns and header are known."""

    def __init__(
        self,
        columns: Sequence[Column],
        nodes: Sequence[Node],
        rows: Sequence[Sequence[AtomLine]],
        numbering: Sequence[AtomLine],
        box: Box,
    ) -> None:
        self.columns, self.nodes, self.rows, self.numbering, self.box = columns, nodes, rows, numbering, box
        self.depth = 1 + max((node.depth for node in nodes), default=-1)
        self.cells: list[tuple[Rectangle, list[Word]]] = []

    def filled(self, borders: Sequence[float] = ()) -> Filled | None:
        """All cells with their words; None when the columns overlap. Without headers the ``borders`` of columns are needed."""
        xs, ys = list(borders) or self._xs(), self._ys()
        if any(a >= b for line in (xs, ys) for a, b in pairwise(line)):
            return None
        self._head()
        for number, line in enumerate(self.numbering):
            places = self._numbered(line, xs)
            if places is None:
                return None
            self._row(self.depth + number, [line], places)
        by_strip = self._by_strip()
        for number, row in enumerate(self.rows):
            self._row(self.depth + len(self.numbering) + number, row, by_strip)
        rectangles = [rectangle for rectangle, _ in self.cells]
        boxes = [Box(xs[r.column], ys[r.row], xs[r.column + r.column_span], ys[r.row + r.row_span]) for r in rectangles]
        return Filled(xs, ys, rectangles, boxes, [words for _, words in self.cells])

    def _xs(self) -> list[float]:
        """Borders: half way between what stands left and right, headers included."""
        spans = []
        for column in self.columns:
            leaf = next(node.block for node in self.nodes if node.is_leaf and node.first == column.leaf)
            own = column.strip
            shared = sum(other.leaf == column.leaf for other in self.columns) > 1
            places = [(own.x0, own.x1)] if own is not None and shared else [(leaf.x0, leaf.x1)]
            if own is not None and not shared:
                places.append((own.x0, own.x1))
            spans.append((min(x0 for x0, _ in places), max(x1 for _, x1 in places)))
        inner = [(left[1] + right[0]) / 2 for left, right in pairwise(spans)]
        return [min(self.box.x0, spans[0][0]), *inner, max(self.box.x1, spans[-1][1])]

    def _ys(self) -> list[float]:
        """Borders between rows, the levels of the header at even distances."""
        bodies = [[line] for line in self.numbering] + [list(row) for row in self.rows]
        spans = [
            (min(a.top for line in row for a in line), max(a.bottom for line in row for a in line)) for row in bodies
        ]
        inner = [(above[1] + below[0]) / 2 for above, below in pairwise(spans)]
        end = max(self.box.bottom, spans[-1][1])
        if not self.nodes:
            return [self.box.top, *inner, end]
        lowest = max(line.bottom for node in self.nodes for line in node.block.lines)
        start = (lowest + spans[0][0]) / 2
        levels = [self.box.top + (start - self.box.top) * number / self.depth for number in range(self.depth)]
        return [*levels, start, *inner, end]

    def _head(self) -> None:
        of_leaf = {number: [index for index, column in enumerate(self.columns) if column.leaf == number]
                   for number in {column.leaf for column in self.columns}}  # fmt: skip
        for node in self.nodes:
            first, last = of_leaf[node.first][0], of_leaf[node.last][-1]
            rows = self.depth - node.depth if node.is_leaf else 1
            words = [word for line in node.block.lines for word in line.words]
            self.cells.append((Rectangle(node.depth, first, rows, last - first + 1), words))

    def _by_strip(self) -> dict[Atom, int]:
        return {atom: number for number, column in enumerate(self.columns) if column.strip is not None
                for atom in column.strip.atoms}  # fmt: skip

    def _numbered(self, line: AtomLine, xs: Sequence[float]) -> dict[Atom, int] | None:
        """The columns of a line that numbers them; a word spaced widely (栏 次) is in one, two numbers never are."""
        by_middle = self._by_middle(xs)
        texts = [by_middle[atom] for atom in line if not atom.is_number]
        places = by_middle if len(set(texts)) < len(texts) else self._by_order(line) or by_middle
        numbers = [places[atom] for atom in line if atom.is_number]
        is_plain = len(set(numbers)) == len(numbers) and not {
            places[atom] for atom in line if not atom.is_number
        } & set(numbers)
        return places if is_plain else None

    def _by_order(self, line: AtomLine) -> dict[Atom, int]:
        """Column numbers in order, where there are as many as columns."""
        return {atom: number for number, atom in enumerate(line)} if len(line) == len(self.columns) else {}

    def _by_middle(self, xs: Sequence[float]) -> dict[Atom, int]:
        return {atom: bisect_right(xs, atom.x) - 1 for line in self.numbering for atom in line}

    def _row(self, row: int, lines: Sequence[AtomLine], places: dict[Atom, int]) -> None:
        words: list[list[Word]] = [[] for _ in self.columns]
        spans: dict[int, int] = {}
        for atom in (atom for line in lines for atom in line):
            place = places.get(atom)
            if place is None:
                over = self._below(atom)
                place = over[0]
                spans[place] = over[-1] - over[0] + 1
            words[place].extend(atom.words)
        column = 0
        while column < len(self.columns):
            span = spans.get(column, 1)
            self.cells.append((Rectangle(row, column, 1, span), words[column]))
            column += span

    def _below(self, atom: Atom) -> list[int]:
        """The columns whose strips a text runs over."""
        strips = [(number, column.strip) for number, column in enumerate(self.columns)]
        return [n for n, strip in strips if strip is not None and strip.x0 < atom.x1 and atom.x0 < strip.x1]
