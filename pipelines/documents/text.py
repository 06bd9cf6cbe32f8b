"""Plain text and Markdown as pages: tab-separated and piped tables, tables in markup and collapsed tables as ready grids.

Pages are those the text marks itself (a form feed, ``=== page 3``); without marks it is one page. Marks of emphasis and of
headings are dropped. Where cells of pipes or tabs were dropped, ``packed`` says what is certain. What is a title or a header
is decided in later rooms.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from pipelines.documents.collapsed import Collapsed, find_collapsed
from pipelines.documents.collapsed_rows import SourceLine, is_number
from pipelines.documents.errors import UnreadableDocument
from pipelines.documents.goals_by_line import forms_by_line
from pipelines.documents.left_over import cells_by_line, left_over
from pipelines.documents.markup import add_markup, table_parts
from pipelines.documents.packed import add_rows
from pipelines.documents.packed_rows import keeps_blanks
from pipelines.documents.plain import clean_text, decode, unknown_count
from pipelines.documents.ready import PageBuilder
from pipelines.documents.run_together import is_run_together, parted
from pipelines.documents.separated import as_tabs, without_borders
from pipelines.documents.sniff import TEXT
from pipelines.documents.upright import upright
from pipelines.records.pages import Document, Page, PageFault
from pipelines.reference.scripts import is_traditional, simplified

STAGE = "text"
TRANSCRIBED = "原文为繁体字，已按对照表逐字转写为简体字后读取，单元格与名称为转写后的文字"
METHOD = "text"
_MOST_BYTES = 20_000_000
_PAGE_MARK = re.compile(r"^\s*=+\s*(?:page|第)\s*(\d{1,5})\s*页?\s*=*\s*$", re.IGNORECASE)
_INLINE_TAG = re.compile(r"</?(?:b|strong|i|em|u|p|span|sub|sup|font|center|div)(?:\s[^<>]*)?>", re.IGNORECASE)
_BREAK_TAG = re.compile(r"<br\s*/?>", re.IGNORECASE)
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+")
_EMPHASIS = re.compile(r"\*{2,3}|(?<![0-9A-Za-z_])__(?=[^\s_])|(?<=[^\s_])__(?![0-9A-Za-z_])")
_PIPE_RULE_CHARACTERS = frozenset("|:- \t")
_PIPE = re.compile(r"(?<!\\)\|")
_FEWEST_PIPES = 2
_FEWEST_ROWS = 3
_TORN_NUMBER = re.compile(r"\|\s*-?\d[\d,]*[.,]\s*$")
_NUMBER_GOES_ON = re.compile(r"^\s*\d[\d,.]*\s*(?:\||$)")
# Longer lines are data: no table of Markdown and no marks of emphasis are looked for in them.
_LONGEST_MARKED_LINE = 20_000
_FEWEST_COLUMNS_OF_FORM = 3
_LONGEST_LABEL = 12


@dataclass(slots=True)
class _Block:
    """Lines of one kind that follow each other: ``text``, ``tabs``, ``pipes``, ``cells`` or ``markup``."""

    kind: str
    lines: list[SourceLine] = field(default_factory=list)


def read(data: bytes, name: str, document_id: str) -> Document:
    """A text as a document. ``name`` is for messages. Raises ``UnreadableDocument`` for a text without any character."""
    if len(data) > _MOST_BYTES:
        raise UnreadableDocument(f"{name}：文本有 {len(data)} 字节，超过上限")
    text = decode(data)
    is_other_script = is_traditional(text)
    pages = read_text(simplified(text) if is_other_script else text, name)
    if not any(page.lines or page.ready_grids for page in pages):
        raise UnreadableDocument(f"{name}：文本里没有任何文字")
    faults = []
    if unknown_count(text):
        faults.append(PageFault(1, STAGE, f"有 {unknown_count(text)} 个字符无法解码，以 U+FFFD 标出"))
    if is_other_script:
        faults.append(PageFault(1, STAGE, TRANSCRIBED))
    return Document(document_id, TEXT, len(pages), pages, tuple(faults))


def read_text(text: str, name: str) -> tuple[Page, ...]:
    """The pages of decoded text."""
    builders: dict[int, PageBuilder] = {}
    lines = list(as_tabs(list(without_borders(list(_source_lines(text, builders))))))
    blocks = _blocks(upright(lines))
    joined = _joined_tables(blocks)
    tables = (row for block in joined if block.kind in ("tabs", "pipes") for row in _cells(block))
    is_kept = keeps_blanks(tables)
    for block in joined:
        _add_block(block, builders, name, is_kept)
    return tuple(builders[number].build() for number in sorted(builders))


def _source_lines(text: str, builders: dict[int, PageBuilder]) -> Iterator[SourceLine]:
    """All lines with their page; blank ones too. Pages are entered in ``builders`` as they begin."""
    number = 1
    for sheet_no, sheet in enumerate(text.split("\f")):
        number += sheet_no > 0
        for is_table, part in table_parts(sheet):
            if is_table:
                builders.setdefault(number, PageBuilder(number, METHOD))
                yield SourceLine(number, part)
                continue
            for line in clean_text(part).split("\n"):
                mark = _PAGE_MARK.match(line)
                if mark:
                    number = int(mark.group(1))
                    continue
                if line.strip():
                    builders.setdefault(number, PageBuilder(number, METHOD))
                yield SourceLine(number, _plain(line))
    builders.setdefault(number, PageBuilder(number, METHOD))


def _plain(line: str) -> str:
    """A line without the marks of Markdown and without inline tags."""
    if len(line) > _LONGEST_MARKED_LINE:
        return line
    line = _BREAK_TAG.sub(" ", _INLINE_TAG.sub("", line))
    return _EMPHASIS.sub("", _HEADING.sub("", line))


def _blocks(lines: Iterator[SourceLine]) -> list[_Block]:
    blocks: list[_Block] = []
    for line in _untorn(lines):
        kind = "cells" if line.is_cell else _kind(line.text)
        if kind == "blank":
            if blocks and blocks[-1].kind != "text":
                blocks.append(_Block("text"))
            continue
        if not blocks or blocks[-1].kind != kind or kind == "markup":
            blocks.append(_Block(kind))
        blocks[-1].lines.append(line)
    return [_as_text(block) if _is_no_table(block) else block for block in map(_of_single_pipes, blocks) if block.lines]


def _untorn(lines: Iterator[SourceLine]) -> Iterator[SourceLine]:
    """The lines, a piped row that breaks off inside a number (``合计 | 1,234.`` / ``50 | 1,100.25 |``) joined with the next."""
    held: SourceLine | None = None
    for line in lines:
        if held is not None and _NUMBER_GOES_ON.match(line.text):
            line = SourceLine(held.page, held.text.rstrip() + line.text.lstrip())
        elif held is not None:
            yield held
        held = line if _TORN_NUMBER.search(line.text) else None
        if held is None:
            yield line
    if held is not None:
        yield held


def _of_single_pipes(block: _Block) -> _Block:
    """Lines with one pipe each are a table of two columns where some follow each other and most end with a number."""
    if block.kind != "pipe":
        return block
    ends = [line.text.rpartition("|")[2].strip() for line in block.lines]
    is_table = len(ends) >= _FEWEST_ROWS and sum(map(is_number, ends)) * 2 > len(ends)
    return _Block("pipes" if is_table else "text", block.lines)


def _kind(text: str) -> str:
    if text.lstrip()[:6].lower() == "<table":
        return "markup"
    if not text.strip():
        return "blank"
    if "\t" in text:
        return "tabs"
    count = len(_PIPE.findall(text)) if len(text) <= _LONGEST_MARKED_LINE else 0
    if count == 1 and all(part.strip() for part in _PIPE.split(text)):
        return "pipe"
    return "pipes" if count >= _FEWEST_PIPES else "text"


def _is_no_table(block: _Block) -> bool:
    """Indented text and lone separators: no row of it holds two cells."""
    if block.kind not in ("tabs", "pipes"):
        return False
    return not any(sum(bool(cell) for cell in row) > 1 for row in _cells(block))


def _as_text(block: _Block) -> _Block:
    return _Block("text", [SourceLine(line.page, line.text.replace("\t", " ")) for line in block.lines])


def _joined_tables(blocks: list[_Block]) -> list[_Block]:
    """Tabbed blocks that are one table, torn apart by blank lines or by the label of their rows, put together."""
    joined: list[_Block] = []
    for block in blocks:
        if len(joined) > 1 and _is_torn_label(joined[-2], joined[-1], block):
            joined[-2].lines.extend(_under(joined.pop(), block))
        elif joined and joined[-1].kind == block.kind and (block.kind == "text" or _goes_on(joined[-1], block)):
            joined[-1].lines.extend(block.lines)
        else:
            joined.append(block)
    return joined


def _goes_on(first: _Block, second: _Block) -> bool:
    """Whether a table goes on after blank lines: in rows of one width that repeat no header, or from label to label of a form."""
    rows, more = _cells(first), _cells(second)
    if first.kind != "tabs" or not rows or not more:
        return False
    if _is_labelled(rows[-1]) and _is_labelled(more[0]):
        return True
    return len(rows[-1]) == len(more[0]) and rows[0] != more[0]


def _is_labelled(row: list[str]) -> bool:
    """A label and what it says, the rest of the row blank: a line of a form, never a header."""
    return len(row) >= _FEWEST_COLUMNS_OF_FORM and bool(row[0]) and bool(row[1]) and not any(row[2:])


def _is_torn_label(first: _Block, label: _Block, second: _Block) -> bool:
    """Whether a lone line between two tables is the label of the second's rows, which begin one column further right."""
    if (first.kind, label.kind, second.kind) != ("tabs", "text", "tabs") or len(label.lines) != 1:
        return False
    header, more = _cells(first)[-1], _cells(second)
    is_short = len(label.lines[0].text.strip()) <= _LONGEST_LABEL
    return is_short and not header[0] and all(header[1:]) and all(len(row) == len(header) - 1 for row in more)


