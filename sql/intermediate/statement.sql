-- int.statement (table)
-- zh: 已识别的报表：每张一行，连同文件属性与是否采用
-- en: recognised statements with the attributes of their document
-- grain: document_id, grid_no: 一张报表 | one statement
-- columns:
--   document_id: 文件字节的 SHA-256（十六进制） | SHA-256 of the bytes, hex
--   grid_no: 表格序号（文件内自 1 起） | number of the grid in the document, from 1
--   organization_id: 公开主体标识 | publishing body, see core.organization
--   fiscal_year: 财政年度 | fiscal year
--   stage: 阶段：budget 预算, final 决算, execution 执行 | budget, final or execution
--   tier: 层级：government 政府, department 部门, unit 单位 | government, department or unit
--   part: 部分：whole 全文, tables 仅表, text 仅文字 | whole, tables or text
--   region_code: 行政区划代码（清单或文件） | division, from manifest or document
--   statement: 报表种类；未识别为空 | kind of statement, NULL when not recognised
--   title_printed: 印刷的表名 | title as printed
--   unit: 金额单位 | unit of amounts
--   unit_source: 单位来源：table 本表, inherited 承前, document 全文, assumed 推定 | where the unit is from
--   body_printed: 公开主体名称（文件所载） | publishing body as the document names it
--   statement_year: 表头所载年度 | year in the heading of the table
--   note: 表下注释（如“本表为空”） | notes printed with the table
--   first_page: 起始页 | first page
--   last_page: 结束页 | last page
--   row_count: 行数 | rows
--   column_count: 列数 | columns
--   is_current: 是否现行版本（未撤下、未被取代、非空白模板、非隔离） | current version: not withdrawn, replaced, blank or quarantined
--   is_primary: 是否采用：同一主体、年度、阶段、层级的同一报表只采用一份文件 | chosen: of one statement of a body, year, stage and tier one document counts
--   is_blank: 是否空表（没有非零金额） | whether there is no amount but zero
--   amounts: 金额个数 | amounts read
--   nonzero_amounts: 非零金额个数 | amounts that are not zero
with grids as (
    select * from stg.grid
    where statement is not null
),

counts as (
    select
        document_id,
        grid_no,
        count(*) as amounts,
        count(*) filter (where coalesce(amount_yuan, quantity, 0) <> 0) as nonzero_amounts
    from stg.amount
    where grid_no is not null
    group by document_id, grid_no
),

statements as (
    select
        grids.document_id,
        grids.grid_no,
        documents.organization_id,
        documents.fiscal_year,
        documents.stage,
        documents.tier,
        documents.part,
        documents.region_code,
        documents.retrieved_at,
        documents.is_current,
        grids.statement,
        grids.title_printed,
        grids.unit,
        grids.unit_source,
        grids.body_printed,
        grids.fiscal_year as statement_year,
        grids.note,
        grids.first_page,
        grids.last_page,
        grids.row_count,
        grids.column_count,
        coalesce(counts.amounts, 0) as amounts,
        coalesce(counts.nonzero_amounts, 0) as nonzero_amounts
    from grids
    inner join int.document as documents on documents.document_id = grids.document_id
    left join counts on counts.document_id = grids.document_id and counts.grid_no = grids.grid_no
),

-- One disclosure may come as a whole and again as tables only: the whole document counts.
candidates as (
    select
        document_id,
        statement,
        row_number() over (
            partition by
                coalesce(organization_id, document_id),
                fiscal_year,
                stage,
                tier,
                statement,
                case when statement = 'performance' then document_id end
            order by
                sum(nonzero_amounts) = 0,
                case part when 'whole' then 0 when 'tables' then 1 when 'text' then 2 else 3 end,
                sum(amounts) desc,
                max(retrieved_at) desc nulls last,
                document_id
        ) as choice
    from statements
    where is_current
    group by document_id, organization_id, fiscal_year, stage, tier, part, statement
),

final as (
    select
        statements.document_id,
        statements.grid_no,
        statements.organization_id,
        statements.fiscal_year,
        statements.stage,
        statements.tier,
        statements.part,
        statements.region_code,
        statements.statement,
        statements.title_printed,
        statements.unit,
        statements.unit_source,
        statements.body_printed,
        statements.statement_year,
        statements.note,
        statements.first_page,
        statements.last_page,
        statements.row_count,
        statements.column_count,
        statements.is_current,
        coalesce(candidates.choice = 1, false) as is_primary,
        statements.nonzero_amounts = 0 as is_blank,
        statements.amounts,
        statements.nonzero_amounts
    from statements
    left join candidates
        on candidates.document_id = statements.document_id and candidates.statement = statements.statement
    order by statements.document_id, statements.grid_no
)

select * from final
