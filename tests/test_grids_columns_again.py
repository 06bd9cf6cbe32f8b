"""Sheets too wide for a page: labels on one page and amounts on the next, first columns printed again on every page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from pipelines.documents.lines import build_lines
from pipelines.grids import find_grids
from pipelines.records.pages import Box, Edge, Page, Word
from tests.drawn import HEIGHT, WIDTH, Drawn, border, cell_at, document_of, page_of, texts, words_at

Rows = list[list[str]]
Over = Sequence[tuple[str, float, float]]
UNITS = ["合计", "示例局", "示例中心"]


def page(number: int, rows: Rows, widths: Sequence[float], over: Over = (), top: float = 100.0) -> Page:
    """A page with a table from the left margin, ``over``: lines with x and y."""
    drawn = Drawn(rows, widths, top)
    words = [word for text, x, y in over for word in words_at(text, x, y)]
    return page_of([*words, *drawn.words], drawn.edges, number=number)


def read(*pages: Page) -> list[Rows]:
    return [texts(found) for found in find_grids(document_of(*pages))]


def beside(left: Rows, right: Rows) -> Rows:
    return [[*one, *other] for one, other in zip(left, right, strict=True)]


LABELS = [["单位", "采购项目"], ["示例局", "办公电脑"], ["示例局", "物业服务"], ["合计", ""]]
AMOUNTS = [["采购品目", "金额"], ["台式计算机", "5.00"], ["物业管理", "20.00"], ["", "25.00"]]


def test_labels_that_fill_a_page_go_with_the_amounts_of_the_next() -> None:
    left = page(1, LABELS, [250, 200], [("编制单位：示例局", 50, 80)])
    right = page(2, AMOUNTS, [120, 80], [("示例局年度预算", 60, 50), ("政府采购表", 90, 65)])
    assert read(left, right) == [beside(LABELS, AMOUNTS)]


def test_labels_beside_which_there_was_room_are_a_table_of_their_own() -> None:
    left = page(1, LABELS, [100, 100], [("编制单位：示例局", 50, 80)])
    assert read(left, page(2, AMOUNTS, [120, 80], [("政府采购表", 90, 65)])) == [LABELS, AMOUNTS]


def test_labels_under_a_title_of_their_own_are_a_table_of_their_own() -> None:
    left = page(1, LABELS, [250, 200], [("单位构成情况", 200, 65)])
    assert read(left, page(2, AMOUNTS, [120, 80], [("政府采购表", 90, 65)])) == [LABELS, AMOUNTS]


def test_a_label_may_span_the_rows_of_several_amounts() -> None:
    lower = [*border(50, 140, 500, 180), Edge(50, 100, 500, 100)]
    words = [*words_at("项目", 60, 110), *words_at("教育专项资金", 60, 130), *words_at("农林水专项资金", 60, 160)]
    left = page_of(words, [*border(50, 100, 500, 120), *border(50, 120, 500, 140), *lower])
    right = page(2, [["地区", "预算数"], ["甲县", "4.00"], ["乙县", "6.00"], ["甲县", "7.00"]], [80, 80])
    (found,) = find_grids(document_of(left, right))
    assert cell_at(found, 2, 0).row_span == 2
    assert texts(found)[3] == ["甲县", "7.00"]


def strip(number: int, header: str, amounts: list[str], over: Over = ()) -> Page:
    rows = [["单位", "总计", header], *zip(UNITS, ["90.00", "60.00", "30.00"], amounts, strict=True)]
    return page(number, [list(row) for row in rows], [120, 80, 80], over)


FIRST = ["50.00", "40.00", "10.00"]
SECOND = ["40.00", "20.00", "20.00"]
WHOLE = [
    ["单位", "总计", "基本支出", "项目支出"],
    *map(list, zip(UNITS, ["90.00", "60.00", "30.00"], FIRST, SECOND, strict=True)),
]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((), (("示例局年度预算", 60, 50), ("部门支出总表", 90, 65))),
        ((("部门支出总表", 150, 65),), (("部门支出总表", 90, 65), ("单位：万元", 200, 85))),
        ((("部门支出总表", 150, 65),), (("支出总表", 50, 65),)),
        ((), ()),
    ],
    ids=["title on the second page", "title again and unit", "title cut off at its beginning", "no title"],
)
def test_first_columns_printed_again_are_there_once(first: Over, second: Over) -> None:
    assert read(strip(1, "基本支出", FIRST, first), strip(2, "项目支出", SECOND, second)) == [WHOLE]


def test_first_columns_are_those_of_all_pages_before() -> None:
    """The first page has room for one of the two columns that are printed again on all others."""
    alone = page(1, [[row[0]] for row in WHOLE], [120])
    third = strip(3, "备注", ["甲", "乙", "丙"])
    pages = (strip(2, "基本支出", FIRST), third)
    (found,) = read(alone, *pages)
    assert found == [
        ["单位", "总计", "基本支出", "备注"],
        *([*row[:3], note] for row, note in zip(WHOLE[1:], "甲乙丙", strict=True)),
    ]


def test_another_title_over_the_same_first_columns_is_another_table() -> None:
    first = strip(1, "基本支出", FIRST, [("部门收入总表", 150, 65)])
    assert len(read(first, strip(2, "项目支出", SECOND, [("部门支出总表", 90, 65)]))) == 2


def test_the_same_form_filled_in_twice_is_two_tables() -> None:
    assert len(read(strip(1, "基本支出", FIRST), strip(2, "基本支出", SECOND))) == 2


def test_more_columns_of_the_same_rows_are_not_more_rows() -> None:
    """With headers repeated on both pages a table could as well go on below."""
    codes = ["合计", "201", "20103", "2010301", "2010302"]

    def half(number: int, header: str, amounts: str) -> Page:
        return page(
            number,
            [["科目编码", header], *([code, f"{n}.00"] for code, n in zip(codes, amounts, strict=True))],
            [120, 80],
        )

    (found,) = read(half(1, "基本支出", "96321"), half(2, "项目支出", "54311"))
    assert found[0] == ["科目编码", "基本支出", "项目支出"]
    assert found[1] == ["合计", "9.00", "5.00"]


def test_a_row_of_which_only_the_upper_side_is_drawn_belongs_to_the_table() -> None:
    """The header over all columns goes on over both sides of the page in the middle."""
    left_rows = [["收入", "支出"], ["项目", "科目"], ["拨款", "教育"], ["合计", "合计"]]
    drawn = Drawn(left_rows, [250, 200], 100.0)
    left = page_of(drawn.words, [edge for edge in drawn.edges if not (edge.x0 == edge.x1 == 500 and edge.top == 100)])
    body = Drawn([["合计", "公共预算"], ["7.00", "6.00"], ["7.00", "6.00"]], [80, 80], 120.0)
    over = words_at("情况表", 200, 60)
    right = page_of([*over, *body.words], [Edge(50, 100, 210, 100), *body.edges], number=2)
    (found,) = read(left, right)
    assert found[1:3] == [["项目", "科目", "合计", "公共预算"], ["拨款", "教育", "7.00", "6.00"]]
    assert found[0] == ["收入", "支出"]


def test_a_line_at_the_right_and_one_at_the_left_of_the_next_table_are_no_line_that_was_cut() -> None:
    first = page(1, AMOUNTS, [120, 80], [("采购情况表", 100, 60), ("单位：万元", 200, 80)])
    second = page(2, LABELS, [120, 80], [("单位情况表", 120, 60), ("编制单位：示例局", 50, 80)])
    assert read(first, second) == [AMOUNTS, LABELS]


def seen(text: str, x: float, y: float, window: Box) -> list[Word]:
    return [word._replace(window=window) for word in words_at(text, x, y)]


AGAIN, OWN = Box(50, 40, 130, 200), Box(130, 40, 210, 200)


def test_a_header_beside_its_window_and_the_header_printed_again_are_two_cells() -> None:
    """Between the columns printed again and those of the page no wall is drawn where both headers go on."""
    drawn = Drawn([["", ""], ["编码", "金额"], ["201", "5.00"], ["202", "6.00"]], [80, 80], 100.0)
    edges = [edge for edge in drawn.edges if not (edge.x0 == edge.x1 == 130 and edge.top == 100)]
    words = [*seen("项目", 120, 110, AGAIN), *seen("本年拨款", 60, 110, OWN), *drawn.words]
    assert read(page_of(words, edges))[0][:2] == [["项目", "本年拨款"], ["编码", "金额"]]


def test_a_title_printed_for_two_windows_over_each_other_is_one_line() -> None:
    words = [*seen("部门支出预算总表", 90, 60, AGAIN), *seen("部门支出预算总表", 107, 60, OWN)]
    assert [line.text for line in build_lines(words)] == ["部门支出预算总表"]


def test_a_title_printed_for_two_windows_beside_each_other_is_one_line() -> None:
    words = [*seen("附表一", 80, 60, AGAIN), *seen("附表一", 180, 60, OWN)]
    assert [line.text for line in build_lines(words)] == ["附表一"]


def test_two_texts_over_each_other_are_two_lines() -> None:
    words = [*seen("部门支出预算", 90, 60, AGAIN), *seen("单位：万元", 107, 60, OWN)]
    assert sorted(line.text for line in build_lines(words)) == ["单位：万元", "部门支出预算"]


def test_cells_beyond_the_side_of_a_page_are_cut_off() -> None:
    drawn = Drawn([["项目", "金额"], ["甲", ""]], [500, 80], 100.0)
    (found,) = find_grids(document_of(page_of(drawn.words, drawn.edges)))
    assert [cell.text for cell in found.cells if cell.is_cut] == ["金额", ""]
    wider = Page(number=1, width=WIDTH + 100, height=HEIGHT, words=tuple(drawn.words), edges=tuple(drawn.edges))
    (found,) = find_grids(document_of(replace(wider, lines=build_lines(drawn.words))))
    assert not any(cell.is_cut for cell in found.cells)


def test_headers_cut_off_in_columns_do_not_part_the_group_over_them() -> None:
    """A text too wide for its cell is shown in a window as high as the sheet: the group above it has no text in it."""
    edges = [*border(50, 100, 350, 120), *border(50, 120, 150, 140), *border(150, 120, 250, 140)]
    edges += [*border(250, 120, 350, 140), *border(50, 140, 150, 160), *border(150, 140, 250, 160)]
    edges += border(250, 140, 350, 160)
    cut = [word._replace(window=Box(150.0, 70.0, 250.0, 162.0)) for word in words_at("公务用车购置费支出", 155, 130)]
    words = [*words_at("预算数", 185, 110), *words_at("小计", 90, 130), *cut, *words_at("接待费", 280, 130)]
    words += [*words_at("6.00", 120, 150), *words_at("4.00", 220, 150), *words_at("2.00", 320, 150)]
    (found,) = find_grids(document_of(page_of(words, edges)))
    group = cell_at(found, 0, 0)
    assert (group.text, group.column_span) == ("预算数", 3)
    assert [cell_at(found, 2, column).text for column in range(3)] == ["6.00", "4.00", "2.00"]
