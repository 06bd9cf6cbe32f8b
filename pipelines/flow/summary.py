"""Five lines of what was found, for the end of a refresh: figures of the published warehouse, in Chinese."""

from __future__ import annotations

from pipelines.settings import Settings
from pipelines.warehouse import Connection, open_reader

DOCUMENTS = """
    select
        count(*), count(*) filter (where status = 'read'), count(*) filter (where status = 'partly_read'),
        count(*) filter (where status = 'quarantined'), count(*) filter (where template_blank),
        count(distinct organization_id), min(fiscal_year), max(fiscal_year)
    from core.document where withdrawn_at is null
"""
GRIDS = "select count(*), count(statement), count(*) filter (where statement is null) from core.grid"
AMOUNTS = "select (select count(*) from core.published_amount), (select count(*) from core.doubtful_cell)"
VERDICTS = """
    select
        (select count(*) from quality.rule), count(*) filter (where verdict = 'holds'),
        count(*) filter (where verdict = 'holds_within_rounding'), count(*) filter (where verdict = 'fails'),
        count(*) filter (where verdict = 'fails' and severity = 'error'),
        count(*) filter (where verdict = 'not_applicable'), count(*) filter (where verdict = 'not_evaluated')
    from quality.finding
"""
GRAVEST = """
    select organization_name, fiscal_year, rule_id, title_zh, difference_wan, message
    from mart.balance_findings
    order by position(severity in 'error warning information'), abs(difference_yuan) desc nulls last, finding_id
    limit 1
"""


def five_lines(settings: Settings) -> list[str]:
    """What the published warehouse holds: documents, tables, amounts, verdicts, the gravest failure."""
    with open_reader(settings.warehouse) as connection:
        return [
            _documents(connection),
            _grids(connection),
            _amounts(connection),
            _verdicts(connection),
            _gravest(connection),
        ]


def _documents(connection: Connection) -> str:
    ((total, read, partly, bad, blank, bodies, first, last),) = connection.execute(DOCUMENTS).fetchall()
    years = f"{first}—{last} 年度" if first else "年度未知"
    return (
        f"文件 {total} 份：已读 {read}，部分读取 {partly}，隔离 {bad}，其中空白模板 {blank}；{bodies} 个主体，{years}"
    )


def _grids(connection: Connection) -> str:
    ((total, known, unknown),) = connection.execute(GRIDS).fetchall()
    return f"表格 {total} 张：识别为报表 {known} 张，未识别 {unknown} 张（原因见 core.grid.reason）"


def _amounts(connection: Connection) -> str:
    ((amounts, doubtful),) = connection.execute(AMOUNTS).fetchall()
    return f"印刷金额 {amounts} 个，每个都可追溯到原文位置；存疑 {doubtful} 格（见 core.doubtful_cell）"


def _verdicts(connection: Connection) -> str:
    ((rules, holds, rounding, fails, errors, inapplicable, open_),) = connection.execute(VERDICTS).fetchall()
    return (
        f"勾稽规则 {rules} 条：成立 {holds}，舍入内成立 {rounding}，不成立 {fails}（其中错误 {errors}），"
        f"不适用 {inapplicable}，未评价 {open_}"
    )


def _gravest(connection: Connection) -> str:
    rows = connection.execute(GRAVEST).fetchall()
    if not rows:
        return "没有不成立的勾稽关系"
    ((body, year, rule_id, title, difference, message),) = rows
    said = f"{title}，相差 {difference:,.2f} 万元" if difference is not None else message
    return f"最要紧的一处：{body or '主体未知'} {year or ''}：{said}（规则 {rule_id}）"
