"""What sentences state, in the marts: claims with their body, figures with their period, nothing counted twice."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from pipelines.facts import prose_facts
from pipelines.records.pages import Identity
from pipelines.warehouse.connection import Connection
from tests.made import Made, fill, identifier, made_claim


@pytest.fixture
def connection() -> Iterator[Connection]:
    with duckdb.connect(":memory:") as opened:
        yield opened


def rows(connection: Connection, query: str) -> list[tuple[object, ...]]:
    return connection.execute(query).fetchall()


def test_claims_carry_their_body_and_amount_in_wan(connection: Connection, tmp_path: Path) -> None:
    fill(connection, tmp_path, Made("a", extra=(made_claim(identifier("a"), 1),)))
    assert rows(connection, "select organization_name, amount_wan, sentence from mart.fct_claim") == [
        ("普陀区财政局", Decimal(12), "支出总计12.00万元。")
    ]


def test_figures_of_sentences_have_their_period_and_add_up_to_nothing(connection: Connection, tmp_path: Path) -> None:
    claims = [
        made_claim(identifier("a"), number, claim_id=f"{identifier('a')[:16]}.p1.c{number}", kind="amount", item=item,
                   item_text=item, period=period, subject="全市", unit="万元", amount_text="12.00", measure="final",
                   last_digit_yuan=Decimal(100))
        for number, (item, period) in enumerate([("current_income", "2024"), ("tax_revenue", "2025H1")])
    ]  # fmt: skip
    stated = prose_facts(claims, Identity(tier="government"), identifier("a"))
    fill(connection, tmp_path, Made("a", tier="government", extra=(*claims, *stated)))
    shown = "select item, unit_name, period, amount_wan, is_leaf, is_additive from mart.fct_revenue order by item"
    assert rows(connection, shown) == [
        ("current_income", "全市", "2024", Decimal(12), False, False),
        ("tax_revenue", "全市", "2025H1", Decimal(12), False, False),
    ]
    assert rows(connection, "select count(*) from int.figure") == [(0,)]
