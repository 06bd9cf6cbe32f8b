"""Tables without vertical rulings, read by their heading: every number under exactly one header, or no table at all.

What the numbers and labels cover from left to right are strips; numbers set to the right (or centred) and labels set to the
left say which header each strip belongs to. Where anything can be read in two ways there is no result, and ``white`` cuts.
Lines and rows come from ``atoms``, header cells from ``heading``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from pipelines.grids.atoms import (
    Atom,
    AtomLine,
    amount_lines,
    atom_lines,
    begins_rows,
    full_width,
    is_ruled_by_row,
    prints_years,
    rows_of_lines,
)
from pipelines.grids.edges import Ruling
from pipelines.grids.ghosts import Filled
from pipelines.grids.heading import Block, Extent, Node, blocks_of, leaves_of, levels_of, tree_of
from pipelines.grids.placing import Column, Filling
from pipelines.grids.spaced import unspaced
from pipelines.grids.strips import Strip, may_share, merged, numbers_of, spread, strips_of
from pipelines.records.pages import Box, Word

# Numbers end on one line, or have one middle, give or take this many points.
_EVEN = 1.6
_PAD = 3.0
_NEAR_SIDE = 4.0
_FEWEST_ROWS = 2
# A row alone is one of so many amounts.
_FEWEST_ALONE = 3
# More lines than these are a text, no heading.
_MOST_HEAD_LINES = 20
_MOST_UNLABELLED = 1
# In full characters: a label so far over or under its numbers is not on their line.
_OFF_LINE = 0.3
# A row of column numbers has a word of so many characters (栏次) on so many sides of the table, or more left of them all.
_MOST_SIDES = 2


class Headed(NamedTuple):
    """A table that was read: its cells, and the reading itself, which further pages of the table may go on."""

    filled: Filled
    reading: Reading


def read_headed(
    words: Sequence[Word], box: Box, rulings: Sequence[Ruling], *, may_be_one_row: bool = True
) -> Headed | None:
    """A table inside ``box``, or None where its columns or rows are not plain.

    ``rulings`` are those across; the words are those inside the box and no others. ``may_be_one_row``: whether a heading
    with a single row is a table; not where the box may end before its table does.
    """
    em = full_width(words)
    lines = amount_lines(atom_lines(words, em))
    start = _start_of_body(lines, rulings)
    if start is None or not _is_enough(lines[start:], may_be_one_row):
        return None
    bands = [ruling.at for ruling in rulings]
    rows = rows_of_lines(lines[start:], bands, em, by_row=is_ruled_by_row(bands))
    heading = heading_of(lines[:start], rulings, em)
    if rows is None or heading is None:
        return None
    reading = Reading(heading, rows, Around(box, rulings, em))
    filled = reading.filled()
    return Headed(filled, reading) if filled else None


def _start_of_body(lines: Sequence[AtomLine], rulings: Sequence[Ruling]) -> int | None:
    """The first line of the rows; None where there is no heading, or a line that may be a row or years over the columns."""
    start = next((number for number, line in enumerate(lines) if begins_rows(line)), 0)
    while start and _belongs_to_body(lines, start - 1, rulings):
        start -= 1
    if not 0 < start <= _MOST_HEAD_LINES:
        return None
    is_whole = any(atom.is_counted for line in lines[start:] for atom in line)
    return None if is_whole and any(map(prints_years, lines[:start])) else start


def _is_enough(body: Sequence[AtomLine], may_be_one_row: bool) -> bool:
    """Whether lines are enough for the body of a table: two, or one with several amounts."""
    amounts = sum(atom.is_exact for line in body for atom in line)
    return len(body) >= _FEWEST_ROWS or (may_be_one_row and amounts >= _FEWEST_ALONE)


def heading_of(lines: list[AtomLine], rulings: Sequence[Ruling], em: float) -> Heading | None:
    """The lines over the numbers as a heading, None where it is in doubt what is one cell."""
    numbering = _numbering(lines)
    head = lines[: len(lines) - len(numbering)]
    blocks = blocks_of(head, rulings, em) if head else None
    return Heading(lines, blocks, numbering) if blocks else None


def _belongs_to_body(lines: Sequence[AtomLine], number: int, rulings: Sequence[Ruling]) -> bool:
    """Whether a line above the first with an exact number is of the same row: a label that begins higher, no ruling between."""
    line, below = lines[number], lines[number + 1]
    if any(line[0].y < ruling.at < below[0].y for ruling in rulings):
        return False
    return len(line) == 1 and line[0].bottom > min(atom.top for atom in below) + 1 and below[0].y - line[0].y > 1


def _numbering(lines: Sequence[AtomLine]) -> list[AtomLine]:
    """The last line of a heading when it numbers the columns (栏次 1 2 3)."""
    if not lines:
        return []
    texts = [atom for atom in lines[-1] if not atom.is_number and set(atom.text) != {"*"}]
    numbers = [int(atom.text) for atom in lines[-1] if atom.text.isdigit()]
    if len(numbers) < 2 or any(len(atom.text) > _MOST_SIDES for atom in texts):
        return []
    is_counted = all(b == a + 1 for a, b in pairwise(numbers))
    is_few = len(texts) <= _MOST_SIDES or (numbers[0] == 1 and tuple(texts) == lines[-1][: len(texts)])
    return [lines[-1]] if is_counted and is_few else []


class Heading(NamedTuple):
    """The lines over the numbers of a table, the header cells in them, and the last line if it numbers the columns."""

    lines: list[AtomLine]
    blocks: list[Block]
    numbering: list[AtomLine]


class Around(NamedTuple):
    """What lies around a table: its box, the rulings across in it, and the width of a full character."""

    box: Box
    rulings: Sequence[Ruling]
    em: float


class Reading:
    """One table while its columns are being found."""

    def __init__(self, heading: Heading, rows: list[list[AtomLine]], around: Around) -> None:
        self.heading, self.rows, self.around = heading, rows, around
        self.box, rulings, em = around
        self.em = em
        self.is_framed = bool(rulings)
        self.strips = strips_of(rows)
        self.blocks = unspaced(heading.blocks, self.strips, em)
        body = min(atom.y for line in [*heading.numbering, *rows[0]] for atom in line)
        self.levels = levels_of(self.blocks, rulings, body, em)
        self.leaves = leaves_of(self.blocks, self.levels)

    def filled(self) -> Filled | None:
        """The cells, or None."""
        plain = self.plain
        return Filling(*plain, self.rows, self.heading.numbering, self.box).filled() if plain else None

    @cached_property
    def plain(self) -> tuple[list[Column], list[Node]] | None:
        """The columns and the headers over them, or None where either is in doubt."""
        columns = self._columns() if len(self.leaves) > 1 else None
        if columns is None or not all(map(self._is_even, self._amount_strips(columns))):
            return None
        nodes = tree_of(self.blocks, self.leaves, self.levels, self._extent(columns), self.em)
        return (columns, nodes) if nodes is not None and self._is_labelled(columns) else None

    @property
    def is_whole(self) -> bool:
        """Whether its amounts have neither decimals nor separators."""
        return any(atom.is_counted for row in self.rows for line in row for atom in line)

    @property
    def least_pitch(self) -> float:
        """How near to each other two columns of amounts end."""
        ends = [strip.x1 for strip in self.strips if strip.is_amounts]
        return min((right - left for left, right in pairwise(sorted(ends))), default=2 * self.em)

    def with_rows(self, rows: list[list[AtomLine]]) -> Reading:
        """The same heading over more rows."""
        return Reading(self.heading, [*self.rows, *rows], self.around)

    def _amount_strips(self, columns: Sequence[Column]) -> list[Strip]:
        return [column.strip for column in columns if column.strip is not None and column.strip.is_amounts]

    def _columns(self) -> list[Column] | None:
        """The strips with their leaves in order, empty leaves between; None when two claims meet."""
        by_leaf = self._claims()
        if by_leaf is None:
            return None
        columns: list[Column] = []
        for number in range(len(self.leaves)):
            own = merged(by_leaf.get(number, []), self.rows)
            if len(own) > 1 and not may_share(own):
                return None
            columns.extend([Column(number, strip) for strip in own] or [Column(number, None)])
        places = [column.strip.x0 for column in columns if column.strip is not None]
        return columns if places == sorted(places) else None

    def _claims(self) -> dict[int, list[Strip]] | None:
        """Every leaf with its strips, from left to right; None where a strip may stand under two leaves or under none.

        What may be under two is under the one that no other strip lays claim to.
        """
        choices = [self._choices(strip) for strip in self.strips]
        for _ in choices:
            taken = [next(iter(found)) for found in choices if len(found) == 1]
            choices = [found if len(found) == 1 else found.difference(taken) for found in choices]
        if not all(len(found) == 1 for found in choices):
            return None
        claims: dict[int, list[Strip]] = {}
        for strip, (leaf,) in zip(self.strips, choices, strict=True):
            claims.setdefault(leaf, []).append(strip)
        return claims

    def _choices(self, strip: Strip) -> set[int]:
        """The headers a strip may stand under. Numbers end right of the middle of theirs, labels begin left of it."""
        middles = [leaf.x for leaf in self.leaves]
        by_end = max(bisect_right(middles, strip.x1) - 1, 0)
        by_start = min(bisect_right(middles, strip.x0), len(middles) - 1)
        below = {number for number, leaf in enumerate(self.leaves) if leaf.x0 < strip.x1 and strip.x0 < leaf.x1}
        if strip.is_amounts:
            return {by_end} if below == {by_end} or (not below and self._ends_right()) else set()
        if below:
            return below if len(below) == 1 else set()
        return {by_end, by_start} if strip.is_digits else {by_start}

    def _ends_right(self) -> bool:
        """Whether the numbers of the table are plainly set to the right: of several lengths with one end; or they end where the
        rulings do, or where the next column, of which the header is the middle, begins."""
        amounts = [one for one in self.strips if one.is_amounts]
        widths = [spread([atom.x1 - atom.x0 for atom in numbers_of(one)]) > _EVEN for one in amounts]
        ends = [spread([atom.x1 for atom in numbers_of(one)]) <= _EVEN for one in amounts]
        if any(widths):
            return all(ends)
        if self.is_framed and self.box.x1 - amounts[-1].x1 <= _PAD + _NEAR_SIDE:
            return True
        middles = [leaf.x for leaf in self.leaves]
        own = [(bisect_right(middles, one.x1) - 1, one.x1) for one in amounts]
        return any(b == a + 1 and abs(2 * middles[b] - right - left) <= 2 * _PAD + _NEAR_SIDE
                   for (a, left), (b, right) in pairwise(own))  # fmt: skip

    def _is_even(self, strip: Strip) -> bool:
        """Whether nothing but numbers stands in a strip, all ending on one line or with one middle."""
        numbers = numbers_of(strip)
        is_plain = len(numbers) == len(strip.atoms)
        return is_plain and (
            spread([atom.x1 for atom in numbers]) <= _EVEN or spread([atom.x for atom in numbers]) <= _EVEN
        )

    def _is_labelled(self, columns: Sequence[Column]) -> bool:
        """Whether rows with numbers have their own labels: one printed once for several rows is nobody's when nothing rules."""
        rows = [[atom for line in row for atom in line] for row in self.rows]
        for labels, amounts in _sides(columns):
            numbers = {id(atom) for strip in amounts for atom in strip.atoms}
            own = [row for row in rows if any(id(atom) in numbers for atom in row)]
            names = [strip for strip in labels if not strip.is_digits]
            for strip in labels:
                together = labels if names == [strip] else [strip]
                texts = {id(atom) for one in together for atom in one.atoms}
                filled = [any(id(atom) in texts for atom in row) for row in own]
                if filled.count(False) > _MOST_UNLABELLED and _may_be_merged(filled, is_name=strip in names):
                    return False
                if _leans_over(own, filled, {id(atom) for atom in strip.atoms}, _OFF_LINE * self.em):
                    return False
        return True

    def _extent(self, columns: Sequence[Column]) -> Extent:
        """From where to where leaves reach: numbers end at the right side, labels begin at the left, headers are centred."""
        edges: list[list[float | None]] = [[None, None] for _ in self.leaves]
        for number, leaf in enumerate(self.leaves):
            own = [column.strip for column in columns if column.leaf == number and column.strip is not None]
            if own and own[-1].is_amounts:
                right = max(own[-1].x1, leaf.x1) + _PAD
                edges[number] = [2 * leaf.x - right, right]
            elif own and not own[0].is_digits:
                left = min(own[0].x0, leaf.x0) - _PAD
                edges[number] = [left, 2 * leaf.x - left]
        return lambda first, last: (self._side(edges, first, is_left=True), self._side(edges, last, is_left=False))

    def _side(self, edges: Sequence[Sequence[float | None]], number: int, *, is_left: bool) -> float:
        """One side of a leaf: its own, that of its neighbour, else half way to the neighbour's header."""
        other = number - 1 if is_left else number + 1
        own = edges[number][0 if is_left else 1]
        if own is not None:
            return own
        if not 0 <= other < len(edges):
            return self.box.x0 if is_left else self.box.x1
        beside = edges[other][1 if is_left else 0]
        leaf, next_leaf = self.leaves[number], self.leaves[other]
        if beside is not None:
            return beside
        return (leaf.x0 + next_leaf.x1) / 2 if is_left else (leaf.x1 + next_leaf.x0) / 2


