"""Traditional and simplified characters: the list ``traditional.csv`` and how a text is told to be of either script.

Only a text that is traditional as a whole is ever changed, so no simplified text and no name in one is touched.
"""

from __future__ import annotations

from collections import Counter
from functools import cache

from pipelines.reference.tables import rows_of

_FEWEST = 10
"""Traditional characters from which a text is judged at all: names of bodies and places print a few in any text."""
_SURE_SHARE = 4
"""A text is traditional as a whole where so many of its traditional forms stand against one simplified form."""


@cache
def _simplified_of() -> dict[int, str]:
    return {ord(row["traditional"]): row["simplified"] for row in rows_of("traditional.csv")}


@cache
def _simplified_forms() -> frozenset[str]:
    return frozenset(row["simplified"] for row in rows_of("traditional.csv") if not row["is_shared"])


def traditional_count(text: str) -> int:
    """How many characters of a text have another simplified form, where these are too many for names; otherwise 0."""
    return _traditional(Counter(text))


def _traditional(counts: Counter[str]) -> int:
    known = _simplified_of()
    count = sum(number for character, number in counts.items() if ord(character) in known)
    return count if count >= _FEWEST else 0


def is_traditional(text: str) -> bool:
    """Whether a text is in the traditional script as a whole."""
    counts = Counter(text)
    simplified = sum(number for character, number in counts.items() if character in _simplified_forms())
    return _traditional(counts) > _SURE_SHARE * simplified


def simplified(text: str) -> str:
    """A text with the simplified forms of all characters that the list knows, character for character."""
    return text.translate(_simplified_of())
