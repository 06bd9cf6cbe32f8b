"""Pieces of a sentence that compare: changes, rates, completion, shares, 大于 and 持平 (由 … 变为 … is in ``turns``).

Each function reads one named rule of the grammar in the light of what was said before (``discourse``).
"""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.facts.prose.discourse import MAIN, REASON, Discourse
from pipelines.facts.prose.drafts import Base, Draft
from pipelines.facts.prose.figures import keep_change
from pipelines.facts.prose.peg import Node
from pipelines.facts.prose.periods import shifted
from pipelines.facts.prose.phrases import WEAK, Named
from pipelines.facts.prose.tokens import Token
from pipelines.facts.prose.whose import is_same, whose
from pipelines.facts.prose.words import token_of, words_of

Tokens = Sequence[Token]
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
        if not _is_renamed(d, words_of(node.get("what"), tokens)):
            d.base = Base(None)
            return  # 比 2023 年其他收入 5 万元: the figure of something else stays unbound
        found = Base(d.reference_period(reference), amount)
        found.is_final = any(
            token.kind == "STAGE" and token.term and "final" in token.term.features for token in reference
        )
        found.is_sticky = any("SAME_BELOW" in token.holds for token in reference)
    d.base = d.last_base = found
    if d.phrase is not None and d.phrase.item is not None and d.mood == MAIN:
        d.compared = d.phrase
    if found.is_sticky:
        d.sticky_base = found
    if found.amount is not None:
        _keep_base_amount(d, found)


def _is_renamed(d: Discourse, words: Tokens) -> bool:
    """Whether the words before the figure of a base name what is spoken of, or no more than its side (支出)."""
    named = d.name(words) if words else None
    if named is None or (named.is_weak and not named.is_clouded):
        return True
    return d.anchor is not None and is_same(named, d.anchor)


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
    of, named = whose(d, d.phrase)
    if d.mood != MAIN or (of is None and named is None):
        d.unbound(found.amount)
        return
    draft = d.draft(found.amount, "amount", of.named if of else named or Named())
    d.complete(draft, of)
    if found.period in _BUDGETS:
        draft.measure = found.period
    else:
        draft.period = found.period
        draft.measure = "final" if found.is_final and draft.measure == "total" else draft.measure
    d.add(draft)


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
    if token.amount is not None and token.amount.amount_yuan < 0:
        return  # 减少 -1 万元 may mean either
    if token.kind != "MONEY" or not token.is_exact or (inner and (named is None or named.item is None)):
        return  # stays unbound
    of, standing = whose(d, named)
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
    if not rate.is_exact or (node.end < len(tokens) and tokens[node.end].kind == "LIMIT"):
        d.unbound(rate)  # 压减 5% 以上, 增长 6% 左右
    elif rate.kind == "POINTS":
        _points(d, rate, direction, _is_held_against(node, tokens))
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
    of, named = whose(d, d.phrase)
    if of is not None and of.percent is None and of.change is None and of.direction in (None, direction):
        of.percent, of.direction, of.base = rate, direction, of.base or d.base_of(of.period)
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


def _is_held_against(node: Node, tokens: Tokens) -> bool:
    """高于一般公共预算支出增幅 2.1 个百分点: more than another rate, not a change of what is named there."""
    for token in reversed(tokens[: node.start]):
        if token.kind in ("COMMA", "SEMICOLON", "STOP", "COLON"):
            return False
        if token.kind == "MORE_LESS":
            return True
    return False


def _points(d: Discourse, rate: Token, direction: str, is_apart: bool) -> None:
    """A change of a share or rate in percentage points."""
    named, share = d.phrase, d.share
    of = share if share is not None and (named is None or named.item in (None, share.named.item)) else None
    if d.mood != MAIN or is_apart or (of is None and (named is None or named.item is None)):
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
    of, named = whose(d, d.phrase)
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
    of, named = whose(d, d.phrase)
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
    kind = "budget" if node.get("approved") is not None else kind  # 人大批准的全年预算
    if any("SAME_BELOW" in token.holds for token in tokens[node.start : node.end]):
        d.sticky_completion = kind
    elif stage.text in ("预算", "预算数") and d.sticky_completion is not None:
        kind = d.sticky_completion
    of, named = whose(d, d.phrase)
    if d.mood != MAIN or kind is None or (of is None and named is None):
        return  # stays unbound
    of = _completed(d, of)
    if amount is not None:
        draft = d.draft(amount, "amount", of.named if of else named or Named())
        d.complete(draft, of)
        draft.measure = kind
        d.add(draft)
    _keep_completion(d, rate, kind, of, named)
    d.anchor, d.phrase = of or d.anchor, None


def _completed(d: Discourse, of: Draft | None) -> Draft | None:
    """What has been completed: never the budget itself, but the figure of the same thing stated before it."""
    if of is None or of.measure not in _BUDGETS:
        return of
    same = (one for one in reversed(d.figures) if one.identity == of.identity and one.measure not in _BUDGETS)
    return next(same, of)


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
    of, named = whose(d, d.phrase)
    if found is not None and d.mood == MAIN and (of is not None or named is not None):
        _keep_completion(d, found, "budget", of, named)


def share(d: Discourse, node: Node, tokens: Tokens) -> None:
    """占本年支出合计的 99.86%; 占比为 62.57%."""
    found = _rate(node, tokens)
    whole = d.name(words_of(node.get("of"), tokens))
    of, named = whose(d, d.phrase)
    if found is None or found.kind == "NO_RATE" or d.mood != MAIN or (of is None and named is None):
        return  # stays unbound
    if node.start and tokens[node.start - 1].kind == "EACH":
        return  # 分别占 76%、21% 和 3%: the first is not that of the last figure
    draft = d.draft(found, "share", of.named if of else named or Named())
    d.complete(draft, of)
    draft.percent, draft.of = found, of
    draft.share_of = whole.item or whole.text or _grand_total(d, whole) or _whole(d, of)
    d.add(draft)
    d.phrase = None


def _grand_total(d: Discourse, named: Named) -> str | None:
    """占预算总额的 2.12%: of a department's budget, which is as large on either side."""
    is_total = named.features & {"grand"} and not named.is_clouded and not d.context.government
    return "income_expenditure_total" if is_total and named.features <= WEAK else None


def _whole(d: Discourse, of: Draft | None) -> str | None:
    """What a bare 占 x% is a share of: the figure whose list is read, or the frame of the clause."""
    if d.parent is not None and d.parent is not of:
        return d.parent.named.item
    return d.frame.item if d.frame is not None else None
