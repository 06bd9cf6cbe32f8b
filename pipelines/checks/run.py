"""Running the rules: cases by query, judged by Great Expectations, written as findings and coverage.

Works on the warehouse that is being built (relation ``int.amount``); one pass over all suites. Every rule meets every
document: what had no case is not applicable or not evaluated with its reason, never absent.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from pipelines.checks.equations import CASE_COLUMNS, case_query
from pipelines.checks.findings import COVERAGE, FINDINGS, documents_without_a_case
from pipelines.checks.structure import STRUCTURE
from pipelines.checks.suites import Rule, Suite, SuiteError, load_suites
from pipelines.checks.validate import unexpected_cases
from pipelines.warehouse.connection import Connection, QueryError

CASE_TYPES = {
    "left_yuan": "decimal(24,3)",
    "right_yuan": "decimal(24,3)",
    "allowed_yuan": "decimal(24,3)",
    "digit_yuan": "decimal(24,3)",
    "addends": "bigint",
    "left_fact_ids": "varchar[]",
    "right_fact_ids": "varchar[]",
}


@dataclass(frozen=True, slots=True)
class CheckSummary:
    """What a run of the rules came to: cases per verdict, and how many failures are errors."""

    rules: int
    cases: dict[str, int]
    errors: int


def run_rules(
    connection: Connection, run_id: str, folders: Sequence[Path], docs_folder: Path | None = None
) -> CheckSummary:
    """Evaluate every rule of the folders on every document and fill ``quality.rule``, ``finding`` and ``coverage``.

    ``docs_folder``: where Great Expectations' Data Docs are written, None for none. Raises ``SuiteError`` for a rule that
    does not compile and ``ValidationBrokeError`` when Great Expectations could not judge a rule.
    """
    suites = [suite for suite in load_suites(folders) if suite.name != STRUCTURE]
    rules = [rule for suite in suites for rule in suite.rules]
    _declare(connection, rules)
    _collect(connection, rules)
    _judge(connection, suites, docs_folder)
    connection.execute("delete from quality.finding")
    connection.execute(FINDINGS, {"run_id": run_id})
    connection.execute("delete from quality.coverage")
    connection.execute(COVERAGE, {"run_id": run_id})
    return _summary(connection, len(rules))


def _declare(connection: Connection, rules: Sequence[Rule]) -> None:
    """Fill ``quality.rule`` and the temporary numbering of rules; the documents in scope are those not empty forms."""
    connection.execute("delete from quality.rule")
    rows = [
        (
            rule.rule_id, rule.version, rule.suite, rule.title_zh, rule.category, rule.severity, rule.tolerance, rule.basis,
            json.dumps(dict(rule.applies), ensure_ascii=False), list(rule.needs),
            json.dumps(dict(rule.equation), ensure_ascii=False) if rule.equation else (rule.query or ""), rule.unavailable,
        )
        for rule in rules
    ]  # fmt: skip
    names = "rule_id, version, suite, title_zh, category, severity, tolerance, basis, applies, needs, definition, unavailable"
    if rows:
        connection.executemany(f"insert into quality.rule ({names}) values ({', '.join('?' * 12)})", rows)
    connection.execute("create or replace temp table rule_number (rule_no integer, rule_id varchar)")
    if rows:
        connection.executemany("insert into rule_number values (?, ?)", [(n, r.rule_id) for n, r in enumerate(rules)])
    connection.execute(
        "create or replace temp table check_scope as select document_id from core.document where not template_blank"
    )


def _collect(connection: Connection, rules: Sequence[Rule]) -> None:
    """Put the cases of every rule into the temporary relation ``rule_case``."""
    columns = ", ".join(f"{name} {CASE_TYPES.get(name, 'varchar')}" for name in CASE_COLUMNS)
    connection.execute("create or replace temp sequence case_number")
    connection.execute(f"create or replace temp table rule_case (case_no bigint, rule_no integer, {columns})")
    for number, rule in enumerate(rules):
        if rule.unavailable is not None:
            continue
        try:
            connection.execute(
                f"insert into rule_case select nextval('case_number'), {number}, {', '.join(CASE_COLUMNS)} "
                f"from ({case_query(rule)}) order by document_id, keys"
            )
        except QueryError as error:
            raise SuiteError(f"rule {rule.rule_id} ({rule.suite}): its query does not run: {error}") from error
    connection.execute(documents_without_a_case())


def _judge(connection: Connection, suites: Sequence[Suite], docs_folder: Path | None) -> None:
    """Let Great Expectations say which evaluated cases are unexpected; thousandths of a 元, exact."""
    cases = connection.sql(
        """select case_no, rule_no,
             cast(case when r.tolerance = 'at_most' then greatest(left_yuan - right_yuan, 0)
                       else abs(left_yuan - right_yuan) end * 1000 as bigint) as difference,
             cast(allowed_yuan * 1000 as bigint) as allowed
           from rule_case join rule_number using (rule_no) join quality.rule r using (rule_id)
           where not_evaluated is null and not_applicable is null order by case_no"""
    ).to_arrow_table()
    failing = sorted(unexpected_cases(suites, cases.to_pandas(), docs_folder))
    connection.register("failing_cases", pa.table({"case_no": pa.array(failing, pa.int64())}))
    connection.execute("create or replace temp table failing_case as select case_no from failing_cases")
    connection.unregister("failing_cases")


def _summary(connection: Connection, rules: int) -> CheckSummary:
    counted = connection.execute("select verdict, count(*) from quality.finding group by verdict").fetchall()
    row = connection.execute(
        "select count(*) from quality.finding where verdict = 'fails' and severity = 'error'"
    ).fetchone()
    return CheckSummary(rules, dict(counted), int(row[0]) if row else 0)
