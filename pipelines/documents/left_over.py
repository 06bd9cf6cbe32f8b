"""Lines that plainly are a table and that nothing could read -> grids of one column, so that no number goes unseen.

Two such stretches are known: cells one to a line with pipes where no number of cells makes a row, and lines of bare numbers
that are left when all tables are found. Every line or cell is one ``inferred`` cell as printed, the title and the line with
the unit stay lines above. What the cells are is never guessed here; the later room says that they could not be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipelines.documents.collapsed import Collapsed
from pipelines.documents.collapsed_rows import SourceLine, is_decimal, is_number
from pipelines.documents.collapsed_shape import INFERRED
from pipelines.documents.ready import Placed

_MONEY_UNIT = re.compile(r"单位\s*[：:]\s*(?:人民币)?\s*[百千万亿]*元")
_SENTENCE = re.compile(r"[。！？]")
_CLAUSE = re.compile(r"[；，]")
_BETWEEN = re.compile(r"[\s|;；，/\"]+|,(?!\d{3}(?!\d))|(?<!\d),")
_UNIT_NEXT = re.compile(r"^\s*(?:[百千万亿]*元|[％%，,。；、年月日]|[人辆台个项批家次户])")
"""What goes on with a number of the line before: then it stands in a sentence."""
_LONGEST_LINE = 160
_FEWEST_AMOUNTS = 3
"""Amounts from which lines without a unit over them are a table."""
_MOST_WORD_LINES = 12
"""Lines of words that may follow each other within a table: a header one word a line, or names without amounts."""


def cells_by_line(lines: Sequence[SourceLine]) -> list[SourceLine | Collapsed]:
    """The cells of a run of pipes that makes no rows: what stands up to the unit as lines, the rest as one grid."""
    cells: list[SourceLine] = []
    texts: list[str] = []
    for line in lines:
        *ended, rest = line.text.split("|")
        for piece in ended:
            text = " ".join(filter(None, [*texts, piece.strip()]))
            cells += [SourceLine(line.page, text)] if text else []
            texts = []
        texts += [rest.strip()] if rest.strip() else []
    cells += [SourceLine(lines[-1].page, " ".join(texts))] if texts else []
    start = next((n for n, cell in enumerate(cells) if _MONEY_UNIT.search(cell.text)), -1) + 1
    return [*cells[:start], *_as_grid(cells[start:], [cell.text for cell in cells[start:]])]


def left_over(lines: Sequence[SourceLine]) -> list[SourceLine | Collapsed]:
    """``lines`` with every stretch of them that plainly is a table as a grid; all others stay as they are."""
    found: list[SourceLine | Collapsed] = []
    at = 0
    for start, end in _stretches(lines):
        texts = ["\t".join(line.text.replace("|", " ").split()) for line in lines[start:end]]
        found += [*lines[at:start], *_as_grid(lines[start:end], texts)]
        at = end
    return [*found, *lines[at:]]


def _as_grid(lines: Sequence[SourceLine], texts: Sequence[str]) -> list[SourceLine | Collapsed]:
    if len(lines) < _FEWEST_AMOUNTS - 1:  # a grid of one cell would be a frame around text
        return list(lines)
    pairs = enumerate(zip(lines, texts, strict=True))
    return [Collapsed(lines[0].page, [Placed(n, 0, 1, 1, text, INFERRED, line.page) for n, (line, text) in pairs])]


def _stretches(lines: Sequence[SourceLine]) -> Iterator[tuple[int, int]]:
    """From the unit, or the line over the first number, to the last number of every table among the lines."""
    for start, end in _segments(lines):
        has_unit = _MONEY_UNIT.search(lines[start].text) is not None
        figures = [n for n in range(start + has_unit, end) if _is_figure(lines, n, has_unit)]
        amounts = sum(any(map(is_decimal, _pieces(lines[n].text))) for n in figures)
        if amounts >= _FEWEST_AMOUNTS or (has_unit and (amounts or len(figures) >= _FEWEST_AMOUNTS)):
            yield (start + 1 if has_unit else max(start, figures[0] - 1)), figures[-1] + 1


def _segments(lines: Sequence[SourceLine]) -> Iterator[tuple[int, int]]:
    """Lines of one page without a sentence or too many lines of words between them; a line with the unit begins another."""
    start = words = 0
    for at, line in enumerate(lines):
        is_unit = _MONEY_UNIT.search(line.text) is not None
        words = 0 if is_unit or _is_figure(lines, at, has_unit=True) else words + 1
        is_member = len(line.text) <= _LONGEST_LINE and not _is_said(line.text) and words <= _MOST_WORD_LINES
        if not is_member or is_unit or line.page != lines[start].page:
            yield from [(start, at)] if at > start else []
            start = at if is_member else at + 1
        words = words if is_member else 0
    yield from [(start, len(lines))] if len(lines) > start else []


def _is_said(text: str) -> bool:
    """Whether a line is of a sentence: it ends one, or its clauses are no lone texts and numbers."""
    if _SENTENCE.search(text):
        return True
    return _CLAUSE.search(text) is not None and sum(map(is_number, _pieces(text))) <= 1


def _is_figure(lines: Sequence[SourceLine], at: int, has_unit: bool) -> bool:
    """Whether a line is a row of a table: an amount among its texts, nothing but numbers, or a label and numbers.

    A lone whole number behind a label may be that of a page; it is a row only under a unit.
    """
    pieces = _pieces(lines[at].text)
    if not pieces or (at + 1 < len(lines) and is_number(pieces[-1]) and _UNIT_NEXT.match(lines[at + 1].text)):
        return False
    numbers = sum(map(is_number, pieces[1:]))
    return any(map(is_decimal, pieces)) or all(map(is_number, pieces)) or numbers > int(not has_unit)


def _pieces(text: str) -> list[str]:
    """The texts of a line, between spaces, pipes and the marks that part cells."""
    return [piece for piece in _BETWEEN.split(text) if piece]
