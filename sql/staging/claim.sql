-- stg.claim (view)
-- zh: 文字陈述
-- en: claims of sentences
-- grain: claim_id: 一个陈述 | one claim
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
--   claim_id: 陈述标识 | identifier of the claim
--   sentence: 所在句子 | sentence
--   subject: 主体（部门、全市、市本级等） | whose figure it is
--   item: 标准项目（列即项目的表） | item, where the columns are the items
--   item_code: 功能科目编码 | functional code when a subject is named
--   measure: 口径 | measure
--   fund: 资金性质 | fund
--   period: 期间（仅文字中的金额） | period, for amounts of sentences only
--   amount_yuan: 金额（元）；非金额的数量为空 | amount in 元; NULL for counts
--   last_digit_yuan: 末位数字 1 的价值（元） | worth in 元 of one unit of the last printed digit
--   amount_text: 印刷的数字 | amount as printed
--   unit: 金额单位 | unit of amounts
--   quantity: 数量（团组、人次、辆等） | count
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
        claim_id,
        sentence,
        subject,
        item,
        item_code,
        measure,
        fund,
        period,
        amount_yuan,
        last_digit_yuan,
        amount_text,
        unit,
        quantity,
        percent,
        percent_text,
        direction,
        change_yuan,
        change_text,
        change_last_digit_yuan,
        base_period,
        base_yuan,
        completion_percent,
        kind,
        item_text,
        of_claim_id,
        share_of,
        base_last_digit_yuan,
        completion_of,
        statement,
        section
    from core.claim
)

select * from final
