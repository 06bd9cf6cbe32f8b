"""What differs between two runs: documents by the log of runs, facts and findings by two warehouse files.

Reading and comparing only. Changes that a publisher made between two versions of a disclosure are ``mart.revision``; here
the question is what a refresh changed, for whatever reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pipelines.warehouse.connection import Connection, open_reader, open_scratch
from pipelines.warehouse.relations import literal

STATE_AT = """
    select document_id, path, state, reading_digest from quality.run_document
    where run_no <= {run} qualify row_number() over (partition by document_id order by run_no desc) = 1
"""
DOCUMENTS = f"""
    select
        case
            when o.document_id is null then 'added'
            when o.state <> n.state then n.state
            else 'read_otherwise'
        end as change,
        n.document_id, n.path, o.state as state_before, n.state as state_after
    from ({STATE_AT.format(run="$new")}) as n
    left join ({STATE_AT.format(run="$old")}) as o using (document_id)
    where o.document_id is null or o.state <> n.state or o.reading_digest is distinct from n.reading_digest
    order by n.path, n.document_id
"""
FACT_COLUMNS = (
    "amount_text",
    "unit",
    "amount_yuan",
    "statement",
    "row_code",
    "row_name",
    "column_path",
    "measure",
    "fund",
)
FACTS = """
    select
        case when o.fact_id is null then 'added' when n.fact_id is null then 'removed' else 'changed' end as change,
        coalesce(n.document_id, o.document_id) as document_id, coalesce(n.fact_id, o.fact_id) as fact_id,
        coalesce(n.row_name, o.row_name) as row_name, coalesce(n.column_path, o.column_path) as column_path,
        concat_ws(' ', o.amount_text, o.unit) as printed_before, concat_ws(' ', n.amount_text, n.unit) as printed_after,
        o.amount_yuan as yuan_before, n.amount_yuan as yuan_after
    from old.core.published_amount as o
    full join new.core.published_amount as n using (document_id, fact_id)
    where o.fact_id is null or n.fact_id is null or ({different})
    order by all
""".format(different=" or ".join(f"o.{name} is distinct from n.{name}" for name in FACT_COLUMNS))
FINDINGS = """
    select
        case when o.finding_id is null then 'added' when n.finding_id is null then 'removed' else 'changed' end as change,
        coalesce(n.rule_id, o.rule_id) as rule_id, coalesce(n.document_id, o.document_id) as document_id,
        o.verdict as verdict_before, n.verdict as verdict_after,
        o.difference_yuan as difference_before, n.difference_yuan as difference_after,
        coalesce(n.message, o.message) as message
    from old.quality.finding as o
    full join new.quality.finding as n using (finding_id)
    where o.finding_id is null or n.finding_id is null or o.verdict <> n.verdict
        or o.difference_yuan is distinct from n.difference_yuan
    order by all
"""


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of one kind that differ."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]


def runs_of(warehouse: Path) -> list[tuple[int, str]]:
    """Number and identifier of every run that a warehouse remembers, in order."""
    with open_reader(warehouse) as connection:
        return connection.execute("select run_no, run_id from quality.run order by run_no").fetchall()


def changed_documents(warehouse: Path, old: int, new: int) -> Part:
    """Documents added, withdrawn, returned or read otherwise between two runs, by the log that ``warehouse`` carries."""
    with open_reader(warehouse) as connection:
        return _part(connection, "documents", DOCUMENTS, {"old": old, "new": new})


def changed_contents(old: Path, new: Path) -> list[Part]:
    """Facts and findings that differ between two warehouse files."""
    with _both(old, new) as connection:
        return [_part(connection, "facts", FACTS), _part(connection, "findings", FINDINGS)]


@contextmanager
def _both(old: Path, new: Path) -> Iterator[Connection]:
    with open_scratch() as connection:
        for name, path in (("old", old), ("new", new)):
            connection.execute(f"attach {literal(str(path))} as {name} (read_only)")
        yield connection


def _part(connection: Connection, name: str, query: str, parameters: dict[str, int] | None = None) -> Part:
    result = connection.execute(query, parameters)
    columns = tuple(str(column[0]) for column in result.description or ())
    return Part(name, columns, tuple(result.fetchall()))
