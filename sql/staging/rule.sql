-- stg.rule (view)
-- zh: 规则
-- en: rules
-- grain: rule_id: 一条规则 | one rule
-- columns:
--   rule_id: 规则编号 | identifier of the rule
--   version: 规则版本 | version of the rule; a changed rule has a new one
--   suite: 所在规则集（文件） | suite (file) it stands in
--   title_zh: 规则名称 | title in Chinese
--   category: 类别：goods 货物, works 工程, services 服务 | goods, works or services
--   severity: 严重程度：error 错误, warning 警告, information 提示 | error, warning or information
--   tolerance: 允许误差：rounding 按末位舍入, exact 完全相等, at_most 不大于 | rounding, exact or at_most
--   basis: 依据（制度、模板或定义） | legal or template basis
--   applies: 适用范围（JSON） | what it applies to, JSON
--   guard: 前提：何时适用 | when it applies, beyond applies
--   needs: 所需报表 | statements without which it cannot be evaluated
--   definition: 等式或查询（JSON） | equation or query as written, JSON
--   unavailable: 无法评价的原因（缺少数据） | why it cannot be evaluated at all with the data there is
with final as (
    select
        rule_id,
        version,
        suite,
        title_zh,
        category,
        severity,
        tolerance,
        basis,
        applies,
        guard,
        needs,
        definition,
        unavailable
    from quality.rule
)

select * from final
