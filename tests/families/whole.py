"""Families in whole numbers: the same tables with every amount cut to units, as governments print them."""

from __future__ import annotations

import re
from dataclasses import replace

from tests.families.forms import Family

_EXACT = re.compile(r"(-?)(\d{1,3}(?:,\d{3})+|\d+)\.\d+")


def whole(text: str) -> str:
    """An amount without decimals and separators; any other text as it is."""
    found = _EXACT.fullmatch(text)
    return found[1] + found[2].replace(",", "") if found else text


def in_whole_numbers(family: Family) -> Family:
    """The family with its cells so cut."""
    tables = (
        replace(table, cells=tuple(cell._replace(text=whole(cell.text)) for cell in table.cells))
        for table in family.tables
    )
    return replace(family, tables=tuple(tables))
