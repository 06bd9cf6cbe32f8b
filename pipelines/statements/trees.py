"""Which row adds into which: the tree that sums, by codes, by ordinals and by the standard items. One block at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pipelines.records.pages import StatementRow
from pipelines.reference import layouts
from pipelines.statements.rows import is_total, ordinal_depth, plain_label

Indents = Mapping[tuple[int, int], int]
_PART = 9
"""Depth of 其中: a part named beside others, which adds into nothing."""
_OVER = {
    "current_income": "income_total",
    "carry_in": "income_total",
    "use_of_surplus": "income_total",
    "current_expenditure": "expenditure_total",
    "carry_out": "expenditure_total",
    "surplus_distribution": "expenditure_total",
    "personnel_total": "total",
    "public_total": "total",
    "abroad": "three_public_subtotal",
    "vehicle": "three_public_subtotal",
    "reception": "three_public_subtotal",
    "vehicle_purchase": "vehicle",
    "vehicle_operation": "vehicle",
    "three_public_subtotal": "total",
    "meeting": "total",
    "training": "total",
}
_CARRIED = {
    "general": "carry_in_general",
    "government_fund": "carry_in_government_fund",
    "state_capital": "carry_in_state_capital",
}
_LISTED = (
    "source", "function", "economic", "fund", "basic", "basic_personnel", "basic_public", "project", "reserve",
    "operating", "remitted_up", "subsidy_affiliates", "project_class",
)  # fmt: skip
_LISTS = ("income", "transfer", "government_fund", "state_capital")
"""Kinds whose rows may be lists of names with ordinals for groups only (政府预算收入表: 一、税收收入 / 增值税 …)."""
_PERSONNEL = ("301", "303", "501", "509")


def with_parents(rows: tuple[StatementRow, ...], kind: str, indents: Indents) -> tuple[StatementRow, ...]:
    """The rows with ``parent_row_no`` set inside their block, and the funds under 年初结转 named as such.

    ``indents``: level of indentation by row and block, where the table prints any.
    """
    done: list[StatementRow] = []
    for block in sorted({row.block for row in rows}):
        levels = {number: level for (number, of), level in indents.items() if of == block}
        done.extend(_block_parents([row for row in rows if row.block == block], kind, levels))
    return tuple(sorted(done, key=lambda row: (row.row_no, row.block)))


def _block_parents(rows: list[StatementRow], kind: str, levels: dict[int, int]) -> list[StatementRow]:
    named = _name_carried(rows)
    done = [replace(row, parent_row_no=_parent(named, index, kind, levels)) for index, row in enumerate(named)]
    by_nature = {row.row_no for row in done if row.item in ("basic", "project")}
    # What stands under 基本支出 or 项目支出 is no functional class, whatever it is.
    return [
        replace(row, item=None) if row.item == "function" and row.parent_row_no in by_nature else row for row in done
    ]


def _name_carried(rows: list[StatementRow]) -> list[StatementRow]:
    """Funds listed under 年初结转和结余 are the parts of it, not income of the year."""
    named: list[StatementRow] = []
    inside = False
    for row in rows:
        inside = row.item == "carry_in" or (inside and row.item == "source")
        fund = layouts.item_value("fund", plain_label(row.label), None, "income") if row.item == "source" else None
        if inside and fund in _CARRIED:
            named.append(replace(row, item=_CARRIED[fund]))
        else:
            named.append(row)
    return named


def _parent(rows: list[StatementRow], index: int, kind: str, levels: dict[int, int]) -> int | None:
    row = rows[index]
    if ordinal_depth(row.label) == _PART and row.item not in _OVER:
        return None
    if row.code is not None and row.code_kind is not None:
        return _coded_parent(rows, index)
    if row.item in _CARRIED.values():
        return _before(rows, index, "carry_in")
    if any(_is_subtotal(other) for other in rows):
        return _subtotal_parent(rows, index)
    if row.item in _LISTED or (row.item is None and kind in _LISTS and row.label):
        return _listed_parent(rows, index, levels)
    return _over(rows, row.item)


def _is_subtotal(row: StatementRow) -> bool:
    """A row 小计 that opens the list of its parts (一般公共预算资金: 小计, 财政拨款, 专项收入)."""
    return layouts.item_value("subtotal", plain_label(row.label), None, None) is not None


def _subtotal_parent(rows: list[StatementRow], index: int) -> int | None:
    row = rows[index]
    if is_total(row.item) or row.item == "current_income":
        return _over(rows, row.item)
    if not _is_subtotal(row):
        opened = next((other.row_no for other in reversed(rows[:index]) if _is_subtotal(other)), None)
        if opened is not None:
            return opened
    return _first_of(rows, "current_income", "income_total", "total")


def _coded_parent(rows: list[StatementRow], index: int) -> int | None:
    """The nearest row before with the longest code that this code begins with; classes add into their total."""
    code = rows[index].code or ""
    above = [row for row in rows[:index] if row.code and row.code != code and code.startswith(row.code)]
    if above:
        longest = max(len(row.code or "") for row in above)
        return [row for row in above if len(row.code or "") == longest][-1].row_no
    if len(code) > 3:
        return None
    return _class_total(rows, index)


def _class_total(rows: list[StatementRow], index: int) -> int | None:
    row = rows[index]
    wanted = ["total", "current_expenditure", "expenditure_total"]
    if (row.code_kind or "").startswith("economic"):
        wanted.insert(0, "personnel_total" if row.code in _PERSONNEL else "public_total")
    return _first_of(rows, *wanted)


def _listed_parent(rows: list[StatementRow], index: int, levels: dict[int, int]) -> int | None:
    """Rows known by label: into the nearest row before with a higher ordinal of the same list, or the sum of the side."""
    row = rows[index]
    group = _group(rows, index, levels)
    if group is not None:
        return group
    side = "income" if row.side == "income" or row.item == "source" else "expenditure"
    current = _first(rows, f"current_{side}")
    if current is not None and not _stands_after(rows, row, current):
        return current
    return _first_of(rows, f"{side}_total", "total")


def _stands_after(rows: list[StatementRow], row: StatementRow, current: int) -> bool:
    """Whether a row stands below a sum of the year that closes its list: then it adds into the total, not into the sum."""
    closes = any(other.item in _LISTED and other.row_no < current for other in rows)
    return closes and row.row_no > current


def _group(rows: list[StatementRow], index: int, levels: dict[int, int]) -> int | None:
    """The row whose list this row stands in: the last with a higher ordinal; a row without ordinal is part of the last one.

    Rows without ordinals that are indented stand in the list of the last row that is indented less.
    """
    depth = ordinal_depth(rows[index].label)
    if depth == 1:
        return None
    level = levels.get(rows[index].row_no, 0)
    if depth is None and level > 0:
        return _outdented(rows, index, levels, level)
    for earlier in reversed(rows[:index]):
        higher = ordinal_depth(earlier.label)
        if is_total(earlier.item) or (depth is None and earlier.item in ("current_income", "current_expenditure")):
            return None
        if higher is not None and higher < (depth or _PART):
            return earlier.row_no
    return None


def _outdented(rows: list[StatementRow], index: int, levels: dict[int, int], level: int) -> int | None:
    for earlier in reversed(rows[:index]):
        if is_total(earlier.item):
            return None
        if levels.get(earlier.row_no, level) < level:
            return earlier.row_no
    return None


def _first_of(rows: list[StatementRow], *items: str) -> int | None:
    return next((found for item in items if (found := _first(rows, item)) is not None), None)


def _over(rows: list[StatementRow], item: str | None) -> int | None:
    target = _OVER.get(item or "")
    while target is not None:
        found = _first(rows, target)
        if found is not None:
            return found
        target = _OVER.get(target)
    return _first(rows, "total") if item in _OVER else None


def _first(rows: list[StatementRow], item: str) -> int | None:
    return next((row.row_no for row in rows if row.item == item), None)


def _before(rows: list[StatementRow], index: int, item: str) -> int | None:
    return next((row.row_no for row in reversed(rows[:index]) if row.item == item), None)
