-- stg.quarantine (view)
-- zh: 隔离
-- en: quarantine
-- grain: path: 一个路径 | one path
-- columns:
--   path: 在原始文件夹中的相对路径 | path below the raw folder
--   document_id: 文件字节的 SHA-256（十六进制） | SHA-256 of the bytes, hex
--   stage: 阶段：budget 预算, final 决算, execution 执行 | budget, final or execution
--   error: 原因（人能据以处理） | reason that a person can act on
--   detail: 技术细节（异常与位置） | technical detail: exception and place
--   since: 自何时起（UTC） | since when, UTC
with final as (
    select
        path,
        document_id,
        stage,
        error,
        detail,
        since
    from quality.quarantine
)

select * from final
