"""The cover of a document: its title, the year and body in it, and lines that name the body. First pages only."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.records.pages import Document
from pipelines.reference import layouts
from pipelines.reference.folding import fold, squeeze
from pipelines.statements.headings import body_of, is_page_number

_YEAR = re.compile(r"20\d{2}")
_PAGES = 3
_LINES = 12
"""Lines from the top of a page among which a title may stand."""
_JOINED = 4
"""Most lines a title is broken over."""
_SHORTEST = 3
"""Characters a body's name has at least (市本级 is one, 市 is not)."""


@dataclass(frozen=True, slots=True)
class Cover:
    """What the first pages say of the document."""

    lines: tuple[str, ...] = ()
    title: str | None = None
    year: int | None = None
    title_body: str | None = None
    """The body named in the title."""
    named_body: str | None = None
    """The body on a line of its own (预算主管部门：…)."""


def read_cover(document: Document) -> Cover:
    """The cover; without one, what the first lines of the first pages say."""
    for page in document.pages[:_PAGES]:
        lines = _head([line.text for line in page.lines[:_LINES]])
        cover = _title(lines)
        if cover is not None:
            return cover
    first = [line.text for page in document.pages[:1] for line in page.lines[:_LINES]]
    return Cover(lines=tuple(first[:3]))


def _head(lines: list[str]) -> list[str]:
    """The lines down to the table of contents or the first sentence, without page numbers."""
    head: list[str] = []
    for line in lines:
        if _says("title_break", line):
            break
        if not is_page_number(fold(line)) and not _says("navigation", line):
            head.append(line)
    return head


def _says(role: str, line: str) -> bool:
    folded = fold(line)
    return any(rule.pattern.fullmatch(folded) for rule in layouts.identity_rules(role))


def _title(lines: list[str]) -> Cover | None:
    """The first title among the lines, over as few lines as make it whole."""
    named = next((body for body, _ in map(body_of, lines) if body), None)
    plain = [line for line in lines if body_of(line)[0] is None]
    for start in range(len(plain)):
        for end in range(start + 1, min(start + _JOINED, len(plain)) + 1):
            cover = match_title("".join(plain[start:end]))
            if cover is None or _says("title_open", cover.title or ""):
                continue
            if cover.title_body is None:
                cover = _with_body(plain[start:end]) or cover
            signed = next((line for line in plain[end:] if _says("body_line", line)), None)
            named = named or (squeeze(signed) if signed and not cover.title_body else None)
            return Cover(tuple(lines), cover.title, cover.year, cover.title_body, named)
    return None


def _with_body(lines: list[str]) -> Cover | None:
    """The title in the last of several lines, where these name a body that all of them together do not.

    The lines before it are then of the site or the meeting; a line with a year is part of the title itself.
    """
    first = next((number for number, line in enumerate(lines) if _YEAR.search(fold(line))), 0)
    later = (match_title("".join(lines[start:])) for start in range(1, first + 1))
    return next((cover for cover in later if cover is not None and cover.title_body is not None), None)


def match_title(text: str) -> Cover | None:
    """A text read as the title of a document (某局2024年度部门决算), or None."""
    folded = fold(text)
    for rule in layouts.identity_rules("title"):
        found = rule.pattern.match(folded)
        if found:
            body = found["body"]
            named = len(body) >= _SHORTEST and not _says("not_body", body)
            return Cover((), squeeze(text), int(found["year"]), body if named else None)
    return None
