"""What must be true of the warehouse itself before it is published: the structure suite.

Uniqueness of keys is generated from the records; the rest stands in ``expectations/structure.yml``, where a query returns
the number of violations and an example. Judged by Great Expectations like every other suite. Rules about what publishers
print do not belong here.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa

from pipelines.checks.suites import NO_VIOLATION, Rule, Suite, SuiteError, load_suites
from pipelines.checks.validate import unexpected_cases
from pipelines.warehouse.connection import Connection, QueryError
from pipelines.warehouse.relations import StoredRelation, stored_relations

STRUCTURE = "structure"


def structure_faults(connection: Connection, folders: Sequence[Path]) -> list[str]:
    """Every structural rule that is violated, in Chinese, with the number of violations and an example; empty when sound.

    Raises ``SuiteError`` when a query of the suite does not run.
    """
    written = [suite for suite in load_suites(folders) if suite.name == STRUCTURE]
    suites = [Suite("keys", "键：由记录生成", tuple(_key_rules())), *written]
    rules = [rule for suite in suites for rule in suite.rules]
    counted = [_count(connection, rule) for rule in rules]
    frame = pa.table(
        {
            "case_no": pa.array(range(len(rules)), pa.int64()),
            "rule_no": pa.array(range(len(rules)), pa.int32()),
            "difference": pa.array([violations for violations, _ in counted], pa.int64()),
            "allowed": pa.array([0] * len(rules), pa.int64()),
        }
    ).to_pandas()
    failing = sorted(unexpected_cases(suites, lambda numbers: [frame[frame["rule_no"].isin(numbers)]]))
    return [
        f"{rules[number].rule_id} {rules[number].title_zh}：{counted[number][0]} 处不成立，例如 {counted[number][1]}"
        for number in failing
    ]


def _key_rules() -> list[Rule]:
    return [_key_rule(relation) for relation in stored_relations() if relation.key]


def _key_rule(relation: StoredRelation) -> Rule:
    key = ", ".join(relation.key)
    query = (
        f"select count(*) as violations, min(cast(k as varchar)) as example from "
        f"(select struct_pack({', '.join(f'{k} := {k}' for k in relation.key)}) as k "
        f"from {relation.qualified} group by {key} having count(*) > 1)"
    )
    return Rule(
        rule_id=f"K-{relation.qualified}",
        version=1,
        title_zh=f"{relation.qualified} 的键（{key}）唯一",
        suite="keys",
        type=NO_VIOLATION,
        category="accuracy",
        severity="error",
        gx_severity="critical",
        tolerance="exact",
        basis="记录的声明",
        applies={},
        needs=(),
        query=query,
    )


def _count(connection: Connection, rule: Rule) -> tuple[int, str]:
    try:
        row = connection.execute(rule.query or "").fetchone()
    except QueryError as error:
        raise SuiteError(f"{rule}: its query does not run: {error}") from error
    if row is None:
        raise SuiteError(f"{rule}: its query returns no row")
    return int(row[0]), str(row[1])
