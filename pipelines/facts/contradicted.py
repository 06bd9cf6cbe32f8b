"""Collapsed tables that contradict themselves: the columns that the sums still decide, and the equations that cannot hold.

A slip of one digit spoils the sum of its row and the sums of its column above and below; all others still hold. Of all ways to
put the gaps back those are kept that break the fewest printed equations, and an amount is placed only where all of them
agree. That is what counts as confirmation: in any other column that its row allows the amount would break an equation
that holds. A single slip can therefore never move another amount: to mend the sum of one column by moving an amount breaks
the sum of the column it came from, so no wrong way ever breaks fewer equations than the true one.

An amount of a row whose own sum fails is placed only where a sum over rows through it holds and none fails; it is
left in doubt otherwise, with the equations it stands in. Nothing is corrected. Sums that hold together, and words, are no matter
of this module: see ``collapsed`` and ``equations``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from pipelines.facts.collapsed import (
    Choice,
    CollapsedRow,
    ColumnSum,
    Vector,
    agreed,
    bounds,
    can_reach,
    children_of,
    free_choices,
    in_digits,
    leaves_first,
    row_choices,
    without_blank,
)

Place = tuple[int, int]
"""Row and column, by index."""

_MOST_STATES = 5_000
"""Partial sums kept per sum over rows; beyond it the sum is left out of account, which can only leave more open."""
_MOST_CHOICES = 200
"""Ways of putting back the gaps of a row whose own sum fails; beyond it the row is left open."""
_MOST_FAILING_COLUMNS = 3
"""Columns of one sum over rows that are tried as failing together; where more fail, the sum says nothing at all."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A printed equation that no arrangement satisfies: the place of its total (printed or blank) and those of its parts."""

    total: Place
    parts: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Solved:
    """The column of every amount of every row, None where it stays open; the equations that fail; and the doubted amounts.

    ``doubted`` says for the number of a row and the position of an amount in it which column it stands in: known, but
    contradicted by an equation of its row, and therefore not placed in ``columns``.
    """

    columns: tuple[tuple[int | None, ...], ...]
    broken: tuple[Broken, ...]
    doubted: Mapping[Place, int]


@dataclass(frozen=True, slots=True)
class _Way:
    """One choice of a row: its columns, the amounts by column, and how many equations of the row it breaks."""

    choice: Choice
    vector: Vector
    cost: int


def assign_despite(
    rows: Sequence[CollapsedRow],
    column_count: int,
    sums: Sequence[ColumnSum],
    digit: Decimal,
    *,
    blank: Collection[int] = (),
) -> Solved:
    """Place the amounts of rows whose sums contradict each other; the parameters are those of ``assign_columns``.

    Rows of other trees are placed as if the contradiction were not there. Time grows with the number of rows, and within one
    sum over rows with its partial sums, which are limited.
    """
    amounts = [tuple(in_digits(amount, digit) for amount in row.amounts) for row in rows]
    ways = [
        _ways(row, own, column_count, sums, blank) if row.is_readable else None
        for row, own in zip(rows, amounts, strict=True)
    ]
    search = _Search(rows, ways)
    search.run()
    return _Outcome(search, column_count, sums).solved(rows)


def _ways(
    row: CollapsedRow, amounts: Vector, column_count: int, sums: Sequence[ColumnSum], blank: Collection[int]
) -> list[_Way] | None:
    """The choices that satisfy the row's own sums, or all of them where none does."""
    if row.columns is not None:
        return [_Way(row.columns, _vector(row.columns, amounts, column_count), 0)]
    found = without_blank(row_choices(amounts, column_count, sums), amounts, blank)
    if not found:
        found = without_blank(free_choices(amounts, column_count), amounts, blank)
    if not found or len(found) > _MOST_CHOICES:
        return None
    vectors = [_vector(choice, amounts, column_count) for choice in found]
    return [
        _Way(choice, vector, sum(not rule.holds(dict(zip(choice, amounts, strict=True))) for rule in sums))
        for choice, vector in zip(found, vectors, strict=True)
    ]


def _vector(choice: Choice, amounts: Vector, column_count: int) -> Vector:
    values = dict(zip(choice, amounts, strict=True))
    return tuple(values.get(column, 0) for column in range(column_count))


