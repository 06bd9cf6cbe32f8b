"""Pages of an unruled table that end with rows of labels only: they are its rows when the next page goes on, else text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.drawn import page_of, words_at
from tests.test_grids_carried import body_of, grids_of, pages_of
from tests.test_grids_headed import LEFT, STEP, TOP, Drawing

ROWS = (
    ("一、教育支出", "机关", "1,234.50", "34.50"),
    ("二、科学支出", "机关", "56.00", "6.00"),
    ("三、其他支出", "机关", "7.00", "7.00"),
    ("四、卫生支出", "机关", "812.00", "7.00"),
    ("五、城乡支出", "机关", "9,007.00", "3.00"),
)
LABEL, OTHER = ("六、农林支出", "", "", ""), ("七、交通支出", "", "", "")
PLAIN = Drawing((120.0, 60.0, 70.0, 70.0), "right", (), ROWS, "none")


@pytest.mark.parametrize(
    ("rows", "count"),
    [
        ((*ROWS[:2], LABEL, *ROWS[2:]), 3),
        ((*ROWS[:2], LABEL, OTHER, *ROWS[2:]), 4),
        ((*ROWS, LABEL, *ROWS[:2]), 3),
        ((*ROWS[:3], LABEL, *ROWS[3:]), 3),
    ],
)
@pytest.mark.parametrize("again", [False, True])
def test_labels_at_the_end_of_a_page_are_rows(rows: tuple[tuple[str, ...], ...], count: int, again: bool) -> None:
    (grid,) = grids_of(pages_of(replace(PLAIN, rows=rows), count, again))
    assert body_of(grid, 1) == list(rows)
    label = next(cell for cell in grid.cells if cell.text == LABEL[0])
    assert label.page == 1 + [row[0] for row in rows].index(LABEL[0]) // count


def test_a_line_below_the_last_page_stays_text() -> None:
    (grid,) = grids_of(pages_of(replace(PLAIN, rows=(*ROWS, LABEL)), 3))
    assert body_of(grid, 1) == list(ROWS)
    assert [line.text for line in grid.lines_below] == [LABEL[0]]


@pytest.mark.parametrize(
    ("text", "x", "down"),
    [
        ("六、农林支出", LEFT + 17, 3.5),
        ("六、农林支出", LEFT + 3, 5.5),
        ("六、农林支出详见后附的说明以及各表的附注", LEFT + 3, 3.5),
        ("8.00", LEFT + 3, 3.5),
    ],
    ids=["indented", "far below", "over the amounts", "a number"],
)
def test_what_may_be_something_else_ends_the_table(text: str, x: float, down: float) -> None:
    first, second = pages_of(replace(PLAIN, rows=(*ROWS[:2], *ROWS[2:])), 2)[:2]
    line = words_at(text, x, TOP + STEP * down)
    grids = grids_of([page_of([*first.words, *line]), second])
    assert all(grid.last_page == 1 for grid in grids if grid.finder == "headed")


def test_a_page_that_does_not_go_on_leaves_the_label_text() -> None:
    first = pages_of(replace(PLAIN, rows=(*ROWS[:2], LABEL, *ROWS[2:])), 3)[0]
    (grid,) = grids_of([first, page_of(words_at("二、收入情况说明", LEFT, TOP), number=2)])
    assert body_of(grid, 1) == list(ROWS[:2])
