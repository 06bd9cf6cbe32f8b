"""Claims as records: exact amounts, the place of every figure, what a claim qualifies and what its base was worth."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from decimal import Decimal

from pipelines.facts.prose.drafts import Draft
from pipelines.facts.prose.tokens import Token
from pipelines.records.claim import ClaimRecord
from pipelines.records.pages import Amount, Box, Page

_STATED = frozenset({"MONEY", "COUNT", "SCORE"})
_ANNUAL = frozenset({"budget", "revised_budget"})
_PART_OF_YEAR = re.compile(r"([0-9]{4})[A-Z].*")
_Stated = dict[
    tuple[int, tuple[str | None, str | None, str | None, str | None], str | None],
    dict[tuple[str | None, str | None], Draft],
]
"""By sentence, identity, and period or measure: the amounts by measure and period, in printed order."""


def claim_records(drafts: Sequence[Draft], document_id: str, pages: dict[int, Page]) -> tuple[ClaimRecord, ...]:
    """The records of a document's claims, numbered on each page in the order they are printed."""
    ordered = _in_order(drafts)
    numbers: Counter[int] = Counter()
    ids: dict[int, str] = {}
    for draft in ordered:
        page = _page(draft)
        numbers[page] += 1
        ids[id(draft)] = f"{document_id[:16]}.p{page}.c{numbers[page]}"
    stated = _stated_amounts(ordered)
    return tuple(_record(draft, document_id, ids, pages, stated) for draft in ordered)


def _stated_amounts(ordered: Sequence[Draft]) -> _Stated:
    """The amounts of every sentence by what they are of and by period and measure; of those alike the first.

    A sentence may print thousands of amounts: each is looked up, not searched for.
    """
    stated: _Stated = defaultdict(dict)
    for draft in ordered:
        if draft.kind == "amount":
            for key in {draft.period, draft.measure}:
                alike = stated[id(draft.sentence), draft.identity, key]
                alike.setdefault((draft.measure, draft.period), draft)
    return stated


def _in_order(drafts: Sequence[Draft]) -> list[Draft]:
    """By sentence as read, within a sentence by place."""
    sentences: dict[int, int] = {}
    for draft in drafts:
        sentences.setdefault(id(draft.sentence), len(sentences))
    return sorted(drafts, key=lambda draft: (sentences[id(draft.sentence)], draft.token.start))


def _page(draft: Draft) -> int:
    return draft.sentence.places[draft.sentence.plain.origin[draft.token.start]].page


def _record(
    draft: Draft, document_id: str, ids: dict[int, str], pages: dict[int, Page], stated: _Stated
) -> ClaimRecord:
    token, page = draft.token, _page(draft)
    figure = token if token.kind in _STATED else None
    amount = token.amount if figure else None
    base = _base_amount(draft, stated)
    percent = draft.percent if draft.percent is not None else (token if token.kind in ("PERCENT", "POINTS") else None)
    percent = None if draft.kind == "completion" else percent
    method = pages[page].method if page in pages else "text"
    box = _box(draft)
    return ClaimRecord(
        document_id=document_id,
        page=page,
        grid_no=None,
        row_no=None,
        column_no=None,
        x0=box.x0 if box else None,
        top=box.top if box else None,
        x1=box.x1 if box else None,
        bottom=box.bottom if box else None,
        method=method,
        confidence=_confidence(pages.get(page), box),
        claim_id=ids[id(draft)],
        sentence=draft.sentence.text,
        subject=draft.subject,
        item=draft.named.item,
        item_code=draft.named.code,
        measure=draft.measure,
        fund=draft.fund,
        period=_of_the_year(draft, draft.period),
        amount_yuan=amount.amount_yuan if amount else None,
        last_digit_yuan=amount.last_digit_yuan if amount else None,
        amount_text=_printed(draft, figure),
        unit=figure.unit if figure else (percent.unit if percent else None),
        quantity=figure.quantity if figure else None,
        percent=_rate_of(percent),
        percent_text=_printed(draft, percent),
        direction=draft.direction,
        change_yuan=draft.change.amount.amount_yuan if draft.change and draft.change.amount else None,
        change_text=_printed(draft.of or draft, draft.change) if draft.change else None,
        change_last_digit_yuan=draft.change.amount.last_digit_yuan if draft.change and draft.change.amount else None,
        base_period=_of_the_year(draft, draft.base.period) if draft.base else None,
        base_yuan=base.amount_yuan if base else None,
        completion_percent=_rate_of(draft.completion),
        kind=draft.kind,
        item_text=draft.named.text,
        of_claim_id=ids.get(id(draft.of)) if draft.of is not None else None,
        share_of=draft.share_of,
        base_last_digit_yuan=base.last_digit_yuan if base else None,
        completion_of=draft.completion_of,
        statement=draft.sentence.context.statement,
        section="/".join(draft.sentence.context.titles) or None,
    )


def _of_the_year(draft: Draft, period: str | None) -> str | None:
    """The period of a claim; budgets are of a year (预算年度), whatever months the sentence speaks of."""
    part = _PART_OF_YEAR.fullmatch(period or "") if draft.measure in _ANNUAL else None
    return part[1] if part is not None else period


def _rate_of(token: Token | None) -> Decimal | None:
    """A percent as a number; of a ratio (53:47) its first part."""
    if token is None:
        return None
    if token.kind == "RATIO":
        return Decimal(token.text.split(":")[0])
    return token.quantity


def _printed(draft: Draft, token: Token | None) -> str | None:
    """The characters of a token as printed."""
    return token.text if token is not None else None


def _base_amount(draft: Draft, stated: _Stated) -> Amount | None:
    """What the base of a comparison was worth, when the same sentence prints it."""
    if draft.base is None:
        return None
    if draft.base.amount is not None:
        return draft.base.amount.amount
    if draft.base.period is None:
        return None
    alike = stated.get((id(draft.sentence), draft.identity, draft.base.period), {})
    for (measure, period), other in alike.items():
        if measure != draft.measure or (draft.base.period == period and draft.period != period):
            return other.token.amount
    return None


def _box(draft: Draft) -> Box | None:
    """Where the figure stands: around its characters on the line where it begins."""
    origin = draft.sentence.plain.origin
    places = draft.sentence.places[origin[draft.token.start] : origin[draft.token.end - 1] + 1]
    boxes = [place.box for place in places if place.line == places[0].line and place.box is not None]
    if not boxes:
        return None
    return Box(
        min(box.x0 for box in boxes),
        min(box.top for box in boxes),
        max(box.x1 for box in boxes),
        max(box.bottom for box in boxes),
    )


def _confidence(page: Page | None, box: Box | None) -> float:
    """The least confidence of the words under the figure; 1 for printed text."""
    if page is None or box is None or page.method != "ocr":
        return 1.0
    under = [word.confidence for word in page.words if _overlaps(box, Box(*word[1:5]))]
    return min(under, default=1.0)


def _overlaps(one: Box, other: Box) -> bool:
    return one.x0 < other.x1 and other.x0 < one.x1 and one.top < other.bottom and other.top < one.bottom
