"""What speaks for a statement and the labels of its rows: its title, the lists of codes and items, or a sure recognition.

A number is looked at twice when a picture is read; its label is not, and an amount under a misread label is an amount in
the wrong row. Amounts whose label nothing confirms are marked as doubtful by their confidence; so are all of a statement
whose title was not found. Printed labels are never judged here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from pipelines.records.core import AmountFact, FactPerformanceIndicator
from pipelines.records.pages import Cell, Statement, StatementRow
from pipelines.reference.codes import Scheme, all_codes, find_income_source, name_fits, normalise_name
from pipelines.reference.folding import fold
from pipelines.statements.columns import LABEL_ROLES

DOUBTED = 0.4
"""The confidence of amounts whose label nothing confirms: below a half, as of numbers read in two ways."""
_SURE = 0.9
"""A recognition this sure needs nobody's word."""
_SEVERAL = 2
_AMOUNT_AT_END = re.compile(r"\d\.\d{2}(?:$|/)|^-?\d{1,3}(?:,\d{3})+$")
_BY_PLACE = "transfer"
"""Its rows name what is paid for and the place; the place alone does not tell which row it is."""
_PICTURE = "ocr"
_SCHEMES: dict[str, Scheme] = {
    "function": "function",
    "economic_department": "department",
    "economic_government": "government",
    "source": "revenue",
}
_OWN_NAMES = frozenset({"function", "economic", "source", "unit", "project_row", "note"})
"""Items that say of what sort a row is, not which: they are no word of the lists about its label."""

Fact = AmountFact | FactPerformanceIndicator


def with_sure_labels(statement: Statement, facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """The facts of a statement; those of recognised rows whose label nothing confirms with little confidence."""
    cells = _label_cells(statement)
    if not cells:
        return tuple(facts)
    in_doubt = {
        row.row_no for row in statement.rows if _is_doubtful(row, statement, cells.get((row.row_no, row.block), ()))
    }
    return tuple(
        replace(fact, confidence=min(fact.confidence, DOUBTED)) if fact.row_no in in_doubt else fact for fact in facts
    )


def with_sure_kind(statement: Statement, facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """The facts of a statement; those of one whose kind or fund only its header tells with little confidence."""
    if not statement.is_by_header:
        return tuple(facts)
    return tuple(replace(fact, confidence=min(fact.confidence, DOUBTED)) for fact in facts)


def with_named_rows(facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """The facts of a table; those of rows without any name, where several rows have none or a row with a name stands above,
    with little confidence: their labels were not printed, not found, or are those of a merged cell above. So are those of a
    row whose name is an amount, or ends with one: it took the place of the label, or was printed into it."""
    nameless = {fact.row_no for fact in facts if _is_nameless(fact)}
    named = [fact.row_no or 0 for fact in facts if not _is_nameless(fact)]
    is_below = bool(named) and any((row or 0) > min(named) for row in nameless)
    are_doubtful = len(nameless) >= _SEVERAL or is_below
    return tuple(
        replace(fact, confidence=min(fact.confidence, DOUBTED))
        if (are_doubtful and _is_nameless(fact)) or _is_named_by_amount(fact)
        else fact
        for fact in facts
    )


def _is_nameless(fact: Fact) -> bool:
    if not isinstance(fact, AmountFact) or fact.row_name or fact.row_code:
        return False
    return fact.statement == _BY_PLACE or not (fact.unit_name or fact.unit_code)


def _is_named_by_amount(fact: Fact) -> bool:
    return isinstance(fact, AmountFact) and _AMOUNT_AT_END.search(fold(fact.row_name or "")) is not None


def _label_cells(statement: Statement) -> dict[tuple[int, int], tuple[Cell, ...]]:
    """The recognised cells that label each row of each block."""
    blocks: dict[int, set[int]] = {}
    for column in statement.columns:
        if column.role in LABEL_ROLES:
            blocks.setdefault(column.column_no, set()).add(column.block)
    found: dict[tuple[int, int], tuple[Cell, ...]] = {}
    for cell in statement.grid.cells:
        if cell.method != _PICTURE or not cell.text.strip():
            continue
        for block in blocks.get(cell.column_no, ()):
            found[cell.row_no, block] = (*found.get((cell.row_no, block), ()), cell)
    return found


def _is_doubtful(row: StatementRow, statement: Statement, cells: Sequence[Cell]) -> bool:
    """Whether a row was recognised without confidence, and no list knows its label."""
    listed = is_listed(row, statement.fiscal_year)
    if not cells or listed:
        return False
    return listed is False or min(cell.confidence for cell in cells) < _SURE


def is_listed(row: StatementRow, year: int | None) -> bool | None:
    """Whether the lists bear out the label: the name its code has, an item, a listed name; None when they cannot tell."""
    scheme = _SCHEMES.get(row.code_kind or "")
    if row.code and scheme:
        return name_fits(row.code, row.label, year, scheme).fits
    if row.item is not None and row.item not in _OWN_NAMES:
        return True
    is_known = normalise_name(row.label) in _names() or find_income_source(row.label) is not None
    return True if is_known else None


@cache
def _names() -> frozenset[str]:
    """All names of the code lists."""
    return frozenset(
        normalise_name(name)
        for scheme in _SCHEMES.values()
        for code in all_codes(scheme)
        for name in (code.name, *code.aliases)
    )
