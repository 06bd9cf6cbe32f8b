"""Pages that go on with a table whose heading stands on a page before: which part of such a page that is.

What a page prints over its first row and the first page printed over its heading is passed over. The rows themselves are read
in ``further``, or not at all; joining the parts to one grid is ``join``'s.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from pipelines.documents.lines import build_lines
from pipelines.grids.edges import Ruling, Rulings, snap_edges
from pipelines.grids.fill import Table, table_of
from pipelines.grids.further import read_further
from pipelines.grids.ghosts import Filled
from pipelines.grids.lattice import Rectangle
from pipelines.grids.page import page_tables
from pipelines.grids.ruled import HEADED, Found
from pipelines.grids.segments import Row, rows_of
from pipelines.grids.stacks import same_width, stretches_of
from pipelines.grids.straighten import Turn, enlargement_of
from pipelines.grids.unruled import end_of_stretch
from pipelines.grids.white import split_by_white
from pipelines.records.pages import BY_WHITE_SPACE, Box, Line, Page, Word

_MARGIN = 2.0
# A vertical stroke longer than this many points rules columns.
_LONG = 8.0
# A page may lie further right or left than the page before by so many points (margins of a book); less is none.
_MOST_SHIFT = 24.0
_EVEN = 1.6


def go_on(page: Page, before: Table, is_passed: Callable[[Line], bool]) -> Found | None:
    """The tables of a page whose first rows go on with the table ``before`` of the page before, and the words outside them.

    ``is_passed`` tells the lines over the first row that belong to no table. None where the page does not begin with rows;
    rows of which not every number has its column are kept as a table of their own, however few they are.
    """
    if before.reading is None or enlargement_of(page) != 1.0:
        return None
    lines = _own_lines(page.lines, is_passed)
    rows = rows_of(lines)
    if not rows:
        return None
    found = _read(page, rows, before)
    if isinstance(found, Found):
        return found
    moved = [other for right in _shifts(rows, before) if (other := _moved(page, lines, before, right)) is not None]
    if len(moved) == 1:
        return moved[0]
    return _kept(page, *found) if found is not None else None


def _read(page: Page, rows: Sequence[Row], before: Table) -> Found | tuple[list[Word], Box] | None:
    """The tables of a page whose first rows are read; where they are not, their words and place, None where there is none."""
    rulings = snap_edges(page.edges)
    place = _place_of(rows, rulings, before)
    if place is None or before.reading is None:
        return None
    words = [word for word in page.words if place.top <= (word.top + word.bottom) / 2 < place.bottom]
    filled = read_further(before.reading, words, place, _rulings_in(place, rulings), before.borders)
    if filled is None:
        return words, place
    table = replace(table_of(filled, page, HEADED, before.reading), goes_on=True)
    above = [word for word in page.words if (word.top + word.bottom) / 2 < place.top]
    found = page_tables(_below(page, place.bottom))
    return Found([table, *found.tables], [*above, *found.rest])


def _moved(page: Page, lines: Sequence[Line], before: Table, right: float) -> Found | None:
    """The tables of a page that lies so far to the right (a book's other margin), None where its rows are not read so."""
    turn = Turn(page, 0.0, right=-right)
    found = _read(turn.page(page), rows_of([turn.line(line) for line in lines]), before)
    if not isinstance(found, Found):
        return None
    back = Turn(page, 0.0, right=right)
    return Found(list(map(back.table, found.tables)), list(map(back.word, found.rest)))


def _shifts(rows: Sequence[Row], before: Table) -> list[float]:
    """How far right of the page before a page may lie: so that its rows begin, or end, where they did there."""
    reading = before.reading
    if reading is None:
        return []
    body = [atom for row in reading.rows for line in row for atom in line]
    head = [atom for line in reading.heading.lines for atom in line]
    end = end_of_stretch(rows, is_whole=reading.is_whole)
    own = rows[: end + 1] if end is not None else rows
    left, right = min(row.box.x0 for row in own), max(row.box.x1 for row in own)
    found: list[float] = []
    for atoms in (body, body + head):
        for shift in (left - min(atom.x0 for atom in atoms), right - max(atom.x1 for atom in atoms)):
            is_new = all(abs(shift - other) > _EVEN for other in found)
            if _EVEN < abs(shift) <= min(_MOST_SHIFT, reading.least_pitch / 2) and is_new:
                found.append(shift)
    return found


def _kept(page: Page, words: Sequence[Word], place: Box) -> Found:
    """The tables of a page for themselves, its first rows among them: nobody would miss them if they were text."""
    found = page_tables(page)
    if any(table.box.top < place.bottom for table in found.tables):
        return found
    left, right = min(word.x0 for word in words) - _MARGIN, max(word.x1 for word in words) + _MARGIN
    box = Box(left, place.top, right, place.bottom)
    whole = Filled([left, right], [place.top, place.bottom], [Rectangle(0, 0, 1, 1)], [box], [list(words)])
    split_by_white(whole)
    inside = set(words)
    rest = [word for word in found.rest if word not in inside]
    return Found([table_of(whole, page, BY_WHITE_SPACE), *found.tables], rest)


def _own_lines(lines: Sequence[Line], is_passed: Callable[[Line], bool]) -> list[Line]:
    """The lines from the first that is not passed over, those at the end that are left out."""
    own = [not is_passed(line) for line in lines]
    if True not in own:
        return []
    return list(lines[own.index(True) : len(own) - own[::-1].index(True)])


def _place_of(rows: Sequence[Row], rulings: Rulings, before: Table) -> Box | None:
    """From where to where on the page the table goes on: between rulings as wide as its own, else the first stretch of rows;
    None where columns are ruled or nothing at the top of the page can be its rows."""
    stretch = next((part for part in stretches_of(rulings.horizontal, rows) if _is_as_wide(part, before)), None)
    if stretch is not None and stretch[0].at <= (rows[0].box.top + rows[0].box.bottom) / 2:
        place = Box(before.borders[0], stretch[0].at, before.borders[-1], stretch[-1].at)
    else:
        end = end_of_stretch(rows, is_whole=before.reading is not None and before.reading.is_whole)
        if end is None:
            return None
        place = Box(before.borders[0], rows[0].box.top - _MARGIN, before.borders[-1], rows[end].box.bottom + _MARGIN)
    strokes = (stroke for stroke in rulings.vertical if stroke.end - stroke.start > _LONG)
    return None if any(stroke.start < place.bottom and place.top < stroke.end for stroke in strokes) else place


def _is_as_wide(part: Sequence[Ruling], before: Table) -> bool:
    """Whether rulings are as wide as those across the table before."""
    across = before.reading.around.rulings if before.reading else ()
    if not across:
        return False
    whole = Ruling(0.0, min(ruling.start for ruling in across), max(ruling.end for ruling in across))
    return same_width(part[0], whole)


def _rulings_in(place: Box, rulings: Rulings) -> list[Ruling]:
    return [ruling for ruling in rulings.horizontal if place.top - 1 <= ruling.at <= place.bottom + 1]


def _below(page: Page, height: float) -> Page:
    """What a page holds below a height."""
    words = tuple(word for word in page.words if (word.top + word.bottom) / 2 >= height)
    return replace(
        page,
        words=words,
        edges=tuple(edge for edge in page.edges if (edge.top + edge.bottom) / 2 > height + 1),
        weak_edges=tuple(edge for edge in page.weak_edges if (edge.top + edge.bottom) / 2 > height + 1),
        lines=build_lines(words),
    )
