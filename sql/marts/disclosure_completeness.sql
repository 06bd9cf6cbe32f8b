-- mart.disclosure_completeness (view)
-- zh: 公开完整性指数：各要素得分按权重平均，未评者不计
-- en: completeness index: scores averaged by weight, elements not evaluated left out
-- grain: organization_id, fiscal_year, stage, tier: 一次公开 | one disclosure
-- columns:
--   organization_id: 公开主体标识 | publishing body, see core.organization
--   organization_name: 主体规范名称 | normalised name of the body
--   fiscal_year: 财政年度 | fiscal year
--   stage: 阶段：budget, final | budget or final
--   tier: 层级；不明为空串 | tier, empty where not known
--   completeness_index: 完整性指数（0 至 100） | completeness index, 0 to 100
--   evaluated_weight: 已评要素的权重 | weight of the elements evaluated
--   total_weight: 全部要素的权重 | weight of all elements
--   statements_score: 应有报表得分 | score of statements
--   explained_score: 空表说明得分 | score of explanations of empty tables
--   narrative_score: 情况说明得分 | score of narrative
--   machine_readable_score: 机器可读得分 | score of machine readability
--   goals_score: 绩效目标得分 | score of performance goals
--   both_stages_score: 预决算齐全得分 | score of both stages
--   timely_score: 按时公开得分；未评为空 | score of timeliness, NULL when not evaluated
--   units_score: 单位齐全得分；未评为空 | score of unit coverage, NULL when not evaluated
--   missing: 应有报表的情况与缺项 | statements present of those required, and which are missing
with elements as (
    select * from mart.completeness_element
),

weights as (
    select * from mart.completeness_weight
),

scored as (
    select
        elements.organization_id,
        elements.fiscal_year,
        elements.stage,
        elements.tier,
        sum(weights.weight * elements.score) as weighted,
        sum(weights.weight) filter (where elements.score is not null) as evaluated_weight,
        max(elements.score) filter (where elements.element = 'statements') as statements_score,
        max(elements.score) filter (where elements.element = 'explained') as explained_score,
        max(elements.score) filter (where elements.element = 'narrative') as narrative_score,
        max(elements.score) filter (where elements.element = 'machine_readable') as machine_readable_score,
        max(elements.score) filter (where elements.element = 'goals') as goals_score,
        max(elements.score) filter (where elements.element = 'both_stages') as both_stages_score,
        max(elements.score) filter (where elements.element = 'timely') as timely_score,
        max(elements.score) filter (where elements.element = 'units') as units_score,
        max(elements.detail) filter (where elements.element = 'statements') as missing
    from elements
    inner join weights on weights.element = elements.element
    group by elements.organization_id, elements.fiscal_year, elements.stage, elements.tier
),

final as (
    select
        scored.organization_id,
        organizations.name as organization_name,
        scored.fiscal_year,
        scored.stage,
        scored.tier,
        cast(round(100 * scored.weighted / scored.evaluated_weight, 2) as decimal(9, 2)) as completeness_index,
        cast(scored.evaluated_weight as decimal(9, 4)) as evaluated_weight,
        cast((select sum(weight) from weights) as decimal(9, 4)) as total_weight,
        scored.statements_score,
        scored.explained_score,
        scored.narrative_score,
        scored.machine_readable_score,
        scored.goals_score,
        scored.both_stages_score,
        scored.timely_score,
        scored.units_score,
        scored.missing
    from scored
    left join mart.dim_organization as organizations on organizations.organization_id = scored.organization_id
)

select * from final
