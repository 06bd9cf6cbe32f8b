"""Work as the number of functions that are called: a measure of it that no other process disturbs."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from typing import TypeVar

Answer = TypeVar("Answer")


def calls_of(function: Callable[[], Answer]) -> tuple[Answer, int]:
    """What a function returns and how many functions it calls for that."""
    called: Counter[str] = Counter()
    sys.setprofile(lambda frame, event, argument: called.update((event,)))
    try:
        answer = function()
    finally:
        sys.setprofile(None)
    return answer, called["call"] + called["c_call"]
