"""Subjects and their parts: every coded row against the sum of the rows directly below it.

Only this query belongs here. Where each code stands once in a table, a row's parent is the row whose code is the longest
beginning of its own, also across the halves of a two-sided table and over a level that is not printed. Where codes repeat
(units one below the other), the tree of rows as printed decides, inside one column.
"""

from __future__ import annotations

from pipelines.checks.suites import Rule, SuiteError
from pipelines.checks.terms import SELECTORS, applies_conditions, conditions, exists_conditions

ALLOWED = SELECTORS | {"tree", "given", "unless"}


def tree_query(rule: Rule) -> str:
    """One case per parent row and column; the same columns as an equation of two sides."""
    equation = rule.equation or {}
    if not set(equation) <= ALLOWED:
        raise SuiteError(f"{rule}: a tree has the keys {sorted(ALLOWED)}")
    parts = [*applies_conditions(rule), *conditions(rule, equation, "a"), *exists_conditions(rule, equation, "grid")]
    same = "document_id, grid_no, unit_code, measure, fund"
    return f"""with printed as (
  select a.document_id, a.grid_no, a.block, a.row_no, a.column_no, a.parent_row_no, a.unit_code, a.measure, a.fund, a.code,
    a.fact_id, a.amount_yuan, a.digit_yuan, a.row_name, a.amount_text || ' ' || a.unit as amount_text, a.page, a.statement
  from check_amount a where a.code is not null and {" and ".join(parts)}
),
counted as (
  select *, count(*) over same > 1 and count(*) over same > count(distinct code) over same as repeats,
    count(*) over (partition by {same}, block, row_no) > 1 as is_wide
  from printed window same as (partition by {same})
),
prefixed as (
  select c.*, p.fact_id as parent_id
  from counted c join counted p
    on {_on("p", "c", same)} and not c.repeats and starts_with(c.code, p.code) and length(p.code) < length(c.code)
  qualify row_number() over (partition by c.fact_id order by length(p.code) desc) = 1
),
listed as (
  select c.*, p.fact_id as parent_id
  from counted c join counted p
    on {_on("p", "c", same)} and c.repeats and p.row_no = c.parent_row_no and p.block = c.block and p.column_no = c.column_no
),
child as (
  select parent_id, count(*) as n, count(*) > count(distinct code) as repeats_code, sum(amount_yuan) as amount_yuan,
    sum(digit_yuan) as digits, max(digit_yuan) as coarsest, list(fact_id order by code, fact_id) as fact_ids,
    case when count(*) <= 6 then string_agg(row_name || ' ' || amount_text, ' + ' order by code)
         else '下级科目（' || count(*) || ' 项）合计' end as text
  from (select * from prefixed union all by name select * from listed) group by parent_id
),
final as (
  select p.document_id,
    json_merge_patch('{{}}', to_json(struct_pack(grid_no := p.grid_no, row_no := if(p.repeats, p.row_no, null),
      column_no := if(p.repeats and p.is_wide, p.column_no, null), code := p.code,
      measure := p.measure, fund := p.fund, unit_code := p.unit_code))) as keys,
    p.amount_yuan as left_yuan, c.amount_yuan as right_yuan, (p.digit_yuan + c.digits) * 0.5 as allowed_yuan,
    greatest(p.digit_yuan, c.coarsest) as digit_yuan, c.n as addends, [p.fact_id] as left_fact_ids,
    c.fact_ids as right_fact_ids, [1] as left_signs, list_transform(c.fact_ids, lambda f: 1) as right_signs,
    p.row_name || ' ' || p.amount_text as left_text, c.text as right_text,
    concat_ws(' ', '第 ' || p.page || ' 页', coalesce(k.name_zh, p.statement), p.code, p.row_name) as place,
    case when c.repeats_code then '不唯一：' || p.code || ' 的下级编码有重复' end as not_evaluated,
    cast(null as varchar) as not_applicable
  from counted p join child c on c.parent_id = p.fact_id left join int.statement_kind k on k.statement = p.statement
)
select * from final"""


def _on(one: str, other: str, columns: str) -> str:
    return " and ".join(f"{one}.{column} is not distinct from {other}.{column}" for column in columns.split(", "))
