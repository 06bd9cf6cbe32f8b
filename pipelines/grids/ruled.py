"""The ruled and half ruled tables of one page: the stages of ``edges``, ``lattice``, ``fill`` and ``white`` in a row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipelines.documents.lines import build_lines
from pipelines.grids.edges import components, snap_edges
from pipelines.grids.fill import Table, place_words, table_of
from pipelines.grids.ghosts import collapse_ghosts
from pipelines.grids.lattice import Lattice, lattice_of
from pipelines.grids.segments import rows_of
from pipelines.grids.stacks import stacks_of
from pipelines.grids.white import split_by_white
from pipelines.records.pages import Edge, Page, Word

CUT = "columns"


class Found(NamedTuple):
    """The tables of a page, top to bottom, and the words that lie in none of them."""

    tables: list[Table]
    rest: list[Word]


def find_ruled(page: Page, edges: Sequence[Edge], finder: str) -> Found:
    """The tables that ``edges`` enclose on a page, top to bottom, and the words that lie in none of them.

    A frame around a single cell is no table, nor are cells without any text.
    """
    return _tables(page, [(lattice_of(group), False) for group in components(snap_edges(edges))], finder, cut=False)


def find_half_ruled(page: Page, edges: Sequence[Edge], finder: str) -> Found:
    """As ``find_ruled``, with what the rulings leave together cut by white space: frames and stacks of horizontal rulings
    without vertical ones, columns whose ruling is missing. Tables so cut are named ``columns``."""
    rulings = snap_edges(edges)
    enclosed = components(rulings)
    used = {ruling for group in enclosed for ruling in group.horizontal}
    loose = [ruling for ruling in rulings.horizontal if ruling not in used]
    stacks = stacks_of(loose, rows_of(build_lines(page.words)))
    lattices = [*((lattice_of(group), False) for group in enclosed), *((stack, True) for stack in stacks)]
    return _tables(page, lattices, finder, cut=True)


def _tables(page: Page, lattices: Sequence[tuple[Lattice, bool]], finder: str, cut: bool) -> Found:
    """Tables from lattices, each with whether it is worth nothing uncut."""
    tables: list[Table] = []
    words: list[Word] = list(page.words)
    for lattice, needs_cut in sorted(lattices, key=lambda item: _area(item[0])):
        filled, placed = place_words(lattice, words)
        collapse_ghosts(filled)
        is_cut = cut and split_by_white(filled)
        if len(filled.rectangles) < 2 or (needs_cut and not is_cut) or not any(filled.words):
            continue
        tables.append(table_of(filled, page, CUT if is_cut else finder))
        words = [word for word, inside in zip(words, placed, strict=True) if not inside]
    tables.sort(key=lambda table: (table.box.top, table.box.x0))
    return Found(tables, words)


def _area(lattice: Lattice) -> float:
    """Smaller tables take their words first, so a table inside a cell of another keeps its text."""
    return (lattice.xs[-1] - lattice.xs[0]) * (lattice.ys[-1] - lattice.ys[0])
