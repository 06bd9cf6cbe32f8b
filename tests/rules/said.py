"""Claims of an example as lines of text: what a sentence says, without the sentence.

A line is ``item | measure | fund | period | amount`` and may go on with ``key=value`` (kind, subject, code, change, direction,
percent, completion, of, base, base_period, quantity, share_of, of_claim, section, statement, sentence, page). Amounts and changes
carry their unit (``100.00亿元``); an empty field is NULL. All claims of a block stand in one sentence unless they say otherwise;
``of_claim`` is the number of the line, from 0, whose claim this one qualifies.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from pipelines.facts.amounts import parse_amount

SAME_NAME = {"code": "item_code", "of": "completion_of"}
PLAIN = {
    "kind",
    "subject",
    "direction",
    "base_period",
    "share_of",
    "section",
    "statement",
    "sentence",
    "item_text",
    "percent_text",
}
NUMBERS = {"quantity": "quantity", "completion": "completion_percent"}
SENTENCE = "一句。"


def read_claims(text: str) -> list[dict[str, Any]]:
    """The claims of a block of text, as values of ``core.claim``."""
    return [_claim(line) for line in text.strip().splitlines() if line.strip() and not line.strip().startswith("#")]


def _claim(line: str) -> dict[str, Any]:
    parts = [part.strip() for part in line.split("|")]
    assert len(parts) >= 5, f"not a claim: {line}"
    item, measure, fund, period = (part or None for part in parts[:4])
    values: dict[str, Any] = {"item": item, "measure": measure, "fund": fund, "period": period, "sentence": SENTENCE,
                              "kind": "amount", "page": 1, **_amount(parts[4], "")}  # fmt: skip
    for part in parts[5:]:
        key, value = part.split("=", 1)
        values |= _more(key.strip(), value.strip())
    return values


def _more(key: str, value: str) -> dict[str, Any]:
    if key in ("change", "base"):
        return _amount(value, f"{key}_")
    if key == "percent":
        if value.endswith("倍"):
            return {"percent": Decimal(value.removesuffix("倍")) * 100, "percent_text": value}
        return {"percent": None if ":" in value else Decimal(value.rstrip("%")), "percent_text": value}
    if key in NUMBERS:
        return {NUMBERS[key]: Decimal(value.rstrip("%"))}
    if key in ("page", "of_claim"):
        return {key: int(value)}
    assert key in PLAIN or key in SAME_NAME, f"unknown key {key}"
    return {SAME_NAME.get(key, key): value}


def _amount(text: str, prefix: str) -> dict[str, Any]:
    """Amount, worth of its last digit and text, under the names of the column asked for."""
    found = re.fullmatch(r"(-?[0-9,.]+)(万元|亿元|元)", text)
    if not found:
        assert not text, f"not an amount with its unit: {text}"
        return {}
    amount = parse_amount(found[1], found[2])
    assert amount is not None
    return {f"{prefix}yuan" if prefix else "amount_yuan": amount.amount_yuan,
            f"{prefix}last_digit_yuan": amount.last_digit_yuan, f"{prefix}text" if prefix else "amount_text": text}  # fmt: skip
