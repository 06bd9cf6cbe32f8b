"""A PDF put together object by object, so that each can be made wrong on purpose. No layout, no checks."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence

LETTER = b"[0 0 612 792]"
HELVETICA = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def pdf(objects: Mapping[int, bytes], root: int = 1, trailer: bytes = b"") -> bytes:
    """A file with the given objects (number -> body), a correct cross-reference table and a trailer."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start, size = len(out), max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 65535 f \n"
    out += b"trailer\n<< /Size %d /Root %d 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, root, trailer, start)
    return bytes(out)


def stream(data: bytes, entries: bytes = b"", deflate: bool = False) -> bytes:
    """A stream object."""
    if deflate:
        data, entries = zlib.compress(data, 9), entries + b" /Filter /FlateDecode"
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), entries, data)


def one_page(
    content: bytes,
    box: bytes = LETTER,
    resources: bytes = b"/Font << /F1 5 0 R >>",
    more: Mapping[int, bytes] | None = None,
    page: bytes = b"",
) -> bytes:
    """A file of one page: objects 1 catalog, 2 pages, 3 page, 4 content (a whole stream object), 5 Helvetica."""
    return pages([content], box, resources, more, page)


def pages(
    contents: Sequence[bytes],
    box: bytes = LETTER,
    resources: bytes = b"/Font << /F1 5 0 R >>",
    more: Mapping[int, bytes] | None = None,
    page: bytes = b"",
) -> bytes:
    """A file of pages with the given content streams; ``more`` adds or replaces objects. Pages from 100000 on, contents after."""
    first = 100_000 if len(contents) > 1 else 3
    numbers = [first + 2 * index for index in range(len(contents))]
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Count %d /Kids [%s] >>"
        % (len(contents), b" ".join(b"%d 0 R" % number for number in numbers)),
        5: HELVETICA,
    }
    for number, content in zip(numbers, contents, strict=True):
        objects[number] = b"<< /Type /Page /Parent 2 0 R /MediaBox %s /Resources << %s >> /Contents %d 0 R %s >>" % (
            box,
            resources,
            number + 1,
            page,
        )
        objects[number + 1] = content
    return pdf({**objects, **(more or {})})


def text(words: str, x: float = 72, y: float = 700, size: float = 12) -> bytes:
    """A piece of content that shows ASCII text."""
    return b"BT /F1 %g Tf %g %g Td (%s) Tj ET\n" % (size, x, y, words.encode("ascii"))


def ruled(rows: int, columns: int, width: float = 500, height: float = 700) -> bytes:
    """Content that draws a ruled table with a number in each cell."""
    out = bytearray(b"0.5 w\n")
    for row in range(rows + 1):
        y = 50 + height * row / rows
        out += b"50 %g m %g %g l S\n" % (y, 50 + width, y)
    for column in range(columns + 1):
        x = 50 + width * column / columns
        out += b"%g 50 m %g %g l S\n" % (x, x, 50 + height)
    step = (width / columns, height / rows)
    out += b"BT /F1 %g Tf\n" % max(0.5, min(8, step[1] * 0.6))
    for row in range(rows):
        for column in range(columns):
            out += b"1 0 0 1 %g %g Tm (%d.00) Tj\n" % (50 + step[0] * (column + 0.1), 52 + step[1] * row, row + column)
    return bytes(out + b"ET\n")
