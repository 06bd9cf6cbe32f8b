"""Workbooks as pages: spans, codes, printed numbers, hidden parts, several tables on a sheet, and files that are refused."""

from __future__ import annotations

import datetime as dt
import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from pipelines.documents import UnreadableDocument, read
from pipelines.documents.sniff import XLS, XLSX
from pipelines.records.pages import Document, ReadyGrid

ID = "0" * 64


def workbook(*fill: Callable[[Worksheet], None], titles: tuple[str, ...] = ()) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, one in enumerate(fill):
        one(book.create_sheet(titles[number] if number < len(titles) else f"Sheet{number + 1}"))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def document(*fill: Callable[[Worksheet], None], titles: tuple[str, ...] = ()) -> Document:
    return read(workbook(*fill, titles=titles), "表.xlsx", ID)


def texts(grid: ReadyGrid) -> list[list[str]]:
    """The cells of each row that begin there, left to right."""
    rows: list[list[str]] = [[] for _ in range(grid.row_count)]
    for cell in grid.cells:
        rows[cell.row_no].append(cell.text)
    return rows


def span(grid: ReadyGrid, text: str) -> tuple[int, int, int, int]:
    cell = next(cell for cell in grid.cells if cell.text == text)
    return cell.row_no, cell.column_no, cell.row_span, cell.column_span


def income_sheet(sheet: Worksheet) -> None:
    for row in (
        ["2024年收入支出总表", None, None, None],
        ["编制单位：某局", None, None, "单位：万元"],
        ["科目", None, "合计", "其中：基本支出"],
        ["类", "款", None, None],
        ["0201", "01", 190.98, 12],
        ["合计", None, 1234.5, None],
        ["注：金额为预算数。", None, None, None],
    ):
        sheet.append(row)
    for merged in ("A1:D1", "A3:B3", "C3:C4", "D3:D4"):
        sheet.merge_cells(merged)
    for row in sheet.iter_rows(min_row=5, min_col=3):
        for cell in row:
            cell.number_format = "#,##0.00"


def test_a_sheet_is_a_page_with_captions_grid_and_note() -> None:
    page = document(income_sheet).pages[0]
    assert [line.text for line in page.lines] == [
        "2024年收入支出总表",
        "编制单位：某局",
        "单位：万元",
        "注：金额为预算数。",
    ]
    (grid,) = page.ready_grids
    assert grid.line_index == 3
    assert texts(grid) == [
        ["科目", "合计", "其中：基本支出"],
        ["类", "款"],
        ["0201", "01", "190.98", "12.00"],
        ["合计", "", "1,234.50", ""],
    ]
    assert span(grid, "科目") == (0, 0, 1, 2)
    assert span(grid, "合计") == (0, 2, 2, 1)
    assert {cell.method for cell in grid.cells} == {"sheet"}
    assert {cell.page for cell in grid.cells} == {1}


def test_numbers_are_printed_and_codes_keep_their_zeros() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["代码", "金额"])
        sheet.append([1, 190.9799999])
        sheet["A2"].number_format = "00"
        sheet["B2"].number_format = "0.00"
        sheet.append(["0201", 0.1 + 0.2])
        sheet.append([2080505, 0])
        sheet["B4"].number_format = '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '

    assert texts(document(fill).pages[0].ready_grids[0]) == [
        ["代码", "金额"],
        ["01", "190.98"],
        ["0201", "0.3"],
        ["2080505", "-"],
    ]


def test_dates_are_written_as_the_sheet_writes_them() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["截止", "日期"])
        sheet.append([dt.date(2021, 12, 31), dt.date(2021, 12, 31)])
        sheet["A2"].number_format = "yyyy-mm-dd"
        sheet["B2"].number_format = 'yyyy"年"m"月"d"日"'

    assert texts(document(fill).pages[0].ready_grids[0])[1] == ["2021-12-31", "2021年12月31日"]


def test_several_tables_on_one_sheet_each_with_its_title() -> None:
    def fill(sheet: Worksheet) -> None:
        for row in (
            ["表一 收入总表", None],
            [None, "单位：万元"],
            ["项目", "预算数"],
            ["财政拨款", 5],
            [None, None],
            ["合计", 5],
            [None, None],
            ["表二 支出总表", None],
            ["单位：元", None],
            ["项目", "预算数"],
            ["基本支出", 7],
        ):
            sheet.append(row)

    page = document(fill).pages[0]
    assert [line.text for line in page.lines] == ["表一 收入总表", "单位：万元", "表二 支出总表", "单位：元"]
    first, second = page.ready_grids
    assert (first.line_index, second.line_index) == (2, 4)
    assert texts(first) == [["项目", "预算数"], ["财政拨款", "5"], ["", ""], ["合计", "5"]]
    assert texts(second) == [["项目", "预算数"], ["基本支出", "7"]]


