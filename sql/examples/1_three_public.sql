-- zh: 各主体“三公”经费：最近一年的合计与分项（万元），预算与决算并列
-- en: 三公 of every body in its latest year: total and items in 万元, budget and final side by side
select
    organization_name,
    fiscal_year,
    item,
    budget_wan,
    final_wan,
    final_change_percent
from mart.three_public_trend
where item in ('total', 'abroad', 'vehicle', 'reception')
qualify fiscal_year = max(fiscal_year) over (partition by organization_id, tier)
order by
    organization_name,
    tier,
    case item when 'total' then 0 when 'abroad' then 1 when 'vehicle' then 2 else 3 end
