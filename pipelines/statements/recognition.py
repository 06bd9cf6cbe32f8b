"""One grid after the other: heading, header, kind, columns, rows, unit; and the reason where it stops. Assembly only."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pipelines.records.pages import (
    BY_WHITE_SPACE,
    Grid,
    Identity,
    Statement,
    StatementColumn,
    StatementRow,
    Unrecognised,
)
from pipelines.reference import layouts
from pipelines.reference.folding import fold
from pipelines.statements.collapsed import INFERRED, is_collapsed, rebuild_header
from pipelines.statements.columns import Context, block_side, column_side, read_columns, sides
from pipelines.statements.forms import read_form
from pipelines.statements.header_tree import rebuild_by_tree
from pipelines.statements.headers import Header, normalise_years, read_header
from pipelines.statements.headings import Heading, is_count_title, read_heading
from pipelines.statements.indents import indent_levels
from pipelines.statements.kinds import Evidence, Verdict, code_family, decide, title_fund
from pipelines.statements.row_units import is_money, unit_of_row
from pipelines.statements.rows import Body, codes_of, read_rows
from pipelines.statements.sections import with_open_funds, with_sections, with_sides_of_labels
from pipelines.statements.sheet import Sheet, looks_like_number
from pipelines.statements.torn import mend
from pipelines.statements.trees import with_parents
from pipelines.statements.white_cut import misses_a_cut, with_own_numbers

_WITHOUT_SIDES = frozenset({"asset", "debt", "stabilization_fund"})
"""Kinds of what there is at a time: a column of 营业收入 is no side of them."""


@dataclass(frozen=True, slots=True)
class _Unit:
    name: str
    source: str


@dataclass(frozen=True, slots=True)
class _Case:
    """One grid with what is known of it before its columns are read."""

    sheet: Sheet
    heading: Heading
    header: Header
    unit: _Unit | None
    identity: Identity
    verdict: Verdict

    @property
    def kind(self) -> str:
        return self.verdict.kind or ""

    @property
    def stage(self) -> str | None:
        """What the title says (决算, 预算), otherwise what the document is."""
        for rule in layouts.identity_rules("title_stage"):
            if rule.pattern.search(fold(self.verdict.title)):
                return rule.value
        if self.identity.stage == "execution" and not self._named_in_header("header_executed"):
            return "budget"
        return self.identity.stage or self._named_in_header("header_stage")

    def _named_in_header(self, role: str) -> str | None:
        """What the headers say by the rules of this role, years told by their distance to that of the table."""
        year = _base_year(self.heading, self.header, self.identity)
        columns = [
            (self.header.leaf(column), fold(self.header.path(column))) for column in range(len(self.header.parts))
        ]
        amounts = (path for leaf, path in columns if layouts.column_value("role", leaf, path, None, None) != "ignore")
        paths = normalise_years(" ".join(amounts), year)
        return next((rule.value for rule in layouts.identity_rules(role) if rule.pattern.search(paths)), None)

    def refused(self, reason: str) -> Unrecognised:
        return Unrecognised(self.sheet.grid, self.verdict.title, self.heading.unit, reason)


def recognise(grids: tuple[Grid, ...], identity: Identity) -> tuple[Statement | Unrecognised, ...]:
    """One statement or one unrecognised grid, with its reason in Chinese, for every grid in order."""
    plain = [Sheet(grid) for grid in grids]
    headings = [read_heading(sheet, before) for sheet, before in zip(plain, (None, *grids), strict=False)]
    trees = [rebuild_by_tree(sheet, heading.rows) for sheet, heading in zip(plain, headings, strict=True)]
    sheets = [rebuild_header(sheet, heading.rows) for sheet, heading in zip(trees, headings, strict=True)]
    printed = {heading.unit for heading in headings if heading.unit}
    results: list[Statement | Unrecognised] = []
    unit: str | None = None
    last: _Case | None = None
    for sheet, heading in zip(sheets, headings, strict=True):
        case = _case(sheet, heading, _unit(heading, printed, unit), identity)
        if last is not None and _continues(last, case):
            case = _continued(last, case)
        results.append(_result(case))
        unit = heading.unit or unit
        last = case if isinstance(results[-1], Statement) else None
    return tuple(results)


def _case(sheet: Sheet, heading: Heading, unit: _Unit | None, identity: Identity) -> _Case:
    header = read_header(sheet, heading.rows)
    return _Case(sheet, heading, header, unit, identity, _verdict(sheet, heading, header, identity))


def _result(case: _Case) -> Statement | Unrecognised:
    if case.verdict.kind is None:
        return case.refused(case.verdict.reason)
    return _form(case) if layouts.kinds()[case.kind].shape == "form" else _table(case)


def _continues(last: _Case, case: _Case) -> bool:
    """Whether a table without title and header goes on with the one that ended the page before (same columns)."""
    bare = case.verdict.kind is None and not case.heading.titles and not any(case.header.parts)
    follows = case.sheet.grid.first_page == last.sheet.grid.last_page + 1
    same = case.sheet.column_count == last.sheet.column_count and any(last.header.parts)
    return bare and follows and same and layouts.kinds()[last.kind].shape == "rows"


def _continued(last: _Case, case: _Case) -> _Case:
    """The case with kind, header and unit of the table it goes on with."""
    header = replace(case.header, parts=last.header.parts)
    unit = _Unit(last.unit.name, "inherited") if last.unit is not None else None
    return replace(
        case, header=header, verdict=last.verdict, unit=unit, heading=replace(case.heading, year=last.heading.year)
    )


def _unit(heading: Heading, printed: set[str], previous: str | None) -> _Unit | None:
    """The unit of a table: its own, the only one of the document, or that of the table before; none where it counts."""
    if heading.unit:
        return _Unit(heading.unit, "table")
    if heading.counts:
        return None
    if len(printed) == 1:
        return _Unit(next(iter(printed)), "document")
    if previous:
        return _Unit(previous, "inherited")
    return None


def _verdict(sheet: Sheet, heading: Heading, header: Header, identity: Identity) -> Verdict:
    if sheet.column_count == 1:
        return Verdict(None, heading.title, _reason_of_one_column(sheet.grid))
    neutral = Context(None, identity.stage, "all", _base_year(heading, header, identity))
    columns = read_columns(sheet, header, neutral)
    words = [word for row in range(sheet.row_count) for word in sheet.words(row)]
    evidence = Evidence(
        titles=heading.titles,
        header=fold(" ".join(header.path(column) for column in range(sheet.column_count))),
        labels=" ".join(words),
        codes=code_family(codes_of(sheet, header, columns)),
        sides=_sides(columns),
    )
    bodies = tuple(fold(name) for name in (heading.body, identity.body) if name)
    verdict = decide(evidence, bodies)
    if verdict.kind is None and is_count_title(verdict.title) and heading.unit is None:
        return _counts(verdict, heading)
    if verdict.kind is None and not any(column.role == "amount" for column in columns):
        shown = "、".join(dict.fromkeys(part for parts in header.parts for part in parts[-1:]))
        return Verdict(None, verdict.title, f"没有金额列（表头：{shown or '无'}），不是数据表")
    return verdict


def _reason_of_one_column(grid: Grid) -> str:
    if any(cell.method != INFERRED for cell in grid.cells):
        by_white = grid.finder == BY_WHITE_SPACE
        return "没有表格线，各列的分界不能确定，不能读出" if by_white else "只有一列文字，不是数据表"
    if len(grid.cells) == 1:
        return "文字连写成一行，行、列与数字的分界已失去，不能读出"
    return "各格分行书写，行与列的分界已失去，不能读出"


def _counts(verdict: Verdict, heading: Heading) -> Verdict:
    """The verdict on a table of staff, bodies or vehicles over which no unit of money is printed."""
    named = "计数单位" if heading.counts else "未载明金额单位"
    return Verdict(None, verdict.title, f"表名“{verdict.title}”，所列为人员、机构、车辆等数量（{named}），不是金额")


def _sides(columns: tuple[StatementColumn, ...]) -> str:
    blocks = {column.block for column in columns if column.role == "amount"}
    if len(blocks) < 2:
        return "one"
    return "two" if {"income", "expenditure"} <= set(sides(columns).values()) else "unknown"


def _base_year(heading: Heading, header: Header, identity: Identity) -> int | None:
    """The year that is 本年 in a table: its own, that of the document, or the latest that its header names."""
    named = re.findall(r"20\d{2}(?=年)", fold(" ".join(part for parts in header.parts for part in parts)))
    return heading.year or identity.fiscal_year or max(map(int, named), default=None)


def _table(case: _Case) -> Statement | Unrecognised:
    fund = title_fund(case.kind, case.verdict.title)
    context = Context(case.kind, case.stage, fund, _base_year(case.heading, case.header, case.identity))
    columns = _of_a_part(read_columns(case.sheet, case.header, context), case)
    whole = mend(with_own_numbers(case.sheet, case.header, columns), case.header, columns, case.kind)
    body = read_rows(whole, case.header, columns, case.kind, _block_sides(columns, case.kind, case.verdict.title))
    if lost := _lost(case, columns):
        return case.refused(f"表名“{case.verdict.title}”，{lost}")
    unit = _best_unit(case.unit, columns)
    if other := _other_money(unit, columns):
        return case.refused(f"表名“{case.verdict.title}”，金额单位“{other}”不是元、千元、万元、亿元，不能换算")
    if unit is None and _amounts(case.sheet, columns, _without_units(case.sheet, columns, body.rows)):
        return case.refused(f"表名“{case.verdict.title}”，全文未载明金额单位，不能换算")
    rows = with_sides_of_labels(with_sections(body.rows, case.kind), case.kind)
    if rows != body.rows:
        columns, body = with_open_funds(columns, rows), replace(body, rows=rows)
    return _statement(case, unit, columns, body, case.header.end_row)


def _lost(case: _Case, columns: tuple[StatementColumn, ...]) -> str | None:
    """What of the columns is missing, so that the table cannot be read; None where nothing is."""
    if not any(column.role == "amount" for column in columns):
        return "但没有金额列"
    if is_collapsed(case.sheet, case.heading.rows, case.header.end_row):
        return "表头文字失去了列的位置，不能确定各列"
    if not any(column.role == "amount" and column.path for column in columns):
        return "但未见表头，不能确定各列"
    if misses_a_cut(case.sheet, case.header, columns):
        return "没有表格线，各列的分界不能确定，不能读出"
    return None


def _of_a_part(columns: tuple[StatementColumn, ...], case: _Case) -> tuple[StatementColumn, ...]:
    """The columns; in a table whose title names one part of 基本支出 (人员经费) its totals are those of that part,
    and nobody's where the vocabulary has no word for it (工资福利支出)."""
    part = layouts.item_value("title_measure", fold(case.verdict.title), case.kind, None)
    if part is None:
        return columns
    return tuple(replace(one, measure=part or None) if one.measure in ("total", "final") else one for one in columns)


