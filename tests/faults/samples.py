"""Faults in the sample documents: what is to be printed is changed, and the document set anew and read from its bytes.

Which cell of a facts file is which fact is found by laying the numbers of the file beside the amounts read from the
document without a fault. Candidates are spread evenly over the document.
"""

from __future__ import annotations

import difflib
import hashlib
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from pipelines.records.pages import RawFile
from pipelines.records.reading import Reading
from tests.documents.typeset.__main__ import write
from tests.documents.typeset.facts import Sample
from tests.faults.amounts import CHANGES
from tests.faults.fault import Place
from tests.faults.sentences import Edit, edits, figure_after, sentence_at

NUMBER = re.compile(r"-?[\d,]+(\.\d+)?")
CODE = re.compile(r"\d{3}(\d\d){0,2}")
EMPTY = re.compile(r"空表|无数据")
TOTAL = re.compile(r"合\s*计|总\s*计")
FALSE_NOTE = "注：本部门本年度没有相关收支，故本表无数据。"
Flow = tuple[dict[str, Any], ...]


class Cell(NamedTuple):
    """A cell of a table of the facts file, and the fact that was read there."""

    block: int
    row: int
    column: int
    text: str
    fact_id: str | None


class Seeded(NamedTuple):
    """A sample with one fault."""

    kind: str
    place: Place
    what: str
    flow: Flow


def set_sample(sample: Sample, flow: Flow, folder: Path, name: str) -> tuple[Path, RawFile]:
    """Set a sample with this flow into a file of its own."""
    path = folder / f"{name}-{sample.file}"
    write(replace(sample, file=path.name, flow=flow), folder)
    content = path.read_bytes()
    said = sample.manifest
    raw = RawFile(
        path=path.name,
        # a fault that leaves the bytes as they are is a document of its own too
        document_id=hashlib.sha256(name.encode() + content).hexdigest(),
        byte_count=len(content),
        publisher=said.get("publisher"),
        region_name=said.get("region"),
        region_code=said.get("region_code"),
        fiscal_year=int(said["fiscal_year"]),
        stage=said.get("stage"),
        tier=said.get("tier"),
        part=said.get("part"),
        title=said.get("title"),
    )
    return path, raw


def seed(sample: Sample, clean: Reading, each: int) -> Iterator[Seeded]:
    """At most ``each`` faults of every kind that the sample has room for."""
    cells = list(_cells(sample, clean))
    makers = {
        **{kind: _amounts(sample, cells, kind) for kind in CHANGES},
        "row_dropped": _rows(sample, cells, "row_dropped"),
        "row_duplicated": _rows(sample, cells, "row_duplicated"),
        "column_shifted": _shifted(sample, cells),
        "name_edited": _names(sample, cells),
        "code_edited": _codes(sample, cells),
        "unit": _units(sample, cells),
        "year_edited": _years(sample),
        "note_wrong": _notes(sample, cells),
    }
    for candidates in makers.values():
        yield from spread(list(candidates), each)
    told: dict[str, list[Seeded]] = {}
    for seeded in _sentences(sample, clean):
        told.setdefault(seeded.kind, []).append(seeded)
    for kind in sorted(told):
        yield from spread(told[kind], each * 2)


