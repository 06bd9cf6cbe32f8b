"""Tables in plain text whose columns collapsed to single spaces -> ready grids that say exactly what is certain.

The convention (for everything that reads these grids)
------------------------------------------------------
* A cell with method ``inferred`` holds texts of which the row is certain and the column is not: one or several, in printed
  order, joined by a tab. Its span covers the columns they may stand in. The k-th text (from 0) may be given the place
  ``column_no + k``, which is unique in the grid; it is a place to point at, not a column.
* Every other cell stands in its column for certain: the number of the row (序号), code and label, and an amount where its
  column is the only one of its side, or where the row prints as many amounts as the table states columns (栏次, or the lowest
  header line repeats 预算数/决算数).
* Columns are, from the left: 序号 when rows are numbered, then per side a code (when the side has codes), a label, the
  number of the line (行次, when printed) and its amounts. A row of a two-sided table whose side is not certain stands in the
  first side with all its cells ``inferred``.
* Header lines come first, one row each. Words that cannot be given a column are one ``inferred`` cell over all columns.
* A table that goes on after a page end, with or without its header again, is one grid; cells keep their own page.

Which amounts belong to which columns is for the sums to decide, in a later room. No amount is parsed here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipelines.documents.collapsed_items import itemised
from pipelines.documents.collapsed_rows import (
    Row,
    SourceLine,
    Style,
    begins_row,
    header_tokens,
    is_decimal,
    is_number,
    join_rows,
    numbered_rows,
    tokens,
)
from pipelines.documents.collapsed_shape import Shape, laid_out
from pipelines.documents.ready import Placed

_MONEY_UNIT = re.compile(r"单位\s*[：:]\s*(?:人民币)?\s*[百千万亿]*元")
_NOTE = re.compile(r"^[（(【*※]*\s*(?:备?注|说明|附注)\s*[：:、.．\d]")
_SENTENCE = re.compile(r"[。；]|，.*，|，$")
_HEADER_WORD = re.compile(r"^(?:项目|序号|科目|功能|经济|单位|收入|支出|预算|栏次)")
_TITLE = re.compile(r"表\s*(?:[（(](?!续)[^）)]*[）)])?\s*$|^[（(]?(?:附表|附件|表|公开)\s*[\d一二三四五六七八九十]")
"""A title of a table; one that says 续 goes on with it."""
_CAPTION_LINES = 3
_MOST_HEADER_LINES = 40
_LONGEST_HEADER_LINE = 60
_LONGEST_ROW_LINE = 160
_PAGES_APART = 1
_FEWEST_LINES = 6
_FEWEST_PAIRS = 2
_SHARE_OF_PAIRS = 6
"""Of so many amounts alone on their lines one follows another: more than names torn around their amounts explain."""


@dataclass(slots=True)
class Collapsed:
    """One table: the page it begins on and its cells."""

    page: int
    placed: list[Placed]


@dataclass(slots=True)
class _Table:
    """A table while it is read."""

    header: list[SourceLine]
    captions: frozenset[str]
    body: list[SourceLine] = field(default_factory=list)


def find_collapsed(lines: Sequence[SourceLine]) -> list[SourceLine | Collapsed]:
    """``lines`` with every collapsed table in them replaced by its grid; all other lines stay as they are."""
    found: list[SourceLine | Collapsed] = []
    at = 0
    while at < len(lines):
        table, end = _read_table(lines, at) if _is_marker(lines[at]) else (None, at)
        built = _build(table) if table is not None else None
        if built is None:
            found.append(lines[at])
            at += 1
            continue
        if not _is_header_itself(lines[at]):
            found.append(lines[at])
        collapsed, left = built
        found.append(collapsed)
        found.extend(left)
        at = end
    return found


def _is_marker(line: SourceLine) -> bool:
    """A line that states the unit of the table below it."""
    return (
        bool(_MONEY_UNIT.search(line.text))
        and len(line.text) <= _LONGEST_HEADER_LINE
        and not _SENTENCE.search(line.text)
    )


def _is_header_itself(line: SourceLine) -> bool:
    pieces = tokens(line.text)
    return len(pieces) > 1 and bool(_HEADER_WORD.match(pieces[0])) and not _MONEY_UNIT.match(line.text)


def _read_table(lines: Sequence[SourceLine], marker: int) -> tuple[_Table | None, int]:
    """The table below the unit line at ``marker`` and where it ends; None when no table begins there."""
    start = marker if _is_header_itself(lines[marker]) else marker + 1
    body = _header_end(lines, start)
    if body is None:
        return None, marker
    captions = frozenset(line.text for line in lines[max(0, marker - _CAPTION_LINES) : start])
    table = _Table(list(lines[start:body]), captions)
    at = body
    while at < len(lines):
        if at > body and lines[at].page - lines[at - 1].page > _PAGES_APART:
            break
        after = _past_repeated_header(lines, at, table)
        if after > at:
            at = after
            continue
        if _ends_table(lines, at, table):
            break
        table.body.append(lines[at])
        at += 1
    return table, at


def _header_end(lines: Sequence[SourceLine], start: int) -> int | None:
    """Where the rows begin: after the line of column numbers, or at the first line that can only be a row."""
    end = min(len(lines), start + _MOST_HEADER_LINES)
    numbered = next((at for at in range(start, end) if _column_numbers(lines[at].text)), None)
    for at in range(start, end):
        text = lines[at].text
        if numbered is not None and at == numbered:
            return at + 1
        if _SENTENCE.search(text) or _NOTE.match(text):
            return None
        if numbered is None and at > start and _is_row_start(text):
            return at
        if len(text) > _LONGEST_HEADER_LINE:
            return None
        if at > start and _is_marker(lines[at]) and not _is_header_itself(lines[at]):
            return None
    return None


def _column_numbers(text: str) -> list[int]:
    """The numbers of a line such as ``栏次 1 2 3``: how many columns the table has."""
    pieces = tokens(text)
    if not pieces or not pieces[0].startswith("栏次"):
        return []
    numbers = [int(piece) for piece in pieces[1:] if piece.isdigit()]
    return numbers if numbers == list(range(1, len(numbers) + 1)) else []


def _is_row_start(text: str) -> bool:
    pieces = tokens(text)
    if any(is_decimal(piece) for piece in pieces) or begins_row(text):
        return True
    if len(pieces) > 1 and pieces[0].isdigit() and len(pieces[0]) in (3, 5, 7):
        return True
    return len(pieces) > 1 and not is_number(pieces[0]) and all(is_number(piece) for piece in pieces[1:])


def _past_repeated_header(lines: Sequence[SourceLine], at: int, table: _Table) -> int:
    """The line after a repetition of the table's captions and header at ``at`` (a page end), or ``at`` when there is none."""
    start = at
    while start < len(lines) and start - at < _CAPTION_LINES and lines[start].text in table.captions:
        start += 1
    header = [line.text for line in table.header]
    if [line.text for line in lines[start : start + len(header)]] == header and (start > at or len(header) > 1):
        return start + len(header)
    return at


