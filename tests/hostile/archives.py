"""Archives that nest, swell, climb or are locked; and file names that are no good as keys, in JSON or on a page."""

from __future__ import annotations

import struct
import zlib

from tests.hostile.case import EITHER, QUARANTINED, READ, Case, of
from tests.hostile.damage import SAMPLES
from tests.hostile.words import packed
from tests.hostile.workbooks import locked, lying_size


def _boxed(depth: int) -> bytes:
    data = (SAMPLES / "county-department-2023-goals.xlsx").read_bytes()
    for _ in range(depth):
        data = packed({"inner.zip": data})
    return data


def _copies_of_zeros(count: int, size: int) -> bytes:
    """Members that share their bytes: each inflates to ``size``, all of them together are a few kilobytes."""
    one = packed({"0": bytes(size)})
    local_end = one.index(b"PK\x01\x02")
    entry = one[local_end : one.index(b"PK\x05\x06")]
    directory = entry * count
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, len(directory), local_end, 0)
    return one[:local_end] + directory + end


def _archives() -> list[Case]:
    goals = (SAMPLES / "county-department-2023-goals.xlsx").read_bytes
    return [
        Case("archive/empty.zip", lambda: packed({}), EITHER, fast=True),
        Case("archive/cut.zip", lambda: packed({"a.xlsx": goals()})[:5_000], EITHER),
        Case("archive/boxed-once.zip", lambda: packed({"a.xlsx": goals() + b"\n\n\n"}), READ),
        Case("archive/boxed-50-times.zip", lambda: _boxed(50), EITHER, fast=True),
        Case("archive/member-of-1-gb.zip", lambda: packed({"a.txt": bytes(1 << 30)}), EITHER, ("超过", "炸弹")),
        Case("archive/100-members-of-50-mb.zip", lambda: _copies_of_zeros(100, 50_000_000), EITHER),
        Case(
            "archive/3000-members.zip",
            lambda: packed({f"{n}.txt": f"{n}" for n in range(3_000)}),
            EITHER,
            ("上限",),
        ),
        Case("archive/1500-members.zip", lambda: packed({f"{n}.txt": f"收入\t{n}.00\n" for n in range(1_500)}), EITHER),
        Case(
            "archive/climbs-out.zip", lambda: packed({"../../../../tmp/hostile-climbed.txt": "1.00"}), EITHER, fast=True
        ),
        Case("archive/from-the-root.zip", lambda: packed({"/tmp/hostile-root.txt": "1.00"}), EITHER),
        Case(
            "archive/name-in-gbk.zip",
            lambda: packed({"x" * 4 + ".txt": "收入\t3.00"}).replace(b"xxxx", "预算".encode("gb18030")),
            EITHER,
        ),
        Case(
            "archive/name-not-in-any-code.zip",
            lambda: packed({"xxxx.txt": "收入\t4.00"}).replace(b"xxxx", b"\xff\xfe\x80\x81"),
            EITHER,
            fast=True,
        ),
        Case("archive/name-of-60000-letters.zip", lambda: packed({"n" * 60_000: "收入\t5.00"}), EITHER),
        Case("archive/name-with-line-end.zip", lambda: packed({"a\nb\x01\t.txt": "收入\t6.00"}), EITHER),
        Case(
            "archive/locked.zip",
            lambda: locked().replace(b"[Content_Types].xml", b"[Content_Types].txt"),
            EITHER,
            ("加密", "密码"),
            fast=True,
        ),
        Case(
            "archive/sizes-are-lies.zip",
            lambda: lying_size().replace(b"[Content_Types].xml", b"[Content_Types].txt"),
            EITHER,
        ),
        Case("archive/rar.rar", of(b"Rar!\x1a\x07\x01\x00" + bytes(500)), QUARANTINED, ("格式",)),
        Case("archive/seven.7z", of(b"7z\xbc\xaf\x27\x1c" + bytes(500)), QUARANTINED, ("格式",)),
        Case("archive/gzip-of-1-gb.gz", lambda: zlib.compress(bytes(1 << 28), 1, 31) * 4, QUARANTINED, ("格式",)),
        Case("archive/layout.ofd", lambda: packed({"OFD.xml": "<ofd/>"}), QUARANTINED, ("OFD", "ofd", "格式")),
        Case(
            "archive/open-document.ods",
            lambda: packed(
                {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a>" * 9_000}
            ),
            EITHER,
        ),
    ]


def _names() -> list[Case]:
    """File names that are no good as keys, in JSON or on a page."""
    body = "收入\t{}.00\n".format
    return [
        Case("name/line\nend\t.txt", lambda: body(90_001).encode(), EITHER, fast=True),
        Case("name/\udcff\udcfe.txt", lambda: body(90_002).encode(), EITHER, fast=True),
        Case("name/" + "长" * 80 + ".txt", lambda: body(90_003).encode(), EITHER),
        Case("name/-rf.txt", lambda: body(90_004).encode(), EITHER),
        Case("name/a.zip!/b.txt", lambda: body(90_005).encode(), EITHER, fast=True),
        Case("name/'; drop table core.document; --.txt", lambda: body(90_006).encode(), EITHER, fast=True),
        Case("name/<script>alert(1)<_script>.txt", lambda: body(90_007).encode(), EITHER),
        Case("name/%s{0}$HOME.txt", lambda: body(90_008).encode(), EITHER),
        Case("name/no-ending", lambda: body(90_009).encode(), EITHER),
    ]


def cases() -> list[Case]:
    """All of them."""
    return [*_archives(), *_names()]
