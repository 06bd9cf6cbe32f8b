"""``python -m tests.soak [--documents 5000] [--page docs/soak.md] [--folder F] [--json FILE]``: nights of an office.

What each cost is printed and, with ``--page``, written as a page.

The first night everything is new, the second nothing has changed, the third a hundredth was published again, a few were
taken down and a few are damaged, the fourth nothing has changed. Each night is a process of its own, as in an office.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.bench.machine import machine
from tests.soak.changes import change, write_documents
from tests.soak.page import page, table

AGAIN, REMOVED, CORRUPT = 0.01, 10, 20


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the nights and print what they cost; 1 when a night did not come to what it should."""
    options = _options(arguments)
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        outcome = soak(Path(name), options.documents, options.workers, not options.every_sample)
    if options.json:
        Path(options.json).write_text(json.dumps(outcome, ensure_ascii=False, indent=1), "utf-8")
    if options.page:
        Path(options.page).write_text(page(outcome), "utf-8")
    for fault in outcome["faults"]:
        say(f"FAULT {fault}")
    return 1 if outcome["faults"] else 0


def soak(place: Path, documents: int, workers: int, small: bool = True) -> dict[str, Any]:
    """The four nights in ``place``; what was measured, and what is not as it should be."""
    raw, warehouse = place / "raw", place / "warehouse" / "fiscal.duckdb"
    begun = time.perf_counter()
    write_documents(raw, documents, workers, small)
    outcome: dict[str, Any] = {"machine": machine(), "documents": documents, "workers": workers}
    outcome["typeset_s"] = time.perf_counter() - begun
    say("; ".join(f"{name} {value}" for name, value in outcome["machine"].items()))
    nights: dict[str, dict[str, Any]] = {}
    nights["all new"] = _night(raw, warehouse, workers)
    nights["nothing changed"] = _night(raw, warehouse, workers)
    done = change(raw, max(1, int(documents * AGAIN)), REMOVED, CORRUPT)
    outcome["changed"] = {name: len(getattr(done, name)) for name in ("again", "removed", "corrupt")}
    nights["1 % changed"] = _night(raw, warehouse, workers)
    nights["nothing changed again"] = _night(raw, warehouse, workers)
    say(table(nights))
    outcome["nights"] = nights
    outcome["load"] = ", ".join(f"{load:.1f}" for load in os.getloadavg())
    outcome["faults"] = faults(nights, documents, outcome["changed"])
    return outcome


def faults(nights: dict[str, dict[str, Any]], documents: int, changed: dict[str, int]) -> list[str]:
    """What is not as it should be after these nights."""
    touched = changed["again"] + changed["corrupt"]
    expected = {
        "all new": (documents, 0, documents),
        "nothing changed": (documents, 0, 0),
        "1 % changed": (documents - changed["removed"], changed["corrupt"], touched),
        "nothing changed again": (documents - changed["removed"], changed["corrupt"], 0),
    }
    found = {name: (night["present"], night["quarantined"], night["read"]) for name, night in nights.items()}
    wrong = [f"{name}: {found[name]} instead of {expected[name]}" for name in expected if found[name] != expected[name]]
    third = nights["1 % changed"]
    if third["versions"] != changed["again"]:
        wrong.append(f"{third['versions']} new versions instead of {changed['again']}")
    if third["revised"] != changed["again"]:
        wrong.append(f"{third['revised']} changed figures instead of {changed['again']}")
    if third["withdrawn"] != changed["removed"] + touched:
        wrong.append(f"{third['withdrawn']} withdrawn instead of {changed['removed'] + touched}")
    return wrong


def _night(raw: Path, warehouse: Path, workers: int) -> dict[str, Any]:
    """One refresh in a process of its own. Raises ``CalledProcessError`` when it fails."""
    job = {"raw": str(raw), "warehouse": str(warehouse), "workers": workers}
    command = [sys.executable, "-m", "tests.soak.night", json.dumps(job)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    say(json.dumps(found))
    return found


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--documents", type=int, default=5000)
    parser.add_argument("--every-sample", action="store_true", help="long documents too: takes several times as long")
    parser.add_argument("--page", help="write the page about it to this file (docs/soak.md)")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--folder", help="where everything is made (a temporary folder in it)")
    parser.add_argument("--json", help="write everything measured to this file")
    return parser.parse_args(arguments)


def say(text: str) -> None:
    """Print a line at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
