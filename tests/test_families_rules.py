"""Clean forms of other publishers accuse nobody: rules tried on layouts that no sample has.

The amounts of these forms add up; an error on one of them is a rule that misreads the layout. The rules inside and between
tables and those of values are run here; which tables and texts are complete is not asked of forms, which print a selection.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.checks import run_rules
from pipelines.flow.reading import read_document
from pipelines.records.pages import RawFile
from pipelines.warehouse.connection import Connection, open_scratch
from tests.families.forms import Family, families
from tests.families.measure import SETTERS
from tests.faults import judging
from tests.faults.fault import Place, Variant

EXPECTATIONS = Path(__file__).resolve().parents[1] / "expectations"
SUITES = ("budget.yml", "final_accounts.yml", "values.yml")
FORMS = tuple(one for one in families() if "page.html" not in one.look.get("not_as", ()))


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    folder: Path = tmp_path_factory.mktemp("families")
    for suite in SUITES:
        shutil.copy(EXPECTATIONS / suite, folder)
    with open_scratch() as connection:
        judging._load(connection, [_read(one, folder) for one in FORMS])
        run_rules(connection, "families", [folder])
        yield connection


def _read(family: Family, folder: Path) -> Variant:
    content = SETTERS["page.html"](family)
    path = folder / f"{family.name}.html"
    path.write_bytes(content)
    raw = RawFile(path.name, hashlib.sha256(content).hexdigest(), len(content))
    return Variant(family.name, None, Place(), "", read_document(path, raw))


@pytest.mark.parametrize("name", [one.name for one in FORMS])
def test_a_clean_form_of_another_publisher_has_no_error(checked: Connection, name: str) -> None:
    query = """select f.verdict, f.severity, f.rule_id, f.message from quality.finding f join core.document d using (document_id)
        where d.path = ? and f.verdict in ('holds', 'holds_within_rounding', 'fails')"""
    tried = checked.execute(query, [f"{name}.html"]).fetchall()
    assert tried, "no rule was tried"
    assert not [row[2:] for row in tried if row[:2] == ("fails", "error")]
