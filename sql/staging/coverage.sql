-- stg.coverage (view)
-- zh: 覆盖
-- en: coverage of rules over documents
-- grain: rule_id, document_id: 一条规则在一份文件上 | one rule on one document
-- columns:
--   rule_id: 规则编号 | identifier of the rule
--   document_id: 文件字节的 SHA-256（十六进制） | SHA-256 of the bytes, hex
--   run_id: 运行标识 | run, see quality.run
--   verdict: 结论：holds 成立, holds_within_rounding 舍入内成立, fails 不成立, not_applicable 不适用, not_evaluated 未评价 | holds, holds_within_rounding, fails, not_applicable or not_evaluated
--   cases: 情形数 | cases tried
--   holds: 成立 | cases that hold
--   holds_within_rounding: 舍入范围内成立 | cases that hold within rounding
--   fails: 不成立 | cases that fail
--   not_applicable: 不适用 | cases to which the rule does not apply
--   not_evaluated: 未评价 | cases that could not be evaluated
--   reason: 未能完整读取的原因 | why it was not read completely
with final as (
    select
        rule_id,
        document_id,
        run_id,
        verdict,
        cases,
        holds,
        holds_within_rounding,
        fails,
        not_applicable,
        not_evaluated,
        reason
    from quality.coverage
)

select * from final
