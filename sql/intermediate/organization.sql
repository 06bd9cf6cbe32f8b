-- int.organization (table)
-- zh: 公开主体，连同文件数与年度
-- en: bodies with number of documents and years
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
    select * from stg.organization
),

documents as (
    select
        organization_id,
        count(*) as documents,
        min(fiscal_year) as first_year,
        max(fiscal_year) as last_year
    from int.document
    group by organization_id
),

final as (
    select
        organizations.organization_id,
        organizations.name,
        organizations.names_printed,
        organizations.parent_organization_id,
        organizations.region_code,
        organizations.region_name,
        organizations.department_code,
        coalesce(documents.documents, 0) as documents,
        documents.first_year,
        documents.last_year
    from organizations
    left join documents on documents.organization_id = organizations.organization_id
    order by organizations.organization_id
)

select * from final
