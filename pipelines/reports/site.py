"""Writing the report: an overview, one page per document, the catalogue of rules. Static files that open from disk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from pipelines.reports import queries
from pipelines.reports.pictures import Pictures
from pipelines.reports.queries import Row
from pipelines.reports.words import WORDS
from pipelines.warehouse.connection import Connection

AROUND = 1
"""Rows shown before and after a cell where the page has no picture."""


def write_report(connection: Connection, folder: Path, read: Callable[[str], bytes]) -> Path:
    """Write the report of a warehouse below ``folder`` and return the path of its first page.

    ``read`` gives the bytes of a raw file by the path that ``core.document`` holds (for pictures). Pages of documents that are
    no longer there are removed; pictures are kept while a page shows them.
    """
    pages, images = folder / "documents", folder / "pictures"
    for made in (pages, images):
        made.mkdir(parents=True, exist_ok=True)
    environment = _environment()
    pictures = Pictures(images, read)
    documents = queries.rows(connection, queries.DOCUMENTS)
    failures = queries.rows(connection, queries.FAILURES)
    by_document: dict[str, list[Row]] = defaultdict(list)
    for failure in failures:
        by_document[failure["document_id"]].append(failure)
    written = set()
    for document in documents:
        target = pages / f"{page_name(document)}.html"
        target.write_text(
            _document(environment, connection, pictures, document, by_document[document["document_id"]]), "utf-8"
        )
        written.add(target.name)
    for stale in pages.glob("*.html"):
        if stale.name not in written:
            stale.unlink()
    pictures.remove_unused()
    names = {document["document_id"]: document for document in documents}
    (folder / "rules.html").write_text(
        _render(environment, "rules", rules=queries.rows(connection, queries.RULES)), "utf-8"
    )
    index = folder / "index.html"
    index.write_text(
        _render(
            environment,
            "index",
            overview=queries.row(connection, queries.OVERVIEW),
            coverage=queries.rows(connection, queries.COVERAGE),
            documents=documents,
            failures=[{**failure, "document": names.get(failure["document_id"])} for failure in failures],
            quarantine=queries.rows(connection, queries.QUARANTINE),
            annex=(folder / "annex" / "index.html").exists(),
        ),
        "utf-8",
    )
    return index


def page_name(document: Mapping[str, Any]) -> str:
    """The stem of a document's page."""
    return str(document["document_id"][:16])


def _document(
    environment: Environment, connection: Connection, pictures: Pictures, document: Row, failures: list[Row]
) -> str:
    facts = _facts(connection, failures)
    shown = [_finding(connection, pictures, document, failure, facts) for failure in failures]
    identity = document["document_id"]
    return _render(
        environment,
        "document",
        document=document,
        findings=shown,
        grids=queries.rows(connection, queries.GRIDS, document_id=identity),
        doubts=queries.rows(connection, queries.DOUBTS, document_id=identity),
        rules=queries.rows(connection, queries.OPEN_RULES, document_id=identity),
    )


def _facts(connection: Connection, failures: Sequence[Row]) -> dict[str, Row]:
    wanted = sorted({fact for failure in failures for fact in [*failure["left_fact_ids"], *failure["right_fact_ids"]]})
    if not wanted:
        return {}
    return {fact["fact_id"]: fact for fact in queries.rows(connection, queries.FACTS, fact_ids=wanted)}


def _finding(connection: Connection, pictures: Pictures, document: Row, failure: Row, facts: Mapping[str, Row]) -> Row:
    left = [facts[fact] for fact in failure["left_fact_ids"] if fact in facts]
    right = [facts[fact] for fact in failure["right_fact_ids"] if fact in facts]
    mine = [fact for fact in [*left, *right] if fact["document_id"] == document["document_id"]]
    drawn = [(page, pictures.of(document, page, mine)) for page in sorted({fact["page"] for fact in mine})]
    excerpts = [] if any(name for _, name in drawn) else _excerpts(connection, mine)
    return {**failure, "left": left, "right": right, "pictures": [(p, n) for p, n in drawn if n], "excerpts": excerpts}


def _excerpts(connection: Connection, facts: Sequence[Row]) -> list[Row]:
    """The rows of the grid around each cell, for formats that have no picture."""
    by_grid: dict[int, list[Row]] = defaultdict(list)
    for fact in facts:
        if fact["grid_no"] is not None:
            by_grid[fact["grid_no"]].append(fact)
    made = []
    for grid_no, group in sorted(by_grid.items()):
        rows = sorted({fact["row_no"] for fact in group})
        cells = queries.rows(
            connection,
            queries.CELLS,
            document_id=group[0]["document_id"],
            grid_no=grid_no,
            first_row=max(0, rows[0] - AROUND),
            last_row=rows[-1] + AROUND,
        )
        marked = {(fact["row_no"], fact["column_no"]) for fact in group}
        made.append({"grid_no": grid_no, "lines": _lines(cells, marked)})
    return made


def _lines(cells: Sequence[Row], marked: set[tuple[int, int]]) -> list[list[Row]]:
    lines: dict[int, list[Row]] = defaultdict(list)
    for cell in cells:
        lines[cell["row_no"]].append({**cell, "marked": (cell["row_no"], cell["column_no"]) in marked})
    return [lines[number] for number in sorted(lines)]


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("pipelines.reports"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(yuan=_yuan, word=_word, page_name=page_name)
    return environment


def _render(environment: Environment, template: str, **values: Any) -> str:
    return environment.get_template(f"{template}.html.j2").render(**values)


def _yuan(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount:,.2f}"


def _word(term: str | None) -> str:
    return "" if term is None else WORDS.get(term, term)
