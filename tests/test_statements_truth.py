"""Statements against pages transcribed by eye: every amount with its statement, unit, code, name, headers, measure and fund."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import pytest

from pipelines import documents, grids
from pipelines.facts.inferred import settle
from pipelines.records.pages import RawFile, Statement, Unrecognised
from pipelines.reference.folding import fold
from pipelines.statements import identify, recognise
from pipelines.statements.sheet import looks_like_money
from tests.by_hand import amounts_with_cells, last_digit, sums_of
from tests.conftest import SHARED

TRUTH = sorted((Path(__file__).parent / "truth").glob("*.csv"))
KEYS = ("statement", "unit", "row_code", "row_name", "column_path", "measure", "fund", "amount_text")
Found = tuple[Statement | Unrecognised, ...]


@cache
def _published() -> dict[str, Path]:
    places = [path for path in SHARED.rglob("*") if path.is_file()]
    return {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in places}


@cache
def _statements(document_id: str) -> Found:
    path = _published()[document_id]
    document = documents.read(path.read_bytes(), path.name, document_id)
    found = grids.find_grids(document)
    raw = RawFile(path.name, document_id, path.stat().st_size)
    read = recognise(found, identify(document, found, raw))
    beside = [statement for statement in read if isinstance(statement, Statement)]
    # What collapsed text prints has a column only once the sums have placed it.
    return tuple(settle(one, beside).statement if isinstance(one, Statement) else one for one in read)


@cache
def _amounts(document_id: str) -> dict[int, Counter[tuple[str, ...]]]:
    pages: dict[int, Counter[tuple[str, ...]]] = defaultdict(Counter)
    for statement in _statements(document_id):
        if isinstance(statement, Statement):
            for amount, meaning, cell in amounts_with_cells(statement):
                row = (statement.kind, meaning.unit, amount.code, amount.label, amount.path, *amount[3:])
                pages[cell.page][tuple(fold(value or "") for value in row)] += 1
    return pages


@pytest.mark.real
@pytest.mark.parametrize("path", TRUTH, ids=lambda path: path.stem)
def test_amounts_of_a_page_are_those_a_person_read(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    prefix, page = path.stem.split("_")[1:]
    document_id = next((known for known in _published() if known.startswith(prefix)), None)
    if document_id is None:
        pytest.skip(f"the document of {path.name} is not here")
    wanted = Counter(tuple(fold(row[key]) for key in KEYS) for row in rows)
    found = _amounts(document_id)[int(page.removeprefix("p"))]
    assert (wanted - found, found - wanted) == (Counter(), Counter())


def _documents() -> list[Path]:
    folder = SHARED / "disclosures"
    return sorted(folder.rglob("*.pdf")) if folder.is_dir() else []


@pytest.mark.real
@pytest.mark.parametrize("path", _documents(), ids=lambda path: path.stem)
def test_every_grid_of_a_published_document_is_a_statement_or_says_why_not(path: Path) -> None:
    """What is refused in these documents (lists of units, a legend of a chart) says so and holds not one amount."""
    for found in _statements(hashlib.sha256(path.read_bytes()).hexdigest()):
        if isinstance(found, Unrecognised):
            assert "没有金额列" in found.reason
            assert not [cell.text for cell in found.grid.cells if looks_like_money(fold(cell.text))]


@pytest.mark.real
@pytest.mark.parametrize("path", _documents(), ids=lambda path: path.stem)
def test_the_tree_of_rows_sums(path: Path) -> None:
    """Children add up to their parent within rounding, in every amount column of these documents."""
    wrong = [
        (statement.title, column.path, row.label)
        for statement in _statements(hashlib.sha256(path.read_bytes()).hexdigest())
        if isinstance(statement, Statement)
        for column, row, printed, parts in sums_of(statement)
        if abs(printed - sum(parts)) > (len(parts) + 1) * last_digit(printed, *parts) / 2
    ]
    assert wrong == []
