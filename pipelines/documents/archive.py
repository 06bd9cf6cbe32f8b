"""A zip archive -> the documents in it, by name: what a publisher packed together is read one by one.

Nothing is written to disk. Names are decoded as the packer meant them (UTF-8, GBK); archives inside the archive are opened once.
Bombs, passwords and names that leave the archive are refused with the reason. Documents themselves are read elsewhere.
"""

from __future__ import annotations

import stat
import struct
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath

from pipelines.documents.errors import UnreadableDocument
from pipelines.documents.package import MOST_UNPACKED_BYTES, ZIP_ERRORS, open_package
from pipelines.documents.sniff import ZIP, sniff
from pipelines.records.pages import Document

STAGE = "archive"
SEPARATOR = "!/"
"""Stands between the name of an archive and the name of a document in it."""

_MOST_DOCUMENTS = 5000
_UTF8_FLAG = 0x800
_UNICODE_PATH = 0x7075
# What packing programs add of their own.
_NOT_DOCUMENTS = frozenset({".ds_store", "thumbs.db", "desktop.ini"})
_MAC_FOLDER = "__MACOSX"


def is_archive(data: bytes) -> bool:
    """Whether ``data`` is a zip of documents (and not a document that is a zip inside, such as .xlsx)."""
    return data.startswith(b"PK") and sniff(data) == ZIP


def read(data: bytes, name: str, document_id: str) -> Document:
    """Always raises: an archive is no document. Its reader says how many documents ``expand`` would give."""
    found = expand(data, name)
    raise UnreadableDocument(f"{name}：压缩包内有 {len(found)} 个文件，须展开后逐个读取", STAGE)


def expand(data: bytes, name: str) -> list[tuple[str, bytes]]:
    """The documents of an archive as (name inside, bytes), in the order of the archive.

    A document of an inner archive is named ``inner.zip!/document.pdf``; archives deeper than that stay closed and are
    given as they are. Raises ``UnreadableDocument`` for bombs, passwords, unsafe names and archives without a document.
    """
    found: list[tuple[str, bytes]] = []
    total = 0
    for path, content in _documents(data, name):
        inner = list(_documents(content, f"{name}{SEPARATOR}{path}")) if is_archive(content) else None
        added = [(path, content)] if inner is None else [(f"{path}{SEPARATOR}{below}", one) for below, one in inner]
        total += sum(len(one) for _, one in added)
        found.extend(added)
        if total > MOST_UNPACKED_BYTES or len(found) > _MOST_DOCUMENTS:
            raise UnreadableDocument(
                f"{name}：压缩包连同内层超过 {_MOST_DOCUMENTS} 个文件或容量上限，疑为压缩炸弹", STAGE
            )
    if not found:
        raise UnreadableDocument(f"{name}：压缩包里没有文件", STAGE)
    return _unique(found)


def _documents(data: bytes, name: str) -> Iterator[tuple[str, bytes]]:
    with open_package(data, name) as package:
        for entry in package.infolist():
            path = _path(entry, name)
            if entry.is_dir() or _is_left_by_packer(path):
                continue
            if stat.S_ISLNK(entry.external_attr >> 16):
                raise UnreadableDocument(f"{name}：条目 {path} 是符号链接，拒绝展开", STAGE)
            try:
                yield path, package.read(entry)
            except ZIP_ERRORS as error:
                raise UnreadableDocument(f"{name}：条目 {path} 损坏（{error}）", STAGE) from error


def _path(entry: zipfile.ZipInfo, name: str) -> str:
    """The name as the packer meant it, with forward slashes. Raises for names that leave the archive."""
    path = _decoded(entry).replace("\\", "/")
    parts = PurePosixPath(path).parts
    if path.startswith("/") or ".." in parts or (len(path) > 1 and path[1] == ":"):
        raise UnreadableDocument(f"{name}：条目 {path} 的路径越出压缩包，拒绝展开", STAGE)
    return path


def _decoded(entry: zipfile.ZipInfo) -> str:
    """Programs on Chinese Windows write names in GBK without saying so; the zip library takes them for code page 437."""
    if entry.flag_bits & _UTF8_FLAG:
        return entry.filename
    stated = _unicode_path(entry.extra)
    if stated is not None:
        return stated
    try:
        raw = entry.filename.encode("cp437")
    except UnicodeEncodeError:
        return entry.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename


def _unicode_path(extra: bytes) -> str | None:
    """The name in UTF-8 that some packers add beside the raw one (Info-ZIP, field 0x7075)."""
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<HH", extra)
        if kind == _UNICODE_PATH and size > 5:
            return extra[9 : 4 + size].decode("utf-8", "replace")
        extra = extra[4 + size :]
    return None


def _is_left_by_packer(path: str) -> bool:
    parts = PurePosixPath(path).parts
    return _MAC_FOLDER in parts or parts[-1].lower() in _NOT_DOCUMENTS or parts[-1].startswith("._")


def _unique(found: list[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    """Two entries may carry one name; the later ones get a number, so that both are read."""
    seen: dict[str, int] = {}
    result: list[tuple[str, bytes]] = []
    for path, content in found:
        seen[path] = seen.get(path, 0) + 1
        result.append((path if seen[path] == 1 else f"{path}#{seen[path]}", content))
    return result
