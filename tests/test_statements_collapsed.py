"""Headers of text whose columns collapsed: put back when words and columns agree in one way only, refused otherwise."""

from __future__ import annotations

from dataclasses import replace

from pipelines.records.pages import Cell, Grid
from tests.by_hand import grid, one, refused


def collapsed(table: str, *above: str) -> Grid:
    """A grid whose cells marked ``~`` hold texts of which only the row is certain; ``;`` stands for the tab between them."""
    plain = grid(table, above)
    return replace(plain, cells=tuple(_inferred(cell) for cell in plain.cells))


def _inferred(cell: Cell) -> Cell:
    if not cell.text.startswith("~"):
        return cell
    return replace(cell, text=cell.text[1:].replace(";", "\t"), method="inferred")


def test_broken_words_and_groups_are_put_back_over_their_columns() -> None:
    found = one(
        collapsed(
            """
            序号||||||||
            ~功能分类科目|<|<|<|<|<|<|<|<
            ~合计|<|<|<|<|<|<|<|<
            ~本年收入|<|<|<|<|<|<|<|<
            ~上年结转科目|<|<|<|<|<|<|<|<
            |编码|||||||
            ~科目名称;小计|<|<|<|<|<|<|<|<
            ~财政拨款|<|<|<|<|<|<|<|<
            ~收入|<|<|<|<|<|<|<|<
            ~事业收入;经营收入|<|<|<|<|<|<|<|<
            栏次|1|2|3|4|5|6|7|8
            1||合计|~9.00;8.00;8.00;1.00|<|<|<|<|<
            2|208|社会保障和就业支出|~9.00;8.00;8.00;1.00|<|<|<|<|<
            """,
            "部门预算收入总表",
            "单位：万元",
        )
    )
    assert [(column.role, column.path) for column in found.columns] == [
        ("sequence", "序号"),
        ("code", "科目编码"),
        ("name", "科目名称"),
        ("amount", "合计"),
        ("amount", "本年收入/小计"),
        ("amount", "本年收入/财政拨款收入"),
        ("amount", "本年收入/事业收入"),
        ("amount", "本年收入/经营收入"),
        ("amount", "上年结转"),
    ]
    assert [(row.code, row.label) for row in found.rows] == [(None, "合计"), ("208", "社会保障和就业支出")]


def test_two_sides_are_told_by_their_labels() -> None:
    found = one(
        collapsed(
            """
            ~序号;收入;支出|<|<|<|<|<|<
            ~项目;金额;项目;合计|<|<|<|<|<|<
            ~一般公共预|<|<|<|<|<|<
            ~算财政拨款|<|<|<|<|<|<
            ~政府性基金预算财政拨款|<|<|<|<|<|<
            栏次|1|2|3|4|5|6
            1|一、一般公共预算拨款|8.00|一、一般公共服务支出|~8.00;8.00|<|<
            """,
            "财政拨款收支总表",
            "单位：万元",
        )
    )
    assert [(column.block, column.path) for column in found.columns][1:] == [
        (0, "收入/项目"),
        (0, "收入/金额"),
        (1, "支出/项目"),
        (1, "支出/合计"),
        (1, "支出/一般公共预算财政拨款"),
        (1, "支出/政府性基金预算财政拨款"),
    ]


def test_words_that_are_more_than_the_columns_are_not_forced() -> None:
    found = refused(
        collapsed(
            """
            ~科目编码;科目名称;合计;基本支出;项目支出;经营支出|<|<|<|<
            201|一般公共服务支出|~3.00;2.00;1.00|<|<
            """,
            "支出总表",
            "单位：万元",
        )
    )
    assert "不能确定各列" in found.reason


def test_words_that_nobody_knows_are_not_guessed() -> None:
    found = refused(
        collapsed(
            """
            ~科目编码;科目名称;合计;基本支出;某种新的栏目|<|<|<|<
            201|一般公共服务支出|~3.00;2.00;1.00|<|<
            """,
            "支出总表",
            "单位：万元",
        )
    )
    assert "不能确定各列" in found.reason


def test_a_header_whose_words_lost_their_order_is_known_by_its_form() -> None:
    found = one(
        collapsed(
            """
            ~项目|<|<|<|<
            ~对附属单位补|<|<|<|<
            ~本年支出合计;基本支出;项目支出;上缴上级支出;经营支出|<|<|<|<
            ~功能分类|<|<|<|<
            ~助支出|<|<|<|<
            |科目名称|||
            科目编码||||
            |合计|~9.00;5.00;4.00|<|<
            201|一般公共服务支出|~5.00;5.00|<|<
            205|教育支出|~4.00;4.00|<|<
            """,
            "支出决算表",
            "单位：万元",
        )
    )
    assert [(column.role, column.measure) for column in found.columns] == [
        ("code", None),
        ("name", None),
        ("amount", "total"),
        ("amount", "basic"),
        ("amount", "project"),
        ("amount", "remitted_up"),
        ("amount", "operating"),
        ("amount", "subsidy_affiliates"),
    ]
    assert [row.label for row in found.rows] == ["合计", "一般公共服务支出", "教育支出"]


def test_columns_that_already_claim_a_place_are_not_widened() -> None:
    found = refused(
        collapsed(
            """
            ~对附属单位补|<|<|<|<
            ~本年支出合计;基本支出;项目支出;上缴上级支出;经营支出|<|<|<|<
            ~助支出;功能分类;项目|<|<|<|<
            科目编码|科目名称|||
            201|一般公共服务支出|5.00|5.00|
            """,
            "支出决算表",
            "单位：万元",
        )
    )
    assert "不能确定各列" in found.reason


def test_a_row_without_label_is_kept_when_its_amounts_collapsed() -> None:
    found = one(
        collapsed(
            """
            ~财政拨款“三公”经费|<|<|<|<|<|<|<|<|<|<|<
            ~公务用车购置及运行维护费|<|<|<|<|<|<|<|<|<|<|<
            ~因公出国|<|<|<|<|<|<|<|<|<|<|<
            ~合计;公务用车;公务用车;公务接待费|<|<|<|<|<|<|<|<|<|<|<
            ~（境）费;小计|<|<|<|<|<|<|<|<|<|<|<
            ~购置费;运行维护费|<|<|<|<|<|<|<|<|<|<|<
            预算数|决算数|预算数|决算数|预算数|决算数|预算数|决算数|预算数|决算数|预算数|决算数
            ~5.00;4.00;4.00;4.00;4.00;4.00;1.00;0.00|<|<|<|<|<|<|<|<|<|<|<
            """,
            "财政拨款“三公”经费支出决算表",
            "单位：万元",
        )
    )
    assert [column.item for column in found.columns[::2]] == [
        "total",
        "abroad",
        "vehicle",
        "vehicle_purchase",
        "vehicle_operation",
        "reception",
    ]
    assert [row.row_no for row in found.rows] == [7]
