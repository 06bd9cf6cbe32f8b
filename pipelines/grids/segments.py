"""Lines of a page cut into segments at wide gaps, and which of them look like rows of a table. Digits and gaps only."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipelines.records.pages import Box, Line

AMOUNT = re.compile(r"[-+−]?\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|[-+−]?\d+(?:\.\d+)?%?|[-—－]{1,2}")
EXACT = re.compile(r"[-+−]?(?:\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d+\.\d+)")
_DIGIT = re.compile(r"\d")
# Nothing but numbers, however near to each other.
_NUMBERS = re.compile(r"[-+−—－\d.,%]+")
# A whole number with the label right of it run into it.
_RUN_TOGETHER = re.compile(r"(\d+)([^\W\d_].*)")
# What no row of a table holds: parts of a sentence, the leader of a table of contents.
_TEXT = re.compile(r"[，。；…]|[.·_]{3}")
# So many whole numbers are a row of a table without any label.
MANY = 3
# Numbers of columns have no more digits than this.
_LONGEST_ORDINAL = 3
# An exact number at the beginning or at the end of a text; at the end a unit may follow.
_BESIDE = re.compile(rf"(?:{EXACT.pattern})(?![\d.%])")
_BESIDE_END = re.compile(rf"(?<![\d.,])(?:{EXACT.pattern})[^\d\s]{{0,2}}$")
# In heights of a character: a gap that separates columns. Two numbers are two however near.
_COLUMN_GAP = 1.0


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a line without wide gaps."""

    text: str
    x0: float
    x1: float

    @property
    def is_amount(self) -> bool:
        """Whether it is nothing but a number (or the dash for none)."""
        return AMOUNT.fullmatch(self.text) is not None

    @property
    def is_exact(self) -> bool:
        """Whether it is a number with decimals or thousands separators: never a code, an ordinal or a page number."""
        return EXACT.fullmatch(self.text) is not None

    @property
    def holds_exact(self) -> bool:
        """Whether it begins or ends with a number with decimals or thousands separators: label and amount in one."""
        return _BESIDE.match(self.text) is not None or _BESIDE_END.search(self.text) is not None


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a page as segments."""

    box: Box
    segments: tuple[Segment, ...]

    @property
    def is_tabular(self) -> bool:
        """Whether it can be a row of a table: several segments, a number among them or in them, and no sentence."""
        if len(self.segments) < 2:
            return False
        if any(segment.is_amount for segment in self.segments):
            return True
        return not self.is_said and any(segment.holds_exact for segment in self.segments)

    @property
    def is_said(self) -> bool:
        """Whether it holds a part of a sentence, or the leader of a table of contents."""
        return any(_TEXT.search(segment.text) for segment in self.segments)

    @property
    def is_counted(self) -> bool:
        """Whether it is a label with whole numbers right of it, up to its end, or many of them without a label; the numbers
        1 2 3 of columns are none."""
        label = next((place for place, segment in enumerate(self.segments) if not segment.is_amount), None)
        rest = self.segments if label is None else self.segments[label + 1 :]
        numbers = [piece for segment in rest for piece in _apart(segment.text) if piece.isdecimal()]
        if not rest or not _NUMBERS.fullmatch(rest[-1].text) or len(numbers) < (MANY if label is None else 1):
            return False
        return not is_numbering(numbers)

    @property
    def height(self) -> float:
        return self.box.bottom - self.box.top


def _apart(text: str) -> Sequence[str]:
    """A whole number and the label that runs into it as two."""
    together = _RUN_TOGETHER.fullmatch(text)
    return together.groups() if together else (text,)


def is_numbering(numbers: Sequence[str]) -> bool:
    """Whether whole numbers count on by one, or begin with 1 again, as the numbers of columns do."""
    if any(len(number) > _LONGEST_ORDINAL for number in numbers):
        return False
    steps = [(int(after), int(after) - int(before)) for before, after in pairwise(numbers)]
    return any(step == 1 for _, step in steps) and all(step == 1 or after == 1 for after, step in steps)


def rows_of(lines: Sequence[Line]) -> list[Row]:
    """Lines with geometry as rows, top to bottom."""
    return [Row(line.box, _segments(line)) for line in lines if line.box is not None and line.boxes]


def _segments(line: Line) -> tuple[Segment, ...]:
    pieces = _pieces(line)
    segments = [pieces[0]]
    for left, right in pairwise(pieces):
        height = line.boxes[0].bottom - line.boxes[0].top
        both_amounts = left.is_amount and right.is_amount
        if both_amounts or right.x0 - left.x1 >= _COLUMN_GAP * height:
            segments.append(right)
        else:
            last = segments.pop()
            segments.append(Segment(f"{last.text} {right.text}", last.x0, right.x1))
    return tuple(segments)


def _pieces(line: Line) -> list[Segment]:
    """The parts of a line between its spaces."""
    pieces: list[Segment] = []
    start = 0
    for end in [*(index for index, text in enumerate(line.text) if text == " "), len(line.text)]:
        if end > start:
            boxes = line.boxes[start:end]
            pieces.append(Segment(line.text[start:end], boxes[0].x0, max(box.x1 for box in boxes)))
        start = end + 1
    return pieces


def merged_rows(rows: Sequence[Row]) -> list[Row]:
    """Rows with a label broken over the lines above and below its numbers taken as one."""
    merged: list[Row] = []
    group: list[Row] = []
    for row in rows:
        if group and group[-1].box.bottom - row.box.top <= 0.1 * min(group[-1].height, row.height):
            merged.append(_whole(group))
            group = []
        group.append(row)
    return [*merged, _whole(group)] if group else merged


def _whole(rows: Sequence[Row]) -> Row:
    if len(rows) == 1:
        return rows[0]
    boxes = [row.box for row in rows]
    around = Box(
        min(box.x0 for box in boxes),
        min(box.top for box in boxes),
        max(box.x1 for box in boxes),
        max(box.bottom for box in boxes),
    )
    return Row(around, tuple(segment for row in rows for segment in row.segments))


def crowded_lines(lines: Sequence[Line]) -> int:
    """How many lines hold two or more exact numbers side by side: more than one column in what should be one."""
    return sum(_exact_tokens(line) > 1 for line in lines)


def numbered_lines(lines: Sequence[Line]) -> int:
    """How many lines hold text and, apart from it, an exact number."""
    return sum(_exact_tokens(line) > 0 for line in lines)


def loose_rows(rows: Sequence[Row], fewest: int) -> int:
    """How many tabular rows have no exact number for itself, but whole ones, or amounts in one piece with their labels; 0
    when there are fewer than ``fewest``, unless one has many numbers."""
    loose = [row for row in rows if not any(segment.is_exact for segment in row.segments)]
    return len(loose) if len(loose) >= fewest or any(len(row.segments) >= MANY for row in loose) else 0


def has_exact_row(rows: Sequence[Row]) -> bool:
    """Whether a tabular row is plainly one of a table: with an exact number apart from its label."""
    return any(segment.is_exact for row in rows for segment in row.segments)


def tabular_rows(lines: Sequence[Line]) -> list[Row]:
    """Lines that are rows of whole numbers, or of texts with exact numbers, and no sentence."""
    rows = rows_of([line for line in lines if " " in line.text and _DIGIT.search(line.text)])
    return [row for row in rows if row.is_counted or _holds_amounts(row)]


def _holds_amounts(row: Row) -> bool:
    return row.is_tabular and not row.is_said and any(segment.holds_exact for segment in row.segments)


def _exact_tokens(line: Line) -> int:
    if " " not in line.text:
        return 0
    return sum(EXACT.fullmatch(token) is not None for token in line.text.split())
