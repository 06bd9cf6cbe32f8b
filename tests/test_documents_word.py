"""Word files as pages: merged cells, order, revisions, text boxes, page breaks; and the formats LibreOffice converts."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.document import Document as WordDocument
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.documents import UnreadableDocument, office, read
from pipelines.documents.sniff import DOC, DOCX, ODS, RTF, XLS, sniff
from pipelines.records.pages import Document, Page, ReadyGrid

ID = "0" * 64
needs_office = pytest.mark.skipif(office.find_office() is None, reason="LibreOffice is not installed here")


def word(fill: Callable[[WordDocument], None]) -> bytes:
    document = docx.Document()
    fill(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def document(fill: Callable[[WordDocument], None]) -> Document:
    return read(word(fill), "文档.docx", ID)


def lines(page: Page) -> list[str]:
    return [line.text for line in page.lines]


def places(grid: ReadyGrid) -> list[tuple[str, int, int, int, int]]:
    return [(c.text, c.row_no, c.column_no, c.row_span, c.column_span) for c in grid.cells]


def income(target: WordDocument) -> None:
    target.add_paragraph("收入预算总表")
    target.add_paragraph("单位：万元")
    table = target.add_table(rows=3, cols=3)
    for row, texts in enumerate((("科目", "支出", ""), ("", "基本", "项目"), ("201", "1.00", "2.00"))):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    table.cell(0, 0).merge(table.cell(1, 0)).text = "科目"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "支出"
    target.add_paragraph("注：无")


def test_paragraphs_and_tables_in_order_with_both_kinds_of_spans() -> None:
    found = document(income)
    assert found.media_type == DOCX
    page = found.pages[0]
    assert lines(page) == ["收入预算总表", "单位：万元", "注：无"]
    (grid,) = page.ready_grids
    assert grid.line_index == 2
    assert places(grid) == [
        ("科目", 0, 0, 2, 1),
        ("支出", 0, 1, 1, 2),
        ("基本", 1, 1, 1, 1),
        ("项目", 1, 2, 1, 1),
        ("201", 2, 0, 1, 1),
        ("1.00", 2, 1, 1, 1),
        ("2.00", 2, 2, 1, 1),
    ]


def test_layout_tables_give_their_tables_and_texts() -> None:
    def fill(target: WordDocument) -> None:
        outer = target.add_table(rows=1, cols=2)
        outer.cell(0, 0).text = "左"
        inner = outer.cell(0, 1).add_table(rows=2, cols=2)
        for row, texts in enumerate((("项目", "金额"), ("甲", "1.00"))):
            for column, text in enumerate(texts):
                inner.cell(row, column).text = text

    page = document(fill).pages[0]
    assert lines(page) == ["左"]
    assert [text for text, *_ in places(page.ready_grids[0])] == ["项目", "金额", "甲", "1.00"]


def test_inserted_text_counts_and_deleted_and_hidden_text_does_not() -> None:
    def fill(target: WordDocument) -> None:
        paragraph = target.add_paragraph("预算")
        paragraph._p.append(parse_xml(f"<w:ins {nsdecls('w')}><w:r><w:t>190.98</w:t></w:r></w:ins>"))
        paragraph._p.append(parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>180.00</w:delText></w:r></w:del>"))
        paragraph.add_run("万元")
        paragraph.add_run("底稿").font.hidden = True

    assert lines(document(fill).pages[0]) == ["预算190.98万元"]


def test_content_controls_and_text_boxes_are_read() -> None:
    control = f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>目录</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    box = (
        f"<w:r {nsdecls('w')}><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textbox><w:txbxContent>"
        "<w:p><w:r><w:t>单位：万元</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )

    def fill(target: WordDocument) -> None:
        paragraph = target.add_paragraph("收支总表")
        paragraph._p.append(parse_xml(box))
        target.element.body.insert(0, parse_xml(control))

    assert lines(document(fill).pages[0]) == ["目录", "收支总表", "单位：万元"]


def test_pages_turn_at_hard_breaks_and_cells_know_their_page() -> None:
    def fill(target: WordDocument) -> None:
        target.add_paragraph("第一页").add_run().add_break(WD_BREAK.PAGE)
        target.add_paragraph("第二页")
        table = target.add_table(rows=1, cols=2)
        table.cell(0, 0).text, table.cell(0, 1).text = "甲", "1.00"

    found = document(fill)
    assert [(page.number, lines(page)) for page in found.pages] == [(1, ["第一页"]), (2, ["第二页"])]
    assert {cell.page for cell in found.pages[1].ready_grids[0].cells} == {2}


def test_rows_that_begin_further_right_keep_their_columns() -> None:
    def fill(target: WordDocument) -> None:
        table = target.add_table(rows=2, cols=3)
        for column, text in enumerate(("甲", "乙", "丙")):
            table.cell(0, column).text = text
        row = table.rows[1]._tr
        row.remove(row.tc_lst[0])
        row.insert(0, parse_xml(f"<w:trPr {nsdecls('w')}><w:gridBefore w:val='1'/></w:trPr>"))
        row.tc_lst[0].p_lst[0].append(parse_xml(f"<w:r {nsdecls('w')}><w:t>1.00</w:t></w:r>"))

    assert ("1.00", 1, 1, 1, 1) in places(document(fill).pages[0].ready_grids[0])


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_random_merges_come_back_as_they_were(data: st.DataObject) -> None:
    height, width = data.draw(st.integers(1, 5)), data.draw(st.integers(2, 5))
    free = {(r, c) for r in range(height) for c in range(width)}
    blocks: list[tuple[int, int, int, int]] = []
    while free:
        row, column = min(free)
        tall, wide = data.draw(st.integers(1, height - row)), data.draw(st.integers(1, width - column))
        area = {(r, c) for r in range(row, row + tall) for c in range(column, column + wide)}
        if not area <= free:
            tall, wide, area = 1, 1, {(row, column)}
        free -= area
        blocks.append((row, column, tall, wide))

    def fill(target: WordDocument) -> None:
        table = target.add_table(rows=height + 1, cols=width)
        for column in range(width):
            table.cell(0, column).text = "头"
        for number, (row, column, tall, wide) in enumerate(blocks):
            first, last = table.cell(row + 1, column), table.cell(row + tall, column + wide - 1)
            first.merge(last).text = f"c{number}"

    found = {text: place for text, *place in places(document(fill).pages[0].ready_grids[0]) if text != "头"}
    assert found == {f"c{n}": [row + 1, column, tall, wide] for n, (row, column, tall, wide) in enumerate(blocks)}


def _with_main_part(content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word(income))) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            target.writestr(entry.filename, content if entry.filename == "word/document.xml" else source.read(entry))
    return out.getvalue()


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"<w:document", "XML 损坏"),
        (f"<w:document {W}/>".encode(), "没有正文"),
        (f"<w:document {W}><w:body/></w:document>".encode(), "没有任何文字"),
        (f"<w:document {W}><w:body>{'<w:p>' * 3000}".encode(), "嵌套"),
        (f"<w:document {W}><w:body>{' ' * 90_000_000}</w:body></w:document>".encode(), "压缩比异常"),
    ],
)
def test_hostile_word_files_are_refused_with_the_reason(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableDocument, match=reason):
        read(_with_main_part(content), "坏.docx", ID)


def test_a_truncated_word_file_is_refused() -> None:
    with pytest.raises(UnreadableDocument):
        read(word(income)[:3000], "半.docx", ID)


def compound(stream: str) -> bytes:
    """A compound file of three sectors with one empty stream at the top."""

    def entry(name: str, child: int) -> bytes:
        raw = name.encode("utf-16-le")
        head = raw.ljust(64, b"\0") + struct.pack("<HBB", len(raw) + 2, 5 if child == 1 else 2, 1)
        return head + struct.pack("<III", FREE, FREE, child) + bytes(36) + struct.pack("<II", END, 0) + bytes(4)

    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    header += bytes(10) + struct.pack("<IIIIIIIII", 1, 1, 0, 4096, END, 0, END, 0, 0)
    table = struct.pack("<II", END - 1, END).ljust(512, b"\xff")
    directory = entry("Root Entry", 1) + entry(stream, FREE) + bytes(256)
    return header.ljust(512, b"\xff") + table + directory


FREE, END = 0xFFFFFFFF, 0xFFFFFFFE


def test_without_libreoffice_the_reason_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find_office", lambda: None)
    with pytest.raises(UnreadableDocument, match="LibreOffice") as caught:
        read(compound("WordDocument"), "旧.doc", ID)
    assert caught.value.stage == "convert"


def test_encrypted_and_unknown_office_files_say_so() -> None:
    with pytest.raises(UnreadableDocument, match="密码"):
        read(compound("EncryptedPackage"), "密.xlsx", ID)
    with pytest.raises(UnreadableDocument, match="不认识"):
        read(compound("Contents"), "某.wps", ID)
    with pytest.raises(UnreadableDocument, match="损坏"):
        read(compound("Workbook")[:60], "断.xls", ID)


def test_a_cut_off_office_file_is_told_by_its_entries_not_by_its_text() -> None:
    """Word writes the names of its styles (Book Title) as a workbook writes the name of its stream."""
    text = "Book Title\0Workbook\0".encode("utf-16-le")
    for stream, media_type in (("WordDocument", DOC), ("Workbook", XLS)):
        whole = compound(stream)
        assert sniff(whole[:44] + struct.pack("<I", 9999) + whole[48:] + text) == media_type


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands in for LibreOffice")
def test_a_conversion_that_never_ends_is_stopped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    script = tmp_path / "soffice"
    script.write_text("#!/bin/sh\nsleep 600 & echo $! > " + str(tmp_path / "child") + "\nwait\n", "utf-8")
    script.chmod(0o755)
    monkeypatch.setattr(office, "find_office", lambda: str(script))
    monkeypatch.setattr(office, "_SECONDS", 1)
    with pytest.raises(UnreadableDocument, match="已停止"):
        read(rb"{\rtf1 x}", "慢.rtf", ID)
    child = (tmp_path / "child").read_text("utf-8").strip()
    alive = subprocess.run(
        ["ps", "-o", "stat=", "-p", child], capture_output=True, text=True, check=False
    ).stdout.strip()
    assert alive == "" or alive.startswith("Z")


_LIMITED = """
import resource, sys
from pipelines.documents import UnreadableDocument, office, read
resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
office.find_office = lambda: sys.argv[1]
try:
    read(b"{\\\\rtf1 x}", "a.rtf", "0" * 64)