def _form(case: _Case) -> Statement | Unrecognised:
    form = read_form(case.sheet)
    if form is None:
        listed = _table(replace(case, verdict=replace(case.verdict, kind="project"))) if _lists_projects(case) else None
        if isinstance(listed, Statement):
            return listed
        return case.refused(f"绩效表“{case.verdict.title}”中未见指标表头（三级指标、指标值）")
    unit = _best_unit(case.unit, form.columns)
    if other := _other_money(unit, form.columns):
        return case.refused(f"绩效表“{case.verdict.title}”，金额单位“{other}”不是元、千元、万元、亿元，不能换算")
    if unit is None and any(column.role == "amount" and column.unit is None for column in form.columns):
        return case.refused(f"绩效表“{case.verdict.title}”未载明金额单位，不能换算")
    return _statement(case, unit, form.columns, Body(form.rows, ()), form.header_row + 1)


def _lists_projects(case: _Case) -> bool:
    """Whether a table of goals has no indicators but one row per project, as a summary of self-assessments has."""
    leaves = [case.header.leaf(column) for column in range(len(case.header.parts))]
    return any(layouts.item_value("form", leaf, case.kind, None) == "project_name" for leaf in leaves)


def _statement(
    case: _Case, unit: _Unit | None, columns: tuple[StatementColumn, ...], body: Body, header_row_count: int
) -> Statement:
    unit = unit or _Unit("万元", "assumed")
    return Statement(
        grid=case.sheet.grid,
        kind=case.kind,
        title=case.verdict.title,
        fiscal_year=case.heading.year or case.identity.fiscal_year,
        stage=case.stage,
        body_printed=case.heading.body,
        unit=unit.name,
        unit_source=unit.source,
        columns=columns,
        rows=with_parents(body.rows, case.kind, indent_levels(case.sheet, body.rows)),
        header_row_count=header_row_count,
        notes=body.notes + case.heading.notes,
        scheme=_scheme(body.rows),
        is_by_header=case.verdict.is_by_header,
    )


