"""A family as a workbook and as a Word document: merged headers, one sheet per table. Setting only."""

from __future__ import annotations

import io
import re

from docx import Document
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.families.forms import Family, Table

NUMBER = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?|-?\d+\.\d+|0")


def workbook(family: Family) -> bytes:
    """One sheet per table; amounts are numbers with a number format, codes and small integers stay text."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for number, table in enumerate(family.tables, 1):
        sheet = book.create_sheet(f"{number}")
        _fill(sheet, table, family.cover if number == 1 else ())
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _fill(sheet: Worksheet, table: Table, cover: tuple[str, ...]) -> None:
    at = 1
    for text in (*cover, *table.heading):
        sheet.cell(at, 1, text)
        sheet.merge_cells(start_row=at, end_row=at, start_column=1, end_column=table.column_count)
        at += 1
    if any(table.line):
        sheet.cell(at, 1, table.line[0] or None)
        sheet.cell(at, table.column_count, table.line[1] or None)
        at += 1
    for cell in table.cells:
        place = sheet.cell(at + cell.row, 1 + cell.column)
        if NUMBER.fullmatch(cell.text) and cell.row >= table.head:
            decimals = len(cell.text.partition(".")[2])
            place.value = float(cell.text.replace(",", ""))
            form = "#,##0" if "," in cell.text else "0"
            place.number_format = form + ("." + "0" * decimals if decimals else "")
        else:
            place.value = cell.text or None
        if cell.row_span > 1 or cell.column_span > 1:
            sheet.merge_cells(
                start_row=at + cell.row,
                end_row=at + cell.row + cell.row_span - 1,
                start_column=1 + cell.column,
                end_column=cell.column + cell.column_span,
            )
    if "note" in table.options:
        sheet.cell(at + table.row_count, 1, table.options["note"])


def word_document(family: Family) -> bytes:
    """Headings, a line with unit and body, and merged tables, one below the other."""
    made = Document()
    for text in family.cover:
        made.add_paragraph(text)
    for table in family.tables:
        for text in table.heading:
            made.add_paragraph(text)
        if any(table.line):
            made.add_paragraph(f"{table.line[0]}\t{table.line[1]}".strip())
        grid = made.add_table(rows=table.row_count, cols=table.column_count)
        grid.style = "Table Grid"
        places = [list(row.cells) for row in grid.rows]
        for cell in table.cells:
            place = places[cell.row][cell.column]
            if cell.row_span > 1 or cell.column_span > 1:
                place = place.merge(places[cell.row + cell.row_span - 1][cell.column + cell.column_span - 1])
            place.text = cell.text
        if "note" in table.options:
            made.add_paragraph(table.options["note"])
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()
