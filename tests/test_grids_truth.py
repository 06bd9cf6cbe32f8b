"""The grids of published documents against what a person read on their pages."""

from __future__ import annotations

import csv
import hashlib
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import pytest

from pipelines.documents import read
from pipelines.grids import find_grids
from pipelines.grids.segments import EXACT
from pipelines.records.pages import Grid

TRUTH = sorted((Path(__file__).parent / "truth").glob("*.csv"))
_GRIDS: dict[str, tuple[Grid, ...]] = {}


def folded(text: str) -> str:
    text = unicodedata.normalize("NFKC", "".join(text.split()))
    return text.translate(str.maketrans("“”‘’", "\"\"''"))


def published_grids(shared: Path, sha256_start: str) -> tuple[Grid, ...] | None:
    if sha256_start not in _GRIDS:
        for path in (shared / "disclosures").rglob("*.*"):
            data = path.read_bytes()
            sha256 = hashlib.sha256(data).hexdigest()
            if sha256.startswith(sha256_start):
                _GRIDS[sha256_start] = find_grids(read(data, path.name, sha256))
    return _GRIDS.get(sha256_start)


@pytest.mark.real
@pytest.mark.parametrize("truth", TRUTH, ids=lambda path: path.stem)
def test_every_printed_amount_stands_in_its_row(truth: Path, shared: Path) -> None:
    _, sha256_start, page = truth.stem.split("_")
    with truth.open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    grids = published_grids(shared, sha256_start)
    if grids is None:
        pytest.skip("the document is not here")
    printed = _amounts_with_rows(grids, int(page.removeprefix("p")))
    assert printed, "no grid was found on the page"
    if not rows:
        assert not [text for text in printed if EXACT.fullmatch(text)], "the page prints a table without an amount"
    assert not [row for row in rows if not _take(printed, row)]


def _amounts_with_rows(grids: Sequence[Grid], page: int) -> dict[str, list[str]]:
    """For every text of a cell on the page: the whole row it stands in, once per text; those of lost columns share a cell."""
    found: dict[str, list[str]] = defaultdict(list)
    for grid in grids:
        rows: dict[int, str] = defaultdict(str)
        for cell in grid.cells:
            for row in range(cell.row_no, cell.row_no + cell.row_span):
                rows[row] += folded(cell.text)
        for cell in grid.cells:
            if cell.page == page and cell.text:
                for text in cell.text.split("\t"):
                    found[folded(text)].append(rows[cell.row_no])
    return found


def _take(printed: dict[str, list[str]], row: dict[str, str]) -> bool:
    """Whether the amount is in a row with the code and the label of the truth (labels of two columns joined by /)."""
    candidates = printed[folded(row["amount_text"])]
    for index, text in enumerate(candidates):
        if row["row_code"] in text and all(label in text for label in folded(row["row_name"]).split("/")):
            del candidates[index]
            return True
    return False
