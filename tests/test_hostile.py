"""A short selection of hostile inputs through intake, worker processes and the store; all of them: ``python -m tests.hostile``."""

from __future__ import annotations

import gc

import psutil
import pytest

from pipelines.settings import Limits
from tests.hostile import catalogue
from tests.hostile.case import QUARANTINED, READ, TOLD, Case
from tests.hostile.run import Amounts, Outcome, Run, faults, original, run
from tests.resources import MEGABYTE

LIMITS = Limits(seconds=15, memory_bytes=4096 * MEGABYTE)
CASES = catalogue.cases(fast=True)
MOST_PARENT_BYTES = 400 * MEGABYTE
"""What the parent may take beyond what the process held before: it only hands out tasks and writes readings."""


@pytest.fixture(scope="module")
def held_before() -> int:
    gc.collect()
    return int(psutil.Process().memory_info().rss)


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory, held_before: int) -> Run:
    return run(CASES, tmp_path_factory.mktemp("hostile"), LIMITS, workers=2, publish=False)


@pytest.fixture(scope="module")
def outcomes(done: Run) -> dict[str, Outcome]:
    return {outcome.case.name: outcome for outcome in done.outcomes}


@pytest.mark.parametrize("case", CASES, ids=lambda case: ascii(case.name)[1:-1])
def test_a_hostile_input_is_read_or_quarantined_with_a_clear_reason(case: Case, outcomes: dict[str, Outcome]) -> None:
    outcome = outcomes[case.name]
    assert faults(outcome, LIMITS) == [], f"{outcome.status}: {outcome.reasons}"


def test_memory_stays_under_the_limit(done: Run, held_before: int) -> None:
    assert done.peak.worker < LIMITS.memory_bytes
    assert done.peak.parent - held_before < MOST_PARENT_BYTES


def test_there_are_at_least_300_inputs_and_they_are_the_same_each_time() -> None:
    cases = catalogue.cases()
    assert len(cases) >= 300
    again = {case.name: case for case in catalogue.cases()}
    assert all(case.make() == again[case.name].make() for case in CASES)


SAMPLE = "fictitious-department-2023-final.pdf"
CLEAR = "第 3 页：文件已损坏，数字可能缺失"


def told(status: str, reason: str | None, amounts: Amounts | None = None, case: Case | None = None) -> list[str]:
    """The verdict on an outcome that is made up."""
    made = case or Case("flip/x.pdf", bytes, original=SAMPLE)
    outcome = Outcome(
        made, [status], [reason] if reason else [], amounts=original(SAMPLE) if amounts is None else amounts
    )
    return faults(outcome, LIMITS)


def test_an_outcome_as_it_must_be_is_no_fault() -> None:
    assert told("partly_read", CLEAR) == []
    assert told("read", None) == []


def test_an_amount_that_the_original_does_not_have_is_a_fault() -> None:
    invented = original(SAMPLE) + Amounts({("合计", "决算数", "1.23"): 1})
    assert told("partly_read", CLEAR, invented)


def test_amounts_lost_in_silence_are_a_fault_and_told_ones_are_not() -> None:
    assert told("read", None, Amounts())
    assert told("partly_read", CLEAR, Amounts()) == []


@pytest.mark.parametrize(
    "reason",
    ["KeyError: 'x'", "Traceback (most recent call last)", "读取失败：<_io.BytesIO object at 0x7f00aa>", "bad", None],
)
def test_a_reason_that_is_no_sentence_for_people_is_a_fault(reason: str | None) -> None:
    assert told("quarantined", reason)


def test_an_input_of_which_nothing_is_heard_is_a_fault() -> None:
    assert faults(Outcome(Case("x/y", bytes)), LIMITS)


def test_an_outcome_other_than_the_case_demands_is_a_fault() -> None:
    assert told("read", None, case=Case("x/y", bytes, QUARANTINED))
    assert told("quarantined", CLEAR, case=Case("x/y", bytes, READ))
    assert told("read", None, case=Case("x/y", bytes, TOLD))
    assert told("quarantined", CLEAR, case=Case("x/y", bytes, QUARANTINED, ("密码",)))
