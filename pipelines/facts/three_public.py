"""三公 and 机关运行经费: one fact per printed amount or count. Only ``FactThreePublic`` is made here."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from pipelines.records.core import FactThreePublic


def three_public_fact(common: dict[str, Any], quantity: Decimal | None = None) -> FactThreePublic:
    """The fact of an amount (``quantity`` None) or of a count (its amount fields are None)."""
    return FactThreePublic(**common, quantity=quantity)


def operating_cost_fact(common: dict[str, Any]) -> FactThreePublic:
    """The fact of an amount of 机关运行经费 without an economic code: item ``operating_cost``."""
    return FactThreePublic(**{**common, "item": "operating_cost"})
