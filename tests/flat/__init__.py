"""Web pages that came out as plain text, typed by hand with what a person reads in them; ``page`` reads and compares."""

from __future__ import annotations

from tests.flat import accounts, dropped, hostile, layouts, more, running, sentences, sides, three_public

PAGES = (
    *three_public.CASES,
    *accounts.CASES,
    *running.CASES,
    *more.CASES,
    *sentences.CASES,
    *hostile.CASES,
    *layouts.CASES,
    *sides.CASES,
    *dropped.CASES,
)
