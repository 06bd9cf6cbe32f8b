"""Running the rules: cases by query, judged by Great Expectations, written as findings and coverage.

Works on the warehouse that is being built. Every rule meets every document: what had no case is not applicable or not
evaluated with its reason, never absent. Documents are gone through in parts (``parts``); where only what has changed is
asked for, the findings of all others stay as they are, and are what trying again would give.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipelines.checks.cases import Compiled, collect, compile_rules
from pipelines.checks.findings import COVERAGE, EVERY_PAIR, FINDINGS, JUDGED
from pipelines.checks.localise import SecondOpinion, localise
from pipelines.checks.parts import Affected, find_affected, remember
from pipelines.checks.peers import doubted_documents, related_documents
from pipelines.checks.prepare import prepare, prepare_documents
from pipelines.checks.structure import STRUCTURE
from pipelines.checks.suites import Rule, Suite, load_suites
from pipelines.checks.validate import unexpected_cases
from pipelines.checks.within import give, read_by, set_scope
from pipelines.records.quality import RuleRecord
from pipelines.warehouse.connection import Connection
from pipelines.warehouse.relations import literal
from pipelines.warehouse.rows import insert_records, registered

# Thousandths of a 元, exact; what is counted has no tolerance.
SIDES = """
insert into case_side
select case_no, rule_no,
  cast(case when violations is not null then violations
            when r.tolerance = 'at_most' then greatest(left_yuan - right_yuan, 0) * 1000
            else abs(left_yuan - right_yuan) * 1000 end as bigint) as difference,
  cast(if(violations is not null, 0, allowed_yuan * 1000) as bigint) as allowed
from rule_case join rule_number using (rule_no) join quality.rule r using (rule_id)
where not_evaluated is null and not_applicable is null
"""
JUDGED_TOGETHER = 250_000
"""Cases of one suite that Great Expectations judges at a time."""
PART = """
create or replace temp table part_case as
select c.* replace (row_number() over (order by c.rule_no, c.document_id, c.keys) as case_no),
  f.case_no is not null as is_unexpected
