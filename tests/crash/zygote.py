"""``python -m tests.crash.zygote``: forks one refresh per line of input, so that the slow imports are paid once.

Input: one JSON object per line with ``raw``, ``warehouse``, ``rules`` (a folder in place of the package's own) and ``pool`` (read
in worker processes as a refresh does; else in this process, for refreshes that are killed when reading is long over).
Output: ``pid N``, then ``step NAME`` as the refresh comes to its steps, then ``exit N`` (negative: the signal that killed it).
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipelines.flow.workers import Task
    from pipelines.records.reading import Reading


def say(text: str) -> None:
    """One line, in one write, so that lines of parent and child never mix."""
    os.write(1, f"{text}\n".encode())


def read_here(tasks: Sequence[Task]) -> Iterator[Reading]:
    """Reading without worker processes."""
    from pipelines.flow.reading import read_document

    for task in tasks:
        yield read_document(task.path, task.raw)


def refresh_once(job: dict[str, Any]) -> int:
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
        settings = Settings(Path(job["raw"]), Path(job["warehouse"]), workers=1)
        refresh(settings, watch=watch, reader=None if job["pool"] else read_here)
    except Exception:  # noqa: BLE001 - the test must see what went wrong in the child
        traceback.print_exc()
        return 1
    return 0


def wait_for(child: int) -> int:
    """How ``child`` ended, which is left unreaped: whoever kills it a moment late must meet it, not another process."""
    ended = os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
    assert ended is not None
    return ended.si_status if ended.si_code == os.CLD_EXITED else -ended.si_status


def main() -> None:
    """Load everything, then fork for each line."""
    from pipelines import facts, grids, statements  # noqa: F401 - loaded for the children
    from pipelines.checks import run_rules  # noqa: F401 - loaded for the children
    from pipelines.checks.validate import _expectations
    from pipelines.documents import sheet, web  # noqa: F401 - loaded for the children
    from pipelines.flow import refresh  # noqa: F401 - loaded for the children
    from pipelines.settings import reader_version

    _expectations()
    reader_version()
    say("ready")
    child = 0
    for line in sys.stdin:
        if child:
            os.waitpid(child, 0)
        child = os.fork()
        if child == 0:
            os._exit(refresh_once(json.loads(line)))
        say(f"pid {child}")
        say(f"exit {wait_for(child)}")


if __name__ == "__main__":
    main()
