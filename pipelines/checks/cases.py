"""Cases: what a rule's query gives, brought to one form. One row per case, whether it holds or not.

``CASE_COLUMNS`` is the contract between a query and the judge; a query gives those it has, the rest is filled in. Only
``document_id`` and the two sides (or ``violations``) are required. Nothing is judged here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from pipelines.checks.apart import run_apart
from pipelines.checks.equations import balance_keys, balance_query, case_query, is_balance
from pipelines.checks.suites import NO_VIOLATION, Rule, SuiteError
from pipelines.checks.within import give, read_within, relations_by_document
from pipelines.warehouse.connection import Connection, MalformedQueryError, QueryError
from pipelines.warehouse.rows import registered

CASE_COLUMNS: dict[str, tuple[str, str]] = {
    "document_id": ("varchar", "null"),
    "document_ids": ("varchar[]", "[document_id]"),
    "keys": ("varchar", "'{}'"),
    "left_yuan": ("decimal(24,3)", "null"),
    "right_yuan": ("decimal(24,3)", "null"),
    "allowed_yuan": ("decimal(24,3)", "0"),
    "digit_yuan": ("decimal(24,3)", "null"),
    "addends": ("bigint", "null"),
    "left_fact_ids": ("varchar[]", "[]"),
    "right_fact_ids": ("varchar[]", "[]"),
    "left_signs": ("tinyint[]", "list_transform(left_fact_ids, lambda f: 1)"),
    "right_signs": ("tinyint[]", "list_transform(right_fact_ids, lambda f: 1)"),
    "left_text": ("varchar", "''"),
    "right_text": ("varchar", "''"),
    "place": ("varchar", "null"),
    "violations": ("bigint", "null"),
    "severity": ("varchar", "null"),
    "not_evaluated": ("varchar", "null"),
    "not_applicable": ("varchar", "null"),
}
"""Name: SQL type and what stands there when the query does not give it."""
EQUATION_GIVES = tuple(set(CASE_COLUMNS) - {"document_ids", "violations", "severity"})
"""The columns of a compiled equation; of a written query they are asked for."""
SEVERITIES = ("error", "warning", "information")

# A rule meets the documents it is meant for, and a relation between tables those that have all the tables it needs;
# otherwise coverage says which is not there. Queries need not repeat it.
MEANT = """
create or replace temp table rule_document as
select r.rule_no, d.document_id from meant_for r join check_document d
  on (len(r.stages) = 0 or list_contains(r.stages, d.stage)) and (len(r.tiers) = 0 or list_contains(r.tiers, d.assumed_tier))
  and (len(r.parts) = 0 or list_contains(r.parts, d.part)) and list_has_all(d.statements, r.needs)
"""
# Documents and keys tell the cases of a rule apart, so their order is one.
NUMBERED = """
create or replace temp table rule_case as
select row_number() over (order by rule_no, document_id, keys) as case_no, * from raw_case
"""
# Of cases that cannot be told apart none is believed: one is kept, whichever was given first or last, to say so.
UNCERTAIN = f"""
create or replace temp table raw_case as
with counted as (
  select c.*, count(*) over same as alike,
    case when r.type = '{NO_VIOLATION}' then violations is null
         else left_yuan is null or right_yuan is null or allowed_yuan is null end as has_no_sides
  from raw_case c join meant_for r using (rule_no)
  window same as (partition by rule_no, document_id, keys)
  qualify row_number() over (
    partition by rule_no, document_id, keys
    order by left_yuan, right_yuan, violations, left_text, right_text, place, left_fact_ids, right_fact_ids) = 1
)
select * exclude (alike, has_no_sides) replace (
  case when alike > 1 then '规则在本文件给出 ' || alike || ' 个键相同的情形，无从分辨：' || keys
       when not_evaluated is null and not_applicable is null and has_no_sides then '规则未给出可比的数：' || keys
       else not_evaluated end as not_evaluated,
  if(alike > 1, null, not_applicable) as not_applicable)
