"""What happens to a raw folder between two nights: documents published again with another figure, taken down, damaged."""

from __future__ import annotations

import csv
import hashlib
import random
import re
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tests.bench.variants import originals, variant
from tests.documents.typeset import facts, manifest
from tests.documents.typeset.__main__ import WRITERS

MANIFEST = "manifest.csv"
BREAKABLE = (".pdf", ".xlsx")
"""Formats that cannot be read when the rest of the file is noise; a web page of which a part is left is one still."""
SMALL = ("city-report-2016-final.pdf", "city-unit-2024-budget.html", "county-department-2023-goals.xlsx",
         "county-unit-2023-budget.pdf", "fictitious-department-2023-budget.xlsx")  # fmt: skip
"""Documents of at most 12 pages, of every format: reading takes half as long."""
AMOUNT = re.compile(r"(?<![\d.])\d[\d,]*\.\d\d(?!\d)")


@dataclass(frozen=True)
class Changed:
    """Which files were touched, by what happened to them."""

    again: tuple[str, ...]
    removed: tuple[str, ...]
    corrupt: tuple[str, ...]


def write_documents(folder: Path, count: int, workers: int, small: bool) -> None:
    """``count`` documents, each of another body, with their manifest; written by several processes.

    ``small``: only of the samples that are in ``SMALL``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    chosen = [sample for sample in originals() if not small or sample.file in SMALL]
    made = [variant(chosen[number % len(chosen)], number // len(chosen)) for number in range(count)]
    with ProcessPoolExecutor(workers) as pool:
        list(pool.map(_write, made, [folder] * count, chunksize=50))
    manifest.write(made, folder)


def change(folder: Path, again: int, removed: int, corrupt: int, seed: int = 1) -> Changed:
    """Publish ``again`` documents again with other figures, take ``removed`` down and damage ``corrupt`` others."""
    with (folder / MANIFEST).open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        fields, rows = reader.fieldnames or [], {row["path"]: row for row in reader}
    chance = random.Random(seed)
    damaged = chance.sample(sorted(path for path in rows if Path(path).suffix in BREAKABLE), corrupt)
    chosen = chance.sample(sorted(rows.keys() - set(damaged)), again + removed)
    done = Changed(tuple(chosen[:again]), tuple(chosen[again:]), tuple(damaged))
    for path in done.again:
        _publish_again(folder / path)
    for path in done.removed:
        (folder / path).unlink()
        del rows[path]
    for path in done.corrupt:
        data = (folder / path).read_bytes()
        (folder / path).write_bytes(data[:16] + chance.randbytes(len(data) - 16))
    for path in (*done.again, *done.corrupt):
        rows[path]["sha256"] = hashlib.sha256((folder / path).read_bytes()).hexdigest()
    _save(folder / MANIFEST, fields, rows.values())
    return done


def _write(sample: facts.Sample, folder: Path) -> None:
    WRITERS[Path(sample.file).suffix](sample, folder / sample.file)


def _publish_again(path: Path) -> None:
    """The same document with another figure in one place: a revision, not a copy."""
    turn, _, name = path.name.partition("-")
    number, name = (int(turn), name) if turn.isdigit() else (0, path.name)
    (original,) = [sample for sample in originals() if sample.file == name]
    _write(revised(variant(original, number)), path.parent)


def revised(sample: facts.Sample) -> facts.Sample:
    """The sample with the last digit of its first amount changed, in a table if it has one, else in its text."""
    for mark in ("|", ""):
        flow, done = _first_amount(list(sample.flow), mark)
        if done:
            return replace(sample, flow=tuple(flow))
    raise ValueError(f"{sample.file} has no amount")


def _first_amount(value: Any, mark: str) -> tuple[Any, bool]:
    """The value with its first amount changed, and whether there was one; only text with ``mark`` in it counts."""
    if isinstance(value, str):
        match = AMOUNT.search(value) if mark in value else None
        if match is None:
            return value, False
        return f"{value[: match.end() - 1]}{(int(match[0][-1]) + 1) % 10}{value[match.end() :]}", True
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in list(pairs):
        changed, done = _first_amount(one, mark)
        if done:
            copy = value.copy()
            copy[key] = changed
            return copy, True
    return value, False


def _save(path: Path, fields: Sequence[str], rows: Any) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, fields, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
