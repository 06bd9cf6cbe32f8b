"""A refresh may be killed at any moment: started again it comes to the same end, and readers never see half of one.

Another seed every day, so that the moments differ; ``python -m tests.crash KILLS SEED`` repeats one.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.crash.rounds import NAME, Zygote, few_rules, killed_refreshes, write_raw

KILLS = 50


@pytest.mark.slow
def test_killed_refreshes_do_no_harm(tmp_path: Path) -> None:
    seed = datetime.now(UTC).toordinal()
    outcome = killed_refreshes(tmp_path, KILLS, seed)
    assert not outcome.faults, f"seed {seed}: {outcome.faults}"
    assert sum(outcome.kills.values()) == KILLS
    assert len(outcome.kills) > 5, "killed in steps of every kind"
    assert outcome.looks["before"] > 0
    assert outcome.looks["after"] >= outcome.rounds
    assert outcome.left_behind == 0, "a killed refresh leaves no process behind"


@pytest.mark.slow
def test_a_refresh_that_ends_before_it_is_killed_has_ended(tmp_path: Path) -> None:
    before, _ = write_raw(tmp_path / "raw")
    with Zygote(few_rules(tmp_path / "rules")) as zygote:
        assert zygote.refresh(before, tmp_path / NAME, "publish", delay=5)[0] == 0
        assert zygote.refresh(before, tmp_path / NAME)[0] == 0
