"""Tables whose cells commas or semicolons part, and drawn borders of tables in text -> lines with tabs and pipes.

A run of lines is such a table when all have the same number of cells and some print numbers. A comma may also part the
thousands of a number: where one may do so, the lines stay as they are. What the cells mean is decided elsewhere.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from itertools import takewhile, zip_longest

from pipelines.documents.collapsed_rows import SourceLine, is_number

_SEPARATORS = (",", ";", "，", "；")
_FEWEST_LINES = 2
_LONGEST_CELL = 60
_LONGEST_LINE = 20_000
_SENTENCE_END = re.compile(r"[。！？]")
_QUOTED = re.compile(r'"[^"]*"')
_THOUSANDS = re.compile(r"(?<![\d.])\d{1,3}\s*,\s*\d{3}(?!\d)")
"""A comma that may part the thousands of one number."""
_BARS = str.maketrans("│┃║▏▕", "|||||")
_BORDER = re.compile(
    r"[\s+|\-─━═┄┅┈┉┌┍┎┏┐┑┒┓└┕┖┗┘┙┚┛├┝┞┟┠┡┢┣┤┥┦┧┨┩┪┫┬┭┮┯┰┱┲┳┴┵┶┷┸┹┺┻┼┽┾┿╀╁╂╃╄╅╆╇╈╉╊╋╔╗╚╝╠╣╦╩╬╟╢╤╧╪╫╞╡╥╨]+"
)
_DRAWN = re.compile(r"[─-╿]|\+[-=]{2,}")


def without_borders(lines: Sequence[SourceLine]) -> Iterator[SourceLine]:
    """The lines with drawn upright strokes as pipes and without lines that draw nothing but borders."""
    for line in lines:
        if _DRAWN.search(line.text) is None:
            yield line
        elif _BORDER.fullmatch(line.text) is None or not line.text.translate(_BARS).strip("| "):
            yield line._replace(text=line.text.translate(_BARS))


def as_tabs(lines: Sequence[SourceLine]) -> Iterator[SourceLine]:
    """The lines with every run of separated cells in them parted by tabs."""
    at = 0
    while at < len(lines):
        runs = ((mark, _run(lines, at, mark)) for mark in _SEPARATORS if mark in lines[at].text)
        separator, rows = next(((mark, run) for mark, run in runs if run), ("", []))
        end = at + max(len(rows), 1)
        is_sure = separator != "," or not any(_THOUSANDS.search(_QUOTED.sub("", line.text)) for line in lines[at:end])
        is_table = is_sure and _is_table(rows)
        for line, row in zip_longest(lines[at:end], rows):
            yield line._replace(text="\t".join(row)) if is_table else line
        at = end


def _run(lines: Sequence[SourceLine], start: int, separator: str) -> list[list[str]]:
    """The cells of the lines from one on that have several."""
    cells = (_cells(lines[at].text, separator) for at in range(start, len(lines)))
    return list(takewhile(lambda row: len(row) > 1, cells))


def _is_table(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a run is a table in which every cell has its place: rows of one length, numbers in some of them."""
    is_even = len(rows) >= _FEWEST_LINES and len({len(row) for row in rows}) == 1
    return is_even and any(is_number(cell) for row in rows for cell in row[1:])


def _cells(text: str, separator: str) -> list[str]:
    """The cells of a line; none where it is no row: a sentence, a line without the separator, or one with tabs or pipes."""
    if separator not in text or len(text) > _LONGEST_LINE or "\t" in text or "|" in text or _SENTENCE_END.search(text):
        return []
    cells = [cell.strip() for cell in next(csv.reader([text], delimiter=separator))]
    return cells if all(len(cell) <= _LONGEST_CELL for cell in cells) else []
