-- zh: 支出结构：各主体基本支出与项目支出及其占比（万元）
-- en: basic and project expenditure of every body and their shares (万元)
select
    organization_name,
    fiscal_year,
    stage,
    tier,
    total_wan,
    basic_wan,
    project_wan,
    basic_percent
from mart.basic_project_structure
where statement = 'expenditure'
order by total_wan desc, organization_name, fiscal_year
