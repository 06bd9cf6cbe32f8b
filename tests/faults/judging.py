"""What the rules find in variants: all in scratch warehouses, each variant a body of its own, compared with its clean one.

Every variant is checked alone: rules across documents see no other document of its body, so that faults do not meet.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from pipelines.checks import run_rules
from pipelines.checks.suites import load_suites
from pipelines.records import core
from pipelines.records.reading import RELATION_OF
from pipelines.warehouse import across, layers
from pipelines.warehouse.connection import Connection, open_scratch
from pipelines.warehouse.lists import replace_lists
from pipelines.warehouse.relations import create_stored
from pipelines.warehouse.rows import insert_records
from tests.faults.fault import Variant

ROOT = Path(__file__).resolve().parents[2]
RULES = ROOT / "expectations"
BATCH = 300
"""Variants in one warehouse; bounds the memory."""
SEEN = datetime(2026, 1, 1)

APART = """
update core.document set organization_id = organization_id || '.' || left(document_id, 16);
insert into core.organization by name
select o.* replace (d.organization_id as organization_id)
from core.document d join core.organization o on o.organization_id = split_part(d.organization_id, '.', 1)
where contains(d.organization_id, '.');
"""
FAILING = """
select document_id, rule_id, severity, keys, difference_yuan, list_concat(left_fact_ids, right_fact_ids), suspect_fact_id, message
from quality.finding where verdict = 'fails'
"""
# An amount or sentence is covered where a rule was tried on it that says what it must be, not only what it may not exceed.
TRIED = """
select distinct document_id, rule_id, list_concat(left_fact_ids, right_fact_ids)
from quality.finding f join quality.rule r using (rule_id)
where f.verdict in ('holds', 'holds_within_rounding') and r.tolerance <> 'at_most' and r.severity <> 'information'
"""


@dataclass(frozen=True, slots=True)
class Found:
    """One failing finding of a variant; identifiers without the document's own beginning."""

    rule_id: str
    severity: str
    keys: str
    difference: str
    cells: tuple[str, ...]
    suspect: str | None
    message: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A variant with what was found, and which cells and claims rules had tried."""

    variant: Variant
    findings: tuple[Found, ...]
    together: tuple[frozenset[str], ...]
    """The cells and claims that a case which held compared with one another, case by case."""
    read: frozenset[tuple[str, str]] = frozenset()
    """Pairs of a claim and a property of it on which the outcome of a rule that was tried on it depends."""

    @property
    def tried(self) -> frozenset[str]:
        """All cells and claims on which a case held."""
        return frozenset().union(*self.together)


def judge(variants: Sequence[Variant]) -> Iterator[Judged]:
    """All variants in their order."""
    for first in range(0, len(variants), BATCH):
        yield from _judge_batch(variants[first : first + BATCH])


def _judge_batch(variants: Sequence[Variant]) -> list[Judged]:
    with open_scratch() as connection:
        _load(connection, variants)
        run_rules(connection, "faults", [RULES])
        found: dict[str, list[Found]] = defaultdict(list)
        for document_id, *values in connection.execute(FAILING).fetchall():
            found[document_id].append(_found(document_id, values))
        together: dict[str, list[frozenset[str]]] = defaultdict(list)
        read: dict[str, set[tuple[str, str]]] = defaultdict(set)
        reads = {rule.rule_id: rule.reads for suite in load_suites([RULES]) for rule in suite.rules}
        for document_id, rule_id, cells in connection.execute(TRIED).fetchall():
            case = frozenset(_own(document_id, cell) for cell in cells)
            together[document_id].append(case)
            read[document_id].update((own, name) for own in case for name in reads[rule_id])
    return [
        Judged(one, tuple(found[one.document_id]), tuple(together[one.document_id]), frozenset(read[one.document_id]))
        for one in variants
    ]


def _load(connection: Connection, variants: Iterable[Variant]) -> None:
    create_stored(connection)
    replace_lists(connection)
    records: dict[str, list[Any]] = defaultdict(list)
    for variant in variants:
        records["document"].append(replace(variant.reading.document, first_seen_at=SEEN))
        for relation, rows in variant.reading.rows.items():
            records[relation] += rows
    for relation, rows in records.items():
        kind = core.DocumentRecord if relation == "document" else type(rows[0])
        assert RELATION_OF[kind] == relation
        insert_records(connection, f"core.{relation}", kind, rows)
    across.assign_organizations(connection)
    for statement in APART.strip().split(";")[:-1]:
        connection.execute(statement)
    across.assign_versions(connection)
    layers.rebuild(connection, ROOT / "sql", ("core", "stg", "int"))


def _found(document_id: str, values: Sequence[Any]) -> Found:
    rule_id, severity, keys, difference, cells, suspect, message = values
    own = tuple(_own(document_id, cell) for cell in cells)
    return Found(rule_id, severity, _own(document_id, keys), str(difference), own,
                 _own(document_id, suspect) if suspect else None, message)  # fmt: skip


def _own(document_id: str, text: str) -> str:
    """An identifier without the sixteen characters that tell the document."""
    return text.replace(f"{document_id[:16]}.", "").replace(document_id, "")
