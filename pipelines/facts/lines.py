"""The rows of indicators of a form as texts by role: merges followed, rows that slipped by one column put back.

Only where each text of an indicator stands belongs here; what a target is worth is told in ``targets``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pipelines.facts.amounts import DoubtfulAmount, parse_quantity
from pipelines.facts.entries import Table
from pipelines.facts.forms import KIND, form_item
from pipelines.facts.targets import operator_sign
from pipelines.records.pages import Cell, Statement
from pipelines.reference import layouts
from pipelines.reference.folding import fold, squeeze
from pipelines.statements.sheet import Sheet, looks_like_number

TOTAL = "总分"
EXECUTION_RATE = "预算执行率"
_NAMES = ("level1", "level2", "level3")
_FRAME = frozenset({"level1", "level2", "text", "ignore"})
"""Roles that hold indicators together and are none themselves."""
_OWN = frozenset({"weight", "score"})
"""Roles whose merged cell counts once, in the row where it begins: a weight over two rows is one weight."""
_TOTALS = frozenset({"总分", "合计", "总计", "总得分", "得分合计", "合计得分"})


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator: its texts and cells by role, and the cell that gives it its place."""

    anchor: Cell
    texts: Mapping[str, str]
    cells: Mapping[str, Cell] = field(default_factory=dict)
    is_shifted: bool = False

    def text(self, role: str) -> str:
        """The text of a role without white space; empty when it has none."""
        return self.texts.get(role, "")


def read_lines(table: Table) -> Iterator[Line]:
    """The indicators of a form from top to bottom, the rate of execution scored with the money first."""
    yield from _execution_rate(table.sheet, table.statement)
    columns = _columns_by_role(table.statement)
    levels = {"level1": "", "level2": ""}
    for row in sorted(row.row_no for row in table.statement.rows if row.block == 0):
        line = _line(table, row, columns)
        if line is None:
            continue
        whole = _with_levels(line, levels)
        if any(text for role, text in line.texts.items() if role not in _FRAME):
            yield whole  # a level with nothing printed beside it is no indicator


def _columns_by_role(statement: Statement) -> dict[str, list[int]]:
    """The columns of every role, from left to right; a column that only widens the one before belongs to it.

    Columns that name the project or its goal, in a list of projects, have no role in the indicator.
    """
    roles: dict[str, list[int]] = {}
    last = None
    own = [c for c in statement.columns if c.block == 0 and form_item(c.path) is None]
    for column in sorted(own, key=lambda c: c.column_no):
        role = last if column.role == "ignore" and last is not None else column.role
        roles.setdefault(role, []).append(column.column_no)
        last = role
    return roles


def _line(table: Table, row: int, columns: dict[str, list[int]]) -> Line | None:
    """The line of a row, None when nothing of it begins there."""
    cells = _cells_by_role(table, row, columns)
    begun = {role: found for role, found in cells.items() if found and found[0].row_no == row}
    anchor = next((begun[role][0] for role in ("target", "level3", *begun) if role in begun), None)
    if anchor is None:
        return None
    texts = {
        role: "".join(squeeze(cell.text) for cell in found if role not in _OWN or cell.row_no == row)
        for role, found in cells.items()
    }
    shifted = _shifted(table.sheet, row, columns, texts)
    first = {role: found[0] for role, found in cells.items() if found}
    return Line(anchor, shifted or texts, first, shifted is not None)


def _cells_by_role(table: Table, row: int, columns: dict[str, list[int]]) -> dict[str, list[Cell]]:
    """The printed cells that cover a row under each role; a cell over several levels is of one level only."""
    found: dict[str, list[Cell]] = {}
    taken: set[tuple[int, int]] = set()
    header = table.statement.header_row_count
    for role in ("level3", "level1", "level2", *columns):
        if role in found or role not in columns:
            continue
        found[role] = []
        for column in columns[role]:
            cell = table.sheet.cell(row, column)
            if cell is None or not squeeze(cell.text) or cell.row_no < header:
                continue
            if (cell.row_no, cell.column_no) not in taken:
                taken.add((cell.row_no, cell.column_no))
                found[role].append(cell)
    return found


