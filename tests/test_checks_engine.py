"""The engine that evaluates rules: verdicts, tolerance, operands, trees and coverage, on rules made for the test."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from tests.rules.bench import Ran, Scenes, document
from tests.rules.made import changed

SCENES = Scenes()
BALANCE = {
    "statement": "income_expenditure_summary",
    "measure": "final",
    "left": {"side": "income", "item": "income_total", "label": "收入总计"},
    "right": [
        {"side": "income", "item": "current_income", "label": "本年收入"},
        {"side": "income", "item": "carry_in", "label": "年初结转", "optional": True},
    ],
}
INCOME = """
    income_expenditure_summary | income | income_total   | | final | all | 100.00*
    income_expenditure_summary | income | current_income | | final | all | 90.00
    income_expenditure_summary | income | carry_in       | | final | all | 10.00
"""
BLANK = INCOME.replace("100.00*", "").replace("90.00", "").replace("10.00", "")
SAME_FIGURE = {
    "left": {"statement": "income_expenditure_summary", "item": "current_income", "label": "总表"},
    "right": {"statement": "income", "item": "total", "label": "收入表"},
}


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ran]:
    folder: Path = tmp_path_factory.mktemp("rules")
    with SCENES.run(folder) as done:
        yield done


# ---- tolerance ----

THREE = document("holds", INCOME)
SUM = SCENES.add("sum", THREE, changed(THREE, "inside", 1), changed(THREE, "outside", 2), equation=BALANCE)


def test_a_sum_holds_holds_within_rounding_and_fails_one_unit_outside_the_envelope(ran: Ran) -> None:
    # Three printed amounts of 0.01 万元 allow (2 + 1) / 2 = 1.5 units: one is inside, two are outside.
    assert ran.verdicts(SUM, "holds", "inside", "outside") == ["holds", "holds_within_rounding", "fails"]
    failing = ran.finding(SUM, "outside")
    assert (failing["left_yuan"], failing["right_yuan"]) == (Decimal("1000200.00"), Decimal("1000000.00"))
    assert (failing["difference_yuan"], failing["allowed_yuan"]) == (Decimal("200.00"), Decimal("150.0000"))
    assert failing["addends"] == 2
    assert failing["left_fact_ids"] == ["sum.outside.1.1.1"]
    assert failing["right_fact_ids"] == ["sum.outside.1.2.1", "sum.outside.1.3.1"]
    said = "（第 1 页 收支总表）：income_total 100.02 万元 ≐ current_income 90.00 万元 + carry_in 10.00 万元 不成立"
    assert said in failing["message"]
    assert failing["materiality_share"] == Decimal("0.00019996")


FOUR = changed(
    document("holds", INCOME + "income_expenditure_summary | income | use_of_surplus | | final | all | 5.00"),
    "holds",
    500,
)
EDGE = SCENES.add(
    "edge", FOUR, changed(FOUR, "at", 2), changed(FOUR, "beyond", 3),
    equation={**BALANCE, "right": [*BALANCE["right"], {"side": "income", "item": "use_of_surplus"}]},
)  # fmt: skip


def test_exactly_what_the_envelope_allows_is_inside_and_one_unit_more_is_not(ran: Ran) -> None:
    # Four amounts allow exactly two units.
    assert ran.verdicts(EDGE, "holds", "at", "beyond") == ["holds", "holds_within_rounding", "fails"]
    assert ran.finding(EDGE, "at")["difference_yuan"] == ran.finding(EDGE, "at")["allowed_yuan"] == Decimal(200)


# As floats 4884.10 - 4884.09 is 0.01000000000022.
FLOATS = SCENES.add(
    "floats", document("d", INCOME.replace("100.00*", "4884.10").replace("90.00", "4884.09").replace("10.00", "0.00")),
    equation=BALANCE,
)  # fmt: skip


def test_differences_are_exact_decimals_and_never_floats(ran: Ran) -> None:
    assert ran.verdict(FLOATS, "d") == "holds_within_rounding"
    types = ran.rows(
        "select distinct data_type from information_schema.columns where table_name in ('rule_case', 'judged_case', 'finding') "
        "and (column_name like '%yuan' or column_name = 'materiality_share')"
    )
    assert types
    assert all(row["data_type"].startswith("DECIMAL") for row in types), types


TWICE = document(
    "holds", INCOME.replace("*", "").replace("90.00", "90.00*") + "income | income | total | | total | all | 90.00"
)
EXACT = SCENES.add(
    "exact", TWICE, changed(TWICE, "one", 1), changed(TWICE, "two", 2), equation=SAME_FIGURE, tolerance="exact"
)


def test_the_same_figure_off_by_one_last_digit_is_a_warning_and_by_two_an_error(ran: Ran) -> None:
    assert ran.verdicts(EXACT, "holds", "one", "two") == ["holds", "fails", "fails"]
    assert [ran.finding(EXACT, name)["severity"] for name in ("one", "two")] == ["warning", "error"]
    assert "疑为手工进位" in ran.finding(EXACT, "one")["message"]


IN_YUAN = INCOME + "income | income | total | | total | all | {} | unit=元"
UNITS = SCENES.add(
    "units", document("near", IN_YUAN.format("900049.50")), document("far", IN_YUAN.format("900051.00")),
    equation=SAME_FIGURE, tolerance="exact",
)  # fmt: skip
MIXED = SCENES.add("mixed", document("d", INCOME.replace("10.00", "100,040 | unit=元")), equation=BALANCE)


def test_the_same_figure_in_two_units_may_differ_by_what_rounding_loses(ran: Ran) -> None:
    assert ran.verdicts(UNITS, "near", "far") == ["holds_within_rounding", "fails"]


def test_a_message_names_table_page_row_amount_and_unit_of_both_sides_the_difference_and_the_tolerance(
    ran: Ran,
) -> None:
    said = "收支总表（第 1 页）current_income 90.00 万元 ＝ 收入总表（第 2 页）total {} 元"
    near, far = (ran.finding(UNITS, name)["message"] for name in ("near", "far"))
    assert said.format("900049.50") in near and "相差 -49.50 元，舍入允许 50.01 元" in near, near
    assert said.format("900051.00") in far and "相差 -51.00 元，舍入允许 50.01 元" in far, far


def test_units_may_be_mixed_in_one_sum(ran: Ran) -> None:
    # Half of 100, 100 and 1 元 are allowed, 40 元 are missing.
    assert ran.verdict(MIXED, "d") == "holds_within_rounding"
    assert ran.finding(MIXED, "d")["allowed_yuan"] == Decimal("100.5000")


PART = "general_expenditure | expenditure | total | | total | general | 5.00*\n"
WHOLE = "expenditure | expenditure | total | | total | all | 5.00"
EQUAL = document("equal", PART + WHOLE)
AT_MOST = SCENES.add(
    "at_most", EQUAL, changed(EQUAL, "less", -100), changed(EQUAL, "edge", 1), changed(EQUAL, "more", 2),
    document("whole", WHOLE), document("part", PART), document("blank_part", PART.replace("5.00*", "") + WHOLE),
    document("blank_whole", PART + WHOLE.replace("5.00", "")), tolerance="at_most",
    equation={
        "left": {"statement": "general_expenditure", "item": "total", "label": "一般公共预算"},
        "right": {"statement": "expenditure", "item": "total", "label": "全部"},
    },
)  # fmt: skip


def test_a_part_may_exceed_its_whole_by_one_last_digit_at_most(ran: Ran) -> None:
    verdicts = ran.verdicts(AT_MOST, "equal", "less", "edge", "more")
    assert verdicts == ["holds", "holds", "holds_within_rounding", "fails"]
    assert ran.verdicts(AT_MOST, "whole", "blank_part") == ["not_evaluated", "not_applicable"]
    assert ran.verdicts(AT_MOST, "part", "blank_whole") == ["not_evaluated"] * 2
    assert ran.coverage(AT_MOST, "part")["reason"] == "本文件未见或未识别报表：支出总表"
    assert ran.finding(AT_MOST, "blank_whole")["reason"] == "缺少：全部"


THREE_PUBLIC = """
    three_public | expenditure | total     | | final | all | {} | row=1
    three_public | expenditure | abroad    | | final | all | 0 | row=1
    three_public | expenditure | vehicle   | | final | all | 15 | row=1
    three_public | expenditure | reception | | final | all | 1.35 | row=1
