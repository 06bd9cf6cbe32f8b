-- stg.statement_row (view)
-- zh: 报表行
-- en: rows of statements
-- grain: document_id, grid_no, row_no, block: 一栏中的一行 | one row of one block
-- columns:
--   document_id: 文件字节的 SHA-256（十六进制） | SHA-256 of the bytes, hex
--   grid_no: 表格序号（文件内自 1 起） | number of the grid in the document, from 1
--   row_no: 行号（自 0 起） | row, from 0
--   block: 左右分栏序号（自 0 起） | side of a many-sided table, from 0
--   statement: 报表种类；未识别为空 | kind of statement, NULL when not recognised
--   side: 收支方向：income 收入, expenditure 支出 | income or expenditure
--   label: 行名（印刷，去空白） | label as printed without white space
--   code: 科目编码（类款项连写） | subject code, joined
--   code_kind: 编码种类 | kind of code
--   item: 标准项目（列即项目的表） | item, where the columns are the items
--   level: 级次：类 款 项 合计 | level
--   parent_row_no: 上级行号 | row this one adds into
with final as (
    select
        document_id,
        grid_no,
        row_no,
        block,
        statement,
        side,
        label,
        code,
        code_kind,
        item,
        level,
        parent_row_no
    from core.statement_row
)

select * from final
