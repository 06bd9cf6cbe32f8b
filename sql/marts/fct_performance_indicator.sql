-- mart.fct_performance_indicator (table)
-- zh: 绩效指标：现行版本
-- en: performance indicators of current versions
-- grain: fact_id: 一条指标 | one indicator
-- columns:
--   fact_id: 事实标识 | identifier of the fact
--   document_id: 文件字节的 SHA-256（十六进制） | SHA-256 of the bytes, hex
--   organization_id: 公开主体标识 | publishing body, see core.organization
--   organization_name: 主体规范名称 | normalised name of the body
--   region_code: 行政区划代码（清单或文件） | division, from manifest or document
--   fiscal_year: 财政年度 | fiscal year
--   stage: 阶段：budget 预算, final 决算, execution 执行 | budget, final or execution
--   tier: 层级：government 政府, department 部门, unit 单位 | government, department or unit
--   page: 页码（自 1 起） | page, from 1
--   grid_no: 表格序号（文件内自 1 起） | number of the grid in the document, from 1
--   row_no: 行号（自 0 起） | row, from 0
--   column_no: 列号（自 0 起） | column, from 0
--   x0: 左边界（点） | left, points
--   top: 上边界（点） | top, points
--   x1: 右边界（点） | right, points
--   bottom: 下边界（点） | bottom, points
--   method: 读取方法：text, ocr, sheet, web, inferred | text, ocr, sheet, web or inferred
--   confidence: 把握（印刷文字为 1） | 1 for printed text
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
--   project_budget_wan: 项目年度资金（万元） | money of the project in the year, 万元
with indicators as (
    select * from int.performance_indicator
    where is_current
),

final as (
    select
        indicators.fact_id,
        indicators.document_id,
        indicators.organization_id,
        organizations.name as organization_name,
        indicators.region_code,
        indicators.fiscal_year,
        indicators.stage,
        indicators.tier,
        indicators.page,
        indicators.grid_no,
        indicators.row_no,
        indicators.column_no,
        indicators.x0,
        indicators.top,
        indicators.x1,
        indicators.bottom,
        indicators.method,
        indicators.confidence,
        indicators.statement,
        indicators.project_name,
        indicators.project_budget_yuan,
        indicators.goal_text,
        indicators.level1,
        indicators.level2,
        indicators.level3,
        indicators.weight,
        indicators.operator,
        indicators.target_value,
        indicators.target_text,
        indicators.target_unit,
        indicators.actual_text,
        indicators.score,
        core.in_wan(indicators.project_budget_yuan) as project_budget_wan
    from indicators
    left join int.organization as organizations on organizations.organization_id = indicators.organization_id
    order by indicators.fact_id
)

select * from final
