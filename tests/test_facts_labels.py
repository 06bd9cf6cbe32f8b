"""Amounts of scans under a label that nothing confirms are marked as doubtful; what the lists know is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipelines.facts import facts_of
from pipelines.records.core import AmountFact
from pipelines.records.pages import Statement
from tests.by_hand import grid, one

ABOVE = ("一般公共预算支出表", "单位：万元")
TABLE = """
科目编码|科目名称|合计|基本支出|项目支出
|合计|60.00|40.00|20.00
201|一般公共服务支出|45.00|30.00|15.00
20101|人大事务|45.00|30.00|15.00
208|社会保障和就业支出|15.00|10.00|5.00
"""


def scanned(table: str, confidence: float = 0.7, above: tuple[str, ...] = ABOVE) -> Statement:
    """A table recognised in a picture: numbers surely, words with some confidence."""
    drawn = grid(table, above)
    cells = tuple(
        replace(cell, method="ocr", confidence=0.99 if cell.text[:1].isdigit() else confidence) for cell in drawn.cells
    )
    return one(replace(drawn, cells=cells, finder="ocr"))


def marked(statement: Statement) -> set[str]:
    """The labels of rows with marked amounts."""
    facts = facts_of(statement, "d" * 64).facts
    return {fact.row_name or "" for fact in facts if isinstance(fact, AmountFact) and fact.confidence < 0.5}


def test_labels_that_the_lists_know_are_not_in_doubt() -> None:
    assert marked(scanned(TABLE)) == set()


@pytest.mark.parametrize("confidence", [0.7, 0.99])
def test_a_name_that_is_not_that_of_its_code_is_in_doubt(confidence: float) -> None:
    assert marked(scanned(TABLE.replace("人大事务", "人天事各"), confidence)) == {"人天事各"}


def test_a_code_that_is_not_that_of_its_name_is_in_doubt() -> None:
    assert marked(scanned(TABLE.replace("20101|", "20102|"))) == {"人大事务"}


PROJECTS = """
项目名称|合计|一般公共预算|政府性基金预算
合计|60.00|40.00|20.00
道路养护专项|45.00|30.00|15.00
"""


@pytest.mark.parametrize(("confidence", "expected"), [(0.7, {"道路养护专项"}), (0.95, set())])
def test_a_name_that_no_list_can_know_needs_a_sure_recognition(confidence: float, expected: set[str]) -> None:
    assert marked(scanned(PROJECTS, confidence, ("项目支出表", "单位：万元"))) == expected


def test_print_is_not_judged() -> None:
    assert marked(one(grid(TABLE.replace("人大事务", "人天事各"), ABOVE))) == set()


def test_a_name_that_ends_with_an_amount_is_in_doubt() -> None:
    named = TABLE.replace("人大事务", "人大事务45.00")
    assert marked(one(grid(named, ABOVE))) == {"人大事务45.00"}
    assert marked(one(grid(TABLE, ABOVE))) == set()
