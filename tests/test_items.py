"""Forms that list purchases and assets in text without columns: what quantity, price, funds and totals decide is read."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines import documents, facts, grids, statements
from pipelines.facts import StatementFacts
from pipelines.facts.amounts import parse_amount
from pipelines.facts.collapsed import CollapsedRow, assign_columns
from pipelines.facts.items import ItemColumns, choices_of, parents_of
from pipelines.records.core import FactAsset, FactProcurement
from pipelines.records.pages import RawFile, Statement, StatementColumn, StatementRow
from pipelines.reference.item_forms import item_form

HEADER = (
    "政府采购项目来源",
    "采购物品",
    "名称",
    "政府采购",
    "目录序号",
    "计量",
    "单位",
    "数量 单价",
    "政府采购金额（当年部门预算安排资金）",
    "2023 年",
    "预留中",
    "小微企",
    "业份额",
    "项目名称",
    "预算",
    "资金",
    "合计",
    "一般公",
    "共预算",
    "拨款",
    "基金预",
    "算拨款",
    "国有资",
    "本经营",
    "预算拨",
    "款",
    "财政专",
    "户核拨",
    "单位",
    "资金",
    "财政拨",
    "款结转",
    "非财政",
    "拨款结",
    "转结余",
)
SUMMARY = """部门预算收支总表
001 青山县园林局 预算年度：2023 单位：万元
序号
收入 支出
项 目 预算数 项 目 预算数
栏次 1 2 3 4
1 一、一般公共预算拨款收入 {general} 一、一般公共服务支出 90.00
2 二、政府性基金预算拨款收入 {fund} 二、外交支出
3 本年收入合计 90.00 本年支出合计 90.00
4 收入总计 90.00 支出总计 90.00
"""
PURCHASES = """
六、政府采购预算情况
部门政府采购预算
001 青山县园林局 单位：万元
{header}
合 计 {total}
青山县园林局本
级小计
{total}
绿化养护项
目
{budget}
剪草机
A021 台 2 {first}
路灯
A033 套 {second}
注：单价会因配置规格不同而变动。
"""
ASSETS = """
部门固定资产占用情况表
001 青山县园林局 截止时间：2022-12-31
项 目 数量 价值（金额单位：万元）
资产总额 {}
1、房屋（平方米） {}
其中：办公用房（平方米） 20.50 3.00
2、车辆（台、辆） {}
3、其他固定资产 {}
八、名词解释
"""


def read(text: str) -> list[StatementFacts]:
    """The facts of the statements of a text, in order; every table must be recognised."""
    document = documents.read(text.encode(), "预算.txt", "e" * 64)
    found = grids.find_grids(document)
    identity = statements.identify(document, found, RawFile("预算.txt", "e" * 64, len(text.encode())))
    read = statements.recognise(found, identity)
    assert all(isinstance(statement, Statement) for statement in read), read
    known = [statement for statement in read if isinstance(statement, Statement)]
    return [facts.facts_of(statement, "e" * 64, known) for statement in known]


def purchases(**texts: str) -> str:
    given = {
        "total": "10.40 10.40 4.00",
        "budget": "30.00",
        "first": "2.00 4.00 4.00 4.00",
        "second": "8 0.80 6.40 6.40",
    }
    return PURCHASES.format(header="\n\n".join(HEADER), **{**given, **texts})


def placed(found: StatementFacts) -> list[tuple[str, str, str]]:
    return [
        (fact.row_name, fact.column_path.rpartition("/")[2], fact.amount_text)
        for fact in found
        if isinstance(fact, (FactProcurement, FactAsset))
    ]


EXPECTED = [
    ("合计", "合计", "10.40"),
    ("合计", "一般公共预算拨款", "10.40"),
    ("合计", "2023年预留中小微企业份额", "4.00"),
    ("青山县园林局本级小计", "合计", "10.40"),
    ("青山县园林局本级小计", "一般公共预算拨款", "10.40"),
    ("青山县园林局本级小计", "2023年预留中小微企业份额", "4.00"),
    ("绿化养护项目/剪草机", "预算资金", "30.00"),
    ("绿化养护项目/剪草机", "单价", "2.00"),
    ("绿化养护项目/剪草机", "合计", "4.00"),
    ("绿化养护项目/剪草机", "一般公共预算拨款", "4.00"),
    ("绿化养护项目/剪草机", "2023年预留中小微企业份额", "4.00"),
]


def test_purchases_are_read_by_price_funds_and_totals() -> None:
    _, found = read(SUMMARY.format(general="90.00", fund="") + purchases())
    assert placed(found) == EXPECTED
    mower = [fact for fact in found if isinstance(fact, FactProcurement) and fact.item_name == "剪草机"]
    assert {(fact.quantity, fact.unit_price, fact.project_name) for fact in mower} == {
        (Decimal(2), Decimal("20000.00"), "绿化养护项目")
    }
    totals = [fact for fact in found if isinstance(fact, FactProcurement) and fact.row_name == "合计"]
    assert {fact.project_name for fact in totals} == {None}
    # The second purchase repeats no project: whether its text names one or the goods is not printed.
    assert [(doubt.text, doubt.reason) for doubt in found.doubtful] == [
        (text, "所在的栏不能确定") for text in ("8", "0.80", "6.40", "6.40")
    ]


def test_a_fund_that_no_other_statement_settles_is_left_open_alone() -> None:
    text = purchases(second="8 0.80 6.40 6.40").replace("路灯\nA033 套 8 0.80 6.40 6.40\n", "").replace("10.40", "4.00")
    whole = SUMMARY.format(general="90.00", fund="") + text
    mixed = SUMMARY.format(general="60.00", fund="30.00") + text
    for document, is_open in ((whole, False), (mixed, True), (text, True)):
        found = read(document)[-1]
        funds = [amount for _, column, amount in placed(found) if column == "一般公共预算拨款"]
        assert funds == ([] if is_open else ["4.00"] * 3)
        assert [doubt.text for doubt in found.doubtful] == (["4.00"] * 3 if is_open else [])
        rest = [("预算资金", "30.00"), ("单价", "2.00"), ("合计", "4.00"), ("2023年预留中小微企业份额", "4.00")]
        lines = [(column, amount) for row, column, amount in placed(found) if "剪草机" in row]
        assert [line for line in lines if line[0] != "一般公共预算拨款"] == rest


def test_a_price_that_does_not_make_the_amount_leaves_the_table_open() -> None:
    text = (
        purchases(first="3.00 4.00 4.00 4.00").replace("路灯\nA033 套 8 0.80 6.40 6.40\n", "").replace("10.40", "4.00")
    )
    found = read(SUMMARY.format(general="90.00", fund="") + text)[-1]
    assert placed(found) == [("绿化养护项目/剪草机", "预算资金", "30.00")]
    assert {doubt.reason for doubt in found.doubtful} == {"数量、单价、金额各列的勾稽关系无法同时成立，列不能确定"}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            ("46.21", "", "1 13.11", "33.10"),
            [("资产总额", "46.21"), ("2、车辆(台、辆)", "13.11"), ("3、其他固定资产", "33.10")],
        ),
        (("46.21", "", "1 13.11", "33.20"), [("2、车辆(台、辆)", "13.11")]),
        (("46", "20", "", "26"), []),
    ],
)
def test_assets_are_values_where_values_add_up_to_the_whole(
    rows: tuple[str, ...], expected: list[tuple[str, str]]
) -> None:
    (found,) = read(ASSETS.format(*rows))
    values = [(row, text) for row, column, text in placed(found) if column.startswith("价值") and "其中" not in row]
    assert [(row.replace("（", "(").replace("）", ")"), text) for row, text in values] == expected
    open_texts = [text for text in rows if text and " " not in text and text not in [found for _, found in expected]]
    assert [doubt.text for doubt in found.doubtful] == open_texts


@given(st.permutations(HEADER[:9]), st.permutations(HEADER[13:]))
def test_the_form_is_known_whatever_the_order_of_its_words(first: list[str], second: list[str]) -> None:
    form = item_form("".join((*first, *HEADER[9:13], *second)))
    assert form is not None
    assert [column.path[-1] for column in form][::5] == [
        "项目名称",
        "数量",
        "国有资本经营预算拨款",
        "2023年预留中小微企业份额",
    ]


def test_a_form_without_the_columns_that_may_be_absent_is_known_and_no_other_header_is() -> None:
    short = [word for word in HEADER if word not in HEADER[9:13] and word not in HEADER[-5:]]
    form = item_form("".join(short))
    assert form is not None
    assert [column.path[-1] for column in form][-2:] == ["财政专户核拨", "单位资金"]
    assert item_form("".join(short) + "备注") is None
    assert item_form("项目合计") is None


COLUMNS = [
    StatementColumn(0, 0, "amount", "预算资金", "budget", "all"),
    StatementColumn(1, 0, "text", "数量", item="quantity"),
    StatementColumn(2, 0, "amount", "单价", "unit_price", "all", item="unit_price"),
    StatementColumn(3, 0, "amount", "合计", "total", "all"),
    StatementColumn(4, 0, "amount", "一般公共预算", "total", "general"),
    StatementColumn(5, 0, "amount", "政府性基金", "total", "government_fund"),
    StatementColumn(6, 0, "amount", "中小企业份额", "small_business", "all"),
]


def amounts_of(texts: list[str]) -> list:
    return [parse_amount(text, "万元") for text in texts]


@given(st.integers(0, 2**48))
@settings(max_examples=80, deadline=None)
def test_no_number_of_a_purchase_is_put_in_a_wrong_column(seed: int) -> None:
    """Purchases at random, blanks dropped: every number that is placed stands where it was printed."""
    chance = Random(seed)
    rows = [StatementRow(1, 0, "合计", None, None, "total", None, None)]
    printed: list[list[Decimal | None]] = [[None, None, None, Decimal(0), Decimal(0), Decimal(0), Decimal(0)]]
    for number in range(chance.randint(1, 5)):
        count, price = Decimal(chance.randint(1, 40)), Decimal(chance.randrange(10, 10**4)) / 100
        whole = count * price
        general = chance.choice([whole, Decimal(0), Decimal(chance.randrange(int(whole * 100) + 1)) / 100])
        share = chance.choice([whole, Decimal(0), general])
        budget = Decimal(chance.randrange(10**6)) / 100
        printed.append([budget, count, price, whole, general, whole - general, share])
        printed[0][3:] = [
            (old or 0) + new for old, new in zip(printed[0][3:], printed[-1][3:], strict=True) if new is not None
        ]
        rows.append(StatementRow(number + 2, 0, f"物品{number}", None, None, None, None, None))
    meaning = ItemColumns("procurement", COLUMNS)
    collapsed, truth = [], []
    for row, parent, values in zip(rows, parents_of("procurement", rows), printed, strict=True):
        places = tuple(n for n, value in enumerate(values) if value)
        texts = [str(values[n]) if n == 1 else f"{values[n]:.2f}" for n in places]
        amounts = amounts_of(texts)
        found = choices_of(row, [tuple(range(7))] * len(texts), amounts, meaning)
        collapsed.append(CollapsedRow(tuple(amount.amount_yuan for amount in amounts), parent, choices=found))
        truth.append(places)
    solved = assign_columns(collapsed, 7, [], Decimal(100), loose=meaning.loose)
    assert solved.is_consistent
    for columns, places in zip(solved.columns, truth, strict=True):
        assert all(column in (None, right) for column, right in zip(columns, places, strict=True))
