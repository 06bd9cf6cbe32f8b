"""Collapsed tables with misprints: no amount in a wrong column, and what a misprint does not touch is still placed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.facts.collapsed import CollapsedRow, ColumnSum, assign_columns
from pipelines.facts.contradicted import Broken, Solved, assign_despite

CENT = Decimal("0.01")
USES = (ColumnSum(0, (1, 2)),)
NESTED = (ColumnSum(0, (1, 4)), ColumnSum(1, (2, 3)))
WIDE = (ColumnSum(0, (1, 2, 3, 4, 5)),)
SHAPES = ((USES, 3, ()), (NESTED, 5, ()), (WIDE, 6, (3, 4, 5)))
"""Sums, columns and columns known to be blank: uses alone, 基本支出 by its halves, the six columns of 支出决算表."""


@dataclass(frozen=True)
class Typeset:
    """A table as typeset: the digits of every cell, None for a blank; the row that each row adds into; its columns."""

    cells: tuple[tuple[int | None, ...], ...]
    parents: tuple[int | None, ...]
    sums: tuple[ColumnSum, ...]
    blank: tuple[int, ...]

    @property
    def width(self) -> int:
        return len(self.cells[0])

    def collapsed(self) -> list[CollapsedRow]:
        return [
            CollapsedRow(tuple(Decimal(value) * CENT for value in cells if value is not None), parent)
            for cells, parent in zip(self.cells, self.parents, strict=True)
        ]

    def truth(self) -> list[tuple[int, ...]]:
        return [tuple(n for n, value in enumerate(cells) if value is not None) for cells in self.cells]

    def solved(self) -> tuple[tuple[int | None, ...], ...]:
        """The columns as the product finds them."""
        rows = self.collapsed()
        found = assign_columns(rows, self.width, self.sums, CENT, blank=self.blank)
        if found.is_consistent:
            return found.columns
        return assign_despite(rows, self.width, self.sums, CENT, blank=self.blank).columns

    def misprinted(self, chance: Random, times: int) -> tuple[Typeset, set[int]]:
        """With some amounts misprinted, and the numbers of their rows."""
        cells = [list(row) for row in self.cells]
        # of one digit there may be no slip that rounding does not hide
        places = [(r, c) for r, row in enumerate(cells) for c, value in enumerate(row) if value and value >= 10]
        chosen = chance.sample(places, min(times, len(places)))
        for row, column in chosen:
            cells[row][column] = slipped(chance, str(cells[row][column]))
        return replace(self, cells=tuple(map(tuple, cells))), {row for row, _ in chosen}


def slipped(chance: Random, digits: str) -> int:
    """Another number with a digit lost, doubled, changed or exchanged with its neighbour."""
    while True:
        at = chance.randrange(len(digits))
        slips = [
            digits[:at] + digits[at + 1 :],
            digits[: at + 1] + digits[at:],
            digits[:at] + str(chance.randrange(10)) + digits[at + 1 :],
            digits[:at] + digits[at : at + 2][::-1] + digits[at + 2 :],
        ]
        found = int(chance.choice(slips) or "0")
        if found and abs(found - int(digits)) > 20:  # what rounding hides is no misprint that anyone could see
            return found


def typeset(chance: Random, shape: tuple[tuple[ColumnSum, ...], int, tuple[int, ...]], rounded: bool) -> Typeset:
    """A tree of classes 类, groups 款 and items 项 under a total, with amounts of all sizes; zero is blank."""
    sums, width, blank = shape
    leaves = [part for rule in sums for part in rule.parts if part not in blank and part not in {r.total for r in sums}]
    parents: list[int | None] = [None]
    exact = [[0] * width]

    def add(parent: int, depth: int) -> None:
        parents.append(parent)
        exact.append([0] * width)
        here = len(exact) - 1
        if depth == 3:
            own = chance.sample(leaves, chance.choice([1, 1, 1, 2, len(leaves)]))
            for column in own:
                exact[here][column] = chance.randrange(10, 10 ** chance.randint(3, 8))
        else:
            for _ in range(chance.randint(1, 3)):
                add(here, depth + 1)
        for column in leaves:
            exact[parent][column] += exact[here][column]

    for _ in range(chance.randint(2, 5)):
        add(0, 1)
    for line in exact:
        for rule in reversed(sums):
            line[rule.total] = sum(line[part] for part in rule.parts)
    printed = tuple(
        tuple(((value + 5) // 10 if rounded else value) if value else None for value in line) for line in exact
    )
    return Typeset(printed, tuple(parents), tuple(sums), tuple(blank))


seeds = st.integers(0, 2**48)


@given(seeds, st.sampled_from(SHAPES), st.booleans(), st.integers(0, 2))
@settings(max_examples=150, deadline=None)
def test_with_misprints_no_amount_is_put_in_a_wrong_column(seed: int, shape: tuple, rounded: bool, slips: int) -> None:
    chance = Random(seed)
    table, _ = typeset(chance, shape, rounded).misprinted(chance, slips)
    for found, truth in zip(table.solved(), table.truth(), strict=True):
        assert all(column in (None, right) for column, right in zip(found, truth, strict=True))


@given(seeds, st.sampled_from(SHAPES), st.booleans())
@settings(max_examples=70, deadline=None)
def test_one_misprint_costs_nothing_beyond_its_row(seed: int, shape: tuple, rounded: bool) -> None:
    chance = Random(seed)
    clean = typeset(chance, shape, rounded)
    table, touched = clean.misprinted(chance, 1)
    for number, (before, after) in enumerate(zip(clean.solved(), table.solved(), strict=True)):
        assert number in touched or after == before


@given(seeds, st.sampled_from(SHAPES))
@settings(max_examples=60, deadline=None)
def test_two_misprints_in_one_class_leave_the_other_classes_placed(seed: int, shape: tuple) -> None:
    chance = Random(seed)
    clean = typeset(chance, shape, rounded=False)
    class_of = [top_of(clean.parents, row) for row in range(len(clean.cells))]
    table, touched = clean.misprinted(chance, 2)
    if 0 in touched or any(clean.parents[row] == 0 for row in touched):
        return  # the sum of the classes is then the only one that tells them apart
    classes = {class_of[row] for row in touched}
    for number, (before, after) in enumerate(zip(clean.solved(), table.solved(), strict=True)):
        assert class_of[number] in classes or after == before


def top_of(parents: tuple[int | None, ...], row: int) -> int:
    """The class that a row belongs to, itself for a class and for the total."""
    while (parent := parents[row]) not in (None, 0):
        row = parent  # type: ignore[assignment]
    return row


def row(parent: int | None, *amounts: str) -> CollapsedRow:
    return CollapsedRow(tuple(map(Decimal, amounts)), parent)


def test_a_lost_digit_is_doubted_and_everything_else_placed() -> None:
    rows = [
        row(None, "190.44", "142.06", "48.38"),
        row(0, "30.69", "30.69"),
        row(0, "135.83", "10.66", "29.22"),  # 106.61 was meant
        row(2, "120.29", "106.61", "13.68"),
        row(2, "15.54", "15.54"),
        row(0, "23.92", "35.45", "-11.53"),
    ]
    assert not assign_columns(rows, 3, USES, CENT).is_consistent
    assert assign_despite(rows, 3, USES, CENT) == Solved(
        ((0, 1, 2), (0, 2), (0, None, 2), (0, 1, 2), (0, 2), (0, 1, 2)),
        (
            Broken((0, 1), ((2, 1), (5, 1))),
            Broken((2, 1), ((3, 1),)),
            Broken((2, 0), ((2, 1), (2, 2))),
        ),
        {(2, 1): 1},
    )


def test_a_table_of_one_row_that_does_not_add_up_is_all_in_doubt() -> None:
    solved = assign_despite([row(None, "30.00", "15.00", "16.00")], 3, USES, CENT)
    assert solved.columns == ((None, None, None),)
    assert solved.doubted == {(0, 0): 0, (0, 1): 1, (0, 2): 2}


def test_a_sum_that_fails_in_all_columns_tells_nothing_apart() -> None:
    rows = [row(None, "99.00", "40.00", "59.00"), row(0, "11.00", "11.00"), row(0, "22.00", "22.00")]
    solved = assign_despite(rows, 3, USES, CENT)
    assert solved.columns == ((0, 1, 2), (0, None), (0, None))
    assert solved.broken[0] == Broken((0, 0), ((1, 0), (2, 0)))


def test_a_row_that_cannot_be_read_takes_only_its_own_sums_out() -> None:
    rows = [
        row(None, "9.00", "5.00", "4.00"),
        replace(row(0, "7.00", "7.00"), is_readable=False),
        row(None, "9.00", "6.00", "3.00"),
        row(2, "6.00", "6.00"),
        row(2, "3.50", "3.00"),
    ]
    assert assign_despite(rows, 3, USES, CENT).columns == ((0, 1, 2), (None, None), (0, 1, 2), (0, 1), (None, 2))


@pytest.mark.parametrize("classes", [4, 400])
def test_a_long_table_with_a_slip_is_read_to_the_end(classes: int) -> None:
    rows = [row(None, f"{classes * 30}.00", f"{classes * 10}.00", f"{classes * 20}.00")]
    for _ in range(classes):
        top = len(rows)
        rows += [row(0, "30.00", "10.00", "20.00"), row(top, "10.00", "10.00"), row(top, "20.00", "20.00")]
    rows[-1] = row(len(rows) - 3, "2.00", "20.00")
    found = assign_despite(rows, 3, USES, CENT).columns
    assert found[-1] == (None, 2)
    assert all(None not in columns for columns in found[:-1])
