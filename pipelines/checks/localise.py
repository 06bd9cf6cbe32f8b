"""Where a failure comes from: the cell that several failing rules share, and the value that would heal them all.

Belongs here: naming the suspect cell, folding what follows from one root cause under one finding, and asking a second
reader whether the cell was read rightly. Evidence is counted, never guessed: a cell is named only when it alone explains
the failures best and no rule that holds would break. Verdicts are not changed here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

import pyarrow as pa

from pipelines.warehouse.connection import Connection
from pipelines.warehouse.rows import registered

# Every judged case that contains a cell of a failing case; effect: what one more in the cell does to left minus right.
CASES_OF_CELLS = """
with side as (
  select case_no, unnest(left_fact_ids) as fact_id, unnest(left_signs) as effect from judged_case
  where violations is null and verdict in ('fails', 'holds', 'holds_within_rounding')
  union all
  select case_no, unnest(right_fact_ids), -unnest(right_signs) from judged_case
  where violations is null and verdict in ('fails', 'holds', 'holds_within_rounding')
),
wanted as (
  select distinct s.fact_id from side s join judged_case j using (case_no) where j.verdict = 'fails'
)
select c.case_no, c.finding_id, c.verdict = 'fails' as fails, c.left_yuan - c.right_yuan as difference, c.left_yuan,
  c.right_yuan, c.allowed_yuan, c.tolerance = 'at_most' as at_most, c.severity, c.document_ids, s.fact_id, sum(s.effect) as effect,
  any_value(a.amount_yuan) as amount_yuan, any_value(a.is_cell) as is_cell, any_value(a.grid) as grid
from side s join wanted using (fact_id) join judged_case c using (case_no)
join (
  select fact_id, printed_amount_yuan as amount_yuan, true as is_cell, document_id || '.' || grid_no as grid
  from int.amount semi join wanted using (fact_id)
  where printed_amount_yuan is not null
  union all
  select claim_id, amount_yuan, false, null from int.claim semi join wanted on wanted.fact_id = claim_id
  where amount_yuan is not null
) a using (fact_id)
group by all having sum(s.effect) <> 0
order by c.case_no, s.fact_id
"""

CELLS = """
select distinct a.fact_id, a.document_id, d.path, a.page, a.grid_no, a.row_no, a.column_no, a.x0, a.top, a.x1, a.bottom,
  a.amount_text, a.method
from (
  select unnest(list_concat(left_fact_ids, right_fact_ids)) as fact_id from judged_case where verdict = 'fails'
) f join int.amount a using (fact_id) join check_document d on d.document_id = a.document_id
order by a.fact_id
"""

FAILING = """
select finding_id, list_concat(left_fact_ids, right_fact_ids), violations is not null
from judged_case where verdict = 'fails' order by case_no
"""

UPDATE = """
update quality.finding as f
set suspect = n.suspect, suspect_reason = n.suspect_reason, suspect_fact_id = n.suspect_fact_id,
  healing_yuan = n.healing_yuan, root_finding_id = n.root_finding_id
