-- mart.budget_vs_final (table)
-- zh: 预算与决算对照：同一主体、年度、层级、报表、科目与资金
-- en: budget against final account: same body, year, tier, statement, subject and fund
-- grain: organization_id, fiscal_year, tier, statement, side, subject_kind, subject, fund, measure: 一个数 | one figure
-- columns:
--   organization_id: 公开主体标识 | publishing body, see core.organization
--   organization_name: 主体规范名称 | normalised name of the body
--   fiscal_year: 财政年度 | fiscal year
--   tier: 层级：government 政府, department 部门, unit 单位 | government, department or unit
--   statement: 报表种类：两边数字都出自这种报表 | kind of statement both figures are from
--   side: 收支方向：income 收入, expenditure 支出 | income or expenditure
--   subject_kind: subject 的种类：function, economic_department, economic_government, source, item 标准项目, name 行名 | what subject is: a kind of code, item or name
--   subject: 科目或项目：编码，否则标准项目，否则行名 | what the row is about: its code, else the standard item, else its printed name
--   subject_name: 名称（印刷） | name as printed
--   level: 级次：类 款 项 合计 | level
--   fund: 资金性质 | fund
--   measure: 口径 | measure
--   budget_yuan: 年初预算（元）：预算文件所载 | budget in 元, from the budget document
--   budget_wan: 年初预算（万元） | budget in 万元
--   budget_in_final_yuan: 决算文件所载预算数（元） | budget as the final account prints it, 元
--   revised_budget_yuan: 决算文件所载全年（调整）预算数（元） | revised budget as the final account prints it, 元
--   final_yuan: 决算（元） | final in 元
--   final_wan: 决算（万元） | final in 万元
--   difference_yuan: 决算减预算（元）；预算取预算文件所载，没有时取决算文件所载 | final minus budget in 元; the budget document's, else the one in the final account
--   difference_wan: 决算减预算（万元） | final minus budget in 万元
--   completion_percent: 决算占预算的百分比；预算为 0 时为空 | final in percent of budget, NULL where the budget is 0
--   is_leaf: 是否末级行（没有下级行计入其中） | whether no other row adds into this one
--   is_additive: 是否可加：对一张报表的一边求和，恰得其合计一次；需要合计时只加这些行 | to be summed: over one side of one statement these give its total exactly once
--   budget_document_id: 预算文件 | budget document
--   final_document_id: 决算文件 | final account
--   budget_fact_id: 预算事实 | fact of the budget
--   final_fact_id: 决算事实 | fact of the final account
with figures as (
    select * from int.figure
    where measure not like 'prior%'
),

finals as (
    select * from figures
    where stage = 'final' and measure not in ('budget', 'revised_budget')
),

budgets as (
    select * from figures
    where stage = 'budget'
),

own_budgets as (
    select
        organization_id, fiscal_year, tier, statement, side, subject_kind, subject, fund,
        max(amount_yuan) filter (where measure = 'budget') as budget_in_final_yuan,
        max(amount_yuan) filter (where measure = 'revised_budget') as revised_budget_yuan
    from figures
    where stage = 'final' and measure in ('budget', 'revised_budget')
    group by all
),

-- Figures of one side alone count only where both documents have the statement: then they are missing in the other.
both_stages as (
    select distinct finals.organization_id, finals.fiscal_year, finals.tier, finals.statement
    from finals
    inner join budgets using (organization_id, fiscal_year, tier, statement)
),

paired as (
    select
        coalesce(finals.organization_id, budgets.organization_id) as organization_id,
        coalesce(finals.fiscal_year, budgets.fiscal_year) as fiscal_year,
        coalesce(finals.tier, budgets.tier) as tier,
        coalesce(finals.statement, budgets.statement) as statement,
        coalesce(finals.side, budgets.side) as side,
        coalesce(finals.subject_kind, budgets.subject_kind) as subject_kind,
        coalesce(finals.subject, budgets.subject) as subject,
        coalesce(finals.subject_name, budgets.subject_name) as subject_name,
        coalesce(finals.level, budgets.level) as level,
        coalesce(finals.fund, budgets.fund) as fund,
        coalesce(finals.measure, budgets.measure) as measure,
        budgets.amount_yuan as budget_yuan,
        finals.amount_yuan as final_yuan,
        coalesce(finals.is_leaf, budgets.is_leaf) as is_leaf,
        coalesce(finals.is_additive, budgets.is_additive) as is_additive,
        budgets.document_id as budget_document_id,
        finals.document_id as final_document_id,
        budgets.fact_id as budget_fact_id,
        finals.fact_id as final_fact_id
    from finals
    full outer join budgets
        using (organization_id, fiscal_year, tier, statement, side, subject_kind, subject, fund, measure)
),

kept as (
    select
        paired.*,
        own_budgets.budget_in_final_yuan,
        own_budgets.revised_budget_yuan,
        coalesce(paired.budget_yuan, own_budgets.budget_in_final_yuan) as compared_yuan
    from paired
    left join own_budgets
        on
            own_budgets.organization_id = paired.organization_id
            and own_budgets.fiscal_year = paired.fiscal_year
            and own_budgets.tier = paired.tier
            and own_budgets.statement = paired.statement
            and own_budgets.side = paired.side
            and own_budgets.subject_kind = paired.subject_kind
            and own_budgets.subject = paired.subject
            and own_budgets.fund = paired.fund
            and paired.measure = 'total'
    left join both_stages
        on
            both_stages.organization_id = paired.organization_id
            and both_stages.fiscal_year = paired.fiscal_year
            and both_stages.tier = paired.tier
            and both_stages.statement = paired.statement
    where both_stages.statement is not null or own_budgets.budget_in_final_yuan is not null
        or own_budgets.revised_budget_yuan is not null
),

final as (
    select
        kept.organization_id,
        organizations.name as organization_name,
        kept.fiscal_year,
        kept.tier,
        kept.statement,
        kept.side,
        kept.subject_kind,
        kept.subject,
        kept.subject_name,
        kept.level,
        kept.fund,
        kept.measure,
        kept.budget_yuan,
        core.in_wan(kept.budget_yuan) as budget_wan,
        kept.budget_in_final_yuan,
        kept.revised_budget_yuan,
        kept.final_yuan,
        core.in_wan(kept.final_yuan) as final_wan,
        kept.final_yuan - kept.compared_yuan as difference_yuan,
        core.in_wan(kept.final_yuan - kept.compared_yuan) as difference_wan,
        core.percent_of(kept.final_yuan, kept.compared_yuan) as completion_percent,
        kept.is_leaf,
        kept.is_additive,
        kept.budget_document_id,
        kept.final_document_id,
        kept.budget_fact_id,
        kept.final_fact_id
    from kept
    left join int.organization as organizations on organizations.organization_id = kept.organization_id
    order by all
)

select * from final
