"""Grids become statements: summaries and tables of a department, their columns, rows and trees."""

from __future__ import annotations

from pipelines.records.pages import Identity, Statement
from tests.by_hand import FINAL, Amount, amounts, grid, one


def items(statement: Statement, block: int = 0) -> dict[str, tuple[str | None, int | None]]:
    """Label -> item and parent of the rows of one block."""
    return {row.label: (row.item, row.parent_row_no) for row in statement.rows if row.block == block}


def test_final_summary_has_two_sides_and_sums() -> None:
    found = one(
        grid(
            """
            收入|<|支出|<
            项目|决算数|项目|决算数
            一、一般公共预算财政拨款收入|9746.50|一、一般公共服务支出|
            五、事业收入||八、社会保障和就业支出|754.75
            本年收入合计|9746.50|本年支出合计|9759.38
            使用非财政拨款结余||结余分配|
            年初结转和结余|112.88|年末结转和结余|100.00
            总计|9859.38|总计|9859.38
            """,
            ("收入支出决算总表", "单位：万元"),
            ("注：本表反映部门本年度的总收支和年末结转结余情况。", "-7-"),
        ),
        FINAL,
    )
    assert (found.kind, found.unit, found.unit_source, found.header_row_count) == (
        "income_expenditure_summary",
        "万元",
        "table",
        2,
    )
    assert found.notes == ("注：本表反映部门本年度的总收支和年末结转结余情况。",)
    assert Amount(None, "年初结转和结余", "收入/决算数", "final", "carryover", "112.88") in amounts(found)
    assert Amount(None, "八、社会保障和就业支出", "支出/决算数", "final", "all", "754.75") in amounts(found)
    assert items(found) == {
        "一、一般公共预算财政拨款收入": ("source", 4),
        "五、事业收入": ("source", 4),
        "本年收入合计": ("current_income", 7),
        "使用非财政拨款结余": ("use_of_surplus", 7),
        "年初结转和结余": ("carry_in", 7),
        "总计": ("income_total", None),
    }
    assert items(found, 1)["八、社会保障和就业支出"] == ("function", 4)
    assert items(found, 1)["年末结转和结余"] == ("carry_out", 7)


def test_a_sum_without_a_total_is_the_total() -> None:
    found = one(
        grid(
            """
            收入|<|支出|<|<|<
            项目名称|金额|功能分类|<|支出用途|<
            ^|^|功能科目名称|金额|项目名称|金额
            一、财政拨款|90.00|一、一般公共服务支出|80.00|一、基本支出|60.00
            1.一般公共预算|90.00|二、外交支出||二、项目支出|30.00
            当年收入小计|90.00|当年支出小计|<|<|90.00
            上年结转资金||结转下年资金|<|<|
            收入合计|90.00|支出合计|<|<|90.00
            """,
            ("表一", "收支预算总表", "部门：示例厅 单位：万元"),
        )
    )
    assert found.body_printed == "示例厅"
    assert items(found)["收入合计"] == ("income_total", None)
    assert items(found)["当年收入小计"] == ("current_income", 7)
    assert items(found)["1.一般公共预算"] == ("source", 3)
    assert Amount(None, "当年支出小计", "支出/支出用途/金额", "total", "all", "90.00") in amounts(found)
    assert Amount(None, "1.一般公共预算", "收入/金额", "total", "general", "90.00") in amounts(found)


def test_split_codes_are_joined_and_sum_by_prefix() -> None:
    found = one(
        grid(
            """
            项目|<|<|<|支出预算|<|<
            功能分类科目编码|<|<|功能分类科目名称|合计|基本支出|项目支出
            类|款|项|^|^|^|^
            208|||社会保障和就业支出|3|2|1
            208|05||行政事业单位养老支出|3|2|1
            208|05|05|机关事业单位基本养老保险缴费支出|3|2|1
            合计|<|<|<|3|2|1
            """,
            ("2025年部门支出预算总表", "编制部门：示例局 单位：元"),
        )
    )
    assert (found.kind, found.unit, found.fiscal_year) == ("expenditure", "元", 2025)
    assert [(row.code, row.level, row.parent_row_no) for row in found.rows] == [
        ("208", "类", 6),
        ("20805", "款", 3),
        ("2080505", "项", 4),
        (None, "合计", None),
    ]
    assert amounts(found)[1] == Amount("208", "社会保障和就业支出", "支出预算/基本支出", "basic", "all", "2")


def test_misprinted_codes_stay_as_printed() -> None:
    found = one(
        grid(
            """
            经济分类科目编码|科目名称|决算数|经济分类科目编码|科目名称|决算数
            301|工资福利支出|5.00|302|商品和服务支出|1.00
            3012|津贴补贴|5.00|30201|办公费|1.00
            7|奖金||||
            人员经费合计|<|5.00|公用经费合计|<|1.00
            """,
            ("一般公共预算财政拨款基本支出决算表", "单位：万元"),
        ),
        FINAL,
    )
    assert found.scheme == "department"
    assert [row.code for row in found.rows if row.block == 0] == ["301", "3012", "7", None]
    assert {row.label: row.item for row in found.rows if row.code is None} == {
        "人员经费合计": "personnel_total",
        "公用经费合计": "public_total",
    }
    assert [row.parent_row_no for row in found.rows if row.code in ("301", "302")] == [4, 4]
    assert {amount.path for amount in amounts(found)} == {"决算数"}


