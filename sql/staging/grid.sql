-- stg.grid (view)
-- zh: 表格
-- en: grids
-- grain: document_id, grid_no: 一张表格 | one grid
-- columns:
--   document_id: 文件字节的 SHA-256（十六进制） | SHA-256 of the bytes, hex
--   grid_no: 表格序号（文件内自 1 起） | number of the grid in the document, from 1
--   first_page: 起始页 | first page
--   last_page: 结束页 | last page
--   statement: 报表种类；未识别为空 | kind of statement, NULL when not recognised
--   reason: 未能完整读取的原因 | why it was not read completely
--   title_printed: 印刷的表名 | title as printed
--   unit: 金额单位 | unit of amounts
--   row_count: 行数 | rows
--   column_count: 列数 | columns
--   fiscal_year: 财政年度 | fiscal year
--   body_printed: 公开主体名称（文件所载） | publishing body as the document names it
--   unit_source: 单位来源：table 本表, inherited 承前, document 全文, assumed 推定 | where the unit is from
--   finder: 定位方法 | how the grid was found
--   note: 表下注释（如“本表为空”） | notes printed with the table
--   header_row_count: 表头行数 | header rows
--   second_reader_agreement: 第二读法一致率（0–1），未复读为空 | agreement of the second reader, NULL when not re-read
with final as (
    select
        document_id,
        grid_no,
        first_page,
        last_page,
        statement,
        reason,
        title_printed,
        unit,
        row_count,
        column_count,
        fiscal_year,
        body_printed,
        unit_source,
        finder,
        note,
        header_row_count,
        second_reader_agreement
    from core.grid
)

select * from final
