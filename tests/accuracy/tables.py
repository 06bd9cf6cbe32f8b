"""The outcome as tables for people: one line per layout family and kind of statement, totals, and every miss with its place."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tests.accuracy.matching import Match
from tests.accuracy.truth import Amount, Truth
from tests.aligned import aligned

HEADER = (
    "family, statement", "pages", "amounts", "row+column", "%", "+meaning", "%", "marked", "missing", "wrong",
    "rows, our grids", "rows, pdfplumber",
)  # fmt: skip
EXPLAINED = 10
"""Differences listed at most for each page; the rest is counted."""


@dataclass(frozen=True, slots=True)
class PageOutcome:
    """One page: what is printed, how it was read, and in how many right rows the two grid finders have its amounts."""

    truth: Truth
    match: Match
    rows_ours: int
    rows_second: int | None
    """None where pdfplumber cannot read (no PDF, or no text in it)."""


def count(outcomes: Iterable[PageOutcome]) -> Counter[str]:
    """Sums over pages, by column of the table."""
    total: Counter[str] = Counter()
    for outcome in outcomes:
        found = outcome.match
        total["amounts"] += found.printed
        total["placed"] += len(found.whole) + len(found.meaning)
        total["whole"] += len(found.whole)
        total["marked"] += found.marked
        total["missing"] += len(found.missing)
        total["wrong"] += found.wrong
        total["ours"] += outcome.rows_ours
        total["seconded"] += found.printed if outcome.rows_second is not None else 0
        total["second"] += outcome.rows_second or 0
    return total


def table(outcomes: Sequence[PageOutcome]) -> str:
    """One line per family and statement (that of most amounts of the page), a line per family, and the total."""
    groups: defaultdict[tuple[str, str], list[PageOutcome]] = defaultdict(list)
    for outcome in outcomes:
        groups[outcome.truth.family, _statement(outcome)].append(outcome)
    rows = []
    for family in sorted({family for family, _ in groups}):
        mine = [(kind, pages) for (of, kind), pages in sorted(groups.items()) if of == family]
        rows += [_row(f"{family}  {kind}", pages) for kind, pages in mine]
        if len(mine) > 1:
            rows.append(_row(f"{family}  all", [page for _, pages in mine for page in pages]))
    rows.append(_row("all", outcomes))
    return aligned(HEADER, rows)


def _statement(outcome: PageOutcome) -> str:
    kinds = Counter(amount.statement for amount in outcome.truth.amounts if amount.statement)
    if kinds:
        return kinds.most_common(1)[0][0]
    return "(rows and columns only)" if outcome.truth.amounts else "(no amount printed)"


def _row(name: str, outcomes: Sequence[PageOutcome]) -> tuple[str, ...]:
    total = count(outcomes)
    return (
        name,
        str(len(outcomes)),
        str(total["amounts"]),
        str(total["placed"]),
        percent(total["placed"], total["amounts"]),
        str(total["whole"]),
        percent(total["whole"], total["amounts"]),
        str(total["marked"]),
        str(total["missing"]),
        str(total["wrong"]),
        percent(total["ours"], total["amounts"]),
        percent(total["second"], total["seconded"]),
    )


def percent(part: int, whole: int) -> str:
    """Two decimals, rounded down so that 100.00 means all; a dash where there is nothing."""
    return f"{part * 10_000 // whole / 100:.2f}" if whole else "-"


def differences(outcomes: Iterable[PageOutcome]) -> str:
    """Every amount that was not read as printed, with its place."""
    return "\n".join(line for one in outcomes for line in _listed(one))


def _listed(outcome: PageOutcome) -> list[str]:
    lines = [f"{outcome.truth.name}: {text}" for text in _told(outcome.match)]
    more = len(lines) - EXPLAINED
    return lines[:EXPLAINED] + ([f"{outcome.truth.name}: ... and {more} more"] if more > 0 else [])


def _told(found: Match) -> list[str]:
    pairs = [("wrong amount", found.amount), ("wrong column", found.column), ("wrong meaning", found.meaning)]
    told = [
        f"{what}{' (marked)' if b.marked else ''}: printed {_words(a)} | read {_words(b)}"
        for what, both in pairs
        for a, b in both
    ]
    told += [f"read but not printed{' (marked)' if amount.marked else ''}: {_words(amount)}" for amount in found.extra]
    told += [f"in doubt: {_words(amount)}" for amount in found.doubtful]
    return told + [f"missing: {_words(amount)}" for amount in found.missing]


def _words(amount: Amount) -> str:
    meaning = " ".join(text for text in amount.meaning if text)
    return f"{amount.amount_text} [{amount.row_code} {amount.row_name} / {amount.column_path}] {meaning}".strip()
