"""Files that cannot be read, wholly or in part, what a file is by its bytes, and the second reader."""

from __future__ import annotations

import io
import struct

import pytest
from PIL import Image
from pypdfium2 import PdfDocument
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from pipelines.documents import UnreadableDocument
from pipelines.documents.pdf_second import read_page_grids
from pipelines.documents.sniff import DOC, DOCX, HTML, PDF, TEXT, XLS, XLSX, ZIP, sniff
from tests.printed import (
    A4,
    ROWS,
    document,
    grid_texts,
    pdf,
    table,
    thin_fills,
)


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


def test_a_file_with_a_damaged_stream_is_refused_although_pdfium_reads_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportlab.rl_config.useA85", 0)
    data = pdf(lambda canvas: table(canvas, ROWS * 5), table, pageCompression=1)
    assert document(data).faults == ()
    middle = data.index(b"/Filter [ /FlateDecode ]") + 200
    with pytest.raises(UnreadableDocument, match="校验和"):
        document(data[:middle] + b"\x00\xff\x55" + data[middle + 3 :])


def test_a_file_that_begins_again_after_its_end_is_refused() -> None:
    data = pdf(*[table] * 12)  # long enough that the end of the first is not found from behind
    with pytest.raises(UnreadableDocument, match="续传"):
        document(data + data[: len(data) // 2])


def test_a_hole_in_a_picture_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportlab.rl_config.useA85", 0)
    noise = Image.effect_noise((400, 400), 90).convert("RGB")
    jpeg = io.BytesIO()
    noise.save(jpeg, "JPEG", quality=80)

    def picture(canvas: Canvas) -> None:
        table(canvas)
        canvas.drawImage(ImageReader(io.BytesIO(jpeg.getvalue())), 20, 20, 40, 40)

    data = pdf(picture)
    assert document(data).faults == ()
    begin = data.index(jpeg.getvalue()[2000:2100])
    (fault,) = document(data[:begin] + bytes(2048) + data[begin + 2048 :]).faults
    assert "空字节" in fault.reason


@pytest.mark.parametrize("size", [(60_000, 1), (1, 1)])
def test_a_picture_too_small_for_a_line_is_refused(size: tuple[int, int]) -> None:
    picture = io.BytesIO()
    Image.new("L", size, 255).save(picture, "PNG")
    with pytest.raises(UnreadableDocument, match="太小"):
        document(picture.getvalue())


def test_a_picture_of_no_format_is_refused_in_words() -> None:
    with pytest.raises(UnreadableDocument, match="认不出格式") as caught:
        document(b"\x89PNG\r\n\x1a\n" + bytes(100))
    assert "object at" not in caught.value.reason


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


def test_attached_files_are_said_to_be_unread() -> None:
    opened = PdfDocument(pdf(table))
    opened.new_attachment("明细.xlsx").set_data(b"PK")
    target = io.BytesIO()
    opened.save(target)
    found = document(target.getvalue())
    assert [(fault.page, "附件" in fault.reason) for fault in found.faults] == [(0, True)]


# --- what a file is ---


def archive(*names: str) -> bytes:
    import zipfile

    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as opened:
        for name in names:
            opened.writestr(name, "x")
    return target.getvalue()


def broken_compound(stream: str) -> bytes:
    """A compound file of which nothing is whole but the entry of a stream."""
    name = stream.encode("utf-16-le")
    entry = name.ljust(64, b"\0") + struct.pack("<HBB", len(name) + 2, 2, 1)
    return (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(640, b"\0") + entry).ljust(768, b"\0")


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (b"%PDF-1.4\n", PDF),
        (b"\n\n%PDF-1.4\n", PDF),
        (archive("xl/workbook.xml"), XLSX),
        (archive("word/document.xml"), DOCX),
        (archive("a.pdf", "b.xlsx"), ZIP),
        (broken_compound("Workbook"), XLS),
        (broken_compound("WordDocument"), DOC),
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


# --- the second reader ---


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
