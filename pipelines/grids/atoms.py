"""Printed lines as atoms: runs of characters without a gap, and the lines of a table taken together as its rows.

The measure of all distances is the width of a full character. No columns, no headers: those are ``headed`` and ``heading``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest
from statistics import median

from pipelines.grids.segments import AMOUNT, EXACT, MANY, is_numbering
from pipelines.records.pages import Word

# In widths of a full character. Characters further apart than GAP are two atoms; characters of a line stand within NEAR.
_GAP = 0.3
_NEAR = 0.3
WRAP = 1.4
"""Lines of one cell are no further apart (middle to middle)."""
# In full characters: a gap that parts two numbers, if it is plainly wider than those inside the first.
_PARTS = 0.1
_STARTS = re.compile(r"[-+−—－(（]*\d|[-—－]+")
# A number with decimals with what may stand around it, and the dash for none.
_ENTRY = re.compile(rf"[(（]?(?:{EXACT.pattern})[%％)）]*")
_DASH = re.compile(r"[-—－]{1,2}")
_WHOLE = re.compile(r"[-+−]?\d+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_ROW_SHARE = 0.8
# A table of so many rulings across is not ruled row by row.
_FEW_BANDS = 3
_ROW_DISTANCE = 1.6


@dataclass(frozen=True, slots=True, eq=False)
class Atom:
    """A run of characters on one line. Two are never the same, whatever they print."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    y: float
    """Half a character over its foot: the middle of a dash says nothing."""
    words: tuple[Word, ...]
    is_counted: bool = False
    """Whether it is a whole number where the table prints no others: an amount for its place, right of a label."""

    @property
    def x(self) -> float:
        """The middle from left to right."""
        return (self.x0 + self.x1) / 2

    @property
    def is_number(self) -> bool:
        """Whether it is a number or the dash for none."""
        return AMOUNT.fullmatch(self.text) is not None

    @property
    def is_exact(self) -> bool:
        """Whether it is an amount for certain: a number with decimals or thousands separators, or a counted one."""
        return self.is_counted or EXACT.fullmatch(self.text) is not None


AtomLine = tuple[Atom, ...]


def full_width(words: Sequence[Word]) -> float:
    """The width of a full character among the words, 10 points where there is none."""
    widths = [(word.x1 - word.x0) / len(word.text) for word in words if word.text and not word.text[0].isascii()]
    return median(widths) if widths else 10.0


def atom_lines(words: Sequence[Word], em: float) -> list[AtomLine]:
    """The atoms of all lines, top to bottom and left to right."""
    lines: list[list[Word]] = []
    for word in sorted((word for word in words if word.text.strip()), key=_middle):
        if lines and _middle(word) - _middle(lines[-1][-1]) <= _NEAR * em:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [tuple(_atoms(sorted(line, key=lambda word: word.x0), em)) for line in lines]


def _middle(word: Word) -> float:
    return (word.top + word.bottom) / 2


def _atoms(line: Sequence[Word], em: float) -> Iterator[Atom]:
    run: list[Word] = []
    for word, after in zip_longest(line, line[1:]):
        if run and (word.x0 - run[-1].x1 > _GAP * em or _begins_another(run, word, after, em)):
            yield _atom(run, em)
            run = []
        run.append(word)
    yield _atom(run, em)


def _begins_another(run: Sequence[Word], word: Word, after: Word | None, em: float) -> bool:
    """Whether another entry begins after a number with decimals or a dash: however near, they are two; a wider gap than
    that of their characters parts them."""
    if not _STARTS.match(word.text):
        return False
    said = "".join(one.text for one in run)
    gap = word.x0 - run[-1].x1
    if _DASH.fullmatch(said):
        return gap > max(_PARTS * em, 2 * (after.x0 - word.x1 if after is not None else 0.0))
    if "." not in said or not _ENTRY.fullmatch(said):
        return False
    if len(run) == 1 and EXACT.fullmatch(word.text):
        return True
    widest = max((right.x0 - left.x1 for left, right in pairwise(run)), default=0.0)
    return gap > max(_PARTS * em, 2 * widest)


