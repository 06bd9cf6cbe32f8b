"""Pieces of a sentence that say there is nothing: 无政府性基金预算财政拨款收入和支出, 本表为空."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipelines.facts.prose.discourse import MAIN, Discourse
from pipelines.facts.prose.peg import Node
from pipelines.facts.prose.phrases import WEAK, Named
from pipelines.facts.prose.tokens import Token
from pipelines.facts.prose.words import words_of

Tokens = Sequence[Token]


def absent_here(d: Discourse, token: Token) -> None:
    """The statement that the heading speaks of has no figures."""
    if d.context.fund in (None, "all") and not d.context.features - WEAK:
        return
    _keep_absence(d, token, Named(fund=d.context.fund, features=d.context.features | {"fund"}))


def absence(d: Discourse, node: Node, tokens: Tokens) -> None:
    """无政府性基金预算财政拨款收入和支出; 无 … 的部门 (a case set, no statement) is passed over."""
    part = node.get("np")
    words = list(words_of(part, tokens))
    if d.mood != MAIN or not words or _is_supposed(words):
        return
    named = d.name(words)
    if not named.periods and d.phrase is not None:
        named = replace(named, periods=d.phrase.periods)  # 2024 年度没有 …: the year stands before the word
    if named.fund is not None and not named.features & {"income", "expenditure", "both"}:
        named = Named(fund=named.fund, text=named.text, features=named.features, periods=named.periods)
    if named.fund is not None or (named.item is not None and not named.is_weak):
        _keep_absence(d, tokens[node.start], named)


def _is_supposed(words: Tokens) -> bool:
    """Whether the words set a case (无 … 支出的，; 无 … 支出的部门，) instead of stating it."""
    bare = [token for token in words if token.kind != "MODIFIER"]
    return bool(bare) and bare[-1].kind == "OF"


def _keep_absence(d: Discourse, token: Token, named: Named) -> None:
    if named.item is None or (named.is_weak and not named.features & {"income", "expenditure"}):
        named = replace(named, item="income_expenditure_total", is_weak=False)
    draft = d.draft(token, "absence", named)
    d.complete(draft, None)
    d.add(draft)
