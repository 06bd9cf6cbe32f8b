"""What a document says it is: cover, headings, manifest and file name, and what they disagree on."""

from __future__ import annotations

import pytest

from pipelines.records.pages import Document, Grid, Line, Page, RawFile
from pipelines.statements import identify
from pipelines.statements.names import clean_name, same_body
from tests.by_hand import grid

TABLE = "收入|<|支出|<\n项目|预算数|项目|预算数\n收入总计|1.00|支出总计|1.00"
PROSE = ("本部门2024年预算收支情况说明如下，与上年相比有所增加。",) * 12


def document(*pages: tuple[str, ...]) -> Document:
    numbered = tuple(
        Page(number, 595, 842, lines=tuple(Line(text, None) for text in lines))
        for number, lines in enumerate(pages, start=1)
    )
    return Document("0" * 64, "application/pdf", len(numbered), numbered)


def raw(path: str = "a.pdf", **known: object) -> RawFile:
    return RawFile(path, "0" * 64, 1, **known)  # type: ignore[arg-type]


def table(*above: str) -> Grid:
    return grid(TABLE, above)


def test_a_cover_over_several_lines() -> None:
    found = identify(
        document(("示例市示例区人民政府", "某路街道办事处 2025", "年度部门决算"), ("目 录",), PROSE),
        (table("收入支出决算总表", "单位：万元"),),
        raw(),
    )
    assert (found.fiscal_year, found.stage, found.tier, found.part) == (2025, "final", "department", "whole")
    assert found.body == "示例市示例区人民政府某路街道办事处"
    assert found.conflicts == ()


def test_a_body_on_its_own_line_wins_over_the_area_in_the_title() -> None:
    found = identify(
        document(("示例市示例区2026年区级单位预算", "预算单位：示例市示例区档案馆")),
        (table("2026年预算单位财务收支预算总表", "编制单位：示例市示例区档案馆 单位：元"),),
        raw(),
    )
    assert (found.body, found.tier, found.stage, found.fiscal_year) == (
        "示例市示例区档案馆",
        "unit",
        "budget",
        2026,
    )
    assert found.part == "tables"


def test_tables_alone_speak_through_their_headings_and_the_file_name() -> None:
    found = identify(
        document(("公开01表", "收支预算总表", "部门：示例省示例厅 单位：万元")),
        (table("公开01表", "收支预算总表", "部门：示例省示例厅 单位：万元"),),
        raw("folder/示例厅2019年预算公开表.pdf"),
    )
    assert (found.fiscal_year, found.stage, found.tier, found.body) == (2019, "budget", "department", "示例省示例厅")


def test_the_code_of_a_department_before_its_name() -> None:
    found = identify(
        document(("部门预算收支总表",)),
        (table("部门预算收支总表", "475 示例县乡村振兴局 预算年度：2022 单位：万元"),),
        raw(),
    )
    assert (found.body, found.department_code, found.fiscal_year) == ("示例县乡村振兴局", "475", 2022)


def test_a_report_to_the_congress_is_of_the_government() -> None:
    found = identify(
        document(
            ("关于2016年市本级财政决算和", "2017年上半年全市预算执行情况的报告", "示例市财政局", *PROSE),
        ),
        (),
        raw(),
    )
    assert (found.fiscal_year, found.stage, found.tier, found.part) == (2016, "final", "government", "text")
    assert found.body == "示例市财政局"
    assert found.title == "关于2016年市本级财政决算和2017年上半年全市预算执行情况的报告"


def test_the_manifest_wins_and_the_conflict_is_listed() -> None:
    found = identify(
        document(("示例市水务局", "2023年度部门决算")),
        (table("收入支出决算总表", "编制部门：示例市城管局 单位：万元"),),
        raw(fiscal_year=2024, publisher="示例市水务局", stage="final", tier="department"),
    )
    assert (found.fiscal_year, found.body) == (2024, "示例市水务局")
    assert found.conflicts == (
        "年度不一致：清单“2024”，封面“2023”",
        "主体不一致：清单“示例市水务局”，表头“示例市城管局”",
    )


def test_a_form_of_the_parent_does_not_name_the_document() -> None:
    found = identify(
        document(("示例县老干部活动中心", "2023年单位预算情况说明")),
        (
            table("收支总表", "单位：万元"),
            table("绩效目标表", "编制单位：005-示例县委组织部 单位：万元"),
            table("支出总表"),
        ),
        raw(),
    )
    assert found.body == "示例县老干部活动中心"
    assert found.conflicts == ("主体不一致：题名“示例县老干部活动中心”，表头“示例县委组织部”",)


