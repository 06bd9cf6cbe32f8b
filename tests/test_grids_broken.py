"""Ruled tables whose rulings are broken within a page: one table, or two that say so; never rows in the wrong column."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipelines.records.pages import Statement
from tests.families.forms import Family, families
from tests.families.measure import SETTERS, Outcome, read

NAMES = ("central-budget", "self-assessment", "goals-project", "balances-of-assets", "assessment-label-and-amount")
FAMILIES = {family.name: family for family in families() if family.name in NAMES}


def _outcome(family: Family, **look: object) -> Outcome:
    broken = replace(family, look={**family.look, **look})
    return read(SETTERS["ruled.pdf"](broken), "broken.pdf", broken)


def _labels(outcome: Outcome) -> list[str]:
    """The labels of all rows of the first form."""
    return next([row.label for row in one.rows] for one in outcome.reading if isinstance(one, Statement))


@pytest.mark.parametrize("gap", [4, 8, 14])
@pytest.mark.parametrize("name", ["central-budget", "balances-of-assets"])
def test_rows_below_a_break_of_the_rulings_belong_to_the_table(name: str, gap: int) -> None:
    outcome = _outcome(FAMILIES[name], break_after=6, gap=gap)
    assert not outcome.missing and not outcome.wrong and not outcome.refused


@pytest.mark.parametrize("rows", [4, 6, 10, 14])
def test_a_form_keeps_its_indicators_below_a_break(rows: int) -> None:
    whole, broken = (
        _labels(_outcome(FAMILIES["self-assessment"], **look)) for look in ({}, {"break_after": rows, "gap": 8})
    )
    assert len(whole) > 7
    assert broken == whole


@pytest.mark.parametrize("gap", [24, 60])
def test_tables_further_apart_stay_two_and_the_lower_says_why_it_is_refused(gap: int) -> None:
    outcome = _outcome(FAMILIES["balances-of-assets"], break_after=6, gap=gap)
    assert not outcome.wrong
    assert outcome.missing and outcome.refused


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("rows", range(1, 9))
def test_nothing_is_read_wrongly_wherever_rulings_break(name: str, rows: int) -> None:
    outcome = _outcome(FAMILIES[name], break_after=rows, gap=6)
    assert not outcome.wrong_unmarked, sorted(outcome.wrong_unmarked)
