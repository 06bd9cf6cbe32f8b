"""A rule whose query does not run on the documents of a part: it is run on each group of them alone.

Where it does not run even then, the rule is not evaluated on these documents and says what the database said: one odd
document neither stops a night nor hides behind the others. That a query is well formed is seen before, in ``cases``.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

from pipelines.checks.prepare import prepare
from pipelines.checks.suites import Rule
from pipelines.checks.within import give, read_by, set_scope
from pipelines.warehouse.connection import Connection, QueryError

SAID = """
insert into raw_case by name
select rule_no, document_id, [document_id] as document_ids, '{"query":"broke"}' as keys, 0 as allowed_yuan,
  [] as left_fact_ids, [] as right_fact_ids, [] as left_signs, [] as right_signs, '' as left_text, '' as right_text,
  '规则查询在本文件上运行出错：' || $said as not_evaluated
from rule_document where rule_no = $rule_no and ($whole or document_id in (from check_scope))
"""
logger = logging.getLogger(__name__)


def run_apart(
    connection: Connection,
    numbered: tuple[int, Rule],
    statement: str,
    groups: Sequence[Sequence[str]],
    error: QueryError,
) -> None:
    """Add the cases of a rule whose ``statement`` raised ``error``, group by group; without groups of all documents at once.

    The temporary relations of the part (``check_…``, what queries are given) are those of the last group afterwards.
    """
    if not groups:
        _say(connection, numbered, error, whole=True)
    for group in groups:
        set_scope(connection, group)
        prepare(connection, [statement])
        give(connection, read_by([statement]), whole=False)
        try:
            connection.execute(statement)
        except QueryError as again:
            _say(connection, numbered, again, whole=False)


def _say(connection: Connection, numbered: tuple[int, Rule], error: QueryError, *, whole: bool) -> None:
    number, rule = numbered
    said = str(error).strip().splitlines()[0]
    logger.warning("%s: its query broke on some documents, on which it is not evaluated: %s", rule, said)
    connection.execute(SAID, {"rule_no": number, "said": said, "whole": whole})
