"""From an equation as written in a suite to the query that returns one row per case with both sides.

An equation names its operands by standard terms (statement, side, item, code, measure, fund), never by position. Only the
compiling belongs here: nothing is executed. Tolerance is ``env(n) = (n+1)·u/2`` of the catalogue: half a last printed
digit for every printed amount on either side, so amounts of different units may meet in one equation.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.checks.suites import Rule, SuiteError
from pipelines.checks.terms import KEYS, SELECTORS, Term, quote, read_terms
from pipelines.checks.trees import tree_query

TREE = "tree"
ONE_GRID_KEYS = {"row_no", "block"}
EQUATION_KEYS = SELECTORS | {"left", "right", "per", "given", "unless", "across_grids"}


def case_query(rule: Rule) -> str:
    """The SQL of a rule's cases over the relations of ``prepare``; raises ``SuiteError`` for what cannot be compiled.

    Not for an equation of two sides: these are compiled together by ``balance_query``.
    """
    if rule.query:
        return rule.query
    if rule.equation is None or TREE not in rule.equation:
        raise SuiteError(f"{rule}: nothing to evaluate")
    return tree_query(rule)


def is_balance(rule: Rule) -> bool:
    """Whether a rule is an equation of two sides."""
    return rule.query is None and rule.equation is not None and TREE not in rule.equation


def balance_query(rules: Sequence[tuple[int, Rule]]) -> str:
    """The SQL of the cases of equations that share their keys (``balance_keys``), each with its number as ``rule_no``.

    One query for many rules: preparing a query costs more than running it. Raises ``SuiteError``.
    """
    keys = balance_keys(rules[0][1])
    by_row, one_grid = "row_no" in keys, "grid_no" in keys
    terms = {number: read_terms(rule, _is_one_grid(rule)) for number, rule in rules}
    selects = "\n  union all\n  ".join(
        _term_select(number, term, keys, by_row) for number, of_rule in terms.items() for term in of_rule
    )
    wanted = ",\n    ".join(_wanted(number, rule, terms[number]) for number, rule in rules)
    columns = ", ".join(["rule_no", "document_id", "body", *keys])
    return f"""with wanted(rule_no, tolerance, labels, required, if_no_left, if_no_right) as (values
    {wanted}
),
printed as (
  {selects}
),
term as (
  select {columns}, term_no, is_left, sign, several, any_value(place) as place,
    arg_min(its_statement, (its_page, grid)) as its_statement, min(its_page) as its_page,
    count(*) as n, count(distinct grid) as grids, count(distinct amount_yuan) as amounts,
    {_repeats(by_row)} as repeats_code,
    case when several then sum(amount_yuan) else min(amount_yuan) end as amount_yuan,
    case when several then sum(digit) else max(digit) end as digits, max(digit) as coarsest, min(digit) as finest,
    list(fact_id order by grid, at_row, column_no) as fact_ids,
    case when not several then min(text) when count(*) <= 6 then string_agg(text, ' + ' order by grid, at_row, column_no)
         else any_value(label) || '（' || count(*) || ' 项）合计' end as text
  from (select *, {_shown(by_row)} as text from printed) group by {columns}, term_no, is_left, sign, several
),
located as (
  select t.*, coalesce(k.name_zh, t.its_statement, '') as its_table
  from term t left join int.statement_kind k on k.statement = t.its_statement
),
sides as (
  select {columns}, {_place(one_grid)} as place, list(term_no) as present,
    list(term_no order by term_no) filter (case when several then grids > 1 or repeats_code else amounts > 1 end) as unclear,
    bool_or(is_left) as has_left, bool_or(not is_left) as has_right, bool_and(amount_yuan = 0) as only_zero,
    coalesce(sum(sign * amount_yuan) filter (is_left), 0) as left_yuan,
    coalesce(sum(sign * amount_yuan) filter (not is_left), 0) as right_yuan,
    sum(digits) * 0.5 as half_digits, max(coarsest) as digit_yuan, min(finest) as finest,
    sum(case when several then n else 1 end) filter (not is_left) as addends,
    {_facts("is_left")} as left_fact_ids, {_facts("not is_left")} as right_fact_ids,
    {_signs("is_left")} as left_signs, {_signs("not is_left")} as right_signs,
    {_written("is_left", one_grid)} as left_text, {_written("not is_left", one_grid)} as right_text
  from located group by {columns}
),
judged as (
  select s.*, w.tolerance, w.labels, {_MISSING} as missing from sides s join wanted w using (rule_no)
),
final as (
  select rule_no, document_id, {_key_json(keys)} as keys, left_yuan, right_yuan, {_ALLOWED} as allowed_yuan, digit_yuan,
    coalesce(addends, 0) as addends, coalesce(left_fact_ids, []) as left_fact_ids,
    coalesce(right_fact_ids, []) as right_fact_ids, left_signs, right_signs, coalesce(left_text, '') as left_text,
    coalesce(right_text, '') as right_text, place,
    case when len(missing) > 0 then '缺少：' || array_to_string(missing, '、')
         when len(unclear) > 0
         then '不唯一：' || array_to_string(list_transform(unclear, lambda t: labels[t + 1]), '、') end as not_evaluated,
    case when len(missing) > 0 and only_zero then '所印各数均为零，且另一边未列' end as not_applicable
  -- what is contained in nothing printed is no case: an at_most rule needs its smaller side
  from judged where has_left or tolerance <> 'at_most'
)
select * from final"""


def _is_one_grid(rule: Rule) -> bool:
    equation = rule.equation or {}
    return "statement" in equation and not equation.get("across_grids")


def balance_keys(rule: Rule) -> tuple[str, ...]:
    """What tells the cases of a document apart; raises ``SuiteError`` for keys that are none."""
    equation = rule.equation or {}
    one_grid = _is_one_grid(rule)
    keys = [str(key) for key in equation.get("per", [])]
    unknown = set(equation) - EQUATION_KEYS
    if unknown:
        raise SuiteError(f"{rule}: an equation has unknown keys {sorted(unknown)}")
    if not set(keys) <= KEYS:
        raise SuiteError(f"{rule}: per has unknown keys {sorted(set(keys) - KEYS)}")
    if not one_grid and ONE_GRID_KEYS & set(keys):
        raise SuiteError(f"{rule}: rows can be compared only inside one grid (name one statement)")
    own = ["grid_no", "block"] if "row_no" in keys else ["grid_no"]
    return (*own, *keys) if one_grid else tuple(keys)


def _term_select(number: int, term: Term, keys: Sequence[str], by_row: bool) -> str:
    columns = "".join(f"a.{key}, " for key in keys)
    coded = " and a.code is not null" if "code" in keys else ""
    place = "a.row_name" if by_row else "null"
    return (
        f"select {number} as rule_no, a.document_id, a.body, {columns}{term.number} as term_no, "
        f"{_boolean(term.is_left)} as is_left, "
        f"{term.sign} as sign, {_boolean(term.several)} as several, {quote(term.label)} as label, {place} as place, "
        "a.grid_no as grid, a.row_no as at_row, a.column_no, a.fact_id, a.amount_yuan, a.digit_yuan as digit, "
        "case when a.code_kind <> 'source' then a.code end as its_code, a.measure as its_measure, a.fund as its_fund, "
        f"a.row_name, a.column_path, a.amount_text, a.unit, a.statement as its_statement, a.page as its_page "
        f"from check_amount a where {term.condition}{coded}"
    )


def _repeats(by_row: bool) -> str:
    """Whether one subject is added twice; in a row the addends are columns, which share its code."""
    return "false" if by_row else "count(its_code) > count(distinct (its_code, its_measure, its_fund))"


def _shown(by_row: bool) -> str:
    name = "split_part(column_path, '/', -1)" if by_row else "row_name"
    return f"coalesce(nullif({name}, ''), label) || ' ' || amount_text || ' ' || unit"


def _facts(side: str) -> str:
    return f"flatten(list(fact_ids order by term_no) filter ({side}))"


def _signs(side: str) -> str:
    return f"flatten(list(list_transform(fact_ids, lambda f: sign) order by term_no) filter ({side}))"


def _place(one_grid: bool) -> str:
    """Where a case stands: its table and page, in a row also the row; operands of several tables name their own."""
    if not one_grid:
        return "any_value(place)"
    return "concat_ws(' ', '第 ' || min(its_page) || ' 页', min(its_table), any_value(nullif(place, '')))"


def _written(side: str, one_grid: bool) -> str:
    text = "text" if one_grid else "its_table || coalesce('（第 ' || its_page || ' 页）', ' ') || text"
    return f"string_agg(if(sign < 0, '− ', '') || {text}, ' + ' order by term_no) filter ({side})"


def _wanted(number: int, rule: Rule, terms: Sequence[Term]) -> str:
    """What a rule wants of its operands: those that must be printed, and what a side is called of which none has to be."""
    labels = ", ".join(quote(term.label) for term in terms)
    required = ", ".join(str(term.number) for term in terms if not term.optional)
    sides = [[term for term in terms if term.is_left is is_left] for is_left in (True, False)]
    named = [
        quote("、".join(term.label for term in side))
        if all(term.optional for term in side)
        else "cast(null as varchar)"
        for side in sides
    ]
    return f"({number}, {quote(rule.tolerance)}, [{labels}], cast([{required}] as integer[]), {', '.join(named)})"


_MISSING = (
    "list_concat(list_transform(list_filter(w.required, lambda t: not list_contains(present, t)), "
    "lambda t: w.labels[t + 1]), list_filter([if(has_left, null, w.if_no_left), if(has_right, null, w.if_no_right)], "
    "lambda t: t is not null))"
)
"""Labels of required operands that are not printed, and of a side of which nothing is printed."""
_ALLOWED = """case tolerance when 'exact' then case when finest = digit_yuan then 0 else half_digits end
    when 'at_most' then digit_yuan else half_digits end"""
"""``exact`` allows nothing between amounts of one unit; the same figure in two units may differ by rounding."""


def _key_json(keys: Sequence[str]) -> str:
    """The keys that have a value, and the body where a document has tables of several."""
    parts = ", ".join([*(f"{key} := {key}" for key in keys), "body := nullif(body, '')"])
    return f"json_merge_patch('{{}}', to_json(struct_pack({parts})))"


def _boolean(value: bool) -> str:
    return "true" if value else "false"
