"""From an equation as written in a suite to the query that returns one row per case with both sides.

An equation names its operands by standard terms (statement, side, item, code, measure, fund), never by position. Only the
compiling belongs here: nothing is executed. Every query, compiled or written out, returns the columns ``CASE_COLUMNS``.
Tolerance is ``env(n) = (n+1)·u/2`` of the catalogue: half a last printed digit for every printed amount on either side.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipelines.checks.suites import Rule, SuiteError

CASE_COLUMNS = (
    "document_id", "keys", "left_yuan", "right_yuan", "allowed_yuan", "digit_yuan", "addends",
    "left_fact_ids", "right_fact_ids", "left_text", "right_text", "not_evaluated", "not_applicable",
)  # fmt: skip
SELECTABLE = {
    "statement", "side", "item", "source_code", "code", "code_kind", "level", "measure", "fund", "row_name", "unit_code", "scheme",
}  # fmt: skip
FLAGS = {"several", "optional", "sign", "label", "where"}
TREE = "tree"


def case_query(rule: Rule) -> str:
    """The SQL of a rule's cases over ``int.amount`` and the scope of documents in the temporary relation ``check_scope``."""
    if rule.query:
        return rule.query
    if rule.equation is None:
        raise SuiteError(f"rule {rule.rule_id}: nothing to evaluate")
    if TREE in rule.equation:
        return _tree_query(rule)
    return _balance_query(rule)


def _balance_query(rule: Rule) -> str:
    equation = dict(rule.equation or {})
    terms = [*_terms(rule, equation, "left"), *_terms(rule, equation, "right")]
    keys = [str(key) for key in equation.get("per", [])]
    one_grid = isinstance(equation.get("statement"), str | list) and not equation.get("across_grids")
    if one_grid:
        keys = ["grid_no", *keys]
    selects = "\n  union all\n".join(_term_select(rule, number, term, keys) for number, term in enumerate(terms))
    columns = "".join(f"{key}, " for key in keys)
    required = [n for n, term in enumerate(terms) if not term.get("optional")]
    single = [n for n, term in enumerate(terms) if not term.get("several")]
    labels = "[" + ", ".join(_quote(_label(term)) for term in terms) + "]"
    return f"""with printed as (
  {selects}
),
term as (
  select document_id, {columns}term_no, is_left, sign, count(*) as printed_count, count(distinct grid) as grids,
    sum(amount_yuan) as amount_yuan, sum(last_digit_yuan) as digits, max(last_digit_yuan) as digit_yuan,
    list(fact_id order by grid, row_no, column_no) as fact_ids,
    case when count(*) <= 6 then string_agg(row_name || ' ' || amount_text, ' + ' order by row_no, column_no)
         else any_value(label) || '（' || count(*) || ' 项）合计' end as text
  from printed group by document_id, {columns}term_no, is_left, sign
),
sides as (
  select document_id, {columns}
    list(term_no) as present,
    list(term_no) filter (printed_count > 1) as repeated,
    max(grids) as grids, bool_and(amount_yuan = 0) as only_zero,
    coalesce(sum(sign * amount_yuan) filter (is_left), 0) as left_yuan,
    coalesce(sum(sign * amount_yuan) filter (not is_left), 0) as right_yuan,
    sum(digits) * 0.5 as half_digits, max(digit_yuan) as digit_yuan,
    sum(printed_count) filter (not is_left) as addends,
    flatten(list(fact_ids order by term_no) filter (is_left)) as left_fact_ids,
    flatten(list(fact_ids order by term_no) filter (not is_left)) as right_fact_ids,
    string_agg(if(sign < 0, '− ', '') || text, ' + ' order by term_no) filter (is_left) as left_text,
    string_agg(if(sign < 0, '− ', '') || text, ' + ' order by term_no) filter (not is_left) as right_text
  from term group by {", ".join(["document_id", *keys])}
),
judged as (
  select *, list_filter({_numbers(required)}, lambda t: not list_contains(present, t)) as missing,
    list_filter({_numbers(single)}, lambda t: list_contains(coalesce(repeated, []), t)) as unclear
  from sides
),
final as (
  select document_id, to_json({_key_struct(keys)}) as keys, left_yuan, right_yuan,
    {_allowed(rule)} as allowed_yuan, digit_yuan, coalesce(addends, 0) as addends,
    coalesce(left_fact_ids, []) as left_fact_ids, coalesce(right_fact_ids, []) as right_fact_ids,
    coalesce(left_text, '') as left_text, coalesce(right_text, '') as right_text,
    case when len(missing) > 0 then '缺少：' || array_to_string(list_transform(missing, lambda t: {labels}[t + 1]), '、')
         when len(unclear) > 0 then '不唯一：' || array_to_string(list_transform(unclear, lambda t: {labels}[t + 1]), '、')
         when grids > 1 then '同一报表在本文件中不止一张' end as not_evaluated,
    case when len(missing) > 0 and only_zero then '所印各数均为零，且另一边未列'
         {_absent_left(rule, terms)} end as not_applicable
  from judged
)
select {", ".join(CASE_COLUMNS)} from final"""


