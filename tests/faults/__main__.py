"""``python -m tests.faults [--each N] [--samples]``: runs the fault benchmark, prints it, rewrites ``docs/faults.md``.

``--samples`` leaves the published documents in ``../shared`` out, also where they are there.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.conftest import SHARED
from tests.faults import counting, judging, page, reading

EACH = 3
"""Faults of each kind per sample, where it has room for so many; twice as many of each kind in sentences."""
PAGE = Path(__file__).resolve().parents[2] / "docs" / "faults.md"


def main() -> None:
    """Read, judge, count, print and write."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--each", type=int, default=EACH)
    parser.add_argument("--samples", action="store_true")
    given = parser.parse_args()
    published = SHARED / "disclosures"
    shared = published if published.is_dir() and not given.samples else None
    variants = []
    for read in reading.read_all(given.each, shared):
        variants += read
        _say(f"{len(variants)} documents read, the last of {read[0].source}")
    judged = list(judging.judge(variants))
    text = page.write(judged, counting.count(judged))
    PAGE.write_text(text, "utf-8")
    _say(text)


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
