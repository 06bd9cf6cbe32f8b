"""Documents made by hand for the rules: compact rows of text become the relations of ``core``, and ``sql/`` is built over them.

A row is ``statement | side | item | code | measure | fund | amount`` and may go on with ``key=value`` (name, unit, row, grid,
block, parent, path, unit_code, unit_name, category, project, page, body). Statements may be abbreviated (``SHORT``). An empty
field is NULL; a blank amount is a row without a fact. ``*`` after an amount marks the cell that tests change, ``!`` the one
they take out. Amounts are in 万元 unless ``unit=元``.
"""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipelines.facts.amounts import parse_amount
from pipelines.records import core
from pipelines.records.reading import RELATION_OF
from pipelines.warehouse import across, layers
from pipelines.warehouse.connection import Connection
from pipelines.warehouse.lists import replace_lists
from pipelines.warehouse.relations import create_stored
from pipelines.warehouse.rows import insert_records

SQL = Path(__file__).resolve().parents[2] / "sql"
SHORT = {
    "ies": "income_expenditure_summary", "as": "appropriation_summary", "in": "income", "ex": "expenditure",
    "ae": "appropriation_expenditure", "abe": "appropriation_basic_economic", "ge": "general_expenditure",
    "gbe": "general_basic_economic", "tp": "three_public", "gf": "government_fund", "sc": "state_capital",
    "oc": "operating_cost", "pr": "procurement", "pf": "performance",
}  # fmt: skip
SIDES = {"i": "income", "e": "expenditure"}
TWO_SIDED = {"income_expenditure_summary", "appropriation_summary"}
ECONOMIC = {"general_basic_economic", "appropriation_basic_economic", "operating_cost"}
LEVELS = {3: "类", 5: "款", 7: "项"}
FACT_OF = {
    "three_public": core.FactThreePublic,
    "procurement": core.FactProcurement,
    "project": core.FactProject,
    "performance": core.FactProject,
    "asset": core.FactAsset,
    "debt": core.FactDebt,
}


@dataclass(frozen=True)
class MadeRow:
    """One cell as written in an example."""

    statement: str
    side: str | None
    item: str | None
    code: str | None
    measure: str | None
    fund: str | None
    amount: str
    changes: bool = False
    goes: bool = False
    more: Mapping[str, str] = field(default_factory=dict)

    @property
    def label(self) -> str:
        return self.more.get("name", self.item or self.code or "")


@dataclass(frozen=True)
class MadeDocument:
    """A document of a test: what it says it is, its cells, and whatever else of ``core`` the rule reads."""

    document_id: str
    rows: tuple[MadeRow, ...] = ()
    about: Mapping[str, Any] = field(default_factory=dict)
    extra: Mapping[str, list[dict[str, Any]]] = field(default_factory=dict)


def read_rows(text: str) -> tuple[MadeRow, ...]:
    """The rows of a block of text."""
    return tuple(_row(line) for line in text.strip().splitlines() if line.strip() and not line.strip().startswith("#"))


def _row(line: str) -> MadeRow:
    parts = [part.strip() for part in line.split("|")]
    assert len(parts) >= 7, f"not a row: {line}"
    amount = parts[6]
    more = dict(part.split("=", 1) for part in parts[7:])
    side, *names = [part or None for part in parts[1:6]]
    return MadeRow(
        SHORT.get(parts[0], parts[0]),
        SIDES.get(side or "", side),
        *names,
        amount=amount.strip("*!"),
        changes="*" in amount,
        goes="!" in amount,
        more=more,
    )


def changed(document: MadeDocument, name: str, units: int) -> MadeDocument:
    """The document with the marked cells raised by so many units of their last digit."""
    rows = tuple(
        dataclasses.replace(row, amount=_raised(row.amount, units)) if row.changes else row for row in document.rows
    )
    return dataclasses.replace(document, document_id=name, rows=rows)


def _raised(amount: str, units: int) -> str:
    value = Decimal(amount.replace(",", ""))
    return str(value + units * Decimal(1).scaleb(value.as_tuple().exponent))


def without_marked(document: MadeDocument, name: str) -> MadeDocument:
    """The document without the cell marked to go (or, where none is, the one marked to change)."""
    marked = [row for row in document.rows if row.goes] or [row for row in document.rows if row.changes]
    rows = tuple(dataclasses.replace(row, amount="") if row in marked else row for row in document.rows)
    return dataclasses.replace(document, document_id=name, rows=rows)


