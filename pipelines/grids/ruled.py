"""The ruled and half ruled tables of one page: the stages of ``edges``, ``lattice``, ``fill`` and ``white`` in a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from pipelines.documents.lines import build_lines
from pipelines.grids.edges import Ruling, components, snap_edges
from pipelines.grids.fill import Table, place_words, table_of
from pipelines.grids.ghosts import Filled, collapse_ghosts
from pipelines.grids.headed import Headed, read_headed
from pipelines.grids.lattice import Lattice, lattice_of, with_walls
from pipelines.grids.segments import rows_of
from pipelines.grids.spanning import split_spanning
from pipelines.grids.stacks import stacks_of
from pipelines.grids.white import split_by_white
from pipelines.records.pages import BY_WHITE_SPACE, Box, Edge, Page, Word

HEADED = "headed"
# Found by what may be rulings: backgrounds end within tables (zebra stripes), so a box of them need not hold a whole one.
WEAK = "weak_ruled"
_BETWEEN = 3.0
# A window is as high as a table when it ends no further than this many points within it.
_RIM = 3.0


class Frame(NamedTuple):
    """Rulings that enclose something, those across among them; ``needs_cut``: worth nothing as it is."""

    lattice: Lattice
    across: tuple[Ruling, ...]
    needs_cut: bool = False


class Found(NamedTuple):
    """The tables of a page, top to bottom, and the words that lie in none of them."""

    tables: list[Table]
    rest: list[Word]


def find_ruled(page: Page, edges: Sequence[Edge], finder: str) -> Found:
    """The tables that ``edges`` enclose on a page, top to bottom, and the words that lie in none of them.

    A frame around a single cell is no table, nor are cells without any text.
    """
    return _tables(page, [Frame(lattice_of(group), ()) for group in components(snap_edges(edges))], finder, cut=False)


def find_half_ruled(page: Page, edges: Sequence[Edge], finder: str) -> Found:
    """As ``find_ruled``, with what the rulings leave together cut by white space: frames and stacks of horizontal rulings
    without vertical ones, columns whose ruling is missing. Tables so cut are named ``columns``."""
    rulings = snap_edges(edges)
    enclosed = components(rulings)
    used = {ruling for group in enclosed for ruling in group.horizontal}
    loose = [ruling for ruling in rulings.horizontal if ruling not in used]
    stacks = stacks_of(loose, rows_of(build_lines(page.words)))
    frames = [Frame(lattice_of(group), group.horizontal) for group in enclosed]
    return _tables(page, [*frames, *(Frame(stack, tuple(loose), needs_cut=True) for stack in stacks)], finder, cut=True)


def _tables(page: Page, frames: Sequence[Frame], finder: str, cut: bool) -> Found:
    tables: list[Table] = []
    words: list[Word] = list(page.words)
    windowed = [word for word in words if word.window is not None]
    for frame in sorted(frames, key=lambda frame: _area(frame.lattice)):
        lattice = with_walls(frame.lattice, _sides_of_windows(frame.lattice, windowed))
        filled, placed = place_words(lattice, words)
        collapse_ghosts(filled)
        is_striped = split_spanning(filled)
        headed = _headed(filled, frame, may_be_one_row=finder != WEAK) if cut else None
        is_cut = (cut and headed is None and split_by_white(filled)) or is_striped
        filled = headed.filled if headed else filled
        if len(filled.rectangles) < 2 or (frame.needs_cut and not is_cut and headed is None) or not any(filled.words):
            continue
        reading = headed.reading if headed else None
        table = table_of(filled, page, HEADED if headed else BY_WHITE_SPACE if is_cut else finder, reading)
        tables.append(replace(table, open_left=lattice.open_left, open_right=lattice.open_right))
        words = [word for word, inside in zip(words, placed, strict=True) if not inside]
    tables.sort(key=lambda table: (table.box.top, table.box.x0))
    return Found(tables, words)


def _headed(filled: Filled, frame: Frame, *, may_be_one_row: bool) -> Headed | None:
    """What rulings across enclose and none parts from left to right, read by its heading."""
    if len(filled.xs) > 2:
        return None
    box = Box(filled.xs[0], filled.ys[0], filled.xs[-1], filled.ys[-1])
    rulings = [ruling for ruling in frame.across if box.top - 1 <= ruling.at <= box.bottom + 1]
    if _stand_beside(rulings, box):
        return None
    words = [word for content in filled.words for word in content]
    return read_headed(words, box, rulings, may_be_one_row=may_be_one_row)


def _stand_beside(rulings: Sequence[Ruling], box: Box) -> bool:
    """Whether no ruling crosses some stretch of a box: two tables side by side."""
    end = box.x0
    for ruling in sorted(rulings, key=lambda ruling: ruling.start):
        if ruling.start - end > _BETWEEN:
            return True
        end = max(end, ruling.end)
    return False


def _sides_of_windows(lattice: Lattice, windowed: Sequence[Word]) -> set[tuple[float, float]]:
    """Where windows as high as a table begin or end, at the heights of the texts in them: columns that are printed again on
    every page, beside those of the page. What has no text in the window is not parted by it (a group over narrow columns)."""
    return {
        (side, (word.top + word.bottom) / 2)
        for word in windowed
        if word.window is not None
        and word.window.top <= lattice.ys[0] + _RIM
        and word.window.bottom >= lattice.ys[-1] - _RIM
        for side in (word.window.x0, word.window.x1)
    }


def _area(lattice: Lattice) -> float:
    """Smaller tables take their words first, so a table inside a cell of another keeps its text."""
    return (lattice.xs[-1] - lattice.xs[0]) * (lattice.ys[-1] - lattice.ys[0])
