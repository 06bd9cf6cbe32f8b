-- stg.doubtful_cell (view)
-- zh: 存疑单元格
-- en: cells in doubt
-- grain: doubt_id: 一格 | one cell
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
--   doubt_id: 标识（若能确定即为事实标识） | the fact_id it would have had
--   statement: 报表种类；未识别为空 | kind of statement, NULL when not recognised
--   row_name: 行名（印刷，去空白） | label as printed without white space
--   column_path: 列头（自上而下以 / 连接） | headers from top to bottom joined with /
--   text: 表格以外的文字（逐行） | text outside grids, line by line
--   unit: 金额单位 | unit of amounts
--   reason: 未能完整读取的原因 | why it was not read completely
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
        doubt_id,
        statement,
        row_name,
        column_path,
        text,
        unit,
        reason
    from core.doubtful_cell
)

select * from final
