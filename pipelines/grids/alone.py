"""A heading that stands alone at the foot of a page, or over too few rows to be a table: read with the rows of the next page.

Only tables without vertical rulings come here; where columns are ruled, ``join`` puts the parts together. The heading becomes
the last table of its page, the rows the first of theirs; joining the two to one grid is ``join``'s.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipelines.documents.lines import build_lines
from pipelines.grids.edges import snap_edges
from pipelines.grids.fill import Table
from pipelines.grids.page import page_tables
from pipelines.grids.ruled import HEADED, Found
from pipelines.grids.segments import Row, rows_of
from pipelines.grids.straighten import enlargement_of, lean_of_page
from pipelines.records.pages import Box, Cell, Edge, Line, Page, Word

# The lines at the foot among which a heading is looked for, and those of them of which one has two texts side by side.
_MOST_LINES = 12
_HEAD_LINES = 3
# Between a heading and its rows stands so much (points) where nothing is ruled; a ruling is theirs when it is as near.
_GAP = 4.0
_NEAR = 16.0
# A vertical stroke longer than this many points rules columns.
_LONG = 8.0


@dataclass(frozen=True, slots=True)
class Alone:
    """A heading as the last table of its page, and what the next page holds."""

    heading: Table
    further: Found


def under_heading(before: Page, foot: Sequence[Line], page: Page, lines: Sequence[Line]) -> Alone | None:
    """The rows that begin a page under the heading in the last lines of the page before, None where there is no such pair.

    ``foot``: the lines below the last table of the page before; ``lines``: those of the page, both without what runs.
    """
    head, rows = rows_of(foot[-_MOST_LINES:]), rows_of(lines)
    if not _may_be(head, rows) or not (_is_plain(before) and _is_plain(page)):
        return None
    top, bottom = head[0].box.top - _GAP, head[-1].box.bottom
    own = _rulings(before, bottom - head[-1].height / 2, bottom + _NEAR)
    further = _rulings(page, rows[0].box.top - _NEAR, rows[0].box.top + rows[0].height / 2)
    down = further[-1] - own[-1] if own and further else rows[0].box.top - _GAP - bottom
    limit = further[-1] if own and further else rows[0].box.top - _GAP / 2
    words = [_lowered(word, down) for word in before.words if top <= (word.top + word.bottom) / 2 <= bottom]
    edges = [_edge(edge, down) for edge in before.edges if top - _NEAR <= edge.top <= bottom + _NEAR]
    passed = [word for word in page.words if (word.top + word.bottom) / 2 < limit]
    body = [word for word in page.words if (word.top + word.bottom) / 2 >= limit]
    whole = replace(
        page, words=(*words, *body), edges=(*edges, *page.edges), weak_edges=(), lines=build_lines([*words, *body])
    )
    found = page_tables(whole)
    parts = _parts(found.tables[0], limit, before.number, down) if found.tables else None
    if parts is None:
        return None
    foreign = set(words)
    rest = [*passed, *(word for word in found.rest if word not in foreign)]
    return Alone(parts[0], Found([parts[1], *found.tables[1:]], rest))


def _may_be(head: Sequence[Row], rows: Sequence[Row]) -> bool:
    """Whether a page ends with texts side by side, and the next begins with a row of a table."""
    beside = any(len(row.segments) > 1 for row in head[-_HEAD_LINES:])
    return beside and bool(rows) and rows[0].is_tabular


def _is_plain(page: Page) -> bool:
    """Whether a page is straight, of usual size, and rules no columns."""
    is_ruled = any(edge.bottom - edge.top > _LONG for edge in page.edges)
    return not is_ruled and not lean_of_page(page) and enlargement_of(page) == 1.0


def _rulings(page: Page, top: float, bottom: float) -> list[float]:
    """The heights of the rulings across between two heights, from top to bottom."""
    return sorted(ruling.at for ruling in snap_edges(page.edges).horizontal if top <= ruling.at <= bottom)


def _parts(table: Table, limit: float, page: int, down: float) -> tuple[Table, Table] | None:
    """Heading and rows of a table read over the end of a page, None where a row of it holds words of both pages."""
    printed = [cell for cell in table.cells if cell.text and cell.lines]
    above = [cell for cell in printed if all(_middle(line) < limit for line in cell.lines)]
    below = [cell for cell in printed if all(_middle(line) >= limit for line in cell.lines)]
    if table.finder != HEADED or not above or not below or len(above) + len(below) < len(printed):
        return None
    rows = max(cell.row_no + cell.row_span for cell in above)
    if min(cell.row_no for cell in below) < rows or table.reading is None:
        return None
    edge = min(cell.box.top for cell in table.cells if cell.row_no >= rows and cell.box)
    head = [replace(_raised(cell, down), page=page) for cell in table.cells if cell.row_no < rows]
    body = [replace(cell, row_no=cell.row_no - rows) for cell in table.cells if cell.row_no >= rows]
    box = Box(table.box.x0, table.box.top - down, table.box.x1, edge - down)
    upper = replace(table, page=page, box=box, row_count=rows, cells=tuple(head), reading=None)
    lower = replace(table, box=table.box._replace(top=edge), row_count=table.row_count - rows, cells=tuple(body))
    return upper, lower


def _middle(line: Line) -> float:
    return (line.box.top + line.box.bottom) / 2 if line.box else 0.0


def _lowered(word: Word, down: float) -> Word:
    return word._replace(top=word.top + down, bottom=word.bottom + down)


def _edge(edge: Edge, down: float) -> Edge:
    return edge._replace(top=edge.top + down, bottom=edge.bottom + down)


def _raised(cell: Cell, down: float) -> Cell:
    lines = tuple(
        Line(line.text, _higher(line.box, down) if line.box else None, tuple(_higher(box, down) for box in line.boxes))
        for line in cell.lines
    )
    return replace(cell, box=_higher(cell.box, down) if cell.box else None, lines=lines)


def _higher(box: Box, down: float) -> Box:
    return box._replace(top=box.top - down, bottom=box.bottom - down)