def test_a_blank_form_is_no_disclosure() -> None:
    cover = document(("示例市XX局", "2024年度部门决算"))
    empty = grid(TABLE.replace("1.00", ""), ("收入支出决算总表", "单位：万元"))
    assert identify(cover, (empty,), raw()).is_blank_template
    assert not identify(cover, (table("收入支出决算总表"),), raw()).is_blank_template
    assert not identify(document(("示例市某局", "2024年度部门决算")), (empty,), raw()).is_blank_template


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("示例市示例区财政局", "示例区财政局", True),
        ("示例省人大办公厅", "示例省人大常委会办公厅", True),
        ("中国共产党示例省委员会办公厅", "示例省委办公厅", True),
        ("示例市规划和自然资源局", "示例市某某区规划和自然资源局", False),
        ("示例市水务局", "示例市城管局", False),
        ("示例市财政局（本级）", "示例市财政局(本级)", True),
    ],
)
def test_names_of_one_body(first: str, second: str, same: bool) -> None:
    assert same_body(first, second) is same


def test_names_are_cleaned() -> None:
    assert clean_name("005-示例县委组织部") == "示例县委组织部"
    assert clean_name("示例市水务局（") == "示例市水务局"
    assert clean_name("示例区2025") == "示例区2025"


def test_a_division_left_out_in_the_heading_of_the_tables_is_a_conflict() -> None:
    found = identify(
        document(("示例市某某区水务局", "2024年度部门决算")),
        (table("示例市水务局 2024 年度部门决算表", "收入支出决算总表", "单位：万元"),),
        raw(),
    )
    assert found.body == "示例市某某区水务局"
    assert found.conflicts == ("主体不一致：题名“示例市某某区水务局”，表头“示例市水务局”",)


def test_a_name_spelled_out_in_the_tables_goes_before_its_abbreviation() -> None:
    found = identify(
        document(("2024 年市客管处部门预算公开说明",), PROSE),
        (table("收支总表", "部门/单位：示例市交通运输局城市客运管理处 单位：万元"),),
        raw(),
    )
    assert (found.body, found.conflicts) == ("示例市交通运输局城市客运管理处", ())


def test_the_body_of_a_table_of_three_public_costs_stands_before_its_quotation_mark() -> None:
    found = identify(
        document(("2015年示例市司法局部门“三公”经费情况统计表",)),
        (grid("项 目|本年预算数|其中：公共预算财政拨款\n合 计|5.10|5.10\n公务接待费|5.10|5.10", ("单位：万元",)),),
        raw(),
    )
    assert (found.body, found.fiscal_year, found.tier) == ("示例市司法局", 2015, "department")
    assert found.stage == "budget", "a table whose only stage is 预算数 is a budget"


def test_a_table_with_budget_beside_final_figures_is_no_budget() -> None:
    found = identify(document(("一些表",)), (grid("项目|预算数|决算数\n合计|5.10|4.10\n公务接待费|5.10|4.10"),), raw())
    assert found.stage is None


@pytest.mark.parametrize(
    "line",
    [
        "8月，一般公共预算收入累计完成21,600万元，完成年初预算数60,000万元的36%。",
        "财政部门发布的数据显示，8月全国财政收入保持增长。",
        "1-8月示例地方公共财政收支情况",
        "截止8月30日，我区完成财政总收入61.3亿元，同比增长14.1%；",
    ],
)
def test_what_only_governments_report_is_of_a_government(line: str) -> None:
    assert identify(document((line,)), (), raw()).tier == "government"


@pytest.mark.parametrize(
    "line",
    ["2023年度一般公共预算财政拨款支出决算数为5.10万元。", "本单位一般公共预算财政拨款收入5.10万元，完成预算的91%。"],
)
def test_appropriations_are_no_sign_of_a_government(line: str) -> None:
    assert identify(document((line,)), (), raw()).tier != "government"


@pytest.mark.parametrize(
    ("line", "date", "year"),
    [
        ("1-9月示例地方公共财政收支情况", "2014年10月20日 17:44   来源：政府网站", 2014),
        ("1-9月份全市一般公共预算收支情况", "15.10.2015  11:05", 2015),
        ("1-9月份全市一般公共预算收支情况", "发布日期：2015-10-15", 2015),
        ("11月示例地方公共财政收支情况", "2014-01-08", 2013),
        ("示例地方公共财政收支情况", "2014年10月20日", None),
    ],
)
def test_months_without_a_year_are_of_the_year_before_their_publication(line: str, date: str, year: int | None) -> None:
    assert identify(document((line, date, "财政收入完成3.10亿元。")), (), raw()).fiscal_year == year


def test_the_total_budget_of_one_side_is_no_sign_of_a_government() -> None:
    assert identify(document(("占支出总预算的95.57%，同比减少4.03%。",)), (), raw()).tier != "government"


def test_the_months_of_a_report_stand_between_year_and_subject_of_its_title() -> None:
    found = identify(document(("示例县2023年1-9月财政预算收支执行情况", "一、收入情况")), (), raw())
    assert (found.fiscal_year, found.stage, found.tier, found.body) == (2023, "execution", "government", "示例县")


def test_part_of_a_year_is_no_part_of_the_name() -> None:
    found = identify(document(("2024年示例州上半年预算执行情况",)), (), raw())
    assert (found.body, found.stage, found.fiscal_year) == ("示例州", "execution", 2024)


def test_accounts_with_the_execution_of_the_next_half_year_are_accounts() -> None:
    found = identify(document(("关于示例市2023年市级决算草案和2024年上半年预算执行情况的报告",)), (), raw())
    assert found.stage == "final"
