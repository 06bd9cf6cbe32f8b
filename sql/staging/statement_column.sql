-- stg.statement_column (view)
-- zh: 报表列
-- en: columns of statements
-- grain: document_id, grid_no, column_no, block: 一栏中的一列 | one column of one block
-- columns:
--   document_id: 文件字节的 SHA-256（十六进制） | SHA-256 of the bytes, hex
--   grid_no: 表格序号（文件内自 1 起） | number of the grid in the document, from 1
--   column_no: 列号（自 0 起） | column, from 0
--   block: 左右分栏序号（自 0 起） | side of a many-sided table, from 0
--   role: 作用：code, name, amount, sequence, unit_code, unit_name, text, ignore | what the column is for
--   column_path: 列头（自上而下以 / 连接） | headers from top to bottom joined with /
--   measure: 口径 | measure
--   fund: 资金性质 | fund
--   unit: 金额单位 | unit of amounts
--   item: 标准项目（列即项目的表） | item, where the columns are the items
with final as (
    select
        document_id,
        grid_no,
        column_no,
        block,
        role,
        column_path,
        measure,
        fund,
        unit,
        item
    from core.statement_column
)

select * from final
