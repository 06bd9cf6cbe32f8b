"""OLE compound files (.doc, .xls and what else old office programs write): names and bytes of their streams.

A file system in a file: sectors chained by an allocation table, layout after [MS-CFB] 2. What a stream means is not known here.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import islice

_LAST_SECTOR = 0xFFFFFFFA
_MINI_CUTOFF_OFFSET = 56
_DIRECTORY_ENTRY = 128
_KIND, _SIBLINGS, _CHILD, _SIZE = 66, 68, 76, 120
_STREAM = 2
_WITH_CONTENT = frozenset({_STREAM, 5})
_SMALL_SECTOR = 512


class OleContainer:
    """The streams of a compound file. Everything raises ``struct.error`` or ``IndexError`` when the file is broken."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._size = 1 << struct.unpack_from("<H", data, 30)[0]
        self._mini_size = 1 << struct.unpack_from("<H", data, 32)[0]
        if not (64 <= self._size <= 65536 and 16 <= self._mini_size <= 4096):
            raise struct.error("扇区大小不合法")
        self._refuse_impossible_counts()
        self._table = self._allocation_table()
        first_directory = struct.unpack_from("<I", data, 48)[0]
        self._directory = self._chain(first_directory)
        self._refuse_impossible_sizes()

    def _refuse_impossible_counts(self) -> None:
        """No table may claim more sectors than the file has: other readers of the file reserve memory for them."""
        most = len(self._data) // self._size + 1
        directory, tables = struct.unpack_from("<II", self._data, 40)
        mini_tables, further_tables = struct.unpack_from("<I4xI", self._data, 64)
        if max(directory, tables, mini_tables, further_tables) > most:
            raise struct.error("扇区数目超过文件长度")

    def _refuse_impossible_sizes(self) -> None:
        for offset in range(0, len(self._directory) - _DIRECTORY_ENTRY + 1, _DIRECTORY_ENTRY):
            kind = self._directory[offset + _KIND]
            size = struct.unpack_from("<Q" if self._size > _SMALL_SECTOR else "<I", self._directory, offset + _SIZE)[0]
            if kind in _WITH_CONTENT and size > len(self._data):
                raise struct.error("数据流超过文件长度")

    def stream(self, *names: str) -> bytes:
        """The first stream that has one of ``names``; empty when there is none."""
        for offset in range(0, len(self._directory) - _DIRECTORY_ENTRY + 1, _DIRECTORY_ENTRY):
            entry = self._directory[offset : offset + _DIRECTORY_ENTRY]
            if _entry_name(entry) in names:
                start, size = struct.unpack_from("<II", entry, 116)
                return self._read(start, size)
        return b""

    def root_names(self) -> frozenset[str]:
        """Names of the streams and storages at the top: what kind of document this is, embedded objects left aside."""
        names: set[str] = set()
        seen: set[int] = set()
        waiting = [struct.unpack_from("<I", self._directory, _CHILD)[0]]
        while waiting:
            number = waiting.pop()
            offset = number * _DIRECTORY_ENTRY
            if number in seen or offset + _DIRECTORY_ENTRY > len(self._directory):
                continue
            seen.add(number)
            entry = self._directory[offset : offset + _DIRECTORY_ENTRY]
            names.add(_entry_name(entry))
            waiting.extend(struct.unpack_from("<II", entry, _SIBLINGS))
        return frozenset(names)

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
        """The sectors of a chain; one longer than the file runs in circles."""
        numbers = list(islice(_linked(start, self._table), len(self._data) // self._size + 2))
        return b"".join(self._sector(number) for number in numbers)


def _entry_name(entry: bytes) -> str:
    length = max(0, min(64, struct.unpack_from("<H", entry, 64)[0]) - 2)
    return entry[:length].decode("utf-16-le", "replace")


def entries_of_broken(data: bytes) -> list[str]:
    """The names of all streams in a file whose chains are broken, wherever its directory lies, in the order of the file."""
    places = range(0, len(data) - _DIRECTORY_ENTRY + 1, _DIRECTORY_ENTRY)
    entries = (data[place : place + _DIRECTORY_ENTRY] for place in places if data[place + _KIND] == _STREAM)
    return [name for name in map(_entry_name, entries) if name and name.isprintable()]


def _linked(start: int, table: tuple[int, ...]) -> Iterator[int]:
    seen = 0
    while start < _LAST_SECTOR and start < len(table) and seen <= len(table):
        yield start
        start = table[start]
        seen += 1
