"""``python -m tests.crash.zygote``: forks one refresh per line of input, so that the slow imports are paid once.

Input: one JSON object per line with ``raw``, ``warehouse`` and ``rules`` (a folder in place of the package's own).
Output: ``pid N``, then ``step NAME`` as the refresh comes to its steps, then ``exit N`` (negative: the signal that killed it).
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from pathlib import Path


def say(text: str) -> None:
    """One line, in one write, so that lines of parent and child never mix."""
    os.write(1, f"{text}\n".encode())


def refresh_once(job: dict[str, str]) -> int:
    """Runs in the child: one refresh; the exit code."""
    from pipelines.flow.refresh import refresh
    from pipelines.settings import Settings

    Settings.rule_folders = property(lambda _: (Path(job["rules"]),))  # type: ignore[method-assign, assignment]
    seen: list[str] = []

    def watch(progress: object) -> None:
        step = str(progress.step)  # type: ignore[attr-defined]
        if step not in seen:
            seen.append(step)
            say(f"step {step}")

    try:
        refresh(Settings(Path(job["raw"]), Path(job["warehouse"]), workers=1), watch=watch)
    except Exception:  # noqa: BLE001 - the test must see what went wrong in the child
        traceback.print_exc()
        return 1
    return 0


def main() -> None:
    """Load everything, then fork for each line."""
    from pipelines.checks import run_rules  # noqa: F401 - loaded for the children
    from pipelines.checks.validate import _expectations
    from pipelines.flow import refresh  # noqa: F401 - loaded for the children

    _expectations()
    say("ready")
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            os._exit(refresh_once(json.loads(line)))
        say(f"pid {child}")
        _, status = os.waitpid(child, 0)
        say(f"exit {os.waitstatus_to_exitcode(status)}")


if __name__ == "__main__":
    main()
