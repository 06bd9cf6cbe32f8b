"""A claim while it is being put together: the figure, what it names, and what later pieces of the sentence say of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipelines.facts.prose.body_lines import Place
from pipelines.facts.prose.context import Context
from pipelines.facts.prose.phrases import Named
from pipelines.facts.prose.tokens import Plain, Token


@dataclass(slots=True)
class Sentence:
    """One sentence: its text without white space, the place of every character, its plain form and tokens."""

    text: str
    places: tuple[Place, ...] = field(repr=False)
    plain: Plain = field(repr=False)
    tokens: tuple[Token, ...] = field(repr=False)
    context: Context = field(repr=False)


@dataclass(slots=True)
class Base:
    """What is compared with: a period, or the budget of the same year; the base amount when it is printed."""

    period: str | None
    amount: Token | None = None
    is_sticky: bool = False
    """Said to hold for what follows too (下同)."""
    is_final: bool = False
    """Said to be what was carried out (执行数, 决算数)."""


@dataclass(slots=True, eq=False)
class Draft:
    """One claim in the making. ``token`` is the figure (or word) that the claim is about."""

    sentence: Sentence
    token: Token
    kind: str
    named: Named = field(default_factory=Named)
    subject: str | None = None
    fund: str | None = None
    measure: str | None = None
    period: str | None = None
    direction: str | None = None
    change: Token | None = None
    percent: Token | None = None
    base: Base | None = None
    completion: Token | None = None
    completion_of: str | None = None
    share_of: str | None = None
    of: Draft | None = None

    @property
    def identity(self) -> tuple[str | None, str | None, str | None, str | None]:
        """What makes two figures figures of the same thing."""
        return (
            self.named.item,
            self.named.code,
            self.named.text if self.named.item == self.named.text else None,
            self.fund,
        )
