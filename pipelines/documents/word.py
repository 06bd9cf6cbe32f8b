"""A Word file (.docx, XML of 2003) as pages: paragraphs as lines and leaf tables as ready grids, in the order of the text.

Reads the text part of the package itself, so that revisions (inserted text counts, deleted does not), content controls and text
boxes are seen; pictures are handed to ``inserted``. Pages are those that Word last laid out, or the hard page breaks; headers and
footers are left out. Automatic numbering is not computed. What a table means is decided elsewhere.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from pipelines.documents.errors import UnreadableDocument
from pipelines.documents.inserted import Inserted, with_pictures
from pipelines.documents.package import open_entry, open_package, related
from pipelines.documents.plain import clean_text
from pipelines.documents.ready import PageBuilder, Placed
from pipelines.documents.sniff import DOCX, XML_DOCUMENT
from pipelines.records.pages import Document

METHOD = "text"
_PAGE_BREAK = "\f"
_MAIN_PART = "word/document.xml"
_MOST_DEPTH = 200
_MOST_COLUMNS = 1000
# What is not printed: deleted or moved text, alternatives for old programs, properties, notes at the foot.
_NOT_PRINTED = frozenset({"del", "moveFrom", "Fallback", "pPr", "tcPr", "trPr", "tblPr", "sectPr", "instrText"})
_TEXT_OF = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# Elements that show a picture, with the attribute that refers to it.
_PICTURES = {"blip": "embed", "imagedata": "id"}
_FALSE = frozenset({"0", "false", "off"})


def read(data: bytes, name: str, document_id: str) -> Document:
    """A Word file (.docx, or the XML of Word 2003, which has the same elements) as a document. ``name`` is for messages.

    Raises ``UnreadableDocument`` for broken, encrypted or empty files and for bombs.
    """
    try:
        if not data.startswith(b"PK"):
            reader = _read(_parsed(ElementTree.iterparse(io.BytesIO(data), events=("start", "end")), name))
            return _document(reader, [], XML_DOCUMENT, name, document_id)
        with open_package(data, name) as package:
            reader = _read(_body(package, name))
            pictures = list(_pictures(package, reader, related(package, _MAIN_PART)))
    except ElementTree.ParseError as error:
        raise UnreadableDocument(f"{name}：文档内部的 XML 损坏（{error}）") from error
    return _document(reader, pictures, DOCX, name, document_id)


def _read(body: Element) -> _Reader:
    reader = _Reader(_counts_rendered_breaks(body))
    reader.add_blocks(body)
    return reader


def _document(reader: _Reader, pictures: Sequence[Inserted], media_type: str, name: str, document_id: str) -> Document:
    """The pages that were filled, with their pictures. Raises ``UnreadableDocument`` when neither show any text."""
    pages = tuple(reader.pages[number].build() for number in sorted(reader.pages))
    document = with_pictures(Document(document_id, media_type, len(pages), pages), pictures)
    if not any(page.lines or page.ready_grids for page in document.pages):
        reasons = "".join(f"（{fault.reason}）" for fault in document.faults)
        raise UnreadableDocument(f"{name}：文档里没有任何文字{reasons}")
    return document


def _pictures(package: zipfile.ZipFile, reader: _Reader, links: dict[str, str]) -> Iterator[Inserted]:
    """The pictures that the text refers to, with the pages they stand on."""
    for page, reference in reader.pictures:
        path = links.get(reference, "")
        stream = open_entry(package, path)
        if stream is not None:
            with stream:
                yield Inserted(page if page in reader.pages else 1, path.rpartition("/")[2], stream.read())


def _body(package: zipfile.ZipFile, name: str) -> Element:
    stream = open_entry(package, _MAIN_PART)
    if stream is None:
        raise UnreadableDocument(f"{name}：文档缺少正文部分 {_MAIN_PART}")
    with stream:
        return _parsed(ElementTree.iterparse(stream, events=("start", "end")), name)


def _parsed(events: Iterator[tuple[str, Element]], name: str) -> Element:
    root: Element | None = None
    depth = 0
    for event, element in events:
        root = element if root is None else root
        depth += 1 if event == "start" else -1
        if depth > _MOST_DEPTH:
            raise UnreadableDocument(f"{name}：文档元素嵌套超过 {_MOST_DEPTH} 层")
    body = next((child for child in root if _local(child) == "body"), None) if root is not None else None
    if body is None:
        raise UnreadableDocument(f"{name}：文档没有正文")
    return body


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _attribute(element: Element | None, name: str) -> str | None:
    if element is None:
        return None
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), None)


def _child(element: Element | None, *path: str) -> Element | None:
    for name in path:
        if element is None:
            return None
        element = next((child for child in element if _local(child) == name), None)
    return element


def _is_set(element: Element | None) -> bool:
    """A switch of the format: there, and not switched off."""
    return element is not None and (_attribute(element, "val") or "1") not in _FALSE


def _counts_rendered_breaks(body: Element) -> bool:
    return any(_local(element) == "lastRenderedPageBreak" for element in body.iter())


@dataclass(slots=True)
class _Reader:
    """Where the reading of the body stands: the page, and the pages filled so far."""

    counts_rendered: bool
    number: int = 1
    pages: dict[int, PageBuilder] = field(default_factory=dict)
    pictures: list[tuple[int, str]] = field(default_factory=list)
    """The page of each picture and the reference to its entry."""
    breaks: int = 0
    """Page breaks met in the paragraph or cell that is being read."""

    def page(self) -> PageBuilder:
        """The page that text goes to now."""
        return self.pages.setdefault(self.number, PageBuilder(self.number, METHOD))

    def add_blocks(self, parent: Element) -> None:
        """Paragraphs and tables below ``parent`` in order."""
        self.page()
        for child in parent:
            kind = _local(child)
            if kind == "p":
                self.add_paragraph(child)
            elif kind == "tbl":
                self.add_table(child)
            elif kind not in _NOT_PRINTED:
                self.add_blocks(child)

    def add_paragraph(self, paragraph: Element) -> None:
        """One paragraph, then the text boxes that hang on it."""
        boxes: list[Element] = []
        self.breaks = 0
        first, *others = self.text(paragraph, boxes).split(_PAGE_BREAK)
        self.page().add_text(clean_text(first))
        for text in others:
            self.number += 1
            self.page().add_text(clean_text(text))
        for box in boxes:
            self.add_blocks(box)
        if not self.counts_rendered and _ends_section(paragraph):
            self.number += 1

    def text(self, parent: Element, boxes: list[Element]) -> str:
        """The printed text below ``parent`` with page breaks as form feeds; text boxes are put aside."""
        parts: list[str] = []
        for child in parent:
            kind = _local(child)
            if kind in _NOT_PRINTED or (kind == "r" and _is_set(_child(child, "rPr", "vanish"))):
                continue
            if kind == "t":
                parts.append(child.text or "")
            elif kind == "txbxContent":
                boxes.append(child)
            elif kind in _PICTURES:
                self.pictures.append((self.number + self.breaks, _attribute(child, _PICTURES[kind]) or ""))
            elif self._is_page_break(child, kind):
                self.breaks += 1
                parts.append(_PAGE_BREAK)
            elif kind in _TEXT_OF:
                parts.append(_TEXT_OF[kind])
            elif kind != "rPr":
                parts.append(self.text(child, boxes))
        return "".join(parts)

    def _is_page_break(self, element: Element, kind: str) -> bool:
        if self.counts_rendered:
            return kind == "lastRenderedPageBreak"
        return kind == "br" and _attribute(element, "type") == "page"

    def add_table(self, table: Element) -> None:
        """A leaf table as grids, a table that holds tables as the blocks in its cells."""
        if any(_local(inner) == "tbl" for inner in table.iter() if inner is not table):
            for cell in (inner for row in _rows(table) for inner in _cells(row)):
                self.add_blocks(cell)
            return
        page = self.page()
        page.add_table(self._placed(table))

    def _placed(self, table: Element) -> list[Placed]:
        placed: list[Placed] = []
        above: dict[int, int] = {}
        for row_no, row in enumerate(_rows(table)):
            column = _number(_child(row, "trPr", "gridBefore"), 0)
            current: dict[int, int] = {}
            for cell in _cells(row):
                width = _number(_child(cell, "tcPr", "gridSpan"), 1)
                text = self._cell_text(cell)
                if _continues(cell, "hMerge") and placed and placed[-1].row_no == row_no:
                    placed[-1] = placed[-1]._replace(column_span=placed[-1].column_span + width)
                elif _continues(cell, "vMerge") and column in above:
                    current[column] = above[column]
                    _grow(placed, above[column], row_no, text)
                else:
                    current[column] = len(placed)
                    placed.append(Placed(row_no, column, 1, width, text, page=self.number))
                column += width
            above = current
        return placed

    def _cell_text(self, cell: Element) -> str:
        boxes: list[Element] = []
        self.breaks = 0
        texts = [self.text(paragraph, boxes) for paragraph in _paragraphs(cell)]
        texts += [self.text(paragraph, []) for box in boxes for paragraph in _paragraphs(box)]
        self.number += sum(text.count(_PAGE_BREAK) for text in texts)
        lines = (" ".join(line.split()) for text in texts for line in clean_text(text).split("\n"))
        return "\n".join(line for line in lines if line)


def _grow(placed: list[Placed], index: int, row_no: int, text: str) -> None:
    """Let a cell reach down to ``row_no``; text of a merged part is kept, though Word does not show it."""
    cell = placed[index]
    joined = f"{cell.text}\n{text}".strip() if text else cell.text
    placed[index] = cell._replace(row_span=row_no - cell.row_no + 1, text=joined)


def _ends_section(paragraph: Element) -> bool:
    section = _child(paragraph, "pPr", "sectPr")
    return section is not None and _attribute(_child(section, "type"), "val") != "continuous"


def _within(parent: Element, kind: str, stops: frozenset[str]) -> Iterator[Element]:
    """Elements of one kind below ``parent``, through content controls but not into ``stops``."""
    for child in parent:
        if _local(child) == kind:
            yield child
        elif _local(child) not in stops:
            yield from _within(child, kind, stops)


def _rows(table: Element) -> list[Element]:
    rows = _within(table, "tr", frozenset({"tc", "tblPr", "tblGrid"}))
    return [row for row in rows if not _is_set(_child(row, "trPr", "hidden")) and _child(row, "trPr", "del") is None]


def _cells(row: Element) -> list[Element]:
    return list(_within(row, "tc", frozenset({"trPr", "tblPrEx"})))


def _paragraphs(cell: Element) -> list[Element]:
    return list(_within(cell, "p", frozenset({"tcPr", "tbl"})))


def _number(element: Element | None, default: int) -> int:
    value = _attribute(element, "val") or ""
    return max(default, min(int(value), _MOST_COLUMNS)) if value.isdigit() else default


def _continues(cell: Element, merge: str) -> bool:
    """A part of a merged cell that is not its first."""
    element = _child(cell, "tcPr", merge)
    if element is None:
        # Word 2003 wrote the names in small letters.
        element = _child(cell, "tcPr", merge.lower())
    return element is not None and (_attribute(element, "val") or "continue") == "continue"
