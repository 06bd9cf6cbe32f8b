"""The measure of accuracy itself: every way of being wrong shows in the figures."""

from __future__ import annotations

from typing import Any

import pytest

from tests.accuracy.matching import EXACT, SCANNED, TYPESET, match
from tests.accuracy.second import in_the_right_row
from tests.accuracy.truth import Amount

TOTAL = Amount("", "收入总计", "收入/决算数", "1,234.56", "income_expenditure_summary", "万元", "final", "all")
ROW = Amount("2080505", "机关事业单位基本养老保险缴费支出", "合计", "98.70", "expenditure", "万元", "total", "all")


def changed(amount: Amount, **values: Any) -> Amount:
    return amount._replace(**values)


def test_what_is_read_as_printed_is_right() -> None:
    found = match([TOTAL, ROW], [ROW, TOTAL], [], EXACT)
    assert len(found.whole) == found.printed == 2
    assert found.wrong == found.marked == 0


@pytest.mark.parametrize(
    ("values", "where"),
    [
        ({"amount_text": "1,234.65"}, "amount"),
        ({"column_path": "支出/决算数"}, "column"),
        ({"unit": "元"}, "meaning"),
        ({"measure": "budget"}, "meaning"),
        ({"fund": "general"}, "meaning"),
        ({"statement": "income"}, "meaning"),
    ],
)
def test_one_difference_is_one_wrong_amount_of_its_kind(values: dict[str, str], where: str) -> None:
    found = match([TOTAL, ROW], [changed(TOTAL, **values), ROW], [], EXACT)
    assert len(getattr(found, where)) == found.wrong == 1
    assert len(found.whole) == 1
    assert not found.missing


@pytest.mark.parametrize("values", [{"row_name": "支出总计"}, {"row_code": "208"}])
def test_another_row_is_one_missing_and_one_wrong(values: dict[str, str]) -> None:
    found = match([TOTAL], [changed(TOTAL, **values)], [], EXACT)
    assert len(found.missing) == len(found.extra) == found.wrong == 1


def test_an_amount_that_is_not_printed_is_wrong_also_on_an_empty_page() -> None:
    assert match([], [TOTAL], [], EXACT).wrong == 1


def test_an_amount_read_twice_is_wrong_once() -> None:
    assert match([TOTAL], [TOTAL, TOTAL], [], EXACT).wrong == 1


def test_a_cell_in_doubt_is_neither_missing_nor_wrong() -> None:
    found = match([TOTAL, ROW], [ROW], ["1,234.56"], EXACT)
    assert found.doubtful == [TOTAL]
    assert not found.missing
    assert (found.wrong, found.marked) == (0, 1)


def test_a_wrong_amount_of_low_confidence_is_marked_and_not_counted_as_wrong() -> None:
    found = match([TOTAL], [changed(TOTAL, amount_text="1,234.66", marked=True)], [], EXACT)
    assert (found.wrong, found.marked, len(found.amount)) == (0, 1, 1)


def test_labels_of_scans_may_differ_a_little_and_amounts_may_not() -> None:
    blurred = changed(ROW, row_name="机关事业单位基本养老保险缴费支山")
    assert len(match([ROW], [blurred], [], SCANNED).whole) == 1
    assert not match([ROW], [blurred], [], EXACT).whole
    assert match([ROW], [changed(blurred, amount_text="96.70")], [], SCANNED).wrong == 1


def test_a_sample_knows_the_texts_of_a_row_and_not_its_label() -> None:
    printed = Amount("", "2080505|机关事业单位基本养老保险缴费支出|备注", "合计", "98.70")
    assert len(match([printed], [ROW], [], TYPESET).whole) == 1
    assert match([printed], [changed(ROW, row_name="住房公积金")], [], TYPESET).wrong == 1


def test_rows_of_another_reader_must_hold_label_and_amount() -> None:
    assert in_the_right_row([TOTAL, ROW], [("收入总计", "1,234.56"), ("2080505", "98.70")]) == 2
    assert in_the_right_row([TOTAL], [("收入总计", ""), ("支出总计", "1,234.56")]) == 0
    assert in_the_right_row([TOTAL, TOTAL], [("收入总计", "1,234.56")]) == 1
