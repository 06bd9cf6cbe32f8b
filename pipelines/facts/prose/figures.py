"""Pieces of a sentence that state a level: figures, lists, enumerations, absences, and what frames them.

Each function reads one named rule of the grammar in the light of what was said before (``discourse``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import islice

from pipelines.facts.prose.absences import absent_here
from pipelines.facts.prose.discourse import APART, MAIN, PURPOSE, REASON, Discourse
from pipelines.facts.prose.drafts import Base, Draft
from pipelines.facts.prose.lists import (
    counted,
    counts_again,
    leave_for_sibling,
    open_after_colon,
    open_list,
    opens_list,
    whole_of,
)
from pipelines.facts.prose.peg import Node
from pipelines.facts.prose.phrases import WEAK, Named, name_by_features
from pipelines.facts.prose.subjects import class_code
from pipelines.facts.prose.tokens import Token
from pipelines.facts.prose.words import limits_of, token_of, words_of

Tokens = Sequence[Token]
_DIVIDED = frozenset({"contingency", "carry_in", "carry_out", "stabilization_fund_used"})
"""Items whose lists say what the money was used for, not what was spent on that in all."""
_OF_ITS_OWN = frozenset({"income", "fund", "appropriation", "grand", "sum", "current", "both"})
_PLAIN = frozenset({"TEXT", "VERSUS"})
_DATES = ("截至", "截止")
"""Words that begin a statement of its own, whatever the clause before gave as a reason."""
_GOES_ON = ("一是", "二是", "三是", "四是", "五是", "六是", "同时", "另外")


def _keep_thresholds(d: Discourse, part: Node | int | None, tokens: Tokens) -> None:
    """单价 100 万元以上 is no figure of its own, but a limit on what is counted."""
    if isinstance(part, Node):
        for limit in limits_of(part):
            token = token_of(limit.get("bound"), tokens)
            if token is not None:
                d.add(d.draft(token, "threshold", Named()))


def figure(d: Discourse, node: Node, tokens: Tokens) -> None:
    """因公出国（境）费支出决算为 0.00 万元."""
    phrase = node.get("np")
    _keep_thresholds(d, phrase, tokens)
    token = token_of(node.get("value"), tokens)
    assert token is not None  # the rule has a value
    unit = token.term.value if token.term is not None else None
    for each in _each_has_it(d, node, tokens):
        state(d, token, each)
    if d.figures and d.figures[-1].token is token:
        return
    words = _enumerated_words(d, node, tokens) or words_of(phrase, tokens)
    if _is_limit(node, tokens):
        _give_up(d, token)
        return
    d.clause_start = node.end
    if not words and d.phrase is not None and unit is None:
        state(d, token, d.phrase)
        return
    named = _class_in_list(d, words) or d.name(words, unit)
    if isinstance(phrase, Node) and limits_of(phrase):
        named = replace(named, text="".join(part.text for part in tokens[phrase.start : phrase.end]))
    after = words_of(node.get("after"), tokens)
    after = () if after and after[0].kind == "TEXT" else after  # 3 个预算单位 are no projects
    done = any(tokens[index].kind == "COMPLETE" for index in range(node.start, node.end))
    found = state(d, token, d.name(after, unit) if after and named.item is None else named, done)
    if found is None and unit is not None and words:
        d.phrase, d.words = d.name(words), words  # 在建工程 1 项 12,277.73 万元


def _class_in_list(d: Discourse, words: Tokens) -> Named | None:
    """公共安全支出 6 亿元；节能环保 7 亿元: among functional classes a bare name of a class is that class."""
    lone = "".join(token.text for token in words) if words and {token.kind for token in words} <= _PLAIN else None
    after = d.figures[-1].named.item if d.figures else None
    if lone is None or not (after == "function" or (after is None and _lists_expenditure(d, words[0]))):
        return None
    code = class_code(lone, d.context.year)
    return None if code is None else Named("function", lone, code, side="expenditure", is_weak=False)


def _lists_expenditure(d: Discourse, first: Token) -> bool:
    """重点支出情况：教育 …: whether the words right before the colon that a government's list begins after speak of 支出."""
    if not d.context.government or d.sentence is None:
        return False
    before = [token for token in d.sentence.tokens if token.end <= first.start]
    ends = bool(before) and before[-1].kind == "COLON"
    return ends and any(token.text in ("支出", "支出项目") for token in before[-4:-1])


