"""A workbook (.xlsx, .xlsb, .xls) as pages: one page per sheet, its tables as ready grids, the text around them as lines.

A cell holds what the sheet shows, not what it stores: codes stay text (``0201``), numbers are printed under their own number
format, hidden rows, columns and sheets are left out and reported as faults. Formulas are not computed. The name of a sheet is a
line when nothing else stands above its first table.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import python_calamine as calamine

from pipelines.documents import xls_layout, xlsx_layout
from pipelines.documents.errors import UnreadableDocument
from pipelines.documents.inserted import Inserted, with_pictures
from pipelines.documents.number_format import is_date_format, render
from pipelines.documents.package import open_package
from pipelines.documents.plain import clean_text
from pipelines.documents.ready import PageBuilder, Placed
from pipelines.documents.sheet_layout import MOST_SLOTS, SheetLayout
from pipelines.documents.sniff import XLS, XLSX
from pipelines.records.pages import Document, Line, Page, PageFault, ReadyGrid

STAGE = "sheet"
METHOD = "sheet"
_MOST_SHEETS = 1000
_MEDIA = "xl/media/"
_EPOCH = dt.datetime(1899, 12, 30)
_UNNAMED = re.compile(r"^(?:sheet|工作表|表)\s*\d*$", re.IGNORECASE)
_PANIC = "PanicException"
_ERRORS = (calamine.CalamineError, calamine.PasswordError, calamine.XmlError, calamine.ZipError)

CellValue = str | float | int | bool | dt.datetime | dt.date | dt.time | dt.timedelta | None


def read(data: bytes, name: str, document_id: str) -> Document:
    """A workbook as a document with one page per sheet, numbered by the place of the sheet in the workbook.

    Raises ``UnreadableDocument`` for encrypted, broken or endless workbooks and when no visible sheet holds anything.
    """
    is_package = data.startswith(b"PK")
    layouts = _package_layouts(data, name) if is_package else xls_layout.layouts(data, name)
    with _refusals(name):
        workbook = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        pages, faults = _pages(workbook, layouts, name)
    document = Document(document_id, XLSX if is_package else XLS, len(pages), tuple(pages), tuple(faults))
    document = with_pictures(document, _pictures(data, name, len(pages)) if is_package else [])
    if not any(page.lines or page.ready_grids for page in document.pages):
        raise UnreadableDocument(f"{name}：工作簿里没有可见的内容")
    return document


def _pictures(data: bytes, name: str, last: int) -> list[Inserted]:
    """The pictures of a workbook, after its ``last`` sheet: sheets say where pictures lie, not what they belong to."""
    if _MEDIA.encode() not in data:
        # Names are never packed: most workbooks need not be opened again.
        return []
    with open_package(data, name) as package:
        paths = [path for path in package.namelist() if path.startswith(_MEDIA) and not path.endswith("/")]
        return [Inserted(last, path.removeprefix(_MEDIA), package.read(path)) for path in paths]


@contextmanager
def _refusals(name: str) -> Iterator[None]:
    """What the library says of a bad workbook as ``UnreadableDocument``; it panics where its own checks are missing."""
    try:
        yield
    except calamine.PasswordError as error:
        raise UnreadableDocument(f"{name}：工作簿设有打开密码") from error
    except _ERRORS as error:
        raise UnreadableDocument(f"{name}：工作簿无法打开（{error}）") from error
    except BaseException as error:
        # A Rust panic is no Exception and its class cannot be imported.
        if type(error).__name__ != _PANIC:
            raise
        raise UnreadableDocument(f"{name}：工作簿结构损坏，无法读取（{error}）") from error


def _package_layouts(data: bytes, name: str) -> dict[str, SheetLayout]:
    with open_package(data, name) as package:
        return xlsx_layout.layouts(package, name)


def _pages(
    workbook: calamine.CalamineWorkbook, layouts: dict[str, SheetLayout], name: str
) -> tuple[list[Page], list[PageFault]]:
    sheets = workbook.sheets_metadata
    if len(sheets) > _MOST_SHEETS:
        raise UnreadableDocument(f"{name}：工作簿有 {len(sheets)} 个工作表，超过 {_MOST_SHEETS} 个的上限")
    pages: list[Page] = []
    faults: list[PageFault] = []
    for number, sheet in enumerate(sheets, start=1):
        if sheet.typ != calamine.SheetTypeEnum.WorkSheet:
            pages.append(PageBuilder(number, METHOD).build())
            continue
        content = workbook.get_sheet_by_name(sheet.name)
        if sheet.visible != calamine.SheetVisibleEnum.Visible:
            pages.append(PageBuilder(number, METHOD).build())
            faults.extend(
                [PageFault(number, STAGE, f"工作表 {sheet.name} 是隐藏的，没有读取")] if content.height else []
            )
            continue
        page, page_faults = _page(content, number, layouts.get(sheet.name, SheetLayout()), name)
        pages.append(page)
        faults.extend(page_faults)
    return pages, faults


def _page(sheet: calamine.CalamineSheet, number: int, layout: SheetLayout, name: str) -> tuple[Page, list[PageFault]]:
    if sheet.height * sheet.width > MOST_SLOTS:
        raise UnreadableDocument(f"{name}：工作表 {sheet.name} 的范围超过 {MOST_SLOTS} 格，疑为异常文件")
    builder = PageBuilder(number, METHOD)
    placed, hidden_count = _placed(sheet, layout)
    builder.add_table(placed)
    if builder.grids and builder.grids[0].line_index == 0 and not _UNNAMED.match(sheet.name.strip()):
        builder.lines.insert(0, Line(sheet.name.strip(), None))
        builder.grids = [_one_line_further(grid) for grid in builder.grids]
    faults = []
    if hidden_count:
        faults.append(
            PageFault(number, STAGE, f"工作表 {sheet.name} 有 {hidden_count} 个格子在隐藏的行或列中，没有读取")
        )
    if layout.uncomputed:
        faults.append(
            PageFault(number, STAGE, f"工作表 {sheet.name} 有 {layout.uncomputed} 个公式没有保存计算结果，读作空白")
        )
    return builder.build(), faults


def _one_line_further(grid: ReadyGrid) -> ReadyGrid:
    return replace(grid, line_index=grid.line_index + 1)


def _placed(sheet: calamine.CalamineSheet, layout: SheetLayout) -> tuple[list[Placed], int]:
    """All shown cells with their spans, hidden rows and columns closed up; and how many filled cells were hidden."""
    if sheet.start is None or sheet.end is None:
        return [], 0
    top, left = sheet.start
    bottom, right = _extent(sheet)
    spans, covered = _merges(sheet, bottom, right)
    rows = _shown_places(top, bottom, layout.hidden_rows)
    columns = _shown_places(left, right, layout.hidden_columns)
    placed: list[Placed] = []
    hidden_count = 0
    values = sheet.to_python(skip_empty_area=True)
    for row in range(top, bottom + 1):
        row_values = values[row - top] if row - top < len(values) else []
        for column in range(left, right + 1):
            if (row, column) in covered:
                continue
            value = row_values[column - left] if column - left < len(row_values) else None
            text = _text(value, row, column, layout)
            cell = _shown((row, column), spans.get((row, column), (1, 1)), text, rows, columns)
            if cell is not None:
                placed.append(cell)
            elif text:
                hidden_count += 1
    return placed, hidden_count


def _extent(sheet: calamine.CalamineSheet) -> tuple[int, int]:
    """Last row and column of the used area, merged cells that begin in it included."""
    top, left = sheet.start or (0, 0)
    bottom, right = last = sheet.end or (0, 0)
    for (row, column), (last_row, last_column) in sheet.merged_cell_ranges or ():
        if top <= row <= last[0] and left <= column <= last[1]:
            bottom, right = max(bottom, last_row), max(right, last_column)
    return (bottom, right) if (bottom - top + 1) * (right - left + 1) <= MOST_SLOTS else last


def _shown_places(first: int, last: int, hidden: set[int]) -> dict[int, int]:
    """Shown rows (or columns) -> their place once the hidden ones are closed up."""
    shown = (place for place in range(first, last + 1) if place not in hidden)
    return {place: number for number, place in enumerate(shown)}


def _shown(
    place: tuple[int, int], span: tuple[int, int], text: str, rows: dict[int, int], columns: dict[int, int]
) -> Placed | None:
    """A cell at its shown place; a merged cell shows its text in the first of its rows and columns that is shown."""
    own_rows = [rows[row] for row in range(place[0], place[0] + span[0]) if row in rows]
    own_columns = [columns[column] for column in range(place[1], place[1] + span[1]) if column in columns]
    if not own_rows or not own_columns:
        return None
    return Placed(own_rows[0], own_columns[0], len(own_rows), len(own_columns), text)


def _merges(
    sheet: calamine.CalamineSheet, bottom: int, right: int
) -> tuple[dict[tuple[int, int], tuple[int, int]], set[tuple[int, int]]]:
    """Spans by the first cell of each merged range, and the cells that such ranges cover; cut at the used area."""
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    covered: set[tuple[int, int]] = set()
    for (row, column), (last_row, last_column) in sheet.merged_cell_ranges or ():
        height, width = min(last_row, bottom) - row + 1, min(last_column, right) - column + 1
        if height < 1 or width < 1 or (row, column) in covered:
            continue
        inside = {(r, c) for r in range(row, row + height) for c in range(column, column + width)} - {(row, column)}
        if not inside & covered and not inside & spans.keys():
            spans[row, column] = (height, width)
            covered |= inside
    return spans, covered


def _text(value: CellValue, row: int, column: int, layout: SheetLayout) -> str:
    if (row, column) in layout.errors:
        return layout.errors[row, column]
    if value is None or isinstance(value, str):
        return clean_text(value or "").strip()
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    code = layout.format_of(row, column)
    if isinstance(value, dt.datetime | dt.date) and not is_date_format(code) and (row, column) in layout.formats:
        value = _serial(value)
    if isinstance(value, int | float):
        return "" if value == 0 and not layout.shows_zeros else render(float(value), code)
    return _date_text(value, code)


def _serial(value: dt.datetime | dt.date) -> float:
    """The number behind a date that is none: the cell's own format prints a number."""
    moment = value if isinstance(value, dt.datetime) else dt.datetime.combine(value, dt.time())
    return round((moment - _EPOCH) / dt.timedelta(days=1), 6)


def _date_text(value: dt.datetime | dt.date | dt.time | dt.timedelta, code: str) -> str:
    """A date as year, month, day; in Chinese words where the format prints them, without a day where it prints none."""
    if isinstance(value, dt.time | dt.timedelta):
        return str(value)
    has_day = "d" in code.lower() or not is_date_format(code)
    if "年" in code:
        return f"{value.year}年{value.month}月" + (f"{value.day}日" if has_day else "")
    if isinstance(value, dt.datetime) and value.time() != dt.time():
        return value.isoformat(sep=" ", timespec="seconds")
    return f"{value.year:04d}-{value.month:02d}" + (f"-{value.day:02d}" if has_day else "")
