"""Readings made by hand for tests of warehouse, sql, flow and cli: small statements given as rows of text.

A document's bytes are its name, so ``identifier("a")`` is the document that a file with the text ``a`` is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipelines.records.claim import ClaimRecord
from pipelines.records.core import (
    RELATIONS,
    CellRecord,
    DocumentRecord,
    FactExpenditureEconomic,
    FactExpenditureFunction,
    FactPerformanceIndicator,
    FactRevenue,
    FactThreePublic,
    GridRecord,
    PageRecord,
    StatementColumnRecord,
    StatementRowRecord,
)
from pipelines.records.reading import RELATION_OF, Failure, Reading
from pipelines.settings import reader_version, resource
from pipelines.warehouse import across, layers, load
from pipelines.warehouse.connection import Connection
from pipelines.warehouse.lists import replace_lists
from pipelines.warehouse.relations import create_stored
from pipelines.warehouse.store import Store, StoredReading

NOW = datetime(2026, 1, 2, 3, 4, 5)
WAN = Decimal(10_000)
FUNCTION, ECONOMIC, REVENUE, THREE = FactExpenditureFunction, FactExpenditureEconomic, FactRevenue, FactThreePublic


def identifier(content: str) -> str:
    """The document that a file with this text is."""
    return hashlib.sha256(content.encode()).hexdigest()


@dataclass(frozen=True)
class Col:
    """An amount column: header, measure, fund, item where the columns are the items."""

    path: str
    measure: str | None = "total"
    fund: str | None = "all"
    item: str | None = None


@dataclass(frozen=True)
class Row:
    """A row: label, printed amounts in 万元 (None is a blank cell), what it is, and the row it adds into."""

    label: str
    amounts: tuple[str | None, ...]
    code: str | None = None
    item: str | None = None
    level: str | None = None
    parent: int | None = None
    side: str | None = "expenditure"


@dataclass(frozen=True)
class Table:
    """A statement: its kind, the class of its facts, columns and rows."""

    kind: str
    fact: Any
    columns: tuple[Col, ...]
    rows: tuple[Row, ...]
    note: str | None = None
    page: int = 1


@dataclass(frozen=True)
class Made:
    """A document to be read, as a test wants it."""

    content: str
    tables: tuple[Table, ...] = ()
    year: int | None = 2024
    stage: str | None = "final"
    tier: str | None = "department"
    part: str | None = "whole"
    publisher: str | None = "普陀区财政局"
    region_code: str | None = "310107"
    path: str = ""
    retrieved_at: str | None = None
    failure: Failure | None = None
    extra: tuple[Any, ...] = field(default=())

    @property
    def document_id(self) -> str:
        """The document's identifier."""
        return identifier(self.content)


def reading_of(made: Made) -> Reading:
    """The reading that the rooms would give for this document."""
    record = _document(made)
    if made.failure:
        return Reading(replace(record, status="quarantined", reason=made.failure.error), {}, made.failure)
    rows: dict[str, list[Any]] = {name: [] for name in RELATIONS}
    rows["page"].append(_page(made))
    for number, table in enumerate(made.tables, start=1):
        for made_record in _statement(made.document_id, number, table):
            rows[RELATION_OF[type(made_record)]].append(made_record)
    for made_record in made.extra:
        rows[RELATION_OF[type(made_record)]].append(made_record)
    return Reading(record, {name: tuple(found) for name, found in rows.items() if found})


def _document(made: Made) -> DocumentRecord:
    return DocumentRecord(
        document_id=made.document_id,
        path=made.path or f"{made.content}.txt",
        media_type="text/plain",
        pages=1,
        bytes=len(made.content),
        organization_id=None,
        fiscal_year=made.year,
        stage=made.stage,
        tier=made.tier,
        part=made.part,
        title=f"{made.publisher} {made.year}",
        source_url=None,
        retrieved_at=made.retrieved_at,
        read_at=None,
        reader_version=reader_version(),
        status="read",
        reason=None,
        supersedes_document_id=None,
        publisher=made.publisher,
        region_code=made.region_code,
    )


def _page(made: Made) -> PageRecord:
    return PageRecord(
        document_id=made.document_id, page=1, width=600.0, height=800.0, method="text", characters=500,
        grids=len(made.tables), reason=None, text="说明",
    )  # fmt: skip


def _statement(document_id: str, grid_no: int, table: Table) -> list[Any]:
    """Grid, cells, columns, rows and facts: column 0 is the label, row 0 the header."""
    made: list[Any] = [
        GridRecord(
            document_id=document_id, grid_no=grid_no, first_page=table.page, last_page=table.page, statement=table.kind,
            reason=None, title_printed=table.kind, unit="万元", row_count=len(table.rows) + 1,
            column_count=len(table.columns) + 1, note=table.note,
        ),
        _column(document_id, grid_no, 0, "name", Col("项目", None, None)),
    ]  # fmt: skip
    for column_no, column in enumerate(table.columns, start=1):
        made.append(_column(document_id, grid_no, column_no, "amount", column))
    for row_no, row in enumerate(table.rows, start=1):
        made.append(_row(document_id, grid_no, row_no, row, table))
        made.append(_cell(_place(document_id, table.page, (grid_no, row_no, 0)), row.label))
        for column_no, (column, text) in enumerate(zip(table.columns, row.amounts, strict=True), start=1):
            place = _place(document_id, table.page, (grid_no, row_no, column_no))
            made.append(_cell(place, text or ""))
            if text is not None:
                made.append(_fact(place, table, row, column, text))
    return made


