"""The PDF reader: what is printed and drawn, on the page as shown, and what is said of files that cannot be read.

Every document is made here with reportlab, as small as shows the point.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from pipelines.documents import UnreadableDocument, read
from pipelines.documents.characters import UNKNOWN, clean_code_point
from pipelines.documents.lines import build_lines
from pipelines.documents.pdf_second import read_page_grids
from pipelines.documents.picture import page_picture
from pipelines.documents.sniff import DOC, DOCX, HTML, PDF, TEXT, XLS, XLSX, ZIP, sniff
from pipelines.grids import find_grids
from pipelines.records.pages import Box, Document, Page, Word

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))
A4 = (595.0, 842.0)
ROWS = [["项目", "金额"], ["合计", "1,234.50"], ["教育支出", "234.50"]]
WIDTHS = [120.0, 90.0]


def pdf(*draw: Callable[[Canvas], None], size: tuple[float, float] = A4, **options: object) -> bytes:
    """A PDF with one page per function."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=size, **options)
    for function in draw:
        canvas.setFont(FONT, 10)
        function(canvas)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def table(
    canvas: Canvas,
    rows: Sequence[Sequence[str]] = ROWS,
    x: float = 80.0,
    top: float = 700.0,
    ruler: Callable[[Canvas, float, float, float, float], None] | None = None,
) -> None:
    """A table with its upper left corner at ``x``, ``top`` (user space); ``ruler`` draws the border of every cell."""
    for number, row in enumerate(rows):
        left = x
        for text, width in zip(row, WIDTHS, strict=True):
            bottom = top - 20 * (number + 1)
            (ruler or stroke)(canvas, left, bottom, left + width, bottom + 20)
            canvas.drawString(left + 4, bottom + 6, text)
            left += width


