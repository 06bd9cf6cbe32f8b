"""Makes the sample fonts anew from Debian's fonts-noto-cjk, when the facts files use a character they lack.

Only the characters in use are kept, and the cubic outlines become quadratic, as TrueType and reportlab want them. The
subsets carry names of their own; their licence stays the SIL Open Font License 1.1.
"""

from __future__ import annotations

import string
from pathlib import Path

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

from tests.documents.typeset.facts import characters
from tests.documents.typeset.fonts import FOLDER, NAMES

SOURCES = {name: Path(f"/usr/share/fonts/opentype/noto/Noto{name.title()}CJK-Regular.ttc") for name in NAMES}
SIMPLIFIED_CHINESE = 2  # place of the SC face in both collections
MADE_AT = 3_786_912_000  # 2024-01-01 in seconds since 1904: a fixed date keeps the bytes the same


def make(name: str, text: str) -> TTFont:
    """A TrueType font that holds the characters of ``text``. Raises ``FileNotFoundError`` without fonts-noto-cjk."""
    font = TTFont(SOURCES[name], fontNumber=SIMPLIFIED_CHINESE, recalcTimestamp=False)
    options = subset.Options(layout_features=[], notdef_outline=True, hinting=False, name_IDs=[0, 13, 14])
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE", "GPOS", "GSUB", "GDEF"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=text)
    subsetter.subset(font)
    _to_truetype(font)
    _rename(font, f"Sample {name.title()}")
    font["head"].created = font["head"].modified = MADE_AT
    return font


def _to_truetype(font: TTFont) -> None:
    glyphs = font.getGlyphSet()
    outlines = {}
    for glyph_name in font.getGlyphOrder():
        pen = TTGlyphPen(None)
        glyphs[glyph_name].draw(Cu2QuPen(pen, max_err=1.0, reverse_direction=True))
        outlines[glyph_name] = pen.glyph()
    del font["CFF "]
    font["loca"] = newTable("loca")
    font["glyf"] = glyf = newTable("glyf")
    glyf.glyphOrder = font.getGlyphOrder()
    glyf.glyphs = outlines
    maxp = font["maxp"]
    maxp.tableVersion = 0x00010000
    for field in ("maxZones", "maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs"):
        setattr(maxp, field, 1 if field == "maxZones" else 0)
    for field in ("maxStackElements", "maxSizeOfInstructions", "maxComponentElements"):
        setattr(maxp, field, 0)
    font["post"].formatType = 3.0
    font.sfntVersion = "\000\001\000\000"


def _rename(font: TTFont, family: str) -> None:
    for name_id, text in ((1, family), (2, "Regular"), (4, family), (6, family.replace(" ", "-"))):
        font["name"].setName(text, name_id, 3, 1, 0x409)


def main() -> None:
    """Write both fonts into the folder ``fonts``."""
    text = " " + string.printable.strip() + characters()
    for name in NAMES:
        make(name, text).save(FOLDER / f"sample-{name}.ttf")


if __name__ == "__main__":
    main()