except UnreadableDocument as error:
    print(error.stage)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the memory of another process")
def test_a_worker_whose_memory_is_limited_may_convert(tmp_path: Path) -> None:
    """Workers have less memory than a conversion alone may take: no process may raise a limit set before."""
    script = tmp_path / "soffice"
    script.write_text("#!/bin/sh\nsleep 0.5\n", "utf-8")
    script.chmod(0o755)
    ran = subprocess.run([sys.executable, "-c", _LIMITED, str(script)], capture_output=True, text=True, check=False)
    assert (ran.stdout.strip(), ran.stderr) == ("convert", "")


def _converted(tmp_path: Path, source: str, data: bytes, target: str) -> bytes:
    (tmp_path / source).write_bytes(data)
    program = office.find_office()
    assert program is not None
    profile = (tmp_path / "profile").as_uri()
    command = [
        program,
        f"-env:UserInstallation={profile}",
        "--headless",
        "--convert-to",
        target,
        "--outdir",
        str(tmp_path),
    ]
    subprocess.run([*command, str(tmp_path / source)], check=True, capture_output=True, timeout=180)
    return (tmp_path / source).with_suffix(f".{target}").read_bytes()


@needs_office
def test_an_old_word_file_reads_like_the_new_one(tmp_path: Path) -> None:
    found = read(_converted(tmp_path, "a.docx", word(income), "doc"), "旧.doc", ID)
    assert found.media_type == DOC
    new = document(income).pages[0]
    assert lines(found.pages[0]) == lines(new)
    assert places(found.pages[0].ready_grids[0]) == places(new.ready_grids[0])


@needs_office
def test_rich_text_and_open_sheets_are_read(tmp_path: Path) -> None:
    row = rb"\trowd\cellx2000\cellx4000\intbl %s\cell %s\cell\row"
    rich = rb"{\rtf1\ansi Budget\par" + row % (b"item", b"amount") + row % (b"a", b"1.50") + rb"\pard end\par}"
    found = read(rich, "文.rtf", ID)
    assert found.media_type == RTF
    assert [text for text, *_ in places(found.pages[0].ready_grids[0])] == ["item", "amount", "a", "1.50"]
    book = openpyxl.Workbook()
    book.active.append(["项目", "金额"])
    book.active.append(["甲", 1205.5])
    book.active["B2"].number_format = "#,##0.00"
    out = io.BytesIO()
    book.save(out)
    sheet = read(_converted(tmp_path, "b.xlsx", out.getvalue(), "ods"), "表.ods", ID)
    assert sheet.media_type == ODS
    assert [text for text, *_ in places(sheet.pages[0].ready_grids[0])] == ["项目", "金额", "甲", "1,205.50"]
