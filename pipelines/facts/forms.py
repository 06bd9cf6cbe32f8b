"""Forms of performance goals taken apart: one form per project, and the money of projects that are listed as rows.

Where the parts of a form are belongs here; what an indicator says is read in ``lines``, facts are made in
``performance``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipelines.facts.entries import Entry, Table
from pipelines.records.pages import Cell, Statement, StatementColumn, StatementRow
from pipelines.reference import layouts
from pipelines.reference.folding import fold, squeeze
from pipelines.statements.forms import form_text, indicator_header, read_form
from pipelines.statements.headings import bracketed_unit
from pipelines.statements.sheet import Sheet, looks_like_number

KIND = "performance"


@dataclass(frozen=True, slots=True)
class ListColumns:
    """The columns of a list of projects (every row names its project): numbers of name, goal and money columns."""

    project: int
    goal: int | None
    money: tuple[StatementColumn, ...]


def form_item(text: str) -> str | None:
    """What a label of a form's head names (project_name, goal …), or None."""
    return layouts.item_value("form", fold(text).rstrip(":"), KIND, None)


def forms_of(statement: Statement) -> tuple[Statement, ...]:
    """The forms of a grid as statements of their own, rows numbered as in the grid; one when it holds one project."""
    sheet = Sheet(statement.grid)
    starts = _starts(sheet)
    if len(starts) < 2:
        return (statement,)
    ends = [*starts[1:], sheet.row_count]
    return tuple(_part(statement, start, end) for start, end in zip(starts, ends, strict=True))


def goal_of(form: Statement) -> str | None:
    """The goal that a form prints, that of the year before that of all years; without white space."""
    printed = (form_text(form, item) for item in ("year_goal", "goal"))
    return next((squeeze(text) for text in printed if text), None)


def _starts(sheet: Sheet) -> list[int]:
    """The rows at which forms begin: titles over a 项目名称 that is a label of a form and no header of a list."""
    starts: list[int] = []
    first = indicator_header(sheet)
    for row in range(sheet.row_count):
        labels = [cell for cell in sheet.printed(row) if form_item(cell.text) == "project_name"]
        is_new = row != first and row not in sheet.grid.repeated_header_rows
        if labels and is_new and _has_value(sheet, labels[0]):
            starts.append(_with_titles(sheet, row) if starts else 0)
    return starts


def _has_value(sheet: Sheet, label: Cell) -> bool:
    """Whether a label stands beside its value, not over a column."""
    right = sheet.cell(label.row_no, label.column_no + label.column_span)
    return right is not None and bool(squeeze(right.text)) and form_item(right.text) is None


def _with_titles(sheet: Sheet, row: int) -> int:
    """The first of the rows right above that hold one cell over all columns (title, year)."""
    while row > 0 and _is_title(sheet, row - 1):
        row -= 1
    return row


def _is_title(sheet: Sheet, row: int) -> bool:
    printed = sheet.printed(row)
    return len(printed) == 1 and printed[0].column_span >= sheet.column_count - 1


def _part(statement: Statement, start: int, end: int) -> Statement:
    cells = tuple(cell for cell in statement.grid.cells if start <= cell.row_no < end)
    grid = replace(statement.grid, cells=cells, row_count=end)
    form = read_form(Sheet(grid))
    if form is None:  # the indicators of this project stand elsewhere: its money is read by the rows of the whole
        rows = tuple(row for row in statement.rows if start <= row.row_no < end and row.block > 0)
        return replace(statement, grid=grid, rows=rows, header_row_count=min(statement.header_row_count, end + 1))
    return replace(statement, grid=grid, columns=form.columns, rows=form.rows, header_row_count=form.header_row + 1)


def list_columns(statement: Statement) -> ListColumns | None:
    """The columns of a list of projects, or None for a form with its project in the head."""
    block = [column for column in statement.columns if column.block == 0]
    plain = [column for column in block if column.role == "text"]
    items = {column.column_no: form_item(column.path) for column in block}
    names = [number for number, item in items.items() if item == "project_name"]
    if not names:
        return None
    goals = [number for number, item in items.items() if item in ("year_goal", "goal")]
    money = tuple(_money_column(column, statement) for column in plain if _is_money(column))
    return ListColumns(names[0], goals[0] if goals else None, money)


def money_columns(table: Table) -> Iterator[tuple[Entry, str | None]]:
    """The amount cells of a list of projects, each with the project of its row; nothing for other forms."""
    found = list_columns(table.statement)
    if found is None:
        return
    rows = {row.row_no: row for row in table.statement.rows if row.block == 0}
    columns = {column.column_no: column for column in found.money}
    for cell in table.cells():
        column, row = columns.get(cell.column_no), rows.get(cell.row_no)
        if column is not None and row is not None and looks_like_number(fold(cell.text)):
            project = table.sheet.text(cell.row_no, found.project)
            yield Entry(cell, _project_row(row, project), column, table.unit(column)), project or None


def _project_row(row: StatementRow, project: str) -> StatementRow:
    return replace(row, label=project, item="project_row")


def _money_column(column: StatementColumn, statement: Statement) -> StatementColumn:
    leaf = fold(column.path)
    measure = layouts.column_value("measure", leaf, leaf, KIND, statement.stage) or "total"
    fund = layouts.column_value("fund", leaf, leaf, KIND, statement.stage)
    return replace(column, role="amount", measure=measure, fund=fund, unit=bracketed_unit(leaf))


def _is_money(column: StatementColumn) -> bool:
    word = fold(column.path)
    return any(
        rule.value in ("block", "label") and rule.pattern.fullmatch(word) for rule in layouts.item_rules("money")
    )
