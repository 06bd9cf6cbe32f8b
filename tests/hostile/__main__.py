"""``python -m tests.hostile [--only EXPRESSION] [--reasons]``: all hostile inputs through a refresh, and what came of them.

The exit code is 1 when an input was lost, hung, crashed the parent, or has an outcome other than it must have.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from pipelines.settings import Limits
from tests.aligned import aligned
from tests.hostile.catalogue import cases
from tests.hostile.run import Outcome, Run, faults, run
from tests.resources import MEGABYTE


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the chosen cases and print the table; 1 when anything is not as it must be."""
    options = _options(arguments)
    limits = Limits(seconds=options.seconds, memory_bytes=options.memory * MEGABYTE)
    chosen = [case for case in cases(options.fast) if _is_chosen(shown(case.name), options)]
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        done = run(chosen, Path(folder), limits, options.workers, not options.unpublished)
    wrong = {outcome.case.name: found for outcome in done.outcomes if (found := faults(outcome, limits))}
    _print(done, wrong, options)
    return 1 if wrong else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.hostile", description=__doc__)
    parser.add_argument("--fast", action="store_true", help="only the short selection")
    parser.add_argument("--only", default="", help="only cases whose name matches this expression")
    parser.add_argument("--without", default="^$", help="no cases whose name matches this expression")
    parser.add_argument("--seconds", type=float, default=30, help="time limit for one document")
    parser.add_argument("--memory", type=int, default=4096, help="memory limit for one process, MB")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--folder", help="where the inputs are written (a temporary folder in it)")
    parser.add_argument("--unpublished", action="store_true", help="stop before the warehouse is built")
    parser.add_argument("--reasons", action="store_true", help="also print the outcome and reason of every input")
    return parser.parse_args(arguments)


def _is_chosen(name: str, options: argparse.Namespace) -> bool:
    return bool(re.search(options.only, name)) and not re.search(options.without, name)


def shown(text: str) -> str:
    """A name or reason on one line, with what is no text escaped."""
    return text.encode("utf-8", "backslashreplace").decode().replace("\n", "\\n").replace("\t", "\\t")


def _print(done: Run, wrong: dict[str, list[str]], options: argparse.Namespace) -> None:
    families: defaultdict[str, list[Outcome]] = defaultdict(list)
    for outcome in done.outcomes:
        families[outcome.case.family].append(outcome)
    header = ("inputs", "number", "read", "partly", "quarantined", "lost", "slowest s", "not as it must be")
    rows = [_row(family, outcomes, wrong) for family, outcomes in families.items()]
    say(aligned(header, [*rows, _row("all", done.outcomes, wrong)]))
    peak = done.peak
    say(
        f"{done.seconds:.0f} s in all with {options.workers} workers; limits {options.seconds:.0f} s and {options.memory} MB "
        f"a document; peak memory {peak.worker // MEGABYTE} MB in a worker, {peak.parent // MEGABYTE} MB in the parent"
    )
    if options.reasons:
        for one in done.outcomes:
            say(shown(f"{one.case.name}: {one.status} {one.seconds:.1f} s {'; '.join(one.reasons)[:300]}"))
    for name, found in wrong.items():
        say(shown(f"{name}: {'; '.join(found)}"))


def _row(name: str, outcomes: Sequence[Outcome], wrong: dict[str, list[str]]) -> tuple[str, ...]:
    statuses = [outcome.status for outcome in outcomes]
    counts = (str(statuses.count(status)) for status in ("read", "partly_read", "quarantined", "lost"))
    slowest = max(outcome.seconds for outcome in outcomes)
    bad = sum(outcome.case.name in wrong for outcome in outcomes)
    return (name, str(len(outcomes)), *counts, f"{slowest:.1f}", str(bad))


def say(text: str) -> None:
    """Print at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