def _best_unit(unit: _Unit | None, columns: tuple[StatementColumn, ...]) -> _Unit | None:
    """The unit printed with the table; the one its columns name goes before one that is only inherited."""
    if unit is not None and unit.source == "table":
        return unit
    return _column_unit(columns) or unit


def _other_money(unit: _Unit | None, columns: tuple[StatementColumn, ...]) -> str | None:
    """A unit of money over the table or one of its columns that is none of the units amounts are kept in (百万元, 万美元)."""
    units = [unit.name] if unit is not None else []
    units += [column.unit for column in columns if column.unit is not None and is_money(column)]
    return next((name for name in units if name not in layouts.MONEY_UNITS), None)


def _column_unit(columns: tuple[StatementColumn, ...]) -> _Unit | None:
    units = {column.unit for column in columns if is_money(column)}
    named = units - {None}
    return _Unit(str(next(iter(named))), "table") if len(units) == 1 and named else None


def _amounts(sheet: Sheet, columns: tuple[StatementColumn, ...], rows: tuple[StatementRow, ...]) -> int:
    """How many cells of amounts are printed."""
    places = [(row.row_no, column.column_no) for row in rows for column in columns
              if is_money(column) and column.block == row.block]  # fmt: skip
    return sum(sheet.begins(*place) and looks_like_number(sheet.folded(*place)) for place in places)


