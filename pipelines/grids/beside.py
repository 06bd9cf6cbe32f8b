"""Tables side by side on a page: which part of the lines over and under them belongs to which. Geometry only."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.grids.fill import Table
from pipelines.records.pages import Box, Line

# Two tables stand beside each other when they share this much of the lower one's height.
_SHARED = 0.5
# A line is cut between two tables where it has a gap of this many heights of a character there.
_GAP = 1.0


def stand_beside(table: Table, other: Table) -> bool:
    """Whether two tables stand at the same height, one left of the other."""
    first, second = table.box, other.box
    apart = first.x1 <= second.x0 or second.x1 <= first.x0
    shared = min(first.bottom, second.bottom) - max(first.top, second.top)
    return apart and shared > _SHARED * min(first.bottom - first.top, second.bottom - second.top)


def over_table(lines: Sequence[Line], table: Table, beside: Sequence[Table]) -> tuple[Line, ...]:
    """The lines, cut where they run on over a table beside this one; lines that run on without a gap stay whole."""
    if not beside:
        return tuple(lines)
    left = max(((other.box.x1 + table.box.x0) / 2 for other in beside if other.box.x1 <= table.box.x0), default=None)
    right = min(((other.box.x0 + table.box.x1) / 2 for other in beside if other.box.x0 >= table.box.x1), default=None)
    parts = [_right_of(line, left) for line in lines]
    return tuple(part for part in (_left_of(part, right) for part in parts if part) if part)


def _right_of(line: Line, border: float | None) -> Line | None:
    """The part of a line right of a border, None when nothing is left."""
    if border is None or line.box is None:
        return line
    at = next((index for index, box in enumerate(line.boxes) if (box.x0 + box.x1) / 2 >= border), len(line.boxes))
    return _part(line, at, len(line.boxes)) if _is_cut(line, at) else line


def _left_of(line: Line, border: float | None) -> Line | None:
    if border is None or line.box is None:
        return line
    at = next((index for index, box in enumerate(line.boxes) if (box.x0 + box.x1) / 2 >= border), len(line.boxes))
    return _part(line, 0, at) if _is_cut(line, at) else line


def _is_cut(line: Line, at: int) -> bool:
    """Whether a line may be cut before a character: at its ends, or in a gap."""
    inked = [box for character, box in zip(line.text, line.boxes, strict=True) if not character.isspace()]
    before = sum(not character.isspace() for character in line.text[:at])
    if before in (0, len(inked)):
        return True
    height = inked[before].bottom - inked[before].top
    return inked[before].x0 - inked[before - 1].x1 > _GAP * height


def _part(line: Line, start: int, end: int) -> Line | None:
    """A stretch of a line without the white space around it."""
    while start < end and line.text[start].isspace():
        start += 1
    while start < end and line.text[end - 1].isspace():
        end -= 1
    if start == end:
        return None
    boxes = line.boxes[start:end]
    box = Box(
        min(box.x0 for box in boxes),
        min(box.top for box in boxes),
        max(box.x1 for box in boxes),
        max(box.bottom for box in boxes),
    )
    return Line(line.text[start:end], box, boxes)