def stroke(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    canvas.rect(x0, y0, x1 - x0, y1 - y0)


def thin_fills(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    for box in ((x0, y0, x1 - x0, 0.5), (x0, y1, x1 - x0, 0.5), (x0, y0, 0.5, y1 - y0), (x1, y0, 0.5, y1 - y0)):
        canvas.rect(*box, stroke=0, fill=1)


def double_strokes(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    stroke(canvas, x0, y0, x1, y1)
    stroke(canvas, x0 + 2, y0 + 2, x1 - 2, y1 - 2)


def dotted(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    for x in np.arange(x0, x1, 2.0):
        canvas.rect(float(x), y0, 1, 1, stroke=0, fill=1)
        canvas.rect(float(x), y1, 1, 1, stroke=0, fill=1)
    for y in np.arange(y0, y1, 2.0):
        canvas.rect(x0, float(y), 1, 1, stroke=0, fill=1)
        canvas.rect(x1, float(y), 1, 1, stroke=0, fill=1)


def one_path(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    path = canvas.beginPath()
    for box in ((x0, y0, x1 - x0, 0.5), (x0, y1, x1 - x0, 0.5), (x0, y0, 0.5, y1 - y0), (x1, y0, 0.5, y1 - y0)):
        path.rect(*box)
    canvas.drawPath(path, stroke=0, fill=1)


def document(data: bytes) -> Document:
    return read(data, "文件", "0" * 64)


def only_page(data: bytes) -> Page:
    (page,) = document(data).pages
    return page


def grid_texts(data: bytes) -> list[list[list[str]]]:
    found = []
    for grid in find_grids(document(data)):
        rows: list[list[str]] = [[] for _ in range(grid.row_count)]
        for cell in sorted(grid.cells, key=lambda cell: (cell.row_no, cell.column_no)):
            rows[cell.row_no].append(cell.text)
        found.append(rows)
    return found


# --- what is drawn -------------------------------------------------------------------------------------------------


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


# --- the page as shown ---------------------------------------------------------------------------------------------


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


def test_coordinates_start_at_the_crop_box() -> None:
    data = pdf(lambda canvas: (canvas.setCropBox((50, 100, 550, 800)), canvas.drawString(60, 700, "收入")))
    page = only_page(data)
    assert (page.width, page.height) == (500, 700)
    assert page.words[0].x0 == pytest.approx(10, abs=0.1)
    assert page.words[0].top < 800 - 700 < page.words[0].bottom


def test_text_off_the_page_is_not_on_it() -> None:
    data = pdf(lambda canvas: (canvas.drawString(700, 700, "外"), canvas.drawString(60, 700, "内")))
    assert [word.text for word in only_page(data).words] == ["内"]


@pytest.mark.parametrize("rotation", [0, 90])
def test_the_picture_frames_the_words_it_is_asked_for(rotation: int) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(rotation)
        if rotation:
            canvas.translate(A4[1], 0)
            canvas.rotate(90)
        canvas.setFont(FONT, 40)
        canvas.drawString(100, 300, "国")

    data = pdf(draw)
    page = only_page(data)
    word = page.words[0]
    box = Box(*word[1:5])
    picture = np.asarray(Image.open(io.BytesIO(page_picture(data, 1, [box], 2.0))).convert("RGB")).astype(int)
    assert picture.shape[:2] == (round(page.height * 2), round(page.width * 2))
    inside = picture[round(box.top * 2) : round(box.bottom * 2), round(box.x0 * 2) : round(box.x1 * 2)]
    dark = (picture.sum(axis=2) < 150).sum()
    assert 0 < dark == (inside.sum(axis=2) < 150).sum()
    red = (picture[:, :, 0] > 180) & (picture[:, :, 1] < 80)
    rows, columns = np.flatnonzero(red.any(axis=1)), np.flatnonzero(red.any(axis=0))
    assert (columns[0] / 2, rows[0] / 2) == pytest.approx((box.x0, box.top), abs=2)


def test_a_picture_of_a_page_that_is_not_there() -> None:
    with pytest.raises(ValueError, match="no page 2"):
        page_picture(pdf(table), 2)


# --- what is printed -----------------------------------------------------------------------------------------------


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


def test_an_invisible_layer_over_a_scan_is_not_read() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawInlineImage(Image.new("RGB", (10, 10), "white"), 0, 0, *A4)
        text = canvas.beginText(60, 700)
        text.setTextRenderMode(3)
        text.textLine("识别结果可能有误")
        canvas.drawText(text)

    page = only_page(pdf(draw))
    assert (page.words, page.lines, page.image_share) == ((), (), 1.0)


def test_a_title_printed_on_a_picture_is_not_recognised_but_read() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawInlineImage(Image.new("RGB", (10, 10), "yellow"), 0, 0, *A4)
        canvas.drawString(60, 600, "部门预算")

    page = only_page(pdf(draw))
    assert ([line.text for line in page.lines], page.method) == (["部门预算"], "text")


def test_a_picture_of_text_is_recognised_although_its_page_number_is_printed() -> None:
    printed = pdf(lambda canvas: (canvas.setFont(FONT, 20), canvas.drawString(100, 500, "收入合计 1,234.50")))
    picture = Image.open(io.BytesIO(page_picture(printed, 1, scale=4)))

    def draw(canvas: Canvas) -> None:
        canvas.drawInlineImage(picture.convert("RGB"), 0, 0, *A4)
        canvas.drawString(300, 20, "7")

    page = only_page(pdf(draw))
    assert page.method == "ocr"
    (line,) = [line for line in page.lines if "收入" in line.text]
    assert line.text.replace(" ", "") == "收入合计1,234.50"
    assert line.box is not None
    assert (line.box.x0, (line.box.top + line.box.bottom) / 2) == pytest.approx((100, A4[1] - 507), abs=6)


def test_a_font_without_meaning_shows_and_is_reported() -> None:
    pdfmetrics.registerFont(TTFont("Sample", Path(__file__).parent / "documents/typeset/fonts/sample-sans.ttf"))

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Sample", 12)
        canvas.drawString(60, 700, "收入合计")

    data = pdf(draw)
    assert [line.text for line in only_page(data).lines] == ["收入合计"]
    broken = document(data.replace(b"/ToUnicode", b"/XoUnicode"))
    assert [line.text for line in broken.pages[0].lines] == [UNKNOWN * 4]
    assert [(fault.page, "4 个字符没有 Unicode" in fault.reason) for fault in broken.faults] == [(1, True)]


def test_a_picture_of_a_table_on_a_printed_page_is_recognised_in_its_place() -> None:
    rows = [ROWS[0], *([f"支出{number}", f"{number},234.50"] for number in range(1, 5))]
    picture = Image.open(io.BytesIO(page_picture(pdf(lambda canvas: table(canvas, rows)), 1, scale=4)))
    size = (WIDTHS[0] + WIDTHS[1] + 20, 120)
    picture = picture.crop((70 * 4, (842 - 710) * 4, (70 + size[0]) * 4, (842 - 710 + size[1]) * 4)).convert("RGB")

    def draw(canvas: Canvas) -> None:
        canvas.drawString(60, 700, "下表为支出情况，以图片形式公开：")
        canvas.drawInlineImage(picture, 100, 500, *size)

    data = pdf(draw)
    assert grid_texts(data) == [rows]
    (grid,) = find_grids(document(data))
    assert [line.text for line in grid.lines_above] == ["下表为支出情况，以图片形式公开："]
    amount = next(cell for cell in grid.cells if cell.text == "4,234.50")
    assert (amount.method, amount.confidence < 1) == ("ocr", True)
    assert amount.box is not None
    assert (amount.box.x0, amount.box.bottom) == pytest.approx((110 + WIDTHS[0], A4[1] - 510), abs=2)


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        *(("１", "1"), ("．", "."), ("Ａ", "A"), ("％", "%"), ("－", "-"), ("（", "（"), ("，", "，"), ("：", "：")),
        *(("⼈", "人"), ("⻅", "见"), ("⻚", "页"), ("豈", "豈"), ("𝟗", "9"), ("〇", "〇"), ("㎡", "㎡"), ("“", "“")),
        *(("\u200b", ""), ("\u00ad", ""), ("\ufeff", ""), ("\u3000", ""), ("\u00a0", ""), ("\x07", ""), ("\x02", "-")),
        *(("\ufffd", UNKNOWN), ("\uffff", UNKNOWN), ("\x00", UNKNOWN)),
    ],
)
def test_characters_are_cleaned(printed: str, meant: str) -> None:
    assert clean_code_point(ord(printed)) == meant


@given(st.integers(0, 0x110000))
def test_no_code_point_fails_or_vanishes_unless_unseen(code: int) -> None:
    text = clean_code_point(code)
    assert len(text) <= 4
    assert text or not chr(code).isprintable() or chr(code).isspace() or 0xFE00 <= code < 0xFE10 or code >= 0xE0000


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 12)), unique=True, max_size=60))
@settings(max_examples=60, deadline=None)
def test_lines_keep_every_character_once_in_order(places: list[tuple[int, int]]) -> None:
    words = [Word(chr(0x4E00 + 41 * y + x), 10.0 * x, 20.0 * y, 10.0 * x + 10, 20.0 * y + 10) for x, y in places]
    expected = [
        "".join(chr(0x4E00 + 41 * y + x) for x in sorted(x for x, other in places if other == y)) for y in range(13)
    ]
    assert [line.text.replace(" ", "") for line in build_lines(words)] == [text for text in expected if text]


