"""Intake: every file of the raw folder is handed on or named as a fault, whatever the manifest says."""

from __future__ import annotations

import hashlib
import io
import os
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.intake import read_bytes, scan, scan_raw
from pipelines.intake.archives import ArchiveError, is_archive, list_members, member_name
from pipelines.intake.manifest import parse_manifest
from pipelines.records.pages import RawFile

OWN = "path,sha256,publisher,region,region_code,fiscal_year,stage,tier,part,title,source_url,retrieved_at,note\n"
OTHER = "path,sha256,publisher,region,region_code,fiscal_year,kind,unit,format,pages,source,source_path,layout_notes\n"


def put(root: Path, name: str, content: bytes = b"x", manifest: str | None = None) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    if manifest is not None:
        (root / "manifest.csv").write_text(manifest, "utf-8")


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def settled(path: Path) -> None:
    """Make a file old enough for its digest to be kept."""
    old = path.stat().st_mtime - 100
    os.utime(path, (old, old))


def test_both_manifest_shapes_say_the_same() -> None:
    own = parse_manifest(
        OWN + "a.pdf,,某局,某市,310107,2024,final,department,tables,标题,http://x/y,2025-01-02,注\n"
    ).rows["a.pdf"]
    other = parse_manifest(
        OTHER + "a.pdf,,某局,某市,310107,2024,部门决算(表),万元,pdf,3,web,http://x/y (mirror),\n"
    ).rows["a.pdf"]
    for row in (own, other):
        assert (row.publisher, row.region_name, row.region_code) == ("某局", "某市", "310107")
        assert (row.fiscal_year, row.stage, row.tier, row.part) == (2024, "final", "department", "tables")
        assert row.source_url == "http://x/y"
    assert (own.title, own.retrieved_at) == ("标题", "2025-01-02")


@pytest.mark.parametrize(
    ("kind", "stage", "tier", "part"),
    [
        ("部门预算", "budget", "department", None),
        ("单位决算", "final", "unit", None),
        ("部门预算(说明)", "budget", "department", "text"),
        ("部门预算（表）", "budget", "department", "tables"),
        ("预算执行情况报告", "execution", "government", None),
        ("决算报告", "final", "government", None),
        ("三公经费决算表+说明", "final", None, "whole"),
        ("模板(空表)", None, None, None),
        ("", None, None, None),
    ],
)
def test_words_of_kind(kind: str, stage: str | None, tier: str | None, part: str | None) -> None:
    row = parse_manifest(OTHER + f"a.pdf,,某局,,,2024,{kind},,,,,,\n").rows["a.pdf"]
    assert (row.stage, row.tier, row.part) == (stage, tier, part)
    assert row.publisher == (None if "模板" in kind else "某局")


def test_rows_that_cannot_be_used_are_named_with_their_line() -> None:
    text = (
        OWN
        + "a.pdf"
        + "," * 12
        + "\n"
        + ",abc"
        + "," * 11
        + "\n"
        + "../b.pdf"
        + "," * 12
        + "\n"
        + "./a.pdf"
        + "," * 12
        + "\n"
    )
    manifest = parse_manifest(text)
    assert set(manifest.rows) == {"a.pdf"}
    assert [place for place, _ in manifest.faults] == ["manifest.csv:3", "manifest.csv:4", "manifest.csv:5"]
    assert [
        "没有路径" in manifest.faults[0][1],
        "不在原始文件夹" in manifest.faults[1][1],
        "重复" in manifest.faults[2][1],
    ] == [True] * 3


def test_years_and_codes_that_are_none_stay_empty() -> None:
    row = parse_manifest(OWN + "a.pdf,,,,3101,?,draft,ministry,half,,,,\n").rows["a.pdf"]
    assert (row.region_code, row.fiscal_year, row.stage, row.tier, row.part) == (None,) * 5


@given(st.text())
def test_any_text_is_read_as_a_manifest_without_an_exception(text: str) -> None:
    manifest = parse_manifest(text)
    assert all(row.path for row in manifest.rows.values())


def test_a_gb18030_manifest_and_one_with_a_mark_are_read(tmp_path: Path) -> None:
    put(tmp_path, "a.pdf")
    for encoding in ("gb18030", "utf-8-sig"):
        (tmp_path / "manifest.csv").write_bytes((OWN + "a.pdf,,某局,,,,,,,,,,\n").encode(encoding))
        assert scan_raw(tmp_path).files[0].publisher == "某局"


