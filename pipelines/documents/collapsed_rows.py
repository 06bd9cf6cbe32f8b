"""Lines of a table whose blank cells vanished -> rows: code, label and numbers of each side, names around the code joined.

Knows what a printed line of such a table looks like (numbers, codes, ordinals, torn names) and nothing of columns: those are
laid out in ``collapsed``. No amount is parsed here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

_DECIMAL = re.compile(r"^[-+−]?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d+$|^[-+−]?\d{1,3}(?:,\d{3})+$")
_INTEGER = re.compile(r"^[-+−]?\d+$")
_DASH = re.compile(r"^[-—–－]{1,2}$")
_CODE = re.compile(r"^(?:\d{3}|\d{5}|\d{7})$")
_FIRST_CODE = re.compile(r"^\d{3,12}$")
_CODE_PART = re.compile(r"^\d{2}$")
_SPACED = re.compile(r"(?:(?<=\s)|^)[\u4e00-\u9fff](?: +[\u4e00-\u9fff])+(?=\s|$)")
_LEVELS = frozenset("类款项")
# Words that headers print with their letters apart. Other letters apart may be columns of their own.
_SPACED_HEADERS = re.compile(
    r"(?:收入|支出|总计|合计|小计|项目|本年|上年|金额|数量|单位|名称|编码|代码|预算|决算|备注|栏次|行次|序号|年度|单价)+"
)
_ORDINAL = re.compile(
    r"^(?:[一二三四五六七八九十百廿]+[、.．]|[（(][一二三四五六七八九十]+[)）]|\d{1,2}[、.．](?!\d)|其中[：:])"
)
_BARE_ORDINAL = re.compile(r"^(?:[一二三四五六七八九十百廿]+[、.．]|[（(][一二三四五六七八九十]+[)）]|\d{1,2}[、.．])$")
# A torn name is at least this long before its tear, and what is torn off is short.
_SHORTEST_TORN_NAME = 7
_LONGEST_TORN_END = 6


class SourceLine(NamedTuple):
    """One printed line that is not blank, with its page."""

    page: int
    text: str
    is_cell: bool = False
    """A line of a run of cells with pipes, one to a line, that makes no rows."""


@dataclass(frozen=True, slots=True)
class Style:
    """What the header and the numbers of a table say about its lines."""

    is_two_sided: bool = False
    has_decimals: bool = True
    """Amounts print decimals or separators, so a bare whole number is a code, a count or a zero."""
    has_line_numbers: bool = False
    """Every label is followed by the number of its line (行次)."""


@dataclass(slots=True)
class Entry:
    """One side of a row."""

    code: str = ""
    names: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    line_no: str = ""

    @property
    def name(self) -> str:
        """The label, its torn pieces joined."""
        return "".join(self.names)


@dataclass(slots=True)
class Row:
    """One row of a table: its sides from left to right as far as they are printed."""

    page: int
    entries: list[Entry]
    sequence: str = ""


def tokens(text: str) -> list[str]:
    """The pieces of a line between spaces; letters set apart (``合 计``) are one word, an ordinal belongs to its label."""
    joined = _SPACED.sub(lambda found: found[0] if _are_levels(found[0]) else _tight(found[0]), text)
    pieces: list[str] = []
    for piece in joined.split():
        if pieces and _BARE_ORDINAL.match(pieces[-1]) and not is_number(piece):
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return pieces


def header_tokens(text: str) -> list[str]:
    """The words of a header line: letters set apart are joined only where they are known to be one word."""
    return _SPACED.sub(
        lambda found: _tight(found[0]) if _SPACED_HEADERS.fullmatch(_tight(found[0])) else found[0], text
    ).split()


def _are_levels(text: str) -> bool:
    return set(text) - {" "} <= _LEVELS


def _tight(text: str) -> str:
    return text.replace(" ", "")


def is_decimal(token: str) -> bool:
    """A number that prints decimals or separators: certainly an amount."""
    return bool(_DECIMAL.match(token))


def is_number(token: str) -> bool:
    """Any number or a dash that stands for one."""
    return bool(_DECIMAL.match(token) or _INTEGER.match(token) or _DASH.match(token))


def begins_row(text: str) -> bool:
    """A label that begins with an ordinal begins a row."""
    return bool(_ORDINAL.match(text))


def parse_line(pieces: Sequence[str], style: Style) -> list[Entry]:
    """The sides that one line prints."""
    if _is_label_with_number(pieces, style):
        return [Entry(names=[" ".join(pieces)])]
    entries = [Entry()]
    for number, piece in enumerate(pieces):
        follows = pieces[number + 1] if number + 1 < len(pieces) else ""
        _take(entries, piece, follows, style)
    if style.has_line_numbers:
        for entry in entries:
            if entry.names and entry.numbers and _INTEGER.match(entry.numbers[0]):
                entry.line_no = entry.numbers.pop(0)
    return entries


def _is_label_with_number(pieces: Sequence[str], style: Style) -> bool:
    """A label such as ``3、单价在 20 万元以上的设备``: a whole number inside, no amount, text to the end."""
    if style.is_two_sided or not style.has_decimals or not pieces or is_number(pieces[0]) or is_number(pieces[-1]):
        return False
    return not any(is_decimal(piece) for piece in pieces)


def _take(entries: list[Entry], piece: str, follows: str, style: Style) -> None:
    entry = entries[-1]
    is_fresh = not (entry.names or entry.numbers)
    if is_fresh and not entry.code and _opens_with_code(piece, follows, style, len(entries) == 1):
        entry.code = piece
    elif is_fresh and style.has_decimals and _CODE_PART.match(piece) and len(entry.code) in (3, 5):
        entry.code += piece
    elif style.is_two_sided and not is_fresh and style.has_decimals and _CODE.match(piece):
        entries.append(Entry(code=piece))
    elif is_number(piece):
        entry.numbers.append(piece)
    elif (entry.numbers or entry.names) and style.is_two_sided:
        entries.append(Entry(names=[piece]))
    elif entry.numbers:
        entry.numbers.append(piece)
    else:
        entry.names[:] = [" ".join([*entry.names, piece])]


def _opens_with_code(piece: str, follows: str, style: Style, is_first: bool) -> bool:
    if is_first and _FIRST_CODE.match(piece) and follows and not is_number(follows):
        return True
    return bool(_CODE.match(piece)) and style.has_decimals


def join_rows(lines: Sequence[SourceLine], style: Style) -> tuple[list[Row], list[SourceLine]]:
    """The rows that ``lines`` print, and the lines at the end that belong to none."""
    joiner = _Joiner(style)
    for line in lines:
        joiner.add(line)
    return joiner.finish()


def numbered_rows(lines: Sequence[SourceLine], style: Style, first: int) -> tuple[list[Row], list[SourceLine]]:
    """The rows of a table that numbers them: a row lasts until the next number of the sequence (``first``, …) begins a line.

    Text after the last number of the last row belongs to no row and is returned.
    """
    groups: list[tuple[SourceLine, list[str]]] = []
    for line in lines:
        pieces = tokens(line.text)
        if pieces and pieces[0] == str(first + len(groups)):
            groups.append((line, pieces[1:]))
        elif groups:
            groups[-1][1].extend([_TEAR, *pieces])
    rows = [
        Row(line.page, _without_tears(pieces, style), str(first + number))
        for number, (line, pieces) in enumerate(groups)
    ]
    return rows, []


_TEAR = "\x00"


def _without_tears(pieces: list[str], style: Style) -> list[Entry]:
    """The sides of a row printed on several lines: text after a line end goes on with the name before it."""
    whole: list[str] = []
    is_torn = False
    for piece in pieces:
        if piece == _TEAR:
            is_torn = True
        elif is_torn and whole and not is_number(piece) and not is_number(whole[-1]) and not begins_row(piece):
            whole[-1] += piece
            is_torn = False
        else:
            whole.append(piece)
            is_torn = False
    return parse_line(whole, style)


class _Joiner:
    """Rows so far, and the text lines whose row is not known yet.

    Names are centred on the line of their code and amounts: a line without a name takes the text lines above it, and as many
    below it. A code alone waits for its amounts.
    """

    def __init__(self, style: Style) -> None:
        self._style = style
        self._rows: list[Row] = []
        self._pending: list[SourceLine] = []
        self._tails = 0
        self._nameless: list[Entry] = []
        self._is_open = False

    def add(self, line: SourceLine) -> None:
        entries = parse_line(tokens(line.text), self._style)
        if not any(entry.numbers or entry.code for entry in entries):
            self._pending.append(line)
        elif not any(entry.numbers for entry in entries):
            self._settle(wants_head=False)
            self._append(line.page, entries)
            self._is_open = True
        elif self._is_open and not entries[0].code and not entries[0].names:
            self._complete_open_row(entries)
        else:
            self._add_numbers(line, entries)

    def finish(self) -> tuple[list[Row], list[SourceLine]]:
        """All rows, and the lines that were left over."""
        left = self._pending[self._tails :]
        self._pending = self._pending[: self._tails]
        self._settle(wants_head=False)
        return self._rows, left

    def _append(self, page: int, entries: list[Entry]) -> None:
        self._rows.append(Row(page, entries))
        self._nameless = [entry for entry in entries if not entry.names]
        self._is_open = False

    def _complete_open_row(self, entries: list[Entry]) -> None:
        row = self._rows[-1]
        row.entries[-1].names.extend(line.text for line in self._pending)
        row.entries[-1].numbers.extend(entries[0].numbers)
        row.entries.extend(entries[1:])
        self._pending.clear()
        self._is_open = False
        self._tails = 0
        self._nameless = []

    def _add_numbers(self, line: SourceLine, entries: list[Entry]) -> None:
        nameless = [entry for entry in entries if not entry.names]
        heads = self._settle(wants_head=bool(nameless))
        self._append(line.page, entries)
        for head in heads:
            self._share(head, nameless)
        self._tails = len(heads)

    def _settle(self, wants_head: bool) -> list[SourceLine]:
        """Give the pending lines to the rows they belong to; those that head the row to come are returned."""
        pending, self._pending = self._pending, []
        while self._tails and pending and not begins_row(pending[0].text):
            self._tails -= 1
            self._share(pending.pop(0), self._nameless)
        self._tails = 0
        if self._is_open and pending and self._rows[-1].entries[-1].names == []:
            self._rows[-1].entries[-1].names.append(pending.pop(0).text)
        groups = _groups(pending)
        heads = groups.pop() if wants_head and groups else []
        for group in groups:
            self._add_text(group)
        return heads

    def _add_text(self, group: list[SourceLine]) -> None:
        first = group[0]
        if not begins_row(first.text) and self._is_torn_end(first):
            self._rows[-1].entries[-1].names.append(first.text)
            group = group[1:]
        if group:
            text = "".join(line.text for line in group) if len(group) > 1 else group[0].text
            self._append(group[0].page, parse_line(tokens(text), self._style))
            self._nameless = []

    def _is_torn_end(self, line: SourceLine) -> bool:
        if not self._rows or " " in line.text or len(line.text) > _LONGEST_TORN_END:
            return False
        return len(self._rows[-1].entries[-1].name) >= _SHORTEST_TORN_NAME

    def _share(self, line: SourceLine, nameless: list[Entry]) -> None:
        """Give the pieces of a text line to the sides without a name: one each from the right, the rest to the row above."""
        pieces = tokens(line.text)
        if len(nameless) == 1 and len(pieces) > 1 and self._style.is_two_sided:
            before = self._rows[-2].entries if len(self._rows) > 1 and nameless[0] in self._rows[-1].entries else []
            if before:
                before[0].names.append("".join(pieces[:-1]))
                pieces = pieces[-1:]
        for number, entry in enumerate(nameless):
            share = pieces[number:] if number == len(nameless) - 1 else pieces[number : number + 1]
            if share:
                entry.names.append(" ".join(share))


def _groups(pending: list[SourceLine]) -> list[list[SourceLine]]:
    """Text lines by the row they begin or go on with."""
    groups: list[list[SourceLine]] = []
    for line in pending:
        if not groups or begins_row(line.text) or (" " in line.text and len(tokens(line.text)) > 1):
            groups.append([line])
        else:
            groups[-1].append(line)
    return groups