from ({cases}) c left join failing_case f on f.case_no = c.case_no
"""
WIDE = "from wide_case semi join check_scope using (document_id)"
# Of documents whose findings stay only those of rules of reach "all" are written again, except failures: these are the same.
CALM = "delete from part_case where is_unexpected or rule_no not in (select rule_no from wide_number)"
FORGET = "delete from quality.{relation} where rule_id in (from rule_asked) and document_id in (from check_scope) and {condition}"


@dataclass(frozen=True, slots=True)
class CheckSummary:
    """What a run of the rules came to: cases per verdict, and how many failures are errors."""

    rules: int
    cases: dict[str, int]
    errors: int
    tried: tuple[str, ...] = ()
    """The documents that the rules were tried on in this run; the findings of all others were kept."""


@dataclass(frozen=True, slots=True)
class _Rules:
    """The rules of a run, numbered over all suites, and the statements that collect their cases."""

    suites: Sequence[Suite]
    numbered: Sequence[tuple[int, Rule]]
    within_body: Sequence[Compiled]
    wide: Sequence[Compiled]
    is_strict: bool


def run_rules(
    connection: Connection,
    run_id: str,
    folders: Sequence[Path],
    docs_folder: Path | None = None,
    second_opinion: SecondOpinion | None = None,
    *,
    changed_only: bool = False,
    is_strict: bool = False,
    aside: Path | None = None,
) -> CheckSummary:
    """Evaluate every rule of the folders on every document and fill ``quality.rule``, ``finding`` and ``coverage``.

    ``docs_folder``: where Great Expectations' Data Docs are written, None for none. ``second_opinion``: another reader's
    word on the cells of failing cases, see ``localise``. ``changed_only``: where neither a document nor one that rules hold
    against it has changed since, what was found is kept. ``is_strict``: cases that cannot be told apart or have no sides
    are a fault of their rule, for who writes rules; otherwise they are not evaluated, with that reason; so are documents on
    which a query breaks. ``aside``: what the name of the folder begins with in which the cases lie until they are judged,
    None for one of the system. Raises ``SuiteError`` for a rule that does not compile or could run on no data and
    ``ValidationBrokeError`` when Great Expectations could not judge a rule; the relations are then not to be published.
    """
    rules = _compile(connection, [suite for suite in load_suites(folders) if suite.name != STRUCTURE], is_strict)
    connection.execute(
        "create or replace temp table case_side (case_no bigint, rule_no integer, difference bigint, allowed bigint)"
    )
    first_no = _collect_wide(connection, rules)
    affected = find_affected(
        connection,
        changed_only,
        related_documents(connection),
        doubted_documents(connection) if changed_only else (),
    )
    with _folder_aside(aside) as name:
        files = _collect_parts(connection, rules, affected, Path(name), first_no)
        _judge(connection, rules.suites, docs_folder)
        _write(connection, affected, files, run_id, second_opinion)
    remember(connection, affected)
    return _summary(connection, len(rules.numbered), affected)


def _folder_aside(aside: Path | None) -> tempfile.TemporaryDirectory[str]:
    if aside is None:
        return tempfile.TemporaryDirectory(prefix="mingzhang-cases-")
    return tempfile.TemporaryDirectory(prefix=f"{aside.name}.cases.", dir=aside.parent)


def _compile(connection: Connection, suites: Sequence[Suite], is_strict: bool) -> _Rules:
    """Declare the rules and compile them on a part without documents, which has everything that a query may name."""
    numbered = list(enumerate(rule for suite in suites for rule in suite.rules))
    _declare(connection, [rule for _, rule in numbered])
    set_scope(connection, ())
    prepare(connection)
    within_body = compile_rules(connection, [pair for pair in numbered if pair[1].reach == "body"])
    wide = compile_rules(connection, [pair for pair in numbered if pair[1].reach == "all"])
    return _Rules(suites, numbered, within_body, wide, is_strict)


def _collect_wide(connection: Connection, rules: _Rules) -> int:
    """``wide_case`` with the cases of the rules of reach ``all``, over all documents; how many there are."""
    numbers = pa.array([number for number, rule in rules.numbered if rule.reach == "all"], pa.int32())
    with registered(connection, "numbers", pa.table({"rule_no": numbers})):
        connection.execute("create or replace temp table wide_number as select * from numbers")
    connection.execute(
        "create or replace temp table wide_rule as select rule_id from rule_number semi join wide_number using (rule_no)"
    )
    connection.execute("create or replace temp table check_scope as select document_id from core.document")
    statements = [one.statement for one in rules.wide]
    prepare(connection, statements)
    give(connection, read_by(statements), whole=True)
    collect(connection, rules.wide, is_strict=rules.is_strict)
    connection.execute("create or replace temp table wide_case as select * from rule_case")
    connection.execute(SIDES)
    return _count(connection)


def _collect_parts(
    connection: Connection, rules: _Rules, affected: Affected, folder: Path, first_no: int
) -> list[Path]:
    """The cases of all other rules, a file for each part: only their sides (``case_side``) are held in memory."""
    statements = [one.statement for one in rules.within_body]
    files: list[Path] = []
    for number, part in enumerate(affected.parts):
        set_scope(connection, part.document_ids)
        prepare(connection)
        give(connection, read_by(statements), whole=part.is_whole)
        collect(connection, rules.within_body, is_strict=rules.is_strict, groups=part.groups)
        connection.execute(f"update rule_case set case_no = case_no + {first_no}")
        connection.execute(SIDES)
        files.append(folder / f"{number}.parquet")
        connection.execute(f"copy (from rule_case) to {literal(str(files[-1]))} (format parquet)")
        first_no += _count(connection)
    return files


def _count(connection: Connection) -> int:
    ((count,),) = connection.execute("select count(*) from rule_case").fetchall()
    return int(count)


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
    """Let Great Expectations say which evaluated cases are unexpected: ``failing_case``."""

    def cases(numbers: range) -> Iterator[Any]:
        mine = f"from case_side where rule_no >= {numbers.start} and rule_no < {numbers.stop} order by case_no"
        pieces = connection.sql(mine).to_arrow_reader(JUDGED_TOGETHER)
        yield (next(pieces, None) or pieces.schema.empty_table()).to_pandas()
        yield from (piece.to_pandas() for piece in pieces)

    failing = sorted(unexpected_cases(suites, cases, docs_folder))
    with registered(connection, "failing", pa.table({"case_no": pa.array(failing, pa.int64())})):
        connection.execute("create or replace temp table failing_case as select * from failing")


def _write(
    connection: Connection,
    affected: Affected,
    files: Sequence[Path],
    run_id: str,
    second_opinion: SecondOpinion | None,
) -> None:
    """Findings and coverage of every part; what is kept gets the rules of reach ``all`` and the name of the run."""
    connection.execute("create or replace temp table rule_asked as select rule_id from quality.rule")
    if not affected.kept:
        connection.execute("delete from quality.finding")
        connection.execute("delete from quality.coverage")
    set_scope(connection, (*affected.documents, *affected.gone))
    for relation in ("finding", "coverage"):
        connection.execute(f"delete from quality.{relation} where document_id in (from check_scope)")
    for part, file in zip(affected.parts, files, strict=True):
        set_scope(connection, part.document_ids)
        prepare_documents(connection)
        cases = f"from read_parquet({literal(str(file))}) union all by name ({WIDE})"
        connection.execute(PART.format(cases=cases))
        connection.execute(JUDGED)
        connection.execute(FINDINGS, {"run_id": run_id})
        localise(connection, second_opinion)
        _write_coverage(connection, run_id)
    if affected.kept:
        _write_kept(connection, affected.kept, run_id)


def _write_kept(connection: Connection, document_ids: Sequence[str], run_id: str) -> None:
    set_scope(connection, document_ids)
    prepare_documents(connection)
    connection.execute("create or replace temp table rule_asked as from wide_rule")
    connection.execute(PART.format(cases=WIDE))
    connection.execute(CALM)
    connection.execute(JUDGED)
    connection.execute(FORGET.format(relation="finding", condition="verdict <> 'fails'"))
    connection.execute(FINDINGS, {"run_id": run_id})
    connection.execute(FORGET.format(relation="coverage", condition="true"))
    _write_coverage(connection, run_id)
    for relation in ("finding", "coverage"):
        connection.execute(
            f"update quality.{relation} set run_id = $run_id where run_id <> $run_id", {"run_id": run_id}
        )


def _write_coverage(connection: Connection, run_id: str) -> None:
    connection.execute(EVERY_PAIR)
    connection.execute(COVERAGE, {"run_id": run_id})


def _summary(connection: Connection, rules: int, affected: Affected) -> CheckSummary:
    counted = connection.execute("select verdict, count(*) from quality.finding group by verdict").fetchall()
    errors = connection.execute(
        "select count(*) from quality.finding where verdict = 'fails' and severity = 'error'"
    ).fetchall()
    return CheckSummary(rules, dict(counted), int(errors[0][0]), affected.documents)
