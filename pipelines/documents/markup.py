"""HTML markup -> lines and ready grids: leaf tables with exact spans, everything else as lines in order.

Scripts, styles and hidden parts are left out as a browser would; a table that holds tables is layout, not a grid. Serves web
pages and markup that stands in other text; files and encodings do not belong here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipelines.documents.errors import UnreadableDocument
from pipelines.documents.plain import clean_text
from pipelines.documents.ready import PageBuilder, Placed

_SKIPPED = frozenset(
    {"script", "style", "noscript", "template", "head", "select", "option", "svg", "iframe", "object", "title"}
)
_INLINE = re.compile(
    r"a|abbr|acronym|b|bd[io]|big|button|cite|code|data|del|dfn|em|font|i|img|input|ins|kbd|label|mark|nobr|o:p|q|s|samp"
    r"|small|span|strike|strong|su[bp]|time|tt|u|var|wbr"
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\n\f]+")
_NUMBER = re.compile(r"\s*(\d{1,6})")
# Pictures with a side of fewer pixels are marks and buttons.
_LEAST_PICTURE = 100
# Limits of the HTML standard (table model): larger spans are capped.
_MOST_COLUMNS = 1000
_MOST_ROWS = 65534
# Deeper or larger pages are attacks on the reader, not publications (the parser is quadratic in depth).
_MOST_DEPTH = 4000
_TABLE_BEGINS, _TABLE_ENDS = "<table", "</table"
_TAGS = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]*)")
_ENDS_ITSELF = re.compile(
    r"area|base|br|col|d[dt]|embed|hr|img|input|li|link|meta|option|p|param|source|tbody|t[dhr]|tfoot|thead|track|wbr"
)
_MOST_NODES = 3_000_000
_MOST_SLOTS = 2_000_000


def table_parts(text: str) -> Iterator[tuple[bool, str]]:
    """``text`` cut into tables in markup (True) and what stands between them (False), in order; nothing is lost."""
    lowered = text.lower()
    end = 0
    while True:
        start = lowered.find(_TABLE_BEGINS, end)
        close = lowered.find(_TABLE_ENDS, start) if start >= 0 else -1
        if close < 0:
            yield False, text[end:]
            return
        yield False, text[end:start]
        bracket = lowered.find(">", close)
        end = bracket + 1 if bracket >= 0 else len(text)
        yield True, text[start:end]


def is_cut(text: str) -> bool:
    """Whether markup stops before its end: within a tag, within a table, or without the end of the page it began."""
    lowered = text.lower()
    within_tag = lowered.rfind("<") > lowered.rfind(">")
    within_table = lowered.rfind(_TABLE_BEGINS) > lowered.rfind(_TABLE_ENDS)
    return within_tag or within_table or ("<body" in lowered and "</body" not in lowered and "</html" not in lowered)


def picture_sources(text: str) -> list[str]:
    """Where the pictures of markup are (addresses, names of parts, data), in order; those stated to be small are left out."""
    if "<img" not in text.lower():
        return []
    shown = (node for node in LexborHTMLParser(text).css("img") if _is_shown(node) and not _is_small(node))
    return [source for node in shown if (source := (node.attributes.get("src") or "").strip())]


def _is_small(picture: LexborNode) -> bool:
    sides = (_NUMBER.fullmatch((picture.attributes.get(side) or "").removesuffix("px")) for side in ("width", "height"))
    return any(int(found.group(1)) < _LEAST_PICTURE for found in sides if found)


def add_markup(text: str, page: PageBuilder, name: str) -> None:
    """Append the text and tables of HTML markup to ``page``."""
    _refuse_endless_nesting(text, name)
    parser = LexborHTMLParser(text)
    title = parser.css_first("head > title")
    if title is not None:
        page.add_text(_squeeze(clean_text(title.text())))
    root = parser.body or parser.root
    if root is not None:
        _Walk(page, name, _layout_tables(root)).over(root)


def _refuse_endless_nesting(text: str, name: str) -> None:
    depth = 0
    for found in _TAGS.finditer(text):
        if _ENDS_ITSELF.fullmatch(found.group(2).lower()):
            continue
        depth = max(0, depth - 1) if found.group(1) else depth + 1
        if depth > _MOST_DEPTH:
            raise UnreadableDocument(f"{name}：网页元素嵌套超过 {_MOST_DEPTH} 层")


def _layout_tables(root: LexborNode) -> frozenset[int]:
    """The tables that hold tables: they place things on the page and are no grids themselves."""
    layout: set[int] = set()
    for table in root.css("table"):
        parent = table.parent
        while parent is not None and parent.mem_id not in layout:
            if parent.tag == "table":
                layout.add(parent.mem_id)
            parent = parent.parent
    return frozenset(layout)


@dataclass(slots=True)
class _Walk:
    """Goes through the elements of a page without recursion, since markup may be nested without end."""

    page: PageBuilder
    name: str
    layout: frozenset[int]
    text: list[str] = field(default_factory=list)

    def over(self, root: LexborNode) -> None:
        """Everything below ``root``, in order."""
        for node, is_end in _events(root, self.name, self.layout):
            tag = node.tag
            if tag == "-text":
                self.text.append(node.text_content or "")
            elif tag == "br":
                self.flush()
            elif tag == "table" and not is_end and node.mem_id not in self.layout:
                self.flush()
                self.page.add_table(table_cells(node, self.name))
            elif not _INLINE.fullmatch(tag or ""):
                self.flush()
        self.flush()

    def flush(self) -> None:
        """End the line that was being collected."""
        self.page.add_text(_squeeze(clean_text("".join(self.text))))
        self.text.clear()


def _events(
    root: LexborNode, name: str, entered_tables: frozenset[int] = frozenset()
) -> Iterator[tuple[LexborNode, bool]]:
    """Begin and end of every shown element below ``root``; of tables only ``entered_tables`` are entered."""
    stack = [(child, False) for child in reversed(_children(root))]
    seen = 0
    while stack:
        node, is_end = stack.pop()
        yield node, is_end
        seen += 1
        if seen > _MOST_NODES:
            raise UnreadableDocument(f"{name}：网页元素过多")
        tag = node.tag
        if is_end or tag in ("-text", "br") or (tag == "table" and node.mem_id not in entered_tables):
            continue
        stack.append((node, True))
        stack.extend((child, False) for child in reversed(_children(node)))


def _children(node: LexborNode) -> list[LexborNode]:
    return [child for child in node.iter(include_text=True) if _is_shown(child)]


def _is_shown(node: LexborNode) -> bool:
    tag = node.tag
    if tag == "-text":
        return True
    if tag is None or tag.startswith("-") or tag in _SKIPPED:
        return False
    attributes = node.attributes
    return "hidden" not in attributes and not _HIDDEN.search(attributes.get("style") or "")


def _squeeze(text: str) -> str:
    return _SPACES.sub(" ", text).strip()


def table_cells(table: LexborNode, name: str) -> list[Placed]:
    """The cells of a table by the table model of HTML: spans fill slots, a cell goes to the next free slot of its row."""
    rows = _table_rows(table)
    ends = _group_ends(rows)
    slots = _Slots(name)
    for row_no, (_, row) in enumerate(rows):
        slots.add_row(row, row_no, ends[row_no])
    return _below_caption([_cell_text(caption, name) for caption in table.css("caption")], slots.placed)


def _below_caption(captions: list[str], placed: list[Placed]) -> list[Placed]:
    """Shift the table down by its captions, each a row over all columns."""
    width = max((cell.column_no + cell.column_span for cell in placed), default=1)
    heads = [Placed(number, 0, 1, width, text) for number, text in enumerate(captions)]
    return heads + [cell._replace(row_no=cell.row_no + len(heads)) for cell in placed]


def _table_rows(table: LexborNode) -> list[tuple[int, LexborNode]]:
    """Rows with their group, in the order shown: head, bodies, foot."""
    groups: list[tuple[int, LexborNode]] = []
    order = {"thead": 0, "tfoot": 2}
    for child in _children(table):
        if child.tag == "tr":
            groups.append((1, child))
        elif child.tag in ("thead", "tbody", "tfoot"):
            groups.append((order.get(child.tag, 1), child))
    rows: list[tuple[int, LexborNode]] = []
    for number, (_, group) in enumerate(sorted(groups, key=lambda item: item[0])):
        if group.tag == "tr":
            rows.append((-1, group))
        else:
            rows.extend((number, row) for row in _children(group) if row.tag == "tr")
    return rows


def _group_ends(rows: list[tuple[int, LexborNode]]) -> list[int]:
    """For each row the end of its row group: no cell reaches beyond it."""
    ends = [0] * len(rows)
    end = len(rows)
    for index in range(len(rows) - 1, -1, -1):
        if index + 1 < len(rows) and rows[index][0] != rows[index + 1][0]:
            end = index + 1
        ends[index] = end
    return ends


@dataclass(slots=True)
class _Slots:
    """The slots of a table that are taken, and the cells that took them."""

    name: str
    placed: list[Placed] = field(default_factory=list)
    taken: set[tuple[int, int]] = field(default_factory=set)

    def add_row(self, row: LexborNode, row_no: int, end: int) -> None:
        """Place the cells of a row; none reaches the row ``end``."""
        column = 0
        for cell in (child for child in _children(row) if child.tag in ("td", "th")):
            while (row_no, column) in self.taken:
                column += 1
            if column >= _MOST_COLUMNS:
                return
            wanted = min(_span(cell, "colspan", 1), _MOST_COLUMNS - column)
            width = next((step for step in range(1, wanted) if (row_no, column + step) in self.taken), wanted)
            height = min(_span(cell, "rowspan", end - row_no), end - row_no, _MOST_ROWS)
            if len(self.taken) + width * height > _MOST_SLOTS:
                raise UnreadableDocument(f"{self.name}：网页表格的格子超过 {_MOST_SLOTS} 个")
            self.taken.update((r, c) for r in range(row_no, row_no + height) for c in range(column, column + width))
            self.placed.append(Placed(row_no, column, height, width, _cell_text(cell, self.name)))
            column += width


def _span(cell: LexborNode, attribute: str, of_zero: int) -> int:
    found = _NUMBER.match(cell.attributes.get(attribute) or "1")
    value = int(found.group(1)) if found else 1
    return value or of_zero


def _cell_text(cell: LexborNode, name: str) -> str:
    """The text of a cell; breaks and paragraphs end lines, other white space is one space."""
    parts: list[str] = []
    for node, _ in _events(cell, name):
        if node.tag == "-text":
            parts.append(_SPACES.sub(" ", clean_text(node.text_content or "")))
        elif not _INLINE.fullmatch(node.tag or ""):
            parts.append("\n")
    lines = (_squeeze(line) for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)
