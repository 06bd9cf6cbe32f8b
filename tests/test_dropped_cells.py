"""Families as text that lost blank cells or line ends: no amount is wrong or gone without a trace, and many are still placed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.families.dropped import cells_apart, cells_apart_dropped, cut_in_front, cut_tabs, padded_pipes
from tests.families.forms import Family, families
from tests.families.measure import read

FAMILIES = families()
RIGHT_SHARE = {padded_pipes: 0.4, cut_tabs: 0.5, cut_in_front: 0.7, cells_apart: 0.8, cells_apart_dropped: 0.1}
"""Measured 0.48, 0.62, 0.76, 0.83 and 0.12 of all amounts of the families."""


@pytest.mark.parametrize("setter", RIGHT_SHARE, ids=lambda setter: setter.__name__)
def test_no_amount_of_a_family_without_blanks_is_wrong_or_unseen(setter: Callable[[Family], bytes]) -> None:
    right = expected = 0
    wrong: list[str] = []
    unseen: list[str] = []
    for family in FAMILIES:
        outcome = read(setter(family), "dropped.txt", family, with_claims=True)
        wrong += [f"{family.name}: {'|'.join(row)}" for row in outcome.wrong_unmarked.elements()]
        unseen += [f"{family.name}: {text}" for text in outcome.unseen.elements()]
        right += (outcome.expected & (outcome.found - outcome.marked)).total()
        expected += outcome.expected.total()
    assert not wrong, "\n".join(wrong)
    assert not unseen, "\n".join(unseen)
    assert right >= RIGHT_SHARE[setter] * expected
