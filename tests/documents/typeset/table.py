"""Draws measured tables: backgrounds, ruling lines, and the text of cells, one page's strips at a time.

What stands on which page comes from ``layout``; the pen is ``surface``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from tests.documents.typeset import fonts
from tests.documents.typeset.facts import Cell
from tests.documents.typeset.layout import PADDING, Measured, Strip
from tests.documents.typeset.surface import GREY, WHITE, Surface

AMOUNT = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?$|-?\d+\.\d+%?$|0$")
INSET = 3.4  # points between a ruling line and a white background, which careless readers take for a cell of its own
DOUBLE_GAP = 1.6  # points between the two lines of a double border
Corner = tuple[float, float]
Segment = tuple[float, float, float, float]
Spot = tuple[Cell, Strip | None, Segment]


def draw(surface: Surface, measured: Measured, strips: list[Strip], corner: Corner, continued: bool) -> float:
    """Draw ``strips`` below their left top ``corner``; returns where they end. ``continued``: not the first page."""
    top = corner[1]
    spots = _spots(measured, strips, corner)
    options = measured.table.options
    for cell, _, box in spots:
        _background(surface, options.get("background", "none"), cell.row < measured.table.header, box)
    segments = [segment for _, _, box in spots for segment in _sides(box)]
    if continued and options.get("open_top"):
        segments = [segment for segment in segments if (segment[1], segment[3]) != (top, top)]
    _rule(surface, segments, options)
    for cell, strip, box in spots:
        if strip is not None:
            _text(surface, measured, cell, strip, box)
    return top + sum(strip.height for strip in strips)


def _spots(measured: Measured, strips: list[Strip], corner: Corner) -> list[Spot]:
    """Cells on this page with their boxes, and the strip their text begins in (None: on an earlier page)."""
    left, tops = corner[0], [corner[1]]
    for strip in strips:
        tops.append(tops[-1] + strip.height)
    spots = []
    for cell in measured.table.cells:
        inside = [i for i, strip in enumerate(strips) if cell.row <= strip.row < cell.row + cell.row_span]
        if inside:
            box = (
                left + measured.edges[cell.column],
                tops[inside[0]],
                left + measured.edges[cell.column + cell.column_span],
                tops[inside[-1] + 1],
            )
            first = strips[inside[0]]
            spots.append((cell, first if first.row == cell.row else None, box))
    return spots


def _sides(box: Segment) -> list[Segment]:
    x0, top, x1, bottom = box
    return [(x0, top, x1, top), (x0, bottom, x1, bottom), (x0, top, x0, bottom), (x1, top, x1, bottom)]


def _background(surface: Surface, kind: str, is_header: bool, box: Segment) -> None:
    if kind == "white":
        x0, top, x1, bottom = box
        surface.box(x0 + INSET, top + INSET, x1 - INSET, bottom - INSET, WHITE)
    elif kind == "header" and not is_header:
        surface.box(*box, WHITE)
    elif kind == "header":
        surface.box(*box, GREY)


def _rule(surface: Surface, segments: list[Segment], options: dict[str, str]) -> None:
    style, thickness = options.get("rules", "stroke"), float(options.get("thickness", 0.5))
    if style == "stroke":
        for segment in _merged(segments):
            surface.stroke(*segment, thickness)
        return
    for segment in dict.fromkeys(segments):
        surface.bar(*segment, thickness)
    if style == "double":
        for x0, top, x1, bottom in _frame(segments):
            surface.bar(x0, top, x1, bottom, thickness)


def _frame(segments: list[Segment]) -> list[Segment]:
    """The outer border once more, a little further out."""
    x0, x1 = min(s[0] for s in segments) - DOUBLE_GAP, max(s[2] for s in segments) + DOUBLE_GAP
    top, bottom = min(s[1] for s in segments) - DOUBLE_GAP, max(s[3] for s in segments) + DOUBLE_GAP
    return _sides((x0, top, x1, bottom))


def _merged(segments: Iterable[Segment]) -> list[Segment]:
    """Segments that touch on one line, joined into long ones."""
    joined: list[Segment] = []
    for segment in sorted(set(segments), key=lambda s: (s[1] != s[3], s[1] if s[1] == s[3] else s[0], s)):
        last = joined[-1] if joined else None
        if last and _follows(last, segment):
            joined[-1] = (last[0], last[1], max(last[2], segment[2]), max(last[3], segment[3]))
        else:
            joined.append(segment)
    return joined


def _follows(last: Segment, segment: Segment) -> bool:
    if last[1] == last[3]:
        return segment[1] == segment[3] == last[1] and segment[0] <= last[2] + 0.01
    return segment[0] == segment[2] == last[0] and segment[1] <= last[3] + 0.01


def _text(surface: Surface, measured: Measured, cell: Cell, strip: Strip, box: Segment) -> None:
    look = measured.look
    lines = measured.lines[cell][strip.first_line : strip.last_line]
    text_height = len(lines) * look.leading
    first = box[1] + (max(0.0, (box[3] - box[1] - text_height) / 2) if strip.whole else PADDING / 2)
    for number, line in enumerate(lines):
        baseline = first + number * look.leading + look.size * 1.02
        surface.text(_x(measured, cell, line, box), baseline, line, look.font, look.size)


def _x(measured: Measured, cell: Cell, line: str, box: Segment) -> float:
    width = fonts.width(line, measured.look.font, measured.look.size)
    side = _alignment(measured, cell)
    if side == "r":
        return box[2] - PADDING - width
    return (box[0] + box[2] - width) / 2 if side == "c" else box[0] + PADDING


def _alignment(measured: Measured, cell: Cell) -> str:
    asked = str(measured.table.options.get("align", "")).ljust(cell.column + 1)[cell.column]
    if cell.row < measured.table.header or cell.text.replace(" ", "").replace("　", "") in TOTALS:
        return "c"
    if asked != " ":
        return asked
    return "r" if AMOUNT.match(cell.text) else "l"


TOTALS = (
    "合计",
    "总计",
    "收入总计",
    "支出总计",
    "收入合计",
    "支出合计",
    "本年收入合计",
    "本年支出合计",
    "当年收入小计",
    "当年支出小计",
)
