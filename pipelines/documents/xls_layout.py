"""The layout of the sheets of an .xls workbook (BIFF5 and BIFF8) from its records; values are read elsewhere (see ``sheet``).

Only the records that say how cells are shown are looked at. Layout of records: [MS-XLS] 2.4.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from pipelines.documents.errors import UnreadableDocument
from pipelines.documents.number_format import BUILT_IN, GENERAL
from pipelines.documents.ole import OleContainer
from pipelines.documents.sheet_layout import MOST_SLOTS, UNKNOWN_ERROR, SheetLayout

_BOF, _EOF, _FILEPASS, _BOUNDSHEET = 0x0809, 0x000A, 0x002F, 0x0085
_FORMAT, _XF, _ROW, _COLINFO, _WINDOW2 = 0x041E, 0x00E0, 0x0208, 0x007D, 0x023E
_DIMENSIONS = 0x0200
_MOST_ROWS, _MOST_COLUMNS = 65_536, 256
_NUMBER, _RK, _MULRK, _FORMULA = 0x0203, 0x027E, 0x00BD, 0x0006
_BOOLEAN_OR_ERROR = 0x0205
_RESULT_IS_ERROR = 2
_TEXT_CELLS = frozenset({0x00FD, 0x0204, _BOOLEAN_OR_ERROR, 0x00D6})
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
_NUMBER_CELLS = frozenset({_NUMBER, _RK, _FORMULA})
_BIFF8 = 0x0600


def layouts(data: bytes, name: str) -> dict[str, SheetLayout]:
    """The layout of each sheet by its name. Raises ``UnreadableDocument`` for encrypted, broken and endless workbooks."""
    try:
        stream = OleContainer(data).stream("Workbook", "Book")
        if not stream:
            raise UnreadableDocument(f"{name}：文件里没有工作簿内容，可能损坏或被截断")
        return _Workbook(stream, name).layouts()
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise UnreadableDocument(f"{name}：工作簿结构损坏，可能被截断（{error}）") from error


class _Workbook:
    """The record stream: globals first, then one substream per sheet."""

    def __init__(self, stream: bytes, name: str) -> None:
        self._stream, self._name = stream, name
        self._formats = dict(BUILT_IN)
        self._cell_formats: list[int] = []
        self._sheets: list[tuple[str, int]] = []
        self._is_biff8 = struct.unpack_from("<H", stream, 4)[0] == _BIFF8

    def layouts(self) -> dict[str, SheetLayout]:
        for kind, body in self._records(0):
            if kind == _FILEPASS:
                raise UnreadableDocument(f"{self._name}：工作簿设有打开密码")
            if kind == _BOUNDSHEET:
                self._sheets.append((self._text(body, 6, False), struct.unpack_from("<I", body)[0]))
            elif kind == _FORMAT:
                self._formats[struct.unpack_from("<H", body)[0]] = self._text(body, 2, self._is_biff8)
            elif kind == _XF:
                self._cell_formats.append(struct.unpack_from("<H", body, 2)[0])
        return {title: self._sheet(title, offset) for title, offset in self._sheets}

    def _records(self, offset: int) -> Iterator[tuple[int, bytes]]:
        depth = 0
        while offset + 4 <= len(self._stream):
            kind, length = struct.unpack_from("<HH", self._stream, offset)
            yield kind, self._stream[offset + 4 : offset + 4 + length]
            offset += 4 + length
            depth += (kind == _BOF) - (kind == _EOF)
            if depth <= 0:
                return

    def _text(self, body: bytes, offset: int, is_long: bool) -> str:
        """A string with its length before it (one byte, or two) and in BIFF8 a byte that says how it is stored."""
        length = struct.unpack_from("<H" if is_long else "<B", body, offset)[0]
        offset += 2 if is_long else 1
        if not self._is_biff8:
            return body[offset : offset + length].decode("gb18030", "replace")
        is_wide = body[offset] & 1
        raw = body[offset + 1 : offset + 1 + length * (2 if is_wide else 1)]
        return raw.decode("utf-16-le" if is_wide else "latin-1")

    def _sheet(self, title: str, offset: int) -> SheetLayout:
        layout = SheetLayout()
        for kind, body in self._records(offset):
            if kind == _ROW:
                row, *_, flags = struct.unpack_from("<HHHHHHH", body)
                if flags & 0x20:
                    layout.hidden_rows.add(row)
            elif kind == _COLINFO:
                first, last, _, _, flags = struct.unpack_from("<HHHHH", body)
                layout.hidden_columns.update(range(first, last + 1) if flags & 1 else ())
            elif kind == _DIMENSIONS:
                self._dimensions(body)
            elif kind == _WINDOW2:
                layout.shows_zeros = bool(struct.unpack_from("<H", body)[0] & 0x10)
            else:
                self._cells(kind, body, layout)
            if layout.last_column >= _MOST_COLUMNS:
                raise struct.error("列号超出格式上限")
            if layout.slots > MOST_SLOTS:
                raise UnreadableDocument(f"{self._name}：工作表 {title} 的范围超过 {MOST_SLOTS} 格，疑为异常文件")
        return layout

    def _dimensions(self, body: bytes) -> None:
        """The area that the sheet claims: beyond what the format holds it is damaged, and readers reserve memory for it."""
        first_row, last_row, first_column, last_column = struct.unpack_from(
            "<IIHH" if self._is_biff8 else "<HHHH", body
        )
        is_possible = first_row <= last_row <= _MOST_ROWS and first_column <= last_column <= _MOST_COLUMNS
        if not is_possible:
            raise struct.error("工作表范围超出格式上限")

    def _cells(self, kind: int, body: bytes, layout: SheetLayout) -> None:
        if kind in _TEXT_CELLS or kind in _NUMBER_CELLS:
            row, column, style = struct.unpack_from("<HHH", body)
            layout.reach(row, column)
            if kind in _NUMBER_CELLS:
                self._format(layout, row, column, style)
            error = _error_code(kind, body)
            if error is not None:
                layout.errors[row, column] = _ERRORS.get(error, UNKNOWN_ERROR)
        elif kind == _MULRK:
            row, first = struct.unpack_from("<HH", body)
            for number in range((len(body) - 6) // 6):
                layout.reach(row, first + number)
                self._format(layout, row, first + number, struct.unpack_from("<H", body, 4 + 6 * number)[0])

    def _format(self, layout: SheetLayout, row: int, column: int, style: int) -> None:
        number = self._cell_formats[style] if style < len(self._cell_formats) else 0
        code = self._formats.get(number, GENERAL)
        if code != GENERAL:
            layout.formats[row, column] = code


def _error_code(kind: int, body: bytes) -> int | None:
    """The code of an error that a cell holds instead of a value, in a record of its own or as the result of a formula."""
    if kind == _BOOLEAN_OR_ERROR and len(body) > 7 and body[7]:
        return body[6]
    if kind == _FORMULA and body[12:14] == b"\xff\xff" and body[6] == _RESULT_IS_ERROR:
        return body[8]
    return None
