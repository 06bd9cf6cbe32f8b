"""Rules of reach ``all``: a case depends on documents of other bodies (peers, the tier above), so all are looked at each time.

Their cases are collected over everything and go with the cases of the documents they are about. Belongs here: which
documents these cases bring together, and which ones they change although nothing else in the document has.
"""

from __future__ import annotations

from pipelines.warehouse.connection import Connection

# Cases that take part in finding the origin of a failure: two sides, or a count that fails (it folds under another finding).
SENSITIVE = """
create or replace temp view sensitive_case as
select md5(concat_ws('|', r.rule_id, r.version, c.document_id, c.keys)) as finding_id, c.document_id, c.document_ids,
  c.left_yuan, c.right_yuan, if(c.violations is null, c.allowed_yuan, null) as allowed_yuan, c.violations, c.left_text,
  c.right_text, c.left_fact_ids, c.right_fact_ids
from wide_case c join rule_number using (rule_no) join quality.rule r using (rule_id)
where c.not_evaluated is null and c.not_applicable is null and (c.violations is null or c.violations > 0)
"""
BEFORE = """
create or replace temp view sensitive_before as
select finding_id, document_id, document_ids, left_yuan, right_yuan, allowed_yuan, violations, left_text, right_text,
  left_fact_ids, right_fact_ids
from quality.finding
where rule_id in (from wide_rule) and verdict not in ('not_evaluated', 'not_applicable')
  and (violations is null or violations > 0)
"""
DIFFERENT = """
select distinct unnest(document_ids) from (
  (from sensitive_case except from sensitive_before) union all (from sensitive_before except from sensitive_case)
)
"""


def related_documents(connection: Connection) -> list[list[str]]:
    """Documents that cases of two sides bring together."""
    connection.execute(SENSITIVE)
    query = "select distinct document_ids from sensitive_case where violations is null and len(document_ids) > 1"
    return [row[0] for row in connection.execute(query).fetchall()]


def doubted_documents(connection: Connection) -> list[str]:
    """Documents of which such a case is not what it was when the rules were last tried."""
    connection.execute(BEFORE)
    return [row[0] for row in connection.execute(DIFFERENT).fetchall()]
