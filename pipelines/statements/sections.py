"""Lists that print income and expenditure one below the other: the side of every row is that of the section it stands in.

Only summaries with a single list come here; tables with a side on the left and one on the right are told in ``columns``.
"""

from __future__ import annotations

from dataclasses import replace

from pipelines.records.pages import StatementColumn, StatementRow
from pipelines.reference import layouts
from pipelines.statements.rows import ordinal_depth, plain_label

_SUMMARIES = ("income_expenditure_summary", "appropriation_summary")
_SIDES = {"income", "expenditure"}
_BALANCE = "balance"
_SURPLUS = "surplus"
_BALANCES = {_BALANCE: "carry_out", _SURPLUS: "current_surplus"}
"""What the head of a section without a side is: what is left at the end, or over in the year alone."""
_CARRY_IN = "carry_in"
_TOTALS = ("合计", "总计")
_OUTERMOST = (None, 1)


def with_sections(rows: tuple[StatementRow, ...], kind: str) -> tuple[StatementRow, ...]:
    """The rows with side and item by their section (一、收入 … 二、支出 … 三、结余); the same rows where none is printed."""
    if kind not in _SUMMARIES or any(row.side for row in rows):
        return rows
    named = [_section(row, kind) for row in rows]
    if not {*_SIDES, _BALANCE, _SURPLUS} & set(named):
        return rows
    closing = _closings(rows, named)
    if closing is not None:
        return tuple(
            _closed(row, "income" if number <= closing else "expenditure", kind) for number, row in enumerate(rows)
        )
    done: list[StatementRow] = []
    inside: str | None = None
    for row, opens in zip(rows, named, strict=True):
        # A source that is named as a side is (财政拨款收入 below 收入合计) opens nothing new.
        is_source = opens == inside and opens in _SIDES and not plain_label(row.label).endswith(_TOTALS)
        inside = opens or inside
        done.append(_placed(row, inside, is_head=opens is not None and not is_source, kind=kind))
    follows = any(row.item == _CARRY_IN and row.side == "income" for row in done)
    return tuple(_of_the_year(row, kind) for row in done) if follows else tuple(done)


def _of_the_year(row: StatementRow, kind: str) -> StatementRow:
    """A head that says 本年 is the sum of the year alone where what is left from before has a row of its own."""
    own = layouts.item_value("item", plain_label(row.label), kind, row.side)
    is_head = row.item in ("income_total", "expenditure_total") and own in ("current_income", "current_expenditure")
    return replace(row, item=own) if is_head else row


def _closings(rows: tuple[StatementRow, ...], named: list[str | None]) -> int | None:
    """Where the income ends, in a list whose sides are not opened but closed by their totals (收入总计 … 支出总计)."""
    heads = [number for number, name in enumerate(named) if name in _SIDES]
    totals = [number for number in heads if plain_label(rows[number].label).endswith(_TOTALS)]
    if all(_is_source(rows[number]) for number in heads if number not in totals):
        heads = totals
    if [named[number] for number in heads] != ["income", "expenditure"] or heads[0] == 0 or heads[1] != len(rows) - 1:
        return None
    return heads[0] if all(plain_label(rows[number].label).endswith(_TOTALS) for number in heads) else None


def _is_source(row: StatementRow) -> bool:
    """Whether a row that is named as a side is a source among others in a list closed by totals (一、财政拨款收入)."""
    return layouts.item_value("closed_source", plain_label(row.label), None, None) is not None


def _closed(row: StatementRow, side: str, kind: str) -> StatementRow:
    item = layouts.item_value("item", plain_label(row.label), kind, side)
    if item in (f"{side}_total", f"{side}_sum"):
        return replace(row, side=side, item=f"{side}_total", code_kind=None, level="合计")
    if side == "expenditure":
        return replace(row, side=side, item=item or row.item, level=None if item else row.level)
    if row.code is not None:
        return replace(row, side=side, item="source", code_kind="source")
    source = "source" if item is None else None
    return replace(row, side=side, item=item or "source", code_kind=source, level=None)


def with_sides_of_labels(rows: tuple[StatementRow, ...], kind: str) -> tuple[StatementRow, ...]:
    """The rows of one list of a budget with the side their own names say (土地出让收入), others that of the row before.

    Only where a row taken for expenditure is named income: a title need not say which side its table is (执行情况表).
    """
    if len({row.block for row in rows}) > 1 or any(row.side != "expenditure" for row in rows):
        return rows
    named = [_side_of_label(row, kind) for row in rows]
    if "income" not in named:
        return rows
    done: list[StatementRow] = []
    side = next(filter(None, named))
    for row, own in zip(rows, named, strict=True):
        side = own or side
        done.append(_closed(row, side, kind) if side == "income" else row)
    return tuple(done)


def _side_of_label(row: StatementRow, kind: str) -> str | None:
    """A subject of expenditure is one whatever its name ends with."""
    if row.code_kind in ("function", "economic_department", "economic_government"):
        return "expenditure"
    return layouts.item_value("label_side", plain_label(row.label), kind, None)


def with_open_funds(
    columns: tuple[StatementColumn, ...], rows: tuple[StatementRow, ...]
) -> tuple[StatementColumn, ...]:
    """Columns of all funds over a list that holds income: there the row says which fund an amount is of."""
    if not any(row.side == "income" for row in rows) or len({column.block for column in columns}) > 1:
        return columns
    return tuple(replace(one, fund=None) if one.role == "amount" and one.fund == "all" else one for one in columns)


def _section(row: StatementRow, kind: str) -> str | None:
    """What section a row opens, if it does; balances are sections of their own and hold no side."""
    if ordinal_depth(row.label) not in _OUTERMOST:
        return None
    return layouts.item_value("section", plain_label(row.label), kind, None)


def _placed(row: StatementRow, section: str | None, *, is_head: bool, kind: str) -> StatementRow:
    if section in _BALANCES:
        item = _BALANCES[section]
        return replace(row, item=item, code_kind=None, level="合计") if is_head else replace(row, item=None)
    if section is None:
        return _carried(row, kind)
    if is_head:
        return replace(row, side=section, item=f"{section}_total", code_kind=None, level="合计")
    if section == "expenditure" and ordinal_depth(row.label) == 1:
        carried = _carried(row, kind)
        if carried.item == _CARRY_IN:
            return replace(carried, side="income")
    known = layouts.item_value("item", plain_label(row.label), kind, section)
    if known is not None or section == "expenditure":
        return replace(row, side=section, item=known or row.item)
    return replace(row, side=section, item="source", code_kind="source", level=None)


def _carried(row: StatementRow, kind: str) -> StatementRow:
    """A row above all sections; what is left from the year before (上年结余) is no income of the year."""
    item = layouts.item_value("item", plain_label(row.label), kind, "income")
    return replace(row, item=item, code_kind=None, level=None) if item == _CARRY_IN else row
