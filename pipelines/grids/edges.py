"""From drawn edges to clean rulings: nearly equal positions snapped to one, pieces joined, what touches kept together.

Stages ``snap_edges`` -> ``components``. Lengths in points. Nothing here knows text or cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from pipelines.records.pages import Edge

# Two strokes this near are one ruling: double borders, a border drawn by both neighbouring cells.
SNAP = 3.0
# Strokes chained by nearness never drift further than this from the first.
_DRIFT = 5.0
# Pieces of one ruling with a gap up to this are one piece (dots and dashes of a dotted border, corners left out).
_JOIN = 3.5
# Shorter rulings than this enclose nothing that text fits in.
_SHORTEST = 5.0
# Steeper than this an edge is neither horizontal nor vertical.
_SLOPE = 0.01
# A ruling that ends this near to another touches it.
_TOUCH = 3.5


class Ruling(NamedTuple):
    """A straight line on a page after snapping: where it lies across its direction, and from where to where it runs."""

    at: float
    start: float
    end: float


class Rulings(NamedTuple):
    """Horizontal rulings (``at`` = y) and vertical ones (``at`` = x)."""

    horizontal: tuple[Ruling, ...]
    vertical: tuple[Ruling, ...]


def snap_edges(edges: Iterable[Edge]) -> Rulings:
    """Edges as rulings: positions within ``SNAP`` become one, overlapping and nearly touching pieces are joined."""
    horizontal: list[Ruling] = []
    vertical: list[Ruling] = []
    for x0, top, x1, bottom in edges:
        if abs(bottom - top) <= _SLOPE * (x1 - x0):
            horizontal.append(Ruling((top + bottom) / 2, x0, x1))
        if abs(x1 - x0) <= _SLOPE * (bottom - top):
            vertical.append(Ruling((x0 + x1) / 2, top, bottom))
    return Rulings(tuple(_snap(horizontal)), tuple(_snap(vertical)))


def _snap(pieces: list[Ruling]) -> list[Ruling]:
    pieces.sort()
    snapped: list[Ruling] = []
    group: list[Ruling] = []
    for piece in pieces:
        if group and (piece.at - group[-1].at > SNAP or piece.at - group[0].at > _DRIFT):
            snapped.extend(_joined(group))
            group = []
        group.append(piece)
    if group:
        snapped.extend(_joined(group))
    return snapped


def _joined(group: Sequence[Ruling]) -> list[Ruling]:
    """The pieces of one position, joined along their direction; the position is the mean weighted by length."""
    weights = [piece.end - piece.start + 0.01 for piece in group]
    at = sum(piece.at * weight for piece, weight in zip(group, weights, strict=True)) / sum(weights)
    joined: list[Ruling] = []
    start, end = None, 0.0
    for _, piece_start, piece_end in sorted(group, key=lambda piece: piece.start):
        if start is not None and piece_start <= end + _JOIN:
            end = max(end, piece_end)
            continue
        if start is not None:
            joined.append(Ruling(at, start, end))
        start, end = piece_start, piece_end
    if start is not None:
        joined.append(Ruling(at, start, end))
    return [ruling for ruling in joined if ruling.end - ruling.start >= _SHORTEST]


def components(rulings: Rulings) -> tuple[Rulings, ...]:
    """Rulings that touch each other, directly or through others, as one group each; groups from top to bottom."""
    horizontal, vertical = rulings
    if not horizontal or not vertical:
        return ()
    touch = _touching(horizontal, vertical)
    label_h, label_v = [-1] * len(horizontal), [-1] * len(vertical)
    count = 0
    for first in range(len(horizontal)):
        if label_h[first] < 0 and touch[first].any():
            _spread(touch, first, count, label_h, label_v)
            count += 1
    groups = [
        Rulings(
            tuple(ruling for ruling, label in zip(horizontal, label_h, strict=True) if label == number),
            tuple(ruling for ruling, label in zip(vertical, label_v, strict=True) if label == number),
        )
        for number in range(count)
    ]
    return tuple(sorted(groups, key=lambda group: group.horizontal[0].at))


def _touching(
    horizontal: Sequence[Ruling], vertical: Sequence[Ruling]
) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    h, v = np.array(horizontal), np.array(vertical)
    crosses_x = (v[None, :, 0] >= h[:, None, 1] - _TOUCH) & (v[None, :, 0] <= h[:, None, 2] + _TOUCH)
    crosses_y = (h[:, None, 0] >= v[None, :, 1] - _TOUCH) & (h[:, None, 0] <= v[None, :, 2] + _TOUCH)
    touching: np.ndarray[tuple[int, int], np.dtype[np.bool_]] = crosses_x & crosses_y
    return touching


def _spread(
    touch: np.ndarray[tuple[int, int], np.dtype[np.bool_]],
    first: int,
    number: int,
    label_h: list[int],
    label_v: list[int],
) -> None:
    """Give ``number`` to everything reachable from the horizontal ruling ``first``."""
    label_h[first] = number
    waiting = [first]
    while waiting:
        row = waiting.pop()
        for column in np.flatnonzero(touch[row]).tolist():
            if label_v[column] >= 0:
                continue
            label_v[column] = number
            for other in np.flatnonzero(touch[:, column]).tolist():
                if label_h[other] < 0:
                    label_h[other] = number
                    waiting.append(other)