def test_a_recognised_run_gets_one_box_per_character() -> None:
    (line,) = build_lines([Word("12.5", 0, 0, 40, 10, 0.9)])
    assert line.boxes == (Box(0, 0, 10, 10), Box(10, 0, 20, 10), Box(20, 0, 30, 10), Box(30, 0, 40, 10))


# --- page breaks ---------------------------------------------------------------------------------------------------


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


# --- files that cannot be read -------------------------------------------------------------------------------------


def test_an_empty_file_says_so() -> None:
    with pytest.raises(UnreadableDocument, match="0 字节") as caught:
        document(b"")
    assert caught.value.stage == "sniff"


def test_a_file_with_a_password_says_so() -> None:
    with pytest.raises(UnreadableDocument, match="密码") as caught:
        document(pdf(table, encrypt=StandardEncryption("geheim", canPrint=1)))
    assert caught.value.stage == "open"


def test_a_file_anyone_may_open_is_read_although_encrypted() -> None:
    assert grid_texts(pdf(table, encrypt=StandardEncryption("", ownerPassword="x"))) == [ROWS]


@pytest.mark.parametrize("share", [0.02, 0.2, 0.5, 0.8, 0.97])
def test_a_truncated_file_is_refused_or_reported(share: float) -> None:
    data = pdf(table, table, table)
    try:
        found = document(data[: int(len(data) * share)])
    except UnreadableDocument as error:
        assert error.reason
        return
    assert found.faults
    assert all(fault.reason for fault in found.faults)


