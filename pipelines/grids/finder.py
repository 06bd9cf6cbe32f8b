"""The grids of a document: tables of every page placed in their text, joined, numbered. Assembly of the stages only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.documents.lines import build_lines
from pipelines.grids.alone import Alone, under_heading
from pipelines.grids.apart import apart
from pipelines.grids.beside import over_table, stand_beside
from pipelines.grids.carried import go_on
from pipelines.grids.fill import Table
from pipelines.grids.halves import join_halves
from pipelines.grids.join import Joined, Placed, join_pages, says_again
from pipelines.grids.margins import Key, is_running, running_lines, without_page_numbers
from pipelines.grids.page import page_tables
from pipelines.grids.ready import ready_grids
from pipelines.grids.ruled import Found
from pipelines.grids.segments import numbered_lines
from pipelines.grids.straighten import Turn, lean_of_page, straightened
from pipelines.grids.trailing import are_labels, with_labels
from pipelines.records.pages import BY_WHITE_SPACE, Document, Grid, Line, Page

_FEW_LINES = 8


@dataclass(frozen=True, slots=True)
class _PageTables:
    """The tables of one page, top to bottom, and the lines outside them."""

    page: Page
    tables: tuple[Table, ...]
    lines: tuple[Line, ...]


def find_grids(document: Document) -> tuple[Grid, ...]:
    """All grids of a document in reading order, numbered from 1, with the lines above and below each."""
    return apart(ready_grids(document) or _found_grids(document))


def _found_grids(document: Document) -> tuple[Grid, ...]:
    """The grids of pages with geometry."""
    running = running_lines(document.pages)
    found: list[_PageTables] = []
    placed: list[Placed] = []
    open_end: Placed | None = None
    for page in document.pages:
        own = _tables_of(page, open_end, running)
        if own.tables and own.tables[0].goes_on and placed[-1].own_below:
            _take_labels(found, placed, running)
        alone = _under_heading(found[-1], page, own, running) if found and open_end is None else None
        if alone is not None:
            own = _with_heading(found, placed, alone, page, running)
        found.append(own)
        parts = _place(found[-1], running)
        open_end = _open_end(parts, open_end, page)
        placed.extend(parts)
    joined = join_halves(join_pages(placed))
    return tuple(_grid(number, whole, found) for number, whole in enumerate(joined, 1))


def _tables_of(page: Page, open_end: Placed | None, running: frozenset[Key]) -> _PageTables:
    """The tables of a page; those of a page without a heading of its own by that of the page before."""
    further = _go_on(page, open_end, running) if open_end is not None else None
    tables, words = further or page_tables(page)
    lines = build_lines(words) if tables else page.lines
    return _PageTables(page, tuple(tables), without_page_numbers(lines, page))


def _go_on(page: Page, open_end: Placed, running: frozenset[Key]) -> Found | None:
    lean = lean_of_page(page)
    straight = straightened(page, lean) if lean else page
    own = set(without_page_numbers(straight.lines, straight))

    def is_passed(line: Line) -> bool:
        is_said = not numbered_lines([line]) and says_again([line], open_end.above)
        return line not in own or is_running(line, straight, running) or is_said

    found = go_on(straight, open_end.table, is_passed)
    if found is None or not lean:
        return found
    back = Turn(page, lean)
    return Found(list(map(back.table, found.tables)), list(map(back.word, found.rest)))


def _under_heading(before: _PageTables, page: Page, own: _PageTables, running: frozenset[Key]) -> Alone | None:
    """The first rows of a page under the heading that ends the page before, where they have none of their own."""
    lines = [line for line in without_page_numbers(page.lines, page) if not is_running(line, page, running)]
    start = max((table.box.bottom for table in before.tables), default=float("-inf"))
    foot = [line for line in _between(before.lines, start, float("inf")) if not is_running(line, before.page, running)]
    if not lines or not foot or before.page.number != page.number - 1:
        return None
    first = lines[0].box
    is_read = any(
        table.finder != BY_WHITE_SPACE and first and table.box.top <= first.bottom for table in own.tables[:1]
    )
    return None if is_read else under_heading(before.page, foot, page, lines)


def _with_heading(
    found: list[_PageTables], placed: list[Placed], alone: Alone, page: Page, running: frozenset[Key]
) -> _PageTables:
    """The tables of a page under a heading on the page before, which becomes the last table of that page."""
    before = found.pop()
    box = alone.heading.box
    lines = tuple(line for line in before.lines if line not in _between(before.lines, box.top, box.bottom))
    if before.tables:
        del placed[-len(before.tables) :]
    found.append(_PageTables(before.page, (*before.tables, alone.heading), lines))
    placed.extend(_place(found[-1], running))
    tables, rest = alone.further
    return _PageTables(page, tuple(tables), without_page_numbers(build_lines(rest), page))


def _take_labels(found: list[_PageTables], placed: list[Placed], running: frozenset[Key]) -> None:
    """Give the lines at the end of the last page to its last table, as rows of labels: the next page goes on with it."""
    before, last = found.pop(), placed[-1]
    tables = (*before.tables[:-1], with_labels(before.tables[-1], last.own_below))
    lines = tuple(line for line in before.lines if line not in last.own_below)
    del placed[-len(tables) :]
    found.append(_PageTables(before.page, tables, lines))
    placed.extend(_place(found[-1], running))


def _open_end(parts: Sequence[Placed], before: Placed | None, page: Page) -> Placed | None:
    """The table that ends a page with nothing below it but labels and was read by its heading: the part with that heading."""
    last = parts[-1] if parts else None
    if last is None or last.table.reading is None:
        return None
    if last.own_below and not are_labels(last.table, last.own_below, page):
        return None
    return before if last.table.goes_on else last


def _place(found: _PageTables, running: frozenset[Key]) -> list[Placed]:
    """The tables of a page with the lines between them."""
    tables = found.tables
    placed: list[Placed] = []
    for index, table in enumerate(tables):
        beside = [other for other in tables if stand_beside(table, other)]
        start = max((other.box.bottom for other in tables[:index] if other not in beside), default=float("-inf"))
        end = min((other.box.top for other in tables[index + 1 :] if other not in beside), default=float("inf"))
        above = over_table(_between(found.lines, start, table.box.top), table, beside)
        below = over_table(_between(found.lines, table.box.bottom, end), table, beside)
        placed.append(
            Placed(
                table=table,
                above=above,
                below=below,
                own_above=tuple(line for line in above if not is_running(line, found.page, running)),
                own_below=tuple(line for line in below if not is_running(line, found.page, running)),
                is_first_on_page=index == 0,
                is_last_on_page=index == len(tables) - 1,
                width=found.page.width,
            )
        )
    return placed


def _between(lines: Sequence[Line], start: float, end: float) -> tuple[Line, ...]:
    """Lines whose middle lies between two heights."""
    return tuple(line for line in lines if line.box and start <= (line.box.top + line.box.bottom) / 2 < end)


def _grid(number: int, whole: Joined, found: Sequence[_PageTables]) -> Grid:
    first, last = whole.parts[0], whole.parts[-1]
    return Grid(
        grid_no=number,
        first_page=first.table.page,
        last_page=last.table.page,
        row_count=whole.row_count,
        column_count=len(whole.xs) - 1,
        cells=tuple(whole.cells),
        lines_above=(*_end_of_page_before(first, found), *first.above),
        lines_below=last.below,
        repeated_header_rows=tuple(whole.repeated_header_rows),
        finder=_finder_of(whole),
    )


def _finder_of(whole: Joined) -> str:
    """How the first part was found; one part cut by white space makes the whole as doubtful as itself."""
    finders = [part.table.finder for part in whole.parts]
    return BY_WHITE_SPACE if BY_WHITE_SPACE in finders else finders[0]


def _end_of_page_before(first: Placed, found: Sequence[_PageTables]) -> tuple[Line, ...]:
    """For a first table with at most one line above it on its page: the lines that end the page before, where its title
    may stand. A page full of text is passed over unless the table has no line above it at all."""
    before = next((page for page in found if page.page.number == first.table.page - 1), None)
    if before is None or not first.is_first_on_page or len(first.above) > 1:
        return ()
    start = max((table.box.bottom for table in before.tables), default=float("-inf"))
    lines = _between(before.lines, start, float("inf"))
    return lines if len(lines) <= _FEW_LINES or not first.above else ()
