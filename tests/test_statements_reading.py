"""Headings, units, page ends, notes, and grids that are refused with a reason."""

from __future__ import annotations

from pipelines.records.pages import Identity, Statement
from pipelines.reference import layouts
from pipelines.statements import recognise
from pipelines.statements.headings import read_heading
from pipelines.statements.sheet import Sheet
from tests.by_hand import BUDGET, Amount, amounts, grid, one, refused


def test_units_of_neighbours_and_torn_unit_lines() -> None:
    table = "科目编码|科目名称|合计|基本支出|项目支出\n201|一般公共服务支出|90.00|60.00|30.00"
    first = grid(table, ("支出总表", "单位：元"))
    second = grid(table, ("一般公共预算支出表",), number=2)
    third = grid(table, ("政府性基金预算支出表", "部门名称：示例局 单位：万", "元"), number=3)
    fourth = grid(table, ("国有资本经营预算支出表",), number=4)
    found = recognise((first, second, third, fourth), BUDGET)
    assert [(one.unit, getattr(one, "unit_source", None)) for one in found] == [
        ("元", "table"),
        ("元", "inherited"),
        ("万元", "table"),
        ("万元", "inherited"),
    ]


def test_amounts_without_any_unit_are_not_given_one() -> None:
    found = refused(grid("科目编码|科目名称|合计|基本支出\n201|一般公共服务支出|90.00|60.00", ("支出总表",)))
    assert "单位" in found.reason


def test_title_inside_the_grid_over_two_lines_and_on_the_page_before() -> None:
    inside = one(
        grid(
            """
            财政拨款政府性基金支出预算\\n表|<|<
            部门：|示例省人大常委会办公厅|单位：万元
            功能科目代码|功能科目名称|金额
            |合计|3.00
            212|城乡社区支出|3.00
            """
        )
    )
    assert (inside.kind, inside.body_printed, inside.header_row_count) == (
        "government_fund",
        "示例省人大常委会办公厅",
        3,
    )
    first = grid(
        "科目编码|科目名称|金额\n201|一般公共服务支出|1.00", ("支出总表", "单位：万元"), ("一般公共预算支出预算表",)
    )
    second = grid("科目编码|科目名称|金额\n201|一般公共服务支出|1.00", (), (), number=2, page=2)
    found = recognise((first, second), BUDGET)
    assert [getattr(statement, "kind", None) for statement in found] == ["expenditure", "general_expenditure"]


def test_titles_in_rows_of_their_own_inside_the_ruling_are_heading() -> None:
    """A sheet printed with its gridlines: the cover, the number of the table, its title and the unit are rows of the grid."""
    table = """
        示例局2024年部门预算公开|<|<
        部门公开表3|<|<
        部门支出总表|<|<
        部门：示例局||单位：万元
        科目编码|科目名称|合计
        201|一般公共服务支出|3.00
        |合计|3.00
        """
    inside = one(grid(table))
    assert (inside.kind, inside.unit, inside.header_row_count) == ("expenditure", "万元", 5)
    assert [amount.text for amount in amounts(inside)] == ["3.00", "3.00"]


def test_a_row_from_side_to_side_over_a_header_is_no_heading() -> None:
    table = "一、本级|<|<\n科目编码|科目名称|合计\n201|一般公共服务支出|3.00"
    assert read_heading(Sheet(grid(table, ("支出总表", "单位：万元")))).rows == 0


def test_a_label_torn_by_the_page_end_is_whole_again() -> None:
    found = one(
        grid(
            """
            收入|<|支出|<
            项目|预算数|项目|预算数
            一、财政拨款|9.00|七、文化体育支出|
            ||八、社会保障和就|1.50
            ||业支出|
            ||九、医疗卫生支出|7.50
            收入总计|9.00|支出总计|9.00
            """,
            ("收支预算总表", "单位：万元"),
            breaks=(4,),
        )
    )
    assert Amount(None, "八、社会保障和就业支出", "支出/预算数", "total", "all", "1.50") in amounts(found)
    assert "业支出" not in {row.label for row in found.rows}


def test_an_item_without_an_amount_that_begins_a_page_is_a_row_of_its_own() -> None:
    found = one(
        grid(
            """
            收入|<|支出|<
            项目|预算数|项目|预算数
            一、财政拨款|9.00|一、教育支出|1.50
            ||二、卫生健康支出|7.50
            本年收入小计|9.00|本年支出小计|9.00
            上年结转结余||年终结转结余|
            收入总计|9.00|支出总计|9.00
            """,
            ("收支预算总表", "单位：万元"),
            breaks=(5,),
        )
    )
    labels = {row.label for row in found.rows}
    assert {"本年收入小计", "上年结转结余", "本年支出小计", "年终结转结余"} <= labels


def test_a_repeated_header_is_no_row() -> None:
    found = one(
        grid(
            """
            科目编码|科目名称|合计
            201|一般公共服务支出|1.00
            科目编码|科目名称|合计
            202|外交支出|2.00
            """,
            ("支出总表", "单位：万元"),
        )
    )
    assert [row.code for row in found.rows] == ["201", "202"]


def test_an_empty_table_keeps_its_note() -> None:
    found = one(
        grid(
            """
            科目编码|科目名称|本年政府性基金预算支出|<|<
            ^|^|合计|基本支出|项目支出
            无||||
            """,
            ("公开表8", "政府性基金预算支出表", "单位：万元"),
            ("注：某部没有使用政府性基金预算拨款安排的支出，故本表无数据。",),
        )
    )
    assert found.rows == ()
    assert len(found.notes) == 2


