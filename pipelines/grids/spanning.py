"""Cells over several columns that hold the texts of each: rows whose own borders are not drawn (striped backgrounds).

Where every text of such a cell stands between the borders of one column, and one of them is a number, it is a row of cells; so
is one with a word in every column, far from the next (a header on a coloured ground).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from pipelines.documents.lines import build_lines
from pipelines.grids.ghosts import Filled
from pipelines.grids.lattice import Rectangle
from pipelines.grids.segments import EXACT
from pipelines.records.pages import Box, Word

# Texts of two cells are this far apart (in heights of a character), and reach over a border by so many points at most.
_APART = 0.25
_OVER = 1.0
# Words of a row of headers: so many at least, of so many characters, none a label of the table (单位：), so far apart.
_FEWEST_WORDS = 3
_SHORTEST = 2
_WORDS_APART = 1.0
_COLONS = frozenset(":：")


def split_spanning(filled: Filled) -> bool:
    """Make, in place, one cell for each column of the cells that hold the texts of several; whether there was any."""
    count = len(filled.rectangles)
    for index in range(len(filled.rectangles) - 1, -1, -1):
        rectangle, content = filled.rectangles[index], filled.words[index]
        if rectangle.column_span == 1 or rectangle.row_span > 1 or not content:
            continue
        parts = _parts(content, filled.xs[rectangle.column : rectangle.column + rectangle.column_span + 1])
        if parts is None:
            continue
        box, columns = filled.boxes[index], range(rectangle.column, rectangle.column + rectangle.column_span)
        filled.rectangles[index : index + 1] = [Rectangle(rectangle.row, column, 1, 1) for column in columns]
        filled.boxes[index : index + 1] = [
            Box(filled.xs[column], box.top, filled.xs[column + 1], box.bottom) for column in columns
        ]
        filled.words[index : index + 1] = parts
    return len(filled.rectangles) > count


def _parts(content: Sequence[Word], xs: Sequence[float]) -> list[list[Word]] | None:
    """The words column by column; None where a text runs over a border, or several texts are no row of cells."""
    parts: list[list[Word]] = [[] for _ in range(len(xs) - 1)]
    for word in content:
        column = min(max(bisect_right(xs, (word.x0 + word.x1) / 2) - 1, 0), len(parts) - 1)
        if word.x0 < xs[column] - _OVER or word.x1 > xs[column + 1] + _OVER:
            return None
        parts[column].append(word)
    texts = ["".join(line.text for line in build_lines(part)) for part in parts if part]
    distance = min(map(_distance, pairwise(filter(None, parts))), default=0.0)
    is_row = any(map(EXACT.fullmatch, texts)) and len(texts) > 1 and distance >= _APART
    return parts if is_row or (_are_words(texts, len(parts)) and distance >= _WORDS_APART) else None


def _are_words(texts: Sequence[str], count: int) -> bool:
    """Whether every one of ``count`` columns has a word, as a row of headers has; a title set wide is letters."""
    is_whole = len(texts) == count and count >= _FEWEST_WORDS
    return is_whole and all(len("".join(text.split())) >= _SHORTEST and not _COLONS & set(text) for text in texts)


def _distance(neighbours: tuple[list[Word], list[Word]]) -> float:
    """How far the texts of two columns are from each other, in heights of a character."""
    left, right = neighbours
    height = min(word.bottom - word.top for word in (*left, *right))
    return (min(word.x0 for word in right) - max(word.x1 for word in left)) / max(height, 1e-6)