def _is_limit(node: Node, tokens: Tokens) -> bool:
    """人均 140 元 is no sum, 自评得分 90 分以上 no score."""
    per_head = node.start > 0 and tokens[node.start - 1].kind == "LIMIT_NOUN"
    return per_head or (node.end < len(tokens) and tokens[node.end].kind == "LIMIT")


def _each_has_it(d: Discourse, node: Node, tokens: Tokens) -> list[Named]:
    """All that is listed, where 甲、乙、丙均为 0 万元 gives each the same figure and each names an item; else nothing."""
    if not d.enumerated or not any(token.kind == "EACH" for token in tokens[node.start : node.end]):
        return []
    words = words_of(node.get("np"), tokens)
    named = [*d.enumerated, d.name(words) if words else d.phrase or Named()]
    return named if all(each.item is not None and not each.is_clouded for each in named) else []


def _enumerated_words(d: Discourse, node: Node, tokens: Tokens) -> Tokens:
    """All the words of 甲、乙 5 万元, where the amount is of both; nothing when only one thing is named."""
    while d.clause_start < node.start and tokens[d.clause_start].kind in ("ENUMERATION", "VERSUS"):
        d.clause_start += 1
    before = tokens[d.clause_start : node.start]
    if not any(token.kind == "ENUMERATION" for token in before) or (d.phrase is not None and not d.enumerated):
        return ()
    whole = node.get("np")
    end = whole.end if isinstance(whole, Node) else node.start
    kept = ("PERIOD", "PASSED")
    return [token if token.kind in kept else replace(token, kind="TEXT") for token in tokens[d.clause_start : end]]


def level(d: Discourse, node: Node, tokens: Tokens) -> None:
    """支出决算减少为 0.00 万元: the level after the change, not the change."""
    token = token_of(node.get("value"), tokens)
    assert token is not None  # the rule has a value
    if token.kind == "MONEY":
        state(d, token, d.phrase or Named())


def state(d: Discourse, token: Token, named: Named, is_done: bool = False) -> Draft | None:
    """Keep a figure under the item it names or continues; unbound when that is not certain. 完成 5 万元 is no budget."""
    is_count = token.term is not None
    if not token.is_exact or (d.mood != MAIN and not (is_count and d.mood == PURPOSE)):
        _give_up(d, token)
        return None
    source: Draft | Named | None = None
    if named.item is None and not named.is_clouded and d.pending - WEAK and not is_count:
        named = _by_pending(d, named)
    if not is_count and named.is_weak and not named.is_clouded:
        named = _money_of_count(d, named)
    named = d.mirrored(named) if not is_count else named
    part_of = d.listed_under(named)
    if not is_count and (part_of is not None or d.is_elliptic(named)):
        source = part_of or d.spoken_of()
        named = _continued(named, source)
    if named.item is None or (is_count and counts_again(d, named)):
        if token.kind == "MONEY":
            d.hold_year(named)
            d.hold_subject(named)
        _give_up(d, token)
        return None
    if is_done and named.stage is None and named.measure is None:
        named = replace(named, stage="final")
    leave_for_sibling(d, named)
    draft = d.draft(token, named.kind, _part_of(d, named))
    d.complete(draft, source)
    _name_opening(draft)
    draft.of = whole_of(d, draft)
    d.figures.append(d.add(draft))
    d.anchor, d.topic, d.phrase, d.pending, d.fresh_change = draft, None, None, frozenset(), None
    d.is_apart = False
    if not d.brackets:
        d.compared = None
    return draft


def _by_pending(d: Discourse, named: Named) -> Named:
    """What the clauses before have named, with what the figure's own words add to it."""
    found = name_by_features(d.pending | named.features, d.context.around(d.body))
    text = d.topic.text if d.topic is not None and d.topic.item == found.item else found.text
    fund = named.fund or found.fund
    return replace(found, text=text, stage=named.stage, subject=named.subject, fund=fund, periods=named.periods)


def _name_opening(draft: Draft) -> None:
    """2022 年初预算稳定调节基金余额: the balance on the first day of a year is the opening one."""
    if draft.named.item == "stabilization_fund_balance" and (draft.period or "").endswith("-01-01"):
        draft.named = replace(draft.named, item="stabilization_fund_opening")


def _money_of_count(d: Discourse, named: Named) -> Named:
    """国内公务接待 45 批次，380 人次，共计支出 4 万元: what was counted says what the money is of."""
    count = counted(d)
    if count is None or named.features & _OF_ITS_OWN or named.stage or named.subject or named.periods:
        return named
    return name_by_features(count.named.features, d.context.around(d.body))


