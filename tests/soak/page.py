"""The page about a soak, ``docs/soak.md``: what was measured and what it says, every figure from the outcome."""

from __future__ import annotations

from typing import Any

from pipelines.settings import Settings
from tests.resources import MEGABYTE
from tests.soak.cost import Cost

FIRST, SECOND, THIRD, FOURTH = "all new", "nothing changed", "1 % changed", "nothing changed again"
HEAD = ("night", "documents", "read", "quarantined", "amounts", "findings", "s", "CPU s", "read s", "check s", "report s",
        "rest s", "MB parent", "MB worker", "MB warehouse", "MB on disk")  # fmt: skip

PAGE = """# A soak: four nights of an office

`python -m tests.soak` typesets documents, each of another body, refreshes, and looks at what every night costs. First
night: everything is new. Second: nothing has changed. Third: a hundredth was published again with another figure, some
documents were taken down, some are damaged (all but their first bytes is noise). Fourth: nothing has changed. Each night is
a process of its own, with the report, as `mingzhang refresh` does it.

It also counts: how many documents are there, read, quarantined, withdrawn, new versions and changed figures after each
night. A wrong count is an exit code of 1. The command writes this page; every figure below is from that run.

## Measured

{documents:,} documents of at most 12 pages (PDF, .xlsx, web pages; small on purpose: what many documents cost is asked
here, what a long one costs is in [`scale.md`](scale.md)), {workers} workers. Machine: {machine}; load when it ended: {load}.
Typesetting them took {typeset_s:,.0f} s and is not counted.

{table}

Of the third night: {again} published again ({versions} new versions, each linked to the one it replaces), {removed} taken
down, {corrupt} damaged; {withdrawn} withdrawn in all (taken down, or their bytes replaced); {quarantined} in quarantine, the
others untouched by it; {revised} changed figures in `mart.revision`. {faults}

## What it says

- **Nothing changed**: {second_s:.1f} s, {second_cpu:.1f} s of CPU; no document is opened, no file is written.
- **Reading**: {read} documents read in {third_read:.1f} s, against {first_read:,.1f} s for {documents:,}.
- **The rules** are tried where something has changed, with every document that they hold against it (the same body, other
  versions), and nowhere else: {third_check:.1f} s against {first_check:,.1f} s. A floor of it does not depend on the number of
  documents: preparing the queries and Great Expectations itself take about half a minute of CPU.
- **The whole night** takes {third_s:,.1f} s against {first_s:,.1f} s: {share:.1f} % for {changed_share:.1f} % of the documents.
  What is left grows with all documents: copying the file, the relations of `sql/` that have changed, the structure suite.
- **Memory**: {worker} MB for a worker, {first_parent:,} MB for the parent in the first night with {first_findings:,} findings,
  {third_parent:,} MB in the third, of which the database may hold {limit:,} MB (`MINGZHANG_WAREHOUSE_MB`) however many
  documents there are.
- **Disk**: {first_warehouse:,} MB of warehouse after the first night, {third_warehouse:,} MB after the third, in which old
  versions and withdrawn documents stay.
"""


def page(outcome: dict[str, Any]) -> str:
    """The page of what ``soak`` gives."""
    nights, changed = outcome["nights"], outcome["changed"]
    first, second, third = nights[FIRST], nights[SECOND], nights[THIRD]
    machine = ", ".join(f"{name} {value}" for name, value in outcome["machine"].items())
    return PAGE.format(
        **changed,
        documents=outcome["documents"],
        workers=outcome["workers"],
        machine=machine,
        load=outcome["load"],
        typeset_s=outcome["typeset_s"],
        table=table(nights),
        versions=third["versions"],
        withdrawn=third["withdrawn"],
        quarantined=third["quarantined"],
        revised=third["revised"],
        faults="No wrong count." if not outcome["faults"] else "Wrong: " + "; ".join(outcome["faults"]),
        second_s=second["seconds"],
        second_cpu=second["cpu_seconds"],
        read=third["read"],
        third_read=Cost(third).read,
        first_read=Cost(first).read,
        third_check=Cost(third).check,
        first_check=Cost(first).check,
        third_s=third["seconds"],
        first_s=first["seconds"],
        share=100 * third["seconds"] / first["seconds"],
        changed_share=100 * (changed["again"] + changed["removed"] + changed["corrupt"]) / outcome["documents"],
        worker=first["peak_worker_mb"],
        first_parent=first["peak_parent_mb"],
        limit=Settings().warehouse_bytes // MEGABYTE,
        third_parent=third["peak_parent_mb"],
        first_findings=first["findings"],
        first_warehouse=first["warehouse_mb"],
        third_warehouse=third["warehouse_mb"],
    )


def table(nights: dict[str, dict[str, Any]]) -> str:
    """The nights as a table of Markdown."""
    lines = [HEAD, ("--", *["--:"] * (len(HEAD) - 1)), *(_row(name, night) for name, night in nights.items())]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _row(name: str, night: dict[str, Any]) -> tuple[str, ...]:
    cost = Cost(night)
    counts = tuple(f"{night[key]:,}" for key in ("present", "read", "quarantined", "amounts", "findings"))
    times = (night["seconds"], night["cpu_seconds"], cost.read, cost.check, cost.report, cost.rest)
    sizes = tuple(f"{night[key]:,}" for key in ("peak_parent_mb", "peak_worker_mb", "warehouse_mb", "disk_mb"))
    return (name, *counts, *(f"{value:,.1f}" for value in times), *sizes)
