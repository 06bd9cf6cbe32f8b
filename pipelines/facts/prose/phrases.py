"""What a phrase names: the standard item (or the printed words), fund, whose figure, budget or final, and how surely.

A phrase is a run of tokens before a figure. Words of the lexicon add up to features, features to an item by the rules of
``prose_items.csv``. Words the lexicon does not know, standing right before a known one, make another thing of it
(土地出让收入 is not 收入): then the printed words are the item, or there is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache

from pipelines.facts.prose.subjects import (
    Step,
    Subject,
    class_code,
    dashed_steps,
    economic_code,
    find_subject,
    steps_of,
)
from pipelines.facts.prose.tokens import Token, tokenise
from pipelines.reference.prose import ItemRule, item_rules, terms_of

WEAK = frozenset(
    {"income", "expenditure", "both", "grand", "sum", "current", "fund", "appropriation", "subject", "weak"}
    | {"department", "government", "at_end", "at_start"}
)
"""Features that only say on which side and how much of it."""

_HEADS = frozenset({"ITEM", "SOURCE", "FUND", "SCOPE", "FUNCTION", "ECONOMIC", "MARK"})
_COUNTING = frozenset({"共", "共计", "计", "约", "近"})
_UNKNOWN = frozenset({"TEXT", "VERSUS", "LINK", "TO", "FROM", "EACH", "DASH", "LE"})
_HARMLESS = frozenset({"相关", "预算内", "中", "中的", "上", "部分", "方面", "其他", "或", "类", ".", "_"})
_NAMED_WITH = frozenset({"财政"})
"""Modifiers that belong to the name of an item that the lexicon does not have."""
_SHORTEST_NAME, _LONGEST_NAME = 3, 24
_NO_NOUN_START = frozenset("到至于对为与和按由从把将向在被使的了")
_SHORTEST_BODY = 3
_LONE_ITEM = frozenset({"OPEN", "ITEM", "CLOSE"})
_EDGES = {"末": "at_end", "底": "at_end", "初": "at_start"}


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a phrase and helps to read it."""

    year: int | None = None
    body: str | None = None
    features: frozenset[str] = frozenset()
    """Features of the heading, of the list above, of the clauses before."""
    tier: str = "department"
    """department or government: 收入总计 of one budget is not the same thing on both tiers."""
    economic: bool = False
    """Whether economic classes are being listed."""
    steps: tuple[Step, ...] = ()
    """The subject path of the heading above."""


@dataclass(frozen=True, slots=True)
class Named:
    """What a phrase names. ``item`` None: nothing certain. ``is_weak``: only a side (支出) or nothing at all is said."""

    item: str | None = None
    text: str | None = None
    code: str | None = None
    fund: str | None = None
    measure: str | None = None
    kind: str = "amount"
    side: str | None = None
    subject: str | None = None
    stage: str | None = None
    features: frozenset[str] = frozenset()
    periods: tuple[Token, ...] = field(default=(), repr=False)
    steps: tuple[Step, ...] = ()
    is_weak: bool = True
    is_clouded: bool = False
    """Words the lexicon does not know stand where they change the meaning."""


def name_phrase(tokens: Sequence[Token], unit: str | None, around: Around) -> Named:
    """What the tokens of a phrase name; ``unit`` is the feature of a count's unit (``#people``), None for money."""
    plainly = _plainly(tokens)
    subject = _subject_path(tokens, around)
    if subject is not None:
        return _of_subject(subject, tokens, plainly, around)
    return _of_words(tokens, unit, plainly, around)


def _of_words(tokens: Sequence[Token], unit: str | None, plainly: Named, around: Around) -> Named:
    """What the words of the lexicon name together, unless unknown words stand where they change the meaning."""
    rule = _best_rule(plainly.features | {around.tier} | ({unit} if unit else set()), around.features, unit is not None)
    if unit:
        return _count_by(rule, tokens, plainly)
    cloud = _cloud(tokens, around.body)
    if cloud is not None:
        return _printed(tokens, cloud, plainly)
    if _is_turned(tokens, plainly, rule):
        return replace(plainly, is_clouded=True)
    if rule is None:
        return _without_rule(tokens, plainly, around)
    return _economic(tokens, plainly, around) or _by_rule(rule, tokens, plainly)


