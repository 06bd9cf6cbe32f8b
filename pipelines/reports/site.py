"""Writing the report: an overview, one page per document, the catalogue of rules. Static files that open from disk.

A document's page is written again only when something it shows has changed; choosing what a page shows is ``content``.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from pipelines.reports import queries
from pipelines.reports.content import document_page, folded, material_of
from pipelines.reports.pictures import SCALE, Pictures
from pipelines.reports.queries import Row
from pipelines.reports.words import where, word
from pipelines.warehouse.connection import Connection

LISTED = 2000
"""Rows of a list on the first page; the whole list is in the .csv beside it."""
TOGETHER = 100
"""Documents whose pages are written at a time: what they show is in memory together."""

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
    _write_documents(connection, environment, pictures, pages)
    pictures.remove_unused()
    (folder / "rules.html").write_text(
        _render(environment, "rules", rules=queries.rows(connection, queries.RULES)), "utf-8"
    )
    _write_csv(folder / "findings.csv", queries.stream(connection, queries.FAILURES))
    _write_csv(folder / "documents.csv", queries.stream(connection, queries.DOCUMENTS))
    index = folder / "index.html"
    index.write_text(
        _render(
            environment,
            "index",
            overview=queries.row(connection, queries.OVERVIEW),
            coverage=queries.rows(connection, queries.COVERAGE),
            documents=queries.rows(connection, f"{queries.DOCUMENTS} limit $most", most=LISTED),
            roots=_foremost(connection),
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


def _foremost(connection: Connection) -> list[Row]:
    """The first root causes of all, each with its document."""
    roots = folded(queries.rows(connection, queries.FOREMOST, most=LISTED))
    wanted = {root["document_id"] for root in roots}
    documents = {
        one["document_id"]: one for one in queries.stream(connection, queries.DOCUMENTS) if one["document_id"] in wanted
    }
    return [{**root, "document": documents.get(root["document_id"])} for root in roots]


def _write_documents(connection: Connection, environment: Environment, pictures: Pictures, folder: Path) -> None:
    """Write the pages that say something else than before, some at a time; remove those of documents that are gone."""
    fingerprints = {row["document_id"]: row["fingerprint"] for row in queries.stream(connection, queries.FINGERPRINTS)}
    layout = _layout()
    present: set[str] = set()
    waiting: list[tuple[Row, str]] = []
    for document in queries.stream(connection, queries.DOCUMENTS):
        name = f"{page_name(document)}.html"
        present.add(name)
        fingerprint = f"{layout}-{fingerprints[document['document_id']]}"
        kept = _unchanged(folder / name, fingerprint)
        if kept is not None:
            pictures.used.update(kept)
            continue
        waiting.append((document, fingerprint))
        if len(waiting) == TOGETHER:
            _write_some(connection, environment, pictures, folder, waiting)
            waiting = []
    _write_some(connection, environment, pictures, folder, waiting)
    for stale in folder.glob("*.html"):
        if stale.name not in present:
            stale.unlink()


def _write_some(
    connection: Connection,
    environment: Environment,
    pictures: Pictures,
    folder: Path,
    documents: Sequence[tuple[Row, str]],
) -> None:
    """The pages of these documents, each with the fingerprint of what it says."""
    material = material_of(connection, [document["document_id"] for document, _ in documents])
    for document, fingerprint in documents:
        content = document_page(connection, pictures, document, material)
        page = _render(environment, "document", fingerprint=fingerprint, **content)
        (folder / f"{page_name(document)}.html").write_text(page, "utf-8")


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


def _write_csv(path: Path, rows: Iterable[Row]) -> None:
    # the mark at the beginning tells spreadsheet programs that this is UTF-8
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        for number, row in enumerate(rows):
            if not number:
                writer.writerow(row)
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
