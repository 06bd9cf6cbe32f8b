"""Looking at what is published: queries, and the way back from a number to the printed cell.

Belongs here: reading the published warehouse for people at a terminal. Nothing here changes anything.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

from pipelines.intake.archives import SEPARATOR, read_bytes
from pipelines.records.pages import Box
from pipelines.settings import Settings
from pipelines.warehouse import Connection, open_reader
from pipelines.warehouse.connection import QueryError

ADVICE = {
    "intake": "compare the file with its row in manifest.csv (path, sha256); put the right file there, then refresh",
    "documents": "open the file by hand; if it is whole, convert it to PDF or XLSX and put it in the raw folder",
    "limits": "raise MINGZHANG_SECONDS or MINGZHANG_MEMORY_MB, then: mingzhang quarantine retry",
    "crash": "the reader died on this file; try: mingzhang quarantine retry, and report the file if it dies again",
    "facts": "a fault of the reader: report the file with the detail above; a new version of the reader tries it again",
}
PLACED = r"""
    select fact_id as id, 'fact' as kind, document_id, page, grid_no, row_no, column_no, x0, top, x1, bottom,
        method, confidence, row_name as label, column_path, amount_text as printed, unit, amount_yuan, measure, fund,
        (select sentence from core.claim where claim_id = regexp_replace($id, '\.s([0-9]+)$', '.c\1')) as sentence
    from core.published_amount where fact_id = $id
    union all by name
    select fact_id as id, 'indicator' as kind, document_id, page, grid_no, row_no, column_no, x0, top, x1, bottom,
        method, confidence, concat_ws(' / ', project_name, level1, level2, level3) as label, target_text as printed
    from core.fact_performance_indicator where fact_id = $id
    union all by name
    select claim_id as id, 'claim' as kind, document_id, page, grid_no, row_no, column_no, x0, top, x1, bottom,
        method, confidence, sentence as label, coalesce(amount_text, percent_text) as printed, unit, amount_yuan,
        measure, fund
    from core.claim where claim_id = $id
"""


class UnknownFactError(ValueError):
    """There is no fact, indicator or claim with this identifier."""


class QueryFailedError(ValueError):
    """A query of the user's does not run; the message is DuckDB's."""


@dataclass(frozen=True, slots=True)
class Table:
    """The result of a query, values exactly as the warehouse has them."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A fact, indicator or claim with where it is printed. ``around`` has the rows of the grid about it."""

    values: dict[str, Any]
    document: dict[str, Any]
    title: str | None
    around: tuple[tuple[str, ...], ...]

    @property
    def box(self) -> Box | None:
        """The printed cell on its page, where the format has geometry."""
        corners = [self.values[name] for name in ("x0", "top", "x1", "bottom")]
        return None if None in corners else Box(*corners)


def run_query(settings: Settings, sql: str) -> Table:
    """Run a query on the published warehouse, read-only; raises ``QueryFailedError`` and ``WarehouseError``."""
    with open_reader(settings.warehouse) as connection:
        try:
            return _table(connection, sql)
        except QueryError as error:
            raise QueryFailedError(str(error)) from error


def _table(connection: Connection, sql: str, parameters: object = None) -> Table:
    result = connection.execute(sql, parameters)
    columns = tuple(str(column[0]) for column in result.description or ())
    return Table(columns, tuple(result.fetchall()))


def write_parquet(settings: Settings, sql: str, target: BinaryIO) -> None:
    """Run a query and write its result as Parquet, decimals kept; raises as ``run_query``."""
    import pyarrow.parquet as pq

    with open_reader(settings.warehouse) as connection:
        try:
            table: Any = connection.sql(sql).to_arrow_table()
        except QueryError as error:
            raise QueryFailedError(str(error)) from error
        pq.write_table(table, target, compression="zstd")


def as_csv(table: Table) -> str:
    """CSV with a header; NULL is empty, amounts are exact."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows([["" if value is None else plain(value) for value in row] for row in table.rows])
    return target.getvalue()


def as_json(table: Table) -> str:
    """One object per row; decimals are strings, because a JSON number would be read as a float."""
    return json.dumps(_objects(table), ensure_ascii=False, indent=1, default=plain)


def as_json_parts(parts: Mapping[str, Table]) -> str:
    """Several tables as one object, by name."""
    objects = {name: _objects(table) for name, table in parts.items()}
    return json.dumps(objects, ensure_ascii=False, indent=1, default=plain)


def _objects(table: Table) -> list[dict[str, Any]]:
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def plain(value: Any) -> str:
    """A value as text: exact decimals, ISO dates, lists and structs as JSON."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list | tuple | dict):
        return json.dumps(value, ensure_ascii=False, default=plain)
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def locate(settings: Settings, identifier: str) -> Shown:
    """Where a fact, indicator or claim is printed; raises ``UnknownFactError``."""
    with open_reader(settings.warehouse) as connection:
        found = _first(_table(connection, PLACED, {"id": identifier}))
        if found is None:
            raise UnknownFactError(f"no fact, indicator or claim is called {identifier}")
        document = _first(
            _table(connection, "select * from core.document where document_id = ?", [found["document_id"]])
        )
        place = [found["document_id"], found["grid_no"]]
        grid = _first(
            _table(connection, "select title_printed from core.grid where document_id = ? and grid_no = ?", place)
        )
        around = _around(connection, found)
    assert document is not None
    return Shown(found, document, grid["title_printed"] if grid else None, around)


