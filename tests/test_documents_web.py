"""Web pages as pages: spans by the table model of HTML, layout tables, text in order, encodings, and pages that are refused."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.documents import UnreadableDocument, read
from pipelines.documents.plain import decode
from pipelines.documents.sniff import HTML
from pipelines.records.pages import Page, ReadyGrid

ID = "0" * 64


def page_of(body: str, encoding: str = "utf-8") -> Page:
    return read(f"<html><body>{body}</body></html>".encode(encoding), "页.html", ID).pages[0]


def places(grid: ReadyGrid) -> list[tuple[str, int, int, int, int]]:
    return [(c.text, c.row_no, c.column_no, c.row_span, c.column_span) for c in grid.cells]


def lines(page: Page) -> list[str]:
    return [line.text for line in page.lines]


def test_spans_put_cells_where_a_browser_puts_them() -> None:
    page = page_of(
        "<table><tr><th rowspan=2>科目</th><th colspan=2>支出</th></tr><tr><th>基本</th><th>项目</th></tr>"
        "<tr><td>201</td><td>1.00</td><td>2.00</td></tr></table>"
    )
    assert places(page.ready_grids[0]) == [
        ("科目", 0, 0, 2, 1),
        ("支出", 0, 1, 1, 2),
        ("基本", 1, 1, 1, 1),
        ("项目", 1, 2, 1, 1),
        ("201", 2, 0, 1, 1),
        ("1.00", 2, 1, 1, 1),
        ("2.00", 2, 2, 1, 1),
    ]
    assert {cell.method for cell in page.ready_grids[0].cells} == {"web"}


def test_a_foot_written_first_is_shown_last_and_zero_spans_end_with_their_group() -> None:
    page = page_of(
        "<table><thead><tr><th>项目<th>金额</thead><tfoot><tr><td>合计<td>3</tfoot>"
        "<tbody><tr><td rowspan=0>甲<td>1<tr><td>2</tbody></table>"
    )
    assert places(page.ready_grids[0]) == [
        ("项目", 0, 0, 1, 1),
        ("金额", 0, 1, 1, 1),
        ("甲", 1, 0, 2, 1),
        ("1", 1, 1, 1, 1),
        ("2", 2, 1, 1, 1),
        ("合计", 3, 0, 1, 1),
        ("3", 3, 1, 1, 1),
    ]


def test_layout_tables_are_no_grids_and_their_texts_are_lines() -> None:
    page = page_of(
        "<table><tr><td>导航</td><td><p>某局 2023 年部门预算</p><table><tr><td>项目</td><td>金额</td></tr>"
        "<tr><td>合计</td><td>9.00</td></tr></table>说明</td></tr></table>"
    )
    assert lines(page) == ["导航", "某局 2023 年部门预算", "说明"]
    (grid,) = page.ready_grids
    assert grid.line_index == 2
    assert [cell.text for cell in grid.cells] == ["项目", "金额", "合计", "9.00"]


def test_titles_and_units_inside_the_table_are_lines_above_it() -> None:
    page = page_of(
        "<table><caption>附表1</caption><tr><td colspan=3>收入预算总表</td></tr>"
        "<tr><td colspan=2>编制单位：某局</td><td>单位：万元</td></tr>"
        "<tr><td>项目</td><td>合计</td><td>备考</td></tr><tr><td>甲</td><td>1.50</td><td></td></tr>"
        "<tr><td colspan=3>注：本表为预算数</td></tr></table>"
    )
    assert lines(page) == ["附表1", "收入预算总表", "编制单位：某局", "单位：万元", "注：本表为预算数"]
    assert page.ready_grids[0].line_index == 4
    assert (page.ready_grids[0].row_count, page.ready_grids[0].column_count) == (2, 3)


def test_a_group_header_over_all_columns_is_no_title() -> None:
    page = page_of(
        "<table><tr><td colspan=2>单位：万元</td></tr><tr><td colspan=2>财政拨款“三公”经费</td></tr>"
        "<tr><td>合计</td><td>接待费</td></tr><tr><td>1</td><td>1</td></tr></table>"
    )
    assert places(page.ready_grids[0])[0] == ("财政拨款“三公”经费", 0, 0, 1, 2)


def test_scripts_styles_and_hidden_parts_are_not_text() -> None:
    page = page_of(
        "<script>var x='<td>1</td>'</script><style>p{}</style><p>看得见</p><p style='display: none'>看不见</p>"
        "<table><tr style='display:none'><td>隐</td><td>藏</td></tr><tr><td>a<script>b</script></td>"
        "<td>1&lt;2&nbsp;&amp;</td></tr></table>"
    )
    assert lines(page) == ["看得见"]
    assert [cell.text for cell in page.ready_grids[0].cells] == ["a", "1<2 &"]


def test_breaks_end_lines_and_inline_tags_do_not() -> None:
    page = page_of(
        "<p>三、<b>支出</b>\n  情况</p>第二行<br>第三行<table><tr><td>一<br>二<p>三</p></td><td>１２.５０</td></tr></table>"
    )
    assert lines(page) == ["三、支出 情况", "第二行", "第三行"]
    assert [cell.text for cell in page.ready_grids[0].cells] == ["一\n二\n三", "12.50"]


def test_the_title_of_the_page_is_its_first_line() -> None:
    document = read("<html><head><title>某局2023年预算</title></head><body><p>正文</p></body></html>".encode(), "x", ID)
    assert lines(document.pages[0]) == ["某局2023年预算", "正文"]
    assert document.media_type == HTML


TEXT = "2023年度部门预算收支总表，单位：万元。"


@pytest.mark.parametrize(
    ("encoding", "head"),
    [
        ("gb18030", '<meta charset="gb2312">'),
        ("gb18030", '<meta http-equiv="Content-Type" content="text/html; charset=gbk">'),
        ("gb18030", ""),
        ("gb18030", '<meta charset="utf-8">'),
        ("utf-8", ""),
        ("utf-8-sig", '<meta charset="gbk">'),
        ("utf-16", ""),
    ],
)
def test_encodings_declared_wrongly_declared_and_not_declared(encoding: str, head: str) -> None:
    data = f"<html><head>{head}</head><body><p>{TEXT}镕㐂</p></body></html>".encode(encoding)
    assert lines(read(data, "x", ID).pages[0]) == [f"{TEXT}镕㐂"]


def test_traditional_characters_in_big5() -> None:
    text = "一百零三年度單位預算，歲出合計，單位：千元。"
    assert decode(text.encode("big5")) == text


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="一二三支出收入预算合计万元部门，。0123456789", min_size=4, max_size=60))
def test_text_survives_gb18030_and_utf8(text: str) -> None:
    padded = f"部门预算{text}单位合计"
    assert decode(padded.encode("gb18030")) == padded
    assert decode(padded.encode("utf-8")) == padded


@st.composite
def tilings(draw: st.DrawFn) -> tuple[int, int, list[tuple[int, int, int, int]]]:
    height, width = draw(st.integers(1, 7)), draw(st.integers(2, 7))
    free = {(r, c) for r in range(height) for c in range(width)}
    blocks = []
    while free:
        row, column = min(free)
        tall, wide = draw(st.integers(1, height - row)), draw(st.integers(1, width - column))
        area = {(r, c) for r in range(row, row + tall) for c in range(column, column + wide)}
        if not area <= free:
            tall, wide, area = 1, 1, {(row, column)}
        free -= area
        blocks.append((row, column, tall, wide))
    return height, width, blocks


@settings(max_examples=150, deadline=None)
@given(tilings())
def test_any_tiling_of_spans_comes_back_exactly(tiling: tuple[int, int, list[tuple[int, int, int, int]]]) -> None:
    height, width, blocks = tiling
    rows = ["<tr>" + "".join("<td>h</td>" for _ in range(width)) + "</tr>"]
    for row in range(height):
        cells = [
            f"<td rowspan={tall} colspan={wide}>c{number}</td>"
            for number, (top, _, tall, wide) in enumerate(blocks)
            if top == row
        ]
        rows.append("<tr>" + "".join(cells) + "</tr>")
    grid = page_of(f"<table>{''.join(rows)}</table>").ready_grids[0]
    found = {text: place for text, *place in places(grid) if text != "h"}
    assert found == {f"c{n}": [row + 1, column, tall, wide] for n, (row, column, tall, wide) in enumerate(blocks)}
    assert (grid.row_count, grid.column_count) == (height + 1, width)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["<table>", "</table>", "<tr>", "<td rowspan=3>", "<td colspan=9>", "</td>", "x", "<div>", "</div>", "<p>"]
        ),
        max_size=40,
    )
)
def test_no_markup_crashes_and_cells_never_overlap(parts: list[str]) -> None:
    page = page_of("<p>头</p>" + "".join(parts))
    for grid in page.ready_grids:
        taken = [
            (r, c)
            for cell in grid.cells
            for r in range(cell.row_no, cell.row_no + cell.row_span)
            for c in range(cell.column_no, cell.column_no + cell.column_span)
        ]
        assert len(taken) == len(set(taken))
        assert all(r < grid.row_count and c < grid.column_count for r, c in taken)


def test_hostile_pages_are_refused_or_read_but_never_hang() -> None:
    with pytest.raises(UnreadableDocument, match="嵌套"):
        page_of("<div>" * 100_000 + "x")
    with pytest.raises(UnreadableDocument, match="没有任何文字"):
        page_of("<script>1</script>")
    page = page_of("<table>" + "<tr><td rowspan=60000 colspan=1000>a</td><td>b</td></tr>" * 3 + "</table>")
    assert sum(cell.text == "b" for grid in page.ready_grids for cell in grid.cells) <= 3


@pytest.mark.parametrize(
    ("markup", "is_told"),
    [
        ("<html><body><table><tr><td>1.00</td></tr></table></body></html>", False),
        ("<p>预算</p><table><tr><td>1.00</td></tr></table>", False),
        ("<p>预算</p><table><tr><td>1.00</td></tr>", True),
        ("<html><body><table><tr><td>1.00</td></tr></table><p>说明", True),
        ("<p>预算</p><table><tr><td>1.00</td></tr></table><di", True),
    ],
)
def test_a_page_that_stops_before_its_end_says_so(markup: str, is_told: bool) -> None:
    faults = read(markup.encode(), "页.html", ID).faults
    assert any("截断" in fault.reason for fault in faults) == is_told


def test_a_gap_of_zero_bytes_is_refused_as_rows_of_two_tables_may_touch_over_it() -> None:
    head, foot = b"<table>" + b"<tr><td>1.00</td></tr>" * 1000, b"<tr><td>2.00</td></tr></table>"
    with pytest.raises(UnreadableDocument, match="残缺"):
        read(head + bytes(4096) + foot, "页.html", ID)
