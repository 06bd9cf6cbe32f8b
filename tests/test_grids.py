"""The grid room: every stage on edges and words drawn by hand, and tables of any shape recovered exactly."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.documents.lines import build_lines
from pipelines.grids import find_grids
from pipelines.grids.edges import Ruling, Rulings, components, snap_edges
from pipelines.grids.lattice import Rectangle, close_outer_sides, lattice_of, rectangles
from pipelines.records.pages import Cell, Edge, Line, Page, ReadyGrid, Word
from tests.drawn import Drawn, border, cell_at, document_of, page_of, texts, words_at

Spans = tuple[int, int, int, int]

# --- edges ------------------------------------------------------------------------------------------------------------


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


# --- lattice ----------------------------------------------------------------------------------------------------------


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


# --- text in cells ----------------------------------------------------------------------------------------------------


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


# --- ghosts -----------------------------------------------------------------------------------------------------------


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


# --- what is a grid, and what stands around it ------------------------------------------------------------------------


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


def test_the_last_digit_of_a_number_wider_than_the_last_column_is_not_lost() -> None:
    drawn = Drawn([["项目", ""], ["合计", "5.00"]], [80, 48], 100.0)
    number, note = words_at("100,000.00", 132, 110), words_at("注", 190, 110)
    (grid,) = find_grids(document_of(page_of([*drawn.words, *number, *note], drawn.edges)))
    assert [cell.text for cell in grid.cells] == ["项目", "100,000.00", "合计", "5.00"]


def test_a_note_that_runs_into_a_table_stays_beside_it() -> None:
    drawn = Drawn([["项目", ""], ["合计", "5.00"]], [80, 48], 100.0)
    note = words_at("见表后的说明文字", 158, 110)
    (grid,) = find_grids(document_of(page_of([*drawn.words, *note], drawn.edges)))
    assert "说明文字" not in grid.cells[1].text
