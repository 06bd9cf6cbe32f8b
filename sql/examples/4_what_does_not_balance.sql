-- zh: 不平衡之处：每个根源一行，写出等式、差额（万元），及可疑的一格取何值（元）则各式皆平
-- en: what does not balance: one row per root cause, the equation, the difference in 万元, and the value (元) of the cell in doubt that would heal it
select
    organization_name,
    fiscal_year,
    stage,
    rule_id,
    concat_ws(' ≠ ', nullif(left_text, ''), nullif(right_text, '')) as equation,
    difference_wan,
    healing_yuan
from mart.balance_findings
where severity = 'error' and finding_id = root_finding_id
order by abs(difference_yuan) desc nulls last, finding_id
limit 20
