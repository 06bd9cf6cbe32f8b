"""Headers of official forms, known by all the characters they print. For text that kept a header's words and lost their order.

A header cell that is higher than its neighbours is centred between their lines, so in plain text its words fall among those of
other columns (对附属单位补 / 本年支出合计 … / 功能分类 / 助支出). Their order says nothing then, but the form does: its columns
are prescribed (财政部 部门预决算公开 forms), and the characters printed are those of one form or of none. The list is
``official_headers.csv``; a further form is a further row. Loading and matching only; no grid belongs here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby, product

from pipelines.reference.folding import fold
from pipelines.reference.tables import rows_of

Path = tuple[str, ...]
"""The words over a column from the highest to its own."""

_VALUES = ("决算数", "预算数", "金额")
_LABELS = ("编码", "名称", "项目")


def official_columns(text: str) -> tuple[Path, ...] | None:
    """The columns, left to right, of the form whose header prints exactly these characters; None for none or for several.

    ``text`` is everything the header prints, folded or not, in any order; the marks 类 款 项 of code columns are left out.
    """
    return _by_characters().get(characters(fold(text)))


def is_label(path: Path) -> bool:
    """Whether a column of a form names its rows (code or name) and holds no amounts."""
    return path[-1].endswith(_LABELS)


@cache
def _by_characters() -> dict[str, tuple[Path, ...] | None]:
    """Every spelling of every form by its characters; None where two forms print the same."""
    known: dict[str, tuple[Path, ...] | None] = {}
    for row in rows_of("official_headers.csv"):
        mine: dict[str, tuple[Path, ...]] = {}
        paths = tuple(tuple(column.split("/")) for column in fold(row["columns"]).split("|"))
        for columns in _spelled(paths, row["spellings"]):
            mine.setdefault(characters("".join(printed_words(columns))), columns)
        for printed, columns in mine.items():
            is_other = printed in known and known[printed] != columns
            known[printed] = None if is_other else columns
    return known


def _spelled(paths: tuple[Path, ...], spellings: str) -> Iterator[tuple[Path, ...]]:
    """The columns in every spelling, as they are and with the same word for the amount (决算数 …) below each."""
    choices = [entry.split("=") for entry in fold(spellings).split(";") if entry]
    for chosen in product(*([word, *others.split("~")] for word, others in choices)):
        words = dict(zip((word for word, _ in choices), chosen, strict=True))
        columns = tuple(tuple(word for name in path if (word := words.get(name, name))) for path in paths)
        yield columns
        if not any(path[-1] in _VALUES for path in columns):
            for value in _VALUES:
                yield tuple(path if is_label(path) else (*path, value) for path in columns)


def printed_words(columns: Sequence[Path]) -> Iterator[str]:
    """Every word of a header once for the columns it stands over."""
    for depth in range(1, max(map(len, columns)) + 1):
        yield from (prefix[-1] for prefix, _ in groupby(path[:depth] for path in columns) if len(prefix) == depth)


def all_words() -> Iterator[str]:
    """Every word that a header of an official form prints, in every spelling, folded."""
    for row in rows_of("official_headers.csv"):
        paths = tuple(tuple(column.split("/")) for column in fold(row["columns"]).split("|"))
        for columns in _spelled(paths, row["spellings"]):
            yield from printed_words(columns)


def characters(text: str) -> str:
    """The characters of a text in an order that does not depend on its own."""
    return "".join(sorted(text))
