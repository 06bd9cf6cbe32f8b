"""Forms of performance goals and self-assessments: their table of indicators and the amounts printed around it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipelines.records.pages import Cell, Statement, StatementColumn, StatementRow
from pipelines.reference import layouts
from pipelines.reference.folding import fold, squeeze
from pipelines.statements.headings import bracketed_unit
from pipelines.statements.rows import plain_label
from pipelines.statements.sheet import Sheet, looks_like_number

_KIND = "performance"
_LEVELS = ("level1", "level2", "level3")
_VALUES = ("target", "actual", "weight", "score")


@dataclass(frozen=True, slots=True)
class Form:
    """A form as columns and rows: block 0 the indicators, every further block one column of amounts beside labels."""

    columns: tuple[StatementColumn, ...]
    rows: tuple[StatementRow, ...]
    header_row: int


@dataclass(frozen=True, slots=True)
class _Money:
    label: Cell
    name: Cell
    amount: Cell
    path: str
    unit: str | None
    measure: str


def indicator_header(sheet: Sheet) -> int | None:
    """The row that heads the indicators (一级指标 … 指标值), or None; under a group 绩效指标 it is the lower row."""
    weak: int | None = None
    for row in range(sheet.row_count):
        roles = set(_roles(sheet, row).values())
        if len(roles & set(_LEVELS)) > 1 and roles & set(_VALUES):
            return row
        if weak is None and "level3" in roles and roles & set(_VALUES):
            weak = row
    return weak


def read_form(sheet: Sheet) -> Form | None:
    """The form in a grid, or None when it holds no table of indicators."""
    header_row = indicator_header(sheet)
    if header_row is None:
        return None
    roles = _roles(sheet, header_row)
    columns = [
        StatementColumn(column, 0, role, sheet.text(header_row, column)) for column, role in sorted(roles.items())
    ]
    rows = list(_indicators(sheet, header_row, roles))
    money_columns, money_rows = _money_blocks(list(_amounts(sheet, header_row)))
    return Form(tuple(columns + money_columns), tuple(rows + money_rows), header_row)


def form_text(statement: Statement, item: str) -> str | None:
    """What a form prints beside (or under) one of its labels: project_name, department, executing_unit, goal, year_goal."""
    sheet = Sheet(statement.grid)
    end = indicator_header(sheet)
    head = end if end is not None else sheet.row_count
    for row in range(head):
        for cell in sheet.printed(row):
            if _form_item(cell) == item:
                value = _value_of(sheet, cell, head)
                if value is not None:
                    return value
    return None


def _form_item(cell: Cell) -> str | None:
    return layouts.item_value("form", fold(cell.text).rstrip(":"), _KIND, None)


def _value_of(sheet: Sheet, label: Cell, head: int) -> str | None:
    """The text that a label of the head is for: right of it, under it where it heads a column of a group or of a list."""
    if _is_in_group(sheet, label):
        return _value_below(sheet, label, head)
    rows = range(label.row_no, label.row_no + max(label.row_span, 1))
    right = [sheet.cell(row, label.column_no + label.column_span) for row in rows]
    printed = [cell for cell in dict.fromkeys(right) if cell is not None and squeeze(cell.text)]
    if printed and all(_form_item(cell) is None for cell in printed):
        return "\n".join(cell.text.strip() for cell in printed)
    # Labels over a column stand in one row; a label over several rows groups the labels to its right.
    return _value_below(sheet, label, head) if right[0] is not None and label.row_span == 1 else None


def _value_below(sheet: Sheet, label: Cell, head: int) -> str | None:
    """The text under a label, unless that is another label or no longer the head of the form."""
    below = sheet.cell(label.row_no + label.row_span, label.column_no)
    if below is None or below.row_no >= head or not squeeze(below.text) or _form_item(below) is not None:
        return None
    return below.text.strip()


def _is_in_group(sheet: Sheet, label: Cell) -> bool:
    """Whether a label left of this one covers its row and the next: then both head columns, texts are under them."""
    for column in range(label.column_no):
        group = sheet.cell(label.row_no, column)
        if group is not None and squeeze(group.text) and group.row_no + group.row_span > label.row_no + label.row_span:
            return True
    return False


def _roles(sheet: Sheet, row: int) -> dict[int, str]:
    """Roles of the columns by the cells that cover one row, as a header of indicators."""
    roles: dict[int, str] = {}
    for column in range(sheet.column_count):
        cell = sheet.cell(row, column)
        if cell is None or not squeeze(cell.text):
            continue
        leaf = fold(cell.text)
        role = layouts.column_value("role", leaf, leaf, _KIND, None) or "text"
        roles[column] = "ignore" if role in _VALUES and cell.column_no < column else role
    return roles


def _indicators(sheet: Sheet, header_row: int, roles: dict[int, str]) -> Iterator[StatementRow]:
    names = [column for column, role in roles.items() if role in _LEVELS]
    values = [column for column, role in roles.items() if role not in _LEVELS]
    header = sheet.words(header_row)
    for row in range(header_row + 1, sheet.row_count):
        if sheet.is_blank(row) or sheet.words(row) == header:
            continue
        label = next((sheet.text(row, c) for c in reversed(names) if sheet.text(row, c) and sheet.begins(row, c)), "")
        if label or any(sheet.begins(row, column) and sheet.text(row, column) for column in values):
            deepest = next((c for c in reversed(names) if sheet.text(row, c) == label), None)
            item = layouts.item_value("item", plain_label(label), _KIND, None)
            yield StatementRow(row, 0, label, item=item, name_column_no=deepest)


def _amounts(sheet: Sheet, end: int) -> Iterator[_Money]:
    """Every amount above the indicators that stands beside a label of money, but for rows moved away from their header."""
    moved = moved_rows(sheet, end)
    for row in (row for row in range(end) if row not in moved):
        for cell in sheet.printed(row):
            if looks_like_number(fold(cell.text)):
                found = _money_at(sheet, cell)
                if found is not None:
                    yield found


def moved_rows(sheet: Sheet, end: int) -> frozenset[int]:
    """The rows above ``end`` right under a header of amounts (年初预算数, 全年执行数) with a number where that prints nothing:
    blank cells in front of the row are gone, and none of its numbers is sure of its column."""
    moved: set[int] = set()
    header: int | None = None
    for row in range(end):
        numbers = [cell for cell in sheet.printed(row) if looks_like_number(fold(cell.text))]
        if sum(is_money_word(cell, "table") for cell in sheet.printed(row)) > 1:
            header = row
        elif not numbers:
            header = None
        elif header is not None and not all(_is_headed(sheet, header, cell.column_no) for cell in numbers):
            moved.add(row)
    return frozenset(moved)


def _is_headed(sheet: Sheet, header: int, column: int) -> bool:
    """Whether a header row has a word for a column: one of its own, or one from above about money or scores."""
    cell = sheet.cell(header, column)
    if cell is None or not squeeze(cell.text):
        return False
    return cell.row_no == header or is_money_word(cell, "table") or is_money_word(cell, "other")


def _money_at(sheet: Sheet, amount: Cell) -> _Money | None:
    name = _label_left(sheet, amount)
    block = block_label(sheet, amount)
    if name is None or _is_scored(sheet, amount) or (block is None and not is_money_word(name, "block")):
        return None
    header = _table_header(sheet, amount, block) if block is not None else _header_over(sheet, amount)
    label = _name_over(sheet, amount, name) if header is None else name
    if header is None and block is not None and not is_money_word(label, "label"):
        return None
    if block is not None and header is None and _has_table(sheet, block):
        return None
    parts = [squeeze(cell.text) for cell in (block, header) if cell is not None and cell is not label]
    units = [bracketed_unit(fold(cell.text)) for cell in (header, label, block) if cell is not None]
    unit = next((unit for unit in units if unit), None)
    measure = measure_under(header)
    return _Money(label, name, amount, "/".join(parts), unit, measure)


def measure_under(header: Cell | None) -> str:
    """What the amounts under a header (年初预算数) are; ``total`` where there is none."""
    if header is None:
        return "total"
    leaf = fold(header.text)
    return layouts.column_value("measure", leaf, leaf, _KIND, "final") or "total"


def is_money_word(cell: Cell, rule: str) -> bool:
    """Whether a cell is a word of money of this sort (``block``, ``label``, ``table``, ``divider``)."""
    word = fold(cell.text).rstrip(":")
    return any(r.value == rule and r.pattern.fullmatch(plain_label(word)) for r in layouts.item_rules("money"))


def _label_left(sheet: Sheet, amount: Cell) -> Cell | None:
    """The nearest words left of an amount in its row."""
    for column in range(amount.column_no - 1, -1, -1):
        cell = sheet.cell(amount.row_no, column)
        if cell is not None and squeeze(cell.text) and not looks_like_number(fold(cell.text)):
            return cell
    return None


def block_label(sheet: Sheet, amount: Cell) -> Cell | None:
    """The merged label (项目资金（元）) whose rows hold an amount; where merges are lost, the label over the blanks."""
    for column in range(amount.column_no):
        cell = sheet.cell(amount.row_no, column)
        if cell is None or not squeeze(cell.text):
            cell = _last_printed(sheet, amount.row_no, column)
            if (
                cell is not None
                and is_money_word(cell, "block")
                and (_has_table(sheet, cell) or _merges_are_lost(sheet))
            ):
                return cell
        elif (cell.row_span > 1 or _merges_are_lost(sheet)) and is_money_word(cell, "block"):
            return cell
    return None


def _merges_are_lost(sheet: Sheet) -> bool:
    """Whether no cell of the whole form spans anything: text with tabs."""
    return not any(cell.row_span > 1 or cell.column_span > 1 for cell in sheet.grid.cells)


def _last_printed(sheet: Sheet, row: int, column: int) -> Cell | None:
    """The nearest text at or above a place in its column."""
    cells = (sheet.cell(above, column) for above in range(row, -1, -1))
    return next((cell for cell in cells if cell is not None and squeeze(cell.text)), None)


def _table_header(sheet: Sheet, amount: Cell, block: Cell | None) -> Cell | None:
    """The header (年初预算数, 全年执行数 …) above an amount inside its block."""
    if block is None:
        return None
    divider = _divider(sheet, amount, block)
    if divider is not None:
        return divider
    cell = sheet.cell(block.row_no, amount.column_no)
    return cell if cell is not None and cell.row_no < amount.row_no and is_money_word(cell, "table") else None


def _name_over(sheet: Sheet, amount: Cell, group: Cell) -> Cell:
    """The name of an amount in a group of columns (资金总额 | 财政拨款): the lowest over it, beside the merged label."""
    if amount.row_no >= group.row_no + group.row_span:
        return group
    over = (sheet.cell(row, amount.column_no) for row in range(amount.row_no - 1, group.row_no - 1, -1))
    named = (cell for cell in over if cell is not None and squeeze(cell.text))
    return next((cell for cell in named if cell.row_no >= group.row_no and _names_money(cell)), group)


def _names_money(cell: Cell) -> bool:
    return not looks_like_number(fold(cell.text)) and is_money_word(cell, "label")


def _header_over(sheet: Sheet, amount: Cell) -> Cell | None:
    """The header (全年预算数) over an amount with nothing but numbers and blanks in between, whatever its block is called."""
    cell = _words_over(sheet, amount)
    return cell if cell is not None and is_money_word(cell, "table") else None


def _is_scored(sheet: Sheet, amount: Cell) -> bool:
    """Whether a number stands under 分值, 得分 or a rate in a row that heads amounts too: it is none."""
    cell = _words_over(sheet, amount)
    if cell is None or not is_money_word(cell, "other"):
        return False
    return any(is_money_word(beside, "table") for beside in sheet.printed(cell.row_no))


def _words_over(sheet: Sheet, amount: Cell) -> Cell | None:
    """The nearest words over an amount in its column."""
    for row in range(amount.row_no - 1, -1, -1):
        cell = sheet.cell(row, amount.column_no)
        if cell is not None and squeeze(cell.text) and not looks_like_number(fold(cell.text)):
            return cell
    return None


def _divider(sheet: Sheet, amount: Cell, block: Cell) -> Cell | None:
    """The words between the header of a block and an amount that open another list (按收入性质分), nearest left of it."""
    for row in range(amount.row_no, block.row_no, -1):
        found = [
            cell for cell in sheet.printed(row) if is_money_word(cell, "divider") and cell.column_no <= amount.column_no
        ]
        if found:
            return found[-1]
    return None


def _has_table(sheet: Sheet, block: Cell) -> bool:
    """Whether a block is a small table with headers of its own (self-assessments) rather than pairs of label and amount."""
    return any(is_money_word(cell, "table") for cell in sheet.printed(block.row_no))


def _money_blocks(found: list[_Money]) -> tuple[list[StatementColumn], list[StatementRow]]:
    columns: list[StatementColumn] = []
    rows: list[StatementRow] = []
    blocks: dict[tuple[int, int, str], int] = {}
    for money in found:
        key = (money.name.column_no, money.amount.column_no, money.path)
        if key not in blocks:
            blocks[key] = len(blocks) + 1
            base = StatementColumn(money.name.column_no, blocks[key], "name", money.path)
            columns.append(base)
            amount = replace(
                base, column_no=money.amount.column_no, role="amount", measure=money.measure, unit=money.unit
            )
            columns.append(amount)
        label = squeeze(money.label.text)
        rows.append(StatementRow(money.amount.row_no, blocks[key], label, name_column_no=money.name.column_no))
    return columns, rows
