"""Tables one under the other in one ruling: each is a grid of its own; titles printed again and forms stay where they are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipelines.grids.apart import apart
from pipelines.records.pages import Statement
from pipelines.statements import recognise
from tests.by_hand import BUDGET, amounts, grid

STACKED = """
一般公共预算支出表|<|<|<|<
单位名称：示例中心|<|<|单位：元|<
科目编码|科目名称|<|合计|基本支出
205|教育支出|<|3,456.12|3,000.00
合计|<|<|3,456.12|3,000.00
一般公共预算“三公”经费支出表|<|<|<|<
单位名称：示例中心|<|<|<|<
项目|<|2023年预算数|2024年预算数|比上年增减%
公务接待费|<|6,000|5,000|-16.67
合计|<|6,000|5,000|-16.67
"""


def test_tables_in_one_ruling_are_read_each_by_its_own_header() -> None:
    first, second = apart((grid(STACKED, ("附件",), ("注：完",)),))
    assert [(part.grid_no, part.row_count) for part in (first, second)] == [(1, 5), (2, 5)]
    assert [len(part.lines_above) for part in (first, second)] == [1, 0]
    assert [len(part.lines_below) for part in (first, second)] == [0, 1]
    spent, public = recognise((first, second), BUDGET)
    assert isinstance(spent, Statement)
    assert isinstance(public, Statement)
    assert (spent.kind, public.kind) == ("general_expenditure", "three_public")
    assert [(one.label, one.measure, one.text) for one in amounts(public)] == [
        ("公务接待费", "prior_budget", "6,000"),
        ("公务接待费", "total", "5,000"),
        ("合计", "prior_budget", "6,000"),
        ("合计", "total", "5,000"),
    ]


def test_sheets_without_merged_titles_are_parted_too() -> None:
    assert len(apart((grid(STACKED.replace("|<|<|<|<", "||||")),))) == 2


def test_a_title_printed_again_begins_no_table() -> None:
    for again in ("一般公共预算支出表", "一般公共预算支出表（续）", "续表"):
        source = grid(STACKED.replace("一般公共预算“三公”经费支出表", again))
        assert apart((source,)) == (source,)


def test_rows_of_one_text_within_a_table_begin_none() -> None:
    for text in ("其他支出", "填报说明：见后表", "绩效指标", "以上各项，见附表"):
        source = grid(STACKED.replace("一般公共预算“三公”经费支出表", text))
        assert apart((source,)) == (source,)


def test_a_title_without_a_table_below_or_above_begins_none() -> None:
    only_words = grid(STACKED.replace("6,000", "无").replace("5,000", "无").replace("-16.67", "无"))
    assert apart((only_words,)) == (only_words,)
    first_words = grid(STACKED.replace("3,456.12", "无").replace("3,000.00", "无").replace("205|", "教育|"))
    assert apart((first_words,)) == (first_words,)


def test_a_cell_over_the_title_keeps_the_rows_together() -> None:
    source = grid("205|教育支出|1.00\n甲|乙|2.00\n^|项目支出表\n^|项目|金额\n^|学校|3.00")
    assert apart((source,)) == (source,)


@given(st.lists(st.sampled_from(STACKED.strip().splitlines()), min_size=1, max_size=25))
def test_every_cell_is_in_one_part(lines: list[str]) -> None:
    source = grid("\n".join(lines))
    parts = apart((source, source))
    assert [part.grid_no for part in parts] == list(range(1, len(parts) + 1))
    assert [cell.text for part in parts for cell in part.cells] == [cell.text for cell in source.cells] * 2
    assert sum(part.row_count for part in parts) == 2 * source.row_count
    assert all(cell.row_no + cell.row_span <= part.row_count for part in parts for cell in part.cells)
