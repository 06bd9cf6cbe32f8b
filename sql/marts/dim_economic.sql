-- mart.dim_economic (table)
-- zh: 支出经济分类科目（部门与政府两套），含见于文件而清单没有的编码
-- en: economic codes of both schemes, also those that documents print and the lists do not have
-- grain: scheme, economic_code: 一套分类中的一个编码 | one code of one scheme
-- columns:
--   scheme: 分类：department 部门, government 政府 | department or government
--   economic_code: 经济分类科目编码 | economic code
--   name: 名称（清单中最近的；清单没有的取文件所印） | latest name of the list; as printed where the list has none
--   level: 级次：类 款 项 合计 | level
--   parent_code: 上级编码 | code one level up
--   class_code: 类编码 | code of the class (类)
--   class_name: 类名称 | name of the class (类)
--   names: 各年名称 | names with their years
--   is_listed: 是否在参考清单中 | whether the reference list has it
--   is_confirmed: 名称是否有可靠来源 | whether the name has a good source
--   is_printed: 是否见于文件 | whether a document prints it
--   documents: 见于多少份文件 | documents that print it
with subjects as (
    select * from int.subject_code
    where scheme in ('department', 'government')
),

final as (
    select
        scheme,
        code as economic_code,
        name,
        level,
        parent_code,
        class_code,
        class_name,
        names,
        is_listed,
        is_confirmed,
        is_printed,
        documents
    from subjects
    order by scheme, economic_code
)

select * from final
