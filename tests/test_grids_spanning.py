"""Striped tables: rows whose own borders are not drawn are cut at the borders of the others."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.grids import find_grids
from pipelines.records.pages import Edge, Grid, Word
from tests.drawn import border, document_of, page_of, texts, width_of, words_at

XS = (50.0, 200.0, 280.0, 360.0)
TOP, STEP = 100.0, 20.0
ROWS = (
    ("项目", "预算数", "执行数"),
    ("教育支出", "500.00", "450.00"),
    ("科学技术支出", "80.00", ""),
    ("合计", "580.00", "450.00"),
)


def striped(rows: Sequence[Sequence[str]], framed: Sequence[int], shift: float = 0.0) -> tuple[list[Word], list[Edge]]:
    """A table of which only the rows ``framed`` have borders between their cells; texts moved right by ``shift``."""
    words: list[Word] = []
    edges = border(XS[0], TOP, XS[-1], TOP + STEP * len(rows))
    for number, row in enumerate(rows):
        top = TOP + STEP * number
        edges.append(Edge(XS[0], top, XS[-1], top))
        if number in framed:
            edges += [Edge(x, top, x, top + STEP) for x in XS]
        for column, text in enumerate(row):
            x = XS[column] + 3 if column == 0 else XS[column + 1] - 3 - width_of(text)
            words += words_at(text, x + shift, top + STEP / 2)
    return words, edges


def found(rows: Sequence[Sequence[str]], framed: Sequence[int], shift: float = 0.0) -> Grid:
    words, edges = striped(rows, framed, shift)
    (grid,) = find_grids(document_of(page_of(words, edges)))
    return grid


def test_a_row_without_borders_of_its_own_is_cut_at_those_of_the_others() -> None:
    grid = found(ROWS, framed=(0, 2))
    assert texts(grid) == [list(row) for row in ROWS]
    assert grid.finder == "columns"


def test_a_table_drawn_whole_is_not_doubted() -> None:
    grid = found(ROWS, framed=(0, 1, 2, 3))
    assert (texts(grid), grid.finder) == ([list(row) for row in ROWS], "ruled")


def test_a_text_over_a_border_is_one_cell() -> None:
    rows = (*ROWS[:3], ("注：本表1,000.00万元以下的项目不单列，其余见附表说明", "", ""))
    grid = found(rows, framed=(0, 1, 2))
    assert (texts(grid)[3][0], grid.finder) == (rows[3][0], "ruled")


def test_texts_that_stand_over_the_borders_are_left_together() -> None:
    grid = found(ROWS, framed=(0, 2), shift=12.0)
    assert [cell.column_span for cell in grid.cells if cell.row_no == 1] == [3]


def test_a_row_of_words_alone_is_cut_where_every_column_has_one() -> None:
    grid = found(ROWS, framed=(1, 2, 3))
    assert (texts(grid)[0], grid.finder) == (list(ROWS[0]), "columns")


def test_a_label_of_the_table_and_a_title_set_wide_are_not_cut() -> None:
    for wide in (("部门：某局", "二〇二四年", "单位：万元"), ("预", "算", "表")):
        grid = found((wide, *ROWS[1:]), framed=(1, 2, 3))
        assert [cell.column_span for cell in grid.cells if cell.row_no == 0] == [3], wide
        assert grid.finder == "ruled"
