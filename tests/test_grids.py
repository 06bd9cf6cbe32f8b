"""The grid room: every stage on edges and words drawn by hand, and tables of any shape recovered exactly."""

from __future__ import annotations

import csv
import hashlib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.documents import read
from pipelines.documents.lines import build_lines
from pipelines.grids import find_grids
from pipelines.grids.cut_rows import is_number
from pipelines.grids.edges import Ruling, Rulings, components, snap_edges
from pipelines.grids.lattice import Rectangle, close_outer_sides, lattice_of, rectangles
from pipelines.grids.segments import EXACT
from pipelines.records.pages import Cell, Document, Edge, Grid, Line, Page, ReadyGrid, Word

SIZE = 10.0
WIDTH, HEIGHT = 600.0, 800.0
Spans = tuple[int, int, int, int]


def words_at(text: str, x: float, middle: float, size: float = SIZE) -> list[Word]:
    """Text from ``x``, one word per character (half as wide for ASCII), its middle at height ``middle``."""
    words = []
    for character in text:
        width = size / 2 if character.isascii() else size
        if character != " ":
            words.append(Word(character, x, middle - size / 2, x + width, middle + size / 2))
        x += width
    return words


def width_of(text: str, size: float = SIZE) -> float:
    return sum(size / 2 if character.isascii() else size for character in text)


def border(x0: float, top: float, x1: float, bottom: float) -> list[Edge]:
    return [Edge(x0, top, x1, top), Edge(x0, bottom, x1, bottom), Edge(x0, top, x0, bottom), Edge(x1, top, x1, bottom)]


def page_of(words: Sequence[Word], edges: Iterable[Edge] = (), number: int = 1, weak: Iterable[Edge] = ()) -> Page:
    edges, weak = tuple(edges), tuple(weak)
    return Page(
        number=number,
        width=WIDTH,
        height=HEIGHT,
        words=tuple(words),
        edges=edges,
        weak_edges=weak,
        lines=build_lines(words),
        path_count=len(edges) + len(weak),
    )


def document_of(*pages: Page) -> Document:
    return Document("0" * 64, "application/pdf", len(pages), pages)


class Drawn:
    """A table being drawn: rows of texts, every cell with its own border."""

    def __init__(self, rows: Sequence[Sequence[str]], widths: Sequence[float], top: float, x: float = 50.0) -> None:
        self.words: list[Word] = []
        self.edges: list[Edge] = []
        self.top, self.x = top, x
        height = 20.0
        for number, row in enumerate(rows):
            left = x
            for text, width in zip(row, widths, strict=True):
                upper = top + number * height
                self.edges += border(left, upper, left + width, upper + height)
                numeric = is_number(text) if text else False
                start = left + width - 2 - width_of(text) if numeric else left + 2
                self.words += words_at(text, start, upper + height / 2)
                left += width
        self.bottom = top + len(rows) * height


def texts(grid: Grid) -> list[list[str]]:
    """The texts of a grid row by row, each cell at its first row and column."""
    rows: list[list[str]] = [[] for _ in range(grid.row_count)]
    for cell in sorted(grid.cells, key=lambda cell: (cell.row_no, cell.column_no)):
        rows[cell.row_no].append(cell.text)
    return rows


def cell_at(grid: Grid, row: int, column: int) -> Cell:
    return next(cell for cell in grid.cells if (cell.row_no, cell.column_no) == (row, column))


# --- edges ---------------------------------------------------------------------------------------------------------


def test_double_borders_become_one_ruling_and_gaps_are_closed() -> None:
    rulings = snap_edges(
        [Edge(0, 10, 40, 10), Edge(42, 11.5, 90, 11.5), Edge(0, 60, 90, 60), Edge(5, 10, 5, 60), Edge(6, 10, 6, 60)]
    )
    assert [(round(r.at, 2), r.start, r.end) for r in rulings.horizontal] == [(10.82, 0, 90), (60, 0, 90)]
    assert [(round(r.at, 2), r.start, r.end) for r in rulings.vertical] == [(5.5, 10, 60)]


