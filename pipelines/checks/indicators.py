"""Figures of tables under the names that sentences use, so that a sentence and a table can be laid side by side.

Only this correspondence belongs here: which cell of which statement a claim's item means. ``check_indicator`` has one row per
such figure, ``check_claim`` the amounts stated in sentences in order of reading, ``check_told`` each amount of this year with
the figure that it repeats. How they are compared stands in the suites.
"""

from __future__ import annotations

# Statement, side, item, measure and fund of the cell -> item and fund in the vocabulary of claims.
# '*' stands for any; measure 'main' is what the table is about (决算数, or the lone column of a budget).
_SAME = (
    ("income_expenditure_summary", "income", "income_total", "main", "all", "income_total", "all"),
    ("income_expenditure_summary", "income", "income_total", "main", "all", "income_expenditure_total", "all"),
    ("income_expenditure_summary", "expenditure", "expenditure_total", "main", "all", "expenditure_total", "all"),
    ("income_expenditure_summary", "income", "current_income", "main", "all", "current_income", "all"),
    ("income_expenditure_summary", "expenditure", "current_expenditure", "main", "all", "current_expenditure", "all"),
    ("income_expenditure_summary", "income", "carry_in", "main", "*", "carry_in", "all"),
    ("income_expenditure_summary", "expenditure", "carry_out", "main", "all", "carry_out", "all"),
    ("income_expenditure_summary", "expenditure", "basic", "main", "all", "basic", "all"),
    ("income_expenditure_summary", "expenditure", "project", "main", "all", "project", "all"),
    ("income_expenditure_summary", "expenditure", "reserve", "main", "all", "reserve", "all"),
    ("income", "income", "total", "main", "all", "current_income", "all"),
    ("income", "income", "total", "fiscal_appropriation", "all", "appropriation_income", "all"),
    ("expenditure", "expenditure", "total", "main", "all", "current_expenditure", "all"),
    ("expenditure", "expenditure", "total", "basic", "all", "basic", "all"),
    ("expenditure", "expenditure", "total", "project", "all", "project", "all"),
    ("expenditure", "expenditure", "total", "reserve", "all", "reserve", "all"),
    ("expenditure", "expenditure", "total", "carried_next", "all", "carry_out", "all"),
    ("expenditure", "expenditure", "total", "remitted_up", "all", "remitted_up", "all"),
    ("expenditure", "expenditure", "total", "operating", "all", "operating", "all"),
    ("expenditure", "expenditure", "total", "subsidy_affiliates", "all", "subsidy_affiliates", "all"),
    ("appropriation_summary", "income", "income_total", "main", "all", "appropriation_total", "all"),
    ("appropriation_summary", "income", "current_income", "main", "all", "appropriation_income", "all"),
    ("appropriation_summary", "expenditure", "current_expenditure", "main", "all", "appropriation_expenditure", "all"),
    ("appropriation_expenditure", "expenditure", "total", "main", "all", "appropriation_expenditure", "all"),
    ("appropriation_expenditure", "expenditure", "total", "basic", "all", "appropriation_basic", "all"),
    ("appropriation_expenditure", "expenditure", "total", "project", "all", "appropriation_project", "all"),
    ("appropriation_basic_economic", "expenditure", "total", "main", "all", "appropriation_basic", "all"),
    ("appropriation_basic_economic", "expenditure", "personnel_total", "main", "all", "basic_personnel", "all"),
    ("appropriation_basic_economic", "expenditure", "public_total", "main", "all", "basic_public", "all"),
    ("appropriation_basic_economic", "expenditure", "total", "basic_personnel", "all", "basic_personnel", "all"),
    ("appropriation_basic_economic", "expenditure", "total", "basic_public", "all", "basic_public", "all"),
    ("general_expenditure", "expenditure", "total", "main", "general", "current_expenditure", "general"),
    ("general_expenditure", "expenditure", "total", "basic", "general", "basic", "general"),
    ("general_expenditure", "expenditure", "total", "project", "general", "project", "general"),
    ("general_basic_economic", "expenditure", "total", "main", "general", "basic", "general"),
    ("general_basic_economic", "expenditure", "personnel_total", "main", "general", "basic_personnel", "general"),
    ("general_basic_economic", "expenditure", "public_total", "main", "general", "basic_public", "general"),
    ("general_basic_economic", "expenditure", "total", "basic_personnel", "general", "basic_personnel", "general"),
    ("general_basic_economic", "expenditure", "total", "basic_public", "general", "basic_public", "general"),
    ("government_fund", "expenditure", "total", "main", "government_fund", "current_expenditure", "government_fund"),
    ("government_fund", "expenditure", "total", "current_expenditure", "government_fund", "current_expenditure", "government_fund"),
    ("government_fund", "expenditure", "total", "current_income", "government_fund", "current_income", "government_fund"),
    ("state_capital", "expenditure", "total", "main", "state_capital", "current_expenditure", "state_capital"),
    ("state_capital", "expenditure", "total", "current_expenditure", "state_capital", "current_expenditure", "state_capital"),
    ("operating_cost", "expenditure", "operating_cost", "main", "*", "operating_cost", "*"),
    ("operating_cost", "expenditure", "total", "main", "*", "operating_cost", "*"),
    ("three_public", "expenditure", "operating_cost", "main", "*", "operating_cost", "*"),
    ("procurement", "expenditure", "total", "main", "all", "procurement", "all"),
    # what an income, or an expenditure, of one fund is called in sentences
    *(
        row
        for fund in ("general", "government_fund", "state_capital", "special_account", "business", "business_operation",
                     "superior_subsidy", "affiliate_remittance", "other", "unit")
        for row in (
            ("income", "income", "total", fund, fund, "current_income", fund),
            ("income_expenditure_summary", "income", "source", "main", fund, "current_income", fund),
            ("appropriation_summary", "income", "source", "main", fund, "current_income", fund),
            ("appropriation_summary", "income", "current_income", "main", fund, "current_income", fund),
            ("appropriation_summary", "expenditure", "current_expenditure", "main", fund, "current_expenditure", fund),
        )
    ),
)  # fmt: skip
_THREE_PUBLIC = ("abroad", "vehicle", "vehicle_purchase", "vehicle_operation", "reception", "meeting", "training")

