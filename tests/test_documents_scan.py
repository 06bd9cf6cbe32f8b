"""Scans as pages: straightened, turned upright, cells recognised one by one, numbers looked at twice, hostile images refused."""

from __future__ import annotations

import csv
import io
import socket
import struct
import zlib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from PIL import Image, ImageChops, ImageDraw, ImageFont

from pipelines.documents import UnreadableDocument, ocr, picture, read, scan
from pipelines.documents.ocr import DISPUTED, Reading, is_numeric, may_be_number, read_line, read_number_twice
from pipelines.grids import find_grids
from pipelines.records.pages import Document, Grid, Page

ID = "0" * 64
ROOT = Path(__file__).resolve().parents[1]
FONT = ROOT / "tests/documents/typeset/fonts/sample-sans.ttf"
SCALE = 300 / 72
SIZE = (2480, 900)

TABLE = [
    ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
    ["", "合计", "1,205.56", "380.56", "825.00"],
    ["201", "一般公共服务支出", "93.39", "93.39", "-"],
    ["2080505", "机关事业单位基本养老保险缴费", "29.00", "29.00", ""],
    ["", "二、结转下年", "0.00", "-12.40", "10"],
]


def drawn(rows: Sequence[Sequence[str]], title: str = "一般公共预算支出表", size: float = 10.5) -> Image.Image:
    """Half a page at 300 dots per inch with a title, a unit and a ruled table."""
    image = Image.new("RGB", SIZE, "white")
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(str(FONT), round(size * SCALE))
    draw.text((800, 80), title, font=ImageFont.truetype(str(FONT), round(16 * SCALE)), fill="black")
    draw.text((1900, 200), "单位：万元", font=font, fill="black")
    widths, top, height = [330, 760, 340, 340, 340], 280, 95
    for row_no, row in enumerate(rows):
        left = 180
        for width, text in zip(widths, row, strict=True):
            box = (left, top + row_no * height, left + width, top + (row_no + 1) * height)
            draw.rectangle(box, outline="black", width=4)
            draw.text((box[0] + 18, box[1] + 22), text, font=font, fill="black")
            left += width
    return image


def aged(image: Image.Image, degrees: float, noise: float = 8.0, quality: int = 60) -> np.ndarray[Any, Any]:
    """What a scanner makes of it: turned, grey, noisy, JPEG."""
    turned = image.convert("L").rotate(degrees, resample=Image.Resampling.BICUBIC, fillcolor=255)
    grey = np.asarray(turned, dtype=float) / 255 * 246
    grey = np.clip(grey + np.random.default_rng(7).normal(0, noise, grey.shape), 0, 255).astype(np.uint8)
    out = io.BytesIO()
    Image.fromarray(grey).save(out, "JPEG", quality=quality)
    return np.asarray(Image.open(out).convert("L"))


def grids(page: Page) -> tuple[Grid, ...]:
    return find_grids(Document(ID, "image/png", 1, (page,)))


def texts(grid: Grid) -> list[list[str]]:
    rows = [[""] * grid.column_count for _ in range(grid.row_count)]
    for cell in grid.cells:
        rows[cell.row_no][cell.column_no] = cell.text
    return rows


@pytest.mark.parametrize(("dots", "degrees"), [(300, 0.8), (200, -1.3)])
def test_a_ruled_table_comes_back_cell_by_cell(dots: int, degrees: float) -> None:
    image = drawn(TABLE)
    image = image.resize([round(side * dots / 300) for side in SIZE], Image.Resampling.LANCZOS)
    pixels = aged(image, degrees)
    if dots != 300:
        pixels = np.asarray(Image.fromarray(pixels).resize(SIZE, Image.Resampling.BICUBIC))
    page = scan.read_scanned_page(pixels, 3)
    (grid,) = grids(page)
    assert texts(grid) == TABLE
    assert page.method == "ocr"
    assert {cell.method for cell in grid.cells} == {"ocr"}
    assert {cell.page for cell in grid.cells} == {3}
    assert all(cell.confidence >= 0.5 for cell in grid.cells)
    assert [line.text.replace("：", ":") for line in grid.lines_above] == ["一般公共预算支出表", "单位:万元"]
    amount = next(cell for cell in grid.cells if cell.text == "1,205.56")
    assert amount.box is not None
    assert amount.box == pytest.approx((305, 90, 386.5, 113), abs=6), "the cell in points of the page"


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_page_fed_sideways_or_upside_down_is_turned(quarters: int) -> None:
    sideways = np.ascontiguousarray(np.rot90(aged(drawn(TABLE), 0.4), quarters))
    page = scan.read_scanned_page(sideways, 1)
    assert page.rotation == 90 * quarters
    assert (page.width, page.height) == pytest.approx((595.2, 216), abs=0.1)
    assert texts(grids(page)[0]) == TABLE


