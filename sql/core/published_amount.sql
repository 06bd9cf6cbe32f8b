-- core.published_amount (view)
-- zh: 印刷金额：所有金额事实；识别的报表一格一行，只见于文字的数（statement 为 none）一数一行；准确率以此为准
-- en: all amount facts: one row per cell of every recognised statement, one per figure that only a sentence states (statement none)
-- grain: fact_id: 一个印刷金额 | one printed amount
-- columns:
--   fact_id: 事实标识 | identifier of the fact
--   document_id: 文件字节的 SHA-256（十六进制） | SHA-256 of the bytes, hex
--   page: 页码（自 1 起） | page, from 1
--   statement: 报表种类；文字中的数为 none | kind of statement, none for figures of sentences
--   row_code: 行编码（印刷，连写） | code printed in the row
--   row_name: 行名（印刷，去空白） | label as printed without white space
--   column_path: 列头（自上而下以 / 连接） | headers from top to bottom joined with /
--   measure: 口径 | measure
--   fund: 资金性质 | fund
--   amount_text: 印刷的数字 | amount as printed
--   unit: 金额单位 | unit of amounts
--   amount_yuan: 金额（元）；非金额的数量为空 | amount in 元; NULL for counts
--   last_digit_yuan: 末位数字 1 的价值（元） | worth in 元 of one unit of the last printed digit
--   quantity: 数量（团组、人次、辆、台件等）；金额行为空 | count; NULL where an amount is printed
--   box: 位置（点，自页面左上角）：x0, top, x1, bottom | place in points from the top left of the page
--   item: 标准项目（列即项目的表） | item, where the columns are the items
--   level: 级次：类 款 项 合计 | level
--   side: 收支方向：income 收入, expenditure 支出 | income or expenditure
--   relation: 所在的事实表 | fact relation of schema core it stands in
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
    select 'fact_revenue' as relation, * from core.fact_revenue
    union all by name
    select 'fact_expenditure_function' as relation, * from core.fact_expenditure_function
    union all by name
    select 'fact_expenditure_economic' as relation, * from core.fact_expenditure_economic
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

final as (
    select
        fact_id,
        document_id,
        page,
        statement,
        row_code,
        row_name,
        column_path,
        measure,
        fund,
        amount_text,
        unit,
        amount_yuan,
        last_digit_yuan,
        case when amount_yuan is null then quantity end as quantity,
        case when x0 is not null then {'x0': x0, 'top': top, 'x1': x1, 'bottom': bottom} end as box,
        item,
        level,
        side,
        relation,
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
)

select * from final
