"""When the pipeline runs: every night, and when the raw folder has changed. Decisions only."""

import hashlib
from pathlib import Path

import dagster as dg

from pipelines import settings
from pipelines.defs.resources import Workplace
from pipelines.intake.scan import MANIFEST, walk

refresh_job = dg.define_asset_job(
    "refresh",
    selection=dg.AssetSelection.all(),
    executor_def=dg.in_process_executor,
    tags={"product": "mingzhang"},  # steps are tried again by their own policy; a run that failed for good is not
    description="读取变化的文件，重建、核查并发布 | read what changed, rebuild, check and publish",
)
nightly = dg.ScheduleDefinition(
    name="nightly",
    job=refresh_job,
    cron_schedule=settings.load().schedule,
    execution_timezone="Asia/Shanghai",
    description="每日凌晨刷新 | every night",
)


@dg.sensor(job=refresh_job, minimum_interval_seconds=60, description="原始文件有增改即刷新 | new or changed raw files")
def raw_folder_changed(context: dg.SensorEvaluationContext, workplace: Workplace) -> dg.SensorResult | dg.SkipReason:
    """Ask for a run when names, sizes or times of raw files differ from the last look; the cursor is their digest."""
    raw = workplace.settings().raw
    if not raw.is_dir():
        return dg.SkipReason(f"原始文件夹不存在：{raw}")
    state = folder_state(raw)
    if state == context.cursor:
        return dg.SkipReason("原始文件没有变化")
    return dg.SensorResult(run_requests=[dg.RunRequest(run_key=state, tags={"raw_state": state})], cursor=state)


def folder_state(raw: Path) -> str:
    """Digest of names, sizes and times of change of all raw files and the manifest."""
    digest = hashlib.sha256()
    for path in [*walk(raw), raw / MANIFEST]:
        if path.is_file():
            found = path.stat()
            digest.update(f"{path.relative_to(raw).as_posix()}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:16]
