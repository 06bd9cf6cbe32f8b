-- mart.completeness_element (table)
-- zh: 完整性各要素的得分
-- en: scores of the elements of completeness
-- grain: organization_id, fiscal_year, stage, tier, element: 一次公开的一个要素 | one element of one disclosure
-- columns:
--   organization_id: 公开主体标识 | publishing body, see core.organization
--   fiscal_year: 财政年度 | fiscal year
--   stage: 阶段：budget, final | budget or final
--   tier: 层级；不明为空串 | tier, empty where not known
--   element: 要素 | element
--   score: 得分（0 至 1）；未评为空 | score from 0 to 1, NULL where not evaluated
--   detail: 说明 | detail
with disclosures as (
    select * from int.disclosure
),

present as (
    select distinct
        organization_id,
        fiscal_year,
        stage,
        coalesce(tier, '') as tier,
        statement
    from int.statement
    where is_current
),

required as (
    select
        disclosures.organization_id,
        disclosures.fiscal_year,
        disclosures.stage,
        disclosures.tier,
        expected.requirement,
        kinds.name_zh as statement_name,
        exists (
            select 1 from present
            where
                present.organization_id = disclosures.organization_id
                and present.fiscal_year = disclosures.fiscal_year
                and present.stage = disclosures.stage
                and present.tier = disclosures.tier
                and present.statement in (expected.statement, expected.alternative)
        ) as is_present
    from disclosures
    inner join int.expected_statement as expected
        on expected.stage = disclosures.stage and expected.from_year <= disclosures.fiscal_year
    inner join int.statement_kind as kinds on kinds.statement = expected.statement
    where disclosures.tier <> 'government'
),

statements as (
    select
        organization_id,
        fiscal_year,
        stage,
        tier,
        'statements' as element,
        cast(count(*) filter (where is_present) as decimal(9, 4)) / count(*) as share,
        count(*) filter (where is_present) || '/' || count(*)
        || coalesce('，缺：' || string_agg(statement_name, '、' order by requirement) filter (where not is_present), '') as detail
    from required
    group by organization_id, fiscal_year, stage, tier
),

explained as (
    select
        organization_id,
        fiscal_year,
        stage,
        coalesce(tier, '') as tier,
        'explained' as element,
        cast(count(*) filter (where note is not null) as decimal(9, 4)) / count(*) as share,
        '空表 ' || count(*) || ' 张，有说明 ' || count(*) filter (where note is not null) || ' 张' as detail
    from int.statement
    where is_current and is_blank and organization_id is not null and fiscal_year is not null
    group by organization_id, fiscal_year, stage, coalesce(tier, '')
),

others as (
    select
        organization_id,
        fiscal_year,
        stage,
        tier,
        unnest([
            {'element': 'narrative', 'share': if(has_narrative, 1.0, 0.0), 'detail': null},
            {
                'element': 'machine_readable',
                'share': if(pages > 0, (pages - ocr_pages) * 1.0 / pages, null),
                'detail': pages || ' 页，其中扫描 ' || ocr_pages || ' 页'
            },
            {'element': 'goals', 'share': if(indicators > 0, 1.0, 0.0), 'detail': indicators || ' 条指标'},
            {
                'element': 'both_stages',
                'share': if(count(*) over (partition by organization_id, fiscal_year, tier) > 1, 1.0, 0.0),
                'detail': null
            },
            {'element': 'timely', 'share': null, 'detail': '缺公开日期与批复日期'},
            {'element': 'units', 'share': null, 'detail': '缺所属单位名录'}
        ], recursive := true)
    from disclosures
),

together as (
    select * from statements
    union all by name
    select * from explained
    union all by name
    select * from others
),

final as (
    select
        together.organization_id,
        together.fiscal_year,
        together.stage,
        together.tier,
        together.element,
        cast(together.share as decimal(9, 4)) as score,
        together.detail
    from together
    inner join disclosures using (organization_id, fiscal_year, stage, tier)
    order by all
)

select * from final
