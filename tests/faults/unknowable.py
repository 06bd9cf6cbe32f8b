"""Text faults that nothing else in their document contradicts: read by a person, sentence by sentence, with the reason.

Only the list and its lookup belong here. A row holds for the faults of one kind whose changed words and sentence it
names; it says nothing of what rules do, and a fault that is found although it is listed makes the list wrong.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tests.faults.fault import Place

LIST = Path(__file__).with_suffix(".csv")


class Row(NamedTuple):
    """Kind of fault, the words that are changed, a piece of the sentence without white space, why nothing tells.

    ``before`` is what stands right before those words, given where the sentence holds them more than once.
    """

    kind: str
    token: str
    within: str
    before: str
    reason: str


@cache
def rows() -> tuple[Row, ...]:
    """The list in file order."""
    with LIST.open(encoding="utf-8", newline="") as lines:
        return tuple(Row(**row) for row in csv.DictReader(lines))


def reason_of(kind: str | None, place: Place, what: str = "") -> str | None:
    """Why nothing in the document contradicts this fault; None where something does, or where nobody has looked.

    ``what`` is the fault in words, with what stands before it.
    """
    sentence = _plain(place.sentence)
    for row in rows():
        is_there = _plain(row.within) in sentence and _plain(row.before) in _plain(what)
        if row.kind == kind and row.token == place.token and is_there:
            return row.reason
    return None


def _plain(text: str) -> str:
    return "".join(text.split()).translate(str.maketrans("", "", '“”"，,'))