def _ends_table(lines: Sequence[SourceLine], at: int, table: _Table) -> bool:
    text = lines[at].text
    if _NOTE.match(text) or len(text) > _LONGEST_ROW_LINE or _column_numbers(text):
        return True
    if _SENTENCE.search(text) and not is_number(tokens(text)[-1]):
        return True
    return _is_marker(lines[at]) or _titles_another(lines, at, table)


def _titles_another(lines: Sequence[SourceLine], at: int, table: _Table) -> bool:
    """Whether only titles stand between this line and the unit line of another table (not of this one again)."""
    for number, line in enumerate(lines[at : at + _CAPTION_LINES + 1], start=at):
        if _past_repeated_header(lines, number, table) > number:
            return any(_TITLE.search(title.text) and title.text not in table.captions for title in lines[at:number])
        if _is_marker(line):
            return True
        if any(is_number(piece) for piece in tokens(line.text)[1:]) or is_decimal(tokens(line.text)[0]):
            return False
    return False


def _build(table: _Table) -> tuple[Collapsed, list[SourceLine]] | None:
    """The grid of a table and the lines of its body that belong to no row; None when it is no table."""
    header = [header_tokens(line.text) for line in table.header]
    column_count = next((len(numbers) for line in table.header if (numbers := _column_numbers(line.text))), None)
    body = [line for line in table.body if not _is_page_number(line.text)]
    items = itemised(table.header, body)
    if items is not None:
        return Collapsed(table.header[0].page, items), []
    if _stand_apart(body):
        return None
    style = _style(header, body)
    header_tail, body = _without_level_words(body)
    first = 1
    if body and tokens(body[0].text)[0] == "1" and (column_count or _has_word(header, "序号")):
        rows, left = numbered_rows(body, style, first)
    else:
        rows, left = join_rows(body, style)
    if not any(entry.numbers for row in rows for entry in row.entries) and column_count is None:
        return None
    rows, left = _without_trailing_text(rows, left)
    shape = Shape.of(header, rows, style, column_count)
    page = table.header[0].page
    pages = [line.page for line in table.header] + [page] * len(header_tail)
    return Collapsed(page, laid_out([*header, *header_tail], pages, rows, shape)), left


