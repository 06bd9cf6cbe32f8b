"""Tables without vertical rulings, read by their heading: every number under exactly one header, or no table at all.

What the numbers and labels cover from left to right are strips; numbers set to the right (or centred) and labels set to the
left say which header each strip belongs to. Where anything can be read in two ways there is no result, and ``white`` cuts.
Lines and rows come from ``atoms``, header cells from ``heading``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipelines.grids.atoms import Atom, AtomLine, atom_lines, full_width, is_numbered, rows_of_lines
from pipelines.grids.edges import Ruling
from pipelines.grids.ghosts import Filled
from pipelines.grids.heading import Block, Extent, Node, blocks_of, leaves_of, levels_of, tree_of
from pipelines.grids.lattice import Rectangle
from pipelines.records.pages import Box, Word

# Strips are apart by this many points; numbers end on one line, or have one middle, give or take this many.
_APART = 1.5
_EVEN = 1.6
_PAD = 3.0
_NEAR_SIDE = 4.0
_FEWEST_ROWS = 2
_MOST_UNLABELLED = 1
# A row of column numbers has a word of so many characters (栏次) on so many sides of the table.
_MOST_SIDES = 2


@dataclass(slots=True)
class Strip:
    """What stands below each other in the body: one column or a part of one."""

    atoms: list[Atom] = field(default_factory=list)

    @property
    def x0(self) -> float:
        return min(atom.x0 for atom in self.atoms)

    @property
    def x1(self) -> float:
        return max(atom.x1 for atom in self.atoms)

    @property
    def is_amounts(self) -> bool:
        return any(atom.is_exact for atom in self.atoms)

    @property
    def is_digits(self) -> bool:
        return all(atom.is_number for atom in self.atoms)


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of the table: its strip, if anything stands in it, and the leaf over it."""

    leaf: int
    strip: Strip | None


def read_headed(words: Sequence[Word], box: Box, rulings: Sequence[Ruling]) -> Filled | None:
    """The cells of a table inside ``box``, or None where its columns or rows are not plain.

    ``rulings`` are those across; the words are those inside the box and no others.
    """
    em = full_width(words)
    lines = atom_lines(words, em)
    start = next((number for number, line in enumerate(lines) if is_numbered(line)), 0)
    while start and _belongs_to_body(lines, start - 1, rulings):
        start -= 1
    if start == 0 or len(lines) - start < _FEWEST_ROWS:
        return None
    numbering = _numbering(lines[:start])
    head = lines[: start - len(numbering)]
    rows = rows_of_lines(lines[start:], [ruling.at for ruling in rulings], em)
    blocks = blocks_of(head, rulings, em) if head else None
    if rows is None or not blocks:
        return None
    return _Reading(blocks, numbering, rows, rulings, box, em).filled()


def _belongs_to_body(lines: Sequence[AtomLine], number: int, rulings: Sequence[Ruling]) -> bool:
    """Whether a line above the first with an exact number is of the same row: a label that begins higher, no ruling between."""
    line, below = lines[number], lines[number + 1]
    return len(line) == 1 and line[0].bottom > min(atom.top for atom in below) + 1 and below[0].y - line[0].y > 1


def _numbering(lines: Sequence[AtomLine]) -> list[AtomLine]:
    """The last line of a heading when it numbers the columns (栏次 1 2 3)."""
    if not lines:
        return []
    texts = [atom for atom in lines[-1] if not atom.is_number and set(atom.text) != {"*"}]
    numbers = [int(atom.text) for atom in lines[-1] if atom.text.isdigit()]
    is_short = len(texts) <= _MOST_SIDES and all(len(atom.text) <= _MOST_SIDES for atom in texts)
    if len(numbers) > 1 and is_short and all(b == a + 1 for a, b in pairwise(numbers)):
        return [lines[-1]]
    return []


