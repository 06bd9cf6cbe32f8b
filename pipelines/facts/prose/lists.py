"""Lists of parts: what opens one (其中, a colon after a figure), whose parts are read, what ends it.

A part takes the period, measure, fund and base of its whole; whether a figure is a part is all that is decided here.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.facts.prose.discourse import Discourse
from pipelines.facts.prose.drafts import Draft
from pipelines.facts.prose.peg import Node
from pipelines.facts.prose.phrases import Named
from pipelines.facts.prose.tokens import FIGURES, Token

_PARTING = frozenset({"ENUMERATION", "COMMA", "SEMICOLON", "STOP"})

_SIBLINGS = (
    frozenset({"basic", "project", "reserve", "carry_out", "remitted_up", "operating", "subsidy_affiliates"}),
    frozenset({"basic_personnel", "basic_public"}),
    frozenset({"abroad", "vehicle", "reception"}),
    frozenset({"procurement_goods", "procurement_works", "procurement_services"}),
)
"""Items that divide one whole: none of them is a part of another."""


def open_list(d: Discourse, start: int) -> None:
    """其中: the parts of the figure stated last follow; 支出包括 after an income says what another whole consists of."""
    if _is_of_another(d):
        d.parent = d.whole = d.phrase = None
        d.is_listing = False
        return
    d.parent, d.frame = d.anchor or d.parent, None
    d.whole = d.anchor
    d.is_listing = d.parent is not None and (d.parent.sentence is d.sentence or d.parent.token.kind == "COUNT")
    d.clause_start = start


def _is_of_another(d: Discourse) -> bool:
    """Whether the words before 包括 name another side than the figure before."""
    named = d.phrase
    if named is None or named.item is None or named.side is None or d.anchor is None:
        return False
    return d.anchor.named.side is not None and d.anchor.named.side != named.side


def open_after_colon(d: Discourse) -> None:
    """政府采购预算总额 5 万元：货物 … : the parts of the figure right before the colon follow."""
    if d.anchor is not None and d.anchor.sentence is d.sentence and d.anchor.token.kind == "MONEY":
        d.parent = d.whole = d.anchor
        d.is_listing = True


def opens_list(tokens: Sequence[Token], node: Node) -> bool:
    """Whether 主要包括 is followed by parts with figures (基本工资 620 万元、…) and not by a row of names."""
    if tokens[node.start].text != "主要包括":
        return False
    rest = (token.kind for token in tokens[node.end :])
    ends = next((kind for kind in rest if kind in FIGURES or kind in _PARTING), None)
    return ends == "MONEY"


def whole_of(d: Discourse, draft: Draft) -> Draft | None:
    """The amount whose list names this one as a part."""
    whole = d.parent if d.is_listing and draft.token.kind == "MONEY" else None
    return whole if whole is not None and whole.kind == "amount" and whole.token.kind == "MONEY" else None


def leave_for_sibling(d: Discourse, named: Named) -> None:
    """基本支出 …，其中：工资 …；项目支出 …: a sibling of the whole ends its list."""
    whole = d.parent
    if whole is None or whole is d.outer_parent or whole.named.item == named.item:
        return
    if any(whole.named.item in group and named.item in group for group in _SIBLINGS):
        d.parent, d.whole = d.outer_parent, None
        d.is_listing = d.outer_parent is not None


def counted(d: Discourse) -> Draft | None:
    """The count of this sentence that a following 共计支出 5 万元 is the money of (接待 45 批次，380 人次)."""
    near = d.anchor
    if near is None or near.token.kind != "COUNT" or near.sentence is not d.sentence:
        return None
    return next((figure for figure in reversed(d.figures) if figure.token.kind == "COUNT" and figure.named.text), near)


def counts_again(d: Discourse, named: Named) -> bool:
    """绩效自评项目 15 个，其中一般公共预算项目 14 个: the part of a count is not the count again."""
    whole = d.parent
    if whole is None or not d.is_listing or whole.token.kind != "COUNT" or whole.sentence is not d.sentence:
        return False
    return whole.named.item == named.item and (named.item or "").startswith("performance_")
