"""The second opinion: a reader's error is told from a publisher's, agreement stands with the grid, pages are re-read once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipelines.documents.pdf_second import Asked, texts_at
from pipelines.flow import second
from pipelines.flow.reading import read_document
from pipelines.flow.refresh import refresh
from pipelines.flow.second_workers import Again, Page, read_again
from pipelines.flow.workers import Task
from pipelines.records.core import AmountFact
from pipelines.records.pages import Box
from pipelines.records.reading import Reading
from pipelines.settings import Settings
from pipelines.warehouse.connection import open_reader
from tests.printed import pdf, table

SAMPLES = Path(__file__).parents[1] / "data" / "raw"
SAMPLE = "county-unit-2023-budget.pdf"
RULES = Path(__file__).parents[1] / "expectations"


def misread(reading: Reading, fact: AmountFact) -> Reading:
    """The reading with one amount as a careless reader would have it: the decimal point overlooked."""
    text = fact.amount_text.replace(".", "")
    wrong = replace(fact, amount_text=text, amount_yuan=Decimal(text.replace(",", "")) * 10000)
    rows = {name: tuple(wrong if r is fact else r for r in records) for name, records in reading.rows.items()}
    return replace(reading, rows=rows)


def the_total(reading: Reading) -> AmountFact:
    facts = [f for f in reading.rows["fact_expenditure_function"] if f.statement == "general_expenditure"]
    return next(f for f in facts if f.item == "total" and f.measure == "total")


def settings_of(folder: Path) -> Settings:
    raw = folder / "raw"
    raw.mkdir()
    shutil.copy(SAMPLES / SAMPLE, raw / SAMPLE)
    return Settings(raw, folder / "warehouse" / "fiscal.duckdb", workers=1)


def rows_of(settings: Settings, sql: str) -> list[tuple[Any, ...]]:
    with open_reader(settings.warehouse) as connection:
        return connection.execute(sql).fetchall()


@pytest.fixture(scope="module")
def careless(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Settings, AmountFact]]:
    """A warehouse of a sample of which the first reader misread one amount; of the rules only those of budgets are run."""
    folder = tmp_path_factory.mktemp("careless")
    settings = settings_of(folder)
    (folder / "rules").mkdir()
    for name in ("structure.yml", "budget.yml"):
        shutil.copy(RULES / name, folder / "rules" / name)
    touched: list[AmountFact] = []

    def reader(tasks: Sequence[Task]) -> Iterator[Reading]:
        for task in tasks:
            reading = read_document(task.path, task.raw)
            touched.append(the_total(reading))
            yield misread(reading, touched[-1])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Settings, "rule_folders", (folder / "rules",))
        refresh(settings, reader=reader)
        yield settings, touched[0]


def test_an_error_of_the_reader_is_laid_at_the_readers_door(careless: tuple[Settings, AmountFact]) -> None:
    settings, fact = careless
    found = rows_of(
        settings, "select suspect, suspect_reason, suspect_fact_id from quality.finding where verdict = 'fails'"
    )
    said = [reason for suspect, reason, _ in found if suspect == "reader"]
    assert said
    wrong = fact.amount_text.replace(".", "")
    assert all(f"“{wrong}”读作“{fact.amount_text}”" in reason for reason in said)


def test_agreement_stands_with_the_grid_and_the_misread_cell_counts_against_it(
    careless: tuple[Settings, AmountFact],
) -> None:
    settings, fact = careless
    amounts = f"select count(*) from core.published_amount where grid_no = {fact.grid_no} and x0 is not null"
    ((count,),) = rows_of(settings, amounts)
    ((share,),) = rows_of(settings, f"select second_reader_agreement from core.grid where grid_no = {fact.grid_no}")
    assert share == round(Decimal(count - 1) / count, 4)


def test_what_was_read_again_is_not_read_a_third_time(
    careless: tuple[Settings, AmountFact], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, fact = careless

    def no_more(_: Settings, jobs: Sequence[Again]) -> Iterator[tuple[Again, dict[str, str | None]]]:
        assert not jobs
        return iter(())

    monkeypatch.setattr(second, "read_again", no_more)
    with open_reader(settings.warehouse) as connection:
        texts = second.SecondReader(settings, connection).opinion([fact])
    assert texts[fact.fact_id] == fact.amount_text


def test_a_number_cut_by_the_first_reader_shows_whole_and_rows_stay_apart() -> None:
    data = pdf(table)
    from pipelines.documents import read
    from pipelines.grids import find_grids

    document = read(data, "a.pdf", "0" * 64)
    (grid,) = find_grids(document)
    page = document.pages[0]
    cells = [cell for cell in grid.cells if cell.text and cell.box]
    halves = tuple(Box(c.box.x0, c.box.top, (c.box.x0 + 3 * c.box.x1) / 4, c.box.bottom) for c in cells if c.box)
    (texts,) = texts_at(data, [Asked(1, (page.width, page.height), halves)])
    assert texts == ["".join(cell.text.split()) for cell in cells]


def test_pages_of_another_size_are_not_compared() -> None:
    assert texts_at(pdf(table), [Asked(1, (842.0, 595.0), (Box(0, 0, 10, 10),))]) == [[None]]


def test_a_document_that_cannot_be_read_again_says_so_and_one_that_is_gone_says_nothing(tmp_path: Path) -> None:
    settings = Settings(tmp_path, tmp_path / "w" / "fiscal.duckdb", workers=1)
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.7 and then nothing")
    cells = (("f1", Box(0, 0, 10, 10)),)
    jobs = [Again(name, f"{name}.pdf", (Page(1, 595, 842, cells),)) for name in ("bad", "gone")]
    assert [(job.document_id, texts) for job, texts in read_again(settings, jobs)] == [("bad", {"f1": None})]


def test_the_sample_is_the_same_each_time_and_small() -> None:
    taken = [number for number in range(4000) if second.is_sampled("ab" * 32, number)]
    assert taken == [number for number in range(4000) if second.is_sampled("ab" * 32, number)]
    assert 50 < len(taken) < 200
