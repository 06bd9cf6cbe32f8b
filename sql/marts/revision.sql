-- mart.revision (table)
-- zh: 修订：同一公开的新版本相对旧版本的每一处变化
-- en: every figure that a new version of a disclosure changed
-- grain: document_id, statement, side, row_name, row_code, item, measure, fund, column_path, unit_name, printing: 一处变化 | one change
-- columns:
--   document_id: 新版本文件 | the newer document
--   supersedes_document_id: 旧版本文件 | the older document
--   organization_id: 公开主体标识 | publishing body, see core.organization
--   organization_name: 主体规范名称 | normalised name of the body
--   fiscal_year: 财政年度 | fiscal year
--   stage: 阶段；不明为空串 | stage, empty where not known
--   tier: 层级；不明为空串 | tier, empty where not known
--   statement: 报表种类；未识别为空 | kind of statement, NULL when not recognised
--   side: 收支方向；不分为空串 | side, empty where there is none
--   row_name: 行名（印刷，去空白） | label as printed without white space
--   row_code: 行编码；没有为空串 | code of the row, empty where there is none
--   item: 标准项目；没有为空串 | item, empty where there is none
--   measure: 口径；不明为空串 | measure, empty where not known
--   fund: 资金性质；不明为空串 | fund, empty where not known
--   column_path: 列头（自上而下以 / 连接） | headers from top to bottom joined with /
--   unit_name: 行所属单位；没有为空串 | unit of the row, empty where there is none
--   printing: 同样的行列在文件中第几次印刷 | which printing of the same row and column
--   change: 变化：changed 改动, added 新增, removed 删去 | changed, added or removed
--   old_yuan: 旧版金额（元） | amount in the older version, 元
--   new_yuan: 新版金额（元） | amount in the newer version, 元
--   difference_yuan: 新版减旧版（元） | newer minus older, 元
--   difference_wan: 新版减旧版（万元） | newer minus older, 万元
--   old_text: 旧版印刷的数字 | as printed in the older version
--   new_text: 新版印刷的数字 | as printed in the newer version
--   old_fact_id: 旧版事实 | fact of the older version
--   new_fact_id: 新版事实 | fact of the newer version
--   since: 自何时起（新版取得时间，无则首次入库时间） | since when: when the newer version was retrieved, else first seen
with versions as (
    select
        document_id,
        supersedes_document_id,
        organization_id,
        organization_name,
        fiscal_year,
        coalesce(stage, '') as stage,
        coalesce(tier, '') as tier,
        coalesce(retrieved_at, strftime(first_seen_at, '%Y-%m-%d %H:%M:%S')) as since
    from int.document
    where supersedes_document_id is not null
),

amounts as (
    select
        document_id,
        fact_id,
        statement,
        coalesce(side, '') as side,
        row_name,
        coalesce(row_code, '') as row_code,
        coalesce(item, '') as item,
        coalesce(measure, '') as measure,
        coalesce(fund, '') as fund,
        column_path,
        coalesce(unit_name, '') as unit_name,
        coalesce(printed_amount_yuan, quantity) as amount,
        printed_amount_yuan,
        amount_text,
        row_number() over (
            partition by document_id, statement, side, row_name, row_code, item, measure, fund, column_path, unit_name
            order by grid_no, row_no, column_no, fact_id
        ) as printing
    from int.amount
),

new_facts as (
    select
        versions.*,
        amounts.* exclude (document_id)
    from versions
    inner join amounts on amounts.document_id = versions.document_id
),

old_facts as (
    select
        versions.*,
        amounts.* exclude (document_id)
    from versions
    inner join amounts on amounts.document_id = versions.supersedes_document_id
),

paired as (
    select
        coalesce(new_facts.document_id, old_facts.document_id) as document_id,
        coalesce(new_facts.supersedes_document_id, old_facts.supersedes_document_id) as supersedes_document_id,
        coalesce(new_facts.organization_id, old_facts.organization_id) as organization_id,
        coalesce(new_facts.organization_name, old_facts.organization_name) as organization_name,
        coalesce(new_facts.fiscal_year, old_facts.fiscal_year) as fiscal_year,
        coalesce(new_facts.stage, old_facts.stage) as stage,
        coalesce(new_facts.tier, old_facts.tier) as tier,
        coalesce(new_facts.statement, old_facts.statement) as statement,
        coalesce(new_facts.side, old_facts.side) as side,
        coalesce(new_facts.row_name, old_facts.row_name) as row_name,
        coalesce(new_facts.row_code, old_facts.row_code) as row_code,
        coalesce(new_facts.item, old_facts.item) as item,
        coalesce(new_facts.measure, old_facts.measure) as measure,
        coalesce(new_facts.fund, old_facts.fund) as fund,
        coalesce(new_facts.column_path, old_facts.column_path) as column_path,
        coalesce(new_facts.unit_name, old_facts.unit_name) as unit_name,
        cast(coalesce(new_facts.printing, old_facts.printing) as integer) as printing,
        case
            when old_facts.fact_id is null then 'added'
            when new_facts.fact_id is null then 'removed'
            else 'changed'
        end as change,
        old_facts.printed_amount_yuan as old_yuan,
        new_facts.printed_amount_yuan as new_yuan,
        old_facts.amount_text as old_text,
        new_facts.amount_text as new_text,
        old_facts.fact_id as old_fact_id,
        new_facts.fact_id as new_fact_id,
        coalesce(new_facts.since, old_facts.since) as since,
        old_facts.amount is distinct from new_facts.amount as differs
    from new_facts
    full outer join old_facts
        using (document_id, statement, side, row_name, row_code, item, measure, fund, column_path, unit_name, printing)
),

final as (
    select
        document_id,
        supersedes_document_id,
        organization_id,
        organization_name,
        fiscal_year,
        stage,
        tier,
        statement,
        side,
        row_name,
        row_code,
        item,
        measure,
        fund,
        column_path,
        unit_name,
        printing,
        change,
        old_yuan,
        new_yuan,
        new_yuan - old_yuan as difference_yuan,
        core.in_wan(new_yuan - old_yuan) as difference_wan,
        old_text,
        new_text,
        old_fact_id,
        new_fact_id,
        since
    from paired
    where differs or change <> 'changed'
    order by all
)

select * from final
