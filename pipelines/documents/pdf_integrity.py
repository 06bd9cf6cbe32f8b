"""Whether a PDF arrived whole: compressed streams carry checksums, which pdfium does not look at.

A damaged stream (of a page, a font, a character map) loses digits or changes them without a word, on any page that uses
it, so such a file is not read at all. Other shortcomings are reported for the whole document (page 0);
of images only holes are looked for.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Any

from pypdfium2 import raw

from pipelines.documents.errors import UnreadableDocument

_FLATE_FIRST = re.compile(rb"/Filter\s*(?:/FlateDecode|\[\s*/FlateDecode\s*\])")
_JPEG = re.compile(rb"/DCTDecode")
_HEAD = 600
_CHUNK = 1 << 20
_ZLIB_HEAD = 2
# Compared with the page limits this is far more than any page prints; the rest of a longer stream is not checked.
_MOST_BYTES = 64 << 20
_BEGIN = b"%PDF-"
_END = b"%%EOF"
_END_WITHIN = 2048
_HOLE = bytes(1024)
"""A run of zeros that no encoder of JPEG writes."""


def damage_of(data: bytes, handle: Any) -> list[str]:
    """What is wrong with the file as a whole or not read of it, in Chinese; nothing for a file that arrived as it was made.

    Raises ``UnreadableDocument`` when streams disagree with their checksums: any digit of such a file may be missing.
    """
    damage: list[str] = []
    if not raw.FPDF_DocumentHasValidCrossReferenceTable(handle):
        if _BEGIN in data[data.rfind(_END) :]:
            raise UnreadableDocument(
                "文件结束后又接了另一份 PDF 的开头（下载中断后续传出错），对象前后不一，请重新下载"
            )
        cut = "文件结尾缺失，可能被截断；" if _END not in data[-_END_WITHIN:] else ""
        damage.append(f"{cut}交叉引用表已损坏，按对象重建后读取，页面可能不全")
    if b"/Encrypt" not in data:
        broken = sum(not _is_whole(stream) for stream in _streams(data))
        if broken:
            raise UnreadableDocument(
                f"{broken} 个数据流与其校验和不符，文件已损坏，文字和数字可能缺失或有误，请重新下载"
            )
    blanked = sum(_HOLE in bytes(stream) for stream in _streams(data, of_images=True))
    if blanked:
        damage.append(f"{blanked} 幅图像的数据中有成段的空字节，图像可能残缺")
    attached = raw.FPDFDoc_GetAttachmentCount(handle)
    if attached > 0:
        damage.append(f"PDF 内嵌 {attached} 个附件，附件未读取")
    return damage


def _streams(data: bytes, of_images: bool = False) -> Iterator[memoryview]:
    """The bytes of every stream that is deflated and nothing else, but for images; or those of images stored as JPEG."""
    view = memoryview(data)
    position = 0
    while (found := data.find(b"stream", position)) >= 0:
        position = found + 6
        if data[found - 3 : found] == b"end":
            continue
        head = data[max(0, found - _HEAD) : found]
        head = head[max(head.rfind(b" obj"), 0) :]
        end = data.find(b"endstream", position)
        if end < 0:
            return
        is_image = b"/Image" in head
        if (_JPEG if of_images else _FLATE_FIRST).search(head) and is_image == of_images:
            yield view[position + (2 if data[position : position + 2] == b"\r\n" else 1) : end]
        position = end + 9


def _is_whole(stream: memoryview) -> bool:
    """Whether a deflated stream ends and agrees with its checksum; empty ones and those that lack only the checksum do."""
    if not bytes(stream[:_ZLIB_HEAD]).strip():
        return True
    ends = _ends(zlib.decompressobj(), stream)
    return ends if ends is not None else _ends(zlib.decompressobj(-zlib.MAX_WBITS), stream[_ZLIB_HEAD:]) is True


def _ends(decoder: Any, stream: memoryview) -> bool | None:
    """Whether a decoder comes to the end of the data: not at all (None), or into an error (False)."""
    seen = 0
    try:
        rest: bytes | memoryview = stream
        while rest and not decoder.eof and seen < _MOST_BYTES:
            seen += len(decoder.decompress(rest, _CHUNK))
            rest = decoder.unconsumed_tail
    except zlib.error:
        return False
    return True if decoder.eof or seen >= _MOST_BYTES else None
