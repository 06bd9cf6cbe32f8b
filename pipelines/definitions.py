"""Dagster's way in: ``dagster dev -m pipelines.definitions``. Assembly only."""

from __future__ import annotations

import dagster as dg

from pipelines.defs import assets, automation, checks, outcomes
from pipelines.defs.resources import Workplace

defs = dg.Definitions(
    assets=assets.all_assets(),
    asset_checks=[checks.rule_suites, checks.nothing_in_quarantine, checks.structure],
    jobs=[automation.refresh_job],
    schedules=[automation.nightly],
    sensors=[automation.raw_folder_changed, outcomes.run_failed, outcomes.run_succeeded],
    resources={"workplace": Workplace()},
)
