"""What pages print: transcriptions by eye, and for the samples the facts files they are typeset from.

Only loading and folding of labels; comparing is in ``matching``.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from pipelines.intake import scan_raw
from pipelines.records.pages import RawFile
from tests.documents.typeset import facts as typeset_facts

ROOT = Path(__file__).resolve().parents[2]
TRUTH = ROOT / "tests" / "truth"
SAMPLES = ROOT / "data" / "raw"
SHARED = (ROOT.parent / "shared" / "disclosures", ROOT.parent / "shared" / "seeds")
FAMILIES = {"sh": "Shanghai", "js": "Jiangsu"}
"""Prefix of a truth file -> layout family; another prefix stands for itself."""
STAGES = {"budget": "预算", "final": "决算", "execution": "执行"}
_AMOUNT = re.compile(r"-?\d[\d,]*\.\d+")
_NO_AMOUNTS = re.compile("%|率|比")
"""Headers of columns whose decimals are no amounts."""


class Amount(NamedTuple):
    """A printed amount with its row, column and meaning; labels are folded. An empty meaning is not compared."""

    row_code: str
    row_name: str
    column_path: str
    amount_text: str
    statement: str = ""
    unit: str = ""
    measure: str = ""
    fund: str = ""
    marked: bool = False
    """Of read amounts: whether the reader itself says that the figure is in doubt."""

    @property
    def meaning(self) -> tuple[str, str, str, str]:
        """What the figure means: statement, unit, measure, fund."""
        return self.statement, self.unit, self.measure, self.fund


PRINTED = Amount._fields[:-1]
"""The columns of a truth file that describe an amount."""


@dataclass(frozen=True, slots=True)
class Truth:
    """What one page (or, with ``page`` None, one whole sample) prints."""

    family: str
    path: Path
    raw: RawFile
    page: int | None
    amounts: tuple[Amount, ...]

    @property
    def name(self) -> str:
        """A short name for messages: never a body's name."""
        return self.path.name if self.page is None else f"{self.raw.document_id[:8]} page {self.page}"


def folded(text: str | None) -> str:
    """A label for comparison: NFKC, one kind of quotes, no white space (their widths cannot be told by eye)."""
    plain = unicodedata.normalize("NFKC", text or "")
    return "".join(re.sub("[“”‘’\"'「」]", '"', plain).split())


def transcribed() -> tuple[list[Truth], list[str]]:
    """Every truth file whose document is here, in order of name; and the names of those whose document is not."""
    here = {raw.document_id: (root, raw) for root in SHARED if root.is_dir() for raw in scan_raw(root).files}
    pages, absent = [], []
    for path in sorted(TRUTH.glob("*_p*.csv")):
        prefix, beginning, page = path.stem.split("_")
        document = next((key for key in here if key.startswith(beginning)), None)
        if document is None:
            absent.append(path.stem)
            continue
        root, raw = here[document]
        family = f"{FAMILIES.get(prefix, prefix)} {STAGES.get(raw.stage or '', '')}".strip()
        pages.append(Truth(family, root / raw.path, raw, int(page.removeprefix("p")), _rows(path)))
    return pages, absent


def _rows(path: Path) -> tuple[Amount, ...]:
    with path.open(encoding="utf-8", newline="") as handle:
        return tuple(Amount(**{name: folded(row[name]) for name in PRINTED}) for row in csv.DictReader(handle))


def typeset() -> list[Truth]:
    """The samples of ``data/raw`` with the amounts that their facts files print in tables (rows and columns only)."""
    raws = {raw.path: raw for raw in scan_raw(SAMPLES).files}
    return [
        Truth(
            "scan" if "scan" in sample.look else Path(sample.file).suffix.removeprefix("."),
            SAMPLES / sample.file,
            raws[sample.file],
            None,
            tuple(amount for block in sample.flow if "table" in block for amount in _typeset_amounts(block["table"])),
        )
        for sample in typeset_facts.samples()
    ]


def _typeset_amounts(block: dict[str, object]) -> Iterator[Amount]:
    """The decimals of a table with headers; its row is named by all texts in it, parted by ``|``."""
    table = typeset_facts.table(block)
    for cell in table.cells if table.header else ():
        path = _path(table, cell)
        if cell.row >= table.header and _AMOUNT.fullmatch(folded(cell.text)) and not _NO_AMOUNTS.search(path):
            yield Amount("", "|".join(_labels(table, cell)), path, folded(cell.text))


def _path(table: typeset_facts.Table, cell: typeset_facts.Cell) -> str:
    above = [
        folded(other.text)
        for other in sorted(table.cells, key=lambda one: one.row)
        if other.row < table.header and other.column <= cell.column < other.column + other.column_span
    ]
    return "/".join(text for text in above if text and not text.isdigit())


def _labels(table: typeset_facts.Table, cell: typeset_facts.Cell) -> list[str]:
    beside = [folded(other.text) for other in table.cells if other.row <= cell.row < other.row + other.row_span]
    return [text for text in beside if text and not _AMOUNT.fullmatch(text)]
