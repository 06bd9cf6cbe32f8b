"""Zip packages opened safely: size before content, one entry at a time. Shared by sheets, Word files and archives.

Only what a zip may contain at all is decided here (encryption, size, ratio, names); what its entries mean is not.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from typing import IO
from xml.etree import ElementTree

from pipelines.documents.errors import UnreadableDocument

# The largest real workbook or archive met is far below; what inflates beyond this is a bomb or not one publication.
MOST_UNPACKED_BYTES = 600_000_000
MOST_ENTRIES = 20_000
# Deflate cannot exceed 1,032 : 1, honest XML stays below 200 : 1. Small entries may be anything.
_MOST_RATIO = 200
_SMALL_BYTES = 20_000_000
_ENCRYPTED = 0x1
_CHUNK = 1 << 20

#: What the zip library raises for broken, truncated or unsupported content.
ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, RuntimeError)


def open_package(data: bytes, name: str) -> zipfile.ZipFile:
    """A zip whose entries are neither encrypted nor a bomb. The caller closes it.

    Raises ``UnreadableDocument``. The sizes that the directory states are not believed: entries are inflated once to count.
    """
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except ZIP_ERRORS as error:
        raise UnreadableDocument(f"{name}：压缩包结构损坏，可能被截断（{error}）") from error
    try:
        _check(package, name)
    except BaseException:
        package.close()
        raise
    return package


def _check(package: zipfile.ZipFile, name: str) -> None:
    entries = package.infolist()
    if len(entries) > MOST_ENTRIES:
        raise UnreadableDocument(f"{name}：压缩包有 {len(entries)} 个条目，超过 {MOST_ENTRIES} 个的上限")
    total = 0
    for entry in entries:
        if entry.flag_bits & _ENCRYPTED:
            raise UnreadableDocument(f"{name}：压缩包设有密码（{entry.filename}）")
        total += _inflated_size(package, entry, name)
        if total > MOST_UNPACKED_BYTES:
            raise UnreadableDocument(f"{name}：解压后超过 {MOST_UNPACKED_BYTES // 1_000_000} MB，疑为压缩炸弹")


def _inflated_size(package: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> int:
    most = max(_SMALL_BYTES, min(MOST_UNPACKED_BYTES, entry.compress_size * _MOST_RATIO))
    if entry.file_size > most:
        raise UnreadableDocument(f"{name}：条目 {entry.filename} 的压缩比异常，疑为压缩炸弹")
    size = 0
    try:
        with package.open(entry) as stream:
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
    except ZIP_ERRORS as error:
        raise UnreadableDocument(f"{name}：条目 {entry.filename} 损坏或被截断（{error}）") from error
    return size


def open_entry(package: zipfile.ZipFile, path: str) -> IO[bytes] | None:
    """The entry at ``path`` as a stream, or None when the package has none."""
    try:
        return package.open(path)
    except KeyError:
        return None


def related(package: zipfile.ZipFile, part: str) -> dict[str, str]:
    """The entries that a part of an Office package refers to, by the id of the reference (Open Packaging Conventions).

    References to what is outside the package are left out. Raises ``ElementTree.ParseError`` for broken XML.
    """
    folder, base = posixpath.split(part)
    stream = open_entry(package, f"{folder}/_rels/{base}.rels")
    if stream is None:
        return {}
    with stream:
        links = ElementTree.parse(stream).getroot()
    return {
        link.get("Id", ""): posixpath.normpath(posixpath.join("/", folder, link.get("Target", ""))).lstrip("/")
        for link in links
        if link.get("TargetMode") != "External"
    }
