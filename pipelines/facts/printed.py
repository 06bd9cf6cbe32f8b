"""Printed characters brought to one form before they are read: widths, dashes, invisible marks, torn numbers.

Only characters and white space belong here; what the characters are worth is told in ``amounts``. Compatibility
normalisation (NFKC) is avoided on purpose: it turns a footnote mark ① or ² into a digit of the amount.
"""

from __future__ import annotations

import re

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−─━﹣﹘⁃➖"), "-")
_OTHER = {ord("￥"): "¥", ord("﹪"): "%", ord("﹐"): ",", ord("〔"): "(", ord("〕"): ")"}
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f"))
_FOLD = {**_FULL_WIDTH, **_DASHES, **_OTHER, **_INVISIBLE}

_WHOLE_NUMBER = re.compile(r"[-+△▲¥(]?(?:[1-9]\d{0,2}(?:,\d{3})+|0|[1-9]\d*)(\.\d+)?[)]?")


def plain_form(text: str) -> str:
    """Full-width forms, dashes and minus signs in their plain form, invisible characters removed; white space stays."""
    return text.translate(_FOLD)


def join_torn(text: str, decimals: int | None, has_style: bool) -> str | None:
    """The folded text without white space, or None when its white space may part two numbers.

    White space inside a number is healed where one reading is left: beside a separator, point, bracket or unit; between
    digits when one part is no number on its own (``1,23`` / ``4,567.00``); after a full line (``12345`` / ``67.89``)
    when the table prints a fixed number of ``decimals`` that only the joined number has, or, where the table tells
    nothing (``has_style`` false), when only the second line has decimals.
    """
    lines = [re.split(r"\s+", line.strip()) for line in plain_form(text).split("\n") if line.strip()]
    if _is_letter_spaced(lines):
        return "".join(lines[0])
    joined = ""
    for line in lines:
        for position, token in enumerate(line):
            starts_line = position == 0
            if joined and not _belongs(joined, token, starts_line, decimals, has_style):
                return None
            joined += token
    return joined


def _is_letter_spaced(lines: list[list[str]]) -> bool:
    """Whether one line prints its number character by character (``1 2 . 5 0``)."""
    if len(lines) != 1 or len(lines[0]) < 3:
        return False
    return all(len(token) == 1 for token in lines[0]) and any(token in ".," for token in lines[0])


def _belongs(left: str, right: str, after_break: bool, decimals: int | None, has_style: bool) -> bool:
    """Whether ``right`` continues the number that ``left`` begins."""
    if left == "-" and right[0].isdigit():
        return not after_break  # a dash above a number may be a zero and an amount
    if not (left[-1].isdigit() and right[0].isdigit()):
        return True
    if not _is_number(left) or not _is_number(right):
        return True
    return after_break and len(left) >= len(right) and _fits_only_joined(left, right, decimals, has_style)


def _is_number(text: str) -> bool:
    return _WHOLE_NUMBER.fullmatch(text) is not None


def _fits_only_joined(left: str, right: str, decimals: int | None, has_style: bool) -> bool:
    if decimals is not None:
        return _decimals(left) != decimals and _decimals(left + right) == decimals
    return not has_style and _decimals(left) == 0 and _decimals(right) > 0


def _decimals(number: str) -> int:
    return len(number.partition(".")[2])
