"""Sets a sample as a workbook: a ``sheet`` block begins a sheet; title, line, table and note fill rows downwards.

Amounts become numbers with a number format, codes stay text, spans become merged cells, as in published workbooks.
"""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from tests.documents.typeset import facts

AMOUNT = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?$|-?\d+\.\d+$")
MODIFIED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
FIXED = b"2026-11-01T00:00:00Z"
THIN = Side(style="thin")


def write(sample: facts.Sample, path: Path) -> None:
    """Write a sample as an .xlsx workbook at ``path``, with fixed times so that the bytes are the same each time."""
    book = Workbook()
    book.remove(book.active)
    width = 1
    for number, block in enumerate(sample.flow):
        if "sheet" in block:
            sheet = book.create_sheet(block["sheet"])
            width = _width_of_sheet(sample.flow[number + 1 :])
        else:
            _fill(sheet, block, width)
    stream = io.BytesIO()
    book.save(stream)
    path.write_bytes(_timeless(stream.getvalue()))


def _width_of_sheet(blocks: tuple[dict[str, Any], ...]) -> int:
    return next(len(block["table"]["columns"]) for block in blocks if "table" in block)


def _fill(sheet: Worksheet, block: dict[str, Any], width: int) -> None:
    row = sheet.max_row + 1 if sheet.max_row > 1 or sheet["A1"].value else 1
    if "title" in block:
        sheet.cell(row, 1, block["title"].replace("\\n", "\n")).font = Font(size=16, bold=True)
        sheet.cell(row, 1).alignment = Alignment(horizontal="center", wrap_text=True)
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=width)
    elif "line" in block:
        sheet.cell(row, 1, block["line"].get("left"))
        sheet.cell(row, width, block["line"]["right"]).alignment = Alignment(horizontal="right")
    elif "note" in block:
        sheet.cell(row, 1, block["note"])
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=width)
    else:
        _table(sheet, facts.table(block["table"]), row)


def _table(sheet: Worksheet, table: facts.Table, first: int) -> None:
    for column, width in enumerate(table.columns, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    for cell in table.cells:
        row, column = first + cell.row, 1 + cell.column
        _print(sheet.cell(row, column), cell, table)
        if cell.row_span * cell.column_span > 1:
            sheet.merge_cells(
                start_row=row,
                end_row=row + cell.row_span - 1,
                start_column=column,
                end_column=column + cell.column_span - 1,
            )
    for line in sheet.iter_rows(first, first + table.row_count - 1, 1, len(table.columns)):
        for spot in line:
            spot.border = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)


def _print(spot: Cell, cell: facts.Cell, table: facts.Table) -> None:
    is_number = cell.text.isdigit() and cell.column in table.options.get("numeric", ())
    if is_number or AMOUNT.match(cell.text):
        decimals = len(cell.text.partition(".")[2])
        spot.value = int(cell.text) if is_number else float(cell.text.replace(",", ""))
        spot.number_format = ("#,##0" if "," in cell.text else "0") + ("." + "0" * decimals if decimals else "")
    else:
        spot.value = cell.text or None
        spot.data_type = "s" if cell.text else spot.data_type  # a lone = is an operator here, never a formula
        spot.number_format = "@"
    centred = cell.row < table.header or cell.column_span > 1
    spot.alignment = Alignment(horizontal="center" if centred else None, vertical="center", wrap_text=True)


def _timeless(workbook: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as source, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = MODIFIED.sub(rb"\g<1>" + FIXED, source.read(name))
            target.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()
