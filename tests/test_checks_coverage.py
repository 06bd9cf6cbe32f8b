"""Findings of written queries, and coverage: every rule meets every document, and what was not evaluated says why."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rules.bench import Ran, Scenes, document

SCENES = Scenes()


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ran]:
    folder: Path = tmp_path_factory.mktemp("rules")
    with SCENES.run(folder) as done:
        yield done


COUNTED = SCENES.add(
    "counted", document("none", fiscal_year=2024), document("one", fiscal_year=2025), document("two", fiscal_year=2026),
    type="expect_no_violation", severity="info",
    query="""
        select document_id, cast(fiscal_year - 2024 as bigint) as violations, '占位符' as left_text,
          case when fiscal_year > 2025 then 'error' end as severity
        from check_document where starts_with(document_id, 'counted')""",
)  # fmt: skip


def test_a_count_of_violations_fails_from_one_and_may_carry_its_own_severity(ran: Ran) -> None:
    assert ran.verdicts(COUNTED, "none", "one", "two") == ["holds", "fails", "fails"]
    assert [ran.finding(COUNTED, name)["severity"] for name in ("none", "one", "two")] == [
        "information",
        "information",
        "error",
    ]
    assert ran.finding(COUNTED, "two")["violations"] == 2
    assert "2 处不成立，占位符" in ran.finding(COUNTED, "two")["message"]


ACROSS = SCENES.add(
    "across", document("a"), document("b"), document("c"), tolerance="exact",
    query="select 'across.a' as document_id, ['across.a', 'across.b'] as document_ids, 1 as left_yuan, 2 as right_yuan",
)  # fmt: skip


def test_a_case_over_several_documents_counts_for_each_of_them(ran: Ran) -> None:
    assert ran.verdicts(ACROSS, "a", "b", "c") == ["fails", "fails", "not_applicable"]
    assert ran.finding(ACROSS, "a")["document_ids"] == ["across.a", "across.b"]


OPEN = SCENES.add(
    "open", document("d"), document("quarantined", status="quarantined", reason="坏"), document("form", template_blank=True),
    unavailable="没有批复日期",
)  # fmt: skip


def test_what_cannot_be_evaluated_at_all_says_why_on_every_document(ran: Ran) -> None:
    assert ran.verdicts(OPEN, "d", "quarantined") == ["not_evaluated"] * 2
    assert ran.coverage(OPEN, "d")["reason"] == "没有批复日期"


def test_coverage_has_exactly_one_row_for_every_rule_and_document_but_empty_forms(ran: Ran) -> None:
    documents = len(SCENES.documents) - 1
    (counted,) = ran.rows("select count(*) as n, count(distinct (rule_id, document_id)) as pairs from quality.coverage")
    assert counted["n"] == counted["pairs"] == len(SCENES.rules) * documents
    assert not ran.rows("select 1 from quality.coverage where document_id = 'open.form'")
    quarantined = ran.rows("select distinct verdict from quality.coverage where document_id = 'open.quarantined'")
    assert quarantined == [{"verdict": "not_evaluated"}]
    silent = ran.rows("select 1 from quality.coverage where cases = 0 and reason is null")
    assert not silent