"""
KEEPS_ZEROS = THREE_PUBLIC.replace("1.35", "1.30").replace("| 0 |", "| 0.00 |")
DIGITS = SCENES.add(
    "digits", document("holds", THREE_PUBLIC.format("16.35")), document("fails", THREE_PUBLIC.format("16.39")),
    document("keeps", KEEPS_ZEROS.format("16.39")),
    equation={
        "statement": "three_public",
        "left": {"item": "total"},
        "right": {"item": ["abroad", "vehicle", "reception"], "several": True},
    },
)  # fmt: skip


def test_zeros_and_dropped_trailing_zeros_do_not_widen_what_rounding_allows(ran: Ran) -> None:
    assert ran.verdicts(DIGITS, "holds", "fails") == ["holds", "fails"]
    assert ran.finding(DIGITS, "fails")["allowed_yuan"] == Decimal("200.0000")
    # A table that prints 1.30 keeps its zeros: 15 is then a number without decimals.
    assert ran.verdict(DIGITS, "keeps") == "holds_within_rounding"


# ---- guards and operands ----

GUARD = SCENES.add(
    "guard", document("holds", INCOME), document("stage", INCOME, stage="budget"), document("tier", INCOME, tier="government"),
    document("given", INCOME.replace("10.00", "")), document("unknown", INCOME, stage=None),
    equation={**BALANCE, "given": {"item": "carry_in"}}, guard="印有年初结转",
    applies={"stage": ["final"], "tier": ["department"]},
)  # fmt: skip


def test_a_guard_that_is_false_makes_a_rule_not_applicable_with_the_reason(ran: Ran) -> None:
    assert ran.verdict(GUARD, "holds") == "holds"
    assert ran.verdicts(GUARD, "stage", "tier", "given") == ["not_applicable"] * 3
    assert ran.coverage(GUARD, "stage")["reason"] == "不适用于本阶段的文件"
    assert "印有年初结转" in ran.coverage(GUARD, "given")["reason"]


def test_a_document_whose_stage_is_unknown_is_not_evaluated(ran: Ran) -> None:
    assert ran.verdict(GUARD, "unknown") == "not_evaluated"


MISSING = SCENES.add(
    "missing", document("left", INCOME.replace("100.00*", "")), document("right", INCOME.replace("90.00", "")),
    document("blank", BLANK), document("zero", BLANK.replace("final | all |", "final | all | 0.00", 1)),
    document("elsewhere", "income | income | total | | total | all | 1.00"), equation=BALANCE,
)  # fmt: skip


def test_a_missing_operand_is_not_evaluated_and_never_counted_as_zero(ran: Ran) -> None:
    assert ran.verdicts(MISSING, "left", "right") == ["not_evaluated"] * 2
    assert ran.finding(MISSING, "left")["reason"] == "缺少：收入总计"
    assert ran.finding(MISSING, "right")["reason"] == "缺少：本年收入"


def test_both_sides_blank_is_not_applicable(ran: Ran) -> None:
    assert ran.verdict(MISSING, "blank") == "not_applicable"


def test_zero_on_one_side_and_nothing_on_the_other_is_not_applicable(ran: Ran) -> None:
    assert ran.verdict(MISSING, "zero") == "not_applicable"
    assert "均为零" in ran.finding(MISSING, "zero")["reason"]


def test_a_statement_that_is_not_there_is_named(ran: Ran) -> None:
    assert ran.verdict(MISSING, "elsewhere") == "not_evaluated"
    assert ran.coverage(MISSING, "elsewhere")["reason"] == "本文件未见或未识别报表：收支总表"


AGAIN = INCOME + "income_expenditure_summary | income | income_total | | final | all | {} | row=again"
REPEATED = SCENES.add(
    "repeated", document("same", AGAIN.format("100.00")), document("other", AGAIN.format("99.00")), equation=BALANCE
)


def test_an_operand_printed_twice_counts_once_when_it_is_the_same_number_and_is_unclear_otherwise(ran: Ran) -> None:
    assert ran.verdicts(REPEATED, "same", "other") == ["holds", "not_evaluated"]
    assert ran.finding(REPEATED, "other")["reason"] == "不唯一：收入总计"


TWO_BODIES = """
    income_expenditure_summary | income | current_income | | final | all | 90.00 | grid=a
    income_expenditure_summary | income | current_income | | final | all | 80.00 | grid=b
    income                     | income | total          | | total | all | 90.00 | grid=c
    income                     | income | total          | | total | all | 80.00 | grid=d
