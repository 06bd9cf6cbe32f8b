-- mart.performance_by_project (table)
-- zh: 项目绩效：每个项目（或部门整体）的资金与指标
-- en: performance by project: money and indicators
-- grain: organization_id, fiscal_year, stage, tier, project_name: 一个项目 | one project
-- columns:
--   organization_id: 公开主体标识 | publishing body, see core.organization
--   organization_name: 主体规范名称 | normalised name of the body
--   fiscal_year: 财政年度 | fiscal year
--   stage: 阶段：budget, final, execution；不明为空串 | budget, final or execution, empty where not known
--   tier: 层级：government, department, unit；不明为空串 | government, department or unit, empty where not known
--   project_name: 项目名称；部门整体为空串 | project, empty for the whole department
--   is_whole_department: 是否部门整体绩效 | whether it is the whole department
--   project_budget_yuan: 项目年度资金（元）；所印不一致为空 | money of the project in the year, 元; NULL where printings disagree
--   project_budget_wan: 项目年度资金（万元） | money of the project in the year, 万元
--   indicators: 指标数 | indicators
--   cost_indicators: 成本指标数 | cost indicators
--   output_indicators: 产出指标数 | output indicators
--   benefit_indicators: 效益指标数 | benefit indicators
--   satisfaction_indicators: 满意度指标数 | satisfaction indicators
--   other_indicators: 其他指标数 | other indicators
--   quantified_indicators: 量化指标数（有目标值） | indicators with a number as target
--   weight_total: 权重合计（%）；未印权重为空 | sum of weights, NULL where none is printed
--   scored_indicators: 已评分指标数 | indicators with a score
--   score_total: 得分合计；未评分为空 | sum of scores, NULL where none
--   goal_text: 绩效目标 | goal
--   document_id: 文件字节的 SHA-256（十六进制） | SHA-256 of the bytes, hex
--   page: 首条指标所在页 | page of the first indicator
with indicators as (
    select
        *,
        coalesce(project_name, '') as project
    from int.performance_indicator
    where is_current and organization_id is not null and fiscal_year is not null
),

-- A project that two documents of one disclosure carry is taken from the one with more indicators.
chosen as (
    select
        document_id,
        project
    from indicators
    group by document_id, project, organization_id, fiscal_year, stage, tier
    qualify row_number() over (
        partition by organization_id, fiscal_year, stage, tier, project order by count(*) desc, document_id
    ) = 1
),

projects as (
    select
        indicators.organization_id,
        indicators.fiscal_year,
        coalesce(indicators.stage, '') as stage,
        coalesce(indicators.tier, '') as tier,
        indicators.project,
        case when count(distinct project_budget_yuan) = 1 then min(project_budget_yuan) end as project_budget_yuan,
        count(*) as indicators,
        count(*) filter (where level1 like '%成本%') as cost_indicators,
        count(*) filter (where level1 like '%产出%') as output_indicators,
        count(*) filter (where level1 like '%效益%') as benefit_indicators,
        count(*) filter (where level1 like '%满意%') as satisfaction_indicators,
        count(*) filter (where operator <> 'qualitative' and target_value is not null) as quantified_indicators,
        sum(weight) as weight_total,
        count(score) as scored_indicators,
        sum(score) as score_total,
        min(goal_text) as goal_text,
        min(indicators.document_id) as document_id,
        min(page) as page
    from indicators
    inner join chosen on chosen.document_id = indicators.document_id and chosen.project = indicators.project
    group by all
),

final as (
    select
        projects.organization_id,
        organizations.name as organization_name,
        projects.fiscal_year,
        projects.stage,
        projects.tier,
        projects.project as project_name,
        projects.project = '' as is_whole_department,
        projects.project_budget_yuan,
        core.in_wan(projects.project_budget_yuan) as project_budget_wan,
        projects.indicators,
        projects.cost_indicators,
        projects.output_indicators,
        projects.benefit_indicators,
        projects.satisfaction_indicators,
        projects.indicators - projects.cost_indicators - projects.output_indicators - projects.benefit_indicators
        - projects.satisfaction_indicators as other_indicators,
        projects.quantified_indicators,
        cast(projects.weight_total as decimal(18, 4)) as weight_total,
        projects.scored_indicators,
        cast(projects.score_total as decimal(18, 4)) as score_total,
        projects.goal_text,
        projects.document_id,
        projects.page
    from projects
    left join int.organization as organizations on organizations.organization_id = projects.organization_id
    order by all
)

select * from final
