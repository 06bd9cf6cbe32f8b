-- mart.year_over_year (table)
-- zh: 年度对照：同一主体、阶段、层级、报表、科目与资金的本年与上年
-- en: this year against last: same body, stage, tier, statement, subject and fund
-- grain: organization_id, fiscal_year, stage, tier, statement, side, subject_kind, subject, fund, measure: 一个数 | one figure
-- columns:
--   organization_id: 公开主体标识 | publishing body, see core.organization
--   organization_name: 主体规范名称 | normalised name of the body
--   fiscal_year: 财政年度 | fiscal year
--   stage: 阶段：budget 预算, final 决算, execution 执行 | budget, final or execution
--   tier: 层级：government 政府, department 部门, unit 单位 | government, department or unit
--   statement: 报表种类；未识别为空 | kind of statement, NULL when not recognised
--   side: 收支方向：income 收入, expenditure 支出 | income or expenditure
--   subject_kind: subject 的种类：function, economic_department, economic_government, source, item 标准项目, name 行名 | what subject is: a kind of code, item or name
--   subject: 科目或项目：编码，否则标准项目，否则行名 | what the row is about: its code, else the standard item, else its printed name
--   subject_name: 名称（印刷） | name as printed
--   level: 级次：类 款 项 合计 | level
--   fund: 资金性质 | fund
--   measure: 口径 | measure
--   amount_yuan: 本年（元） | this year in 元
--   amount_wan: 本年（万元） | this year in 万元
--   prior_yuan: 上年（元）：上年文件所载 | last year in 元, from last year's document
--   prior_wan: 上年（万元） | last year in 万元
--   prior_in_document_yuan: 本年文件所载上年数（元） | last year as this year's document prints it, 元
--   change_yuan: 本年减上年（元）；上年取上年文件所载，没有时取本年文件所载 | this year minus last in 元; last year's document, else as this year's prints it
--   change_wan: 本年减上年（万元） | this year minus last in 万元
--   change_percent: 增减百分比；上年为 0 时为空 | change in percent, NULL where last year is 0
--   is_leaf: 是否末级行（没有下级行计入其中） | whether no other row adds into this one
--   is_additive: 是否可加：对一张报表的一边求和，恰得其合计一次；需要合计时只加这些行 | to be summed: over one side of one statement these give its total exactly once
--   document_id: 本年文件 | document of this year
--   prior_document_id: 上年文件 | document of last year
--   fact_id: 本年事实 | fact of this year
--   prior_fact_id: 上年事实 | fact of last year
with figures as (
    select * from int.figure
    where measure not in ('budget', 'revised_budget') and measure not like 'prior%'
),

earlier as (
    select
        * replace (fiscal_year + 1 as fiscal_year)
    from figures
),

-- Last year as this year's document prints it: 上年执行数 or 上年决算数, else 上年预算数.
printed_priors as (
    select
        organization_id, fiscal_year, stage, tier, statement, side, subject_kind, subject, fund,
        coalesce(
            max(amount_yuan) filter (where measure = 'prior_final'), max(amount_yuan) filter (where measure = 'prior_budget')
        ) as prior_in_document_yuan
    from int.figure
    where measure like 'prior%'
    group by all
),

both_years as (
    select distinct figures.organization_id, figures.fiscal_year, figures.stage, figures.tier, figures.statement
    from figures
    inner join earlier using (organization_id, fiscal_year, stage, tier, statement)
),

paired as (
    select
        coalesce(figures.organization_id, earlier.organization_id) as organization_id,
        coalesce(figures.fiscal_year, earlier.fiscal_year) as fiscal_year,
        coalesce(figures.stage, earlier.stage) as stage,
        coalesce(figures.tier, earlier.tier) as tier,
        coalesce(figures.statement, earlier.statement) as statement,
        coalesce(figures.side, earlier.side) as side,
        coalesce(figures.subject_kind, earlier.subject_kind) as subject_kind,
        coalesce(figures.subject, earlier.subject) as subject,
        coalesce(figures.subject_name, earlier.subject_name) as subject_name,
        coalesce(figures.level, earlier.level) as level,
        coalesce(figures.fund, earlier.fund) as fund,
        coalesce(figures.measure, earlier.measure) as measure,
        figures.amount_yuan,
        earlier.amount_yuan as prior_yuan,
        coalesce(figures.is_leaf, earlier.is_leaf) as is_leaf,
        coalesce(figures.is_additive, earlier.is_additive) as is_additive,
        figures.document_id,
        earlier.document_id as prior_document_id,
        figures.fact_id,
        earlier.fact_id as prior_fact_id
    from figures
    full outer join earlier
        using (organization_id, fiscal_year, stage, tier, statement, side, subject_kind, subject, fund, measure)
),

kept as (
    select
        paired.*,
        printed_priors.prior_in_document_yuan
    from paired
    left join printed_priors
        on
            printed_priors.organization_id = paired.organization_id
            and printed_priors.fiscal_year = paired.fiscal_year
            and printed_priors.stage = paired.stage
            and printed_priors.tier = paired.tier
            and printed_priors.statement = paired.statement
            and printed_priors.side = paired.side
            and printed_priors.subject_kind = paired.subject_kind
            and printed_priors.subject = paired.subject
            and printed_priors.fund = paired.fund
            and paired.measure = 'total'
    left join both_years
        on
            both_years.organization_id = paired.organization_id
            and both_years.fiscal_year = paired.fiscal_year
            and both_years.stage = paired.stage
            and both_years.tier = paired.tier
            and both_years.statement = paired.statement
    where both_years.statement is not null or printed_priors.prior_in_document_yuan is not null
),

final as (
    select
        kept.organization_id,
        organizations.name as organization_name,
        kept.fiscal_year,
        kept.stage,
        kept.tier,
        kept.statement,
        kept.side,
        kept.subject_kind,
        kept.subject,
        kept.subject_name,
        kept.level,
        kept.fund,
        kept.measure,
        kept.amount_yuan,
        core.in_wan(kept.amount_yuan) as amount_wan,
        kept.prior_yuan,
        core.in_wan(kept.prior_yuan) as prior_wan,
        kept.prior_in_document_yuan,
        kept.amount_yuan - coalesce(kept.prior_yuan, kept.prior_in_document_yuan) as change_yuan,
        core.in_wan(kept.amount_yuan - coalesce(kept.prior_yuan, kept.prior_in_document_yuan)) as change_wan,
        core.percent_of(
            kept.amount_yuan - coalesce(kept.prior_yuan, kept.prior_in_document_yuan),
            coalesce(kept.prior_yuan, kept.prior_in_document_yuan)
        ) as change_percent,
        kept.is_leaf,
        kept.is_additive,
        kept.document_id,
        kept.prior_document_id,
        kept.fact_id,
        kept.prior_fact_id
    from kept
    left join int.organization as organizations on organizations.organization_id = kept.organization_id
    order by all
)

select * from final
