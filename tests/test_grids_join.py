"""Tables over page breaks: joined when they are one, kept apart when they are not, cut rows made whole when evident."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.grids import find_grids
from pipelines.records.pages import Edge, Grid, Page
from tests.drawn import Drawn, cell_at, document_of, page_of, texts, words_at
from tests.work import calls_of

HEAD = ["科目编码", "科目名称", "金额"]
WIDTHS = [80.0, 160.0, 80.0]
PART_1 = [["201", "一般公共服务支出", "50.00"], ["20101", "人大事务", "20.00"], ["20103", "政府办公厅事务", "30.00"]]
PART_2 = [["205", "教育支出", "7.00"], ["20502", "普通教育", "7.00"]]


def part(rows: Sequence[Sequence[str]], number: int, title: str = "", top: float = 100.0, note: str = "") -> Page:
    drawn = Drawn(rows, WIDTHS, top)
    words = [*drawn.words, *words_at(title, 100, 80), *words_at(note, 60, drawn.bottom + 12)]
    return page_of(words, drawn.edges, number)


def test_a_table_that_goes_on_without_its_header_is_one_grid() -> None:
    grids = find_grids(document_of(part([HEAD, *PART_1], 1, "支出表"), part(PART_2, 2, note="注：完")))
    assert [texts(grid) for grid in grids] == [[HEAD, *PART_1, *PART_2]]
    assert (grids[0].first_page, grids[0].last_page, grids[0].repeated_header_rows) == (1, 2, ())
    assert [cell.page for cell in grids[0].cells if cell.column_no == 0] == [1, 1, 1, 1, 2, 2]
    assert [line.text for line in grids[0].lines_below] == ["注：完"]


def test_a_repeated_header_is_kept_and_noted() -> None:
    (grid,) = find_grids(document_of(part([HEAD, *PART_1], 1, "支出表"), part([HEAD, *PART_2], 2)))
    assert texts(grid) == [HEAD, *PART_1, HEAD, *PART_2]
    assert grid.repeated_header_rows == (4,)


def test_a_repeated_title_does_not_part_a_table() -> None:
    (grid,) = find_grids(document_of(part([HEAD, *PART_1], 1, "支出表"), part([HEAD, *PART_2], 2, "支出表")))
    assert grid.repeated_header_rows == (4,)


def test_a_header_alone_and_its_body_on_the_next_page_are_one_grid() -> None:
    (grid,) = find_grids(document_of(part([HEAD], 1, "支出表", top=700), part(PART_1, 2)))
    assert texts(grid) == [HEAD, *PART_1]


def test_another_title_starts_another_grid() -> None:
    grids = find_grids(document_of(part([HEAD, *PART_1], 1, "支出表"), part([HEAD, *PART_2], 2, "基本支出表")))
    assert [texts(grid) for grid in grids] == [[HEAD, *PART_1], [HEAD, *PART_2]]


def test_a_note_under_a_table_ends_it() -> None:
    grids = find_grids(document_of(part([HEAD, *PART_1], 1, "支出表", note="注：完"), part(PART_2, 2)))
    assert len(grids) == 2


def test_another_header_without_a_title_starts_another_grid() -> None:
    grids = find_grids(document_of(part([HEAD, *PART_1], 1, "支出表"), part([["代码", "名称", "合计"], *PART_2], 2)))
    assert len(grids) == 2


def test_other_columns_start_another_grid() -> None:
    drawn = Drawn([["本年", "1.00"]], [200.0, 120.0], 100)
    grids = find_grids(document_of(part([HEAD, *PART_1], 1, "支出表"), page_of(drawn.words, drawn.edges, 2)))
    assert len(grids) == 2


def test_a_total_row_with_merged_cells_on_the_last_page_is_joined() -> None:
    drawn = Drawn([["合计", "57.00"]], [240.0, 80.0], 100)
    (grid,) = find_grids(document_of(part([HEAD, *PART_1], 1, "支出表"), page_of(drawn.words, drawn.edges, 2)))
    assert (cell_at(grid, 4, 0).column_span, cell_at(grid, 4, 2).text) == (2, "57.00")


def test_a_part_moved_by_the_binding_margin_is_joined() -> None:
    moved = Drawn([HEAD, *PART_2], WIDTHS, 100, x=80)
    (grid,) = find_grids(document_of(part([HEAD, *PART_1], 1, "支出表"), page_of(moved.words, moved.edges, 2)))
    assert texts(grid) == [HEAD, *PART_1, HEAD, *PART_2]
    without_header = Drawn(PART_2, WIDTHS, 100, x=80)
    (grid,) = find_grids(document_of(part([HEAD, *PART_1], 1), page_of(without_header.words, without_header.edges, 2)))
    assert texts(grid) == [HEAD, *PART_1, *PART_2]


def test_the_row_of_column_numbers_belongs_to_the_repeated_header() -> None:
    head = [HEAD, ["栏次", "1", "2"]]
    (grid,) = find_grids(document_of(part([*head, *PART_1], 1, "支出表"), part([*head, *PART_2], 2)))
    assert grid.repeated_header_rows == (5, 6)


def test_amounts_that_happen_to_be_the_same_are_no_header() -> None:
    total = ["", "合计", "7.00"]
    (grid,) = find_grids(document_of(part([HEAD, total, *PART_1], 1, "支出表"), part([HEAD, total, *PART_2], 2)))
    assert grid.repeated_header_rows == (5,)


def test_a_note_on_every_page_of_a_table_does_not_part_it() -> None:
    first = part([HEAD, *PART_1], 1, "支出表", note="注：单位万元")
    (grid,) = find_grids(document_of(first, part([HEAD, *PART_2], 2, note="注：单位万元")))
    assert (grid.last_page, [line.text for line in grid.lines_below]) == (2, ["注：单位万元"])


def test_work_grows_with_the_pages_of_a_table() -> None:
    """Four times the pages take about four times the work; sixteen times if each page were compared with each."""

    def calls_for(pages: int) -> int:
        rows = [["20101", f"第{number}项支出", "1.00"] for number in range(30)]
        document = document_of(
            part([HEAD, *rows], 1, "支出表"), *(part(rows, number) for number in range(2, pages + 1))
        )
        (grid,), calls = calls_of(lambda: find_grids(document))
        assert (grid.last_page, grid.row_count) == (pages, 30 * pages + 1)
        return calls

    assert calls_for(48) < 5 * calls_for(12)


def test_page_numbers_and_running_headers_stand_between_nothing() -> None:
    pages = []
    for number, rows in enumerate(([HEAD, *PART_1], PART_2, PART_1), 1):
        drawn = Drawn(rows, WIDTHS, 100)
        running = [*words_at(f"某市部门预算 第{number}页", 60, 30), *words_at(f"{number}", 300, 780)]
        pages.append(page_of([*drawn.words, *running], drawn.edges, number))
    (grid,) = find_grids(document_of(*pages))
    assert (grid.last_page, grid.row_count) == (3, 9)


def test_the_same_form_filled_in_twice_is_two_grids() -> None:
    def form(name: str, number: int) -> Page:
        drawn = Drawn(
            [["绩效目标表", ""], ["项目名称", name], ["主管部门", "甲局"], ["开始日期", "2023"], ["目标", "好"]],
            [100, 200],
            100,
        )
        return page_of(drawn.words, drawn.edges, number)

    assert len(find_grids(document_of(form("甲项目", 1), form("乙项目", 2)))) == 2


def test_a_table_on_one_page_break_row_without_top_rule_keeps_its_first_row() -> None:
    drawn = Drawn(PART_2, WIDTHS, 100)
    edges = [edge for edge in drawn.edges if not (edge.top == edge.bottom == 100)]
    second = page_of(drawn.words, edges, 2)
    (grid,) = find_grids(document_of(part([HEAD, *PART_1], 1, "支出表"), second))
    assert texts(grid) == [HEAD, *PART_1, *PART_2]


# --- rows cut by a page end -------------------------------------------------------------------------------------------


def cut(upper: Sequence[str], lower: Sequence[str], body: Sequence[Sequence[str]] | None = None) -> Grid:
    rows = [HEAD, *(body or [*PART_1, ["20104", "发展改革事务", "1.00"]])]
    (grid,) = find_grids(document_of(part([*rows, upper], 1, "支出表"), part([lower, *PART_2], 2)))
    return grid


def test_a_row_whose_rest_lacks_code_and_amount_is_made_whole() -> None:
    grid = cut(["20105", "信息网络及软件购置更新和运行维护", "2.00"], ["", "支出", ""])
    assert texts(grid)[5:7] == [["20105", "信息网络及软件购置更新和运行维护\n支出", "2.00"], PART_2[0]]
    assert grid.row_count == 8


def test_a_row_whose_amounts_are_printed_on_the_second_page_is_placed_there() -> None:
    grid = cut(["", "信息网络及软件购置更新和运行维护", ""], ["20105", "支出", "2.00"])
    row = [cell for cell in grid.cells if cell.row_no == 5]
    assert [(cell.text, cell.page) for cell in row] == [
        ("20105", 2),
        ("信息网络及软件购置更新和运行维护\n支出", 1),
        ("2.00", 2),
    ]


def test_a_label_that_had_room_left_is_not_continued() -> None:
    grid = cut(["20105", "短名", "2.00"], ["", "支出", ""])
    assert texts(grid)[5:7] == [["20105", "短名", "2.00"], ["", "支出", ""]]


def test_an_amount_of_which_the_last_decimal_stands_on_the_next_page_is_made_whole() -> None:
    grid = cut(["20105", "信息网络及软件购置更新和运行维护", "2,104,300,000.5"], ["", "支出", "8"])
    assert texts(grid)[5:7] == [["20105", "信息网络及软件购置更新和运行维护\n支出", "2,104,300,000.5\n8"], PART_2[0]]


def test_an_amount_below_one_that_is_whole_or_has_room_left_is_another() -> None:
    for upper, lower in (("22,104,300,000.50", "8"), ("20.5", "8"), ("2,104,300,000.5", "81.00")):
        grid = cut(["20105", "统计", upper], ["", "", lower])
        assert texts(grid)[5:7] == [["20105", "统计", upper], ["", "", lower]]


def test_a_label_row_with_its_own_ordinal_stays_a_row() -> None:
    body = [[f"{mark}、支出", "说明", "1.00"] for mark in "一二三四五"] + [["六、支出", "", ""]] * 3
    grid = cut(["七、社会保障", "", "2.00"], ["八、教育支出", "", ""], body)
    assert ["八、教育支出", "", ""] in texts(grid)


def test_a_label_without_the_ordinal_of_its_column_continues() -> None:
    body = [[f"{mark}、支出", "说明", "1.00"] for mark in "一二三四五"] + [["六、支出", "", ""]] * 3
    grid = cut(["八、社会保障和就", "", "2.00"], ["业支出", "", ""], body)
    assert ["八、社会保障和就\n业支出", "", "2.00"] in texts(grid)


def headed_over_a_break(leaves: Sequence[str], rest: Sequence[str]) -> list[list[str]]:
    """A header of two levels that ends its page, with what begins the next page below it."""
    widths = [60.0] * 5
    head, low = Drawn([["类款", "名称", "本年", "", ""]], widths, 100), Drawn([["", "", *leaves]], widths, 120)
    body = Drawn([["", "", *rest], ["201", "外交", "3.00", "2.00", "1.00"]], widths, 100)
    merged = [edge for edge in (*head.edges, *low.edges) if not _is_within(edge)]
    first = page_of([*head.words, *low.words, *words_at("收入表", 100, 80)], merged, 1)
    (grid,) = find_grids(document_of(first, page_of(body.words, body.edges, 2)))
    return texts(grid)


def _is_within(edge: Edge) -> bool:
    """The borders inside merged cells: of the first two columns over both rows, of the group over three columns."""
    is_between_rows = edge.top == edge.bottom == 120.0 and edge.x1 <= 170.0
    return is_between_rows or (edge.x0 == edge.x1 and edge.x0 in (230.0, 290.0) and edge.bottom == 120.0)


def test_headers_of_which_the_ends_stand_on_the_next_page_are_made_whole() -> None:
    rows = headed_over_a_break(["一般公共预", "政府性基金", "财政专户管"], ["算", "预算", "理资金"])
    assert rows[0] == ["类款", "名称", "本年"]
    assert rows[1:] == [
        ["一般公共预\n算", "政府性基金\n预算", "财政专户管\n理资金"],
        ["201", "外交", "3.00", "2.00", "1.00"],
    ]


def test_headers_with_room_left_are_not_continued() -> None:
    rows = headed_over_a_break(["一般公共预", "政府性基金", "专户"], ["算", "预算", "理资金"])
    assert rows[2] == ["", "", "算", "预算", "理资金"]
