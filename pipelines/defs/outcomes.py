"""After a run: its summary is written and posted, whether it succeeded or failed. The summary itself is ``flow``'s."""

from datetime import UTC, datetime

import dagster as dg

from pipelines.defs.automation import refresh_job
from pipelines.defs.resources import Workplace
from pipelines.flow.outcome import FailedStep, Outcome, write_outcome

STATUS = {dg.DagsterRunStatus.SUCCESS: "success", dg.DagsterRunStatus.FAILURE: "failure"}
HIDDEN = "."
"""Tags that Dagster keeps for itself begin so."""


@dg.run_failure_sensor(
    monitored_jobs=[refresh_job], default_status=dg.DefaultSensorStatus.RUNNING, description="失败的运行写出摘要"
)
def run_failed(context: dg.RunFailureSensorContext, workplace: Workplace) -> None:
    """Write the summary of a failed run: which step, which error."""
    failed = [_failed_step(event) for event in context.get_step_failure_events()]
    _write(context, workplace, failed or [FailedStep("run", context.failure_event.message or "")])


@dg.run_status_sensor(
    run_status=dg.DagsterRunStatus.SUCCESS,
    monitored_jobs=[refresh_job],
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="成功的运行写出摘要",
)
def run_succeeded(context: dg.RunStatusSensorContext, workplace: Workplace) -> None:
    """Write the summary of a run that succeeded."""
    _write(context, workplace, [])


def _failed_step(event: dg.DagsterEvent) -> FailedStep:
    error = event.step_failure_data.error
    # The first line of the innermost cause says what a person can act on.
    while error is not None and error.cause is not None:
        error = error.cause
    return FailedStep(event.step_key or "run", error.message.strip() if error else "")


def _write(context: dg.RunStatusSensorContext, workplace: Workplace, failed: list[FailedStep]) -> None:
    run = context.dagster_run
    record = context.instance.get_run_record_by_id(run.run_id)
    outcome = Outcome(
        run_id=run.run_id,
        job=run.job_name,
        status=STATUS[run.status],
        started_at=_iso(record.start_time if record else None),
        ended_at=_iso(record.end_time if record else None),
        failed_steps=failed,
        tags={name: value for name, value in run.tags.items() if not name.startswith(HIDDEN)},
    )
    summary = write_outcome(workplace.settings(), outcome)
    context.log.info(f"summary: {workplace.settings().summaries}; webhook: {summary.get('webhook', 'none')}")


def _iso(seconds: float | None) -> str | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
