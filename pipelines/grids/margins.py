"""Running headers, footers and page numbers: lines that come back at the same height on many pages, or a bare number
at the edge of the page. They never stand between two parts of a table. Geometry and digits only."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from pipelines.records.pages import Line, Page

# Running lines stand in this outer share of the page's height.
_MARGIN = 0.14
# A line that comes back on this many pages, and on this share of them, runs.
_FEWEST_REPEATS = 3
_REPEAT_SHARE = 0.3
_BAND = 6.0
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"[\s\-‐–—_―~·./|()]*\d{1,4}[\s\-‐–—_―~·./|()]*(\d{1,4}[\s\-‐–—_―~·./|()]*)?")

Key = tuple[str, int, bool]


def running_lines(pages: Iterable[Page]) -> frozenset[Key]:
    """What repeats in the margins of a document: text with its digits masked, height band, top or bottom."""
    seen: Counter[Key] = Counter()
    count = 0
    for page in pages:
        count += 1
        seen.update({key for line in page.lines for key in _keys(line, page)})
    fewest = max(_FEWEST_REPEATS, _REPEAT_SHARE * count)
    return frozenset(key for key, number in seen.items() if number >= fewest)


def without_page_numbers(lines: Sequence[Line], page: Page) -> tuple[Line, ...]:
    """The lines without bare page numbers in the margins. Running lines stay: a unit of amounts may be one of them."""
    return tuple(line for line in lines if not (_keys(line, page) and _PAGE_NUMBER.fullmatch(line.text)))


def is_running(line: Line, page: Page, running: frozenset[Key]) -> bool:
    """Whether a line is one of the ``running`` lines of its document."""
    return any(key in running for key in _keys(line, page))


def _keys(line: Line, page: Page) -> tuple[Key, ...]:
    """Two keys in neighbouring height bands, so that a line on the border of a band is still the same line."""
    if line.box is None:
        return ()
    at_top = line.box.bottom <= _MARGIN * page.height
    if not at_top and line.box.top < (1 - _MARGIN) * page.height:
        return ()
    distance = line.box.top if at_top else page.height - line.box.top
    text = _DIGITS.sub("#", line.text.replace(" ", ""))
    return ((text, int(distance / _BAND), at_top), (text, int(distance / _BAND + 0.5) + 100_000, at_top))
