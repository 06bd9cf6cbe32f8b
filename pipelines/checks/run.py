"""Running the rules: cases by query, judged by Great Expectations, written as findings and coverage.

Works on the warehouse that is being built; one pass over all suites. Every rule meets every document: what had no case is
not applicable or not evaluated with its reason, never absent.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from pipelines.checks.cases import collect
from pipelines.checks.findings import COVERAGE, EVERY_PAIR, FINDINGS, JUDGED
from pipelines.checks.localise import SecondOpinion, localise
from pipelines.checks.prepare import prepare
from pipelines.checks.structure import STRUCTURE
from pipelines.checks.suites import Rule, Suite, load_suites
from pipelines.checks.validate import unexpected_cases
from pipelines.records.quality import RuleRecord
from pipelines.warehouse.connection import Connection
from pipelines.warehouse.rows import insert_records, registered

# Thousandths of a 元, exact; what is counted has no tolerance.
SIDES = """
select case_no, rule_no,
  cast(case when violations is not null then violations
            when r.tolerance = 'at_most' then greatest(left_yuan - right_yuan, 0) * 1000
            else abs(left_yuan - right_yuan) * 1000 end as bigint) as difference,
  cast(if(violations is not null, 0, allowed_yuan * 1000) as bigint) as allowed
from rule_case join rule_number using (rule_no) join quality.rule r using (rule_id)
where not_evaluated is null and not_applicable is null order by case_no
"""


@dataclass(frozen=True, slots=True)
class CheckSummary:
    """What a run of the rules came to: cases per verdict, and how many failures are errors."""

    rules: int
    cases: dict[str, int]
    errors: int


def run_rules(
    connection: Connection,
    run_id: str,
    folders: Sequence[Path],
    docs_folder: Path | None = None,
    second_opinion: SecondOpinion | None = None,
) -> CheckSummary:
    """Evaluate every rule of the folders on every document and fill ``quality.rule``, ``finding`` and ``coverage``.

    ``docs_folder``: where Great Expectations' Data Docs are written, None for none. ``second_opinion``: another reader's
    word on the cells of failing cases, see ``localise``. Raises ``SuiteError`` for a rule that does not compile or run and
    ``ValidationBrokeError`` when Great Expectations could not judge a rule; the relations are then not to be published.
    """
    suites = [suite for suite in load_suites(folders) if suite.name != STRUCTURE]
    rules = [rule for suite in suites for rule in suite.rules]
    prepare(connection)
    _declare(connection, rules)
    collect(connection, rules)
    _judge(connection, suites, docs_folder)
    connection.execute("delete from quality.finding")
    connection.execute(FINDINGS, {"run_id": run_id})
    localise(connection, second_opinion)
    connection.execute("delete from quality.coverage")
    connection.execute(EVERY_PAIR)
    connection.execute(COVERAGE, {"run_id": run_id})
    return _summary(connection, len(rules))


def _declare(connection: Connection, rules: Sequence[Rule]) -> None:
    """Fill ``quality.rule`` and the temporary numbering of rules."""
    connection.execute("delete from quality.rule")
    insert_records(connection, "quality.rule", RuleRecord, [_record(rule) for rule in rules])
    numbers = pa.table(
        {
            "rule_no": pa.array(range(len(rules)), pa.int32()),
            "rule_id": pa.array([rule.rule_id for rule in rules], pa.string()),
        }
    )
    with registered(connection, "numbers", numbers):
        connection.execute("create or replace temp table rule_number as select * from numbers")


def _record(rule: Rule) -> RuleRecord:
    written = json.dumps(dict(rule.equation), ensure_ascii=False) if rule.equation else rule.query or ""
    return RuleRecord(
        rule_id=rule.rule_id,
        version=rule.version,
        suite=rule.suite,
        title_zh=rule.title_zh,
        category=rule.category,
        severity=rule.severity,
        tolerance=rule.tolerance,
        basis=rule.basis,
        applies=json.dumps(dict(rule.applies), ensure_ascii=False),
        guard=rule.guard,
        needs=rule.needs,
        definition=written,
        unavailable=rule.unavailable,
    )


def _judge(connection: Connection, suites: Sequence[Suite], docs_folder: Path | None) -> None:
    """Let Great Expectations say which evaluated cases are unexpected, and put every case's verdict into ``judged_case``."""
    cases = connection.sql(SIDES).to_arrow_table()
    failing = sorted(unexpected_cases(suites, cases.to_pandas(), docs_folder))
    with registered(connection, "failing_case", pa.table({"case_no": pa.array(failing, pa.int64())})):
        connection.execute(JUDGED)


def _summary(connection: Connection, rules: int) -> CheckSummary:
    counted = connection.execute("select verdict, count(*) from quality.finding group by verdict").fetchall()
    errors = connection.execute(
        "select count(*) from quality.finding where verdict = 'fails' and severity = 'error'"
    ).fetchall()
    return CheckSummary(rules, dict(counted), int(errors[0][0]))