class _Search:
    """The fewest broken equations with each choice of each row; exact because rows form trees.

    ``below[row]`` counts those of a row and all under it, ``best[row]`` those of its whole tree.
    """

    def __init__(self, rows: Sequence[CollapsedRow], ways: Sequence[list[_Way] | None]) -> None:
        self.ways = ways
        self.children = children_of(rows)
        self._upwards = leaves_first(rows, self.children)
        self.below: list[list[int]] = [[way.cost for way in own or ()] for own in ways]
        self.best: list[list[int]] = [[] for _ in rows]
        self._tables: dict[int, list[list[list[int]]]] = {}

    def run(self) -> None:
        for parent in self._upwards:
            self._tables_of(parent)
        for parent in reversed(self._upwards):
            if not self.best[parent]:
                self.best[parent] = self.below[parent]  # no sum over rows leads further up
            self._pass_down(parent)

    def is_used(self, parent: int) -> bool:
        """Whether the sum of the rows under a row is taken into account."""
        return parent in self._tables

    def kept(self, row: int) -> list[_Way]:
        """The choices that belong to some arrangement with the fewest broken equations."""
        fewest = min(self.best[row], default=0)
        return [way for way, cost in zip(self.ways[row] or (), self.best[row], strict=True) if cost == fewest]

    def _tables_of(self, parent: int) -> None:
        """For every choice of a parent, the fewest broken equations under it with every choice of every child."""
        own, children = self.ways[parent], self.children[parent]
        options = [self.ways[child] for child in children]
        if not children or own is None or any(option is None for option in options):
            return
        known = [
            [(way.vector, cost) for way, cost in zip(option or (), self.below[child], strict=True)]
            for option, child in zip(options, children, strict=True)
        ]
        tables = [_fewest(known, way.vector) for way in own]
        found = [table for table in tables if table is not None]
        if len(found) == len(tables):
            self._tables[parent] = found
            self.below[parent] = [way.cost + min(table[0]) for way, table in zip(own, found, strict=True)]

    def _pass_down(self, parent: int) -> None:
        tables = self._tables.get(parent)
        if tables is None:
            return
        outside = [best - min(table[0]) for best, table in zip(self.best[parent], tables, strict=True)]
        for number, child in enumerate(self.children[parent]):
            self.best[child] = [
                min(rest + table[number][way] for rest, table in zip(outside, tables, strict=True))
                for way in range(len(self.below[child]))
            ]


_Costs = list[list[int]]


def _fewest(options: list[list[tuple[Vector, int]]], target: Vector) -> _Costs | None:
    """The fewest broken equations with each choice of each child; None when there are too many partial sums to follow."""
    live = [n for n, goal in enumerate(target) if goal or any(vector[n] for option in options for vector, _ in option)]
    least = sum(min(cost for _, cost in option) for option in options)
    most = min(len(live), _MOST_FAILING_COLUMNS + 1)
    costs = [[least - min(c for _, c in option) + cost + most for _, cost in option] for option in options]
    for failing in _subsets(live, most - 1):
        held = [n for n in live if n not in failing]
        found = _with_columns(options, target, held)
        if found is None:
            return None
        costs = [
            [min(old, new + len(failing)) if new is not None else old for old, new in zip(before, after, strict=True)]
            for before, after in zip(costs, found, strict=True)
        ]
    return costs


def _subsets(columns: Sequence[int], most: int) -> Iterator[tuple[int, ...]]:
    for size in range(most + 1):
        yield from combinations(columns, size)


def _with_columns(
    options: list[list[tuple[Vector, int]]], target: Vector, held: Sequence[int]
) -> list[list[int | None]] | None:
    """The lowest cost of the children with each choice when the columns ``held`` add up; None for too many partial sums."""
    narrow = [[(tuple(vector[n] for n in held), cost) for vector, cost in option] for option in options]
    layers = _layers(narrow, tuple(target[n] for n in held))
    if layers is None:
        return None
    after: dict[Vector, int] = dict.fromkeys(layers[-1], 0)
    found: list[list[int | None]] = []
    for position in range(len(narrow) - 1, -1, -1):
        before: dict[Vector, int] = {}
        least: list[int | None] = [None] * len(narrow[position])
        for state, reached in layers[position].items():
            for number, (vector, cost) in enumerate(narrow[position]):
                rest = after.get(tuple(map(int.__add__, state, vector)))
                if rest is not None:
                    before[state] = min(before.get(state, rest + cost), rest + cost)
                    known = least[number]
                    total = reached + rest + cost
                    least[number] = total if known is None else min(known, total)
        found.append(least)
        after = before
    return found[::-1]