def test_the_page_of_an_image_file_is_drawn_as_it_was_read_with_the_cell_boxed() -> None:
    out = io.BytesIO()
    Image.fromarray(np.rot90(aged(drawn(TABLE), 1.1), 1)).save(out, "PNG", dpi=(300, 300))
    page = read(out.getvalue(), "图.png", ID).pages[0]
    cell = next(cell for cell in grids(page)[0].cells if cell.text == "1,205.56")
    assert cell.box is not None
    shown = Image.open(io.BytesIO(picture.page_picture(out.getvalue(), 1, [cell.box], SCALE))).convert("RGB")
    assert shown.size == (round(page.width * SCALE), round(page.height * SCALE))
    corners = [round(value * SCALE) for value in cell.box]
    assert shown.getpixel((corners[0] - 1, (corners[1] + corners[3]) // 2)) == (214, 40, 40)
    inside = shown.crop((corners[0] + 8, corners[1] + 8, corners[2] - 8, corners[3] - 8)).convert("L")
    assert read_line(np.asarray(inside)).text == "1,205.56"
    with pytest.raises(ValueError, match="no page 2"):
        picture.page_picture(out.getvalue(), 2)


def test_a_red_seal_over_the_numbers_is_looked_through() -> None:
    seal = Image.new("RGB", SIZE, "white")
    draw = ImageDraw.Draw(seal)
    draw.ellipse((1100, 250, 1700, 750), outline=(225, 60, 60), width=14)
    draw.line((1100, 500, 1700, 440), fill=(225, 60, 60), width=12)
    page = scan.read_scanned_page(np.asarray(ImageChops.multiply(drawn(TABLE), seal)), 1)
    assert texts(grids(page)[0]) == TABLE


def test_blank_and_noisy_pages_hold_no_words() -> None:
    noise = np.random.default_rng(1).normal(240, 9, (1754, 1240)).clip(0, 255).astype(np.uint8)
    for pixels in (np.full((1754, 1240), 255, np.uint8), np.zeros((400, 300), np.uint8), noise):
        page = scan.read_scanned_page(pixels, 1, 150)
        assert page.words == ()
        assert grids(page) == ()


def line_picture(text: str) -> np.ndarray[Any, Any]:
    font = ImageFont.truetype(str(FONT), 40)
    image = Image.new("L", (round(font.getlength(text)) + 20, 60), 250)
    ImageDraw.Draw(image).text((10, 4), text, font=font, fill=10)
    return np.asarray(image)


def test_two_looks_that_agree_confirm_and_two_that_differ_mark_the_number(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = line_picture("1,205.56")
    first = read_line(shown)
    assert first.text == "1,205.56"
    assert read_number_twice(shown, first).confidence >= 0.9
    monkeypatch.setattr(ocr, "_sharpened", lambda _: line_picture("1,205.66"))
    assert read_number_twice(shown, first) == Reading("1,205.56", DISPUTED)
    assert DISPUTED < 0.5


@pytest.mark.parametrize(
    ("text", "is_number"),
    [
        ("1,205.56", True),
        ("-12.4", True),
        ("(3.00)", True),
        ("98%", True),
        ("30101", True),
        ("一", False),
        ("2、甲", False),
        ("", False),
    ],
)
def test_what_is_looked_at_twice(text: str, is_number: bool) -> None:
    assert is_numeric(text) is is_number


@pytest.mark.parametrize(
    ("text", "may_be"), [("O.00", True), ("l2", True), ("O", True), ("合计", False), ("USB", False), ("A4", False)]
)
def test_letters_that_stand_for_digits_are_looked_at_again(text: str, may_be: bool) -> None:
    assert may_be_number(text) is may_be


def test_of_a_letter_and_a_digit_the_digit_is_kept_and_marked() -> None:
    shown = line_picture("0.00")
    assert read_number_twice(shown, Reading("O.00", 0.9)) == Reading("0.00", DISPUTED)


def test_recognition_never_opens_a_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked for")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    ocr._model.cache_clear()
    assert read_line(line_picture("380.56")).text == "380.56"


def test_a_missing_model_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "_PACKAGE", "no_such_package")
    ocr._model.cache_clear()
    with pytest.raises(UnreadableDocument, match="no_such_package"):
        read_line(line_picture("1"))
    monkeypatch.undo()
    ocr._model.cache_clear()


def encoded(image: Image.Image, kind: str, **how: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def test_image_files_of_any_resolution_are_documents() -> None:
    small = drawn(TABLE).resize((SIZE[0] // 2, SIZE[1] // 2), Image.Resampling.LANCZOS)
    png = read(encoded(small, "PNG", dpi=(150, 150)), "图.png", ID)
    assert png.media_type == "image/png"
    assert (png.pages[0].width, png.pages[0].height) == pytest.approx((595.2, 216), abs=0.5)
    assert texts(grids(png.pages[0])[0]) == TABLE
    unstated = read(encoded(drawn(TABLE), "JPEG", quality=85), "图.jpg", ID)
    assert texts(grids(unstated.pages[0])[0]) == TABLE


def test_a_tiff_has_as_many_pages_as_pictures() -> None:
    first, second = drawn(TABLE[:2]), drawn(TABLE[:3])
    data = encoded(first, "TIFF", save_all=True, append_images=[second], dpi=(300, 300), compression="tiff_lzw")
    found = read(data, "传真.tif", ID)
    assert [page.number for page in found.pages] == [1, 2]
    assert [grids(page)[0].row_count for page in found.pages] == [2, 3]


def png_claiming(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(40),
        b"\xff\xd8\xff\xe0" + bytes(60),
        b"II*\x00" + bytes(60),
        png_claiming(60_000, 60_000),
        png_claiming(12_000, 9_000),
        png_claiming(300, 300),
    ],
)
def test_broken_and_endless_images_are_refused(data: bytes) -> None:
    with pytest.raises(UnreadableDocument, match=r"图像"):
        read(data, "坏图", ID)


def test_a_truncated_image_is_refused() -> None:
    data = encoded(drawn(TABLE[:2]), "JPEG", quality=80)
    with pytest.raises(UnreadableDocument, match="截断"):
        read(data[: len(data) // 2], "半.jpg", ID)


def test_the_scanned_sample_holds_the_amounts_it_was_set_from() -> None:
    """The facts file the sample is set from is the truth; the scan has 200 dots per inch, a turn, noise and JPEG."""
    path = ROOT / "data/raw/city-unit-2024-budget-annex-scan.pdf"
    facts = yaml.safe_load((ROOT / "tests/documents/facts/city-unit-2024-budget-annex-scan.yml").read_text("utf-8"))
    table = next(step["table"] for step in facts["flow"] if "table" in step)
    printed = [[cell.strip() for cell in line.split("|")] for line in table["rows"].strip("\n").splitlines()]
    document = read(path.read_bytes(), path.name, ID)
    assert [page.method for page in document.pages] == ["ocr"]
    (grid,) = find_grids(document)
    assert texts(grid)[1:] == printed[1:]


@pytest.mark.real
@pytest.mark.slow
@pytest.mark.parametrize("name", ["sh_80009d59_p14", "js_7e5ac42e_p16", "sh_20df02bc_p35"])
def test_real_pages_scanned_hold_every_amount_transcribed_by_eye(shared: Path, name: str) -> None:
    with (ROOT / f"tests/truth/{name}.csv").open(encoding="utf-8") as lines:
        truth = list(csv.DictReader(lines))
    with (shared / "disclosures/manifest.csv").open(encoding="utf-8") as lines:
        paths = {row["sha256"]: row["path"] for row in csv.DictReader(lines)}
    path = shared / "disclosures" / paths.get(truth[0]["document_sha256"], "absent")
    if not path.is_file():
        pytest.skip(f"the document of {name} is not here")
    printed = Image.fromarray(picture.page_pixels(path.read_bytes(), int(truth[0]["page"]), SCALE))
    page = scan.read_scanned_page(aged(printed, 0.7), 1)
    cells = [cell for grid in grids(page) for cell in grid.cells]
    wanted = Counter(row["amount_text"] for row in truth)
    found = Counter(cell.text for cell in cells)
    assert wanted - found == Counter()
