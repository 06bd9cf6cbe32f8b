"""Texts of one height printed over each other, each seen through a window of its own: taken apart.

A program that repeats columns of a sheet on every page prints a text over all columns once for each window, the copies
over each other or side by side. Windows, places and equality of texts only; what a window is, is found in ``pdf_windows``.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipelines.records.pages import Box

# Texts stand over each other when they share more than this many points.
_SLACK = 1.0


def seen_apart(
    run: list[int], texts: Sequence[str], boxes: Sequence[Box], windows: Sequence[Box | None]
) -> list[list[int]]:
    """The words of a line (indices, left to right) as the texts they are of; all together unless some are seen through
    windows and texts stand over each other or say the same beside each other."""
    seen = {window for window in map(windows.__getitem__, run) if window is not None}
    if not seen:
        return [run]
    drawn = _as_drawn(run, boxes)
    spans = sorted((boxes[part[0]].x0, max(boxes[index].x1 for index in part)) for part in drawn)
    if any(start < end - _SLACK for (_, end), (start, _) in pairwise(spans)):
        return drawn
    through = _through(run, boxes, windows, seen)
    said = {"".join(texts[index] for index in part) for part in through}
    return [max(through, key=len)] if len(said) == 1 else [run]


def _as_drawn(run: Sequence[int], boxes: Sequence[Box]) -> list[list[int]]:
    """The words in the order in which they were drawn, as texts: each goes on to the right."""
    order = sorted(run)
    parts = [[order[0]]]
    for before, index in pairwise(order):
        if boxes[index].x0 < boxes[before].x0:
            parts.append([])
        parts[-1].append(index)
    return parts


def _through(
    run: Sequence[int], boxes: Sequence[Box], windows: Sequence[Box | None], seen: set[Box]
) -> list[list[int]]:
    """The words by the sides of the windows they are seen through or, where they need none, lie in."""
    sides = sorted({(window.x0, window.x1) for window in seen})
    parts: dict[tuple[float, float] | None, list[int]] = {}
    for index in run:
        window, middle = windows[index], (boxes[index].x0 + boxes[index].x1) / 2
        lies_in = next(((x0, x1) for x0, x1 in sides if x0 <= middle <= x1), None)
        parts.setdefault((window.x0, window.x1) if window is not None else lies_in, []).append(index)
    return list(parts.values())
