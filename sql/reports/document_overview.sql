-- report.document_overview (table)
-- zh: 文件一览：每份文件的报表、金额与不平衡数
-- en: documents with their statements, amounts and failing rules
-- grain: document_id: 一份文件 | one document
-- columns:
--   document_id: 文件字节的 SHA-256（十六进制） | SHA-256 of the bytes, hex
--   organization_name: 主体规范名称 | normalised name of the body
--   fiscal_year: 财政年度 | fiscal year
--   stage: 阶段：budget 预算, final 决算, execution 执行 | budget, final or execution
--   tier: 层级：government 政府, department 部门, unit 单位 | government, department or unit
--   title: 标题（印刷或清单所载） | title as printed or from the manifest
--   path: 在原始文件夹中的相对路径 | path below the raw folder
--   status: 状态：read 已读, partly_read 部分读取, quarantined 已隔离 | read, partly_read or quarantined
--   is_current: 是否现行版本（未撤下、未被取代、非空白模板、非隔离） | current version: not withdrawn, replaced, blank or quarantined
--   statements: 识别出的报表数 | statements recognised
--   amounts: 报表中的金额数 | amounts in its statements
--   errors: 不成立的错误级规则数 | failing rules of severity error
--   warnings: 不成立的警告级规则数 | failing rules of severity warning
--   largest_difference_yuan: 最大差额（元） | largest difference in 元
with documents as (
    select * from mart.dim_document
),

failures as (
    select
        document_id,
        count(*) filter (where severity = 'error') as errors,
        count(*) filter (where severity = 'warning') as warnings,
        max(abs(difference_yuan)) as largest_difference_yuan
    from mart.balance_findings
    group by document_id
),

final as (
    select
        documents.document_id,
        documents.organization_name,
        documents.fiscal_year,
        documents.stage,
        documents.tier,
        documents.title,
        documents.path,
        documents.status,
        documents.is_current,
        documents.statements,
        documents.amounts,
        coalesce(failures.errors, 0) as errors,
        coalesce(failures.warnings, 0) as warnings,
        failures.largest_difference_yuan
    from documents
    left join failures on failures.document_id = documents.document_id
    order by documents.organization_name, documents.fiscal_year, documents.path
)

select * from final
