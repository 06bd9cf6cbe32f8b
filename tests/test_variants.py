"""The same forms with other words around and over their tables: titles, units and headers that publishers vary freely."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.families.forms import Family, Table, families
from tests.families.measure import SETTERS, read

BY_NAME = {family.name: family for family in families()}
NUMBERED_FIRST = ("central-budget", "hubei-budget", "sichuan-budget", "hebei-budget")
"""Families whose last line of heading is the title."""
HEADINGS: dict[str, Callable[[Table], Table]] = {
    "unit in the title": lambda t: replace(
        t, heading=(*t.heading[:-1], f"{t.heading[-1]}（单位：{t.unit}）"), line=("", "")
    ),
    "unit of money named in full": lambda t: replace(t, line=(t.line[0], f"金额单位：人民币{t.unit}")),
    "unit on the left": lambda t: replace(t, line=(f"单位：{t.unit}", "")),
    "body, year and unit on one line": lambda t: replace(t, line=(f"部门名称：示例市示例局 2024年 单位：{t.unit}", "")),
    "unit with a remark": lambda t: replace(t, line=(t.line[0], f"单位：{t.unit}（保留两位小数）")),
    "number glued to the title": lambda t: replace(t, heading=(f"附件1-{t.heading[-1]}",)),
    "title set with spaces": lambda t: replace(t, heading=(*t.heading[:-1], " ".join(t.heading[-1]))),
    "body and year in the title": lambda t: replace(t, heading=(f"示例市示例局2024年度{t.heading[-1]}",)),
    "title in quotation marks": lambda t: replace(t, heading=(f"《{t.heading[-1]}》",)),
}
WORDS = (
    ("基本支出", "基本支出预算"),
    ("项目支出", "项目支出预算"),
    ("合计", "总计"),
    ("科目编码", "功能科目代码"),
    ("科目名称", "支出功能分类科目名称"),
    ("预算数", "2024年预算数"),
    ("预算数", "2024年部门预算"),
    ("预算数", "金额（万元）"),
    ("人员经费", "人员支出"),
    ("公用经费", "日常公用支出"),
    ("政府性基金预算", "基金预算拨款"),
    ("一般公共预算", "一般公共预算资金"),
)
"""A header and another that publishers print in its place."""


def with_word(table: Table, word: str, other: str) -> Table:
    """The table with a header replaced, in what is printed and in what is expected."""

    def is_word(text: str, row: int) -> bool:
        return row < table.head and "".join(text.split()) == word

    def renamed(meant: str) -> str:
        places, path, meaning = meant.split(">")
        parts = (other if part == word else part for part in path.strip().split("/"))
        return f"{places}> {'/'.join(parts)} >{meaning}"

    cells = tuple(cell._replace(text=other) if is_word(cell.text, cell.row) else cell for cell in table.cells)
    return replace(table, cells=cells, columns={number: renamed(meant) for number, meant in table.columns.items()})


def told(family: Family) -> list[str]:
    """What is not read as printed."""
    outcome = read(SETTERS["page.html"](family), "page.html", family)
    return ["|".join(row) for row in (*outcome.missing.elements(), *outcome.wrong.elements())]


@pytest.mark.parametrize("name", NUMBERED_FIRST)
@pytest.mark.parametrize("variant", HEADINGS)
def test_a_heading_may_be_printed_otherwise(name: str, variant: str) -> None:
    family = BY_NAME[name]
    assert told(replace(family, tables=tuple(map(HEADINGS[variant], family.tables)))) == []


@pytest.mark.parametrize("name", ["central-budget", "hubei-budget", "sichuan-budget", "hainan-budget"])
@pytest.mark.parametrize(("word", "other"), WORDS)
def test_a_header_may_be_worded_otherwise(name: str, word: str, other: str) -> None:
    family = BY_NAME[name]
    assert told(replace(family, tables=tuple(with_word(table, word, other) for table in family.tables))) == []
