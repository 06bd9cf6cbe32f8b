"""What the pages show, as rows of the published relations. Queries only; no layout, no figure computed outside SQL.

Pages of documents are written some at a time: ``SHOWN`` names these documents, and what their pages show is asked for all of
them at once, so that no relation is gone through for each document.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipelines.warehouse.connection import Connection

Row = dict[str, Any]
FETCHED = 1000

OVERVIEW = """
select
  (select count(*) from core.document where not template_blank) as documents,
  (select count(*) from core.document where template_blank) as blank_forms,
  (select count(*) from core.document where status = 'read' and not template_blank) as documents_read,
  (select count(*) from core.document where status = 'partly_read' and not template_blank) as documents_partly,
  (select count(*) from quality.quarantine) as quarantined,
  (select coalesce(sum(pages), 0) from core.document) as pages,
  (select count(*) from core.grid) as grids,
  (select count(*) from core.grid where statement is not null) as statements,
  (select count(*) from core.published_amount) as amounts,
  (select count(*) from core.doubtful_cell) as doubtful,
  (select count(*) from quality.rule) as rules,
  (select count(*) from quality.finding where verdict in ('holds', 'holds_within_rounding', 'fails')) as cases,
  (select count(*) from quality.finding where verdict = 'holds_within_rounding') as within_rounding,
  (select count(*) from quality.finding where verdict = 'fails' and severity = 'error') as errors,
  (select count(*) from quality.finding where verdict = 'fails' and severity = 'warning') as warnings,
  (select count(*) from quality.finding where verdict = 'fails' and severity = 'information') as hints,
  (select count(*) from quality.finding where verdict = 'fails') as failures,
  (select count(distinct (document_id, coalesce(root_finding_id, finding_id))) from quality.finding
    where verdict = 'fails') as roots
"""

COVERAGE = """
select verdict, count(*) as pairs, cast(100 * count(*) / sum(count(*)) over () as decimal(6,2)) as percent
from quality.coverage group by verdict
order by list_position(['holds', 'holds_within_rounding', 'fails', 'not_evaluated', 'not_applicable'], verdict)
"""

DOCUMENTS = """
with grids as (
  select document_id, count(*) as grids, count(statement) as statements from core.grid group by document_id
),
amounts as (select document_id, count(*) as amounts from core.published_amount group by document_id),
doubts as (select document_id, count(*) as doubtful from core.doubtful_cell group by document_id),
verdicts as (
  select document_id,
    count(*) filter (verdict = 'fails' and severity = 'error') as errors,
    count(*) filter (verdict = 'fails' and severity = 'warning') as warnings,
    count(*) filter (verdict = 'fails' and severity = 'information') as hints,
    count(*) filter (verdict in ('holds', 'holds_within_rounding')) as holding
  from quality.finding group by document_id
),
covered as (
  select document_id, count(*) filter (verdict in ('holds', 'holds_within_rounding', 'fails')) as rules_evaluated,
    count(*) filter (verdict = 'not_evaluated') as rules_open
  from quality.coverage group by document_id
)
select d.document_id, d.path, d.title, coalesce(o.name, d.publisher, d.body_printed) as body, d.fiscal_year, d.stage, d.tier,
  d.part, d.pages, d.status, d.reason, d.media_type, d.source_url, d.template_blank, d.withdrawn_at, d.conflicts,
  coalesce(grids, 0) as grids, coalesce(statements, 0) as statements, coalesce(amounts, 0) as amounts,
  coalesce(doubtful, 0) as doubtful, coalesce(errors, 0) as errors, coalesce(warnings, 0) as warnings,
  coalesce(hints, 0) as hints, coalesce(holding, 0) as holding, coalesce(rules_evaluated, 0) as rules_evaluated,
  coalesce(rules_open, 0) as rules_open
