"""What every column of a recognised grid means: role, block (side), measure, fund, item and unit, from the lists."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pipelines.records.pages import StatementColumn
from pipelines.reference import layouts
from pipelines.reference.codes import known_codes
from pipelines.reference.folding import fold
from pipelines.statements.headers import Header, normalise_years
from pipelines.statements.headings import bracketed_unit
from pipelines.statements.row_units import ROW_UNIT, holds_units
from pipelines.statements.sheet import Sheet, looks_like_money, looks_like_number

LABEL_ROLES = ("sequence", "code", "code_1", "code_2", "code_3", "name", "unit_code", "unit_name")
CODE_ROLES = ("code", "code_1", "code_2", "code_3")
_MAY_BE_CODES = ("name", "amount", None)
_MAY_BE_UNITS = ("unit_name", "text", None)
_CODE = re.compile(r"[1235]\d{2}(\d{2}){0,2}")
_OF_WHICH = re.compile(r"^其中[:、]?(?=.)")
# Of whole numbers with so many digits hardly one in a hundred is a code.
_LONG_CODE = 5
_FEWEST_CODES = 2
_TWO_SIDED = ("income_expenditure_summary", "appropriation_summary", "government_fund", "state_capital")
_SIDES = ("income", "expenditure")
_GENERAL = ("general_expenditure", "general_basic_economic")
_OF_GENERAL = frozenset({"general", "carryover", None})
_CARRYING = ("general_expenditure", "appropriation_expenditure", "expenditure")
_BY_FUND = (
    "income_expenditure_summary", "appropriation_summary", "expenditure", "appropriation_expenditure", "by_unit",
    "appropriation_basic_economic",
)  # fmt: skip
"""Kinds whose columns may be named after funds: such a column is the total of that fund."""


@dataclass(frozen=True, slots=True)
class Context:
    """What the meaning of a column depends on beside its header."""

    kind: str | None
    stage: str | None
    fund: str
    base_year: int | None
    is_mixed: bool = False
    """Whether a table of the general budget by its kind has columns of other funds: what names none is of all."""
    is_carried: bool = False
    """Whether the table prints amounts carried over the years beside those of the year (年末结转和结余)."""


_BY_USE = frozenset({"expenditure", "general_expenditure", "appropriation_expenditure"})
_WHOLE = frozenset({"合计", "小计", "总计"})


def read_columns(sheet: Sheet, header: Header, context: Context) -> tuple[StatementColumn, ...]:
    """All columns of the grid in order, with their blocks."""
    roles = [_role(sheet, header, column, context) for column in range(sheet.column_count)]
    _widen_labels(header, roles)
    header = _aligned(header, roles)
    blocks = _blocks(sheet, header, roles)
    context = replace(context, is_carried=_is_carried(header, context), is_mixed=_is_mixed(header, roles, context))
    columns = [_column(header, column, roles[column], blocks[column], context) for column in range(sheet.column_count)]
    columns = _told_apart(columns, header, context)
    columns = _divided_by_use(columns, context)
    return tuple(_row_decides(_rows_are_items(columns), context))


def sides(columns: tuple[StatementColumn, ...]) -> dict[int, str]:
    """The side of every block as printed in its headers; none where its amounts are under both (rows of towns or bodies)."""
    found: dict[int, str] = {}
    named: dict[int, set[str]] = {}
    for column in columns:
        side = column_side(column)
        if side and column.role in ("amount", "name"):
            found.setdefault(column.block, side)
        if side and column.role == "amount":
            named.setdefault(column.block, set()).add(side)
    return {block: side for block, side in found.items() if len(named.get(block, ())) < len(_SIDES)}


def column_side(column: StatementColumn) -> str | None:
    """The side that the headers of a column name: income or expenditure."""
    return layouts.column_value("side", "", fold(column.path), None, None)


def _key(header: Header, column: int, context: Context) -> tuple[str, str]:
    path = normalise_years(fold(header.path(column)), context.base_year)
    return normalise_years(header.leaf(column), context.base_year), path


def _role(sheet: Sheet, header: Header, column: int, context: Context) -> str:
    leaf, path = _key(header, column, context)
    texts, numbers, money = _content(sheet, header, column)
    if not leaf:
        return _role_by_content(texts, numbers, money)
    role = layouts.column_value("role", _plain(leaf), path, context.kind, context.stage)
    if not money and (shown := _role_shown(sheet, header, column, role)):
        return shown
    if role == "amount" and texts > numbers and not money:
        return "text"
    if role in ("name", "text", None) and money > texts and not _counts_things(leaf, path, context):
        return "amount"
    if role is None and context.kind in _TWO_SIDED[:2] and texts > numbers:
        # In a table of two and more sides every list of words is the labels of the amounts beside it.
        return "name"
    return role or ("amount" if numbers >= texts else "text")


def _role_shown(sheet: Sheet, header: Header, column: int, role: str | None) -> str | None:
    """The role of a column that its cells show whatever its header says: units of rows, codes."""
    if role in _MAY_BE_UNITS and holds_units(sheet, header.end_row, column):
        return ROW_UNIT
    return "code" if role in _MAY_BE_CODES and _holds_codes(sheet, header, column, role == "name") else None


def _counts_things(leaf: str, path: str, context: Context) -> bool:
    """Whether a column is headed 数量 or 面积: counts may print decimals (2.00) and are no amounts all the same."""
    named = layouts.column_value("item", leaf, path, context.kind, context.stage) == "quantity"
    return named or layouts.column_value("count", leaf, path, context.kind, context.stage) is not None


def _holds_codes(sheet: Sheet, header: Header, column: int, is_named: bool) -> bool:
    """Whether a column whose header does not say so (功能分类科目 over codes and names) prints subject codes and nothing else:
    of several levels, with names right of them, or long ones under 科目. Whole amounts may look like codes (211, 301)."""
    words = [
        sheet.folded(row, column)
        for row in range(header.end_row, sheet.row_count)
        if row not in header.skipped_rows and sheet.begins(row, column)
    ]
    printed = [word for word in words if word and layouts.item_value("item", word, None, None) not in ("total", "sum")]
    known = sum(word in known_codes() for word in printed)
    if len(printed) < _FEWEST_CODES or not all(map(_CODE.fullmatch, printed)) or known * 2 <= len(printed):
        return False
    texts, numbers, _ = _content(sheet, header, column + 1)
    lengths = set(map(len, printed))
    return len(lengths) > 1 or texts > numbers or (is_named and min(lengths) >= _LONG_CODE)


def _plain(leaf: str) -> str:
    """A header without its unit in brackets and without 其中: 金额(万元) is 金额."""
    bare = _OF_WHICH.sub("", leaf)
    if bracketed_unit(bare) and "(" in bare:
        head = bare[: bare.rindex("(")]
        return head or bare
    return bare


def _content(sheet: Sheet, header: Header, column: int) -> tuple[int, int, int]:
    """How many body cells of a column are words, numbers, and numbers that can only be amounts."""
    key = (header.end_row, header.skipped_rows, column)
    if key not in sheet.contents:
        sheet.contents[key] = _counted(sheet, header, column)
    return sheet.contents[key]


def _counted(sheet: Sheet, header: Header, column: int) -> tuple[int, int, int]:
    texts = numbers = money = 0
    for row in range(header.end_row, sheet.row_count):
        cell = sheet.cell(row, column)
        if cell is None or row in header.skipped_rows or (cell.row_no, cell.column_no) != (row, column):
            continue
        # A cell of collapsed text holds several amounts, joined by tabs, over the columns they may stand in.
        words = [fold(part) for part in cell.text.split("\t")]
        number = all(looks_like_number(word) for word in words)
        texts += any(words) and not number
        numbers += number
        money += number and any(looks_like_money(word) for word in words)
    return texts, numbers, money


def _role_by_content(texts: int, numbers: int, money: int) -> str:
    if money or numbers > texts:
        return "amount"
    return "name" if texts else "ignore"


def _widen_labels(header: Header, roles: list[str]) -> None:
    """Columns without a header of their own beside a label column are labels; a table has at least one column of names."""
    for column in range(1, len(roles)):
        if header.parts[column] or roles[column] != "name":
            continue
        if roles[column - 1] in ("name", *CODE_ROLES):
            roles[column] = "name"
    if not set(roles) & {"name", "unit_name"} and "text" in roles and "amount" in roles:
        first = roles.index("text")
        if first < roles.index("amount"):
            roles[first] = "name"


def _aligned(header: Header, roles: list[str]) -> Header:
    """A group header drawn one column too far left (over the amounts of the block before) put back over its own block."""
    parts = list(header.parts)
    for column, role in enumerate(roles):
        own = next((left for left in range(column - 1, -1, -1) if roles[left] in LABEL_ROLES), None)
        following = next((right for right in range(column + 1, len(roles)) if roles[right] in LABEL_ROLES), None)
        if role != "amount" or own is None or following is None or len(parts[column]) < 2:
            continue
        groups = [parts[place][:-1] for place in (own, column, following)]
        if groups[0] and groups[0] != groups[1] == groups[2]:
            parts[column] = (*groups[0], parts[column][-1])
    return replace(header, parts=tuple(parts))


def _blocks(sheet: Sheet, header: Header, roles: list[str]) -> list[int]:
    """Numbers the blocks: a new one begins where a label column after amounts opens another side."""
    block, after_amount = 0, False
    blocks: list[int] = []
    names: set[str] = set()
    for column, role in enumerate(roles):
        starts = role in LABEL_ROLES and role != "sequence"
        opens = starts and after_amount and _opens_side(sheet, header, column, role, names)
        if opens or (role == "name" and _repeats_amounts(header, roles, column)):
            block += 1
            after_amount = False
        if starts:
            names.add(header.leaf(column))
        after_amount = after_amount or role == "amount"
        blocks.append(block)
    return blocks


def _opens_side(sheet: Sheet, header: Header, column: int, role: str, names: set[str]) -> bool:
    """Codes, a header that stood over labels before, or a side in the path; more names of the same row open nothing."""
    texts, _, _ = _content(sheet, header, column)
    if not header.parts[column]:
        return texts > 0
    side = layouts.column_value("side", "", fold(header.path(column)), None, None)
    return role in CODE_ROLES or header.leaf(column) in names or side is not None


def _repeats_amounts(header: Header, roles: list[str], column: int) -> bool:
    """Whether the amounts right of a name are headed as those left of it (资产 期初 期末 | 负债 期初 期末): another list."""
    left = column
    while left and roles[left - 1] == "amount":
        left -= 1
    right = column + 1
    while right < len(roles) and roles[right] == "amount":
        right += 1
    before = [header.leaf(number) for number in range(left, column)]
    return len(before) > 1 and before == [header.leaf(number) for number in range(column + 1, right)]


def _told_apart(columns: list[StatementColumn], header: Header, context: Context) -> list[StatementColumn]:
    """Columns of one list with one word (决算数) below other headers: it tells none apart, the header above gives the measure."""
    amounts = {column.column_no for column in columns if column.role == "amount"}
    blocks = {column.block for column in columns if column.role == "amount"}
    lowest = {header.leaf(number) for number in amounts}
    is_divided = len(amounts) > 1 and len(blocks) == 1 and all(len(header.parts[number]) > 1 for number in amounts)
    is_common = is_divided and len(lowest) == 1
    if not is_common or layouts.column_value("value", _plain(lowest.pop()), "", None, None) is None:
        return columns
    higher = replace(header, parts=tuple(parts[:-1] for parts in header.parts))

    def told(column: StatementColumn) -> StatementColumn:
        leaf, path = _key(higher, column.column_no, context)
        return replace(column, measure=_measure(_plain(leaf), path, context) or column.measure)

    return [told(column) if column.column_no in amounts else column for column in columns]


def _divided_by_use(columns: list[StatementColumn], context: Context) -> list[StatementColumn]:
    """Under one group (支出决算数) with 基本支出 and 项目支出 and no budget beside them, 合计 is the whole of the uses."""
    if context.kind not in _BY_USE or any(column.measure in ("budget", "revised_budget") for column in columns):
        return columns
    divided = {_group(column) for column in columns if column.measure in ("basic", "project")}

    def is_whole(column: StatementColumn) -> bool:
        leaf = fold(column.path).rpartition("/")[2]
        return column.measure == "final" and leaf in _WHOLE and _group(column) in divided

    return [replace(column, measure="total") if is_whole(column) else column for column in columns]


def _group(column: StatementColumn) -> tuple[int, str]:
    return column.block, fold(column.path).rpartition("/")[0]


def _column(header: Header, column: int, role: str, block: int, context: Context) -> StatementColumn:
    leaf, path = _key(header, column, context)
    plain = _plain(leaf)
    base = StatementColumn(column, block, role, header.path(column))
    if role == ROW_UNIT:
        return replace(base, role="text", item=ROW_UNIT)
    item = _climb("item", header, column, context)
    if role != "amount":
        return replace(base, item=item if role in ("text", "name") else None)
    if context.is_mixed:
        context = replace(context, fund="all")
    named = _climb("fund", header, column, replace(context, kind="expenditure") if context.is_mixed else context)
    # What social insurance funds have left from the year before is their own: no budget carries it over.
    named = None if context.fund == "social_insurance" else named
    measure = _measure(plain, path, context)
    own = layouts.column_value("fund", plain, path, context.kind, context.stage)
    if measure is None and own is not None and context.kind in _BY_FUND:
        measure = "total"
    return replace(base, measure=measure or None, fund=named or context.fund, unit=_unit(header, column), item=item)


def _measure(leaf: str, path: str, context: Context) -> str | None:
    """The measure by the lists; empty where a rule says that the vocabulary has no word for the column."""
    carried = "carried_measure" if context.is_carried else "measure"
    return layouts.column_value(carried, leaf, path, context.kind, context.stage) or layouts.column_value(
        "measure", leaf, path, context.kind, context.stage
    )


def _is_carried(header: Header, context: Context) -> bool:
    """Whether a table of expenditure has columns of what is carried over: then 本年支出 is one of several sums."""
    if context.kind not in _CARRYING:
        return False
    keys = (_key(header, column, context) for column in range(len(header.parts)))
    return any(layouts.column_value("carried", leaf, path, context.kind, context.stage) for leaf, path in keys)


def _is_mixed(header: Header, roles: list[str], context: Context) -> bool:
    """Whether columns of a table taken for one of the general budget are headed by funds that are no part of it."""
    if context.kind not in _GENERAL:
        return False
    every = replace(context, kind="expenditure")
    funds = {_climb("fund", header, column, every) for column, role in enumerate(roles) if role == "amount"}
    return not funds <= _OF_GENERAL


def _climb(attribute: str, header: Header, column: int, context: Context) -> str | None:
    """What the headers of a column name (a fund, an item), the lowest header first."""
    folded = [normalise_years(fold(part), context.base_year) for part in header.parts[column]]
    for index in range(len(folded) - 1, -1, -1):
        path = "/".join(folded[: index + 1])
        value = layouts.column_value(attribute, _plain(folded[index]), path, context.kind, context.stage)
        if value is not None:
            return value
    return None


def _unit(header: Header, column: int) -> str | None:
    for part in reversed(header.parts[column]):
        unit = bracketed_unit(fold(part))
        if unit is not None:
            return unit
    return None


def _rows_are_items(columns: list[StatementColumn]) -> list[StatementColumn]:
    """A 三公 table that lists its items as rows has columns of funds or years, not of items."""
    named = {column.item for column in columns if column.role == "amount"}
    if not named <= {"total", None} or not any(column.role == "name" for column in columns):
        return columns
    return [replace(column, item=None) if column.role == "amount" else column for column in columns]


def _row_decides(columns: list[StatementColumn], context: Context) -> list[StatementColumn]:
    """Takes the fund away where only the row can say it: income sides, and income tables with one amount column."""
    by_side = sides(tuple(columns))
    amounts = [column for column in columns if column.role == "amount"]
    blocks = {column.block for column in amounts}

    def open_fund(column: StatementColumn) -> bool:
        # A statement of one budget (一般公共预算收入表) has one fund, whatever its rows are called.
        if column.role != "amount" or column.fund != context.fund or context.fund != "all":
            return False
        if context.kind == "income":
            return len(amounts) == 1
        two_sided = context.kind in _TWO_SIDED[:2] or len(by_side) > 1
        return two_sided and block_side(column.block, by_side, blocks) == "income"

    return [replace(column, fund=None) if open_fund(column) else column for column in columns]


def block_side(block: int, by_side: dict[int, str], blocks: set[int]) -> str | None:
    """The side of a block of a two-sided statement: printed, or by position (income stands left)."""
    if block in by_side:
        return by_side[block]
    if len(blocks) < 2:
        return None
    return "income" if block == min(blocks) else "expenditure"
