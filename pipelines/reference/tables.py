"""The CSV lists beside this module as rows of stripped text. Nothing about what a list means belongs here."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from importlib import resources

_PLACE = resources.files("pipelines.reference")


def rows_of(name: str) -> Iterator[dict[str, str]]:
    """The rows of a list, columns by name; an empty or missing cell is empty text."""
    for row in csv.DictReader(text_of(name).splitlines()):
        yield {column: (cell or "").strip() for column, cell in row.items() if column}


def text_of(name: str) -> str:
    """A file of this room as it is."""
    return _PLACE.joinpath(name).read_text(encoding="utf-8")
