"""Texts in traditional characters are read by their simplified forms and say so; other formats say that words may be unknown."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines import documents
from pipelines.documents.text import TRANSCRIBED
from pipelines.reference import scripts
from pipelines.reference.tables import rows_of
from tests.families.forms import Family
from tests.families.measure import read

LISTED = [row["traditional"] for row in rows_of("traditional.csv")]
TEXT = """某縣財政局2023年度部門決算

一般公共預算財政撥款支出決算表
單位：萬元
科目編碼\t科目名稱\t合計\t基本支出\t項目支出
205\t教育支出\t1,234.50\t1,000.00\t234.50
20502\t普通教育\t1,234.50\t1,000.00\t234.50
合計\t\t1,234.50\t1,000.00\t234.50

2023年度“三公”經費支出決算12.50萬元，比上年減少2.50萬元，下降16.67%。
"""
SIMPLIFIED = "一般公共预算财政拨款支出决算表，单位：万元，项目支出、经费、机关运行、国有资产、绩效目标。"


def test_a_traditional_text_gives_the_amounts_of_the_simplified_one() -> None:
    found = read(TEXT.encode(), "a.txt", Family("script", (), (), {}))
    read_so = {(row.row_code, row.row_name, row.measure, row.amount_text, row.unit) for row in found.found}
    assert ("20502", "普通教育", "project", "234.50", "万元") in read_so
    assert found.found.total() == 9
    assert not found.refused


@pytest.mark.parametrize("markup", [False, True], ids=["text", "page"])
def test_what_was_transcribed_says_so(markup: bool) -> None:
    content = f"<html><body><p>{TEXT}</p></body></html>" if markup else TEXT
    document = documents.read(content.encode(), "a", "d" * 64)
    assert [fault.reason for fault in document.faults] == [TRANSCRIBED]
    assert "财政局" in document.pages[0].lines[0].text


def test_a_simplified_text_with_traditional_names_stays_as_printed_and_says_what_may_be_unknown() -> None:
    document = documents.read(f"{SIMPLIFIED * 3}\n{''.join(LISTED[:12])}".encode(), "a.txt", "d" * 64)
    assert document.pages[0].lines[1].text == "".join(LISTED[:12])
    assert [fault.reason for fault in document.faults] == ["有 12 个繁体字，表名、项目名与文字说明可能未能识别"]
    few = documents.read(f"{SIMPLIFIED}臺灣、於潛。".encode(), "a.txt", "d" * 64)
    assert few.faults == ()


def test_the_list_is_single_valued_and_goes_one_way() -> None:
    assert len(LISTED) == len(set(LISTED))
    assert all(len(row["simplified"]) == 1 for row in rows_of("traditional.csv"))
    forms = {row["simplified"] for row in rows_of("traditional.csv") if not row["is_shared"]}
    assert not forms & set(LISTED)


@given(st.text(alphabet=st.sampled_from([*LISTED[:50], *SIMPLIFIED, "1", ",", ".", "\t", "\n"])))
def test_transcribing_keeps_every_place_and_every_digit(text: str) -> None:
    told = scripts.simplified(text)
    assert len(told) == len(text)
    assert all(one == other for one, other in zip(text, told, strict=True) if one not in LISTED)
    assert scripts.simplified(told) == told


@pytest.mark.real
def test_no_published_document_is_taken_for_a_traditional_one(shared: Path) -> None:
    with (shared / "disclosures" / "manifest.csv").open(encoding="utf-8-sig") as listed:
        assert sum(1 for _ in csv.DictReader(listed)) > 0
    for path in [*(shared / "disclosures").rglob("*.txt"), *(shared / "seeds").glob("*.txt")]:
        assert not scripts.traditional_count(path.read_text(encoding="utf-8")), path.name
