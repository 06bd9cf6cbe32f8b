"""Amounts of cells that are not seen whole are marked as doubtful, unless a list knows the words that are left."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipelines.facts import facts_of
from pipelines.records.core import AmountFact
from pipelines.records.pages import Statement
from tests.by_hand import grid, one

TABLE = """
科目编码|科目名称|合计|基本支出|项目支出
|合计|60.00|40.00|20.00
201|一般公共服务支出|45.00|30.00|15.00
|其他业务活动|15.00|10.00|5.00
"""


def cut(table: str, *texts: str, title: str = "一般公共预算支出表") -> Statement:
    """A table of which the cells with these texts are cut off."""
    drawn = grid(table, (title, "单位：万元"))
    assert set(texts) <= {cell.text for cell in drawn.cells}
    return one(replace(drawn, cells=tuple(replace(cell, is_cut=cell.text in texts) for cell in drawn.cells)))


def marked(statement: Statement) -> set[str]:
    facts = facts_of(statement, "d" * 64).facts
    return {fact.amount_text for fact in facts if isinstance(fact, AmountFact) and fact.confidence < 0.5}


def test_what_is_seen_whole_is_not_in_doubt() -> None:
    assert marked(cut(TABLE)) == set()


def test_a_number_that_is_cut_off_is_in_doubt() -> None:
    assert marked(cut(TABLE, "40.00")) == {"40.00"}


def test_a_header_that_is_cut_off_is_in_doubt_unless_a_form_prints_it_so() -> None:
    table = TABLE.replace("基本支出", "基本支出预算安")
    assert marked(cut(table, "基本支出预算安")) == {"40.00", "30.00", "10.00"}
    assert marked(cut(TABLE, "基本支出")) == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [("一般公共服务支出", set()), ("合计", set()), ("其他业务活动", {"15.00", "10.00", "5.00"})],
    ids=["coded", "listed", "unknown"],
)
def test_a_label_that_is_cut_off_is_in_doubt_unless_its_code_or_a_list_tells_it(text: str, expected: set[str]) -> None:
    assert marked(cut(TABLE, text)) == expected


def test_amounts_before_all_labels_are_in_doubt() -> None:
    table = """
    项目支出|科目编码|科目名称|基本支出
    20.00||合计|40.00
    15.00|201|一般公共服务支出|30.00
    5.00|203|国防支出|10.00
    """
    assert marked(cut(table)) == {"20.00", "15.00", "5.00"}


def test_amounts_after_a_column_that_is_not_on_the_page_are_in_doubt() -> None:
    table = """
    收入|收入|支出|支出
    项目|预算数||预算数
    一般公共预算拨款|40.00|一般公共服务支出|30.00
    事业收入|20.00|国防支出|30.00
    收入合计|60.00|支出合计|60.00
    """
    drawn = grid(table, ("收支总表", "单位：万元"))
    gone = tuple(replace(cell, is_cut=cell.row_no == 1 and cell.column_no == 2) for cell in drawn.cells)
    found = marked(one(replace(drawn, cells=gone)))
    assert "30.00" in found
    assert not found & {"40.00", "20.00"}
