"""The words and the grammar of sentences as lists: terms, items, rules. Loading only; how they are used is in ``facts``.

``prose_terms.csv`` holds every word the grammar knows with its class, ``prose_items.csv`` says which words together mean
which standard item, ``prose_grammar.peg`` holds the named rules. New wording is new rows here and no code. Terms are
written half-width, without quotes and white space.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pipelines.reference.tables import rows_of, text_of


@dataclass(frozen=True, slots=True)
class Term:
    """One word or fixed phrase: its class (kind of token), what it stands for, the fund it implies."""

    kind: str
    text: str
    value: str
    fund: str | None

    @property
    def features(self) -> tuple[str, ...]:
        """The value as words: what the term says of an item."""
        return tuple(self.value.split())


@dataclass(frozen=True, slots=True)
class ItemRule:
    """Which features of a phrase make which standard item. The rule with the most fitting features wins."""

    item: str
    needs: frozenset[str]
    lacks: frozenset[str]
    context: frozenset[str]
    """Features that what stands around (heading, list, clause before) must have."""
    fund: str | None
    measure: str | None
    kind: str
    side: str | None


@cache
def terms() -> tuple[Term, ...]:
    """Every row of the lexicon in file order."""
    return tuple(
        Term(row["class"], row["term"], row["value"], row["fund"] or None) for row in rows_of("prose_terms.csv")
    )


@cache
def terms_of(kind: str) -> tuple[Term, ...]:
    """The rows of one class in file order."""
    return tuple(term for term in terms() if term.kind == kind)


@cache
def item_rules() -> tuple[ItemRule, ...]:
    """Every rule of ``prose_items.csv`` in file order."""
    return tuple(
        ItemRule(
            item=row["item"],
            needs=frozenset(row["needs"].split()),
            lacks=frozenset(row["lacks"].split()),
            context=frozenset(row["context"].split()),
            fund=row["fund"] or None,
            measure=row["measure"] or None,
            kind=row["kind"],
            side=row["side"] or None,
        )
        for row in rows_of("prose_items.csv")
    )


@cache
def grammar_text() -> str:
    """The grammar as written in ``prose_grammar.peg``."""
    return text_of("prose_grammar.peg")
