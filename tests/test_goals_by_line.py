"""Forms of goals printed one cell a line: read where every line has one reading, shown as refused otherwise."""

from __future__ import annotations

import pytest

from pipelines import documents, facts, grids, statements
from pipelines.documents.collapsed_rows import SourceLine
from pipelines.documents.goals_by_line import forms_by_line
from pipelines.records.core import FactPerformanceIndicator, FactProject
from pipelines.records.pages import RawFile, Statement

FORM = """说明
详见项目绩效目标表
财政项目支出绩效目标申报表
（2026年度）
项目名称
青山路下立交工
程
项目性质
阶段性项目
项目类别
特定目标类
主管部门
青山区建设局
实施单位
青山区市政中心
计划开始日期
2026/1/1
计划完成日期
2027/12/31
项目资金
（元）
项目资金总额
      900.00 年度资金申请总额
      300.50
其中：财政资金
      880.00
其中：当年财政拨款
      300.00
上年结转资金
0
其他资金
20.00 其他资金
0.50
项目
绩效
目标
项目总目标
年度总体目标
改善出行环境。
年内开工。
一级指标
二级指标
三级指标
年度(/项目)指标值
产出指标
数量指标
道路建设长度
985米
成本指标
预算内经费控制
≤300.50(元)
效益指标
社会效益
指标
道路安全隐患减少情况
减少
满意度指
标
服务对象
满意度指
标
居民群众满意度
≥90.00(%)
"""


def read(text: str) -> list[Statement | statements.Unrecognised]:
    document = documents.read(text.encode(), "目标.txt", "d" * 64)
    found = grids.find_grids(document)
    identity = statements.identify(document, found, RawFile("目标.txt", "d" * 64, len(text.encode())))
    return list(statements.recognise(found, identity))


def test_every_amount_and_indicator_stands_beside_its_label() -> None:
    (statement,) = read(FORM)
    assert isinstance(statement, Statement)
    records = facts.facts_of(statement, "d" * 64)
    assert not records.doubtful
    money = [record for record in records if isinstance(record, FactProject)]
    assert [(fact.row_name, fact.fund, fact.amount_text) for fact in money] == [
        ("项目资金总额", "all", "900.00"),
        ("年度资金申请总额", "all", "300.50"),
        ("其中：财政资金", "all", "880.00"),
        ("其中：当年财政拨款", "all", "300.00"),
        ("上年结转资金", "carryover", "0"),
        ("其他资金", "other", "20.00"),
        ("其他资金", "other", "0.50"),
    ]
    assert {(fact.unit, fact.project_name) for fact in money} == {("元", "青山路下立交工程")}
    goals = [record for record in records if isinstance(record, FactPerformanceIndicator)]
    assert [(goal.level1, goal.level2, goal.level3, goal.target_text) for goal in goals] == [
        ("产出指标", "数量指标", "道路建设长度", "985米"),
        ("产出指标", "成本指标", "预算内经费控制", "≤300.50(元)"),
        ("效益指标", "社会效益指标", "道路安全隐患减少情况", "减少"),
        ("满意度指标", "服务对象满意度指标", "居民群众满意度", "≥90.00(%)"),
    ]
    assert {goal.goal_text for goal in goals} == {None}  # where one goal ends and the next begins is not printed


@pytest.mark.parametrize(
    ("printed", "instead"),
    [
        ("道路建设长度\n985米", "道路建设\n长度\n985米"),
        ("道路建设长度\n985米", "道路建设长度"),
        ("      880.00", "      880.00 1.00"),
        ("其中：财政资金\n", ""),
        ("道路安全隐患减少情况\n减少", "道路安全隐患减少情况\n明显有所减少"),
    ],
)
def test_a_form_with_a_line_of_two_readings_is_refused_and_seen(printed: str, instead: str) -> None:
    assert printed in FORM
    (refused,) = read(FORM.replace(printed, instead))
    assert not isinstance(refused, Statement)
    assert "900.00" in refused.grid.cells[0].text


def test_a_title_without_a_form_below_it_is_text() -> None:
    lines = [SourceLine(1, text) for text in ("项目绩效目标表", "项目名称", "详见附件", "绩效目标申报表")]
    assert not list(forms_by_line(lines))


def test_a_form_ends_with_its_page_where_other_text_follows() -> None:
    pages = [(1, FORM), (2, FORM), (3, "项目说明\n无")]
    lines = [SourceLine(page, text.strip()) for page, texts in pages for text in texts.splitlines()]
    first, second = forms_by_line(lines)
    assert [cell._replace(page=2) for cell in first.placed] == second.placed
    assert (lines[first.end].page, lines[second.end].text) == (2, "项目说明")
    assert lines[second.start - 1].text == "财政项目支出绩效目标申报表"


def test_indicators_go_on_after_a_page_end() -> None:
    at = FORM.splitlines().index("效益指标")
    lines = [SourceLine(1 + (number >= at), text.strip()) for number, text in enumerate(FORM.splitlines())]
    whole = [SourceLine(1, line.text) for line in lines]
    assert [form.placed for form in forms_by_line(lines)] == [form.placed for form in forms_by_line(whole)]
