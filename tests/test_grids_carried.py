"""Pages without a heading of their own: read by that of the page before where the columns agree, else not so."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from math import radians

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipelines.documents.lines import build_lines
from pipelines.grids import find_grids
from pipelines.grids.straighten import Turn
from pipelines.records.pages import Document, Edge, Grid, Page, Word
from tests.drawn import document_of, page_of, words_at
from tests.test_grids_headed import LEFT, STEP, TOP, Drawing, drawings, placed

ROWS = (
    ("201", "教育支出", "1,234.50", "34.50"),
    ("205", "科学支出", "56.00", "6.00"),
    ("208", "其他支出", "7.00", "7.00"),
    ("210", "卫生支出", "812.00", "7.00"),
    ("212", "城乡支出", "9,007.00", ""),
)
WIDTHS = (60.0, 110.0, 70.0, 70.0)
PLAIN = Drawing(WIDTHS, "right", (), ROWS, "rows")


def pages_of(drawing: Drawing, count: int, again: bool = False, shift: float = 0.0) -> list[Page]:
    """A drawing with at most ``count`` rows on a page; further pages lie ``shift`` points to the right."""
    pages = []
    for number, start in enumerate(range(0, len(drawing.rows), count)):
        part = replace(drawing, rows=drawing.rows[start : start + count])
        head = 0.0 if not start or again else STEP * (2 if drawing.groups else 1)
        words = [word for word in part.words() if word.top > TOP + head]
        edges = [edge for edge in part.across() if edge.top >= TOP + head]
        move = shift if start else 0.0
        pages.append(page_of([_moved(word, move) for word in words], [_edge(edge, move) for edge in edges], number + 1))
    return pages


def _moved(word: Word, shift: float) -> Word:
    return word._replace(x0=word.x0 + shift, x1=word.x1 + shift)


def _edge(edge: Edge, shift: float) -> Edge:
    return edge._replace(x0=edge.x0 + shift, x1=edge.x1 + shift)


def grids_of(pages: list[Page]) -> tuple[Grid, ...]:
    document: Document = document_of(*pages)
    return find_grids(document)


def body_of(grid: Grid, levels: int) -> list[tuple[str, ...]]:
    """The rows of a grid below its heading, those of a heading printed again left out."""
    texts = placed(grid)
    rows = [row for row in range(levels, grid.row_count) if row not in grid.repeated_header_rows]
    return [tuple(texts.get((row, column), "") for column in range(grid.column_count)) for row in rows]


DASH = Drawing((60.0, 110.0, 48.0, 48.0, 48.0, 56.0, 48.0), "right", (), (
    ("201", "一般公共服务支出", "", "", "", "", "0.00"),
    ("202", "一般公共服务支出", "", "", "", "-", "10,000.00"),
), "none")  # fmt: skip
"""A dash for none so near to the number right of it that it looks like its sign."""


@settings(max_examples=120, deadline=None)
@given(drawings(), st.integers(2, 4), st.booleans())
@example(DASH, 2, False)
def test_what_goes_on_over_pages_is_read_as_printed(drawing: Drawing, count: int, again: bool) -> None:
    levels = 2 if drawing.groups else 1
    for grid in grids_of(pages_of(drawing, count, again)):
        if grid.finder == "headed":
            start = (grid.first_page - 1) * count
            end = grid.last_page * count
            assert body_of(grid, levels) == list(drawing.rows[start:end])


def test_a_table_goes_on_without_its_heading() -> None:
    for rulings in ("rows", "three", "none"):
        (grid,) = grids_of(pages_of(replace(PLAIN, rulings=rulings), 2))
        assert (grid.finder, grid.first_page, grid.last_page) == ("headed", 1, 3)
        assert body_of(grid, 1) == list(ROWS)


def test_a_heading_printed_again_is_one_heading() -> None:
    for rulings in ("rows", "three", "none"):
        (grid,) = grids_of(pages_of(replace(PLAIN, rulings=rulings), 2, again=True))
        assert (grid.finder, grid.last_page) == ("headed", 3)
        assert grid.repeated_header_rows == (3, 6)
        assert body_of(grid, 1) == list(ROWS)


def test_a_last_page_of_a_single_row_is_read() -> None:
    (grid,) = grids_of(pages_of(replace(PLAIN, rulings="none"), 4))
    assert body_of(grid, 1) == list(ROWS)
    assert {cell.page for cell in grid.cells if cell.text == "212"} == {2}


@pytest.mark.parametrize("shift", [-20.0, -14.0, -2.0, 2.0, 10.0, 14.0, 20.0])
@pytest.mark.parametrize("again", [False, True])
def test_a_page_with_the_other_margin_of_a_book_is_read(shift: float, again: bool) -> None:
    for rulings in ("rows", "three", "none"):
        pages = pages_of(replace(PLAIN, rulings=rulings), 3, again=again, shift=shift)
        (grid,) = grids_of(pages)
        assert (grid.finder, grid.last_page) == ("headed", 2)
        assert body_of(grid, 1) == list(ROWS)
        (amount,) = [cell for cell in grid.cells if cell.text == "9,007.00"]
        printed = [word for word in pages[1].words if word.text == "9"]
        assert amount.box is not None
        assert any(amount.box.x0 <= word.x0 and word.x1 <= amount.box.x1 for word in printed)


@pytest.mark.parametrize("degrees", [-1.0, -0.5, 0.5, 1.0])
@pytest.mark.parametrize("rulings", ["rows", "three", "none"])
def test_pages_that_lean_each_its_own_way_go_on(degrees: float, rulings: str) -> None:
    pages = pages_of(replace(PLAIN, rulings=rulings), 2)
    leaning = [
        replace(turned, lines=build_lines(turned.words))
        for page, sign in zip(pages, (1, -1, 1), strict=True)
        for turned in [Turn(page, sign * radians(degrees)).page(page)]
    ]
    (grid,) = grids_of(leaning)
    assert (grid.finder, grid.first_page, grid.last_page) == ("headed", 1, 3)
    assert body_of(grid, 1) == list(ROWS)


@settings(max_examples=80, deadline=None)
@given(drawings(), st.integers(2, 4), st.sampled_from([-18.0, -11.0, 12.0, 20.0]), st.booleans())
def test_what_goes_on_at_another_margin_is_read_as_printed(
    drawing: Drawing, count: int, shift: float, again: bool
) -> None:
    levels = 2 if drawing.groups else 1
    for grid in grids_of(pages_of(drawing, count, again, shift)):
        if grid.finder == "headed":
            start = (grid.first_page - 1) * count
            assert body_of(grid, levels) == list(drawing.rows[start : grid.last_page * count])


def test_columns_at_other_places_are_not_read_by_the_heading() -> None:
    for rulings in ("rows", "none"):
        grids = grids_of(pages_of(replace(PLAIN, rulings=rulings), 3, shift=34.0))
        assert all(grid.last_page == 1 for grid in grids if grid.finder == "headed")


def test_one_column_at_another_place_is_not_read_by_the_heading() -> None:
    for rulings in ("rows", "none"):
        first, second = pages_of(replace(PLAIN, rulings=rulings), 3)
        right = [_moved(word, 14.0) if word.x0 > LEFT + 235 else word for word in second.words]
        grids = grids_of([first, page_of(right, second.edges, 2)])
        assert all(grid.last_page == 1 for grid in grids if grid.finder == "headed")


def test_a_single_row_at_another_place_is_still_a_grid() -> None:
    grids = grids_of(pages_of(replace(PLAIN, rulings="none"), 4, shift=34.0))
    assert [(grid.finder, grid.first_page, grid.last_page) for grid in grids] == [("headed", 1, 1), ("columns", 2, 2)]
    assert "9,007.00" in "".join(cell.text for cell in grids[1].cells)
    assert not grids[1].lines_above


def test_text_on_the_next_page_is_no_grid() -> None:
    first = pages_of(replace(PLAIN, rulings="none"), 5)[0]
    text = [
        *words_at("二、收入情况说明", LEFT, TOP),
        *words_at("本年收入1,234.50万元，比上年增加12.00万元。", LEFT, TOP + STEP),
    ]
    (grid,) = grids_of([first, page_of(text, number=2)])
    assert grid.last_page == 1


def test_columns_of_other_widths_are_not_read_by_the_heading() -> None:
    other = replace(PLAIN, widths=(60.0, 110.0, 85.0, 55.0), rulings="none")
    pages = [pages_of(replace(PLAIN, rulings="none"), 3)[0], pages_of(other, 3)[1]]
    assert all(grid.last_page == 1 for grid in grids_of(pages) if grid.finder == "headed")


def test_words_in_a_column_of_numbers_are_not_read_by_the_heading() -> None:
    for text in ("比上年", "合计"):
        rows = (*ROWS[:3], ("210", "卫生支出", text, "7.00"), ROWS[4])
        grids = grids_of(pages_of(replace(PLAIN, rows=rows), 3))
        assert all(grid.last_page == 1 for grid in grids if grid.finder == "headed")


def test_another_table_with_a_heading_of_its_own_is_not_a_further_page() -> None:
    other = replace(PLAIN, rows=(("301", "工资", "1.00", "2.00"), ("302", "商品", "3.00", "4.00")), rulings="none")
    title = words_at("支出表", LEFT + 120, TOP - STEP)
    first = pages_of(replace(PLAIN, rulings="none"), 5)
    grids = grids_of([*first, page_of([*title, *pages_of(other, 5)[0].words], number=2)])
    assert [(grid.first_page, grid.last_page) for grid in grids] == [(1, 1), (2, 2)]


def test_a_line_between_ends_the_table() -> None:
    first, second = pages_of(replace(PLAIN, rulings="none"), 3)
    note = words_at("注：本表不含涉密支出，按规定另行说明", LEFT, TOP + STEP * 6.5)
    grids = grids_of([page_of([*first.words, *note]), second])
    assert all(grid.last_page == 1 for grid in grids if grid.finder == "headed")


def test_what_stands_over_the_heading_may_stand_over_further_pages() -> None:
    pages = pages_of(replace(PLAIN, rulings="none"), 2)
    unit = words_at("单位：万元", LEFT + 200, TOP - 1.5 * STEP)
    over = [page_of([*unit, *page.words], number=page.number) for page in pages]
    (grid,) = grids_of(over)
    assert body_of(grid, 1) == list(ROWS)


def test_a_row_that_begins_like_the_line_over_the_heading_is_a_row() -> None:
    rows = (("教育局", "合计", "1.00", "34.50"), ("教育局", "机关", "5.00", "6.00"), ("教育局", "中心", "7.00", "7.00"))
    pages = pages_of(replace(PLAIN, rows=(*rows, *rows), rulings="none"), 3)
    body = words_at("教育局", LEFT, TOP - 1.5 * STEP)
    (grid,) = grids_of([page_of([*body, *pages[0].words]), pages[1]])
    assert body_of(grid, 1) == [*rows, *rows]


def test_text_after_the_last_row_of_a_further_page_stays_text() -> None:
    pages = pages_of(replace(PLAIN, rulings="none"), 3)
    words = words_at("二、情况说明", LEFT + 40, TOP + STEP * 9)
    (grid,) = grids_of([pages[0], page_of([*pages[1].words, *words], number=2)])
    assert body_of(grid, 1) == list(ROWS)
    assert [line.text for line in grid.lines_below] == ["二、情况说明"]


def test_a_second_table_below_the_end_of_the_first_is_found() -> None:
    pages = pages_of(replace(PLAIN, rulings="none"), 3)
    other = [
        word._replace(top=word.top + 200, bottom=word.bottom + 200) for word in replace(PLAIN, rulings="none").words()
    ]
    title = words_at("支出表", LEFT + 120, TOP + 180)
    grids = grids_of([pages[0], page_of([*pages[1].words, *title, *other], number=2)])
    assert [body_of(grid, 1) for grid in grids] == [list(ROWS), list(ROWS)]
    assert all(left.last_page <= right.first_page for left, right in pairwise(grids))
