"""Which property of which claim a fault in a sentence changes, and whether a rule that was tried depends on it.

A rule that compares the amount of a claim says nothing of the year that stands beside it: a place is covered by what the
rules that were tried there declare to read (``reads`` in ``expectations``), not by their having been tried alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from pipelines.records.claim import ClaimRecord
from tests.faults.fault import Place
from tests.faults.judging import Judged

SCALES = (Decimal(1), Decimal(10_000), Decimal(100_000_000))
"""元, 万元, 亿元."""


def is_read(kind: str, place: Place, clean: Judged) -> bool:
    """Whether on the document without the fault a rule held that depends on what the fault changes."""
    claims = clean.variant.reading.rows.get("claim", ())
    by_id = {claim.claim_id: claim for claim in claims}
    changed = {
        (one.claim_id.split(".", 1)[1], name)
        for claim in claims
        if _stands_in(claim, place)
        for name in _changed(kind, place, claim)
        for one in _same(claim, name, by_id)
    }
    return bool(changed & clean.read)


def _stands_in(claim: ClaimRecord, place: Place) -> bool:
    sentence = "".join(claim.sentence.split())
    return bool(place.sentence) and (place.sentence in sentence or sentence in place.sentence)


def _same(claim: ClaimRecord, name: str, by_id: dict[str, ClaimRecord]) -> Iterator[ClaimRecord]:
    """The claim, and the one of the amount that a change or rate told in a later clause was kept with."""
    yield claim
    of = by_id.get(claim.of_claim_id or "")
    kept = {
        "change": (of and of.change_text, claim.amount_text),
        "percent": (of and of.percent_text, claim.percent_text),
    }
    kept["direction"] = kept["change"]
    if of is not None and name in kept and kept[name][0] is not None and kept[name][0] == kept[name][1]:
        yield of


def _changed(kind: str, place: Place, claim: ClaimRecord) -> Iterator[str]:
    """The properties of a claim that stand where the fault was put."""
    token = place.token or ""
    if kind == "text_amount":
        yield from _amounts(token, claim)
    elif kind == "text_percent" and (_begins(claim.percent_text, token) or _is(claim.completion_percent, token)):
        yield "percent"
    elif kind == "text_direction" and claim.direction is not None and _is_directed(claim, place.figure):
        yield "direction"
    elif kind == "text_year" and any((said or "").startswith(token) for said in (claim.period, claim.base_period)):
        yield "period"
    elif kind == "text_body":
        yield "name"


def _amounts(token: str, claim: ClaimRecord) -> Iterator[str]:
    if _begins(claim.amount_text, token):
        yield "change" if claim.kind == "change" else "amount"
    if _begins(claim.change_text, token):
        yield "change"
    if claim.base_yuan is not None and claim.base_yuan in [Decimal(token.replace(",", "")) * scale for scale in SCALES]:
        yield "base"


def _is_directed(claim: ClaimRecord, figure: str | None) -> bool:
    if figure is None:
        return claim.kind == "comparison"
    own = claim.amount_text if claim.kind == "change" else None
    return any(_begins(text, figure) for text in (own, claim.change_text, claim.percent_text))


def _begins(text: str | None, number: str) -> bool:
    """Whether a printed amount is that number with a unit."""
    rest = text[len(number) :] if text is not None and text.startswith(number) else None
    return rest is not None and not rest[:1].isdigit() and rest[:1] not in (".", ",")


def _is(value: Decimal | None, number: str) -> bool:
    return value is not None and value == Decimal(number.replace(",", ""))
