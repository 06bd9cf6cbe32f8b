"""Known errors of publishers (``corrections.yml``): where, what, why, and what must be printed there.

Only loading belongs here; the warehouse applies them after ``core`` and says which still fit.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from importlib import resources
from typing import Any

import yaml

FIELDS = ("id", "document_id", "fact_id", "expect", "amount_yuan", "why", "basis")


@dataclass(frozen=True, slots=True)
class Correction:
    """One corrected figure; ``expect`` is the text printed in the cell, ``amount_yuan`` the right amount."""

    correction_id: str
    document_id: str
    fact_id: str
    expect: str
    amount_yuan: Decimal
    why: str
    basis: str


class CorrectionError(ValueError):
    """An entry of ``corrections.yml`` is not complete; the message names it."""


def load_corrections() -> tuple[Correction, ...]:
    """The corrections that come with the package; raises ``CorrectionError``."""
    return parse_corrections(resources.files("pipelines.reference").joinpath("corrections.yml").read_text("utf-8"))


def parse_corrections(text: str) -> tuple[Correction, ...]:
    """Corrections from YAML text; raises ``CorrectionError`` for a missing field, a float, or a repeated id or fact."""
    content = yaml.safe_load(text) or {}
    found = tuple(_correction(entry) for entry in content.get("corrections") or [])
    for attribute in ("correction_id", "fact_id"):
        values = [getattr(correction, attribute) for correction in found]
        repeated = {value for value in values if values.count(value) > 1}
        if repeated:
            raise CorrectionError(f"corrections.yml: {attribute} stands there more than once: {sorted(repeated)}")
    return found


def _correction(entry: Any) -> Correction:
    if not isinstance(entry, dict) or set(entry) != set(FIELDS):
        raise CorrectionError(f"corrections.yml: an entry has exactly the fields {FIELDS}: {entry!r}")
    wrong = [name for name in FIELDS if not isinstance(entry[name], str) or not entry[name].strip()]
    if wrong:
        raise CorrectionError(f"corrections.yml: {entry['id']}: these fields must be text in quotes: {wrong}")
    try:
        amount = Decimal(entry["amount_yuan"])
    except InvalidOperation as error:
        raise CorrectionError(f"corrections.yml: {entry['id']}: not an amount: {entry['amount_yuan']!r}") from error
    return Correction(
        entry["id"], entry["document_id"], entry["fact_id"], entry["expect"], amount, entry["why"], entry["basis"]
    )
