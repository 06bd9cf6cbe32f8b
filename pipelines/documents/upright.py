"""Piped tables of the web whose cells stand one to a line, put back into one line for each row.

Pages of the web are often kept as text with a pipe after every cell and a line break in it. How many pipes make a row is
counted: rows begin with a pipe on a line of its own, or every row has as many cells as fit labels on the left. Where no
number of cells fits, the lines stay as they are and say that they are cells. What the cells mean, and which of a row were
dropped, is decided elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipelines.documents.collapsed_rows import SourceLine, is_number

_FEWEST_LINES = 6
"""Lines with pipes from which cells one to a line are a table."""
_MOST_BARE = 3
"""Lines without a pipe that may follow each other within a cell."""
_FEWEST_ROWS = 2
_MOST_CELLS = 60
_MOST_PARTS = 20_000
"""Longer runs are no table of a page."""
_MOST_LABEL_NUMBERS = 4
"""A code in three parts and a number in the list."""
_MOST_SIDES = 2
"""Income and expenditure beside each other."""
_LABELLED = 0.5
"""Share of rows that begin with a label at least."""
_AMOUNT = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+)")
"""A number that names no row."""
_TOTAL = re.compile(r"[合总小]计")
_LABEL = re.compile(r"项目|支出|科目|名称|内容|单位|备注|说明")
"""What stands over the labels of a second side."""
_CODE = re.compile(r"\d{3}(?:\d{2}){0,2}")
_MONEY_UNIT = re.compile(r"单位\s*[：:]\s*(?:人民币)?\s*[百千万亿]*元")
_SENTENCE_END = re.compile(r"[。；;]\s*$")


def upright(lines: Sequence[SourceLine]) -> Iterator[SourceLine]:
    """The lines with every run of cells that stand one to a line joined to rows."""
    at = 0
    while at < len(lines):
        end = _run_end(lines, at) if _is_cell(lines[at].text) else at
        rows = _rows([line.text for line in lines[at:end]]) if end - at >= _FEWEST_LINES else None
        if rows is None:
            is_cells = _holds_numbers(lines[at:end])
            end = max(end, at + 1)
            yield from (line._replace(is_cell=is_cells) for line in lines[at:end])
        else:
            yield from (SourceLine(lines[at].page, row) for row in rows)
        at = end


def _holds_numbers(run: Sequence[SourceLine]) -> bool:
    """Whether a run that makes no rows is long enough for a table and holds an amount, or whole numbers that count nothing off."""
    if len(run) < _FEWEST_LINES:
        return False
    cells = [_text(cell) for cell in "\n".join(line.text for line in run).split("|")]
    numbers = [int(cell) for cell in cells if cell.isdecimal()]
    is_counted = numbers == list(range(1, len(numbers) + 1))
    return any(map(_AMOUNT.fullmatch, cells)) or (len(numbers) > 1 and not is_counted)


def _is_cell(text: str) -> bool:
    """Whether a line is one cell with the pipe after it, or pipes alone."""
    bare = text.strip()
    return bare.endswith("|") and "|" not in bare.rstrip("| ")


def _run_end(lines: Sequence[SourceLine], start: int) -> int:
    """Where a run of cells ends: after its last pipe, before more bare lines than a cell has or a title and a unit."""
    end, at = start + 1, start + 1
    while at < len(lines) and at - end <= _MOST_BARE and lines[at].page == lines[start].page:
        text = lines[at].text
        if _is_cell(text):
            end = at + 1
        elif "|" in text or _SENTENCE_END.search(text) or (at > end and _MONEY_UNIT.search(text)):
            break
        at += 1
    return end


def _rows(texts: list[str]) -> list[str] | None:
    """The run as rows with their pipes; None where no number of pipes to a row fits."""
    parts = "\n".join(texts).split("|")[:-1]  # nothing stands after the last pipe
    if not _FEWEST_LINES <= len(parts) <= _MOST_PARTS:
        return None
    size = _row_with_pipe_before(parts) or _row_of_cells(parts)
    if size is None:
        return None
    cells = ["".join(part.split("\n")).strip() for part in parts]
    return ["|".join(cells[start : start + size]) + "|" for start in range(0, len(cells), size)]


def _sizes(count: int, fewest: int) -> Iterator[int]:
    """The numbers of pipes that divide a run into at least two rows."""
    return (size for size in range(fewest, min(count // _FEWEST_ROWS, _MOST_CELLS) + 1) if count % size == 0)


def _row_with_pipe_before(parts: list[str]) -> int | None:
    """Pipes of a row that begins with one: nothing but a line break stands before it."""
    for size in _sizes(len(parts), 3):
        before = parts[::size]
        if not before[0].strip() and all("\n" in part and not part.strip() for part in before[1:]):
            rows = [[_text(part) for part in parts[start : start + size]] for start in range(0, len(parts), size)]
            is_headed = not any(map(_AMOUNT.fullmatch, rows[0])) and (len(rows) > _FEWEST_ROWS or all(rows[0][1:]))
            if is_headed and _are_labels([row[1] for row in rows]) and not any(map(_begins_late, rows)):
                return size if _is_even(rows) or _are_padded(rows) else None
            return None
    return None


def _begins_late(row: list[str]) -> bool:
    """Whether an amount is the first text of a row: the row began before it."""
    return _AMOUNT.fullmatch(next(filter(None, row), "")) is not None


def _is_even(rows: list[list[str]]) -> bool:
    """Whether no column from the first amount on holds both amounts and words, and totals begin rows: else they are cut wrongly."""
    start = next((n for n, row in enumerate(rows) if _has_figures(row)), len(rows))
    columns = zip(*rows[start:], strict=True)
    is_mixed = any(any(map(_AMOUNT.fullmatch, column)) and any(map(_is_word, column)) for column in columns)
    return not is_mixed and not any(map(_totals_late, rows[start:]))


def _has_figures(row: list[str]) -> bool:
    """Whether a row prints an amount, or more whole numbers than a code and a number in a list."""
    return any(map(_AMOUNT.fullmatch, row)) or sum(map(is_number, row)) > _MOST_LABEL_NUMBERS


def _are_padded(rows: list[list[str]]) -> bool:
    """Whether behind the pipe that begins a row all blanks stand at its end: then amounts move into the columns of words."""
    filled = [[bool(text) for text in row[1:]] for row in rows]
    return all(row == sorted(row, reverse=True) for row in filled) and not any(map(_totals_late, rows))


def _totals_late(row: list[str]) -> bool:
    """Whether a total stands beside another word of a row with amounts: a piece of the header is in it."""
    filled = [text for text in row if text]
    if not _has_figures(filled):
        return False
    beside = [(bool(_TOTAL.fullmatch(one)), bool(_TOTAL.fullmatch(other))) for one, other in pairwise(filled)
              if _is_word(one) and _is_word(other)]  # fmt: skip
    return any(map(any, beside))


def _is_word(text: str) -> bool:
    return sum(map(str.isalpha, text)) > 1 and not is_number(text)


def _row_of_cells(parts: list[str]) -> int | None:
    """Cells of a row without a pipe before it: the one number of cells by which headings stand over labels and numbers."""
    texts = [_text(part) for part in parts]
    fitting = [size for size in _sizes(len(parts), 2) if len(parts) // size > _FEWEST_ROWS and _fits(texts, size)]
    return fitting[0] if len(fitting) == 1 else None


def _fits(texts: list[str], size: int) -> bool:
    """Whether rows of this size are a row of headings, then rows with a label first and numbers or nothing last."""
    heading, *body = [texts[start : start + size] for start in range(0, len(texts), size)]
    is_headed = all(heading) and not any(map(is_number, heading)) and _names_each(heading, body)
    if not is_headed or not any(map(is_number, body[0])) or not _is_even(body):
        return False
    if any(
        _is_word(row[n]) and is_number(row[n - 1]) and not _LABEL.search(heading[n])
        for row in body
        for n in range(1, size)
    ):
        return False
    return all(row[0] and not is_number(row[0]) and (not row[-1] or is_number(row[-1].rstrip("%％"))) for row in body)


def _names_each(heading: list[str], body: list[list[str]]) -> bool:
    """Whether a heading has one word for each column: none twice on a side, and two sides at most."""
    labels = [n for n in range(len(heading)) if any(_is_word(row[n]) for row in body)]
    starts = [n for n in labels if n - 1 not in labels]
    sides = [heading[start:end] for start, end in pairwise([*starts, len(heading)])]
    numbered = [side for side, start in zip(sides, starts, strict=True)
                if any(is_number(text) for row in body for text in row[start : start + len(side)])]  # fmt: skip
    return len(numbered) <= _MOST_SIDES and all(len(set(side)) == len(side) for side in sides)


def _text(part: str) -> str:
    return "".join(part.split())


def _are_labels(firsts: list[str]) -> bool:
    """Whether the first cells of rows name them: no number but codes among them, most of them filled."""
    filled = [text for text in firsts if text]
    numbers = [text for text in filled if is_number(text) and not _CODE.fullmatch(text)]
    return len(filled) >= _LABELLED * len(firsts) and not numbers