def test_a_gap_too_wide_for_a_dash_stays_open() -> None:
    rulings = snap_edges([Edge(0, 10, 40, 10), Edge(50, 10, 90, 10)])
    assert [(r.start, r.end) for r in rulings.horizontal] == [(0, 40), (50, 90)]


def test_dots_form_a_line_and_a_lone_dot_none() -> None:
    dots = [Edge(x, 10, x + 1, 10) for x in range(0, 100, 3)]
    rulings = snap_edges([*dots, Edge(300, 50, 302, 50)])
    assert [(r.start, r.end) for r in rulings.horizontal] == [(0, 100)]


def test_components_keep_tables_apart_and_drop_lines_that_touch_nothing() -> None:
    edges = [*border(0, 0, 50, 20), *border(0, 100, 50, 120), Edge(0, 60, 50, 60)]
    found = components(snap_edges(edges))
    assert [(group.horizontal[0].at, group.horizontal[-1].at) for group in found] == [(0, 20), (100, 120)]


# --- lattice -------------------------------------------------------------------------------------------------------


def test_open_outer_sides_are_closed() -> None:
    open_table = Rulings(
        horizontal=(Ruling(30, 0, 100), Ruling(60, 0, 100)), vertical=(Ruling(50, 10, 60), Ruling(70, 10, 60))
    )
    closed = close_outer_sides(open_table)
    assert {ruling.at for ruling in closed.vertical} == {0, 50, 70, 100}
    assert {ruling.at for ruling in closed.horizontal} == {10, 30, 60}
    assert len(rectangles(lattice_of(open_table))) == 6


def test_an_area_that_is_no_rectangle_is_cut_along_its_rows() -> None:
    # Two rows, two columns; the wall between the columns is drawn in the first row only, none between left cells.
    rulings = Rulings(
        horizontal=(Ruling(0, 0, 20), Ruling(10, 10, 20), Ruling(20, 0, 20)),
        vertical=(Ruling(0, 0, 20), Ruling(10, 0, 10), Ruling(20, 0, 20)),
    )
    assert rectangles(lattice_of(rulings)) == (Rectangle(0, 0, 1, 1), Rectangle(0, 1, 1, 1), Rectangle(1, 0, 1, 2))


@st.composite
def partitions(draw: st.DrawFn) -> tuple[int, int, list[Spans]]:
    """A grid of up to 6 x 6 unit cells cut into random rectangles, such that every row and column has a cell of its own."""
    rows, columns = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    taken: set[tuple[int, int]] = set()
    found: list[Spans] = []
    for row in range(rows):
        for column in range(columns):
            if (row, column) in taken:
                continue
            widest = 1
            while column + widest < columns and (row, column + widest) not in taken:
                widest += 1
            span = draw(st.integers(1, widest))
            down = draw(st.integers(1, rows - row))
            found.append((row, column, down, span))
            taken |= {(r, c) for r in range(row, row + down) for c in range(column, column + span)}
    alone_rows = {row for row, _, down, _ in found if down == 1}
    alone_columns = {column for _, column, _, span in found if span == 1}
    if alone_rows != set(range(rows)) or alone_columns != set(range(columns)):
        # Cut the rectangles of the first row and column into units: then nothing is an offset.
        found = [spans for spans in found if spans[0] > 0 and spans[1] > 0]
        covered = {
            (r, c)
            for row, column, down, span in found
            for r in range(row, row + down)
            for c in range(column, column + span)
        }
        found += [(r, c, 1, 1) for r in range(rows) for c in range(columns) if (r, c) not in covered]
    return rows, columns, sorted(found)


@given(partition=partitions(), jitter=st.lists(st.floats(-0.7, 0.7), min_size=8, max_size=8), blank=st.integers(0, 3))
@settings(max_examples=150, deadline=None)
def test_any_merged_table_drawn_as_edges_is_recovered_exactly(
    partition: tuple[int, int, list[Spans]], jitter: list[float], blank: int
) -> None:
    _, _, cells = partition
    edges: list[Edge] = []
    words: list[Word] = []
    printed: list[str] = []
    for number, (row, column, down, span) in enumerate(cells):
        off = jitter[number % len(jitter)]
        x0, top, x1, bottom = 50 + 60 * column, 50 + 30 * row, 50 + 60 * (column + span), 50 + 30 * (row + down)
        edges += border(x0 + off, top + off, x1 + off, bottom + off)
        text = "" if blank and number % (blank + 1) == 1 else f"c{number}"
        printed.append(text)
        words += words_at(text, x0 + 5, (top + bottom) / 2)
    grids = find_grids(document_of(page_of(words, edges)))
    if len(cells) == 1:
        assert grids == ()
        return
    assert [(c.row_no, c.column_no, c.row_span, c.column_span) for c in grids[0].cells] == cells
    assert [cell.text for cell in grids[0].cells] == printed


