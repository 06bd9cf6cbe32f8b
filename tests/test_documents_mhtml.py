"""Web pages in a single file, and the XML of Office 2003: told by their bytes under any name, their spans and sheets kept."""

from __future__ import annotations

import base64
import quopri

import pytest

from pipelines.documents import UnreadableDocument, office, read
from pipelines.documents.sniff import HTML, MHTML, TEXT, XML_DOCUMENT, XML_SHEET, sniff

ID = "0" * 64
TABLE = (
    "<table><tr><td colspan=2>2024年部门收支总表</td></tr><tr><td>项目</td><td>预算数</td></tr>"
    "<tr><td>收入总计</td><td>1,234.50</td></tr></table>"
)
SHEET = """<?xml version="1.0" encoding="UTF-8"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="1"><Table><Row><Cell ss:MergeAcross="1"><Data ss:Type="String">收入</Data></Cell></Row>
<Row><Cell><Data ss:Type="String">合计</Data></Cell><Cell><Data ss:Type="Number">1234.5</Data></Cell></Row>
</Table></Worksheet></Workbook>"""
needs_office = pytest.mark.skipif(office.find_office() is None, reason="LibreOffice is not installed here")


def page(body: str, charset: str = "gb2312") -> str:
    return f'<html><head><meta http-equiv=Content-Type content="text/html; charset={charset}"></head><body>{body}</body></html>'


def part(body: bytes, location: str, encoding: str = "quoted-printable", kind: str = "text/html") -> bytes:
    coded = quopri.encodestring(body) if encoding == "quoted-printable" else base64.encodebytes(body)
    head = f"Content-Location: file:///C:/x/{location}\r\nContent-Transfer-Encoding: {encoding}\r\nContent-Type: {kind}\r\n\r\n"
    return b"------=_next\r\n" + head.encode() + coded + b"\r\n"


def single_file(*parts: bytes, end: bytes = b"------=_next--\r\n", begin: bytes = b"") -> bytes:
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="----=_next"\r\n\r\nA page.\r\n'
    return begin + head + b"".join(parts) + end


def texts(data: bytes, name: str = "表.doc") -> list[list[tuple[str, int]]]:
    return [
        [(cell.text, cell.column_span) for grid in one.ready_grids for cell in grid.cells]
        for one in read(data, name, ID).pages
    ]


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64"])
@pytest.mark.parametrize("charset", ["gb2312", "utf-8"])
def test_spans_and_characters_survive_the_envelope(encoding: str, charset: str) -> None:
    spanned = page(
        TABLE.replace("<tr><td>收入总计", "<tr><td rowspan=1>收入总计").replace("项目</td>", "项<br>目</td>"), charset
    )
    data = single_file(part(spanned.encode(charset), "a.htm", encoding))
    assert sniff(data) == MHTML
    document = read(data, "表.doc", ID)
    assert document.media_type == MHTML
    assert not document.faults
    assert [line.text for line in document.pages[0].lines] == ["2024年部门收支总表"]
    cells = [cell.text.replace("\n", "") for cell in document.pages[0].ready_grids[0].cells]
    assert cells == ["项目", "预算数", "收入总计", "1,234.50"]


def test_every_sheet_is_a_page_without_frames_and_pictures() -> None:
    frames = b'<html><frameset rows="*,39"><frame src="a.htm"></frameset></html>'
    tabs = page("<table><tr><td>表一</td><td>表二</td></tr></table>").encode("gb2312")
    sheets = [page(TABLE.replace("1,234.50", amount)).encode("gb2312") for amount in ("1.00", "2.00")]
    data = single_file(
        part(frames, "book.htm"),
        part(b"\x89PNG", "image001.png", "base64", "image/png"),
        part(tabs, "book.files/tabstrip.htm"),
        part(sheets[0], "book.files/sheet001.htm"),
        part(sheets[1], "book.files/sheet002.htm", "base64"),
    )
    assert [[text for text, _ in cells][-1] for cells in texts(data)] == ["1.00", "2.00"]


