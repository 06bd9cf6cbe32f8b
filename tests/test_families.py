"""Forms of other publishers, set by us in many formats: every amount in the right row, column, measure, fund and unit.

What each table means is written by hand in ``tests/families/*.yml``; nothing of it comes from the code under test.
"""

from __future__ import annotations

import pytest

from tests.families.forms import Family, families
from tests.families.measure import SETTERS, read

FAMILIES = families()
UNRULED = ("rows.pdf", "bare.pdf", "three.pdf")
CASES = [
    pytest.param(family, form, id=f"{family.name}-{form}")
    for family in FAMILIES
    for form in SETTERS
    if form not in family.look.get("not_as", ()) and form not in UNRULED
]


@pytest.mark.parametrize(("family", "form"), CASES)
def test_every_amount_of_a_family_is_read(family: Family, form: str) -> None:
    outcome = read(SETTERS[form](family), form, family)
    missing = [f"not read: {'|'.join(row)}" for row in outcome.missing.elements()]
    wrong = [f"not printed: {'|'.join(row)}" for row in outcome.wrong.elements()]
    assert not missing and not wrong, "\n".join([family.name, form, *outcome.refused, *missing, *wrong])


@pytest.mark.parametrize(
    ("family", "form"),
    [
        pytest.param(family, UNRULED[number % 3], id=f"{family.name}-{UNRULED[number % 3]}")
        for number, family in enumerate(FAMILIES)
    ],
)
def test_what_is_read_wrongly_without_rulings_is_marked_as_doubtful(family: Family, form: str) -> None:
    unmarked = read(SETTERS[form](family), form, family).wrong_unmarked
    assert not unmarked, "\n".join("|".join(row) for row in unmarked.elements())


def test_amounts_of_a_form_that_nothing_binds_are_told() -> None:
    family = next(family for family in FAMILIES if family.name == "goals-whole-department")
    unbound = [f"{amount:.2f}" for table in family.tables for amount in table.options["unbound"]]
    assert sorted(read(SETTERS["page.html"](family), "page.html", family).doubtful.elements()) == sorted(unbound)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_what_is_not_recognised_has_a_reason(family: Family) -> None:
    refused = read(SETTERS["page.html"](family), "page.html", family).refused
    assert len(refused) == sum(table.statement == "none" for table in family.tables), refused
    assert all(text.rpartition(": ")[2] for text in refused)
