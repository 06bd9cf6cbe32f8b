"""The two fonts of the sample documents: where they are, and how wide their text runs.

They are subsets of Noto Sans CJK SC and Noto Serif CJK SC (SIL Open Font License 1.1, fonts/OFL.txt) with TrueType
outlines, kept beside this module so that the samples come out the same on every machine; ``fontmaker`` makes them.
"""

from __future__ import annotations

from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from tests.documents.typeset.facts import FactsError

FOLDER = Path(__file__).with_name("fonts")
NAMES = ("sans", "serif")


def register() -> None:
    """Make both fonts known to reportlab, fresh, so that what a document embeds does not depend on the one before."""
    for name in NAMES:
        pdfmetrics.registerFont(TTFont(name, str(FOLDER / f"sample-{name}.ttf")))


def width(text: str, font: str, size: float) -> float:
    """Width of ``text`` in points. Raises ``FactsError`` for a character that the font does not hold."""
    missing = [c for c in text if ord(c) not in pdfmetrics.getFont(font).face.charToGlyph]
    if missing:
        raise FactsError(f"{missing[0]!r} is not in font {font}: run python -m tests.documents.typeset.fontmaker")
    return float(pdfmetrics.stringWidth(text, font, size))
