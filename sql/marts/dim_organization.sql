-- mart.dim_organization (table)
-- zh: 公开主体：历年同一
-- en: bodies, the same over the years
-- grain: organization_id: 一个主体 | one body
-- columns:
--   organization_id: 公开主体标识 | publishing body, see core.organization
--   name: 规范名称 | normalised name
--   names_printed: 文件中出现过的名称 | names as printed
--   parent_organization_id: 主管部门 | parent department
--   region_code: 行政区划代码（清单或文件） | division, from manifest or document
--   region_name: 行政区划名称（清单或文件） | name of the division, from manifest or document
--   department_code: 部门预算代码（印刷） | department code as printed
--   documents: 文件数（全部版本） | documents, all versions
--   first_year: 最早财政年度 | first fiscal year
--   last_year: 最近财政年度 | last fiscal year
with organizations as (
    select * from int.organization
),

final as (
    select
        organization_id,
        name,
        names_printed,
        parent_organization_id,
        region_code,
        region_name,
        department_code,
        documents,
        first_year,
        last_year
    from organizations
    order by organization_id
)

select * from final