def test_weak_and_contradicting_signs_are_refused_with_a_reason() -> None:
    untitled = refused(grid("科目编码|科目名称|合计\n201|一般公共服务支出|90.00", ("单位：万元",)))
    assert "未见表名" in untitled.reason
    economic = refused(
        grid("科目编码|科目名称|合计\n301|工资福利支出|9.00\n30101|基本工资|9.00", ("支出总表", "单位：万元"))
    )
    assert "科目编码" in economic.reason
    units = refused(grid("序号|单位名称|备注\n1|示例局（本级）|\n2|示例中心|"))
    assert "没有金额列" in units.reason
    contents = refused(grid("目录\n1.收支总表 ……3\n2.收入总表 ……4"))
    assert "一列" in contents.reason


def test_a_body_whose_name_speaks_of_tables_does_not_decide() -> None:
    identity = Identity(fiscal_year=2024, stage="budget", body="示例市政府采购中心")
    found = one(
        grid(
            "科目编码|科目名称|合计|基本支出|项目支出\n201|一般公共服务支出|90.00|60.00|30.00",
            ("示例市政府采购中心2024年支出预算总表", "单位：万元"),
        ),
        identity,
    )
    assert found.kind == "expenditure"


def test_every_kind_of_the_lists_is_known() -> None:
    known = set(layouts.kinds())
    assert {signal.kind for signal in layouts.signals()} <= known
    for attribute in ("role", "measure", "fund", "item", "side", "group"):
        for rule in layouts.column_rules(attribute):
            assert rule.kinds <= known, rule
    for attribute in ("item", "fund", "form", "money", "title_fund"):
        for item in layouts.item_rules(attribute):
            assert item.kinds <= known, item


def test_a_table_without_a_header_goes_on_with_the_page_before() -> None:
    first = grid(
        "科目编码|科目名称|合计|基本支出\n201|一般公共服务支出|3.00|3.00\n20101|人大事务|1.00|1.00",
        ("一般公共预算支出表", "单位：万元"),
    )
    second = grid("20103|政府办公厅（室）及相关机构事务|2.00|2.00\n合计|<|3.00|3.00", number=2, page=2)
    other = grid("20103|政府办公厅（室）及相关机构事务|2.00\n合计|<|3.00", number=3, page=3)
    found = recognise((first, second, other), BUDGET)
    assert [getattr(statement, "kind", None) for statement in found] == ["general_expenditure"] * 2 + [None]
    continued = found[1]
    assert isinstance(continued, Statement)
    assert continued.unit_source == "inherited"
    assert [(a.code, a.path, a.text) for a in amounts(continued)][:2] == [
        ("20103", "合计", "2.00"),
        ("20103", "基本支出", "2.00"),
    ]


def test_three_public_items_as_rows_leave_the_columns_to_the_funds() -> None:
    found = one(
        grid(
            """
            项目|资金性质|<
            ^|合计|一般公共预算财政拨款
            因公出国（境）费|1.00|1.00
            公务接待费|2.00|2.00
            """,
            ("财政拨款“三公”经费支出表", "单位：万元"),
        )
    )
    assert [column.item for column in found.columns] == [None, None, None]
    assert [row.item for row in found.rows] == ["abroad", "reception"]
    assert [column.fund for column in found.columns[1:]] == ["all", "general"]


def test_the_name_of_a_budget_is_no_stage() -> None:
    table = "科目编码|科目名称|合计|基本支出|项目支出\n201|一般公共服务支出|3.00|2.00|1.00"
    above = ("一般公共预算财政拨款支出表", "单位：万元")
    assert one(grid(table, above), Identity(fiscal_year=2024, stage="final")).stage == "final"
    assert (
        one(grid(table, ("一般公共预算支出预算表", "单位：万元")), Identity(fiscal_year=2024, stage="final")).stage
        == "budget"
    )
    unknown = one(grid(table.replace("合计", "决算数"), above), Identity(fiscal_year=2024))
    assert (unknown.stage, unknown.columns[2].measure) == ("final", "final")


def test_a_word_below_every_amount_tells_no_column_apart() -> None:
    table = """
        科目编码|科目名称|本年支出合计|基本支出|项目支出|经营支出
        ^|^|决算数|决算数|决算数|决算数
        201|一般公共服务支出|6.00|3.00|2.00|1.00
        """
    found = one(grid(table, ("支出决算表", "单位：万元")), Identity(fiscal_year=2024, stage="final"))
    assert [column.measure for column in found.columns[2:]] == ["total", "basic", "project", "operating"]


def test_a_word_that_differs_between_the_amounts_is_their_measure() -> None:
    table = """
        项目|三公经费|<
        ^|预算数|决算数
        合计|6.00|3.00
        """
    found = one(grid(table, ("“三公”经费支出决算表", "单位：万元")), Identity(fiscal_year=2024, stage="final"))
    assert [column.measure for column in found.columns[1:]] == ["budget", "final"]


def test_a_sentence_between_title_and_table() -> None:
    found = one(
        grid(
            "科目编码|科目名称|合计\n201|一般公共服务支出|3.00",
            ("支出总表", "本表反映部门全年支出。", "单位：万元"),
        )
    )
    assert found.title == "支出总表"
