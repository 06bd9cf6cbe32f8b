"""The heading of a table that nothing rules: its texts as blocks, and which block stands over which.

A block is one header cell with the lines of its text. Blocks that reach down to the numbers head columns; the others head
blocks, over whose middle they stand. Geometry only; where two readings fit alike there is none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations, islice

from pipelines.grids.atoms import WRAP, Atom, AtomLine
from pipelines.grids.edges import Ruling

# In widths of a full character: lines this far apart may be one cell or two, nobody can say.
_UNSURE = 1.55
_CENTRED = 0.4
_LEVEL = 0.45
# A group stands over the middle of its columns but for this much, and plainly worse over those of another reading.
_OFF_MIDDLE = 0.9
_PLAINLY = 0.8
_MOST_LEAVES = 40
_MOST_WAYS = 5000


@dataclass(frozen=True, slots=True)
class Block:
    """A header cell: its lines from top to bottom."""

    lines: tuple[Atom, ...]

    @property
    def x0(self) -> float:
        return min(line.x0 for line in self.lines)

    @property
    def x1(self) -> float:
        return max(line.x1 for line in self.lines)

    @property
    def x(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def y(self) -> float:
        return (self.lines[0].y + self.lines[-1].y) / 2

    @property
    def text(self) -> str:
        """What it says, line by line."""
        return "\n".join(line.text for line in self.lines)

    @property
    def size(self) -> int:
        """How many characters it has."""
        return sum(len(line.text) for line in self.lines)


@dataclass(frozen=True, slots=True)
class Node:
    """A block, the columns (leaves) it stands over, first and last, and how many blocks stand above it."""

    block: Block
    first: int
    last: int
    depth: int
    is_leaf: bool


Extent = Callable[[int, int], tuple[float, float]]
"""From where to where the columns from one leaf to another reach."""


def blocks_of(lines: Sequence[AtomLine], rulings: Sequence[Ruling], em: float) -> list[Block] | None:
    """The lines of a heading as blocks; None where a lower line may be a cell of its own or not."""
    open_blocks: list[list[Atom]] = []
    for line in lines:
        for atom in line:
            above = [block for block in open_blocks if _is_below(block[-1], atom)]
            nearest = max(above, key=lambda block: block[-1].y, default=None)
            joined = nearest is not None and _goes_on(nearest[-1], atom, rulings, em)
            if joined is None:
                return None
            if joined and nearest is not None:
                nearest.append(atom)
            else:
                open_blocks.append([atom])
    return sorted((Block(tuple(block)) for block in open_blocks), key=lambda block: block.x)


def _is_below(upper: Atom, lower: Atom) -> bool:
    return lower.y > upper.y and lower.x0 < upper.x1 and upper.x0 < lower.x1


def _goes_on(upper: Atom, lower: Atom, rulings: Sequence[Ruling], em: float) -> bool | None:
    """Whether two texts below each other are one cell, or None."""
    distance = lower.y - upper.y
    middle = (max(upper.x0, lower.x0) + min(upper.x1, lower.x1)) / 2
    if any(upper.y < ruling.at < lower.y and ruling.start <= middle <= ruling.end for ruling in rulings):
        return False
    aligned = min(abs(upper.x - lower.x), abs(upper.x0 - lower.x0), abs(upper.x1 - lower.x1)) <= _CENTRED * em
    if not aligned or distance >= _UNSURE * em:
        return False
    return True if distance <= WRAP * em else None


@dataclass(frozen=True, slots=True)
class Levels:
    """The height a heading fills, and what counts as the same height."""

    top: float
    bottom: float
    slack: float


def levels_of(blocks: Sequence[Block], rulings: Sequence[Ruling], body: float, em: float) -> Levels:
    """From the rulings over and under the heading, else from the text itself; what comes below begins at ``body``."""
    first = min(line.y for block in blocks for line in block.lines)
    last = max(line.y for block in blocks for line in block.lines)
    above = max((ruling.at for ruling in rulings if ruling.at < first), default=first - em)
    margin = min(first - above, em)
    below = min((ruling.at for ruling in rulings if last < ruling.at < body), default=last + margin)
    return Levels(above, below, _LEVEL * em)


def leaves_of(blocks: Sequence[Block], levels: Levels) -> list[Block]:
    """The blocks that reach down to the numbers, left to right."""
    highest = min(block.y for block in blocks)
    middle = (levels.top + levels.bottom) / 2
    if highest >= middle - levels.slack:
        return [block for block in blocks if not _has_below(block, blocks, levels.slack)]
    return [block for block in blocks
            if block.y >= middle - levels.slack and not _has_below(block, blocks, levels.slack)]  # fmt: skip


def _has_below(block: Block, blocks: Sequence[Block], slack: float) -> bool:
    return any(other.y > block.y + slack and other.x0 < block.x1 and block.x0 < other.x1 for other in blocks)


def tree_of(
    blocks: Sequence[Block], leaves: Sequence[Block], levels: Levels, extent: Extent, em: float
) -> list[Node] | None:
    """Every block with the leaves it stands over, or None where that is not plain.

    A leaf in the middle of the height that is left for it has no further group; all others are shared out among the groups
    of the next level.
    """
    if len(leaves) > _MOST_LEAVES:
        return None
    groups = [block for block in blocks if block not in leaves]
    tops = [levels.top] * len(leaves)
    nodes: list[Node] = []
    for level in _by_height(groups, levels.slack):
        found = _level_nodes(level, _stretches(leaves, tops, levels), nodes, extent, em)
        if found is None:
            return None
        nodes.extend(found)
        for node in found:
            for number in range(node.first, node.last + 1):
                tops[number] = 2 * node.block.y - tops[number]
    middles = [(top + levels.bottom) / 2 for top in tops]
    if any(abs(leaf.y - middle) > 1.5 * levels.slack for leaf, middle in zip(leaves, middles, strict=True)):
        return None
    leaf_nodes = [Node(leaf, n, n, _depth(nodes, n, n), is_leaf=True) for n, leaf in enumerate(leaves)]
    return [*leaf_nodes, *nodes]


def _by_height(groups: Sequence[Block], slack: float) -> list[list[Block]]:
    """Groups of one height together, the highest first, each from left to right."""
    found: list[list[Block]] = []
    for group in sorted(groups, key=lambda block: block.y):
        if found and group.y - found[-1][0].y <= slack:
            found[-1].append(group)
        else:
            found.append([group])
    return [sorted(level, key=lambda block: block.x) for level in found]


def _depth(nodes: Sequence[Node], first: int, last: int) -> int:
    """How many groups stand over all of these leaves."""
    return sum(node.first <= first and last <= node.last for node in nodes)


def _stretches(leaves: Sequence[Block], tops: Sequence[float], levels: Levels) -> list[tuple[int, int]]:
    """Runs of leaves with one height left for them, that stand too low in it to have no group."""
    found: list[tuple[int, int]] = []
    for number, (leaf, top) in enumerate(zip(leaves, tops, strict=True)):
        if leaf.y <= (top + levels.bottom) / 2 + levels.slack:
            continue
        if found and found[-1][1] == number - 1 and tops[number - 1] == top:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def _level_nodes(
    level: Sequence[Block], stretches: Sequence[tuple[int, int]], above: Sequence[Node], extent: Extent, em: float
) -> list[Node] | None:
    """The groups of one level over the leaves that wait for one, or None."""
    nodes: list[Node] = []
    for first, last in stretches:
        left, right = extent(first, last)
        own = [group for group in level if left <= group.x <= right]
        runs = _shared_out(own, first, last, extent, em) if own else []
        if runs is None:
            return None
        nodes += [
            Node(group, a, b, _depth(above, a, b), is_leaf=False) for group, (a, b) in zip(own, runs, strict=True)
        ]
    return nodes if len(nodes) == len(level) else None


def _shared_out(
    groups: Sequence[Block], first: int, last: int, extent: Extent, em: float
) -> list[tuple[int, int]] | None:
    """Leaves shared out so that each group stands over the middle of its own; None when two ways fit about alike."""
    ways: list[tuple[float, list[tuple[int, int]]]] = []
    for cuts in islice(combinations(range(first + 1, last + 1), len(groups) - 1), _MOST_WAYS):
        runs = list(zip((first, *cuts), (*(cut - 1 for cut in cuts), last), strict=True))
        off = max(abs(sum(extent(*run)) / 2 - group.x) for group, run in zip(groups, runs, strict=True))
        ways.append((off, runs))
    ways.sort(key=lambda way: way[0])
    if not ways or len(ways) == _MOST_WAYS:
        return None
    if len(ways) == 1:
        return ways[0][1] if ways[0][0] <= 2 * _OFF_MIDDLE * em else None
    is_plain = ways[0][0] <= _OFF_MIDDLE * em and ways[1][0] >= ways[0][0] + _PLAINLY * em
    return ways[0][1] if is_plain else None
