"""A family as a PDF: pages, rulings, fonts. Setting only; the font is one that readers bring along (STSong-Light).

``rules``: ``all``, ``rows`` (horizontal only), ``three`` (three-line table) or ``none``. Options of a table or of the family's
``look``: ``landscape``, ``rotate``, ``split`` (columns from here on stand on the next page), ``beside`` (the next table stands
to the right), ``again`` (header repeated on further pages), ``body_rows`` (at most so many on a page), ``watermark``,
``running``, ``size``, ``height``, ``widths``, ``break_after`` (rulings broken below so many rows, for ``gap`` points), ``lean``
(degrees by which pages are turned, every other page the other way), ``book`` (points by which every other page lies further
right), ``alone`` (the heading ends its page, the body begins the next).
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any, NamedTuple

from reportlab.lib.pagesizes import A3, A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from tests.families.forms import AMOUNT, Cell, Family, Table

FONT = "STSong-Light"
MARGIN = 40.0
LEADING = 1.25


class _Sheet:
    """The page in hand; heights count from the top."""

    def __init__(self, look: dict[str, Any]) -> None:
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
        self.stream = io.BytesIO()
        self.canvas = Canvas(self.stream, invariant=True)
        self.look = look
        self.width = self.height = self.at = 0.0
        self.begun = False

    def page(self, options: dict[str, Any]) -> None:
        """Begin a page as the options say."""
        self.end()
        paper = A3 if options.get("paper") == "A3" else A4
        self.width, self.height = paper[::-1] if options.get("landscape") else paper
        self.canvas.setPageSize((self.width, self.height))
        if options.get("rotate"):
            self.canvas.setPageRotation(90)
            self.canvas.translate(self.height, 0)
            self.canvas.rotate(90)
        if options.get("lean") or options.get("book"):
            self._askew(float(options.get("lean", 0)), float(options.get("book", 0)))
        self.begun = True
        self.at = MARGIN
        if options.get("running"):
            self.text(options["running"], MARGIN, 24, 9)
        if options.get("watermark"):
            self._watermark(options["watermark"])

    def _askew(self, lean: float, book: float) -> None:
        """Turn the page about its middle, and move every other page."""
        is_even = self.canvas.getPageNumber() % 2 == 0
        self.canvas.translate(self.width / 2 + (book if is_even else 0.0), self.height / 2)
        self.canvas.rotate(-lean if is_even else lean)
        self.canvas.translate(-self.width / 2, -self.height / 2)

    def _watermark(self, text: str) -> None:
        self.canvas.saveState()
        self.canvas.setFillGray(0.85)
        self.canvas.translate(self.width / 2, self.height / 2)
        self.canvas.rotate(40)
        self.canvas.setFont(FONT, 48)
        self.canvas.drawCentredString(0, 0, text)
        self.canvas.restoreState()

    def end(self) -> None:
        """End the page with its number."""
        if self.begun:
            number = str(self.canvas.getPageNumber())
            self.text(number, self.width / 2, self.height - 20, 9)
            self.canvas.showPage()
        self.begun = False

    def text(self, text: str, x: float, baseline: float, size: float) -> None:
        """Text from ``x`` on a baseline so far from the top."""
        self.canvas.setFont(FONT, size)
        self.canvas.setFillGray(0)
        self.canvas.drawString(x, self.height - baseline, text)

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A ruling."""
        self.canvas.setLineWidth(0.5)
        self.canvas.line(x0, self.height - y0, x1, self.height - y1)


class _Place(NamedTuple):
    """Where the rows and columns of a table stand on a page."""

    edges: list[float]
    columns: range
    tops: dict[int, float]
    heights: Sequence[float]


class _Room(NamedTuple):
    """How much of a table a page takes: points on its first page and on further ones, and rows of its body."""

    first: float
    further: float
    body_rows: int


def width_of(text: str, size: float) -> float:
    """Width in points."""
    return float(pdfmetrics.stringWidth(text, FONT, size))


def wrapped(text: str, size: float, width: float) -> list[str]:
    """The lines of a cell; numbers are never broken."""
    lines: list[str] = []
    for part in text.split("\n"):
        line = ""
        for character in [part] if AMOUNT.fullmatch(part) else part:
            if line and width_of(line + character, size) > width:
                lines.append(line)
                line = ""
            line += character
        lines.append(line)
    return lines


