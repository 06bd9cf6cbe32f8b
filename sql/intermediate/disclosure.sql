-- int.disclosure (table)
-- zh: 公开：同一主体、年度、阶段、层级的现行文件合为一次公开
-- en: one disclosure: the current documents of a body, year, stage and tier
-- grain: organization_id, fiscal_year, stage, tier: 一次公开 | one disclosure
-- columns:
--   organization_id: 公开主体标识 | publishing body, see core.organization
--   fiscal_year: 财政年度 | fiscal year
--   stage: 阶段：budget 预算, final 决算, execution 执行 | budget, final or execution
--   tier: 层级；不明为空串 | tier, empty where not known
--   documents: 现行文件数 | current documents
--   has_narrative: 是否有文字说明（无表而不少于 300 字的页） | whether there is narrative: a page of 300 characters or more without a table
--   pages: 页数 | pages
--   ocr_pages: 扫描页数 | scanned pages
--   indicators: 绩效指标数 | performance indicators
with documents as (
    select * from int.document
    where is_current and organization_id is not null and fiscal_year is not null and stage in ('budget', 'final')
),

pages as (
    select
        document_id,
        count(*) as pages,
        count(*) filter (where method = 'ocr') as ocr_pages,
        -- A page of text without a table is narrative; covers and tables of contents are shorter.
        count(*) filter (where grids = 0 and characters >= 300) as narrative_pages
    from stg.page
    group by document_id
),

indicators as (
    select
        document_id,
        count(*) as indicators
    from int.performance_indicator
    group by document_id
),

final as (
    select
        documents.organization_id,
        documents.fiscal_year,
        documents.stage,
        coalesce(documents.tier, '') as tier,
        count(*) as documents,
        bool_or(coalesce(pages.narrative_pages, 0) > 0) as has_narrative,
        sum(coalesce(pages.pages, 0)) as pages,
        sum(coalesce(pages.ocr_pages, 0)) as ocr_pages,
        sum(coalesce(indicators.indicators, 0)) as indicators
    from documents
    left join pages on pages.document_id = documents.document_id
    left join indicators on indicators.document_id = documents.document_id
    group by documents.organization_id, documents.fiscal_year, documents.stage, coalesce(documents.tier, '')
    order by all
)

select * from final
