"""Header words printed with wide spaces (合 计): which single characters of a heading are one word. Places only."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.grids.atoms import Atom
from pipelines.grids.heading import Block
from pipelines.grids.strips import Strip


def unspaced(blocks: Sequence[Block], strips: Sequence[Strip], em: float) -> list[Block]:
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
    if not all(singles) or abs(left.y - right.y) > 1 or gap > 4 * em or _is_one_of_many(left, right, blocks):
        return False
    start, end = left.x0 - gap / 2, right.x1 + gap / 2
    if any(block.y > left.y + em / 2 and block.x0 < end and start < block.x1 for block in blocks):
        return True
    return sum(strip.x0 < end and start < strip.x1 for strip in strips) <= 1


def _is_one_of_many(left: Block, right: Block, blocks: Sequence[Block]) -> bool:
    """Whether a third character stands as far beside the two as they stand apart: each heads a column (类 款 项)."""
    gap = right.x0 - left.x1
    beside = [left.x0 - other.x1 for other in blocks if _is_level(other, left) and other.x1 <= left.x0]
    beside += [other.x0 - right.x1 for other in blocks if _is_level(other, left) and other.x0 >= right.x1]
    return any(abs(other - gap) <= gap / 2 for other in beside)


def _is_level(block: Block, single: Block) -> bool:
    """Whether a block is a single character at the height of another."""
    return len(block.lines) == 1 and len(block.lines[0].text) == 1 and abs(block.y - single.y) <= 1
