"""Headers put back from words in rows: the only tree that fits, never another than the printed one, in a fixed number of steps."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.statements import header_tree
from pipelines.statements.header_tree import columns_of
from tests.flat.page import Page, read_page

VEHICLE = "公务用车购置及运行费"
ITEMS = ("合计", "因公出国（境）费", VEHICLE, "公务接待费")
INNER = ("小计", "公务用车购置费", "公务用车运行费")


def paths(rows: Sequence[Sequence[str]]) -> list[str] | None:
    found = columns_of(rows)
    return None if found is None else ["/".join(column.path) + f"={column.number or ''}" for column in found]


def test_pairs_under_every_item_and_a_number_of_a_column_beside() -> None:
    rows = [["“三公”经费", "机关运行经费决算数"], ITEMS, INNER, [*["预算数", "决算数"] * 6, "32.50"]]
    found = paths(rows)
    assert found is not None and len(found) == 13
    assert found[6] == f"“三公”经费/{VEHICLE}/公务用车购置费/预算数="
    assert found[-1] == "机关运行经费决算数=32.50"


@pytest.mark.parametrize(
    ("rows", "leaves"),
    [
        ([["预算数", "决算数"], [*ITEMS, *ITEMS], [*INNER, *INNER]], 12),
        ([ITEMS, INNER], 6),
        ([["科目编码", "科目名称", "2024年预算数"], ["合计", "基本支出", "项目支出"]], 5),
        ([["收入", "支出"], ["项目", "预算数", "项目", "预算数"]], 4),
        ([["项目", "本年支出合计", "基本支出"], ["科目编码", "科目名称"], ["类", "款", "项"]], 6),
    ],
)
def test_official_headers_have_one_tree(rows: list[list[str]], leaves: int) -> None:
    found = columns_of(rows)
    assert found is not None and len(found) == leaves


@pytest.mark.parametrize(
    "rows",
    [
        [["2022年预算数", "2023年预算数"], ["小计", "基本支出", "项目支出"]],
        [["科目编码", "科目名称", "2022年预算数", "2023年预算数"], ["小计", "基本支出", "项目支出"]],
        [["合计", "因公出国（境）费"], ["公务用车购置费", "公务用车运行费"]],
        [["合计", "不是表头的文字"], ["预算数", "决算数"]],
        [["合计"]],
    ],
)
def test_a_header_that_fits_in_several_ways_or_in_none_is_left(rows: list[list[str]]) -> None:
    assert columns_of(rows) is None


WORDS = (
    *ITEMS,
    *INNER,
    "预算数",
    "决算数",
    "2023年",
    "基本支出",
    "项目支出",
    "科目编码",
    "科目名称",
    "项目",
    "收入",
    "支出",
    "7.00",
)


@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=14), min_size=2, max_size=6))
@settings(max_examples=40, deadline=None)
def test_the_search_ends_after_a_fixed_number_of_steps(rows: list[list[str]]) -> None:
    search = header_tree._Search(rows)
    for _ in search.under(tuple(header_tree.Column((word,)) for word in rows[0]), 1):
        pass
    assert search.steps <= header_tree._MOST_STEPS + len(rows) * 16


@st.composite
def printed_rows(draw: st.DrawFn) -> tuple[list[str], list[str]]:
    """A budget and an account of 三公 that add up, in cents; blank where zero: cells in order and what they are."""
    cells: dict[str, list[int]] = {}
    for measure in ("budget", "final"):
        parts = [draw(st.sampled_from((0, 0, 120, 530, 1400))) for _ in range(4)]
        abroad, bought, run, reception = parts
        values = [abroad + bought + run + reception, abroad, bought + run, bought, run, reception]
        cells[measure] = values
    names = ("total", "abroad", "vehicle", "vehicle_purchase", "vehicle_operation", "reception")
    texts, truth = [], []
    for number, name in enumerate(names):
        for measure in ("budget", "final"):
            value = cells[measure][number]
            if value:
                texts.append(f"{value / 100:.2f}")
                truth.append(f"{name}|{measure}|{value / 100:.2f}")
    return texts, truth


@given(printed_rows())
@settings(max_examples=25, deadline=None)
def test_no_amount_of_a_row_that_adds_up_is_placed_in_a_wrong_column(printed: tuple[list[str], list[str]]) -> None:
    texts, truth = printed
    header = f"合计 | 因公出国（境）费 | {VEHICLE} | 公务接待费 | ||||||||\n小计 | 公务用车购置费 | 公务用车运行费 | |||||||||\n"
    table = "2020年度“三公”经费支出决算表\n单位：万元\n" + header + "预算数 | 决算数 | " * 6 + "\n" + " | ".join(texts)
    outcome = read_page(Page("", table + " |\n", "\n".join(truth), ""))
    assert not outcome.wrong
    assert not outcome.unseen
