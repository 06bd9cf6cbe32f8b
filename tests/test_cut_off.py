"""Text that a program cut off at the sides of a cell when it printed a sheet: it belongs to the cell whose window it has."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from pipelines import documents, grids
from pipelines.records.pages import Document

FONT = "STSong-Light"
HEIGHT = 400.0
XS, YS = (50.0, 90.0, 150.0, 210.0), (100.0, 116.0, 132.0, 148.0)
Window = tuple[float, float, float, float]


def sheet(draw: Callable[[Canvas], None], rotation: int = 0) -> Document:
    """A ruled table of three rows and three columns with what ``draw`` prints on it."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(300.0, HEIGHT), invariant=True)
    canvas.setPageRotation(rotation)
    for x in XS:
        canvas.line(x, HEIGHT - YS[0], x, HEIGHT - YS[-1])
    for y in YS:
        canvas.line(XS[0], HEIGHT - y, XS[-1], HEIGHT - y)
    canvas.setFont(FONT, 10)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return documents.read(stream.getvalue(), "sheet.pdf", "0" * 64)


def seen(canvas: Canvas, text: str, at: tuple[float, float], window: Window) -> None:
    """Text from a point (down from the top) as it is seen through a window."""
    x0, top, x1, bottom = window
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(x0, HEIGHT - bottom, x1 - x0, bottom - top)
    canvas.clipPath(path, stroke=0, fill=0)
    canvas.setFont(FONT, 10)
    canvas.drawString(at[0], HEIGHT - at[1], text)
    canvas.restoreState()


def texts(document: Document) -> list[list[str]]:
    """The cells of the only table, row by row."""
    (grid,) = grids.find_grids(document)
    return [[cell.text for cell in grid.cells if cell.row_no == row] for row in range(grid.row_count)]


def cell(row: int, column: int) -> Window:
    return XS[column], YS[row], XS[column + 1], YS[row + 1]


def test_headers_cut_off_at_both_sides_stay_in_their_columns() -> None:
    def draw(canvas: Canvas) -> None:
        for column, text in enumerate(("科目编码名称", "一般公共预算拨款收入", "政府性基金预算拨款")):
            x0, _, x1, _ = cell(0, column)
            seen(canvas, text, ((x0 + x1 - 10 * len(text)) / 2, YS[1] - 4), (x0, 60.0, x1, 300.0))

    assert texts(sheet(draw))[0] == ["科目编码名称", "一般公共预算拨款收入", "政府性基金预算拨款"]


def test_a_label_cut_off_by_the_number_to_its_right_keeps_out_of_it() -> None:
    def draw(canvas: Canvas) -> None:
        seen(canvas, "社会保障和就业支出", (XS[0] + 2, YS[2] - 4), cell(1, 0))
        canvas.drawRightString(XS[2] - 2, HEIGHT - YS[2] + 4, "310.20")

    assert texts(sheet(draw))[1] == ["社会保障和就业支出", "310.20", ""]


@pytest.mark.parametrize("first", [-3.0, 3.0, 9.0], ids=["above", "middle", "below"])
def test_lines_of_a_row_too_low_for_them_stay_in_it(first: float) -> None:
    def draw(canvas: Canvas) -> None:
        for number, text in enumerate(("社会保障和", "就业支出")):
            seen(canvas, text, (XS[1] + 2, YS[1] + first + 12 * number), cell(1, 1))
        canvas.drawString(XS[1] + 2, HEIGHT - YS[1] + 4, "上")
        canvas.drawString(XS[1] + 2, HEIGHT - YS[3] + 4, "下")

    found = [row[1].replace("\n", "") for row in texts(sheet(draw))]
    assert found == ["上", "社会保障和就业支出", "下"]


def test_text_within_its_window_and_text_far_from_it_have_none() -> None:
    def draw(canvas: Canvas) -> None:
        seen(canvas, "合计", (XS[0] + 2, YS[1] - 4), cell(0, 0))
        seen(canvas, "别处", (XS[2] + 2, YS[3] - 4), cell(0, 0))

    (page,) = sheet(draw).pages
    assert [word.window for word in page.words] == [None] * 4
    assert texts(sheet(draw))[2] == ["", "", "别处"]