def spread(candidates: Sequence[Any], count: int) -> list[Any]:
    """So many of the candidates, at even distances, the first and the last among them."""
    if len(candidates) <= count:
        return list(candidates)
    if count == 1:
        return [candidates[len(candidates) // 2]]
    return [candidates[round(number * (len(candidates) - 1) / (count - 1))] for number in range(count)]


def table_rows(block: Mapping[str, Any]) -> list[list[str]]:
    """The rows of a table block as written."""
    return [[cell.strip() for cell in line.split("|")] for line in block["table"]["rows"].splitlines() if line.strip()]


def _cells(sample: Sample, clean: Reading) -> Iterator[Cell]:
    """Every cell that holds a number, with the fact read from it where the two sequences of numbers agree."""
    written = [
        (at, row, column, text)
        for at, block in enumerate(sample.flow)
        if "table" in block
        for row, line in enumerate(table_rows(block))
        for column, text in enumerate(line)
        if NUMBER.fullmatch(text)
    ]
    read = sorted(
        (fact.grid_no, fact.row_no, fact.column_no, fact.amount_text, fact.fact_id)
        for records in clean.rows.values()
        for fact in records
        if hasattr(fact, "fact_id") and getattr(fact, "amount_text", None) and fact.grid_no is not None
    )
    matcher = difflib.SequenceMatcher(None, [cell[3] for cell in written], [fact[3] for fact in read], autojunk=False)
    facts = {a + n: read[b + n][4] for a, b, size in matcher.get_matching_blocks() for n in range(size)}
    for number, (at, row, column, text) in enumerate(written):
        yield Cell(at, row, column, text, facts.get(number))


def _with_rows(sample: Sample, at: int, rows: Iterable[Sequence[str]]) -> Flow:
    table = sample.flow[at]["table"] | {"rows": "\n".join(" | ".join(row) for row in rows)}
    return (*sample.flow[:at], sample.flow[at] | {"table": table}, *sample.flow[at + 1 :])


def _with_cell(sample: Sample, at: int, row: int, column: int, text: str) -> Flow:
    rows = table_rows(sample.flow[at])
    rows[row][column] = text
    return _with_rows(sample, at, rows)


def _is_zero(text: str) -> bool:
    return not text.strip("0.,-")


def _amounts(sample: Sample, cells: Sequence[Cell], kind: str) -> Iterator[Seeded]:
    for cell in cells:
        is_total = bool(TOTAL.search("".join(table_rows(sample.flow[cell.block])[cell.row][:4])))
        new = CHANGES[kind](cell.text)
        if cell.fact_id is None or _is_zero(cell.text) or new is None or (kind == "total_edited") is not is_total:
            continue
        flow = _with_cell(sample, cell.block, cell.row, cell.column, new)
        yield Seeded(kind, Place((cell.fact_id,)), f"“{cell.text}”改为“{new}”", flow)


def _facts_by_row(cells: Sequence[Cell]) -> dict[tuple[int, int], list[Cell]]:
    rows: dict[tuple[int, int], list[Cell]] = {}
    for cell in cells:
        if cell.fact_id is not None and not _is_zero(cell.text):
            rows.setdefault((cell.block, cell.row), []).append(cell)
    return rows


def _rows(sample: Sample, cells: Sequence[Cell], kind: str) -> Iterator[Seeded]:
    for (at, row), printed in _facts_by_row(cells).items():
        rows = table_rows(sample.flow[at])
        if "^" in rows[row] or (row + 1 < len(rows) and "^" in rows[row + 1]) or TOTAL.search(rows[row][0]):
            continue
        new = [*rows[:row], *rows[row + 1 :]] if kind == "row_dropped" else [*rows[: row + 1], *rows[row:]]
        place = Place(tuple(cell.fact_id for cell in printed if cell.fact_id))
        yield Seeded(kind, place, "行：" + " ".join(rows[row])[:60], _with_rows(sample, at, new))


def _shifted(sample: Sample, cells: Sequence[Cell]) -> Iterator[Seeded]:
    amount_columns = {(cell.block, cell.column) for cell in cells if cell.fact_id}
    for cell in cells:
        rows = table_rows(sample.flow[cell.block])
        right = cell.column + 1
        if cell.fact_id is None or (cell.block, right) not in amount_columns or right >= len(rows[cell.row]):
            continue
        other = rows[cell.row][right]
        if _is_zero(cell.text) or other == cell.text or (other in "<^" and other):
            continue
        rows[cell.row][cell.column], rows[cell.row][right] = other, cell.text
        start, _, column = cell.fact_id.rpartition(".")
        both = Place((cell.fact_id, f"{start}.{int(column) + 1}"))
        yield Seeded("column_shifted", both, f"“{cell.text}”与“{other}”互换", _with_rows(sample, cell.block, rows))


def _coded(sample: Sample, cells: Sequence[Cell]) -> Iterator[tuple[int, int, int, int, tuple[str, ...]]]:
    """Rows with a code: block, row, columns of code and name, facts."""
    for (at, row), printed in _facts_by_row(cells).items():
        line = table_rows(sample.flow[at])[row]
        for column, text in enumerate(line[:-1]):
            if CODE.fullmatch(text) and line[column + 1] and not NUMBER.fullmatch(line[column + 1]):
                yield at, row, column, column + 1, tuple(cell.fact_id for cell in printed if cell.fact_id)
                break


def _names(sample: Sample, cells: Sequence[Cell]) -> Iterator[Seeded]:
    coded = list(_coded(sample, cells))
    for (at, row, _, name, facts), (other_at, other_row, _, other_name, _) in itertools.pairwise(coded):
        old, new = table_rows(sample.flow[at])[row][name], table_rows(sample.flow[other_at])[other_row][other_name]
        if old.strip("　 ") != new.strip("　 "):
            flow = _with_cell(sample, at, row, name, new)
            yield Seeded("name_edited", Place(facts), f"“{old}”改为“{new}”", flow)


def _codes(sample: Sample, cells: Sequence[Cell]) -> Iterator[Seeded]:
    for at, row, column, _, facts in _coded(sample, cells):
        old = table_rows(sample.flow[at])[row][column]
        new = old[:-1] + str((int(old[-1]) + 3) % 10)
        yield Seeded("code_edited", Place(facts), f"“{old}”改为“{new}”", _with_cell(sample, at, row, column, new))


def _block_with(sample: Sample, at: int, old: str, new: str) -> Flow:
    """The flow with a text replaced wherever it stands in one block."""

    def put(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: put(one) for key, one in value.items()}
        return value.replace(old, new) if isinstance(value, str) else value

    return (*sample.flow[:at], put(sample.flow[at]), *sample.flow[at + 1 :])


def _units(sample: Sample, cells: Sequence[Cell]) -> Iterator[Seeded]:
    for at, block in enumerate(sample.flow[:-1]):
        said = re.search(r"单位：(万?元)", str(block.get("line", "")))
        facts = tuple(cell.fact_id for cell in cells if cell.block == at + 1 and cell.fact_id)
        if said and facts:
            new = "单位：元" if said[1] == "万元" else "单位：万元"
            yield Seeded("unit", Place(facts), f"“{said[0]}”改为“{new}”", _block_with(sample, at, said[0], new))


def _years(sample: Sample) -> Iterator[Seeded]:
    year = sample.manifest["fiscal_year"]
    for at, block in enumerate(sample.flow):
        near = sample.flow[at + 1 : at + 3]
        if ({"title", "line"} & set(block)) and any("table" in one for one in near) and year in str(block):
            new = _block_with(sample, at, year, str(int(year) - 1))
            yield Seeded("year_edited", Place(), f"“{year}”改为“{int(year) - 1}”", new)


def _notes(sample: Sample, cells: Sequence[Cell]) -> Iterator[Seeded]:
    filled = {cell.block for cell in cells if cell.fact_id and not _is_zero(cell.text)}
    for at, block in enumerate(sample.flow):
        if EMPTY.search(str(block.get("note", ""))):
            yield Seeded("note_wrong", Place(), "删去空表说明", (*sample.flow[:at], *sample.flow[at + 1 :]))
        if at in filled:
            flow = (*sample.flow[: at + 1], {"note": FALSE_NOTE}, *sample.flow[at + 1 :])
            yield Seeded("note_wrong", Place(), "有数的表称为空表", flow)


def _sentences(sample: Sample, clean: Reading) -> Iterator[Seeded]:
    """Faults in the sentences in which something was read; headings and lists of contents hold such words too."""
    read = {"".join(claim.sentence.split()) for claim in clean.rows.get("claim", ())}
    year, body = int(sample.manifest["fiscal_year"]), sample.manifest["publisher"]
    for at, block in enumerate(sample.flow):
        text = block.get("text")
        for edit in edits(text, year, body) if isinstance(text, str) else ():
            place = place_of(text, edit)
            if not any(place.sentence in one or one in place.sentence for one in read):
                continue
            changed = block | {"text": text[: edit.start] + edit.new + text[edit.end :]}
            flow = (*sample.flow[:at], changed, *sample.flow[at + 1 :])
            yield Seeded(edit.kind, place, what_of(text, edit), flow)


def place_of(text: str, edit: Edit) -> Place:
    """The sentence of an edit and the token changed in it."""
    figure = figure_after(text, edit.end) if edit.kind == "text_direction" else None
    return Place(sentence=sentence_at(text, edit.start), token=text[edit.start : edit.end], figure=figure)


def what_of(text: str, edit: Edit) -> str:
    """An edit in words."""
    before = "".join(text[max(0, edit.start - 20) : edit.start].split())
    return f"…{before}“{text[edit.start : edit.end]}”改为“{edit.new}”"
