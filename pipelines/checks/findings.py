"""From judged cases to ``quality.finding`` and ``quality.coverage``: the statements, and how a finding is worded.

Only SQL over the temporary relations of a run (``part_case``, ``rule_number``, ``check_document``) belongs here.
A rule that had no case on a document gets one row in coverage with the reason, so that the denominator is fixed.
"""

from __future__ import annotations

JUDGED = """
create or replace temp table judged_case as
select c.* replace (
    case when c.severity is not null then c.severity
         when c.is_unexpected and r.tolerance = 'exact' and abs(left_yuan - right_yuan) <= digit_yuan
           and r.severity = 'error' then 'warning'
         else r.severity end as severity),
  r.rule_id, r.version, r.title_zh, r.tolerance, r.severity as rule_severity,
  case when not_applicable is not null then 'not_applicable'
       when not_evaluated is not null then 'not_evaluated'
       when c.is_unexpected then 'fails'
       when violations is not null or left_yuan = right_yuan or (r.tolerance = 'at_most' and left_yuan <= right_yuan)
         then 'holds'
       else 'holds_within_rounding' end as verdict,
  md5(concat_ws('|', r.rule_id, r.version, c.document_id, c.keys)) as finding_id
from part_case c join rule_number using (rule_no) join quality.rule r using (rule_id)
"""

FINDINGS = """
insert into quality.finding by name
with worded as (
  select *,
    title_zh || coalesce('（' || nullif(place, '') || '）', '') as heading,
    left_text || case tolerance when 'at_most' then ' ≤ ' when 'exact' then ' ＝ ' else ' ≐ ' end || right_text as equation
  from judged_case
),
final as (
  select finding_id, $run_id as run_id, rule_id, version as rule_version, w.document_id, w.document_ids, d.organization_id,
    d.fiscal_year, verdict, severity, left_yuan, right_yuan, left_yuan - right_yuan as difference_yuan,
    if(violations is null, allowed_yuan, null) as allowed_yuan, cast(addends as integer) as addends, violations,
    left_text, right_text, keys, left_fact_ids, right_fact_ids,
    case
      when verdict = 'not_evaluated' then heading || '：未评价，' || not_evaluated
      when verdict = 'not_applicable' then heading || '：不适用，' || not_applicable
      when violations is not null then heading
        || if(verdict = 'holds', '：成立', '：' || violations || ' 处不成立') || coalesce('，' || nullif(left_text, ''), '')
      when verdict = 'fails' then heading || '：' || equation || ' 不成立，左边 ' || printf('%,.2f', left_yuan)
        || ' 元，右边 ' || printf('%,.2f', right_yuan) || ' 元，相差 ' || printf('%,.2f', left_yuan - right_yuan)
        || ' 元，舍入允许 ' || printf('%,.2f', allowed_yuan) || ' 元'
        || if(tolerance = 'exact' and severity <> rule_severity, '（相差不超过末位一个单位，疑为手工进位）', '')
      else heading || '：' || equation || if(verdict = 'holds', ' 成立', ' 在舍入范围内成立，相差 '
        || printf('%,.2f', left_yuan - right_yuan) || ' 元，舍入允许 ' || printf('%,.2f', allowed_yuan) || ' 元') end as message,
    coalesce(not_applicable, not_evaluated) as reason, 'unknown' as suspect,
    case when verdict = 'fails' and greatest(abs(left_yuan), abs(right_yuan)) > 0 then
      -- eight decimals of a share, by whole numbers
      cast(cast(abs(left_yuan - right_yuan) * 1000 as hugeint) * 100000000
        // cast(greatest(abs(left_yuan), abs(right_yuan)) * 1000 as hugeint) as decimal(28,0)) * 0.00000001 end as materiality_share
  from worded w left join check_document d on d.document_id = w.document_id
)
select * from final order by rule_id, document_id, keys
"""

EVERY_PAIR = """
create or replace temp table every_pair as
with called as (
  select map_from_entries(list((statement, name_zh))) as name_of from int.statement_kind
),
pair as (
  select r.rule_id, d.document_id, d.status, d.stage, d.assumed_tier as tier, d.part, r.unavailable, r.guard,
    list_transform(list_filter(r.needs, lambda s: not list_contains(d.statements, s)), lambda s: coalesce(name_of[s], s)) as absent,
    json_extract_string(r.applies, '$.stage[*]') as stages, json_extract_string(r.applies, '$.tier[*]') as tiers,
    json_extract_string(r.applies, '$.part[*]') as parts
  from quality.rule r semi join rule_asked using (rule_id) cross join check_document d cross join called
),
final as (
  select rule_id, document_id,
    case when unavailable is not null then ['not_evaluated', unavailable]
         when status = 'quarantined' then ['not_evaluated', '文件已隔离，未能读取']
         when len(stages) > 0 and stage is null then ['not_evaluated', '文件的阶段（预算、决算）未能确定']
         when len(stages) > 0 and not list_contains(stages, stage) then ['not_applicable', '不适用于本阶段的文件']
         when len(tiers) > 0 and tier is null then ['not_evaluated', '文件的层级（政府、部门、单位）未能确定']
         when len(tiers) > 0 and not list_contains(tiers, tier) then ['not_applicable', '不适用于本层级的文件']
         when len(parts) > 0 and not list_contains(parts, coalesce(part, '')) then ['not_applicable', '不适用于文件的这一部分']
         when len(absent) > 0 and part = 'text' then ['not_applicable', '文件仅有文字部分']
         when len(absent) > 0 then ['not_evaluated', '本文件未见或未识别报表：' || array_to_string(absent, '、')]
         when guard is not null then ['not_applicable', '不具备前提（' || guard || '），或两边均未印数']
         else ['not_applicable', '两边均未印数'] end as verdict_and_reason
  from pair
)
select rule_id, document_id, verdict_and_reason[1] as verdict, verdict_and_reason[2] as reason from final
"""

COVERAGE = """
insert into quality.coverage by name
with touched as (
  select rule_id, unnest(document_ids) as document_id, verdict, reason from quality.finding
  where rule_id in (from rule_asked) and document_id in (from check_scope)
),
counted as (
  select rule_id, document_id,
    count(*) filter (verdict = 'holds') as holds,
    count(*) filter (verdict = 'holds_within_rounding') as holds_within_rounding,
    count(*) filter (verdict = 'fails') as fails,
    count(*) filter (verdict = 'not_applicable') as not_applicable,
    count(*) filter (verdict = 'not_evaluated') as not_evaluated,
    min(reason) filter (verdict = 'not_evaluated') as why_open, min(reason) as reason
  from touched group by rule_id, document_id
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
    case when c.rule_id is null then a.reason else coalesce(c.why_open, c.reason) end as reason
  from every_pair a left join counted c using (rule_id, document_id)
)
select * from final order by rule_id, document_id
"""