# --- text in cells -------------------------------------------------------------------------------------------------


def test_lines_of_a_cell_are_rebuilt_in_reading_order_with_a_box_per_character() -> None:
    drawn = Drawn([["一般", "1,234.50"], ["", ""]], [100, 100], 50)
    words = [*words_at("公共服务", 52, 56), *words_at("支出", 52, 65), *drawn.words[2:]]
    (grid,) = find_grids(document_of(page_of(list(reversed(words)), drawn.edges)))
    cell = cell_at(grid, 0, 0)
    assert cell.text == "公共服务\n支出"
    assert [line.text for line in cell.lines] == ["公共服务", "支出"]
    assert all(len(line.boxes) == len(line.text) for line in cell.lines)
    assert cell_at(grid, 0, 1).text == "1,234.50"


def test_digits_and_ideographs_on_different_baselines_are_one_line() -> None:
    words = [*words_at("共", 52, 60), *words_at("12", 62, 62.4, 9), *words_at("户", 71, 60)]
    assert [line.text for line in build_lines(words)] == ["共12户"]


def test_a_wide_gap_is_a_space_and_numbers_side_by_side_stay_two() -> None:
    words = [*words_at("1.50", 0, 10), *words_at("2.50", 22.5, 10), *words_at("单位", 60, 10)]
    assert [line.text for line in build_lines(words)] == ["1.50 2.50 单位"]


def test_a_number_that_runs_over_a_border_stays_whole() -> None:
    drawn = Drawn([["a", "", ""], ["c", "", "d"]], [60, 60, 60], 50)
    # 12,345.60 starts in the second column and ends in the third: the border at 170 cuts a character.
    words = [*drawn.words, *words_at("12,345.60", 137, 60), *words_at("b", 205, 60)]
    (grid,) = find_grids(document_of(page_of(words, drawn.edges)))
    assert cell_at(grid, 0, 1).text == "12,345.60"
    assert cell_at(grid, 0, 2).text == "b"


def test_numbers_that_meet_at_a_border_stay_apart() -> None:
    drawn = Drawn([["x", "", ""], ["y", "", ""]], [60, 60, 60], 50)
    left, right = words_at("67.80", 145, 60), words_at("12.30", 170, 60)
    (grid,) = find_grids(document_of(page_of([*drawn.words, *left, *right], drawn.edges)))
    assert (cell_at(grid, 0, 1).text, cell_at(grid, 0, 2).text) == ("67.80", "12.30")


def test_the_least_certain_word_makes_the_confidence_of_a_cell() -> None:
    drawn = Drawn([["", "b"], ["c", "d"]], [60, 60], 50)
    words = [*drawn.words, Word("12", 52, 55, 62, 65, 0.7), Word("34", 64, 55, 74, 65, 0.9)]
    (grid,) = find_grids(document_of(page_of(words, drawn.edges)))
    assert cell_at(grid, 0, 0).confidence == 0.7
    assert cell_at(grid, 0, 1).confidence == 1.0


# --- ghosts --------------------------------------------------------------------------------------------------------


def test_slivers_between_double_borders_are_no_columns_or_rows() -> None:
    rows = [["项目", "金额"], ["合计", "12.30"], ["其他", "4.50"]]
    drawn = Drawn(rows, [100, 100], 50)
    second = [Edge(e.x0 + 4, e.top, e.x1 + 4, e.bottom) for e in drawn.edges if e.x0 == e.x1]
    second += [Edge(e.x0, e.top + 3.5, e.x1, e.bottom + 3.5) for e in drawn.edges if e.top == e.bottom]
    (grid,) = find_grids(document_of(page_of(drawn.words, [*drawn.edges, *second])))
    assert texts(grid) == rows
    assert (grid.row_count, grid.column_count) == (3, 2)


