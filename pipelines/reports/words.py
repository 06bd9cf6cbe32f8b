"""Chinese words for the vocabularies of the warehouse and for the keys of a finding, for pages that people read."""

from __future__ import annotations

import json

WORDS = {
    "budget": "预算",
    "final": "决算",
    "execution": "执行",
    "government": "政府",
    "department": "部门",
    "unit": "单位",
    "whole": "全文",
    "tables": "仅表",
    "text": "仅文字",
    "read": "已读",
    "partly_read": "部分读取",
    "quarantined": "已隔离",
    "error": "错误",
    "warning": "警告",
    "information": "提示",
    "holds": "成立",
    "holds_within_rounding": "舍入范围内成立",
    "fails": "不成立",
    "not_applicable": "不适用",
    "not_evaluated": "未评价",
    "publisher": "公开方",
    "reader": "读取程序",
    "unknown": "不明",
    "rounding": "按末位舍入",
    "exact": "完全相等",
    "at_most": "不大于",
    "income_expenditure_summary": "收支总表",
    "income": "收入总表",
    "expenditure": "支出总表",
    "appropriation_summary": "财政拨款收支总表",
    "appropriation_expenditure": "财政拨款支出表（功能）",
    "appropriation_basic_economic": "财政拨款基本支出表（经济）",
    "general_expenditure": "一般公共预算支出表（功能）",
    "general_basic_economic": "一般公共预算基本支出表（经济）",
    "three_public": "三公经费表",
    "government_fund": "政府性基金表",
    "state_capital": "国有资本经营表",
    "operating_cost": "机关运行经费表",
    "procurement": "政府采购表",
    "project": "项目支出表",
    "performance": "绩效目标表",
    "asset": "国有资产表",
    "by_unit": "分单位表",
    "debt": "债务表",
    "stabilization_fund": "预算稳定调节基金表",
    "none": "表外",
}

KEYS = {"grid_no": "表格", "statement": "报表", "code": "科目", "period": "期间"}
"""Keys of a finding that say something to a reader; the others only tell cases apart."""


def word(term: str | None) -> str:
    """The Chinese word of a term of the warehouse; the term itself where it has none, "" for None."""
    return "" if term is None else WORDS.get(term, term)


def where(keys: str | None) -> str:
    """What a finding is about, from its ``keys`` (JSON of the rule's grouping): "表格 6 · 科目 20805"."""
    found = json.loads(keys or "{}")
    return " · ".join(f"{KEYS[name]} {word(str(found[name]))}" for name in KEYS if found.get(name) is not None)