def _under(label: _Block, block: _Block) -> list[SourceLine]:
    """The rows of a block with the label that was torn off in front of the first."""
    texts = [label.lines[0].text.strip(), *[""] * (len(block.lines) - 1)]
    return [SourceLine(line.page, f"{text}\t{line.text}") for text, line in zip(texts, block.lines, strict=True)]


def _cells(block: _Block) -> list[list[str]]:
    if block.kind == "tabs":
        return [[cell.strip() for cell in line.text.split("\t")] for line in block.lines]
    texts = [line.text.strip() for line in block.lines if not _is_pipe_rule(line.text)]
    opened = all(text.startswith("|") for text in texts)
    closed = all(text.endswith("|") for text in texts)
    return [_piped(text, opened, closed) for text in texts]


def _is_pipe_rule(text: str) -> bool:
    """The line under the header of a Markdown table."""
    return "--" in text and set(text) <= _PIPE_RULE_CHARACTERS


def _piped(text: str, opened: bool, closed: bool) -> list[str]:
    """The cells of a row. Pipes around the row are no cells where every row has them; elsewhere one parts a blank cell off."""
    cells = [cell.strip().replace("\\|", "|") for cell in _PIPE.split(text)]
    return cells[int(opened) : len(cells) - int(closed)]


def _add_block(block: _Block, builders: dict[int, PageBuilder], name: str, is_kept: bool) -> None:
    page = builders[block.lines[0].page]
    if block.kind == "markup":
        for line in block.lines:
            add_markup(line.text, builders[line.page], name)
    elif block.kind == "text":
        _add_text(block.lines, builders)
    elif block.kind == "cells":
        _add_parts(cells_by_line(block.lines), builders)
    else:
        rows = _cells(block)
        pages = [line.page for line in block.lines if block.kind == "tabs" or not _is_pipe_rule(line.text)]
        add_rows(page, rows, pages, ends_stripped=block.kind == "tabs", is_kept=is_kept)


