"""Bodies as documents name them, in normal form beside the publisher: in the headings of tables and in sentences.

Only the comparison of names belongs here; what follows from a difference stands in the suites. A name counts as the
publisher's when both have one normal form, or when one is an abbreviation of the other (its characters in the same order).
"""

from __future__ import annotations

from collections import defaultdict

import pyarrow as pa

from pipelines.warehouse.connection import Connection
from pipelines.warehouse.organizations import normalise
from pipelines.warehouse.rows import registered

IN_TABLES = """
select s.document_id, s.grid_no, s.body_printed, d.region_code, d.region_name, d.organization_name
from int.statement s join check_document d using (document_id) where s.body_printed is not null order by all
"""
# Who, then which year; or which year, then who: 某局2024年度收入…, 2024年，某局收入预算…
IN_SENTENCES = r"""
with said as (
  select document_id, page, claim_id, place,
    regexp_replace(coalesce(
      nullif(regexp_extract(sentence,
        '^[0-9一二三四五六七八九十、.（）()]*([\p{Han}（）()]{4,30}?)(?:部门|单位)?20[0-9]{2}年', 1), ''),
      regexp_extract(sentence,
        '20[0-9]{2}年度?[，,]?([\p{Han}（）()]{4,30}?)(?:部门|单位)?(?:收入|支出|收支|财政拨款|一般公共预算|“三公”)', 1)),
      '^.*?[:：，,]', '') as name
  from check_claim where coalesce(subject, '部门') in ('部门', '单位')
),
final as (
  select document_id, name, min(page) as page, list(claim_id order by place) as claim_ids from said
  where regexp_matches(name,
      '(局|委|委员会|办|室|厅|部|院|中心|所|站|队|校|馆|处|署|政府|政协|人大|会|社|集团|大学|学院|医院|法院)$')
    and not regexp_matches(name, '^(本|我|该|注|各|全|其他|上年|与|比|较|主要|因|由)|原因|经费|支出|收入|预算|决算|资金')
  group by document_id, name
)
select f.document_id, f.name, f.page, f.claim_ids, d.region_code, d.region_name, d.organization_name
from final f join check_document d using (document_id) order by all
"""
SHORTEST_CLIPPED = 4
"""A name of fewer characters is not taken for the beginning of a longer one."""


def prepare_headings(connection: Connection) -> None:
    """``check_body``: the body named in each table in normal form, and the publisher (NULL: not known).

    A name that its cell cuts off is taken for the longer one of the same document that begins with it.
    """
    rows = connection.execute(IN_TABLES).fetchall()
    names = {row: normalise(row[2], row[3], row[4]).name for row in rows}
    known: dict[str, set[str]] = {}
    for row, name in names.items():
        known.setdefault(row[0], {row[5]} if row[5] else set()).add(name)
    whole = {row: _whole(name, known[row[0]]) for row, name in names.items()}
    table = pa.table(
        {
            "document_id": pa.array([row[0] for row in rows], pa.string()),
            "grid_no": pa.array([row[1] for row in rows], pa.int32()),
            "body_printed": pa.array([row[2] for row in rows], pa.string()),
            "normal_name": pa.array([whole[row] for row in rows], pa.string()),
            "publisher": pa.array([row[5] for row in rows], pa.string()),
        }
    )
    with registered(connection, "named_bodies", table):
        connection.execute("create or replace temp table check_body as select * from named_bodies")


def prepare_sentences(connection: Connection) -> None:
    """``check_named``: each body named in a document's sentences, with the claims made of it."""
    rows = connection.execute(IN_SENTENCES).fetchall()
    columns: dict[str, list[object]] = defaultdict(list)
    for document_id, name, page, claim_ids, region_code, region_name, publisher in rows:
        normal = normalise(name, region_code, region_name).name
        known = publisher is not None and (normal == publisher or is_short_for(normal, publisher))
        values = (document_id, name, page, claim_ids, publisher, known)
        for column, value in zip(NAMED, values, strict=True):
            columns[column].append(value)
    table = pa.table({column: pa.array(columns[column], kind) for column, kind in NAMED.items()})
    with registered(connection, "named_in_sentences", table):
        connection.execute("create or replace temp table check_named as select * from named_in_sentences")


NAMED = {
    "document_id": pa.string(),
    "name": pa.string(),
    "page": pa.int32(),
    "claim_ids": pa.list_(pa.string()),
    "publisher": pa.string(),
    "is_publisher": pa.bool_(),
}


def is_short_for(one: str, other: str) -> bool:
    """Whether the shorter of two names is made of characters of the longer, in their order: 省法院 of 省高级人民法院."""
    short, long = sorted((one, other), key=len)
    rest = iter(long)
    return all(character in rest for character in short)


def _whole(name: str, others: set[str]) -> str:
    longer = [other for other in others if other.startswith(name) and len(name) >= SHORTEST_CLIPPED]
    return max(longer, key=lambda other: (len(other), other), default=name)
