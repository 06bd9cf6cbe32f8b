"""Numbering and headings: what level a line opens, and whether it is a heading or running text.

The marks (第一部分, 一、, （一）, 1., （1）, ①) and their order belong here; what a heading says is read in ``context``.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from pipelines.facts.printed import plain_form

TERMINAL = frozenset("。!?！？")
_CLAUSE_END = frozenset("。；;：:，,、")
_NUMERALS = "一二三四五六七八九十百零〇廿"
_MARKS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (0, re.compile(rf"第[{_NUMERALS}0-9]{{1,4}}[部编章节]分?[、:.]?(?!是)")),
    (1, re.compile(rf"[{_NUMERALS}]{{1,4}}(?:、|[.](?![0-9]))")),
    (2, re.compile(rf"\([{_NUMERALS}]{{1,4}}\)[、.]?")),
    (3, re.compile(r"[0-9]{1,2}(?:[、]|[.](?![0-9])|\.(?=20[0-9]{2}年))")),
    (4, re.compile(r"\([0-9]{1,2}\)[、.]?")),
    (5, re.compile(r"[①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮]")),
)
_AMOUNT = re.compile(r"[0-9]\s*(?:[万亿千百]?元|%|人次|辆|台)")
# Last words of a line that names what follows: a new block of text begins.
_BLOCK_TITLE = re.compile(
    r".{0,40}(?:说明|情况|概况|解释|职能|设置|报告|总结|公开|预算|决算|目录|附件|总表|一览)(?:\([^)]*\))?"
)
_STATES_ABSENCE = re.compile(r"[无未]|没有|不涉及")
_LONGEST_HEADING, _LONGEST_TITLE = 48, 64
BLOCK = -1
"""Level of an unnumbered title that opens a new block of text."""


class Mark(NamedTuple):
    """The numbering at the beginning of a line: its level (0 is the outermost) and its length in characters."""

    level: int
    length: int


def mark_of(text: str) -> Mark | None:
    """The numbering that a line begins with, if any."""
    return _mark(plain_form(text[:12]))


@lru_cache(maxsize=10_000)
def _mark(head: str) -> Mark | None:
    for level, pattern in _MARKS:
        found = pattern.match(head)
        if found:
            return Mark(level, found.end())
    return None


def is_heading(text: str, longest: int = _LONGEST_HEADING) -> bool:
    """Whether a line standing for itself is a heading: short, without an amount and without the end of a sentence."""
    if len(text) > longest or not text or text[-1] in _CLAUSE_END - {"：", ":"} or _AMOUNT.search(plain_form(text)):
        return False
    return not any(end in text for end in TERMINAL | {"；", ";"})


def is_block_title(text: str) -> bool:
    """Whether an unnumbered line is the title of a block of text (编制说明, 其他相关情况说明 …)."""
    if mark_of(text) is not None or not is_heading(text, _LONGEST_TITLE) or _STATES_ABSENCE.search(text):
        return False
    return _BLOCK_TITLE.fullmatch(plain_form(text)) is not None