def _layers(options: list[list[tuple[Vector, int]]], target: Vector) -> list[dict[Vector, int]] | None:
    """Partial sums after each child that can still reach the target, with the lowest cost to get there."""
    allowed = len(options) + 1  # twice the tolerance of a sum of that many printed numbers
    low, high = bounds([[vector for vector, _ in option] for option in options])
    layers: list[dict[Vector, int]] = [{(0,) * len(target): 0}]
    for position, option in enumerate(options):
        after: dict[Vector, int] = {}
        for state, reached in layers[-1].items():
            for vector, cost in option:
                total = tuple(map(int.__add__, state, vector))
                if can_reach(total, low[position + 1], high[position + 1], target, allowed):
                    after[total] = min(after.get(total, reached + cost), reached + cost)
        if len(after) > _MOST_STATES:
            return None
        layers.append(after)
    return layers


class _Outcome:
    """Which equations fail and which hold in what is left of the choices, and which amounts that leaves in doubt."""

    def __init__(self, search: _Search, column_count: int, sums: Sequence[ColumnSum]) -> None:
        self._search = search
        self._sums = sums
        self._kept = [search.kept(row) for row in range(len(search.ways))]
        self._broken: list[Broken] = []
        self._failing: set[Place] = set()
        self._held: set[Place] = set()
        for parent, children in enumerate(search.children):
            for column in range(column_count) if search.is_used(parent) else ():
                self._try_column(parent, children, column)

    def solved(self, rows: Sequence[CollapsedRow]) -> Solved:
        doubted: dict[Place, int] = {}
        columns: list[tuple[int | None, ...]] = []
        for row, kept in enumerate(self._kept):
            found = [agreed({way.choice[at] for way in kept}) for at in range(len(rows[row].amounts))]
            if len(kept) == 1 and kept[0].cost:
                unsure = self._doubted(row, kept[0])
                doubted.update({(row, at): column for at, column in enumerate(kept[0].choice) if column in unsure})
                found = [None if column in unsure else column for column in found]
            elif kept and all(way.cost for way in kept):
                # which equation fails is not even known: only what sums over rows hold is placed
                found = [column if (row, column) in self._held - self._failing else None for column in found]
            columns.append(tuple(found))
        return Solved(tuple(columns), tuple(self._broken), doubted)

    def _try_column(self, parent: int, children: Sequence[int], column: int) -> None:
        """Note whether the sum of one column over rows holds, where all its amounts are known and any is printed."""
        values = {row: {way.vector[column] for way in self._kept[row]} for row in (parent, *children)}
        if any(len(found) != 1 for found in values.values()):
            return
        places = [(row, column) for row in (parent, *children) if self._prints(row, column)]
        if not places:
            return
        total, *parts = (next(iter(values[row])) for row in (parent, *children))
        if 2 * abs(total - sum(parts)) <= len(children) + 1:
            self._held.update(places if total or any(parts) else ())
            return
        self._failing.update(places)
        self._broken.append(Broken((parent, column), tuple(place for place in places if place[0] != parent)))

    def _prints(self, row: int, column: int) -> bool:
        return any(column in way.choice for way in self._kept[row])

    def _doubted(self, row: int, way: _Way) -> set[int]:
        """The columns of the amounts of a row whose own sum fails, but for what sums over rows confirm and none contradicts."""
        values = {column: way.vector[column] for column in way.choice}
        for rule in self._sums:
            if not rule.holds(values):
                parts = tuple((row, part) for part in rule.parts if part in values)
                self._broken.append(Broken((row, rule.total), parts))
        return {column for column in way.choice if (row, column) not in self._held - self._failing}
