"""PDFs that lie about their structure, loop, nest or are larger than anything published."""

from __future__ import annotations

import io
import zlib

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from tests.hostile.case import EITHER, QUARANTINED, READ, TOLD, Case, dice, of
from tests.hostile.pdf_writer import LETTER, one_page, pages, pdf, ruled, stream, text

HELLO = stream(text("General budget 1,234.56"))
GIANT = 1 << 30


def _repeated(content: bytes, times: int) -> bytes:
    return stream(content * times, deflate=True)


def _form(number: int, uses: bytes, names: bytes) -> bytes:
    """A form XObject that draws others."""
    return stream(uses, b"/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << /XObject << %s >> >>" % names)


def _nested_forms(depth: int) -> bytes:
    forms = {10 + n: _form(10 + n, b"/X Do", b"/X %d 0 R" % (11 + n)) for n in range(depth)}
    forms[10 + depth] = stream(ruled(4, 4), b"/Type /XObject /Subtype /Form /BBox [0 0 612 792]")
    return one_page(stream(b"/X Do"), resources=b"/XObject << /X 10 0 R >>", more=forms)


def _doubling_forms(depth: int) -> bytes:
    """Each form draws the next one twice: 2 to the power of ``depth`` drawings."""
    forms = {10 + n: _form(10 + n, b"/X Do /X Do", b"/X %d 0 R" % (11 + n)) for n in range(depth)}
    forms[10 + depth] = stream(b"0 0 10 10 re f", b"/Type /XObject /Subtype /Form /BBox [0 0 612 792]")
    return one_page(stream(b"/X Do"), resources=b"/XObject << /X 10 0 R >>", more=forms)


def _looping_form() -> bytes:
    more = {10: _form(10, b"0 0 10 10 re f /X Do", b"/X 10 0 R")}
    return one_page(stream(b"/X Do"), resources=b"/XObject << /X 10 0 R >>", more=more)


def _deep_page_tree(depth: int) -> bytes:
    nodes = {
        10 + n: b"<< /Type /Pages /Parent %d 0 R /Count 1 /Kids [%d 0 R] >>" % (9 + n, 11 + n) for n in range(depth)
    }
    nodes[10 + depth] = b"<< /Type /Page /Parent %d 0 R /MediaBox %s /Contents 4 0 R >>" % (9 + depth, LETTER)
    return pdf({1: b"<< /Type /Catalog /Pages 10 0 R >>", 4: HELLO, **nodes})


def _deep_array(depth: int) -> bytes:
    return one_page(HELLO, page=b"/Deep " + b"[" * depth + b"]" * depth)


def encrypted(user: str, owner: str, strength: int) -> bytes:
    """A file encrypted by reportlab (40 or 128 bit)."""
    target = io.BytesIO()
    canvas = Canvas(target, encrypt=StandardEncryption(user, owner, strength=strength), invariant=1)
    canvas.drawString(72, 700, "General budget 1,234.56")
    canvas.save()
    return target.getvalue()


def _image(width: int, height: int, data: bytes, how: bytes, bits: int = 1) -> bytes:
    entries = b"/Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent %d /ColorSpace /DeviceGray %s"
    more = {10: stream(data, entries % (width, height, bits, how))}
    return one_page(stream(b"612 0 0 792 0 0 cm /I Do"), resources=b"/XObject << /I 10 0 R >>", more=more)