from named n where n.finding_id = f.finding_id
"""

FEW_PLACES = 4
"""A finding at more places than these is about a whole table or document, not about one cell."""
_BETWEEN_UNITS = ("10^3", "10^4", "10^8")
"""How far units lie apart: 元 and 千元, 元 and 万元 (万元 and 亿元), 元 and 亿元."""
NO_OPINION = "未经第二读法复核"


@dataclass(frozen=True, slots=True)
class DoubtedCell:
    """A cell of a failing case, as a second reader needs it: which document, where on which page, what was read there.

    ``row_no`` and ``column_no`` are those of the grid; the box is in points from the top left, None without geometry.
    """

    fact_id: str
    document_id: str
    path: str
    page: int
    grid_no: int | None
    row_no: int | None
    column_no: int | None
    box: tuple[float, float, float, float] | None
    text: str
    method: str


SecondOpinion = Callable[[Sequence[DoubtedCell]], Mapping[str, str | None]]
"""Given by the flow: for each ``fact_id`` the text that another reader finds in that cell. A cell that is left out, or has
None, could not be read again. It must not raise for what a document contains."""


@dataclass(frozen=True, slots=True)
class Case:
    """One judged case with the cells it contains and what each does to its difference."""

    finding_id: str
    fails: bool
    difference: Decimal
    left: Decimal
    right: Decimal
    allowed: Decimal
    at_most: bool
    severity: str
    effects: Mapping[str, int]
    grids: set[str] = field(default_factory=set)
    """The grids of its cells."""

    def holds_with(self, fact_id: str, change: Decimal) -> bool:
        """Whether the case would hold if this cell had ``change`` more."""
        difference = self.difference + self.effects[fact_id] * change
        return (difference if self.at_most else abs(difference)) <= self.allowed


@dataclass(frozen=True, slots=True)
class _Explanation:
    """A cell with another value, and the failing cases that it heals."""

    fact_id: str
    value: Decimal
    heals: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Named:
    """What is said of one failing finding."""

    finding_id: str
    root_finding_id: str
    suspect_fact_id: str | None = None
    healing_yuan: Decimal | None = None
    suspect: str = "unknown"
    suspect_reason: str | None = NO_OPINION


def localise(connection: Connection, second_opinion: SecondOpinion | None = None) -> None:
    """Fill suspect cell, healing value, suspect and root of every failing finding from the temporary ``judged_case``."""
    failing = connection.execute(FAILING).fetchall()
    if not failing:
        return
    cases, amounts, cells = _read_cases(connection)
    explanations = explain(cases, amounts)
    named = {finding_id: _Named(finding_id, finding_id) for finding_id, _, _ in failing}
    roots = find_roots(cases, explanations)
    for finding_id, root in (roots | counts_under(failing, roots)).items():
        named[finding_id] = replace(named[finding_id], root_finding_id=root)
    for explanation in explanations:
        for number in explanation.heals if explanation.fact_id in cells else ():
            key = cases[number].finding_id
            named[key] = replace(named[key], suspect_fact_id=explanation.fact_id, healing_yuan=explanation.value)
    opinions = _ask(connection, second_opinion) if second_opinion else {}
    told = [_with_suspect(named[finding_id], facts, opinions) for finding_id, facts, _ in failing]
    _write(connection, told)


def _read_cases(connection: Connection) -> tuple[dict[int, Case], dict[str, Decimal], set[str]]:
    """The cases, the amounts in them (of cells and of sentences), and which of these are cells."""
    cells: set[str] = set()
    cases: dict[int, Case] = {}
    effects: dict[int, dict[str, int]] = defaultdict(dict)
    amounts: dict[str, Decimal] = {}
    for row in connection.execute(CASES_OF_CELLS).fetchall():
        (
            number,
            finding_id,
            fails,
            difference,
            left,
            right,
            allowed,
            at_most,
            severity,
            _,
            fact_id,
            effect,
            amount,
            is_cell,
            grid,
        ) = row
        if is_cell:
            cells.add(fact_id)
        effects[number][fact_id] = int(effect)
        amounts[fact_id] = amount
        if number not in cases:
            cases[number] = Case(
                finding_id, fails, difference, left, right, allowed, at_most, severity, effects[number]
            )
        if grid is not None:
            cases[number].grids.add(grid)
    return cases, amounts, cells


def counts_under(failing: Iterable[tuple[str, Sequence[str], bool]], roots: Mapping[str, str]) -> dict[str, str]:
    """For a finding that counts violations at few places the root of a failing equation on one of these places."""
    rows = list(failing)
    root_at: dict[str, str] = {}
    for finding_id, places, is_count in rows:
        for place in places if not is_count else ():
            root_at.setdefault(place, roots.get(finding_id, finding_id))
    folded: dict[str, str] = {}
    for finding_id, places, is_count in rows:
        root = next((root_at[place] for place in places if place in root_at), None)
        if is_count and root is not None and len(places) <= FEW_PLACES:
            folded[finding_id] = root
    return folded


def explain(cases: Mapping[int, Case], amounts: Mapping[str, Decimal]) -> list[_Explanation]:
    """The cells that explain failing cases, the strongest first; each failing case at most once.

    A cell is named when another value in it heals at least two failing cases and breaks no case that holds, or when it is
    the only cell of a failing case that no holding case speaks for. Two cells that explain the same equally well: none.
    """
    by_cell: dict[str, list[int]] = defaultdict(list)
    for number, case in cases.items():
        for fact_id in case.effects:
            by_cell[fact_id].append(number)
    candidates = [one for fact_id in sorted(by_cell) for one in _candidates(fact_id, by_cell[fact_id], cases, amounts)]
    found: list[_Explanation] = []
    open_cases = {number for number, case in cases.items() if case.fails}
    while candidates:
        candidates = [one for one in (replace(c, heals=c.heals & open_cases) for c in candidates) if one.heals]
        best = max((len(one.heals) for one in candidates), default=0)
        strongest = [one for one in candidates if len(one.heals) == best]
        chosen = next((one for one in strongest if _is_alone(one, strongest)), None)
        if chosen is None:
            strongest_heals = frozenset().union(*(one.heals for one in strongest)) if strongest else frozenset()
            candidates = [one for one in candidates if not one.heals <= strongest_heals]
            continue
        found.append(chosen)
        open_cases -= chosen.heals
    return found


def _candidates(
    fact_id: str, numbers: Sequence[int], cases: Mapping[int, Case], amounts: Mapping[str, Decimal]
) -> Iterable[_Explanation]:
    """Other values of one cell that heal failing cases and break none that holds; the best one per set of cases."""
    failing = [number for number in numbers if cases[number].fails]
    holding = [number for number in numbers if not cases[number].fails]
    seen: set[frozenset[int]] = set()
    for number in sorted(failing, key=lambda n: (cases[n].allowed, n)):
        change = -cases[number].difference * cases[number].effects[fact_id]
        if any(not cases[other].holds_with(fact_id, change) for other in holding):
            continue
        heals = frozenset(other for other in failing if cases[other].holds_with(fact_id, change))
        if heals not in seen and abs(cases[number].effects[fact_id]) == 1:
            seen.add(heals)
            yield _Explanation(fact_id, amounts[fact_id] + change, heals)


def _is_alone(one: _Explanation, others: Sequence[_Explanation]) -> bool:
    """Whether no other cell explains any of the same failing cases as well."""
    return not any(other.fact_id != one.fact_id and other.heals & one.heals for other in others)


def find_roots(cases: Mapping[int, Case], explanations: Sequence[_Explanation]) -> dict[str, str]:
    """For every failing finding the one under which it folds.

    Together belong: what one suspect cell explains; failing cases that share a cell and differ by the same amount;
    failing cases that share a cell and differ by the same power of ten; and those of one table that differ by the
    distance of two units (the unit of the table is wrong).
    """
    failing = {number: case for number, case in cases.items() if case.fails}
    group = {number: number for number in failing}

    def find(number: int) -> int:
        while group[number] != number:
            number = group[number]
        return number

    def join(numbers: Iterable[int]) -> None:
        first, *rest = sorted(find(number) for number in numbers)
        for other in rest:
            group[other] = first

    for explanation in explanations:
        join(explanation.heals)
    for numbers in _alike(failing).values():
        join(numbers)
    members: dict[int, list[Case]] = defaultdict(list)
    for number, case in failing.items():
        members[find(number)].append(case)
    return {case.finding_id: min(cases, key=_rank).finding_id for cases in members.values() for case in cases}


def _alike(failing: Mapping[int, Case]) -> dict[tuple[str, object], list[int]]:
    """Failing cases by shared cell or table and what their differences have in common."""
    alike: dict[tuple[str, object], list[int]] = defaultdict(list)
    for number, case in failing.items():
        power = _power_of_ten(case)
        for fact_id in case.effects:
            alike[fact_id, abs(case.difference)].append(number)
            if power is not None:
                alike[fact_id, power].append(number)
        for grid in case.grids if power in _BETWEEN_UNITS else ():
            alike[grid, power].append(number)
    return alike


def _power_of_ten(case: Case) -> str | None:
    """How many places the larger side is shifted against the smaller, when that is all that is between them."""
    small, large = sorted((abs(case.left), abs(case.right)))
    for places in (1, 2, 3, 4, 8):
        if small and abs(small * 10**places - large) <= case.allowed * 10**places:
            return f"10^{places}"
    return None


def _rank(case: Case) -> tuple[object, ...]:
    """The root of a group: the gravest, then the one with the fewest cells, then the largest difference."""
    order = ("error", "warning", "information")
    return order.index(case.severity), len(case.effects), -abs(case.difference), case.finding_id


def _ask(connection: Connection, second_opinion: SecondOpinion) -> dict[str, tuple[str, str | None]]:
    """For every cell of a failing case what was read first and what the second reader finds."""
    cells = [_cell(row) for row in connection.execute(CELLS).fetchall()]
    read_again = second_opinion(cells)
    return {cell.fact_id: (cell.text, read_again.get(cell.fact_id)) for cell in cells}


def _cell(row: Sequence[Any]) -> DoubtedCell:
    fact_id, document_id, path, page, grid_no, row_no, column_no, x0, top, x1, bottom, text, method = row
    box = None if x0 is None else (x0, top, x1, bottom)
    return DoubtedCell(fact_id, document_id, path, page, grid_no, row_no, column_no, box, text, method)


def _with_suspect(named: _Named, facts: Sequence[str], opinions: Mapping[str, tuple[str, str | None]]) -> _Named:
    """Reader when the second reader sees something else in the suspect cell (or any cell), publisher when it agrees."""
    asked = [named.suspect_fact_id] if named.suspect_fact_id else list(facts)
    known = {
        fact_id: opinions[fact_id] for fact_id in asked if fact_id in opinions and opinions[fact_id][1] is not None
    }
    differing = [(first, second) for first, second in known.values() if _plain(first) != _plain(second or "")]
    if differing:
        said = "；".join(f"“{first}”读作“{second}”" for first, second in differing[:3])
        return replace(named, suspect="reader", suspect_reason=f"第二读法不一致：{said}")
    if asked and len(known) == len(asked):
        return replace(named, suspect="publisher", suspect_reason="第二读法所读相同")
    return replace(named, suspect_reason="第二读法未能复核全部单元格") if opinions else named


def _plain(text: str) -> str:
    return "".join(text.split()).replace(",", "").replace("，", "")


def _write(connection: Connection, named: Sequence[_Named]) -> None:
    table = pa.table(
        {
            "finding_id": pa.array([n.finding_id for n in named], pa.string()),
            "root_finding_id": pa.array([n.root_finding_id for n in named], pa.string()),
            "suspect_fact_id": pa.array([n.suspect_fact_id for n in named], pa.string()),
            "healing_yuan": pa.array([n.healing_yuan for n in named], pa.decimal128(24, 3)),
            "suspect": pa.array([n.suspect for n in named], pa.string()),
            "suspect_reason": pa.array([n.suspect_reason for n in named], pa.string()),
        }
    )
    with registered(connection, "named", table):
        connection.execute(UPDATE)