def test_files_are_found_with_and_without_a_manifest_row(tmp_path: Path) -> None:
    put(tmp_path, "b/listed.pdf", b"1", OWN + f"b/listed.pdf,{sha(b'1').upper()},某局,,,2024,,,,,,,\n")
    put(tmp_path, "unlisted.docx", b"2")
    found = {raw.path: raw for raw in scan_raw(tmp_path).files}
    assert set(found) == {"b/listed.pdf", "unlisted.docx"}
    assert found["b/listed.pdf"].publisher == "某局"
    assert found["unlisted.docx"] == RawFile("unlisted.docx", sha(b"2"), 1)


def test_what_is_no_document_is_passed_over(tmp_path: Path) -> None:
    for name in (
        "README.md",
        "readme",
        "a/README.txt",
        ".hidden",
        ".git/x.pdf",
        "~$lock.xlsx",
        "__MACOSX/x",
        "a/manifest.csv",
    ):
        put(tmp_path, name)
    put(tmp_path, "a/real.pdf", b"r")
    assert [raw.path for raw in scan_raw(tmp_path).files] == ["a/real.pdf"]


def test_another_hash_than_the_manifest_says_is_a_fault_of_that_file_alone(tmp_path: Path) -> None:
    put(tmp_path, "bad.pdf", b"1", OWN + f"bad.pdf,{sha(b'0')},,,,,,,,,,,\n")
    put(tmp_path, "good.pdf", b"2")
    found = scan_raw(tmp_path)
    assert [raw.path for raw in found.files] == ["good.pdf"]
    (fault,) = found.faults
    assert (fault.path, fault.document_id) == ("bad.pdf", sha(b"1"))
    assert "SHA-256 不符" in fault.reason
    assert fault.raw is not None


def test_a_manifest_row_without_its_file_is_a_fault(tmp_path: Path) -> None:
    put(tmp_path, "a.pdf", b"1", OWN + f"gone.pdf,{sha(b'9')},,,,,,,,,,,\n")
    (fault,) = scan_raw(tmp_path).faults
    assert (fault.path, fault.document_id, fault.raw) == ("gone.pdf", sha(b"9"), None)
    assert "不在原始文件夹中" in fault.reason


def test_the_same_bytes_under_two_paths_are_one_document_and_the_listed_path_leads(tmp_path: Path) -> None:
    put(tmp_path, "a.pdf", b"same", OWN + "z.pdf,,某局,,,,,,,,,,\n")
    put(tmp_path, "z.pdf", b"same")
    found = scan_raw(tmp_path)
    assert [raw.path for raw in found.files] == ["z.pdf"]
    assert found.other_paths == {sha(b"same"): ("a.pdf",)}


def test_a_missing_folder_is_not_an_empty_one(tmp_path: Path) -> None:
    with pytest.raises(NotADirectoryError):
        scan_raw(tmp_path / "not-mounted")


def test_composed_and_decomposed_names_meet(tmp_path: Path) -> None:
    put(tmp_path, "cafe\u0301.pdf", b"1", OWN + "café.pdf,,某局,,,,,,,,,,\n")
    found = scan_raw(tmp_path)
    assert [(raw.path, raw.publisher) for raw in found.files] == [("café.pdf", "某局")]
    assert found.faults == ()


