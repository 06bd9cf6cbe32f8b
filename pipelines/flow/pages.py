"""Pages, grids and cells as the records that are kept: only the change of form, no decision about their meaning."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pipelines.records.core import CellRecord, GridRecord, PageRecord
from pipelines.records.pages import Box, Cell, Document, Grid, Line, Page, Statement, Unrecognised


def page_records(document: Document, grids: Sequence[Grid]) -> Iterator[PageRecord]:
    """One record per page, also for pages that could not be read."""
    reasons: dict[int, list[str]] = defaultdict(list)
    for fault in document.faults:
        reasons[fault.page].append(fault.reason)
    areas = _areas(grids)
    begins = [grid.first_page for grid in grids]
    pages = {page.number: page for page in document.pages}
    for number in sorted({*pages, *reasons}):
        page = pages.get(number)
        lines = [line.text for line in page.lines if not _inside(line, areas[number])] if page else []
        yield PageRecord(
            document_id=document.document_id,
            page=number,
            width=page.width if page else None,
            height=page.height if page else None,
            method=page.method if page else None,
            characters=_characters(page) if page else 0,
            grids=begins.count(number),
            reason="；".join(reasons[number]) or None,
            text="\n".join(lines) or None,
        )


def _characters(page: Page) -> int:
    """Printed characters of a page without white space, in and outside of its tables."""
    texts = [line.text for line in page.lines] + [cell.text for grid in page.ready_grids for cell in grid.cells]
    return sum(not character.isspace() for text in texts for character in text)


def _areas(grids: Sequence[Grid]) -> defaultdict[int, list[Box]]:
    """For each page the areas that its grids cover."""
    corners: dict[tuple[int, int], list[Box]] = defaultdict(list)
    for grid in grids:
        for cell in grid.cells:
            if cell.box:
                corners[cell.page, grid.grid_no].append(cell.box)
    areas: defaultdict[int, list[Box]] = defaultdict(list)
    for (page, _), boxes in corners.items():
        left, top = min(box.x0 for box in boxes), min(box.top for box in boxes)
        areas[page].append(Box(left, top, max(box.x1 for box in boxes), max(box.bottom for box in boxes)))
    return areas


def _inside(line: Line, areas: Sequence[Box]) -> bool:
    if line.box is None:
        return False
    x, y = (line.box.x0 + line.box.x1) / 2, (line.box.top + line.box.bottom) / 2
    return any(area.x0 <= x <= area.x1 and area.top <= y <= area.bottom for area in areas)


def grid_record(document_id: str, outcome: Statement | Unrecognised) -> GridRecord:
    """The record of a grid, recognised or not."""
    grid = outcome.grid
    if isinstance(outcome, Unrecognised):
        return GridRecord(
            **_extent(document_id, grid),
            statement=None,
            reason=outcome.reason,
            title_printed=outcome.title or None,
            unit=outcome.unit,
        )
    return GridRecord(
        **_extent(document_id, grid),
        statement=outcome.kind,
        reason=None,
        title_printed=outcome.title or None,
        unit=outcome.unit,
        fiscal_year=outcome.fiscal_year,
        body_printed=outcome.body_printed,
        unit_source=outcome.unit_source,
        note="\n".join(outcome.notes) or None,
        header_row_count=outcome.header_row_count,
    )


def _extent(document_id: str, grid: Grid) -> dict[str, Any]:
    return {
        "document_id": document_id,
        "grid_no": grid.grid_no,
        "first_page": grid.first_page,
        "last_page": grid.last_page,
        "row_count": grid.row_count,
        "column_count": grid.column_count,
        "finder": grid.finder,
    }


def cell_records(document_id: str, grid_no: int, cells: Iterable[Cell]) -> Iterator[CellRecord]:
    """One record per cell of a grid."""
    for cell in cells:
        box = cell.box or (None, None, None, None)
        yield CellRecord(
            document_id=document_id,
            grid_no=grid_no,
            row_no=cell.row_no,
            column_no=cell.column_no,
            row_span=cell.row_span,
            column_span=cell.column_span,
            text=cell.text,
            page=cell.page,
            x0=box[0],
            top=box[1],
            x1=box[2],
            bottom=box[3],
            method=cell.method,
            confidence=cell.confidence,
        )
