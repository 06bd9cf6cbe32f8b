"""The page ``docs/faults.md``: what was done, what was found, what was missed. Layout only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from tests.documents.typeset.facts import samples
from tests.faults.counting import Counted, RuleTally, Tally, added, count, share
from tests.faults.fault import AMOUNT_KINDS, KINDS, TEXT_KINDS
from tests.faults.judging import Found, Judged

SHOWN_MISSES = 3
HEAD = """# Faults seeded and found

Written by `make faults`. Each line below is a count of documents that differ from one without a fault in a single place.

- **Samples** (`data/raw`, scans left out): the facts file is changed, the document set anew (PDF, XLSX, HTML) and read from its
  bytes.
- **Published documents** (`../shared/disclosures`, PDFs; only where that folder is there): the characters that the PDF reader
  gives are changed in place before anything else is made of them; the PDF itself is not rewritten, because that would change its
  fonts and layout too. Rows, notes and units are therefore changed in the samples alone.
- A fault is **found** when an error or a warning appears that the document without it does not have (another case, or another
  difference). Informations do not count.
- A place of a table is **covered** when on the document without the fault some rule was tried on that very amount and held,
  other than one that only says what it may not exceed. A row or a unit is covered where such a rule compared something of it
  with what stands outside it: a rule inside the row, or inside the table, agrees as before when all of it goes or is scaled.
- A place of a sentence is **covered** when on the document without the fault some rule held that was tried on that very claim
  and whose outcome depends on what is changed: its amount, its change, its base, its percent, its direction, its year or its name
  (`reads` of the rule in `expectations/`). A rule that compares the amount of a claim does not cover the year beside it.
- A change of 0 has no direction (增加 0 万元 says what 减少 0 万元 says): there no direction is made wrong.
- Every document is checked alone: rules across documents and years, which would find more, see nothing here.
"""


def write(judged: Sequence[Judged], counted: Counted) -> str:
    """The whole page as Markdown."""
    ours = {sample.file for sample in samples()}
    parts, untold = [HEAD], []
    for title, mine in (("Samples", True), ("Published documents", False)):
        some = [one for one in judged if (one.variant.source in ours) is mine]
        if some:
            kinds = count(some).kinds
            parts.append(_kinds(title, len({one.variant.source for one in some}), kinds))
            untold.append((title, added(kinds, TEXT_KINDS)))
    parts.append(_untold(untold))
    parts += [_clean(counted.clean, ours), _rules(counted.rules), _suspects(counted), _missed(counted.kinds, ours)]
    return "\n".join(parts)


def _kinds(title: str, documents: int, kinds: Mapping[str, Tally]) -> str:
    lines = [f"\n## {title}: {added(kinds, KINDS).seeded} faults in {documents} documents\n",
             "| kind | | seeded | found | recall | covered | found | recall |", "|--|--|--:|--:|--:|--:|--:|--:|"]  # fmt: skip
    lines += [_tally(f"`{kind}`", meaning, kinds[kind]) for kind, meaning in KINDS.items() if kind in kinds]
    lines.append(_tally("**amounts**", "一个数被改的各类", added(kinds, AMOUNT_KINDS)))
    lines.append(_tally("**tables**", "报表各类", added(kinds, [kind for kind in KINDS if kind not in TEXT_KINDS])))
    lines.append(_tally("**text**", "文字各类", added(kinds, TEXT_KINDS)))
    lines.append(_tally("**all**", "", added(kinds, KINDS)))
    return "\n".join(lines) + "\n"


def _untold(tallies: Sequence[tuple[str, Tally]]) -> str:
    """Text faults that nothing in their document contradicts, by reason, and what is found of all others."""
    lines = ["\n## Text faults that nothing in the document contradicts\n",
             "An amount that is told once, a direction whose base is told nowhere: no rule can know. Each missed fault was read by",
             "a person in its sentence and held against every other figure of its document (`tests/faults/unknowable.csv`).\n",
             "| | text faults | told by nothing | of the others found | recall |", "|--|--:|--:|--:|--:|"]  # fmt: skip
    for title, one in tallies:
        rest = one.seeded - len(one.untold)
        lines.append(
            f"| {title} | {one.seeded} | {len(one.untold)} | {one.found} of {rest} | {share(one.found, rest)} |"
        )
    lines += ["\n| reason | faults |", "|--|--:|"]
    reasons = Counter(reason for _, one in tallies for reason in one.untold)
    lines += [
        f"| {reason} | {number} |" for reason, number in sorted(reasons.items(), key=lambda item: (-item[1], item[0]))
    ]
    mislisted = [text for _, one in tallies for text in one.mislisted]
    if mislisted:
        lines += ["\nListed, and found all the same (the list is wrong there):\n", *(f"- {text}" for text in mislisted)]
    return "\n".join(lines) + "\n"


def _tally(name: str, meaning: str, one: Tally) -> str:
    return (
        f"| {name} | {meaning} | {one.seeded} | {one.found} | {share(one.found, one.seeded)} "
        f"| {one.covered} | {one.covered_found} | {share(one.covered_found, one.covered)} |"
    )


def _clean(clean: Mapping[str, Iterable[Found]], ours: set[str]) -> str:
    """Errors and warnings on documents without a fault; published ones are counted, not named."""
    lines = ["\n## Documents without a fault\n",
             "Samples carry the inconsistencies of their originals; those known by hand stand in",
             "`tests/documents/facts/inconsistencies.csv`. Published ones: `docs/findings-real.md`.\n",
             "| document | errors | warnings |", "|--|--|--|"]  # fmt: skip
    totals = {"error": 0, "warning": 0}
    for source, findings in sorted(clean.items()):
        by = {severity: [one.rule_id for one in findings if one.severity == severity] for severity in totals}
        if source in ours:
            lines.append(f"| {source} | {_listed(by['error'])} | {_listed(by['warning'])} |")
        else:
            totals = {severity: totals[severity] + len(by[severity]) for severity in totals}
    others = sum(source not in ours for source in clean)
    if others:
        lines.append(f"| {others} published documents | {totals['error']} | {totals['warning']} |")
    return "\n".join(lines) + "\n"


def _listed(rules: Sequence[str]) -> str:
    return "、".join(sorted(set(rules))) or "—"


def _rules(rules: Mapping[str, RuleTally]) -> str:
    lines = ["\n## By rule\n", "How many faults a rule found, in how many findings, and how many of these name the changed cell or",
             "row itself (faults in text and in headings have no cell).\n",
             "| rule | faults found | findings | naming the place |", "|--|--:|--:|--:|"]  # fmt: skip
    for rule_id, one in sorted(rules.items()):
        if one.faults:
            lines.append(f"| {rule_id} | {one.faults} | {one.findings} | {one.at_the_place} |")
    return "\n".join(lines) + "\n"


def _suspects(counted: Counted) -> str:
    right, wrong, none = (counted.suspects[word] for word in ("right", "wrong", "none"))
    return (
        "\n## The cell in doubt\n\n"
        f"Where one cell was changed and the fault found: the run names that cell {right} times, another one {wrong} times, "
        f"none {none} times.\n"
    )


def _missed(kinds: Mapping[str, Tally], ours: set[str]) -> str:
    """Some of what is covered and was missed; of samples only, so that no published body is named here."""
    lines = ["\n## Missed though covered (samples, some of each kind)\n"]
    for kind in KINDS:
        missed = [text for text in kinds[kind].missed if text.split("：", 1)[0] in ours] if kind in kinds else []
        lines += [f"- `{kind}` {text}" for text in missed[:SHOWN_MISSES]]
    return "\n".join(lines) + "\n"
