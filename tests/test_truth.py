"""Facts against pages transcribed by eye: every printed amount in the right row, column, measure, fund and unit.

The truth files say what a page prints; the documents themselves are not kept here. A page whose document is absent is
skipped with that reason. ``pytest -m real tests/test_truth.py -s`` prints every miss and the recall over all pages.
"""

from __future__ import annotations

import csv
import re
import sys
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from pipelines import documents, facts, grids, statements
from pipelines.intake import read_bytes, scan_raw
from pipelines.records.core import AmountFact, DoubtfulCell
from pipelines.records.pages import RawFile, Statement

TRUTH = Path(__file__).parent / "truth"
DISCLOSURES = Path(__file__).resolve().parents[2] / "shared" / "disclosures"
LEAST_RECALL = 0.999

pytestmark = pytest.mark.real


class Printed(NamedTuple):
    """One printed amount, labels folded so that widths of brackets and quotes do not matter."""

    statement: str
    unit: str
    row_code: str
    row_name: str
    column_path: str
    measure: str
    fund: str
    amount_text: str


def folded(text: str | None) -> str:
    """A label for comparison: NFKC, one kind of quotes and dashes, no white space."""
    plain = unicodedata.normalize("NFKC", text or "")
    return "".join(re.sub("[“”‘’\"'「」]", '"', plain).split())


@cache
def truth_of(path: Path) -> tuple[str, int, tuple[Printed, ...]]:
    """Document, page and printed amounts of a truth file; document and page are in its name where it has no rows."""
    with path.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    page = int(path.stem.rpartition("_p")[2])
    document = rows[0]["document_sha256"] if rows else path.stem.split("_")[1]
    wrong = {row["page"] for row in rows} - {str(page)}
    assert not wrong, f"{path.name} has rows of pages {sorted(wrong)}"
    return document, page, tuple(Printed(*(folded(row[name]) for name in Printed._fields)) for row in rows)


@cache
def raw_files() -> dict[str, RawFile]:
    return {raw.document_id: raw for raw in scan_raw(DISCLOSURES).files} if DISCLOSURES.is_dir() else {}


@cache
def records_of(document_id: str) -> tuple[AmountFact | DoubtfulCell, ...]:
    """All amounts and doubtful cells of a document, read from its bytes."""
    raw = raw_files()[document_id]
    document = documents.read(read_bytes(DISCLOSURES / raw.path, raw.path), raw.path, document_id)
    found = grids.find_grids(document)
    outcomes = statements.recognise(found, statements.identify(document, found, raw))
    beside = [outcome for outcome in outcomes if isinstance(outcome, Statement)]
    read = [record for statement in beside for record in facts.facts_of(statement, document_id, beside)]
    return tuple(record for record in read if isinstance(record, AmountFact | DoubtfulCell))


def printed_on(document_id: str, page: int) -> list[Printed]:
    """The amounts that the reader found on a page (counts are no amounts)."""
    return [
        Printed(
            fact.statement,
            fact.unit,
            folded(fact.row_code),
            folded(fact.row_name),
            folded(fact.column_path),
            fact.measure or "",
            fact.fund or "",
            folded(fact.amount_text),
        )
        for fact in records_of(document_id)
        if isinstance(fact, AmountFact) and fact.page == page and fact.amount_yuan is not None
    ]


def document_of(path: Path) -> str:
    """The document of a truth file; skips the test when it is not among the disclosures."""
    prefix = truth_of(path)[0]
    found = [document_id for document_id in raw_files() if document_id.startswith(prefix)]
    if not found:
        pytest.skip(f"the document {prefix[:8]} is not among the disclosures")
    return found[0]


def differences(path: Path) -> tuple[Counter[Printed], Counter[Printed]]:
    """What the page prints and was not read so, and what was read and is not printed so."""
    document_id, (_, page, truth) = document_of(path), truth_of(path)
    expected, found = Counter(truth), Counter(printed_on(document_id, page))
    return expected - found, found - expected


def told(missing: Counter[Printed], extra: Counter[Printed]) -> str:
    lines = [f"  not read: {'|'.join(row)}" for row in missing.elements()]
    return "\n".join(lines + [f"  not printed: {'|'.join(row)}" for row in extra.elements()])


PAGES = sorted(TRUTH.glob("*_p*.csv"))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_is_read_as_a_person_reads_it(path: Path) -> None:
    missing, extra = differences(path)
    assert not missing and not extra, f"{path.name}\n{told(missing, extra)}"


def test_recall_over_all_pages(capsys: pytest.CaptureFixture[str]) -> None:
    expected = missed = wrong = 0
    for path in PAGES:
        if not any(document_id.startswith(truth_of(path)[0]) for document_id in raw_files()):
            continue
        missing, extra = differences(path)
        expected += len(truth_of(path)[2])
        missed += missing.total()
        wrong += extra.total()
    assert expected, "no document of a truth file is among the disclosures"
    recall = (expected - missed) / expected
    with capsys.disabled():
        sys.stdout.write(
            f"\n{expected} amounts transcribed by eye: {missed} not read as printed, "
            f"{wrong} read and not so printed, recall {recall:.4%}\n"
        )
    assert recall >= LEAST_RECALL
    assert wrong == 0
