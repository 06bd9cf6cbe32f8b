"""The record of what a sentence states, and the provenance that facts and claims share.

``core`` re-exports both; they stand apart only because a module has room for so many columns.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pipelines.records.column import column

KINDS_OF_CLAIM = (
    "amount",
    "transfer",
    "change",
    "comparison",
    "share",
    "completion",
    "absence",
    "threshold",
    "unbound",
)
"""What a claim can be; an amount whose item is not certain is ``unbound``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Where something is printed; the common provenance of facts and claims."""

    document_id: str = column("文件", "document")
    page: int = column("页码（自 1 起）", "page, from 1")
    grid_no: int | None = column("表格序号", "grid")
    row_no: int | None = column("行号", "row")
    column_no: int | None = column("列号", "column")
    x0: float | None = column("左边界（点）", "left, points")
    top: float | None = column("上边界（点）", "top, points")
    x1: float | None = column("右边界（点）", "right, points")
    bottom: float | None = column("下边界（点）", "bottom, points")
    method: str = column("读取方法：text, ocr, sheet, web, inferred", "text, ocr, sheet, web or inferred")
    confidence: float = column("把握（印刷文字为 1）", "1 for printed text")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRecord(Placed):
    """文字陈述：句中的一个金额、比率、方向或比较。 | one amount, rate, direction or comparison stated in a sentence"""

    claim_id: str = column("陈述标识", "identifier of the claim", key=True)
    sentence: str = column("所在句子", "sentence")
    subject: str | None = column("主体（部门、全市、市本级等）", "whose figure it is")
    item: str | None = column("项目（标准或印刷）", "what it is of")
    item_code: str | None = column("功能科目编码", "functional code when a subject is named", default=None)
    measure: str | None = column("口径", "measure")
    fund: str | None = column("资金性质", "fund", default=None)
    period: str | None = column("期间（如 2024、2017H1）", "period such as 2024 or 2017H1")
    amount_yuan: Decimal | None = column("金额（元）", "amount in 元")
    last_digit_yuan: Decimal | None = column("末位数字的价值（元）", "worth of the last digit in 元", default=None)
    amount_text: str | None = column("印刷的数字连单位", "amount and unit as printed", default=None)
    unit: str | None = column("单位", "unit", default=None)
    quantity: Decimal | None = column("数量（人、辆、批次等）", "count", sql="DECIMAL(28,4)", default=None)
    percent: Decimal | None = column("百分数", "percent", sql="DECIMAL(18,6)")
    percent_text: str | None = column("印刷的百分数", "percent as printed", default=None)
    direction: str | None = column("方向：增加 减少 持平", "direction")
    change_yuan: Decimal | None = column("增减额（元）", "change in 元", default=None)
    change_text: str | None = column("印刷的增减额", "change as printed", default=None)
    change_last_digit_yuan: Decimal | None = column(
        "增减额末位的价值（元）", "worth of the change's last digit in 元", default=None
    )
    base_period: str | None = column("比较基期", "base period")
    base_yuan: Decimal | None = column("基期金额（元）", "base amount in 元", default=None)
    completion_percent: Decimal | None = column("完成率（%）", "completion, percent", sql="DECIMAL(18,6)")
    kind: str = column(
        "种类：amount 金额, transfer 转移, change 增减, comparison 比较, share 占比, completion 完成率, absence 没有, "
        "threshold 界限, unbound 未能认定",
        "kind, see KINDS_OF_CLAIM",
        default="amount",
    )
    item_text: str | None = column("项目（印刷）", "what it is of, as printed", default=None)
    of_claim_id: str | None = column(
        "所说明的陈述；列举中的部分为其合计",
        "the claim that this one qualifies; of a part in a list, its whole",
        default=None,
    )
    share_of: str | None = column("占比的整体（项目）", "what the share is a share of", default=None)
    base_last_digit_yuan: Decimal | None = column(
        "基期末位的价值（元）", "worth of the base's last digit", default=None
    )
    completion_of: str | None = column("完成率的分母", "budget or revised_budget", default=None)
    statement: str | None = column("所在标题说明的报表", "statement that the heading speaks of", default=None)
    section: str | None = column("所在标题（以 / 连接）", "headings, joined with /", default=None)