"""
NAMED_BODIES = TWO_BODIES.replace("grid=a", "grid=a | body=甲").replace("grid=c", "grid=c | body=甲").replace(
    "grid=b", "grid=b | body=乙").replace("grid=d", "grid=d | body=乙")  # fmt: skip
BODIES = SCENES.add(
    "bodies", document("unnamed", TWO_BODIES), document("named", NAMED_BODIES), equation=SAME_FIGURE, tolerance="exact"
)


def test_one_statement_twice_in_a_document_is_unclear_between_tables_unless_each_names_its_body(ran: Ran) -> None:
    assert ran.verdicts(BODIES, "unnamed", "named") == ["not_evaluated", "holds"]
    assert [found["keys"] for found in ran.findings(BODIES, "named")] == ['{"body":"乙"}', '{"body":"甲"}']


SOURCES = """
    income_expenditure_summary | income | current_income | | total | all | 30.00
    income_expenditure_summary | income | source | fiscal_appropriation | total | all | 20.00 | name=一 | parent=current_income
    income_expenditure_summary | income | source | general | total | general | 20.00 | name=其中：甲 | parent=一
    income_expenditure_summary | income | source | government_fund | total | government_fund | 0.00 | name=乙 | parent=一
    income_expenditure_summary | income | source | other | total | other | 10.00 | name=二 | parent=current_income
