"""The marts: what they make of statements known by heart, and that nothing in them counts twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from pipelines.records import quality
from pipelines.records.column import columns_of
from pipelines.records.core import FactAsset
from pipelines.settings import resource
from pipelines.warehouse import layers
from pipelines.warehouse.connection import Connection
from tests.made import (
    NOW,
    THREE,
    Col,
    Made,
    Row,
    Table,
    fill,
    identifier,
    made_indicator,
)  # fmt: skip
from tests.statements_by_heart import BASIC, EXPENDITURE, FINAL, three_public

SQL = resource("sql")
WAN = Decimal(10_000)


@pytest.fixture
def connection() -> Iterator[Connection]:
    with duckdb.connect(":memory:") as opened:
        yield opened


def rows(connection: Connection, query: str) -> list[tuple[object, ...]]:
    return connection.execute(query).fetchall()


def yuan(text: str) -> Decimal:
    return Decimal(text) * WAN


def test_grains_hold_and_a_broken_one_is_found(connection: Connection, tmp_path: Path) -> None:
    fill(connection, tmp_path, FINAL, replace(FINAL, content="other", year=2023))
    assert layers.grain_faults(connection, SQL) == []
    connection.execute("insert into mart.dim_fund select * from mart.dim_fund limit 1")
    assert layers.grain_faults(connection, SQL) == ["mart.dim_fund 的粒度（fund）不唯一：1 组重复"]


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("expenditure", "100"),
        ("income_expenditure_summary", "100"),
        ("general_basic_economic", "60"),
        ("three_public", "9"),
    ],
)
def test_additive_rows_give_the_total_once(
    connection: Connection, tmp_path: Path, statement: str, expected: str
) -> None:
    fill(connection, tmp_path, FINAL)
    query = f"select sum(amount_yuan) from int.amount where is_additive and statement = '{statement}'"
    assert rows(connection, query) == [(yuan(expected),)]


def test_vehicles_without_parts_and_meetings_under_the_total_are_additive(
    connection: Connection, tmp_path: Path
) -> None:
    items = {
        "total": "20",
        "three_public_subtotal": "8",
        "abroad": "1",
        "vehicle": "4",
        "reception": "3",
        "meeting": "7",
        "training": "5",
    }
    columns = tuple(Col(item, "total", "all", item) for item in items)
    table = Table("three_public", THREE, columns, (Row("", tuple(items.values())),))
    fill(connection, tmp_path, Made("a", (table,), stage="budget"))
    assert rows(connection, "select sum(amount_yuan) from int.amount where is_additive") == [(yuan("20"),)]


def test_net_and_gross_values_of_assets_are_not_summed_together(connection: Connection, tmp_path: Path) -> None:
    values = Col("期末/原值"), Col("期末/累计折旧"), Col("期末/净值")
    table = Table("asset", FactAsset, values, (Row("房屋", ("90", "20", "70")), Row("车辆", ("9", "4", "5"))))
    gross = replace(table, columns=values[:1], rows=(Row("设备", ("30",)),))
    fill(connection, tmp_path, Made("a", (table,)), Made("b", (gross,), year=2023))
    query = "select sum(amount_yuan) from mart.fct_asset where is_additive group by document_id order by 1"
    assert rows(connection, query) == [(yuan("30"),), (yuan("75"),)]


def test_what_income_and_use_of_money_say_twice_is_not_summed_twice(connection: Connection, tmp_path: Path) -> None:
    usage = replace(
        EXPENDITURE,
        kind="income_expenditure_summary",
        columns=(Col("预算数"),),
        rows=(
            Row("一般公共服务支出", ("70",), "201", "function", "类"), Row("社会保障和就业支出", ("30",), "208", "function", "类"),
            Row("基本支出", ("60",), item="basic"), Row("项目支出", ("40",), item="project"),
        ),
    )  # fmt: skip
    fill(connection, tmp_path, Made("a", (usage,), stage="budget"))
    assert rows(connection, "select sum(amount_yuan) from int.amount where is_additive") == [(yuan("100"),)]


def test_a_disclosure_as_a_whole_and_again_as_tables_counts_once(connection: Connection, tmp_path: Path) -> None:
    fill(connection, tmp_path, FINAL, replace(FINAL, content="again", part="tables"))
    assert rows(connection, "select count(*) from int.document where is_current") == [(2,)]
    found = rows(connection, "select distinct document_id from int.amount where is_primary")
    assert found == [(FINAL.document_id,)]
    assert rows(connection, "select sum(amount_yuan) from mart.fct_expenditure_function where is_additive") == [
        (yuan("100"),)
    ]


def test_a_statement_that_one_document_prints_twice_counts_once(connection: Connection, tmp_path: Path) -> None:
    fill(connection, tmp_path, Made("a", (EXPENDITURE, EXPENDITURE)))
    assert rows(connection, "select count(distinct grid_no) from int.amount where is_primary") == [(1,)]
    assert rows(connection, "select count(distinct grid_no) from int.amount") == [(2,)]


def test_the_rest_of_a_statement_in_another_grid_is_kept(connection: Connection, tmp_path: Path) -> None:
    rest = replace(EXPENDITURE, rows=(Row("教育支出", ("3", "2", "1"), "205", "function", "类"),))
    fill(connection, tmp_path, Made("a", (EXPENDITURE, rest)))
    assert rows(connection, "select count(distinct grid_no) from int.amount where is_primary") == [(2,)]


OLD = Made("old", (three_public("9.00", "2.00", "5.00", "3.00", "2.00", "2.00"),), retrieved_at="2025-03-01")
NEW = Made("new", (three_public("9.50", "2.00", "5.50", "3.50", "2.00", "2.00"),), retrieved_at="2025-09-01")


def test_marts_show_the_newest_version_and_revision_what_changed(connection: Connection, tmp_path: Path) -> None:
    fill(connection, tmp_path, OLD, NEW)
    assert rows(
        connection,
        "select document_id, is_current, is_superseded, version_no from mart.dim_document order by version_no",
    ) == [
        (OLD.document_id, False, True, 1),
        (NEW.document_id, True, False, 2),
    ]
    assert rows(connection, "select distinct document_id from mart.fct_three_public") == [(NEW.document_id,)]
    assert rows(connection, "select count(*) from core.published_amount") == [(12,)]
    found = rows(
        connection, "select item, change, old_yuan, new_yuan, difference_wan, since from mart.revision order by item"
    )
    assert found == [
        (item, "changed", yuan(old), yuan(new), Decimal("0.500000"), "2025-09-01")
        for item, old, new in (
            ("total", "9.00", "9.50"),
            ("vehicle", "5.00", "5.50"),
            ("vehicle_purchase", "3.00", "3.50"),
        )
    ]


def test_rows_that_come_and_go_are_revisions_too(connection: Connection, tmp_path: Path) -> None:
    shorter = replace(BASIC, rows=BASIC.rows[:3])
    renamed = replace(BASIC, rows=(*BASIC.rows[:3], Row("资本性支出", ("15.00",), "310", "economic", "类", 1)))
    fill(
        connection,
        tmp_path,
        Made("old", (shorter,), retrieved_at="2025-01-01"),
        Made("new", (renamed,), retrieved_at="2025-02-01"),
    )
    assert rows(connection, "select row_code, change, old_text, new_text from mart.revision") == [
        ("310", "added", None, "15.00")
    ]


def test_when_the_newest_version_is_withdrawn_the_one_before_is_current_again(
    connection: Connection, tmp_path: Path
) -> None:
    fill(connection, tmp_path, OLD, NEW)
    connection.execute("update core.document set withdrawn_at = ? where document_id = ?", [NOW, NEW.document_id])
    layers.drop_all(connection)
    layers.rebuild(connection, SQL, ("core", "stg", "int", "mart"))
    assert rows(connection, "select distinct document_id from mart.fct_three_public") == [(OLD.document_id,)]
    assert rows(connection, "select is_withdrawn from mart.dim_document where not is_current") == [(True,)]


def test_blank_forms_and_quarantined_documents_are_in_no_fact_mart(connection: Connection, tmp_path: Path) -> None:
    fill(connection, tmp_path, FINAL)
    connection.execute("update core.document set template_blank = true")
    layers.drop_all(connection)
    layers.rebuild(connection, SQL, ("core", "stg", "int", "mart"))
    assert rows(connection, "select count(*) from mart.fct_expenditure_function") == [(0,)]
    assert rows(connection, "select count(*) from mart.dim_document") == [(1,)]


def test_budget_against_final_compares_like_with_like(connection: Connection, tmp_path: Path) -> None:
    planned = replace(EXPENDITURE, rows=(
        Row("合计", ("80.00", "60.00", "20.00"), item="total"),
        Row("一般公共服务支出", ("80.00", "60.00", "20.00"), "201", "function", "类", 1),
    ))  # fmt: skip
    fill(
        connection,
        tmp_path,
        FINAL,
        Made("plan", (planned, BASIC), stage="budget"),
        Made("unit", (planned,), stage="budget", tier="unit"),
    )
    found = rows(
        connection,
        "select subject, measure, budget_yuan, final_yuan, difference_wan, completion_percent from mart.budget_vs_final "
        "where statement = 'expenditure' and subject in ('total', '201', '208') and measure in ('total', 'project') "
        "order by subject, measure",
    )
    assert found == [
        ("201", "project", yuan("20"), yuan("20"), Decimal("0.000000"), Decimal("100.0000")),
        ("201", "total", yuan("80"), yuan("70"), Decimal("-10.000000"), Decimal("87.5000")),
        ("208", "project", None, yuan("20"), None, None),
        ("208", "total", None, yuan("30"), None, None),
        ("total", "project", yuan("20"), yuan("40"), Decimal("20.000000"), Decimal("200.0000")),
        ("total", "total", yuan("80"), yuan("100"), Decimal("20.000000"), Decimal("125.0000")),
    ]
    assert rows(connection, "select distinct tier from mart.budget_vs_final") == [("department",)]
    own = rows(
        connection,
        "select budget_yuan, budget_in_final_yuan, final_yuan, completion_percent from mart.budget_vs_final "
        "where statement = 'three_public' and subject = 'total'",
    )
    assert own == [(None, yuan("12"), yuan("9"), Decimal("75.0000"))]
    assert rows(
        connection, "select count(*) from mart.budget_vs_final where statement = 'income_expenditure_summary'"
    ) == [(0,)]


def test_this_year_against_last(connection: Connection, tmp_path: Path) -> None:
    earlier = replace(EXPENDITURE, rows=(
        Row("合计", ("80.00", "60.00", "20.00"), item="total"),
        Row("教育支出", ("80.00", "60.00", "20.00"), "205", "function", "类", 1),
    ))  # fmt: skip
    fill(connection, tmp_path, FINAL, Made("before", (earlier,), year=2023), Made("long ago", (earlier,), year=2020))
    found = rows(
        connection,
        "select fiscal_year, subject, amount_yuan, prior_yuan, change_wan, change_percent from mart.year_over_year "
        "where measure = 'total' and subject in ('total', '205', '201') order by subject",
    )
    assert found == [
        (2024, "201", yuan("70"), None, None, None),
        (2024, "205", None, yuan("80"), None, None),
        (2024, "total", yuan("100"), yuan("80"), Decimal("20.000000"), Decimal("25.0000")),
    ]


def test_last_year_as_this_year_prints_it_serves_where_last_years_document_is_absent(
    connection: Connection, tmp_path: Path
) -> None:
    table = replace(
        EXPENDITURE,
        columns=(Col("预算数"), Col("上年执行数", "prior_final")),
        rows=(Row("合计", ("110", "100"), item="total"),),
    )
    fill(connection, tmp_path, Made("a", (table,), stage="budget"))
    found = rows(
        connection, "select amount_yuan, prior_yuan, prior_in_document_yuan, change_percent from mart.year_over_year"
    )
    assert found == [(yuan("110"), None, yuan("100"), Decimal("10.0000"))]


def test_two_printings_that_disagree_give_no_figure(connection: Connection, tmp_path: Path) -> None:
    twice = replace(
        EXPENDITURE, rows=(Row("行政运行", ("1", "1", "0"), "2010601"), Row("行政运行", ("2", "2", "0"), "2010601"))
    )
    fill(connection, tmp_path, Made("a", (twice,)))
    assert rows(connection, "select measure, amount_yuan, printings from int.figure order by measure") == [
        ("basic", None, 2), ("project", Decimal(0), 2), ("total", None, 2),
    ]  # fmt: skip


def test_three_public_over_years(connection: Connection, tmp_path: Path) -> None:
    table = three_public("11.00", "2.00", "5.00", "3.00", "2.00", "4.00")
    planned = replace(table, columns=tuple(replace(column, measure="total") for column in table.columns))
    fill(
        connection,
        tmp_path,
        FINAL,
        Made("before", (three_public("6.00", "1.00", "3.00", "1.00", "2.00", "2.00"),), year=2023),
        Made("plan", (planned,), stage="budget"),
    )
    found = rows(
        connection,
        "select fiscal_year, budget_wan, budget_in_final_yuan, final_wan, prior_final_yuan, final_change_percent "
        "from mart.three_public_trend where item = 'total' order by fiscal_year",
    )
    assert found == [
        (2023, None, None, Decimal("6.000000"), None, None),
        (2024, Decimal("11.000000"), yuan("12"), Decimal("9.000000"), yuan("6"), Decimal("50.0000")),
    ]


def test_structures_sum_leaf_rows(connection: Connection, tmp_path: Path) -> None:
    fill(connection, tmp_path, FINAL)
    assert rows(
        connection,
        "select total_wan, basic_wan, project_wan, other_yuan, basic_percent from mart.basic_project_structure",
    ) == [(Decimal(100), Decimal(60), Decimal(40), Decimal(0), Decimal(60))]
    assert rows(
        connection, "select class_code, class_name, amount_wan, share_percent from mart.economic_structure order by 1"
    ) == [
        ("301", "工资福利支出", Decimal(45), Decimal(75)),
        ("302", "商品和服务支出", Decimal(15), Decimal(25)),
    ]


def test_codes_that_no_list_knows_are_shown_as_such(connection: Connection, tmp_path: Path) -> None:
    odd = replace(EXPENDITURE, rows=(Row("未来事务", ("1", "1", "0"), "2999999", "function", "项"),))
    fill(connection, tmp_path, Made("a", (odd,)))
    found = rows(
        connection,
        "select name, is_listed, is_printed, documents from mart.dim_function where function_code = '2999999'",
    )
    assert found == [("未来事务", False, True, 1)]
    assert rows(connection, "select is_listed, is_printed from mart.dim_function where function_code = '2010601'") == [
        (True, False)
    ]


def test_performance_by_project(connection: Connection, tmp_path: Path) -> None:
    document = identifier("a")
    extra = (
        made_indicator(document, 1),
        made_indicator(
            document, 2, level1="满意度指标", operator="qualitative", target_value=None, score=Decimal("9.5")
        ),
        made_indicator(document, 3, project_name=None, level1="效益指标", project_budget_yuan=None),
    )
    fill(connection, tmp_path, Made("a", (), stage="budget", extra=extra))
    found = rows(
        connection,
        "select project_name, is_whole_department, project_budget_wan, indicators, output_indicators, satisfaction_indicators, "
        "quantified_indicators, weight_total, score_total from mart.performance_by_project order by project_name",
    )
    assert found == [
        ("", True, None, 1, 0, 0, 1, Decimal(10), None),
        ("示例项目", False, Decimal(120), 2, 1, 1, 1, Decimal(20), Decimal("9.5")),
    ]


def test_completeness_follows_what_is_there_and_the_weights(connection: Connection, tmp_path: Path) -> None:
    blank = replace(EXPENDITURE, kind="government_fund", rows=(Row("合计", ("0.00", "0.00", "0.00"), item="total"),))
    fill(connection, tmp_path, replace(FINAL, tables=(*FINAL.tables, blank)))
    scores = dict(rows(connection, "select element, score from mart.completeness_element"))
    assert scores == {
        "statements": Decimal("0.5556"), "explained": Decimal(0), "narrative": Decimal(0), "machine_readable": Decimal(1),
        "goals": Decimal(0), "both_stages": Decimal(0), "timely": None, "units": None,
    }  # fmt: skip
    query = "select completeness_index, evaluated_weight, total_weight, missing from mart.disclosure_completeness"
    ((index, evaluated, total, missing),) = rows(connection, query)
    assert (index, evaluated, total) == (Decimal("32.22"), Decimal(100), Decimal(120))
    assert missing == "5/9，缺：收入总表、财政拨款收支总表、一般公共预算支出表（功能）、国有资本经营表"
    connection.execute("update mart.completeness_weight set weight = 0 where element <> 'machine_readable'")
    assert rows(connection, "select completeness_index from mart.disclosure_completeness") == [(Decimal("100.00"),)]


def test_an_explained_blank_table_counts(connection: Connection, tmp_path: Path) -> None:
    blank = replace(EXPENDITURE, kind="government_fund", rows=(), note="本部门没有政府性基金预算收支，故本表为空。")
    fill(connection, tmp_path, Made("a", (blank,)))
    assert rows(connection, "select score from mart.completeness_element where element = 'explained'") == [
        (Decimal(1),)
    ]


def test_only_failing_findings_of_current_documents_are_shown(connection: Connection, tmp_path: Path) -> None:
    fill(connection, tmp_path, OLD, NEW)
    columns = {column.name: column for column in columns_of(quality.FindingRecord)}
    for number, (document, verdict) in enumerate(
        [(OLD.document_id, "fails"), (NEW.document_id, "fails"), (NEW.document_id, "holds")]
    ):
        values = {"finding_id": str(number), "run_id": "r", "rule_id": "60", "rule_version": 1, "document_id": document,
                  "document_ids": [document], "verdict": verdict, "severity": "error", "message": "a ≠ b", "suspect": "unknown",
                  "difference_yuan": Decimal("-5000.00"), "left_fact_ids": ["x"], "right_fact_ids": ["y"]}  # fmt: skip
        assert {name for name, column in columns.items() if not column.nullable} <= set(values)
        connection.execute(
            f"insert into quality.finding ({', '.join(values)}) values ({', '.join('?' * len(values))})",
            list(values.values()),
        )
    layers.drop_all(connection)
    layers.rebuild(connection, SQL, ("core", "stg", "int", "mart", "report"))
    assert rows(connection, "select finding_id, difference_wan, organization_name from mart.balance_findings") == [
        ("1", Decimal("-0.500000"), "普陀区财政局")
    ]
    assert rows(connection, "select errors from report.document_overview where is_current") == [(1,)]