from counted
"""
FAULTS = f"""
select rule_no, count(*) filter (not_evaluated is null and not_applicable is null and
    case when r.type = '{NO_VIOLATION}' then violations is null
         else left_yuan is null or right_yuan is null or allowed_yuan is null end) as without_sides,
  count(*) filter (c.severity is not null and c.severity not in {SEVERITIES}) as with_other_severity,
  count(*) - count(distinct (document_id, keys)) as doubles
from raw_case c join meant_for r using (rule_no) group by rule_no order by rule_no
"""

# A sum is not whole where a cell in the same row or column looks like an amount and could not be read; nor is one that finds a
# single addend, where that cell stands in the very row or column that is added up.
DOUBT = """
update rule_case set not_evaluated = '所涉行列有存疑单元格，数不全'
where not_evaluated is null and not_applicable is null and violations is null and left_yuan <> right_yuan
  and exists (
    select 1
    from (select unnest(list_concat(left_fact_ids, right_fact_ids)) as fact_id) f
    join int.amount a on a.fact_id = f.fact_id
    join core.doubtful_cell c on c.document_id = a.document_id and c.grid_no = a.grid_no
      and (c.column_no = a.column_no or c.row_no = a.row_no)
    group by c.doubt_id
    having addends > 1 or (
      len(left_fact_ids) > 0 and len(right_fact_ids) > 0
      and (count(*) filter (c.row_no = a.row_no) = len(left_fact_ids) + len(right_fact_ids)
        or count(*) filter (c.column_no = a.column_no) = len(left_fact_ids) + len(right_fact_ids)))
  )
