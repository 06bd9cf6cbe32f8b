"""What stands inside other files: pictures in Word files, workbooks and web pages, web pages in a single file, XML of 2003."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Sequence

from tests.hostile.case import EITHER, QUARANTINED, READ, TOLD, Case, dice, of
from tests.hostile.markup import TABLE, page
from tests.hostile.words import png, white, word
from tests.hostile.workbooks import DOC, ENTITIES, PACKAGE, book, rows, sheet

DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
TEXT = "<w:p><w:r><w:t>1.00</w:t></w:r></w:p>"
XML_2003 = "urn:schemas-microsoft-com:office:spreadsheet"
WORD_2003 = "http://schemas.microsoft.com/office/word/2003/wordml"


def _with_pictures(pictures: Sequence[bytes], body: str = TEXT, target: str = "media/{0}.png") -> bytes:
    """A Word file that shows the pictures one after the other."""
    shown = "".join(
        f'<w:p><w:r><w:drawing><a:blip xmlns:a="{DRAWING}" xmlns:r="{DOC}" r:embed="p{number}"/></w:drawing></w:r></w:p>'
        for number in range(len(pictures))
    )
    links = "".join(
        f'<Relationship Id="p{number}" Type="{DOC}/image" Target="{target.format(number)}"/>'
        for number in range(len(pictures))
    )
    relations = f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>'
    media = {f"word/media/{number}.png": data for number, data in enumerate(pictures)}
    return word(body + shown, more={"word/_rels/document.xml.rels": relations, **media})


def _noise(number: int) -> bytes:
    """Grains over a page with the sides of A4."""
    grains = dice(f"noise {number}").randbytes(1_500 * 134)
    rows_of_grains = (b"\0" + grains[start : start + 134] for start in range(0, len(grains), 134))
    return png(1_072, 1_500, zlib.compress(b"".join(rows_of_grains)))


def _single_file(*parts: bytes, end: bytes = b"--b--\r\n") -> bytes:
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n'
    return head + b"".join(b"--b\r\n" + part + b"\r\n" for part in parts) + end


def _part(body: bytes, kind: str = "text/html", coding: str = "8bit", place: str = "a.htm") -> bytes:
    head = f"Content-Type: {kind}\r\nContent-Transfer-Encoding: {coding}\r\nContent-Location: {place}\r\n\r\n"
    return head.encode() + body


def _nested(depth: int) -> bytes:
    levels = (b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n) for n in range(depth))
    return b"MIME-Version: 1.0\r\n" + b"".join(levels)


def _sheet_2003(body: str, before: str = "") -> bytes:
    return f'<?xml version="1.0"?>{before}<Workbook xmlns="{XML_2003}" xmlns:ss="{XML_2003}">{body}</Workbook>'.encode()


def _pictures() -> list[Case]:
    broken = word(TEXT, more={"word/_rels/document.xml.rels": "<Relationships"})
    held = f'<img src="data:image/png;base64,{base64.b64encode(white(40_000, 40_000)).decode()}">'
    return [
        Case("inside/picture-of-50000-by-50000.docx", lambda: _with_pictures([white(50_000, 50_000)]), TOLD, fast=True),
        Case("inside/picture-cut.docx", lambda: _with_pictures([white(2_000, 2_000)[:300]]), TOLD),
        Case("inside/picture-is-a-web-page.docx", lambda: _with_pictures([page(TABLE)]), TOLD),
        Case("inside/picture-is-empty.docx", lambda: _with_pictures([b""]), TOLD),
        Case(
            "inside/picture-is-emf.docx",
            lambda: _with_pictures([b"\x01\0\0\0" + bytes(36) + b" EMF" + bytes(60)]),
            TOLD,
        ),
        Case("inside/white-page-alone.docx", lambda: _with_pictures([white(2_480, 3_508)], ""), QUARANTINED),
        Case("inside/20-pages-of-noise.docx", lambda: _with_pictures([_noise(number) for number in range(20)]), EITHER),
        Case("inside/one-picture-100-times.docx", lambda: _with_pictures([white(900, 600)] * 100), READ),
        Case("inside/reference-to-the-disk.docx", lambda: _with_pictures([b""], target="../../../etc/passwd"), READ),
        Case("inside/references-broken.docx", lambda: broken, QUARANTINED, ("XML",)),
        Case(
            "inside/picture-of-50000-by-50000.xlsx",
            lambda: book(sheet(rows()), {"xl/media/image1.png": white(50_000, 50_000)}),
            TOLD,
        ),
        Case("inside/picture-of-40000-by-40000.html", lambda: page(held + TABLE), TOLD),
    ]


def _single_files() -> list[Case]:
    table = page(TABLE)
    coded = base64.encodebytes(table)
    return [
        Case("inside/page.mht", lambda: _single_file(_part(table)), READ, fast=True),
        Case("inside/without-end.mht", lambda: _single_file(_part(table), end=b""), TOLD, fast=True),
        Case("inside/cut-in-the-table.mht", lambda: _single_file(_part(table[:-60]), end=b""), TOLD),
        Case("inside/base64-cut.mht", lambda: _single_file(_part(coded[:-9], coding="base64"), end=b""), TOLD),
        Case("inside/coding-unheard-of.mht", lambda: _single_file(_part(table, coding="unheard-of")), EITHER),
        Case("inside/no-part.mht", _single_file, QUARANTINED, ("没有网页",)),
        Case("inside/2500-pages.mht", lambda: _single_file(*[_part(table)] * 2_500), QUARANTINED, ("超过",)),
        Case("inside/20000-parts-deep.mht", lambda: _nested(20_000), QUARANTINED, ("嵌套",)),
        Case(
            "inside/no-boundary.mht",
            lambda: b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\nx",
            QUARANTINED,
        ),
        Case("inside/lines-of-20-mb.mht", lambda: _single_file(_part(page("预算" * 3_500_000))), EITHER),
    ]


def _xml_of_2003() -> list[Case]:
    cell = '<Cell><Data ss:Type="{0}">{1}</Data></Cell>'
    row = f"<Row>{cell.format('String', '收入总计')}{cell.format('Number', '1234.5')}</Row>"
    far = row.replace("<Cell>", '<Cell ss:Index="16000">', 1).replace("<Row>", '<Row ss:Index="1000000">')
    whole = f'<Worksheet ss:Name="1"><Table>{row}</Table></Worksheet>'
    return [
        Case("inside/sheet.xml", lambda: _sheet_2003(whole), EITHER),
        Case("inside/sheet-cut.xml", lambda: _sheet_2003(whole)[:-70], EITHER),
        Case("inside/sheet-of-entities.xls", lambda: _sheet_2003(whole.replace("收入", "&m;"), ENTITIES), EITHER),
        Case("inside/sheet-far-away.xls", lambda: _sheet_2003(whole.replace(row, far)), EITHER),
        Case(
            "inside/document-of-5000-tables.doc",
            of(f'<w:wordDocument xmlns:w="{WORD_2003}"><w:body>{"<w:tbl>" * 5000}'.encode()),
            QUARANTINED,
            ("XML", "嵌套"),
        ),
    ]


def cases() -> list[Case]:
    """Every case of what stands inside other files."""
    return [*_pictures(), *_single_files(), *_xml_of_2003()]
