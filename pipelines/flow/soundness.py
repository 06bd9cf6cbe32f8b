"""What a reading must be before it may enter the warehouse: keys unique, every fact of a grid in a cell of that grid.

A fault of the reader in one document must not keep all others from being published, and a figure that contradicts
itself must not be published at all: the amounts of the grid concerned are left out and the document says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from pipelines.records.column import columns_of
from pipelines.records.core import FACTS, RELATIONS
from pipelines.records.reading import RELATION_OF
from pipelines.warehouse.arrow import table_of

STRUCTURAL = ("page", "grid", "cell", "statement_column", "statement_row")
AMOUNTS = tuple(RELATION_OF[record] for record in FACTS)
READ_FROM_CELLS = tuple(name for name in RELATIONS if name.startswith("fact_"))
OUT_OF_CELLS = ("claim", "doubtful_cell")


class ContradictionError(ValueError):
    """Pages, grids or cells of a reading contradict themselves; nothing in it can be trusted."""


def leave_out_contradictions(rows: dict[str, list[Any]]) -> list[str]:
    """Take the amounts of unsound grids out of ``rows``; what was left out and why, in Chinese.

    Raises ``ContradictionError`` when pages, grids or cells themselves are not unique.
    """
    for name in STRUCTURAL:
        repeated = next(_repeated(name, rows.get(name, [])), None)
        if repeated:
            raise ContradictionError(f"读取结果自相矛盾：{name} 的键重复：{repeated}")
    bad = _unsound_grids(rows)
    for name in READ_FROM_CELLS:
        if name in rows:
            rows[name] = [record for record in rows[name] if record.grid_no not in bad]
    notes = [f"{_where(grid_no)}读取结果自相矛盾，未采用：{why}" for grid_no, why in sorted(bad.items(), key=str)]
    return notes + [note for name in OUT_OF_CELLS for note in _keep_first(name, rows)]


def leave_out_misfits(rows: dict[str, list[Any]]) -> list[str]:
    """Take records out of ``rows`` that no column can hold (a number of too many digits, text that is no Unicode).

    What was left out, in Chinese: the rest of the document is as good as before.
    """
    notes = []
    for name, records in rows.items():
        if not _fit(name, records):
            misfits = [record for record in records if not _fit(name, [record])]
            out = {id(record) for record in misfits}
            rows[name] = [record for record in records if id(record) not in out]
            pages = "、".join(
                str(page) for page in sorted({record.page for record in misfits if hasattr(record, "page")})
            )
            where = f"第 {pages} 页：" if pages else ""
            notes.append(f"{where}{name} 有 {len(misfits)} 项的数值或文字超出可存范围，未采用")
    return notes


def _fit(name: str, records: list[Any]) -> bool:
    try:
        table_of(RELATIONS[name], records)
    except (ValueError, OverflowError):
        return False
    return True


def _keep_first(name: str, rows: dict[str, list[Any]]) -> Iterator[str]:
    """Of claims and doubtful cells with one identifier the first is kept: they are no figures, but must be seen."""
    records = rows.get(name, [])
    first = {_key(name, record): record for record in reversed(records)}
    if len(first) < len(records):
        rows[name] = [record for record in records if first[_key(name, record)] is record]
        yield f"{name} 的标识重复 {len(records) - len(first)} 处，只留其一"


def _where(grid_no: int | None) -> str:
    return f"表格 {grid_no} 的金额" if grid_no is not None else "表外文字"


def _unsound_grids(rows: dict[str, list[Any]]) -> dict[int | None, str]:
    """Grids (None: outside of grids) whose facts share an identifier or stand in no cell, with the reason."""
    cells = {(cell.grid_no, cell.row_no, cell.column_no) for cell in rows.get("cell", [])}
    bad: dict[int | None, str] = {}
    for name in READ_FROM_CELLS:
        repeated = set(_repeated(name, rows.get(name, [])))
        for record in rows.get(name, []):
            if _key(name, record) in repeated:
                bad[record.grid_no] = f"{name} 的键重复"
            elif record.grid_no is not None and (record.grid_no, record.row_no, record.column_no) not in cells:
                bad[record.grid_no] = f"{name} 有不在单元格中的一项"
    amounts = [record for name in AMOUNTS for record in rows.get(name, [])]
    times = Counter(record.fact_id for record in amounts)
    return bad | {
        r.grid_no: "同一单元格有两个金额事实" for r in amounts if times[r.fact_id] > 1 and r.grid_no not in bad
    }


def _repeated(name: str, records: list[Any]) -> Iterator[tuple[Any, ...]]:
    counted = Counter(_key(name, record) for record in records)
    return (key for key, times in counted.items() if times > 1)


def _key(name: str, record: Any) -> tuple[Any, ...]:
    return tuple(getattr(record, column.name) for column in columns_of(RELATIONS[name]) if column.key)