def pdf(family: Family, rules: str = "all") -> bytes:
    """The document as a PDF with these rulings."""
    sheet = _Sheet(family.look)
    if family.cover:
        sheet.page({})
        for number, text in enumerate(family.cover):
            sheet.text(text, (sheet.width - width_of(text, 20)) / 2, 200 + 30 * number, 20)
    tables = list(family.tables)
    while tables:
        table = tables.pop(0)
        options = family.look | {"rules": rules} | table.options
        if not options.get("follows") or not sheet.begun:
            sheet.page(options)
        if options.get("beside"):
            other = tables.pop(0)
            half = (sheet.width - 3 * MARGIN) / 2
            at = sheet.at
            _table(sheet, table, options, (MARGIN, half), range(table.column_count))
            sheet.at = at
            _table(
                sheet,
                other,
                family.look | {"rules": rules} | other.options,
                (2 * MARGIN + half, half),
                range(other.column_count),
            )
        elif options.get("split"):
            at = sheet.at + _heading_height(table)
            for part in (range(options["split"]), range(options["split"], table.column_count)):
                if part.start:
                    sheet.page(options)
                    sheet.at = at
                _table(sheet, table, options, (MARGIN, sheet.width - 2 * MARGIN), part)
        else:
            _table(sheet, table, options, (MARGIN, sheet.width - 2 * MARGIN), range(table.column_count))
    sheet.end()
    sheet.canvas.save()
    return sheet.stream.getvalue()


def _table(sheet: _Sheet, table: Table, options: dict[str, Any], place: tuple[float, float], columns: range) -> None:
    left, width = place
    size = float(options.get("size", 9))
    if not columns.start or options.get("heading_again"):
        _heading(sheet, table, place)
    edges = _edges(table, left, width, columns)
    lines = {
        cell: wrapped(cell.text, size, _extent(cell, edges, columns) - 6)
        for cell in table.cells
        if _shows(cell, columns)
    }
    heights = _heights(table, lines, size, float(options.get("height", 16)))
    room = _Room(sheet.height - MARGIN - sheet.at, sheet.height - 2 * MARGIN, int(options.get("body_rows", 9999)))
    if options.get("alone"):
        room = room._replace(first=sum(heights[: table.head]))
    for strip in _pages(heights, table.head, room, bool(options.get("again"))):
        if strip is None:
            sheet.page(options)
            continue
        tops = {row: sheet.at + sum(heights[other] for other in strip[: strip.index(row)]) for row in strip}
        cut = int(options.get("break_after", 9999))
        for part in ([row for row in strip if row < cut], [row for row in strip if row >= cut]):
            below = float(options.get("gap", 0)) if part and part[0] >= cut else 0.0
            place = _Place(edges, columns, {row: tops[row] + below for row in part}, heights)
            if part:
                _draw(sheet, lines, place, options | {"head": table.head, "amounts": table.columns})
            sheet.at += below
        sheet.at += sum(heights[row] for row in strip)
    sheet.at += 6
    if "note" in options:
        sheet.at += 10
        sheet.text(options["note"], left, sheet.at, 9)
        sheet.at += 6


def _heading(sheet: _Sheet, table: Table, place: tuple[float, float]) -> None:
    left, width = place
    for text in table.heading:
        size = 10 if len(text) < 8 and "表" in text and text[-1] != "表" else 14
        sheet.at += size * 1.4
        sheet.text(text, left + (width - width_of(text, size)) / 2, sheet.at, size)
    if any(table.line):
        sheet.at += 14
        sheet.text(table.line[0], left, sheet.at, 9)
        sheet.text(table.line[1], left + width - width_of(table.line[1], 9), sheet.at, 9)
    sheet.at += 5


def _heading_height(table: Table) -> float:
    """How far the heading of a table reaches down."""
    sizes = [10 if len(text) < 8 and "表" in text and text[-1] != "表" else 14 for text in table.heading]
    return sum(size * 1.4 for size in sizes) + (14 if any(table.line) else 0) + 5


def _edges(table: Table, left: float, width: float, columns: range) -> list[float]:
    shares = table.options.get("widths") or [_share(table, column) for column in range(table.column_count)]
    chosen = [float(shares[column]) for column in columns]
    edges = [left]
    for share in chosen:
        edges.append(edges[-1] + share * width / sum(chosen))
    return edges


