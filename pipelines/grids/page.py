"""The tables of one page by the chain of finders: drawn rulings, then rulings that may be background, then white space.

A later finder is asked only where the earlier left text that is plainly a table; it replaces when it leaves less.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.documents.lines import build_lines
from pipelines.grids.edges import Ruling, snap_edges
from pipelines.grids.fill import Table
from pipelines.grids.ruled import find_ruled
from pipelines.grids.segments import crowded_lines, numbered_lines
from pipelines.grids.straighten import Turn, enlargement_of, lean_of
from pipelines.grids.unruled import find_unruled
from pipelines.records.pages import Line, Page, Word

# Lines of text with a number of its own at a distance: fewer are no table.
_WORTH_A_LOOK = 5
_FEWEST = 2


def page_tables(page: Page) -> tuple[list[Table], list[Word]]:
    """The tables of a page, top to bottom, and the words outside them; a page askew or in odd units is put right first."""
    lean, enlargement = lean_of(page.edges), enlargement_of(page)
    if not lean and enlargement == 1.0:
        return _straight_tables(page, page.lines)
    straight = Turn(page, -lean, 1 / enlargement).page(page)
    tables, rest = _straight_tables(straight, build_lines(straight.words))
    back = Turn(page, lean, enlargement)
    return list(map(back.table, tables)), list(map(back.word, rest))


def _straight_tables(page: Page, lines: Sequence[Line]) -> tuple[list[Table], list[Word]]:
    tables, rest = (
        find_ruled(page, page.edges, "ocr" if page.method == "ocr" else "ruled") if page.edges else _none(page)
    )
    outside = build_lines(rest) if tables else lines
    left = _left_over(tables, outside)
    is_bare = not tables and bool(page.weak_edges)
    if not left and not is_bare and numbered_lines(outside) < _WORTH_A_LOOK:
        return tables, rest
    if page.weak_edges:
        weak_tables, weak_rest = find_ruled(page, (*page.edges, *page.weak_edges), "weak_ruled")
        is_better = _left_over(weak_tables, build_lines(weak_rest)) < left
        if is_better or (is_bare and any(map(_is_plain_table, weak_tables))):
            tables, rest = weak_tables, weak_rest
    return _without_rulings(page, tables, rest)


def _is_plain_table(table: Table) -> bool:
    """Whether cells drawn only by backgrounds are plainly a table: several filled columns and rows."""
    filled = [cell for cell in table.cells if cell.text]
    columns, rows = {cell.column_no for cell in filled}, {cell.row_no for cell in filled}
    return len(columns) >= _FEWEST and len(rows) >= _FEWEST and len(filled) >= _FEWEST * _FEWEST


def _none(page: Page) -> tuple[list[Table], list[Word]]:
    return [], list(page.words)


def _left_over(tables: Sequence[Table], outside: Sequence[Line]) -> int:
    """Lines that hold several numbers side by side in one cell or outside all tables."""
    return crowded_lines(outside) + sum(map(_crowded, tables))


def _crowded(table: Table) -> int:
    return sum(crowded_lines(cell.lines) for cell in table.cells if cell.lines)


def _without_rulings(page: Page, tables: Sequence[Table], rest: Sequence[Word]) -> tuple[list[Table], list[Word]]:
    """Crowded tables and the text outside tables read again by their white space, rulings separating rows only."""
    horizontal = snap_edges((*page.edges, *page.weak_edges)).horizontal
    kept: list[Table] = []
    for table in tables:
        found = _again(page, table, horizontal) if _crowded(table) else []
        kept.extend(found or [table])
    found, words = find_unruled(page, rest, horizontal)
    kept.extend(found)
    return sorted(kept, key=lambda table: (table.box.top, table.box.x0)), words


def _again(page: Page, table: Table, horizontal: Sequence[Ruling]) -> list[Table]:
    """A table by white space alone; nothing unless all its text finds a place in one table."""
    x0, top, x1, bottom = table.box
    inside = [
        word
        for word in page.words
        if x0 <= (word.x0 + word.x1) / 2 < x1 and top <= (word.top + word.bottom) / 2 < bottom
    ]
    found, outside = find_unruled(page, inside, horizontal)
    return found if len(found) == 1 and not outside else []
