-- int.amount (table)
-- zh: 金额总表：所有金额事实，连同主体、年度、阶段、版本与加总树；规则在此查询
-- en: all amount facts with body, year, stage, version and the tree that sums; rules query it
-- grain: fact_id: 一个印刷金额 | one printed amount
-- columns:
--   fact_id: 事实标识 | identifier of the fact
--   relation: 所在的事实表 | fact relation of schema core it stands in
--   document_id: 文件字节的 SHA-256（十六进制） | SHA-256 of the bytes, hex
--   organization_id: 公开主体标识 | publishing body, see core.organization
--   region_code: 行政区划代码（清单或文件） | division, from manifest or document
--   fiscal_year: 财政年度 | fiscal year
--   stage: 阶段：budget 预算, final 决算, execution 执行 | budget, final or execution
--   tier: 层级：government 政府, department 部门, unit 单位 | government, department or unit
--   part: 部分：whole 全文, tables 仅表, text 仅文字 | whole, tables or text
--   is_current: 是否现行版本（未撤下、未被取代、非空白模板、非隔离） | current version: not withdrawn, replaced, blank or quarantined
--   is_primary: 是否采用：同一主体、年度、阶段、层级的同一报表只采用一份，重复印刷的只采用一次 | chosen: of one statement of a body, year, stage and tier one document counts, and a repeated row once
--   statement: 报表种类；未识别为空 | kind of statement, NULL when not recognised
--   statement_year: 表头所载年度 | year in the heading of the table
--   grid_no: 表格序号（文件内自 1 起） | number of the grid in the document, from 1
--   block: 左右分栏序号（自 0 起） | side of a many-sided table, from 0
--   row_no: 行号（自 0 起） | row, from 0
--   column_no: 列号（自 0 起） | column, from 0
--   page: 页码（自 1 起） | page, from 1
--   side: 收支方向：income 收入, expenditure 支出 | income or expenditure
--   item: 标准项目（列即项目的表） | item, where the columns are the items
--   code: 编码（功能、经济或收入来源；code_kind 说明哪一种） | code: functional, economic or income source, see code_kind
--   code_kind: 编码种类：function, economic_department, economic_government, source | function, economic_department, economic_government or source
--   scheme: 分类：department 部门, government 政府 | department or government scheme
--   level: 级次：类 款 项 合计 | level
--   row_code: 行编码（印刷，连写） | code printed in the row
--   row_name: 行名（印刷，去空白） | label as printed without white space
--   name_printed: 科目名称（印刷） | subject name as printed
--   column_path: 列头（自上而下以 / 连接） | headers from top to bottom joined with /
--   measure: 口径 | measure
--   fund: 资金性质 | fund
--   amount_yuan: 金额（元），已应用更正 | amount in 元, corrections applied
--   printed_amount_yuan: 印刷的金额（元），未经更正 | amount as printed, in 元, before any correction
--   is_corrected: 是否经过更正 | whether a correction was applied
--   last_digit_yuan: 末位数字 1 的价值（元） | worth in 元 of one unit of the last printed digit
--   amount_text: 印刷的数字 | amount as printed
--   unit: 金额单位 | unit of amounts
--   quantity: 数量（团组、人次、辆、台件等） | count
--   unit_code: 行所属单位编码 | code of the unit the row is about
--   unit_name: 行所属单位名称 | name of the unit the row is about
--   period: 期间（仅文字中的数）：年度、上半年等；报表中的数为空，年度见文件，口径见 measure | period of a figure of a sentence (a year or part of it); NULL in statements
--   project_name: 项目名称 | project
--   item_name: 采购品目 | what is bought
--   category: 类别：goods 货物, works 工程, services 服务 | goods, works or services
--   unit_price: 单价（元） | unit price in 元
--   as_of_date: 截止日期 | as-of date
--   source_code: 收入来源（标准） | income source in standard terms
--   source_name: 收入来源（印刷） | income source as printed
--   side_label: 所在栏的名称（如 收入） | label of the side
--   function_code: 功能分类科目（收入总表按功能列示时） | functional code where income is listed by function
--   economic_code: 经济分类科目 | economic code
--   parent_row_no: 上级行号 | row this one adds into
--   parent_fact_id: 上级行同列的事实（本行计入其中） | fact of the parent row in the same column, which this one adds into
--   child_count: 直接下级行数 | rows that add into this one
--   is_leaf: 是否末级行（没有下级行计入其中）；文字中的数为否 | whether no other row adds into this one; false for figures of sentences
--   is_additive: 是否可加：采用的末级行的总额列；对一张报表的一边求和，恰得其合计一次 | chosen leaf rows in their total column; summing them over one side of one statement gives its total once
--   x0: 左边界（点） | left, points
--   top: 上边界（点） | top, points
--   x1: 右边界（点） | right, points
--   bottom: 下边界（点） | bottom, points
--   method: 读取方法：text, ocr, sheet, web, inferred | text, ocr, sheet, web or inferred
--   confidence: 把握（印刷文字为 1） | 1 for printed text
with amounts as (
    select * from stg.amount
),

