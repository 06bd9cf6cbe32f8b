"""Tables printed half on one page and half on the next, and tables side by side: whose columns and whose lines they are."""

from __future__ import annotations

import pytest

from pipelines.grids import find_grids
from tests.drawn import Drawn, document_of, page_of, texts, words_at

LEFT = [["科目编码", "科目名称", "合计"], ["201", "甲", "30.00"], ["208", "乙", "12.00"], ["合计", "", "42.00"]]
RIGHT = [["基本支出", "项目支出"], ["10.00", "20.00"], ["12.00", ""], ["22.00", "20.00"]]
OTHER = [["科目编码", "金额"], ["201", "30.00"], ["208", "12.00"], ["合计", "42.00"]]


def pages(
    left: list[list[str]], right: list[list[str]], over: tuple[str, ...] = (), top: float = 100.0
) -> list[list[list[str]]]:
    """The grids of two pages with a table each, ``over`` standing above the second."""
    first, second = Drawn(left, [80.0] * len(left[0]), 100.0), Drawn(right, [90.0] * len(right[0]), top)
    title = words_at("支出总表", 200, 60)
    lines = [word for number, text in enumerate(over) for word in words_at(text, 60, 50 + 15 * number)]
    document = document_of(
        page_of([*title, *first.words], first.edges), page_of([*lines, *second.words], second.edges, number=2)
    )
    return [texts(grid) for grid in find_grids(document)]


def test_columns_without_labels_stand_beside_the_rows_of_the_page_before() -> None:
    assert pages(LEFT, RIGHT) == [[[*left, *right] for left, right in zip(LEFT, RIGHT, strict=True)]]


def test_the_unit_over_the_second_half_stands_over_the_table() -> None:
    first, second = Drawn(LEFT, [80.0] * 3, 100.0), Drawn(RIGHT, [90.0] * 2, 100.0)
    unit = words_at("单位：万元", 60, 60)
    found = find_grids(
        document_of(page_of(first.words, first.edges), page_of([*unit, *second.words], second.edges, number=2))
    )
    assert [line.text for line in found[0].lines_above] == ["单位：万元"]
    assert (found[0].first_page, found[0].last_page) == (1, 2)
    assert {cell.page for cell in found[0].cells if cell.column_no > 2} == {2}


def test_labels_printed_again_go_with_their_half() -> None:
    again = [[left[0], *right] for left, right in zip(LEFT, RIGHT, strict=True)]
    assert len(pages(LEFT, again)) == 1


@pytest.mark.parametrize(
    ("right", "over", "top"),
    [
        (OTHER, ("收入总表",), 100.0),
        ([["科目编码", "甲"], ["301", "1.00"], ["302", "2.00"], ["合计", "3.00"]], (), 100.0),
        (RIGHT, (), 103.0),
        (RIGHT, ("一", "二", "三"), 100.0),
        (RIGHT[:3], (), 100.0),
        ([["一", "二"], ["", ""], ["", ""], ["", ""]], (), 100.0),
    ],
    ids=["same rows under a title", "other rows", "other heights", "text between", "fewer rows", "no number"],
)
def test_what_is_a_table_of_its_own_stays_one(right: list[list[str]], over: tuple[str, ...], top: float) -> None:
    assert pages(LEFT, right, over, top) == [LEFT, right]


def test_a_line_over_two_tables_side_by_side_is_cut_between_them() -> None:
    first, second = Drawn(OTHER, [80.0] * 2, 100.0, x=50), Drawn(OTHER, [80.0] * 2, 100.0, x=300)
    words = [*words_at("基金支出表", 60, 60), *words_at("资本支出表", 320, 60), *words_at("单位：万元", 330, 80)]
    found = find_grids(document_of(page_of([*words, *first.words, *second.words], [*first.edges, *second.edges])))
    above = [[line.text for line in grid.lines_above] for grid in found]
    assert above == [["基金支出表"], ["资本支出表", "单位：万元"]]


def test_a_title_over_both_tables_stays_whole() -> None:
    first, second = Drawn(OTHER, [80.0] * 2, 100.0, x=50), Drawn(OTHER, [80.0] * 2, 100.0, x=220)
    title = words_at("二〇二四年支出总表", 165, 60)
    found = find_grids(document_of(page_of([*title, *first.words, *second.words], [*first.edges, *second.edges])))
    assert [[line.text for line in grid.lines_above] for grid in found] == [["二〇二四年支出总表"]] * 2