def test_hidden_rows_columns_and_sheets_are_left_out_and_reported() -> None:
    def fill(sheet: Worksheet) -> None:
        for row in (["项目", "草稿", "金额"], ["隐藏", 1, 1], ["合计", 2, 3]):
            sheet.append(row)
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["B"].hidden = True

    def secret(sheet: Worksheet) -> None:
        sheet.append(["底稿", 9])
        sheet.sheet_state = "hidden"

    found = document(fill, secret)
    assert texts(found.pages[0].ready_grids[0]) == [["项目", "金额"], ["合计", "3"]]
    assert found.page_count == 2
    assert found.pages[1].ready_grids == ()
    assert [(fault.page, fault.stage) for fault in found.faults] == [(1, "sheet"), (2, "sheet")]
    assert "5 个格子" in found.faults[0].reason
    assert "隐藏" in found.faults[1].reason


def test_a_merge_with_hidden_columns_keeps_its_text() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["支出", None, "备考"])
        sheet.append(["基本", "项目", "x"])
        sheet.append([1, 2, 3])
        sheet.merge_cells("A1:B1")
        sheet.column_dimensions["A"].hidden = True

    grid = document(fill).pages[0].ready_grids[0]
    assert span(grid, "支出") == (0, 0, 1, 1)


def test_formulas_without_a_stored_result_are_reported_not_read_as_nothing() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["项目", "金额"])
        sheet.append(["甲", "=1+1"])

    found = document(fill)
    assert "1 个公式" in found.faults[0].reason


def test_failed_formulas_print_their_error_so_that_a_missing_number_shows() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["项目", "金额"])
        sheet.append(["甲", "#DIV/0!"])
        sheet["B2"].data_type = "e"

    assert texts(document(fill).pages[0].ready_grids[0])[1] == ["甲", "#DIV/0!"]
    book = xlwt.Workbook()
    old = book.add_sheet("旧")
    for row, texts_of_row in enumerate((("项目", "金额"), ("甲", "x"))):
        for column, text in enumerate(texts_of_row):
            old.write(row, column, text)
    old.row(2).write(0, "乙")
    old.row(2).set_cell_error(1, "#REF!")
    out = io.BytesIO()
    book.save(out)
    assert texts(read(out.getvalue(), "旧.xls", ID).pages[0].ready_grids[0])[2] == ["乙", "#REF!"]


def test_zeros_that_the_sheet_does_not_show_are_blank() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["项目", "金额"])
        sheet.append(["甲", 0])
        sheet.sheet_view.showZeros = False

    assert texts(document(fill).pages[0].ready_grids[0])[1] == ["甲", ""]


def test_the_name_of_a_sheet_stands_in_for_a_missing_title() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["项目", "金额"])
        sheet.append(["甲", 1])

    page = document(fill, titles=("部门收支总表",)).pages[0]
    assert [line.text for line in page.lines] == ["部门收支总表"]
    assert page.ready_grids[0].line_index == 1
    assert document(fill).pages[0].lines == ()


def test_old_workbooks_have_spans_formats_and_hidden_rows_too() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("收支总表")
    sheet.write_merge(0, 0, 0, 2, "收支总表")
    sheet.write(1, 2, "单位：万元")
    for column, text in enumerate(("项目", "代码", "金额")):
        sheet.write(2, column, text)
    two = xlwt.easyxf(num_format_str="#,##0.00")
    code = xlwt.easyxf(num_format_str="00")
    for row in range(3, 6):
        sheet.write(row, 0, f"第{row}行")
        sheet.write(row, 1, 1, code)
        sheet.write(row, 2, 1190.9799999, two)
    sheet.row(4).hidden = True
    out = io.BytesIO()
    book.save(out)
    found = read(out.getvalue(), "旧.xls", ID)
    assert found.media_type == XLS
    assert texts(found.pages[0].ready_grids[0]) == [
        ["项目", "代码", "金额"],
        ["第3行", "01", "1,190.98"],
        ["第5行", "01", "1,190.98"],
    ]
    assert [line.text for line in found.pages[0].lines] == ["收支总表", "单位：万元"]
    assert len(found.faults) == 1


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_random_merges_come_back_as_they_were(data: st.DataObject) -> None:
    height, width = data.draw(st.integers(2, 6)), data.draw(st.integers(2, 6))
    free = {(r, c) for r in range(height) for c in range(width)}
    blocks: list[tuple[int, int, int, int]] = []
    while free:
        row, column = min(free)
        tall = data.draw(st.integers(1, height - row))
        wide = data.draw(st.integers(1, width - column))
        area = {(r, c) for r in range(row, row + tall) for c in range(column, column + wide)}
        if not area <= free:
            tall, wide, area = 1, 1, {(row, column)}
        free -= area
        blocks.append((row, column, tall, wide))

    def fill(sheet: Worksheet) -> None:
        sheet.append(["甲", "乙", *["丙"] * (width - 2)])
        for number, (row, column, tall, wide) in enumerate(blocks):
            sheet.cell(row + 2, column + 1, f"c{number}")
            if tall * wide > 1:
                sheet.merge_cells(
                    start_row=row + 2, start_column=column + 1, end_row=row + 1 + tall, end_column=column + wide
                )

    page = document(fill).pages[0]
    grid = page.ready_grids[0]
    found = {cell.text: (cell.row_no - 1, cell.column_no, cell.row_span, cell.column_span) for cell in grid.cells}
    assert {f"c{number}": block for number, block in enumerate(blocks)}.items() <= found.items()
    covered = sum(cell.row_span * cell.column_span for cell in grid.cells)
    assert covered == grid.row_count * grid.column_count


