"""Cases: what a rule's query gives, brought to one form. One row per case, whether it holds or not.

``CASE_COLUMNS`` is the contract between a query and the judge; a query gives those it has, the rest is filled in. Only
``document_id`` and the two sides (or ``violations``) are required. Nothing is judged here.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.checks.equations import case_query
from pipelines.checks.suites import NO_VIOLATION, Rule, SuiteError
from pipelines.checks.terms import values
from pipelines.warehouse.connection import Connection, QueryError

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

# A sum is not whole where a cell in the same row or column looks like an amount and could not be read.
DOUBT = """
update rule_case set not_evaluated = '所涉行列有存疑单元格，数不全'
where not_evaluated is null and not_applicable is null and addends > 1 and violations is null and left_yuan <> right_yuan
  and exists (
    select 1
    from (select unnest(list_concat(left_fact_ids, right_fact_ids)) as fact_id) f
    join check_amount a on a.fact_id = f.fact_id
    join core.doubtful_cell c on c.document_id = a.document_id and c.grid_no = a.grid_no
      and (c.column_no = a.column_no or c.row_no = a.row_no)
  )
"""


def collect(connection: Connection, rules: Sequence[Rule]) -> None:
    """Put the cases of every rule, numbered in order, into the temporary relation ``rule_case``.

    Raises ``SuiteError`` for queries that do not run or give what is no case: every rule is tried first, so that all that
    are broken are named, each with its file and what is wrong.
    """
    columns = ", ".join(f"{name} {kind}" for name, (kind, _) in CASE_COLUMNS.items())
    connection.execute("create or replace temp sequence case_number")
    connection.execute(f"create or replace temp table rule_case (case_no bigint, rule_no integer, {columns})")
    broken: list[str] = []
    for number, rule in enumerate(rules):
        try:
            if rule.unavailable is None:
                _collect(connection, number, rule)
        except SuiteError as error:
            broken.append(str(error))
    if broken:
        raise SuiteError("\n".join(broken))
    connection.execute(DOUBT)


def _collect(connection: Connection, number: int, rule: Rule) -> None:
    query = case_query(rule)
    try:
        given = [row[0] for row in connection.execute(f"describe {query}").fetchall()] if rule.query else EQUATION_GIVES
        filled = ", ".join(_column(name, kind, default, given) for name, (kind, default) in CASE_COLUMNS.items())
        connection.execute(
            f"insert into rule_case by name select nextval('case_number') as case_no, {number} as rule_no, * "
            f"from (select {filled} from ({query}) {_scope(rule)} order by all)"
        )
    except QueryError as error:
        raise SuiteError(f"{rule}: its query does not run: {error}") from error
    faults = _faults(connection, number, rule, given)
    if faults:
        raise SuiteError(f"{rule}: {'; '.join(faults)}")


def _column(name: str, kind: str, default: str, given: Sequence[str]) -> str:
    return f"cast({f'coalesce({name}, {default})' if name in given else default} as {kind}) as {name}"


def _scope(rule: Rule) -> str:
    """Queries need not repeat for which documents a rule is meant.

    A relation between tables is tried only where all the tables it needs are there; otherwise coverage says which is not.
    """
    tests = [
        f"{'assumed_tier' if column == 'tier' else column} in ({values(given)})"
        for column, given in rule.applies.items()
    ]
    if rule.needs and "statement" not in (rule.equation or {}):
        tests.append(f"list_has_all(statements, [{values(rule.needs)}])")
    where = " and ".join(tests) or "true"
    return f"where document_id in (select document_id from check_document where {where})"


def _faults(connection: Connection, number: int, rule: Rule, given: Sequence[str]) -> list[str]:
    faults = [f"its query gives an unknown column {name}" for name in given if name not in CASE_COLUMNS]
    faults += [] if "document_id" in given else ["its query gives no document_id"]
    sides = (
        "violations is null"
        if rule.type == NO_VIOLATION
        else "left_yuan is null or right_yuan is null or allowed_yuan is null"
    )
    query = f"""
        select count(*) filter (not_evaluated is null and not_applicable is null and ({sides})),
          count(*) filter (severity is not null and severity not in {SEVERITIES}), count(*) - count(distinct (document_id, keys))
        from rule_case where rule_no = {number}"""
    without_sides, with_other_severity, doubles = connection.execute(query).fetchall()[0]
    faults += [f"{without_sides} cases have no sides"] if without_sides else []
    faults += [f"{with_other_severity} cases have an unknown severity"] if with_other_severity else []
    faults += [f"{doubles} cases share document and keys with another"] if doubles else []
    return faults
