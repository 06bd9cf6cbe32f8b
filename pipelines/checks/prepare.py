"""What every rule may read, made for each part of a run as temporary relations beside the warehouse's own.

``check_document`` (documents in scope), ``check_amount`` (their amount facts with what equations need), ``check_code`` (the
code lists held against the codes that occur), ``check_body`` (bodies named in tables, normalised), ``check_indicator`` and
``check_claim`` (figures of tables and of sentences under the same names), ``check_told`` (both side by side), ``check_change``
(changes against the year before), ``check_named``
(bodies named in sentences) and the functions of ``intervals``. Nothing is judged here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import pyarrow as pa

from pipelines.checks.bodies import prepare_headings, prepare_sentences
from pipelines.checks.changes import CHANGES
from pipelines.checks.indicators import CLAIMS, INDICATORS, TOLD, TOLD_CASES
from pipelines.checks.intervals import INTERVALS
from pipelines.reference import codes
from pipelines.warehouse.connection import Connection
from pipelines.warehouse.rows import registered

# A document whose level is not printed but whose tables only departments and units publish is taken for a department.
DOCUMENTS = """
create or replace temp table check_document as
with published as (
  select document_id, list(distinct statement) as statements from int.statement semi join check_scope using (document_id)
  group by document_id
)
select d.*, coalesce(p.statements, []) as statements, coalesce(c.conflicts, []) as conflicts,
  coalesce(d.tier, case when list_has_any(p.statements, ['appropriation_summary', 'general_basic_economic'])
    then 'department' end) as assumed_tier
from int.document d semi join check_scope using (document_id) left join published p using (document_id)
left join core.document c using (document_id)
where not d.template_blank
"""

# digit_yuan: what one unit of the last digit is worth *as the table prints it*. A printed 0 is exact; where a table drops
# trailing zeros (it prints decimals and none ends in 0), 15 beside 37.91 is 15.00. body: set only where a document has one
# statement of several bodies, so that tables are compared within a body. is_top: no other row of the kind contains it.
# Figures that only sentences state are not here: rules meet them as claims.
AMOUNTS = r"""
create or replace temp table check_amount as
with style as (
  select document_id, grid_no, unit, min(last_digit_yuan) as finest,
    not bool_or(regexp_matches(amount_text, '\.\d*0[)）]?$')) and bool_or(contains(amount_text, '.')) as drops_zeros
  from int.amount semi join check_document using (document_id) where printed_amount_yuan is not null group by all
),
several as (
  select distinct document_id from int.statement semi join check_document using (document_id) where body_printed is not null
  group by document_id, statement having count(distinct body_printed) > 1
),
coded as (
  select distinct document_id, grid_no, code from stg.statement_row semi join check_document using (document_id)
  where code is not null
),
final as (
  select a.fact_id, a.document_id, d.stage, d.assumed_tier as tier, d.part, d.organization_id, d.fiscal_year,
    a.grid_no, coalesce(a.block, 0) as block, a.row_no, a.column_no, a.page, a.statement, a.side, a.item,
    p.item as parent_item, a.parent_row_no, a.source_code, a.code, a.code_kind, a.level, a.scheme, a.measure, a.fund,
    a.row_code, a.row_name, a.column_path, a.amount_text, a.unit, a.unit_code, a.unit_name, a.project_name, a.item_name,
    a.category, a.printed_amount_yuan as amount_yuan, a.last_digit_yuan,
    case when a.printed_amount_yuan = 0 or s.drops_zeros then least(s.finest, a.last_digit_yuan)
         else a.last_digit_yuan end as digit_yuan,
    case when m.document_id is not null then coalesce(t.body_printed, '') else '' end as body,
    p.item is distinct from a.item and not starts_with(a.row_name, '其中')
      and c3.code is null and c5.code is null as is_top
  from int.amount a
  join check_document d on d.document_id = a.document_id
  left join style s on s.document_id = a.document_id and s.grid_no is not distinct from a.grid_no and s.unit = a.unit
  left join several m on m.document_id = a.document_id
  left join int.statement t on t.document_id = a.document_id and t.grid_no = a.grid_no
  left join stg.statement_row p on p.document_id = a.document_id and p.grid_no = a.grid_no and p.block = a.block
    and p.row_no = a.parent_row_no
  left join coded c3 on c3.document_id = a.document_id and c3.grid_no = a.grid_no and length(a.row_code) > 3
    and c3.code = left(a.row_code, 3)
  left join coded c5 on c5.document_id = a.document_id and c5.grid_no = a.grid_no and length(a.row_code) > 5
    and c5.code = left(a.row_code, 5)
  where a.printed_amount_yuan is not null and a.grid_no is not null
)
select * from final order by statement, document_id, grid_no, row_no, column_no
"""

PRINTED_CODES = """
select distinct coalesce(code, row_code), row_name, fiscal_year,
  case code_kind when 'function' then 'function' when 'economic_department' then 'department'
    when 'economic_government' then 'government' end
