"""``python -m tests.crash [KILLS] [SEED]``: kill 50 refreshes at random moments and say what readers and the end were like."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.crash.rounds import killed_refreshes


def main(kills: int = 50, seed: int = 20261121) -> int:
    """Print the outcome; 1 when anything was not as it should be."""
    with tempfile.TemporaryDirectory() as folder:
        outcome = killed_refreshes(Path(folder), kills, seed)
    by_step = ", ".join(f"{step} {count}" for step, count in sorted(outcome.kills.items()))
    sys.stdout.write(
        f"{sum(outcome.kills.values())} refreshes killed in {outcome.rounds} rounds, {outcome.seconds:.0f} s: {by_step}\n"
        f"the reader saw the old state {outcome.looks['before']} times, the new one {outcome.looks['after']} times\n"
        f"processes left behind: {outcome.left_behind}\n"
    )
    for fault in outcome.faults:
        sys.stdout.write(f"FAULT {fault}\n")
    return 1 if outcome.faults or outcome.left_behind else 0


if __name__ == "__main__":
    sys.exit(main(*(int(argument) for argument in sys.argv[1:])))