def _economic(tokens: Sequence[Token], plainly: Named, around: Around) -> Named | None:
    """The economic class that the words are, where economic classes are being listed."""
    text = _head_text(tokens)
    code = economic_code(text, around.year) if around.economic and text else None
    if code is None:
        return None
    return replace(plainly, item="economic", text=text, code=code, side="expenditure", is_weak=False)


def _count_by(rule: ItemRule | None, tokens: Sequence[Token], plainly: Named) -> Named:
    """What a count is of; 完成审计项目 35 个 is none of what is spoken of: strange words make something else of it."""
    if rule is None or (rule.context and any(token.kind == "TEXT" for token in tokens)):
        return plainly
    return _by_rule(rule, tokens, plainly)


def name_by_features(features: frozenset[str], around: Around) -> Named:
    """What features named earlier mean for an amount whose own words say nothing."""
    rule = _best_rule(features, around.features, False)
    if rule is None or not rule.needs - WEAK:
        return Named()
    return Named(
        rule.item,
        fund=rule.fund,
        measure=rule.measure,
        kind=rule.kind,
        side=rule.side,
        features=features,
        is_weak=False,
    )


def _plainly(tokens: Sequence[Token]) -> Named:
    """Fund, subject, stage, periods and features that the words say by themselves."""
    features: set[str] = set()
    fund = printed = subject = stage = None
    for token in tokens:
        if token.kind in ("ITEM", "SOURCE") and token.term is not None:
            features.update(token.term.features)
            fund = token.term.fund if printed is None and token.term.fund else fund
        elif token.kind == "PASSED" and (named := _named_in(token)):
            features = {feature for feature in features if feature in WEAK} | named
        elif token.kind == "FUND" and token.term is not None:
            fund = printed = token.term.value
        elif token.kind == "SCOPE":
            features.add("appropriation")
        elif token.kind == "SUBJECT" and token.term is not None:
            subject = token.term.value
            features.add("subject")
        elif token.kind == "STAGE" and token.term is not None:
            stage = token.term.features[0]
            features.update(token.term.features[1:])
    if fund is not None and any(token.kind in ("FUND", "SOURCE") and _has_fund(token) for token in tokens):
        features.add("fund")
    periods = tuple(token for token in tokens if token.kind == "PERIOD")
    features.update(_EDGES[token.text[-1]] for token in periods if token.text[-1] in _EDGES)
    return Named(fund=fund, subject=subject, stage=stage, features=frozenset(features), periods=periods)


def _named_in(token: Token) -> frozenset[str]:
    """What a bracket of one item alone calls the list before it: 公务接待费、公车运行费（“三公”经费）."""
    if token.holds != _LONE_ITEM:
        return frozenset()
    inner = tokenise(token.text[1:-1])
    return frozenset(feature for part in inner if part.term for feature in part.term.features if feature not in WEAK)


def _has_fund(token: Token) -> bool:
    return token.kind == "FUND" or (token.term is not None and token.term.fund is not None)


@lru_cache(maxsize=100_000)
def _best_rule(features: frozenset[str], around: frozenset[str], is_count: bool) -> ItemRule | None:
    """The rule that uses most of what is said; none when it would leave every telling word unused."""
    best, weight = None, 0.0
    for rule in _rules_of(is_count):
        if not rule.needs <= features or rule.lacks & features:
            continue
        if not rule.context <= around | features:
            continue
        found = sum(1 if need in WEAK else 10 for need in rule.needs) + 0.5 * len(rule.context)
        if found > weight:
            best, weight = rule, found
    if best is None or (features - WEAK and not best.needs - WEAK and not best.context):
        return None
    return best


@cache
def _rules_of(is_count: bool) -> tuple[ItemRule, ...]:
    """The rules for counts, or for amounts."""
    return tuple(rule for rule in item_rules() if any(need.startswith("#") for need in rule.needs) is is_count)


def _by_rule(rule: ItemRule, tokens: Sequence[Token], plainly: Named) -> Named:
    fund = plainly.fund or rule.fund
    is_weak = not (rule.needs - WEAK) and not ({"fund", "appropriation", "grand", "both"} & rule.needs)
    return replace(
        plainly,
        item=rule.item,
        text=_head_text(tokens),
        fund=fund,
        measure=rule.measure,
        kind=rule.kind,
        side=rule.side,
        features=plainly.features | (rule.context - WEAK),
        is_weak=is_weak,
    )


