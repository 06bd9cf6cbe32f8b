"""Lines of text from words by geometry: characters on about one height, left to right, spaces where the gap is wide.

Works for a page, for one cell and for many cells at once (``group``). No fonts, no formats, no meaning.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from pipelines.documents.seen_apart import seen_apart
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
    texts, lefts, tops, rights, bottoms, _, windows = zip(*words, strict=True)
    has_windows = any(windows)
    # The plain tuple constructor: a third of the time of Box(...) for a box per character.
    boxes = list(map(partial(tuple.__new__, Box), zip(lefts, tops, rights, bottoms, strict=True)))
    lines: dict[int, list[Line]] = {}
    for run in _runs(tops, bottoms, groups):
        run.sort(key=lefts.__getitem__)
        found = lines.setdefault(groups[run[0]], [])
        for part in seen_apart(run, texts, boxes, windows) if has_windows else (run,):
            line = _line([texts[index] for index in part], [boxes[index] for index in part])
            # A text that goes over two windows is printed once for each.
            if part is run or all(line.text != other.text for other in found):
                found.append(line)
    return {group: tuple(found) for group, found in lines.items()}


def _runs(tops: Sequence[float], bottoms: Sequence[float], groups: Sequence[int]) -> Iterator[list[int]]:
    """Indices of the words of each line, top to bottom within each group; left to right is still to be made."""
    doubled = [top + bottom for top, bottom in zip(tops, bottoms, strict=True)]
    heights = [bottom - top for top, bottom in zip(tops, bottoms, strict=True)]
    order = sorted(range(len(doubled)), key=doubled.__getitem__)
    order.sort(key=groups.__getitem__)
    run: list[int] = []
    group, first, last, last_height = groups[order[0]], doubled[order[0]], doubled[order[0]], heights[order[0]]
    # Plain variables and comparisons: this runs once per character, several times.
    for index in order:
        middle, height = doubled[index], heights[index]
        lower = height if height < last_height else last_height
        if groups[index] != group or middle - last > 2 * _NEAR * lower or middle - first > 2 * _SPREAD * lower:
            yield run
            run = []
            group, first = groups[index], middle
        run.append(index)
        last, last_height = middle, height
    yield run


def _line(texts: list[str], boxes: list[Box]) -> Line:
    """Words of one line, left to right, as a line with spaces in the wide ones of its gaps and a box per character."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    around = Box(lefts[0], min(tops), max(rights), max(bottoms))
    gaps = [
        place
        for place, (end, start, top, bottom) in enumerate(
            zip(rights, lefts[1:], tops[1:], bottoms[1:], strict=False), 1
        )
        if start - end > _LATIN_GAP * (bottom - top)
    ]
    text: list[str] = []
    places: list[Box] = []
    start = 0
    for end in (*gaps, len(texts)):
        if end < len(texts) and not _is_space(texts[end - 1], boxes[end - 1], texts[end], boxes[end]):
            continue
        if start:
            left, right = boxes[start - 1], boxes[start]
            text.append(" ")
            places.append(Box(left.x1, left.top, right.x0, left.bottom))
        text += texts[start:end]
        places += _per_character(texts[start:end], boxes[start:end])
        start = end
    return Line("".join(text), around, tuple(places))


def _per_character(texts: Sequence[str], boxes: list[Box]) -> list[Box]:
    """A box per character of words most of which have but one."""
    if len("".join(texts)) == len(boxes):
        return boxes
    return [part for text, box in zip(texts, boxes, strict=True) for part in _even_parts(box, len(text))]


def _is_space(left: str, left_box: Box, right: str, right_box: Box) -> bool:
    """Whether a gap is a space: between Latin letters or digits, or anywhere when it is wide."""
    is_wide = right_box.x0 - left_box.x1 > _WIDE_GAP * (right_box.bottom - right_box.top)
    return is_wide or (_is_latin(left[-1]) and _is_latin(right[0]))


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _even_parts(box: Box, count: int) -> list[Box]:
    """A recognised run cut into even parts, one per character."""
    if count == 1:
        return [box]
    step = (box.x1 - box.x0) / count
    return [Box(box.x0 + step * n, box.top, box.x0 + step * (n + 1), box.bottom) for n in range(count)]