MAPPING = ", ".join("(" + ", ".join(f"'{value}'" for value in row) + ")" for row in _SAME)

INDICATORS = f"""
create or replace temp table check_indicator as
with mapping(statement, side, item, measure, fund, claim_item, claim_fund) as (values {MAPPING}),
facts as (
  select *, case when measure in ('final', 'total') then 'main' else measure end as kind,
    case when measure in ('budget', 'revised_budget') then measure
         when stage = 'final' then 'final' else 'total' end as said_measure
  from check_amount
),
single as (
  select f.*, m.claim_item, if(m.claim_fund = '*', f.fund, m.claim_fund) as claim_fund, cast(null as varchar) as claim_code
  from facts f join mapping m on m.statement = f.statement and m.side = f.side and m.item = f.item
    and (m.fund = '*' or m.fund = f.fund)
    and (m.measure = f.kind or m.measure = 'main' and f.measure in ('budget', 'revised_budget'))
  where f.code is null or f.code_kind = 'source'
),
coded as (
  select f.*, if(code_kind = 'function', 'function', 'economic') as claim_item, f.fund as claim_fund, code as claim_code
  from facts f
  where kind = 'main' and side = 'expenditure' and code_kind in ('function', 'economic_department')
    and statement in ('income_expenditure_summary', 'expenditure', 'appropriation_summary',
      'appropriation_expenditure', 'appropriation_basic_economic', 'general_expenditure', 'general_basic_economic',
      'government_fund', 'state_capital',
      'operating_cost')
),
three_public as (
  select f.*, case when item in ('total', 'three_public_subtotal') then 'three_public' else item end as claim_item,
    fund as claim_fund, cast(null as varchar) as claim_code
  from facts f
  where statement = 'three_public' and measure in ('final', 'total', 'budget', 'revised_budget')
    and (item in {_THREE_PUBLIC} or item = 'three_public_subtotal' or item = 'total' and not exists (
      select 1 from check_amount o where o.document_id = f.document_id and o.grid_no = f.grid_no
        and o.item in ('three_public_subtotal', 'meeting', 'training')))
),
final as (
  select * from single union all by name select * from coded union all by name select * from three_public
)
select document_id, organization_id, fiscal_year, stage, tier, claim_item as item, claim_code as item_code, claim_fund as fund,
  said_measure as measure, amount_yuan, digit_yuan, fact_id, amount_text, unit, page, statement, row_name
from final
"""

CLAIMS = r"""
create or replace temp table check_claim as
with said as (
  select document_id, sentence, amount_yuan, max(last_digit_yuan) as last_digit_yuan from int.claim
  semi join check_document using (document_id) where amount_yuan is not null group by all
)
select c.* replace (
    -- a base that is an amount of the same sentence has that amount's digits
    case when c.base_yuan is not null
      then coalesce(c.base_last_digit_yuan, s.last_digit_yuan, c.last_digit_yuan) end as base_last_digit_yuan),
  -- whether the comparison stands in the sentence of the amount, or was told in one that follows
  (c.change_text is null or contains(c.sentence, c.change_text))
    and (c.base_yuan is null or s.amount_yuan is not null) as is_own_comparison,
  d.assumed_tier,
  row_number() over (
    partition by document_id order by c.page, cast(regexp_extract(c.claim_id, '\.c(\d+)$', 1) as integer)) as place,
  -- the digits of a change that is not printed apart are those of the amount
  coalesce(c.change_last_digit_yuan, c.last_digit_yuan) as change_digit_yuan,
  case c.direction when '减少' then -1 when '增加' then 1 when '持平' then 0 end as sign,
  case when c.percent_text is null then null  -- 3.23 倍 is printed to a hundredth of a multiple: one per cent
    else cast(last_digit(c.percent_text) * if(ends_with(c.percent_text, '倍'), 100, 1) as decimal(18,9)) end as percent_digit
from int.claim c join check_document d using (document_id)
left join said s on s.document_id = c.document_id and s.sentence = c.sentence and s.amount_yuan = c.base_yuan
order by c.document_id, c.page, place
"""

