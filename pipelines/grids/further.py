"""Rows of a further page under the heading of a first one: every number in the column it would have there, or nothing.

The rows are read together with those of the first page, so that all that ``headed`` asks for holds for both at once: numbers
of one column end on one line (or have one middle) on both, and each column has one header. A heading that is printed again
is recognised by its texts and places. Which part of a page that may be is found in ``carried``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipelines.grids.atoms import Atom, AtomLine, amount_lines, atom_lines, is_numbered, is_ruled_by_row, rows_of_lines
from pipelines.grids.edges import Ruling
from pipelines.grids.ghosts import Filled
from pipelines.grids.headed import Heading, Reading, heading_of
from pipelines.grids.heading import Node
from pipelines.grids.placing import Column, Filling
from pipelines.grids.spaced import unspaced
from pipelines.records.pages import Box, Word

# A heading that is printed again stands where it stood but for this many points.
_SAME = 1.6


def read_further(
    reading: Reading, words: Sequence[Word], place: Box, rulings: Sequence[Ruling], borders: Sequence[float]
) -> Filled | None:
    """The cells of the rows in ``place``, between the column ``borders`` of the first page; None where a row or a column of
    them is in doubt. ``rulings`` are those across the place."""
    first = [ruling.at for ruling in reading.around.rulings]
    lines = atom_lines(words, reading.em)
    lines = amount_lines(lines) if reading.is_whole else lines
    again = _again(reading, lines, rulings)
    body = lines[len(again.lines) :] if again else lines
    bands = [ruling.at for ruling in rulings]
    if not body or (bands and not first):
        return None
    rows = rows_of_lines(body, bands, reading.em, by_row=is_ruled_by_row(first))
    whole = reading.with_rows(rows) if rows else None
    if rows is None or whole is None or whole.plain is None or not _fits(reading, whole, rows):
        return None
    columns, printed = whole.plain
    nodes = _nodes(printed, whole, again) if again else []
    if nodes is None:
        return None
    return Filling(columns, nodes, rows, again.numbering if again else (), place).filled(borders)


def _again(reading: Reading, lines: list[AtomLine], rulings: Sequence[Ruling]) -> Heading | None:
    """The heading where a page prints it again over its rows."""
    first = reading.heading.lines
    own = lines[: len(first)]
    if len(own) < len(first) or not all(map(_is_line_again, first, own)):
        return None
    return heading_of(own, rulings, reading.em)


def _is_line_again(before: AtomLine, line: AtomLine) -> bool:
    return [atom.text for atom in before] == [atom.text for atom in line] and all(
        abs(was.x0 - now.x0) <= _SAME for was, now in zip(before, line, strict=True)
    )


def _nodes(printed: Sequence[Node], whole: Reading, again: Heading) -> list[Node] | None:
    """The headers with the texts of the page that prints them again, None where its texts fall into other cells."""
    blocks = unspaced(again.blocks, whole.strips, whole.em)
    if [block.text for block in blocks] != [block.text for block in whole.blocks]:
        return None
    same = {id(was): now for was, now in zip(whole.blocks, blocks, strict=True)}
    return [replace(node, block=same[id(node.block)]) for node in printed]


def _fits(reading: Reading, whole: Reading, rows: Sequence[Sequence[AtomLine]]) -> bool:
    """Whether the columns of all rows are those of the first page, and numbers of both bear that out."""
    if reading.plain is None or whole.plain is None or not _is_labelled(rows):
        return False
    own, columns = reading.plain[0], whole.plain[0]
    new = {id(atom) for row in rows for line in row for atom in line}
    if len(own) != len(columns):
        return False
    pairs = list(zip(own, columns, strict=True))
    return all(_agree(*pair, new) for pair in pairs) and any(_bears_out(*pair, new) for pair in pairs)


def _agree(before: Column, after: Column, new: set[int]) -> bool:
    """Whether a column is the one it was: its header, what stood in it, and words only where words stood."""
    was, now = _atoms(before), _atoms(after)
    added = [atom for atom in now if id(atom) in new]
    if before.leaf != after.leaf or {id(atom) for atom in was} != {id(atom) for atom in now} - new:
        return False
    return all(atom.is_number for atom in added) or any(not atom.is_number for atom in was)


def _bears_out(before: Column, after: Column, new: set[int]) -> bool:
    """Whether exact numbers of both pages stand in a column: that their places agree was asked of it."""
    added = [atom for atom in _atoms(after) if id(atom) in new]
    return any(atom.is_exact for atom in _atoms(before)) and any(atom.is_exact for atom in added)


def _atoms(column: Column) -> Sequence[Atom]:
    return column.strip.atoms if column.strip is not None else ()


def _is_labelled(rows: Sequence[Sequence[AtomLine]]) -> bool:
    """Whether the first row with a number has a label on its own page."""
    row = next((row for row in rows if any(map(is_numbered, row))), ())
    return any(not atom.is_number for line in row for atom in line)
