"""Sets the blocks of a sample one below the other, over as many pages as they need, into a PDF.

Blocks: page, title, heading, text, line, note, table, space. Tables are measured by ``layout`` and drawn by ``table``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from tests.documents.typeset import facts, fonts, table
from tests.documents.typeset.layout import LEADING, Look, Measured, wrap
from tests.documents.typeset.surface import Surface

DEFAULTS: dict[str, Any] = {
    "font": "serif",
    "size": 10.5,
    "table_size": 9.0,
    "row_height": 17.0,
    "margin": 56.0,
    "paper": "A4",
    "page_number": "",
    "text_leading": 1.75,
}


@dataclass(frozen=True)
class Style:
    """How a line is printed: font, size, where it stands between the margins, how far it is shifted to the right."""

    font: str
    size: float
    place: str = "left"
    shift: float = 0.0


class Flow:
    """A document while it is set: the surface, the look, and how far down the page it has come."""

    def __init__(self, sample: facts.Sample, path: Path) -> None:
        fonts.register()
        self.look = DEFAULTS | sample.look
        self.surface = Surface(path, sample.manifest["title"])
        self.page: dict[str, Any] = {"page": "portrait"}
        self.at = 0.0
        self._late: list[Callable[[], None]] = []

    @property
    def _width(self) -> float:
        return self.surface.width - 2 * float(self.look["margin"])

    @property
    def _bottom(self) -> float:
        return self.surface.height - float(self.look["margin"])

    def set(self, block: dict[str, Any]) -> None:
        """Set one block. Raises ``FactsError`` when nobody knows what it is."""
        setters = {name: setter for name, setter in SETTERS.items() if name in block}
        if len(setters) != 1:
            raise facts.FactsError(f"a block is one of {', '.join(SETTERS)}, not {', '.join(block)}")
        next(iter(setters.values()))(self, block)

    def finish(self) -> None:
        """End the last page and write the file."""
        self._end_page()
        self.surface.finish()

    def new_page(self, block: dict[str, Any]) -> None:
        """Begin a page as ``block`` says; pages that follow by overflow are like it."""
        if self.surface.pages:
            self._end_page()
        self.page = block
        self.surface.new_page(block["page"], block.get("paper", self.look["paper"]), block.get("rotate", 0))
        self.at = float(self.look["margin"])

    def _end_page(self) -> None:
        for draw in self._late:
            draw()
        self._late.clear()
        if self.look["page_number"] and not self.page.get("unnumbered"):
            number = str(self.look["page_number"]).format(n=self.surface.pages)
            bottom = self.surface.height - float(self.look["margin"]) * 0.5
            self._print(number, bottom, Style(str(self.look["font"]), 9.0, "centre"))

    def title(self, block: dict[str, Any]) -> None:
        """A centred title; with ``late`` it is printed after everything else of the page, as some programs do."""
        style = self._style(block, {"size": 16, "place": "centre"})
        for line in wrap(block["title"].replace("\\n", "\n"), style.font, style.size, self._width):
            printing = partial(self._print, line, self.at + style.size, style)
            if block.get("late"):
                self._late.append(printing)
            else:
                printing()
            self.at += style.size * 1.5
        self.at += float(block.get("after", 4))

    def heading(self, block: dict[str, Any]) -> None:
        """A line of its own, flush left after the indent of a paragraph."""
        self._paragraph(block["heading"], {"size": float(self.look["size"]) * 1.05, "font": "sans"} | block)

    def text(self, block: dict[str, Any]) -> None:
        """Paragraphs, one to a line of the block."""
        for paragraph in block["text"].splitlines():
            self._paragraph(paragraph, block)

    def note(self, block: dict[str, Any]) -> None:
        """A small line under a table, not indented."""
        self._paragraph(block["note"], {"size": self.look["table_size"], "indent": 0} | block)

    def line(self, block: dict[str, Any]) -> None:
        """A line above a table with pieces at its left, centre and right: body, year, unit."""
        style = self._style(block, {"size": self.look["table_size"]})
        self.at += style.size * 1.3
        for place in ("left", "centre", "right"):
            if block["line"].get(place):
                self._print(block["line"][place], self.at, replace(style, place=place))
        self.at += style.size * 0.5

    def space(self, block: dict[str, Any]) -> None:
        """So many points of nothing."""
        self.at += float(block["space"])

    def table(self, block: dict[str, Any]) -> None:
        """A table, continued on further pages of the same kind as long as it needs."""
        options = {key: self.look[key] for key in ("rules", "thickness", "background") if key in self.look}
        printed = facts.table(options | block["table"])
        look = Look(
            self._font(printed.options),
            *(
                float(printed.options.get(key, self.look[default]))
                for key, default in (("size", "table_size"), ("row_height", "row_height"))
            ),
        )
        width = self._width * float(printed.options.get("width", 1.0))
        left = (self.surface.width - width) / 2
        measured = Measured(printed, look, width)
        again = printed.options.get("again")
        full = self._bottom - float(self.look["margin"]) - (look.size * 1.8 if again else 0)
        for number, strips in enumerate(measured.pages(self._bottom - self.at, full)):
            if number:
                self.new_page(self.page)
            if number and again:
                self.line({"line": again, "size": look.size})
            if strips:
                self.at = table.draw(self.surface, measured, strips, (left, self.at), continued=number > 0)
        self.at += 4

    def _paragraph(self, text: str, block: dict[str, Any]) -> None:
        style = self._style(block, {"size": self.look["size"]})
        leading = style.size * float(LEADING if "note" in block else self.look["text_leading"])
        indent = "　" * int(block.get("indent", 2))
        for number, line in enumerate(wrap(indent + text, style.font, style.size, self._width)):
            if self.at + leading > self._bottom:
                self.new_page(self.page)
            shift = 0.0 if number else fonts.width(indent, style.font, style.size)
            self._print(line.removeprefix(indent), self.at + leading * 0.8, replace(style, shift=shift))
            self.at += leading

    def _print(self, text: str, baseline: float, style: Style) -> None:
        spare = self._width - fonts.width(text, style.font, style.size)
        share = {"left": 0.0, "centre": 0.5, "right": 1.0}[style.place]
        x = float(self.look["margin"]) + style.shift + spare * share
        self.surface.text(x, baseline, text, style.font, style.size)

    def _style(self, block: dict[str, Any], defaults: dict[str, Any]) -> Style:
        asked = {"font": self.look["font"], "place": "left"} | defaults | block
        return Style(str(asked["font"]), float(asked["size"]), str(asked["place"]))

    def _font(self, block: dict[str, Any]) -> str:
        return str(block.get("font", self.look["font"]))


SETTERS: dict[str, Callable[[Flow, dict[str, Any]], None]] = {
    "page": Flow.new_page,
    "title": Flow.title,
    "heading": Flow.heading,
    "text": Flow.text,
    "note": Flow.note,
    "line": Flow.line,
    "space": Flow.space,
    "table": Flow.table,
}


def write(sample: facts.Sample, path: Path) -> None:
    """Write a sample as a PDF at ``path``."""
    flow = Flow(sample, path)
    for block in sample.flow:
        flow.set(block)
    flow.finish()
