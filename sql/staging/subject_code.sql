-- stg.subject_code (view)
-- zh: 科目编码
-- en: codes of the classifications
-- grain: scheme, code, name, valid_from: 一个名称一段年份 | one name for a run of years
-- columns:
--   scheme: 分类：department 部门, government 政府 | department or government scheme
--   code: 编码（功能、经济或收入来源；code_kind 说明哪一种） | code: functional, economic or income source, see code_kind
--   name: 规范名称 | normalised name
--   level: 级次：类 款 项 合计 | level
--   parent_code: 上级编码 | code one level up
--   valid_from: 起始年度；不详为空 | first year in force, NULL when not known
--   valid_to: 终止年度；现行为空 | last year in force, NULL when still in force
--   is_confirmed: 名称是否有可靠来源 | whether the name has a good source
--   source: 来源：observed 公开文件所载, classification 年份, legacy 旧表 | where it is from
with final as (
    select
        scheme,
        code,
        name,
        level,
        parent_code,
        valid_from,
        valid_to,
        is_confirmed,
        source
    from ref.subject_code
)

select * from final
