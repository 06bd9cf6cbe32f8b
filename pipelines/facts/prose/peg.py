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


_Result = tuple[int, tuple[Part, ...]] | None
_Parser = Callable[[_State, int], _Result]
_NOTHING: tuple[Part, ...] = ()
_LEXER = re.compile(r"\s*(?:(?P<name>\w+)|(?P<sign><-|[/()?*+&!.:]))")


class Grammar:
    """A compiled grammar; ``parse`` applies one of its rules at a position."""

    def __init__(self, text: str) -> None:
        self._rules: dict[str, _Parser] = {}
        for name, tokens in _definitions(text):
            self._rules[name] = _Compiler(name, tokens, self._apply).choice_to_end()
        self.names = tuple(self._rules)

    def parse(self, rule: str, tokens: Sequence[HasKind], start: int = 0) -> Node | None:
        """The tree of ``rule`` from ``start`` on, or None when it does not fit. Raises ``KeyError`` for an unknown rule."""
        found = self._apply(rule, _State([token.kind for token in tokens], {}), start)
        return found[1] if found else None

    def _apply(self, name: str, state: _State, position: int) -> tuple[int, Node] | None:
        key = (name, position)
        if key not in state.memo:
            state.memo[key] = None
            result = self._rules[name](state, position)
            state.memo[key] = None if result is None else (result[0], Node(name, position, *result))
        return state.memo[key]


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
    """Turns the tokens of one rule into a function; one method per level of the notation."""

    def __init__(
        self, rule: str, words: list[str], apply: Callable[[str, _State, int], tuple[int, Node] | None]
    ) -> None:
        self._rule, self._words, self._apply, self._at = rule, words, apply, 0

    def choice_to_end(self) -> _Parser:
        """The whole rule; raises ``GrammarError`` when something is left over."""
        parser = self._choice()
        if self._at != len(self._words):
            raise GrammarError(f"rule {self._rule}: unexpected {self._words[self._at]!r}")
        return parser

    def _peek(self) -> str | None:
        return self._words[self._at] if self._at < len(self._words) else None

    def _take(self) -> str:
        word = self._peek()
        if word is None:
            raise GrammarError(f"rule {self._rule} ends too early")
        self._at += 1
        return word

    def _choice(self) -> _Parser:
        options = [self._sequence()]
        while self._peek() == "/":
            self._take()
            options.append(self._sequence())
        return options[0] if len(options) == 1 else _any_of(tuple(options))

    def _sequence(self) -> _Parser:
        parts: list[_Parser] = []
        while self._peek() not in (None, "/", ")"):
            parts.append(self._prefixed())
        if not parts:
            raise GrammarError(f"rule {self._rule}: empty alternative")
        return parts[0] if len(parts) == 1 else _all_of(tuple(parts))

    def _prefixed(self) -> _Parser:
        if self._peek() in ("&", "!"):
            wanted = self._take() == "&"
            return _looking(self._suffixed(), wanted)
        return self._suffixed()

    def _suffixed(self) -> _Parser:
        parser = self._atom()
        while self._peek() in ("?", "*", "+"):
            sign = self._take()
            parser = _optional(parser) if sign == "?" else _repeated(parser, 1 if sign == "+" else 0)
        return parser

    def _atom(self) -> _Parser:
        word = self._take()
        if self._peek() == ":" and re.fullmatch(r"\w+", word):
            self._take()
            return _labelled(word, self._atom())
        if word == "(":
            inner = self._choice()
            if self._take() != ")":
                raise GrammarError(f"rule {self._rule}: bracket not closed")
            return inner
        if word == ".":
            return _any_token
        if not re.fullmatch(r"\w+", word):
            raise GrammarError(f"rule {self._rule}: unexpected {word!r}")
        return _token(word) if word.isupper() else self._reference(word)

    def _reference(self, name: str) -> _Parser:
        apply = self._apply

        def refer(state: _State, position: int) -> _Result:
            found = apply(name, state, position)
            return None if found is None else (found[0], (Part(name, found[1]),))

        return refer


def _any_token(state: _State, position: int) -> _Result:
    return (position + 1, _NOTHING) if position < len(state.kinds) else None


def _token(kind: str) -> _Parser:
    if kind == "END":
        return lambda state, position: (position, _NOTHING) if position >= len(state.kinds) else None

    def match(state: _State, position: int) -> _Result:
        if position < len(state.kinds) and state.kinds[position] == kind:
            return position + 1, (Part(kind, position),)
        return None

    return match


def _any_of(options: tuple[_Parser, ...]) -> _Parser:
    def choose(state: _State, position: int) -> _Result:
        for option in options:
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


def token_positions(node: Node) -> Mapping[str, int]:
    """By token class, the first position of a token directly in this rule."""
    found: dict[str, int] = {}
    for part in node.parts:
        if isinstance(part.value, int) and part.label.isupper():
            found.setdefault(part.label, part.value)
    return found
