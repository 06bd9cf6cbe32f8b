"""The arithmetic of the growth evaluation: rates follow from printed digits, nothing else is called a failure."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipelines.facts.prose import claims_of
from pipelines.facts.prose.drafts import Draft
from pipelines.records.pages import Document, Identity, Line, Page
from tests.growth import FAILS, HOLDS, NOT_STATED, TRUNCATED, ZERO_BASE, Growth, evaluate

BUDGET = Identity(fiscal_year=2024, stage="budget", tier="department", body="某市某局")


def growths(text: str) -> list[Growth]:
    document = Document("ab" * 32, "text/plain", 1, (Page(1, 0, 0, lines=(Line(text, None),)),))
    return list(evaluate(claims_of(document, (), BUDGET)))


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("机关运行经费预算110万元，比上年增加10万元，增长10%。", HOLDS),
        ("机关运行经费预算90万元，比上年减少10万元，下降10%。", HOLDS),
        ("机关运行经费预算90万元，比上年减少10万元，下降11.11%。", FAILS),
        ("机关运行经费预算22228.78万元，与上年相比增加2228.78万元，增长11.14%。", HOLDS),
        ("机关运行经费预算22228.78万元，与上年相比增加2228.78万元，增长11.15%。", FAILS),
        ("机关运行经费预算1500.00万元，比上年增加200.00万元，增长15.3%。", TRUNCATED),
        ("机关运行经费预算10万元，比上年增加10万元，增长100%。", ZERO_BASE),
        ("机关运行经费预算10万元，比上年增加1万元。", NOT_STATED),
    ],
)
def test_a_rate_holds_when_the_printed_digits_allow_it(text: str, verdict: str) -> None:
    (growth,) = growths(text)
    assert growth.verdict == verdict


def test_rounded_amounts_leave_room() -> None:
    (growth,) = growths("机关运行经费预算1.1亿元，比上年增加0.1亿元，增长14%。")
    assert growth.verdict == HOLDS
    assert growth.low is not None and growth.high is not None
    assert growth.low < Decimal("5") and growth.high > Decimal("14")


def test_a_change_by_itself_is_not_evaluated() -> None:
    assert growths("机关运行经费比上年增加10万元，增长10%。") == []


def test_every_change_of_a_long_sentence_is_looked_up_and_not_searched_for(monkeypatch: pytest.MonkeyPatch) -> None:
    looked = 0
    identity = Draft.identity.fget
    assert identity is not None

    def counted(draft: Draft) -> tuple[str | None, str | None, str | None, str | None]:
        nonlocal looked
        looked += 1
        return identity(draft)

    monkeypatch.setattr(Draft, "identity", property(counted))
    count = 300
    found = growths("，".join(["机关运行经费预算110万元，比上年增加10万元，增长10%"] * count) + "。")
    assert len(found) == count
    assert looked < 10 * count