"""


@dataclass(frozen=True, slots=True)
class Compiled:
    """One statement that puts the cases of these rules into ``raw_case``; of one rule, or of equations with the same keys."""

    rules: tuple[tuple[int, Rule], ...]
    statement: str


def compile_rules(connection: Connection, rules: Iterable[tuple[int, Rule]]) -> list[Compiled]:
    """The statements that collect the cases of rules, which come with their numbers; what ``prepare`` makes must be there.

    Raises ``SuiteError`` for queries that do not run or give columns that a case does not have: all that are broken are
    named, each with its file and what is wrong.
    """
    by_document = relations_by_document(connection)
    give(connection, by_document, whole=True)
    compiled: list[Compiled] = []
    alike: dict[tuple[str, ...], list[tuple[int, Rule]]] = defaultdict(list)
    broken: list[str] = []
    for number, rule in rules:
        try:
            if is_balance(rule):
                balance_query([(number, rule)])
                alike[balance_keys(rule)].append((number, rule))
            elif rule.unavailable is None:
                compiled.append(_compile_one(connection, number, rule, by_document))
        except SuiteError as error:
            broken.append(str(error))
    _raise_all(broken)
    return [*compiled, *(_compile_alike(group, by_document) for group in alike.values())]


def collect(
    connection: Connection,
    compiled: Sequence[Compiled],
    *,
    is_strict: bool,
    groups: Sequence[Sequence[str]] = (),
) -> None:
    """Put the cases of the compiled rules, numbered in order, into the temporary relation ``rule_case``.

    A case without sides, those that share document and keys, and documents on which a query breaks, are not evaluated and
    say why: one odd document does not keep all others from being checked. ``groups``: the documents of the part in groups
    that may be tried without each other; a query that breaks on the part is run on each. With ``is_strict``, for who writes
    a rule, all that is a fault of the rule. Raises ``SuiteError`` for those, for a query that could run on no data and for
    cases of an unknown severity: every rule is tried first, so that all that are broken are named, each with its file and
    what is wrong.
    """
    columns = ", ".join(f"{name} {kind}" for name, (kind, _) in CASE_COLUMNS.items())
    connection.execute(f"create or replace temp table raw_case (rule_no integer, {columns})")
    rules = dict(sorted((pair for one in compiled for pair in one.rules), key=lambda pair: pair[0]))
    with registered(connection, "meant_for", _meant_for(rules)):
        connection.execute(MEANT)
        failed = [pair for one in compiled for pair in _run(connection, one)]
        broken = [
            _does_not_run(one.rules[0][1], error)
            for one, error in failed
            if is_strict or isinstance(error, MalformedQueryError)
        ]
        faults = _faults(rules, connection.execute(FAULTS).fetchall(), is_strict)
        _raise_all([*map(str, broken), *faults])
        for one, error in failed:
            run_apart(connection, one.rules[0], one.statement, groups, error)
        connection.execute(UNCERTAIN)
    connection.execute(NUMBERED)
    connection.execute("drop table raw_case")
    connection.execute(DOUBT)


def _compile_one(connection: Connection, number: int, rule: Rule, by_document: Collection[str]) -> Compiled:
    query = read_within(case_query(rule), by_document)
    given: Sequence[str] = EQUATION_GIVES
    if rule.query:
        try:
            given = [row[0] for row in connection.execute(f"describe {query}").fetchall()]
        except QueryError as error:
            raise _does_not_run(rule, error) from error
        faults = [f"its query gives an unknown column {name}" for name in given if name not in CASE_COLUMNS]
        faults += [] if "document_id" in given else ["its query gives no document_id"]
        if faults:
            raise SuiteError(f"{rule}: {'; '.join(faults)}")
    return Compiled(((number, rule),), _insert(f"select {number} as rule_no, * from ({query})", given))


def _compile_alike(rules: Sequence[tuple[int, Rule]], by_document: Collection[str]) -> Compiled:
    return Compiled(tuple(rules), _insert(read_within(balance_query(rules), by_document), EQUATION_GIVES))


def _insert(query: str, given: Sequence[str]) -> str:
    filled = ", ".join(_column(name, kind, default, given) for name, (kind, default) in CASE_COLUMNS.items())
    return (
        f"insert into raw_case by name select * from (select rule_no, {filled} from ({query})) "
        "semi join rule_document using (rule_no, document_id)"
    )


def _column(name: str, kind: str, default: str, given: Sequence[str]) -> str:
    return f"cast({f'coalesce({name}, {default})' if name in given else default} as {kind}) as {name}"


def _run(connection: Connection, one: Compiled) -> list[tuple[Compiled, QueryError]]:
    """Add the cases; the rules that do not run, each for itself, with what the database says."""
    try:
        connection.execute(one.statement)
    except QueryError as error:
        if len(one.rules) == 1:
            return [(one, error)]
        alone = (_compile_alike([pair], relations_by_document(connection)) for pair in one.rules)
        return [fault for rule in alone for fault in _run(connection, rule)]
    return []


def _does_not_run(rule: Rule, error: QueryError) -> SuiteError:
    return SuiteError(f"{rule}: its query does not run: {error}")


def _raise_all(broken: Sequence[str]) -> None:
    if broken:
        raise SuiteError("\n".join(broken))


def _meant_for(rules: Mapping[int, Rule]) -> Any:
    """Of each rule for which stages, tiers and parts it is meant, and which tables it needs."""

    def column(values: Iterable[Any]) -> Any:
        return pa.array([list(value) for value in values], pa.list_(pa.string()))

    every = rules.values()
    return pa.table(
        {
            "rule_no": pa.array(list(rules), pa.int32()),
            "type": pa.array([rule.type for rule in every], pa.string()),
            "stages": column(rule.applies.get("stage", ()) for rule in every),
            "tiers": column(rule.applies.get("tier", ()) for rule in every),
            "parts": column(rule.applies.get("part", ()) for rule in every),
            "needs": column(() if "statement" in (rule.equation or {}) else rule.needs for rule in every),
        }
    )


def _faults(rules: Mapping[int, Rule], counted: Iterable[tuple[int, int, int, int]], is_strict: bool) -> Iterator[str]:
    """What is wrong with the cases that rules gave; what one odd document may bring about only if ``is_strict``."""
    for number, without_sides, with_other_severity, doubles in counted:
        faults = [f"{without_sides} cases have no sides"] if is_strict and without_sides else []
        faults += [f"{with_other_severity} cases have an unknown severity"] if with_other_severity else []
        faults += [f"{doubles} cases share document and keys with another"] if is_strict and doubles else []
        if faults:
            yield f"{rules[number]}: {'; '.join(faults)}"
