"""Sentences cut into tokens: numbers with their units, periods, and the words of the lexicon; the rest is plain text.

What a number is worth and which class a word belongs to is decided here; what they say together is the grammar's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import TypeAlias

from pipelines.facts.amounts import DoubtfulAmount, parse_amount
from pipelines.records.pages import Amount
from pipelines.reference.codes import all_codes, all_income_sources
from pipelines.reference.prose import Term, terms, terms_of

NOT_WORDS = frozenset(
    {"unit", "weak_unit", "other_unit", "body_suffix", "noun_suffix", "verb", "section", "turning", "cause"}
)
"""Classes of the lexicon that are no tokens: units belong to numbers, the others are looked up."""

FIGURES = frozenset({"MONEY", "COUNT", "SCORE", "PERCENT", "POINTS", "RATIO", "NO_RATE"})

_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if code != 0xFF0C}
_FOLD |= dict.fromkeys(map(ord, "‐‑‒–—―−─━﹣﹘"), ord("-"))
_FOLD |= {ord("﹪"): ord("%"), ord("〔"): ord("("), ord("〕"): ord(")"), ord("【"): ord("("), ord("】"): ord(")")}
_DROPPED = frozenset("“”\"'‘’「」『』„‟")
_ODD = re.compile(rf"[\s{''.join(_DROPPED)}]")
_NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?"
_WIDE_GROUPS = re.compile(
    r"(?<![0-9.,，])[0-9]{1,3}(?:(?:，[0-9]{3}){2,}(?:\.[0-9]+)?|，[0-9]{3}\.[0-9]+)(?=[万亿千]?元)"
)
"""12，345.67万元 is one number; 5，300万元 may be two and is left as it is."""
_PUNCTUATION = {
    "，": "COMMA", ",": "COMMA", "；": "SEMICOLON", ";": "SEMICOLON", ":": "COLON", "、": "ENUMERATION",
    "。": "STOP", "!": "STOP", "?": "STOP", "(": "OPEN", ")": "CLOSE", "-": "DASH",
}  # fmt: skip
_AFTER_BARE_SCALE = frozenset("，,。；;、:()以含及-的")
# A minus belongs to the number after punctuation or a verb, never between two numbers or names.
_BEFORE_ORDINAL = ",，;；:"
_SIGN_AFTER = frozenset("为是达长降加少幅，、:(%的和及")
_Letters: TypeAlias = "dict[str, _Letters]"
_ABOUT = ("左右", "上下")
_NEARLY = ("近", "约", "逾", "接近", "不足", "不到")
_TIMES, _GROWN = "倍", ("增长", "增加", "上升", "提高", "增长了", "增加了")
"""增长 1.33 倍 is a growth of 133 %; 增长到 1.33 倍 and 是上年的 1.33 倍 are none."""
_SCALES = {"百": 100, "千": 1000, "万": 10_000, "百万": 1_000_000, "千万": 10_000_000, "亿": 100_000_000}


@dataclass(frozen=True, slots=True)
class Token:
    """One token: its class, its text (half-width, without quotes and white space), its span in that text, its worth."""

    kind: str
    text: str
    start: int
    end: int
    term: Term | None = None
    amount: Amount | None = None
    quantity: Decimal | None = None
    """The number itself: a count, a rate, a score."""
    unit: str | None = None
    is_exact: bool = True
    """False for a number that is printed as about, more than, or a range."""
    holds: frozenset[str] = frozenset()
    """For a passed-over bracket: the classes of the tokens in it."""


@dataclass(frozen=True, slots=True)
class Plain:
    """A text half-width and without quotes and white space, and where each of its characters stands in the original."""

    text: str
    origin: tuple[int, ...] = field(repr=False)


def plain(text: str) -> Plain:
    """The comparable form of a text; white space stays only between two digits, where it parts two numbers."""
    if _ODD.search(text) is None:
        return Plain(_grouped(text.translate(_FOLD)), tuple(range(len(text))))
    origin = [
        index
        for index, character in enumerate(text)
        if character not in _DROPPED and not (character.isspace() and not _parts_digits(text, index))
    ]
    return Plain(_grouped("".join(text[index] for index in origin).translate(_FOLD)), tuple(origin))


def _grouped(text: str) -> str:
    """Full-width commas that part the thousands of an amount (12，345.67万元) as commas of a number, character by character."""
    return _WIDE_GROUPS.sub(lambda found: found[0].replace("，", ","), text) if "，" in text else text


def _parts_digits(text: str, index: int) -> bool:
    return 0 < index < len(text) - 1 and text[index - 1].isdigit() and text[index + 1].isdigit()


def tokenise(text: str) -> tuple[Token, ...]:
    """The tokens of a plain text in order, brackets without a figure passed over as one."""
    return _passed(list(_scan(text)), text)


def _scan(text: str) -> Iterator[Token]:
    """Tokens from left to right: neighbouring plain characters are one, and a number takes its unit with it."""
    end, held, since = 0, "", 0
    scan = _scanner().match
    while found := scan(text, end):
        start, group, printed = end, found.lastgroup, found.group()
        if group == "other" and printed not in _PUNCTUATION and not printed.isspace():
            held, since, end = held + printed, since if held else start, start + 1
            continue
        if held:
            yield Token("TEXT", held, since, end)
            held = ""
        if printed.isspace():
            end += 1
            continue
        token = _token(found, text)
        yield token
        end = token.end
    if held:
        yield Token("TEXT", held, since, end)


def _token(found: re.Match[str], text: str) -> Token:
    group, printed, start = found.lastgroup, found.group(), found.start()
    if group == "number":
        return _number(found, text)
    if group == "term":
        term = _lexicon()[printed]
        return Token(term.kind.upper(), printed, start, found.end(), term)
    if group == "ordinal":
        return Token("SEMICOLON", printed, start, found.end())  # 一、… 二、… within one sentence
    if group == "no_rate":
        return Token("NO_RATE", printed, start, found.end(), unit="%")
    return Token(_PUNCTUATION[printed] if group == "other" else str(group).upper(), printed, start, found.end())


@cache
def _scanner() -> re.Pattern[str]:
    """One pattern that cuts a text from left to right, the longest word of the lexicon first."""
    period = (
        r"(?:(?:19|20)[0-9]{2}-)?(?:19|20)[0-9]{2}年(?:度)?(?:(?:1[0-2]|0?[1-9])(?:[-至](?:1[0-2]|[1-9]))?月份?"
        r"(?:[0-3]?[0-9]日|底|末)?|[年期]?[底末](?!财政拨款结)|[年期]?初(?!预算(?!稳定|周转)|批|安排|下达|部门|计划|人大|财政)|上半年|下半年|前三季度|第?[一二三四]季度)?"
        r"|(?<![0-9.])(?:1[0-2]|[1-9]|元)(?:月?[-至](?:1[0-2]|[1-9]))?月份?(?:底|末)?(?![0-9]*日)"
    )
    sign = rf"(?:(?:\A|(?<=[{''.join(sorted(_SIGN_AFTER))}]))-)?"
    number = rf"{sign}{_NUMBER}(?:-{_NUMBER})?(?::{_NUMBER})?"
    return re.compile(
        rf"(?P<mark>\((?:[0-9]{{2,7}})?[类款项]\))|(?P<ordinal>(?<=[{_BEFORE_ORDINAL}])[一二三四五六七八九十]{{1,2}}、)|(?P<period>{period})|(?P<number>{number})"
        rf"|(?P<no_rate>-{{2,}}%?|-%|/%)|(?P<term>{_trie(_lexicon())})|(?P<other>.)",
        re.DOTALL,
    )


@cache
def _lexicon() -> dict[str, Term]:
    """Every word with its class; words of the lists of classification that the lexicon does not have itself are added."""
    words: dict[str, Term] = {}
    funds = tuple(term.text for term in terms_of("fund"))
    for term in terms():
        if term.kind not in NOT_WORDS:
            words.setdefault(term.text, term)
    for source in all_income_sources():
        if source.tier == "government" and source.subject_code:
            for name in (source.name_zh, *source.aliases):
                text = plain(name).text
                if text.startswith(funds):
                    continue  # 政府性基金收入 is the income of a fund, not a source within one
                words.setdefault(text, Term("source", text, f"income src:{source.source_code}", source.fund))
    for text, function in _class_names():
        if not text.startswith(funds):
            words.setdefault(text, Term("function", text, function, None))
    for text, economic in _economic_names():
        words.setdefault(text, Term("economic", text, economic, None))
    return words


def _class_names() -> Iterator[tuple[str, str]]:
    """Functional 类 called 支出 with their codes, by the names of other years too (城乡社区事务支出 for 城乡社区支出)."""
    classes = [code for code in all_codes("function") if code.level == "类"]
    spent = {code.code for code in classes if code.name.endswith("支出")}
    for code in classes:
        if code.code in spent:
            yield f"{plain(code.name).text.removesuffix('支出')}支出", code.code


def _economic_names() -> Iterator[tuple[str, str]]:
    """Names of economic classes with their codes; a 类 is also called by its name with 支出 at the end."""
    for code in all_codes("department"):
        text = plain(code.name).text
        yield text, code.code
        if code.level == "类" and not text.endswith("支出"):
            yield f"{text}支出", code.code


def _trie(words: dict[str, Term]) -> str:
    """A pattern for a set of words that tries each first character once and prefers the longest word."""
    root: _Letters = {}
    for word in words:
        node = root
        for character in word:
            node = node.setdefault(character, {})
        node[""] = {}
    return _branch(root)


def _branch(node: _Letters) -> str:
    options = [re.escape(character) + _branch(child) for character, child in node.items() if character]
    if not options:
        return ""
    joined = options[0] if len(options) == 1 else "(?:" + "|".join(options) + ")"
    return f"(?:{joined})?" if "" in node else joined


@cache
def _units() -> re.Pattern[str]:
    listed = [term.text for kind in ("unit", "weak_unit", "other_unit") for term in terms_of(kind)]
    ordered = sorted({"元", "%", "‰", "个百分点", "百分点", *listed}, key=len, reverse=True)
    scales = "|".join(sorted(_SCALES, key=len, reverse=True))
    return re.compile(
        rf"(?P<many>[余多])?(?P<scale>{scales})?(?P<more>[余多])?(?P<unit>{'|'.join(map(re.escape, ordered))})?"
    )


@cache
def _unit_terms() -> dict[str, Term]:
    return {term.text: term for kind in ("other_unit", "weak_unit", "unit") for term in terms_of(kind)}


@dataclass(frozen=True, slots=True)
class _Number:
    """A number as found: its digits, its sign, its span with scale and unit, and whether it is said to be about right."""

    digits: str
    sign: str
    start: int
    end: int
    text: str
    scale: str
    unit: str
    approximate: bool

    @property
    def printed(self) -> str:
        return self.text[self.start : self.end]

    @property
    def value(self) -> Decimal | None:
        return None if "-" in self.digits else Decimal(self.sign + self.digits.replace(",", ""))


def _number(found: re.Match[str], text: str) -> Token:
    """A number with its unit as one token."""
    tail = _units().match(text, found.end())
    assert tail is not None  # every part of the pattern is optional
    sign = "-" if found.group().startswith("-") else ""
    digits = found.group().removeprefix("-")
    return _measured(
        _Number(
            digits=digits,
            sign=sign,
            start=found.start(),
            end=tail.end(),
            text=text,
            scale=tail["scale"] or "",
            unit=tail["unit"] or "",
            approximate=bool(tail["many"] or tail["more"])
            or "-" in digits
            or text.startswith(_ABOUT, tail.end())
            or text.endswith(_NEARLY, 0, found.start()),
        )
    )


def _measured(number: _Number) -> Token:
    if ":" in number.digits:
        start = number.start + len(number.sign)
        return Token("UNCOUNTED" if number.unit else "RATIO", number.digits, start, start + len(number.digits))
    after = number.text[number.end : number.end + 1]
    if number.unit == "元" or (number.scale in ("万", "亿") and not number.unit and after in _AFTER_BARE_SCALE | {""}):
        return _money(number, after)
    if number.unit == _TIMES and not number.scale and number.text.endswith(_GROWN, 0, number.start):
        value = number.value
        return _quantity("PERCENT", number, None if value is None else value * 100)
    if number.unit in ("%", "个百分点", "百分点"):
        return _quantity("PERCENT" if number.unit == "%" else "POINTS", number, number.value)
    if not number.unit and not number.scale and not number.approximate:
        return Token("BARE", number.printed, number.start, number.end, quantity=number.value)
    return _counted(number)


def _money(number: _Number, after: str) -> Token:
    if after == "/":
        return Token("UNCOUNTED", number.printed, number.start, number.end)
    unit = f"{number.scale}元" if number.scale else "元"
    try:
        amount = None if "-" in number.digits else parse_amount(number.sign + number.digits, unit)
    except DoubtfulAmount:
        amount = None
    exact = amount is not None and not number.approximate
    return Token("MONEY", number.printed, number.start, number.end, amount=amount, unit=unit, is_exact=exact)


def _counted(number: _Number) -> Token:
    term = _unit_terms().get(number.unit)
    if term is None or term.kind == "other_unit":
        return Token("UNCOUNTED", number.printed, number.start, number.end)
    quantity = number.value
    if quantity is not None and number.scale:
        quantity *= _SCALES[number.scale]
    return _quantity("SCORE" if term.value == "#score" else "COUNT", number, quantity, term)


def _quantity(kind: str, number: _Number, quantity: Decimal | None, term: Term | None = None) -> Token:
    exact = not number.approximate
    span = (number.start, number.end)
    return Token(kind, number.printed, *span, term, quantity=quantity, unit=number.unit, is_exact=exact)


def _passed(tokens: Sequence[Token], text: str) -> tuple[Token, ...]:
    """Brackets that hold no figure become one token, so that a phrase runs through them."""
    found: list[Token] = []
    opened: list[int] = []
    for token in tokens:
        found.append(token)
        if token.kind == "OPEN":
            opened.append(len(found) - 1)
        elif token.kind == "CLOSE" and opened:
            start = opened.pop()
            inner = found[start:]
            if not any(part.kind in FIGURES for part in inner):
                holds = frozenset(part.kind for part in inner)
                begin = inner[0].start
                found[start:] = [Token("PASSED", text[begin : token.end], begin, token.end, holds=holds)]
    return tuple(found)
