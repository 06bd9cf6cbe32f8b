"""Every rule of the catalogue against its example: it holds, fails, sits at the edge, has its guard false, misses an operand.

The examples stand in ``tests/rules/*.yml``; how one is written is told in ``expectations/README.md``. One warehouse, one run:
each rule and case is a document of its own (or several, for rules across documents).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pipelines.checks import load_suites, run_rules
from pipelines.checks.structure import STRUCTURE
from pipelines.checks.suites import Rule
from pipelines.warehouse.connection import open_scratch
from tests.rules.bench import Ran
from tests.rules.examples import CASES, EXPECTED, Example, load_examples
from tests.rules.made import build

ROOT = Path(__file__).resolve().parents[1]
EXPECTATIONS = ROOT / "expectations"


@cache
def rules() -> dict[str, Rule]:
    suites = load_suites([EXPECTATIONS])
    return {rule.rule_id: rule for suite in suites if suite.name != STRUCTURE for rule in suite.rules}


@cache
def examples() -> dict[str, Example]:
    return load_examples(ROOT / "tests" / "rules")


EVALUATED = [rule_id for rule_id, rule in rules().items() if rule.unavailable is None]
OPEN = [rule_id for rule_id, rule in rules().items() if rule.unavailable is not None]


@pytest.fixture(scope="module")
def ran() -> Iterator[Ran]:
    with open_scratch() as connection:
        build(connection, [one for example in examples().values() for one in example.documents()])
        run_rules(connection, "examples", [EXPECTATIONS], is_strict=True)
        yield Ran(connection, EXPECTATIONS)


def test_every_rule_has_an_example_and_every_example_its_rule() -> None:
    assert set(EVALUATED) == set(examples()), "a rule without an example, or an example without a rule"


@pytest.mark.parametrize("rule_id", [rule_id for rule_id in EVALUATED if rule_id in examples()])
def test_an_example_has_all_required_cases(rule_id: str) -> None:
    example = examples()[rule_id]
    assert set(example.cases) >= set(CASES), f"{rule_id}: missing {set(CASES) - set(example.cases)}"
    if rules()[rule_id].guard:
        assert example.has_own_guard, f"{rule_id}: a rule with a guard shows documents for which it is false"


@pytest.mark.parametrize(
    ("rule_id", "case"),
    [(rule_id, case) for rule_id in EVALUATED if rule_id in examples() for case in examples()[rule_id].cases],
)
def test_rule(ran: Ran, rule_id: str, case: str) -> None:
    example = examples()[rule_id]
    row = ran.rows(
        "select verdict, reason from quality.coverage where rule_id = ? and document_id = ?",
        rule_id, example.name_of(case),
    )  # fmt: skip
    assert row, f"no document {example.name_of(case)}"
    expected = example.expect.get(case) or EXPECTED[case]
    messages = ran.rows(
        "select verdict, message from quality.finding where rule_id = ? and document_id = ?",
        rule_id,
        example.name_of(case),
    )
    assert row[0]["verdict"] in expected.split("|"), (row[0], messages)


@pytest.mark.parametrize("rule_id", EVALUATED)
def test_a_failing_case_says_what_and_where(ran: Ran, rule_id: str) -> None:
    failing = ran.rows("select * from quality.finding where rule_id = ? and verdict = 'fails'", rule_id)
    assert failing
    for finding in failing:
        _assert_complete(rules()[rule_id], finding)


def _assert_complete(rule: Rule, finding: dict[str, Any]) -> None:
    assert rule.title_zh in finding["message"]
    assert finding["root_finding_id"] is not None
    if finding["violations"] is None:
        assert finding["left_yuan"] is not None and finding["right_yuan"] is not None
        assert finding["left_fact_ids"], "from any failing amount there is a way back to its cell"
    else:
        assert finding["violations"] > 0


@pytest.mark.parametrize("rule_id", OPEN)
def test_a_rule_without_data_is_not_evaluated_on_any_document(ran: Ran, rule_id: str) -> None:
    rows = ran.rows("select distinct verdict, reason from quality.coverage where rule_id = ?", rule_id)
    assert rows == [{"verdict": "not_evaluated", "reason": rules()[rule_id].unavailable}]


def test_nothing_passes_by_being_skipped(ran: Ran) -> None:
    documents = sum(len(example.documents()) for example in examples().values())
    (counted,) = ran.rows("select count(*) as n from quality.coverage")
    assert counted["n"] == len(rules()) * documents
    assert not ran.rows("select 1 from quality.coverage where cases = 0 and reason is null")
