"""Tab-separated tables torn apart by blank lines or by a label of their rows: put together, others left alone."""

from __future__ import annotations

from tests.test_documents_text import lines, page_of, rows, span


def test_a_form_goes_on_after_a_blank_line_whatever_its_width() -> None:
    (grid,) = page_of(
        "绩效目标表\n\n项目名称\t甲\t主管部门\t乙\n当年预算\t9.00\t\t\n\n当年绩效目标\t完成\t\t\t\t\n绩效指标\t指标\t权重\t单位\t性质\t值\n"
    ).ready_grids
    assert rows(grid) == [
        ["项目名称", "甲", "主管部门", "乙"],
        ["当年预算", "9.00"],
        ["当年绩效目标", "完成"],
        ["绩效指标", "指标", "权重", "单位", "性质", "值"],
    ]


def test_a_table_of_another_width_after_a_blank_line_is_another_table() -> None:
    first, second = page_of("甲表\n科目\t合计\t基本\n教育\t9.00\t9.00\n\n项目\t金额\n一\t1.00\n").ready_grids
    assert (first.row_count, second.row_count) == (2, 2)


def test_the_label_of_rows_torn_off_the_table_belongs_to_them() -> None:
    (grid,) = page_of(
        "绩效目标表\n\n当年预算\t9.00\t\t\n\t指标\t权重\t值\n\n绩效指标\n\n满意度\t10\t100\n人数\t20\t289\n"
    ).ready_grids
    assert rows(grid)[1:] == [["指标", "权重", "值"], ["绩效指标", "满意度", "10", "100"], ["人数", "20", "289"]]
    assert span(grid, "人数")[1] == span(grid, "指标")[1]


def test_a_title_between_two_tables_is_no_label() -> None:
    page = page_of("甲表\n科目\t合计\t基本\n教育\t9.00\t9.00\n\n乙表\n\n项目\t金额\n一\t1.00\n")
    assert len(page.ready_grids) == 2
    assert "乙表" in lines(page)
