-- int.region (table)
-- zh: 行政区划：每个代码一行（最近的名称）
-- en: one row per division code, under its latest name
-- grain: region_code: 一个区划 | one division
-- columns:
--   region_code: 行政区划代码（清单或文件） | division, from manifest or document
--   name: 规范名称 | normalised name
--   level: 级次：类 款 项 合计 | level
--   parent_code: 上级编码 | code one level up
--   full_name: 全称（含上级） | name with those above it
--   valid_from: 起始年度；不详为空 | first year in force, NULL when not known
--   valid_to: 终止年度；现行为空 | last year in force, NULL when still in force
--   documents: 文件数 | documents
with regions as (
    select * from stg.region
    qualify row_number() over (partition by region_code order by coalesce(valid_from, 0) desc, name) = 1
),

documents as (
    select
        region_code,
        count(*) as documents
    from int.document
    group by region_code
),

final as (
    select
        regions.region_code,
        regions.name,
        regions.level,
        regions.parent_code,
        regions.full_name,
        regions.valid_from,
        regions.valid_to,
        coalesce(documents.documents, 0) as documents
    from regions
    left join documents on documents.region_code = regions.region_code
    order by regions.region_code
)

select * from final
