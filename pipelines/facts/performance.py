"""Performance goals and self-assessments: one fact per indicator and per printed amount of a form.

What a form is, and which of its columns and rows mean what, is told by the statements room; forms are taken apart in
``forms``, rows in ``lines``, targets in ``targets``. Here they become ``FactPerformanceIndicator`` and ``FactProject``. A
row torn from its name keeps what it has; whether weights add up is for the rules. The total row of a form is the indicator
with ``level1`` 总分, the scored rate of execution the one with ``level1`` 预算执行率; both have no ``level3``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from pipelines.facts.amounts import DoubtfulAmount, parse_amount, parse_quantity
from pipelines.facts.entries import INFERRED, Entry, Table
from pipelines.facts.forms import forms_of, goal_of, list_columns, money_columns
from pipelines.facts.lines import Line, read_lines, scored_columns
from pipelines.facts.places import StatementFacts, doubtful, fact_id, place
from pipelines.facts.projects import project_fact
from pipelines.facts.tables import common_fields
from pipelines.facts.targets import parse_target
from pipelines.records.core import DoubtfulCell, FactPerformanceIndicator, FactProject
from pipelines.records.pages import Cell, Statement, StatementColumn, StatementRow
from pipelines.reference.folding import fold, squeeze
from pipelines.statements import form_text
from pipelines.statements.forms import moved_rows
from pipelines.statements.labelled import LabelledAmount, labelled_amounts
from pipelines.statements.sheet import looks_like_money, looks_like_number

_BY_MEASURE = ("revised_budget", "budget", "total")
"""Which printed total is the money of the year, the first that is there (self-assessments print several)."""
_ANNUAL_TOTAL = re.compile(r"(?:年度|当年|本年度?)(?:项目)?(?:资金|预算|财政资金)(?:申请|安排)?(?:总额|数|合计|金额)?")
_NUMBERED_TITLE = re.compile(
    r"(?:\d{1,3}[、.．]|[(（]?[一二三四五六七八九十]+[)）、])"
    r"(?!(?:部门|单位|整体|项目|财政|预算|支出)*绩效)(.+?)(?:预算)?(?:项目)?(?:支出)?绩效(?:目标|自评)(?:申报|填报)?表.*"
)
_TOTAL_COLUMN = re.compile(r"总额|总计|合计|小计")
_MOST_POINTS = Decimal(100_000)
_POINT_DECIMALS = 4
_DIGITS_BEYOND_SCORES = 3


@dataclass(frozen=True, slots=True)
class _Project:
    name: str | None
    budget: Decimal | None
    goal: str | None


@dataclass(frozen=True, slots=True)
class _Owner:
    """Whose an amount is: the project, and the unit that carries it out."""

    project: str | None
    unit_name: str | None


def performance_facts(statement: Statement, document_id: str) -> StatementFacts:
    """Indicators and amounts of all forms of a grid, and its doubtful cells."""
    found = StatementFacts()
    for form in forms_of(statement):
        found += _form_facts(form, document_id)
    return found


def _form_facts(form: Statement, document_id: str) -> StatementFacts:
    table = Table(form)
    found = StatementFacts()
    unit_name = _text(form, "executing_unit")
    for entry, name in _amount_cells(table):
        found += _money_fact(table, entry, _Owner(name, unit_name), document_id)
    for labelled in labelled_amounts(table.sheet, form.header_row_count - 1):
        found += _labelled_fact(table, labelled, _Owner(project_name(form), unit_name), document_id)
    found += StatementFacts(doubtful=tuple(_unread_money(table, document_id)))
    facts = [fact for fact in found.facts if isinstance(fact, FactProject)]
    head = _Project(project_name(form), _year_money(facts), goal_of(form))
    for line in read_lines(table):
        found += _indicator(form, line, _project_of(table, line, head, facts), document_id)
    return found


def _amount_cells(table: Table) -> list[tuple[Entry, str | None]]:
    """The amounts of the form's money blocks, and those of money columns where projects are rows, with their project."""
    name = project_name(table.statement)
    return [*((entry, name) for entry in table.entries()), *money_columns(table)]


def _money_fact(table: Table, entry: Entry, owner: _Owner, document_id: str) -> StatementFacts:
    try:
        amount = parse_amount(entry.cell.text, entry.unit, table.style(entry.unit))
    except DoubtfulAmount as doubt:
        record = doubtful(document_id, table.statement, entry.cell, str(doubt), entry.row, entry.column)
        return StatementFacts(doubtful=(record,))
    if amount is None:
        return StatementFacts()
    common = common_fields(table, entry, document_id, amount, entry.unit)
    unit_name = common["unit_name"] or owner.unit_name
    return StatementFacts((project_fact({**common, "unit_name": unit_name}, owner.project),))


def _labelled_fact(table: Table, found: LabelledAmount, owner: _Owner, document_id: str) -> StatementFacts:
    """The fact of an amount that shares its cell with its label, or the doubt about it."""
    statement = table.statement
    unit = found.unit or statement.unit
    path = StatementColumn(found.cell.column_no, 0, "amount", found.path, found.measure, None, unit)
    row = StatementRow(found.cell.row_no, 0, found.label)
    doubt = found.doubt
    if found.unit is None and statement.unit_source == "assumed" and not found.amount.rstrip("）)").endswith("元"):
        doubt = doubt or "未载明金额单位，不能换算"
    if doubt is not None:
        reason = f"标签与金额同格：{doubt}"
        return StatementFacts(doubtful=(doubtful(document_id, statement, found.cell, reason, row, path),))
    return _money_fact(table, Entry(replace(found.cell, text=found.amount), row, path, unit), owner, document_id)