def test_a_browser_writes_other_lines_before_the_version() -> None:
    begin = b"From: <Saved by Blink>\r\nSnapshot-Content-Location: http://x/\r\nSubject: =?utf-8?Q?=E8?=\r\n =?utf-8?Q?=A1?=\r\n"
    assert sniff(single_file(part(page(TABLE).encode("gb2312"), "a.htm"), begin=begin)) == MHTML


def test_a_web_page_or_text_that_speaks_of_versions_is_none() -> None:
    assert sniff(page("<p>mime-version: 1.0</p>").encode("gb2312")) == HTML
    assert sniff("一、部门预算\nMIME-Version: 1.0\n".encode()) == TEXT


def test_an_empty_sheet_keeps_its_number() -> None:
    data = single_file(part(page("").encode("gb2312"), "1.htm"), part(page(TABLE).encode("gb2312"), "2.htm"))
    document = read(data, "表.mht", ID)
    assert (document.page_count, [one.number for one in document.pages if one.ready_grids]) == (2, [2])


def test_a_file_that_stops_early_says_so() -> None:
    document = read(single_file(part(page(TABLE).encode("gb2312"), "1.htm"), end=b""), "表.mht", ID)
    assert document.pages
    assert "可能被截断" in document.faults[0].reason


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (single_file(), "没有网页内容"),
        (single_file(part(b"\x89PNG", "a.png", "base64", "image/png")), "没有网页内容"),
        (single_file(part(page("").encode("gb2312"), "1.htm")), "没有任何文字"),
        (
            b"MIME-Version: 1.0\r\n"
            + b"".join(b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n) for n in range(5000)),
            "嵌套过深",
        ),
    ],
    ids=["no part", "a picture alone", "an empty page alone", "endless nesting"],
)
def test_what_holds_no_page_is_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableDocument, match=reason):
        read(data, "表.mht", ID)


def word_of_2003(body: str) -> bytes:
    namespace = "http://schemas.microsoft.com/office/word/2003/wordml"
    begin = '<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Word.Document"?>'
    return f'{begin}<w:wordDocument xmlns:w="{namespace}"><w:body>{body}</w:body></w:wordDocument>'.encode()


def test_xml_of_2003_is_told_before_its_tables_are_taken_for_markup() -> None:
    assert sniff(SHEET.encode()) == XML_SHEET
    assert sniff(word_of_2003("")) == XML_DOCUMENT


def test_a_document_in_xml_is_read_with_its_merged_cells() -> None:
    def cell(text: str, of: str = "") -> str:
        return f"<w:tc><w:tcPr>{of}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"

    first = cell("科目", '<w:vmerge w:val="restart"/>') + cell("支出", '<w:gridSpan w:val="2"/>')
    second = cell("", "<w:vmerge/>") + cell("基本") + cell("项目")
    third = cell("201") + cell("1.00") + cell("2.00")
    table = "".join(f"<w:tr>{row}</w:tr>" for row in (first, second, third))
    data = word_of_2003(f"<w:p><w:r><w:t>支出总表</w:t></w:r></w:p><w:tbl>{table}</w:tbl>")
    document = read(data, "表.doc", ID)
    cells = [(c.text, c.row_span, c.column_span) for c in document.pages[0].ready_grids[0].cells]
    assert cells[:2] == [("科目", 2, 1), ("支出", 1, 2)]
    assert [text for text, _, _ in cells[2:]] == ["基本", "项目", "201", "1.00", "2.00"]
    assert [line.text for line in document.pages[0].lines] == ["支出总表"]
    with pytest.raises(UnreadableDocument, match="XML 损坏"):
        read(data[:-80], "表.doc", ID)


@needs_office
def test_a_sheet_in_xml_is_read_with_its_spans_under_any_name() -> None:
    assert texts(SHEET.encode(), "表.xls") == [[("收入", 2), ("合计", 1), ("1234.5", 1)]]