def _repacked(data: bytes, path: str, change: Callable[[bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            content = source.read(entry)
            target.writestr(entry.filename, change(content) if entry.filename == path else content)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def test_a_cell_in_the_last_corner_is_refused_before_it_costs_memory() -> None:
    corner = _repacked(
        workbook(income_sheet),
        SHEET,
        lambda xml: xml.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'),
    )
    with pytest.raises(UnreadableDocument, match="范围超过"):
        read(corner, "大.xlsx", ID)


def test_a_sheet_that_inflates_without_end_is_refused() -> None:
    bomb = _repacked(workbook(income_sheet), SHEET, lambda xml: xml + b" " * 90_000_000)
    with pytest.raises(UnreadableDocument, match="压缩比异常"):
        read(bomb, "炸弹.xlsx", ID)


def test_broken_and_truncated_workbooks_say_so() -> None:
    good = workbook(income_sheet)
    with pytest.raises(UnreadableDocument):
        read(good[: len(good) // 2], "半.xlsx", ID)
    with pytest.raises(UnreadableDocument, match="XML 损坏"):
        read(_repacked(good, SHEET, lambda xml: xml[:-40]), "坏.xlsx", ID)


def test_entities_are_not_expanded() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "xxxxxxxxxx">%s]>' % b"".join(
        b'<!ENTITY a%d "%s">' % (n, (b"&a%d;" % (n - 1) if n else b"&a;") * 10) for n in range(9)
    )
    bad = _repacked(workbook(income_sheet), "xl/styles.xml", lambda _: bomb + b"<styleSheet>&a8;</styleSheet>")
    with pytest.raises(UnreadableDocument):
        read(bad, "实体.xlsx", ID)


def test_an_empty_workbook_has_nothing_to_read() -> None:
    with pytest.raises(UnreadableDocument, match="没有可见的内容"):
        document(lambda sheet: None)


@pytest.mark.real
@pytest.mark.parametrize("name", ["budget_template.xls", "unit_budget_template.xlsx"])
def test_real_templates_of_one_publisher_have_the_same_shape_in_both_formats(shared: Path, name: str) -> None:
    found = read((shared / "disclosures/templates" / name).read_bytes(), name, ID)
    assert found.media_type == (XLS if name.endswith("xls") else XLSX)
    assert found.page_count == 16
    shapes = [(grid.row_count, grid.column_count) for page in found.pages for grid in page.ready_grids]
    assert len(shapes) == 9
    page = found.pages[6]
    assert [line.text for line in page.lines][-2:] == ["编制单位：", "单位：元"]
    assert span(page.ready_grids[0], "本年支出") == (0, 2, 1, 5)
    assert span(page.ready_grids[0], "合计") == (2, 3, 2, 1)


def old_workbook() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("收支")
    for row in range(6):
        for column in range(3):
            sheet.write(row, column, "项目" if column == 0 else row * column + 0.5)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("claim", [(9, 2, 0, 3), (0, 4_000_000_000, 0, 3), (0, 6, 0, 60_000), (0, 6, 5, 2)])
def test_an_area_that_no_sheet_can_have_is_refused_before_memory_is_reserved(claim: tuple[int, int, int, int]) -> None:
    good = old_workbook()
    honest = struct.pack("<HHIIHH", 0x0200, 14, 0, 6, 0, 3)
    assert good.count(honest) == 1
    with pytest.raises(UnreadableDocument, match="损坏"):
        read(good.replace(honest, struct.pack("<HHIIHH", 0x0200, 14, *claim)), "坏.xls", ID)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_damaged_old_workbooks_are_refused_or_read_and_never_bring_the_reader_down(data: st.DataObject) -> None:
    damaged = bytearray(old_workbook())
    for _ in range(data.draw(st.integers(1, 8))):
        damaged[data.draw(st.integers(8, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    try:
        found = read(bytes(damaged), "坏.xls", ID)
    except UnreadableDocument as error:
        assert error.reason
    else:
        assert found.pages
