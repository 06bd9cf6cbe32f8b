"""Spellings made comparable: white space, widths, quotes, brackets. Comparison only: what is stored stays as printed."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_BLANK = re.compile(r"[\s\u200b\u200c\u200d\ufeff\u00ad]+")
_QUOTES = re.compile("[\"'“”‘’„‟«»「」『』〝〞`´]")
_DASHES = re.compile("[‐‑‒–—―−﹣－─]")
_BRACKETS = str.maketrans({"〔": "(", "〕": ")", "【": "(", "】": ")", "[": "(", "]": ")", "《": "", "》": ""})


_NUMERALS = str.maketrans("〇○零Oo一二三四五六七八九", "00000123456789")
_YEAR = re.compile("[二2][〇○零Oo0][〇○零Oo0-9一二三四五六七八九]{2}(?=-?年)")
_REMEMBERED = 1 << 15
"""Spellings kept: tables repeat the same labels over and over."""


@lru_cache(maxsize=_REMEMBERED)
def squeeze(text: str) -> str:
    """The text without white space and zero-width characters, otherwise as printed."""
    return _BLANK.sub("", text)


@lru_cache(maxsize=_REMEMBERED)
def fold(text: str) -> str:
    """The text for comparison: no white space, half-width forms, round brackets, no quotes, one kind of dash, years in
    digits (二〇二四年 is 2024年)."""
    folded = unicodedata.normalize("NFKC", squeeze(text))
    folded = _QUOTES.sub("", folded).translate(_BRACKETS)
    # Once more: what stood around a removed mark may compose now.
    plain = unicodedata.normalize("NFKC", squeeze(_DASHES.sub("-", folded)))
    return _YEAR.sub(lambda found: found[0].translate(_NUMERALS), plain)
