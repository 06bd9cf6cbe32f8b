"""Which statement a grid is: signs in title, headers, labels, codes and sides are weighed; too little is said to be so."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pipelines.reference import layouts
from pipelines.reference.folding import fold
from pipelines.statements.headings import strip_title

_ENOUGH = 8
"""Weight below which a grid is not recognised: less than a title alone gives."""
_MARGIN = 2
"""Weight by which the best kind must lead, otherwise the signs contradict each other."""
_SIGNATURE = "signature"
"""The place of signs that tell a kind by its header where no title is printed, or none could be read."""
_PLACES = {"header": "表头", "labels": "行名", "codes": "科目编码", "sides": "收支分栏"}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of a grid before its kind: the titles as printed, otherwise folded texts, one per place looked at."""

    titles: tuple[str, ...]
    header: str
    labels: str
    codes: str
    sides: str

    def at(self, place: str) -> str:
        """The text of one place (header, labels, codes, sides)."""
        return str(getattr(self, place))


@dataclass(frozen=True, slots=True)
class Verdict:
    """The kind found and its title as printed, or None and the reason in Chinese."""

    kind: str | None
    title: str
    reason: str = ""
    is_by_header: bool = False
    """Whether no title was found, and the header alone decided or a title might have named the fund: it is in doubt."""


def decide(evidence: Evidence, bodies: tuple[str, ...]) -> Verdict:
    """The kind of a grid. Titles are tried nearest first; the first that is about any kind at all is the title.

    ``bodies``: folded names of the publishing body, taken out of titles so that a body's name says nothing about tables.
    """
    for printed in evidence.titles:
        weights = _title_weights(strip_title(_without_bodies(fold(printed), bodies)))
        if weights:
            return _verdict(printed, weights, evidence)
    verdict = _verdict(evidence.titles[0] if evidence.titles else "", {}, evidence)
    return verdict if evidence.titles else _untitled(verdict, evidence)


def code_family(codes: list[str]) -> str:
    """What most codes are by their first digit: function, economic, source, or none."""
    counts = {"function": 0, "economic": 0, "source": 0}
    for code in codes:
        family = {"1": "source", "2": "function", "3": "economic", "5": "economic"}.get(code[:1])
        if family and 3 <= len(code) <= 7:
            counts[family] += 1
    best = max(counts, key=lambda family: counts[family])
    return best if counts[best] * 2 > len(codes) and counts[best] else "none"


def _without_bodies(title: str, bodies: tuple[str, ...]) -> str:
    for body in bodies:
        if len(body) >= 4:
            title = title.replace(body, "")
    return re.sub(r"20\d{2}(年度|年)?", "", title)


def _title_weights(title: str) -> dict[str, int]:
    weights: dict[str, int] = {}
    for signal in layouts.signals():
        if signal.on == "title" and signal.found_in(title):
            weights[signal.kind] = max(weights.get(signal.kind, 0), signal.weight)
    return weights


def _verdict(printed: str, title_weights: dict[str, int], evidence: Evidence) -> Verdict:
    weights = dict(title_weights)
    for signal in layouts.signals():
        if signal.on in _PLACES and signal.found_in(evidence.at(signal.on)):
            weights[signal.kind] = weights.get(signal.kind, 0) + signal.weight
    ranked = sorted(weights.items(), key=lambda pair: -pair[1])
    if not ranked or ranked[0][1] < _ENOUGH:
        return Verdict(None, printed, _too_little(printed, ranked) + _against(title_weights, evidence))
    if len(ranked) > 1 and ranked[0][1] - ranked[1][1] < _MARGIN:
        return Verdict(None, printed, _contradiction(printed, ranked))
    return Verdict(ranked[0][0], printed)


def _untitled(verdict: Verdict, evidence: Evidence) -> Verdict:
    """What a grid without any title is. Where titles of its kind may name the fund, that fund was not read: it is in doubt."""
    if verdict.kind is None:
        return _by_header(evidence) or verdict
    return replace(verdict, is_by_header=layouts.kinds()[verdict.kind].title_fund)


def _by_header(evidence: Evidence) -> Verdict | None:
    """The kind whose header a grid without any title has, when one has it and nothing else of the grid speaks against it."""
    kinds = {one.kind for one in layouts.signals() if one.on == _SIGNATURE and one.found_in(evidence.header)}
    if len(kinds) != 1:
        return None
    kind = kinds.pop()
    against = (one for one in layouts.signals() if one.kind == kind and one.on in _PLACES and one.weight < 0)
    if any(one.found_in(evidence.at(one.on)) for one in against):
        return None
    return Verdict(kind, "", is_by_header=True)


def _name(kind: str) -> str:
    return layouts.kinds()[kind].name_zh


def _too_little(title: str, ranked: list[tuple[str, int]]) -> str:
    shown = f"表名“{title}”" if title else "未见表名"
    if not ranked or ranked[0][1] <= 0:
        return f"{shown}，表名、表头、科目编码均与已知报表不符"
    return f"{shown}，证据不足：最接近{_name(ranked[0][0])}（{ranked[0][1]} 分，须 {_ENOUGH} 分）"


def _against(title_weights: dict[str, int], evidence: Evidence) -> str:
    """What speaks against the kind that the title names."""
    if not title_weights:
        return ""
    named = max(title_weights, key=lambda kind: title_weights[kind])
    places = {
        _PLACES[signal.on]
        for signal in layouts.signals()
        if signal.kind == named
        and signal.on in _PLACES
        and signal.weight < 0
        and signal.found_in(evidence.at(signal.on))
    }
    return f"；表名指{_name(named)}，但{'、'.join(sorted(places))}与之不符" if places else ""


def _contradiction(title: str, ranked: list[tuple[str, int]]) -> str:
    shown = f"表名“{title}”" if title else "未见表名"
    first, second = ranked[0], ranked[1]
    return f"{shown}，证据矛盾：{_name(first[0])}（{first[1]} 分）与{_name(second[0])}（{second[1]} 分）难以区分"


def title_fund(kind: str, title: str) -> str:
    """The fund of a statement as a whole: what its title names, where titles of its kind may, otherwise its kind's.

    A title that names several (一般公共预算和政府性基金预算“三公”经费) is about none of them alone.
    """
    entry = layouts.kinds()[kind]
    if not entry.title_fund:
        return entry.fund
    folded = fold(title)
    named = {rule.value for rule in layouts.item_rules("title_fund") if rule.fits(folded, kind, None)}
    return named.pop() if len(named) == 1 else entry.fund