class _Reading:
    """One table while its columns are being found."""

    def __init__(
        self,
        blocks: list[Block],
        numbering: list[AtomLine],
        rows: list[list[AtomLine]],
        rulings: Sequence[Ruling],
        box: Box,
        em: float,
    ) -> None:
        self.numbering, self.rows, self.box, self.em = numbering, rows, box, em
        self.is_framed = bool(rulings)
        self.strips = _strips(rows)
        self.blocks = _unspaced(blocks, self.strips, em)
        body = min(atom.y for line in [*numbering, *rows[0]] for atom in line)
        self.levels = levels_of(self.blocks, rulings, body, em)
        self.leaves = leaves_of(self.blocks, self.levels)

    def filled(self) -> Filled | None:
        """The cells, or None."""
        columns = self._columns() if len(self.leaves) > 1 else None
        if columns is None or not all(map(self._is_even, self._amount_strips(columns))):
            return None
        nodes = tree_of(self.blocks, self.leaves, self.levels, self._extent(columns), self.em)
        if nodes is None or not self._is_labelled(columns):
            return None
        return _Filling(columns, nodes, self.rows, self.numbering, self.box).filled()

    def _amount_strips(self, columns: Sequence[_Column]) -> list[Strip]:
        return [column.strip for column in columns if column.strip is not None and column.strip.is_amounts]

    def _columns(self) -> list[_Column] | None:
        """The strips with their leaves in order, empty leaves between; None when two claims meet."""
        by_leaf = self._claims()
        if by_leaf is None:
            return None
        columns: list[_Column] = []
        for number in range(len(self.leaves)):
            own = _merged(by_leaf.get(number, []), self.em)
            if len(own) > 1 and not _may_share(own):
                return None
            columns.extend([_Column(number, strip) for strip in own] or [_Column(number, None)])
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
        widths = [_spread([atom.x1 - atom.x0 for atom in _numbers(one)]) > _EVEN for one in amounts]
        ends = [_spread([atom.x1 for atom in _numbers(one)]) <= _EVEN for one in amounts]
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
        numbers = _numbers(strip)
        is_plain = len(numbers) == len(strip.atoms)
        return is_plain and (
            _spread([atom.x1 for atom in numbers]) <= _EVEN or _spread([atom.x for atom in numbers]) <= _EVEN
        )

    def _is_labelled(self, columns: Sequence[_Column]) -> bool:
        """Whether rows with numbers have their own labels: one printed once for several rows is nobody's when nothing rules."""
        rows = [{atom for line in row for atom in line} for row in self.rows]
        for labels, amounts in _sides(columns):
            own = [row for row in rows if any(row.intersection(strip.atoms) for strip in amounts)]
            names = [strip for strip in labels if not strip.is_digits]
            for strip in labels:
                together = labels if names == [strip] else [strip]
                filled = [any(row.intersection(one.atoms) for one in together) for row in own]
                if filled.count(False) > _MOST_UNLABELLED and _may_be_merged(filled, is_name=strip in names):
                    return False
        return True

    def _extent(self, columns: Sequence[_Column]) -> Extent:
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
        return beside if beside is not None else (leaf.x0 + next_leaf.x1) / 2 if is_left else (leaf.x1 + next_leaf.x0) / 2  # fmt: skip


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


def _numbers(strip: Strip) -> list[Atom]:
    return [atom for atom in strip.atoms if atom.is_number]


def _spread(places: Sequence[float]) -> float:
    return max(places) - min(places) if places else 0.0


def _sides(columns: Sequence[_Column]) -> list[tuple[list[Strip], list[Strip]]]:
    """Label strips with the strips of numbers right of them, as often as labels begin anew."""
    found: list[tuple[list[Strip], list[Strip]]] = []
    for strip in (column.strip for column in columns if column.strip is not None):
        if not found or (not strip.is_amounts and found[-1][1]):
            found.append(([], []))
        found[-1][1 if strip.is_amounts else 0].append(strip)
    return found


def _strips(rows: Sequence[Sequence[AtomLine]]) -> list[Strip]:
    """What the body covers from left to right, a total in the middle of the label columns left out where it joins two."""
    atoms = [atom for row in rows for line in row for atom in line]
    whole = _joined(atoms)
    loose = [atom for atom in atoms if atom.is_number or not _is_alone(atom, rows)]
    finer = _joined(loose)
    if len(finer) <= len(whole):
        return whole
    for atom in atoms:
        if atom in loose:
            continue
        over = [strip for strip in finer if strip.x0 < atom.x1 and atom.x0 < strip.x1]
        if any(strip.is_amounts for strip in over):
            return whole
        if len(over) == 1:
            over[0].atoms.append(atom)
        elif not over:
            return whole
    return sorted(finer, key=lambda strip: strip.x0)


def _is_alone(atom: Atom, rows: Sequence[Sequence[AtomLine]]) -> bool:
    """Whether an atom is the first of a row and the only one that is no number."""
    row = next(row for row in rows if any(atom in line for line in row))
    return [one for line in row for one in line if not one.is_number] == [atom]


