"""Lines joined to paragraphs across lines and pages: soft line breaks healed, headings and numbered items kept apart.

With geometry the right margin and the indent decide; without it the end of the sentence and the customary width do.
What the joined text means is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf

from pipelines.facts.printed import plain_form
from pipelines.facts.prose.body_lines import BodyLine, Place
from pipelines.facts.prose.outline import TERMINAL, Mark, is_block_title, is_heading, mark_of

# In heights of a line: how far short of the right margin a full line may end, and how far an indent stands off.
_SHORT_OF_MARGIN = 2.2
_INDENT = 1.2
_LONG_LINE = 12
# Without geometry: widths (in ideographs) within this of the widest are full lines, when this share of lines is.
_WIDTH_SLACK = 3
_WRAPPED_SHARE = 0.5
_TELLING_LINES = 5
# Share of the column that a line broken off inside a clause fills at least.
_TORN_FROM = 0.6
_OPEN_END = frozenset("，,、（(“‘《—-")
_CLAUSE_END = frozenset("；;：:”’》）)")
_CLOSING_START = frozenset("，,、；;。）)”’》%％")
_LIST_END = frozenset("：:")
_INNER_STOP = re.compile(r"[，,：:]")
_DATELINE = re.compile(
    r"(?:(?:发布|更新|成文|公开)?(?:日期|时间)[:：])?"
    r"(?:20[0-9]{2}[-./年][0-9]{1,2}[-./月][0-9]{1,2}日?|[0-9]{1,2}[./-][0-9]{1,2}[./-]20[0-9]{2})"
    r"\s?(?:[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?(?:(?:信息)?来源[:：].*)?$"
)
"""The line of a page of the web that says when it was published."""
_LEVEL_MARK = re.compile(r"[（(](?:[0-9]{2,7})?[类款项][）)]")
_NUMBER_END = re.compile(r"[0-9][0-9,]*\.?[0-9]*$")
_NUMBER_START = re.compile(r"[0-9,]*\.?[0-9]*")
_NUMBER = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph or heading: its text without white space, the place of every character, its numbering."""

    text: str
    places: tuple[Place, ...]
    mark: Mark | None
    is_heading: bool
    starts_block: bool


@dataclass(frozen=True, slots=True)
class _Column:
    """The column of running text on a page: left and right margin, height of a line (widths in ideographs without geometry)."""

    left: float
    right: float
    height: float

    def is_full(self, line: BodyLine) -> bool:
        """Whether the line runs to the right margin, so that the text may go on below."""
        if line.box is None:
            return _width(line.text) >= self.right
        return line.box.x1 >= self.right - _SHORT_OF_MARGIN * self.height

    def is_indented(self, line: BodyLine) -> bool:
        """Whether the line begins to the right of the margin."""
        return line.box is not None and line.box.x0 > self.left + _INDENT * self.height


def paragraphs(lines: Sequence[BodyLine]) -> tuple[Paragraph, ...]:
    """The paragraphs of a document, headings among them, in reading order."""
    columns = _columns(lines)
    groups: list[list[BodyLine]] = []
    for line in lines:
        if groups and _continues(groups[-1], line, columns):
            groups[-1].append(line)
        else:
            groups.append([line])
    return tuple(_paragraph(group) for group in groups)


