"""What a fault is: one change of one document, with the place it was put. Words only."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.records.reading import Reading

KINDS = {
    "digit_changed": "一位数字改为另一数字",
    "digit_swapped": "相邻两位数字颠倒",
    "digit_dropped": "漏一位数字",
    "times_ten": "小数点右移一位（扩大十倍）",
    "unit": "单位“元”与“万元”互换",
    "row_dropped": "漏一行",
    "row_duplicated": "重复一行",
    "column_shifted": "两栏互换",
    "sign": "误加负号",
    "total_edited": "改合计数",
    "amount_erased": "漏一个数",
    "name_edited": "科目名称错位",
    "code_edited": "科目编码错一位",
    "year_edited": "表题年度错",
    "note_wrong": "空表说明：有数称空，或空表无说明",
    "text_amount": "文字：金额错一位",
    "text_percent": "文字：百分数错一位",
    "text_direction": "文字：增减方向相反",
    "text_year": "文字：年度错",
    "text_body": "文字：他人名称",
}
TEXT_KINDS = tuple(kind for kind in KINDS if kind.startswith("text_"))
AMOUNT_KINDS = ("digit_changed", "digit_swapped", "digit_dropped", "times_ten", "sign", "total_edited", "amount_erased")
"""Kinds that change one printed amount of a table."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a fault was put: the facts of the document without it that it touches, or the sentence."""

    fact_ids: tuple[str, ...] = ()
    sentence: str = ""
    token: str | None = None
    """The amount, percent, word, year or name of the sentence that was changed."""
    figure: str | None = None
    """The amount or percent whose direction the changed word tells."""


@dataclass(frozen=True, slots=True)
class Variant:
    """A document as it was read: the one without a fault (``kind`` None) or with one."""

    source: str
    kind: str | None
    place: Place
    what: str
    reading: Reading

    @property
    def document_id(self) -> str:
        return self.reading.document.document_id
