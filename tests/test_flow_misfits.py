"""What no column of the warehouse can hold stays out of a reading and is told; everything else stays in."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from pipelines.flow.soundness import leave_out_misfits
from pipelines.records.core import ClaimRecord, PageRecord


def claim(number: int, **values: Any) -> ClaimRecord:
    plain: dict[str, Any] = {
        "document_id": "0" * 64, "page": 4, "grid_no": None, "row_no": None, "column_no": None,
        "x0": None, "top": None, "x1": None, "bottom": None, "method": "text", "confidence": 1.0,
        "claim_id": f"c{number}", "sentence": "增长。", "subject": None, "item": None, "measure": None, "period": None,
        "amount_yuan": Decimal("1.00"), "percent": Decimal("1.5"), "direction": None, "base_period": None, "base_yuan": None,
        "completion_percent": None,
    }  # fmt: skip
    return ClaimRecord(**{**plain, **values})


@pytest.mark.parametrize(
    "values",
    [
        {"percent": Decimal("9" * 5000)},
        {"percent": Decimal("1.1234567")},
        {"percent": Decimal("NaN")},
        {"amount_yuan": Decimal(10) ** 18},
        {"amount_yuan": Decimal("0.001")},
        {"sentence": "lone \ud800 surrogate"},
    ],
)
def test_a_record_that_does_not_fit_stays_out_and_is_told(values: dict[str, Any]) -> None:
    rows: dict[str, list[Any]] = {"claim": [claim(1), claim(2, **values), claim(3)]}
    notes = leave_out_misfits(rows)
    assert [record.claim_id for record in rows["claim"]] == ["c1", "c3"]
    assert len(notes) == 1
    assert "第 4 页" in notes[0]
    assert "1 项" in notes[0]


def test_a_number_too_large_for_a_whole_number_column_is_told() -> None:
    page = PageRecord(
        document_id="0" * 64, page=1, width=1.0, height=1.0, method="text", characters=2**40, grids=0, reason=None, text=None
    )  # fmt: skip
    rows: dict[str, list[Any]] = {"page": [page]}
    assert leave_out_misfits(rows)
    assert rows["page"] == []


def test_what_fits_stays_untouched() -> None:
    rows: dict[str, list[Any]] = {"claim": [claim(1), claim(2, percent=Decimal("-123456789012.123456"))]}
    before = list(rows["claim"])
    assert leave_out_misfits(rows) == []
    assert rows["claim"] == before
