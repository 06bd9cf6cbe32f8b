"""Which header words stand under which: 购置费 under 公务用车, 预算数 under anything that is no 预算数 itself. Rules only.

For headers that lost the places of their words. The list is ``header_hanging.csv``: a word with a rule stands only under what
the rule names (``VALUE``: under a word for a year, a budget or an account), a word without one under anything. Putting a header
together belongs to the statements room.
"""

from __future__ import annotations

import re
from functools import cache

from pipelines.reference.tables import rows_of

_VALUE = re.compile(
    r"(?:(?:20\d{2}年度?|本年度?|上年度?|当年|前年|去年|下年)?(?:年初|全年|调整|变动|调整后|部门|批复)?"
    r"(?:预算|决算|执行|完成|统计|预计)(?:数|金额|额)?|金额|20\d{2}年度?|本年数?|上年数?)(?:\(.*\))?"
)
_SAYS_VALUE = re.compile(r".*(?:预算数|决算数|执行数|统计数|金额)")
_YEAR = re.compile(r"20\d{2}年度?|本年度?|上年度?")
_RATE = re.compile(r".*(?:[%‰](?:\(.*\))?|增减(?:额|数|幅|率)?|比例|比率|占比|完成率)")
_TOTAL = re.compile(r"合计|总计|小计")


def is_value(word: str) -> bool:
    """Whether a folded header word says only which figure it is: 预算数, 2023年决算数, 金额."""
    return _VALUE.fullmatch(word) is not None


def says_value(word: str) -> bool:
    """Whether a folded header word ends with the figure it is, so that no such word can stand below it: 机关运行经费决算数."""
    return _SAYS_VALUE.fullmatch(word) is not None or is_value(word)


def is_total(word: str) -> bool:
    """合计, 总计, 小计."""
    return _TOTAL.fullmatch(word) is not None


@cache
def may_hang(child: str, parent: str) -> bool:
    """Whether a folded header word may stand right below another."""
    if _RATE.fullmatch(parent):
        return False
    if is_value(child):
        return _YEAR.fullmatch(parent) is not None or not says_value(parent)
    for mine, theirs, under_value in _rules():
        if mine.fullmatch(child):
            return theirs.fullmatch(parent) is not None or (under_value and is_value(parent))
    return True


@cache
def _rules() -> tuple[tuple[re.Pattern[str], re.Pattern[str], bool], ...]:
    found = []
    for row in rows_of("header_hanging.csv"):
        under_value = row["parent"].endswith("|VALUE")
        found.append((re.compile(row["child"]), re.compile(row["parent"].removesuffix("|VALUE")), under_value))
    return tuple(found)
