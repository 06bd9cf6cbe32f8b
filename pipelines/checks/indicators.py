"""Figures of tables under the names that sentences use, so that a sentence and a table can be laid side by side.

Only this correspondence belongs here: which cell of which statement a claim's item means. ``check_indicator`` has one row per
such figure, ``check_claim`` the amounts stated in sentences in order of reading. How they are compared stands in the suites.
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
    ("income", "income", "total", "business", "business", "current_income", "business"),
    ("income", "income", "total", "business_operation", "business_operation", "current_income", "business_operation"),
    ("income", "income", "total", "superior_subsidy", "superior_subsidy", "current_income", "superior_subsidy"),
    ("income", "income", "total", "affiliate_remittance", "affiliate_remittance", "current_income", "affiliate_remittance"),
    ("income", "income", "total", "other", "other", "current_income", "other"),
    ("expenditure", "expenditure", "total", "main", "all", "current_expenditure", "all"),
    ("expenditure", "expenditure", "total", "basic", "all", "basic", "all"),
    ("expenditure", "expenditure", "total", "project", "all", "project", "all"),
    ("expenditure", "expenditure", "total", "remitted_up", "all", "remitted_up", "all"),
    ("expenditure", "expenditure", "total", "operating", "all", "operating", "all"),
    ("expenditure", "expenditure", "total", "subsidy_affiliates", "all", "subsidy_affiliates", "all"),
    ("appropriation_summary", "income", "income_total", "main", "all", "appropriation_total", "all"),
    ("appropriation_summary", "income", "current_income", "main", "all", "appropriation_income", "all"),
    ("appropriation_summary", "expenditure", "current_expenditure", "main", "all", "appropriation_expenditure", "all"),
    ("appropriation_basic_economic", "expenditure", "total", "main", "all", "appropriation_basic", "all"),
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
    ("three_public", "expenditure", "operating_cost", "main", "*", "operating_cost", "*"),
    ("procurement", "expenditure", "total", "main", "all", "procurement", "all"),
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
functions as (
  select f.*, 'function' as claim_item, 'general' as claim_fund, code as claim_code
  from facts f where statement = 'general_expenditure' and code_kind = 'function' and kind = 'main'
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
  select * from single union all by name select * from functions union all by name select * from three_public
)
select document_id, organization_id, fiscal_year, stage, tier, claim_item as item, claim_code as item_code, claim_fund as fund,
  said_measure as measure, amount_yuan, digit_yuan, fact_id, amount_text, unit, page, statement, row_name
from final
"""

CLAIMS = r"""
create or replace temp table check_claim as
select c.*, d.assumed_tier, cast(regexp_extract(c.claim_id, '\.c(\d+)$', 1) as integer) as place,
  -- the digits of a change that is not printed apart are those of the amount
  coalesce(c.change_last_digit_yuan, c.last_digit_yuan) as change_digit_yuan,
  case c.direction when '减少' then -1 when '增加' then 1 when '持平' then 0 end as sign,
  case when c.percent_text is null then null else last_digit(c.percent_text) end as percent_digit
from int.claim c join check_document d using (document_id)
order by c.document_id, c.page, place
"""
