"""Reading one document: it never raises, says where and why it failed, and never contradicts itself."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.flow.reading import failed_reading, read_document
from pipelines.flow.soundness import ContradictionError, leave_out_contradictions
from pipelines.records.pages import RawFile
from pipelines.records.reading import Failure
from tests.made import identifier, made_claim, reading_of
from tests.statements_by_heart import FINAL


def test_reading_never_raises(tmp_path: Path) -> None:
    raw = RawFile("x.pdf", "0" * 64, 1)
    for path, stage in ((tmp_path / "absent.pdf", "intake"), (tmp_path, "intake")):
        reading = read_document(path, raw)
        assert reading.failure is not None
        assert reading.failure.stage == stage
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7 and then nothing")
    reading = read_document(broken, raw)
    assert reading.document.status == "quarantined"
    assert reading.failure is not None
    assert reading.failure.stage.startswith("documents")
    assert reading.document.reason == reading.failure.error


def test_a_fault_of_one_room_names_the_room_and_the_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fault(*_: object) -> None:
        raise KeyError("no such thing")

    monkeypatch.setattr("pipelines.grids.find_grids", fault)
    path = tmp_path / "a.txt"
    path.write_text("文字", "utf-8")
    reading = read_document(path, RawFile("a.txt", "0" * 64, 6))
    assert reading.failure is not None
    assert reading.failure.stage == "grids"
    assert "KeyError" in reading.failure.error


def test_a_fault_in_one_part_leaves_the_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fault(*_: object) -> None:
        raise KeyError("no such thing")

    monkeypatch.setattr("pipelines.facts.claims_of", fault)
    path = tmp_path / "a.txt"
    path.write_text("本年度支出总计12.00万元。", "utf-8")
    reading = read_document(path, RawFile("a.txt", "0" * 64, 6))
    assert reading.failure is None
    assert reading.document.status == "partly_read"
    assert "文字说明" in (reading.document.reason or "")
    assert reading.rows["page"]


REPORT = """关于示例市2024年财政决算的报告
2024年，全市一般公共预算收入完成1200万元，其中：税收收入完成900万元，非税收入完成300万元。
2024年末，全市地方政府债务余额5000万元。
"""
DEPARTMENT = """示例市水务局2024年部门决算情况说明
2024年度“三公”经费支出3.50万元，其中：公务接待费支出1.50万元，国内公务接待6批次、48人次。
单位：万元
项目\t预算数\t决算数
公务接待费\t2.00\t1.50
"""


def test_figures_that_only_sentences_state_are_facts_outside_statements(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(REPORT, "utf-8")
    reading = read_document(path, RawFile("report.txt", "0" * 64, len(REPORT.encode())))
    revenue = [(fact.row_name, fact.amount_yuan, fact.period, fact.statement) for fact in reading.rows["fact_revenue"]]
    assert revenue == [
        ("一般公共预算收入", Decimal(12_000_000), "2024", "none"),
        ("税收收入", Decimal(9_000_000), "2024", "none"),
        ("非税收入", Decimal(3_000_000), "2024", "none"),
    ]
    (debt,) = reading.rows["fact_debt"]
    assert (debt.amount_yuan, debt.as_of_date, debt.grid_no) == (Decimal(50_000_000), "2024-12-31", None)
    claims = {claim.claim_id for claim in reading.rows["claim"]}
    assert {fact.fact_id.replace(".s", ".c") for fact in reading.rows["fact_revenue"]} <= claims


def test_what_a_table_holds_is_not_stated_again(tmp_path: Path) -> None:
    path = tmp_path / "account.txt"
    path.write_text("“三公”经费支出决算表\n" + DEPARTMENT, "utf-8")
    reading = read_document(path, RawFile("account.txt", "0" * 64, len(DEPARTMENT.encode()), fiscal_year=2024))
    items = [(fact.item, fact.statement) for fact in reading.rows["fact_three_public"]]
    assert items.count(("reception", "none")) == 0
    assert ("receptions", "none") in items
    assert ("guests", "none") in items


def test_failed_readings_say_who_and_why() -> None:
    reading = failed_reading(
        RawFile("x.pdf", "1" * 64, 5, publisher="某局", fiscal_year=2024), Failure("limits", "太久")
    )
    assert (reading.document.status, reading.document.reason) == ("quarantined", "太久")
    assert (reading.document.publisher, reading.document.fiscal_year) == ("某局", 2024)


def sound_rows() -> dict[str, list[object]]:
    return {name: list(records) for name, records in reading_of(FINAL).rows.items()}


def test_a_sound_reading_is_left_as_it_is() -> None:
    rows = sound_rows()
    assert leave_out_contradictions(rows) == []
    assert rows == sound_rows()


def test_amounts_of_a_grid_with_two_facts_of_one_name_are_left_out() -> None:
    rows = sound_rows()
    facts = rows["fact_expenditure_function"]
    facts.append(facts[0])
    (note,) = leave_out_contradictions(rows)
    assert "表格 1 的金额" in note
    assert rows["fact_expenditure_function"] == []
    assert rows["fact_revenue"] == sound_rows()["fact_revenue"]


def test_a_fact_that_stands_in_no_cell_takes_its_grid_out() -> None:
    rows = sound_rows()
    rows["fact_revenue"][0] = replace(rows["fact_revenue"][0], row_no=99)  # type: ignore[type-var]
    (note,) = leave_out_contradictions(rows)
    assert "不在单元格中" in note
    assert rows["fact_revenue"] == []


def test_two_relations_may_not_claim_one_cell() -> None:
    rows = sound_rows()
    stolen = rows["fact_revenue"][0].fact_id  # type: ignore[attr-defined]
    rows["fact_expenditure_economic"][0] = replace(rows["fact_expenditure_economic"][0], fact_id=stolen)  # type: ignore[type-var]
    notes = leave_out_contradictions(rows)
    assert len(notes) == 2
    assert rows["fact_revenue"] == rows["fact_expenditure_economic"] == []


def test_claims_of_one_name_are_kept_once_and_named() -> None:
    claim = made_claim(identifier("a"), 1)
    rows: dict[str, list[object]] = {"claim": [claim, replace(claim, sentence="另一句")]}
    assert leave_out_contradictions(rows) == ["claim 的标识重复 1 处，只留其一"]
    assert rows["claim"] == [claim]


def test_cells_that_contradict_each_other_condemn_the_reading() -> None:
    rows = sound_rows()
    rows["cell"].append(rows["cell"][0])
    with pytest.raises(ContradictionError, match="cell"):
        leave_out_contradictions(rows)


COLLAPSED = """2023 年度部门决算
一般公共预算财政拨款支出决算表
单位：万元
项 目 一般公共预算财政拨款支出决算数
功能分类
科目编码 科目名称 合计 基本支出 项目支出
类 款 项
201 一般公共服务支出 45.00 40.00 5.00
20101 人大事务 45.00 40.00 5.00
2010101 行政运行 40.00 40.00 0.00
2010102 一般行政管理事务 5.00 0.00 5.00
210 卫生健康支出 15.00 10.00 5.00
21011 行政事业单位医疗 15.00 10.00 5.00
2101101 行政单位医疗 15.00 10.00 5.00
合计 60.00 50.00 10.00
"""


def test_amounts_of_collapsed_text_stand_each_in_a_cell_of_its_own(tmp_path: Path) -> None:
    data = COLLAPSED.encode()
    (tmp_path / "a.txt").write_bytes(data)
    reading = read_document(tmp_path / "a.txt", RawFile("a.txt", "a" * 64, len(data)))
    assert reading.document.status == "read", reading.document.reason
    cells = {(cell.grid_no, cell.row_no, cell.column_no): cell.text for cell in reading.rows["cell"]}
    found = [*reading.rows.get("fact_expenditure_function", ()), *reading.rows.get("doubtful_cell", ())]
    assert len(found) == 24
    texts = [record.amount_text if hasattr(record, "amount_text") else record.text for record in found]
    assert texts == [cells[record.grid_no, record.row_no, record.column_no] for record in found]
