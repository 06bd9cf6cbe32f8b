-- zh: 不平衡之处：按差额从大到小，写出等式与疑点
-- en: what does not balance, by size of the difference, with the equation and the suspect
select
    organization_name,
    fiscal_year,
    stage,
    rule_id,
    title_zh,
    severity,
    difference_wan,
    message,
    suspect
from mart.balance_findings
order by severity = 'error' desc, abs(difference_yuan) desc nulls last, finding_id
limit 20