def _blank_image(width: int, height: int) -> bytes:
    row = bytes((width + 7) // 8)
    packer = zlib.compressobj(1)
    data = b"".join(packer.compress(row * 64) for _ in range(height // 64)) + packer.flush()
    return _image(width, height, data, b"/Filter /FlateDecode")


def _flate_bomb(size: int, times: int = 1) -> bytes:
    packer = zlib.compressobj(1)
    block = b" " * (1 << 20)
    data = b"".join(packer.compress(block) for _ in range(size >> 20)) + packer.flush()
    for _ in range(times - 1):
        data = zlib.compress(data, 9)
    return one_page(stream(data, b"/Filter [%s]" % (b"/FlateDecode " * times)))


def _unmapped_font() -> bytes:
    """A table in a composite font without a Unicode map: the codes on the page mean nothing to a reader."""
    font = {
        10: b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [11 0 R] >>",
        11: b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity)"
        b" /Supplement 0 >> /FontDescriptor 12 0 R /DW 1000 >>",
        12: b"<< /Type /FontDescriptor /FontName /X /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0 /Ascent 900 /Descent 0"
        b" /CapHeight 700 /StemV 80 >>",
    }
    lines = ruled(4, 3).split(b"BT", 1)[0]
    words = b"BT /F1 10 Tf 60 700 Td <00410042004300440045> Tj ET " * 10
    return one_page(stream(lines + words), resources=b"/Font << /F1 10 0 R >>", more=font)


def _bad_unicode_map(target: bytes) -> bytes:
    """A simple font whose Unicode map sends every digit to ``target`` (UTF-16 in hex)."""
    cmap = b"begincmap 1 begincodespacerange <00> <ff> endcodespacerange 10 beginbfchar "
    cmap += b" ".join(b"<%02x> <%s>" % (0x30 + digit, target) for digit in range(10)) + b" endbfchar endcmap"
    font = {
        10: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 11 0 R >>",
        11: stream(cmap),
    }
    return one_page(stream(ruled(5, 4)), resources=b"/Font << /F1 10 0 R >>", more=font)


def _recursive_type3() -> bytes:
    font = {
        10: b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1 1] /FontMatrix [1 0 0 1 0 0] /CharProcs << /a 11 0 R >>"
        b" /Encoding << /Differences [97 /a] >> /FirstChar 97 /LastChar 97 /Widths [1] /Resources << /Font << /F1 10 0 R >> >> >>",
        11: stream(b"1 0 d0 BT /F1 1 Tf (aaaa) Tj ET"),
    }
    return one_page(stream(b"BT /F1 12 Tf 72 700 Td (aaaa) Tj ET"), resources=b"/Font << /F1 10 0 R >>", more=font)


def _random_content(name: str) -> bytes:
    """Random operators with random numbers, many of them out of any range."""
    chance = dice(name)
    words = [
        b"q",
        b"Q",
        b"cm",
        b"re",
        b"m",
        b"l",
        b"c",
        b"h",
        b"S",
        b"f",
        b"BT",
        b"ET",
        b"Tf",
        b"Tj",
        b"Td",
        b"Tm",
        b"w",
        b"d",
        b"Do",
    ]
    values = [
        b"0",
        b"-1",
        b"1e38",
        b"99999999999999999999",
        b"0.0000000001",
        b"(1.00)",
        b"/F1",
        b"[1 2]",
        b"nan",
        b"<ff>",
    ]
    return one_page(stream(b" ".join(chance.choice(words + values * 3) for _ in range(20_000))))


def _structure() -> list[Case]:
    loop = pdf({1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Count 1 /Kids [2 0 R] >>"})
    catalog_loop = pdf({1: b"1 0 R"})
    good = one_page(HELLO)
    prev = good.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % good.rindex(b"xref\n0"))
    count = one_page(HELLO).replace(b"/Count 1 ", b"/Count 999999999 ")
    negative = one_page(HELLO).replace(b"/Count 1 ", b"/Count -5 ")
    self_length = one_page(HELLO).replace(b"/Length 50", b"/Length 4 0 R")
    object_stream = pdf({1: b"1 0 R", 2: stream(b"1 0 2 0", b"/Type /ObjStm /N 999999 /First 4 /Extends 2 0 R")})
    missing = one_page(HELLO, more={4: b"null"})
    no_kids = pdf({1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Count 0 /Kids [] >>"})
    return [
        Case("pdf/empty.pdf", of(b""), QUARANTINED, ("0 字节", "空"), fast=True),
        Case("pdf/header-only.pdf", of(b"%PDF-1.7\n"), QUARANTINED, ("PDF",), fast=True),
        Case(
            "pdf/header-and-noise.pdf",
            lambda: b"%PDF-1.4\n" + dice("noise").randbytes(50_000),
            QUARANTINED,
            ("PDF",),
            fast=True,
        ),
        Case("pdf/page-tree-of-itself.pdf", of(loop), EITHER),
        Case("pdf/catalog-of-itself.pdf", of(catalog_loop), QUARANTINED, ("PDF",), fast=True),
        Case("pdf/xref-previous-is-itself.pdf", of(prev), EITHER, fast=True),
        Case("pdf/count-of-a-thousand-million.pdf", of(count), TOLD, fast=True),
        Case("pdf/count-negative.pdf", of(negative), EITHER),
        Case("pdf/length-of-itself.pdf", of(self_length), EITHER),
        Case("pdf/object-stream-of-itself.pdf", of(object_stream), QUARANTINED, ("PDF",)),
        Case("pdf/content-missing.pdf", of(missing), EITHER),
        Case("pdf/no-pages.pdf", of(no_kids), QUARANTINED, ("没有任何页面", "页面"), fast=True),
        Case("pdf/page-tree-10000-deep.pdf", lambda: _deep_page_tree(10_000), EITHER, fast=True),
        Case("pdf/array-100000-deep.pdf", lambda: _deep_array(100_000), EITHER),
        Case("pdf/header-after-900-bytes.pdf", lambda: b"junk " * 180 + one_page(HELLO), READ),
        Case("pdf/header-after-5000-bytes.pdf", lambda: b"\x01junk" * 1000 + one_page(HELLO), EITHER),
        Case("pdf/no-cross-references.pdf", lambda: one_page(HELLO).split(b"xref\n0")[0], TOLD),
        Case("pdf/no-end.pdf", lambda: one_page(HELLO).replace(b"endobj", b"").replace(b"endstream", b""), TOLD),
        Case("pdf/two-files-in-one.pdf", lambda: one_page(HELLO) * 2, READ),
        Case("pdf/only-end.pdf", of(b"%PDF-1.7\n%%EOF\n"), QUARANTINED, ("PDF",)),
    ]


def _size() -> list[Case]:
    return [
        Case("pdf/10000-pages.pdf", lambda: pages([HELLO] * 10_000), QUARANTINED, ("10000 页",), fast=True),
        Case("pdf/4000-pages.pdf", lambda: pages([HELLO] * 4_000), READ),
        Case("pdf/giant-page.pdf", lambda: one_page(HELLO, box=b"[0 0 1000000000 1000000000]"), EITHER, fast=True),
        Case("pdf/page-of-no-size.pdf", lambda: one_page(HELLO, box=b"[0 0 0 0]"), EITHER),
        Case("pdf/page-upside-down.pdf", lambda: one_page(HELLO, box=b"[612 792 0 0]"), READ),
        Case("pdf/page-size-not-a-number.pdf", lambda: one_page(HELLO, box=b"[0 0 nan (a)]"), EITHER),
        Case("pdf/page-far-away.pdf", lambda: one_page(HELLO, box=b"[1e9 1e9 1000000612 1000000792]"), EITHER),
        Case("pdf/page-one-hair-wide.pdf", lambda: one_page(HELLO, box=b"[0 0 0.0001 792]"), EITHER),
        Case("pdf/rotated-45.pdf", lambda: one_page(HELLO, page=b"/Rotate 45"), READ),
        Case("pdf/rotated-a-million-times.pdf", lambda: one_page(HELLO, page=b"/Rotate 360000090"), READ),
        Case("pdf/user-unit-giant.pdf", lambda: one_page(HELLO, page=b"/UserUnit 1000000"), EITHER),
        Case("pdf/crop-outside.pdf", lambda: one_page(HELLO, page=b"/CropBox [5000 5000 6000 6000]"), EITHER),
        Case(
            "pdf/a-million-paths.pdf",
            lambda: one_page(_repeated(b"10 10 5 5 re S\n", 1_000_000)),
            EITHER,
            ("对象", "上限"),
            fast=True,
        ),
        Case(
            "pdf/one-path-of-a-million-segments.pdf", lambda: one_page(_repeated(b"10 10 m 20 20 l\n", 500_000)), EITHER
        ),
        Case(
            "pdf/200000-lines-apart.pdf",
            lambda: one_page(
                stream(b"".join(b"%g 0 m %g 700 l S\n" % (n / 333, n / 333) for n in range(200_000)), deflate=True)
            ),
            EITHER,
        ),
        Case(
            "pdf/a-million-characters.pdf",
            lambda: one_page(_repeated(text("1" * 100), 10_000)),
            EITHER,
            ("字符", "上限"),
            fast=True,
        ),
        Case("pdf/100000-characters-on-one-spot.pdf", lambda: one_page(_repeated(text("1,000.00"), 12_500)), EITHER),
        Case("pdf/grid-of-300-by-300.pdf", lambda: one_page(stream(ruled(300, 300), deflate=True)), EITHER),
        Case("pdf/grid-of-3000-rows.pdf", lambda: one_page(stream(ruled(3_000, 8), deflate=True)), EITHER),
        Case("pdf/grid-of-2000-columns.pdf", lambda: one_page(stream(ruled(3, 2_000), deflate=True)), EITHER),
        Case("pdf/500-grids-on-pages.pdf", lambda: pages([stream(ruled(8, 5))] * 500), EITHER),
        Case(
            "pdf/lines-askew.pdf",
            lambda: one_page(stream(b"0.9998 0.0175 -0.0175 0.9998 0 0 cm " + ruled(30, 8))),
            EITHER,
        ),
        Case("pdf/20000-states-kept.pdf", lambda: one_page(_repeated(b"q 1 0 0 1 1 1 cm ", 1_000_000)), EITHER),
        Case("pdf/dashes-without-end.pdf", lambda: one_page(stream(b"[0.0000001] 0 d 0 0 m 612 792 l S")), EITHER),
        Case(
            "pdf/matrix-without-inverse.pdf",
            lambda: one_page(stream(b"0 0 0 0 0 0 cm " + ruled(5, 5))),
            EITHER,
        ),
        Case(
            "pdf/matrix-giant.pdf", lambda: one_page(stream(b"1e30 0 0 1e30 0 0 cm " + ruled(5, 5))), EITHER, fast=True
        ),
    ]


def _nesting() -> list[Case]:
    return [
        Case("pdf/forms-100-deep.pdf", lambda: _nested_forms(100), EITHER),
        Case("pdf/forms-5000-deep.pdf", lambda: _nested_forms(5_000), EITHER, fast=True),
        Case("pdf/form-of-itself.pdf", _looping_form, EITHER, fast=True),
        Case("pdf/forms-doubling-30-times.pdf", lambda: _doubling_forms(30), EITHER, fast=True),
        Case("pdf/forms-doubling-15-times.pdf", lambda: _doubling_forms(15), EITHER),
        Case("pdf/type3-font-of-itself.pdf", _recursive_type3, EITHER, fast=True),
    ]


def _streams() -> list[Case]:
    jpeg = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffc0000b08ffffffff01011100")
    return [
        Case("pdf/content-inflates-to-1-gb.pdf", lambda: _flate_bomb(GIANT), EITHER),
        Case("pdf/content-inflates-twice.pdf", lambda: _flate_bomb(GIANT, 2), EITHER),
        Case(
            "pdf/thousand-filters.pdf",
            lambda: one_page(stream(b"00", b"/Filter [%s]" % (b"/ASCIIHexDecode " * 1000))),
            TOLD,
        ),
        Case("pdf/unknown-filter.pdf", lambda: one_page(stream(b"00", b"/Filter /Unheard")), TOLD, fast=True),
        Case("pdf/content-not-deflated.pdf", lambda: one_page(stream(text("1.00"), b"/Filter /FlateDecode")), EITHER),
        Case("pdf/image-of-100000-by-100000.pdf", lambda: _blank_image(100_000, 100_000), EITHER),
        Case("pdf/image-of-20000-by-20000.pdf", lambda: _blank_image(20_000, 20_000), EITHER),
        Case("pdf/image-claims-giant.pdf", lambda: _image(2**30, 2**30, b"\x00" * 100, b""), EITHER),
        Case("pdf/image-jpeg-cut.pdf", lambda: _image(65_535, 65_535, jpeg, b"/Filter /DCTDecode", 8), TOLD, fast=True),
        Case(
            "pdf/image-jpx-noise.pdf",
            lambda: _image(500, 500, dice("jpx").randbytes(5_000), b"/Filter /JPXDecode", 8),
            TOLD,
        ),
        Case(
            "pdf/image-jbig2-noise.pdf",
            lambda: _image(500, 500, dice("jbig2").randbytes(5_000), b"/Filter /JBIG2Decode"),
            EITHER,
        ),
        Case(
            "pdf/image-fax-noise.pdf",
            lambda: _image(
                50_000,
                50_000,
                dice("fax").randbytes(5_000),
                b"/Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns 50000 >>",
            ),
            EITHER,
        ),
        *[
            Case(f"pdf/operators-at-random-{n}.pdf", lambda n=n: _random_content(f"operators {n}"), EITHER, fast=n == 0)
            for n in range(6)
        ],
    ]


def _fonts_and_locks() -> list[Case]:
    return [
        Case("pdf/font-without-unicode-map.pdf", _unmapped_font, TOLD, fast=True),
        Case("pdf/digits-map-to-nothing.pdf", lambda: _bad_unicode_map(b"0000"), TOLD),
        Case("pdf/digits-map-to-lone-surrogates.pdf", lambda: _bad_unicode_map(b"d800"), TOLD, fast=True),
        Case("pdf/digits-map-to-noncharacters.pdf", lambda: _bad_unicode_map(b"ffff"), EITHER),
        Case("pdf/digits-map-to-long-words.pdf", lambda: _bad_unicode_map(b"4e00" * 500), EITHER),
        Case(
            "pdf/password-to-open-40.pdf",
            lambda: encrypted("secret", "owner", 40),
            QUARANTINED,
            ("密码", "加密"),
        ),
        Case(
            "pdf/password-to-open-128.pdf",
            lambda: encrypted("secret", "owner", 128),
            QUARANTINED,
            ("密码", "加密"),
            fast=True,
        ),
        Case("pdf/password-to-change-only-40.pdf", lambda: encrypted("", "owner", 40), READ),
        Case("pdf/password-to-change-only-128.pdf", lambda: encrypted("", "owner", 128), READ, fast=True),
        Case("pdf/encryption-unheard-of.pdf", _unheard_encryption, QUARANTINED, ("加密", "密码", "PDF")),
    ]


def _unheard_encryption() -> bytes:
    return encrypted("", "owner", 128).replace(b"/Filter /Standard", b"/Filter /Unheard!")


def cases() -> list[Case]:
    """All of them."""
    return [*_structure(), *_size(), *_nesting(), *_streams(), *_fonts_and_locks()]
