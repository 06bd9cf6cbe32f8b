-- mart.dim_fund (table)
-- zh: 资金性质
-- en: funds
-- grain: fund: 一种资金 | one fund
-- columns:
--   fund: 资金性质 | fund
--   name_zh: 中文名称 | name in Chinese
--   name_en: 英文名称 | name in English
--   sort_no: 排列次序 | order
with funds as (
    select * from int.fund
),

final as (
    select
        fund,
        name_zh,
        name_en,
        sort_no
    from funds
    order by sort_no
)

select * from final