def _part_of(d: Discourse, named: Named) -> Named:
    """上年结转 8,831 万元，其中教育支出 1,499 万元 is no 教育支出 but the part of the carried money spent on it."""
    whole = d.parent.named.item if d.parent is not None else None
    if whole in _DIVIDED and named.item == "function":
        return replace(named, item=whole)
    return named


def _give_up(d: Discourse, token: Token) -> None:
    """A figure that cannot be bound stays visible, unless its unit counts anything (个, 项, 次)."""
    if token.term is None or token.term.kind == "unit":
        d.unbound(token)
    if token.kind == "MONEY" and d.mood == MAIN:
        d.anchor = d.topic = None  # what follows is of this figure, not of the one before
    d.fresh_change = None


def _continued(named: Named, source: Draft | Named | None) -> Named:
    """What an elliptic figure names: all of what it continues, with the words of its own."""
    if isinstance(source, Draft):
        if source.token.kind != "MONEY":
            return named if named.item else Named(is_clouded=True)
        source = source.named
    if source is None or source.item is None:
        return named
    return replace(
        source,
        stage=named.stage,
        periods=named.periods,
        subject=named.subject or source.subject,
        fund=named.fund or source.fund,
        measure=source.measure,
    )


def phrase(d: Discourse, node: Node, tokens: Tokens) -> None:
    """Words without a figure (yet): they may be what the next change, share or figure is of."""
    _keep_thresholds(d, node, tokens)
    words = words_of(node, tokens)
    named = d.name(words)
    d.phrase, d.words = named, words
    d.pending |= named.features
    if named.steps and d.mood == MAIN:
        d.topic = named
    if d.mood == REASON and named.item is not None and not named.is_weak:
        d.reason_of = (named, None)
    if d.mood == MAIN:
        _open_frame(d, named, words)


def _open_frame(d: Discourse, named: Named, words: Tokens) -> None:
    """…支出决算中， opens a list of its parts; so does 预算 79.69 亿元中，. Other words interrupt what was spoken of."""
    if words[-1].text in ("中", "中的"):
        if named.item is not None:
            d.frame = named
        elif len(words) == 1 and d.anchor is not None:
            d.parent = d.whole = d.anchor
            d.is_listing = True
    elif named.is_clouded and named.item is None:
        d.is_apart = True


def separator(d: Discourse, node: Node, tokens: Tokens) -> None:
    """Commas, semicolons, brackets: what ends with them and what goes on."""
    kind = tokens[node.start].kind
    if kind in ("OPEN", "CLOSE"):
        _bracket(d, kind)
    elif kind == "COLON":
        _colon(d, tokens[node.start - 1].kind == "MONEY" if node.start else False)
    elif kind == "ENUMERATION" and d.phrase is not None:
        d.enumerated.append(d.phrase)
    elif kind == "SEMICOLON":
        _next_clause(d, node, tokens)
    if kind in ("COMMA", "SEMICOLON"):
        _begin_clause(d, tokens[node.end].text if node.end < len(tokens) else "")
    if kind not in ("OPEN", "CLOSE"):
        d.phrase = None
    if kind not in ("ENUMERATION", "CLOSE"):
        d.clause_start, d.enumerated = node.end, []


def _bracket(d: Discourse, kind: str) -> None:
    """Inside brackets something else may be spoken of; after them it goes on as before."""
    if kind == "OPEN":
        d.brackets.append((d.anchor, d.parent, d.whole, d.is_listing))
    elif d.brackets:
        d.anchor, d.parent, d.whole, d.is_listing = d.brackets.pop()
        d.mood = MAIN if d.mood == APART else d.mood


def _colon(d: Discourse, is_after_figure: bool) -> None:
    if is_after_figure:
        open_after_colon(d)
    elif d.phrase is not None and d.phrase.item is not None:
        d.topic = d.phrase


def _begin_clause(d: Discourse, following: str) -> None:
    """A clause that was only a period (2024 年，) holds for what follows; a date ends a reason."""
    if d.mood != MAIN and following in _DATES:
        d.mood = MAIN
    if d.phrase is not None and d.phrase.periods and _says_only_when(d):
        d.period = d.period_in(d.phrase.periods) or d.period


def _says_only_when(d: Discourse) -> bool:
    """Whether the clause is no more than a period (2024 年，; 截至 2024 年 12 月 31 日，)."""
    return d.mood == MAIN and all(token.kind in ("PERIOD", "MODIFIER", "PASSED", "OF") for token in d.words)


