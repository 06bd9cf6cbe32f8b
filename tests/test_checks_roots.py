"""Which failing cases are one root: a shared cell with one difference, one table with one wrong unit; nothing else."""

from __future__ import annotations

from decimal import Decimal

from pipelines.checks.localise import Case, find_roots


def case(name: str, left: str, right: str, *cells: str, grids: tuple[str, ...] = ()) -> Case:
    """A failing equation of two printed amounts, exact to the last digit of the right one."""
    sides = Decimal(left), Decimal(right)
    effects = dict(zip(cells, (1, -1), strict=False))
    return Case(name, True, sides[0] - sides[1], *sides, Decimal(0), False, "error", effects, set(grids))


def roots(*cases: Case) -> list[str]:
    found = find_roots(dict(enumerate(cases)), [])
    return [found[one.finding_id] for one in cases]


def test_one_table_in_a_wrong_unit_is_one_root() -> None:
    first = case("f1", "120000.00", "12.00", "a1", "b1", grids=("d.1", "d.2"))
    second = case("f2", "30000.00", "3.00", "a2", "b2", grids=("d.1", "d.2"))
    third = case("f3", "70000.00", "7.00", "a3", "c3", grids=("d.1", "d.3"))
    assert len(set(roots(first, second, third))) == 1


def test_wrong_units_of_two_documents_are_two_roots() -> None:
    first = case("f1", "120000.00", "12.00", "a1", "b1", grids=("d.1", "d.2"))
    other = case("f2", "30000.00", "3.00", "a2", "b2", grids=("e.1", "e.2"))
    assert roots(first, other) == ["f1", "f2"]


def test_slips_of_one_table_are_roots_of_their_own() -> None:
    tenfold = case("f1", "120.00", "12.00", "a1", "b1", grids=("d.1",))
    again = case("f2", "30.00", "3.00", "a2", "b2", grids=("d.1",))
    plain = case("f3", "31.00", "3.00", "a3", "b3", grids=("d.1",))
    assert roots(tenfold, again, plain) == ["f1", "f2", "f3"]


def test_one_cell_and_one_difference_is_one_root() -> None:
    first = case("f1", "31.00", "30.00", "a1", "b1")
    second = case("f2", "31.00", "30.00", "a1", "b2")
    other = case("f3", "33.00", "30.00", "a1", "b3")
    assert roots(first, second, other) == ["f1", "f1", "f3"]