def _columns(lines: Sequence[BodyLine]) -> dict[int, _Column]:
    by_page: dict[int, list[BodyLine]] = {}
    for line in lines:
        by_page.setdefault(line.page, []).append(line)
    wrapped = _wrapped_width(lines)
    columns = {page: _column(found, wrapped) for page, found in by_page.items()}
    rights = sorted(column.right for column in columns.values() if column.right < inf)
    usual = rights[len(rights) // 2] if rights else inf
    return {page: replace(found, right=usual) if found.right == inf else found for page, found in columns.items()}


def _column(lines: Sequence[BodyLine], wrapped: float) -> _Column:
    """The column of a page; without a long line its right margin is not known (infinite)."""
    boxes = [line.box for line in lines if line.box is not None]
    if not boxes:
        return _Column(0.0, wrapped, 1.0)
    long = [line.box for line in lines if line.box is not None and len(line.text) >= _LONG_LINE]
    heights = sorted(box.bottom - box.top for box in boxes)
    right = sorted(box.x1 for box in long)[-1 - len(long) // 10] if long else inf
    return _Column(min(box.x0 for box in long or boxes), right, heights[len(heights) // 2])


def _wrapped_width(lines: Sequence[BodyLine]) -> float:
    """Width from which a line without geometry counts as full; no finite one when the text is not wrapped by hand."""
    widths = [_width(line.text) for line in lines if line.box is None and len(line.text) >= _LONG_LINE]
    if len(widths) < _TELLING_LINES:
        return 0.0
    widest = sorted(widths)[-1 - len(widths) // 20]
    near = sum(widest - _WIDTH_SLACK <= width <= widest + _WIDTH_SLACK for width in widths)
    return widest - _WIDTH_SLACK if near >= _WRAPPED_SHARE * len(widths) else 0.0


def _width(text: str) -> float:
    """Printed width in ideographs: Latin letters and digits are half as wide."""
    return sum(0.5 if character.isascii() else 1.0 for character in text)


def _continues(group: Sequence[BodyLine], line: BodyLine, columns: dict[int, _Column]) -> bool:
    """Whether a line goes on with the paragraph collected so far."""
    if line.starts_block or line.is_heading_mark or group[-1].is_heading_mark:
        return False
    if _DATELINE.match(line.text) or _DATELINE.match(group[-1].text):
        return False
    # the mark of a level never parts from its name
    return _LEVEL_MARK.match(line.text) is not None or _runs_on(group, line, columns)


def _runs_on(group: Sequence[BodyLine], line: BodyLine, columns: dict[int, _Column]) -> bool:
    """Whether a line goes on with the paragraph by margins, indents and ends of sentences."""
    last = group[-1]
    before, after = columns[last.page], columns[line.page]
    full, ended = before.is_full(last), last.text[-1] in TERMINAL
    if mark_of(line.text) is not None and not _tears_number(last.text, line.text):
        return (
            full and not ended and not after.is_indented(line) and last.text[-1] in _OPEN_END and line.box is not None
        )
    if not full:
        return last.text[-1] in _OPEN_END or line.text[0] in _CLOSING_START or _is_torn(last, line, before, after)
    if len(group) == 1 and _stands_alone(last, line, before, after):
        return False
    if ended or last.text[-1] in _LIST_END:
        return not after.is_indented(line) and line.box is not None
    return True


def _stands_alone(line: BodyLine, following: BodyLine, column: _Column, after: _Column) -> bool:
    """Whether a full line is a heading by itself: the line below begins anew, or fullness tells nothing here."""
    if not is_heading(line.text):
        return False
    if line.box is not None:
        return mark_of(line.text) is not None and after.is_indented(following)
    is_title = _width(line.text) < _LONG_LINE or (is_block_title(line.text) and not _INNER_STOP.search(line.text))
    return mark_of(line.text) is not None or (column.right == 0 and is_title)


def _is_torn(last: BodyLine, line: BodyLine, before: _Column, after: _Column) -> bool:
    """Whether a line that ends early is broken off inside a clause: long, unended, and the next one is not indented."""
    if last.box is None or line.box is None or len(last.text) < _LONG_LINE or is_heading(last.text):
        return False
    far = last.box.x1 >= before.left + _TORN_FROM * (before.right - before.left)
    return far and last.text[-1] not in TERMINAL | _CLAUSE_END and not after.is_indented(line)


def _tears_number(before: str, after: str) -> bool:
    """Whether a line break stands inside a number that only the joined text completes (``增长1.`` / ``65%``)."""
    tail = _NUMBER_END.search(plain_form(before))
    head = _NUMBER_START.match(plain_form(after))
    if tail is None or head is None or not head.group():
        return False
    return tail.group()[-1] in ".," and _NUMBER.fullmatch(tail.group() + head.group()) is not None


def _paragraph(group: Sequence[BodyLine]) -> Paragraph:
    text = group[0].text
    places = list(group[0].places)
    for line in group[1:]:
        if _parts_numbers(text, line.text):
            text += " "
            places.append(places[-1])
        text += line.text
        places.extend(line.places)
    heading = all(line.is_heading_mark for line in group) or is_heading(text)
    return Paragraph(text, tuple(places), mark_of(text), heading, group[0].starts_block)


def _parts_numbers(before: str, after: str) -> bool:
    """Whether two lines end and begin with digits that do not join to one number."""
    tail = _NUMBER_END.search(plain_form(before[-24:]))
    head = _NUMBER_START.match(plain_form(after[:24]))
    if tail is None or head is None or not head.group():
        return False
    return _NUMBER.fullmatch(tail.group() + head.group()) is None
