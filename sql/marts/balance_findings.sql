-- mart.balance_findings (table)
-- zh: 不平衡：现行文件中不成立的勾稽关系，两边、差额与单元格俱全
-- en: rules that fail on current documents, with both sides, difference and cells
-- grain: finding_id: 一个结果 | one finding
-- columns:
--   finding_id: 结果标识（由规则、文件与键生成） | derived from rule, documents and keys
--   rule_id: 规则编号 | identifier of the rule
--   title_zh: 规则名称 | title in Chinese
--   category: 规则类别：existence 有无, completeness 完整, accuracy 准确, consistency 一致, cross_document 跨文件, text 文字 | kind of rule: existence, completeness, accuracy, consistency, cross_document or text
--   severity: 严重程度：error 错误, warning 警告, information 提示 | error, warning or information
--   document_id: 文件字节的 SHA-256（十六进制） | SHA-256 of the bytes, hex
--   document_ids: 涉及的全部文件 | all documents involved
--   organization_id: 公开主体标识 | publishing body, see core.organization
--   organization_name: 主体规范名称 | normalised name of the body
--   region_code: 行政区划代码（清单或文件） | division, from manifest or document
--   fiscal_year: 财政年度 | fiscal year
--   stage: 阶段：budget 预算, final 决算, execution 执行 | budget, final or execution
--   tier: 层级：government 政府, department 部门, unit 单位 | government, department or unit
--   left_yuan: 左边（元） | left side in 元
--   right_yuan: 右边（元） | right side in 元
--   difference_yuan: 差额＝左边－右边（元） | left minus right in 元
--   difference_wan: 差额（万元） | difference in 万元
--   allowed_yuan: 舍入允许的差额（元） | difference that rounding allows, 元
--   addends: 加数个数 | number of addends
--   left_text: 左边（非金额时的文字或数） | left side where it is not an amount
--   right_text: 右边（非金额时的文字或数） | right side where it is not an amount
--   materiality_share: 差额占较大一边的比例 | difference as a share of the larger side
--   left_fact_ids: 左边的事实 | facts of the left side
--   right_fact_ids: 右边的事实 | facts of the right side
--   keys: 情形的键（JSON） | keys of the case, JSON text
--   message: 说明（写出等式） | message in Chinese with the equation written out
--   suspect: 疑点：publisher 公开方, reader 读取程序, unknown 不明 | publisher, reader or unknown
--   suspect_reason: 判断疑点的理由 | why the suspect is named
--   suspect_fact_id: 可疑的单元格（事实） | fact whose cell is the suspect
--   healing_yuan: 可疑单元格取此值则各规则均成立（元） | value of the suspect cell that would heal all, 元
--   root_finding_id: 根源：同一原因的各结果归于此结果；本身为根源则为自身 | finding under which this one folds: one root cause, one finding; itself where it is the root
--   violations: 不成立之处数（计数类规则） | violations, for rules that count them
--   basis: 依据（制度、模板或定义） | legal or template basis
with findings as (
    select * from int.finding
    where verdict = 'fails' and is_current
),

final as (
    select
        finding_id,
        rule_id,
        title_zh,
        category,
        severity,
        document_id,
        document_ids,
        organization_id,
        organization_name,
        region_code,
        fiscal_year,
        stage,
        tier,
        left_yuan,
        right_yuan,
        difference_yuan,
        core.in_wan(difference_yuan) as difference_wan,
        allowed_yuan,
        addends,
        left_text,
        right_text,
        materiality_share,
        left_fact_ids,
        right_fact_ids,
        keys,
        message,
        suspect,
        suspect_reason,
        suspect_fact_id,
        healing_yuan,
        root_finding_id,
        violations,
        basis
    from findings
    order by finding_id
)

select * from final