def _column(document_id: str, grid_no: int, column_no: int, role: str, column: Col) -> StatementColumnRecord:
    return StatementColumnRecord(
        document_id=document_id, grid_no=grid_no, column_no=column_no, block=0, role=role, column_path=column.path,
        measure=column.measure, fund=column.fund, unit="万元", item=column.item,
    )  # fmt: skip


def _row(document_id: str, grid_no: int, row_no: int, row: Row, table: Table) -> StatementRowRecord:
    return StatementRowRecord(
        document_id=document_id, grid_no=grid_no, row_no=row_no, block=0, statement=table.kind, side=row.side,
        label=row.label, code=row.code, code_kind=None, item=row.item, level=row.level, parent_row_no=row.parent,
    )  # fmt: skip


def _place(document_id: str, page: int, place: tuple[int, int, int]) -> dict[str, Any]:
    grid_no, row_no, column_no = place
    return {
        "document_id": document_id, "page": page, "grid_no": grid_no, "row_no": row_no, "column_no": column_no,
        "x0": 10.0 * column_no, "top": 10.0 * row_no, "x1": 10.0 * column_no + 9, "bottom": 10.0 * row_no + 9,
        "method": "text", "confidence": 1.0,
    }  # fmt: skip


def _cell(place: dict[str, Any], text: str) -> CellRecord:
    return CellRecord(**place, row_span=1, column_span=1, text=text)


def _fact(place: dict[str, Any], table: Table, row: Row, column: Col, text: str) -> Any:
    amount = Decimal(text.replace(",", ""))
    own: dict[str, Any] = {}
    if table.fact is FUNCTION:
        own = {"function_code": row.code, "name_printed": row.label}
    elif table.fact is ECONOMIC:
        own = {"economic_code": row.code, "scheme": "department", "name_printed": row.label}
    elif table.fact is REVENUE:
        own = {"source_code": row.item, "source_name": row.label}
    fact_id = f"{place['document_id'][:16]}.{place['grid_no']}.{place['row_no']}.{place['column_no']}"
    return table.fact(
        **place, **own, fact_id=fact_id, statement=table.kind, side=row.side, row_code=row.code, row_name=row.label,
        column_path=column.path, item=column.item or row.item, level=row.level, measure=column.measure, fund=column.fund,
        amount_text=text, unit="万元", amount_yuan=amount * WAN,
        last_digit_yuan=WAN.scaleb(int(amount.as_tuple().exponent)),
    )  # fmt: skip


def made_indicator(document_id: str, number: int, **values: Any) -> FactPerformanceIndicator:
    """One indicator; ``values`` replace what is usual."""
    usual: dict[str, Any] = {
        "document_id": document_id, "page": 1, "grid_no": None, "row_no": None, "column_no": None, "x0": None,
        "top": None, "x1": None, "bottom": None, "method": "text", "confidence": 1.0,
        "fact_id": f"{document_id[:16]}.i{number}", "statement": "performance", "project_name": "示例项目",
        "project_budget_yuan": Decimal("1200000.00"), "goal_text": "目标", "level1": "产出指标", "level2": "数量指标",
        "level3": "次数", "weight": Decimal(10), "operator": "≥", "target_value": Decimal(3), "target_text": "≥3次",
        "target_unit": "次", "actual_text": None, "score": None,
    }  # fmt: skip
    return FactPerformanceIndicator(**(usual | values))


def made_claim(document_id: str, number: int, **values: Any) -> ClaimRecord:
    """One claim; ``values`` replace what is usual."""
    usual: dict[str, Any] = {
        "document_id": document_id, "page": 1, "grid_no": None, "row_no": None, "column_no": None, "x0": 1.0, "top": 2.0,
        "x1": 30.0, "bottom": 12.0, "method": "text", "confidence": 1.0, "claim_id": f"{document_id[:16]}.p1.s{number}",
        "sentence": "支出总计12.00万元。", "subject": None, "item": "expenditure_total", "measure": "total",
        "period": "2024", "amount_yuan": Decimal("120000.00"), "percent": None, "direction": None, "base_period": None,
        "completion_percent": None,
    }  # fmt: skip
    return ClaimRecord(**(usual | values))


def stored(folder: Path, *documents: Made) -> list[StoredReading]:
    """The readings of these documents, in a store below ``folder``."""
    store = Store(folder / "readings")
    return [store.write(reading_of(made), "v", NOW) for made in documents]


def fill(connection: Connection, folder: Path, *documents: Made, corrections: Sequence[Any] = ()) -> None:
    """A warehouse of these documents in an empty database, with all relations of ``sql/`` and no rules run."""
    create_stored(connection)
    readings = stored(folder, *documents)
    load.load_readings(connection, readings, NOW)
    replace_lists(connection)
    across.assign_organizations(connection)
    across.assign_versions(connection)
    across.replace_corrections(connection, corrections)
    across.replace_quarantine(connection, readings, (), NOW)
    layers.drop_all(connection)
    layers.rebuild(connection, resource("sql"), ("core", "stg", "int", "mart", "report"))