children as (
    select
        document_id,
        grid_no,
        block,
        parent_row_no as row_no,
        count(*) as child_count
    from stg.statement_row
    where parent_row_no is not null
    group by document_id, grid_no, block, parent_row_no
),

-- The block of a cell is the one in which its row and its amount column stand.
blocks as (
    select
        amounts.fact_id,
        min(labels.block) as block
    from amounts
    inner join stg.statement_row as labels
        on
            labels.document_id = amounts.document_id
            and labels.grid_no = amounts.grid_no
            and labels.row_no = amounts.row_no
    inner join stg.statement_column as headers
        on
            headers.document_id = amounts.document_id
            and headers.grid_no = amounts.grid_no
            and headers.column_no = amounts.column_no
            and headers.block = labels.block
            and headers.role = 'amount'
    group by amounts.fact_id
),

placed as (
    select
        amounts.*,
        blocks.block,
        labels.parent_row_no,
        coalesce(children.child_count, 0) as child_count
    from amounts
    left join blocks on blocks.fact_id = amounts.fact_id
    left join stg.statement_row as labels
        on
            labels.document_id = amounts.document_id
            and labels.grid_no = amounts.grid_no
            and labels.row_no = amounts.row_no
            and labels.block = blocks.block
    left join children
        on
            children.document_id = amounts.document_id
            and children.grid_no = amounts.grid_no
            and children.row_no = amounts.row_no
            and children.block = blocks.block
),

-- Which column holds the total of a row: 合计 or 决算数; where there is none, the parts themselves.
ranked as (
    select
        fact_id,
        document_id,
        grid_no,
        block,
        row_no,
        relation,
        side,
        item,
        measure,
        fund,
        case
            when relation = 'fact_three_public' and item not in (
                'abroad', 'reception', 'vehicle', 'vehicle_purchase', 'vehicle_operation', 'meeting', 'training'
            ) then 99
            when relation = 'fact_procurement' and coalesce(item, '') <> 'total'
                and bool_or(item = 'total') over (partition by document_id, grid_no) then 99
            -- 净值 is 原值 less 折旧: beside each other only the first is summed.
            when relation = 'fact_asset' and regexp_matches(column_path, '原值|原价|折旧|减值') then 2
            when measure in ('final', 'total') then 1
            when relation = 'fact_revenue' and measure in ('current_income', 'fiscal_appropriation') then 2
            when relation <> 'fact_revenue' and measure = 'current_expenditure' then 2
            when relation = 'fact_revenue' and measure = fund then 3
            when measure in ('basic', 'project', 'operating', 'remitted_up', 'subsidy_affiliates', 'reserve') then 3
            else 99
        end as rank_of_measure
    from placed
    where amount_yuan is not null
),

