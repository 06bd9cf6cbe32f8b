"""Archives: names as the packer meant them, archives in archives, and everything that is refused."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.documents import UnreadableDocument, read
from pipelines.documents.archive import expand, is_archive

ID = "0" * 64
TEXT = "部门预算".encode()


def packed(*entries: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return out.getvalue()


def test_documents_come_in_order_without_what_packers_add() -> None:
    data = packed(
        ("预算/", b""), ("预算/a.txt", TEXT), ("__MACOSX/._a.txt", b"x"), ("预算/.DS_Store", b"x"), ("b.txt", b"b")
    )
    assert expand(data, "包.zip") == [("预算/a.txt", TEXT), ("b.txt", b"b")]
    assert read(expand(data, "包.zip")[0][1], "a.txt", ID).pages[0].lines[0].text == "部门预算"


def test_an_archive_in_an_archive_is_opened_once_and_no_deeper() -> None:
    innermost = packed(("c.txt", b"c"))
    inner = packed(("b.txt", b"b"), ("c.zip", innermost))
    assert expand(packed(("内.zip", inner), ("a.txt", b"a")), "外.zip") == [
        ("内.zip!/b.txt", b"b"),
        ("内.zip!/c.zip", innermost),
        ("a.txt", b"a"),
    ]


def test_workbooks_are_documents_not_archives() -> None:
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    assert not is_archive(out.getvalue())
    assert is_archive(packed(("a.txt", b"a")))
    assert not is_archive(b"%PDF-1.7")
    assert [name for name, _ in expand(packed(("表.xlsx", out.getvalue())), "包.zip")] == ["表.xlsx"]


def raw_named(name: bytes, flags: int = 0, extra: bytes = b"") -> bytes:
    """A stored zip with one entry whose name is written byte for byte."""
    content, crc = TEXT, zlib.crc32(TEXT)
    common = struct.pack("<HHHHHIIIHH", 20, flags, 0, 0, 0, crc, len(content), len(content), len(name), len(extra))
    local = b"PK\x03\x04" + common + name + extra + content
    central = b"PK\x01\x02" + struct.pack("<H", 20) + common + struct.pack("<HHHII", 0, 0, 0, 0, 0) + name + extra
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local), 0)
    return local + central + end


def test_names_in_gbk_and_in_utf8_without_the_flag() -> None:
    assert expand(raw_named("部门决算.txt".encode("gbk")), "x")[0][0] == "部门决算.txt"
    assert expand(raw_named("部门决算.txt".encode()), "x")[0][0] == "部门决算.txt"
    stated = b"\x01" + struct.pack("<I", 0) + "决算表.txt".encode()
    extra = struct.pack("<HH", 0x7075, len(stated)) + stated
    assert expand(raw_named(b"??.txt", extra=extra), "x")[0][0] == "决算表.txt"


def test_equal_names_are_both_kept() -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        data = packed(("a.txt", b"1"), ("a.txt", b"2"))
    assert expand(data, "x") == [("a.txt", b"1"), ("a.txt#2", b"2")]


@pytest.mark.parametrize("name", [b"/etc/passwd", b"../a.txt", b"b/../../a.txt", b"C:\\a.txt", b"..\\a.txt"])
def test_names_that_leave_the_archive_are_refused(name: bytes) -> None:
    with pytest.raises(UnreadableDocument, match="越出"):
        expand(raw_named(name), "坏.zip")


def test_links_are_refused() -> None:
    link = zipfile.ZipInfo("a.txt")
    link.external_attr = 0o120777 << 16
    with pytest.raises(UnreadableDocument, match="符号链接"):
        expand(packed((link, b"/etc/passwd")), "坏.zip")


def test_passwords_are_named() -> None:
    with pytest.raises(UnreadableDocument, match="密码"):
        expand(raw_named(b"a.txt", flags=1), "密.zip")


def test_bombs_are_refused_even_when_they_lie_about_their_size() -> None:
    bomb = packed(("a.txt", bytes(60_000_000)))
    with pytest.raises(UnreadableDocument, match="压缩比异常"):
        expand(bomb, "弹.zip")
    lying = bomb.replace(struct.pack("<I", 60_000_000), struct.pack("<I", 1000))
    with pytest.raises(UnreadableDocument):
        expand(lying, "弹.zip")
    with pytest.raises(UnreadableDocument, match="压缩比异常"):
        expand(packed(("内.zip", bomb)), "弹.zip")
    many = packed(*((f"{number}.txt", b"") for number in range(20_001)))
    with pytest.raises(UnreadableDocument, match="20001 个条目"):
        expand(many, "多.zip")


def test_empty_broken_and_unexpanded_archives_say_so() -> None:
    with pytest.raises(UnreadableDocument, match="没有文件"):
        expand(packed(("空/", b"")), "空.zip")
    good = packed(("a.txt", TEXT * 50), ("b.txt", TEXT))
    with pytest.raises(UnreadableDocument):
        expand(good[: len(good) - 30], "断.zip")
    with pytest.raises(UnreadableDocument, match="2 个文件") as caught:
        read(good, "包.zip", ID)
    assert caught.value.stage == "archive"


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_damaged_archives_are_refused_or_read_but_never_crash(data: st.DataObject) -> None:
    good = bytearray(packed(("a.txt", TEXT * 9), ("b/c.txt", TEXT)))
    for _ in range(data.draw(st.integers(1, 6))):
        good[data.draw(st.integers(0, len(good) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(good)))
    try:
        found = expand(bytes(good[:cut]), "坏.zip")
    except UnreadableDocument as error:
        assert error.reason
    else:
        assert all(isinstance(content, bytes) for _, content in found)
