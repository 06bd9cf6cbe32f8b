"""``python -m tests.bench [--long] [--parts …] [--json FILE]``: what reading, refreshing and checking cost on this machine."""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.aligned import aligned
from tests.bench.corpus import folder, named
from tests.bench.machine import machine
from tests.bench.prose import prose_of_a_refresh
from tests.bench.readers import Comparison, compare
from tests.bench.rooms import Rooms, by_room
from tests.bench.variants import write_variants

FACTS = 1_000_000


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure what is asked for and print it; nothing here fails for being slow."""
    options = _options(arguments)
    outcome: dict[str, Any] = {"machine": machine(), "corpus": named()}
    say("; ".join(f"{name} {value}" for name, value in outcome["machine"].items()))
    say(f"corpus: {outcome['corpus']}")
    if "readers" in options.parts:
        outcome["readers"] = asdict(compared := compare(options.rounds, options.pages))
        _print_readers(compared)
    if "rooms" in options.parts:
        outcome["rooms"] = asdict(rooms := by_room())
        _print_rooms(rooms)
    with _workplace(options.folder) as place:
        if "refresh" in options.parts:
            outcome["refresh"] = _refresh(place, options.workers)
        if "prose" in options.parts:
            outcome["prose"] = asdict(cost := prose_of_a_refresh(place, options.workers, _child))
            say()
            say(cost.said)
        if options.long:
            outcome["scale"] = _scale(place, options.documents, options.workers)
        if "rules" in options.parts:
            outcome["rules"] = _rules(place, options.workers)
    if options.json:
        Path(options.json).write_text(json.dumps(outcome, ensure_ascii=False, indent=1), "utf-8")


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--long", action="store_true", help="also refreshes of 10 to 2,000 documents (half an hour)")
    parser.add_argument("--json", help="write everything measured to this file")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of the comparison of readers")
    parser.add_argument("--pages", type=int, default=6, help="table pages of each document in it, at most")
    parser.add_argument("--workers", type=int, default=2, help="processes of a refresh")
    parser.add_argument("--documents", type=int, nargs="+", default=[10, 100, 500, 2000], help="sizes for --long")
    parser.add_argument(
        "--parts",
        nargs="*",
        default=["readers", "rooms", "refresh", "prose", "rules"],
        help=f"only these; rules over {FACTS:,} facts take ten minutes",
    )
    parser.add_argument("--folder", help="where warehouses are made (a temporary folder in it)")
    return parser.parse_args(arguments)


@contextmanager
def _workplace(parent: str | None) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=parent) as name:
        yield Path(name)


def _print_readers(found: Comparison) -> None:
    say()
    say(f"{found.pages} table pages of {found.documents} documents, {found.rounds} rounds in turns, middle round")
    rows = [
        (name, f"{speed.middle:.1f}", f"{speed.slowest:.1f} to {speed.fastest:.1f}", f"{speed.cpu:.1f}")
        for name, speed in (("mingzhang", found.ours), ("pdfplumber", found.second))
    ]
    say(aligned(("reader", "pages/s", "all rounds", "pages per CPU s"), rows))
    say(
        f"mingzhang reads {found.ratio_wall:.1f} times as many pages per second, {found.ratio:.1f} times per CPU second"
    )


def _print_rooms(found: Rooms) -> None:
    whole = sum(found.seconds.values())
    say()
    say(
        f"{found.documents} documents, {found.pages} pages, {found.amounts} amounts, {found.claims} claims in sentences"
    )
    rows = [
        (room, f"{spent:.2f}", f"{1000 * spent / found.pages:.2f}", f"{100 * spent / whole:.1f}")
        for room, spent in [*found.seconds.items(), ("all", whole)]
    ]
    say(aligned(("room", "CPU s", "ms/page", "% of reading"), rows))


def _child(**job: Any) -> dict[str, Any]:
    """Do a job in a process of its own. Raises ``CalledProcessError`` with what it said when it fails."""
    command = [sys.executable, "-m", "tests.bench.child", json.dumps(job)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    outcome: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return outcome


def _refresh(place: Path, workers: int) -> list[dict[str, Any]]:
    """A refresh of the corpus from nothing, and once more with nothing changed."""
    job = {"job": "refresh", "raw": str(folder()), "warehouse": str(place / "corpus" / "fiscal.duckdb")}
    runs = [_child(**job, workers=workers) for _ in range(2)]
    say()
    say(f"refresh with {workers} workers")
    say(aligned(REFRESH, [_refresh_row(name, run) for name, run in zip(("all new", "unchanged"), runs, strict=True)]))
    return runs


REFRESH = (
    "refresh", "documents", "pages", "amounts", "s", "documents/s", "read s", "check s", "other s", "CPU s",
    "ms/page read", "ms/page all", "CPU ms/page", "MB parent", "MB worker",
)  # fmt: skip


def _refresh_row(name: str, run: dict[str, Any]) -> tuple[str, ...]:
    seconds, read, check = run["seconds"], run["steps"].get("read", 0.0), run["steps"].get("check", 0.0)
    pages = max(1, run["pages"])
    return (
        name,
        str(run["documents"]),
        str(run["pages"]),
        str(run["amounts"]),
        f"{seconds:.1f}",
        f"{run['documents'] / seconds:.1f}",
        f"{read:.1f}",
        f"{check:.1f}",
        f"{seconds - read - check:.1f}",
        f"{run['cpu_seconds']:.1f}",
        f"{1000 * read / pages:.1f}",
        f"{1000 * seconds / pages:.1f}",
        f"{1000 * run['cpu_seconds'] / pages:.1f}",
        str(run["peak_parent_mb"]),
        str(run["peak_worker_mb"]),
    )


def _scale(place: Path, sizes: Sequence[int], workers: int) -> list[dict[str, Any]]:
    """Refreshes from nothing of more and more documents."""
    runs = []
    say()
    say(f"refresh of typeset documents with {workers} workers, from nothing each time")
    for size in sizes:
        here = place / f"{size}"
        write_variants(here / "raw", size)
        run = _child(job="refresh", raw=str(here / "raw"), warehouse=str(here / "fiscal.duckdb"), workers=workers)
        runs.append({"size": size, **run})
        shutil.rmtree(here)
        say(aligned(REFRESH, [_refresh_row("all new", run)]))  # the next size takes several times as long
    return runs


def _rules(place: Path, workers: int) -> dict[str, Any]:
    """All rules over many facts, in one process."""
    warehouse = place / "rules" / "fiscal.duckdb"
    _child(job="refresh", raw=str(folder()), warehouse=str(warehouse), workers=workers)
    found = _child(job="rules", warehouse=str(warehouse), facts=FACTS)
    cases = ", ".join(f"{verdict} {count:,}" for verdict, count in sorted(found["cases"].items()))
    say()
    say(
        f"{found['rules']} rules over {found['facts']:,} facts of {found['documents']:,} documents in one process: "
        f"{found['rules_seconds']:.1f} s (relations before them {found['relations_seconds']:.1f} s), "
        f"peak memory {found['peak_mb']:,} MB"
    )
    say(f"findings: {cases}")
    return found


def say(text: str = "") -> None:
    """Print a line at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
