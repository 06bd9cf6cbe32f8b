"""Bytes to text, and text to the characters everything downstream expects, for formats without geometry.

Only encodings and single characters: where a line, a cell or a table begins is decided by the reader of each format.
"""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from pipelines.documents.characters import clean_code_point

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_\-]{2,20})""")
_DECLARED_WITHIN = 4096
# Pages that say GB2312 or GBK print characters of the larger set (rare names, full-width signs).
_LARGER_SET = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030", "cp936": "gb18030"}
# Characters that any budget, final account or report repeats, in the simplified and the traditional script.
_FREQUENT = frozenset("的年度预算支出收入总表单位项目合计部门财政拨款一般公共二三预決決算單位項目合計財政撥款預算公務")
_CANDIDATES = ("gb18030", "big5")
_KEPT = {"\n": "\n", "\t": "\t", " ": " ", "\u3000": " ", "\xa0": " "}
_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_UNKNOWN = "\ufffd"


def decode(data: bytes) -> str:
    """The text of ``data``: by byte order mark, by what the bytes declare, as UTF-8, as GB18030 or Big5, else detected.

    Never raises: bytes without a meaning become U+FFFD, so that the caller can count and report them.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    for encoding in (*_declared(data), "utf-8"):
        text = _strict(data, encoding)
        if text is not None:
            return text
    guesses = [text for text in (_strict(data, name) for name in _CANDIDATES) if text is not None]
    likely = max(guesses, key=_share_of_frequent, default=None)
    if likely is not None and _share_of_frequent(likely) > 0:
        return likely
    best = from_bytes(data[:200_000]).best()
    return data.decode(best.encoding if best else "gb18030", "replace")


def _declared(data: bytes) -> tuple[str, ...]:
    found = _DECLARED.search(data[:_DECLARED_WITHIN])
    if found is None:
        return ()
    name = found.group(1).decode("ascii").lower()
    return (_LARGER_SET.get(name, name),)


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _share_of_frequent(text: str) -> float:
    return sum(character in _FREQUENT for character in text) / max(1, len(text))


def clean_text(text: str) -> str:
    """``text`` with half-width digits, no radicals and nothing invisible; spaces, tabs and line feeds stay."""
    text = _LINE_ENDS.sub("\n", text)
    return text.translate({ord(each): _KEPT.get(each) or clean_code_point(ord(each)) for each in set(text)})


def unknown_count(text: str) -> int:
    """How many characters of ``text`` have no meaning (U+FFFD)."""
    return text.count(_UNKNOWN)
