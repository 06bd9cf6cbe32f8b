"""Official forms that list items: texts and numbers alternate in a row, so the kind of every column has to be known.

Plain text keeps the order of what such a form prints; the form says which columns hold texts, which counts and which amounts.
The list is ``official_item_forms.csv``; a further form is a further row. Loading and matching only; no grid belongs here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import product
from typing import NamedTuple

from pipelines.reference.folding import fold
from pipelines.reference.official import Path, characters, printed_words
from pipelines.reference.tables import rows_of

_YEAR = re.compile(r"20\d\d年")
_YEAR_MARK = "{年}"
CATALOGUE = re.compile(r"[ABC]\d{2,10}")
"""A code of 政府采购品目分类目录: A 货物, B 工程, C 服务."""


class ItemColumn(NamedTuple):
    """A column of a form: the words over it, and what it holds (name, text, catalogue, count or amount)."""

    path: Path
    kind: str


Form = tuple[ItemColumn, ...]


def item_form(text: str) -> Form | None:
    """The columns, left to right, of the form whose header prints exactly these characters; None for none or for several.

    ``text`` is everything the header prints, in any order but for the year of a column (2022年), whose digits stand together.
    """
    folded = fold(text)
    years = set(_YEAR.findall(folded))
    return _forms(years.pop() if len(years) == 1 else "").get(characters(folded))


@cache
def _forms(year: str) -> dict[str, Form | None]:
    """Every spelling of every form by its characters, with a year where one has it; None where two print the same."""
    known: dict[str, Form | None] = {}
    for row in rows_of("official_item_forms.csv"):
        paths = [tuple(column.split("/")) for column in fold(row["columns"]).split("|")]
        for form in _spelled(list(zip(paths, row["kinds"].split("|"), strict=True)), row["spellings"]):
            dated = tuple(ItemColumn(tuple(_dated(word, year) for word in path), kind) for path, kind in form)
            printed = characters("".join(printed_words([column.path for column in dated])))
            known[printed] = dated if known.get(printed, dated) == dated else None
    return known


def _dated(word: str, year: str) -> str:
    return word.replace(_YEAR_MARK, year)


def _spelled(columns: list[tuple[Path, str]], spellings: str) -> Iterator[list[tuple[Path, str]]]:
    """The columns in every spelling, and without each of those that may be absent (their kind ends with ``?``)."""
    choices = [entry.split("=") for entry in fold(spellings).split(";") if entry]
    optional = [number for number, (_, kind) in enumerate(columns) if kind.endswith("?")]
    for chosen in product(*([word, *others.split("~")] for word, others in choices)):
        words = dict(zip((word for word, _ in choices), chosen, strict=True))
        spelled = [(tuple(words.get(word, word) for word in path), kind.removesuffix("?")) for path, kind in columns]
        for kept in product((True, False), repeat=len(optional)):
            absent = {number for number, stays in zip(optional, kept, strict=True) if not stays}
            yield [column for number, column in enumerate(spelled) if number not in absent]
