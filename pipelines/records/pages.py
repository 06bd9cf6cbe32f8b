"""What reading produces on its way from bytes to facts: pages, grids, statements. Nothing here is stored as it is.

Coordinates are points from the top left corner of the page as shown (after /Rotate), x to the right, y (top, bottom)
downwards. Formats without geometry (sheets, web pages, text) have ``Box`` None. Records that are stored are in ``core``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle on a page, in points from the top left corner of the page as shown."""

    x0: float
    top: float
    x1: float
    bottom: float


class Word(NamedTuple):
    """A piece of printed text that nothing may split: one character of a PDF, one recognised run of a scan."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    confidence: float = 1.0
    window: Box | None = None
    """The part of the page through which it is seen, for text that reaches beyond it (cut off at the sides of a cell)."""


class Edge(NamedTuple):
    """A drawn straight stroke (or thin fill): horizontal when ``top == bottom``, vertical when ``x0 == x1``."""

    x0: float
    top: float
    x1: float
    bottom: float


class Line(NamedTuple):
    """A row of text on a page, left to right; ``boxes`` holds one box per character of ``text`` (empty without geometry)."""

    text: str
    box: Box | None
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a grid with its span. ``text`` keeps line breaks as ``\\n``; ``box`` is None without geometry."""

    row_no: int
    column_no: int
    row_span: int
    column_span: int
    text: str
    page: int
    box: Box | None = None
    method: str = "text"
    confidence: float = 1.0
    lines: tuple[Line, ...] = ()
    is_cut: bool = False
    """Whether its text reaches beyond what the page shows of it to the left or right: characters may be missing."""


@dataclass(frozen=True, slots=True)
class ReadyGrid:
    """A grid that the format itself states (a sheet, an HTML table, a Word table, tab-separated lines)."""

    row_count: int
    column_count: int
    cells: tuple[Cell, ...]
    line_index: int = 0
    """How many of the page's lines stand before this grid."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page, sheet, web page section or text block. ``number`` is 1-based."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...] = ()
    edges: tuple[Edge, ...] = ()
    weak_edges: tuple[Edge, ...] = ()
    """Edges that may be background (white paths, borders of filled boxes): used only by the fallback."""
    lines: tuple[Line, ...] = ()
    """All text of the page as lines; for formats without geometry only the text outside ``ready_grids``."""
    ready_grids: tuple[ReadyGrid, ...] = ()
    method: str = "text"
    path_count: int = 0
    image_share: float = 0.0
    """Share of the page's area covered by images (1 for a scan)."""
    rotation: int = 0


@dataclass(frozen=True, slots=True)
class PageFault:
    """A page that could not be read, with the reason a person can act on."""

    page: int
    stage: str
    reason: str


@dataclass(frozen=True, slots=True)
class Document:
    """One published file as pages."""

    document_id: str
    media_type: str
    page_count: int
    pages: tuple[Page, ...]
    faults: tuple[PageFault, ...] = ()


BY_WHITE_SPACE = "columns"
"""The finder of grids whose columns nothing but white space parts, or nothing at all."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table found on one or several pages (joined over page breaks), with the text that stands around it."""

    grid_no: int
    first_page: int
    last_page: int
    row_count: int
    column_count: int
    cells: tuple[Cell, ...]
    lines_above: tuple[Line, ...] = ()
    """Lines between the previous grid (or the top of its first page) and this grid, top to bottom."""
    lines_below: tuple[Line, ...] = ()
    """Lines between this grid's end and the next grid (or the end of its last page)."""
    repeated_header_rows: tuple[int, ...] = ()
    """Rows that repeat the header on a continuation page: kept as cells, never read as facts."""
    finder: str = "ruled"
    """How it was found: ruled, weak_ruled, image, headed (by its heading), columns (cut by white space), ready, ocr."""


@dataclass(frozen=True, slots=True)
class StatementColumn:
    """What one column of a grid means. ``role``: code, code_1, code_2, code_3, name, amount, sequence, unit_code,
    unit_name, text, ignore. Columns of one block (side of a two-sided table) share ``block``."""

    column_no: int
    block: int
    role: str
    path: str
    """Printed headers from top to bottom joined with '/', white space removed."""
    measure: str | None = None
    fund: str | None = None
    unit: str | None = None
    item: str | None = None
    """For tables whose columns are the items (三公): the item."""


@dataclass(frozen=True, slots=True)
class StatementRow:
    """What one row of one block is: printed label, code, item in standard terms, level, parent row of the same block."""

    row_no: int
    block: int
    label: str
    code: str | None = None
    code_kind: str | None = None
    """function, economic_department, economic_government, source, or None."""
    item: str | None = None
    level: str | None = None
    parent_row_no: int | None = None
    side: str | None = None
    """income or expenditure in two-sided statements."""
    unit_code: str | None = None
    unit_name: str | None = None
    name_column_no: int | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """A grid recognised as a standard published table."""

    grid: Grid
    kind: str
    title: str
    fiscal_year: int | None
    stage: str | None
    body_printed: str | None
    unit: str
    unit_source: str
    """Where the unit is from: table, document, inherited, assumed."""
    columns: tuple[StatementColumn, ...]
    rows: tuple[StatementRow, ...]
    header_row_count: int
    notes: tuple[str, ...] = ()
    scheme: str | None = None
    """Economic scheme (department or government) where the rows are economic classes."""
    is_by_header: bool = False
    """Whether it bears no title that could be read, and its kind or its fund is known by its header alone: it is in doubt."""


@dataclass(frozen=True, slots=True)
class Unrecognised:
    """A grid without a meaning, and why: an unrecognised grid is a record too."""

    grid: Grid
    title: str
    unit: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Amount:
    """One printed number, exact: value in 元, and the worth in 元 of one unit of its last printed digit."""

    text: str
    unit: str
    amount_yuan: Decimal
    last_digit_yuan: Decimal


@dataclass(frozen=True, slots=True)
class RawFile:
    """One file of ``data/raw`` with what the manifest says of it."""

    path: str
    """Path relative to the raw folder, with forward slashes (inside an archive: archive.zip!/inner.pdf)."""
    document_id: str
    byte_count: int
    publisher: str | None = None
    region_name: str | None = None
    region_code: str | None = None
    fiscal_year: int | None = None
    stage: str | None = None
    tier: str | None = None
    part: str | None = None
    title: str | None = None
    source_url: str | None = None
    retrieved_at: str | None = None
    notes: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Identity:
    """What a document says it is: year, stage, tier, part, body; each None when the document does not settle it."""

    fiscal_year: int | None = None
    stage: str | None = None
    """budget, final or execution."""
    tier: str | None = None
    """government, department or unit."""
    part: str | None = None
    """whole, tables or text."""
    body: str | None = None
    title: str | None = None
    region_code: str | None = None
    region_name: str | None = None
    department_code: str | None = None
    is_blank_template: bool = False
    conflicts: tuple[str, ...] = ()
    """What cover, tables and manifest disagree on, in Chinese."""
