"""What the sentences of a document say of the columns of a 三公 row whose blank cells vanished: which of them hold nothing.

“公务用车购置费 0 万元” closes a column, and so does “公务用车购置及运行维护费 8.47 万元，其中：运行维护费 8.47 万元” for what
is not named. Only the row of a whole body is asked about, in the year of the statement, and only when every amount that the
sentences state of its items is printed in it; otherwise they speak of something else and are not heard.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal

from pipelines.facts.sums import ITEM_PARTS
from pipelines.records.claim import ClaimRecord
from pipelines.records.pages import Statement, StatementColumn

_Stated = Mapping[tuple[str, str], Decimal]


def blank_by_sentences(
    statement: Statement,
    columns: Sequence[StatementColumn],
    printed: Collection[Decimal],
    claims: Sequence[ClaimRecord],
) -> frozenset[int]:
    """The numbers of the columns of the only row of a 三公 statement that hold no amount other than zero, as sentences state it.

    ``printed`` are the amounts of the row in 元.
    """
    if statement.kind != "three_public" or len(statement.rows) != 1 or statement.fiscal_year is None:
        return frozenset()
    items = {(str(column.item), str(column.measure)) for column in columns}
    stated = _stated(claims, str(statement.fiscal_year), items)
    if not any(stated.values()) or any(amount and amount not in printed for amount in stated.values()):
        return frozenset()
    closed = {key for key, amount in stated.items() if not amount} | set(_left_out(stated))
    return frozenset(column.column_no for column in columns if (column.item, column.measure) in closed)


def _stated(
    claims: Sequence[ClaimRecord], year: str, items: Collection[tuple[str, str]]
) -> dict[tuple[str, str], Decimal]:
    """The amounts that sentences state of these items and measures in a year; those stated in two ways are left out."""
    found: dict[tuple[str, str], set[Decimal]] = {}
    for claim in claims:
        key = ("total" if claim.item == "three_public" else str(claim.item), str(claim.measure))
        if claim.kind == "amount" and claim.period == year and claim.amount_yuan is not None and key in items:
            found.setdefault(key, set()).add(claim.amount_yuan)
    return {key: amounts.pop() for key, amounts in found.items() if len(amounts) == 1}


def _left_out(stated: _Stated) -> Iterator[tuple[str, str]]:
    """Parts that are not stated where the stated parts already make the stated whole."""
    for whole, parts in ITEM_PARTS.items():
        for measure in {measure for _, measure in stated}:
            named = [stated[part, measure] for part in parts if (part, measure) in stated]
            if named and stated.get((whole, measure)) == sum(named):
                yield from ((part, measure) for part in parts if (part, measure) not in stated)
