"""What the benchmark measures is what it says: documents that differ, pages the other reader chose. Nothing is timed here."""

from __future__ import annotations

import csv
import hashlib
import io
from pathlib import Path

import pdfplumber
import pypdfium2
import pytest

from pipelines.warehouse.connection import open_scratch
from tests.bench import corpus
from tests.bench.many_facts import repeat
from tests.bench.readers import ours, second
from tests.bench.variants import write_variants

SAMPLE = corpus.SAMPLES / "county-unit-2023-budget.pdf"


def test_variants_are_documents_of_their_own_for_bodies_of_their_own(tmp_path: Path) -> None:
    write_variants(tmp_path, 13)
    with (tmp_path / "manifest.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == len({row["sha256"] for row in rows}) == 13
    for row in rows:
        assert row["sha256"] == hashlib.sha256((tmp_path / row["path"]).read_bytes()).hexdigest()
    changed = [row for row in rows if row["path"].startswith("00001-")]
    assert len(changed) == 3
    for row in changed:
        assert row["publisher"].endswith("1")
    printed = next(row for row in changed if row["path"].endswith(".pdf"))
    with pypdfium2.PdfDocument(tmp_path / printed["path"]) as document:
        text = "".join(page.get_textpage().get_text_range() for page in document)
    assert printed["publisher"] in text.replace("\r\n", "").replace(" ", "")


def test_table_pages_are_those_on_which_the_other_reader_finds_tables() -> None:
    data, count = corpus.table_pages(SAMPLE.read_bytes(), most=3)
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        assert len(pdf.pages) == count <= 3
        assert all(page.find_tables() for page in pdf.pages)
    assert ours(data) > 0
    assert second(data) > 0


@pytest.mark.parametrize("copies", [0, 1, 33])
def test_facts_are_repeated_for_documents_and_bodies_of_their_own(copies: int) -> None:
    with open_scratch() as connection:
        connection.execute(
            """create schema core;
            create table core.document (document_id varchar, organization_id varchar, path varchar, title varchar,
                supersedes_document_id varchar);
            create table core.fact_revenue (fact_id varchar, document_id varchar, amount_yuan decimal(20, 2));
            create table core.cell (document_id varchar);
            insert into core.document values ('a', 'o', 'a.pdf', 't', null), ('b', 'o', 'b.pdf', 't', 'a');
            insert into core.fact_revenue select '0123456789abcdef.1.' || range, 'a', 1.25 from range(3)"""
        )
        repeat(connection, copies)
        facts, places, documents = connection.execute(
            "select count(*), count(distinct fact_id), count(distinct document_id) from core.fact_revenue"
        ).fetchall()[0]
        assert places == facts == 3 * (copies + 1)
        assert documents == copies + 1
        bodies, superseded = connection.execute(
            "select count(distinct organization_id), count(*) from core.document d where supersedes_document_id is null "
            "or exists (select 1 from core.document o where o.document_id = d.supersedes_document_id)"
        ).fetchall()[0]
        assert bodies == copies + 1
        assert superseded == 2 * (copies + 1)
        assert connection.execute("select count(*) from core.cell").fetchall() == [(0,)]