def _stand_apart(body: Sequence[SourceLine]) -> bool:
    """Whether the cells of rows stand one to a line: no line has two, or amounts alone on their lines follow each other."""
    if len(body) >= _FEWEST_LINES and all(len(tokens(line.text)) == 1 for line in body):
        return True
    alone = [len(pieces := tokens(line.text)) == 1 and is_decimal(pieces[0]) for line in body]
    pairs = sum(one and other for one, other in pairwise(alone))
    return pairs >= _FEWEST_PAIRS and pairs * _SHARE_OF_PAIRS >= sum(alone)


def _is_page_number(text: str) -> bool:
    return text.isdigit() and len(text) <= 3


def _style(header: list[list[str]], body: Sequence[SourceLine]) -> Style:
    words = [word for line in header for word in line]
    labels = [word for word in words if word in ("项目", "科目名称", "名称", "科目")]
    has_sides = "收入" in words and "支出" in words
    return Style(
        is_two_sided=(len(labels) > 1 and len(labels) == len([w for w in labels if w == labels[0]])) or has_sides,
        has_decimals=any(is_decimal(piece) for line in body for piece in tokens(line.text)),
        has_line_numbers="行次" in words,
    )


def _has_word(header: list[list[str]], word: str) -> bool:
    return any(word in line for line in header)


def _without_level_words(body: list[SourceLine]) -> tuple[list[list[str]], list[SourceLine]]:
    """Header words 类 款 项 that stand at the beginning of the first row are a header line of their own."""
    if not body:
        return [], body
    pieces = tokens(body[0].text)
    levels = [piece for piece in pieces[:3] if piece in ("类", "款", "项")]
    if not levels:
        return [], body
    rest = pieces[len(levels) :]
    return [levels], ([SourceLine(body[0].page, " ".join(rest))] if rest else []) + body[1:]


def _without_trailing_text(rows: list[Row], left: list[SourceLine]) -> tuple[list[Row], list[SourceLine]]:
    """Rows at the end that print text only are headings of what follows, not rows."""
    end = len(rows)
    while end and not rows[end - 1].sequence and not any(e.numbers or e.code for e in rows[end - 1].entries):
        end -= 1
    tail = [SourceLine(row.page, " ".join(entry.name for entry in row.entries)) for row in rows[end:]]
    return rows[:end], [*tail, *left]
