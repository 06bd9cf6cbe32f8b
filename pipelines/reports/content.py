"""What the page of a document shows: its findings, one per root cause, with their cells; its tables; its doubts; its rules.

Choosing and arranging only: rows come from ``queries``, words and layout from the templates.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipelines.reports import queries
from pipelines.reports.pictures import Pictures
from pipelines.reports.queries import Row
from pipelines.warehouse.connection import Connection

AROUND = 1
"""Rows shown before and after a cell where the page has no picture."""


@dataclass(frozen=True, slots=True)
class Material:
    """What the pages of some documents show, by document, and the amounts that their findings name."""

    failures: Mapping[str, list[Row]]
    grids: Mapping[str, list[Row]]
    doubts: Mapping[str, list[Row]]
    rules: Mapping[str, list[Row]]
    facts: Mapping[str, Row]


def material_of(connection: Connection, document_ids: Sequence[str]) -> Material:
    """Ask for what the pages of these documents show; ``document_page`` then asks for none of another document."""
    connection.execute(queries.SHOWN, {"document_ids": list(document_ids)})
    connection.execute(queries.SHOWN_CELLS)
    failures = queries.rows(connection, queries.SHOWN_FAILURES)
    return Material(
        failures=_by_document(failures),
        grids=_by_document(queries.rows(connection, queries.SHOWN_GRIDS)),
        doubts=_by_document(queries.rows(connection, queries.SHOWN_DOUBTS)),
        rules=_by_document(queries.rows(connection, queries.SHOWN_RULES)),
        facts=_facts(connection, failures),
    )


def _by_document(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["document_id"]].append(row)
    return found


def folded(failures: Sequence[Row]) -> list[Row]:
    """One row per root cause, in order: the root finding with its ``followers``, the findings that follow from it.

    Findings of another document never fold into one: each page shows the roots of its own.
    """
    groups: dict[tuple[str, str], list[Row]] = {}
    for failure in failures:
        key = (failure["document_id"], failure["root_finding_id"] or failure["finding_id"])
        groups.setdefault(key, []).append(failure)
    roots = []
    for (_, root_id), group in groups.items():
        root = next((failure for failure in group if failure["finding_id"] == root_id), group[0])
        roots.append({**root, "followers": [failure for failure in group if failure is not root]})
    return roots


def document_page(connection: Connection, pictures: Pictures, document: Row, material: Material) -> dict[str, Any]:
    """The values of a document's page."""
    identity = document["document_id"]
    failures = material.failures.get(identity, [])
    return {
        "document": document,
        "failures": failures,
        "findings": [_root(connection, pictures, document, root, material.facts) for root in folded(failures)],
        "grids": material.grids.get(identity, []),
        "doubts": material.doubts.get(identity, []),
        "rules": material.rules.get(identity, []),
    }


def _facts(connection: Connection, failures: Sequence[Row]) -> dict[str, Row]:
    wanted = {fact for failure in failures for fact in [*failure["left_fact_ids"], *failure["right_fact_ids"]]}
    wanted |= {failure["suspect_fact_id"] for failure in failures if failure["suspect_fact_id"]}
    if not wanted:
        return {}
    return {fact["fact_id"]: fact for fact in queries.rows(connection, queries.FACTS, fact_ids=sorted(wanted))}


def _root(connection: Connection, pictures: Pictures, document: Row, root: Row, facts: Mapping[str, Row]) -> Row:
    """A root finding with its cells and pictures, the cell in doubt, and its followers with their cells."""
    shown = _sides(root, facts)
    followers = [_sides(follower, facts) for follower in root["followers"]]
    mine = [fact for fact in [*shown["left"], *shown["right"]] if fact["document_id"] == document["document_id"]]
    drawn = [(page, pictures.of(document, page, mine)) for page in sorted({fact["page"] for fact in mine})]
    excerpts = [] if any(name for _, name in drawn) else _excerpts(connection, mine)
    return {
        **shown,
        "followers": followers,
        "doubted": facts.get(root["suspect_fact_id"]) if root["healing_yuan"] is not None else None,
        "pictures": [(page, name) for page, name in drawn if name],
        "excerpts": excerpts,
    }


def _sides(failure: Row, facts: Mapping[str, Row]) -> Row:
    return {
        **failure,
        "left": [facts[fact] for fact in failure["left_fact_ids"] if fact in facts],
        "right": [facts[fact] for fact in failure["right_fact_ids"] if fact in facts],
    }


def _excerpts(connection: Connection, facts: Sequence[Row]) -> list[Row]:
    """The rows of the grid around each cell, for formats that have no picture."""
    by_grid: dict[int, list[Row]] = defaultdict(list)
    for fact in facts:
        if fact["grid_no"] is not None:
            by_grid[fact["grid_no"]].append(fact)
    made = []
    for grid_no, group in sorted(by_grid.items()):
        rows = sorted({fact["row_no"] for fact in group})
        cells = queries.rows(
            connection,
            queries.CELLS,
            document_id=group[0]["document_id"],
            grid_no=grid_no,
            first_row=max(0, rows[0] - AROUND),
            last_row=rows[-1] + AROUND,
        )
        marked = {(fact["row_no"], fact["column_no"]) for fact in group}
        made.append({"grid_no": grid_no, "lines": _lines(cells, marked)})
    return made


def _lines(cells: Sequence[Row], marked: set[tuple[int, int]]) -> list[list[Row]]:
    lines: dict[int, list[Row]] = defaultdict(list)
    for cell in cells:
        lines[cell["row_no"]].append({**cell, "marked": (cell["row_no"], cell["column_no"]) in marked})
    return [lines[number] for number in sorted(lines)]