def _with_levels(line: Line, levels: dict[str, str]) -> Line:
    """The line with the levels above it where its own cells are blank: a merge cut by a page end leaves blanks."""
    texts = dict(line.texts)
    names = [texts.get(name, "") for name in _NAMES]
    if next((name for name in names if name), "") in _TOTALS:
        return Line(line.anchor, {**texts, "level1": TOTAL, "level2": "", "level3": ""}, line.cells)
    if texts.get("level1"):
        levels.update(level1=texts["level1"], level2="")
    if texts.get("level2"):
        levels["level2"] = texts["level2"]
    return Line(line.anchor, {**texts, **levels}, line.cells, line.is_shifted)


def _shifted(sheet: Sheet, row: int, columns: dict[str, list[int]], texts: Mapping[str, str]) -> dict[str, str] | None:
    """The texts of a row that slipped one column to the left, or None: when only the slip explains what they are.

    Happens in text with one tab too few, where the merged first column has no cell in that row.
    """
    if not ({"weight", "operator"} & columns.keys()) or _misfits(texts) == 0:
        return None
    numbers = sorted(number for found in columns.values() for number in found)
    printed = [sheet.text(row, number) if sheet.begins(row, number) else "" for number in numbers]
    if printed[-1]:
        return None
    moved = dict(zip(numbers, ["", *printed[:-1]], strict=True))
    found = {role: "".join(moved[number] for number in places) for role, places in columns.items()}
    return found if _misfits(found) == 0 and found.get("level3") else None


def _misfits(texts: Mapping[str, str]) -> int:
    """How many texts cannot be what their column says: a weight that is no number, an operator that is no sign."""
    weight, operator, unit = (texts.get(role, "") for role in ("weight", "operator", "target_unit"))
    return (
        (bool(weight) and not _is_quantity(weight))
        + (bool(operator) and operator_sign(operator) is None)
        + (bool(unit) and (operator_sign(unit) is not None or looks_like_number(fold(unit))))
        + looks_like_number(fold(texts.get("level3", "")) or "x")
    )


def _is_quantity(text: str) -> bool:
    try:
        return parse_quantity(text) is not None
    except DoubtfulAmount:
        return False


def _execution_rate(sheet: Sheet, statement: Statement) -> Iterator[Line]:
    """The line 预算执行率 of a self-assessment: weight, rate and score that stand beside the money of the year."""
    heads = _score_heads(sheet, statement)
    if {"weight", "score", "rate"} <= heads.keys():
        for row in range(heads["score"].row_no + 1, statement.header_row_count):
            line = _rate_line(sheet, row, heads)
            if line is not None:
                yield line


def scored_columns(sheet: Sheet, statement: Statement) -> frozenset[int]:
    """The columns beside the money that hold weights, rates and scores."""
    return frozenset(cell.column_no for cell in _score_heads(sheet, statement).values())


def _score_heads(sheet: Sheet, statement: Statement) -> dict[str, Cell]:
    """The headers 分值, 执行率, 得分 beside those of the money, above the table of indicators."""
    for row in range(min(statement.header_row_count - 1, sheet.row_count)):
        heads = {_head_role(cell): cell for cell in sheet.printed(row)}
        if {"weight", "score"} & heads.keys():
            return {role: cell for role, cell in heads.items() if role in ("weight", "score", "rate")}
    return {}


def _head_role(cell: Cell) -> str:
    """weight, score or rate for the header of such a column beside the money; empty for any other."""
    leaf = fold(cell.text)
    if "执行率" in leaf:
        return "rate"
    return layouts.column_value("role", leaf, leaf, KIND, None) or ""


def _rate_line(sheet: Sheet, row: int, heads: Mapping[str, Cell]) -> Line | None:
    cells = {role: sheet.cell(row, heads[role].column_no) for role in ("weight", "rate", "score")}
    weight, score = cells["weight"], cells["score"]
    if weight is None or score is None or not sheet.begins(row, weight.column_no):
        return None
    if not (_is_quantity(weight.text) or _is_quantity(score.text)):
        return None
    own = {role: cell for role, cell in cells.items() if cell is not None}
    texts = {role: squeeze(cell.text) for role, cell in own.items()}
    return Line(weight, {**texts, "level1": EXECUTION_RATE, "actual": texts.get("rate", "")}, own)
