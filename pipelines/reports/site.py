"""Writing the report: an overview, one page per document, the catalogue of rules. Static files that open from disk.

A document's page is written again only when something it shows has changed; choosing what a page shows is ``content``.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from pipelines.reports import queries
from pipelines.reports.content import document_page, folded, of_documents
from pipelines.reports.pictures import SCALE, Pictures
from pipelines.reports.queries import Row
from pipelines.reports.words import where, word
from pipelines.warehouse.connection import Connection

LISTED = 2000
"""Rows of a list on the first page; the whole list is in the .csv beside it."""

_FINGERPRINT = re.compile(r'<meta name="fingerprint" content="([^"]*)">')
_PICTURE = re.compile(r'src="../pictures/([^"]+)"')


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
    mine = of_documents(failures)
    shown = [(document, mine.get(document["document_id"], [])) for document in documents]
    _write_documents(connection, environment, pictures, pages, shown)
    pictures.remove_unused()
    (folder / "rules.html").write_text(
        _render(environment, "rules", rules=queries.rows(connection, queries.RULES)), "utf-8"
    )
    _write_csv(folder / "findings.csv", failures)
    _write_csv(folder / "documents.csv", documents)
    names = {document["document_id"]: document for document in documents}
    roots = [{**root, "document": names.get(root["document_id"])} for root in folded(failures)]
    index = folder / "index.html"
    index.write_text(
        _render(
            environment,
            "index",
            overview=queries.row(connection, queries.OVERVIEW),
            coverage=queries.rows(connection, queries.COVERAGE),
            documents=documents,
            failures=failures,
            roots=roots,
            listed=LISTED,
            quarantine=queries.rows(connection, queries.QUARANTINE),
            annex=(folder / "annex" / "index.html").exists(),
        ),
        "utf-8",
    )
    return index


def page_name(document: Mapping[str, Any]) -> str:
    """The stem of a document's page."""
    return str(document["document_id"][:16])


def _write_documents(
    connection: Connection,
    environment: Environment,
    pictures: Pictures,
    folder: Path,
    shown: Sequence[tuple[Row, list[Row]]],
) -> None:
    """Write the pages that say something else than before; ``shown``: documents, each with its failing findings."""
    fingerprints = {row["document_id"]: row["fingerprint"] for row in queries.rows(connection, queries.FINGERPRINTS)}
    layout = _layout()
    written = set()
    for document, failures in shown:
        target = folder / f"{page_name(document)}.html"
        written.add(target.name)
        fingerprint = f"{layout}-{fingerprints[document['document_id']]}"
        kept = _unchanged(target, fingerprint)
        if kept is not None:
            pictures.used.update(kept)
            continue
        content = document_page(connection, pictures, document, failures)
        target.write_text(_render(environment, "document", fingerprint=fingerprint, **content), "utf-8")
    for stale in folder.glob("*.html"):
        if stale.name not in written:
            stale.unlink()


def _unchanged(page: Path, fingerprint: str) -> list[str] | None:
    """The pictures of a page that still says what it should say; None when it has to be written."""
    if not page.exists():
        return None
    text = page.read_text("utf-8")
    found = _FINGERPRINT.search(text)
    return _PICTURE.findall(text) if found and found[1] == fingerprint else None


def _layout() -> str:
    """Changes whenever the look of the pages does."""
    here = Path(__file__).parent
    sources = [*sorted((here / "templates").glob("*.j2")), *sorted(here.glob("*.py"))]
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources) + repr(SCALE).encode()).hexdigest()[:12]


def _write_csv(path: Path, rows: Sequence[Row]) -> None:
    # the mark at the beginning tells spreadsheet programs that this is UTF-8
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        if rows:
            writer.writerow(rows[0])
        for row in rows:
            writer.writerow([" ".join(map(str, v)) if isinstance(v, list) else v for v in row.values()])


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("pipelines.reports"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(yuan=_yuan, word=word, where=where, page_name=page_name)
    return environment


def _render(environment: Environment, template: str, **values: Any) -> str:
    return environment.get_template(f"{template}.html.j2").render(**values)


def _yuan(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount:,.2f}"
