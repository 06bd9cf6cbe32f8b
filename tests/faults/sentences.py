"""Faults in running text: where an amount, percent, direction, year or name stands, and what is put in its place.

Pure text, shared by samples and published documents; which sentence it is goes into the place of the fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from tests.faults.amounts import changed

OPPOSITE = {"增加": "减少", "减少": "增加", "增长": "下降", "下降": "增长", "大于": "小于", "小于": "大于"}
PATTERNS = {
    "text_amount": re.compile(r"(?<![\d.,])\d[\d,]*(?:\.\d+)?(?=[万亿]?元)"),
    "text_percent": re.compile(r"(?<![\d.,])\d+(?:\.\d+)?(?=[%％])"),
    "text_direction": re.compile(
        r"(?:增加|减少)(?=[\d,.]+[万亿]?元)|(?:增长|下降)(?=[\d.]+[%％])|(?<=决算数)(?:大于|小于)(?=预算)"
    ),
    "text_year": re.compile(r"20\d\d(?=年)"),
}
YEAR_BEFORE = re.compile(r"20\d\d年度?[，,]?\Z")


class Edit(NamedTuple):
    """A piece of a text and what stands there instead."""

    kind: str
    start: int
    end: int
    new: str


def edits(text: str, year: int, body: str | None) -> Iterator[Edit]:
    """Every place of the text where a fault can be put, in reading order by kind."""
    for kind, pattern in PATTERNS.items():
        for found in pattern.finditer(text):
            new = _other(kind, found.group(), year)
            if kind == "text_direction" and not (figure_after(text, found.end()) or "1").strip("0.,"):
                continue  # a change of 0 has no direction: the other word says the same
            if new is not None and new != found.group():
                yield Edit(kind, found.start(), found.end(), new)
    for found in re.finditer(re.escape(body), text) if body else ():
        # a name counts as said of someone only where something is said of a year
        if re.match(r"(部门|单位)?20\d\d年", text[found.end() :]) or YEAR_BEFORE.search(text[: found.start()]):
            yield Edit("text_body", found.start(), found.end(), _other_body(found.group()))


def _other(kind: str, text: str, year: int) -> str | None:
    if kind == "text_year":
        # last year's figures are told beside this year's: only the year of the document is made wrong
        return str(year - 1) if text == str(year) else None
    if kind == "text_direction":
        return OPPOSITE[text]
    return changed(text)


def figure_after(text: str, end: int) -> str | None:
    """The number that stands right after a word."""
    found = re.match(r"[\d,.]+", text[end:])
    return found[0] if found else None


def _other_body(name: str) -> str:
    """Another body of the same length: one character of its name is another one."""
    at = len(name) // 2
    return name[:at] + ("乡" if name[at] != "乡" else "县") + name[at + 1 :]


def sentence_at(text: str, start: int) -> str:
    """The sentence around a place, without white space."""
    before = max(text.rfind(mark, 0, start) for mark in "。；\n") + 1
    after = min((at for mark in "。\n" if (at := text.find(mark, start)) >= 0), default=len(text))
    return "".join(text[before:after].split())
