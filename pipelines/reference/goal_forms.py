"""Official forms of performance goals whose cells come out one a line: the labels of their head, in printed order.

The list is ``official_goal_forms.csv``; a further form is further rows. The levels of indicators are those of 财政部's framework
(产出, 效益, 满意度, 成本). Loading only; no grid belongs here.
"""

from __future__ import annotations

from functools import cache
from itertools import groupby
from typing import NamedTuple

from pipelines.reference.folding import fold
from pipelines.reference.tables import rows_of

LEVEL_1 = frozenset({"产出指标", "效益指标", "满意度指标", "成本指标", "影响力指标"})
LEVEL_2 = frozenset({
    "数量指标", "质量指标", "时效指标", "成本指标", "经济成本指标", "社会成本指标", "生态环境成本指标", "经济效益指标",
    "社会效益指标", "生态效益指标", "生态环境效益指标", "可持续影响指标", "服务对象满意度指标",
})  # fmt: skip
HEADER = ("一级指标", "二级指标", "三级指标")
VALUE_HEADERS = frozenset({"年度(/项目)指标值", "年度指标值", "指标值", "目标值", "年度目标值"})


class HeadLabel(NamedTuple):
    """A label of the head of a form: its row and column in the form, and what follows it (text, amount, or nothing: group)."""

    row: int
    column: int
    kind: str
    label: str


@cache
def goal_forms() -> tuple[tuple[HeadLabel, ...], ...]:
    """The heads of all forms, each as its labels in the order in which they are printed."""
    rows = list(rows_of("official_goal_forms.csv"))
    return tuple(
        tuple(HeadLabel(int(row["row"]), int(row["column"]), row["kind"], fold(row["label"])) for row in labels)
        for _, labels in groupby(rows, key=lambda row: row["form"])
    )
