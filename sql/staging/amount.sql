-- stg.amount (view)
-- zh: 金额：各事实表合一，更正在此生效
-- en: the amounts of all fact relations in one; corrections are applied here
-- grain: fact_id: 一个印刷金额 | one printed amount
-- columns:
--   fact_id: 事实标识 | identifier of the fact
--   relation: 所在的事实表 | fact relation of schema core it stands in
--   document_id: 文件字节的 SHA-256（十六进制） | SHA-256 of the bytes, hex
--   statement: 报表种类；未识别为空 | kind of statement, NULL when not recognised
--   side: 收支方向：income 收入, expenditure 支出 | income or expenditure
--   row_code: 行编码（印刷，连写） | code printed in the row
--   row_name: 行名（印刷，去空白） | label as printed without white space
--   column_path: 列头（自上而下以 / 连接） | headers from top to bottom joined with /
--   item: 标准项目（列即项目的表） | item, where the columns are the items
--   level: 级次：类 款 项 合计 | level
--   measure: 口径 | measure
--   fund: 资金性质 | fund
--   code: 编码（功能、经济或收入来源；code_kind 说明哪一种） | code: functional, economic or income source, see code_kind
--   code_kind: 编码种类：function, economic_department, economic_government, source | function, economic_department, economic_government or source
--   scheme: 分类：department 部门, government 政府 | department or government scheme
--   name_printed: 科目名称（印刷） | subject name as printed
--   project_name: 项目名称 | project
--   item_name: 采购品目 | what is bought
--   category: 类别：goods 货物, works 工程, services 服务 | goods, works or services
--   quantity: 数量（团组、人次、辆、台件等） | count
--   unit_price: 单价（元） | unit price in 元
--   as_of_date: 截止日期 | as-of date
--   source_code: 收入来源（标准） | income source in standard terms
--   source_name: 收入来源（印刷） | income source as printed
--   side_label: 所在栏的名称（如 收入） | label of the side
--   function_code: 功能分类科目（收入总表按功能列示时） | functional code where income is listed by function
--   economic_code: 经济分类科目 | economic code
--   amount_text: 印刷的数字 | amount as printed
--   unit: 金额单位 | unit of amounts
--   amount_yuan: 金额（元），已应用更正 | amount in 元, corrections applied
--   printed_amount_yuan: 印刷的金额（元），未经更正 | amount as printed, in 元, before any correction
--   last_digit_yuan: 末位数字 1 的价值（元） | worth in 元 of one unit of the last printed digit
--   is_corrected: 是否经过更正 | whether a correction was applied
--   correction_id: 更正标识 | correction applied
--   unit_code: 行所属单位编码 | code of the unit the row is about
--   unit_name: 行所属单位名称 | name of the unit the row is about
--   period: 期间（仅文字中的数）：年度、上半年等；报表中的数为空，年度见文件，口径见 measure | period of a figure of a sentence (a year or part of it); NULL in statements
--   page: 页码（自 1 起） | page, from 1
--   grid_no: 表格序号（文件内自 1 起） | number of the grid in the document, from 1
--   row_no: 行号（自 0 起） | row, from 0
--   column_no: 列号（自 0 起） | column, from 0
--   x0: 左边界（点） | left, points
--   top: 上边界（点） | top, points
--   x1: 右边界（点） | right, points
--   bottom: 下边界（点） | bottom, points
--   method: 读取方法：text 文字, ocr 识别, sheet 表单, web 网页 | how it was read
--   confidence: 把握（印刷文字为 1） | 1 for printed text
with facts as (
    select
        'fact_revenue' as relation,
        *,
        coalesce(function_code, source_code) as code,
        case when function_code is not null then 'function' when source_code is not null then 'source' end as code_kind
    from core.fact_revenue
    union all by name
    select
        'fact_expenditure_function' as relation,
        *,
        function_code as code,
        case when function_code is not null then 'function' end as code_kind
    from core.fact_expenditure_function
    union all by name
    select
        'fact_expenditure_economic' as relation,
        *,
        economic_code as code,
        case when economic_code is not null then 'economic_' || coalesce(scheme, 'department') end as code_kind
    from core.fact_expenditure_economic
    union all by name
    select 'fact_three_public' as relation, * from core.fact_three_public
    union all by name
    select 'fact_procurement' as relation, * from core.fact_procurement
    union all by name
    select 'fact_project' as relation, * from core.fact_project
    union all by name
    select 'fact_asset' as relation, * from core.fact_asset
    union all by name
    select 'fact_debt' as relation, * from core.fact_debt
),

corrections as (
    select
        fact_id,
        correction_id,
        amount_yuan as corrected_yuan
    from quality.correction
    where state = 'applied'
),

final as (
    select
        facts.fact_id,
        relation,
        document_id,
        statement,
        side,
        row_code,
        row_name,
        column_path,
        item,
        level,
        measure,
        fund,
        code,
        code_kind,
        scheme,
        name_printed,
        project_name,
        item_name,
        category,
        quantity,
        unit_price,
        as_of_date,
        source_code,
        source_name,
        side_label,
        function_code,
        economic_code,
        amount_text,
        unit,
        coalesce(corrected_yuan, amount_yuan) as amount_yuan,
        amount_yuan as printed_amount_yuan,
        last_digit_yuan,
        corrected_yuan is not null as is_corrected,
        correction_id,
        unit_code,
        unit_name,
        period,
        page,
        grid_no,
        row_no,
        column_no,
        x0,
        top,
        x1,
        bottom,
        method,
        confidence
    from facts
    left join corrections on corrections.fact_id = facts.fact_id
)

select * from final
