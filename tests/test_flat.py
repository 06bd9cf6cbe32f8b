"""Web pages that came out as plain text: no amount of them is wrong, and what is missing is shown as missing."""

from __future__ import annotations

import pytest

from tests.flat import PAGES
from tests.flat.page import read_page

RIGHT_SHARE = 0.96
"""Measured 0.96 over all pages."""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_amount_is_wrong_and_none_is_lost_unseen(page) -> None:  # type: ignore[no-untyped-def]
    outcome = read_page(page)
    assert not outcome.wrong
    assert not outcome.unseen


def test_most_amounts_are_right() -> None:
    outcomes = [read_page(page) for page in PAGES]
    right, missing = sum(one.right for one in outcomes), sum(len(one.missing) for one in outcomes)
    assert right >= RIGHT_SHARE * (right + missing)
