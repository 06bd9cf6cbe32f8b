"""Tables without rulings, with horizontal ones only, with white ones or fills; and text that is no table."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipelines.grids import find_grids
from pipelines.grids.segments import is_numbering
from pipelines.records.pages import Edge, Grid, Word
from tests.drawn import Drawn, border, document_of, page_of, texts, width_of, words_at

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
    assert grids[0].finder == "headed"


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
    rows = [["科目编码", "科目名称", "金额"], ["201", "一般公共服务支出", "50.00"], ["20101", "人大事务", "20.00"]]
    drawn = Drawn(rows, [80, 160, 80], 100)
    weak = [edge for row in range(8) for edge in border(45, 95 + 11 * row, 375, 106 + 11 * row)]
    (grid,) = find_grids(document_of(page_of(drawn.words, drawn.edges, weak=weak)))
    assert (texts(grid), grid.finder) == (rows, "ruled")


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


def lines_of(lines: Sequence[Sequence[tuple[str, float]]]) -> list[Word]:
    return [
        word for number, line in enumerate(lines) for text, x in line for word in words_at(text, x, 100 + 20 * number)
    ]


def test_leaders_of_a_table_of_contents_make_no_table() -> None:
    lines = [[(f"第{n}部分 概况 {'…' * 20}", 60.0), (f"{n + 3}", 500.0)] for n in range(8)]
    assert find_grids(document_of(page_of(lines_of(lines)))) == ()


def test_numbers_of_thousands_of_digits_are_no_ordinals() -> None:
    assert not is_numbering(["1" * 5000, "2" * 5000])
    assert is_numbering(["1", "2", "3"])


def test_a_form_without_rulings_that_cannot_be_read_is_kept() -> None:
    lines = [
        [("项目名称", 50.0), ("基层监测", 200.0)],
        [("年初预算数", 200.0), ("全年执行数", 300.0), ("分值", 400.0), ("得分", 450.0)],
        [("年度资金总额", 60.0), ("100.00", 210.0), ("105.50", 310.0), ("10", 405.0), ("9.59", 452.0)],
        [("项目资金", 20.0)],
        [("其中：财政拨款", 60.0), ("80.00", 215.0), ("85.50", 315.0), ("—", 405.0), ("—", 455.0)],
        [("一级指标", 50.0), ("二级指标", 150.0), ("三级指标", 250.0)],
    ]
    (grid,) = find_grids(document_of(page_of(lines_of(lines))))
    assert grid.finder == "columns"
    texts_of_all = " ".join(cell.text for cell in grid.cells)
    assert all(text in texts_of_all for text in ("100.00", "105.50", "80.00", "85.50"))


def test_labels_and_amounts_in_one_piece_are_kept() -> None:
    lines = [
        [("年初预算数：120.00", 50.0), ("全年执行数：98.50", 250.0)],
        [("其中：财政拨款100.00万元", 50.0), ("其中：财政拨款88.50万元", 250.0)],
    ]
    (grid,) = find_grids(document_of(page_of(lines_of(lines))))
    assert "88.50" in " ".join(cell.text for cell in grid.cells)


def test_a_single_row_outside_all_tables_is_kept() -> None:
    lines = [[("年度资金总额", 50.0), ("200.00", 300.0)]]
    (grid,) = find_grids(document_of(page_of(lines_of(lines))))
    assert grid.finder == "columns"
    sentence = [[("增长8.5%，主要是政策调整。", 50.0), ("1,463.80", 300.0)]]
    assert find_grids(document_of(page_of(lines_of(sentence)))) == ()


def test_a_form_of_words_with_white_rulings_is_a_table_and_shaded_lines_are_none() -> None:
    rows = [["一级指标", "二级指标"], ["产出指标", "数量指标"], ["效益指标", "社会效益"]]
    drawn = Drawn(rows, [100, 120], 100)
    (grid,) = find_grids(document_of(page_of(drawn.words, weak=drawn.edges)))
    assert (texts(grid), grid.finder) == (rows, "weak_ruled")
    shaded = [edge for row in range(3) for edge in border(45, 100 + 20 * row, 375, 120 + 20 * row)]
    assert find_grids(document_of(page_of(drawn.words, weak=shaded))) == ()


def test_columns_with_nothing_but_a_heading_are_kept() -> None:
    rows = [
        ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
        *([row[0], row[1], row[2], "", ""] for row in LOOSE[1:]),
    ]
    rulings = [Edge(45, 111 + 18 * number, 515, 111 + 18 * number) for number in range(6)]
    (grid,) = find_grids(document_of(page_of([*TITLE, *loose_words(rows)], rulings)))
    assert texts(grid) == rows


def test_a_centred_heading_stays_over_numbers_set_to_the_right() -> None:
    words = [*words_at("科目名称", 120, 120), *words_at("金额", 380, 120)]
    for number, (name, amount) in enumerate(
        [("教育支出", "1,234.50"), ("卫生健康支出", "34.50"), ("住房保障支出", "0.50")]
    ):
        words += words_at(name, 60, 138 + 18 * number)
        words += words_at(amount, 500 - width_of(amount), 138 + 18 * number)
    rulings = [Edge(45, 111 + 18 * number, 515, 111 + 18 * number) for number in range(5)]
    (grid,) = find_grids(document_of(page_of(words, rulings)))
    assert texts(grid)[:2] == [["科目名称", "金额"], ["教育支出", "1,234.50"]]


def test_a_missing_ruling_between_two_columns_of_numbers_is_made_good() -> None:
    drawn = Drawn([[row[0], row[1], row[2], row[4]] for row in LOOSE], [60, 170, 80, 80], 100)
    edges = [edge for edge in drawn.edges if not edge.x0 == edge.x1 == 50 + 60 + 170 + 80]
    (grid,) = find_grids(document_of(page_of(drawn.words, edges)))
    assert texts(grid) == [[row[0], row[1], row[2], row[4]] for row in LOOSE]
    assert grid.finder == "columns"


def test_two_tables_ruled_across_only_are_parted_by_their_titles() -> None:
    words = [*TITLE, *loose_words(LOOSE), *words_at("收入预算表", 200, 225), *loose_words(LOOSE, 270)]
    rulings = [Edge(45, at + 18 * number, 515, at + 18 * number) for at in (111, 261) for number in range(6)]
    first, second = find_grids(document_of(page_of(words, rulings)))
    assert texts(first) == texts(second) == LOOSE
    assert [line.text for line in second.lines_above] == ["收入预算表"]


def test_a_group_that_stands_alone_below_the_line_of_the_unit_is_of_the_heading() -> None:
    words = [*words_at("政府采购支出表", 200, 60), *words_at("单位：万元", 410, 80), *words_at("采购决算数", 335, 100)]
    for text, x in (("合计", 278), ("财政性资金", 335), ("其他资金", 425)):
        words += words_at(text, x, 128)
    for text, x in (("项目", 70), ("采购预算数", 160)):
        words += words_at(text, x, 114)
    for number, row in enumerate(
        (("合计", "48.00", "45.00", "40.00", "5.00"), ("货物", "26.00", "25.00", "20.00", "5.00"))
    ):
        for text, right in zip(row, (90, 210, 310, 385, 465), strict=True):
            words += words_at(text, right - width_of(text), 154 + 18 * number)
    (grid,) = find_grids(document_of(page_of(words)))
    (group,) = (cell for cell in grid.cells if cell.text == "采购决算数")
    assert (grid.finder, group.row_no, group.column_no, group.column_span) == ("headed", 0, 2, 3)
    assert [line.text for line in grid.lines_above] == ["政府采购支出表", "单位：万元"]
