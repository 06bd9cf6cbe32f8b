"""Lines of text from words by geometry: characters on about one height, left to right, spaces where the gap is wide.

Works for a page, for one cell and for many cells at once (``group``). No fonts, no formats, no meaning.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from pipelines.records.pages import Box, Line, Word

# In heights of a character. Two words share a line when their middles differ by less than NEAR step by step, and all of
# a line stay within SPREAD: digits and ideographs of one line may stand on different baselines.
_NEAR = 0.3
_SPREAD = 0.6
# A gap this wide is a space: between two Latin letters or digits, and otherwise.
_LATIN_GAP = 0.22
_WIDE_GAP = 0.8


def build_lines(words: Sequence[Word]) -> tuple[Line, ...]:
    """All words as lines from top to bottom."""
    return build_grouped_lines(words, [0] * len(words)).get(0, ())


def build_grouped_lines(words: Sequence[Word], groups: Sequence[int]) -> dict[int, tuple[Line, ...]]:
    """The lines of every group of words (one group number per word), each from top to bottom; groups never share a line."""
    if not words:
        return {}
    table = _Columns(words)
    lines: dict[int, list[Line]] = {}
    for run in _runs(table, groups):
        lines.setdefault(groups[run[0]], []).append(_line(table, run))
    return {group: tuple(found) for group, found in lines.items()}


class _Columns:
    """The fields of many words as lists: looked up by index, several times faster than field by field."""

    __slots__ = ("bottom", "boxes", "text", "top", "x0", "x1")

    def __init__(self, words: Sequence[Word]) -> None:
        self.text, self.x0, self.top, self.x1, self.bottom, _ = zip(*words, strict=True)
        # The plain tuple constructor: a third of the time of Box(...) for a box per character.
        self.boxes: list[Box] = list(
            map(partial(tuple.__new__, Box), zip(self.x0, self.top, self.x1, self.bottom, strict=True))
        )


def _runs(table: _Columns, groups: Sequence[int]) -> Iterator[list[int]]:
    """Indices of the words of each line, top to bottom within each group; left to right is still to be made."""
    tops, bottoms = table.top, table.bottom
    doubled = [top + bottom for top, bottom in zip(tops, bottoms, strict=True)]
    keys = list(zip(groups, doubled, strict=True))
    run: list[int] = []
    for index in sorted(range(len(keys)), key=keys.__getitem__):
        if run:
            last = run[-1]
            height = min(bottoms[last] - tops[last], bottoms[index] - tops[index])
            middle = doubled[index]
            if (
                groups[last] != groups[index]
                or middle - doubled[last] > 2 * _NEAR * height
                or middle - doubled[run[0]] > 2 * _SPREAD * height
            ):
                yield run
                run = []
        run.append(index)
    yield run


def _line(table: _Columns, run: Sequence[int]) -> Line:
    order = sorted(run, key=table.x0.__getitem__)
    texts: list[str] = []
    boxes: list[Box] = []
    previous = -1
    for index in order:
        text, box = table.text[index], table.boxes[index]
        if previous >= 0 and box.x0 - table.x1[previous] > _LATIN_GAP * (box.bottom - box.top):
            left = table.boxes[previous]
            is_wide = box.x0 - left.x1 > _WIDE_GAP * (box.bottom - box.top)
            if is_wide or (_is_latin(table.text[previous][-1]) and _is_latin(text[0])):
                texts.append(" ")
                boxes.append(Box(left.x1, left.top, box.x0, left.bottom))
        texts.append(text)
        if len(text) == 1:
            boxes.append(box)
        else:
            boxes.extend(_even_parts(box, len(text)))
        previous = index
    around = Box(
        table.x0[order[0]],
        min([table.top[index] for index in run]),
        max([table.x1[index] for index in run]),
        max([table.bottom[index] for index in run]),
    )
    return Line("".join(texts), around, tuple(boxes))


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _even_parts(box: Box, count: int) -> list[Box]:
    """A recognised run cut into even parts, one per character."""
    step = (box.x1 - box.x0) / count
    return [Box(box.x0 + step * n, box.top, box.x0 + step * (n + 1), box.bottom) for n in range(count)]
