"""Names of bodies made comparable: brackets, abbreviations, and whether two printed names may be one body."""

from __future__ import annotations

import re

from pipelines.reference import layouts
from pipelines.reference.folding import fold


def clean_name(name: str) -> str:
    """A body's name for comparison and storage: folded, without what stands around it in titles and heading lines."""
    cleaned = fold(name).strip(":,、.-_")
    for role in ("body_head", "body_tail"):
        for rule in layouts.identity_rules(role):
            cleaned = rule.pattern.sub("", cleaned)
    cleaned = re.sub(r"^\d{3,6}-?", "", cleaned)
    if cleaned.count("(") != cleaned.count(")"):
        cleaned = cleaned.rstrip("(")
    return cleaned


def same_body(first: str, second: str) -> bool:
    """Whether two names may mean one body: equal, one inside the other, or one an abbreviation of the other.

    A name that only leaves out a division (市局 for 市某区局) is another body, not an abbreviation.
    """
    shorter, longer = sorted((clean_name(first), clean_name(second)), key=len)
    if shorter in longer:
        return True
    if _drops_division(shorter, longer):
        return False
    return _is_subsequence(shorter, longer)


def _drops_division(shorter: str, longer: str) -> bool:
    missing = len(longer) - len(shorter)
    for cut in range(2, len(shorter)):
        if longer.startswith(shorter[:cut]) and longer.endswith(shorter[cut:]):
            dropped = longer[cut : cut + missing]
            if any(rule.pattern.fullmatch(dropped) for rule in layouts.identity_rules("region_word")):
                return True
    return False


def _is_subsequence(shorter: str, longer: str) -> bool:
    rest = iter(longer)
    return all(character in rest for character in shorter)
