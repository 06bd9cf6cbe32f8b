-- stg.document (view)
-- zh: 文件
-- en: documents
-- grain: document_id: 一份文件 | one document
-- columns:
--   document_id: 文件字节的 SHA-256（十六进制） | SHA-256 of the bytes, hex
--   path: 在原始文件夹中的相对路径 | path below the raw folder
--   media_type: 文件类型（MIME） | media type as sniffed from the bytes
--   pages: 页数（表单、网页、文本块同计） | pages; sheets and text blocks count
--   bytes: 字节数 | size in bytes
--   organization_id: 公开主体标识 | publishing body, see core.organization
--   fiscal_year: 财政年度 | fiscal year
--   stage: 阶段：budget 预算, final 决算, execution 执行 | budget, final or execution
--   tier: 层级：government 政府, department 部门, unit 单位 | government, department or unit
--   part: 部分：whole 全文, tables 仅表, text 仅文字 | whole, tables or text
--   title: 标题（印刷或清单所载） | title as printed or from the manifest
--   source_url: 来源网址 | where it was published
--   retrieved_at: 取得时间 | when it was retrieved
--   read_at: 读取时间（UTC） | when it was read, UTC
--   reader_version: 读取程序版本 | version of the reading code
--   status: 状态：read 已读, partly_read 部分读取, quarantined 已隔离 | read, partly_read or quarantined
--   reason: 未能完整读取的原因 | why it was not read completely
--   supersedes_document_id: 被本文件取代的旧版本 | the older version that this one replaces
--   template_blank: 是否为空白模板（不是公开文件） | an empty form, not a disclosure
--   publisher: 公开主体名称（清单所载） | publishing body as the manifest names it
--   body_printed: 公开主体名称（文件所载） | publishing body as the document names it
--   region_code: 行政区划代码（清单或文件） | division, from manifest or document
--   region_name: 行政区划名称（清单或文件） | name of the division, from manifest or document
--   department_code: 部门预算代码（印刷） | department code as printed
--   conflicts: 封面、表格与清单不一致之处 | what cover, tables and manifest disagree on
--   other_paths: 内容相同的其他路径 | other paths with the same bytes
--   raw_version: 清单所载内容的摘要 | digest of what intake said when it was read
--   reading_digest: 读取结果的摘要 | digest of what was read from it
--   first_seen_at: 首次入库时间（UTC） | when it first came into the warehouse, UTC
--   withdrawn_at: 撤下时间（UTC）：原始文件夹中不再有此文件 | when its file was found gone, UTC
with final as (
    select
        document_id,
        path,
        media_type,
        pages,
        bytes,
        organization_id,
        fiscal_year,
        stage,
        tier,
        part,
        title,
        source_url,
        retrieved_at,
        read_at,
        reader_version,
        status,
        reason,
        supersedes_document_id,
        template_blank,
        publisher,
        body_printed,
        region_code,
        region_name,
        department_code,
        conflicts,
        other_paths,
        raw_version,
        reading_digest,
        first_seen_at,
        withdrawn_at
    from core.document
)

select * from final
