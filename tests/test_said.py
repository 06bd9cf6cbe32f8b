"""Sentences that close columns of a 三公 row: heard when what they state is printed in the row, and else not."""

from __future__ import annotations

import pytest

from tests.flat.page import Page, read_page

TABLE = """2020年度“三公”经费支出决算表
单位：万元
合计 | 因公出国（境）费 | 公务用车购置及运行费 | 公务接待费 | ||||||||
小计 | 公务用车购置费 | 公务用车运行费 | |||||||||
预算数 | 决算数 | 预算数 | 决算数 | 预算数 | 决算数 | 预算数 | 决算数 | 预算数 | 决算数 | 预算数 | 决算数 |
22.00 | 9.17 | 14.00 | 8.47 | 14.00 | 8.47 | 8.00 | 0.70 |
“三公”经费支出情况说明
"""
OPEN = 2


@pytest.mark.parametrize(
    ("sentence", "still_open"),
    [
        ("2020年公务用车购置费支出决算0万元，公务接待费支出决算0.70万元。", 1),
        ("2020年公务用车购置及运行维护费支出决算8.47万元，其中：公务用车运行维护费支出决算8.47万元。", 1),
        ("2020年公务用车购置费支出决算0万元。", OPEN),
        ("2020年公务用车购置费支出决算0万元，公务接待费支出决算0.71万元。", OPEN),
        ("2019年公务用车购置费支出决算0万元，公务接待费支出决算0.70万元。", OPEN),
    ],
)
def test_sentences_decide_only_what_the_row_confirms(sentence: str, still_open: int) -> None:
    outcome = read_page(Page("", TABLE + sentence + "\n", "", ""))
    assert len(outcome.doubts) == still_open
    placed = [row for row in outcome.wrong if row.startswith("vehicle_operation|final")]
    assert placed[:1] == ["vehicle_operation|final|8.47"] * (OPEN - still_open)
    assert not any(row.startswith("vehicle_purchase") for row in outcome.wrong)
