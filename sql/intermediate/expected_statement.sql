-- int.expected_statement (table)
-- zh: 应有的报表：部门与单位预决算公开的共同要求
-- en: statements that budgets and final accounts of departments and units must have
-- grain: stage, requirement: 一项要求 | one requirement
-- columns:
--   stage: 阶段：budget, final | budget or final
--   requirement: 第几项 | number of the requirement
--   statement: 应有的报表 | statement that must be there
--   alternative: 可替代的报表 | statement that may stand in its place
--   from_year: 自何年度起要求 | first fiscal year of the requirement
--   basis: 依据 | basis
with final as (
    select
        stage,
        requirement,
        statement,
        alternative,
        from_year,
        basis
    from (
        values
            ('final', 1, 'income_expenditure_summary', null, 2014, '部门决算公开模板 表1'),
            ('final', 2, 'income', null, 2014, '部门决算公开模板 表2'),
            ('final', 3, 'expenditure', null, 2014, '部门决算公开模板 表3'),
            ('final', 4, 'appropriation_summary', null, 2014, '部门决算公开模板 表4'),
            ('final', 5, 'general_expenditure', 'appropriation_expenditure', 2014, '部门决算公开模板 表5'),
            ('final', 6, 'general_basic_economic', 'appropriation_basic_economic', 2014, '部门决算公开模板 表6'),
            ('final', 7, 'three_public', null, 2014, '部门决算公开模板 表7'),
            ('final', 8, 'government_fund', null, 2014, '部门决算公开模板 表8'),
            ('final', 9, 'state_capital', null, 2020, '部门决算公开模板 表9'),
            ('budget', 1, 'income_expenditure_summary', null, 2014, '地方预决算公开操作规程 收支总体情况表'),
            ('budget', 2, 'income', null, 2014, '地方预决算公开操作规程 收入总体情况表'),
            ('budget', 3, 'expenditure', null, 2014, '地方预决算公开操作规程 支出总体情况表'),
            ('budget', 4, 'appropriation_summary', null, 2014, '地方预决算公开操作规程 财政拨款收支总体情况表'),
            ('budget', 5, 'general_expenditure', 'appropriation_expenditure', 2014, '地方预决算公开操作规程 一般公共预算支出情况表'),
            ('budget', 6, 'general_basic_economic', 'appropriation_basic_economic', 2014, '地方预决算公开操作规程 一般公共预算基本支出情况表'),
            ('budget', 7, 'three_public', null, 2014, '地方预决算公开操作规程 一般公共预算“三公”经费支出情况表'),
            ('budget', 8, 'government_fund', null, 2014, '地方预决算公开操作规程 政府性基金预算支出情况表'),
            ('budget', 9, 'state_capital', null, 2020, '国有资本经营预算支出情况表（近年格式）')
    ) as listed (stage, requirement, statement, alternative, from_year, basis)
)

select * from final
