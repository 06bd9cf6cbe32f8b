"""From a document to its claims: paragraphs under their headings, sentences, pieces, drafts, records."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from pipelines.facts.prose import absences, changes, figures, turns
from pipelines.facts.prose.body_lines import body_lines
from pipelines.facts.prose.claims import claim_records
from pipelines.facts.prose.context import Context, below, root_context, title_of
from pipelines.facts.prose.discourse import Discourse
from pipelines.facts.prose.drafts import Draft, Sentence
from pipelines.facts.prose.outline import BLOCK, is_block_title
from pipelines.facts.prose.paragraphs import Paragraph, paragraphs
from pipelines.facts.prose.peg import Grammar, Node
from pipelines.facts.prose.tokens import Token, plain, tokenise
from pipelines.records.claim import ClaimRecord
from pipelines.records.pages import Document, Grid, Identity
from pipelines.reference.prose import grammar_text

_END = re.compile(r"[。！？!?]+[”’）)]?")
_TELLING = re.compile(r"[0-9]|[无没未空零]|[（(][类款项][）)]|[大小高低多少等]于|持平|一致|相[同等]")
_OPENS_LIST = re.compile(r"(?:其中|包括|如下|以下方面|具体情况如下)[:：，,]?$")
_ASIDE = ("此外", "另外", "同时")

_HANDLERS: dict[str, Callable[[Discourse, Node, Sequence[Token]], None]] = {
    "heading_word": figures.heading_word,
    "separator": figures.separator,
    "figure": figures.figure,
    "phrase": figures.phrase,
    "level": figures.level,
    "absence": absences.absence,
    "respectively": figures.respectively,
    "base": changes.base,
    "change": changes.change,
    "growth": changes.growth,
    "equal": changes.equal,
    "deviation": changes.deviation,
    "completion": changes.completion,
    "rate": changes.rate,
    "share": changes.share,
    "become": turns.become,
    "turned": turns.turned,
}
"""What is done with a piece of a sentence, by the rule of the grammar that fitted."""


@dataclass(slots=True)
class _Level:
    """One heading or numbered item that is open: its level, what holds under it, the figure whose list it opens."""

    level: int
    context: Context
    list_of: Draft | None = None


@cache
def _grammar() -> Grammar:
    return Grammar(grammar_text())


def read_claims(document: Document, grids: Sequence[Grid], identity: Identity) -> tuple[ClaimRecord, ...]:
    """Every amount, rate, change, share and absence stated in the running text of a document."""
    if identity.is_blank_template:
        return ()
    found = paragraphs(body_lines(document, grids))
    drafts = read_paragraphs(found, identity)
    return claim_records(drafts, document.document_id, {page.number: page for page in document.pages})


def read_paragraphs(found: Sequence[Paragraph], identity: Identity) -> list[Draft]:
    """The claims of paragraphs in order, in the making."""
    root = root_context(identity)
    discourse = Discourse(identity.body, root)
    levels: list[_Level] = []
    loose_list: Draft | None = None
    for paragraph in found:
        if paragraph.mark is None and is_block_title(paragraph.text):
            levels = [_Level(BLOCK, below(root, paragraph.text, identity.body))]
            loose_list = None
            continue
        if paragraph.mark is not None:
            discourse.leave_section(paragraph.mark.level)
            levels = [level for level in levels if level.level < paragraph.mark.level]
            outer = levels[-1].context if levels else root
            text = paragraph.text[paragraph.mark.length :]
            levels.append(_Level(paragraph.mark.level, below(outer, title_of(text), identity.body)))
            loose_list = None
        context = levels[-1].context if levels else root
        if context.is_definition:
            continue
        parent = loose_list or _list_above(levels)
        if paragraph.text.startswith(_ASIDE):
            parent = loose_list = None
        discourse.open_paragraph(context, parent, keeps_anchor=False)
        _read_paragraph(discourse, paragraph)
        if _OPENS_LIST.search(paragraph.text) and discourse.anchor is not None:
            if levels:
                levels[-1].list_of = discourse.anchor
            if paragraph.mark is None:
                loose_list = discourse.anchor
    return discourse.drafts


def _list_above(levels: Sequence[_Level]) -> Draft | None:
    """The figure whose list a numbered item belongs to."""
    return next((level.list_of for level in reversed(levels[:-1]) if level.list_of is not None), None)


def _read_paragraph(discourse: Discourse, paragraph: Paragraph) -> None:
    start = paragraph.mark.length if paragraph.mark is not None else 0
    for begin, end in _spans(paragraph.text, start):
        text = paragraph.text[begin:end]
        if _TELLING.search(text):
            _read_sentence(discourse, text, paragraph, begin, end)


def _spans(text: str, start: int) -> Iterator[tuple[int, int]]:
    """The sentences of a paragraph as spans, from ``start`` on."""
    for end in _END.finditer(text, start):
        yield start, end.end()
        start = end.end()
    if start < len(text):
        yield start, len(text)


def _read_sentence(discourse: Discourse, text: str, paragraph: Paragraph, begin: int, end: int) -> None:
    flat = plain(text)
    sentence = Sentence(text, paragraph.places[begin:end], flat, tokenise(flat.text), discourse.context)
    discourse.open_sentence(sentence)
    first = len(discourse.drafts)
    tree = _grammar().parse("sentence", sentence.tokens)
    assert tree is not None  # a sentence may be empty, it always fits
    for part in tree.parts:
        piece = part.value
        inner = piece.parts[0].value if isinstance(piece, Node) and piece.parts else None
        if isinstance(inner, Node) and inner.rule in _HANDLERS:
            _HANDLERS[inner.rule](discourse, inner, sentence.tokens)
    _keep_the_rest(discourse, first)


def _keep_the_rest(discourse: Discourse, first: int) -> None:
    """Figures of the sentence that no piece has taken up stay visible as unbound."""
    assert discourse.sentence is not None  # set by open_sentence
    taken: set[int] = set()
    for draft in [*discourse.drafts[first:], *([discourse.anchor_before] if discourse.anchor_before else [])]:
        for token in (draft.token, draft.percent, draft.change, draft.completion, draft.base and draft.base.amount):
            taken.add(id(token))
    for token in discourse.sentence.tokens:
        is_figure = token.kind in ("MONEY", "PERCENT") or (
            token.kind == "COUNT" and token.term is not None and token.term.kind == "unit"
        )
        if is_figure and id(token) not in taken:
            discourse.unbound(token)
