"""What a hostile input is: a name, a recipe for its bytes, and the outcome that is right for it."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

READ, TOLD, QUARANTINED, EITHER = "read", "told", "quarantined", "either"
"""Read (wholly or partly); not read without a word: partly with the reason or quarantined; quarantined; any of these."""


@dataclass(frozen=True, slots=True)
class Case:
    """One hostile input. ``name`` is its path below the raw folder; the folder is its family."""

    name: str
    make: Callable[[], bytes]
    outcome: str = EITHER
    says: tuple[str, ...] = ()
    """One of these words must stand in the reason (when there is one)."""
    original: str | None = None
    """The sample of ``data/raw`` of which this is a damaged copy: no amount may be read that the sample does not have."""
    fast: bool = False
    """Whether it belongs to the short selection that runs with the tests."""

    @property
    def family(self) -> str:
        """The kind of input, for the table."""
        return self.name.split("/", 1)[0]


def of(data: bytes) -> Callable[[], bytes]:
    """The recipe for bytes that are short enough to be written down."""
    return lambda: data


def dice(name: str) -> random.Random:
    """The random numbers of a case: the same for its name each time."""
    return random.Random(f"hostile {name}")
