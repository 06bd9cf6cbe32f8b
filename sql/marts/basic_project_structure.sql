-- mart.basic_project_structure (table)
-- zh: 基本与项目支出结构：按末级行汇总
-- en: basic against project expenditure, summed over leaf rows
-- grain: organization_id, fiscal_year, stage, tier, statement, fund: 一张报表的一种资金 | one fund of one statement
-- columns:
--   organization_id: 公开主体标识 | publishing body, see core.organization
--   organization_name: 主体规范名称 | normalised name of the body
--   fiscal_year: 财政年度 | fiscal year
--   stage: 阶段：budget 预算, final 决算, execution 执行 | budget, final or execution
--   tier: 层级：government 政府, department 部门, unit 单位 | government, department or unit
--   statement: 报表种类；未识别为空 | kind of statement, NULL when not recognised
--   fund: 资金性质 | fund
--   total_yuan: 合计（元） | total in 元
--   total_wan: 合计（万元） | total in 万元
--   basic_yuan: 基本支出（元） | basic expenditure in 元
--   basic_wan: 基本支出（万元） | basic expenditure in 万元
--   project_yuan: 项目支出（元） | project expenditure in 元
--   project_wan: 项目支出（万元） | project expenditure in 万元
--   other_yuan: 其余（元）：上缴上级、经营、对附属单位补助、预留等 | the rest in 元: remitted, operating, subsidies, reserve
--   basic_percent: 基本支出占比（%） | share of basic expenditure, percent
--   project_percent: 项目支出占比（%） | share of project expenditure, percent
--   document_id: 文件字节的 SHA-256（十六进制） | SHA-256 of the bytes, hex
with amounts as (
    select * from int.amount
    where
        is_primary
        and is_leaf
        and relation = 'fact_expenditure_function'
        and organization_id is not null
        and fiscal_year is not null
        and unit_name is null
        and statement in ('expenditure', 'general_expenditure', 'appropriation_expenditure', 'government_fund', 'state_capital')
),

sums as (
    select
        organization_id,
        fiscal_year,
        stage,
        tier,
        statement,
        coalesce(fund, '') as fund,
        sum(amount_yuan) filter (where is_additive) as total_yuan,
        sum(amount_yuan) filter (where measure = 'basic') as basic_yuan,
        sum(amount_yuan) filter (where measure = 'project') as project_yuan,
        min(document_id) as document_id
    from amounts
    group by organization_id, fiscal_year, stage, tier, statement, coalesce(fund, '')
),

final as (
    select
        sums.organization_id,
        organizations.name as organization_name,
        sums.fiscal_year,
        sums.stage,
        sums.tier,
        sums.statement,
        sums.fund,
        cast(sums.total_yuan as decimal(20, 2)) as total_yuan,
        core.in_wan(sums.total_yuan) as total_wan,
        cast(coalesce(sums.basic_yuan, 0) as decimal(20, 2)) as basic_yuan,
        core.in_wan(coalesce(sums.basic_yuan, 0)) as basic_wan,
        cast(coalesce(sums.project_yuan, 0) as decimal(20, 2)) as project_yuan,
        core.in_wan(coalesce(sums.project_yuan, 0)) as project_wan,
        cast(sums.total_yuan - coalesce(sums.basic_yuan, 0) - coalesce(sums.project_yuan, 0) as decimal(20, 2))
            as other_yuan,
        core.percent_of(coalesce(sums.basic_yuan, 0), sums.total_yuan) as basic_percent,
        core.percent_of(coalesce(sums.project_yuan, 0), sums.total_yuan) as project_percent,
        sums.document_id
    from sums
    left join int.organization as organizations on organizations.organization_id = sums.organization_id
    where sums.total_yuan is not null and (sums.basic_yuan is not null or sums.project_yuan is not null)
    order by all
)

select * from final
