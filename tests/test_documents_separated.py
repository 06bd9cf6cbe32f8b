"""Commas, semicolons and drawn borders that part cells; a comma that may part thousands parts nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.documents.collapsed_rows import SourceLine
from pipelines.documents.separated import as_tabs, without_borders
from pipelines.documents.text import read_text
from tests.families.dropped import separated
from tests.families.forms import families
from tests.families.measure import read

BOX = """支出表
单位：万元
┌────────┬────────┐
│ 项目   │ 金额   │
├────────┼────────┤
│ 教育   │ 1.00   │
│ 合计   │ 1.00   │
└────────┴────────┘"""


def _tabbed(text: str) -> list[str]:
    return [line.text for line in as_tabs([SourceLine(1, line) for line in text.split("\n")])]


def test_quoted_thousands_are_one_cell() -> None:
    assert _tabbed('项目,合计,基本\n教育,"1,234.50",\n"收入,合计",10.00,2') == [
        "项目\t合计\t基本",
        "教育\t1,234.50\t",
        "收入,合计\t10.00\t2",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "项目,合计,基本\n教育,1,234.50\n合计,1,234.50",
        "税收收入 65,000 70,200\n收入总计 65,000 70,200",
        "项目,合计,基本\n教育,12.50,10.00\n合计,12.50",
        "收入，支出，结余。\n教育，12，10。",
        "人员，机构，编制\n职责，任务，目标",
    ],
    ids=["thousands", "spaces", "ragged", "sentences", "no number"],
)
def test_what_is_not_certain_stays_as_it_is(text: str) -> None:
    assert _tabbed(text) == text.split("\n")


def test_drawn_borders_are_pipes() -> None:
    (grid,) = read_text(BOX, "a.txt")[0].ready_grids
    assert [cell.text for cell in grid.cells] == ["项目", "金额", "教育", "1.00", "合计", "1.00"]


@pytest.mark.parametrize("mark", [",", "；", "│"])
def test_families_with_separated_cells_are_read_or_shown(mark: str) -> None:
    right = expected = 0
    wrong: list[str] = []
    for family in families()[::3]:
        outcome = read(separated(family, mark), "a.txt", family)
        wrong += [f"{family.name}: {'|'.join(row)}" for row in outcome.wrong_unmarked.elements()]
        right += (outcome.expected & (outcome.found - outcome.marked)).total()
        expected += outcome.expected.total()
    assert not wrong, "\n".join(wrong)
    assert right >= 0.8 * expected


@given(st.lists(st.text(alphabet=',;"，12. 支出\t|─│+-', max_size=12), max_size=8))
def test_no_line_and_no_character_is_lost(texts: list[str]) -> None:
    lines = [SourceLine(1, text) for text in texts]
    told = list(as_tabs(lines))
    assert len(told) == len(lines)
    for line, other in zip(lines, told, strict=True):
        drop = str.maketrans("", "", ',;"，\t ')
        assert other.text.translate(drop) == line.text.translate(drop)
    kept = [line.text for line in without_borders(lines)]
    assert sum(text.count("支") + text.count("1") for text in kept) == sum(
        text.count("支") + text.count("1") for text in texts
    )
