"""A form of performance goals printed one cell a line -> the cells of its form, where every line has one reading.

The labels of the head come in the order of the official form, each followed by what it is for; an indicator is a name and a
value under its levels, which are a closed list of words that may be torn over lines. Names are long and values are numbers or
short words; a run of lines that does not part so is not parted at all: the form is then one cell, to be seen as refused. Where
the text of one goal ends and that of the next begins is not printed, so both stay together under neither label.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipelines.documents.collapsed_rows import SourceLine, is_number
from pipelines.documents.collapsed_shape import INFERRED
from pipelines.documents.ready import Placed
from pipelines.reference.folding import fold
from pipelines.reference.goal_forms import HEADER, LEVEL_1, LEVEL_2, VALUE_HEADERS, HeadLabel, goal_forms

_TITLE = re.compile(r"^\S{0,30}绩效目标(?:申报|填报|批复|公开|审核)?表$")
_MOST_TEARS = 4
_WIDTH = 7
_VALUE = re.compile(r"^(?:[=≥≤><]{0,2}\d[\d,.]*\D{0,12}|[\u4e00-\u9fff]{1,4})$")
_NAME = re.compile(r"^[^=≥≤><]{5,60}$")


class GoalForm(NamedTuple):
    """A form: the line after its title, the line after it, its page, what stands between title and labels, and its cells."""

    start: int
    end: int
    page: int
    lead: str
    placed: list[Placed]


def forms_by_line(lines: Sequence[SourceLine]) -> Iterator[GoalForm]:
    """The forms that stand in ``lines``, in order."""
    titles = [number for number, line in enumerate(lines) if _TITLE.match(fold(line.text))]
    for title, end in pairwise([*titles, len(lines)]):
        form = _goal_form(lines, title, end)
        if form is not None:
            yield form


def _goal_form(lines: Sequence[SourceLine], title: int, end: int) -> GoalForm | None:
    """The form between a title and the next; None when no form printed one cell a line stands there."""
    pieces = [text for line in lines[title + 1 : end] for text in line.text.split()]
    at = _header(pieces)
    if at is None or not any(labels[0].label in pieces[: at[0]] for labels in goal_forms()):
        return None
    page = lines[title + 1].page
    start = min(pieces.index(labels[0].label) for labels in goal_forms() if labels[0].label in pieces)
    lead = "".join(pieces[:start])
    heads = (_head(pieces[start : at[0]], labels) for labels in goal_forms())
    head = next((found for found in heads if found is not None), None)
    goals, end = _goals(lines, _line_of(lines, title, at[1]), end)
    if head is None or goals is None:
        whole = "\n".join(line.text for line in lines[title + 1 : end])
        return GoalForm(title + 1, end, page, "", [Placed(0, 0, 1, 1, whole, INFERRED, page)])
    first = 1 + max(cell.row_no for cell in head)
    rows = [[*HEADER, pieces[at[1] - 1]], *goals]
    cells = [
        Placed(row_no, column, 1, 1, text)
        for row_no, row in enumerate(rows, start=first)
        for column, text in enumerate(["", *row, *[""] * (_WIDTH - 1 - len(row))])
    ]
    return GoalForm(title + 1, end, page, lead, [cell._replace(page=page) for cell in (*head, *cells)])


def _line_of(lines: Sequence[SourceLine], title: int, piece: int) -> int:
    """The line after the one that ends with the piece before a number of pieces below the title."""
    line = title + 1
    while piece > 0:
        piece -= len(lines[line].text.split())
        line += 1
    return line


def _goals(lines: Sequence[SourceLine], start: int, end: int) -> tuple[list[list[str]] | None, int]:
    """The indicators from a line on, and where they end: at the next title, or at the page end after which other text stands."""
    stops = [end, *(n for n in range(end - 1, start, -1) if lines[n].page != lines[n - 1].page)]
    for stop in stops:
        found = _indicators([text for line in lines[start:stop] for text in line.text.split()])
        if found is not None:
            return found, stop
    return None, end


def _header(pieces: Sequence[str]) -> tuple[int, int] | None:
    """Where the words that head the indicators begin and end."""
    for at in range(len(pieces) - len(HEADER)):
        if tuple(pieces[at : at + len(HEADER)]) == HEADER and fold(pieces[at + len(HEADER)]) in VALUE_HEADERS:
            return at, at + len(HEADER) + 1
    return None


def _head(pieces: Sequence[str], labels: Sequence[HeadLabel]) -> list[Placed] | None:
    """The cells of the head; None when a label is missing or what follows it is not what the form has there."""
    found = _find(pieces, labels[0].label, 0)
    cells: list[Placed] = []
    for number, label in enumerate(labels):
        if found is None:
            return None
        start, printed = found[1], "".join(pieces[found[0] : found[1]])
        is_last = number + 1 == len(labels)
        found = (len(pieces), len(pieces)) if is_last else _find(pieces, labels[number + 1].label, start)
        value = pieces[start : found[0]] if found is not None else []
        if not _fits(value, label):
            return None
        cells.extend(_labelled(label, printed, value, is_last))
    return _filled(list(_grouped(cells, labels)))


def _find(pieces: Sequence[str], label: str, start: int) -> tuple[int, int] | None:
    """The first place from ``start`` where a label stands, whole or torn."""
    for at in range(start, len(pieces)):
        for end in range(at + 1, min(at + _MOST_TEARS, len(pieces)) + 1):
            if fold("".join(pieces[at:end])) == label:
                return at, end
    return None


def _fits(value: Sequence[str], label: HeadLabel) -> bool:
    if label.kind == "amount":
        return len(value) == 1 and is_number(value[0])
    return bool(value) == (label.kind == "text")


def _labelled(label: HeadLabel, printed: str, value: Sequence[str], is_last: bool) -> Iterator[Placed]:
    """The cells of a label and its value; the goals at the end stand below, apart from the labels they are for."""
    yield Placed(label.row, label.column, 1, 1, printed)
    if is_last:
        yield Placed(label.row + 2, 1, 1, _WIDTH - 1, "".join(value))
    elif value:
        yield Placed(label.row, label.column + 1, 1, 1, "".join(value))


def _grouped(cells: Sequence[Placed], labels: Sequence[HeadLabel]) -> Iterator[Placed]:
    """A group in the first column reaches down to the next label of that column."""
    starts = [label.row for label in labels if label.column == 0]
    groups = {label.row for label in labels if label.column == 0 and label.kind == "group"}
    for cell in cells:
        below = next((row for row in starts if row > cell.row_no), cell.row_no + 2)
        is_group = cell.column_no == 0 and cell.row_no in groups
        yield cell._replace(row_span=below - cell.row_no) if is_group else cell


def _filled(cells: list[Placed]) -> list[Placed]:
    """The cells with a blank one at every other place."""
    taken = {
        (cell.row_no, column) for cell in cells for column in range(cell.column_no, cell.column_no + cell.column_span)
    }
    height = 1 + max(cell.row_no for cell in cells)
    blanks = [
        Placed(row, column, 1, 1, "") for row in range(height) for column in range(_WIDTH) if (row, column) not in taken
    ]
    return sorted([*cells, *blanks])


def _indicators(pieces: Sequence[str]) -> list[list[str]] | None:
    """The rows of the indicators: levels, name and value; None when a line fits nowhere."""
    rows: list[list[str]] = []
    first = second = ""
    at = 0
    while at < len(pieces):
        level, end = _level(pieces, at)
        if level:
            is_first = level in LEVEL_1 and not (level in LEVEL_2 and first == "产出指标")
            first, second = (level, "") if is_first else (first, level)
            at = end
            continue
        pair = pieces[at : at + 2]
        if len(pair) < 2 or _level(pieces, at + 1)[0] or not _are_pair(*map(fold, pair)):
            return None
        rows.append([first, second, *pair])
        at += 2
    return rows or None


def _are_pair(name: str, value: str) -> bool:
    return bool(_NAME.match(name) and not _VALUE.match(name) and _VALUE.match(value))


def _level(pieces: Sequence[str], at: int) -> tuple[str, int]:
    """The longest word of a level that the pieces from ``at`` make, and where it ends; empty for none."""
    for end in range(min(at + _MOST_TEARS, len(pieces)), at, -1):
        word = fold("".join(pieces[at:end]))
        if word in LEVEL_1 or word in LEVEL_2:
            return word, end
    return "", at
