-- stg.correction (view)
-- zh: 更正
-- en: corrections
-- grain: correction_id: 一处更正 | one correction
-- columns:
--   correction_id: 更正标识 | correction applied
--   document_id: 文件字节的 SHA-256（十六进制） | SHA-256 of the bytes, hex
--   fact_id: 事实标识 | identifier of the fact
--   expect: 应印刷的原文；不符则不生效 | text that must be printed; otherwise not applied
--   amount_yuan: 金额（元），已应用更正 | amount in 元, corrections applied
--   why: 理由 | why it is corrected
--   basis: 依据（制度、模板或定义） | legal or template basis
--   state: 状态：applied 已生效, stale 原文已变, missing 事实不在库中 | applied, stale (text has changed) or missing (no such fact)
with final as (
    select
        correction_id,
        document_id,
        fact_id,
        expect,
        amount_yuan,
        why,
        basis,
        state
    from quality.correction
)

select * from final