def _leans_over(rows: Sequence[Sequence[Atom]], filled: Sequence[bool], texts: set[int], off: float) -> bool:
    """Whether a label stands off the line of its numbers, towards a row that has none: it may be the label of both."""
    for place, row in enumerate(rows):
        heights = [atom.y for atom in row if id(atom) in texts]
        number = median(atom.y for atom in row if atom.is_number)
        is_up = place > 0 and not filled[place - 1] and all(height < number - off for height in heights)
        is_down = place + 1 < len(rows) and not filled[place + 1] and all(height > number + off for height in heights)
        if heights and (is_up or is_down):
            return True
    return False


def _may_be_merged(filled: Sequence[bool], *, is_name: bool) -> bool:
    """Whether labels that stand in some rows only may be those of several rows each: set in their middle, or (names) in the
    first of them. A row of totals at either end has none."""
    for start in (0, 1):
        if is_name and filled[start]:
            return True
        for end in (len(filled), len(filled) - 1):
            if _is_centred(filled[start:end]):
                return True
    return False


def _is_centred(filled: Sequence[bool]) -> bool:
    """Whether rows fall into stretches with the one that is filled in the middle of each."""
    start = 0
    while start < len(filled):
        half = next((number for number, is_filled in enumerate(filled[start:]) if is_filled), None)
        if half is None or any(filled[start + half + 1 : start + 2 * half + 1]) or start + 2 * half >= len(filled):
            return False
        start += 2 * half + 1
    return True


def _sides(columns: Sequence[Column]) -> list[tuple[list[Strip], list[Strip]]]:
    """Label strips with the strips of numbers right of them, as often as labels begin anew."""
    found: list[tuple[list[Strip], list[Strip]]] = []
    for strip in (column.strip for column in columns if column.strip is not None):
        if not found or (not strip.is_amounts and found[-1][1]):
            found.append(([], []))
        found[-1][1 if strip.is_amounts else 0].append(strip)
    return found
