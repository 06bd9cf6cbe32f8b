"""Whose change, rate or share a clause states: that of a figure stated before, or of what the clause itself names."""

from __future__ import annotations

from dataclasses import replace

from pipelines.facts.prose.discourse import APART, MAIN, REASON, Discourse
from pipelines.facts.prose.drafts import Draft
from pipelines.facts.prose.phrases import Named

_APPROPRIATED = {
    "appropriation_income": "current_income",
    "appropriation_expenditure": "current_expenditure",
    "appropriation_total": "income_expenditure_total",
    "appropriation_basic": "basic",
    "appropriation_project": "project",
}
"""财政拨款支出 said again of what was just called 一般公共预算财政拨款支出."""


def whose(d: Discourse, named: Named | None) -> tuple[Draft | None, Named | None]:
    """Whose change, rate or share is stated: that of a figure stated before, or of what the clause itself names."""
    if d.mood == APART or (named is not None and named.is_clouded and named.item is None):
        return None, None
    if named is None or named.item is None:
        if d.compared is None or d.mood != MAIN:
            return _spoken_of(d)
        named = d.compared
    same = d.anchor is not None and d.mood == MAIN and is_same(named, d.anchor) and _is_of_its_period(d, named)
    if same:
        return d.anchor, None
    if named.is_weak and d.follows_list and d.anchor is not None and d.anchor.sentence is not d.sentence:
        return None, named  # 支出比上年 … after a list of functions is not of the last of them
    if named.is_weak and d.mood == MAIN and d.anchor is not None and d.anchor.named.side in (None, named.side):
        return (d.anchor, None) if named.subject is None else (None, replace(d.anchor.named, subject=named.subject))
    return None, named


def _is_of_its_period(d: Discourse, named: Named) -> bool:
    """Whether the words name the period of the figure stated before, or none."""
    own = d.period_in(named.periods)
    return own is None or d.anchor is None or own == d.anchor.period


def is_same(named: Named, anchor: Draft) -> bool:
    """Whether the words name again what a figure stated before is of."""
    if named.subject is not None and named.subject != anchor.subject:
        return False
    if _APPROPRIATED.get(named.item or "") == anchor.named.item:
        return named.fund in (None, "all", anchor.fund)
    if named.item != anchor.named.item or named.code != anchor.named.code:
        return False
    if named.code is None and named.item in ("function", "economic") and named.text != anchor.named.text:
        return False
    return named.fund is None or named.fund == anchor.fund


def _spoken_of(d: Discourse) -> tuple[Draft | None, Named | None]:
    """What a clause without words of its own is about: the figure before; in a reason, what the reason names."""
    if d.mood == MAIN:
        if d.topic is not None:
            return None, d.topic
        return d.anchor, None
    return (None, d.reason_of[0]) if d.mood == REASON and d.reason_of is not None else (None, None)
