"""Lines of text from words by geometry: characters on about one height, left to right, spaces where the gap is wide.

Works for a page, for one cell and for many cells at once (``group``). No fonts, no formats, no meaning.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

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
    middles = [word.top + word.bottom for word in words]
    order = sorted(range(len(words)), key=lambda index: (groups[index], middles[index]))
    lines: dict[int, list[Line]] = {}
    run: list[int] = []
    for index in order:
        if run and not _continues(words, groups, middles, run, index):
            lines.setdefault(groups[run[0]], []).append(_line(words, run))
            run = []
        run.append(index)
    lines.setdefault(groups[run[0]], []).append(_line(words, run))
    return {group: tuple(found) for group, found in lines.items()}


def _continues(
    words: Sequence[Word], groups: Sequence[int], middles: Sequence[float], run: Sequence[int], index: int
) -> bool:
    """Whether a word belongs to the line being collected (middles are doubled: top + bottom)."""
    first, last = run[0], run[-1]
    if groups[first] != groups[index]:
        return False
    height = min(words[last].bottom - words[last].top, words[index].bottom - words[index].top)
    step, spread = middles[index] - middles[last], middles[index] - middles[first]
    return step <= 2 * _NEAR * height and spread <= 2 * _SPREAD * height


def _line(words: Sequence[Word], indices: Sequence[int]) -> Line:
    row = sorted((words[index] for index in indices), key=lambda word: word.x0)
    texts: list[str] = []
    boxes: list[Box] = []
    previous: Word | None = None
    for word in row:
        if previous is not None and _has_space(previous, word):
            texts.append(" ")
            boxes.append(Box(previous.x1, previous.top, word.x0, previous.bottom))
        texts.append(word.text)
        boxes.extend(_boxes(word))
        previous = word
    top, bottom = min(word.top for word in row), max(word.bottom for word in row)
    return Line("".join(texts), Box(row[0].x0, top, max(word.x1 for word in row), bottom), tuple(boxes))


def _has_space(left: Word, right: Word) -> bool:
    gap = right.x0 - left.x1
    height = right.bottom - right.top
    if gap <= _LATIN_GAP * height:
        return False
    return gap > _WIDE_GAP * height or (_is_latin(left.text[-1]) and _is_latin(right.text[0]))


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _boxes(word: Word) -> tuple[Box, ...]:
    """One box per character of a word; a recognised run is cut into even parts."""
    count = len(word.text)
    if count == 1:
        return (Box(word.x0, word.top, word.x1, word.bottom),)
    step = (word.x1 - word.x0) / count
    return tuple(
        Box(word.x0 + step * index, word.top, word.x0 + step * (index + 1), word.bottom) for index in range(count)
    )


def line_of(lines: Sequence[Line]) -> Line:
    """Lines of one cell or paragraph as one, joined by line breaks (whose boxes are those of the character before)."""
    texts = "\n".join(line.text for line in lines)
    boxes = chain.from_iterable((*line.boxes, line.boxes[-1]) if line.boxes else () for line in lines)
    return Line(texts, None, tuple(boxes)[: len(texts)])