def _atom(run: Sequence[Word], em: float) -> Atom:
    return Atom(
        "".join(word.text for word in run),
        run[0].x0,
        min(word.top for word in run),
        max(word.x1 for word in run),
        max(word.bottom for word in run),
        median(word.bottom for word in run) - em / 2,
        tuple(run),
    )


def amount_lines(lines: Sequence[AtomLine]) -> list[AtomLine]:
    """The lines of a table; one without decimals and separators has the whole numbers right of its labels as amounts."""
    return list(lines) if any(map(is_numbered, lines)) else list(map(_counted, lines))


def _counted(line: AtomLine) -> AtomLine:
    places = set() if _heads_columns(line) else _whole_places(line)
    return tuple(replace(atom, is_counted=True) if place in places else atom for place, atom in enumerate(line))


def _whole_places(line: AtomLine) -> set[int]:
    """Where whole numbers stand right of a label, or many of them without one."""
    label = next((place for place, atom in enumerate(line) if not atom.is_number), -1)
    places = {place for place, atom in enumerate(line) if place > label and _WHOLE.fullmatch(atom.text)}
    return places if label >= 0 or len(places) >= MANY else set()


def _heads_columns(line: AtomLine) -> bool:
    """Whether whole numbers number the columns (栏次 1 2 3), or are the years over them."""
    return is_numbering([atom.text for atom in line if atom.text.isdecimal()]) or prints_years(line)


def prints_years(line: AtomLine) -> bool:
    """Whether the whole numbers of a line are all years."""
    numbers = [line[place].text for place in _whole_places(line)]
    return bool(numbers) and all(_YEAR.fullmatch(number) for number in numbers)


def begins_rows(line: AtomLine) -> bool:
    """Whether a line is a row with amounts, no part of a heading."""
    return is_numbered(line) or (bool(_whole_places(line)) and not _heads_columns(line))


def line_y(line: AtomLine) -> float:
    """The height of a line."""
    return median(atom.y for atom in line)


def is_numbered(line: AtomLine) -> bool:
    """Whether a line prints an exact number."""
    return any(atom.is_exact for atom in line)


def holds_number(line: AtomLine) -> bool:
    """Whether a line prints a number or a dash beside something else."""
    return len(line) > 1 and any(atom.is_number for atom in line)


def is_ruled_by_row(bands: Sequence[float]) -> bool:
    """Whether rulings across at these heights part row from row: more than a table has that is not ruled row by row."""
    return len(bands) > _FEW_BANDS


def rows_of_lines(
    lines: Sequence[AtomLine], bands: Sequence[float], em: float, *, by_row: bool
) -> list[list[AtomLine]] | None:
    """The lines of a table's body as its rows, or None where it is not plain which lines are one row.

    ``bands`` are the heights of rulings across: no row goes over one, and what stands between two with numbers on one line
    at most is one row where they rule ``by_row``. Elsewhere lines of one cell are near, rows are plainly further apart.
    """
    rows: list[list[AtomLine]] = []
    for between in _banded(lines, bands):
        numbered = sum(map(holds_number, between))
        found = [list(between)] if numbered <= 1 and by_row else _by_distance(between, em)
        if found is None:
            return None
        rows.extend(found)
    return rows


def _banded(lines: Sequence[AtomLine], bands: Sequence[float]) -> list[list[AtomLine]]:
    """The lines between each two rulings."""
    limits = sorted(bands)
    between: list[list[AtomLine]] = [[] for _ in range(len(limits) + 1)]
    for line in lines:
        between[bisect_right(limits, line_y(line))].append(line)
    return [found for found in between if found]


def _by_distance(lines: Sequence[AtomLine], em: float) -> list[list[AtomLine]] | None:
    numbered = [line_y(line) for line in lines if holds_number(line)]
    between = [low - high for high, low in pairwise(numbered)]
    step = min(between, default=_ROW_DISTANCE * em)
    rows = [[lines[0]]]
    for above, below in pairwise(lines):
        distance = line_y(below) - line_y(above)
        both = holds_number(above) and holds_number(below)
        if both or distance >= (1 - (1 - _ROW_SHARE) / 2) * step:
            rows.append([below])
        elif distance <= min(WRAP * em, _ROW_SHARE * step):
            rows[-1].append(below)
        else:
            return None
    return rows if all(sum(map(holds_number, row)) <= 1 for row in rows) else None
