"""Rows cut in two by the end of a page, where words alone show it: the second half of a label becomes part of the first.

Cuts that geometry shows are joined in ``grids`` already. Only labels are joined here; no amount is ever moved.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from pipelines.records.pages import Cell, StatementColumn
from pipelines.reference import layouts
from pipelines.reference.folding import fold, squeeze
from pipelines.statements.columns import CODE_ROLES, LABEL_ROLES
from pipelines.statements.headers import Header
from pipelines.statements.rows import ordinal_depth, plain_label
from pipelines.statements.sheet import Sheet, looks_like_number

_NEARLY_ALL = 0.9
"""Share of labelled rows with amounts from which a row without any is suspect."""


def mend(sheet: Sheet, header: Header, columns: tuple[StatementColumn, ...], kind: str) -> Sheet:
    """The sheet with torn labels joined; the same sheet when there is none."""
    roles = {column.column_no: column.role for column in columns}
    rows = [row for row in range(header.end_row, sheet.row_count) if row not in header.skipped_rows]
    rows = [row for row in rows if not sheet.is_blank(row)]
    filled = [row for row in rows if sheet.numbers(row)]
    always = len(filled) >= _NEARLY_ALL * len(rows)
    tails: dict[int, int] = {}
    for earlier, row in pairwise(rows):
        if _is_tail(sheet, earlier, row, roles, kind, always=always):
            tails[row] = earlier
    return _joined(sheet, tails) if tails else sheet


def _is_tail(sheet: Sheet, earlier: int, row: int, roles: dict[int, str], kind: str, *, always: bool) -> bool:
    cells = sheet.printed(row)
    if cells[0].page <= sheet.printed(earlier)[-1].page or sheet.numbers(row):
        return False
    return all(_continues(sheet, earlier, cell, roles, kind, always=always) for cell in cells)


def _continues(sheet: Sheet, earlier: int, cell: Cell, roles: dict[int, str], kind: str, *, always: bool) -> bool:
    """Whether the text of a cell reads on from the cell above it: that has a code or an ordinal, this has neither."""
    column = cell.column_no
    head, tail = sheet.folded(earlier, column), fold(cell.text)
    if roles.get(column) not in LABEL_ROLES or roles[column] in CODE_ROLES or not head:
        return False
    if not sheet.begins(earlier, column) or ordinal_depth(tail) is not None or looks_like_number(head):
        return False
    coded = any(role in CODE_ROLES and sheet.begins(earlier, place) and sheet.text(earlier, place)
                for place, role in roles.items())  # fmt: skip
    if layouts.item_value("item", plain_label(tail), kind, None) is not None:
        return False
    whole = _is_item(head + tail, kind)
    if _is_item(tail, kind) and (_is_item(head, kind) or not whole):
        return False
    return coded or always or whole or ordinal_depth(head) is not None


def _is_item(label: str, kind: str) -> bool:
    """Whether a label alone is an item of the table, on either side."""
    return any(layouts.item_value("item", plain_label(label), kind, side) for side in ("income", "expenditure"))


def _joined(sheet: Sheet, tails: dict[int, int]) -> Sheet:
    cells: list[Cell] = []
    for cell in sheet.grid.cells:
        if cell.row_no in tails:
            cells.append(replace(cell, text=""))
            continue
        parts = [sheet.text(row, cell.column_no) for row, earlier in tails.items() if earlier == cell.row_no]
        cells.append(replace(cell, text=squeeze(cell.text) + "".join(parts)) if any(parts) else cell)
    return Sheet(replace(sheet.grid, cells=tuple(cells)))
