"""The README's first command on the documents of data/raw: what it finds, and the pages that say so."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.flow.refresh import refresh
from pipelines.flow.steps import report_step
from pipelines.settings import Settings
from pipelines.warehouse.connection import Connection, open_reader
from tests.documents.typeset.__main__ import RAW

TRANSPOSED = "fictitious-department-2024-final.pdf"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("first")
    settings = Settings(raw=RAW, warehouse=folder / "fiscal.duckdb", workers=2)
    refresh(settings)
    report_step(settings)
    return settings


@pytest.fixture
def warehouse(office: Settings) -> Iterator[Connection]:
    with open_reader(office.warehouse) as connection:
        yield connection


def pages(office: Settings) -> dict[str, Path]:
    """The report's page of each document, by the document's path."""
    with open_reader(office.warehouse) as connection:
        names = connection.execute("select path, document_id[:16] from core.document").fetchall()
    return {path: office.report / "documents" / f"{name}.html" for path, name in names}


def test_every_document_is_read(warehouse: Connection) -> None:
    assert warehouse.execute("select distinct status from core.document").fetchall() == [("read",)]
    (documents,) = warehouse.execute("select count(*) from core.document").fetchone() or ()
    assert documents == len([path for path in RAW.iterdir() if path.suffix in {".pdf", ".xlsx", ".html"}])


def test_one_transposed_amount_is_one_root_with_what_follows_from_it(warehouse: Connection) -> None:
    found = warehouse.execute(
        """
        select rule_id, a.amount_text, a.row_name, a.column_path, f.healing_yuan::varchar, f.root_finding_id
        from quality.finding f join core.document d using (document_id)
        join core.published_amount a on a.fact_id = f.suspect_fact_id
        where d.path = ? and verdict = 'fails' order by rule_id
        """,
        [TRANSPOSED],
    ).fetchall()
    assert [row[:5] for row in found] == [
        (rule, "2657.07", "合计", "项目支出", "26750700.00") for rule in ("R047", "R049")
    ]
    assert len({row[5] for row in found}) == 1


def test_the_page_of_a_document_shows_the_equation_the_cell_in_doubt_and_the_picture(office: Settings) -> None:
    page = pages(office)[TRANSPOSED].read_text("utf-8")
    assert "≠" in page
    assert "印 <b>2657.07 万元</b>" in page
    assert "若为 <b>26,750,700.00 元</b>，这 2 式都成立" in page
    assert "由同一处引起的其他情形（1）" in page
    shown = [name for name in (office.report / "pictures").iterdir() if f"pictures/{name.name}" in page]
    assert shown
    assert all(picture.read_bytes().startswith(b"\x89PNG") for picture in shown)


def test_the_first_page_lists_every_document_and_one_line_per_root(office: Settings, warehouse: Connection) -> None:
    index = (office.report / "index.html").read_text("utf-8")
    for name in pages(office).values():
        assert f'href="documents/{name.name}"' in index
    (roots,) = (
        warehouse.execute(
            "select count(distinct (document_id, root_finding_id)) from quality.finding where verdict = 'fails'"
        ).fetchone()
        or ()
    )
    assert index.count("<tr data-severity=") == roots


def test_the_lists_beside_the_pages_are_whole(office: Settings, warehouse: Connection) -> None:
    with (office.report / "findings.csv").open(encoding="utf-8-sig", newline="") as file:
        listed = {row["finding_id"] for row in csv.DictReader(file)}
    failing = warehouse.execute("select finding_id from quality.finding where verdict = 'fails'").fetchall()
    assert listed == {identity for (identity,) in failing}


def test_pages_that_say_the_same_are_not_written_again(office: Settings) -> None:
    written = {path: path.stat().st_mtime_ns for path in pages(office).values()}
    pictures = sorted((office.report / "pictures").iterdir())
    spoiled = pages(office)[TRANSPOSED]
    spoiled.write_text(
        spoiled.read_text("utf-8").replace('name="fingerprint" content="', 'name="fingerprint" content="x')
    )
    (office.report / "documents" / "gone.html").write_text("of a document that is no longer there")
    report_step(office)
    again = {path: path.stat().st_mtime_ns for path in pages(office).values()}
    assert {path for path in written if again[path] != written[path]} == {spoiled}
    assert not (office.report / "documents" / "gone.html").exists()
    assert sorted((office.report / "pictures").iterdir()) == pictures
