"""Subjects of the classifications named in a sentence: 社会保障和就业支出（类）…（款）…（项） and the like, as codes.

Only names and codes: a name that fits no code, or more than one, gives no code. The printed name is always kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from pipelines.facts.prose.tokens import plain
from pipelines.reference.codes import Code, all_codes, normalise_name

Scheme = Literal["function", "department"]
_MARK = re.compile(r"\(([0-9]{2,7})?([类款项])\)")
_DEPTH = {"类": 0, "款": 1, "项": 2}
_LENGTH = (3, 5, 7)


@dataclass(frozen=True, slots=True)
class Subject:
    """A named subject: the printed names from 类 down, the code (None when not certain), the classification."""

    names: tuple[str, ...]
    code: str | None
    scheme: Scheme
    level: str

    @property
    def printed(self) -> str:
        """The names as one, parted by ``-``."""
        return "-".join(self.names)


@dataclass(frozen=True, slots=True)
class Step:
    """One level of a printed path: 类, 款 or 项, the name, the digits printed in the mark if any."""

    level: str
    name: str
    digits: str | None = None


def steps_of(text: str) -> tuple[Step, ...]:
    """The levels printed in a text with marks: ``甲（类）乙（款）丙（项）``."""
    found = []
    at = 0
    for mark in _MARK.finditer(text):
        name = text[at : mark.start()].strip("-、，. ")
        if name:
            found.append(Step(mark[2], name, mark[1]))
        at = mark.end()
    return tuple(found)


def dashed_steps(text: str) -> tuple[Step, ...]:
    """The levels of a path written with dashes (``甲-乙-丙``), when its first name is a 类; otherwise nothing."""
    names = [name for name in text.split("-") if name]
    if not 2 <= len(names) <= 3 or not _codes_named(names[0], "function", 0, None, ""):
        return ()
    return tuple(Step(level, name) for level, name in zip("类款项", names, strict=False))


def find_subject(
    steps: Sequence[Step], year: int | None, outer: Sequence[Step] = (), economic: bool = False
) -> Subject | None:
    """The subject that a path names. ``outer`` is the path of the heading above, for what is not repeated here;
    ``economic`` says that the text around speaks of economic classes."""
    if not steps:
        return None
    depth = _DEPTH[steps[0].level]
    path = [step for step in outer if _DEPTH[step.level] < depth] + list(steps)
    order: tuple[Scheme, ...] = ("department", "function") if economic else ("function", "department")
    names = tuple(step.name for step in path)
    for scheme in order:
        code = _code_of(path, scheme, year)
        if code is not None:
            return Subject(names, code, scheme, path[-1].level)
    return Subject(names, None, order[0], path[-1].level)


def _code_of(path: Sequence[Step], scheme: Scheme, year: int | None) -> str | None:
    """The one code at the end of the path; None when a level is unknown or leaves a choice."""
    candidates = [""]
    last_depth = -1
    for step in path:
        depth = _DEPTH[step.level]
        if step.digits and (printed := _printed_code(candidates, step.digits, depth, scheme)):
            candidates, last_depth = [printed], depth
            continue
        following = [code for above in candidates for code in _below(step.name, scheme, depth, year, above)]
        if not following and depth == last_depth + 1:
            return None
        candidates, last_depth = sorted(set(following)), depth
    return candidates[0] if len(candidates) == 1 and candidates[0] else None


def _printed_code(above: Sequence[str], digits: str, depth: int, scheme: Scheme) -> str | None:
    """The code that digits in a mark make (``（204类）司法（06款）``), when it is known."""
    code = digits if len(digits) == _LENGTH[depth] else (above[0] if len(above) == 1 else "") + digits
    known = any(row.code == code for row in all_codes(scheme))
    return code if known else None


def _below(name: str, scheme: Scheme, depth: int, year: int | None, above: str) -> list[str]:
    codes = _codes_named(name, scheme, depth, year, above)
    if codes or depth == 0:
        return codes
    return _joined_levels(name, scheme, depth, year, above)


def _joined_levels(name: str, scheme: Scheme, depth: int, year: int | None, above: str) -> list[str]:
    """Codes of a name that runs two levels together (``人大事务行政运行（项）``)."""
    found = []
    for cut in range(2, len(name) - 1):
        for upper in _codes_named(name[:cut], scheme, depth - 1, year, above):
            found += _codes_named(name[cut:], scheme, depth, year, upper)
    return found


def _codes_named(name: str, scheme: Scheme, depth: int, year: int | None, above: str) -> list[str]:
    """Codes of one level below ``above`` that bear the name, in the year if there is one."""
    rows = [row for row in _named(scheme, depth).get(_plain_name(name), ()) if row.code.startswith(above)]
    held = sorted({row.code for row in rows if row.in_force(year)})
    return held or sorted({row.code for row in rows})


@cache
def _named(scheme: Scheme, depth: int) -> dict[str, tuple[Code, ...]]:
    """By comparable name, the rows of one level (0 is 类)."""
    found: dict[str, list[Code]] = {}
    for row in all_codes(scheme):
        if len(row.code) == _LENGTH[depth]:
            for name in {_plain_name(spelling) for spelling in (row.name, *row.aliases)}:
                found.setdefault(name, []).append(row)
    return {name: tuple(rows) for name, rows in found.items()}


@lru_cache(maxsize=4096)
def _plain_name(name: str) -> str:
    """A name without brackets of another width, numbering and a final 支出: what is compared."""
    return normalise_name(plain(name).text).removesuffix("支出")


def economic_code(name: str, year: int | None) -> str | None:
    """The department-scheme economic code that bears this name, if there is exactly one."""
    codes = _codes_named(name, "department", 1, year, "") or _codes_named(name, "department", 0, year, "")
    return codes[0] if len(codes) == 1 else None


def class_code(name: str, year: int | None) -> str | None:
    """The functional 类 that bears this name, if there is exactly one."""
    codes = _codes_named(name, "function", 0, year, "")
    return codes[0] if len(codes) == 1 else None
