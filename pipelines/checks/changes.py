"""Changes against the year before as sentences state them, one row each, with this year's figure that they are of.

Only what is common to the rules about changes belongs here: ``check_change``, made from ``check_claim`` and
``check_indicator``. Which rates, sums and bases must follow from a change stands in the suites.
"""

from __future__ import annotations

# A change stands with its amount (支出 100 万元，增加 5 万元), or alone (与上年相比，支出增加 5 万元); of the first kind the
# claim of the amount carries it, of the second it is a claim of its own. ``change_yuan`` is signed, 持平 is an exact 0. The
# levels are this year's figures of the same thing, as the tables print them and as other sentences tell them.
CHANGES = """
create or replace temp table check_change as
with stated as (
  select * replace (sign * coalesce(change_yuan, 0) as change_yuan, if(sign = 0, 0, change_digit_yuan) as change_digit_yuan),
    amount_yuan as level_yuan, last_digit_yuan as level_digit_yuan
  from check_claim
  where kind = 'amount' and amount_yuan is not null and sign is not null and (change_yuan is not null or sign = 0)
  union all by name
  select c.* replace (c.sign * c.amount_yuan as change_yuan, c.last_digit_yuan as change_digit_yuan, c.amount_text as change_text),
    cast(null as decimal(28,4)) as level_yuan, cast(null as decimal(28,6)) as level_digit_yuan
  from check_claim c left join check_claim o on o.claim_id = c.of_claim_id and o.change_text = c.amount_text
  where c.kind = 'change' and c.amount_yuan is not null and c.sign is not null and o.claim_id is null
),
own as (
  select * from stated
  where item is not null and not (item in ('function', 'economic') and item_code is null)
    and period = cast(fiscal_year as varchar) and coalesce(subject, '部门') in ('部门', '单位')
),
levels as (
  select s.claim_id, i.amount_yuan, i.digit_yuan, i.fact_id as level_id, i.amount_text || ' ' || i.unit as level_text
  from own s join check_indicator i on i.document_id = s.document_id and i.item = s.item
    and i.item_code is not distinct from s.item_code and i.measure = s.measure
    and (i.fund is not distinct from s.fund or i.statement = 'three_public' or s.item in ('operating_cost', 'procurement'))
  where s.level_yuan is null
  union all
  select s.claim_id, o.amount_yuan, o.last_digit_yuan, o.claim_id, o.amount_text
  from own s join check_claim o on o.document_id = s.document_id and o.kind = 'amount' and o.amount_yuan is not null
    and o.item = s.item and o.item_code is not distinct from s.item_code and o.measure = s.measure
    and o.fund is not distinct from s.fund and o.period = s.period and o.claim_id <> s.claim_id
  where s.level_yuan is null
),
final as (
  select s.*, coalesce(list(struct_pack(yuan := l.amount_yuan, digit := l.digit_yuan, id := l.level_id, text := l.level_text)
      order by l.level_id) filter (l.level_id is not null), []) as levels
  from own s left join levels l using (claim_id) group by all
)
select * from final order by document_id, place
"""