def blank(document: MadeDocument, name: str) -> MadeDocument:
    """The same tables without a number."""
    rows = tuple(dataclasses.replace(row, amount="") for row in document.rows)
    return dataclasses.replace(document, document_id=name, rows=rows)


def build(connection: Connection, documents: Iterable[MadeDocument]) -> None:
    """A warehouse with these documents: stored relations filled, relations of ``sql/`` built up to ``int``."""
    create_stored(connection)
    replace_lists(connection)
    records: dict[type, list[Any]] = {}
    for document in documents:
        for record in _records(document):
            records.setdefault(type(record), []).append(record)
    for kind, made in records.items():
        insert_records(connection, f"core.{RELATION_OF[kind]}", kind, made)
    across.assign_organizations(connection)
    across.assign_versions(connection)
    layers.rebuild(connection, SQL, ("core", "stg", "int"))


def _records(document: MadeDocument) -> Iterable[Any]:
    about = {
        "path": document.document_id, "bytes": 1, "pages": 20, "stage": "final", "tier": "department", "part": "whole",
        "fiscal_year": 2024, "reader_version": "1", "status": "read", "media_type": "application/pdf",
        "publisher": document.document_id, "first_seen_at": datetime(2026, 1, 1), **document.about,
    }  # fmt: skip
    yield fill(core.DocumentRecord, {"document_id": document.document_id, **about})
    sheets: dict[str, _Sheet] = {}
    for row in document.rows:
        key = row.more.get("grid", row.statement)
        if key not in sheets:
            sheets[key] = _Sheet(document.document_id, len(sheets) + 1, row.statement)
        sheets[key].add(row)
    overrides = {one["statement"]: one for one in document.extra.get("grid", [])}
    for sheet in sheets.values():
        yield from sheet.records(overrides.pop(sheet.statement, {}), document.about.get("fiscal_year", 2024))
    for number, left in enumerate(overrides.values(), start=len(sheets) + 1):
        yield from _Sheet(document.document_id, number, left["statement"]).records(left, 2024)
    for name, rows in document.extra.items():
        for number, values in enumerate(rows if name != "grid" else []):
            record = core.RELATIONS[name]
            # a fact that is no cell, a claim and a doubt are numbered in order
            keys = {"claim_id": f"{document.document_id}.c{number}", "fact_id": f"{document.document_id}.f{number}",
                    "doubt_id": f"{document.document_id}.d{number}"}  # fmt: skip
            if "of_claim" in values:
                keys["of_claim_id"] = f"{document.document_id}.c{values['of_claim']}"
            yield fill(record, {**keys, "document_id": document.document_id, "row_no": number, **values})


