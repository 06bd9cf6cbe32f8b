"""Tables that came out as one line without any separator -> lines of their rows, or one cell that says it cannot be parted.

``…决算表单位：万元项目预算数决算数合计15.309.82公务接待费3.301.62``: where every amount prints two decimals, it ends with them,
so each number has one reading; what is left of the digits before a label is its code. The header has one word for each label
and each number of a row. Where any of this fails nothing is parted: the line stays whole in one ``inferred`` cell, so that it is
seen. No amount is parsed, no column is named.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from pipelines.documents.collapsed import Collapsed, find_collapsed
from pipelines.documents.collapsed_rows import SourceLine
from pipelines.documents.collapsed_shape import INFERRED
from pipelines.documents.goals_in_line import goals
from pipelines.documents.ready import Placed

_UNIT = re.compile(r"[（(]?(?:金额)?单位[：:](?:人民币)?[百千万亿]*元[)）]?")
_AMOUNT = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)\.\d{2}")
_DIGITS = re.compile(r"-?\d[-\d,.]*")
_NOTE = re.compile(r"(?:备?注|说明)[：:][^0-9]*$")
_LEADING_ZERO = re.compile(r"0\d")
_CODE = re.compile(r"\d{3}(?:\d{2}){0,2}")
_LABEL_WORD = re.compile(
    r"(?:支出)?(?:功能|经济)?(?:分类)?科目(?:编码|代码|名称)|编码|名称|项目(?:名称)?(?!支出)|单位名称|单位编码"
)
_AMOUNT_WORD = re.compile(
    r"(?:20\d{2}年度?|本年|上年)?(?:年初|全年|调整)?(?:预算数|决算数|执行数)|金额|合计|小计|总计|基本支出|项目支出"
    r"|人员经费|(?:日常)?公用经费|本年(?:收入|支出)合计"
)
_FORM_WORD = re.compile(
    r"项目名称|项目类别|项目性质|项目属性|主管部门|立项依据|绩效目标|绩效指标|[一二三]级指标|指标值"
)
_FEWEST_FORM_WORDS = 5
_FEWEST_ROWS = 2
_SHORTEST = 40
_SENTENCE = re.compile(r"[。；]|，.*，")


class _Row(NamedTuple):
    code: str
    label: str
    numbers: list[str]

    def line(self) -> str:
        return " ".join([*([self.code] if self.code else []), self.label, *self.numbers])


def is_run_together(text: str) -> bool:
    """Whether a line is a whole table without separators: its unit inside and amounts run into words, or the words of a form."""
    if len(text) < _SHORTEST or any(mark in text for mark in "|\t"):
        return False
    if len(set(_FORM_WORD.findall(text))) >= _FEWEST_FORM_WORDS:
        return True
    unit = _UNIT.search(text)
    if unit is None:
        return False
    table = _NOTE.sub("", text[unit.end() :])
    return _SENTENCE.search(table) is None and len(_AMOUNT.findall(table)) > _FEWEST_ROWS


def parted(line: SourceLine) -> list[SourceLine | Collapsed]:
    """What a run-together line holds: a table by its rows, a form of goals with what is left of its head, or one whole cell."""
    unit = _UNIT.search(line.text)
    rows = _rows(line.text[unit.end() :]) if unit is not None else None
    if unit is not None and rows is not None:
        texts = [line.text[: unit.start()], unit.group().strip("（()）"), *rows]
        return find_collapsed([SourceLine(line.page, text) for text in texts if text])
    form = goals(line)
    if form is not None:
        return [SourceLine(line.page, form.title), Collapsed(line.page, form.cells), _whole(line.page, form.head)]
    return [_whole(line.page, line.text)]


def _whole(page: int, text: str) -> Collapsed:
    return Collapsed(page, [Placed(0, 0, 1, 1, text, INFERRED, page)])


def _rows(text: str) -> list[str] | None:
    """The header and the rows as lines with spaces; None where a number or the header has no single reading."""
    pieces = _pieces(text)
    if pieces is None or len(pieces) <= _FEWEST_ROWS:
        return None
    first, *rows = pieces
    heads_only = not first.numbers
    widths = {len(row.numbers) for row in (rows if heads_only else pieces)}
    if len(widths) > 1 or 0 in widths:
        return None
    header = _header(first.label, widths.pop(), any(row.code for row in rows))
    if header is None or heads_only == bool(header[1]):
        return None
    words, label = header
    note = text[sum(len(row.code) + len(row.label) + sum(map(len, row.numbers)) for row in pieces) :]
    return [
        " ".join(words),
        *(row.line() for row in (rows if heads_only else [first._replace(label=label), *rows])),
        note,
    ]


def _pieces(text: str) -> list[_Row] | None:
    """The rows: words up to the next number, then its numbers; digits left over before a word are the code of the next row."""
    rows: list[_Row] = []
    at, code = 0, ""
    for run in _DIGITS.finditer(text):
        if _is_year(text, run):
            continue
        label = text[at : run.start()]
        numbers, rest = _numbers(run.group())
        is_doubtful = "-" in run.group() or any(_LEADING_ZERO.match(number) for number in numbers)
        if not label or is_doubtful or (rest and not _CODE.fullmatch(rest)) or (rows and not numbers):
            return None
        rows.append(_Row(code, label, numbers))
        code, at = rest, run.end()
    return rows if not code and (at == len(text) or _NOTE.match(text, at)) else None


def _is_year(text: str, run: re.Match[str]) -> bool:
    return bool(re.fullmatch(r"20\d{2}", run.group())) and text[run.end() : run.end() + 1] == "年"


def _numbers(digits: str) -> tuple[list[str], str]:
    """The amounts of a run of digits from its beginning, each ending with its two decimals, and what is left."""
    numbers: list[str] = []
    at = 0
    while found := _AMOUNT.match(digits, at):
        numbers.append(found.group())
        at = found.end()
    return numbers, digits[at:]


def _header(text: str, amounts: int, has_codes: bool) -> tuple[list[str], str] | None:
    """The words of the header, one for each label and amount column, and the label of the first row behind them."""
    words: list[str] = []
    at = 0
    while found := _LABEL_WORD.match(text, at):
        words.append(found.group())
        at = found.end()
    if len(words) != 1 + has_codes:
        return None
    for _ in range(amounts):
        found = _AMOUNT_WORD.match(text, at)
        if found is None:
            return None
        words.append(found.group())
        at = found.end()
    label = text[at:]
    left = _AMOUNT_WORD.match(label)
    return None if left is not None and left.group() not in ("合计", "总计", label) else (words, label)
