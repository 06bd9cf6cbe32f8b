-- stg.performance_indicator (view)
-- zh: 绩效指标
-- en: performance indicators
-- grain: fact_id: 一条指标 | one indicator
-- columns:
--   document_id: 文件字节的 SHA-256（十六进制） | SHA-256 of the bytes, hex
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
--   fact_id: 事实标识 | identifier of the fact
--   statement: 报表种类；未识别为空 | kind of statement, NULL when not recognised
--   project_name: 项目名称 | project
--   project_budget_yuan: 项目年度资金（元） | money of the project in the year, 元
--   goal_text: 绩效目标 | goal
--   level1: 一级指标 | first-level indicator
--   level2: 二级指标 | second-level indicator
--   level3: 三级指标 | third-level indicator
--   weight: 权重（%） | weight, percent
--   operator: 符号：≥ ≤ = > < qualitative | operator
--   target_value: 目标值（数） | target as a number
--   target_text: 目标值（印刷） | target as printed
--   target_unit: 目标值单位 | unit of the target
--   actual_text: 实际完成值（印刷） | achieved value as printed
--   score: 得分 | score
with final as (
    select
        document_id,
        page,
        grid_no,
        row_no,
        column_no,
        x0,
        top,
        x1,
        bottom,
        method,
        confidence,
        fact_id,
        statement,
        project_name,
        project_budget_yuan,
        goal_text,
        level1,
        level2,
        level3,
        weight,
        operator,
        target_value,
        target_text,
        target_unit,
        actual_text,
        score
    from core.fact_performance_indicator
)

select * from final
