"""The layout of the sheets of an .xls workbook (BIFF5 and BIFF8) from its records; values are read elsewhere (see ``sheet``).

Only the records that say how cells are shown are looked at. Layout of records: [MS-XLS] 2.4, of the container: [MS-CFB] 2.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from pipelines.documents.errors import UnreadableDocument
from pipelines.documents.number_format import BUILT_IN, GENERAL
from pipelines.documents.sheet_layout import MOST_SLOTS, SheetLayout

_FREE, _END = 0xFFFFFFFF, 0xFFFFFFFE
_LAST_SECTOR = 0xFFFFFFFA
_MINI_CUTOFF_OFFSET = 56
_DIRECTORY_ENTRY = 128

_BOF, _EOF, _FILEPASS, _BOUNDSHEET = 0x0809, 0x000A, 0x002F, 0x0085
_FORMAT, _XF, _ROW, _COLINFO, _WINDOW2 = 0x041E, 0x00E0, 0x0208, 0x007D, 0x023E
_NUMBER, _RK, _MULRK, _FORMULA = 0x0203, 0x027E, 0x00BD, 0x0006
_TEXT_CELLS = frozenset({0x00FD, 0x0204, 0x0205, 0x00D6})
_NUMBER_CELLS = frozenset({_NUMBER, _RK, _FORMULA})
_BIFF8 = 0x0600


def layouts(data: bytes, name: str) -> dict[str, SheetLayout]:
    """The layout of each sheet by its name. Raises ``UnreadableDocument`` for encrypted, broken and endless workbooks."""
    try:
        stream = _Container(data).stream("Workbook", "Book")
        return _Workbook(stream, name).layouts() if stream else {}
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise UnreadableDocument(f"{name}：工作簿结构损坏，可能被截断（{error}）") from error


class _Container:
    """The OLE compound file around the workbook: sectors chained by an allocation table."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._size = 1 << struct.unpack_from("<H", data, 30)[0]
        self._mini_size = 1 << struct.unpack_from("<H", data, 32)[0]
        if not (64 <= self._size <= 65536 and 16 <= self._mini_size <= 4096):
            raise struct.error("扇区大小不合法")
        self._table = self._allocation_table()
        first_directory = struct.unpack_from("<I", data, 48)[0]
        self._directory = self._chain(first_directory)

    def stream(self, *names: str) -> bytes:
        """The first stream that has one of ``names``; empty when there is none."""
        for offset in range(0, len(self._directory) - _DIRECTORY_ENTRY + 1, _DIRECTORY_ENTRY):
            entry = self._directory[offset : offset + _DIRECTORY_ENTRY]
            length = max(0, struct.unpack_from("<H", entry, 64)[0] - 2)
            if entry[:length].decode("utf-16-le", "replace") in names:
                start, size = struct.unpack_from("<II", entry, 116)
                return self._read(start, size)
        return b""

    def _read(self, start: int, size: int) -> bytes:
        if size >= struct.unpack_from("<I", self._data, _MINI_CUTOFF_OFFSET)[0]:
            return self._chain(start)[:size]
        holder = self._chain(struct.unpack_from("<I", self._directory, 116)[0])
        mini_table = self._chain(struct.unpack_from("<I", self._data, 60)[0])
        numbers = struct.unpack(f"<{len(mini_table) // 4}I", mini_table[: len(mini_table) // 4 * 4])
        step = self._mini_size
        return b"".join(holder[number * step : (number + 1) * step] for number in _linked(start, numbers))[:size]

    def _sector(self, number: int) -> bytes:
        return self._data[(number + 1) * self._size : (number + 2) * self._size]

    def _allocation_table(self) -> tuple[int, ...]:
        sectors = [number for number in struct.unpack_from("<109I", self._data, 76) if number < _LAST_SECTOR]
        more, left = struct.unpack_from("<II", self._data, 68)
        while more < _LAST_SECTOR and left and len(sectors) * self._size <= len(self._data):
            numbers = struct.unpack(f"<{self._size // 4}I", self._sector(more))
            sectors.extend(number for number in numbers[:-1] if number < _LAST_SECTOR)
            more, left = numbers[-1], left - 1
        table = b"".join(self._sector(number) for number in sectors)
        return struct.unpack(f"<{len(table) // 4}I", table[: len(table) // 4 * 4])

    def _chain(self, start: int) -> bytes:
        return b"".join(self._sector(number) for number in _linked(start, self._table))


def _linked(start: int, table: tuple[int, ...]) -> Iterator[int]:
    seen = 0
    while start < _LAST_SECTOR and start < len(table) and seen <= len(table):
        yield start
        start = table[start]
        seen += 1


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
            elif kind == _WINDOW2:
                layout.shows_zeros = bool(struct.unpack_from("<H", body)[0] & 0x10)
            else:
                self._cells(kind, body, layout)
            if layout.slots > MOST_SLOTS:
                raise UnreadableDocument(f"{self._name}：工作表 {title} 的范围超过 {MOST_SLOTS} 格，疑为异常文件")
        return layout

    def _cells(self, kind: int, body: bytes, layout: SheetLayout) -> None:
        if kind in _TEXT_CELLS or kind in _NUMBER_CELLS:
            row, column, style = struct.unpack_from("<HHH", body)
            layout.reach(row, column)
            if kind in _NUMBER_CELLS:
                self._format(layout, row, column, style)
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