"""
TOP = SCENES.add(
    "top", document("d", SOURCES),
    equation={
        "statement": "income_expenditure_summary",
        "left": {"item": "current_income"},
        "right": {"item": "source", "several": True, "top": True},
    },
)  # fmt: skip


def test_parts_of_a_source_are_not_added_beside_it(ran: Ran) -> None:
    assert ran.verdict(TOP, "d") == "holds"
    assert len(ran.finding(TOP, "d")["right_fact_ids"]) == 2


DOUBLED = (
    "expenditure | expenditure | total | | total | all | 8.00\n"
    + "expenditure | expenditure | function | 208 | total | all | 4.00\n" * 2
)
TWICE_ADDED = SCENES.add(
    "twice_added", document("d", DOUBLED.replace("4.00\n", "4.00 | row=again\n", 1)),
    equation={
        "statement": "expenditure", "left": {"item": "total"}, "right": {"code_kind": "function", "several": True, "label": "各类"}
    },
)  # fmt: skip


def test_one_subject_twice_in_a_sum_is_unclear(ran: Ran) -> None:
    assert ran.verdict(TWICE_ADDED, "d") == "not_evaluated"
    assert ran.finding(TWICE_ADDED, "d")["reason"] == "不唯一：各类"


# ---- trees ----

HALVES = document("holds", """
    general_basic_economic | expenditure | economic | 301   | final | general | 30.00* | block=0
    general_basic_economic | expenditure | economic | 30101 | final | general | 10.00  | block=0
    general_basic_economic | expenditure | economic | 30102 | final | general | 20.00  | block=1
    general_basic_economic | expenditure | economic | 302   | final | general | 5.00   | block=1
    general_basic_economic | expenditure | economic | 30201 | final | general | 5.00   | block=1
    expenditure | expenditure | function | 208     | total | all | 7.00
    expenditure | expenditure | function | 2080501 | total | all | 3.00
    expenditure | expenditure | function | 2080502 | total | all | 4.00
""")  # fmt: skip
UNITS_BELOW = """
    expenditure | expenditure | unit     |       | total | all | 7.00 | name=甲
    expenditure | expenditure | function | 208   | total | all | 7.00 | row=1 | name=甲类
    expenditure | expenditure | function | 20805 | total | all | 7.00 | row=2 | parent=甲类
    expenditure | expenditure | function | 208   | total | all | {}   | row=3 | name=乙类
    expenditure | expenditure | function | 20805 | total | all | 9.00 | row=4 | parent=乙类