def test_a_header_border_beside_the_body_border_makes_no_column() -> None:
    header = Drawn([["科目代码", "科目名称", "金额"]], [112, 88, 100], 50)
    body = Drawn([["201", "一般公共服务支出", "12.30"], ["20101", "人大事务", "2.30"]], [88, 112, 100], 70)
    (grid,) = find_grids(document_of(page_of([*header.words, *body.words], [*header.edges, *body.edges])))
    assert grid.column_count == 3
    assert texts(grid) == [
        ["科目代码", "科目名称", "金额"],
        ["201", "一般公共服务支出", "12.30"],
        ["20101", "人大事务", "2.30"],
    ]


def test_an_empty_column_as_wide_as_others_stays() -> None:
    rows = [["合计", "", "1.00"], ["其他", "", "2.00"]]
    drawn = Drawn(rows, [80, 80, 80], 50)
    (grid,) = find_grids(document_of(page_of(drawn.words, drawn.edges)))
    assert texts(grid) == rows


# --- what is a grid, and what stands around it ---------------------------------------------------------------------


def test_a_frame_and_an_empty_lattice_are_no_grids() -> None:
    frame = border(50, 50, 300, 90)
    empty = Drawn([["", ""], ["", ""]], [50, 50], 200)
    page = page_of(words_at("说明", 60, 70), [*frame, *empty.edges])
    assert find_grids(document_of(page)) == ()


def test_lines_above_and_below_are_those_between_grids_without_page_numbers() -> None:
    first = Drawn([["项目", "金额"], ["合计", "1.00"]], [100, 100], 100)
    second = Drawn([["科目", "数"], ["合计", "2.00"]], [100, 100], 300)
    words = [
        *words_at("收入表", 80, 70),
        *words_at("单位：万元", 200, 85),
        *words_at("支出表", 80, 270),
        *words_at("注：无", 60, 360),
        *words_at("- 7 -", 280, 780),
    ]
    page = page_of([*words, *first.words, *second.words], [*first.edges, *second.edges])
    one, two = find_grids(document_of(page))
    assert [line.text for line in one.lines_above] == ["收入表", "单位：万元"]
    assert [line.text for line in one.lines_below] == ["支出表"]
    assert [line.text for line in two.lines_above] == ["支出表"]
    assert [line.text for line in two.lines_below] == ["注：无"]
    assert (one.grid_no, two.grid_no) == (1, 2)


def test_a_title_left_behind_on_the_page_before_stands_above() -> None:
    prose = page_of(words_at("一般公共预算机关运行经费支出预算表", 80, 700), number=1)
    drawn = Drawn([["科目", "数"], ["合计", "2.00"]], [100, 100], 60)
    table = page_of([*words_at("单位：万元", 200, 45), *drawn.words], drawn.edges, number=2)
    (grid,) = find_grids(document_of(prose, table))
    assert [line.text for line in grid.lines_above] == ["一般公共预算机关运行经费支出预算表", "单位：万元"]


def test_ready_grids_are_numbered_with_the_lines_between_them() -> None:
    cell = Cell(0, 0, 1, 1, "合计", 1)
    lines = tuple(Line(text, None) for text in ("收入表", "支出表", "完"))
    page = Page(1, 0, 0, lines=lines, ready_grids=(ReadyGrid(1, 1, (cell,), 1), ReadyGrid(1, 1, (cell,), 2)))
    one, two = find_grids(document_of(page))
    assert ([x.text for x in one.lines_above], [x.text for x in one.lines_below]) == (["收入表"], ["支出表"])
    assert ([x.text for x in two.lines_above], [x.text for x in two.lines_below]) == (["支出表"], ["完"])
    assert (one.finder, two.grid_no) == ("ready", 2)


# --- over page breaks ----------------------------------------------------------------------------------------------

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


def test_hundreds_of_pages_are_joined_in_time() -> None:
    rows = [["20101", f"第{number}项支出", "1.00"] for number in range(30)]
    pages = [part([HEAD, *rows], 1, "支出表")] + [part(rows, number) for number in range(2, 151)]
    started = process_time()
    (grid,) = find_grids(document_of(*pages))
    assert (grid.last_page, grid.row_count) == (150, 4501)
    assert process_time() - started < 20


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


