"""The assets raw files -> documents -> statements and facts -> findings -> marts -> report; bodies only call ``flow``.

Statements, facts, findings and marts come out of one build, because the warehouse is replaced as a whole or not at all. The
asset of a mart is made from its file in ``sql/``: name, description and columns stand there.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import dagster as dg

from pipelines import settings
from pipelines.defs.faults import AGAIN, lasting_faults
from pipelines.defs.resources import Workplace
from pipelines.flow import steps
from pipelines.flow.collection import collect_step
from pipelines.warehouse.layers import QueryRelation, load_relations

WRITER = "duckdb_writer"
TAGS = {"product": "mingzhang"}
FRESH = dg.FreshnessPolicy.time_window(fail_window=timedelta(hours=36), warn_window=timedelta(hours=26))
"""A night without a report is a warning, the second one a failure."""
OUTCOMES = ("new", "changed", "unchanged", "refused", "failed")
CORE = {
    "statements": (
        "已识别的报表 | recognised statements",
        "select count(*) from core.grid where statement is not null",
    ),
    "facts": ("印刷金额 | printed amounts", "select count(*) from core.published_amount"),
    "claims": ("文字陈述 | claims in sentences", "select count(*) from core.claim"),
    "findings": ("核查结果 | findings of the rules", "select count(*) from quality.finding"),
}
FAILING = "select count(*) from quality.finding where verdict = 'fails' and severity = '{}'"
QUARANTINED = "select count(*) from quality.quarantine"


@dg.asset(
    group_name="raw",
    kinds={"http"},
    retry_policy=AGAIN,
    tags=TAGS,
    description="从公开网站取得 | fetched from publishers",
)
def collected(workplace: Workplace) -> dg.MaterializeResult[Any]:
    """Fetch what ``sources.toml`` names; an address that fails is counted and does not stop the others."""
    outcomes = Counter(one.outcome for one in collect_step(workplace.settings()))
    return dg.MaterializeResult(metadata={name: outcomes[name] for name in OUTCOMES})


@dg.asset(
    deps=[collected] if settings.load().sources.is_file() else [],
    group_name="raw",
    kinds={"file"},
    pool=WRITER,
    retry_policy=AGAIN,
    tags=TAGS,
    description="原始文件夹与清单 | the raw folder and its manifest",
)
def raw_files(workplace: Workplace) -> dg.MaterializeResult[Any]:
    """Scan the raw folder: how many documents, how many to read, which are gone."""
    plan = steps.scan_step(workplace.settings())
    return dg.MaterializeResult(
        metadata={"to_read": len(plan.to_read), "to_load": len(plan.to_load), "withdrawn": len(plan.withdrawn)}
    )


@dg.asset(
    deps=[raw_files],
    group_name="core",
    kinds={"parquet"},
    pool=WRITER,
    retry_policy=AGAIN,
    tags=TAGS,
    description="逐份读取的结果 | one reading per document",
)
def documents(workplace: Workplace) -> dg.MaterializeResult[Any]:
    """Read new and changed documents into the store; one that cannot be read goes to quarantine, the others go on."""
    with lasting_faults():
        readings = steps.read_step(workplace.settings())
    return dg.MaterializeResult(metadata={"documents_read": len(readings)})


def mart_relations() -> tuple[QueryRelation, ...]:
    """The marts as declared in ``sql/``."""
    return tuple(relation for relation in load_relations(settings.resource("sql")) if relation.schema == "mart")


def _specs() -> list[dg.AssetSpec]:
    core = [
        dg.AssetSpec(name, deps=[documents], group_name="core", description=zh, kinds={"duckdb"}, tags=TAGS)
        for name, (zh, _) in CORE.items()
    ]
    marts = [
        dg.AssetSpec(
            dg.AssetKey(["mart", relation.name]),
            deps=["facts"],
            group_name="mart",
            description=f"{relation.zh} | {relation.en}",
            kinds={"duckdb", "sql"},
            tags=TAGS,
        )
        for relation in mart_relations()
    ]
    return [*core, *marts]


@dg.multi_asset(specs=_specs(), pool=WRITER, name="warehouse", retry_policy=AGAIN)
def warehouse(workplace: Workplace) -> Iterator[dg.MaterializeResult[Any]]:
    """Build the warehouse beside the published one, run the rules, publish it when its structure is sound."""
    place = workplace.settings()
    with lasting_faults():
        run = steps.build_step(place)
    yield from _core_results(place, run.run_id if run else "unchanged")
    yield from _mart_results(place)


def _core_results(place: settings.Settings, run_id: str) -> Iterator[dg.MaterializeResult[Any]]:
    names = ("error", "warning", "information")
    failing = dict(zip(names, steps.counts(place, [FAILING.format(name) for name in names]), strict=True))
    for (name, _), rows in zip(CORE.items(), steps.counts(place, [query for _, query in CORE.values()]), strict=True):
        found = {f"failing_{key}": value for key, value in failing.items()} if name == "findings" else {}
        yield dg.MaterializeResult(asset_key=name, metadata={"dagster/row_count": rows, "run_id": run_id, **found})


def _mart_results(place: settings.Settings) -> Iterator[dg.MaterializeResult[Any]]:
    relations = mart_relations()
    rows = steps.counts(place, [f"select count(*) from {relation.qualified}" for relation in relations])
    for relation, count in zip(relations, rows, strict=True):
        yield dg.MaterializeResult(
            asset_key=dg.AssetKey(["mart", relation.name]), metadata={"dagster/row_count": count}
        )


@dg.asset(
    deps=["findings", *[dg.AssetKey(["mart", relation.name]) for relation in mart_relations()]],
    group_name="report",
    kinds={"html"},
    freshness_policy=FRESH,
    retry_policy=AGAIN,
    tags=TAGS,
    description="数据质量报告 | the data-quality report",
)
def report(workplace: Workplace) -> dg.MaterializeResult[Any]:
    """Write the report of the published warehouse."""
    page = steps.report_step(workplace.settings())
    return dg.MaterializeResult(metadata={"path": dg.MetadataValue.path(str(page.resolve()))})


def all_assets() -> list[dg.AssetsDefinition]:
    """Every asset; the collector only where a list of sources is there."""
    collecting = [collected] if settings.load().sources.is_file() else []
    return [*collecting, raw_files, documents, warehouse, report]
