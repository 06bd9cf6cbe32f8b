"""The tables of one page by the chain of finders: drawn rulings, then what may be rulings, then white space.

A later finder is asked only where the earlier left text that is plainly of a table; it replaces when it leaves less.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipelines.documents.lines import build_lines
from pipelines.grids.fill import Table
from pipelines.grids.ruled import WEAK, Found, find_half_ruled, find_ruled
from pipelines.grids.segments import crowded_lines, has_exact_row, loose_rows, numbered_lines, tabular_rows
from pipelines.grids.straighten import Turn, enlargement_of, lean_of_page
from pipelines.grids.unruled import find_unruled
from pipelines.records.pages import Line, Page

# Lines of text with a number of its own at a distance: fewer are no table where nothing is drawn.
_WORTH_A_LOOK = 3
_FEWEST = 2


def page_tables(page: Page) -> Found:
    """The tables of a page, top to bottom, and the words outside them; a page askew or in odd units is put right first."""
    lean, enlargement = lean_of_page(page), enlargement_of(page)
    if not lean and enlargement == 1.0:
        return _straight_tables(page, page.lines)
    straight = Turn(page, -lean, 1 / enlargement).page(page)
    tables, rest = _straight_tables(straight, build_lines(straight.words))
    back = Turn(page, lean, enlargement)
    return Found(list(map(back.table, tables)), list(map(back.word, rest)))


def _straight_tables(page: Page, lines: Sequence[Line]) -> Found:
    name = "ocr" if page.method == "ocr" else "ruled"
    found = find_ruled(page, page.edges, name) if page.edges else Found([], list(page.words))
    worth = _WORTH_A_LOOK if not page.edges else _FEWEST
    left = _left_over(found, worth, lines)
    is_bare = not found.tables and bool(page.weak_edges)
    if left == 0 and not is_bare:
        return found
    for other, is_enough in _further_readings(page, name):
        other_left = _left_over(other, worth)
        if other_left < left or (is_bare and is_enough and any(map(_is_plain_table, other.tables))):
            found, left, is_bare = other, other_left, False
    tables, rest = find_unruled(page, found.rest) if left else ([], found.rest)
    return Found(sorted((*found.tables, *tables), key=lambda table: (table.box.top, table.box.x0)), rest)


def _further_readings(page: Page, name: str) -> Iterator[tuple[Found, bool]]:
    """The page read by what may be rulings as well, by white space between rulings, and by both; each with whether tables
    of nothing but words are believed."""
    together = (*page.edges, *page.weak_edges)
    if page.weak_edges:
        yield find_ruled(page, together, WEAK), True
    if page.edges:
        yield find_half_ruled(page, page.edges, name), False
    if page.weak_edges:
        yield find_half_ruled(page, together, WEAK), False


def _is_plain_table(table: Table) -> bool:
    """Whether cells drawn only by backgrounds are plainly a table: several filled columns and rows."""
    filled = [cell for cell in table.cells if cell.text]
    columns, rows = {cell.column_no for cell in filled}, {cell.row_no for cell in filled}
    return len(columns) >= _FEWEST and len(rows) >= _FEWEST and len(filled) >= _FEWEST * _FEWEST


def _crowded(table: Table) -> int:
    """Lines in its cells that hold several columns; in a table of one column any number beside text does."""
    count = crowded_lines if table.column_count > 1 else numbered_lines
    return sum(count(cell.lines) for cell in table.cells if cell.lines)


def _left_over(found: Found, worth: int, lines: Sequence[Line] = ()) -> int:
    """Lines that should have become cells: several numbers side by side in a cell, text and a number outside all tables;
    whole numbers beside text, or amounts in one piece with it, from ``_FEWEST`` lines on.

    Fewer than ``worth`` of the latter are ordinary text. ``lines`` are those of the whole page, when they are known.
    """
    crowded = sum(map(_crowded, found.tables))
    outside = lines if lines and not found.tables else build_lines(found.rest)
    rows, numbered = tabular_rows(outside), numbered_lines(outside)
    loose = loose_rows(rows, _FEWEST)
    is_worth = loose or crowded_lines(outside) or numbered >= worth or has_exact_row(rows)
    return crowded + (loose + numbered if is_worth else 0)
