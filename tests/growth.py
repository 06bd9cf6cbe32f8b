"""Every growth sentence of a folder recomputed: ``python -m tests.growth ../shared/disclosures``.

A second, independent evaluation beside the rules of the warehouse: it reads the documents, takes the claims
“A，与上年相比增加 B，增长 C%” and asks whether C can come from A and B as printed. Not a test (it asserts nothing about
real files); ``test_prose_growth`` holds its arithmetic. Prints what it evaluated and each sentence that does not follow.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from pipelines import documents, grids, statements
from pipelines.facts.prose import claims_of
from pipelines.intake.scan import scan_raw
from pipelines.records.claim import ClaimRecord

HOLDS, FAILS, TRUNCATED, ZERO_BASE, NOT_STATED = "holds", "fails", "truncated", "zero base", "rate not stated"
_HALF = Decimal("0.5")


@dataclass(frozen=True)
class Growth:
    """One growth sentence: what became of it, and the rates that the printed amounts allow."""

    claim: ClaimRecord
    verdict: str
    low: Decimal | None = None
    high: Decimal | None = None


def evaluate(claims: Iterable[ClaimRecord]) -> Iterator[Growth]:
    """All figures that are stated with their change."""
    for claim in claims:
        if claim.kind in ("amount", "transfer") and claim.change_yuan is not None and claim.amount_yuan is not None:
            yield _growth(claim)


def _growth(claim: ClaimRecord) -> Growth:
    if claim.percent is None:
        return Growth(claim, NOT_STATED)
    assert claim.amount_yuan is not None and claim.change_yuan is not None  # asked for before
    sign = -1 if claim.direction == "减少" else 1
    if claim.amount_yuan - sign * claim.change_yuan <= 0:
        return Growth(claim, ZERO_BASE)
    rates = []
    for level_end in (-_HALF, _HALF):
        for change_end in (-_HALF, _HALF):
            level = max(claim.amount_yuan + level_end * (claim.last_digit_yuan or 0), Decimal(0))
            change = claim.change_yuan + change_end * (claim.change_last_digit_yuan or 0)
            base = level - sign * change
            rates.append(change / base * 100 if base > 0 else Decimal("Infinity"))
    low, high, digit = min(rates), max(rates), _last_digit(claim.percent_text or "")
    if low - digit * _HALF <= claim.percent <= high + digit * _HALF:
        return Growth(claim, HOLDS, low, high)
    is_truncated = claim.percent <= high and low < claim.percent + digit
    return Growth(claim, TRUNCATED if is_truncated else FAILS, low, high)


def _last_digit(text: str) -> Decimal:
    """What one unit of the last printed digit of a rate is worth."""
    _, _, decimals = text.rstrip("%％").partition(".")
    return Decimal(1).scaleb(-len(decimals))


def main(root: Path) -> None:
    """Print the evaluation of every document under ``root``."""
    scan, count = scan_raw(root), Counter[str]()
    for raw in scan.files:
        document = documents.read(scan.on_disk(raw).read_bytes(), raw.path, raw.document_id)
        found = grids.find_grids(document)
        identity = statements.identify(document, found, raw)
        for growth in evaluate(claims_of(document, found, identity)):
            count[growth.verdict] += 1
            if growth.verdict in (FAILS, TRUNCATED, ZERO_BASE):
                _show(raw.path, growth)
    sys.stdout.write(f"{sum(count.values())} growth sentences: {dict(count)}\n")


def _show(path: str, growth: Growth) -> None:
    claim = growth.claim
    allowed = f"{growth.low:.4f}–{growth.high:.4f}%" if growth.low is not None else "no base"
    sys.stdout.write(
        f"{growth.verdict}: {path} p{claim.page} {claim.item_text}: {claim.amount_text} {claim.direction} "
        f"{claim.change_text} {claim.percent_text}, allowed {allowed}\n"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
