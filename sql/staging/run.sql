-- stg.run (view)
-- zh: 运行
-- en: runs
-- grain: run_no: 一次运行 | one run
-- columns:
--   run_no: 运行序号（自 1 起） | number of the run, from 1
--   run_id: 运行标识 | run, see quality.run
--   started_at: 开始时间（UTC） | begin, UTC
--   finished_at: 结束时间（UTC） | end, UTC
--   reader_version: 读取程序版本 | version of the reading code
--   logic_version: 建库逻辑版本（sql、更正、规则的摘要） | digest of sql, corrections and rules
--   documents: 文件数 | documents in the warehouse
--   documents_read: 本次读取 | documents read in this run
--   documents_loaded: 本次装入 | documents loaded in this run
--   documents_withdrawn: 本次撤下 | documents found withdrawn in this run
--   quarantined: 隔离数 | entries in quarantine
--   facts: 金额事实数 | amount facts in the warehouse
--   findings: 核查结果数 | findings of the run
--   errors: 错误数（severity = error 且不成立） | findings of severity error that fail
with final as (
    select
        run_no,
        run_id,
        started_at,
        finished_at,
        reader_version,
        logic_version,
        documents,
        documents_read,
        documents_loaded,
        documents_withdrawn,
        quarantined,
        facts,
        findings,
        errors
    from quality.run
)

select * from final
