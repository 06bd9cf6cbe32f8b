-- int.income_source (view)
-- zh: 收入来源
-- en: sources of income
-- grain: tier, source_code: 一个来源 | one source
-- columns:
--   tier: 层级：government 政府, department 部门, unit 单位 | government, department or unit
--   source_code: 收入来源（标准） | income source in standard terms
--   name_zh: 中文名称 | name in Chinese
--   name_en: 英文名称 | name in English
--   fund: 资金性质 | fund
with income_sources as (
    select * from stg.income_source
),

final as (
    select
        tier,
        source_code,
        name_zh,
        name_en,
        fund
    from income_sources
)

select * from final
