"""Claims of real documents against what a person read in them (``tests/truth/claims``): what is bound must be right.

An amount is bound right when item, period and measure are those of the truth; an amount that is bound otherwise is
wrong, and one kept as unbound is neither. The sentences listed in a truth file are compared whole, both ways.
"""

from __future__ import annotations

import csv
import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pipelines.documents import read
from pipelines.facts.prose import claims_of
from pipelines.grids import find_grids
from pipelines.records.core import ClaimRecord
from pipelines.records.pages import RawFile
from pipelines.statements import identify

TRUTH = Path(__file__).parent / "truth" / "claims"
FILES = sorted(TRUTH.glob("*.csv"))
COMPARED = ("item", "measure", "period")
ALSO = ("fund", "subject", "direction", "base_period", "percent_text", "kind", "completion_text")
# What the manifest says of documents that do not say it themselves.
SAID = {
    "85727962": {"stage": "execution", "tier": "government"},
    "a0268c9d": {"tier": "department"},
    "48893248": {"tier": "department"},
    "d8b0b1a8": {"tier": "government"},
    "515ce8ac": {"tier": "government"},
}
QUALIFYING = {"comparison", "completion"}


@dataclass
class Score:
    """How the claims of one or more documents compare with the truth."""

    figures: int = 0
    right: int = 0
    unbound: int = 0
    wrong: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)
    other: Counter[str] = field(default_factory=Counter)
    other_wrong: list[str] = field(default_factory=list)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@cache
def _documents(shared: Path) -> dict[str, Path]:
    wanted = {_rows(path)[0]["document_sha256"] for path in FILES}
    files = [*(shared / "disclosures").rglob("*.*"), *(shared / "seeds").glob("*.txt")]
    return {digest: path for path in files if (digest := hashlib.sha256(path.read_bytes()).hexdigest()) in wanted}


@cache
def _claims(path: Path, digest: str) -> tuple[ClaimRecord, ...]:
    data = path.read_bytes()
    document = read(data, path.name, digest)
    grids = find_grids(document)
    raw = RawFile(path.name, digest, len(data), **SAID.get(digest[:8], {}))
    return claims_of(document, grids, identify(document, grids, raw))


def _plain(text: str | None) -> str:
    folded = "".join((text or "").split()).translate(str.maketrans("（），：；％＂“”", '(),:;%"""'))
    return folded.replace('"', "")


def _said(claim: ClaimRecord) -> dict[str, str]:
    item = claim.item or ""
    if claim.item_code and item in ("function", "economic", "contingency", "carry_in"):
        item = f"{item} {claim.item_code}"
    return {
        "item": item,
        "measure": claim.measure or "",
        "period": claim.period or "",
        "fund": claim.fund or "",
        "subject": claim.subject or "",
        "direction": claim.direction or "",
        "base_period": claim.base_period or "",
        "percent_text": "" if claim.kind == "share" and claim.amount_text else claim.percent_text or "",
        "amount_text": claim.amount_text or "",
        "kind": claim.kind,
        "completion_text": "" if claim.completion_percent is None else f"{claim.completion_percent}%",
    }


def _same(name: str, said: str, truth: str) -> bool:
    if name == "item" and " " not in truth and truth in ("function", "economic"):
        return said.split(" ", maxsplit=1)[0] == truth
    return _plain(said) == _plain(truth)


def _figure(row: dict[str, str]) -> tuple[str, str]:
    """What identifies a figure in its sentence: the amount as printed, or the rate of a claim that has none."""
    return (_plain(row["amount_text"]), "" if row["amount_text"] else _plain(row["percent_text"]))


def compare(truth: list[dict[str, str]], claims: tuple[ClaimRecord, ...], score: Score) -> None:
    """Add the comparison of one page to a score."""
    groups: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    for row in truth:
        groups[(row["page"], _plain(row["sentence_start"]))].append(row)
    for (page, start), rows in groups.items():
        said = [
            _said(claim)
            for claim in claims
            if claim.page == int(page) and _plain(claim.sentence).startswith(start) and claim.kind not in QUALIFYING
        ]
        _compare_sentence(f"p{page} {start}", rows, said, score)


def _compare_sentence(place: str, rows: list[dict[str, str]], said: list[dict[str, str]], score: Score) -> None:
    rest = list(said)
    for row in rows:
        score.figures += 1
        candidates = [claim for claim in rest if _figure(claim) == _figure(row)]
        if not candidates:
            score.missing.append(f"{place}: {row['amount_text'] or row['percent_text'] or row['kind']}")
            continue
        best = max(candidates, key=lambda claim: sum(_same(n, claim[n], row[n]) for n in (*COMPARED, "kind", "fund")))
        rest.remove(best)
        _count(place, row, best, score)
    bound = [claim for claim in rest if claim["kind"] != "unbound"]
    score.extra += [f"{place}: {claim['amount_text'] or claim['percent_text']} {claim['kind']}" for claim in bound]


def _count(place: str, row: dict[str, str], claim: dict[str, str], score: Score) -> None:
    figure = f"{place}: {row['amount_text'] or row['percent_text']}"
    if row["kind"] in ("unbound", "threshold"):
        if claim["kind"] == row["kind"]:
            score.right += 1
        else:
            score.wrong.append(f"{figure}: bound to {claim['item']}, truth {row['kind']}")
        return
    if claim["kind"] == "unbound":
        score.unbound += 1
        return
    wrong = [
        f"{name} {claim[name]!r} not {row[name]!r}" for name in COMPARED if not _same(name, claim[name], row[name])
    ]
    if wrong:
        score.wrong.append(f"{figure}: {', '.join(wrong)}")
        return
    score.right += 1
    for name in ALSO:
        score.other[name] += 1
        if not _same(name, claim[name], row[name]):
            score.other_wrong.append(f"{figure}: {name} {claim[name]!r} not {row[name]!r}")


@cache
def _score(shared: Path) -> Score:
    score = Score()
    for path in FILES:
        rows = _rows(path)
        digest = rows[0]["document_sha256"]
        document = _documents(shared).get(digest)
        if document is not None:
            compare(rows, _claims(document, digest), score)
    return score


@pytest.mark.real
def test_every_document_of_the_truth_is_here(shared: Path) -> None:
    wanted = {_rows(path)[0]["document_sha256"] for path in FILES}
    assert set(_documents(shared)) == wanted
    assert len(wanted) >= 6


@pytest.mark.real
def test_at_least_95_percent_of_the_figures_are_bound_right(shared: Path) -> None:
    score = _score(shared)
    assert score.right / score.figures >= 0.95, score.missing + score.wrong


@pytest.mark.real
def test_at_most_1_percent_of_the_figures_are_bound_wrongly(shared: Path) -> None:
    score = _score(shared)
    assert (len(score.wrong) + len(score.extra)) / score.figures <= 0.01, score.wrong + score.extra


@pytest.mark.real
def test_what_is_bound_has_the_right_fund_direction_base_and_rate(shared: Path) -> None:
    score = _score(shared)
    assert len(score.other_wrong) / sum(score.other.values()) <= 0.01, score.other_wrong


@pytest.mark.real
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_figure_of_a_listed_sentence_is_missing(path: Path, shared: Path) -> None:
    rows: list[dict[str, Any]] = _rows(path)
    digest = rows[0]["document_sha256"]
    document = _documents(shared).get(digest)
    if document is None:
        pytest.skip(f"the document {digest[:8]} is not here")
    score = Score()
    compare(rows, _claims(document, digest), score)
    assert not score.missing
