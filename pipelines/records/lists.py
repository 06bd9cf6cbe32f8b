"""The records that are the relations of schema ``ref``: the reference lists as the warehouse holds them.

What the lists say stands in ``pipelines/reference``; here it is only declared as relations, so that the dims of the marts
are queries like all others.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.records.column import column


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectCodeRecord:
    """科目：支出功能、部门经济、政府经济与政府收入分类的编码，一个名称一段年份一行。 | codes of the classifications"""

    scheme: str = column(
        "分类：function 支出功能, department 部门经济, government 政府经济, revenue 政府收入",
        "function, department, government or revenue",
        key=True,
    )
    code: str = column("编码", "code", key=True)
    name: str = column("名称", "name", key=True)
    level: str = column("级次：类 款 项", "level")
    parent_code: str | None = column("上级编码", "code one level up")
    valid_from: int | None = column("起始年度；不详为空", "first year in force, NULL when not known", key=True)
    valid_to: int | None = column("终止年度；现行为空", "last year in force, NULL when still in force")
    is_confirmed: bool = column("名称是否有可靠来源", "whether the name has a good source")
    source: str = column("来源：observed 公开文件所载, classification 年份, legacy 旧表", "where it is from")


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomeSourceRecord:
    """收入来源：部门的收入来源与政府收入科目。 | sources of income"""

    tier: str = column("层级：department, government", "department or government", key=True)
    source_code: str = column("来源代码（标准）", "code of the source", key=True)
    name_zh: str = column("中文名称", "name in Chinese")
    name_en: str = column("英文名称", "name in English")
    fund: str = column("资金性质", "fund")


@dataclass(frozen=True, slots=True, kw_only=True)
class FundRecord:
    """资金性质：词表 fund。 | the vocabulary of funds"""

    fund: str = column("资金性质", "fund", key=True)
    name_zh: str = column("中文名称", "name in Chinese")
    name_en: str = column("英文名称", "name in English")
    sort_no: int = column("排列次序", "order")


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionRecord:
    """行政区划：GB/T 2260，一个名称一段年份一行。 | administrative divisions"""

    region_code: str = column("行政区划代码（GB/T 2260）", "GB/T 2260 division", key=True)
    name: str = column("名称", "name", key=True)
    level: str = column("级次：省 市 县 功能区", "province, city, county or zone")
    parent_code: str | None = column("上级区划代码", "division one level up")
    full_name: str = column("全称（含上级）", "name with those above it")
    valid_from: int | None = column("起始年度；不详为空", "first year, NULL when not known", key=True)
    valid_to: int | None = column("终止年度；现行为空", "last year, NULL when it still stands")


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementKindRecord:
    """报表种类：标准公开报表。 | kinds of statement"""

    statement: str = column("报表种类", "kind of statement", key=True)
    name_zh: str = column("中文名称", "name in Chinese")
    side: str | None = column("收支方向；两边都有为空", "side, NULL for two-sided ones")
    fund: str = column("所含资金", "fund it covers")
    sort_no: int = column("排列次序", "order")


RELATIONS: dict[str, type] = {
    "subject_code": SubjectCodeRecord,
    "income_source": IncomeSourceRecord,
    "fund": FundRecord,
    "region": RegionRecord,
    "statement_kind": StatementKindRecord,
}
