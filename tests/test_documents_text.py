"""Text and Markdown as pages: tabs, pipes, markup in text, page marks, and tables whose columns collapsed."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.documents import UnreadableDocument, read
from pipelines.documents.sniff import TEXT
from pipelines.records.pages import Document, Page, ReadyGrid

ID = "0" * 64


def document(text: str) -> Document:
    return read(text.encode(), "文本.txt", ID)


def page_of(text: str) -> Page:
    return document(text).pages[0]


def lines(page: Page) -> list[str]:
    return [line.text for line in page.lines]


def rows(grid: ReadyGrid) -> list[list[str]]:
    """Cells with text of each row; an uncertain one is marked with '?'."""
    found: list[list[str]] = [[] for _ in range(grid.row_count)]
    for cell in grid.cells:
        if cell.text:
            found[cell.row_no].append(cell.text + ("?" if cell.method == "inferred" else ""))
    return found


def span(grid: ReadyGrid, text: str) -> tuple[int, int, int, int]:
    cell = next(cell for cell in grid.cells if cell.text == text)
    return cell.row_no, cell.column_no, cell.row_span, cell.column_span


def test_tabs_with_header_blanks_that_are_spans() -> None:
    page = page_of(
        "## 附表-5\n\n**一般公共预算支出表**\n单位：万元\n\n科目编码\t科目名称\t合计\t基本支出\t\t\t项目支出\n"
        "\t\t\t小计\t人员经费\t公用经费\t\n\t合计\t9.00\t5.00\t3.00\t2.00\t4.00\n<b>208</b>\t<b>社会保障</b>\t9.00\t\t\t\t\n"
    )
    assert lines(page) == ["附表-5", "一般公共预算支出表", "单位：万元"]
    (grid,) = page.ready_grids
    assert grid.line_index == 3
    assert span(grid, "科目编码") == (0, 0, 2, 1)
    assert span(grid, "基本支出") == (0, 3, 1, 3)
    assert span(grid, "项目支出") == (0, 6, 2, 1)
    assert rows(grid)[2:] == [["合计", "9.00", "5.00", "3.00", "2.00", "4.00"], ["208", "社会保障", "9.00"]]
    assert {cell.method for cell in grid.cells} == {"text"}


def test_a_header_over_all_columns_and_an_empty_table() -> None:
    grid = page_of("单位：万元\n2023年预算数\t\t\n合计\t因公出国（境）费\t接待费\n").ready_grids[0]
    assert span(grid, "2023年预算数") == (0, 0, 1, 3)
    empty = page_of("科目编码\t科目名称\t本年支出\t\n\t\t总计\t基本支出\n\t合计\t\t\n").ready_grids[0]
    assert span(empty, "科目编码") == (0, 0, 2, 1)
    assert span(empty, "合计") == (2, 1, 1, 1)


def test_a_unit_row_inside_the_tabs_is_a_caption() -> None:
    page = page_of(
        "部门/单位：某局\t\t单位：万元\t\n收 入\t\t支 出\t\n项目\t预算数\t项目\t预算数\n甲\t1.00\t乙\t1.00\n"
    )
    assert lines(page) == ["部门/单位：某局", "单位：万元"]
    assert span(page.ready_grids[0], "支 出") == (0, 2, 1, 2)


def test_blank_lines_inside_a_table_do_not_tear_it_and_titles_do() -> None:
    page = page_of("项目\t金额\n甲\t1.00\n\n乙\t2.00\n\n表二\n项目\t金额\n丙\t3.00\n\n项目\t金额\n丁\t4.00\n")
    assert [rows(grid) for grid in page.ready_grids] == [
        [["项目", "金额"], ["甲", "1.00"], ["乙", "2.00"]],
        [["项目", "金额"], ["丙", "3.00"]],
        [["项目", "金额"], ["丁", "4.00"]],
    ]


def test_tabs_that_only_indent_are_text() -> None:
    page = page_of("\t一、总体情况\n\t2023年收入 5 万元。\n")
    assert lines(page) == ["一、总体情况", "2023年收入 5 万元。"]
    assert page.ready_grids == ()


def test_markdown_tables() -> None:
    page = page_of("# 标题\n\n| 项目 | 金额 |\n|:---|---:|\n| a\\|b | **1.00** |\n| 乙 |  |\n\n正文")
    assert lines(page) == ["标题", "正文"]
    assert rows(page.ready_grids[0]) == [["项目", "金额"], ["a|b", "1.00"], ["乙"]]
    assert page.ready_grids[0].column_count == 2


def test_pipes_that_lost_their_gaps_are_certain_only_in_full_rows() -> None:
    page = page_of(
        "单位:万元\n经费 | 机关运行 | |||\n合计 | 接待费 | |||\n预算数 | 决算数 | 预算数 | 决算数 | 32.50 |\n"
        "22.00 | 8.77 | 8.00 | \n"
    )
    (grid,) = page.ready_grids
    assert rows(grid) == [
        ["经费\t机关运行?"],
        ["合计\t接待费?"],
        ["预算数", "决算数", "预算数", "决算数", "32.50"],
        ["22.00\t8.77\t8.00?"],
    ]
    assert grid.cells[-1].column_span == 5


def test_markup_tables_in_markdown() -> None:
    page = page_of(
        "# 收入表\n\n单位：万元\n\n<table><tr><td rowspan=2>项目</td><td>金额</td></tr><tr><td>1.00</td></tr></table>\n\n注"
    )
    assert lines(page) == ["收入表", "单位：万元", "注"]
    assert page.ready_grids[0].line_index == 2
    assert span(page.ready_grids[0], "项目") == (0, 0, 2, 1)
    assert document("# 收入表\n<table><tr><td>甲</td><td>1</td></tr></table>").media_type == TEXT


def test_pages_are_those_the_text_marks() -> None:
    found = document("封面\n=== page 7\n第七页\f第八页\n=== 第 12 页 ===\n十二")
    assert [(page.number, lines(page)) for page in found.pages] == [
        (1, ["封面"]),
        (7, ["第七页"]),
        (8, ["第八页"]),
        (12, ["十二"]),
    ]


def test_a_two_sided_table_of_single_spaces_is_certain_by_its_numbers() -> None:
    page = page_of(
        "收支总表\n某局 单位：万元\n序号\n收入 支出\n项 目 预算数 项 目 预算数\n栏次 1 2 3 4\n"
        "1 一、财政拨款收入 6490.30 一、一般公共服务支出\n2 二、事业收入 二、国防支出 11.85\n3 三、教育支出 4.65\n"
        "4 本年收入合计 6490.30 本年支出合计 16.50\n"
    )
    assert lines(page) == ["收支总表", "某局 单位：万元"]
    (grid,) = page.ready_grids
    assert rows(grid) == [
        ["序号"],
        ["收入", "支出"],
        ["项目", "预算数", "项目", "预算数"],
        ["栏次", "1", "2", "3", "4"],
        ["1", "一、财政拨款收入", "6490.30", "一、一般公共服务支出"],
        ["2", "二、事业收入", "二、国防支出", "11.85"],
        ["3", "三、教育支出", "4.65"],
        ["4", "本年收入合计", "6490.30", "本年支出合计", "16.50"],
    ]
    assert span(grid, "三、教育支出") == (6, 3, 1, 1)
    assert span(grid, "4.65") == (6, 4, 1, 1)


def test_a_lone_label_whose_side_is_unknown_stays_uncertain() -> None:
    page = page_of(
        "单位：万元\n收入 支出\n项目 决算数 项目 决算数\n一、拨款收入 5.00 一、公共安全支出 5.00\n"
        "二、预备费 3.00\n总计 5.00 总计 8.00\n"
    )
    assert rows(page.ready_grids[0])[3] == ["二、预备费?", "3.00?"]


CODE_TABLE = """支出总表
某局 单位：万元
序号
功能分类科目
合计 基本支出 项目支出
科目编码 科目名称
栏次 1 2 3 4 5
1 合计 30.00 10.00 20.00
2 208
社会保障和就
业支出
10.00 10.00
3 20805 行政事业单位养老支出 10.00 10.00
某局 单位：万元
序号
功能分类科目
合计 基本支出 项目支出
科目编码 科目名称
栏次 1 2 3 4 5
4 213 农林水支出 20.00 20.00
注：空表列示。
"""


def test_wrapped_names_and_pages_with_the_header_again_are_one_table() -> None:
    page = page_of(CODE_TABLE)
    assert lines(page) == ["支出总表", "某局 单位：万元", "注：空表列示。"]
    (grid,) = page.ready_grids
    assert rows(grid) == [
        ["序号"],
        ["功能分类科目?"],
        ["合计", "基本支出", "项目支出"],
        ["科目编码", "科目名称"],
        ["栏次", "1", "2", "3", "4", "5"],
        ["1", "合计", "30.00", "10.00", "20.00"],
        ["2", "208", "社会保障和就业支出", "10.00\t10.00?"],
        ["3", "20805", "行政事业单位养老支出", "10.00\t10.00?"],
        ["4", "213", "农林水支出", "20.00\t20.00?"],
    ]
    uncertain = next(cell for cell in grid.cells if cell.text == "20.00\t20.00")
    assert (uncertain.column_no, uncertain.column_span) == (3, 3)


def test_names_around_the_line_of_their_code() -> None:
    page = page_of(
        "支出决算表\n单位：万元\n功能分类\n科目编码 科目名称 合计 基本支出\n"
        "208 社会保障和就业支出 9.00 9.00\n机关事业单位基本养老保\n"
        "2080505 5.00 5.00\n险缴费支出\n机关事业单位职业年金缴\n2080506 3.00 3.00\n费支出\n"
        "2080599 其他行政事业单位养老支\n出 \n1.00 1.00\n"
        "=== page 2\n2089999 其他社会保障和就业支出 1.00 1.00\n注：本表反映支出情况。\n"
    )
    body = rows(page.ready_grids[0])[2:]
    assert body == [
        ["208", "社会保障和就业支出", "9.00\t9.00?"],
        ["2080505", "机关事业单位基本养老保险缴费支出", "5.00\t5.00?"],
        ["2080506", "机关事业单位职业年金缴费支出", "3.00\t3.00?"],
        ["2080599", "其他行政事业单位养老支出", "1.00\t1.00?"],
        ["2089999", "其他社会保障和就业支出", "1.00\t1.00?"],
    ]
    assert [cell.page for cell in page.ready_grids[0].cells if cell.text == "2089999"] == [2]


def test_two_account_blocks_with_split_codes_and_torn_names_on_both_sides() -> None:
    page = page_of(
        "基本支出决算表\n单位：万元\n科目编码 科目名称 决算数 科目名称 决算数\n类 款 类 款\n"
        "301 工资福利支出 9.00 302 商品和服务支出 8.00\n"
        "其他对个人和家庭 其他商品和服务支\n303 99 0.00 302 99 9.07\n的补助 出\n301 12 公务员医疗补助缴 1.00 302 11 差旅费 1.75\n"
        "费 因公出国（境）费\n301 13 社会保障缴费 7.17 302 12 0.00\n用\n302 13 维修费 2.00\n人员经费合计 9.00 公用经费合计 8.00\n"
    )
    body = rows(page.ready_grids[0])[2:]
    assert body == [
        ["301", "工资福利支出", "9.00", "302", "商品和服务支出", "8.00"],
        ["30399", "其他对个人和家庭的补助", "0.00", "30299", "其他商品和服务支出", "9.07"],
        ["30112", "公务员医疗补助缴费", "1.00", "30211", "差旅费", "1.75"],
        ["30113", "社会保障缴费", "7.17", "30212", "因公出国（境）费用", "0.00"],
        ["30213", "维修费", "2.00"],
        ["人员经费合计", "9.00", "公用经费合计", "8.00"],
    ]
    assert span(page.ready_grids[0], "维修费")[1] == 4


def test_pairs_of_budget_and_final_are_certain_only_in_full_rows() -> None:
    head = "三公经费表\n单位：万元\n合计 公务接待费\n预算数 决算数 预算数 决算数\n"
    full = page_of(head + "21.00 16.95 0.50 0.00\n").ready_grids[0]
    assert rows(full)[-1] == ["21.00", "16.95", "0.50", "0.00"]
    torn = page_of(head + "21.00 16.95 0.50\n").ready_grids[0]
    assert rows(torn)[-1] == ["21.00\t16.95\t0.50?"]
    assert torn.cells[-1].column_span == 4


def test_one_header_line_names_every_column() -> None:
    (grid,) = page_of(
        "资产情况表\n某局 截止时间：2021-12-31\n项 目 数量 价值（金额单位：万元）\n资产总额 46.21\n2、车辆（台） 1 13.11\n"
    ).ready_grids
    assert rows(grid) == [
        ["项目", "数量", "价值（金额单位：万元）"],
        ["资产总额", "46.21?"],
        ["2、车辆（台）", "1", "13.11"],
    ]
    assert span(grid, "46.21")[1:] == (1, 1, 2)
    (codes,) = page_of("支出表\n单位：万元\n科目编码 科目名称 合计 基本支出\n201 公共服务 5.00 5.00\n").ready_grids
    assert rows(codes) == [["科目编码", "科目名称", "合计", "基本支出"], ["201", "公共服务", "5.00", "5.00"]]


def test_numbers_of_lines_beside_labels() -> None:
    page = page_of(
        "单位：万元\n收入 支出\n项目 行次 决算数 项目 行次 决算数\n一、财政拨款收入 1 13.50 一、一般公共服务支出 31\n"
        "二、事业收入 2 二、国防支出 32 13.50\n总计 30 13.50 总计 60 13.50\n"
    )
    assert rows(page.ready_grids[0])[2:] == [
        ["一、财政拨款收入", "1", "13.50", "一、一般公共服务支出", "31"],
        ["二、事业收入", "2", "二、国防支出", "32", "13.50"],
        ["总计", "30", "13.50", "总计", "60", "13.50"],
    ]


def test_a_unit_before_prose_makes_no_table() -> None:
    page = page_of("报告\n单位：万元\n2023年收入 5.00 万元，完成预算的 98.50%。\n支出 3.00 万元。\n")
    assert page.ready_grids == ()
    assert len(page.lines) == 4


def test_nothing_to_read_is_refused() -> None:
    with pytest.raises(UnreadableDocument, match="没有任何文字"):
        document(" \n\t\n")


@st.composite
def collapsed_tables(draw: st.DrawFn) -> list[tuple[str, str, list[str]]]:
    amount = st.integers(0, 10**7).map(lambda n: f"{n // 100}.{n % 100:02d}")
    count = draw(st.integers(1, 12))
    return [
        (
            str(draw(st.sampled_from([201, 20101, 2010101]))),
            draw(st.sampled_from(["行政运行", "其他一般公共服务支出", "教育支出"])),
            draw(st.lists(amount, min_size=1, max_size=4)),
        )
        for _ in range(count)
    ]


@settings(max_examples=100, deadline=None)
@given(collapsed_tables(), st.booleans())
def test_every_amount_of_a_collapsed_table_stands_in_its_row_once_and_in_order(
    table: list[tuple[str, str, list[str]]], is_numbered: bool
) -> None:
    body = [f"{code} {name} {' '.join(amounts)}" for code, name, amounts in table]
    if is_numbered:
        head = "序号 科目编码 科目名称 合计 甲 乙 丙\n栏次 1 2 3 4 5 6\n"
        body = [f"{number} {line}" for number, line in enumerate(body, start=1)]
    else:
        head = "科目编码 科目名称 合计 甲 乙 丙\n"
    (grid,) = page_of("支出表\n单位：万元\n" + head + "\n".join(body) + "\n").ready_grids
    label = int(is_numbered)
    for row_no, (code, name, amounts) in enumerate(table, start=1 + is_numbered):
        cells = [cell for cell in grid.cells if cell.row_no == row_no and cell.text]
        assert [cell.text for cell in cells if cell.column_no in (label, label + 1)] == [code, name]
        rest = [text for cell in cells if cell.column_no > label + 1 for text in cell.text.split("\t")]
        assert rest == amounts
        certain = [cell for cell in cells if cell.method == "text" and cell.column_no > label + 1]
        assert not certain or len(amounts) == 4


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="单位：万元 合计栏次一二、支出收入项目208.035\n\t|<table>=#注", max_size=200))
def test_no_text_crashes_and_no_character_of_a_number_is_lost(text: str) -> None:
    found = document("头\n" + text)
    kept = " ".join(lines for page in found.pages for lines in [*(line.text for line in page.lines)])
    kept += " ".join(cell.text for page in found.pages for grid in page.ready_grids for cell in grid.cells)
    assert kept


AMOUNT = re.compile(r"(?<![\d.])\d[\d,]*\.\d+(?![\d%])")


def _in_grids(found: Document) -> Counter[str]:
    cells = (cell.text for page in found.pages for grid in page.ready_grids for cell in grid.cells)
    return Counter(amount for text in cells for amount in AMOUNT.findall(text))


@pytest.mark.real
@pytest.mark.parametrize(("prefix", "count"), [("001", 344), ("003", 122)])
def test_every_amount_of_the_tabbed_seeds_stands_in_a_cell(shared: Path, prefix: str, count: int) -> None:
    (path,) = (shared / "seeds").glob(f"{prefix}_*.txt")
    printed = Counter(
        amount for line in path.read_text("utf-8").splitlines() if "\t" in line for amount in AMOUNT.findall(line)
    )
    found = _in_grids(read(path.read_bytes(), path.name, ID))
    assert found == printed
    assert sum(printed.values()) == count


@pytest.mark.real
def test_every_amount_of_the_collapsed_seed_stands_in_a_cell(shared: Path) -> None:
    (path,) = (shared / "seeds").glob("004_*.txt")
    prose = re.compile(r"\.\d+\s*万|。|下降")
    printed = Counter(
        amount
        for line in path.read_text("utf-8").splitlines()
        if not prose.search(line) or "单位：万元" in line
        for amount in AMOUNT.findall(line)
    )
    found = read(path.read_bytes(), path.name, ID)
    assert _in_grids(found) == printed
    assert sum(printed.values()) == 216
    grids = [grid for page in found.pages for grid in page.ready_grids]
    assert len(grids) == 11
    assert [row[0] for row in rows(grids[0])[-33:]] == [str(number) for number in range(1, 34)]


@pytest.mark.real
def test_the_excerpts_of_final_accounts_keep_every_amount_in_its_row(shared: Path) -> None:
    path = shared / "disclosures/text/shengtai_2025_final_excerpt.txt"
    found = read(path.read_bytes(), path.name, ID)
    pages = {page.number: page for page in found.pages}
    assert [len(pages[number].ready_grids) for number in (7, 10, 11, 14, 15, 16, 17)] == [1, 1, 0, 1, 1, 0, 1]
    expenditure = pages[10].ready_grids[0]
    assert rows(expenditure)[-1] == ["2210203", "购房补贴", "202.20", "202.20", "0.00", "0.00", "0.00", "0.00"]
    assert rows(pages[15].ready_grids[0])[-1] == ["人员经费合计", "2,949.02", "公用经费合计", "416.36"]
    assert len(rows(pages[17].ready_grids[0])[-1]) == 12


def test_column_numbers_state_the_width_only_where_the_header_lost_its_spans() -> None:
    kept = "收支总表\n单位：万元\n序号\t收入\t\t\n\t项目\t金额\t备注\n栏次\t1\t2\t3\n1\t甲\t1.00\t\n2\t乙\t2.00\t注\n"
    (grid,) = page_of(kept).ready_grids
    assert {cell.method for cell in grid.cells} == {"text"}
    lost = "支出表\n单位：万元\n项目 | 合计 | 基本 |\n编码 | 名称 |\n栏次 | 1 | 2 |\n201 | 甲 | 3.00 | 3.00 |\n202 | 乙 | 4.00 |\n"
    (grid,) = page_of(lost).ready_grids
    assert grid.column_count == 4
