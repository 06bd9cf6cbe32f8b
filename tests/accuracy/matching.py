"""Printed amounts against read ones: which is read in the right row, column and meaning, which is not, which is wrong.

Amounts are always compared letter for letter; how labels are compared is a ``Judge``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cache
from typing import NamedTuple

from tests.accuracy.truth import Amount

ALIKE = 0.6
"""Share of equal characters from which two labels of a scan are taken for the same."""

Test = Callable[[Amount, Amount], bool]
"""Whether a printed amount (first) and a read one (second) agree in something."""


class Judge(NamedTuple):
    """When the row and when the column of a printed and of a read amount are the same."""

    row: Test
    column: Test


@dataclass(slots=True)
class Match:
    """The outcome for one page. Every printed amount is in exactly one of the first six lists."""

    whole: list[tuple[Amount, Amount]] = field(default_factory=list)
    """Right row, column, amount, and meaning."""
    meaning: list[tuple[Amount, Amount]] = field(default_factory=list)
    """Right row, column and amount; statement, unit, measure or fund is another."""
    column: list[tuple[Amount, Amount]] = field(default_factory=list)
    """Right row and amount, wrong column."""
    amount: list[tuple[Amount, Amount]] = field(default_factory=list)
    """Right row and column, wrong amount."""
    doubtful: list[Amount] = field(default_factory=list)
    """Not a fact, but listed as a cell in doubt."""
    missing: list[Amount] = field(default_factory=list)
    extra: list[Amount] = field(default_factory=list)
    """Read and not printed so."""

    @property
    def read_wrong(self) -> list[Amount]:
        """Facts that say something which is not printed."""
        return [fact for _, fact in (*self.meaning, *self.column, *self.amount)] + self.extra

    @property
    def wrong(self) -> int:
        """Those of them that the reader does not mark as doubtful."""
        return sum(not fact.marked for fact in self.read_wrong)

    @property
    def marked(self) -> int:
        """Amounts that the reader marks: cells in doubt, and facts of low confidence, right or wrong."""
        right = [fact for _, fact in self.whole]
        return len(self.doubtful) + sum(fact.marked for fact in (*right, *self.read_wrong))

    @property
    def printed(self) -> int:
        """Amounts that the page prints."""
        found = len(self.whole) + len(self.meaning) + len(self.column) + len(self.amount)
        return found + len(self.doubtful) + len(self.missing)


def match(printed: Sequence[Amount], read: Sequence[Amount], doubtful: Iterable[str], judge: Judge) -> Match:
    """Pair what is printed with what is read, the most alike first. ``doubtful`` holds the texts of cells in doubt."""
    outcome = Match()
    row, column = judge
    left, open_facts = list(printed), list(read)
    for found, test in (
        (outcome.whole, lambda a, b: _same_amount(a, b) and _same_row(a, b) and _same_column(a, b) and _means(a, b)),
        (outcome.whole, lambda a, b: _same_amount(a, b) and _means(a, b) and row(a, b) and column(a, b)),
        (outcome.meaning, lambda a, b: _same_amount(a, b) and row(a, b) and column(a, b)),
        (outcome.column, lambda a, b: _same_amount(a, b) and row(a, b)),
        (outcome.amount, lambda a, b: _means(a, b) and row(a, b) and column(a, b)),
    ):
        left = _pair(left, open_facts, found, test)
    in_doubt = list(doubtful)
    for amount in left:
        if amount.amount_text in in_doubt:
            in_doubt.remove(amount.amount_text)
            outcome.doubtful.append(amount)
        else:
            outcome.missing.append(amount)
    outcome.extra = open_facts
    return outcome


def _pair(left: list[Amount], facts: list[Amount], found: list[tuple[Amount, Amount]], test: Test) -> list[Amount]:
    """Move pairs that pass the test into ``found``; what stays unpaired is returned, paired facts are removed."""
    unpaired = []
    for amount in left:
        place = next((number for number, fact in enumerate(facts) if test(amount, fact)), None)
        if place is None:
            unpaired.append(amount)
        else:
            found.append((amount, facts.pop(place)))
    return unpaired


def _same_amount(a: Amount, b: Amount) -> bool:
    return a.amount_text == b.amount_text


def _same_row(a: Amount, b: Amount) -> bool:
    return (a.row_code, a.row_name) == (b.row_code, b.row_name)


def _same_column(a: Amount, b: Amount) -> bool:
    return a.column_path == b.column_path


def _row_has_label(a: Amount, b: Amount) -> bool:
    """Samples: the label that was read (parts joined by a stroke) is made of texts of the row."""
    return all(part in a.row_name for part in b.row_name.split("/"))


def _means(a: Amount, b: Amount) -> bool:
    return not any(a.meaning) or a.meaning == b.meaning


def _row_alike(a: Amount, b: Amount) -> bool:
    return similar(a.row_code + a.row_name, b.row_code + b.row_name)


def _column_alike(a: Amount, b: Amount) -> bool:
    return similar(a.column_path, b.column_path)


@cache
def similar(a: str, b: str) -> bool:
    """Whether two labels are the same but for a few misread characters."""
    return a == b or SequenceMatcher(None, a, b, autojunk=False).ratio() >= ALIKE


EXACT = Judge(_same_row, _same_column)
SCANNED = Judge(_row_alike, _column_alike)
"""Labels of scans may differ by a few characters."""
TYPESET = Judge(_row_has_label, _same_column)
"""Facts files of samples know rows and columns, not which text is the label."""
