"""One printed character in the form everything downstream expects: no full-width digits, no radicals, nothing invisible.

Only single characters are judged here, without their neighbours. Chinese punctuation stays as printed. A character
without a meaning is U+FFFD and never silently dropped.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

UNKNOWN = "\ufffd"

# Punctuation that Chinese text uses in full width; its ASCII forms would be misprints of the page.
_KEPT_FULL_WIDTH = frozenset("！（），：；？［］｛｝～＂＇")
_LINE_END_HYPHEN = "\x02"
_RADICALS_SUPPLEMENT = range(0x2E80, 0x2F00)
_KANGXI_RADICALS = range(0x2F00, 0x2FE0)
_COMPATIBILITY_IDEOGRAPHS = range(0xF900, 0xFB00)
_COMPATIBILITY_SUPPLEMENT = range(0x2F800, 0x2FA20)
_FULL_WIDTH_FORMS = range(0xFF01, 0xFF5F)
_MATHEMATICAL_DIGITS = range(0x1D7CE, 0x1D800)
_DROPPED_CATEGORIES = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
_VARIATION_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))

# Radicals of the supplement that NFKC leaves alone, with the ideograph they are the form of (after their Unicode names):
# fonts that were subset carelessly map ordinary text to them.
_SUPPLEMENT_EQUIVALENTS = dict(
    zip(
        "⺁⺄⺅⺇⺈⺊⺉⺋⺌⺍⺎⺏⺐⺒⺓⺔⺖⺘⺙⺛⺜⺝⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺶⺷⺹⺺⺽⺾⺿⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲",
        "厂乙亻几刀卜刂㔾小小兀尢尣巳幺彑忄扌攵旡日月母民氵氺灬爪爫丬牛犭王疋目示礻竹糹纟网罒羊羊耂肀臼艹艹虎衤覀西见角角讠贝足车辶辶辶阝钅長镸长门阜阝雨青韦页风飞食飠饣马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀",
        strict=True,
    )
)


@lru_cache(maxsize=65536)
def clean_code_point(code: int) -> str:
    """The text of one code point as a PDF or a font gives it: '' for what is not seen, U+FFFD for what has no meaning."""
    if code == 0 or code > 0x10FFFF or 0xD800 <= code < 0xE000 or (code & 0xFFFE) == 0xFFFE:
        return UNKNOWN
    return _clean(chr(code), code)


def _clean(character: str, code: int) -> str:
    if character == _LINE_END_HYPHEN:
        return "-"
    if code in _FULL_WIDTH_FORMS:
        return character if character in _KEPT_FULL_WIDTH else chr(code - 0xFEE0)
    if code in _RADICALS_SUPPLEMENT and character in _SUPPLEMENT_EQUIVALENTS:
        return _SUPPLEMENT_EQUIVALENTS[character]
    if _is_compatibility(code):
        return unicodedata.normalize("NFKC", character)
    if unicodedata.category(character) in _DROPPED_CATEGORIES or any(code in span for span in _VARIATION_SELECTORS):
        return ""
    return character


def _is_compatibility(code: int) -> bool:
    spans = (
        _RADICALS_SUPPLEMENT,
        _KANGXI_RADICALS,
        _COMPATIBILITY_IDEOGRAPHS,
        _COMPATIBILITY_SUPPLEMENT,
        _MATHEMATICAL_DIGITS,
    )
    return any(code in span for span in spans)