from int.amount semi join check_document using (document_id)
where code_kind in ('function', 'economic_department', 'economic_government') and row_code is not null
  and grid_no is not null
"""


NEEDS = {"amount": (), "indicator": ("amount",), "claim": (), "told": ("indicator", "claim"),
         "change": ("indicator", "claim"), "code": (), "body": (),
         "named": ("claim",)}  # fmt: skip
"""What each relation ``check_…`` is made from, besides ``check_document``."""
_NAMED = re.compile(r"\b(?:check_([a-z]+)|(told)_cases)\b")


def prepare(connection: Connection, queries: Iterable[str] | None = None) -> None:
    """Make the temporary relations and functions of a part; those of another part on the connection are replaced.

    With ``queries`` only what these read is made.
    """
    wanted = set(NEEDS) if queries is None else _read_by(queries)
    for statement in INTERVALS:
        connection.execute(statement)
    prepare_documents(connection)
    made = {"amount": (AMOUNTS,), "indicator": (INDICATORS,), "claim": (CLAIMS,), "change": (CHANGES,),
            "told": (TOLD, TOLD_CASES)}  # fmt: skip
    for name, statements in made.items():
        for statement in statements if name in wanted else ():
            connection.execute(statement)
    by_hand = {"code": _prepare_codes, "body": prepare_headings, "named": prepare_sentences}
    for name, make in by_hand.items():
        if name in wanted:
            make(connection)


def prepare_documents(connection: Connection) -> None:
    """Make ``check_document`` alone."""
    connection.execute(DOCUMENTS)


def _read_by(queries: Iterable[str]) -> set[str]:
    found = {match[1] or match[2] for query in queries for match in _NAMED.finditer(query)} & set(NEEDS)
    while more := {other for name in found for other in NEEDS[name]} - found:
        found |= more
    return found


def _prepare_codes(connection: Connection) -> None:
    """``check_code``: for every printed code, name and year what the lists say.

    ``is_listed`` and ``name_fits`` are NULL where the lists cannot tell; ``expected`` are the names the code has.
    """
    printed = connection.execute(PRINTED_CODES).fetchall()
    rows = [(code, name, year, scheme, *_judged(code, name, year, scheme)) for code, name, year, scheme in printed]
    names = ("code", "name_printed", "fiscal_year", "scheme", "is_listed", "name_fits", "expected")
    types = (pa.string(), pa.string(), pa.int32(), pa.string(), pa.bool_(), pa.bool_(), pa.string())
    table = pa.table(
        {
            name: pa.array([row[n] for row in rows], kind)
            for n, (name, kind) in enumerate(zip(names, types, strict=True))
        }
    )
    with registered(connection, "judged_codes", table):
        connection.execute("create or replace temp table check_code as select * from judged_codes")


def _judged(
    code: str, name: str | None, year: int | None, scheme: codes.Scheme
) -> tuple[bool | None, bool | None, str]:
    status = codes.code_status(code, year, scheme)
    fit = codes.name_fits(code, name or "", year, scheme)
    surely_absent = status.year_claimed and (status.confirmed or not status.other_years)
    listed = True if status.in_year else (False if surely_absent else None)
    # a variant is understood when read, and still is not the name that the year's list gives
    fits = False if fit.kind == "alias" else fit.fits
    return listed, fits if name else None, "、".join(fit.expected)
