"""All hostile inputs, in one list, and the folder they are written to."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tests.hostile import archives, damage, inside, markup, pdfs, words, workbooks
from tests.hostile.case import Case


def cases(fast: bool = False) -> list[Case]:
    """Every case, or the short selection. Raises ``ValueError`` when two cases have the same name."""
    made = [case for room in (damage, pdfs, workbooks, markup, words, inside, archives) for case in room.cases()]
    names = [case.name for case in made]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise ValueError(f"more than one case is called {sorted(twice)}")
    return [case for case in made if case.fast or not fast]


def write(chosen: Iterable[Case], folder: Path) -> None:
    """Make every case and put it below the folder; names may hold bytes that are no text."""
    for case in chosen:
        place = folder / case.name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(case.make())