def _without_rule(tokens: Sequence[Token], plainly: Named, around: Around) -> Named:
    """Revenue subjects, economic and functional classes named by themselves; else the printed words."""
    for token in reversed(tokens):
        if token.kind == "TEXT":
            break  # 教育支出项目资金 is not 教育支出
        source = _source_of(token)
        if source is not None:
            return replace(plainly, item=source, text=token.text, side="income", is_weak=False)
        if token.kind == "FUNCTION":
            code = class_code(token.text, around.year)
            return replace(plainly, item="function", text=token.text, code=code, side="expenditure", is_weak=False)
        if token.kind == "ECONOMIC":
            code = economic_code(token.text, around.year)
            return replace(plainly, item="economic", text=token.text, code=code, side="expenditure", is_weak=False)
    if not any(token.kind == "TEXT" for token in tokens):
        return plainly
    return _printed(tokens, _trailing_text(tokens), plainly)


def _source_of(token: Token) -> str | None:
    if token.kind != "SOURCE" or token.term is None:
        return None
    return next((word.removeprefix("src:") for word in token.term.features if word.startswith("src:")), None)


def _subject_path(tokens: Sequence[Token], around: Around) -> Subject | None:
    """The classified subject that marks or dashes in the phrase spell out."""
    start = next((i for i, t in enumerate(tokens) if t.kind not in ("PERIOD", "SUBJECT", "MODIFIER", "STAGE", "OF")), 0)
    kinds = {token.kind for token in tokens}
    if "MARK" in kinds:
        last = max(index for index, token in enumerate(tokens) if token.kind == "MARK")
        steps = steps_of("".join(token.text for token in tokens[start : last + 1]))
    elif "DASH" in kinds:
        steps = dashed_steps("".join(t.text for t in tokens[start:] if t.kind != "MODIFIER" or t.text != "科目"))
    else:
        return None
    return find_subject(steps, around.year, around.steps, around.economic)


def _of_subject(subject: Subject, tokens: Sequence[Token], plainly: Named, around: Around) -> Named:
    item = "economic" if subject.scheme == "department" else "function"
    steps = tuple(Step(level, name) for level, name in zip("类款项", subject.names, strict=False))
    if len(subject.names) == 1 and subject.level != "类":
        steps = (*around.steps, Step(subject.level, subject.names[0]))
    fund = plainly.fund if any(token.kind == "FUND" for token in tokens) else None
    return Named(
        item=item,
        text=subject.printed,
        code=subject.code,
        fund=fund,
        side="expenditure",
        subject=plainly.subject,
        stage=plainly.stage,
        periods=plainly.periods,
        steps=steps,
        is_weak=False,
    )


def _cloud(tokens: Sequence[Token], body: str | None) -> str | None:
    """Unknown words right before (or between) the known ones that are no name of a body; None when there are none."""
    heads = [index for index, token in enumerate(tokens) if token.kind in _HEADS]
    if not heads:
        return None
    before = [index for index, token in enumerate(tokens[: heads[-1]]) if _is_unknown(token)]
    parting = [index for index in range(heads[-1]) if _parts(tokens, index, body)]
    near = [index for index in before if not parting or index > parting[-1]]
    if not near:
        return None
    until = heads[0] if near[0] < heads[0] else heads[-1]
    text = "".join(token.text for token in tokens[near[0] : until] if token.kind not in ("PASSED",))
    if text in _HARMLESS or _is_body(text, body):
        return None
    first = near[0] - 1 if near[0] and tokens[near[0] - 1].text in _NAMED_WITH else near[0]
    return "".join(token.text for token in tokens[first:])


def _is_turned(tokens: Sequence[Token], plainly: Named, rule: ItemRule | None) -> bool:
    """Whether words after the last known one make another thing of it: 基本支出结转 is no 基本支出 (节约, 缺口)."""
    if "carried" in plainly.features and (rule is None or "carried" not in rule.needs):
        return True
    heads = [index for index, token in enumerate(tokens) if token.kind in _HEADS]
    tail = next((token for token in tokens[heads[-1] + 1 :] if token.kind == "TEXT"), None) if heads else None
    return tail is not None and tail.text.startswith(_turning())


