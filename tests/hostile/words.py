"""Word files and pictures that loop, nest, or claim to be larger than anything."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

from PIL import Image

from tests.hostile.case import EITHER, QUARANTINED, Case, dice, of
from tests.hostile.workbooks import DOC, ENTITIES, PACKAGE, old_book

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WORD_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
    'ContentType="application/xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" Type="{DOC}/officeDocument" '
    'Target="word/document.xml"/></Relationships>',
}
CELL = "<w:tc><w:p><w:r><w:t>1.00</w:t></w:r></w:p></w:tc>"


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip of the given parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED, 1)
    return target.getvalue()


def word(body: str, before: str = "", more: Mapping[str, str | bytes] | None = None) -> bytes:
    """A Word file with the given body."""
    document = f'{before}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    return packed({**WORD_PARTS, "word/document.xml": document, **(more or {})})


def _table(rows: str) -> str:
    return f'<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="100"/></w:tblGrid>{rows}</w:tbl>'


def _nested_tables(depth: int) -> str:
    inner = "<w:p/>"
    for _ in range(depth):
        inner = _table(f"<w:tr><w:tc>{inner}<w:p/></w:tc></w:tr>")
    return inner


def _span(value: str) -> str:
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="{value}"/></w:tcPr><w:p><w:r><w:t>1.00</w:t></w:r></w:p></w:tc>'
    return _table(f"<w:tr>{cell}{CELL}</w:tr><w:tr>{CELL}</w:tr>")


def _looping_styles() -> bytes:
    styles = f'<w:styles xmlns:w="{W}"><w:style w:styleId="A"><w:basedOn w:val="A"/></w:style></w:styles>'
    return word(
        '<w:p><w:pPr><w:pStyle w:val="A"/></w:pPr><w:r><w:t>1.00</w:t></w:r></w:p>', more={"word/styles.xml": styles}
    )


def _relations_to_itself() -> bytes:
    relation = f'<Relationship Id="r1" Type="{DOC}/aFChunk" Target="document.xml"/>'
    related = f'<Relationships xmlns="{PACKAGE}/relationships">{relation}</Relationships>'
    return word(
        '<w:altChunk r:id="r1"/>' + _table(f"<w:tr>{CELL}</w:tr>"), more={"word/_rels/document.xml.rels": related}
    )


def _words() -> list[Case]:
    merged = "<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>"
    return [
        Case("word/tables-20-deep.docx", lambda: word(_nested_tables(20)), EITHER),
        Case("word/tables-3000-deep.docx", lambda: word(_nested_tables(3_000)), EITHER, fast=True),
        Case("word/boxes-200000-deep.docx", lambda: word("<w:sdt><w:sdtContent>" * 200_000), EITHER),
        *[
            Case(f"word/span-{value}.docx", lambda v=value: word(_span(v)), EITHER, fast=value == "1000000000")
            for value in ("1000000000", "0", "-3", "x", "99999999999999999999")
        ],
        Case("word/merge-without-begin.docx", lambda: word(_table(f"<w:tr>{merged}{CELL}</w:tr>" * 5)), EITHER),
        Case("word/rows-of-no-cells.docx", lambda: word(_table("<w:tr/>" * 5 + f"<w:tr>{CELL * 9}</w:tr>")), EITHER),
        Case("word/50000-rows.docx", lambda: word(_table(f"<w:tr>{CELL * 5}</w:tr>" * 50_000)), EITHER),
        Case(
            "word/entities-expand.docx",
            lambda: word("<w:p><w:r><w:t>&m;</w:t></w:r></w:p>", ENTITIES),
            EITHER,
            fast=True,
        ),
        Case(
            "word/entity-from-disk.docx",
            lambda: word(
                "<w:p><w:r><w:t>&e;</w:t></w:r></w:p>", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
            ),
            EITHER,
        ),
        Case(
            "word/xml-cut.docx",
            lambda: packed({**WORD_PARTS, "word/document.xml": "<w:document><w:bo"}),
            EITHER,
            fast=True,
        ),
        Case(
            "word/not-xml.docx",
            lambda: packed({**WORD_PARTS, "word/document.xml": dice("docx").randbytes(5_000)}),
            EITHER,
        ),
        Case("word/document-missing.docx", lambda: packed(WORD_PARTS), QUARANTINED),
        Case("word/relations-missing.docx", lambda: packed({"word/document.xml": "<a/>"}), EITHER),
        Case("word/includes-itself.docx", _relations_to_itself, EITHER),
        Case("word/styles-in-a-loop.docx", _looping_styles, EITHER),
        Case(
            "word/inflates-to-1-gb.docx",
            lambda: word("<w:p/>" + " " * (1 << 29) + " " * (1 << 29)),
            QUARANTINED,
            ("炸弹", "解压", "压缩"),
        ),
        Case(
            "word/old-noise.doc",
            lambda: old_book()[:512] + "WordDocument".encode("utf-16-le") + dice("doc").randbytes(9_000),
            QUARANTINED,
        ),
        Case("word/rich-text.doc", of(b"{\\rtf1" + b"{" * 50_000), EITHER),
    ]


def png(width: int, height: int, data: bytes, more: bytes = b"") -> bytes:
    """A black and white PNG; ``data``: its rows, deflated."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + more + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def white(width: int, height: int) -> bytes:
    """A white PNG of any size."""
    packer = zlib.compressobj(1)
    row = b"\0" + b"\xff" * ((width + 7) // 8)
    return png(width, height, b"".join(packer.compress(row) for _ in range(height)) + packer.flush())


def _picture(kind: str, size: tuple[int, int] = (200, 300)) -> bytes:
    target = io.BytesIO()
    Image.new("L", size, 255).save(target, kind)
    return target.getvalue()


def _pages_in_a_loop() -> bytes:
    """A TIFF whose only directory names itself as the next."""
    return (
        b"II*\0"
        + struct.pack("<I", 8)
        + struct.pack("<H", 1)
        + struct.pack("<HHII", 256, 3, 1, 1)
        + struct.pack("<I", 8)
    )


def _pictures() -> list[Case]:
    jpeg = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffc0000b08ffffffff01011100")
    return [
        Case("picture/50000-by-50000.png", lambda: white(50_000, 50_000), EITHER),
        Case(
            "picture/claims-2-to-the-31.png",
            lambda: png(2**31 - 1, 2**31 - 1, zlib.compress(bytes(100))),
            EITHER,
            fast=True,
        ),
        Case("picture/no-size.png", lambda: png(0, 0, b""), EITHER),
        Case("picture/cut.png", lambda: white(2_000, 2_000)[:300], EITHER),
        Case("picture/one-dot.png", lambda: white(1, 1), EITHER),
        Case("picture/one-row.png", lambda: white(60_000, 1), EITHER),
        Case("picture/white.png", lambda: white(2_480, 3_508), EITHER),
        Case("picture/noise.png", lambda: png(1_000, 1_000, zlib.compress(dice("png").randbytes(126_000))), EITHER),
        Case("picture/claims-giant.jpg", of(jpeg), EITHER, fast=True),
        Case("picture/cut.jpg", lambda: _picture("JPEG")[:-50], EITHER),
        Case("picture/pages-in-a-loop.tif", _pages_in_a_loop, EITHER),
        Case("picture/white.tif", lambda: _picture("TIFF"), EITHER),
        Case("picture/white.gif", lambda: _picture("GIF"), EITHER),
        Case("picture/white.bmp", lambda: _picture("BMP"), EITHER),
        Case("picture/white.webp", lambda: _picture("WEBP"), EITHER),
    ]


def cases() -> list[Case]:
    """All of them."""
    return [*_words(), *_pictures()]
