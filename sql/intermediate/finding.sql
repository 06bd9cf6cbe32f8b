-- int.finding (view)
-- zh: 核查结果，连同规则名称、主体与是否现行
-- en: findings with the title of the rule, body and whether the document is current
-- grain: finding_id: 一个结果 | one finding
-- columns:
--   finding_id: 结果标识（由规则、文件与键生成） | derived from rule, documents and keys
--   run_id: 运行标识 | run, see quality.run
--   rule_id: 规则编号 | identifier of the rule
--   title_zh: 规则名称 | title in Chinese
--   category: 规则类别：existence 有无, completeness 完整, accuracy 准确, consistency 一致, cross_document 跨文件, text 文字 | kind of rule: existence, completeness, accuracy, consistency, cross_document or text
--   basis: 依据（制度、模板或定义） | legal or template basis
--   document_id: 文件字节的 SHA-256（十六进制） | SHA-256 of the bytes, hex
--   document_ids: 涉及的全部文件 | all documents involved
--   organization_id: 公开主体标识 | publishing body, see core.organization
--   organization_name: 主体规范名称 | normalised name of the body
--   region_code: 行政区划代码（清单或文件） | division, from manifest or document
--   fiscal_year: 财政年度 | fiscal year
--   stage: 阶段：budget 预算, final 决算, execution 执行 | budget, final or execution
--   tier: 层级：government 政府, department 部门, unit 单位 | government, department or unit
--   is_current: 所在文件是否现行版本 | whether the document is a current version
--   verdict: 结论：holds 成立, holds_within_rounding 舍入内成立, fails 不成立, not_applicable 不适用, not_evaluated 未评价 | holds, holds_within_rounding, fails, not_applicable or not_evaluated
--   severity: 严重程度：error 错误, warning 警告, information 提示 | error, warning or information
--   left_yuan: 左边（元） | left side in 元
--   right_yuan: 右边（元） | right side in 元
--   difference_yuan: 差额＝左边－右边（元） | left minus right in 元
--   allowed_yuan: 舍入允许的差额（元） | difference that rounding allows, 元
--   addends: 加数个数 | number of addends
--   left_text: 左边（非金额时的文字或数） | left side where it is not an amount
--   right_text: 右边（非金额时的文字或数） | right side where it is not an amount
--   keys: 情形的键（JSON） | keys of the case, JSON text
--   left_fact_ids: 左边的事实 | facts of the left side
--   right_fact_ids: 右边的事实 | facts of the right side
--   message: 说明（写出等式） | message in Chinese with the equation written out
--   reason: 未能完整读取的原因 | why it was not read completely
--   suspect: 疑点：publisher 公开方, reader 读取程序, unknown 不明 | publisher, reader or unknown
--   suspect_reason: 判断疑点的理由 | why the suspect is named
--   suspect_fact_id: 可疑的单元格（事实） | fact whose cell is the suspect
--   healing_yuan: 可疑单元格取此值则各规则均成立（元） | value of the suspect cell that would heal all, 元
--   root_finding_id: 根源：同一原因的各结果归于此结果；本身为根源则为自身 | finding under which this one folds: one root cause, one finding; itself where it is the root
--   violations: 不成立之处数（计数类规则） | violations, for rules that count them
--   materiality_share: 差额占较大一边的比例 | difference as a share of the larger side
with findings as (
    select * from stg.finding
),

final as (
    select
        findings.finding_id,
        findings.run_id,
        findings.rule_id,
        rules.title_zh,
        rules.category,
        rules.basis,
        findings.document_id,
        findings.document_ids,
        findings.organization_id,
        documents.organization_name,
        documents.region_code,
        findings.fiscal_year,
        documents.stage,
        documents.tier,
        coalesce(documents.is_current, true) as is_current,
        findings.verdict,
        findings.severity,
        findings.left_yuan,
        findings.right_yuan,
        findings.difference_yuan,
        findings.allowed_yuan,
        findings.addends,
        findings.left_text,
        findings.right_text,
        findings.keys,
        findings.left_fact_ids,
        findings.right_fact_ids,
        findings.message,
        findings.reason,
        findings.suspect,
        findings.suspect_reason,
        findings.suspect_fact_id,
        findings.healing_yuan,
        findings.root_finding_id,
        findings.violations,
        findings.materiality_share
    from findings
    left join stg.rule as rules on rules.rule_id = findings.rule_id
    left join int.document as documents on documents.document_id = findings.document_id
)

select * from final