@cache
def _turning() -> tuple[str, ...]:
    return tuple(term.text for term in terms_of("turning"))


def _is_unknown(token: Token) -> bool:
    return token.kind in _UNKNOWN and token.text not in _COUNTING


def _parts(tokens: Sequence[Token], index: int, body: str | None) -> bool:
    """Whether a period, a cause (提标使), or a level (全市) that no strange word qualifies (上划中央) ends what stands before."""
    if tokens[index].kind == "PERIOD" or _is_cause(tokens[index]):
        return True
    strange = [token.text for token in tokens[:index] if token.kind == "TEXT"]
    return tokens[index].kind == "SUBJECT" and (not strange or _is_body("".join(strange), body))


def _is_cause(token: Token) -> bool:
    """Whether the words end by saying what the following is brought about by: 调整工资标准使人员经费."""
    return token.kind == "TEXT" and token.text.endswith(tuple(term.text for term in terms_of("cause")))


def _is_body(text: str, body: str | None) -> bool:
    """Whether the words are (the short form of) a body's name rather than part of an item's."""
    bare = text.rstrip("的")
    if len(bare) >= _SHORTEST_BODY and bare.endswith(_body_suffixes()):
        return True
    for modifier in _modifiers():
        bare = bare.removesuffix(modifier)
    if not bare:
        return True
    if body and (bare in body or _is_short_for(bare, body)):
        return True
    return len(bare) >= _SHORTEST_BODY and bare.endswith(_body_suffixes())


@cache
def _body_suffixes() -> tuple[str, ...]:
    return tuple(term.text for term in terms_of("body_suffix"))


@cache
def _modifiers() -> tuple[str, ...]:
    return tuple(sorted((term.text for term in terms_of("modifier")), key=len, reverse=True))


def _is_short_for(short: str, name: str) -> bool:
    """Whether the characters of a short name occur in the full one in order."""
    rest = iter(name)
    return len(short) >= _SHORTEST_BODY and all(character in rest for character in short)


def _trailing_text(tokens: Sequence[Token]) -> str:
    """The words after the last period, subject or bracket of a phrase."""
    last = max((i for i, t in enumerate(tokens) if t.kind in ("PERIOD", "SUBJECT", "PASSED", "STAGE")), default=-1)
    return "".join(token.text for token in tokens[last + 1 :])


def _printed(tokens: Sequence[Token], words: str, plainly: Named) -> Named:
    """The printed words as an item, when they read as a noun; otherwise nothing certain."""
    text = words.strip("-.、").removesuffix("完成").removesuffix("预算").removesuffix("的")
    for verb in _verbs():
        text = text.rpartition(verb)[2] or text
    fund = plainly.fund if any(token.kind == "FUND" for token in tokens) else None
    named = replace(plainly, fund=fund, is_clouded=True)
    if not _SHORTEST_NAME <= len(text) <= _LONGEST_NAME or not text.endswith(_noun_suffixes()):
        return named
    if text[0] in _NO_NOUN_START:
        return named
    if "的" in text and any(token.kind == "FUND" for token in tokens):
        return named  # 提供的一般公共预算收入 is some part of it that the words alone do not settle
    measure = next((term.value for term in terms_of("noun_suffix") if text.endswith(term.text) and term.value), None)
    return replace(named, item=text, text=text, measure=measure, is_weak=False)


@cache
def _verbs() -> tuple[str, ...]:
    return tuple(sorted((term.text for term in terms_of("verb")), key=len, reverse=True))


@cache
def _noun_suffixes() -> tuple[str, ...]:
    return tuple(term.text for term in terms_of("noun_suffix"))


def _head_text(tokens: Sequence[Token]) -> str | None:
    """The printed words that name the item: from the first known word to the last, without stage words at the end."""
    heads = [index for index, token in enumerate(tokens) if token.kind in _HEADS]
    text = "".join(token.text for token in tokens[heads[0] : heads[-1] + 1]) if heads else None
    return text.removeprefix("加") if text else None  # 加上级补助收入 joins the item to the sum before it
