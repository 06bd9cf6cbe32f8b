"""Goals of a project that came out as one line without separators -> cells of their form, where every piece has one reading.

``一级指标二级指标绩效标准当年预期实现值数量指标维修次数反映维修情况≥280次…``: the levels are a closed list of words, a name and
a standard hold no digit, a standard begins with 反映, a value is a number with its unit. The text from the header to the end
must be nothing but such rows; otherwise, and where a name may hold a value in words (清洁程度良好), nothing is parted. Of the head
of the form only the name of the project is cut out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipelines.documents.collapsed_rows import SourceLine
from pipelines.documents.ready import Placed

_LEVEL_1 = r"(?:产出|效益|满意度|成本|投入|效果|影响力)指标"
_LEVEL_2 = r"(?:数量|质量|时效|成本|经济效益|社会效益|生态(?:环境)?效益|可持续影响|服务对象满意度|满意度)(?:指标)?"
_HEADER = re.compile(
    r"一级指标二级指标(?P<third>三级指标)?(?P<standard>绩效标准)?(?P<value>(?:年度|绩效)?(?:指标|目标)值|当年预期实现值)"
)
_UNIT = (
    r"(?:平方米|平方公里|立方米|工作日|个月|人次|公里|万元|亿元|公顷|小时|分钟|个百分点"
    r"|[%‰次个项人名家户台辆件套期场天年月日米吨亩元份处条座篇批支部册所株幢间艘]|元/人|元/年)"
)
_NAME = r"(?:(?!反映)[^0-9≥≤><=＞＜])+?"
_ROW = re.compile(
    rf"(?P<one>{_LEVEL_1})?(?P<two>{_LEVEL_2})?(?P<name>{_NAME})(?P<standard>反映[^0-9≥≤><=＞＜]+)?"
    rf"(?P<value>(?:[≥≤><=＞＜]{{1,2}})?\d+(?:\.\d+)?{_UNIT})"
)
_PROJECT = re.compile(
    r"项目名称(?P<name>[^：:]{2,60}?)"
    r"(?=项目(?:类别|性质|属性|类型|单位|负责人|编码)|主管部门|实施单位|项目主管|立项依据|年度(?:资金|预算)|预算(?:金额|数))"
)
_TITLE = re.compile(r"^.{0,60}?绩效目标(?:申报|批复|公开|审核)?表")
_LONGEST_NAME = 40
_VALUE_IN_WORDS = re.compile(
    r"(?:良好|优良|较好|提升|提高|改善|及时|显著|明显|有效|健全|完善|到位|规范|增强|稳定|可控|达标|合格|完成|保障|促进|持续|长期"
    r"|逐步|不断|满意|减少|增加|达到|正常|安全|无|是|否|优|高)(?![率性度情程数量次比人])"
)


class Goals(NamedTuple):
    """A form: its title, its cells, and what stands between the two and is not parted."""

    title: str
    cells: list[Placed]
    head: str


def goals(line: SourceLine) -> Goals | None:
    """The form in a line; None when any piece of its indicators has no single reading."""
    title = _TITLE.search(line.text)
    header = _HEADER.search(line.text)
    if title is None or header is None:
        return None
    rows = list(_indicators(line.text[header.end() :], header))
    project = _PROJECT.search(line.text, title.end(), header.start())
    if not rows or rows[-1] is None or project is None:
        return None
    words = [word for word in ("一级指标", "二级指标", header["third"], header["standard"], header["value"]) if word]
    table = [["项目名称", project["name"]], words, *(row for row in rows if row is not None)]
    cells = [
        Placed(row_no, column, 1, 1, text, page=line.page)
        for row_no, row in enumerate(table)
        for column, text in enumerate([*row, *[""] * (len(words) - len(row))])
    ]
    return Goals(title.group(), cells, line.text[title.end() : header.start()])


def _indicators(text: str, header: re.Match[str]) -> Iterator[list[str] | None]:
    """The cells of every indicator; None at the end when the text is not used up by them."""
    at = 0
    first = second = ""
    while found := _ROW.match(text, at):
        levels = [found["one"] or "", found["two"] or ""]
        if not _is_name(found["name"]) or bool(header["standard"]) != bool(found["standard"]):
            break
        first, second = levels[0] or first, levels[1] or second
        names = [first, second, found["name"]] if header["third"] else [second or first, found["name"]]
        yield [*names, *([found["standard"]] if found["standard"] else []), found["value"]]
        at = found.end()
    if at < len(text):
        yield None


def _is_name(text: str) -> bool:
    """Whether a text is the name of an indicator and nothing more: no level in it, no word that may be a value."""
    return len(text) <= _LONGEST_NAME and "指标" not in text and _VALUE_IN_WORDS.search(text) is None
