"""The only place that imports Great Expectations: validates cases and says which are unexpected.

Cases come as exact integers (thousandths of a 元), never as floats of 元. The import takes seconds and 300 MB, so it happens
inside the functions that need it.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.checks.annex import make_offline
from pipelines.checks.suites import NO_VIOLATION, SIDES_AGREE, Rule, Suite

if TYPE_CHECKING:
    import pandas as pd

Cases = Callable[[range], "Iterable[pd.DataFrame]"]
"""Gives the cases of a range of rules, piece by piece; without any case one empty piece."""
CONDITION = "column_pair_values.mingzhang_difference_allowed"


class ValidationBrokeError(RuntimeError):
    """Great Expectations reported an exception instead of a result; the message names the rule."""


def unexpected_cases(suites: Sequence[Suite], cases: Cases, docs_folder: Path | None = None) -> set[int]:
    """The ``case_no`` of every case whose difference exceeds what is allowed, as judged by Great Expectations.

    ``cases`` gives for a range of rules, which are numbered over all suites in order, their cases in one or more pieces with
    the integer columns ``case_no``, ``rule_no``, ``difference``, ``allowed``; one piece is judged at a time. With
    ``docs_folder`` the Data Docs of the validation are written there as the audit annex, a page for each piece.
    Raises ``ValidationBrokeError`` when an expectation could not be computed (that would look like a failure without rows).
    """
    import great_expectations as gx

    logging.getLogger("great_expectations").setLevel(logging.WARNING)
    context = _context(gx, docs_folder)
    batch = (
        context.data_sources.add_pandas("warehouse")
        .add_dataframe_asset("cases")
        .add_batch_definition_whole_dataframe("all")
    )
    unexpected: set[int] = set()
    first = 0
    for suite in suites:
        evaluated = [(first + n, rule) for n, rule in enumerate(suite.rules) if rule.unavailable is None]
        numbers = range(first, first + len(suite.rules))
        first = numbers.stop
        if not evaluated:
            continue
        # All at once: adding them one by one writes the growing suite again each time.
        made = gx.ExpectationSuite(
            name=suite.name,
            expectations=[_expectation(number, rule) for number, rule in evaluated],
            meta={"title_zh": suite.title_zh},
        )
        checkpoint = _checkpoint(gx, context, batch, context.suites.add(made), docs_folder)
        for piece in cases(numbers):
            outcome = checkpoint.run(batch_parameters={"dataframe": piece})
            counts = piece["rule_no"].value_counts()
            given = {rule.rule_id: int(counts.get(number, 0)) for number, rule in evaluated}
            for result in outcome.run_results.values():
                unexpected |= _read(result, given)
    if docs_folder is not None:
        make_offline(docs_folder)
    return unexpected


def _context(gx: Any, docs_folder: Path | None) -> Any:
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False, "metric_calculations": False}
    if docs_folder is not None:
        # pages of earlier runs would pile up
        shutil.rmtree(docs_folder, ignore_errors=True)
        site = {
            "class_name": "SiteBuilder",
            "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
            "store_backend": {
                "class_name": "TupleFilesystemStoreBackend",
                "base_directory": str(docs_folder.resolve()),
            },
        }
        context.add_data_docs_site(site_name="annex", site_config=site)
    return context


def _checkpoint(gx: Any, context: Any, batch: Any, suite: Any, docs_folder: Path | None) -> Any:
    definition = context.validation_definitions.add(gx.ValidationDefinition(name=suite.name, data=batch, suite=suite))
    return context.checkpoints.add(
        gx.Checkpoint(
            name=suite.name,
            validation_definitions=[definition],
            actions=_actions(gx, docs_folder),
            result_format={
                "result_format": "COMPLETE",
                "unexpected_index_column_names": ["case_no"],
                "include_unexpected_rows": False,
            },
        )
    )


def _actions(gx: Any, docs_folder: Path | None) -> list[Any]:
    if docs_folder is None:
        return []
    return [gx.checkpoint.UpdateDataDocsAction(name="annex", site_names=["annex"])]


def _expectation(number: int, rule: Rule) -> Any:
    from great_expectations.expectations.row_conditions import Column

    return _expectations()[rule.type](
        column_A="difference",
        column_B="allowed",
        row_condition=Column("rule_no") == number,
        severity=rule.gx_severity,
        description=f"{rule.rule_id} {rule.title_zh}",
        meta={"rule_id": rule.rule_id, "version": rule.version, "title_zh": rule.title_zh, "basis": rule.basis},
    )


@cache
def _expectations() -> dict[str, Any]:
    """The pair expectations "what is found is at most what is allowed", registered once, by type as written in a suite.

    Of two sides it is their difference and what rounding allows, of a count the violations and 0.
    """
    from great_expectations.execution_engine import PandasExecutionEngine
    from great_expectations.expectations.expectation import ColumnPairMapExpectation
    from great_expectations.expectations.metrics.map_metric_provider import (
        ColumnPairMapMetricProvider,
        column_pair_condition_partial,
    )

    keys = ("batch_id", "table", "column_A", "column_B", "row_condition", "condition_parser", "ignore_row_if")

    class DifferenceAllowed(ColumnPairMapMetricProvider):  # type: ignore[misc]
        condition_metric_name = CONDITION
        condition_domain_keys = keys
        condition_value_keys = ()

        @column_pair_condition_partial(engine=PandasExecutionEngine)  # type: ignore[untyped-decorator]
        def _pandas(cls, column_A: Any, column_B: Any, **_: Any) -> Any:  # noqa: N803, N805
            return column_A <= column_B

    class ExpectSidesToAgree(ColumnPairMapExpectation):  # type: ignore[misc]
        map_metric = CONDITION
        domain_keys = keys
        success_keys = ("mostly",)
        ignore_row_if: str = "neither"

    class ExpectNoViolation(ExpectSidesToAgree):
        pass

    return {SIDES_AGREE: ExpectSidesToAgree, NO_VIOLATION: ExpectNoViolation}


def _read(result: Any, given: Mapping[str, int]) -> set[int]:
    """The cases that one suite's result names; ``given`` is how many cases each rule had.

    A metric that broke has an empty result and its exception at another place than one would look: whatever is not a
    whole result of all cases is an error.
    """
    cases: set[int] = set()
    for one in result.results:
        rule_id = one.expectation_config.meta["rule_id"]
        messages = list(_exceptions(one.exception_info or {}))
        if messages:
            raise ValidationBrokeError(f"rule {rule_id}: {'; '.join(messages)}")
        rows = one.result.get("unexpected_index_list") or []
        counted = (one.result.get("element_count"), one.result.get("unexpected_count"))
        if counted != (given.get(rule_id, 0), len(rows)) or bool(rows) is bool(one.success):
            raise ValidationBrokeError(
                f"rule {rule_id}: {given.get(rule_id, 0)} cases given, {counted[0]} seen, {counted[1]} unexpected, "
                f"{len(rows)} named, success {one.success}"
            )
        cases |= {int(row["case_no"]) for row in rows}
    return cases


def _exceptions(info: Mapping[str, Any]) -> Iterator[str]:
    """Messages of what was raised; the information stands either plain or once per metric."""
    if info.get("raised_exception"):
        yield str(info.get("exception_message"))
    for nested in info.values():
        if isinstance(nested, dict):
            yield from _exceptions(nested)
