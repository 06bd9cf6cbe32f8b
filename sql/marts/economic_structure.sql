-- mart.economic_structure (table)
-- zh: 经济分类结构：按类汇总末级行
-- en: expenditure by economic class (类), summed over leaf rows
-- grain: organization_id, fiscal_year, stage, tier, statement, fund, scheme, class_code: 一张报表的一个类 | one class of one statement
-- columns:
--   organization_id: 公开主体标识 | publishing body, see core.organization
--   organization_name: 主体规范名称 | normalised name of the body
--   fiscal_year: 财政年度 | fiscal year
--   stage: 阶段：budget 预算, final 决算, execution 执行 | budget, final or execution
--   tier: 层级：government 政府, department 部门, unit 单位 | government, department or unit
--   statement: 报表种类；未识别为空 | kind of statement, NULL when not recognised
--   fund: 资金性质 | fund
--   scheme: 分类：department 部门, government 政府；不明为空串 | department or government, empty where not known
--   class_code: 类编码；行无编码者为空串 | code of the class, empty where rows have no code
--   class_name: 类名称 | name of the class (类)
--   amount_yuan: 金额（元） | amount in 元
--   amount_wan: 金额（万元） | amount in 万元
--   share_percent: 占该表合计的百分比 | share of the statement's total, percent
--   leaf_rows: 末级行数 | leaf rows
--   document_id: 文件字节的 SHA-256（十六进制） | SHA-256 of the bytes, hex
with amounts as (
    select * from int.amount
    where
        is_additive
        and relation = 'fact_expenditure_economic'
        and organization_id is not null
        and fiscal_year is not null
        and unit_name is null
),

classes as (
    select
        organization_id,
        fiscal_year,
        stage,
        tier,
        statement,
        coalesce(fund, '') as fund,
        coalesce(scheme, '') as scheme,
        coalesce(left(economic_code, 3), '') as class_code,
        sum(amount_yuan) as amount_yuan,
        count(*) as leaf_rows,
        min(document_id) as document_id
    from amounts
    group by all
),

final as (
    select
        classes.organization_id,
        organizations.name as organization_name,
        classes.fiscal_year,
        classes.stage,
        classes.tier,
        classes.statement,
        classes.fund,
        classes.scheme,
        classes.class_code,
        subjects.name as class_name,
        cast(classes.amount_yuan as decimal(20, 2)) as amount_yuan,
        core.in_wan(classes.amount_yuan) as amount_wan,
        core.percent_of(classes.amount_yuan, sum(classes.amount_yuan) over whole) as share_percent,
        classes.leaf_rows,
        classes.document_id
    from classes
    left join int.subject_code as subjects
        on subjects.scheme = classes.scheme and subjects.code = classes.class_code
    left join int.organization as organizations on organizations.organization_id = classes.organization_id
    window
        whole as (
            partition by
                classes.organization_id, classes.fiscal_year, classes.stage, classes.tier, classes.statement, classes.fund,
                classes.scheme
        )
    order by all
)

select * from final
