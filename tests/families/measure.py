"""Families read back: how many amounts are right, missing, wrong. ``python -m tests.families.measure [family] [form,form]``."""

from __future__ import annotations

import hashlib
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from pipelines import documents, facts, grids, statements
from pipelines.records.core import AmountFact, DoubtfulCell
from pipelines.records.pages import RawFile, Statement, Unrecognised
from tests.families import book, markup, paper
from tests.families.forms import Family, Printed, families

MARKED_BELOW = 0.5
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?|[—-]+")
SETTERS: dict[str, Callable[[Family], bytes]] = {
    "ruled.pdf": paper.pdf,
    "rows.pdf": lambda family: paper.pdf(family, "rows"),
    "bare.pdf": lambda family: paper.pdf(family, "none"),
    "three.pdf": lambda family: paper.pdf(family, "three"),
    "book.xlsx": book.workbook,
    "text.docx": book.word_document,
    "page.html": markup.web_page,
    "tabs.txt": markup.tabbed_text,
}


@dataclass
class Outcome:
    """What was read of one document."""

    expected: Counter[Printed]
    found: Counter[Printed]
    doubtful: Counter[str]
    marked: Counter[Printed] = field(default_factory=Counter)
    """Amounts that the reader itself says are in doubt."""
    refused: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    reading: list[Statement | Unrecognised] = field(default_factory=list)

    @property
    def missing(self) -> Counter[Printed]:
        """Printed and not read so."""
        return self.expected - self.found

    @property
    def wrong_unmarked(self) -> Counter[Printed]:
        """Amounts read with another label or meaning than printed and not said to be in doubt; headers may be torn."""
        return _without_path(self.found - self.marked) - _without_path(self.expected)

    @property
    def unseen(self) -> Counter[str]:
        """Amounts printed and not read surely that no doubtful cell, no amount in doubt and no refused grid shows."""
        sure = _without_path(self.found - self.marked)
        missing = Counter(row.amount_text for row in (_without_path(self.expected) - sure).elements())
        texts = [*self.doubtful.elements(), *(row.amount_text for row in self.marked.elements())]
        texts += [cell.text for one in self.reading if isinstance(one, Unrecognised) for cell in one.grid.cells]
        return missing - Counter(
            number for text in texts for word in text.split() for number in _NUMBER.findall(folded(word))
        )

    @property
    def wrong(self) -> Counter[Printed]:
        """Read and not so printed."""
        return self.found - self.expected


def folded(text: str | None) -> str:
    """A label for comparison: NFKC, one kind of quotes, no white space."""
    plain = unicodedata.normalize("NFKC", text or "")
    return "".join(re.sub("[“”‘’\"'「」]", '"', plain).split())


def _without_path(rows: Counter[Printed]) -> Counter[Printed]:
    return Counter(row._replace(column_path="") for row in rows.elements())


def _plain(row: Printed) -> Printed:
    return Printed(*map(folded, row))


def read(data: bytes, name: str, family: Family, with_claims: bool = False) -> Outcome:
    """One document through the whole reader, compared with its family; ``with_claims`` as the flow reads, statements beside
    each other and with what the sentences say."""
    document_id = hashlib.sha256(data).hexdigest()
    document = documents.read(data, name, document_id)
    found = grids.find_grids(document)
    identity = statements.identify(document, found, RawFile(name, document_id, len(data)))
    outcomes = statements.recognise(found, identity)
    beside = [outcome for outcome in outcomes if isinstance(outcome, Statement)]
    known = (beside, facts.claims_of(document, found, identity)) if with_claims else ()
    records = [record for statement in beside for record in facts.facts_of(statement, document_id, *known)]
    amounts = [record for record in records if isinstance(record, AmountFact) and record.amount_yuan is not None]
    doubts = [record for record in records if isinstance(record, DoubtfulCell)]
    return Outcome(
        Counter(map(_plain, family.printed())),
        Counter(_plain(_read(fact)) for fact in amounts),
        Counter(doubt.text for doubt in doubts),
        Counter(_plain(_read(fact)) for fact in amounts if fact.confidence < MARKED_BELOW),
        [f"{one.title}: {one.reason}" for one in outcomes if isinstance(one, Unrecognised)],
        [f"{one.kind}: {one.title}" for one in outcomes if isinstance(one, Statement)],
        list(outcomes),
    )


def _read(fact: AmountFact) -> Printed:
    return Printed(
        fact.statement,
        fact.unit,
        fact.row_code or "",
        fact.row_name or "",
        fact.column_path or "",
        fact.measure or "",
        fact.fund or "",
        fact.amount_text,
    )


def main() -> None:
    """Print the table, and the differences when a family is named."""
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    forms = sys.argv[2].split(",") if len(sys.argv) > 2 else list(SETTERS)
    for family in families():
        if wanted and not re.search(wanted, family.name):
            continue
        for form in forms:
            if form in family.look.get("not_as", ()):
                continue
            outcome = read(SETTERS[form](family), form, family)
            parts = (outcome.expected, outcome.missing, outcome.wrong, outcome.wrong_unmarked)
            expected, missing, wrong, unmarked = (sum(part.values()) for part in parts)
            sys.stdout.write(
                f"{family.name:28} {form:10} expected {expected:5} right {expected - missing:5} "
                f"missing {missing:4} wrong {wrong:4} unmarked {unmarked:4} "
                f"doubtful {outcome.doubtful.total():3} refused {len(outcome.refused)}\n"
            )
            if wanted:
                for text in outcome.refused:
                    sys.stdout.write(f"    refused {text}\n")
                for word, rows in (("not read   ", outcome.missing), ("not printed", outcome.wrong)):
                    _tell(word, rows)


def _tell(word: str, rows: Counter[Printed], most: int = 3) -> None:
    """Differences by column, a few of each."""
    by_column: dict[tuple[str, str, str, str], list[str]] = {}
    for row in sorted(rows.elements()):
        key = (row.statement, row.column_path, row.measure, row.fund)
        by_column.setdefault(key, []).append(f"{row.row_code} {row.row_name} {row.amount_text} {row.unit}")
    for key, texts in by_column.items():
        sys.stdout.write(f"    {word} {'|'.join(key)} ({len(texts)}): {'; '.join(texts[:most])}\n")


if __name__ == "__main__":
    main()