row_totals as (
    select
        fact_id,
        rank_of_measure < 99
        and rank_of_measure = min(rank_of_measure) over same_row
        and (
            fund = 'all'
            or not bool_or(coalesce(fund, '') = 'all' and rank_of_measure < 99) over same_rank
        )
        and not (
            coalesce(item, '') in (
                'basic', 'basic_personnel', 'basic_public', 'project', 'reserve', 'operating', 'remitted_up',
                'subsidy_affiliates'
            )
            and coalesce(bool_or(item = 'function') over same_side, false)
        )
        -- The vehicles are the sum of their two parts; 会议费 and 培训费 count where the total includes them.
        and not (
            coalesce(item, '') = 'vehicle'
            and coalesce(bool_or(item in ('vehicle_purchase', 'vehicle_operation')) over same_measure, false)
        )
        and not (
            coalesce(item, '') in ('meeting', 'training')
            and not coalesce(bool_or(item = 'three_public_subtotal') over same_measure, false)
        ) as is_row_total
    from ranked
    window
        same_row as (partition by document_id, grid_no, block, row_no, relation, if(relation = 'fact_three_public', item, '')),
        same_rank as (
            partition by
                document_id, grid_no, block, row_no, relation, if(relation = 'fact_three_public', item, ''), rank_of_measure
        ),
        same_side as (partition by document_id, grid_no, relation, side),
        same_measure as (partition by document_id, grid_no, relation, measure)
),

-- A row with a code or a standard item that a later grid of the same statement prints again counts once.
numbered as (
    select
        fact_id,
        dense_rank() over (
            partition by
                document_id, statement, side, scheme, coalesce(code, item), row_name, measure, fund, column_path,
                unit_code, unit_name, project_name
            order by grid_no
        ) as printing
    from placed
    where grid_no is not null and coalesce(code, item) is not null
),

final as (
    select
        placed.fact_id,
        placed.relation,
        placed.document_id,
        documents.organization_id,
        documents.region_code,
        documents.fiscal_year,
        documents.stage,
        documents.tier,
        documents.part,
        documents.is_current,
        documents.is_current
        and coalesce(statements.is_primary, placed.grid_no is null)
        and coalesce(numbered.printing, 1) = 1 as is_primary,
        placed.statement,
        statements.statement_year,
        placed.grid_no,
        placed.block,
        placed.row_no,
        placed.column_no,
        placed.page,
        placed.side,
        placed.item,
        placed.code,
        placed.code_kind,
        placed.scheme,
        placed.level,
        placed.row_code,
        placed.row_name,
        placed.name_printed,
        placed.column_path,
        placed.measure,
        placed.fund,
        placed.amount_yuan,
        placed.printed_amount_yuan,
        placed.is_corrected,
        placed.last_digit_yuan,
        placed.amount_text,
        placed.unit,
        placed.quantity,
        placed.unit_code,
        placed.unit_name,
        placed.period,
        placed.project_name,
        placed.item_name,
        placed.category,
        placed.unit_price,
        placed.as_of_date,
        placed.source_code,
        placed.source_name,
        placed.side_label,
        placed.function_code,
        placed.economic_code,
        placed.parent_row_no,
        parents.fact_id as parent_fact_id,
        cast(placed.child_count as integer) as child_count,
        placed.child_count = 0 and placed.grid_no is not null as is_leaf,
        placed.child_count = 0
        and coalesce(row_totals.is_row_total, false)
        and documents.is_current
        and coalesce(statements.is_primary, false)
        and coalesce(numbered.printing, 1) = 1 as is_additive,
        placed.x0,
        placed.top,
        placed.x1,
        placed.bottom,
        placed.method,
        placed.confidence
    from placed
    inner join int.document as documents on documents.document_id = placed.document_id
    left join int.statement as statements
        on statements.document_id = placed.document_id and statements.grid_no = placed.grid_no
    left join numbered on numbered.fact_id = placed.fact_id
    left join row_totals on row_totals.fact_id = placed.fact_id
    left join amounts as parents
        on
            parents.document_id = placed.document_id
            and parents.grid_no = placed.grid_no
            and parents.column_no = placed.column_no
            and parents.row_no = placed.parent_row_no
    order by placed.fact_id
)

select * from final
