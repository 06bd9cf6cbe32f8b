"""Measures tables: lines of each cell, heights of rows, and which rows, or parts of rows, stand on which page.

Measuring only; ``table`` draws what was measured here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.documents.typeset import fonts
from tests.documents.typeset.facts import Cell, FactsError, Table

LEADING = 1.28  # distance of baselines, in font sizes
PADDING = 3.0  # points between a ruling line and the text beside it
PIECES = re.compile(r"[（“《〔【]*(?:[0-9A-Za-z.,%/+\-]+|.)[，。；：、）”》〕】！？%]*", re.DOTALL)


@dataclass(frozen=True)
class Look:
    """How the text of a table is set: font, size in points, least height of a row."""

    font: str
    size: float
    row_height: float

    @property
    def leading(self) -> float:
        """Distance of two baselines in points."""
        return self.size * LEADING


@dataclass(frozen=True)
class Strip:
    """A row, or with ``first_line`` or ``last_line`` a part of one, that stands on a page, ``height`` points tall."""

    row: int
    height: float
    first_line: int = 0
    last_line: int | None = None

    @property
    def whole(self) -> bool:
        """Whether the row is not cut here."""
        return self.first_line == 0 and self.last_line is None


def wrap(text: str, font: str, size: float, width: float) -> list[str]:
    """Lines of ``text`` no wider than ``width``; breaks inside no number or word, nor before closing marks."""
    return [line for part in text.split("\n") for line in _wrap_part(part, font, size, width)]


def _wrap_part(part: str, font: str, size: float, width: float) -> list[str]:
    lines = [""]
    for piece in _pieces(part, font, size, width):
        if lines[-1] and fonts.width(lines[-1] + piece, font, size) > width:
            lines.append("")
        lines[-1] += piece
    return lines


def _pieces(part: str, font: str, size: float, width: float) -> Iterator[str]:
    for match in PIECES.finditer(part):
        piece = match.group()
        yield from [piece] if fonts.width(piece, font, size) <= width else piece


class Measured:
    """A table measured for ``width`` points: ``edges`` of columns from 0, lines of cells, heights of rows."""

    def __init__(self, table: Table, look: Look, width: float) -> None:
        self.table, self.look = table, look
        self.edges = _edges(table.columns, width)
        self.lines = {cell: self._lines(cell) for cell in table.cells}
        self.heights = self._heights()

    def _lines(self, cell: Cell) -> list[str]:
        width = self.edges[cell.column + cell.column_span] - self.edges[cell.column] - 2 * PADDING
        return wrap(cell.text, self.look.font, self.look.size, width)

    def _heights(self) -> list[float]:
        heights = [self.look.row_height] * self.table.row_count
        for cell in sorted(self.table.cells, key=lambda cell: cell.row_span):
            last = cell.row + cell.row_span - 1
            spare = self.text_height(len(self.lines[cell])) - sum(heights[cell.row : last + 1])
            heights[last] += max(0.0, spare)
        return heights

    def text_height(self, line_count: int) -> float:
        """Height of a cell with so many lines."""
        return line_count * self.look.leading + PADDING

    def longest(self, row: int) -> int:
        """Lines of the longest cell that stands in this row alone."""
        alone = (lines for cell, lines in self.lines.items() if cell.row == row and cell.row_span == 1)
        return max(map(len, alone), default=1)

    def pages(self, room: float, full: float) -> Iterator[list[Strip]]:
        """Strips page by page: ``room`` points are left on the first page, ``full`` on each further one.

        The first page has none when not even the header and one row fit there. Raises ``FactsError`` for a row that
        is taller than a page and may not be cut.
        """
        header = [Strip(row, self.heights[row]) for row in range(self.table.header)]
        if sum(self.heights[: self.table.header + 1]) > room:
            yield []
            room = full
        again = header if self.table.options.get("repeat_header") else []
        strips, left = header.copy(), room - _height(header)
        for row in range(self.table.header, self.table.row_count):
            rest = Strip(row, self.heights[row])
            while rest.height > left + 0.01:
                cut = self._cut(rest, left)
                if cut is None and strips == again:
                    raise FactsError(f"row {row} is taller than a page and may not be cut")
                yield strips + ([cut[0]] if cut else [])
                rest = cut[1] if cut else rest
                strips, left = again.copy(), full - _height(again)
            strips.append(rest)
            left -= rest.height
        yield strips

    def _cut(self, strip: Strip, left: float) -> tuple[Strip, Strip] | None:
        fitting = int((left - PADDING) / self.look.leading)
        remaining = self.longest(strip.row) - strip.first_line
        if not self.table.options.get("cut_rows") or fitting < 1 or remaining < 2:
            return None
        cut = strip.first_line + min(fitting, remaining - 1)
        rest_height = max(self.text_height(self.longest(strip.row) - cut), self.look.row_height)
        return Strip(strip.row, left, strip.first_line, cut), Strip(strip.row, rest_height, cut)


def _height(strips: list[Strip]) -> float:
    return sum(strip.height for strip in strips)


def _edges(columns: tuple[float, ...], width: float) -> list[float]:
    edges = [0.0]
    for column in columns:
        edges.append(edges[-1] + column * width / sum(columns))
    return edges