def test_income_columns_are_their_own_measures() -> None:
    found = one(
        grid(
            """
            序号|功能分类科目|<|合计|本年收入|<|<|<|上年结转
            ^|科目编码|科目名称|^|小计|财政拨款收入|财政专户收入|事业收入|^
            栏次|1|2|3|4|5|6|7|8
            1||合计|9.00|8.00|5.00|2.00|1.00|1.00
            2|208|社会保障和就业支出|9.00|8.00|5.00|2.00|1.00|1.00
            """,
            ("部门预算收入总表", "475 示例县乡村振兴局 预算年度：2022 单位：万元"),
        ),
        Identity(fiscal_year=2022, stage="budget"),
    )
    assert found.body_printed == "示例县乡村振兴局"
    assert [(column.path, column.measure, column.fund) for column in found.columns if column.role == "amount"] == [
        ("合计", "total", "all"),
        ("本年收入/小计", "current_income", "all"),
        ("本年收入/财政拨款收入", "fiscal_appropriation", "all"),
        ("本年收入/财政专户收入", "special_account", "special_account"),
        ("本年收入/事业收入", "business", "business"),
        ("上年结转", "carryover", "carryover"),
    ]
    assert found.columns[0].role == "sequence"


def test_income_by_source_rows_takes_measure_from_the_outer_label() -> None:
    found = one(
        grid(
            """
            项目名称|<|金额
            收入总计|<|16.00
            一般公共预算资金|小计|11.00
            ^|专项收入|1.00
            其他资金|小计|5.00
            ^|经营收入|5.00
            """,
            ("收入预算总表", "单位：万元"),
        )
    )
    assert [(a.label, a.measure, a.fund) for a in amounts(found)] == [
        ("收入总计", "total", "all"),
        ("小计", "general", "general"),
        ("专项收入", "general", "general"),
        ("小计", "other", "other"),
        ("经营收入", "business_operation", "business_operation"),
    ]


def test_income_by_unit() -> None:
    found = one(
        grid(
            """
            部门(单位)代码|部门(单位)名称|合计|本年收入|<|上年结转结余|<
            ^|^|^|小计|一般公共预算|小计|一般公共预算
            |合计|1205.56|1205.56|1205.56|0.00|0.00
            222006|示例市客运管理处|1205.56|1205.56|1205.56|0.00|0.00
            """,
            ("附表-2", "收入总表", "部门/单位：示例市客运管理处", "单位：万元"),
        )
    )
    assert found.kind == "income"
    assert (found.rows[1].item, found.rows[1].unit_code, found.rows[1].unit_name) == (
        "unit",
        "222006",
        "示例市客运管理处",
    )
    assert [column.measure for column in found.columns if column.role == "amount"] == [
        "total",
        "current_income",
        "general",
        "carry_in",
        "carry_in",
    ]


def test_appropriation_summary_names_the_carried_funds() -> None:
    found = one(
        grid(
            """
            收入|<|支出|<|<|<|<
            项目|决算数|项目|合计|一般公共预算财政拨款|政府性基金预算财政拨款|国有资本经营预算财政拨款
            一、一般公共预算财政拨款|8.00|一、一般公共服务支出|9.00|8.00|1.00|
            二、政府性基金预算财政拨款|1.00|||||
            本年收入合计|9.00|本年支出合计|9.00|8.00|1.00|
            年初财政拨款结转和结余|2.00|年末财政拨款结转和结余|2.00|2.00||
            一、一般公共预算财政拨款|2.00|||||
            二、政府性基金预算财政拨款||||||
            总计|11.00|总计|11.00|10.00|1.00|
            """,
            ("财政拨款收入支出决算总表", "单位：万元"),
        ),
        FINAL,
    )
    assert found.kind == "appropriation_summary"
    by_row = {row.row_no: (row.item, row.parent_row_no) for row in found.rows if row.block == 0}
    assert by_row[2] == ("source", 4)
    assert by_row[6] == ("carry_in_general", 5)
    assert by_row[7] == ("carry_in_government_fund", 5)
    assert by_row[5] == ("carry_in", 8)
    assert [(column.measure, column.fund) for column in found.columns if column.role == "amount"] == [
        ("final", None),
        ("total", "all"),
        ("total", "general"),
        ("total", "government_fund"),
        ("total", "state_capital"),
    ]


def test_carried_amounts_of_a_fund_and_a_total_row_inside_the_header() -> None:
    found = one(
        grid(
            """
            项目|<|年初结转和结余|本年收入|本年支出|<|<|年末结转和结余
            功能分类科目编码|科目名称|^|^|^|^|^|^
            合计|<|1.00|2.00|合计|基本支出|项目支出|0.50
            212|城乡社区支出|1.00|2.00|2.50||2.50|0.50
            """.replace("^|^|^|^|^|^", "||||| "),
            ("政府性基金预算财政拨款收入支出决算表", "单位：万元"),
        ),
        FINAL,
    )
    assert [column.measure for column in found.columns if column.role == "amount"] == [
        "carry_in",
        "current_income",
        "current_expenditure",
        "basic",
        "project",
        "carry_out",
    ]
    assert [column.path for column in found.columns][4:7] == ["本年支出/合计", "本年支出/基本支出", "本年支出/项目支出"]
    assert [(row.label, row.item) for row in found.rows] == [("合计", "total"), ("城乡社区支出", "function")]
    assert {column.fund for column in found.columns if column.role == "amount"} == {"government_fund"}
