"""One round of collecting: every source asked, what is new or changed kept in the raw folder, the manifest filled.

Nothing in the raw folder is overwritten: changed content at the same address becomes another file, so that both versions stay.
What was seen where (for conditional requests) is kept in ``.collected.json`` beside the manifest.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from pipelines.documents.errors import UnreadableDocument
from pipelines.documents.sniff import HTML, sniff
from pipelines.intake.collecting.fetch import Fetched, Fetcher, FetchError
from pipelines.intake.collecting.links import document_links
from pipelines.intake.collecting.manners import Manners
from pipelines.intake.collecting.sources import Source, Sources

STATE = ".collected.json"
MANIFEST = "manifest.csv"
COLUMNS = (
    "path", "sha256", "publisher", "region", "region_code", "fiscal_year", "stage", "tier", "part", "title", "source_url",
    "retrieved_at", "note",
)  # fmt: skip
ENDINGS = {
    "application/pdf": ".pdf",
    "text/html": ".html",
    "multipart/related": ".mht",
    "text/plain": ".txt",
    "application/zip": ".zip",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.ms-excel": ".xls",
    "application/msword": ".doc",
}
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Collected:
    """What came of one address: ``new``, ``changed``, ``unchanged``, ``refused`` (robots) or ``failed``, and why."""

    url: str
    outcome: str
    path: str | None = None
    reason: str | None = None


def collect(sources: Sources, raw: Path, fetcher: Fetcher | None = None) -> Iterator[Collected]:
    """Fetch what the sources name into ``raw``, one outcome per address; one that fails never stops the others."""
    raw.mkdir(parents=True, exist_ok=True)
    with fetcher or Fetcher(sources.limits) as client:
        asking = _Asking(client, Manners(client), _Keeper(raw))
        for source in sources.sources:
            for url, title in _addresses(source, asking):
                yield title if isinstance(title, Collected) else _one(url, title, source, asking)


def _addresses(source: Source, asking: _Asking) -> Iterator[tuple[str, str | Collected]]:
    """Direct links first, then the links of each page; a page that fails is an outcome of its own."""
    client, manners = asking.client, asking.manners
    yield from ((url, "") for url in source.files)
    for page in source.pages:
        if not manners.may_fetch(page):
            yield page, Collected(page, "refused", reason="robots.txt 不允许")
            continue
        manners.wait(page)
        try:
            fetched = client.fetch(page, max_bytes=client.limits.max_page_bytes)
        except FetchError as error:
            yield page, Collected(page, "failed", reason=str(error))
            continue
        yield from document_links(fetched.body or b"", fetched.url, source, client.limits.links_per_page)


def _one(url: str, title: str, source: Source, asking: _Asking) -> Collected:
    client, manners, keeper = asking.client, asking.manners, asking.keeper
    if not manners.may_fetch(url):
        return Collected(url, "refused", reason="robots.txt 不允许")
    manners.wait(url)
    try:
        fetched = client.fetch(url, keeper.conditions(url))
        media_type = None if fetched.body is None else _expected(url, fetched.body)
    except FetchError as error:
        return Collected(url, "failed", reason=str(error))
    except UnreadableDocument as error:
        return Collected(url, "failed", reason=f"取得的内容不能用：{error}")
    return keeper.keep(url, title, source, fetched, media_type)


def _expected(url: str, body: bytes) -> str:
    """The media type by the bytes; a web page behind a link that promises a file is an error page, not a document."""
    media_type = sniff(body)
    promised = Path(urlsplit(url).path).suffix.lower()
    if media_type == HTML and promised in {".pdf", ".xls", ".xlsx", ".doc", ".docx", ".wps", ".et", ".zip", ".ofd"}:
        raise FetchError(f"链接应为 {promised} 文件，得到的是网页：{url}")
    return media_type


@dataclass(frozen=True, slots=True)
class _Asking:
    """What one round asks and keeps with."""

    client: Fetcher
    manners: Manners
    keeper: _Keeper


class _Keeper:
    """Writes files and manifest rows; remembers validators and digests by address."""

    def __init__(self, raw: Path) -> None:
        self.raw = raw
        self.state_path = raw / STATE
        self.state: dict[str, dict[str, Any]] = {}
        if self.state_path.is_file():
            self.state = json.loads(self.state_path.read_text("utf-8"))

    def conditions(self, url: str) -> dict[str, str]:
        """Headers that ask only for what has changed since the last round (while the kept file is still there)."""
        known = self.state.get(url)
        if not known or not (self.raw / known["path"]).is_file():
            return {}
        wanted = {"if-none-match": known.get("etag"), "if-modified-since": known.get("last_modified")}
        return {name: value for name, value in wanted.items() if value}

    def keep(self, url: str, title: str, source: Source, fetched: Fetched, media_type: str | None) -> Collected:
        known = self.state.get(url)
        if fetched.body is None:
            return Collected(url, "unchanged", known["path"] if known else None)
        digest = hashlib.sha256(fetched.body).hexdigest()
        same = known is not None and known["sha256"] == digest and (self.raw / known["path"]).is_file()
        path = known["path"] if known and same else self._write(url, source, fetched.body, digest, media_type or "")
        self.state[url] = {
            "path": path,
            "sha256": digest,
            "etag": fetched.headers.get("etag"),
            "last_modified": fetched.headers.get("last-modified"),
        }
        if not same:
            self._list(url, title, source, path, digest)
        _replace(self.state_path, json.dumps(self.state, ensure_ascii=False, indent=1, sort_keys=True))
        outcome = "unchanged" if same else "changed" if known else "new"
        return Collected(url, outcome, path)

    def _write(self, url: str, source: Source, body: bytes, digest: str, media_type: str) -> str:
        folder = self.raw / _safe(source.folder or source.publisher)
        folder.mkdir(parents=True, exist_ok=True)
        stem = _safe(Path(unquote(urlsplit(url).path)).stem) or "document"
        ending = ENDINGS.get(media_type) or Path(urlsplit(url).path).suffix.lower() or ".bin"
        target = folder / f"{stem}{ending}"
        if target.exists() and hashlib.sha256(target.read_bytes()).hexdigest() != digest:
            target = folder / f"{stem}.{digest[:8]}{ending}"
        partial = target.with_name(f".{target.name}.part")
        partial.write_bytes(body)
        partial.replace(target)
        return target.relative_to(self.raw).as_posix()

    def _list(self, url: str, title: str, source: Source, path: str, digest: str) -> None:
        """Add a row to the manifest, leaving the rows that are there as they are."""
        manifest = self.raw / MANIFEST
        values = asdict(source) | {
            "path": path,
            "sha256": digest,
            "title": title,
            "source_url": url,
            "retrieved_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "note": "",
        }
        rows: list[dict[str, str]] = []
        names: list[str] = list(COLUMNS)
        if manifest.is_file():
            with manifest.open(encoding="utf-8-sig", newline="") as file:
                reader = csv.DictReader(file)
                names = [
                    *(reader.fieldnames or ()),
                    *(name for name in COLUMNS if name not in (reader.fieldnames or ())),
                ]
                rows = [row for row in reader if row.get("path") != path]
        rows.append({name: str(values.get(name, "")) for name in names})
        partial = manifest.with_name(f".{MANIFEST}.part")
        with partial.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, names, lineterminator="\n", extrasaction="ignore")
            writer.writeheader()
            writer.writerows(rows)
        partial.replace(manifest)


def _replace(path: Path, text: str) -> None:
    partial = path.with_name(f"{path.name}.part")
    partial.write_text(text, "utf-8")
    partial.replace(path)


def _safe(name: str) -> str:
    """A name for a file or folder from untrusted text: no separators, no control characters, no leading dot."""
    text = unicodedata.normalize("NFC", name)
    return re.sub(r"[\x00-\x1f\x7f/\\:*?\"<>|]+", "_", text).strip(" ._")[:LONGEST_NAME]
