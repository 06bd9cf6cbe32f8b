"""The PDF reader: what is printed and drawn, on the page as shown. Every document is made here, as small as shows the point."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from pipelines.documents.characters import UNKNOWN
from pipelines.grids import find_grids
from tests.printed import (
    A4,
    FONT,
    ROWS,
    SAMPLE,
    document,
    dotted,
    double_strokes,
    grid_texts,
    one_path,
    only_page,
    pdf,
    register_sample,
    stroke,
    table,
    thin_fills,
)

# --- what is drawn ---


@pytest.mark.parametrize("ruler", [stroke, thin_fills, double_strokes, dotted, one_path])
def test_every_way_to_draw_a_border_gives_the_same_table(
    ruler: Callable[[Canvas, float, float, float, float], None],
) -> None:
    assert grid_texts(pdf(lambda canvas: table(canvas, ruler=ruler))) == [ROWS]


def test_white_backgrounds_are_weak_edges_only() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFillGray(1)
        for number in range(12):
            canvas.rect(70, 630 + 7 * number, 240, 7, stroke=0, fill=1)
        canvas.setFillGray(0)
        table(canvas)

    data = pdf(draw)
    page = only_page(data)
    assert {edge.top for edge in page.weak_edges if edge.top == edge.bottom} >= {842 - 630, 842 - 637}
    assert 842 - 637 not in {edge.top for edge in page.edges}
    assert grid_texts(data) == [ROWS]


def test_borders_painted_over_for_a_merged_cell_are_gone() -> None:
    def draw(canvas: Canvas) -> None:
        table(canvas, [["", ""], *ROWS])
        canvas.setFillGray(1)
        canvas.rect(81, 681, 208, 18, stroke=0, fill=1)
        canvas.setFillGray(0)
        canvas.drawString(160, 686, "收入预算")

    assert grid_texts(pdf(draw)) == [[["收入预算"], *ROWS]]


def test_white_and_transparent_strokes_are_weak() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setStrokeGray(1)
        canvas.line(50, 500, 300, 500)
        canvas.setStrokeGray(0)
        canvas.setStrokeAlpha(0)
        canvas.line(50, 450, 300, 450)
        canvas.setStrokeAlpha(1)
        for y in (400, 350, 300):
            canvas.line(50, y, 300, y)

    page = only_page(pdf(draw))
    assert [round(edge.top) for edge in page.weak_edges] == [342, 392]
    assert [round(edge.top) for edge in page.edges] == [442, 492, 542]


def test_a_table_drawn_as_one_path_is_found() -> None:
    def draw(canvas: Canvas) -> None:
        path = canvas.beginPath()
        for x in (80, 200, 290):
            path.moveTo(x, 700)
            path.lineTo(x, 640)
        for y in (700, 680, 660, 640):
            path.moveTo(80, y)
            path.lineTo(290, y)
        canvas.drawPath(path)
        table(canvas, ruler=lambda *_: None)

    data = pdf(draw)
    assert only_page(data).path_count == 1
    assert grid_texts(data) == [ROWS]


@given(
    st.lists(
        st.tuples(st.integers(50, 300), st.integers(50, 500), st.integers(1, 200), st.sampled_from([0.4, 2, 3, 4, 60])),
        min_size=1,
        max_size=8,
    ),
    st.sampled_from([0, 90]),
    st.sampled_from([0.0, 0.5, 1.0]),
)
@settings(max_examples=40, deadline=None)
def test_fills_say_the_same_in_one_path_and_each_in_its_own(
    boxes: list[tuple[float, float, float, float]], degrees: float, grey: float
) -> None:
    def draw(canvas: Canvas, apart: bool) -> None:
        canvas.setFillGray(grey)
        canvas.translate(150, 150)
        canvas.rotate(degrees)
        paths = [canvas.beginPath() for _ in boxes] if apart else [canvas.beginPath()] * len(boxes)
        for path, box in zip(paths, boxes, strict=True):
            path.rect(*box)
        for path in paths[: None if apart else 1]:
            canvas.drawPath(path, stroke=0, fill=1)

    def edges(apart: bool) -> list[list[tuple[float, ...]]]:
        page = only_page(pdf(lambda canvas: draw(canvas, apart)))
        kinds = page.edges, page.weak_edges
        return [sorted(tuple(round(side, 2) for side in edge) for edge in kind) for kind in kinds]

    together, apart = edges(False), edges(True)
    assert sum(map(len, together)) >= len(boxes)
    # A single path paints nothing over: its boxes may not hide each other.
    assert sorted(chain(*together)) == sorted(chain(*apart))


def test_curves_and_slanting_lines_are_no_edges() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.circle(200, 400, 50)
        canvas.line(100, 100, 300, 200)
        canvas.line(50, 50, 300, 50)

    assert [round(edge.top) for edge in only_page(pdf(draw)).edges] == [792]


def test_a_table_in_nested_forms_lands_where_it_is_shown() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.beginForm("inner")
        canvas.setFont(FONT, 10)
        table(canvas)
        canvas.endForm()
        canvas.beginForm("outer")
        canvas.saveState()
        canvas.translate(30, 100)
        canvas.scale(0.5, 0.5)
        canvas.doForm("inner")
        canvas.restoreState()
        canvas.endForm()
        canvas.translate(10, 0)
        canvas.doForm("outer")

    data = pdf(draw)
    assert grid_texts(data) == [ROWS]
    (grid,) = find_grids(document(data))
    # The corner of the table: x 80 and y 700, halved, moved by (30, 100) and (10, 0).
    corner = grid.cells[0].box
    assert corner is not None
    assert (corner.x0, corner.top) == pytest.approx((80, 842 - 450), abs=0.6)


def test_images_are_measured_as_a_share_of_the_page() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawInlineImage(Image.new("RGB", (10, 10), "white"), 0, 0, A4[0] / 2, A4[1])
        canvas.drawString(60, 700, "本页有足够多的文字，不是扫描页。" * 4)

    assert only_page(pdf(draw)).image_share == pytest.approx(0.5, abs=0.01)


# --- the page as shown ---


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_turned_page_reads_like_an_upright_one(rotation: int) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(rotation)  # reportlab swaps the sides of the page for 90 and 270
        {
            0: lambda: None,
            90: lambda: (canvas.translate(A4[1], 0), canvas.rotate(90)),
            180: lambda: (canvas.translate(*A4), canvas.rotate(180)),
            270: lambda: (canvas.translate(0, A4[0]), canvas.rotate(270)),
        }[rotation]()
        table(canvas, top=500)

    data = pdf(draw)
    page = only_page(data)
    assert (page.width, page.height, page.rotation) == (*A4, rotation)
    assert grid_texts(data) == [ROWS]
    first = page.words[0]
    assert (first.x0, first.bottom) == pytest.approx((84, A4[1] - 500 + 14 + 2), abs=2)


def test_a_table_printed_sideways_is_turned_upright() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.translate(A4[0], 0)
        canvas.rotate(90)
        table(canvas, top=500)

    data = pdf(draw)
    assert (only_page(data).rotation, only_page(data).width) == (90, 842.0)
    assert grid_texts(data) == [ROWS]


@pytest.mark.parametrize("ruler", [stroke, thin_fills])
@pytest.mark.parametrize("degrees", [-3.0, -0.4, 0.7, 1.5, 4.0])
def test_a_skewed_table_is_read_straight_and_placed_where_it_is_shown(
    degrees: float, ruler: Callable[[Canvas, float, float, float, float], None]
) -> None:
    rows = [ROWS[0], *([f"第{number}项支出", f"{number},000.50"] for number in range(1, 9))]

    def draw(canvas: Canvas) -> None:
        canvas.rotate(degrees)
        canvas.drawString(90, 715, "支出预算表")
        table(canvas, rows, ruler=ruler)

    data = pdf(draw)
    assert grid_texts(data) == [rows]
    (grid,) = find_grids(document(data))
    assert [line.text for line in grid.lines_above] == ["支出预算表"]
    cell = next(cell for cell in grid.cells if cell.text == "8,000.50")
    drawn = next(word for word in only_page(data).words[::-1] if word.text == "8")
    assert cell.box is not None
    assert cell.box.x0 < drawn.x0 < cell.box.x1
    assert cell.box.top - 2 < drawn.top < drawn.bottom < cell.box.bottom + 2


@pytest.mark.parametrize("enlargement", [0.25, 4.17])
@pytest.mark.parametrize("ruler", [double_strokes, thin_fills])
def test_a_page_in_odd_units_is_read_like_any_other(
    enlargement: float, ruler: Callable[[Canvas, float, float, float, float], None]
) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.scale(enlargement, enlargement)
        table(canvas, ruler=ruler)

    data = pdf(draw, size=(A4[0] * enlargement, A4[1] * enlargement))
    assert grid_texts(data) == [ROWS]
    (grid,) = find_grids(document(data))
    box = grid.cells[0].box
    assert box is not None
    assert (box.x0, box.top) == pytest.approx((80 * enlargement, 142 * enlargement), abs=2.1 * enlargement)


def test_coordinates_start_at_the_crop_box() -> None:
    data = pdf(lambda canvas: (canvas.setCropBox((50, 100, 550, 800)), canvas.drawString(60, 700, "收入")))
    page = only_page(data)
    assert (page.width, page.height) == (500, 700)
    assert page.words[0].x0 == pytest.approx(10, abs=0.1)
    assert page.words[0].top < 800 - 700 < page.words[0].bottom


def test_text_off_the_page_is_not_on_it() -> None:
    data = pdf(lambda canvas: (canvas.drawString(700, 700, "外"), canvas.drawString(60, 700, "内")))
    assert [word.text for word in only_page(data).words] == ["内"]


# --- what is printed ---


def test_false_bold_counts_once_and_real_repeats_stay() -> None:
    def draw(canvas: Canvas) -> None:
        for shift in (0, 0.3, 0.6):
            canvas.drawString(60 + shift, 700, "合计11.00")
        canvas.drawString(60, 650, "谢谢111……")

    assert [line.text for line in only_page(pdf(draw)).lines] == ["合计11.00", "谢谢111……"]


def test_every_character_of_a_line_has_its_box() -> None:
    (line,) = only_page(pdf(lambda canvas: canvas.drawString(60, 700, "本年收入合计1,234.50万元"))).lines
    assert line.text == "本年收入合计1,234.50万元"
    assert len(line.boxes) == len(line.text)
    assert all(left.x0 < right.x0 for left, right in pairwise(line.boxes))
    assert line.box is not None
    assert (line.box.x0, line.box.x1) == (line.boxes[0].x0, line.boxes[-1].x1)


def test_a_dash_at_the_end_of_a_line_is_a_dash() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(60, 700, "abc-")
        canvas.drawString(60, 680, "def")

    assert [line.text for line in only_page(pdf(draw)).lines] == ["abc-", "def"]


def test_characters_without_meaning_show_and_are_reported() -> None:
    register_sample()

    def draw(canvas: Canvas) -> None:
        canvas.drawString(60, 720, "本年收入合计为财政拨款收入")
        canvas.setFont(SAMPLE, 12)
        canvas.drawString(60, 700, "收入合计")

    broken = document(pdf(draw).replace(b"/ToUnicode", b"/XoUnicode"))
    assert [line.text for line in broken.pages[0].lines] == ["本年收入合计为财政拨款收入", UNKNOWN * 4]
    assert [(fault.page, "4 个字符没有 Unicode" in fault.reason) for fault in broken.faults] == [(1, True)]


def test_a_watermark_across_the_page_is_not_in_its_numbers() -> None:
    rows = [ROWS[0], *([f"支出{number}", f"{number},234.50"] for number in range(1, 9))]

    def draw(canvas: Canvas) -> None:
        table(canvas, rows)
        canvas.translate(80, 560)
        canvas.rotate(30)
        canvas.drawString(0, 0, "内部资料 注意保存 2024")

    assert grid_texts(pdf(draw)) == [rows]


def test_slanted_digits_are_part_of_their_line() -> None:
    def draw(canvas: Canvas) -> None:
        text = canvas.beginText(60, 720)
        text.setFont(FONT, 12)
        text.textOut("增加1463.8万元，增长")
        text.setTextTransform(1, 0, 0.32, 1, 185, 720)
        text.textOut("8.85")
        text.setTextTransform(1, 0, 0, 1, 215, 720)
        text.textOut("%。")
        canvas.drawText(text)
        canvas.drawString(60, 700, "主要是人员增加")

    assert document(pdf(draw)).pages[0].lines[0].text == "增加1463.8万元，增长8.85%。"


def test_text_typed_into_a_form_field_is_read() -> None:
    def draw(canvas: Canvas) -> None:
        table(canvas, [*ROWS, ["", ""]])
        canvas.acroForm.textfield(value="77.50", x=205, y=622, width=80, height=16, fontSize=9, borderWidth=0)

    assert grid_texts(pdf(draw)) == [[*ROWS, ["", "77.50"]]]


# --- page breaks ---


@pytest.mark.parametrize("with_header", [True, False])
def test_a_table_over_a_page_break(with_header: bool) -> None:
    more = [["卫生健康支出", "1,000.00"], ["住房保障支出", "0.50"]]

    def first(canvas: Canvas) -> None:
        canvas.drawString(100, 720, "支出预算表")
        table(canvas)

    data = pdf(first, lambda canvas: table(canvas, [ROWS[0], *more] if with_header else more))
    (grid,) = find_grids(document(data))
    assert [line.text for line in grid.lines_above] == ["支出预算表"]
    assert grid.repeated_header_rows == ((3,) if with_header else ())
    assert grid_texts(data) == [[*ROWS, *([ROWS[0]] if with_header else []), *more]]
