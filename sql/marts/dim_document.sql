-- mart.dim_document (table)
-- zh: 文件：每份一行，含旧版本、撤下与隔离者（以 is_current 区分）
-- en: documents, also superseded, withdrawn and quarantined ones (see is_current)
-- grain: document_id: 一份文件 | one document
-- columns:
--   document_id: 文件字节的 SHA-256（十六进制） | SHA-256 of the bytes, hex
--   path: 在原始文件夹中的相对路径 | path below the raw folder
--   organization_id: 公开主体标识 | publishing body, see core.organization
--   organization_name: 主体规范名称 | normalised name of the body
--   region_code: 行政区划代码（清单或文件） | division, from manifest or document
--   region_name: 行政区划名称（清单或文件） | name of the division, from manifest or document
--   department_code: 部门预算代码（印刷） | department code as printed
--   fiscal_year: 财政年度 | fiscal year
--   stage: 阶段：budget 预算, final 决算, execution 执行 | budget, final or execution
--   tier: 层级：government 政府, department 部门, unit 单位 | government, department or unit
--   part: 部分：whole 全文, tables 仅表, text 仅文字 | whole, tables or text
--   title: 标题（印刷或清单所载） | title as printed or from the manifest
--   status: 状态：read 已读, partly_read 部分读取, quarantined 已隔离 | read, partly_read or quarantined
--   reason: 未能完整读取的原因 | why it was not read completely
--   template_blank: 是否为空白模板（不是公开文件） | an empty form, not a disclosure
--   is_withdrawn: 是否已撤下 | whether its file is gone from the raw folder
--   is_superseded: 是否已被未撤下的新版本取代 | whether a newer version that is not withdrawn replaces it
--   is_current: 是否现行版本（未撤下、未被取代、非空白模板、非隔离） | current version: not withdrawn, replaced, blank or quarantined
--   version_no: 第几版（自 1 起） | number of the version, from 1
--   supersedes_document_id: 被本文件取代的旧版本 | the older version that this one replaces
--   statements: 识别出的报表数 | statements recognised
--   amounts: 报表中的金额数 | amounts in its statements
--   retrieved_at: 取得时间 | when it was retrieved
--   first_seen_at: 首次入库时间（UTC） | when it first came into the warehouse, UTC
--   withdrawn_at: 撤下时间（UTC）：原始文件夹中不再有此文件 | when its file was found gone, UTC
--   source_url: 来源网址 | where it was published
--   media_type: 文件类型（MIME） | media type as sniffed from the bytes
--   pages: 页数（表单、网页、文本块同计） | pages; sheets and text blocks count
with documents as (
    select * from int.document
),

statements as (
    select
        document_id,
        count(*) as statements,
        sum(amounts) as amounts
    from int.statement
    group by document_id
),

final as (
    select
        documents.document_id,
        documents.path,
        documents.organization_id,
        documents.organization_name,
        documents.region_code,
        documents.region_name,
        documents.department_code,
        documents.fiscal_year,
        documents.stage,
        documents.tier,
        documents.part,
        documents.title,
        documents.status,
        documents.reason,
        documents.template_blank,
        documents.is_withdrawn,
        documents.is_superseded,
        documents.is_current,
        documents.version_no,
        documents.supersedes_document_id,
        coalesce(statements.statements, 0) as statements,
        cast(coalesce(statements.amounts, 0) as bigint) as amounts,
        documents.retrieved_at,
        documents.first_seen_at,
        documents.withdrawn_at,
        documents.source_url,
        documents.media_type,
        documents.pages
    from documents
    left join statements on statements.document_id = documents.document_id
    order by documents.document_id
)

select * from final
