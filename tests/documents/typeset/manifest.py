"""The manifest of ``data/raw``: one row for each sample document, in the columns that a refresh expects.

Only the writing of the manifest belongs here; its rows come from the facts files.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable
from pathlib import Path

from tests.documents.typeset.facts import Sample

COLUMNS = (
    *("path", "sha256", "publisher", "region", "region_code", "fiscal_year", "stage", "tier", "part"),
    *("title", "source_url", "retrieved_at", "note"),
)
RETRIEVED_AT = "2026-11-01"  # a fixed date: the samples were set, not fetched


def write(samples: Iterable[Sample], folder: Path) -> None:
    """Write ``manifest.csv`` into ``folder``, where the documents already are."""
    with (folder / "manifest.csv").open("w", encoding="utf-8", newline="") as stream:
        rows = csv.DictWriter(stream, COLUMNS, restval="", lineterminator="\n")
        rows.writeheader()
        for sample in samples:
            digest = hashlib.sha256((folder / sample.file).read_bytes()).hexdigest()
            rows.writerow({"path": sample.file, "sha256": digest, "retrieved_at": RETRIEVED_AT} | sample.manifest)
