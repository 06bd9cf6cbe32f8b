-- zh: 钱花在哪里：一般公共预算支出最多的功能分类项级科目，连同其在文件中的页
-- en: where the money goes: the largest functional items of the general budget, with the page they stand on
select
    fct.organization_name,
    fct.fiscal_year,
    fct.stage,
    fct.function_code,
    coalesce(dim.name, fct.name_printed) as function_name,
    fct.amount_wan,
    fct.page,
    fct.fact_id
from mart.fct_expenditure_function as fct
left join mart.dim_function as dim on dim.function_code = fct.function_code
where fct.statement = 'general_expenditure' and fct.is_additive and fct.function_code is not null
order by fct.amount_yuan desc, fct.fact_id
limit 20
