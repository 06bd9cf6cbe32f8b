"""Running text rebuilt from printed lines: page numbers, running heads and grids out, soft breaks healed, places kept."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.facts.prose.body_lines import body_lines
from pipelines.facts.prose.outline import mark_of
from pipelines.facts.prose.paragraphs import Paragraph, paragraphs
from pipelines.records.pages import Box, Cell, Document, Grid, Line, Page, ReadyGrid

HEIGHT, LEFT, SIZE = 842.0, 80.0, 16.0


def line(text: str, top: float, x0: float = LEFT, size: float = SIZE) -> Line:
    """A printed line with one box per character, each as wide as the type is high (half for Latin)."""
    boxes = []
    x = x0
    for character in text:
        width = size / 2 if character.isascii() else size
        boxes.append(Box(x, top, x + width, top + size))
        x += width
    return Line(text, Box(x0, top, x, top + size), tuple(boxes))


def page(number: int, *lines: Line) -> Page:
    return Page(number, 595.0, HEIGHT, lines=lines)


def document(*pages: Page) -> Document:
    return Document("0" * 64, "application/pdf", len(pages), pages)


def read(*pages: Page, grids: Sequence[Grid] = ()) -> tuple[Paragraph, ...]:
    return paragraphs(body_lines(document(*pages), grids))


def texts(*pages: Page, grids: Sequence[Grid] = ()) -> list[str]:
    return [paragraph.text for paragraph in read(*pages, grids=grids)]


FULL = "某某局本年度收入支出总计与上年相比增加的原因是人员增加"  # 27 characters: as wide as the column


def test_a_page_number_inside_a_sentence_is_not_part_of_a_number() -> None:
    first = page(
        3, line(FULL, 700), line("一二三四五六七八九十一二三四五六七八九十，比上年增长", 730), line("3", 800, x0=295)
    )
    second = page(4, line("17.31%。主要原因是人员增加。", 80), line("4", 800, x0=295))
    assert texts(first, second)[-1].endswith("比上年增长17.31%。主要原因是人员增加。")


def test_page_numbers_of_many_forms_are_taken_out() -> None:
    for number in ("- 5 -", "— 5 —", "第 5 页 共 12 页", "5/12", "·5·", "第5页，共12页", "Page 5 of 12"):
        assert texts(page(5, line("支出合计 5 万元。", 400), line(number, 800, x0=280))) == ["支出合计5万元。"]


def test_a_lone_number_in_the_text_stays() -> None:
    assert texts(page(1, line("2024", 400), line("年度决算。", 430))) == ["2024", "年度决算。"]


def test_running_heads_are_taken_out_where_they_repeat_at_one_height() -> None:
    pages = [page(n, line("某市某局部门决算", 40), line(f"第{n}段正文内容。", 300)) for n in (1, 2, 3)]
    assert texts(*pages) == ["第1段正文内容。", "第2段正文内容。", "第3段正文内容。"]


def test_the_same_words_at_different_heights_are_no_running_head() -> None:
    pages = [page(n, line("与上年持平。", 60 + 30 * n), line(f"第{n}段正文内容。", 300)) for n in (0, 1, 2)]
    assert texts(*pages).count("与上年持平。") == 3


def test_lines_inside_a_grid_are_left_out_and_part_the_text() -> None:
    cells = tuple(
        Cell(row, column, 1, 1, "1.00", 1, Box(80 + 100 * column, 200 + 20 * row, 180 + 100 * column, 220 + 20 * row))
        for row in range(2)
        for column in range(2)
    )
    grid = Grid(1, 1, 1, 2, 2, cells)
    lines = (line(FULL, 150), line("1.00 2.00", 203), line("合计支出5万元。", 300))
    assert texts(page(1, *lines), grids=[grid]) == [FULL, "合计支出5万元。"]


def test_a_grid_of_one_cell_is_a_frame_around_text() -> None:
    cell = Cell(0, 0, 1, 1, "三公经费支出5万元。", 1)
    framed = Page(1, 0, 0, lines=(Line("说明", None),), ready_grids=(ReadyGrid(1, 1, (cell,), 1),))
    assert "三公经费支出5万元。" in texts(framed)


def test_a_number_broken_by_the_line_end_is_healed_only_when_it_becomes_one() -> None:
    broken = page(1, line("一二三四五六七八九十一二三四五六七八九十，比上年增长12.", 300, size=16), line("65%。", 330))
    assert texts(broken)[0].endswith("增长12.65%。")
    two = page(1, line("某某局本年度收入支出总计与上年相比增加，编号为12.5", 300), line("3.25万元。", 330))
    assert "12.5 3.25万元" in texts(two)[0]


def test_headings_stand_alone_and_items_begin_anew() -> None:
    found = read(
        page(
            1,
            line("一、收入决算情况说明", 100, x0=112),
            line("本年收入合计5万元，其中：", 130, x0=112),
            line("（一）财政拨款收入4万元。", 160, x0=112),
            line("1.一般公共预算拨款4万元。", 190, x0=112),
        )
    )
    assert [p.text for p in found] == [
        "一、收入决算情况说明",
        "本年收入合计5万元，其中：",
        "（一）财政拨款收入4万元。",
        "1.一般公共预算拨款4万元。",
    ]
    assert [p.mark.level if p.mark else None for p in found] == [1, None, 2, 3]
    assert [p.is_heading for p in found] == [True, False, False, False]


def test_marks_are_told_from_amounts_and_years() -> None:
    assert mark_of("1.65%，增长") is None
    assert mark_of("2024年度收入") is None
    assert mark_of("1. 2025年部门收入预算总表") is not None
    assert mark_of("三、2019年部门主要工作") is not None
    assert mark_of("（1）公务用车购置费") is not None
    assert mark_of("十，二，") is None


def test_every_character_keeps_its_page_and_box() -> None:
    first = page(1, line(FULL, 730))
    second = page(2, line("支出12.50万元。", 80))
    paragraph = read(first, second)[0]
    start = paragraph.text.index("12.50")
    places = paragraph.places[start : start + 5]
    assert {place.page for place in places} == {2}
    assert all(place.box is not None for place in places)
    boxes = [place.box for place in places if place.box is not None]
    assert boxes[0].x0 == LEFT + 2 * SIZE


def test_rows_of_flat_tables_are_no_text_but_spaced_prose_is() -> None:
    flat = Page(
        1,
        0,
        0,
        lines=(
            Line("208 社会保障和就业支出 471.44 460.67", None),
            Line("收入\t1.00\t支出\t1.00", None),
            Line("市本级收入 2.3 亿元,完成预算的 102.2%,下降 24.4%。加补助 1.4 亿元。", None),
        ),
    )
    assert texts(flat) == ["市本级收入2.3亿元,完成预算的102.2%,下降24.4%。加补助1.4亿元。"]


def test_markup_of_recognised_text_goes_and_its_headings_are_headings() -> None:
    marked = Page(
        1, 0, 0, lines=(Line("## (二)市本级政府性基金收支决算情况", None), Line("**收入预算：**5万元。", None))
    )
    found = read(marked)
    assert [p.text for p in found] == ["(二)市本级政府性基金收支决算情况", "收入预算：5万元。"]
    assert found[0].is_heading
    assert found[0].mark is not None
    assert found[0].mark.level == 2


def test_the_mark_of_a_level_goes_with_the_name_before_the_line_break() -> None:
    numbered = line("1、社会保障和就业支出（类）养老支出（款）退休", 100, x0=LEFT + 32)
    assert texts(page(1, line(FULL, 70), numbered, line("（项）。年初预算为41.26万元。", 130)))[-1] == (
        "1、社会保障和就业支出（类）养老支出（款）退休（项）。年初预算为41.26万元。"
    )
