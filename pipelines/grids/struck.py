"""Text too high for its row: lines of one cell that the rulings of the row run through, and where they belong.

A program that centres text in a row too low for it prints its lines over the rows above and below. The lines of a cell follow
each other in the content of a page, as far from each other as lines of text are; the row is the one in their middle.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pipelines.records.pages import Word

# A ruling runs through a character when more than this share of its height lies on either side.
_THROUGH = 0.3
# In heights of a character: words of one line, its widest gap, and how far apart lines of one cell are.
_LEVEL = 0.3
_GAP = 0.5
_LEAST, _MOST = 0.8, 1.9
_SIZE = 0.15


def is_struck(word: Word, top: float, bottom: float) -> bool:
    """Whether the upper or lower side of a cell runs through a character."""
    slack = _THROUGH * (word.bottom - word.top)
    return word.window is None and (word.top + slack < top or word.bottom - slack > bottom)


def struck_blocks(words: Sequence[Word], struck: Iterable[int]) -> Iterator[tuple[range, float, float]]:
    """The lines of cells of which one is struck: which words they are, and the middle of all of them.

    A line that has no other beside it in its cell is none: its own middle says where it belongs.
    """
    done: set[int] = set()
    for index in struck:
        if index in done:
            continue
        line = _line_of(words, index)
        done.update(line)
        first, last = line, line
        while (above := _neighbour(words, first, first.start - 1)) is not None:
            first = above
        while (below := _neighbour(words, last, last.stop)) is not None:
            last = below
        block = range(first.start, last.stop)
        done.update(block)
        if first.start < line.start or last.stop > line.stop:
            own = [words[place] for place in block]
            x = (min(word.x0 for word in own) + max(word.x1 for word in own)) / 2
            yield block, x, (min(word.top for word in own) + max(word.bottom for word in own)) / 2


def _line_of(words: Sequence[Word], index: int) -> range:
    """The characters that follow each other on one line around one."""
    start = stop = index
    while start > 0 and _follows(words[start - 1], words[start]):
        start -= 1
    while stop + 1 < len(words) and _follows(words[stop], words[stop + 1]):
        stop += 1
    return range(start, stop + 1)


def _follows(left: Word, right: Word) -> bool:
    height = left.bottom - left.top
    is_level = abs(left.top + left.bottom - right.top - right.bottom) < 2 * _LEVEL * height
    return is_level and -_GAP * height < right.x0 - left.x1 < _GAP * height


def _neighbour(words: Sequence[Word], line: range, index: int) -> range | None:
    """The line before or after in the content of the page, when it is the line above or below in the same cell."""
    if not 0 <= index < len(words):
        return None
    other = _line_of(words, index)
    upper, lower = (other, line) if other.start < line.start else (line, other)
    one, two = words[upper.start], words[lower.start]
    height = max(word.bottom - word.top for word in (one, two))
    step = (two.top + two.bottom - one.top - one.bottom) / 2
    if abs((one.bottom - one.top) - (two.bottom - two.top)) > _SIZE * height:
        return None
    overlap = min(words[upper[-1]].x1, words[lower[-1]].x1) - max(one.x0, two.x0)
    return other if _LEAST * height < step < _MOST * height and overlap > 0 else None
