"""Pictures of pages with boxes, and pages that are pictures."""

from __future__ import annotations

import io

import numpy as np
import pytest
from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont as FontFile
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from pipelines.documents.picture import page_picture
from pipelines.grids import find_grids
from pipelines.records.pages import Box
from tests.printed import (
    A4,
    FONT,
    ROWS,
    SAMPLE,
    WIDTHS,
    document,
    grid_texts,
    only_page,
    pdf,
    register_sample,
    table,
)


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


def test_a_page_in_a_font_without_meaning_is_recognised_from_its_picture() -> None:
    register_sample()

    def draw(canvas: Canvas) -> None:
        canvas.setFont(SAMPLE, 16)
        canvas.drawString(100, 500, "收入合计1,234.50")

    broken = document(pdf(draw).replace(b"/ToUnicode", b"/XoUnicode"))
    assert [line.text.replace(" ", "") for line in broken.pages[0].lines] == ["收入合计1,234.50"]
    assert broken.pages[0].method == "ocr"
    assert "改按图像识别" in broken.faults[0].reason


def test_text_drawn_as_outlines_is_recognised() -> None:
    font = FontFile(register_sample())
    glyphs, names = font.getGlyphSet(), font.getBestCmap()

    def draw(canvas: Canvas) -> None:
        canvas.translate(80, 600)
        canvas.scale(0.016, 0.016)
        for _ in range(6):
            canvas.saveState()
            for character in "收入合计1,234.50万元收入合计1,234.50万元":
                pen = OutlinePen(glyphs, canvas)
                glyphs[names[ord(character)]].draw(pen)
                canvas.drawPath(pen.path, stroke=0, fill=1)
                canvas.translate(glyphs[names[ord(character)]].width, 0)
            canvas.restoreState()
            canvas.translate(0, -2500)

    page = only_page(pdf(draw))
    assert (page.method, len(page.lines)) == ("ocr", 6)
    assert all("1,234.50" in line.text for line in page.lines)


class OutlinePen(BasePen):
    """Draws a glyph as a path of reportlab."""

    def __init__(self, glyphs: object, canvas: Canvas) -> None:
        super().__init__(glyphs)
        self.path = canvas.beginPath()

    def _moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802 - named by fontTools
        self.path.moveTo(*point)

    def _lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802 - named by fontTools
        self.path.lineTo(*point)

    def _curveToOne(self, *points: tuple[float, float]) -> None:  # noqa: N802 - named by fontTools
        self.path.curveTo(*(value for point in points for value in point))

    def _closePath(self) -> None:  # noqa: N802 - named by fontTools
        self.path.close()