class _Sheet:
    """One grid: rows and columns get their numbers in the order in which they come."""

    def __init__(self, document_id: str, grid_no: int, statement: str) -> None:
        self.document_id, self.grid_no, self.statement = document_id, grid_no, statement
        self.rows: dict[tuple[Any, ...], int] = {}
        self.columns: dict[tuple[Any, ...], int] = {}
        self.cells: list[tuple[MadeRow, int, int, int]] = []

    def add(self, row: MadeRow) -> None:
        block = int(row.more.get("block", self.statement in TWO_SIDED and row.side == "expenditure"))
        item = row.item if self.statement == "three_public" else None
        label = "" if self.statement == "three_public" else (row.item, row.code, row.label)
        line = (block, row.more.get("row", label), row.more.get("unit_code"), row.more.get("unit_name"))
        column = (block, row.measure, row.fund if row.side != "income" else None, item, row.more.get("path"))
        number = self.rows.setdefault(line, len(self.rows) + 1)
        place = self.columns.setdefault(column, len(self.columns) + 1)
        self.cells.append((row, block, number, place))

    def records(self, override: Mapping[str, Any], year: int) -> Iterable[Any]:
        at = {"document_id": self.document_id, "grid_no": self.grid_no}
        units = {row.more.get("unit", "万元") for row, *_ in self.cells} or {"万元"}
        grid = {"first_page": self.grid_no, "last_page": self.grid_no, "row_count": 10, "column_count": 5,
                "title_printed": self.statement, "unit": min(units), "unit_source": "table", "fiscal_year": year}  # fmt: skip
        bodies = [row.more["body"] for row, *_ in self.cells if "body" in row.more]
        grid["body_printed"] = bodies[0] if bodies else None
        if "unrecognised" in override:
            yield fill(core.GridRecord, {**at, **grid, "statement": None, "reason": override["unrecognised"]})
            return
        yield fill(core.GridRecord, {**at, **grid, "statement": self.statement, **override})
        labels = {row.label: number for row, _, number, _ in self.cells}
        done: set[tuple[int, int]] = set()
        for (block, measure, fund, item, path), place in self.columns.items():
            yield fill(core.StatementColumnRecord, {**at, "column_no": place, "block": block, "role": "amount",
                       "column_path": path or measure or "", "measure": measure, "fund": fund, "item": item})  # fmt: skip
        for row, block, number, _ in self.cells:
            if (number, block) not in done:
                done.add((number, block))
                parent = labels.get(row.more["parent"]) if "parent" in row.more else None
                yield fill(core.StatementRowRecord, {**at, "row_no": number, "block": block, "statement": self.statement,
                           "side": row.side, "label": row.label, "code": row.code, "code_kind": _code_kind(row),
                           "item": row.item, "level": _level(row), "parent_row_no": parent})  # fmt: skip
        for row, _, number, place in self.cells:
            if row.amount:
                yield self._fact(row, number, place)

    def _fact(self, row: MadeRow, number: int, place: int) -> Any:
        unit = row.more.get("unit", "万元")
        amount = parse_amount(row.amount, unit)
        assert amount is not None
        code, kind = row.code, _code_kind(row)
        values = {
            "fact_id": f"{self.document_id}.{self.grid_no}.{number}.{place}", "document_id": self.document_id,
            "page": int(row.more.get("page", self.grid_no)), "grid_no": self.grid_no, "row_no": number, "column_no": place,
            "method": "text", "confidence": 1.0, "statement": self.statement, "side": row.side,
            "row_code": code if kind and kind != "source" else None,
            "row_name": row.label if self.statement != "three_public" else "",
            "column_path": row.more.get("path", row.measure or ""), "item": row.item, "level": _level(row),
            "measure": row.measure, "fund": row.fund, "amount_text": amount.text, "unit": amount.unit,
            "amount_yuan": amount.amount_yuan, "last_digit_yuan": amount.last_digit_yuan, "name_printed": row.label,
            "unit_code": row.more.get("unit_code"), "unit_name": row.more.get("unit_name"),
            "category": row.more.get("category"), "project_name": row.more.get("project"),
            "source_code": code if kind == "source" else None, "function_code": code if kind == "function" else None,
            "economic_code": code if kind and kind.startswith("economic") else None,
            "scheme": kind.removeprefix("economic_") if kind and kind.startswith("economic") else None,
        }  # fmt: skip
        names = {f.name for f in dataclasses.fields(_relation(row))}
        return fill(_relation(row), {key: value for key, value in values.items() if key in names})


def _relation(row: MadeRow) -> type:
    if row.statement in FACT_OF:
        return FACT_OF[row.statement]
    if row.side == "income" or row.statement == "income":
        return core.FactRevenue
    economic = (_code_kind(row) or "").startswith("economic") or row.statement in ECONOMIC
    return core.FactExpenditureEconomic if economic else core.FactExpenditureFunction


def _code_kind(row: MadeRow) -> str | None:
    if row.code is None:
        return None
    kinds = {"2": "function", "3": "economic_department", "5": "economic_government"}
    return row.more.get("kind") or kinds.get(row.code[0], "source")


def _level(row: MadeRow) -> str | None:
    if row.code and row.code.isdigit():
        return LEVELS.get(len(row.code))
    return "合计" if row.item and "total" in row.item else None


def fill(record: type, values: Mapping[str, Any]) -> Any:
    """A record with these values; what is not given is NULL, or empty where the column must have a value."""
    hints = typing.get_type_hints(record)
    known = {f.name: f for f in dataclasses.fields(record)}
    given = {name: _fitting(hints[name], value) for name, value in values.items() if name in known}
    for name, declared in known.items():
        if name not in given and declared.default is dataclasses.MISSING:
            given[name] = _empty(hints[name])
    return record(**given)


def _fitting(hint: Any, value: Any) -> Any:
    if value is not None and Decimal in (hint, *typing.get_args(hint)):
        return Decimal(str(value))
    return tuple(value) if isinstance(value, list) else value


def _empty(hint: Any) -> Any:
    if type(None) in typing.get_args(hint):
        return None
    return {str: "", int: 0, float: 0.0, bool: False}.get(hint, ())
