"""From judged cases to ``quality.finding`` and ``quality.coverage``: the statements, and how a finding is worded.

Only SQL over the temporary relations of a run (``rule_case``, ``rule_number``, ``failing_case``, ``check_scope``) belongs
here. A rule that had no case on a document gets one row in coverage with the reason, so that the denominator is fixed.
"""

from __future__ import annotations

FINDINGS = """
insert into quality.finding by name
with judged as (
  select c.*, r.rule_id, r.version, r.title_zh, r.tolerance, r.severity as rule_severity,
    left_yuan - right_yuan as difference,
    case when not_applicable is not null then 'not_applicable'
         when not_evaluated is not null then 'not_evaluated'
         when f.case_no is not null then 'fails'
         when left_yuan = right_yuan or (r.tolerance = 'at_most' and left_yuan <= right_yuan) then 'holds'
         else 'holds_within_rounding' end as verdict
  from rule_case c join rule_number using (rule_no) join quality.rule r using (rule_id)
  left join failing_case f on f.case_no = c.case_no
),
worded as (
  select *,
    case when verdict = 'fails' and tolerance = 'exact' and abs(difference) <= digit_yuan and rule_severity = 'error'
         then 'warning' else rule_severity end as severity,
    case tolerance when 'at_most' then ' ≤ ' when 'exact' then ' ＝ ' else ' ≐ ' end as sign
  from judged
),
final as (
  select md5(concat_ws('|', rule_id, version, w.document_id, keys)) as finding_id, $run_id as run_id, rule_id,
    version as rule_version, w.document_id, [w.document_id] as document_ids, d.organization_id, d.fiscal_year, verdict,
    severity, left_yuan, right_yuan, difference as difference_yuan, allowed_yuan, cast(addends as integer) as addends,
    left_text, right_text, keys, left_fact_ids, right_fact_ids,
    case verdict
      when 'fails' then title_zh || '：' || left_text || sign || right_text || ' 不成立，左边 ' || printf('%,.2f', left_yuan)
        || ' 元，右边 ' || printf('%,.2f', right_yuan) || ' 元，相差 ' || printf('%,.2f', difference) || ' 元，舍入允许 '
        || printf('%,.2f', allowed_yuan) || ' 元' || if(severity <> rule_severity, '（相差不超过末位一个单位，疑为手工进位）', '')
      when 'not_evaluated' then title_zh || '：未评价，' || not_evaluated
      when 'not_applicable' then title_zh || '：不适用，' || not_applicable
      else title_zh || '：' || left_text || sign || right_text || if(verdict = 'holds', ' 成立', ' 在舍入范围内成立') end as message,
    coalesce(not_applicable, not_evaluated) as reason, 'unknown' as suspect, cast(null as varchar) as suspect_reason,
    case when verdict = 'fails' and greatest(abs(left_yuan), abs(right_yuan)) > 0
         then cast(abs(difference) / greatest(abs(left_yuan), abs(right_yuan)) as decimal(18,8)) end as materiality_share
  from worded w left join core.document d on d.document_id = w.document_id
)
select * from final order by rule_id, document_id, keys
"""

COVERAGE = """
insert into quality.coverage by name
with counted as (
  select rule_id, document_id,
    count(*) filter (verdict = 'holds') as holds,
    count(*) filter (verdict = 'holds_within_rounding') as holds_within_rounding,
    count(*) filter (verdict = 'fails') as fails,
    count(*) filter (verdict = 'not_applicable') as not_applicable,
    count(*) filter (verdict = 'not_evaluated') as not_evaluated,
    min(reason) as reason
  from quality.finding group by rule_id, document_id
),
final as (
  select a.rule_id, a.document_id, $run_id as run_id,
    case when c.fails > 0 then 'fails' when c.not_evaluated > 0 then 'not_evaluated'
         when c.holds_within_rounding > 0 then 'holds_within_rounding' when c.holds > 0 then 'holds'
         when c.not_applicable > 0 then 'not_applicable' else a.verdict end as verdict,
    cast(coalesce(c.holds + c.holds_within_rounding + c.fails, 0) as integer) as cases,
    cast(coalesce(c.holds, 0) as integer) as holds,
    cast(coalesce(c.holds_within_rounding, 0) as integer) as holds_within_rounding,
    cast(coalesce(c.fails, 0) as integer) as fails,
    cast(coalesce(c.not_applicable, 0) as integer) as not_applicable,
    cast(coalesce(c.not_evaluated, 0) as integer) as not_evaluated,
    coalesce(c.reason, a.reason) as reason
  from every_pair a left join counted c using (rule_id, document_id)
)
select * from final order by rule_id, document_id
"""


def documents_without_a_case() -> str:
    """The temporary relation ``every_pair``: rules × documents with the verdict that stands where there was no case."""
    return """
create or replace temp table every_pair as
with recognised as (
  select document_id, list(distinct statement) as statements from core.grid where statement is not null group by document_id
),
pair as (
  select r.rule_id, d.document_id, d.status, r.unavailable,
    list_filter(r.needs, lambda s: not list_contains(coalesce(g.statements, []), s)) as absent,
    json_extract_string(r.applies, '$.stage[*]') as stages, d.stage,
    json_extract_string(r.applies, '$.tier[*]') as tiers, d.tier
  from quality.rule r cross join core.document d join check_scope using (document_id)
  left join recognised g using (document_id)
)
select rule_id, document_id,
  case when unavailable is not null then 'not_evaluated'
       when status = 'quarantined' then 'not_evaluated'
       when len(stages) > 0 and not list_contains(stages, stage) then 'not_applicable'
       when len(tiers) > 0 and not list_contains(tiers, tier) then 'not_applicable'
       when len(absent) > 0 then 'not_evaluated'
       else 'not_applicable' end as verdict,
  case when unavailable is not null then unavailable
       when status = 'quarantined' then '文件已隔离，未能读取'
       when len(stages) > 0 and not list_contains(stages, stage) then '不适用于本阶段的文件'
       when len(tiers) > 0 and not list_contains(tiers, tier) then '不适用于本层级的文件'
       when len(absent) > 0 then '本文件未见或未识别报表：' || array_to_string(absent, '、')
       else '两边均未印数' end as reason
from pair
"""