def test_a_damaged_stream_is_reported_although_pdfium_reads_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportlab.rl_config.useA85", 0)
    data = pdf(lambda canvas: table(canvas, ROWS * 5), table, pageCompression=1)
    assert document(data).faults == ()
    middle = data.index(b"/Filter [ /FlateDecode ]") + 200
    found = document(data[:middle] + b"\x00\xff\x55" + data[middle + 3 :])
    assert [(fault.page, "校验和" in fault.reason) for fault in found.faults] == [(0, True)]


def test_a_page_of_impossible_size_is_a_fault_and_the_others_are_read() -> None:
    data = pdf(
        lambda canvas: canvas.setPageSize((60000, 60000)), lambda canvas: (canvas.setPageSize(A4), table(canvas))
    )
    found = document(data)
    assert [(fault.page, "尺寸" in fault.reason) for fault in found.faults] == [(1, True)]
    assert [page.number for page in found.pages] == [2]
    assert found.page_count == 2


def test_too_many_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.documents.pdf._MOST_PAGES", 2)
    with pytest.raises(UnreadableDocument, match="3 页"):
        document(pdf(table, table, table))


def test_too_many_objects_are_a_fault_of_that_page(monkeypatch: pytest.MonkeyPatch) -> None:
    data = pdf(
        lambda canvas: canvas.drawString(60, 700, "收入"),
        lambda canvas: [table(canvas, top=100 + 80 * n) for n in range(9)],
    )
    monkeypatch.setattr("pipelines.documents.pdf._MOST_OBJECTS", 40)
    found = document(data)
    assert [fault.page for fault in found.faults] == [2]
    assert [page.number for page in found.pages] == [1]


def test_forms_nested_too_deep_are_a_fault() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.beginForm("f0")
        table(canvas)
        canvas.endForm()
        for depth in range(1, 25):
            canvas.beginForm(f"f{depth}")
            canvas.doForm(f"f{depth - 1}")
            canvas.endForm()
        canvas.doForm("f24")

    found = document(pdf(table, draw))
    assert [(fault.page, "嵌套" in fault.reason) for fault in found.faults] == [(2, True)]


# --- what a file is ------------------------------------------------------------------------------------------------


def archive(*names: str) -> bytes:
    import zipfile

    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as opened:
        for name in names:
            opened.writestr(name, "x")
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (b"%PDF-1.4\n", PDF),
        (b"\n\n%PDF-1.4\n", PDF),
        (archive("xl/workbook.xml"), XLSX),
        (archive("word/document.xml"), DOCX),
        (archive("a.pdf", "b.xlsx"), ZIP),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "Workbook".encode("utf-16-le"), XLS),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "WordDocument".encode("utf-16-le"), DOC),
        (b"<!DOCTYPE html><html>", HTML),
        ("﻿<HTML><body>收入".encode("utf-8-sig"), HTML),
        ("部门收支总表\n收入\t1".encode("gb18030"), TEXT),
        ("收入".encode("utf-16"), TEXT),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
    ],
)
def test_bytes_decide_what_a_file_is(data: bytes, media_type: str) -> None:
    assert sniff(data) == media_type


@pytest.mark.parametrize("data", [b"PK\x03\x04" + b"\0" * 50, b"\x00\x01\x02\x03" * 40])
def test_unknown_and_broken_files_are_refused(data: bytes) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        sniff(data)
    assert caught.value.stage == "sniff"


def test_a_format_without_a_reader_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.documents.READERS", {})
    with pytest.raises(UnreadableDocument, match=r"文件.*application/pdf"):
        document(pdf(table))


# --- the second reader ---------------------------------------------------------------------------------------------


def test_the_second_reader_finds_the_same_table() -> None:
    assert read_page_grids(pdf(lambda canvas: table(canvas, ruler=thin_fills)), 1) == [ROWS]


def test_the_second_reader_ignores_white_backgrounds() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFillGray(1)
        for number in range(12):
            canvas.rect(70, 630 + 7 * number, 240, 7, stroke=0, fill=1)
        canvas.setFillGray(0)
        table(canvas)

    assert read_page_grids(pdf(draw), 1) == [ROWS]


def test_the_second_reader_refuses_what_it_cannot_open() -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read_page_grids(b"%PDF-1.4\nnothing", 1)
    assert caught.value.stage == "second"
    with pytest.raises(ValueError, match="no page 9"):
        read_page_grids(pdf(table), 9)