def _joined(atoms: Sequence[Atom]) -> list[Strip]:
    """Atoms that cover each other's place in strips, left to right."""
    strips: list[Strip] = []
    end = float("-inf")
    for atom in sorted(atoms, key=lambda atom: atom.x0):
        if not strips or atom.x0 - end > _APART:
            strips.append(Strip())
            end = float("-inf")
        strips[-1].atoms.append(atom)
        end = max(end, atom.x1)
    return strips


def _merged(strips: Sequence[Strip], em: float) -> list[Strip]:
    """Strips of labels under one header as one, but codes beside names."""
    found: list[Strip] = []
    for strip in strips:
        is_label = bool(found) and not strip.is_digits and not found[-1].is_amounts and not strip.is_amounts
        if is_label and not found[-1].is_digits:
            found[-1].atoms.extend(strip.atoms)
        else:
            found.append(strip)
    return found


def _may_share(strips: Sequence[Strip]) -> bool:
    """Whether several strips may stand under one header: codes, and names beside them."""
    return not any(strip.is_amounts for strip in strips) and all(strip.is_digits for strip in strips[:-1])


def _unspaced(blocks: Sequence[Block], strips: Sequence[Strip], em: float) -> list[Block]:
    """Header words printed with wide spaces (合 计) as one block, where one strip runs below both characters."""
    found: list[Block] = []
    for block in blocks:
        if found and _is_spaced(found[-1], block, blocks, strips, em):
            left = found.pop()
            line, other = left.lines[0], block.lines[0]
            whole = Atom(line.text + other.text, line.x0, min(line.top, other.top), other.x1, max(line.bottom, other.bottom),
                         line.y, line.words + other.words)  # fmt: skip
            found.append(Block((whole,)))
        else:
            found.append(block)
    return found


def _is_spaced(left: Block, right: Block, blocks: Sequence[Block], strips: Sequence[Strip], em: float) -> bool:
    """Whether two single characters side by side are one word: over other headers, or no two strips stand about them."""
    singles = [len(block.lines) == 1 and len(block.lines[0].text) == 1 for block in (left, right)]
    gap = right.x0 - left.x1
    if not all(singles) or abs(left.y - right.y) > 1 or gap > 4 * em:
        return False
    start, end = left.x0 - gap / 2, right.x1 + gap / 2
    if any(block.y > left.y + em / 2 and block.x0 < end and start < block.x1 for block in blocks):
        return True
    return sum(strip.x0 < end and start < strip.x1 for strip in strips) <= 1


class _Filling:
    """The cells of a table whose columns and header are known."""

    def __init__(
        self,
        columns: Sequence[_Column],
        nodes: Sequence[Node],
        rows: Sequence[Sequence[AtomLine]],
        numbering: Sequence[AtomLine],
        box: Box,
    ) -> None:
        self.columns, self.nodes, self.rows, self.numbering, self.box = columns, nodes, rows, numbering, box
        self.depth = 1 + max(node.depth for node in nodes)
        self.cells: list[tuple[Rectangle, list[Word]]] = []

    def filled(self) -> Filled | None:
        """All cells with their words; None when the columns overlap."""
        xs, ys = self._xs(), self._ys()
        if any(a >= b for line in (xs, ys) for a, b in pairwise(line)):
            return None
        self._head()
        for number, line in enumerate(self.numbering):
            places = self._by_order(line) or self._by_middle(xs)
            if len(set(places.values())) < len(line):
                return None
            self._row(self.depth + number, [line], places)
        for number, row in enumerate(self.rows):
            self._row(self.depth + len(self.numbering) + number, row, self._by_strip())
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
        spans = [(min(a.top for line in row for a in line), max(a.bottom for line in row for a in line)) for row in bodies]
        lowest = max(line.bottom for node in self.nodes for line in node.block.lines)
        start = (lowest + spans[0][0]) / 2
        levels = [self.box.top + (start - self.box.top) * number / self.depth for number in range(self.depth)]
        inner = [(above[1] + below[0]) / 2 for above, below in pairwise(spans)]
        return [*levels, start, *inner, max(self.box.bottom, spans[-1][1])]

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
                over = [n for n, c in enumerate(self.columns) if c.strip is not None and c.strip.x0 < atom.x1 and atom.x0 < c.strip.x1]  # fmt: skip
                place = over[0]
                spans[place] = over[-1] - over[0] + 1
            words[place].extend(atom.words)
        column = 0
        while column < len(self.columns):
            span = spans.get(column, 1)
            self.cells.append((Rectangle(row, column, 1, span), words[column]))
            column += span
