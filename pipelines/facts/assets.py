"""Assets and debt: one fact per printed count or value of 国有资产表, one per amount of 债务表, each at its point in time.

Only ``FactAsset`` and ``FactDebt`` are made here; what a column is otherwise is told by the statements room.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from pipelines.records.core import FactAsset, FactDebt
from pipelines.records.pages import Statement, StatementColumn, StatementRow
from pipelines.reference import layouts
from pipelines.reference.folding import fold
from pipelines.statements.headers import normalise_years

_AS_OF = re.compile(r"截[止至](?:时间|日期|时点)?[:]?(\d{4})(?:年|[-/.])(\d{1,2})(?:月|[-/.])(\d{1,2})")
_YEAR_END = re.compile(r"(?:截[止至])?(\d{4})年(?:年末|末|底)")


def asset_fact(common: dict[str, Any], as_of: str | None, quantity: Decimal | None = None) -> FactAsset:
    """The fact of a value (``quantity`` None) or of a count (its amount fields are None)."""
    return FactAsset(**common, quantity=quantity, as_of_date=as_of)


def debt_fact(common: dict[str, Any], as_of: str | None) -> FactDebt:
    """The fact of a debt amount; its measure is limit or balance as the column says."""
    return FactDebt(**common, as_of_date=as_of)


def as_of_date(statement: Statement, row: StatementRow, column: StatementColumn) -> str | None:
    """The date that an amount is of as YYYY-MM-DD, or None: named by its column (年初数), its row, the title or a line above."""
    own = _date_of_column(statement, column)
    if own is not None:
        return own
    for text in (row.label, statement.title, *(line.text for line in reversed(statement.grid.lines_above))):
        found = _date_in(fold(text))
        if found is not None:
            return found
    return None


def column_word(attribute: str, statement: Statement, column: StatementColumn) -> str | None:
    """What the headers of a column say of an attribute (as_of, measure), years told by their distance to the fiscal year."""
    path = normalise_years(fold(column.path), statement.fiscal_year)
    return layouts.column_value(attribute, path.rpartition("/")[2], path, statement.kind, statement.stage)


def _date_of_column(statement: Statement, column: StatementColumn) -> str | None:
    """The day of a point in time named in words (年初, 上年末): years from the fiscal year and day, as ``-1:12-31``."""
    named = column_word("as_of", statement, column)
    if named is None or statement.fiscal_year is None:
        return None
    distance, _, day = named.partition(":")
    return f"{statement.fiscal_year + int(distance)}-{day}"


def _date_in(folded: str) -> str | None:
    matched = _AS_OF.search(folded)
    if matched:
        year, month, day = map(int, matched.groups())
        try:
            return date(year, month, day).isoformat()
        except ValueError:
            return None  # a day that no calendar has is printed as it is, and stays without a date
    matched = _YEAR_END.search(folded)
    return f"{matched[1]}-12-31" if matched else None