def _first(table: Table) -> dict[str, Any] | None:
    return dict(zip(table.columns, table.rows[0], strict=True)) if table.rows else None


def _around(connection: Connection, found: dict[str, Any], rows: int = 2) -> tuple[tuple[str, ...], ...]:
    """The texts of the rows about a cell, as printed."""
    if found["grid_no"] is None:
        return ()
    cells = _table(
        connection,
        "select row_no, text from core.cell where document_id = ? and grid_no = ? and row_no between ? and ? "
        "order by row_no, column_no",
        [found["document_id"], found["grid_no"], found["row_no"] - rows, found["row_no"] + rows],
    )
    lines: dict[int, list[str]] = {}
    for row_no, text in cells.rows:
        lines.setdefault(row_no, []).append(text.replace("\n", ""))
    return tuple(tuple(lines[number]) for number in sorted(lines))


def picture_of(settings: Settings, shown: Shown, target: Path, scale: float = 2.0) -> Path | None:
    """Write the page with the cell boxed to ``target``; None when the format has no pages to draw.

    Raises ``FileNotFoundError`` when the raw file is gone and ``UnreadableDocument`` when the page cannot be drawn.
    """
    from pipelines.documents.picture import DRAWN, page_picture

    if shown.document["media_type"] not in DRAWN:
        return None
    boxes: Sequence[Box] = (shown.box,) if shown.box else ()
    picture = page_picture(raw_bytes(settings, shown.document["path"]), shown.values["page"], boxes, scale)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(picture)
    return target


def raw_bytes(settings: Settings, path: str) -> bytes:
    """The bytes of a raw file by the path that ``core.document`` has."""
    whole = settings.raw / path
    return read_bytes(whole if whole.is_file() else settings.raw / path.split(SEPARATOR, 1)[0], path)


def describe(shown: Shown) -> list[tuple[str, str]]:
    """Name and value of everything that says where a number is printed, for the terminal."""
    values, document = shown.values, shown.document
    rows = [
        ("printed", f"{values['printed']} {values['unit'] or ''}".strip()),
        ("amount", f"{plain(values['amount_yuan'])} 元" if values["amount_yuan"] is not None else "—"),
        ("row", values["label"]),
        ("column", values["column_path"] or "—"),
        ("meaning", f"{values['kind']} · {values['measure'] or '—'} · {values['fund'] or '—'}"),
        ("table", f"{shown.title or '—'} (grid {values['grid_no']})" if values["grid_no"] else "text"),
        *([("sentence", values["sentence"])] if values["sentence"] else []),
        ("page", str(values["page"])),
        ("document", f"{document['path']} ({document['document_id']})"),
        ("source", document["source_url"] or "—"),
        ("read by", f"{values['method']}, confidence {values['confidence']:g}"),
        ("box", " ".join(f"{value:.1f}" for value in shown.box) if shown.box else "—"),
    ]
    return [*rows, *(("", " | ".join(line)) for line in shown.around)]


def quarantined(settings: Settings) -> list[str]:
    """Identifiers of quarantined documents whose bytes are there."""
    query = "select document_id from core.document where status = 'quarantined' and withdrawn_at is null order by 1"
    return [row[0] for row in run_query(settings, query).rows]


def explain(settings: Settings, name: str) -> list[tuple[str, str]]:
    """Everything known of a quarantine entry, found by identifier, its beginning, or path; raises ``UnknownFactError``."""
    with open_reader(settings.warehouse) as connection:
        found = _first(
            _table(
                connection,
                "select * from quality.quarantine where path = $name or starts_with(document_id, $name) order by path",
                {"name": name},
            )
        )
    if found is None:
        raise UnknownFactError(f"{name} is not in quarantine")
    advice = ADVICE.get(found["stage"].split(".")[0], ADVICE["facts"])
    return [*((key, plain(value)) for key, value in found.items() if value is not None), ("advice", advice)]
