-- stg.statement_kind (view)
-- zh: 报表种类
-- en: kinds of statement
-- grain: statement: 一种报表 | one kind
-- columns:
--   statement: 报表种类；未识别为空 | kind of statement, NULL when not recognised
--   name_zh: 中文名称 | name in Chinese
--   side: 收支方向：income 收入, expenditure 支出 | income or expenditure
--   fund: 资金性质 | fund
--   sort_no: 排列次序 | order
with final as (
    select
        statement,
        name_zh,
        side,
        fund,
        sort_no
    from ref.statement_kind
)

select * from final