# --- rows cut by a page end ----------------------------------------------------------------------------------------


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


def test_a_label_row_with_its_own_ordinal_stays_a_row() -> None:
    body = [[f"{mark}、支出", "说明", "1.00"] for mark in "一二三四五"] + [["六、支出", "", ""]] * 3
    grid = cut(["七、社会保障", "", "2.00"], ["八、教育支出", "", ""], body)
    assert ["八、教育支出", "", ""] in texts(grid)


def test_a_label_without_the_ordinal_of_its_column_continues() -> None:
    body = [[f"{mark}、支出", "说明", "1.00"] for mark in "一二三四五"] + [["六、支出", "", ""]] * 3
    grid = cut(["八、社会保障和就", "", "2.00"], ["业支出", "", ""], body)
    assert ["八、社会保障和就\n业支出", "", "2.00"] in texts(grid)


# --- without rulings -----------------------------------------------------------------------------------------------

LOOSE = [
    ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
    ["201", "一般公共服务支出", "1,234.50", "1,000.00", "234.50"],
    ["20101", "人大事务", "234.50", "", "234.50"],
    ["20103", "政府办公厅及相关机构事务", "1,000.00", "1,000.00", "0.00"],
    ["205", "教育支出", "56.00", "56.00", "-"],
]
COLUMNS = [(50, "left"), (110, "left"), (330, "right"), (420, "right"), (510, "right")]


def loose_words(rows: Sequence[Sequence[str]], top: float = 120.0, step: float = 18.0) -> list[Word]:
    words: list[Word] = []
    for number, row in enumerate(rows):
        for text, (x, side) in zip(row, COLUMNS, strict=True):
            words += words_at(text, x if side == "left" else x - width_of(text), top + step * number)
    return words


TITLE = [*words_at("支出预算表", 200, 70), *words_at("部门：某局", 50, 95), *words_at("单位：万元", 455, 95)]


def assert_is_loose(grids: Sequence[Grid]) -> None:
    (grid,) = grids
    assert texts(grid) == LOOSE
    assert [line.text for line in grid.lines_above] == ["支出预算表", "部门：某局 单位：万元"]


def test_a_table_without_any_ruling_is_found_by_its_white_space() -> None:
    grids = find_grids(document_of(page_of([*TITLE, *loose_words(LOOSE)])))
    assert_is_loose(grids)
    assert grids[0].finder == "columns"


def test_a_table_with_horizontal_rulings_only() -> None:
    rulings = [Edge(45, 111 + 18 * number, 515, 111 + 18 * number) for number in range(6)]
    assert_is_loose(find_grids(document_of(page_of([*TITLE, *loose_words(LOOSE)], rulings))))


def test_a_three_line_table() -> None:
    rulings = [Edge(45, at, 515, at) for at in (111, 129, 201)]
    assert_is_loose(find_grids(document_of(page_of([*TITLE, *loose_words(LOOSE)], rulings))))


def test_a_frame_with_row_lines_but_no_column_lines() -> None:
    rulings = [Edge(45, 111 + 18 * number, 515, 111 + 18 * number) for number in range(6)]
    sides = [Edge(45, 111, 45, 201), Edge(515, 111, 515, 201)]
    assert_is_loose(find_grids(document_of(page_of([*TITLE, *loose_words(LOOSE)], [*rulings, *sides]))))


def test_zebra_fills() -> None:
    weak = [edge for number in range(0, 5, 2) for edge in border(45, 111 + 18 * number, 515, 129 + 18 * number)]
    assert_is_loose(find_grids(document_of(page_of([*TITLE, *loose_words(LOOSE)], weak=weak))))


def test_white_rulings_count_when_there_are_no_others() -> None:
    xs = [45, 105, 260, 335, 425, 515]
    weak = [
        edge for row in range(5) for x0, x1 in pairwise(xs) for edge in border(x0, 111 + 18 * row, x1, 129 + 18 * row)
    ]
    grids = find_grids(document_of(page_of([*TITLE, *loose_words(LOOSE)], weak=weak)))
    assert_is_loose(grids)
    assert grids[0].finder == "weak_ruled"