def _tree_query(rule: Rule) -> str:
    """Each coded parent against the sum of its direct children in the same grid, measure and fund."""
    equation = dict(rule.equation or {})
    parent_length = [int(n) for n in equation[TREE].get("parent_length", [3, 5])]
    scope = _conditions(rule, {key: value for key, value in equation.items() if key in SELECTABLE | {"where"}})
    same = "document_id, grid_no, unit_code, measure, fund"
    on = " and ".join(f"p.{key} is not distinct from c.{key}" for key in same.split(", "))
    return f"""with printed as (
  select a.* from int.amount a join check_scope using (document_id)
  where {scope} and code is not null
),
parent as (
  select {same}, code, count(*) as printed_count, sum(printed_amount_yuan) as amount_yuan, max(last_digit_yuan) as digit,
    list(fact_id) as fact_ids, any_value(row_name) as row_name, any_value(amount_text) as amount_text
  from printed where length(code) in ({", ".join(map(str, parent_length))}) group by {same}, code
),
child as (
  select {same}, left(code, length(code) - 2) as parent_code, count(*) as n, count(distinct code) as codes,
    sum(printed_amount_yuan) as amount_yuan, sum(last_digit_yuan) as digits, max(last_digit_yuan) as digit, list(fact_id order by code) as fact_ids,
    case when count(*) <= 6 then string_agg(row_name || ' ' || amount_text, ' + ' order by code)
         else '下级科目（' || count(*) || ' 项）合计' end as text
  from printed group by {same}, left(code, length(code) - 2)
),
final as (
  select p.document_id,
    to_json(struct_pack(grid_no := p.grid_no, code := p.code, measure := p.measure, fund := p.fund, unit_code := p.unit_code)) as keys,
    p.amount_yuan as left_yuan, c.amount_yuan as right_yuan, (p.digit + c.digits) * 0.5 as allowed_yuan,
    greatest(p.digit, c.digit) as digit_yuan, c.n as addends,
    p.fact_ids as left_fact_ids, c.fact_ids as right_fact_ids,
    p.row_name || ' ' || p.amount_text as left_text, c.text as right_text,
    case when p.printed_count > 1 then '不唯一：编码 ' || p.code || ' 出现 ' || p.printed_count || ' 次'
         when c.n > c.codes then '不唯一：' || p.code || ' 的下级编码有重复' end as not_evaluated,
    cast(null as varchar) as not_applicable
  from parent p join child c on p.code = c.parent_code and {on}
)
select {", ".join(CASE_COLUMNS)} from final"""


def _terms(rule: Rule, equation: Mapping[str, Any], side: str) -> list[dict[str, Any]]:
    written = equation.get(side)
    terms = written if isinstance(written, list) else [written]
    inherited = {key: equation[key] for key in SELECTABLE if key in equation}
    made = []
    for term in terms:
        if not isinstance(term, dict) or not set(term) <= SELECTABLE | FLAGS:
            raise SuiteError(f"rule {rule.rule_id}: an operand has only the keys {sorted(SELECTABLE | FLAGS)}")
        made.append({**inherited, **term, "is_left": side == "left"})
    return made


def _term_select(rule: Rule, number: int, term: Mapping[str, Any], keys: Sequence[str]) -> str:
    columns = "".join(f"a.{key}, " for key in keys)
    selectors = {key: value for key, value in term.items() if key in SELECTABLE | {"where"}}
    return (
        f"select a.document_id, {columns}{number} as term_no, {str(term['is_left']).lower()} as is_left, "
        f"{int(term.get('sign', 1))} as sign, a.grid_no as grid, a.row_no, a.column_no, a.fact_id, a.row_name, a.amount_text, "
        f"a.printed_amount_yuan as amount_yuan, a.last_digit_yuan, {_quote(_label(term))} as label\n"
        f"  from int.amount a join check_scope using (document_id) where {_conditions(rule, selectors)}"
    )


def _conditions(rule: Rule, selectors: Mapping[str, Any]) -> str:
    parts = ["a.printed_amount_yuan is not null"]
    parts += [f"a.{column} in ({_values(values)})" for column, values in rule.applies.items()]
    for column, value in selectors.items():
        if column == "where":
            parts.append(f"({value})")
        elif value is None:
            parts.append(f"a.{column} is null")
        else:
            parts.append(f"a.{column} in ({_values(value)})")
    return " and ".join(parts)


def _allowed(rule: Rule) -> str:
    if rule.tolerance == "exact":
        return "cast(0 as decimal(24,3))"
    if rule.tolerance == "at_most":
        return "digit_yuan"
    return "half_digits"


def _absent_left(rule: Rule, terms: Sequence[Mapping[str, Any]]) -> str:
    """What is contained in nothing printed is no case: an absent smaller side makes an ``at_most`` rule not applicable."""
    if rule.tolerance != "at_most":
        return ""
    left = [number for number, term in enumerate(terms) if term["is_left"]]
    return f"when len(missing) > 0 and list_has_all({_numbers(left)}, missing) then '较小一边未列'"


def _values(value: Any) -> str:
    values = value if isinstance(value, list | tuple) else [value]
    return ", ".join(_quote(str(v)) for v in values)


def _label(term: Mapping[str, Any]) -> str:
    return str(term.get("label") or term.get("item") or term.get("code") or term.get("statement") or "?")


def _key_struct(keys: Sequence[str]) -> str:
    return "struct_pack(" + ", ".join(f"{key} := {key}" for key in keys) + ")" if keys else "{}"


def _numbers(numbers: Sequence[int]) -> str:
    return "[" + ", ".join(map(str, numbers)) + "]::integer[]"


def _quote(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