"""
TREE = SCENES.add(
    "tree", HALVES, changed(HALVES, "inside", 1), changed(HALVES, "fails", 2),
    document("units", UNITS_BELOW.format("9.00")), document("wrong_unit", UNITS_BELOW.format("9.50")),
    equation={"statement": ["expenditure", "general_basic_economic"], "tree": True},
)  # fmt: skip


def test_a_tree_adds_the_direct_children_also_over_the_halves_of_a_table_and_a_missing_level(ran: Ran) -> None:
    assert ran.verdicts(TREE, "holds", "inside", "fails") == ["holds", "holds_within_rounding", "fails"]
    assert [found["addends"] for found in ran.findings(TREE, "holds")] == [2, 1, 2]


def test_codes_that_repeat_are_added_by_the_rows_as_printed(ran: Ran) -> None:
    assert ran.verdict(TREE, "units") == "holds"
    assert [found["verdict"] for found in ran.findings(TREE, "wrong_unit")] == ["holds", "fails"]


DOUBT = {
    "grid_no": 1,
    "row_no": 9,
    "column_no": 1,
    "page": 1,
    "statement": "expenditure",
    "text": "1 2.00",
    "reason": "两个数",
}
CLASSES = """
    expenditure | expenditure | function | 208   | total | all | 7.00
    expenditure | expenditure | function | 20805 | total | all | 3.00
    expenditure | expenditure | function | 20807 | total | all | {}
"""
DOUBTFUL = SCENES.add(
    "doubtful",
    *(dataclasses.replace(document(name, CLASSES.format(amount)), extra={"doubtful_cell": [DOUBT]})
      for name, amount in (("open", "3.00"), ("whole", "4.00"))),
    equation={"statement": "expenditure", "tree": True},
)  # fmt: skip


def test_a_sum_with_a_cell_that_could_not_be_read_is_not_evaluated(ran: Ran) -> None:
    assert ran.verdicts(DOUBTFUL, "open", "whole") == ["not_evaluated", "holds"]
    assert "存疑单元格" in ran.finding(DOUBTFUL, "open")["reason"]


LONE_PART = SCENES.add(
    "lone_part",
    dataclasses.replace(
        document("d", """
            expenditure | expenditure | function | 208 | total   | all | 9.00
            expenditure | expenditure | function | 208 | project | all | 4.00
            expenditure | expenditure | function | 209 | total   | all | 9.00
            expenditure | expenditure | function | 209 | project | all | 4.00
        """),
        extra={"doubtful_cell": [{**DOUBT, "row_no": 1, "column_no": 3}]},
    ),
    equation={"statement": "expenditure", "per": ["row_no"], "left": {"measure": "total"},
              "right": [{"measure": ["basic", "project"], "several": True, "optional": True}]},
)  # fmt: skip


def test_a_sum_of_one_addend_is_not_evaluated_where_its_own_row_has_a_cell_in_doubt(ran: Ran) -> None:
    assert [found["verdict"] for found in ran.findings(LONE_PART, "d")] == ["not_evaluated", "fails"]


TWO_COLUMNS = SCENES.add(
    "two_columns",
    document("d", """
        general_expenditure | expenditure | function | 208   | total | general | 10.00 | path=合计 | name=类
        general_expenditure | expenditure | function | 208   | total | general | 8.00  | path=其中：本级 | name=类
        general_expenditure | expenditure | function | 20805 | total | general | 10.00 | path=合计 | name=款 | parent=类
        general_expenditure | expenditure | function | 20805 | total | general | 7.00  | path=其中：本级 | name=款 | parent=类
    """),
    equation={"statement": "general_expenditure", "code_kind": "function", "tree": True},
)  # fmt: skip


def test_two_columns_of_one_measure_and_fund_are_two_cases_of_a_tree(ran: Ran) -> None:
    # they once were two cases with one key, and the whole run stopped
    assert [found["verdict"] for found in ran.findings(TWO_COLUMNS, "d")] == ["holds", "fails"]
