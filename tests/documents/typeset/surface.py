"""Pages to draw on: points from the top left corner of the page as shown, whatever the paper and its /Rotate.

Draws text, ruling lines (stroked or as thin filled rectangles, as programs in the field do) and backgrounds. What is
drawn where is decided in ``flow`` and ``table``.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

PAPER = {"A4": (595.32, 841.92), "A3": (841.92, 1190.64)}
WHITE, GREY, BLACK = 1.0, 0.88, 0.0


@contextmanager
def binary_streams() -> Iterator[None]:
    """Write streams in binary, as in the field (text encodings add a quarter), and only here: the setting is global."""
    before = rl_config.useA85
    rl_config.useA85 = 0
    try:
        yield
    finally:
        rl_config.useA85 = before


class Surface:
    """A PDF in the making. ``width`` and ``height`` are those of the current page as shown."""

    def __init__(self, path: Path, title: str) -> None:
        self._canvas = Canvas(str(path), invariant=1, pageCompression=1, initialFontName="serif")
        self._canvas.setTitle(title)
        self._canvas.setCreator("mingzhang sample")
        self.width = self.height = 0.0
        self.pages = 0

    def new_page(self, orientation: str, paper: str = "A4", rotate: int = 0) -> None:
        """Begin a page that is shown as ``orientation``; with ``rotate`` 90 it is stored turned and has /Rotate 90."""
        if self.pages:
            with binary_streams():
                self._canvas.showPage()
        short, long = PAPER[paper]
        self.width, self.height = (short, long) if orientation == "portrait" else (long, short)
        if rotate not in {0, 90}:
            raise ValueError(f"rotate {rotate} is neither 0 nor 90")
        self._canvas.setPageSize((self.width, self.height))  # reportlab itself swaps the sides of a turned page
        self._canvas.setPageRotation(rotate)
        if rotate:
            self._canvas.transform(0, 1, -1, 0, self.height, 0)
        self.pages += 1

    def text(self, x: float, baseline: float, text: str, font: str, size: float) -> None:
        """Print ``text`` from ``x`` on ``baseline`` (distance from the top)."""
        self._canvas.setFillGray(BLACK)
        self._canvas.setFont(font, size)
        self._canvas.drawString(x, self.height - baseline, text)

    def box(self, x0: float, top: float, x1: float, bottom: float, grey: float) -> None:
        """Fill a rectangle without an outline."""
        self._canvas.setFillGray(grey)
        self._canvas.rect(x0, self.height - bottom, x1 - x0, bottom - top, stroke=0, fill=1)

    def stroke(self, x0: float, top: float, x1: float, bottom: float, thickness: float) -> None:
        """Draw a ruling line as a stroke."""
        self._canvas.setStrokeGray(BLACK)
        self._canvas.setLineWidth(thickness)
        self._canvas.line(x0, self.height - top, x1, self.height - bottom)

    def bar(self, x0: float, top: float, x1: float, bottom: float, thickness: float) -> None:
        """Draw a ruling line as a thin filled rectangle, centred on the line and a little longer than it."""
        half = thickness / 2
        self.box(x0 - half, top - half, x1 + half, bottom + half, BLACK)

    def finish(self) -> None:
        """Write the file."""
        with binary_streams():
            self._canvas.showPage()
            self._canvas.save()
