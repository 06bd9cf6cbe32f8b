"""Asset checks: one per suite of rules, one for quarantine, one for structure. Counts come from the warehouse."""

from collections.abc import Iterator
from typing import Any

import dagster as dg

from pipelines import settings
from pipelines.checks.structure import STRUCTURE
from pipelines.checks.suites import Suite, load_suites
from pipelines.defs.assets import QUARANTINED
from pipelines.defs.resources import Workplace
from pipelines.flow import steps

COUNT = """
select count(*) from quality.finding f join quality.rule r using (rule_id)
where r.suite = '{suite}' and f.verdict = '{verdict}'{more}
"""
ERRORS = " and f.severity = 'error'"


def suites() -> tuple[Suite, ...]:
    """The suites whose rules are about what publishers print."""
    return tuple(suite for suite in load_suites([settings.resource("expectations")]) if suite.name != STRUCTURE)


@dg.multi_asset_check(
    specs=[dg.AssetCheckSpec(suite.name, asset="findings", description=suite.title_zh) for suite in suites()],
    can_subset=True,
)
def rule_suites(context: dg.AssetCheckExecutionContext, workplace: Workplace) -> Iterator[dg.AssetCheckResult]:
    """A suite passes when none of its rules fails as an error; a publisher's error is a warning for the pipeline."""
    place = workplace.settings()
    wanted = {key.name for key in context.selected_asset_check_keys}
    for suite in suites():
        if suite.name in wanted:
            yield _suite_result(place, suite)


def _suite_result(place: settings.Settings, suite: Suite) -> dg.AssetCheckResult:
    errors, fails, holds, unevaluated = steps.counts(
        place,
        [
            COUNT.format(suite=suite.name, verdict="fails", more=ERRORS),
            COUNT.format(suite=suite.name, verdict="fails", more=""),
            COUNT.format(suite=suite.name, verdict="holds", more=""),
            COUNT.format(suite=suite.name, verdict="not_evaluated", more=""),
        ],
    )
    metadata: dict[str, Any] = {"errors": errors, "fails": fails, "holds": holds, "not_evaluated": unevaluated}
    return dg.AssetCheckResult(
        passed=errors == 0,
        check_name=suite.name,
        asset_key="findings",
        severity=dg.AssetCheckSeverity.WARN,
        metadata=metadata,
    )


@dg.asset_check(asset="facts", description="没有文件被隔离 | no document is in quarantine")
def nothing_in_quarantine(workplace: Workplace) -> dg.AssetCheckResult:
    """A document in quarantine is a warning: the run goes on and the others are read."""
    count = steps.counts(workplace.settings(), [QUARANTINED])[0]
    return dg.AssetCheckResult(passed=count == 0, severity=dg.AssetCheckSeverity.WARN, metadata={"quarantined": count})


@dg.asset_check(asset="facts", blocking=True, description="结构成立 | keys, references and vocabularies hold")
def structure(workplace: Workplace) -> dg.AssetCheckResult:
    """What was published is sound; the build itself refuses to publish what is not."""
    faults = steps.published_faults(workplace.settings())
    return dg.AssetCheckResult(
        passed=not faults, severity=dg.AssetCheckSeverity.ERROR, metadata={"faults": faults or ["none"]}
    )