def test_white_backgrounds_do_not_disturb_a_ruled_table() -> None:
    drawn = Drawn([HEAD, *PART_1], WIDTHS, 100)
    weak = [edge for row in range(8) for edge in border(45, 95 + 11 * row, 375, 106 + 11 * row)]
    (grid,) = find_grids(document_of(page_of(drawn.words, drawn.edges, weak=weak)))
    assert (texts(grid), grid.finder) == ([HEAD, *PART_1], "ruled")


def test_sentences_with_numbers_are_no_table() -> None:
    sentences = [
        "2024年收入预算1,234.56万元，比上年增加12.30万元。",
        "其中：财政拨款收入1,000.00万元，增加10.00万元；",
        "事业收入234.56万元，减少2.30万元，下降0.97%。",
        "支出预算1,234.56万元，其中基本支出1,000.00万元。",
        "项目支出234.56万元，较上年持平。",
        "三公经费12.00万元，公务接待费2.00万元。",
    ]
    words = [word for number, text in enumerate(sentences) for word in words_at(text, 60, 100 + 20 * number)]
    assert find_grids(document_of(page_of(words))) == ()


def test_a_table_of_contents_is_no_table() -> None:
    words = [
        word
        for number in range(8)
        for word in (
            *words_at(f"第{number}部分 概况", 60, 100 + 20 * number),
            *words_at(f"{number + 1}", 500, 100 + 20 * number),
        )
    ]
    assert find_grids(document_of(page_of(words))) == ()


# --- published documents -------------------------------------------------------------------------------------------

TRUTH = sorted((Path(__file__).parent / "truth").glob("*.csv"))
_GRIDS: dict[str, tuple[Grid, ...]] = {}


def folded(text: str) -> str:
    text = unicodedata.normalize("NFKC", "".join(text.split()))
    return text.translate(str.maketrans("“”‘’", "\"\"''"))


def published_grids(shared: Path, sha256_start: str) -> tuple[Grid, ...] | None:
    if sha256_start not in _GRIDS:
        for path in (shared / "disclosures").rglob("*.pdf"):
            data = path.read_bytes()
            sha256 = hashlib.sha256(data).hexdigest()
            if sha256.startswith(sha256_start):
                _GRIDS[sha256_start] = find_grids(read(data, path.name, sha256))
    return _GRIDS.get(sha256_start)


@pytest.mark.real
@pytest.mark.parametrize("truth", TRUTH, ids=lambda path: path.stem)
def test_every_printed_amount_stands_in_its_row(truth: Path, shared: Path) -> None:
    _, sha256_start, page = truth.stem.split("_")
    with truth.open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    grids = published_grids(shared, sha256_start)
    if grids is None:
        pytest.skip("the document is not here as a PDF")
    printed = _amounts_with_rows(grids, int(page.removeprefix("p")))
    assert printed, "no grid was found on the page"
    if not rows:
        assert not [text for text in printed if EXACT.fullmatch(text)], "the page prints a table without an amount"
    assert not [row for row in rows if not _take(printed, row)]


def _amounts_with_rows(grids: Sequence[Grid], page: int) -> dict[str, list[str]]:
    """For every text of a cell on the page: the whole row it stands in, once per cell."""
    found: dict[str, list[str]] = defaultdict(list)
    for grid in grids:
        rows: dict[int, str] = defaultdict(str)
        for cell in grid.cells:
            for row in range(cell.row_no, cell.row_no + cell.row_span):
                rows[row] += folded(cell.text)
        for cell in grid.cells:
            if cell.page == page and cell.text:
                found[folded(cell.text)].append(rows[cell.row_no])
    return found


def _take(printed: dict[str, list[str]], row: dict[str, str]) -> bool:
    """Whether the amount is in a row with the code and the label of the truth (labels of two columns joined by /)."""
    candidates = printed[folded(row["amount_text"])]
    for index, text in enumerate(candidates):
        if row["row_code"] in text and all(label in text for label in folded(row["row_name"]).split("/")):
            del candidates[index]
            return True
    return False