def _share(table: Table, column: int) -> float:
    texts = [
        cell.text for cell in table.cells if cell.column == column and cell.column_span == 1 and cell.row >= table.head
    ]
    longest = max((width_of(part, 9) for text in texts for part in text.split("\n")), default=20.0)
    return min(max(longest + 8, 34.0), 150.0)


def _shows(cell: Cell, columns: range) -> bool:
    return cell.column < columns.stop and cell.column + cell.column_span > columns.start


def _extent(cell: Cell, edges: Sequence[float], columns: range) -> float:
    first = max(cell.column, columns.start) - columns.start
    last = min(cell.column + cell.column_span, columns.stop) - columns.start
    return edges[last] - edges[first]


def _heights(table: Table, lines: dict[Cell, list[str]], size: float, least: float) -> list[float]:
    heights = [least] * table.row_count
    for cell in sorted(lines, key=lambda cell: cell.row_span):
        rows = range(cell.row, cell.row + cell.row_span)
        spare = len(lines[cell]) * size * LEADING + 4 - sum(heights[row] for row in rows)
        heights[rows[-1]] += max(0.0, spare)
    return heights


def _pages(heights: Sequence[float], head: int, room: _Room, again: bool) -> list[list[int] | None]:
    """Rows page by page; None begins a page."""
    pages: list[list[int] | None] = []
    strip: list[int] = []
    left, body = room.first, 0
    for row, height in enumerate(heights):
        if row >= head and (height > left or body == room.body_rows):
            pages += [strip, None]
            strip = list(range(head)) if again else []
            left, body = room.further - sum(heights[other] for other in strip), 0
        strip.append(row)
        left -= height
        body += row >= head
    return [*pages, strip]


def _draw(sheet: _Sheet, lines: dict[Cell, list[str]], place: _Place, options: dict[str, Any]) -> None:
    tops = place.tops
    size, head = float(options.get("size", 9)), int(options["head"])
    for cell, texts in lines.items():
        rows = [row for row in range(cell.row, cell.row + cell.row_span) if row in tops]
        if not rows:
            continue
        first = max(cell.column, place.columns.start) - place.columns.start
        last = min(cell.column + cell.column_span, place.columns.stop) - place.columns.start
        bottom = tops[rows[-1]] + place.heights[rows[-1]]
        box = (place.edges[first], tops[rows[0]], place.edges[last], bottom)
        _rule(sheet, box, str(options["rules"]))
        if cell.row in rows and cell.column >= place.columns.start:
            is_head = cell.row < head
            own = cell.column in options["amounts"] and not is_head
            _print(sheet, texts, box, size, centred=is_head or cell.row_span > 1, is_amount=own)
    if options["rules"] == "three":
        ends = (min(tops.values()), tops[max(tops)] + place.heights[max(tops)])
        for y in (*ends, tops.get(head, ends[0])):
            sheet.line(place.edges[0], y, place.edges[-1], y)


def _rule(sheet: _Sheet, box: tuple[float, float, float, float], rules: str) -> None:
    x0, top, x1, bottom = box
    if rules in ("all", "rows"):
        sheet.line(x0, top, x1, top)
        sheet.line(x0, bottom, x1, bottom)
    if rules == "all":
        sheet.line(x0, top, x0, bottom)
        sheet.line(x1, top, x1, bottom)


def _print(
    sheet: _Sheet,
    texts: list[str],
    box: tuple[float, float, float, float],
    size: float,
    *,
    centred: bool,
    is_amount: bool,
) -> None:
    x0, top, x1, bottom = box
    height = len(texts) * size * LEADING
    for number, text in enumerate(texts):
        baseline = top + (bottom - top - height) / 2 + number * size * LEADING + size
        plain = text.strip()
        if AMOUNT.fullmatch(plain) and (is_amount or not (plain.isdigit() and len(plain) >= 3)):
            x = x1 - 3 - width_of(text, size)
        elif centred or plain in ("合计", "总计"):
            x = (x0 + x1 - width_of(text, size)) / 2
        else:
            x = x0 + 3
        sheet.text(text, x, baseline, size)
