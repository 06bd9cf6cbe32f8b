"""Tables whose columns the side of a page cut: what shows the cut, what it parted is one again, what is whole stays so."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.grids import find_grids
from pipelines.records.pages import Edge, Grid, Page, Word
from tests.drawn import Drawn, document_of, page_of, texts, words_at

WIDE = 80.0
TOP = 100.0
LABELS = ["201", "208", "221", "224"]
Rows = list[list[str]]


def page(
    number: int, rows: Rows, over: Sequence[tuple[str, float, float]] = (), open_rows: int = 0, at_left: bool = False
) -> Page:
    """A page with one table from the left margin; ``over``: lines with x and y; the first ``open_rows`` have no right (left)
    side, and the cell at that side goes on there."""
    drawn = Drawn(rows, [WIDE] * len(rows[0]), TOP)
    side = 50.0 if at_left else 50.0 + WIDE * len(rows[0])
    edges = [
        edge
        for edge in drawn.edges
        if not (edge.x0 == edge.x1 == side and edge.bottom <= TOP + 20.0 * open_rows and isinstance(edge, Edge))
    ]
    words: list[Word] = [word for text, x, y in over for word in words_at(text, x, y)]
    return page_of([*words, *drawn.words], edges, number=number)


def read(*pages: Page) -> tuple[Grid, ...]:
    return find_grids(document_of(*pages))


LEFT = [["科目编码", "2024"], ["", "合计"], *[[code, f"{n}0.00"] for n, code in enumerate(LABELS, 1)]]
RIGHT = [["2024年预算数", "备注"], ["基本支出", ""], *[[f"{n}.50", "甲"] for n in range(1, 5)]]


def test_a_cell_cut_by_the_side_of_a_page_is_one_again() -> None:
    (found,) = read(page(1, LEFT, open_rows=1), page(2, RIGHT, open_rows=1, at_left=True))
    assert texts(found)[:3] == [
        ["科目编码", "2024年预算数", "备注"],
        ["", "合计", "基本支出", ""],
        ["201", "10.00", "1.50", "甲"],
    ]
    cell = next(cell for cell in found.cells if cell.text == "2024年预算数")
    assert (cell.column_no, cell.column_span) == (1, 2)


def test_tables_of_the_same_rows_with_all_sides_drawn_stay_two() -> None:
    assert [texts(found) for found in read(page(1, LEFT), page(2, RIGHT))] == [LEFT, RIGHT]


def test_sides_open_at_other_heights_are_no_cut() -> None:
    found = read(page(1, LEFT, open_rows=1), page(2, RIGHT))
    assert len(found) == 2


def test_a_title_cut_by_the_side_of_a_page_is_one_again() -> None:
    left = page(1, LEFT, [("某某年度部门支", 50.0 + 2 * WIDE - 71, 60)])
    right = page(2, RIGHT, [("支出总表", 50.0, 60)])
    (found,) = read(left, right)
    assert [line.text for line in found.lines_above] == ["某某年度部门支出总表"]


def test_a_line_from_side_to_side_is_no_title_that_was_cut() -> None:
    line = [("编制部门：某局", 50.0, 80), ("单位：万元", 50.0 + 2 * WIDE - 50, 80)]
    found = read(page(1, LEFT, [("收入总表", 110, 60), *line]), page(2, RIGHT, [("支出总表", 110, 60), *line]))
    assert len(found) == 2


def test_a_single_column_goes_with_the_rows_of_the_next_page() -> None:
    codes = [["科目编码"], *[[code] for code in LABELS]]
    rest = [["科目名称", "合计"], *[[f"甲{n}", f"{n}.00"] for n in range(1, 5)]]
    (found,) = read(page(1, codes), page(2, rest, [("支出总表", 90, 60), ("单位：万元", 160, 80)]))
    assert texts(found)[1] == ["201", "甲1", "1.00"]
    assert [line.text for line in found.lines_above] == ["支出总表", "单位：万元"]


def again(amounts: str) -> Rows:
    return [["科目名称", amounts], *[[f"甲{code}", f"{n}0.00"] for n, code in enumerate(LABELS, 1)]]


def test_columns_repeated_on_every_page_are_taken_once_over_three_pages() -> None:
    over = [("部门支出总表", 60, 60)]
    (found,) = read(*(page(n, again(text), over) for n, text in enumerate(("合计", "基本支出", "项目支出"), 1)))
    assert texts(found)[:2] == [["科目名称", "合计", "基本支出", "项目支出"], ["甲201", "10.00", "10.00", "10.00"]]
    assert [cell.page for cell in found.cells if cell.row_no == 1] == [1, 1, 2, 3]


def test_the_same_labels_under_another_title_are_another_table() -> None:
    found = read(page(1, again("合计"), [("部门收入总表", 60, 60)]), page(2, again("合计"), [("部门支出总表", 60, 60)]))
    assert [texts(one) for one in found] == [again("合计")] * 2
