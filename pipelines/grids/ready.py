"""Grids that the format itself states (sheets, web and Word tables, tab-separated text): only numbered and placed here."""

from __future__ import annotations

from pipelines.records.pages import Document, Grid, Page, ReadyGrid


def ready_grids(document: Document) -> tuple[Grid, ...]:
    """The stated grids of a document in order, each with the lines between it and its neighbours on its page."""
    placed = [
        (page, grid, index) for page in document.pages for index, grid in enumerate(page.ready_grids) if grid.cells
    ]
    return tuple(_grid(number, page, grid, index) for number, (page, grid, index) in enumerate(placed, 1))


def _grid(number: int, page: Page, ready: ReadyGrid, index: int) -> Grid:
    before = page.ready_grids[index - 1].line_index if index else 0
    after = page.ready_grids[index + 1].line_index if index + 1 < len(page.ready_grids) else len(page.lines)
    return Grid(
        grid_no=number,
        first_page=page.number,
        last_page=page.number,
        row_count=ready.row_count,
        column_count=ready.column_count,
        cells=ready.cells,
        lines_above=page.lines[before : ready.line_index],
        lines_below=page.lines[ready.line_index : after],
        finder="ready",
    )
