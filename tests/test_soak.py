"""The soak does what it says, tried small and without rules: what happens to the folder, and what each night must come to."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

import pytest

from pipelines.flow.reading import read_document
from pipelines.flow.soundness import AMOUNTS
from pipelines.intake import scan_raw
from tests.bench.variants import originals
from tests.documents.typeset.__main__ import WRITERS
from tests.office import without_rules
from tests.soak.__main__ import faults
from tests.soak.changes import SMALL, change, revised, write_documents
from tests.soak.night import night
from tests.soak.page import page

DOCUMENTS = 5


@pytest.mark.slow
def test_nights_come_to_what_they_should(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without_rules(monkeypatch)
    raw, warehouse = tmp_path / "raw", tmp_path / "w" / "fiscal.duckdb"
    write_documents(raw, DOCUMENTS, workers=2, small=True)
    nights = {name: night(str(raw), str(warehouse), 2) for name in ("all new", "nothing changed")}
    before = {path.name: path.read_bytes() for path in raw.iterdir()}
    done = change(raw, again=1, removed=1, corrupt=2)
    after = {path.name: path.read_bytes() for path in raw.iterdir()}
    assert before.keys() - after.keys() == set(done.removed)
    assert {name for name in after if after[name] != before[name]} == {*done.again, *done.corrupt, "manifest.csv"}
    with (raw / "manifest.csv").open(encoding="utf-8", newline="") as stream:
        listed = {row["path"]: row["sha256"] for row in csv.DictReader(stream)}
    assert listed == {name: hashlib.sha256(data).hexdigest() for name, data in after.items() if name != "manifest.csv"}
    nights |= {name: night(str(raw), str(warehouse), 2) for name in ("1 % changed", "nothing changed again")}
    counts = {"again": 1, "removed": 1, "corrupt": 2}
    assert faults(nights, DOCUMENTS, counts) == []
    told = page({"machine": {"cores": 2}, "documents": DOCUMENTS, "workers": 2, "typeset_s": 1.0, "load": "0.1",
                 "changed": counts, "nights": nights, "faults": []})  # fmt: skip
    assert "No wrong count." in told and told.count("\n| ") == 6
    assert faults(nights, DOCUMENTS, counts | {"again": 2}), "a wrong count is told"


@pytest.mark.slow
@pytest.mark.parametrize("file", SMALL)
def test_a_revised_document_differs_in_one_amount_fact(file: str, tmp_path: Path) -> None:
    """In a cell of a table or, in a report that is sentences alone, in what one of them states."""
    (sample,) = [one for one in originals() if one.file == file]
    texts = []
    for name, one in (("old", sample), ("new", revised(sample))):
        (tmp_path / name).mkdir()
        WRITERS[Path(file).suffix](one, tmp_path / name / file)
        raw = scan_raw(tmp_path / name).files[0]
        rows = read_document(tmp_path / name / file, raw).rows
        texts.append(
            [
                sorted((r.fact_id[16:], r.amount_text) for found in AMOUNTS for r in rows.get(found, ())),
                sorted((r.claim_id[16:], r.amount_text) for r in rows.get("claim", ()) if r.amount_text),
            ]
        )
    facts, claims = [len(set(new) - set(old)) for old, new in zip(*texts, strict=True)]
    assert facts == 1
    assert claims <= 1
