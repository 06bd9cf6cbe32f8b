"""Which documents the rules are tried on, and in which parts.

Documents that rules may hold against each other form a group: those of one body, versions of each other, and those that a
rule of reach ``all`` compares. A group in which nothing has changed since the rules were last tried on it keeps its findings;
the others are tried again whole. Groups are packed into parts of limited size, so that memory does not grow with their
number. What has changed is told by digests (``quality.checked``); nothing is tried here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipelines.records.quality import CheckedRecord
from pipelines.warehouse.connection import Connection
from pipelines.warehouse.rows import insert_records

LARGEST = 40_000
"""Amounts and claims in a part; a group that has more is a part of its own."""

# Everything that a verdict may depend on: what was read, what is known of the document, corrections, the rules themselves.
NOW = """
with counted as (
  select document_id, count(*) as n from int.amount group by document_id
  union all
  select document_id, count(*) from int.claim group by document_id
),
weighed as (
  select document_id, cast(sum(n) as bigint) as n from counted group by document_id
),
corrected as (
  select document_id, string_agg(cast(c as varchar), '|' order by correction_id) as corrections
  from quality.correction c group by document_id
),
ruled as (
  select md5(string_agg(concat_ws('|', rule_id, version, type, severity, tolerance, applies, needs, guard, definition, unavailable),
    '|' order by rule_id)) as rules
  from (select *, suite || category || title_zh as type from quality.rule)
)
select d.document_id, d.organization_id, d.supersedes_document_id, coalesce(w.n, 0),
  md5(concat_ws('|', cast(d as varchar), c.reading_digest, cast(c.conflicts as varchar), k.corrections, r.rules))
from int.document d join core.document c using (document_id) cross join ruled r
left join weighed w using (document_id) left join corrected k using (document_id)
where not d.template_blank order by d.document_id
"""


@dataclass(frozen=True, slots=True)
class Part:
    """Documents that the rules are tried on together."""

    groups: tuple[tuple[str, ...], ...]
    """The documents of each group, which may be tried without the others."""
    is_whole: bool
    """Whether these are all documents there are."""

    @property
    def document_ids(self) -> tuple[str, ...]:
        """All of them, in order."""
        return tuple(document_id for group in self.groups for document_id in group)


@dataclass(frozen=True, slots=True)
class Affected:
    """What a run has to do."""

    parts: tuple[Part, ...]
    gone: tuple[str, ...]
    """Documents that had findings and are none any more."""
    kept: tuple[str, ...]
    """Documents whose findings stay."""
    records: tuple[CheckedRecord, ...]
    """What to remember of every document, whether tried or kept."""

    @property
    def documents(self) -> tuple[str, ...]:
        """The documents that the rules are tried on."""
        return tuple(document_id for part in self.parts for document_id in part.document_ids)


def find_affected(
    connection: Connection, changed_only: bool, related: Iterable[Sequence[str]] = (), doubted: Collection[str] = ()
) -> Affected:
    """What has changed since the rules were last tried, with everything in its groups; all documents unless ``changed_only``.

    ``related``: documents that belong together besides those of one body; ``doubted``: documents to be taken for changed.
    """
    rows = connection.execute(NOW).fetchall()
    groups = _groups([(row[0], row[1], row[2]) for row in rows], related)
    now = {row[0]: CheckedRecord(document_id=row[0], group_id=groups[row[0]], inputs_digest=row[4]) for row in rows}
    before = _remembered(connection) if changed_only else {}
    changed = {key for key in now if now[key] != before.get(key)} | (set(doubted) & set(now))
    gone = set(before) - set(now)
    touched = {record[key].group_id for key in changed | gone for record in (now, before) if key in record}
    affected = [key for key in now if {r[key].group_id for r in (now, before) if key in r} & touched]
    weights = {row[0]: row[3] for row in rows}
    parts = tuple(Part(some, sum(map(len, some)) == len(now)) for some in _packed(affected, groups, weights))
    kept = tuple(sorted(set(now) - set(affected)))
    return Affected(parts, tuple(sorted(gone)), kept, tuple(now.values()))


def remember(connection: Connection, affected: Affected) -> None:
    """Write down what the rules were tried on."""
    connection.execute("delete from quality.checked")
    insert_records(connection, "quality.checked", CheckedRecord, affected.records)


def _remembered(connection: Connection) -> dict[str, CheckedRecord]:
    rows = connection.execute("select document_id, group_id, inputs_digest from quality.checked").fetchall()
    return {row[0]: CheckedRecord(document_id=row[0], group_id=row[1], inputs_digest=row[2]) for row in rows}


def _groups(
    documents: Iterable[tuple[str, str | None, str | None]], related: Iterable[Sequence[str]]
) -> dict[str, str]:
    """For each document the smallest identifier in its group."""
    known: dict[str, str] = {}

    def root(key: str) -> str:
        while known.setdefault(key, key) != key:
            known[key] = known[known[key]]
            key = known[key]
        return key

    def join(keys: Sequence[str]) -> None:
        for key in keys[1:]:
            known[root(key)] = root(keys[0])

    every = list(documents)
    for document_id, organization_id, older_id in every:
        join([key for key in (document_id, older_id, organization_id and f"body {organization_id}") if key])
    for together in related:
        join(together)
    members: dict[str, list[str]] = defaultdict(list)
    for document_id, _, _ in every:
        members[root(document_id)].append(document_id)
    return {document_id: min(group) for group in members.values() for document_id in group}


def _packed(
    affected: Sequence[str], groups: Mapping[str, str], weights: Mapping[str, int]
) -> Iterator[tuple[tuple[str, ...], ...]]:
    """The documents in parts: whole groups, in order, as many as fit."""
    members: dict[str, list[str]] = defaultdict(list)
    for document_id in affected:
        members[groups[document_id]].append(document_id)
    part: list[tuple[str, ...]] = []
    weight = 0
    for _, group in sorted(members.items()):
        more = sum(weights[document_id] for document_id in group)
        if part and weight + more > LARGEST:
            yield tuple(part)
            part, weight = [], 0
        part.append(tuple(group))
        weight += more
    if part:
        yield tuple(part)
