-- mart.dim_region (table)
-- zh: 行政区划（GB/T 2260）
-- en: administrative divisions (GB/T 2260)
-- grain: region_code: 一个区划 | one division
-- columns:
--   region_code: 行政区划代码（清单或文件） | division, from manifest or document
--   name: 规范名称 | normalised name
--   level: 级次：类 款 项 合计 | level
--   parent_code: 上级编码 | code one level up
--   full_name: 全称（含上级） | name with those above it
--   valid_from: 起始年度；不详为空 | first year in force, NULL when not known
--   valid_to: 终止年度；现行为空 | last year in force, NULL when still in force
--   documents: 该区划主体的文件数 | documents of bodies of the division
with regions as (
    select * from int.region
),

final as (
    select
        region_code,
        name,
        level,
        parent_code,
        full_name,
        valid_from,
        valid_to,
        documents
    from regions
    order by region_code
)

select * from final
