"""The soak does what it says, tried small and without rules: what happens to the folder, and what each night must come to."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

import pytest

from tests.office import without_rules
from tests.soak.__main__ import faults
from tests.soak.changes import change, write_documents
from tests.soak.night import night

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
    assert faults(nights, DOCUMENTS, counts | {"again": 2}), "a wrong count is told"