def test_a_window_within_a_window_of_the_page_is_what_both_leave() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.saveState()
        path = canvas.beginPath()
        path.rect(20, 20, 170, HEIGHT - 40)
        canvas.clipPath(path, stroke=0, fill=0)
        seen(canvas, "一般公共预算拨款收入", (XS[2] - 20, YS[1] - 4), (XS[2], 0.0, XS[3], HEIGHT))
        canvas.restoreState()

    (page,) = sheet(draw).pages
    windows = {word.window for word in page.words}
    assert len(windows) == 1
    (window,) = windows
    assert window is not None
    assert [round(side) for side in window] == [150, 20, 190, 380]


def test_a_window_that_is_no_rectangle_is_none() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.saveState()
        path = canvas.beginPath()
        path.moveTo(XS[0], HEIGHT - YS[0])
        path.lineTo(XS[1], HEIGHT - YS[0])
        path.lineTo(XS[0] + 10, HEIGHT - YS[1])
        path.close()
        canvas.clipPath(path, stroke=0, fill=0)
        canvas.setFont(FONT, 10)
        canvas.drawString(XS[0] + 2, HEIGHT - YS[1] + 4, "社会保障和就业")
        canvas.restoreState()

    (page,) = sheet(draw).pages
    assert {word.window for word in page.words} == {None}


def test_windows_turn_with_the_page() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.translate(0, HEIGHT)
        canvas.rotate(-90)
        canvas.translate(100, -100)
        seen(canvas, "社会保障和就业支出", (XS[0] + 2, YS[2] - 4), cell(1, 0))

    (page,) = sheet(draw, rotation=270).pages
    assert page.rotation == 270
    first, window = page.words[0], page.words[0].window
    assert window is not None
    assert [round(window.x1 - window.x0), round(window.bottom - window.top)] == [40, 16]
    assert round(first.x0 - window.x0) == 2
    assert window.top < first.top < first.bottom < window.bottom


def test_text_any_way_beside_its_window_belongs_to_the_cell_that_the_window_shows() -> None:
    """A header merged over columns of two pages is printed on both at its own place, as far as the window shows it."""

    def draw(canvas: Canvas) -> None:
        seen(canvas, "拨款", (XS[0] + 5, YS[1] - 4), (XS[2], YS[0], XS[3], YS[3]))

    assert texts(sheet(draw))[0] == ["", "", "拨款"]


def test_text_that_goes_on_over_the_side_of_the_page_is_whole_and_seen_to_be_cut_off() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(280, HEIGHT - 50, "社会保障")
        canvas.drawString(320, HEIGHT - 70, "别处")

    (page,) = sheet(draw).pages
    assert "".join(word.text for word in page.words) == "社会保障"
    assert [word.window for word in page.words] == [None, None, (0, 0, 300, HEIGHT), (0, 0, 300, HEIGHT)]


def test_text_that_begins_off_the_page_is_whole() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(-25, HEIGHT - 50, "社会保障")

    (page,) = sheet(draw).pages
    assert "".join(word.text for word in page.words) == "社会保障"


def test_a_second_line_that_a_low_row_hides_repeats_nothing_of_the_row_below() -> None:
    def draw(canvas: Canvas) -> None:
        for row, number in enumerate(("2,536.3", "8,000.0", "1,000.0")):
            _, top, _, _ = window = cell(row, 1)
            seen(canvas, number, (XS[1] + 4, top + 12), window)
            # The rest of the number, printed over the first character of the row below.
            seen(canvas, "8" if row == 0 else "5", (XS[1] + 4, top + 28), window)
            canvas.drawString(XS[2] + 2, HEIGHT - top - 12, "一般公共预算拨款收入"[:6])

    document = sheet(draw)
    assert [row[1] for row in texts(document)] == ["2,536.3\n8", "8,000.0\n5", "1,000.0\n5"]


def test_a_hidden_last_line_that_fills_its_cell_may_go_on() -> None:
    def draw(canvas: Canvas) -> None:
        for row, last in enumerate(("社会保障", "支出")):
            _, top, _, _ = window = cell(row, 1)
            seen(canvas, "基本养老", (XS[1] + 8, top + 12), window)
            seen(canvas, last, (XS[1] + 8, top + 28), window)

    (grid,) = grids.find_grids(sheet(draw))
    cut = [(one.row_no, one.text) for one in grid.cells if one.is_cut]
    assert cut == [(0, "基本养老\n社会保障")]
