"""A heading alone at the foot of a page, its rows on the next: one table, or nothing is read by that heading."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.records.pages import Edge, Page, Word
from tests.drawn import page_of, words_at
from tests.test_grids_carried import PLAIN, ROWS, body_of, grids_of
from tests.test_grids_headed import LEFT, STEP, TOP, Drawing, drawings

FOOT = 560.0
"""How far down the heading stands on its page."""


def pages_of(drawing: Drawing, count: int = 99) -> list[Page]:
    """The heading at the foot of a page, the rows from the top of the next on, so many on a page."""
    head = STEP * (2 if drawing.groups else 1)
    own = [word for word in drawing.words() if word.top < TOP + head]
    ruled = [edge for edge in drawing.across() if edge.top <= TOP + head]
    pages = [page_of(_down(own, FOOT), _edges(ruled, FOOT), 1)]
    for number, start in enumerate(range(0, len(drawing.rows), count), 2):
        part = replace(drawing, rows=drawing.rows[start : start + count])
        words = [word for word in part.words() if word.top > TOP + head]
        edges = [edge for edge in part.across() if edge.top >= TOP + head]
        pages.append(page_of(_down(words, -head), _edges(edges, -head), number))
    return pages


def _down(words: list[Word], by: float) -> list[Word]:
    return [word._replace(top=word.top + by, bottom=word.bottom + by) for word in words]


def _edges(edges: list[Edge], by: float) -> list[Edge]:
    return [edge._replace(top=edge.top + by, bottom=edge.bottom + by) for edge in edges]


@pytest.mark.parametrize("rulings", ["rows", "three", "none"])
@pytest.mark.parametrize("count", [2, 3, 5])
def test_rows_are_read_by_the_heading_that_ends_the_page_before(rulings: str, count: int) -> None:
    (grid,) = grids_of(pages_of(replace(PLAIN, rulings=rulings), count))
    assert (grid.first_page, grid.last_page) == (1, 1 + -(-len(ROWS) // count))
    assert [cell.text for cell in grid.cells if cell.row_no == 0] == PLAIN.headers()
    assert body_of(grid, 1) == list(ROWS)
    assert {cell.page for cell in grid.cells if cell.row_no == 0} == {1}
    assert {cell.page for cell in grid.cells if cell.text == ROWS[0][1]} == {2}


def test_every_cell_lies_where_it_is_printed() -> None:
    pages = pages_of(replace(PLAIN, rulings="none"), 3)
    (grid,) = grids_of(pages)
    for cell in grid.cells:
        for line in cell.lines:
            assert line.box is not None
            texts = {(word.text, round(word.top, 3)) for word in pages[cell.page - 1].words}
            assert {(text, round(box.top, 3)) for text, box in zip(line.text, line.boxes, strict=True)} <= texts


@settings(max_examples=120, deadline=None)
@given(drawings(), st.integers(2, 6))
def test_what_is_read_so_is_what_is_printed(drawing: Drawing, count: int) -> None:
    levels = 2 if drawing.groups else 1
    for grid in grids_of(pages_of(drawing, count)):
        if grid.finder == "headed" and grid.first_page == 1:
            assert body_of(grid, levels) == list(drawing.rows[: (grid.last_page - 1) * count])


def test_what_stands_over_the_heading_stays_over_the_table() -> None:
    first, second = pages_of(replace(PLAIN, rulings="none"))
    title = words_at("支出预算总表", LEFT + 120, FOOT + TOP - 3 * STEP)
    unit = words_at("单位：万元", LEFT + 200, FOOT + TOP - 1.5 * STEP)
    (grid,) = grids_of([page_of([*title, *unit, *first.words]), second])
    assert [line.text for line in grid.lines_above] == ["支出预算总表", "单位：万元"]


def test_a_table_that_ends_on_the_page_before_keeps_its_rows() -> None:
    first, second = pages_of(replace(PLAIN, rulings="none"))
    other = replace(PLAIN, rulings="none").words()
    title = words_at("支出预算总表", LEFT + 120, FOOT + TOP - 3 * STEP)
    grids = grids_of([page_of([*other, *title, *first.words]), second])
    assert [(body_of(grid, 1), grid.first_page, grid.last_page) for grid in grids] == [
        (list(ROWS), 1, 1),
        (list(ROWS), 1, 2),
    ]


def test_a_sentence_at_the_foot_is_no_heading() -> None:
    _, second = pages_of(replace(PLAIN, rulings="none"))
    text = words_at("本年支出情况说明如下表所示", LEFT, FOOT + TOP)
    assert all(grid.first_page == 2 for grid in grids_of([page_of(text), second]))


def test_a_heading_with_fewer_columns_heads_nothing() -> None:
    other = replace(PLAIN, widths=(60.0, 110.0, 140.0), rulings="none")
    first = pages_of(replace(other, rows=tuple(row[:3] for row in ROWS)))[0]
    second = pages_of(replace(PLAIN, rulings="none"))[1]
    assert all(grid.finder != "headed" for grid in grids_of([first, second]))


def test_text_between_heading_and_rows_parts_them() -> None:
    first, second = pages_of(replace(PLAIN, rulings="none"))
    note = words_at("注：本表不含涉密支出，按规定另行说明", LEFT, FOOT + TOP + 2 * STEP)
    assert all(grid.first_page == 2 for grid in grids_of([page_of([*first.words, *note]), second]))


@pytest.mark.parametrize("rulings", ["rows", "three", "none"])
def test_a_heading_over_a_single_row_with_numbers_heads_the_next_page(rulings: str) -> None:
    rows = (ROWS[0], ("213", "农林支出", "", ""), ("214", "交通支出", "", ""), *ROWS[2:])
    drawing = replace(PLAIN, rows=rows, rulings=rulings)
    first = replace(drawing, rows=rows[:3])
    second = pages_of(replace(drawing, rows=rows[3:]))[1]
    pages = [page_of(_down(first.words(), FOOT - 100), _edges(first.across(), FOOT - 100), 1), second]
    (grid,) = grids_of(pages)
    assert (grid.first_page, grid.last_page) == (1, 2)
    assert body_of(grid, 1) == list(rows)
