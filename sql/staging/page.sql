-- stg.page (view)
-- zh: 页（不含文字）
-- en: pages, without their text
-- grain: document_id, page: 一页 | one page
-- columns:
--   document_id: 文件字节的 SHA-256（十六进制） | SHA-256 of the bytes, hex
--   page: 页码（自 1 起） | page, from 1
--   width: 页宽（点） | width in points
--   height: 页高（点） | height in points
--   method: 读取方法：text 文字, ocr 识别, sheet 表单, web 网页 | how it was read
--   characters: 字符数 | characters read
--   grids: 起始于本页的表格数 | grids that begin on the page
--   reason: 未能完整读取的原因 | why it was not read completely
with final as (
    select
        document_id,
        page,
        width,
        height,
        method,
        characters,
        grids,
        reason
    from core.page
)

select * from final
