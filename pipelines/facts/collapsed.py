"""Tables whose blank cells vanished: which column each printed amount belongs to, as far as the sums decide it.

Text without geometry keeps the order of the amounts of a row and loses the gaps between them. What must add up (合计 =
基本 + 项目 in a row, a class = its items in a column) leaves few ways to put the gaps back, often one. Only this search
belongs here: it knows amounts, columns and sums, no words. An amount is placed only when *every* way that satisfies all
sums puts it in the same column; nothing is preferred, weighed or guessed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from math import comb

Vector = tuple[int, ...]
Choice = tuple[int, ...]
"""The columns of a row's amounts, one per amount, ascending."""

_MOST_STATES = 50_000
"""Partial sums kept per sum; beyond it a sum is left out of account, which can only leave more open."""
_MOST_CHOICES = 20_000


@dataclass(frozen=True, slots=True)
class CollapsedRow:
    """The amounts of a row in printed order, and the row (by index) that this one adds into, if any.

    ``columns`` are those of the amounts where they are certain from the start. ``is_readable`` is False when the row
    prints something that is no amount: nothing is placed in it, and no sum that needs it is used.
    """

    amounts: tuple[Decimal, ...]
    parent: int | None = None
    columns: tuple[int, ...] | None = None
    is_readable: bool = True
    choices: tuple[Choice, ...] | None = None
    """The only ways to put the amounts into columns, where the row has rules of its own."""


@dataclass(frozen=True, slots=True)
class ColumnSum:
    """A column that is the sum of others in every row, by index: 合计 = 基本支出 + 项目支出."""

    total: int
    parts: tuple[int, ...]

    def holds(self, values: Mapping[int, int]) -> bool:
        """Whether a row with these amounts by column, in last digits, satisfies it; with a part but no total it does not."""
        parts = [values[part] for part in self.parts if part in values]
        if self.total not in values:
            return not parts
        return 2 * abs(values[self.total] - sum(parts)) <= len(parts) + 1 if parts else values[self.total] == 0


@dataclass(frozen=True, slots=True)
class Assignment:
    """The column of every amount of every row, None where the sums do not decide it.

    ``is_consistent`` is False when no way of putting the gaps back satisfies all sums; then nothing is placed.
    """

    columns: tuple[tuple[int | None, ...], ...]
    is_consistent: bool


def assign_columns(
    rows: Sequence[CollapsedRow],
    column_count: int,
    sums: Sequence[ColumnSum],
    digit: Decimal,
    *,
    blank: Collection[int] = (),
    loose: Collection[int] = (),
) -> Assignment:
    """Place the amounts of collapsed rows in ``column_count`` columns by the sums of columns and the tree of rows.

    ``digit`` is the worth of the last printed digit; a sum of n printed numbers may be off by (n + 1)/2 of it, and a
    blank counts as 0 inside a sum. ``blank`` are columns known to hold no amount but zero, ``loose`` those that are not added
    up over rows. Where the table truly satisfies
    the sums, no amount is ever placed in a wrong column.
    Raises ``ValueError`` when an amount is no multiple of ``digit`` or a parent is no other row.
    """
    _refuse_loops(rows)
    amounts = [tuple(in_digits(amount, digit) for amount in row.amounts) for row in rows]
    choices = [
        without_blank(_choices(row, own, column_count, sums), own, blank)
        for row, own in zip(rows, amounts, strict=True)
    ]
    search = _Search(rows, amounts, choices, [n for n in range(column_count) if n not in loose])
    search.run()
    return _assignment(rows, search.choices)


class _Search:
    """Feasible choices of every row, narrowed from the leaves to the roots and back; exact because rows form trees."""

    def __init__(
        self,
        rows: Sequence[CollapsedRow],
        amounts: Sequence[Vector],
        choices: list[list[Choice] | None],
        summed: Sequence[int],
    ) -> None:
        self.choices = choices
        self._amounts = amounts
        self._summed = summed
        self._children = children_of(rows)
        self._upwards = leaves_first(rows, self._children)

    def run(self) -> None:
        """Narrow ``choices`` in place: what is left of a row is in some way that satisfies all sums."""
        for parent in self._upwards:
            self._narrow(parent, narrow_children=False)
        for parent in reversed(self._upwards):
            self._narrow(parent, narrow_children=True)

    def _narrow(self, parent: int, narrow_children: bool) -> None:
        """Keep the choices of a parent (or of its children) that some choice of the others completes."""
        children = self._children[parent]
        options = [self._vectors(child) for child in children]
        own = self.choices[parent]
        if not children or own is None or any(option is None for option in options):
            return
        known = [option for option in options if option is not None]
        kept: list[Choice] = []
        usable: list[set[int]] = [set() for _ in children]
        for choice in own:
            found = _completions(known, self._vector(parent, choice))
            if found is None:
                return
            if all(found):
                kept.append(choice)
                usable = [old | new for old, new in zip(usable, found, strict=True)]
        self.choices[parent] = kept
        if narrow_children:
            for child, numbers in zip(children, usable, strict=True):
                self.choices[child] = [(self.choices[child] or [])[number] for number in sorted(numbers)]

    def _vectors(self, row: int) -> list[Vector] | None:
        own = self.choices[row]
        return None if own is None else [self._vector(row, choice) for choice in own]

    def _vector(self, row: int, choice: Choice) -> Vector:
        values = dict(zip(choice, self._amounts[row], strict=True))
        return tuple(values.get(column, 0) for column in self._summed)


