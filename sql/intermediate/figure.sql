-- int.figure (table)
-- zh: 数字：同一主体、年度、阶段、层级、报表中的每个数一行；印了两次而不一致者不取值
-- en: one row per figure of a body, year, stage, tier and statement; where two printings disagree there is no amount
-- grain: organization_id, fiscal_year, stage, tier, statement, side, subject_kind, subject, fund, measure: 一个数 | one figure
-- columns:
--   organization_id: 公开主体标识 | publishing body, see core.organization
--   fiscal_year: 财政年度 | fiscal year
--   stage: 阶段：budget, final, execution；不明为空串 | budget, final or execution, empty where not known
--   tier: 层级：government, department, unit；不明为空串 | government, department or unit, empty where not known
--   statement: 报表种类；未识别为空 | kind of statement, NULL when not recognised
--   side: 收支方向：income, expenditure；不分为空串 | income, expenditure, or empty
--   subject_kind: subject 的种类：function, economic_department, economic_government, source, item 标准项目, name 行名 | what subject is: a kind of code, item or name
--   subject: 科目或项目：编码，否则标准项目，否则行名 | what the row is about: its code, else the standard item, else its printed name
--   subject_name: 名称（印刷） | name as printed
--   level: 级次：类 款 项 合计 | level
--   fund: 资金性质；不明为空串 | fund, empty where not known
--   measure: 口径；决算数记为 total | measure; 决算数 is total
--   amount_yuan: 金额（元）；印刷不一致为空 | amount in 元; NULL where printings disagree
--   last_digit_yuan: 末位数字 1 的价值（元） | worth in 元 of one unit of the last printed digit
--   printings: 该数在所采用的报表中印刷的次数 | how often the figure is printed in the chosen statement
--   is_leaf: 是否末级行（没有下级行计入其中） | whether no other row adds into this one
--   is_additive: 是否可加 | whether it may be summed, see int.amount
--   document_id: 文件字节的 SHA-256（十六进制） | SHA-256 of the bytes, hex
--   fact_id: 事实（印刷两次者取其一） | fact (one of them where it is printed twice)
--   relation: 所在的事实表 | fact relation of schema core it stands in
with amounts as (
    select
        *,
        -- 决算数 of a final account is its total; 预算数 and 调整预算 in it keep their own measure.
        case measure when 'final' then 'total' else measure end as common_measure,
        case
            when code is not null then code_kind
            when item is not null and item not in ('function', 'economic', 'source', 'unit', 'project_row', 'note') then 'item'
            else 'name'
        end as kind_of_subject
    from int.amount
    where
        is_primary
        and amount_yuan is not null
        and organization_id is not null
        and fiscal_year is not null
        and grid_no is not null
        and measure is not null
        and unit_name is null
        and coalesce(item, '') not in ('unit', 'note')
        and relation not in ('fact_procurement', 'fact_project', 'fact_asset')
),

named as (
    select
        *,
        case kind_of_subject when 'item' then item when 'name' then row_name else code end as subject
    from amounts
),

final as (
    select
        organization_id,
        fiscal_year,
        coalesce(stage, '') as stage,
        coalesce(tier, '') as tier,
        statement,
        coalesce(side, '') as side,
        kind_of_subject as subject_kind,
        subject,
        arg_min(coalesce(nullif(name_printed, ''), row_name), fact_id) as subject_name,
        arg_min(level, fact_id) as level,
        coalesce(fund, '') as fund,
        common_measure as measure,
        case when count(distinct amount_yuan) = 1 then min(amount_yuan) end as amount_yuan,
        max(last_digit_yuan) as last_digit_yuan,
        cast(count(*) as integer) as printings,
        bool_and(is_leaf) as is_leaf,
        bool_or(is_additive) as is_additive,
        min(document_id) as document_id,
        min(fact_id) as fact_id,
        min(relation) as relation
    from named
    group by
        organization_id, fiscal_year, coalesce(stage, ''), coalesce(tier, ''), statement, coalesce(side, ''),
        kind_of_subject, subject, coalesce(fund, ''), common_measure
    order by all
)

select * from final