# Whose and which year's: the amounts that a department or unit tells of itself for the year of the document. A file of text
# alone is held against the tables of the same disclosure. Of several figures the one in the table that the section speaks of
# counts, otherwise the nearest: a sentence that agrees with a table is not called wrong.
TOLD = """
create or replace temp table check_told as
with told as (
  select * from check_claim
  where kind = 'amount' and amount_yuan is not null and item is not null and period = cast(fiscal_year as varchar)
    and coalesce(subject, '部门') in ('部门', '单位') and measure in ('final', 'total', 'budget', 'revised_budget')
    and not (item in ('function', 'economic') and item_code is null)
    -- a heading that goes on after the last level recognised speaks of something below it
    and not (item = 'function' and length(item_code) < 7 and regexp_matches(coalesce(section, ''), '[(（][类款][)）][^/()（）]+$'))
),
tabled as (
  select distinct document_id from check_indicator
),
source as (
  select document_id, document_id as source_id from tabled
  union all
  select t.document_id, o.document_id
  from check_document t join check_document o on o.organization_id = t.organization_id and o.fiscal_year = t.fiscal_year
    and o.stage = t.stage and o.assumed_tier is not distinct from t.assumed_tier and o.is_current
  where t.document_id not in (from tabled) and o.document_id in (from tabled)
),
matched as (
  select t.claim_id, i.amount_yuan as table_yuan, i.digit_yuan as table_digit, i.amount_text as table_text,
    i.unit as table_unit, i.page as table_page, i.fact_id, i.row_name, i.statement as table_statement,
    i.document_id as table_document_id
  from told t join source s using (document_id)
  join check_indicator i on i.document_id = s.source_id and i.item = t.item and i.measure = t.measure
    and i.item_code is not distinct from t.item_code
    and (i.fund = t.fund or i.item in ('function', 'economic', 'carry_in', 'carry_out', 'operating_cost', 'procurement',
      'three_public', 'abroad', 'vehicle', 'vehicle_purchase', 'vehicle_operation', 'reception', 'meeting', 'training'))
    -- a section on one fund tells of that fund alone
    and (t.statement is null or t.statement not in ('government_fund', 'state_capital')
      or i.statement in (t.statement, 'appropriation_summary'))
  qualify row_number() over (partition by t.claim_id order by i.statement is distinct from t.statement,
    abs(i.amount_yuan - t.amount_yuan), i.fund is distinct from t.fund, i.fact_id) = 1
),
final as (
  select t.*, m.* exclude (claim_id), coalesce(k.name_zh, m.table_statement) as table_name
  from told t left join matched m using (claim_id) left join int.statement_kind k on k.statement = m.table_statement
  where t.document_id in (select document_id from source)
)
select * from final order by document_id, page, place
"""

# The cases of a rule "what the sentences say is what the table prints", for these items and funds (NULL: any).
TOLD_CASES = """
create or replace temp macro told_cases(items, funds) as table
select document_id, list_distinct([document_id, coalesce(table_document_id, document_id)]) as document_ids,
  to_json(struct_pack(claim := claim_id)) as keys, '第 ' || page || ' 页' as place, amount_yuan as left_yuan,
  coalesce(table_yuan, 0) as right_yuan,
  if(last_digit_yuan = table_digit, 0, coalesce((last_digit_yuan + table_digit) * 0.5, 0)) as allowed_yuan,
  greatest(last_digit_yuan, table_digit) as digit_yuan, 1 as addends, [claim_id] as left_fact_ids,
  list_filter([fact_id], lambda f: f is not null) as right_fact_ids,
  '文字 ' || coalesce(item_text || ' ', '') || amount_text as left_text,
  coalesce(table_name || '（第 ' || table_page || ' 页）' || row_name || ' ' || table_text || ' ' || table_unit, '') as right_text,
  case when fact_id is null and amount_yuan <> 0 then '缺少：报表中相应的数' end as not_evaluated,
  case when fact_id is null and amount_yuan = 0 then '文字所述为零，报表未列' end as not_applicable
from check_told where list_contains(items, item) and (funds is null or list_contains(funds, fund))
"""
