"""Pieces of a sentence that compare: changes, rates, completion, shares, 由 … 变为 …, 大于 and 持平.

Each function reads one named rule of the grammar in the light of what was said before (``discourse``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipelines.facts.prose.discourse import APART, MAIN, REASON, Discourse
from pipelines.facts.prose.drafts import Base, Draft
from pipelines.facts.prose.figures import keep_change, token_of, words_of
from pipelines.facts.prose.peg import Node
from pipelines.facts.prose.periods import shifted
from pipelines.facts.prose.phrases import Named
from pipelines.facts.prose.tokens import Token

Tokens = Sequence[Token]
_ADJUSTING = frozenset({"变动为", "调整为", "变更为", "调增为", "调减为", "调整到"})
_APPROPRIATED = {
    "appropriation_income": "current_income",
    "appropriation_expenditure": "current_expenditure",
    "appropriation_total": "income_expenditure_total",
    "appropriation_basic": "basic",
    "appropriation_project": "project",
}
"""财政拨款支出 said again of what was just called 一般公共预算财政拨款支出."""
_BUDGETS = frozenset({"budget", "revised_budget"})


def base(d: Discourse, node: Node, tokens: Tokens) -> None:
    """与上年相比, 比 2019 年（疫情前）决算数, 较 2022 年 122.44 万元, 同比."""
    words = tokens[node.start : node.end]
    _leave_reason(d, node, tokens)
    if node.get("strange") is not None:
        d.base = Base(None)  # compared with something that is no period and no budget
        return
    if words[0].kind == "SAME_PERIOD":
        spoken = (d.anchor.period if d.anchor else None) or d.period or d.context.period
        found = Base(shifted(spoken, -1))
    else:
        of = node.get("of")
        reference = tokens[of.start : of.end] if isinstance(of, Node) else ()
        amount = token_of(node.get("value"), tokens)
        found = Base(d.reference_period(reference), amount)
        found.is_sticky = any("SAME_BELOW" in token.holds for token in reference)
    d.base = d.last_base = found
    if d.phrase is not None and d.phrase.item is not None and d.mood == MAIN:
        d.compared = d.phrase
    if found.is_sticky:
        d.sticky_base = found
    if found.amount is not None:
        _keep_base_amount(d, found)


def _leave_reason(d: Discourse, node: Node, tokens: Tokens) -> None:
    """决算数小于预算数的主要原因是 …，与上年相比减少 …: after the reason for one comparison another one of the same begins."""
    begins = node.start > 0 and tokens[node.start - 1].kind in ("COMMA", "SEMICOLON")
    if d.mood == REASON and begins and d.drafts and d.drafts[-1].kind == "comparison":
        compared, of = d.drafts[-1], d.drafts[-1].of
        if of is not None and of is d.anchor and of.direction is None and compared.sentence is d.sentence:
            d.mood = MAIN


def _keep_base_amount(d: Discourse, found: Base) -> None:
    """The amount printed for the base is a figure of its own, of the same thing in the other period."""
    assert found.amount is not None  # asked for only then
    of, named = _whose(d, d.phrase)
    if d.mood != MAIN or (of is None and named is None):
        d.unbound(found.amount)
        return
    draft = d.draft(found.amount, "amount", of.named if of else named or Named())
    d.complete(draft, of)
    if found.period in _BUDGETS:
        draft.measure = found.period
    else:
        draft.period = found.period
    d.add(draft)


def _whose(d: Discourse, named: Named | None) -> tuple[Draft | None, Named | None]:
    """Whose change, rate or share is stated: that of a figure stated before, or of what the clause itself names."""
    if d.mood == APART or (named is not None and named.is_clouded and named.item is None):
        return None, None
    if named is None or named.item is None:
        if d.compared is None or d.mood != MAIN:
            return _spoken_of(d)
        named = d.compared
    same = d.anchor is not None and d.mood == MAIN and _is_same(named, d.anchor)
    if same:
        return d.anchor, None
    if named.is_weak and d.mood == MAIN and d.anchor is not None and d.anchor.named.side in (None, named.side):
        return (d.anchor, None) if named.subject is None else (None, replace(d.anchor.named, subject=named.subject))
    return None, named


def _is_same(named: Named, anchor: Draft) -> bool:
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


def _direction(node: Node, tokens: Tokens) -> str:
    token = next(token for token in tokens[node.start : node.end] if token.kind in ("CHANGE", "MORE_LESS"))
    return token.term.value if token.term is not None else ""


def change(d: Discourse, node: Node, tokens: Tokens) -> None:
    """增加 2,043.58 万元; 增加人员经费 1,408.29 万元."""
    token = token_of(node.get("value"), tokens)
    assert token is not None  # the rule has a value
    inner = words_of(node.get("inner"), tokens)
    named = d.name(inner) if inner else d.phrase
    d.fresh_change = None
    if token.kind != "MONEY" or not token.is_exact or (inner and (named is None or named.item is None)):
        return  # stays unbound
    of, standing = _whose(d, named)
    if of is not None:
        d.fresh_change = keep_change(d, token, of, _direction(node, tokens), d.base_of(of.period))
    elif standing is not None:
        d.fresh_change = _standing_change(d, token, standing, _direction(node, tokens))
    d.phrase = None


def _standing_change(d: Discourse, token: Token, named: Named, direction: str) -> Draft:
    """A change whose level is not stated."""
    draft = d.draft(token, "change", named)
    d.complete(draft, None)
    draft.direction, draft.base = direction, d.base_of(draft.period)
    if d.mood == REASON:
        d.reason_of = (named, direction)
    return d.add(draft)


def growth(d: Discourse, node: Node, tokens: Tokens) -> None:
    """增长 10.87%, as the rate of the change before it or by itself; 提高 14 个百分点."""
    rate = _rate(node, tokens)
    if rate is None:
        return
    direction, fresh = _direction(node, tokens), d.fresh_change
    if rate.kind == "POINTS":
        _points(d, rate, direction)
    elif fresh is not None and fresh.percent is None and fresh.direction == direction and not _names_other(d, fresh):
        fresh.percent = rate
        if fresh.of is not None and fresh.of.percent is None and fresh.of.change is fresh.token:
            fresh.of.percent = rate
    else:
        _standing_rate(d, rate, direction)
    d.phrase = None


def _rate(node: Node, tokens: Tokens) -> Token | None:
    part = node.get("rate")
    return token_of(part, tokens)


def _names_other(d: Discourse, fresh: Draft) -> bool:
    """Whether the clause names another thing than the change before it is of."""
    named = d.phrase
    return named is not None and named.item is not None and not named.is_weak and named.item != fresh.named.item


def _standing_rate(d: Discourse, rate: Token, direction: str) -> None:
    """A growth rate without an amount of change: on its figure, or by itself when it has none."""
    of, named = _whose(d, d.phrase)
    if of is not None and of.percent is None and of.change is None and of.direction is None:
        of.percent, of.direction, of.base = rate, direction, d.base_of(of.period)
        return
    if of is None and named is None:
        if rate.kind != "NO_RATE":
            d.unbound(rate)
        return
    draft = d.draft(rate, "change", of.named if of else named or Named())
    d.complete(draft, of)
    draft.percent, draft.direction, draft.of = rate, direction, of
    draft.base = d.base_of(draft.period)
    d.add(draft)


def _points(d: Discourse, rate: Token, direction: str) -> None:
    """A change of a share or rate in percentage points."""
    shares = [draft for draft in d.drafts if draft.kind == "share" and draft.sentence is d.sentence]
    named = d.phrase
    of = shares[-1] if shares and (named is None or named.item in (None, shares[-1].named.item)) else None
    if d.mood != MAIN or (of is None and (named is None or named.item is None)):
        d.unbound(rate)
        return
    draft = d.draft(rate, "change", of.named if of else named or Named())
    d.complete(draft, of)
    draft.percent, draft.direction, draft.of = rate, direction, of
    draft.base = d.base_of(draft.period)
    d.add(draft)


def equal(d: Discourse, node: Node, tokens: Tokens) -> None:
    """与上年持平: noted on the figure; 决算数同预算数持平 and what has no figure is a comparison of its own."""
    token = tokens[node.start]
    direction = token.term.value if token.term is not None else ""
    if d.mood != MAIN or not direction:
        return
    of, named = _whose(d, d.phrase)
    found = d.base
    if of is not None and of.direction is None and (found is None or found.period not in _BUDGETS):
        of.direction, of.base = direction, d.base_of(of.period)
    elif named is not None or (of is not None and (of.direction, of.base) != (direction, found)):
        _comparison(d, token, direction, of, named)
    amount = token_of(node.get("value"), tokens)
    if amount is not None and found is not None:
        found.amount = amount
        _keep_base_amount(d, found)


def _comparison(d: Discourse, token: Token, direction: str, of: Draft | None, named: Named | None) -> None:
    draft = d.draft(token, "comparison", of.named if of else named or Named())
    d.complete(draft, of)
    draft.direction, draft.base, draft.of = direction, d.base, of
    d.add(draft)


def deviation(d: Discourse, node: Node, tokens: Tokens) -> None:
    """本年数小于上年预算数 403.75 万元; 决算数大于预算数 (a comparison without an amount)."""
    of_part = node.get("of")
    reference = tokens[of_part.start : of_part.end] if isinstance(of_part, Node) else ()
    d.base = Base(d.reference_period(reference))
    direction, amount, rate = _direction(node, tokens), token_of(node.get("value"), tokens), _rate(node, tokens)
    if d.mood != MAIN:
        return
    of, named = _whose(d, d.phrase)
    if amount is not None and d.parent is not None and d.parent.sentence is d.sentence and d.phrase is None:
        return  # 超过上年 … after a list may be of the list's whole
    if amount is not None and of is not None:
        keep_change(d, amount, of, direction, d.base)
    elif amount is not None and named is not None:
        _standing_change(d, amount, named, direction)
    elif rate is not None and of is not None:
        draft = d.draft(rate, "change", of.named)
        d.complete(draft, of)
        draft.percent, draft.direction, draft.base, draft.of = rate, direction, d.base, of
        d.add(draft)
    elif amount is None and rate is None and (of is not None or named is not None):
        _comparison(d, tokens[node.start], direction, of, named)


def completion(d: Discourse, node: Node, tokens: Tokens) -> None:
    """完成预算的 95.45%; 完成全年预算 84.82 万元的 73.2%, where the budget is a figure of its own."""
    stage = token_of(node.get("of"), tokens)
    rate, amount = _rate(node, tokens), token_of(node.get("value"), tokens)
    if stage is None or stage.term is None or rate is None:
        return
    kind = {"budget": "budget", "revised": "revised_budget"}.get(stage.term.features[0])
    if any("SAME_BELOW" in token.holds for token in tokens[node.start : node.end]):
        d.sticky_completion = kind
    elif stage.text in ("预算", "预算数") and d.sticky_completion is not None:
        kind = d.sticky_completion
    of, named = _whose(d, d.phrase)
    if d.mood != MAIN or kind is None or (of is None and named is None):
        return  # stays unbound
    if amount is not None:
        draft = d.draft(amount, "amount", of.named if of else named or Named())
        d.complete(draft, of)
        draft.measure = kind
        d.add(draft)
    _keep_completion(d, rate, kind, of, named)
    d.phrase = None


def _keep_completion(d: Discourse, rate: Token, kind: str, of: Draft | None, named: Named | None) -> None:
    if of is not None and of.completion is None and of.measure not in _BUDGETS:
        of.completion, of.completion_of = rate, kind
        return
    if rate.kind == "NO_RATE":
        return
    draft = d.draft(rate, "completion", of.named if of else named or Named())
    d.complete(draft, of)
    draft.completion, draft.completion_of, draft.of = rate, kind, of
    d.add(draft)


def rate(d: Discourse, node: Node, tokens: Tokens) -> None:
    """预算执行率为 98.5%."""
    found = _rate(node, tokens)
    of, named = _whose(d, d.phrase)
    if found is not None and d.mood == MAIN and (of is not None or named is not None):
        _keep_completion(d, found, "budget", of, named)


def share(d: Discourse, node: Node, tokens: Tokens) -> None:
    """占本年支出合计的 99.86%; 占比为 62.57%."""
    found = _rate(node, tokens)
    whole = d.name(words_of(node.get("of"), tokens))
    of, named = _whose(d, d.phrase)
    if found is None or found.kind == "NO_RATE" or d.mood != MAIN or (of is None and named is None):
        return  # stays unbound
    draft = d.draft(found, "share", of.named if of else named or Named())
    d.complete(draft, of)
    draft.percent, draft.of = found, of
    draft.share_of = whole.item or whole.text or _whole(d, of)
    d.add(draft)
    d.phrase = None


def _whole(d: Discourse, of: Draft | None) -> str | None:
    """What a bare 占 x% is a share of: the figure whose list is read, or the frame of the clause."""
    if d.parent is not None and d.parent is not of:
        return d.parent.named.item
    return d.frame.item if d.frame is not None else None


def become(d: Discourse, node: Node, tokens: Tokens) -> None:
    """由 40 亿元变动为 41.7 亿元; 由上年同期的 53:47 变动为 67:33."""
    before, after = token_of(node.get("from"), tokens), token_of(node.get("value"), tokens)
    of, named = _whose(d, _first_named(d) if before is not None and before.kind == "RATIO" else d.phrase)
    named = of.named if of is not None else named
    if d.mood != MAIN or named is None or before is None or after is None or before.kind != after.kind:
        return  # stays unbound
    earlier = d.period_in([token for token in words_of(node.get("of"), tokens) if token.kind == "PERIOD"])
    if before.kind == "MONEY":
        _keep_turn(d, named, (before, after), earlier, _is_adjusting(node, tokens))
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
