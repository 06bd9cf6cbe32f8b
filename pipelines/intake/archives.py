"""Zip archives in the raw folder: each member is a file of its own, read without unpacking to disk.

Belongs here: telling an archive from an office file, names in GBK, and limits against bombs. Nested archives are not
opened; the documents room says what they are.
"""

from __future__ import annotations

import hashlib
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

SEPARATOR = "!/"
MAX_MEMBERS = 2_000
MAX_MEMBER_BYTES = 512 * 1024**2
MAX_TOTAL_BYTES = 2 * 1024**3
CHUNK_BYTES = 1 << 20
ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
)
"""What the zip library raises for damaged, encrypted or unsupported archives."""
OFFICE_MARKS = {"[Content_Types].xml", "mimetype", "META-INF/manifest.xml", "OFD.xml"}


class ArchiveError(ValueError):
    """An archive cannot be used as it is; the message says why."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive: name in the archive, digest, size."""

    name: str
    sha256: str
    byte_count: int


def is_archive(path: Path) -> bool:
    """Whether the file is a zip archive of documents (office files are zip files too, and are not)."""
    with path.open("rb") as file:
        if file.read(4) not in (b"PK\x03\x04", b"PK\x05\x06"):
            return False
    try:
        with zipfile.ZipFile(path) as archive:
            return not OFFICE_MARKS & set(archive.namelist())
    except (*ZIP_ERRORS, ValueError):
        return False


def list_members(path: Path) -> tuple[Member, ...]:
    """The files of an archive with their digests; raises ``ArchiveError`` for encrypted, damaged or oversized ones."""
    with _damage_told(), zipfile.ZipFile(path) as archive:
        infos = [info for info in archive.infolist() if not info.is_dir()]
        _require_bounds(infos)
        members, total = [], 0
        for info in infos:
            members.append(_member(archive, info))
            total += members[-1].byte_count
            if total > MAX_TOTAL_BYTES:
                raise ArchiveError(f"压缩文件展开后超过上限 {MAX_TOTAL_BYTES} 字节")
        return tuple(members)


def read_bytes(path: Path, raw_path: str) -> bytes:
    """The bytes of a raw file: ``path`` is the file on disk, ``raw_path`` its name in intake (``a.zip!/b.pdf``).

    Raises ``ArchiveError`` for a member that is not there or cannot be unpacked.
    """
    if SEPARATOR not in raw_path or not is_archive(path):
        return path.read_bytes()
    wanted = raw_path.split(SEPARATOR, 1)[1]
    with _damage_told(), zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            if member_name(info) == wanted:
                return b"".join(_chunks(archive, info))
    raise ArchiveError(f"压缩文件中没有 {wanted}")


@contextmanager
def _damage_told() -> Iterator[None]:
    """What the zip library raises for damaged or odd archives, as ``ArchiveError``."""
    try:
        yield
    except ZIP_ERRORS as error:
        raise ArchiveError(f"压缩文件无法打开，可能已损坏：{error}") from error


def member_name(info: zipfile.ZipInfo) -> str:
    """The member's name; names written in GBK without the UTF-8 mark are read as GB18030."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return info.filename


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Member:
    name = member_name(info)
    if ".." in PurePosixPath(name).parts:
        raise ArchiveError(f"压缩文件中的路径不可用：{name}")
    digest, size = hashlib.sha256(), 0
    for chunk in _chunks(archive, info):
        digest.update(chunk)
        size += len(chunk)
    return Member(name, digest.hexdigest(), size)


def _chunks(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """The bytes of a member piece by piece; a size that the directory states falsely cannot fill the memory."""
    if info.flag_bits & 0x1:
        raise ArchiveError(f"压缩文件已加密：{member_name(info)}")
    size = 0
    with archive.open(info) as member:
        while chunk := member.read(CHUNK_BYTES):
            size += len(chunk)
            if size > MAX_MEMBER_BYTES:
                raise ArchiveError(f"压缩文件中的文件超过 {MAX_MEMBER_BYTES} 字节：{member_name(info)}")
            yield chunk


def _require_bounds(infos: list[zipfile.ZipInfo]) -> None:
    if len(infos) > MAX_MEMBERS:
        raise ArchiveError(f"压缩文件有 {len(infos)} 个文件，超过上限 {MAX_MEMBERS}")
    total = sum(info.file_size for info in infos)
    if total > MAX_TOTAL_BYTES:
        raise ArchiveError(f"压缩文件展开后有 {total} 字节，超过上限 {MAX_TOTAL_BYTES}")
