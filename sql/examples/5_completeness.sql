-- zh: 公开完整性：每次公开的指数与缺少的报表
-- en: completeness of disclosure: the index and the statements that are missing
select
    organization_name,
    fiscal_year,
    stage,
    tier,
    completeness_index,
    missing
from mart.disclosure_completeness
order by completeness_index, organization_name, fiscal_year, stage, tier
