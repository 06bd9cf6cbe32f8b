"""What is printed in each family, and what a person reads there: the YAML files as records.

A table's ``rows`` are lines of cells parted by ``|``; ``<`` belongs to the cell on its left, ``^`` to the cell above, ``\\n``
breaks a line. ``cols`` says by hand what each amount column is: ``c0 n1 > path > measure fund [unit]`` (codes from column
0, the label from column 1). ``row`` as fund or measure is taken from the label by ``FUNDS`` or the table's own ``funds``.
Setting and reading belong to the neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import yaml

FOLDER = Path(__file__).parent
AMOUNT = re.compile(r"[-△]?[¥￥]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?(万元|元)?|[-—]{1,2}|\(\d[\d,.]*\)")
ORDINAL = re.compile(
    r"(其中[:：]?|[一二三四五六七八九十]+[、.]|[（(][一二三四五六七八九十]+[)）]、?|\d{1,2}[.、．]|[（(]\d[)）])"
)
COUNTED = re.compile(r"（(个|人|辆)）$")
"""Rows that count things: what they print is no amount."""
FUNDS = {
    "general": "一般公共预算|公共财政|公共预算",
    "government_fund": "政府性基金",
    "state_capital": "国有资本",
    "special_account": "财政专户|教育收费",
    "business_operation": "经营收入",
    "business": "事业收入",
    "superior_subsidy": "上级补助",
    "affiliate_remittance": "附属单位上缴|下级单位上缴|附属单位缴款",
    "unit": "单位资金",
    "all": "合计|总计|使用非财政|用事业基金|使用专用|动用|小计|本年收入|财政拨款",
    "carryover": "上年结转|年初结转|上年结余|结转",
    "other": "其他收入|其他资金|其他",
}
"""What income rows name, tried in this order."""


class Printed(NamedTuple):
    """One printed amount as a person reads it; labels without white space."""

    statement: str
    unit: str
    row_code: str
    row_name: str
    column_path: str
    measure: str
    fund: str
    amount_text: str


class Cell(NamedTuple):
    """A cell to be printed."""

    row: int
    column: int
    row_span: int
    column_span: int
    text: str


@dataclass(frozen=True)
class Table:
    """A table to be printed, and what its amounts mean."""

    heading: tuple[str, ...]
    line: tuple[str, str]
    statement: str
    unit: str
    head: int
    cells: tuple[Cell, ...]
    row_count: int
    column_count: int
    columns: dict[int, str]
    options: dict[str, Any] = field(default_factory=dict)

    def owner(self, row: int, column: int) -> Cell:
        """The cell that covers a place."""
        return next(
            cell
            for cell in self.cells
            if cell.row <= row < cell.row + cell.row_span and cell.column <= column < cell.column + cell.column_span
        )

    def printed(self) -> Iterator[Printed]:
        """The amounts of the table as a person reads them."""
        for line in self.options.get("extra", ()):
            yield Printed(*line.split("|"))
        if self.statement == "none":
            return
        left_out = set(self.options.get("skip", ()))
        for cell in self.cells:
            meant = self.columns.get(cell.column)
            text = "".join(cell.text.split())
            if meant is None or cell.row < self.head or cell.row in left_out:
                continue
            if AMOUNT.fullmatch(text) and not COUNTED.search(self._label(cell.row, meant.partition(">")[0])[1]):
                yield self._amount(cell, text, meant)

    def _amount(self, cell: Cell, text: str, meant: str) -> Printed:
        places, path, meaning = (part.strip() for part in meant.split(">"))
        measure, fund, *own_unit = meaning.split()
        code, name = self._label(cell.row, places)
        if fund == "row":
            fund = self._fund(name)
        if measure == "row":
            measure = fund if fund != "all" else "total"
        measure = measure.strip("-")
        unit = "元" if name.endswith("（元）") else own_unit[0] if own_unit else self.unit
        return Printed(self.statement, unit, code, name, path, measure, fund, text)

    def _label(self, row: int, places: str) -> tuple[str, str]:
        override = self.options.get("labels", {}).get(row)
        if override is not None:
            code, _, name = override.rpartition("|")
            return code, name
        codes: list[str] = []
        names: list[str] = []
        seen: set[Cell] = set()
        for place in places.split():
            owner = self.owner(row, int(place[1:]))
            text = "".join(owner.text.split())
            if owner in seen or (place[0] == "c" and owner.row != row and not self.options.get("merged_codes")):
                continue
            seen.add(owner)
            if place[0] == "c" and (text.isdigit() or not text):
                codes.append(text)
            elif text:
                names.append(text)
        joined = (
            re.fullmatch(r"[\[]?(\d{3,7})[\]]?-?(\D.*)", names[0])
            if self.options.get("code_in_name") and names
            else None
        )
        if joined:
            return joined[1], joined[2]
        return "".join(codes), "/".join(names)

    def _fund(self, name: str) -> str:
        own = self.options.get("funds", {})
        if name in own:
            return str(own[name])
        plain = name
        for _ in range(3):
            plain = ORDINAL.sub("", plain, count=1) if ORDINAL.match(plain) else plain
        for fund, words in FUNDS.items():
            if re.search(words, plain):
                return fund
        raise ValueError(f"no fund is given for the row {name}")


@dataclass(frozen=True)
class Family:
    """The documents of one publisher's forms."""

    name: str
    cover: tuple[str, ...]
    tables: tuple[Table, ...]
    look: dict[str, Any]

    def printed(self) -> list[Printed]:
        """All amounts of the document."""
        return [amount for table in self.tables for amount in table.printed()]