def _next_clause(d: Discourse, node: Node, tokens: Tokens) -> None:
    following = tokens[node.end].text if node.end < len(tokens) else ""
    if not (d.mood == REASON and following.startswith(_GOES_ON)):
        d.mood = MAIN
    d.pending, d.fresh_change, d.reason_of, d.is_apart = frozenset(), None, None, True
    d.compared = None


def heading_word(d: Discourse, node: Node, tokens: Tokens) -> None:
    """其中 opens a list, 主要原因 a reason, 用于 a purpose; 下同 makes a base hold; 本表为空 says there is nothing."""
    kind = tokens[node.start].kind
    if (kind == "LIST" or opens_list(tokens, node)) and d.mood != REASON:
        open_list(d, node.end)
        d.mood = MAIN
    elif kind == "REASON":
        d.mood, d.reason_of, d.phrase, d.fresh_change = REASON, None, None, None
    elif kind == "COMPARABLE":
        d.mood, d.phrase, d.fresh_change = APART, None, None  # 剔除 … 后同口径增长: of another base than all the rest
    elif kind == "PURPOSE" and d.mood == MAIN:
        d.mood = PURPOSE
    elif kind == "SAME_BELOW" and d.base is not None:
        d.sticky_base = d.base
    elif kind == "ABSENT_HERE":
        absent_here(d, tokens[node.start])


def respectively(d: Discourse, node: Node, tokens: Tokens) -> None:
    """甲、乙、丙分别为 1 万元、2 万元和 3 万元; 分别减少 … of the figures listed before."""
    values = [tokens[part.start] for part in node.all("value") if isinstance(part, Node)]
    change = next((token for token in tokens[node.start : node.end] if token.kind == "CHANGE"), None)
    names = [*d.enumerated, d.phrase] if d.phrase is not None else list(d.enumerated)
    d.enumerated, d.phrase = [], None
    if change is None:
        _each_its_own(d, names, values)
        return
    children = _last(d.drafts, len(values), lambda draft: draft.kind in ("amount", "transfer"))
    is_one_sentence = len({id(draft.sentence) for draft in children}) == 1 and len(children) == len(values)
    rates = all(token.kind == "PERCENT" for token in values)
    if not is_one_sentence or (rates and len(d.figures) != len(values)):
        return  # the values stay unbound
    for token, child in zip(values, children, strict=True):
        _each_changed(d, token, child, str(change.term.value if change.term else ""))


def _last(drafts: Sequence[Draft], count: int, fits: Callable[[Draft], bool]) -> list[Draft]:
    """The last drafts of a sort, as many as there are values or fewer, in printed order."""
    return list(islice(filter(fits, reversed(drafts)), count))[::-1]


def _each_its_own(d: Discourse, names: list[Named], values: list[Token]) -> None:
    """甲、乙、丙预算分别为 …: the stage before 分别为 is that of all; 实际支出分别为 … goes on with the figures before."""
    before = _last(d.figures, len(values), lambda figure: figure.token.kind == "MONEY")
    if len(names) == 1 and names[0].stage is not None and len(before) == len(values) > 1:
        names = [replace(figure.named, stage=names[0].stage) for figure in before]
    if len(names) != len(values):
        return  # the values stay unbound
    stage = names[-1].stage
    for token, named in zip(values, names, strict=True):
        told = named if named.stage is not None else replace(named, stage=stage)
        state(d, token, told if told.item else replace(told, is_clouded=True))


def _each_changed(d: Discourse, token: Token, child: Draft, direction: str) -> None:
    base = d.base_of(child.period)
    if token.kind == "MONEY" and base is not None:
        keep_change(d, token, child, direction, base)
    elif token.kind == "PERCENT" and child.percent is None and child.direction is None:
        child.percent, child.direction, child.base = token, direction, base


def keep_change(d: Discourse, token: Token, of: Draft, direction: str, base: Base | None) -> Draft:
    """A stated change of a figure, kept as a claim of its own and noted on the figure."""
    draft = d.draft(token, "change", of.named)
    draft.period, draft.measure, draft.fund, draft.subject = of.period, of.measure, of.fund, of.subject
    draft.direction, draft.base, draft.of = direction, base, of
    if of.change is None and of.direction in (None, direction) and of.base in (None, base):
        of.change, of.direction, of.base = token, direction, base
        draft.percent = of.percent  # 同比增长 10.4%，增收 5.7 亿元: the rate may come first
    return d.add(draft)
