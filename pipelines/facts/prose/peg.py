"""A small parser for ordered-choice grammars over tokens: named rules as text, memoised, no backtracking surprises.

Knows nothing of sentences or money. A grammar is compiled once; parsing is linear in the number of tokens for grammars
without deep lookahead. Ordered choice (rather than an LALR table) is used because most words of a sentence are unknown
and have to be passed over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol


class HasKind(Protocol):
    """What the parser needs of a token."""

    @property
    def kind(self) -> str:
        """Class of the token, as named in the grammar."""
        ...


class GrammarError(ValueError):
    """The text of a grammar cannot be read; the message names the rule."""


@dataclass(frozen=True, slots=True)
class Node:
    """A rule that fitted: its name, the tokens it spans, and its parts (labelled tokens and inner rules) in order."""

    rule: str
    start: int
    end: int
    parts: tuple[Part, ...]

    def get(self, label: str) -> Node | int | None:
        """The first part with this label: an inner rule, or the index of a token."""
        return next((part.value for part in self.parts if part.label == label), None)

    def all(self, label: str) -> tuple[Node | int, ...]:
        """All parts with this label."""
        return tuple(part.value for part in self.parts if part.label == label)


class Part(NamedTuple):
    """A part of a rule: its label (or the name of the inner rule) and the rule or the index of the token."""

    label: str
    value: Node | int


class _State(NamedTuple):
    kinds: Sequence[str]
    memo: dict[tuple[str, int], tuple[int, Node] | None]


class _Expression(NamedTuple):
    """A piece of a rule as written: ``token``, ``rule``, or a sign of the notation (``,`` is a row) with its parts."""

    sign: str
    name: str = ""
    parts: tuple[_Expression, ...] = ()


class _Starts(NamedTuple):
    """The classes of tokens something can start with (None: any), and whether it can fit without taking a token."""

    kinds: frozenset[str] | None
    may_be_empty: bool

    def allow(self, kind: str) -> bool:
        """Whether it is worth trying where a token of this class stands."""
        return self.may_be_empty or self.kinds is None or kind in self.kinds


def _either(starts: Sequence[_Starts]) -> _Starts:
    known = [start.kinds for start in starts if start.kinds is not None]
    kinds = frozenset[str]().union(*known) if len(known) == len(starts) else None
    return _Starts(kinds, any(start.may_be_empty for start in starts))


_Result = tuple[int, tuple[Part, ...]] | None
_Parser = Callable[[_State, int], _Result]
_NOTHING: tuple[Part, ...] = ()
_AFTER_LAST = ""
"""The class of the place after the last token."""
_LEXER = re.compile(r"\s*(?:(?P<name>\w+)|(?P<sign><-|[/()?*+&!.:]))")


class Grammar:
    """A compiled grammar; ``parse`` applies one of its rules at a position."""

    def __init__(self, text: str) -> None:
        self._expressions = {name: _Compiler(name, tokens).choice_to_end() for name, tokens in _definitions(text)}
        self.names = tuple(self._expressions)
        self._starts: dict[str, _Starts | None] = {}
        self._rules = {name: self._parser(expression) for name, expression in self._expressions.items()}

    def parse(self, rule: str, tokens: Sequence[HasKind], start: int = 0) -> Node | None:
        """The tree of ``rule`` from ``start`` on, or None when it does not fit. Raises ``KeyError`` for an unknown rule."""
        kinds = [token.kind for token in tokens]
        found = self._apply(rule, _State([*kinds, _AFTER_LAST], {}), start)
        return found[1] if found else None

    def _apply(self, name: str, state: _State, position: int) -> tuple[int, Node] | None:
        key = (name, position)
        if key not in state.memo:
            state.memo[key] = None
            result = self._rules[name](state, position)
            state.memo[key] = None if result is None else (result[0], Node(name, position, *result))
        return state.memo[key]

    def _starts_of(self, expression: _Expression) -> _Starts:
        """Which classes of tokens an expression can start with, and whether it can fit without taking one."""
        sign, name, parts = expression
        if sign == "token":
            return _Starts(frozenset((name,)), False) if name != "END" else _Starts(frozenset((_AFTER_LAST,)), True)
        if sign == "rule":
            return self._starts_of_rule(name)
        if sign in (".", "&", "!"):
            return _Starts(None, sign != ".")
        if sign == "/":
            return _either([self._starts_of(part) for part in parts])
        if sign == ",":
            return self._starts_of_row(parts)
        inner = self._starts_of(parts[0])
        return _Starts(inner.kinds, inner.may_be_empty or sign in ("?", "*"))

    def _starts_of_row(self, parts: tuple[_Expression, ...]) -> _Starts:
        """What stands first of several in a row; what is only looked at does not widen it."""
        first: list[_Starts] = []
        for part in parts:
            if part.sign in ("&", "!"):
                continue
            first.append(self._starts_of(part))
            if not first[-1].may_be_empty:
                return _Starts(_either(first).kinds, False)
        return _Starts(None, True)

    def _starts_of_rule(self, name: str) -> _Starts:
        if name not in self._expressions:
            return _Starts(None, True)
        if name not in self._starts:
            self._starts[name] = None
            self._starts[name] = self._starts_of(self._expressions[name])
        return self._starts[name] or _Starts(None, True)

    def _parser(self, expression: _Expression) -> _Parser:
        sign, name, parts = expression
        if not parts:
            return self._leaf(sign, name)
        inner = tuple(self._parser(part) for part in parts)
        if sign == "/":
            return _any_of(inner, tuple(self._starts_of(part) for part in parts))
        if sign == ",":
            return _all_of(inner)
        if sign == ":":
            return _labelled(name, inner[0])
        return _SIGNS[sign](inner[0])

    def _leaf(self, sign: str, name: str) -> _Parser:
        if sign == ".":
            return _any_token
        return _token(name) if sign == "token" else self._reference(name)

    def _reference(self, name: str) -> _Parser:
        apply = self._apply
        starts = self._starts_of_rule(name)

        def refer(state: _State, position: int) -> _Result:
            if not starts.allow(state.kinds[position]):
                return None
            found = apply(name, state, position)
            return None if found is None else (found[0], (Part(name, found[1]),))

        return refer


def _definitions(text: str) -> Iterator[tuple[str, list[str]]]:
    """Name and tokens of every rule; a line that is indented goes on with the rule above."""
    bare = "\n".join(line.split("#")[0] for line in text.splitlines())
    for block in re.split(r"\n(?=\w)", bare):
        if not block.strip():
            continue
        tokens = _LEXER.findall(block)
        words = [name or sign for name, sign in tokens]
        if len(words) < 3 or words[1] != "<-":
            raise GrammarError(f"not a rule: {block.strip()[:60]}")
        yield words[0], words[2:]


class _Compiler:
    """Turns the tokens of one rule into an expression; one method per level of the notation."""

    def __init__(self, rule: str, words: list[str]) -> None:
        self._rule, self._words, self._at = rule, words, 0

    def choice_to_end(self) -> _Expression:
        """The whole rule; raises ``GrammarError`` when something is left over."""
        expression = self._choice()
        if self._at != len(self._words):
            raise GrammarError(f"rule {self._rule}: unexpected {self._words[self._at]!r}")
        return expression

    def _peek(self) -> str | None:
        return self._words[self._at] if self._at < len(self._words) else None

    def _take(self) -> str:
        word = self._peek()
        if word is None:
            raise GrammarError(f"rule {self._rule} ends too early")
        self._at += 1
        return word

    def _choice(self) -> _Expression:
        options = [self._sequence()]
        while self._peek() == "/":
            self._take()
            options.append(self._sequence())
        return options[0] if len(options) == 1 else _Expression("/", parts=tuple(options))

    def _sequence(self) -> _Expression:
        parts: list[_Expression] = []
        while self._peek() not in (None, "/", ")"):
            parts.append(self._prefixed())
        if not parts:
            raise GrammarError(f"rule {self._rule}: empty alternative")
        return parts[0] if len(parts) == 1 else _Expression(",", parts=tuple(parts))

    def _prefixed(self) -> _Expression:
        if self._peek() in ("&", "!"):
            return _Expression(self._take(), parts=(self._suffixed(),))
        return self._suffixed()

    def _suffixed(self) -> _Expression:
        expression = self._atom()
        while self._peek() in ("?", "*", "+"):
            expression = _Expression(self._take(), parts=(expression,))
        return expression

    def _atom(self) -> _Expression:
        word = self._take()
        if self._peek() == ":" and re.fullmatch(r"\w+", word):
            self._take()
            return _Expression(":", word, (self._atom(),))
        if word == "(":
            inner = self._choice()
            if self._take() != ")":
                raise GrammarError(f"rule {self._rule}: bracket not closed")
            return inner
        if word == ".":
            return _Expression(".")
        if not re.fullmatch(r"\w+", word):
            raise GrammarError(f"rule {self._rule}: unexpected {word!r}")
        return _Expression("token" if word.isupper() else "rule", word)


def _any_token(state: _State, position: int) -> _Result:
    return (position + 1, _NOTHING) if state.kinds[position] != _AFTER_LAST else None


def _token(kind: str) -> _Parser:
    if kind == "END":
        return lambda state, position: (position, _NOTHING) if state.kinds[position] == _AFTER_LAST else None

    def match(state: _State, position: int) -> _Result:
        if state.kinds[position] == kind:
            return position + 1, (Part(kind, position),)
        return None

    return match


def _any_of(options: tuple[_Parser, ...], starts: tuple[_Starts, ...]) -> _Parser:
    fitting: dict[str, tuple[_Parser, ...]] = {}

    def choose(state: _State, position: int) -> _Result:
        kind = state.kinds[position]
        if kind not in fitting:
            fitting[kind] = tuple(option for option, start in zip(options, starts, strict=True) if start.allow(kind))
        for option in fitting[kind]:
            found = option(state, position)
            if found is not None:
                return found
        return None

    return choose


def _all_of(parts: tuple[_Parser, ...]) -> _Parser:
    def follow(state: _State, position: int) -> _Result:
        collected: tuple[Part, ...] = _NOTHING
        for part in parts:
            found = part(state, position)
            if found is None:
                return None
            position, more = found
            collected += more
        return position, collected

    return follow


def _looking(parser: _Parser, wanted: bool) -> _Parser:
    def look(state: _State, position: int) -> _Result:
        return (position, _NOTHING) if (parser(state, position) is not None) is wanted else None

    return look


def _optional(parser: _Parser) -> _Parser:
    def maybe(state: _State, position: int) -> _Result:
        return parser(state, position) or (position, _NOTHING)

    return maybe


def _repeated(parser: _Parser, least: int) -> _Parser:
    def repeat(state: _State, position: int) -> _Result:
        collected: list[Part] = []
        count = 0
        while True:
            found = parser(state, position)
            if found is None or found[0] == position:
                break
            position, more = found
            collected.extend(more)
            count += 1
        return (position, tuple(collected)) if count >= least else None

    return repeat


def _labelled(label: str, parser: _Parser) -> _Parser:
    def name(state: _State, position: int) -> _Result:
        found = parser(state, position)
        if found is None:
            return None
        end, parts = found
        return end, (Part(label, parts[0].value if parts else position),)

    return name


_SIGNS: Mapping[str, Callable[[_Parser], _Parser]] = {
    "?": _optional,
    "*": lambda parser: _repeated(parser, 0),
    "+": lambda parser: _repeated(parser, 1),
    "&": lambda parser: _looking(parser, True),
    "!": lambda parser: _looking(parser, False),
}
