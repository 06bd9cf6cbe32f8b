-- int.subject_code (table)
-- zh: 科目：每个编码一行，含见于文件而清单没有的编码
-- en: one row per code, also codes that documents print and the lists do not have
-- grain: scheme, code: 一个编码 | one code
-- columns:
--   scheme: 分类：department 部门, government 政府 | department or government scheme
--   code: 编码（功能、经济或收入来源；code_kind 说明哪一种） | code: functional, economic or income source, see code_kind
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
with listed as (
    select
        scheme,
        code,
        arg_max(name, coalesce(valid_from, 0)) as name,
        any_value(level) as level,
        any_value(parent_code) as parent_code,
        list({'name': name, 'valid_from': valid_from, 'valid_to': valid_to} order by valid_from nulls first) as names,
        bool_and(is_confirmed) as is_confirmed
    from stg.subject_code
    group by scheme, code
),

printed as (
    select
        case code_kind
            when 'function' then 'function'
            when 'economic_department' then 'department'
            when 'economic_government' then 'government'
        end as scheme,
        code,
        mode(name_printed order by name_printed) as name_printed,
        count(distinct document_id) as documents
    from int.amount
    where code is not null and code_kind in ('function', 'economic_department', 'economic_government')
    group by all
),

joined as (
    select
        coalesce(listed.scheme, printed.scheme) as scheme,
        coalesce(listed.code, printed.code) as code,
        coalesce(listed.name, printed.name_printed) as name,
        coalesce(listed.level, case length(printed.code) when 3 then '类' when 5 then '款' when 7 then '项' end) as level,
        coalesce(
            listed.parent_code,
            case when length(printed.code) in (5, 7) then left(printed.code, length(printed.code) - 2) end
        ) as parent_code,
        left(coalesce(listed.code, printed.code), 3) as class_code,
        listed.names,
        listed.code is not null as is_listed,
        coalesce(listed.is_confirmed, false) as is_confirmed,
        printed.code is not null as is_printed,
        coalesce(printed.documents, 0) as documents
    from listed
    full outer join printed on printed.scheme = listed.scheme and printed.code = listed.code
),

final as (
    select
        joined.scheme,
        joined.code,
        joined.name,
        joined.level,
        joined.parent_code,
        joined.class_code,
        classes.name as class_name,
        joined.names,
        joined.is_listed,
        joined.is_confirmed,
        joined.is_printed,
        joined.documents
    from joined
    left join listed as classes on classes.scheme = joined.scheme and classes.code = joined.class_code
    order by joined.scheme, joined.code
)

select * from final
