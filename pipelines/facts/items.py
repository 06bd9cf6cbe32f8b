"""Collapsed tables that list things (purchases, assets): which columns the numbers of a row can stand in.

A row holds counts and prices beside amounts, so what it says of itself is more than one sum: 数量 × 单价 = 合计, 合计 = its funds,
the share set aside for small enterprises is no more than 合计, a total has neither count nor price. Counts, prices and the
budget of a project are not added up over rows. Only these rules belong here; the search over all rows is in ``collapsed``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipelines.facts.amounts import YUAN_PER_UNIT
from pipelines.facts.collapsed import Choice, ColumnSum
from pipelines.facts.entries import QUANTITY
from pipelines.records.pages import Amount, StatementColumn, StatementRow
from pipelines.reference.folding import fold
from pipelines.statements.rows import is_total, ordinal_depth

ITEM_KINDS = frozenset({"procurement", "asset"})
"""Statements in which counts stand beside amounts."""
_SUBTOTAL = re.compile(r".*(?:合计|总计|小计)$")
_MOST_CHOICES = 5_000
"""Ways tried for one row; beyond it the row is left open."""
_NOT_ADDED = frozenset({"budget", "unit_price"})

Values = Mapping[int, Amount]
"""The amounts of a row by the index of their column; a count is the amount it would be in the unit of the table."""


@dataclass(frozen=True, slots=True)
class ItemColumns:
    """The number columns of a statement of items by what they hold, by index."""

    kind: str
    columns: Sequence[StatementColumn]

    @property
    def loose(self) -> frozenset[int]:
        """Columns that are not added up over rows."""
        return frozenset(
            n for n, column in enumerate(self.columns) if column.item == QUANTITY or column.measure in _NOT_ADDED
        )

    def of(self, item: str) -> int | None:
        """The one column with an item or a measure."""
        found = [n for n, column in enumerate(self.columns) if item in (column.item, column.measure)]
        return found[0] if len(found) == 1 else None

    @property
    def amounts(self) -> tuple[int | None, list[int]]:
        """The column of the whole amount of a purchase and those of its funds."""
        parts = [n for n, column in enumerate(self.columns) if n not in self.loose and column.measure == "total"]
        whole = [n for n in parts if self.columns[n].fund == "all"]
        return (whole[0] if len(whole) == 1 else None), [n for n in parts if n not in whole]


def choices_of(
    row: StatementRow, spans: Sequence[Sequence[int]], amounts: Sequence[Amount], columns: ItemColumns
) -> tuple[Choice, ...] | None:
    """The ways to put the numbers of a row into columns, each into one of its own, in printed order, that its rules allow.

    None when there are too many to try.
    """
    rules = [rule for rule in _rules(columns, is_sum(row)) if rule is not None]
    found: list[Choice] = []
    for number, choice in enumerate(_ascending(spans)):
        if number >= _MOST_CHOICES:
            return None
        values = dict(zip(choice, amounts, strict=True))
        if all(rule(values) for rule in rules):
            found.append(choice)
    return tuple(found)


def is_sum(row: StatementRow) -> bool:
    """Whether a row is a total or subtotal of others by its item or label (某单位本级小计)."""
    return is_total(row.item) or _SUBTOTAL.match(fold(row.label)) is not None


def parents_of(kind: str, rows: Sequence[StatementRow]) -> list[int | None]:
    """The row, by index, that each row of a statement of items adds into.

    Purchases add into the subtotal above them, subtotals into the total. Assets with an ordinal of the first level add into
    the total; what is printed as 其中 adds into nothing.
    """
    top = next((n for n, row in enumerate(rows) if is_total(row.item)), None)
    if kind == "asset":
        depths = [ordinal_depth(row.label) for row in rows]
        first = min((depth for depth in depths if depth is not None), default=None)
        return [top if n != top and depth is not None and depth == first else None for n, depth in enumerate(depths)]
    found: list[int | None] = []
    opened = top
    for number, row in enumerate(rows):
        found.append(None if number == top else top if is_sum(row) else opened)
        opened = number if is_sum(row) else opened
    return found


_Rule = Callable[[Values], bool]


def _rules(columns: ItemColumns, is_total_row: bool) -> Iterator[_Rule | None]:
    if columns.kind != "procurement":
        return
    whole, funds = columns.amounts
    count, price = columns.of(QUANTITY), columns.of("unit_price")
    yield _without({count, price} - {None}) if is_total_row else _priced(count, price, whole)
    yield _funded(whole, funds)
    yield _at_most(columns.of("small_business"), whole)


def _without(columns: Collection[int | None]) -> _Rule:
    return lambda values: not any(column in values for column in columns)


def _priced(count: int | None, price: int | None, whole: int | None) -> _Rule | None:
    """数量 × 单价 = 合计 within what the printed digits allow; count and price are printed both or neither."""
    if count is None or price is None or whole is None:
        return None

    def rule(values: Values) -> bool:
        if count not in values and price not in values:
            return True
        if count not in values or price not in values or whole not in values:
            return False
        number = values[count].amount_yuan / YUAN_PER_UNIT[values[count].unit]
        allowed = (abs(number) * values[price].last_digit_yuan + values[whole].last_digit_yuan) / 2
        return abs(number * values[price].amount_yuan - values[whole].amount_yuan) <= allowed

    return rule


def _funded(whole: int | None, funds: Sequence[int]) -> _Rule | None:
    """合计 = the sum of its funds."""
    if whole is None or not funds:
        return None
    rule = ColumnSum(whole, tuple(funds))

    def holds(values: Values) -> bool:
        digit = min((amount.last_digit_yuan for amount in values.values()), default=Decimal(1))
        return rule.holds({column: int(amount.amount_yuan / digit) for column, amount in values.items()})

    return holds


def _at_most(share: int | None, whole: int | None) -> _Rule | None:
    """A share of a purchase is not more than the purchase, and there is none without one."""
    if share is None or whole is None:
        return None
    return lambda values: (
        share not in values or (whole in values and values[share].amount_yuan <= values[whole].amount_yuan)
    )


def _ascending(spans: Sequence[Sequence[int]], least: int = 0) -> Iterator[Choice]:
    if not spans:
        yield ()
        return
    for column in spans[0]:
        if column >= least:
            for rest in _ascending(spans[1:], column + 1):
                yield (column, *rest)
