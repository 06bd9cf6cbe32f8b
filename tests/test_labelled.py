"""Amounts that share a cell with their label: which are read, which are in doubt, and what is no amount at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.records.pages import Cell, Grid
from pipelines.statements.labelled import LabelledAmount, labelled_amounts
from pipelines.statements.sheet import Sheet

BLOCK = "项目资金（万元）"


def _found(*rows: tuple[str, ...]) -> list[LabelledAmount]:
    """What is found in rows of which the first cell of the first row covers all."""
    cells = [Cell(0, 0, len(rows), 1, BLOCK, 1)]
    cells += [Cell(r, c + 1, 1, 1, text, 1) for r, row in enumerate(rows) for c, text in enumerate(row)]
    grid = Grid(1, 1, 1, len(rows), max(map(len, rows)) + 1, tuple(cells), (), (), ())
    return list(labelled_amounts(Sheet(grid), len(rows)))


@pytest.mark.parametrize(
    ("text", "label", "amount"),
    [
        ("年初预算数：120.00", "年初预算数", "120.00"),
        ("年初预算数:1,200", "年初预算数", "1,200"),
        ("其中：财政拨款 100", "其中：财政拨款", "100"),
        ("其中：财政拨款100", "其中：财政拨款", "100"),
        ("全年执行数（万元）：98.5", "全年执行数（万元）", "98.5"),
        ("全年执行数\n98.50", "全年执行数", "98.50"),
        ("资金总额：35.2万元", "资金总额", "35.2万元"),
        ("其他资金：-", "其他资金", "-"),
    ],
)
def test_a_label_and_its_amount(text: str, label: str, amount: str) -> None:
    (one,) = _found((text,))
    assert (one.label, one.amount, one.path, one.doubt) == (label, amount, BLOCK, None)


@pytest.mark.parametrize(
    "text",
    [
        "预算执行率：82%",
        "预算执行率：82",
        "资金到位率：100",
        "资金下达时间：2023",
        "预算年度：2023",
        "资金文号：12",
        "得分：9.5",
        "年初预算数",
        "年初预算数：",
        "分值 10",
        "检查次数：24",
        "目标1：完成全部资金拨付",
        "98.50",
    ],
)
def test_what_is_no_amount_with_a_label(text: str) -> None:
    assert not _found((text,))


def test_a_label_that_ends_with_a_number_has_its_amount_beside_it() -> None:
    assert not _found(("其他资金2", "30.00"))


def test_two_amounts_in_a_cell_are_in_doubt() -> None:
    (one,) = _found(("年初预算数：120.00\n其中：财政拨款：100.00",))
    assert one.doubt == "一格之中有几个带标签的金额"


def test_an_amount_followed_by_words_is_in_doubt() -> None:
    (one,) = _found(("年初预算数：120.00\n详见附件",))
    assert one.doubt is not None


def test_parts_in_columns_of_headers_have_their_measure() -> None:
    found = _found(("年初预算数：120.00", "全年执行数：98.50"), ("其中：财政拨款 100.00", "其中：财政拨款 90.00"))
    assert [(one.measure, one.doubt) for one in found] == [
        ("budget", None),
        ("final", None),
        ("budget", None),
        ("final", None),
    ]


def test_parts_that_stand_under_headers_by_chance_are_in_doubt() -> None:
    found = _found(("年初预算数：120.00", "全年执行数：98.50"), ("基本支出 60.00", "项目支出 38.50"))
    assert [one.doubt is None for one in found] == [True, True, False, False]


@given(st.decimals(min_value=0, max_value=10**9, places=2), st.sampled_from([" ", "：", ":", ""]))
def test_every_amount_is_returned_as_printed(amount: object, mark: str) -> None:
    (one,) = _found((f"全年预算数{mark}{amount:,}",))
    assert (one.label, one.amount, one.measure) == ("全年预算数", f"{amount:,}", "revised_budget")