def families() -> tuple[Family, ...]:
    """All families in the order of their files and within each as they stand."""
    return tuple(_family(part) for path in sorted(FOLDER.glob("*.yml")) for part in _parts(path))


def _parts(path: Path) -> list[dict[str, Any]]:
    loaded = list(yaml.safe_load_all(path.read_text(encoding="utf-8")))
    return [part for part in loaded if part]


def _family(part: dict[str, Any]) -> Family:
    tables = tuple(_table(block, part) for block in part["tables"])
    return Family(part["family"], tuple(part.get("cover", ())), tables, part.get("look", {}))


def _table(block: dict[str, Any], part: dict[str, Any]) -> Table:
    rows = [[cell.strip() for cell in line.split("|")] for line in block["rows"].splitlines() if line.strip()]
    width = len(rows[0])
    wrong = [f"{number}: {' | '.join(row)}" for number, row in enumerate(rows) if len(row) != width]
    if wrong:
        raise ValueError(f"{part['family']} {block['heading']}: not {width} cells in row " + "; ".join(wrong))
    statement, _, unit = str(block["is"]).partition(" ")
    head = int(block.get("head", 1))
    line = block.get("line", ["", f"单位：{unit or part.get('unit', '万元')}"])
    known = ("heading", "line", "is", "head", "rows", "cols")
    return Table(
        tuple(block["heading"]),
        (line[0], line[1]),
        statement,
        unit or part.get("unit", "万元"),
        head,
        tuple(_cells(rows)),
        len(rows),
        width,
        {int(number): text for number, text in block.get("cols", {}).items()},
        {key: value for key, value in block.items() if key not in known},
    )


def _cells(rows: list[list[str]]) -> Iterator[Cell]:
    owners: dict[tuple[int, int], tuple[int, int]] = {}
    last: dict[tuple[int, int], tuple[int, int]] = {}
    for row, line in enumerate(rows):
        for column, text in enumerate(line):
            before = {"<": (row, column - 1), "^": (row - 1, column)}.get(text)
            owner = owners[before] if before is not None else (row, column)
            owners[row, column] = owner
            last[owner] = (row, column)
    for (row, column), (end_row, end_column) in last.items():
        text = rows[row][column].replace("\\n", "\n").replace("_", "\u3000")
        yield Cell(row, column, end_row - row + 1, end_column - column + 1, text)