def zipped(members: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def test_members_of_an_archive_are_documents_of_their_own(tmp_path: Path) -> None:
    put(
        tmp_path,
        "a.zip",
        zipped({"决算.pdf": b"1", "d/x.xlsx": b"2", "README": b"3"}),
        OWN + "a.zip,,某局,,,2024,,,,,,,\n",
    )
    found = scan_raw(tmp_path)
    assert [(raw.path, raw.document_id, raw.publisher) for raw in found.files] == [
        ("a.zip!/d/x.xlsx", sha(b"2"), "某局"),
        ("a.zip!/决算.pdf", sha(b"1"), "某局"),
    ]
    first = found.files[1]
    assert read_bytes(found.on_disk(first), first.path) == b"1"


def test_names_in_gbk_are_read() -> None:
    info = zipfile.ZipInfo("placeholder")
    info.filename, info.flag_bits = "决算".encode("gbk").decode("cp437"), 0
    assert member_name(info) == "决算"
    info.filename, info.flag_bits = "决算", 0x800
    assert member_name(info) == "决算"


def test_office_files_are_no_archives(tmp_path: Path) -> None:
    put(tmp_path, "a.xlsx", zipped({"[Content_Types].xml": b"", "xl/workbook.xml": b""}))
    put(tmp_path, "plain.pdf", b"%PDF")
    assert not is_archive(tmp_path / "a.xlsx")
    assert [raw.path for raw in scan_raw(tmp_path).files] == ["a.xlsx", "plain.pdf"]


def test_the_hash_of_an_archive_is_compared_too(tmp_path: Path) -> None:
    put(tmp_path, "a.zip", zipped({"x.pdf": b"1"}), OWN + f"a.zip,{sha(b'0')},,,,,,,,,,,\n")
    found = scan_raw(tmp_path)
    assert found.files == ()
    assert "不符" in found.faults[0].reason


def test_archives_that_escape_or_are_broken_are_faults(tmp_path: Path) -> None:
    put(tmp_path, "escape.zip", zipped({"../x.pdf": b"1"}))
    whole = zipped({"x.pdf": b"1" * 1000})
    put(tmp_path, "damaged.zip", whole[:60] + b"\xff" * 20 + whole[80:])
    reasons = {fault.path: fault.reason for fault in scan_raw(tmp_path).faults}
    assert "路径不可用" in reasons["escape.zip"]
    assert "damaged.zip" in reasons or [raw.path for raw in scan_raw(tmp_path).files] == ["damaged.zip"]


def test_too_many_members_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.intake.archives.MAX_MEMBERS", 2)
    put(tmp_path, "a.zip", zipped({str(n): b"1" for n in range(3)}))
    with pytest.raises(ArchiveError, match="3 个文件"):
        list_members(tmp_path / "a.zip")


def test_a_member_larger_than_allowed_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.intake.archives.MAX_MEMBER_BYTES", 10)
    put(tmp_path, "a.zip", zipped({"bomb": b"0" * 100_000}))
    (fault,) = scan_raw(tmp_path).faults
    assert "超过" in fault.reason


def test_unchanged_files_are_not_opened_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw, cache = tmp_path / "raw", tmp_path / "hashes.json"
    put(raw, "a.pdf", b"1")
    put(raw, "b.zip", zipped({"x.pdf": b"2"}))
    settled(raw / "a.pdf")
    settled(raw / "b.zip")
    first = scan_raw(raw, cache)
    opened: list[Path] = []
    real = scan.hash_file
    monkeypatch.setattr(scan, "hash_file", lambda path: opened.append(path) or real(path))
    written = cache.stat().st_mtime_ns
    assert scan_raw(raw, cache) == first
    assert opened == []
    assert cache.stat().st_mtime_ns == written
    put(raw, "a.pdf", b"3")
    assert {raw.document_id for raw in scan_raw(raw, cache).files} == {sha(b"3"), sha(b"2")}
    assert opened == [raw / "a.pdf"]


def test_a_file_changed_just_now_is_not_kept_in_the_cache(tmp_path: Path) -> None:
    raw, cache = tmp_path / "raw", tmp_path / "hashes.json"
    put(raw, "a.pdf", b"1")
    scan_raw(raw, cache)
    stat = (raw / "a.pdf").stat()
    (raw / "a.pdf").write_bytes(b"2")
    os.utime(raw / "a.pdf", ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert scan_raw(raw, cache).files[0].document_id == sha(b"2")


def test_a_damaged_cache_is_as_good_as_none(tmp_path: Path) -> None:
    raw, cache = tmp_path / "raw", tmp_path / "hashes.json"
    put(raw, "a.pdf", b"1")
    cache.write_text("{broken")
    assert scan_raw(raw, cache).files[0].document_id == sha(b"1")


def test_a_file_that_cannot_be_opened_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "a.pdf", b"1")

    def refuse(_: Path) -> None:
        raise PermissionError("not allowed")

    monkeypatch.setattr(scan, "hash_file", refuse)
    (fault,) = scan_raw(tmp_path).faults
    assert fault.path == "a.pdf"
    assert "文件无法读取" in fault.reason
