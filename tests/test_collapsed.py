"""Collapsed tables: no amount is ever put in a wrong column, and what the sums decide is found."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.facts.collapsed import Assignment, CollapsedRow, ColumnSum, assign_columns

CENT = Decimal("0.01")
USES = [ColumnSum(0, (1, 2))]
NESTED = [ColumnSum(0, (1, 4)), ColumnSum(1, (2, 3))]


def row(parent: int | None, *amounts: str) -> CollapsedRow:
    return CollapsedRow(tuple(map(Decimal, amounts)), parent)


def test_an_economic_table_is_decided_by_its_classes() -> None:
    rows = [
        row(None, "133.30", "110.12", "23.18"),
        row(0, "110.12", "110.12"),
        row(1, "58.80", "58.80"),
        row(1, "51.32", "51.32"),
        row(0, "23.18", "23.18"),
        row(4, "7.58", "7.58"),
        row(4, "15.60", "15.60"),
    ]
    found = assign_columns(rows, 3, USES, CENT)
    assert found == Assignment(((0, 1, 2), (0, 1), (0, 1), (0, 1), (0, 2), (0, 2), (0, 2)), True)


def test_an_exchange_that_the_sums_allow_is_left_open() -> None:
    rows = [row(None, "30.00", "15.00", "15.00"), row(0, "15.00", "15.00"), row(0, "15.00", "15.00")]
    assert assign_columns(rows, 3, USES, CENT).columns == ((0, 1, 2), (0, None), (0, None))


def test_a_table_of_one_source_only_places_the_totals() -> None:
    rows = [row(None, "6490.30", "6490.30", "6490.30")]
    assert assign_columns(rows, 5, NESTED, CENT).columns == ((0, 1, None),)


def test_a_table_that_does_not_add_up_places_nothing() -> None:
    rows = [row(None, "30.00", "20.00", "10.00"), row(0, "20.00", "20.00"), row(0, "11.00", "11.00")]
    assert assign_columns(rows, 3, USES, CENT) == Assignment(((None,) * 3, (None,) * 2, (None,) * 2), False)


def test_a_row_with_more_amounts_than_columns_stays_open_alone() -> None:
    rows = [row(None, "1.00", "2.00", "3.00", "4.00"), row(None, "3.00", "1.00", "2.00")]
    assert assign_columns(rows, 3, USES, CENT).columns == ((None,) * 4, (0, 1, 2))


def test_rounding_of_the_printed_digits_is_allowed_for() -> None:
    rows = [row(None, "10.00", "4.00", "6.00"), row(0, "4.01", "4.01"), row(0, "5.99", "5.99")]
    assert assign_columns(rows, 3, USES, CENT).columns == ((0, 1, 2), (0, 1), (0, 2))


def test_a_table_beyond_search_is_left_open_and_ends() -> None:
    children = [row(0, f"{2**n}.00", f"{2**n}.00") for n in range(24)]
    half = sum(2**n for n in range(0, 24, 2))
    total = 2**24 - 1
    rows = [row(None, f"{total}.00", f"{half}.00", f"{total - half}.00"), *children]
    found = assign_columns(rows, 3, USES, CENT)
    assert found.is_consistent
    assert found.columns[0] == (0, 1, 2)
    assert all(columns[1] in (None, 1 if n % 2 == 0 else 2) for n, columns in enumerate(found.columns[1:]))


def test_unreadable_input_is_refused() -> None:
    with pytest.raises(ValueError, match="multiple"):
        assign_columns([row(None, "1.005")], 3, USES, CENT)
    with pytest.raises(ValueError, match="adds into"):
        assign_columns([row(1, "1.00"), row(0, "1.00")], 3, USES, CENT)
    with pytest.raises(ValueError, match="adds into"):
        assign_columns([row(7, "1.00")], 3, USES, CENT)


@dataclass(frozen=True)
class Printed:
    """A table as printed with its gaps: the value of every cell in digits, None for a blank, and its tree."""

    cells: tuple[tuple[int | None, ...], ...]
    parents: tuple[int | None, ...]
    sums: tuple[ColumnSum, ...]

    def collapsed(self) -> list[CollapsedRow]:
        return [
            CollapsedRow(tuple(Decimal(value) * CENT for value in cells if value is not None), parent)
            for cells, parent in zip(self.cells, self.parents, strict=True)
        ]

    def truth(self) -> list[tuple[int, ...]]:
        return [tuple(n for n, value in enumerate(cells) if value is not None) for cells in self.cells]


@st.composite
def tables(draw: st.DrawFn, most_leaves: int = 5, rounded: bool = False) -> Printed:
    """A consistent table: leaves drawn, totals added up, cells of value 0 printed or blank at random."""
    sums = draw(st.sampled_from([tuple(USES), tuple(NESTED)]))
    width = 3 if sums == tuple(USES) else 5
    leaves_of = draw(st.lists(st.integers(1, most_leaves), min_size=1, max_size=3))
    parents: list[int | None] = [None]
    exact: list[list[int]] = [[0] * width]
    small = draw(st.booleans())  # small numbers collide often, which is where a search can go wrong
    values = st.integers(0, 3) if small else st.integers(0, 10**7)
    for count in leaves_of:
        parents.append(0)
        exact.append([0] * width)
        place = len(parents) - 1
        for _ in range(count):
            leaf = [draw(st.one_of(st.just(0), values)) for _ in range(width)]
            for rule in reversed(sums):
                leaf[rule.total] = sum(leaf[part] for part in rule.parts)
            parents.append(place)
            exact.append(leaf)
            for line in (exact[place], exact[0]):
                line[:] = [old + new for old, new in zip(line, leaf, strict=True)]
    cells = [[(value + 5) // 10 if rounded else value for value in line] for line in exact]
    lines = tuple(_blanked(draw, line, real, sums) for line, real in zip(cells, exact, strict=True))
    return Printed(lines, tuple(parents), sums)


def _blanked(draw: st.DrawFn, line: list[int], exact: list[int], sums: tuple[ColumnSum, ...]) -> tuple[int | None, ...]:
    """The row with some of its true zeros blank; a total stays printed where one of its parts is."""
    printed: list[int | None] = [
        None if real == 0 and draw(st.booleans()) else value for value, real in zip(line, exact, strict=True)
    ]
    for rule in reversed(sums):
        if printed[rule.total] is None and any(printed[part] is not None for part in rule.parts):
            printed[rule.total] = 0
    return tuple(printed)


@given(tables())
@settings(max_examples=120, deadline=None)
def test_no_amount_is_ever_put_in_a_wrong_column(printed: Printed) -> None:
    width = len(printed.cells[0])
    found = assign_columns(printed.collapsed(), width, printed.sums, CENT)
    assert found.is_consistent
    for columns, truth in zip(found.columns, printed.truth(), strict=True):
        assert all(column in (None, right) for column, right in zip(columns, truth, strict=True))


@given(tables(rounded=True))
@settings(max_examples=80, deadline=None)
def test_rounding_never_puts_an_amount_in_a_wrong_column(printed: Printed) -> None:
    found = assign_columns(printed.collapsed(), len(printed.cells[0]), printed.sums, CENT)
    for columns, truth in zip(found.columns, printed.truth(), strict=True):
        assert all(column in (None, right) for column, right in zip(columns, truth, strict=True))


@given(tables(most_leaves=2))
@settings(max_examples=80, deadline=None)
def test_what_the_sums_decide_is_found(printed: Printed) -> None:
    width = len(printed.cells[0])
    rows = printed.collapsed()
    found = assign_columns(rows, width, printed.sums, CENT)
    ways = _all_ways(rows, width, printed.sums)
    if ways is None:
        return
    for number, columns in enumerate(found.columns):
        for position, column in enumerate(columns):
            agreed = {way[number][position] for way in ways}
            assert column == (agreed.pop() if len(agreed) == 1 else None)


def _all_ways(
    rows: list[CollapsedRow], width: int, sums: tuple[ColumnSum, ...]
) -> list[tuple[tuple[int, ...], ...]] | None:
    """Every way to put the gaps back that satisfies all sums, by trying them all; None when they are too many to try."""
    per_row = []
    tries = 1
    for line in rows:
        ways = [way for way in combinations(range(width), len(line.amounts)) if _row_holds(line, way, sums)]
        per_row.append(ways)
        tries *= len(ways)
        if tries > 3_000:
            return None
    return [way for way in product(*per_row) if _rows_hold(rows, way, width)]


def _row_holds(line: CollapsedRow, way: tuple[int, ...], sums: tuple[ColumnSum, ...]) -> bool:
    values = dict(zip(way, line.amounts, strict=True))
    for rule in sums:
        parts = [values[part] for part in rule.parts if part in values]
        if rule.total not in values and parts:
            return False
        slack = CENT * (len(parts) + 1) / 2 if parts else 0
        if abs(values.get(rule.total, 0) - sum(parts)) > slack:
            return False
    return True


def _rows_hold(rows: list[CollapsedRow], way: tuple[tuple[int, ...], ...], width: int) -> bool:
    lines = [dict(zip(choice, line.amounts, strict=True)) for choice, line in zip(way, rows, strict=True)]
    for number in range(len(rows)):
        children = [n for n, line in enumerate(rows) if line.parent == number]
        slack = CENT * (len(children) + 1) / 2
        for column in range(width) if children else ():
            total = sum(lines[child].get(column, 0) for child in children)
            if abs(total - lines[number].get(column, 0)) > slack:
                return False
    return True
