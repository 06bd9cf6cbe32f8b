"""Single characters cleaned, and characters put into lines."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.documents.characters import UNKNOWN, clean_code_point
from pipelines.documents.lines import build_lines
from pipelines.records.pages import Box, Word


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        *(("１", "1"), ("．", "."), ("Ａ", "A"), ("％", "%"), ("－", "-"), ("（", "（"), ("，", "，"), ("：", "：")),
        *(("⼈", "人"), ("⻅", "见"), ("⻚", "页"), ("豈", "豈"), ("𝟗", "9"), ("〇", "〇"), ("㎡", "㎡"), ("“", "“")),
        *(("\u200b", ""), ("\u00ad", ""), ("\ufeff", ""), ("\u3000", ""), ("\u00a0", ""), ("\x07", ""), ("\x02", "-")),
        *(("\ufffd", UNKNOWN), ("\uffff", UNKNOWN), ("\x00", UNKNOWN)),
    ],
)
def test_characters_are_cleaned(printed: str, meant: str) -> None:
    assert clean_code_point(ord(printed)) == meant


@given(st.integers(0, 0x110000))
def test_no_code_point_fails_or_vanishes_unless_unseen(code: int) -> None:
    text = clean_code_point(code)
    assert len(text) <= 4
    assert text or not chr(code).isprintable() or chr(code).isspace() or 0xFE00 <= code < 0xFE10 or code >= 0xE0000


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 12)), unique=True, max_size=60))
@settings(max_examples=60, deadline=None)
def test_lines_keep_every_character_once_in_order(places: list[tuple[int, int]]) -> None:
    words = [Word(chr(0x4E00 + 41 * y + x), 10.0 * x, 20.0 * y, 10.0 * x + 10, 20.0 * y + 10) for x, y in places]
    expected = [
        "".join(chr(0x4E00 + 41 * y + x) for x in sorted(x for x, other in places if other == y)) for y in range(13)
    ]
    assert [line.text.replace(" ", "") for line in build_lines(words)] == [text for text in expected if text]


def test_a_recognised_run_gets_one_box_per_character() -> None:
    (line,) = build_lines([Word("12.5", 0, 0, 40, 10, 0.9)])
    assert line.boxes == (Box(0, 0, 10, 10), Box(10, 0, 20, 10), Box(20, 0, 30, 10), Box(30, 0, 40, 10))