def _without_units(
    sheet: Sheet, columns: tuple[StatementColumn, ...], rows: tuple[StatementRow, ...]
) -> tuple[StatementRow, ...]:
    """The rows for which no column prints a unit."""
    return tuple(row for row in rows if unit_of_row(sheet, columns, row) is None)


def _block_sides(columns: tuple[StatementColumn, ...], kind: str, title: str) -> dict[int, str | None]:
    """The side of each block; one-sided kinds have the side that their title names, otherwise that of their kind."""
    blocks = {column.block for column in columns if column.role == "amount"}
    if kind in _WITHOUT_SIDES:
        return dict.fromkeys(blocks)
    by_side = sides(columns)
    own = layouts.item_value("title_side", fold(title), kind, None) or layouts.kinds()[kind].side
    if kind == "by_unit" and set(map(column_side, columns)) >= {"income", "expenditure"}:
        return dict.fromkeys(blocks)
    if own is not None and (len(blocks) < 2 or len(set(by_side.values())) < 2):
        return dict.fromkeys({column.block for column in columns}, own)
    return {column.block: block_side(column.block, by_side, blocks) or own for column in columns}


def _scheme(rows: tuple[StatementRow, ...]) -> str | None:
    kinds = [row.code_kind for row in rows if (row.code_kind or "").startswith("economic")]
    if not kinds or len(kinds) * 2 < sum(row.code is not None for row in rows):
        return None
    return "government" if kinds.count("economic_government") * 2 > len(kinds) else "department"
