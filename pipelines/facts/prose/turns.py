"""Pieces that say what a figure became: 由 40 亿元变动为 41.7 亿元, 年中调整为 192 亿元, 由 53:47 变动为 67:33."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.facts.prose.discourse import MAIN, Discourse
from pipelines.facts.prose.drafts import Base
from pipelines.facts.prose.peg import Node
from pipelines.facts.prose.phrases import Named
from pipelines.facts.prose.tokens import Token
from pipelines.facts.prose.whose import whose
from pipelines.facts.prose.words import token_of, words_of

Tokens = Sequence[Token]
_ADJUSTING = frozenset({"变动为", "调整为", "变更为", "调增为", "调减为", "调整到"})


def become(d: Discourse, node: Node, tokens: Tokens) -> None:
    """由 40 亿元变动为 41.7 亿元; 由上年同期的 53:47 变动为 67:33."""
    before, after = token_of(node.get("from"), tokens), token_of(node.get("value"), tokens)
    of, named = whose(d, _first_named(d) if before is not None and before.kind == "RATIO" else d.phrase)
    named = of.named if of is not None else named
    if d.mood != MAIN or named is None or before is None or after is None or before.kind != after.kind:
        return  # stays unbound
    earlier = d.period_in([token for token in words_of(node.get("of"), tokens) if token.kind == "PERIOD"])
    if before.kind == "MONEY":
        adjusted = _is_adjusting(node, tokens)
        if named.stage == "budget" and (earlier or "").endswith("-01-01"):
            earlier, adjusted = None, True  # 支出预算由年初的 90 亿元调增至 98 亿元
        _keep_turn(d, named, (before, after), earlier, adjusted)
    elif before.kind == "RATIO":
        _keep_ratios(d, named, (before, after), earlier)


def turned(d: Discourse, node: Node, tokens: Tokens) -> None:
    """预算为 185 亿元，年中调整为 192 亿元: the adjusted budget of what the budget before is of; anything else is not certain."""
    token, of = token_of(node.get("value"), tokens), d.anchor
    assert token is not None  # the rule has a value
    is_budget = of is not None and of.measure in ("budget", "total") and of.sentence is d.sentence
    if not is_budget or of is None or d.mood != MAIN or tokens[node.start].text not in _ADJUSTING or not token.is_exact:
        return  # stays unbound
    draft = d.draft(token, of.kind, of.named)
    d.complete(draft, of)
    of.measure, draft.measure = "budget", "revised_budget"
    d.anchor, d.phrase = d.add(draft), None
    d.figures.append(draft)


def _first_named(d: Discourse) -> Named | None:
    """What a ratio names first: 税收收入与非税收入的比重 is that of 税收收入."""
    end = next((index for index, token in enumerate(d.words) if token.kind == "VERSUS"), len(d.words))
    return d.name(d.words[:end]) if end else d.phrase


def _is_adjusting(node: Node, tokens: Tokens) -> bool:
    return any(token.kind == "BECOME" and token.text in _ADJUSTING for token in tokens[node.start : node.end])


def _keep_turn(d: Discourse, named: Named, pair: tuple[Token, Token], earlier: str | None, adjusted: bool) -> None:
    drafts = [d.draft(token, named.kind, named) for token in pair]
    for draft in drafts:
        d.complete(draft, None)
        d.add(draft)
    if earlier is not None:
        drafts[0].period = earlier
    elif adjusted:
        drafts[0].measure, drafts[1].measure = "budget", "revised_budget"
    drafts[1].base = Base(earlier or ("budget" if adjusted else None), pair[0])
    d.base = drafts[1].base  # 由 120 亿元调整为 132 亿元，增加 12 亿元: counted from what it was before
    before, after = pair[0].amount, pair[1].amount
    if before is not None and after is not None and before.amount_yuan != after.amount_yuan:
        drafts[1].direction = "增加" if after.amount_yuan > before.amount_yuan else "减少"
    d.anchor = drafts[1]
    d.figures.append(drafts[1])


def _keep_ratios(d: Discourse, named: Named, pair: tuple[Token, Token], earlier: str | None) -> None:
    """The first number of each ratio is the share of what is named first."""
    for token, period in zip(pair, (earlier, None), strict=True):
        draft = d.draft(token, "share", named)
        d.complete(draft, None)
        draft.period = period or draft.period
        draft.percent = token
        d.add(draft)
