-- mart.fct_project (table)
-- zh: 项目：现行版本的项目金额
-- en: project amounts of current versions
-- grain: fact_id: 一个金额 | one amount
-- columns:
--   fact_id: 事实标识 | identifier of the fact
--   document_id: 文件字节的 SHA-256（十六进制） | SHA-256 of the bytes, hex
--   organization_id: 公开主体标识 | publishing body, see core.organization
--   organization_name: 主体规范名称 | normalised name of the body
--   region_code: 行政区划代码（清单或文件） | division, from manifest or document
--   fiscal_year: 财政年度 | fiscal year
--   stage: 阶段：budget 预算, final 决算, execution 执行 | budget, final or execution
--   tier: 层级：government 政府, department 部门, unit 单位 | government, department or unit
--   statement: 报表种类；未识别为空 | kind of statement, NULL when not recognised
--   project_name: 项目名称 | project
--   function_code: 功能分类科目（收入总表按功能列示时） | functional code where income is listed by function
--   item: 标准项目（列即项目的表） | item, where the columns are the items
--   level: 级次：类 款 项 合计 | level
--   row_name: 行名（印刷，去空白） | label as printed without white space
--   column_path: 列头（自上而下以 / 连接） | headers from top to bottom joined with /
--   measure: 口径 | measure
--   fund: 资金性质 | fund
--   unit_code: 行所属单位编码 | code of the unit the row is about
--   unit_name: 行所属单位名称 | name of the unit the row is about
--   period: 期间（仅文字中的数）：年度、上半年等；报表中的数为空，年度见文件，口径见 measure | period of a figure of a sentence (a year or part of it); NULL in statements
--   amount_yuan: 金额（元），已应用更正 | amount in 元, corrections applied
--   amount_wan: 金额（万元） | amount in 万元
--   printed_amount_yuan: 印刷的金额（元），未经更正 | amount as printed, in 元, before any correction
--   is_corrected: 是否经过更正 | whether a correction was applied
--   last_digit_yuan: 末位数字 1 的价值（元） | worth in 元 of one unit of the last printed digit
--   amount_text: 印刷的数字 | amount as printed
--   unit: 金额单位 | unit of amounts
--   is_leaf: 是否末级行（没有下级行计入其中） | whether no other row adds into this one
--   is_additive: 是否可加：对一张报表的一边求和，恰得其合计一次；需要合计时只加这些行 | to be summed: over one side of one statement these give its total exactly once
--   parent_fact_id: 上级行同列的事实（本行计入其中） | fact of the parent row in the same column, which this one adds into
--   page: 页码（自 1 起） | page, from 1
--   grid_no: 表格序号（文件内自 1 起） | number of the grid in the document, from 1
--   row_no: 行号（自 0 起） | row, from 0
--   column_no: 列号（自 0 起） | column, from 0
--   method: 读取方法：text, ocr, sheet, web, inferred | text, ocr, sheet, web or inferred
--   confidence: 把握（印刷文字为 1） | 1 for printed text
with amounts as (
    select * from int.amount
    where relation = 'fact_project' and is_primary
),

final as (
    select
        amounts.fact_id,
        amounts.document_id,
        amounts.organization_id,
        organizations.name as organization_name,
        amounts.region_code,
        amounts.fiscal_year,
        amounts.stage,
        amounts.tier,
        amounts.statement,
        amounts.project_name,
        amounts.function_code,
        amounts.item,
        amounts.level,
        amounts.row_name,
        amounts.column_path,
        amounts.measure,
        amounts.fund,
        amounts.unit_code,
        amounts.unit_name,
        amounts.period,
        amounts.amount_yuan,
        core.in_wan(amounts.amount_yuan) as amount_wan,
        amounts.printed_amount_yuan,
        amounts.is_corrected,
        amounts.last_digit_yuan,
        amounts.amount_text,
        amounts.unit,
        amounts.is_leaf,
        amounts.is_additive,
        amounts.parent_fact_id,
        amounts.page,
        amounts.grid_no,
        amounts.row_no,
        amounts.column_no,
        amounts.method,
        amounts.confidence
    from amounts
    left join int.organization as organizations on organizations.organization_id = amounts.organization_id
    order by amounts.fact_id
)

select * from final
