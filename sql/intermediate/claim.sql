-- int.claim (table)
-- zh: 文字陈述，连同主体、年度与版本
-- en: claims of sentences with body, year and version
-- grain: claim_id: 一个陈述 | one claim
-- columns:
--   document_id: 文件字节的 SHA-256（十六进制） | SHA-256 of the bytes, hex
--   organization_id: 公开主体标识 | publishing body, see core.organization
--   region_code: 行政区划代码（清单或文件） | division, from manifest or document
--   fiscal_year: 财政年度 | fiscal year
--   stage: 阶段：budget 预算, final 决算, execution 执行 | budget, final or execution
--   tier: 层级：government 政府, department 部门, unit 单位 | government, department or unit
--   part: 部分：whole 全文, tables 仅表, text 仅文字 | whole, tables or text
--   is_current: 是否现行版本（未撤下、未被取代、非空白模板、非隔离） | current version: not withdrawn, replaced, blank or quarantined
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
--   claim_id: 陈述标识 | identifier of the claim
--   sentence: 所在句子 | sentence
--   subject: 主体（部门、全市、市本级等） | whose figure it is
--   item: 标准项目（列即项目的表） | item, where the columns are the items
--   item_code: 功能科目编码 | functional code when a subject is named
--   measure: 口径 | measure
--   fund: 资金性质 | fund
--   period: 期间（仅文字中的金额） | period, for amounts of sentences only
--   amount_yuan: 金额（元），已应用更正 | amount in 元, corrections applied
--   last_digit_yuan: 末位数字 1 的价值（元） | worth in 元 of one unit of the last printed digit
--   amount_text: 印刷的数字 | amount as printed
--   unit: 金额单位 | unit of amounts
--   quantity: 数量（团组、人次、辆、台件等） | count
--   percent: 百分数 | percent
--   percent_text: 印刷的百分数 | percent as printed
--   direction: 方向：增加 减少 持平 | direction
--   change_yuan: 增减额（元） | change in 元
--   change_text: 印刷的增减额 | change as printed
--   change_last_digit_yuan: 增减额末位的价值（元） | worth of the change's last digit in 元
--   base_period: 比较基期 | base period
--   base_yuan: 基期金额（元） | base amount in 元
--   completion_percent: 完成率（%） | completion, percent
--   kind: 种类：amount 金额, transfer 转移, change 增减, comparison 比较, share 占比, completion 完成率, absence 没有, threshold 界限, unbound 未能认定 | kind, see KINDS_OF_CLAIM
--   item_text: 项目（印刷） | what it is of, as printed
--   of_claim_id: 所说明的陈述；列举中的部分为其合计 | the claim that this one qualifies; of a part in a list, its whole
--   share_of: 占比的整体（项目） | what the share is a share of
--   base_last_digit_yuan: 基期末位的价值（元） | worth of the base's last digit
--   completion_of: 完成率的分母 | budget or revised_budget
--   statement: 报表种类；未识别为空 | kind of statement, NULL when not recognised
--   section: 所在标题（以 / 连接） | headings, joined with /
with claims as (
    select * from stg.claim
),

final as (
    select
        claims.document_id,
        documents.organization_id,
        documents.region_code,
        documents.fiscal_year,
        documents.stage,
        documents.tier,
        documents.part,
        documents.is_current,
        claims.page,
        claims.grid_no,
        claims.row_no,
        claims.column_no,
        claims.x0,
        claims.top,
        claims.x1,
        claims.bottom,
        claims.method,
        claims.confidence,
        claims.claim_id,
        claims.sentence,
        claims.subject,
        claims.item,
        claims.item_code,
        claims.measure,
        claims.fund,
        claims.period,
        claims.amount_yuan,
        claims.last_digit_yuan,
        claims.amount_text,
        claims.unit,
        claims.quantity,
        claims.percent,
        claims.percent_text,
        claims.direction,
        claims.change_yuan,
        claims.change_text,
        claims.change_last_digit_yuan,
        claims.base_period,
        claims.base_yuan,
        claims.completion_percent,
        claims.kind,
        claims.item_text,
        claims.of_claim_id,
        claims.share_of,
        claims.base_last_digit_yuan,
        claims.completion_of,
        claims.statement,
        claims.section
    from claims
    inner join int.document as documents on documents.document_id = claims.document_id
    order by claims.claim_id
)

select * from final
