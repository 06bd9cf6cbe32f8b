-- mart.dim_statement (table)
-- zh: 报表种类，连同现行文件中的张数
-- en: kinds of statement with how many there are in current documents
-- grain: statement: 一种报表 | one kind
-- columns:
--   statement: 报表种类；未识别为空 | kind of statement, NULL when not recognised
--   name_zh: 中文名称 | name in Chinese
--   side: 收支方向：income 收入, expenditure 支出 | income or expenditure
--   fund: 资金性质 | fund
--   sort_no: 排列次序 | order
--   statements: 现行文件中的张数 | statements in current documents
--   documents: 含此表的现行文件数 | current documents that have it
with kinds as (
    select * from int.statement_kind
),

counts as (
    select
        statement,
        count(*) as statements,
        count(distinct document_id) as documents
    from int.statement
    where is_current
    group by statement
),

final as (
    select
        kinds.statement,
        kinds.name_zh,
        kinds.side,
        kinds.fund,
        kinds.sort_no,
        coalesce(counts.statements, 0) as statements,
        coalesce(counts.documents, 0) as documents
    from kinds
    left join counts on counts.statement = kinds.statement
    order by kinds.sort_no
)

select * from final
