"""Expenditure: one fact per printed amount by functional class or by economic class, totals and uses included.

Only ``FactExpenditureFunction`` and ``FactExpenditureEconomic`` are made here.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from pipelines.records.core import FactExpenditureEconomic, FactExpenditureFunction
from pipelines.records.pages import Statement, StatementRow
from pipelines.reference import codes

TOTAL_LEVEL = "合计"
_TWENTIES = re.compile(r"^[(（]?[廿卅][一二三四五六七八九]?[)）、.．]")
"""Numbering of the twenties and thirties as forms of several provinces print it (廿一、)."""
_CLASS_ITEMS = frozenset({"function", "economic", "source", "unit", "project_row", "note"})


def function_fact(common: dict[str, Any], row: StatementRow, statement: Statement) -> FactExpenditureFunction:
    """The fact of an amount by function. Totals and rows of use (基本支出, 项目支出 …) have level 合计 and no code."""
    level = _level(row)
    return FactExpenditureFunction(
        **{**common, "level": level},
        function_code=_function_code(row, statement) if level != TOTAL_LEVEL else None,
        name_printed=row.label,
    )


def economic_fact(common: dict[str, Any], row: StatementRow, statement: Statement) -> FactExpenditureEconomic:
    """The fact of an amount by economic class; the scheme is that of the row's code, else of the statement."""
    is_economic = (row.code_kind or "").startswith("economic_")
    return FactExpenditureEconomic(
        **{**common, "level": _level(row)},
        economic_code=row.code if is_economic else None,
        scheme=(row.code_kind or "").removeprefix("economic_") if is_economic else statement.scheme,
        name_printed=row.label,
    )


def _level(row: StatementRow) -> str | None:
    if row.level is None and row.item is not None and row.item not in _CLASS_ITEMS:
        return TOTAL_LEVEL
    return row.level


def _function_code(row: StatementRow, statement: Statement) -> str | None:
    """The code as printed, else the one that alone bears the printed name at that level in that year."""
    if row.code_kind == "function" and row.code:
        return row.code
    if row.code or row.item not in ("function", None):
        return None
    name = codes.normalise_name(_TWENTIES.sub("", row.label))
    found = _codes_by_name(statement.fiscal_year, row.level).get(name, frozenset())
    return next(iter(found)) if len(found) == 1 else None


@cache
def _codes_by_name(year: int | None, level: str | None) -> dict[str, frozenset[str]]:
    """Which functional codes bear a name (or a listed variant of it) at a level, in force in the year."""
    found: dict[str, set[str]] = {}
    for code in codes.all_functions():
        if code.in_force(year) and level in (None, code.level):
            for name in (code.name, *code.aliases):
                found.setdefault(codes.normalise_name(name), set()).add(code.code)
    return {name: frozenset(bearers) for name, bearers in found.items()}
