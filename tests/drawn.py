"""Pages drawn by hand, for tests of grids: words character by character, borders as edges, tables of both."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipelines.documents.lines import build_lines
from pipelines.grids.cut_rows import is_number
from pipelines.records.pages import Cell, Document, Edge, Grid, Page, Word

SIZE = 10.0
WIDTH, HEIGHT = 600.0, 800.0


def words_at(text: str, x: float, middle: float, size: float = SIZE) -> list[Word]:
    """Text from ``x``, one word per character (half as wide for ASCII), its middle at height ``middle``."""
    words = []
    for character in text:
        width = size / 2 if character.isascii() else size
        if character != " ":
            words.append(Word(character, x, middle - size / 2, x + width, middle + size / 2))
        x += width
    return words


def width_of(text: str, size: float = SIZE) -> float:
    return sum(size / 2 if character.isascii() else size for character in text)


def border(x0: float, top: float, x1: float, bottom: float) -> list[Edge]:
    return [Edge(x0, top, x1, top), Edge(x0, bottom, x1, bottom), Edge(x0, top, x0, bottom), Edge(x1, top, x1, bottom)]


def page_of(words: Sequence[Word], edges: Iterable[Edge] = (), number: int = 1, weak: Iterable[Edge] = ()) -> Page:
    edges, weak = tuple(edges), tuple(weak)
    return Page(
        number=number,
        width=WIDTH,
        height=HEIGHT,
        words=tuple(words),
        edges=edges,
        weak_edges=weak,
        lines=build_lines(words),
        path_count=len(edges) + len(weak),
    )


def document_of(*pages: Page) -> Document:
    return Document("0" * 64, "application/pdf", len(pages), pages)


class Drawn:
    """A table being drawn: rows of texts, every cell with its own border."""

    def __init__(self, rows: Sequence[Sequence[str]], widths: Sequence[float], top: float, x: float = 50.0) -> None:
        self.words: list[Word] = []
        self.edges: list[Edge] = []
        self.top, self.x = top, x
        height = 20.0
        for number, row in enumerate(rows):
            left = x
            for text, width in zip(row, widths, strict=True):
                upper = top + number * height
                self.edges += border(left, upper, left + width, upper + height)
                numeric = is_number(text) if text else False
                start = left + width - 2 - width_of(text) if numeric else left + 2
                self.words += words_at(text, start, upper + height / 2)
                left += width
        self.bottom = top + len(rows) * height


def texts(grid: Grid) -> list[list[str]]:
    """The texts of a grid row by row, each cell at its first row and column."""
    rows: list[list[str]] = [[] for _ in range(grid.row_count)]
    for cell in sorted(grid.cells, key=lambda cell: (cell.row_no, cell.column_no)):
        rows[cell.row_no].append(cell.text)
    return rows


def cell_at(grid: Grid, row: int, column: int) -> Cell:
    return next(cell for cell in grid.cells if (cell.row_no, cell.column_no) == (row, column))