from core.document d
left join core.organization o using (organization_id)
left join grids using (document_id) left join amounts using (document_id) left join doubts using (document_id)
left join verdicts using (document_id) left join covered using (document_id)
order by errors desc, warnings desc, d.path
"""

_FAILURES = """
select f.*, r.title_zh, r.basis, r.category, r.tolerance, r.suite
from quality.finding f join quality.rule r using (rule_id)
where f.verdict = 'fails' {those}
order by list_position(['error', 'warning', 'information'], f.severity), abs(f.difference_yuan) desc, f.rule_id, f.finding_id
"""
FAILURES = _FAILURES.format(those="")
# With all that follows from it, each of the first root causes.
FOREMOST = f"""
with placed as (select *, row_number() over () as place from ({FAILURES})),
first as (
  select document_id, coalesce(root_finding_id, finding_id) as root_id, min(place) as first_place
  from placed group by all order by first_place limit $most
)
select p.* exclude (place) from placed p
join first f on f.document_id = p.document_id and f.root_id = coalesce(p.root_finding_id, p.finding_id)
order by p.place
"""

SHOWN = "create or replace temp table shown as select unnest($document_ids) as document_id"
# Cells are asked for by grid, so those of the shown documents are put aside first.
SHOWN_CELLS = """
create or replace temp table shown_cell as
select document_id, grid_no, row_no, column_no, row_span, column_span, text from core.cell semi join shown using (document_id)
"""
SHOWN_FAILURES = _FAILURES.format(those="and f.document_id in (from shown)")

SHOWN_RULES = """
select c.document_id, c.rule_id, r.title_zh, c.verdict, c.reason, c.cases, c.holds, c.holds_within_rounding, c.fails,
  c.not_evaluated
from quality.coverage c join quality.rule r using (rule_id) semi join shown using (document_id)
order by c.document_id, c.rule_id
"""

SHOWN_GRIDS = """
with shown_amount as (select document_id, grid_no, fact_id from core.published_amount semi join shown using (document_id))
select g.document_id, g.grid_no, g.first_page, g.last_page, g.statement, g.reason, g.title_printed, g.unit, g.unit_source,
  g.row_count, g.column_count, g.finder, g.note, g.second_reader_agreement, count(a.fact_id) as amounts
from core.grid g semi join shown using (document_id) left join shown_amount a using (document_id, grid_no)
group by all order by g.document_id, g.grid_no
"""

SHOWN_DOUBTS = """
select document_id, page, grid_no, statement, row_name, column_path, text, unit, reason
from core.doubtful_cell semi join shown using (document_id)
order by document_id, page, grid_no, row_no, column_no
"""

FACTS = """
select fact_id, document_id, page, statement, row_code, row_name, column_path, amount_text, unit, amount_yuan, grid_no, row_no,
  column_no, x0, top, x1, bottom, method, confidence
from core.published_amount where fact_id in (select unnest($fact_ids)) order by fact_id
"""

CELLS = """
select row_no, column_no, row_span, column_span, text from shown_cell
where document_id = $document_id and grid_no = $grid_no and row_no between $first_row and $last_row
order by row_no, column_no
"""

RULES = """
select r.*, count(c.document_id) filter (c.verdict = 'holds') as holds,
  count(c.document_id) filter (c.verdict = 'holds_within_rounding') as holds_within_rounding,
  count(c.document_id) filter (c.verdict = 'fails') as fails,
  count(c.document_id) filter (c.verdict = 'not_applicable') as not_applicable,
  count(c.document_id) filter (c.verdict = 'not_evaluated') as not_evaluated
from quality.rule r left join quality.coverage c using (rule_id) group by all order by r.rule_id
"""

FINGERPRINTS = """
with parts as (
  select document_id, hash(d) as part from core.document d
  union all select d.document_id, hash(o) from core.document d join core.organization o using (organization_id)
  union all
  select document_id, bit_xor(hash(*columns(* exclude (run_id, document_id)))) from quality.finding group by document_id
  union all
  select document_id, bit_xor(hash(*columns(* exclude (run_id, document_id)))) from quality.coverage group by document_id
  union all select document_id, bit_xor(hash(*columns(* exclude (document_id)))) from core.grid group by document_id
  union all select document_id, bit_xor(hash(*columns(* exclude (document_id)))) from core.doubtful_cell group by document_id
)
select document_id,
  md5(string_agg(part, ',' order by part) || (select coalesce(bit_xor(hash(r)), 0) from quality.rule r)) as fingerprint
from parts where document_id is not null group by document_id
"""

QUARANTINE = "select path, document_id, stage, error, since from quality.quarantine order by path"


def rows(connection: Connection, query: str, **parameters: Any) -> list[Row]:
    """The rows of a query as dictionaries, in its order."""
    result = connection.execute(query, parameters) if parameters else connection.execute(query)
    names = [column[0] for column in result.description or []]
    return [dict(zip(names, values, strict=True)) for values in result.fetchall()]


def stream(connection: Connection, query: str) -> Iterator[Row]:
    """The rows of a query one after the other, while other queries run on the connection."""
    result = connection.cursor().execute(query)
    names = [column[0] for column in result.description or []]
    while some := result.fetchmany(FETCHED):
        for values in some:
            yield dict(zip(names, values, strict=True))


def row(connection: Connection, query: str) -> Row:
    """The single row of a query."""
    return rows(connection, query)[0]
