"""What has been said so far: the figure last stated, the list it opens, the topic, the base of comparison, the mood.

Only memory and the rules of ellipsis stand here (what a figure without its own words is of); which piece of a sentence
does what is in ``figures`` and ``changes``. In reasons (主要原因是 …) and purposes (用于 …) nothing is taken over from
before: what such clauses do not name themselves stays unbound.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pipelines.facts.prose.context import Context
from pipelines.facts.prose.drafts import Base, Draft, Sentence
from pipelines.facts.prose.periods import is_undated, period_of, shifted, year_of
from pipelines.facts.prose.phrases import WEAK, Named, name_phrase
from pipelines.facts.prose.tokens import Token

MAIN, REASON, PURPOSE, APART = "main", "reason", "purpose", "apart"
_ECONOMIC_PARENTS = frozenset({"basic_personnel", "basic_public", "operating_cost"})
_ONLY_CARRIED = frozenset({"carryover", "superior_subsidy"})
_OTHER_SIDE = {
    "current_income": "current_expenditure",
    "current_expenditure": "current_income",
    "income_total": "expenditure_total",
    "expenditure_total": "income_total",
    "appropriation_income": "appropriation_expenditure",
}
"""The items that mirror each other on the two sides."""
_ISSUED = frozenset({"government_bonds", "new_bonds", "refunding_bonds"})
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WHOLE = frozenset({"current", "grand", "sum", "both"})
_SELF = {"本单位": "单位", "本部门": "部门"}
_FLOW = frozenset({"current_income", "current_expenditure", "carry_out"})
_SECTION = 2
_BUDGETS = frozenset({"budget", "revised_budget", "schedule"})
_PAIRED = {"revised": "revised_budget", "final": "final"}


@dataclass(slots=True)
class Discourse:
    """The state of reading one document; ``drafts`` collects its claims in order."""

    body: str | None
    context: Context
    drafts: list[Draft] = field(default_factory=list)
    sentence: Sentence | None = None
    self_name: str | None = None
    """What the sentence calls the publisher, where it does so in one way only."""
    share: Draft | None = None
    """The share stated last in the sentence."""
    anchor: Draft | None = None
    """The figure stated last in this paragraph, that a following change or rate is of."""
    is_apart: bool = False
    """Whether a semicolon stands between that figure and here."""
    anchor_before: Draft | None = None
    """The same when this sentence began: it may still be given a rate."""
    topic: Named | None = None
    """What is spoken of without a figure yet (a numbered subject, a phrase before a colon)."""
    parent: Draft | None = None
    """The figure whose list is being read."""
    whole: Draft | None = None
    """The figure whose list this sentence has opened itself."""
    outer_parent: Draft | None = None
    """The figure whose list the paragraph belongs to."""
    follows_list: bool = False
    """Whether the sentence before listed parts of a whole that is not known: its last figure is not spoken of again."""
    is_listing: bool = False
    """Whether that list is part of its sentence (or announced at its end), so that its measure holds too."""
    frame: Named | None = None
    """The whole that a clause ending in 中 opens a list of (“三公”经费支出决算中，)."""
    period: str | None = None
    base: Base | None = None
    compared: Named | None = None
    """What stands before 与上年相比 in its clause, and is what the change after the comma is of."""
    last_base: Base | None = None
    sticky_base: Base | None = None
    sticky_completion: str | None = None
    running_fund: str | None = None
    running_subject: str | None = None
    """Whose figures this paragraph speaks of, as last said outside a list (reports of governments)."""
    subjects: list[str | None] = field(default_factory=list)
    """What that was before this sentence, and as it has been said in it since."""
    mood: str = MAIN
    words: Sequence[Token] = ()
    """The tokens of that phrase."""
    clause_start: int = 0
    """Where the clause begins, or what follows its last figure."""
    phrase: Named | None = None
    """What the clause has named so far."""
    pending: frozenset[str] = frozenset()
    """Features named since the last figure of the sentence, for figures that leave them out."""
    reason_of: tuple[Named, str | None] | None = None
    """What a reason names as having changed, and in which direction."""
    fresh_change: Draft | None = None
    """A change stated just now, waiting for its rate."""
    figures: list[Draft] = field(default_factory=list)
    """Figures of this sentence."""
    enumerated: list[Named] = field(default_factory=list)
    brackets: list[tuple[Draft | None, Draft | None, Draft | None, bool]] = field(default_factory=list)
    """What was spoken of and listed where each open bracket began."""

    def open_paragraph(self, context: Context, parent: Draft | None, keeps_anchor: bool) -> None:
        """Begin a paragraph under ``context``; ``parent`` is the figure whose list it belongs to."""
        self.context, self.parent, self.is_listing = context, parent, parent is not None
        self.outer_parent, self.whole = parent, None
        self.frame = self.period = self.running_fund = self.running_subject = None
        self.subjects = []
        if not context.government:
            self.last_base = None
        if not keeps_anchor:
            self.anchor = None
        self.topic = context.topic

    def leave_section(self, level: int) -> None:
        """A heading of this level begins: what was said to hold (下同) ends with its section."""
        if level <= _SECTION:
            self.sticky_completion = None
            self.last_base = self.last_base if self.context.government else None
        if level < _SECTION:
            self.sticky_base = self.last_base = None

    def open_sentence(self, sentence: Sentence) -> None:
        """Begin a sentence of the paragraph; a list within the sentence before is over, its whole is spoken of again."""
        self.follows_list = self.whole is None and self._is_list()
        if self.whole is not None:
            self.anchor, self.whole = self.whole, None
            self.parent, self.is_listing = self.outer_parent, self.outer_parent is not None
        if self.period is not None and "-" not in self.period and year_of(self.period) != self.context.year:
            self.period = None  # 2022 年执行数为 …: the other year was meant for that sentence only
        if len(set(self.subjects[1:])) > 1:
            self.running_subject = self.subjects[0]  # 市本级 …；区级 …；县级 …: none of them is spoken of afterwards
        self.subjects = [self.running_subject]
        self.sentence, self.mood, self.base = sentence, MAIN, None
        self.anchor_before, self.is_apart = self.anchor, False
        self.phrase = self.reason_of = self.fresh_change = self.compared = None
        self.pending = frozenset()
        self.figures, self.enumerated, self.brackets = [], [], []
        self.words, self.clause_start, self.share = (), 0, None
        called = [name for word, name in _SELF.items() if word in sentence.plain.text]
        self.self_name = called[0] if len(called) == 1 else None

    def _is_list(self) -> bool:
        """Whether several amounts of one side have been stated in the sentence."""
        sides = [figure.named.side for figure in self.figures if figure.token.kind == "MONEY"]
        return self.anchor is not None and sides.count(self.anchor.named.side) > 1

    # what a phrase names, here

    def name(self, tokens: Sequence[Token], unit: str | None = None) -> Named:
        """What the tokens name in this place, helped by what was said nearest first."""
        economic = self.parent is not None and self.parent.named.item in _ECONOMIC_PARENTS
        around = self.context.around(self.body, frozenset(), economic)
        if self.figures:
            nearest = self.figures[-1].named.features | (self.pending if unit is None else frozenset())
            named = name_phrase(tokens, unit, replace(around, features=nearest))
            if named.item is not None and (unit is not None or not named.is_weak):
                return named
        told = self.pending.union(*(figure.named.features for figure in self.figures))
        if self.parent is not None:
            told |= self.parent.named.features | ({self.parent.named.side} if self.parent.named.side else set())
        return name_phrase(tokens, unit, replace(around, features=around.features | told))

    def is_elliptic(self, named: Named) -> bool:
        """Whether a figure's words leave out what it is of, so that it is what was spoken of last."""
        if named.is_clouded or not named.is_weak:
            return False
        if named.item is None:
            return not named.features - WEAK and self._goes_on(named)
        if named.stage is not None and any(self._fits(named, figure.named) for figure in self.figures):
            return True
        if self.topic is not None and named.stage is not None and self._fits(named, self.topic):
            return True
        return named.subject is not None and self.anchor is not None and self.anchor.named.side == named.side

    def mirrored(self, named: Named) -> Named:
        """What a bare 收入 or 支出 is of: the other side of what was just stated (收入 1 亿元，支出 2 亿元), the same thing
        again, the whole where the heading speaks of income and expenditure; anywhere else it is not certain."""
        near = self.anchor if self.anchor is not None and self.anchor.sentence is self.sentence else None
        if not self._is_bare(named, near):
            return named
        if near is not None and near.named.side is not None:
            item = named.item if self.context.government else _OTHER_SIDE.get(near.named.item or "")
            if near.named.side == named.side:
                return Named(features=named.features & WEAK)
            return (
                replace(named, item=item, fund=near.fund, is_weak=False)
                if item
                else replace(named, item=None, is_clouded=True)
            )
        told = self.context.features & {"income", "expenditure", "both"}
        return named if told and near is None else replace(named, item=None, is_clouded=True)

    def _is_bare(self, named: Named, near: Draft | None) -> bool:
        """Whether no more than 收入 or 支出 is said; the stage may stand beside it on the other side (支出决算数为 …)."""
        if not named.is_weak or named.item not in _OTHER_SIDE.values() or named.features & _WHOLE:
            return False
        crosses = self.context.government and near is not None and near.named.side not in (None, named.side)
        return not (named.periods or named.subject) and (named.stage is None or crosses)

    def _goes_on(self, named: Named) -> bool:
        """Whether words that name no item go on with what was spoken of: in the same sentence, or as its 预算 or 决算."""
        if self.topic is not None or named.stage is not None:
            return True
        near = self.anchor is not None and self.anchor.sentence is self.sentence
        return near and (named.subject is not None or not self.is_apart)

    def _fits(self, named: Named, other: Named) -> bool:
        return other.side in (None, named.side) and other.item is not None

    def spoken_of(self) -> Draft | Named | None:
        """What an elliptic figure is of: the topic if it came after the last figure, else that figure."""
        return self.topic if self.topic is not None else self.anchor

    def listed_under(self, named: Named) -> Draft | None:
        """The whole that 其中税务部门完成 … names a part of by its subject alone."""
        return self.parent if named.item is None and named.subject is not None else None

    # filling in what the words leave open

    def complete(self, draft: Draft, source: Draft | Named | None) -> None:
        """Give a draft its period, measure, fund and subject: its own words, then what it continues, then its headings."""
        named = draft.named
        continued = source if isinstance(source, Draft) else None
        draft.period = self._period(named, continued)
        draft.measure = self._measure(named, draft.period, continued)
        draft.fund = self._fund(named, continued) if draft.token.kind not in ("COUNT", "SCORE") else None
        draft.subject = self._subject(named, continued)

    def _subject(self, named: Named, continued: Draft | None) -> str | None:
        near = continued or self.parent
        found = named.subject or self._self_named() or (near.subject if near else None)
        self.hold_subject(named)
        return found or self.running_subject or self.context.subject

    def hold_subject(self, named: Named) -> None:
        """全市税收入库 5 亿元: whose it is holds for what follows, whether or not the figure itself is bound."""
        if self.context.government and named.subject is not None and not self.is_listing and self.mood == MAIN:
            self.running_subject = None if named.subject.endswith("部门") else named.subject
            self.subjects.append(self.running_subject)

    def _self_named(self) -> str | None:
        """What the sentence calls the publisher, where it does so in one way: 本单位 in the text of a department too."""
        return None if self.context.government else self.self_name

    def _period(self, named: Named, continued: Draft | None) -> str | None:
        own = self.period_in(named.periods)
        if own is not None:
            if not self.brackets:
                self.period = own
            return own
        if continued is not None and continued.sentence is self.sentence:
            return continued.period
        carried = self.period or (self.parent.period if self.parent else None) or self.context.period
        is_flow = (named.side is not None or named.item in _ISSUED) and named.measure is None
        return str(year_of(carried)) if is_flow and _DAY.fullmatch(carried or "") else carried

    def hold_year(self, named: Named) -> None:
        """2024 年项目资金 825 万元，其中：…: the year holds for what follows, whether or not the figure itself is bound."""
        own = self.period_in(named.periods)
        if self.mood == MAIN and not self.brackets and own == str(year_of(own)):
            self.period = own

    def period_in(self, tokens: Sequence[Token]) -> str | None:
        """The period that these tokens name together (2016 年 + 上半年), if any."""
        calendar = self.context.calendar
        found = None
        for token in tokens:
            found = period_of(token, calendar)
            if found is not None and not is_undated(token):
                calendar = replace(calendar, year=year_of(found))
        return found

    def _measure(self, named: Named, period: str | None, continued: Draft | None) -> str | None:
        if named.measure is not None:
            return named.measure
        if named.stage in _PAIRED:
            return _PAIRED[named.stage]
        if named.stage == "budget":
            return self.budget_measure(period)
        if continued is not None:
            return continued.measure
        if self.parent is not None and self.parent.kind == "amount" and self.is_listing:
            return self.parent.measure
        return self.context.measure

    def budget_measure(self, period: str | None) -> str:
        """What 预算 means here: the figure of a budget document itself, or the budget beside a final figure."""
        is_own = self.context.measure == "total" and year_of(period) in (None, self.context.year)
        return "total" if is_own else "budget"

    def _fund(self, named: Named, continued: Draft | None) -> str | None:
        own = named.fund
        if self.context.government and own in _ONLY_CARRIED:
            own = None
        if own is None and "appropriation" in named.features:
            own = "all" if self.context.government else self.context.fund or "all"
        if own is None and continued is not None:
            own = continued.fund
        if own is None and named.item in _FLOW:
            own = self._fund_of_flow()
        if own is None and self.parent is not None:
            own = self.parent.fund
        own = own or (self.frame.fund if self.frame else None) or self.context.fund
        if own is None:
            own = self._customary_fund(named)
        self.running_fund = own or self.running_fund
        return own

    def _fund_of_flow(self) -> str | None:
        """政府性基金年初结转 …，本年收入 …，本年支出 …: the fund of the opening balance is that of the figures after it."""
        first = self.figures[0] if self.figures else None
        if first is None or first.named.item != "carry_in" or first.named.fund in _ONLY_CARRIED:
            return None
        return first.named.fund

    def _customary_fund(self, named: Named) -> str | None:
        """The fund of a figure that neither its words nor what stands above it names."""
        if not self.context.government:
            return "all"
        return self.running_fund if named.item != named.text else None

    # comparison

    def base_of(self, period: str | None) -> Base | None:
        """What a change is counted from: stated in the sentence, in the list above, or for everything that follows."""
        if self.base is not None:
            return self.base
        if self.parent is not None and self.parent.base is not None and self.parent.sentence is self.sentence:
            return self.parent.base
        carried = self.last_base or self.sticky_base
        if carried is None and self.context.government and self.mood == MAIN:
            return Base(shifted(period, -1))  # 增长 5% by itself is counted from the same period a year before
        if carried is None or carried.period in ("budget", "revised_budget"):
            return carried
        year, base_year = year_of(period), year_of(carried.period)
        return carried if year is None or base_year is None or base_year == year - 1 else None

    def reference_period(self, tokens: Sequence[Token]) -> str | None:
        """The period of a base (上年, 2023 年度), counted from the period spoken of; a budget has its measure instead."""
        periods = [token for token in tokens if token.kind == "PERIOD"]
        if not periods:
            stage = next((token for token in tokens if token.kind == "STAGE" and token.term), None)
            if stage is None or stage.term is None:
                return None
            kind = stage.term.features[0]
            return {"budget": "budget", "revised": "revised_budget", "schedule": "schedule"}.get(kind)
        token = periods[-1]
        if token.term is not None and token.term.value in ("last", "last_same"):
            spoken = (self.anchor.period if self.anchor else None) or self.period or self.context.period
            return shifted(spoken, -1)
        return self.period_in(periods)

    def add(self, draft: Draft) -> Draft:
        """Keep a claim."""
        self.drafts.append(draft)
        self.share = draft if draft.kind == "share" else self.share
        return draft

    def unbound(self, token: Token) -> Draft:
        """Keep a figure whose item is not certain."""
        assert self.sentence is not None  # pieces are only read inside a sentence
        return self.add(Draft(self.sentence, token, "unbound"))

    def draft(self, token: Token, kind: str, named: Named) -> Draft:
        """A new claim of the sentence being read (not kept yet)."""
        assert self.sentence is not None  # pieces are only read inside a sentence
        return Draft(self.sentence, token, kind, named)
