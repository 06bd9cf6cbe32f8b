"""A grid as rows and columns of text: which cell covers a place, what stands in a row. No meaning of words belongs here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache

from pipelines.records.pages import Cell, Grid
from pipelines.reference.folding import fold, squeeze

_NUMBER = re.compile(r"[-+△▲(]?[¥￥]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?\)?(亿|万|千)?元?")
_NOTHING_PRINTED = re.compile(r"-+|/|\\")
_MONEY = re.compile(r"-?(\d{1,3}(,\d{3})+(\.\d+)?|\d+\.\d+)")


@lru_cache(maxsize=1 << 15)
def looks_like_number(text: str) -> bool:
    """Whether a folded text is a printed number or a dash that stands for one."""
    return bool(_NUMBER.fullmatch(text) or _NOTHING_PRINTED.fullmatch(text))


def looks_like_money(text: str) -> bool:
    """Whether a folded text can only be an amount: thousands separators or decimals, never a code or an ordinal."""
    return _MONEY.fullmatch(text) is not None


class Sheet:
    """A grid by places; every place knows the cell that covers it (None where the grid has a hole)."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.row_count = grid.row_count
        self.column_count = grid.column_count
        self.contents: dict[tuple[object, ...], tuple[int, int, int]] = {}
        """What columns hold, counted once by whoever asks."""
        self._cover: dict[tuple[int, int], Cell] = {}
        for cell in grid.cells:
            for row in range(cell.row_no, cell.row_no + max(cell.row_span, 1)):
                for column in range(cell.column_no, cell.column_no + max(cell.column_span, 1)):
                    self._cover.setdefault((row, column), cell)

    def cell(self, row: int, column: int) -> Cell | None:
        """The cell that covers a place."""
        return self._cover.get((row, column))

    def text(self, row: int, column: int) -> str:
        """The printed text of the covering cell without white space; empty for a hole."""
        cell = self.cell(row, column)
        return squeeze(cell.text) if cell is not None else ""

    def folded(self, row: int, column: int) -> str:
        """The text of the covering cell as folded for comparison."""
        cell = self.cell(row, column)
        return fold(cell.text) if cell is not None else ""

    def begins(self, row: int, column: int) -> bool:
        """Whether a cell begins at this place (its top left corner)."""
        cell = self.cell(row, column)
        return cell is not None and (cell.row_no, cell.column_no) == (row, column)

    @cached_property
    def _printed(self) -> tuple[tuple[Cell, ...], ...]:
        rows: list[list[Cell]] = [[] for _ in range(self.row_count)]
        for cell in sorted(self.grid.cells, key=lambda cell: (cell.row_no, cell.column_no)):
            if squeeze(cell.text) and cell.row_no < self.row_count:
                rows[cell.row_no].append(cell)
        return tuple(tuple(row) for row in rows)

    def printed(self, row: int) -> tuple[Cell, ...]:
        """The cells with text that begin in a row, left to right."""
        return self._printed[row]

    def words(self, row: int) -> tuple[str, ...]:
        """The folded texts of the cells that begin in a row; a cell of collapsed text holds several, joined by tabs."""
        return tuple(fold(text) for cell in self.printed(row) for text in cell.text.split("\t") if squeeze(text))

    def is_blank(self, row: int) -> bool:
        """Whether no text begins in a row."""
        return not self.printed(row)

    def numbers(self, row: int) -> int:
        """How many cells that begin in a row are numbers."""
        return sum(looks_like_number(word) for word in self.words(row))

    def has_spans(self, rows: range) -> bool:
        """Whether any cell that begins in these rows covers more than one column."""
        return any(cell.column_span > 1 for row in rows for cell in self._cells_of(row))

    def _cells_of(self, row: int) -> Iterator[Cell]:
        return (cell for cell in self.grid.cells if cell.row_no == row)
