"""The ruled tables of one page: the stages of ``edges``, ``lattice`` and ``fill`` in a row."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.grids.edges import components, snap_edges
from pipelines.grids.fill import Table, place_words, table_of
from pipelines.grids.ghosts import collapse_ghosts
from pipelines.grids.lattice import Lattice, lattice_of
from pipelines.records.pages import Edge, Page, Word


def find_ruled(page: Page, edges: Sequence[Edge], finder: str) -> tuple[list[Table], list[Word]]:
    """The tables that ``edges`` enclose on a page, top to bottom, and the words that lie in none of them.

    A frame around a single cell is no table, nor are cells without any text.
    """
    tables: list[Table] = []
    words: list[Word] = list(page.words)
    for lattice in sorted(map(lattice_of, components(snap_edges(edges))), key=_area):
        filled, placed = place_words(lattice, words)
        collapse_ghosts(filled)
        if len(filled.rectangles) < 2 or not any(filled.words):
            continue
        tables.append(table_of(filled, page, finder))
        words = [word for word, inside in zip(words, placed, strict=True) if not inside]
    tables.sort(key=lambda table: (table.box.top, table.box.x0))
    return tables, words


def _area(lattice: Lattice) -> float:
    """Smaller tables take their words first, so a table inside a cell of another keeps its text."""
    return (lattice.xs[-1] - lattice.xs[0]) * (lattice.ys[-1] - lattice.ys[0])