def _add_text(lines: Sequence[SourceLine], builders: dict[int, PageBuilder]) -> None:
    stripped = [SourceLine(line.page, line.text.strip()) for line in lines]
    before: list[SourceLine] = []
    for line in stripped:
        if not is_run_together(line.text):
            before.append(line)
            continue
        _add_lines(before, builders)
        before.clear()
        _add_parts(parted(line), builders)
    _add_lines(before, builders)


def _add_lines(lines: Sequence[SourceLine], builders: dict[int, PageBuilder]) -> None:
    at = 0
    for form in forms_by_line(lines):
        _add_parts(_tables(lines[at : form.start]), builders)
        builders[form.page].add_text(form.lead)
        builders[form.page].add_grid(form.placed)
        at = form.end
    _add_parts(_tables(lines[at:]), builders)


def _tables(lines: Sequence[SourceLine]) -> Iterator[SourceLine | Collapsed]:
    """The lines with their collapsed tables as grids, and what is left and plainly is a table too."""
    left: list[SourceLine] = []
    for part in find_collapsed(lines):
        if isinstance(part, SourceLine):
            left.append(part)
            continue
        yield from left_over(left)
        yield part
        left.clear()
    yield from left_over(left)


def _add_parts(parts: Iterable[SourceLine | Collapsed], builders: dict[int, PageBuilder]) -> None:
    for part in parts:
        if isinstance(part, Collapsed):
            builders[part.page].add_grid(part.placed)
        else:
            builders[part.page].add_text(part.text)