def _unread_money(table: Table, document_id: str) -> list[DoubtfulCell]:
    """Cells that can only be amounts, beside the money that was read or above the indicators, and were not read themselves."""
    rows = {row.row_no for row in table.statement.rows if row.block > 0}
    rows |= set(range(table.statement.header_row_count - 1))
    read = {(entry.cell.row_no, entry.cell.column_no) for entry in table.entries()}
    points = scored_columns(table.sheet, table.statement)
    moved = moved_rows(table.sheet, table.statement.header_row_count - 1)
    return [
        doubtful(document_id, table.statement, cell, "表单中未识别的金额")
        for cell in table.cells()
        if cell.row_no in rows
        and (cell.row_no, cell.column_no) not in read
        and any(
            _may_be_money(fold(text), cell.row_no in moved or cell.method == INFERRED, cell.column_no in points)
            for text in _texts(cell)
        )
    ]


def _texts(cell: Cell) -> list[str]:
    """What a cell prints: texts without a column share one, parted by tabs."""
    return cell.text.split("\t")


def _may_be_money(text: str, is_moved: bool, is_scored: bool) -> bool:
    """Whether a text can only be an amount, or is any number of a row that lost its columns; no score is more than 100."""
    if is_moved and looks_like_number(text):
        return True
    return looks_like_money(text) and not (
        is_scored and len(text.partition(".")[0].lstrip("-")) < _DIGITS_BEYOND_SCORES
    )


def _year_money(facts: list[FactProject]) -> Decimal | None:
    """The money of the project in the year; the total over all years (项目资金总额) is another thing and never taken."""
    totals: dict[str | None, Decimal | None] = {}
    for fact in facts:
        if _ANNUAL_TOTAL.fullmatch(fold(fact.row_name).partition("(")[0].rstrip(":")):
            totals.setdefault(fact.measure, fact.amount_yuan)
    return next((totals[measure] for measure in _BY_MEASURE if totals.get(measure) is not None), None)


def project_name(form: Statement) -> str | None:
    """The project of a form: printed beside 项目名称, else named by a numbered title (3、某某资金绩效目标表)."""
    printed = _text(form, "project_name")
    if printed is not None:
        return printed
    numbered = _NUMBERED_TITLE.fullmatch(squeeze(form.title))
    return numbered[1] if numbered else None


def _text(form: Statement, item: str) -> str | None:
    return squeeze(form_text(form, item) or "") or None


def _project_of(table: Table, line: Line, head: _Project, facts: list[FactProject]) -> _Project:
    """The project of an indicator: that of the form's head, in a list of projects that of the row."""
    listed = list_columns(table.statement)
    if listed is None:
        return head
    row = line.anchor.row_no
    name = table.sheet.text(row, listed.project) or None
    goal = table.sheet.text(row, listed.goal) if listed.goal is not None else ""
    own = [fact for fact in facts if fact.project_name == name and fact.row_no is not None and fact.row_no <= row]
    return _Project(name, _row_total(own), goal or head.goal)


def _row_total(facts: list[FactProject]) -> Decimal | None:
    """The money of a project in a list: of the last of its rows the column of the total, else the first of no single fund."""
    last = max((fact.row_no or 0 for fact in facts), default=0)
    row = [fact for fact in facts if fact.row_no == last]
    totals = [fact for fact in row if _TOTAL_COLUMN.search(fold(fact.column_path or ""))]
    whole = [fact for fact in row if fact.fund in ("all", None)]
    return next((fact.amount_yuan for fact in (*totals, *whole, *row)), None)


def _indicator(form: Statement, line: Line, project: _Project, document_id: str) -> StatementFacts:
    target = parse_target(line.text("target"), line.text("operator"), line.text("target_unit"))
    weight, score = line.text("weight"), line.text("score")
    fact = FactPerformanceIndicator(
        **place(document_id, form.grid.grid_no, line.anchor),
        fact_id=fact_id(document_id, form.grid.grid_no, line.anchor),
        statement=form.kind,
        project_name=project.name,
        project_budget_yuan=project.budget,
        goal_text=project.goal,
        level1=line.text("level1") or None,
        level2=line.text("level2") or None,
        level3=line.text("level3") or None,
        weight=_points(weight),
        operator=target.operator,
        target_value=target.value,
        target_text=line.text("target") or None,
        target_unit=target.unit,
        actual_text=line.text("actual") or None,
        score=_points(score),
    )
    return StatementFacts(
        (replace(fact, method="inferred") if line.is_shifted else fact,),
        tuple(_unclear_points(form, line, document_id)),
    )


def _points(text: str) -> Decimal | None:
    """A printed weight or score as a number (10, 10%, 10分), None when blank or when it cannot be read exactly."""
    try:
        quantity = parse_quantity(text)
    except DoubtfulAmount:
        return None  # reported by _unclear_points
    if quantity is None or abs(quantity.value) >= _MOST_POINTS or quantity.unit not in (None, "%", "分"):
        return None
    exponent = quantity.value.normalize().as_tuple().exponent
    return quantity.value if isinstance(exponent, int) and -exponent <= _POINT_DECIMALS else None


def _unclear_points(form: Statement, line: Line, document_id: str) -> list[DoubtfulCell]:
    """The weights and scores with digits that are no number of points."""
    return [
        doubtful(document_id, form, line.cells[role], f"“{line.text(role)}”不是一个分值")
        for role in ("weight", "score")
        if role in line.cells and any(map(str.isdigit, line.text(role))) and _points(line.text(role)) is None
    ]