def _completions(options: list[list[Vector]], target: Vector) -> list[set[int]] | None:
    """For each child the numbers of its vectors that are part of some selection adding up to ``target``.

    None when there are too many partial sums to follow; empty sets when no selection adds up.
    """
    allowed = len(options) + 1  # twice the tolerance of a sum of that many printed numbers
    low, high = bounds(options)
    reached: list[set[Vector]] = [{(0,) * len(target)}]
    for position, vectors in enumerate(options):
        after = set()
        for state in reached[-1]:
            for vector in vectors:
                total = tuple(map(int.__add__, state, vector))
                if can_reach(total, low[position + 1], high[position + 1], target, allowed):
                    after.add(total)
        if len(after) > _MOST_STATES:
            return None
        reached.append(after)
    return _walk_back(options, reached)


def _walk_back(options: list[list[Vector]], reached: list[set[Vector]]) -> list[set[int]]:
    """Which vectors lie on a path from nothing to the states reached at the end."""
    good = reached[-1]
    usable: list[set[int]] = [set() for _ in options]
    for position in range(len(options) - 1, -1, -1):
        before = set()
        for state in reached[position]:
            for number, vector in enumerate(options[position]):
                if tuple(map(int.__add__, state, vector)) in good:
                    usable[position].add(number)
                    before.add(state)
        good = before
    return usable


def bounds(options: Sequence[Sequence[Vector]]) -> tuple[list[list[int]], list[list[int]]]:
    """Least and greatest sum per column that the children from each position on can still add."""
    width = max((len(vector) for vectors in options for vector in vectors), default=0)
    low, high = [[0] * width], [[0] * width]
    for vectors in reversed(options):
        columns = list(zip(*vectors, strict=True)) or [(0,)] * width
        low.append([old + min(column) for old, column in zip(low[-1], columns, strict=True)])
        high.append([old + max(column) for old, column in zip(high[-1], columns, strict=True)])
    return low[::-1], high[::-1]


def can_reach(state: Vector, low: list[int], high: list[int], target: Vector, allowed: int) -> bool:
    """Whether a partial sum can still become ``target`` within half of ``allowed`` digits in every column."""
    return all(
        2 * (value + least - goal) <= allowed and 2 * (goal - value - most) <= allowed
        for value, least, most, goal in zip(state, low, high, target, strict=True)
    )


def _choices(row: CollapsedRow, amounts: Vector, column_count: int, sums: Sequence[ColumnSum]) -> list[Choice] | None:
    if not row.is_readable:
        return None
    if row.choices is not None:
        return list(row.choices)
    return [row.columns] if row.columns is not None else row_choices(amounts, column_count, sums)


def without_blank(choices: list[Choice] | None, amounts: Vector, blank: Collection[int]) -> list[Choice] | None:
    """The choices that put nothing but zeros into columns known to be blank."""
    if choices is None or not blank:
        return choices
    return [
        choice
        for choice in choices
        if not any(amount and column in blank for column, amount in zip(choice, amounts, strict=True))
    ]


def row_choices(amounts: Vector, column_count: int, sums: Sequence[ColumnSum]) -> list[Choice] | None:
    """The ways to put a row's amounts into columns that satisfy the sums of the row; None when it cannot be searched."""
    free = free_choices(amounts, column_count)
    if free is None or not sums:
        return free
    return [choice for choice in free if _satisfies(dict(zip(choice, amounts, strict=True)), sums)]


def free_choices(amounts: Vector, column_count: int) -> list[Choice] | None:
    """All ways to put a row's amounts into columns; None when there are too many or no way at all."""
    if len(amounts) > column_count or comb(column_count, len(amounts)) > _MOST_CHOICES:
        return None
    return list(combinations(range(column_count), len(amounts)))


def _satisfies(values: Mapping[int, int], sums: Sequence[ColumnSum]) -> bool:
    return all(rule.holds(values) for rule in sums)


def _assignment(rows: Sequence[CollapsedRow], choices: Sequence[list[Choice] | None]) -> Assignment:
    """What all feasible choices of a row agree on."""
    consistent = all(own is None or own for own in choices)
    columns: list[tuple[int | None, ...]] = []
    for row, own in zip(rows, choices, strict=True):
        if not consistent or own is None:
            columns.append((None,) * len(row.amounts))
        else:
            columns.append(tuple(agreed({choice[i] for choice in own}) for i in range(len(row.amounts))))
    return Assignment(tuple(columns), consistent)


def agreed(columns: set[int]) -> int | None:
    """The one column of a set, None for several or none."""
    return next(iter(columns)) if len(columns) == 1 else None


def in_digits(amount: Decimal, digit: Decimal) -> int:
    """How many last printed digits an amount is worth; raises ``ValueError`` for a fraction of one."""
    count = amount / digit
    if count != count.to_integral_value():
        raise ValueError(f"{amount} is no multiple of the last printed digit {digit}")
    return int(count)


def children_of(rows: Sequence[CollapsedRow]) -> list[list[int]]:
    """The rows that add into each row."""
    children: list[list[int]] = [[] for _ in rows]
    for number, row in enumerate(rows):
        if row.parent is not None:
            children[row.parent].append(number)
    return children


def leaves_first(rows: Sequence[CollapsedRow], children: list[list[int]]) -> list[int]:
    """All rows, every row after its children."""
    order = [number for number, row in enumerate(rows) if row.parent is None]
    for number in order:
        order.extend(children[number])
    return order[::-1]


def _refuse_loops(rows: Sequence[CollapsedRow]) -> None:
    for number, row in enumerate(rows):
        seen, at = {number}, row.parent
        while at is not None:
            if at in seen or not 0 <= at < len(rows):
                raise ValueError(f"row {number} adds into itself or into no row")
            seen.add(at)
            at = rows[at].parent
