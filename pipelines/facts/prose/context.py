"""What headings say for the text below them: year, fund, whose figures, which statement, which subject path.

A heading inside another adds to it or overrides it. Whether a paragraph is a heading is decided in ``outline``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from pipelines.facts.prose.periods import Calendar, is_undated, period_of, year_of
from pipelines.facts.prose.phrases import Around, Named, name_phrase
from pipelines.facts.prose.subjects import Step
from pipelines.facts.prose.tokens import FIGURES, Token, plain, tokenise
from pipelines.records.pages import Identity
from pipelines.reference.prose import terms_of

_DEFINITIONS = re.compile(r"名[词称]解释|专业(?:性)?名词|术语解释|专业名称")
_PERFORMED = re.compile(r"执行情况|决算|完成情况|收支情况|运行情况")
_PLANNED = re.compile(r"预算(?:\(草案\)|草案|安排)|收支预算")
_ECONOMIC = re.compile(r"基本支出")
_LONGEST_TITLE = 40
_TITLE_END = re.compile(r"[。，；：:;]|[0-9][0-9,.]*\s*[万亿]?元")


@dataclass(frozen=True, slots=True)
class Context:
    """What holds under the headings above a sentence."""

    year: int | None = None
    period: str | None = None
    fund: str | None = None
    subject: str | None = None
    measure: str | None = None
    """What a figure is when it does not say: total (of a budget) or final."""
    features: frozenset[str] = frozenset()
    steps: tuple[Step, ...] = ()
    statement: str | None = None
    economic: bool = False
    is_definition: bool = False
    titles: tuple[str, ...] = ()
    topic: Named | None = None
    """What the heading itself names, for the paragraphs below that say no more than 年初预算为 …."""
    government: bool = False

    @property
    def calendar(self) -> Calendar:
        """From what undated words are counted here."""
        return Calendar(self.year, self.period)

    def around(self, body: str | None, features: frozenset[str] = frozenset(), economic: bool = False) -> Around:
        """What helps to read a phrase here."""
        tier = "government" if self.government else "department"
        return Around(self.year, body, self.features | features, tier, self.economic or economic, self.steps)


def root_context(identity: Identity) -> Context:
    """What the document itself says."""
    year = identity.fiscal_year
    subject = {"department": "部门", "unit": "单位"}.get(identity.tier or "")
    return Context(
        year=year,
        # a government that says neither budget nor account speaks of months, told sentence by sentence
        period=str(year) if year and (identity.stage or identity.tier != "government") else None,
        subject=subject,
        measure={"budget": "total", "final": "final", "execution": "final"}.get(identity.stage or ""),
        government=identity.tier == "government",
    )


def title_of(text: str) -> str:
    """The part of a paragraph that stands as its title."""
    return _TITLE_END.split(text, maxsplit=1)[0][:_LONGEST_TITLE]


def below(outer: Context, title: str, body: str | None) -> Context:
    """The context under a heading (or numbered item) that stands in ``outer``."""
    tokens = _before_figures(tokenise(plain(title).text))
    named = name_phrase(tokens, None, outer.around(body))
    fund = named.fund or (None if outer.fund or "appropriation" not in named.features else "all")
    period = _period(tokens, outer)
    folded = plain(title).text
    return replace(
        outer,
        year=year_of(period) or outer.year,
        period=period or outer.period,
        fund=fund or outer.fund,
        subject=named.subject or outer.subject,
        measure=_measure(folded, outer),
        features=named.features or outer.features,
        steps=named.steps or outer.steps,
        statement=_statement(folded) or outer.statement,
        economic=bool(_ECONOMIC.search(folded)) or outer.economic,
        is_definition=bool(_DEFINITIONS.search(folded)) or outer.is_definition,
        titles=(*outer.titles, title),
        topic=_topic(named, tokens, outer),
    )


def _topic(named: Named, tokens: tuple[Token, ...], outer: Context) -> Named | None:
    """The one item a heading names for certain, whatever its stage and period; None when it names none or several.

    收入预算 (支出预算) of a department is the total of that side; 收入 alone may be anything.
    """
    if named.item is None or named.side is None or named.is_clouded:
        return None
    if named.is_weak and (outer.government or named.stage is None or named.fund is not None):
        return None
    if any(token.kind in ("ENUMERATION", "VERSUS", "SEMICOLON") for token in tokens):
        return None
    return replace(named, stage=None, periods=())


def _before_figures(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    end = next((index for index, token in enumerate(tokens) if token.kind in FIGURES), len(tokens))
    return tokens[:end]


def _period(tokens: tuple[Token, ...], outer: Context) -> str | None:
    """The one period that a heading names; None when it names none or several."""
    named = [token for token in tokens if token.kind == "PERIOD" and (token.term is None or is_undated(token))]
    dated = [token for token in named if not is_undated(token)]
    found = {period_of(token, outer.calendar) for token in dated or named}
    period = next(iter(found)) if len(found) == 1 else None
    parts = {period_of(token, Calendar(year_of(period), period)) for token in named if is_undated(token)}
    is_year = dated and period == str(year_of(period))
    return next(iter(parts)) if is_year and len(parts) == 1 else period  # 2024 年某州上半年 …


def _measure(text: str, outer: Context) -> str | None:
    if not outer.government:
        return outer.measure
    if _PERFORMED.search(text):
        return "final"
    return "total" if _PLANNED.search(text) else outer.measure


def _statement(text: str) -> str | None:
    """The kind of statement that a heading speaks of, by the first row of the lexicon that it holds."""
    return next((kind for words, kind in _sections() if words in text), None)


@cache
def _sections() -> tuple[tuple[str, str], ...]:
    return tuple((term.text, term.value) for term in terms_of("section"))
