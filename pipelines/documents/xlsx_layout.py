"""The layout of the sheets of an .xlsx workbook from its own XML; values are read elsewhere (see ``sheet``).

Reads as a stream, so that a sheet of any size costs no memory before its extent is known to be sane.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from typing import IO
from xml.etree import ElementTree

from pipelines.documents.errors import UnreadableDocument
from pipelines.documents.number_format import BUILT_IN, GENERAL
from pipelines.documents.package import open_entry
from pipelines.documents.sheet_layout import MOST_SLOTS, UNKNOWN_ERROR, SheetLayout

_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})$")
_MOST_HIDDEN_COLUMNS = 16_384
_TRUE = frozenset({"1", "true", "on"})
_FALSE = frozenset({"0", "false", "off"})


def layouts(package: zipfile.ZipFile, name: str) -> dict[str, SheetLayout]:
    """The layout of each worksheet by its name. Raises ``UnreadableDocument`` for broken XML and endless sheets."""
    try:
        formats = _cell_formats(package)
        return {
            title: _layout(package, path, formats, f"{name}：工作表 {title}") for title, path in _sheet_paths(package)
        }
    except ElementTree.ParseError as error:
        raise UnreadableDocument(f"{name}：工作簿内部的 XML 损坏（{error}）") from error


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _parsed(package: zipfile.ZipFile, path: str) -> ElementTree.Element | None:
    stream = open_entry(package, path)
    if stream is None:
        return None
    with stream:
        return ElementTree.parse(stream).getroot()


def _sheet_paths(package: zipfile.ZipFile) -> list[tuple[str, str]]:
    workbook = _parsed(package, "xl/workbook.xml")
    links = _parsed(package, "xl/_rels/workbook.xml.rels")
    if workbook is None or links is None:
        return []
    targets = {link.get("Id"): link.get("Target") or "" for link in links}
    found: list[tuple[str, str]] = []
    for sheet in (element for element in workbook.iter() if _local(element.tag) == "sheet"):
        link = next((value for key, value in sheet.attrib.items() if _local(key) == "id"), None)
        target = targets.get(link, "")
        if target:
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
            found.append((sheet.get("name") or "", path))
    return found


def _cell_formats(package: zipfile.ZipFile) -> list[str]:
    """Number format by the style number of a cell."""
    styles = _parsed(package, "xl/styles.xml")
    if styles is None:
        return []
    codes = dict(BUILT_IN)
    for element in styles.iter():
        if _local(element.tag) == "numFmt" and (element.get("numFmtId") or "").isdigit():
            codes[int(element.get("numFmtId") or 0)] = element.get("formatCode") or GENERAL
    cell_styles = next((element for element in styles.iter() if _local(element.tag) == "cellXfs"), None)
    if cell_styles is None:
        return []
    return [codes.get(int(style.get("numFmtId") or 0), GENERAL) for style in cell_styles]


def _layout(package: zipfile.ZipFile, path: str, formats: list[str], where: str) -> SheetLayout:
    layout = SheetLayout()
    stream = open_entry(package, path)
    if stream is None:
        return layout
    with stream:
        _scan(stream, _SheetScan(layout, formats, where))
    return layout


def _scan(stream: IO[bytes], scan: _SheetScan) -> None:
    for event, element in ElementTree.iterparse(stream, events=("start", "end")):
        tag = _local(element.tag)
        if event == "start":
            if tag == "row":
                scan.begin_row(element)
        elif tag == "c":
            scan.cell(element)
            element.clear()
        elif tag == "row":
            element.clear()
        elif tag == "col":
            scan.columns(element)
        elif tag == "sheetView":
            scan.layout.shows_zeros = element.get("showZeros", "1") not in _FALSE


class _SheetScan:
    """Where the scan of one sheet stands: cells may leave out their own place."""

    def __init__(self, layout: SheetLayout, formats: list[str], where: str) -> None:
        self.layout, self.formats, self.where = layout, formats, where
        self.row, self.column = -1, -1

    def begin_row(self, element: ElementTree.Element) -> None:
        number = element.get("r") or ""
        self.row = int(number) - 1 if number.isdigit() else self.row + 1
        self.column = -1
        if element.get("hidden") in _TRUE:
            self.layout.hidden_rows.add(self.row)

    def columns(self, element: ElementTree.Element) -> None:
        if element.get("hidden") in _TRUE:
            first, last = int(element.get("min") or 1), int(element.get("max") or 1)
            self.layout.hidden_columns.update(range(first - 1, min(last, _MOST_HIDDEN_COLUMNS)))

    def cell(self, element: ElementTree.Element) -> None:
        self._move(element.get("r") or "")
        parts = {_local(child.tag): child for child in element}
        value = parts.get("v")
        if value is None and "is" not in parts:
            self.layout.uncomputed += "f" in parts
            return
        if "f" in parts and value is not None and not (value.text or ""):
            self.layout.uncomputed += 1 if element.get("t") != "str" else 0
        self.layout.reach(self.row, self.column)
        if self.layout.slots > MOST_SLOTS:
            raise UnreadableDocument(f"{self.where} 的范围超过 {MOST_SLOTS} 格，疑为异常文件")
        if element.get("t") == "e":
            self.layout.errors[self.row, self.column] = (value.text if value is not None else None) or UNKNOWN_ERROR
        style = element.get("s") or "0"
        if element.get("t", "n") == "n" and style.isdigit() and int(style) < len(self.formats):
            code = self.formats[int(style)]
            if code != GENERAL:
                self.layout.formats[self.row, self.column] = code

    def _move(self, reference: str) -> None:
        found = _REFERENCE.match(reference)
        if found is None:
            self.column += 1
            return
        self.column = 0
        for letter in found.group(1):
            self.column = self.column * 26 + ord(letter) - 64
        self.column -= 1
        self.row = int(found.group(2)) - 1
