"""Forms of performance goals: projects, their money, and one fact per indicator, whatever is merged, listed or torn."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest

from pipelines import documents, grids, statements
from pipelines.facts import StatementFacts, facts_of
from pipelines.records.core import FactPerformanceIndicator, FactProject
from pipelines.records.pages import Cell, Grid, RawFile, Statement
from tests.by_hand import BUDGET, FINAL, grid, one

DOCUMENT = "a" * 64


def read(source: Grid, final: bool = False) -> StatementFacts:
    return facts_of(one(source, FINAL if final else BUDGET), DOCUMENT)


def indicators(found: StatementFacts) -> list[FactPerformanceIndicator]:
    return [fact for fact in found.facts if isinstance(fact, FactPerformanceIndicator)]


def money(found: StatementFacts) -> list[tuple[str | None, str, str | None, str | None, Decimal | None]]:
    return [
        (fact.project_name, fact.row_name, fact.measure, fact.fund, fact.amount_yuan)
        for fact in found.facts
        if isinstance(fact, FactProject)
    ]


TARGETS = grid(
    """
    财政项目支出绩效目标申报表|<|<|<|<
    （2024年度）|<|<|<|<
    项目名称|道路养护|<|项目类别|特定目标类
    主管部门|示例局|<|实施单位|示例中心
    项目资金\\n（元）|项目资金总额|900,000.00|年度资金申请总额|300,000.00
    ^|其中：财政资金|900,000.00|其中：当年财政拨款|300,000.00
    ^|其他资金|0|其他资金|0
    项目绩效\\n目标|项目总目标|<|年度总体目标|<
    ^|三年内完成养护|<|今年完成\\n一百公里|<
    |一级指标|二级指标|三级指标|年度(/项目)指标值
    绩效指标|产出指标|数量指标|养护里程|≥100.00\\n(公里)
    ^|^|^|巡查次数|=12.00(次)
    ^|^|时效指标|完成及时性|及时
    ^|满意度指标|服务对象满意度指标|居民满意度|≥95.00(%)
    """,
)


def test_a_form_gives_money_in_its_own_unit_and_the_project_to_every_amount() -> None:
    found = read(TARGETS)
    assert not found.doubtful
    assert money(found) == [
        ("道路养护", "项目资金总额", "total", "all", Decimal(900000)),
        ("道路养护", "年度资金申请总额", "total", "all", Decimal(300000)),
        ("道路养护", "其中：财政资金", "total", "all", Decimal(900000)),
        ("道路养护", "其中：当年财政拨款", "total", "all", Decimal(300000)),
        ("道路养护", "其他资金", "total", "other", Decimal(0)),
        ("道路养护", "其他资金", "total", "other", Decimal(0)),
    ]
    projects = [fact for fact in found.facts if isinstance(fact, FactProject)]
    assert {fact.column_path for fact in projects} == {"项目资金（元）"}
    assert {fact.unit_name for fact in projects} == {"示例中心"}
    assert len({fact.fact_id for fact in found.facts}) == len(found.facts)


def test_indicators_carry_merged_levels_goal_and_money_of_the_year() -> None:
    found = indicators(read(TARGETS))
    assert [(fact.level1, fact.level2, fact.level3) for fact in found] == [
        ("产出指标", "数量指标", "养护里程"),
        ("产出指标", "数量指标", "巡查次数"),
        ("产出指标", "时效指标", "完成及时性"),
        ("满意度指标", "服务对象满意度指标", "居民满意度"),
    ]
    assert [(fact.operator, fact.target_value, fact.target_unit) for fact in found] == [
        ("≥", Decimal(100), "公里"),
        ("=", Decimal(12), "次"),
        ("qualitative", None, None),
        ("≥", Decimal(95), "%"),
    ]
    assert {fact.project_name for fact in found} == {"道路养护"}
    assert {fact.project_budget_yuan for fact in found} == {Decimal(300000)}
    assert {fact.goal_text for fact in found} == {"今年完成一百公里"}
    assert found[0].target_text == "≥100.00(公里)"
    assert (found[0].row_no, found[0].column_no, found[0].fact_id) == (10, 4, "aaaaaaaaaaaaaaaa.1.10.4")


REVIEW = grid(
    """
    项目名称|泵闸维护|<|<|<|<|<
    主管部门|示例局|<|<|实施单位|示例所|<
    项目资金（万元）|  |年初预算数|全年预算数|全年执行数|分值|得分
    ^|年度资金总额|789.00|790.00|781.21|10|9.9
    ^|其中：当年财政拨款|789.00|790.00|781.21||
    年度总体目标|预期目标|<|<|实际完成情况|<|<
    ^|保障运行|<|<|已完成|<|<
    一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分
    产出指标|数量指标|维护数量|≥46座|46座|50|50
    ^|质量指标|完好率|≥95%|94%|20|19.5
    ^|^|巡查率|100%|100%|^|^
    满意度指标|满意度指标|满意度|≥90%|88%|20|19
    总分|<|<|<|<|100|98.4
    """,
    ("项目支出绩效自评表",),
)


def test_a_self_assessment_has_achieved_values_weights_and_scores() -> None:
    found = indicators(read(REVIEW, final=True))
    by_name = {fact.level3: fact for fact in found}
    assert (by_name["维护数量"].actual_text, by_name["维护数量"].weight, by_name["维护数量"].score) == (
        "46座",
        Decimal(50),
        Decimal(50),
    )
    assert by_name["完好率"].score == Decimal("19.5")
    assert {fact.project_budget_yuan for fact in found} == {Decimal(7900000)}
    assert {fact.goal_text for fact in found} == {"保障运行"}


def test_a_weight_over_two_rows_counts_once_and_the_total_is_told_apart() -> None:
    found = indicators(read(REVIEW, final=True))
    by_name = {fact.level3: fact for fact in found}
    assert (by_name["完好率"].weight, by_name["巡查率"].weight, by_name["巡查率"].score) == (Decimal(20), None, None)
    totals = [fact for fact in found if fact.level1 == "总分"]
    assert [(fact.level2, fact.level3, fact.weight, fact.score) for fact in totals] == [
        (None, None, Decimal(100), Decimal("98.4"))
    ]


def test_the_measures_of_a_self_assessment_are_kept_apart() -> None:
    found = money(read(REVIEW, final=True))
    assert [(row, measure, amount) for _, row, measure, _, amount in found[:3]] == [
        ("年度资金总额", "budget", Decimal(7890000)),
        ("年度资金总额", "revised_budget", Decimal(7900000)),
        ("年度资金总额", "final", Decimal("7812100.00")),
    ]
    assert len(found) == 6


def test_the_scored_rate_of_execution_is_an_indicator() -> None:
    source = grid(
        """
        项目名称|泵闸维护|<|<|<|<|<|<
        项目资金（万元）||年初预算数|全年预算数|全年执行数|分值|执行率|得分
        ^|年度资金总额|789.00|789.00|781.21|10|99.01%|9.9
        ^|其他资金|0.00|0.00|0.00|-|-|-
        一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|偏差原因
        产出指标|数量指标|维护数量|≥46座|46座|90|90|
        """,
        ("项目支出绩效自评表",),
    )
    first = indicators(read(source, final=True))[0]
    assert (first.level1, first.level3) == ("预算执行率", None)
    assert (first.weight, first.actual_text, first.score) == (Decimal(10), "99.01%", Decimal("9.9"))


COLUMNS_OF_THEIR_OWN = grid(
    """
    专项资金名称|人才经费|<|业务主管部门|示例部|<
    当年预算|470.99|<|<|<|<
    当年绩效目标|培训两次|<|<|<|<
    绩效指标|指标名称|指标权重|计量单位|指标性质|指标值
    |培训次数|10|次|≥|2
    |凝聚力|20|级|定性|好
    |||||4
    研修班人数|10|人|=|50|
    """,
    ("2023年重点专项资金绩效目标表（一级项目）", "单位：万元"),
)


def test_operator_value_and_unit_in_columns_of_their_own() -> None:
    found = indicators(read(COLUMNS_OF_THEIR_OWN))
    assert [(fact.level3, fact.operator, fact.target_value, fact.target_unit, fact.weight) for fact in found[:2]] == [
        ("培训次数", "≥", Decimal(2), "次", Decimal(10)),
        ("凝聚力", "qualitative", None, "级", Decimal(20)),
    ]
    assert {(fact.project_name, fact.project_budget_yuan) for fact in found} == {("人才经费", Decimal(4709900))}


def test_a_row_torn_from_its_name_keeps_what_it_has() -> None:
    torn = indicators(read(COLUMNS_OF_THEIR_OWN))[2]
    assert (torn.level3, torn.target_text, torn.target_value, torn.weight) == (None, "4", Decimal(4), None)
    assert torn.method == "text"


def test_a_row_that_slipped_one_column_is_put_back_and_marked() -> None:
    slipped = indicators(read(COLUMNS_OF_THEIR_OWN))[3]
    assert (slipped.level3, slipped.operator, slipped.target_value, slipped.target_unit, slipped.weight) == (
        "研修班人数",
        "=",
        Decimal(50),
        "人",
        Decimal(10),
    )
    assert slipped.method == "inferred"


def test_several_forms_in_one_grid_keep_their_projects_apart() -> None:
    source = grid(
        """
        项目支出绩效目标表|<|<|<
        项目名称|甲项目|<|<
        项目资金（万元）|年度资金总额|5.00|<
        ^|其中：财政拨款|5.00|<
        年度目标|完成甲|<|<
        一级指标|二级指标|三级指标|指标值
        产出指标|数量指标|甲指标|≥1个
        项目支出绩效目标表|<|<|<
        项目名称|乙项目|<|<
        项目资金（万元）|年度资金总额|7.00|<
        ^|其中：财政拨款|7.00|<
        年度目标|完成乙|<|<
        一级指标|二级指标|三级指标|指标值
        产出指标|数量指标|乙指标|≥2个
        """,
        ("单位：万元",),
    )
    found = read(source)
    assert [
        (fact.project_name, fact.project_budget_yuan, fact.goal_text, fact.level3) for fact in indicators(found)
    ] == [
        ("甲项目", Decimal(50000), "完成甲", "甲指标"),
        ("乙项目", Decimal(70000), "完成乙", "乙指标"),
    ]
    assert [(name, amount) for name, _, _, _, amount in money(found)] == [
        ("甲项目", Decimal(50000)),
        ("甲项目", Decimal(50000)),
        ("乙项目", Decimal(70000)),
        ("乙项目", Decimal(70000)),
    ]


def test_a_list_of_projects_names_project_and_money_in_every_row() -> None:
    source = grid(
        """
        单位名称|项目名称|预算数|年度目标|一级指标|二级指标|三级指标|指标值
        示例局|甲项目|5.00|完成甲|产出指标|数量指标|甲一|≥1个
        ^|^|^|^|^|质量指标|甲二|≥90%
        ^|乙项目|7.00|完成乙|产出指标|数量指标|乙一|≥2个
        """,
        ("部门预算项目绩效目标表", "单位：万元"),
    )
    found = read(source)
    assert [
        (fact.project_name, fact.project_budget_yuan, fact.goal_text, fact.level3) for fact in indicators(found)
    ] == [
        ("甲项目", Decimal(50000), "完成甲", "甲一"),
        ("甲项目", Decimal(50000), "完成甲", "甲二"),
        ("乙项目", Decimal(70000), "完成乙", "乙一"),
    ]
    assert [(name, row, amount) for name, row, _, _, amount in money(found)] == [
        ("甲项目", "甲项目", Decimal(50000)),
        ("乙项目", "乙项目", Decimal(70000)),
    ]


def test_levels_left_blank_by_a_page_break_are_those_above() -> None:
    source = grid(
        """
        项目名称|甲项目|<|<
        一级指标|二级指标|三级指标|指标值
        产出指标|数量指标|一|≥1个
        ||二|≥2个
        |质量指标|三|≥3个
        效益指标||四|≥4个
        """,
        ("项目支出绩效目标表",),
    )
    assert [(fact.level1, fact.level2, fact.level3) for fact in indicators(read(source))] == [
        ("产出指标", "数量指标", "一"),
        ("产出指标", "数量指标", "二"),
        ("产出指标", "质量指标", "三"),
        ("效益指标", None, "四"),
    ]


def test_a_numbered_title_names_the_project_of_a_form_without_a_head() -> None:
    table = """
        一级指标|二级指标|三级指标|指标值
        产出指标|数量指标|数量|5个
        """
    named = one(grid(table, ("3、道路养护资金绩效目标表",)))
    assert indicators(facts_of(named, DOCUMENT))[0].project_name == "道路养护资金"
    plain = replace(named, title="3、项目支出绩效目标表")
    assert indicators(facts_of(plain, DOCUMENT))[0].project_name is None


def test_money_of_a_form_that_no_label_explains_is_reported() -> None:
    source = grid(
        """
        项目名称|甲项目|<|<
        项目资金（元）|年度资金总额|5.00|备注
        ^|其中：财政拨款|5.00|<
        一级指标|二级指标|三级指标|指标值
        产出指标|数量指标|一|≥1个
        """,
        ("项目支出绩效目标表",),
    )
    statement = one(source, BUDGET)
    unexplained = Cell(1, 3, 1, 1, "6.00", 1)
    cells = tuple(unexplained if (c.row_no, c.column_no) == (1, 3) else c for c in statement.grid.cells)
    found = facts_of(replace(statement, grid=replace(statement.grid, cells=cells)), DOCUMENT)
    assert [row[-1] for row in money(found)] == [Decimal(5), Decimal(5)]
    assert [(doubt.text, doubt.reason) for doubt in found.doubtful] == [("6.00", "表单中未识别的金额")]


def test_points_that_are_no_number_are_reported() -> None:
    source = grid(
        """
        项目名称|甲项目|<|<|<
        一级指标|二级指标|三级指标|指标值|分值
        产出指标|数量指标|一|≥1个|1O.5.
        产出指标|数量指标|二|≥1个|10分
        """,
        ("项目支出绩效自评表",),
    )
    found = read(source, final=True)
    assert [fact.weight for fact in indicators(found)] == [None, Decimal(10)]
    assert [doubt.text for doubt in found.doubtful] == ["1O.5."]


@pytest.mark.real
def test_a_published_form_is_read_as_it_is_printed(shared: Path) -> None:
    """Transcribed from the picture of page 31 of the 2023 budget with the hash 20df02bc…"""
    path = next(
        p for p in (shared / "disclosures").rglob("*.pdf") if sha256(p.read_bytes()).hexdigest()[:8] == "20df02bc"
    )
    document = documents.read(path.read_bytes(), path.name, DOCUMENT)
    found = grids.find_grids(document)
    raw = RawFile(path.name, DOCUMENT, path.stat().st_size, fiscal_year=2023, stage="budget")
    outcomes = statements.recognise(found, statements.identify(document, found, raw))
    form = next(o for o in outcomes if isinstance(o, Statement) and o.grid.first_page == 31)
    assert [
        (fact.level1, fact.level2, fact.level3, fact.target_text) for fact in indicators(facts_of(form, DOCUMENT))
    ] == [
        ("产出指标", "数量指标", "规划建筑面积", "≥13459.00(平方米)"),
        ("产出指标", "质量指标", "完工及时率", "及时率"),
        ("产出指标", "成本指标", "预算内经费", "合规"),
        ("效益指标", "社会效益指标", "完善社区基础设施建设", "完善率"),
        ("满意度指标", "服务对象满意度指标", "居民满意度", "满意度"),
    ]
    first = indicators(facts_of(form, DOCUMENT))[0]
    assert (first.operator, first.target_value, first.target_unit) == ("≥", Decimal("13459.00"), "平方米")
    assert first.project_budget_yuan == Decimal("4100000.00")


def test_a_level_with_nothing_beside_it_is_no_indicator() -> None:
    found = read(
        grid(
            """
            项目支出绩效目标申报表|<|<|<|<
            项目支出名称|道路清扫|<|<|<
            年度绩效指标|一级指标|二级指标|三级指标|指标值
            ^|产出指标|数量指标|清扫面积|≥12万平方米
            ^|效益指标|经济效益指标||
            ^|^|社会效益指标|居民投诉|≤3次
            财政部门审核意见||||
            """
        )
    )
    assert [(one.level1, one.level2, one.level3) for one in indicators(found)] == [
        ("产出指标", "数量指标", "清扫面积"),
        ("效益指标", "社会效益指标", "居民投诉"),
    ]
    assert {one.project_name for one in indicators(found)} == {"道路清扫"}


MOVED = """
部门整体支出绩效自评表（万元）|<|<|<|<|<
年度资金（万元）||年初预算数|全年预算数|全年执行数|分值
年度资金总额|1,200.00|1,350.00|1,300.00|10|
绩效指标|一级指标|二级指标|三级指标|年度指标值|实际完成值
产出指标|数量指标|清淤长度|≥30公里|32公里|20
"""


def test_a_row_of_money_that_slipped_away_from_its_header_is_in_doubt_as_a_whole() -> None:
    moved = read(grid(MOVED), final=True)
    assert money(moved) == []
    assert {doubt.text for doubt in moved.doubtful} >= {"1,200.00", "1,350.00", "1,300.00"}
    kept = read(
        grid(MOVED.replace("年度资金总额|1,200.00", "年度资金总额||1,200.00").replace("|10|", "|10")), final=True
    )
    assert [amount for *_, amount in money(kept)] == [12000000, 13500000, 13000000]
