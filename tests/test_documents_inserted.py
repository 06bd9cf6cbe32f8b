"""Pictures in Word files, workbooks and web pages: tables and scanned pages are read, photographs and marks are not."""

from __future__ import annotations

import base64
import io
import zipfile

import docx
import numpy as np
import openpyxl
import pytest
from docx.enum.text import WD_BREAK
from openpyxl.drawing.image import Image as SheetImage
from PIL import Image

from pipelines.documents import UnreadableDocument, inserted, read
from pipelines.documents.inserted import Inserted
from pipelines.grids import find_grids
from pipelines.records.pages import Document
from tests.test_documents_scan import TABLE, drawn, texts

ID = "0" * 64
ROWS = [[*row] for row in TABLE]


def bytes_of(image: Image.Image, kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    image.save(out, kind, dpi=(300, 300))
    return out.getvalue()


@pytest.fixture(scope="module")
def table() -> bytes:
    """A picture of a ruled table with its title."""
    return bytes_of(drawn(TABLE))


@pytest.fixture(scope="module")
def photograph() -> bytes:
    noise = np.random.default_rng(3).integers(0, 255, (600, 900, 3), dtype=np.uint8)
    return bytes_of(Image.fromarray(noise), "JPEG")


def word(*blocks: bytes | str) -> bytes:
    """A Word file: pictures, paragraphs, ``\\f`` for a new page."""
    target = docx.Document()
    for block in blocks:
        if isinstance(block, bytes):
            target.add_picture(io.BytesIO(block))
        elif block == "\f":
            target.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        else:
            target.add_paragraph(block)
    out = io.BytesIO()
    target.save(out)
    return out.getvalue()


def methods(document: Document) -> list[tuple[int, str]]:
    return [(page.number, page.method) for page in document.pages]


def only_table(document: Document) -> list[list[str]]:
    (grid,) = find_grids(document)
    return texts(grid)


def test_a_table_in_a_word_file_follows_the_page_it_stands_on(table: bytes, photograph: bytes) -> None:
    found = read(word("一、部门概况", photograph, table, "\f", "二、名词解释"), "文档.docx", ID)
    assert methods(found) == [(1, "text"), (2, "ocr"), (3, "text")]
    assert (found.page_count, found.faults) == (3, ())
    assert [line.text for line in found.pages[2].lines] == ["二、名词解释"]
    assert only_table(found) == ROWS
    assert "一般公共预算支出表" in {line.text for line in find_grids(found)[0].lines_above}


def test_pages_of_pictures_alone_keep_their_numbers(table: bytes) -> None:
    other = bytes_of(drawn(TABLE[:4]))
    found = read(word("封面", "\f", table, "\f", other), "文档.docx", ID)
    assert methods(found) == [(1, "text"), (2, "ocr"), (3, "ocr")]


def test_a_picture_used_twice_counts_once(table: bytes) -> None:
    assert len(read(word(table, "\f", table), "文档.docx", ID).pages) == 2


def test_cells_after_a_picture_name_the_page_as_numbered_now(table: bytes) -> None:
    target = docx.Document()
    target.add_picture(io.BytesIO(table))
    target.add_paragraph("收支情况").add_run().add_break(WD_BREAK.PAGE)
    for row in target.add_table(rows=3, cols=2).rows:
        row.cells[0].text, row.cells[1].text = "合计", "1.00"
    out = io.BytesIO()
    target.save(out)
    found = read(out.getvalue(), "文档.docx", ID)
    assert [(page.number, {cell.page for grid in page.ready_grids for cell in grid.cells}) for page in found.pages] == [
        (1, set()),
        (2, set()),
        (3, {3}),
    ]


def test_what_cannot_be_read_in_a_picture_is_a_fault_of_its_page(table: bytes) -> None:
    broken = Inserted(1, "image1.png", table[: len(table) // 3])
    vector = Inserted(1, "image2.emf", b"\x01\x00\x00\x00" + b"\x00" * 36 + b" EMF" + b"\x00" * 60)
    whole = inserted.with_pictures(read("一、部门概况".encode(), "文档.txt", ID), [broken, vector])
    assert [page.method for page in whole.pages] == ["text"]
    assert len(whole.faults) == 2
    assert all("image" in fault.reason and "没有读取" in fault.reason for fault in whole.faults)


def test_numbers_in_doubt_are_told_of_the_page_of_their_picture(table: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.documents.pdf_scanned.doubts_of", lambda words: ["存疑"])
    found = read(word("一、部门概况", "\f", "收支情况", table), "文档.docx", ID)
    assert [(fault.page, fault.reason) for fault in found.faults] == [(3, "存疑")]


def test_a_word_file_of_a_photograph_alone_has_no_text(photograph: bytes) -> None:
    with pytest.raises(UnreadableDocument, match="没有任何文字"):
        read(word(photograph), "文档.docx", ID)


def test_a_picture_in_a_workbook_is_a_page_after_its_sheets(table: bytes) -> None:
    workbook = openpyxl.Workbook()
    assert workbook.active is not None
    workbook.active["A1"] = "说明"
    workbook.active.add_image(SheetImage(io.BytesIO(table)), "B2")
    out = io.BytesIO()
    workbook.save(out)
    found = read(out.getvalue(), "表.xlsx", ID)
    assert methods(found) == [(1, "sheet"), (2, "ocr")]
    assert only_table(found)[1][2] == "1,205.56"


def test_a_picture_that_a_web_page_holds_itself_is_read(table: bytes) -> None:
    coded = base64.b64encode(table).decode()
    found = read(
        f'<html><body><p>预算表</p><img src="data:image/png;base64,{coded}"></body></html>'.encode(), "页.html", ID
    )
    assert methods(found) == [(1, "web"), (2, "ocr")]
    assert only_table(found) == ROWS


def test_pictures_beside_the_pages_of_a_single_file_are_read(table: bytes) -> None:
    page = '<html><body><p>预算表</p><img width=600 src="cid:p1@x"></body></html>'
    head = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n'
    parts = (
        f"--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{page}\r\n"
        f"--b\r\nContent-Type: image/png\r\nContent-ID: <p1@x>\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        f"{base64.encodebytes(table).decode()}\r\n--b--\r\n"
    )
    found = read((head + parts).encode(), "页.mht", ID)
    assert methods(found) == [(1, "web"), (2, "ocr")]
    assert only_table(found) == ROWS


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ('<p>预算公开</p><img src="a/b.jpg">', "有 1 张图片不在文件中"),
        ('<p>预算公开</p><img src="logo.gif"><img src="x.png" width="60">', None),
        ('<table><tr><td>合计</td><td>1.00</td></tr></table><img src="a/b.jpg">', None),
        ('<p>预算公开</p><img src="data:image/png;base64,AAAAA">', "没有读取"),
    ],
    ids=["a picture instead of a table", "marks", "beside a table", "broken"],
)
def test_a_page_whose_tables_may_be_pictures_elsewhere_says_so(body: str, reason: str | None) -> None:
    found = read(f"<html><body>{body}</body></html>".encode(), "页.html", ID)
    assert [(reason or "") in fault.reason for fault in found.faults] == ([True] if reason else [])


def test_a_broken_list_of_references_is_told() -> None:
    data = word("一、部门概况")
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(out, "w") as target:
        for entry in package.infolist():
            is_list = entry.filename == "word/_rels/document.xml.rels"
            target.writestr(entry, b"<Relationships" if is_list else package.read(entry))
    with pytest.raises(UnreadableDocument, match="XML 损坏"):
        read(out.getvalue(), "文档.docx", ID)
