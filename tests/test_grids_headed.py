"""Tables without vertical rulings read by their heading: what is read so is exactly what was printed, else it is not read so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipelines.grids import find_grids
from pipelines.records.pages import Document, Edge, Grid, Word
from tests.drawn import document_of, page_of, width_of, words_at
from tests.work import calls_of

LEFT, TOP, STEP = 45.0, 100.0, 19.0
NAMES = ["一般公共服务支出", "人大事务", "教育支出", "社会保障和就业支出", "住房公积金", "其他支出"]
LEAVES = ["合计", "基本支出", "项目支出", "人员经费", "公用经费", "上年结转", "其他资金"]
Placed = dict[tuple[int, int], str]


@dataclass(frozen=True)
class Drawing:
    """A table as drawn: column widths, how numbers are set, groups over columns, rows of texts, and rulings across."""

    widths: tuple[float, ...]
    side: str
    groups: tuple[tuple[int, int], ...]
    rows: tuple[tuple[str, ...], ...]
    rulings: str

    @property
    def edges(self) -> list[float]:
        return [LEFT, *accumulate(self.widths, initial=LEFT)][1:]

    def words(self) -> list[Word]:
        words = self._head()
        for number, row in enumerate(self.rows):
            middle = TOP + STEP * (self._levels() + number + 0.5)
            for column, text in enumerate(row):
                words += words_at(text, self._x(column, text), middle)
        return words

    def _levels(self) -> int:
        return 2 if self.groups else 1

    def _x(self, column: int, text: str) -> float:
        left, right = self.edges[column], self.edges[column + 1]
        side = "left" if column < 2 else self.side
        places = {"left": left + 3, "right": right - 3 - width_of(text), "centre": (left + right - width_of(text)) / 2}
        return places[side]

    def headers(self) -> list[str]:
        return ["科目编码", "科目名称", *LEAVES[: len(self.widths) - 2]]

    def _head(self) -> list[Word]:
        words: list[Word] = []
        grouped = {column for first, last in self.groups for column in range(first, last + 1)}
        for column, text in enumerate(self.headers()):
            level = 1.5 if column in grouped else self._levels() / 2
            words += self._centred(text, column, column, TOP + STEP * level)
        for number, (first, last) in enumerate(self.groups):
            words += self._centred(f"资金{'甲乙丙'[number]}", first, last, TOP + STEP * 0.5)
        return words

    def _centred(self, text: str, first: int, last: int, middle: float) -> list[Word]:
        return words_at(text, (self.edges[first] + self.edges[last + 1] - width_of(text)) / 2, middle)

    def across(self) -> list[Edge]:
        end = self.edges[-1]
        ys = [TOP + STEP * n for n in range(self._levels(), self._levels() + len(self.rows) + 1)]
        if self.rulings == "none":
            return []
        chosen = [TOP, *ys] if self.rulings == "rows" else [TOP, ys[0], ys[-1]]
        return [Edge(LEFT, y, end, y) for y in chosen]

    def placed(self) -> Placed:
        """What a person reads: every text with its row and column."""
        levels = self._levels()
        found = {
            (number + levels, column): text for number, row in enumerate(self.rows) for column, text in enumerate(row)
        }
        return {place: text for place, text in found.items() if text}


def placed(grid: Grid) -> Placed:
    return {(cell.row_no, cell.column_no): cell.text for cell in grid.cells if cell.text}


def paths(grid: Grid, levels: int) -> list[list[str]]:
    """The header texts over every column from top to bottom."""
    return [
        [cell.text for cell in grid.cells
         if cell.row_no < levels and cell.column_no <= column < cell.column_no + cell.column_span and cell.text]
        for column in range(grid.column_count)
    ]  # fmt: skip


EXACT = st.integers(0, 99999999).map(lambda n: f"{n // 100:,}.{n % 100:02d}")
WHOLE = st.integers(0, 999999).map(str)


@st.composite
def drawings(draw: st.DrawFn, amount: st.SearchStrategy[str] = EXACT, zero: str = "0.00") -> Drawing:
    amounts = draw(st.integers(2, 6))
    widths = (60.0, 110.0, *draw(st.lists(st.sampled_from([48.0, 56.0, 70.0]), min_size=amounts, max_size=amounts)))
    starts = draw(st.lists(st.integers(2, amounts + 2), max_size=4, unique=True).map(sorted))
    groups = tuple((first, last - 1) for first, last in pairwise(starts) if last - first >= 2)
    number = st.one_of(st.just(""), amount, st.sampled_from([zero, "-"]))
    count = draw(st.integers(2, 7))
    rows = [
        (f"{201 + n}", draw(st.sampled_from(NAMES)), *draw(st.lists(number, min_size=amounts, max_size=amounts)))
        for n in range(count)
    ]
    side = draw(st.sampled_from(["right", "right", "centre", "left"]))
    return Drawing(widths, side, groups, tuple(rows), draw(st.sampled_from(["none", "rows", "three"])))


NEAR = Drawing((60.0, 110.0, 70.0, *[48.0] * 5), "right", (), (
    ("201", "一般公共服务支出", "", "", "", "", "", "0.00"),
    ("202", "一般公共服务支出", "0.00", "10,000.00", "", "", "", ""),
), "none")  # fmt: skip
"""Two numbers so near that they are one run of characters."""


def near_entries(left: str, right: str, rulings: str) -> Drawing:
    """A row with two entries 3 points apart, in columns of their own."""
    rows = (
        ("201", "教育支出", "5.00", "1.00", "0.00"),
        ("202", "其他支出", "6.00", left, right),
        ("203", "其他支出", "6.00", "2.00", "3.00"),
    )
    return Drawing((60.0, 110.0, 48.0, 48.0, width_of(right) + 3), "right", (), rows, rulings)


@pytest.mark.parametrize("rulings", ["none", "rows", "three"])
@pytest.mark.parametrize("right", ["10,000.00", "-1,000.00", "1100.00%"])
@pytest.mark.parametrize("left", ["-", "—", "--", "－", "100.00%", "10.00"])
def test_entries_that_nearly_touch_are_two(left: str, right: str, rulings: str) -> None:
    drawing = near_entries(left, right, rulings)
    (grid,) = find_grids(document_of(page_of(drawing.words(), drawing.across())))
    assert grid.finder == "headed"
    assert {place: text for place, text in placed(grid).items() if place[0]} == drawing.placed()


def test_a_minus_spaced_like_its_number_is_its_sign() -> None:
    rows = (("201", "教育支出", "5.00", "1.00"), ("202", "其他支出", "6.00", ""))
    drawing = Drawing((60.0, 110.0, 48.0, 70.0), "right", (), rows, "none")
    spaced = [
        words_at(sign, drawing.edges[-1] - 57 + 7 * place, TOP + 2.5 * STEP)[0] for place, sign in enumerate("-1000.50")
    ]
    (grid,) = find_grids(document_of(page_of([*drawing.words(), *spaced])))
    assert (grid.finder, placed(grid)[2, 3]) == ("headed", "-1000.50")


@settings(max_examples=150, deadline=None)
@given(st.one_of(drawings(), drawings(), drawings(WHOLE, "0")))
@example(NEAR)
def test_what_is_read_by_its_heading_is_what_is_printed(drawing: Drawing) -> None:
    grids = find_grids(document_of(page_of(drawing.words(), drawing.across())))
    for grid in grids:
        if grid.finder != "headed":
            continue
        levels = 2 if drawing.groups else 1
        body = {place: text for place, text in placed(grid).items() if place[0] >= levels}
        assert body == drawing.placed()
        over = {
            column: f"资金{'甲乙丙'[n]}"
            for n, (first, last) in enumerate(drawing.groups)
            for column in range(first, last + 1)
        }
        assert paths(grid, levels) == [
            [*([over[column]] if column in over else []), text] for column, text in enumerate(drawing.headers())
        ]


def test_a_table_with_groups_is_read_by_its_heading() -> None:
    rows = (
        ("201", "一般公共服务支出", "1,234.50", "1,000.00", "234.50", ""),
        ("205", "教育支出", "56.00", "50.00", "", "6.00"),
    )
    drawing = Drawing((60.0, 110.0, 60.0, 60.0, 60.0, 60.0), "right", ((3, 4),), rows, "none")
    (grid,) = find_grids(document_of(page_of(drawing.words())))
    assert grid.finder == "headed"
    assert paths(grid, 2)[2:] == [["合计"], ["资金甲", "基本支出"], ["资金甲", "项目支出"], ["人员经费"]]
    assert placed(grid)[3, 5] == "6.00"
    assert (2, 5) not in placed(grid)


def rows_under(
    headers: Sequence[tuple[str, float]], rows: Sequence[Sequence[str]], lefts: Sequence[float]
) -> list[Word]:
    """A heading of one line, its texts at their left ends, and rows: labels at their left ends, numbers ending 40 points on."""
    words = [word for text, x in headers for word in words_at(text, x, 100)]
    for number, row in enumerate(rows):
        for text, x in zip(row, lefts, strict=True):
            left = x + 40 - width_of(text) if text[:1].isdigit() else x
            words += words_at(text, left, 119 + 19 * number)
    return words


HEADERS = (("项目", 80.0), ("预算数", 215.0), ("执行数", 315.0))
LEFTS = (50.0, 210.0, 310.0)


def test_whole_numbers_are_amounts_where_a_table_prints_no_others() -> None:
    rows = (("教育支出", "500", "450"), ("科学技术支出", "80", ""), ("其他支出", "7", "12"))
    (grid,) = find_grids(document_of(page_of(rows_under(HEADERS, rows, LEFTS))))
    assert (grid.finder, grid.row_count, grid.column_count) == ("headed", 4, 3)
    assert placed(grid)[2, 1] == "80"
    assert (2, 2) not in placed(grid)
    assert placed(grid)[3, 2] == "12"


def test_a_first_row_of_whole_numbers_is_no_part_of_the_heading() -> None:
    rows = (("教育支出", "500", "450"), ("科学技术支出", "80.50", "1,080.50"))
    (grid,) = find_grids(document_of(page_of(rows_under(HEADERS, rows, LEFTS))))
    assert (grid.finder, placed(grid)[1, 1], placed(grid)[2, 2]) == ("headed", "500", "1,080.50")


def test_years_over_whole_numbers_may_be_a_row() -> None:
    rows = (("合计", "2023", "2024"), ("科学技术支出", "80", "90"), ("其他支出", "7", "12"))
    grids = find_grids(document_of(page_of(rows_under(HEADERS, rows, LEFTS))))
    assert [grid.finder for grid in grids] == ["columns"]


def test_a_row_of_many_amounts_is_a_table_with_its_heading() -> None:
    headers = (("合计", 75.0), ("公务接待费", 160.0), ("公务用车运行费", 250.0))
    (grid,) = find_grids(document_of(page_of(rows_under(headers, [("22.00", "8.00", "14.00")], (60.0, 165.0, 265.0)))))
    assert grid.finder == "headed"
    assert placed(grid) == {
        (0, 0): "合计", (0, 1): "公务接待费", (0, 2): "公务用车运行费", (1, 0): "22.00", (1, 1): "8.00", (1, 2): "14.00",
    }  # fmt: skip


def test_a_label_between_two_rows_may_be_that_of_both() -> None:
    words = rows_under(HEADERS, [("甲县", "350.00", "400.00"), ("", "550.00", "600.00")], LEFTS)
    moved = [
        word._replace(top=word.top + 7, bottom=word.bottom + 7) if word.x0 < 200 and word.top > 110 else word
        for word in words
    ]
    assert all(grid.finder != "headed" for grid in find_grids(document_of(page_of(moved))))


def test_a_name_for_several_rows_is_not_given_to_one_of_them() -> None:
    rows = (("某单位", "甲项目", "10.00"), ("", "乙项目", "20.00"), ("", "丙项目", "30.00"))
    words = [*words_at("单位", 60, 100), *words_at("项目", 160, 100), *words_at("金额", 270, 100)]
    for number, row in enumerate(rows):
        for text, x in zip(row, (50, 150, 300 - width_of(row[2])), strict=True):
            words += words_at(text, x, 119 + 19 * number)
    assert all(grid.finder != "headed" for grid in find_grids(document_of(page_of(words))))


def test_two_labels_under_one_header_are_not_made_one() -> None:
    rows = (
        ("", "小计", "30.00", "30.00"),
        ("一般公共预算资金", "公共财政拨款", "20.00", "20.00"),
        ("", "专项收入", "10.00", "10.00"),
    )
    words = [*words_at("项目", 170, 100), *words_at("合计", 265, 100), *words_at("基本支出", 335, 100)]
    for number, row in enumerate(rows):
        for text, x in zip(row, (50, 160, 300 - width_of(row[2]), 380 - width_of(row[3])), strict=True):
            words += words_at(text, x, 119 + 19 * number)
    assert all(grid.finder != "headed" for grid in find_grids(document_of(page_of(words))))


def long_page(rows: int, rulings: str, is_plain: bool) -> Document:
    """A page of so many rows, whose heading says what its columns are or leaves it in doubt (names run into the codes)."""
    codes = [f"{2010000 + number}" if is_plain or number % 3 else f"其中：{number}项" for number in range(rows)]
    texts = tuple((code, "教育支出", f"{number * 37 % 9999:,}.50", "34.50") for number, code in enumerate(codes))
    drawing = Drawing((60.0, 110.0, 70.0, 70.0), "right", (), texts, rulings)
    words = drawing.words() if is_plain else [word for word in drawing.words() if word.top > TOP + STEP]
    return document_of(page_of(words, drawing.across()))


def calls_for(rows: int, rulings: str, is_plain: bool) -> int:
    """The work of reading a page of so many rows."""
    document = long_page(rows, rulings, is_plain)
    (grid,), calls = calls_of(lambda: find_grids(document))
    assert grid.finder == ("headed" if is_plain else "columns")
    return calls


@pytest.mark.parametrize("is_plain", [True, False], ids=["headed", "cut"])
@pytest.mark.parametrize("rulings", ["none", "rows"])
def test_work_grows_with_the_rows_of_a_page(rulings: str, is_plain: bool) -> None:
    """Four times the rows take about four times the work; sixteen times if each row were compared with each."""
    assert calls_for(480, rulings, is_plain) < 5 * calls_for(120, rulings, is_plain)


def test_the_row_of_column_numbers_is_no_lower_line_of_the_headers_over_it() -> None:
    """类 款 项 栏次 1 2 3 close below headers of which some have one line more than others."""
    head = [("科目编码", 60.0, 95.0), ("科目名称", 140.0, 95.0), ("合计", 245.0, 95.0)]
    head += [("基本支", 310.0, 90.0), ("出结转", 310.0, 102.0), ("项目支", 390.0, 90.0), ("出结转", 390.0, 102.0)]
    words = [word for text, x, y in head for word in words_at(text, x, y)]
    numbering = [("类", 52.0), ("款", 74.0), ("项", 96.0), ("栏次", 150.0), ("1", 252.0), ("2", 322.0), ("3", 402.0)]
    words += [word for text, x in numbering for word in words_at(text, x, 115)]
    for number, row in enumerate(
        (("201", "教育支出", "3.30", "1.30", "2.00"), ("202", "其他支出", "851.20", "", "851.20"))
    ):
        for text, x in zip(
            row, (52, 130, 285 - width_of(row[2]), 355 - width_of(row[3]), 435 - width_of(row[4])), strict=True
        ):
            words += words_at(text, x, 135 + 16 * number)
    (grid,) = find_grids(document_of(page_of(words)))
    assert grid.finder == "headed"
    texts = placed(grid)
    assert [texts[0, column] for column in range(5)] == [
        "科目编码",
        "科目名称",
        "合计",
        "基本支\n出结转",
        "项目支\n出结转",
    ]
    assert [texts[1, column] for column in range(5)] == ["类 款 项", "栏次", "1", "2", "3"]
    assert texts[3, 4] == "851.20"
