"""Units of rows and of other moneys; what is counted is no amount and needs no unit of money."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipelines.facts import facts_of
from pipelines.records.pages import Unrecognised
from pipelines.statements import recognise
from tests.by_hand import BUDGET, FINAL, amounts, grid, one, refused
from tests.by_record import DOCUMENT


def test_counts_of_receptions_journeys_and_meetings_are_no_amounts() -> None:
    found = one(
        grid(
            """
            单位名称|公务接待|<|<|因公出国（境）|<|会议费|<
            ^|批次|人数|金额|人数|金额|次数|金额
            合计|10|120|5.00|2|3.00|3|1.00
            """,
            ("“三公”经费及会议费统计表", "单位：万元"),
        ),
        FINAL,
    )
    facts = facts_of(found, DOCUMENT).facts
    assert [(fact.column_path, str(fact.amount_yuan)) for fact in facts if fact.amount_yuan is not None] == [
        ("公务接待/金额", "50000.00"),
        ("因公出国（境）/金额", "30000.00"),
        ("会议费/金额", "10000.00"),
    ]
    assert [(fact.item, fact.amount_text) for fact in facts if fact.amount_yuan is None] == [
        ("receptions", "10"),
        ("guests", "120"),
        ("abroad_people", "2"),
    ]


def test_vehicles_and_equipment_of_an_agency_are_counted() -> None:
    found = one(
        grid(
            """
            项目|统计数
            一、“三公”经费支出|14.00
            二、机关运行经费|56.00
            （一）机要通信用车|2
            （二）单价100万元（含）以上设备（不含车辆）|1
            """,
            ("机构运行信息表", "单位：万元"),
        ),
        FINAL,
    )
    facts = facts_of(found, DOCUMENT).facts
    assert [fact.amount_text for fact in facts if fact.amount_yuan is None] == ["2", "1"]


_UNITS_OF_ROWS = """
项目|单位|2023年|2024年
三公经费合计|万元|15.00|14.00
公务接待费|万元|15.00|14.00
公务接待批次|批|60|50
"""


def test_a_column_of_units_gives_every_row_its_own() -> None:
    found = one(grid(_UNITS_OF_ROWS, ("“三公”经费支出情况表",)), FINAL)
    facts = facts_of(found, DOCUMENT).facts
    assert [(fact.amount_text, fact.unit, fact.amount_yuan) for fact in facts if fact.row_name != "三公经费合计"] == [
        ("15.00", "万元", Decimal("150000.00")),
        ("14.00", "万元", Decimal("140000.00")),
        ("60", "批", None),
        ("50", "批", None),
    ]


def test_a_row_whose_unit_is_no_money_is_in_doubt_where_nothing_is_counted() -> None:
    table = "项目|计量单位|预算数\n教育支出|万元|14.00\n在校学生|人|1200\n合计|万元|14.00"
    found = facts_of(one(grid(table, ("一般公共预算支出表",))), DOCUMENT)
    assert [fact.amount_text for fact in found.facts] == ["14.00", "14.00"]
    assert [(doubt.text, doubt.reason) for doubt in found.doubtful] == [("1200", "所在行的单位为“人”，不能换算为金额")]


def test_units_of_rows_leave_rows_without_one_unread() -> None:
    table = _UNITS_OF_ROWS + "公务用车运行费||9.00|9.00\n"
    assert "未载明金额单位" in refused(grid(table, ("“三公”经费支出情况表",)), FINAL).reason


def test_units_in_headers_do_not_hide_a_header() -> None:
    found = one(
        grid("资产总额（万元）|流动资产（万元）|无形资产（万元）\n600.20|300.10|300.10", ("国有资产占用情况表",)), FINAL
    )
    assert [(amount.path, amount.text) for amount in amounts(found)] == [
        ("资产总额（万元）", "600.20"),
        ("流动资产（万元）", "300.10"),
        ("无形资产（万元）", "300.10"),
    ]


@pytest.mark.parametrize("unit", ["百万元", "人民币百万元", "万美元", "欧元", "元/万元"])
def test_a_unit_that_amounts_are_not_kept_in_is_not_taken_for_that_of_the_table_before(unit: str) -> None:
    table = "科目编码|科目名称|合计\n205|教育支出|100.00\n|合计|100.00"
    first = grid(table, ("一般公共预算支出表", "单位：万元"))
    second = grid(table, ("政府性基金预算支出表", f"单位：{unit}"), number=2)
    third = grid(table.replace("合计\n", f"合计（{unit}）\n"), ("政府性基金预算支出表", "单位：万元"), number=3)
    found = recognise((first, second, third), BUDGET)
    assert [type(one).__name__ for one in found] == ["Statement", "Unrecognised", "Unrecognised"]
    assert all("不能换算" in one.reason for one in found[1:] if isinstance(one, Unrecognised))


@pytest.mark.parametrize("unit", ["元", "万元"])
def test_a_currency_after_the_unit(unit: str) -> None:
    table = "科目编码|科目名称|合计\n205|教育支出|100.00\n|合计|100.00"
    assert one(grid(table, ("一般公共预算支出表", f"单位：{unit} 币种：人民币"))).unit == unit


def test_a_row_in_another_currency_is_in_doubt() -> None:
    table = "项目|预算数\n教育支出|14.00\n外国政府贷款（万美元）|3.00\n合计|14.00"
    found = facts_of(one(grid(table, ("一般公共预算支出表", "单位：万元"))), DOCUMENT)
    assert [doubt.text for doubt in found.doubtful] == ["3.00"]


def test_counts_listed_under_the_expenses_they_are_of() -> None:
    table = """
    项目|决算数
    合计|14.00
    公务用车购置费|0.00
    购置数量（辆）|0
    公务用车运行维护费|9.00
    保有量（辆）|4
    公务接待费|5.00
    批次（批）|50
    """
    found = one(grid(table, ("“三公”经费支出决算表", "单位：万元")), FINAL)
    facts = facts_of(found, DOCUMENT).facts
    assert [fact.item for fact in facts if fact.amount_yuan is None] == [
        "vehicles_bought",
        "vehicles_kept",
        "receptions",
    ]
