"""Assets and debt: one fact per printed count or value of 国有资产表, one per amount of 债务表.

Only ``FactAsset`` and ``FactDebt`` are made here.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from pipelines.records.core import FactAsset, FactDebt
from pipelines.records.pages import Statement
from pipelines.reference.folding import fold

_AS_OF = re.compile(r"截[止至](?:时间|日期|时点)?[:]?(\d{4})(?:年|[-/.])(\d{1,2})(?:月|[-/.])(\d{1,2})")
_YEAR_END = re.compile(r"(?:截[止至])?(\d{4})年(?:年末|末|底)")


def asset_fact(common: dict[str, Any], as_of: str | None, quantity: Decimal | None = None) -> FactAsset:
    """The fact of a value (``quantity`` None) or of a count (its amount fields are None)."""
    return FactAsset(**common, quantity=quantity, as_of_date=as_of)


def debt_fact(common: dict[str, Any], as_of: str | None) -> FactDebt:
    """The fact of a debt amount; its measure is limit or balance as the column says."""
    return FactDebt(**common, as_of_date=as_of)


def as_of_date(statement: Statement) -> str | None:
    """The date printed with the table (截止时间：2021-12-31, 2023年末) as YYYY-MM-DD, or None; title before lines."""
    for text in (statement.title, *(line.text for line in reversed(statement.grid.lines_above))):
        found = _date_in(fold(text))
        if found is not None:
            return found
    return None


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
