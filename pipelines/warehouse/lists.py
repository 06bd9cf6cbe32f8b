"""Schema ``ref`` from the reference lists: replaced at every build, so that the warehouse holds the lists it was built with."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.records.lists import (
    RELATIONS,
    FundRecord,
    IncomeSourceRecord,
    RegionRecord,
    StatementKindRecord,
    SubjectCodeRecord,
)
from pipelines.reference import codes, layouts
from pipelines.reference.regions import regions
from pipelines.warehouse.connection import Connection
from pipelines.warehouse.rows import insert_records

SCHEMES: tuple[codes.Scheme, ...] = ("function", "department", "government", "revenue")


def replace_lists(connection: Connection) -> None:
    """Fill every relation of schema ``ref``."""
    rows: dict[str, Sequence[object]] = {
        "subject_code": _subject_codes(),
        "income_source": [
            IncomeSourceRecord(
                tier=source.tier,
                source_code=source.source_code,
                name_zh=source.name_zh,
                name_en=source.name_en,
                fund=source.fund,
            )
            for source in codes.all_income_sources()
        ],
        "fund": [
            FundRecord(fund=fund.fund, name_zh=fund.name_zh, name_en=fund.name_en, sort_no=number)
            for number, fund in enumerate(codes.funds(), start=1)
        ],
        "region": [
            RegionRecord(
                region_code=row.code,
                name=row.name,
                level=row.level,
                parent_code=row.parent_code,
                full_name=row.full_name,
                valid_from=row.valid_from,
                valid_to=row.valid_to,
            )
            for row in regions()
        ],
        "statement_kind": [
            StatementKindRecord(
                statement=kind.kind,
                name_zh=kind.name_zh,
                side=kind.side,
                fund=kind.fund,
                sort_no=number,
            )
            for number, kind in enumerate(layouts.kinds().values(), start=1)
        ],
    }
    for name, record in RELATIONS.items():
        connection.execute(f"delete from ref.{name}")
        insert_records(connection, f"ref.{name}", record, rows[name])


def _subject_codes() -> list[SubjectCodeRecord]:
    return [
        SubjectCodeRecord(
            scheme=scheme,
            code=code.code,
            name=code.name,
            level=code.level,
            parent_code=codes.parent_code(code.code),
            valid_from=code.valid_from,
            valid_to=code.valid_to,
            is_confirmed=code.confirmed,
            source=code.source,
        )
        for scheme in SCHEMES
        for code in codes.all_codes(scheme)
    ]
