"""Whatever stands in a text, every amount in it gives exactly one claim, every rate is kept, and nothing stops the reading."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.facts.prose import claims_of
from pipelines.facts.prose.tokens import plain, tokenise
from pipelines.records.claim import KINDS_OF_CLAIM, ClaimRecord
from pipelines.records.pages import Document, Identity, Line, Page

FINAL = Identity(fiscal_year=2024, stage="final", tier="department", body="某市某局")
BUDGET = Identity(fiscal_year=2024, stage="budget", tier="department", body="某市某局")
CITY = Identity(fiscal_year=2016, stage="final", tier="government", body="某市")


def claims(text: str, identity: Identity = FINAL) -> list[ClaimRecord]:
    lines = tuple(Line(line, None) for line in text.strip().split("\n"))
    return list(claims_of(Document("ab" * 32, "text/plain", 1, (Page(1, 0, 0, lines=lines),)), (), identity))


_PIECES = [
    "一般公共预算财政拨款支出5万元", "年初预算为6万元", "支出决算为7.00万元", "完成预算的80.5%", "与上年相比增加8万元",
    "增长9.5%", "占本年支出合计的10%", "其中：公务接待费11万元", "公务用车保有量为12辆", "主要原因是人员经费增加13万元",
    "某某经费14万元", "由15万元变为16万元", "下降17%", "单价18万元以上设备19台", "持平", "比2022年20万元减少21万元",
    "（含外宾接待支出22万元）", "分别为23万元、24万元", "无政府性基金收入", "共计25.123456亿元", "26万",
]  # fmt: skip


@settings(deadline=None, max_examples=150)
@given(
    st.lists(st.sampled_from(_PIECES), min_size=1, max_size=7),
    st.lists(st.sampled_from("，；。、"), min_size=7, max_size=7),
)
def test_every_amount_gives_exactly_one_claim_and_every_rate_is_seen(pieces: list[str], marks: list[str]) -> None:
    text = "".join(piece + mark for piece, mark in zip(pieces, marks, strict=False)) + "。"
    found = claims(text)
    printed = [token for token in tokenise(plain(text).text) if token.kind in ("MONEY", "COUNT", "PERCENT")]
    amounts = sorted(token.text for token in printed if token.kind != "PERCENT")
    assert sorted(c.amount_text for c in found if c.amount_text) == amounts
    rates = {token.text for token in printed if token.kind == "PERCENT"}
    seen = {c.percent_text for c in found} | {f"{c.completion_percent}%" for c in found if c.completion_percent}
    assert rates <= seen
    assert {c.kind for c in found} <= set(KINDS_OF_CLAIM)
    assert len({c.claim_id for c in found}) == len(found)


@pytest.mark.parametrize("identity", [FINAL, BUDGET, CITY])
@given(
    text=st.text(
        alphabet="收入支出预算决算万元亿增加减少为占的比上年0123456789.%，。；（）其中无由变持平与", max_size=80
    )
)
@settings(deadline=None, max_examples=100)
def test_no_text_can_stop_the_reading(identity: Identity, text: str) -> None:
    claims(text or "。", identity)
