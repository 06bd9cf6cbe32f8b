"""Workbooks: packages put together part by part, so that each can lie, loop or be endless. Also old .xls files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import xlwt

from tests.hostile.case import EITHER, QUARANTINED, READ, Case, dice

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DOC = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">' for n in range(12))
    + "]>"
)
"""Ten to the power of thirteen letters when expanded."""

PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
    'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override '
    'PartName="/xl/worksheets/sheet1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" Type="{DOC}/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{DOC}"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets>'
    "</workbook>",
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
    f'Type="{DOC}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="{DOC}/sharedStrings" '
    f'Target="sharedStrings.xml"/><Relationship Id="r3" Type="{DOC}/styles" Target="styles.xml"/></Relationships>',
}


def sheet(rows: str, after: str = "", before: str = "") -> str:
    """The XML of a worksheet."""
    return f'<?xml version="1.0"?><worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def rows(count: int = 6, value: str = "<v>1234.56</v>") -> str:
    """Rows of a label and an amount."""
    return "".join(
        f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>row {n}</t></is></c><c r="B{n}">{value}</c></row>'
        for n in range(1, count + 1)
    )


def _inline(text: str) -> str:
    """The XML of a worksheet with one cell of text (without the declaration, so that a DOCTYPE may stand before it)."""
    cell = f'<row r="1"><c r="A1" t="inlineStr"><is><t>{text}</t></is></c></row>'
    return f'<worksheet xmlns="{MAIN}"><sheetData>{cell}</sheetData></worksheet>'


def _row(number: int, place: str) -> str:
    return f'<row r="{number}"><c r="{place}"><v>{number}</v></c></row>'


def book(sheet_xml: str | bytes, more: Mapping[str, str | bytes] | None = None, without: str = "") -> bytes:
    """A workbook of one sheet; ``more`` adds or replaces parts, ``without`` leaves one out."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in {**PARTS, "xl/worksheets/sheet1.xml": sheet_xml, **(more or {})}.items():
            if name != without:
                package.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED, 9)
    return target.getvalue()


