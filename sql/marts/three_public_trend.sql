-- mart.three_public_trend (table)
-- zh: 三公经费趋势：每个主体逐年逐项的预算与决算
-- en: 三公 by year and item, budget and final
-- grain: organization_id, tier, fund, item, fiscal_year: 一项的一年 | one item in one year
-- columns:
--   organization_id: 公开主体标识 | publishing body, see core.organization
--   organization_name: 主体规范名称 | normalised name of the body
--   tier: 层级：government 政府, department 部门, unit 单位 | government, department or unit
--   fund: 资金性质 | fund
--   item: 项目：total, abroad, vehicle, vehicle_purchase, vehicle_operation, reception, meeting, training, operating_cost … | item
--   fiscal_year: 财政年度 | fiscal year
--   budget_yuan: 年初预算（元）：预算文件所载 | budget in 元, from the budget document
--   budget_wan: 年初预算（万元） | budget in 万元
--   budget_in_final_yuan: 决算文件所载预算数（元） | budget as the final account prints it, 元
--   final_yuan: 决算（元） | final in 元
--   final_wan: 决算（万元） | final in 万元
--   prior_final_yuan: 上年决算（元） | last year's final in 元
--   final_change_yuan: 决算比上年增减（元） | change of the final in 元
--   final_change_percent: 决算比上年增减百分比 | change of the final in percent
--   prior_budget_yuan: 上年预算（元） | last year's budget in 元
--   budget_change_yuan: 预算比上年增减（元） | change of the budget in 元
--   budget_change_percent: 预算比上年增减百分比 | change of the budget in percent
--   budget_document_id: 预算文件 | budget document
--   final_document_id: 决算文件 | final account
with figures as (
    select * from int.figure
    where relation = 'fact_three_public' and subject_kind = 'item'
),

years as (
    select
        organization_id,
        tier,
        fund,
        subject as item,
        fiscal_year,
        max(amount_yuan) filter (where stage = 'budget' and measure = 'total') as budget_yuan,
        max(amount_yuan) filter (where stage = 'final' and measure = 'budget') as budget_in_final_yuan,
        max(amount_yuan) filter (where stage = 'final' and measure = 'total') as final_yuan,
        max(document_id) filter (where stage = 'budget') as budget_document_id,
        max(document_id) filter (where stage = 'final') as final_document_id
    from figures
    where measure in ('total', 'budget')
    group by organization_id, tier, fund, subject, fiscal_year
),

final as (
    select
        years.organization_id,
        organizations.name as organization_name,
        years.tier,
        years.fund,
        years.item,
        years.fiscal_year,
        years.budget_yuan,
        core.in_wan(years.budget_yuan) as budget_wan,
        years.budget_in_final_yuan,
        years.final_yuan,
        core.in_wan(years.final_yuan) as final_wan,
        earlier.final_yuan as prior_final_yuan,
        years.final_yuan - earlier.final_yuan as final_change_yuan,
        core.percent_of(years.final_yuan - earlier.final_yuan, earlier.final_yuan) as final_change_percent,
        earlier.budget_yuan as prior_budget_yuan,
        years.budget_yuan - earlier.budget_yuan as budget_change_yuan,
        core.percent_of(years.budget_yuan - earlier.budget_yuan, earlier.budget_yuan) as budget_change_percent,
        years.budget_document_id,
        years.final_document_id
    from years
    left join years as earlier
        on
            earlier.organization_id = years.organization_id
            and earlier.tier = years.tier
            and earlier.fund = years.fund
            and earlier.item = years.item
            and earlier.fiscal_year = years.fiscal_year - 1
    left join int.organization as organizations on organizations.organization_id = years.organization_id
    order by all
)

select * from final