def spread(name: str, size: int, head: bytes, block: bytes, tail: bytes) -> bytes:
    """A workbook one part of which is ``size`` bytes of a repeated block, written without ever holding it."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for part, data in {**PARTS, "xl/worksheets/sheet1.xml": sheet(rows())}.items():
            if part != name:
                package.writestr(part, data)
        with package.open(name, "w", force_zip64=True) as stream:
            stream.write(head)
            chunk = block * max(1, (1 << 20) // len(block))
            for _ in range(size // len(chunk)):
                stream.write(chunk)
            stream.write(tail)
    return target.getvalue()


def _strings(items: str) -> str:
    return f'<sst xmlns="{MAIN}">{items}</sst>'


def _styles(formats: str) -> str:
    return (
        f'<styleSheet xmlns="{MAIN}"><numFmts>{formats}</numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/>'
        "</cellXfs></styleSheet>"
    )


def _styled(value: str, code: str) -> bytes:
    cells = f'<row r="1"><c r="A1" t="inlineStr"><is><t>total</t></is></c><c r="B1" s="1"><v>{value}</v></c></row>'
    return book(sheet(cells), {"xl/styles.xml": _styles(f'<numFmt numFmtId="170" formatCode="{code}"/>')})


def _far_cell() -> bytes:
    return book(sheet(rows(3) + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))


def _merged(*areas: str) -> bytes:
    merges = "".join(f'<mergeCell ref="{area}"/>' for area in areas)
    return book(sheet(rows(20), f"<mergeCells>{merges}</mergeCells>"))


def _many_sheets(count: int) -> bytes:
    listed = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="r1"/>' for n in range(1, count + 1))
    return book(
        sheet(rows(2)),
        {"xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{DOC}"><sheets>{listed}</sheets></workbook>'},
    )


def _named_twice() -> bytes:
    target = io.BytesIO(book(sheet(rows(3, "<v>1.00</v>"))))
    import warnings

    with warnings.catch_warnings(), zipfile.ZipFile(target, "a") as package:
        warnings.simplefilter("ignore", UserWarning)
        package.writestr("xl/worksheets/sheet1.xml", sheet(rows(3, "<v>2.00</v>")))
    return target.getvalue()


def lying_size() -> bytes:
    """The directory states a tenth of the true size of each part."""
    data = bytearray(book(sheet(rows(2_000))))
    place = data.find(b"PK\x01\x02")
    while place >= 0:
        size = int.from_bytes(data[place + 24 : place + 28], "little")
        data[place + 24 : place + 28] = (size // 10).to_bytes(4, "little")
        place = data.find(b"PK\x01\x02", place + 4)
    return bytes(data)


def locked() -> bytes:
    """Every part is marked as encrypted."""
    data = bytearray(book(sheet(rows())))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(mark)
        while place >= 0:
            data[place + offset] |= 1
            place = data.find(mark, place + 4)
    return bytes(data)


def old_book() -> bytes:
    """An .xls file with a small table."""
    made = xlwt.Workbook()
    page = made.add_sheet("S")
    for row in range(20):
        page.write(row, 0, f"row {row}")
        page.write(row, 1, row * 1.25)
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def _old_flipped(number: int) -> bytes:
    data, chance = bytearray(old_book()), dice(f"xls {number}")
    for _ in range(4 ** (number % 6)):
        data[chance.randrange(512, len(data))] ^= chance.randrange(1, 256)
    return bytes(data)


def _old_sectors_loop() -> bytes:
    """The allocation table of the OLE file points every sector at itself."""
    data = bytearray(old_book())
    sector = int.from_bytes(data[76:80], "little")
    begin = 512 * (sector + 1)
    for number in range(128):
        data[begin + 4 * number : begin + 4 * number + 4] = number.to_bytes(4, "little")
    return bytes(data)


def _bombs() -> list[Case]:
    gigabyte = 1 << 30
    return [
        Case(
            "workbook/sheet-inflates-to-1-gb.xlsx",
            lambda: spread("xl/worksheets/sheet1.xml", gigabyte, b"<worksheet>", b" ", b"</worksheet>"),
            QUARANTINED,
            ("炸弹", "解压", "压缩"),
        ),
        Case(
            "workbook/strings-inflate-to-1-gb.xlsx",
            lambda: spread("xl/sharedStrings.xml", gigabyte, b"<sst>", b"<si><t>a</t></si>", b"</sst>"),
            QUARANTINED,
            ("炸弹", "解压", "压缩"),
        ),
        Case(
            "workbook/unused-part-inflates.xlsx",
            lambda: spread("xl/media/a.bin", gigabyte, b"", b"\0", b""),
            QUARANTINED,
            ("炸弹", "解压", "压缩"),
        ),
        Case(
            "workbook/500-mb-of-cells.xlsx",
            lambda: spread(
                "xl/worksheets/sheet1.xml",
                500_000_000,
                f'<worksheet xmlns="{MAIN}"><sheetData><row>'.encode(),
                b"<c><v>1</v></c>",
                b"</row></sheetData></worksheet>",
            ),
            EITHER,
        ),
        Case(
            "workbook/15-mb-of-cells.xlsx",
            lambda: spread(
                "xl/worksheets/sheet1.xml",
                15_000_000,
                f'<worksheet xmlns="{MAIN}"><sheetData>'.encode(),
                b"<row><c><v>1.25</v></c><c><v>2.50</v></c><c><v>3.75</v></c></row>",
                b"</sheetData></worksheet>",
            ),
            EITHER,
        ),
        Case("workbook/sizes-are-lies.xlsx", lying_size, QUARANTINED, ("损坏", "截断"), fast=True),
        Case(
            "workbook/entities-expand.xlsx",
            lambda: book(ENTITIES + _inline("&m;")),
            EITHER,
            fast=True,
        ),
        Case(
            "workbook/entity-from-disk.xlsx",
            lambda: book(
                '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
                + sheet('<row r="1"><c r="A1" t="inlineStr"><is><t>&e;</t></is></c></row>').split("?>")[1]
            ),
            EITHER,
        ),
        Case(
            "workbook/20001-parts.xlsx",
            lambda: book(sheet(rows()), {f"xl/x{n}.xml": "" for n in range(20_001)}),
            QUARANTINED,
            ("条目", "上限"),
        ),
        Case("workbook/locked.xlsx", locked, QUARANTINED, ("密码", "加密"), fast=True),
    ]


def _shapes() -> list[Case]:
    return [
        Case("workbook/cell-in-the-last-corner.xlsx", _far_cell, EITHER, fast=True),
        Case(
            "workbook/dimension-is-a-lie.xlsx",
            lambda: book(sheet(rows(), before='<dimension ref="A1:XFD1048576"/>')),
            EITHER,
        ),
        Case("workbook/merged-whole-sheet.xlsx", lambda: _merged("A1:XFD1048576"), EITHER, fast=True),
        Case("workbook/merged-backwards.xlsx", lambda: _merged("D9:A1", "ZZZZ1:A0", "A1", "", "1:1"), EITHER),
        Case(
            "workbook/merged-over-each-other.xlsx",
            lambda: _merged(*[f"A{n}:C{n + 9}" for n in range(1, 5_000)]),
            EITHER,
        ),
        Case("workbook/100000-merges.xlsx", lambda: _merged(*[f"A{n}:B{n}" for n in range(1, 100_001)]), EITHER),
        Case(
            "workbook/cells-without-places.xlsx",
            lambda: book(sheet("<row><c><v>1</v></c><c><v>2</v></c></row>" * 50)),
            EITHER,
        ),
        Case(
            "workbook/cell-places-wrong.xlsx",
            lambda: book(sheet('<row r="-1"><c r="0A"><v>1</v></c><c r="AAAAAAA99999999999"><v>2</v></c></row>')),
            EITHER,
        ),
        Case(
            "workbook/rows-out-of-order.xlsx",
            lambda: book(sheet(_row(9, "A9") + _row(2, "C2") + _row(9, "A9"))),
            EITHER,
        ),
        Case("workbook/5000-sheets.xlsx", lambda: _many_sheets(5_000), EITHER),
        Case("workbook/no-sheets.xlsx", lambda: _many_sheets(0), QUARANTINED),
        Case("workbook/empty-sheet.xlsx", lambda: book(sheet("")), EITHER),
        Case("workbook/part-twice.xlsx", _named_twice, EITHER),
    ]


def _broken() -> list[Case]:
    return [
        Case(
            "workbook/sheet-missing.xlsx", lambda: book("", without="xl/worksheets/sheet1.xml"), QUARANTINED, fast=True
        ),
        Case(
            "workbook/relations-missing.xlsx", lambda: book(sheet(rows()), without="xl/_rels/workbook.xml.rels"), EITHER
        ),
        Case(
            "workbook/relations-point-outside.xlsx",
            lambda: book(
                sheet(rows()),
                {
                    "xl/_rels/workbook.xml.rels": PARTS["xl/_rels/workbook.xml.rels"].replace(
                        "worksheets/sheet1.xml", "../../../../etc/passwd"
                    )
                },
            ),
            EITHER,
        ),
        Case("workbook/not-xml.xlsx", lambda: book(dice("not xml").randbytes(5_000)), EITHER),
        Case("workbook/xml-cut.xlsx", lambda: book(sheet(rows(500))[:20_000]), EITHER, fast=True),
        Case("workbook/xml-100000-deep.xlsx", lambda: book(f'<worksheet xmlns="{MAIN}">' + "<a>" * 100_000), EITHER),
        Case("workbook/only-content-types.xlsx", lambda: book("", without="xl/workbook.xml"), QUARANTINED),
        Case("workbook/xlsb-name-only.xlsx", lambda: book(sheet(rows()), {"xl/workbook.bin": b"\x00" * 100}), EITHER),
    ]


def _values() -> list[Case]:
    long_text = "甲" * 40_000
    return [
        Case(
            "workbook/amount-of-400-digits.xlsx", lambda: book(sheet(rows(4, f"<v>{'9' * 400}</v>"))), EITHER, fast=True
        ),
        Case("workbook/amount-infinite.xlsx", lambda: book(sheet(rows(4, "<v>1E+400</v>"))), EITHER),
        Case("workbook/amount-not-a-number.xlsx", lambda: book(sheet(rows(4, "<v>NaN</v>"))), EITHER),
        Case("workbook/amount-near-nothing.xlsx", lambda: book(sheet(rows(4, "<v>1e-320</v>"))), EITHER),
        Case(
            "workbook/string-out-of-range.xlsx",
            lambda: book(
                sheet('<row r="1"><c r="A1" t="s"><v>99999999999</v></c></row>'),
                {"xl/sharedStrings.xml": _strings("<si><t>a</t></si>")},
            ),
            EITHER,
            fast=True,
        ),
        Case(
            "workbook/lone-surrogates.xlsx",
            lambda: book(
                sheet(rows(4, "")), {"xl/sharedStrings.xml": _strings("<si><t>_xD800__x0000__xDC00_</t></si>")}
            ),
            EITHER,
        ),
        Case(
            "workbook/lone-surrogates-inline.xlsx",
            lambda: book(
                sheet('<row r="1"><c r="A1" t="inlineStr"><is><t>_xD800_ &#55296; _x0000_</t></is></c></row>')
            ),
            EITHER,
            fast=True,
        ),
        Case(
            "workbook/text-of-40000-characters.xlsx",
            lambda: book(sheet(f'<row r="1"><c r="A1" t="inlineStr"><is><t>{long_text}</t></is></c></row>' * 30)),
            EITHER,
        ),
        Case(
            "workbook/errors-for-amounts.xlsx",
            lambda: book(sheet(rows(4).replace('"><v>', '" t="e"><v>').replace("1234.56", "#REF!"))),
            EITHER,
        ),
        Case("workbook/date-of-the-year-30000.xlsx", lambda: _styled("99999999999", "yyyy-mm-dd"), EITHER),
        Case(
            "workbook/format-without-end.xlsx",
            lambda: _styled("1234.56", "0" * 30_000 + "." + "0" * 30_000),
            EITHER,
            fast=True,
        ),
        Case("workbook/format-of-brackets.xlsx", lambda: _styled("1234.56", "[" * 5_000), EITHER),
        Case("workbook/format-of-sections.xlsx", lambda: _styled("-1234.56", ";" * 20_000), EITHER),
        Case("workbook/format-scales-away.xlsx", lambda: _styled("1234567.89", "0" + "," * 5_000), EITHER),
        Case("workbook/format-of-stars.xlsx", lambda: _styled("1234.56", "*" * 5_000 + "0.00"), EITHER),
    ]


def _old() -> list[Case]:
    return [
        Case("workbook/old.xls", old_book, READ),
        Case("workbook/old-header-only.xls", lambda: old_book()[:512], QUARANTINED),
        Case("workbook/old-cut.xls", lambda: old_book()[:3_000], EITHER, fast=True),
        Case("workbook/old-sectors-in-a-loop.xls", _old_sectors_loop, EITHER, fast=True),
        *[Case(f"workbook/old-flipped-{n}.xls", lambda n=n: _old_flipped(n), EITHER) for n in range(12)],
    ]


def cases() -> list[Case]:
    """All of them."""
    return [*_bombs(), *_shapes(), *_broken(), *_values(), *_old()]
