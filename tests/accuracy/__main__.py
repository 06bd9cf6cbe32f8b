"""``python -m tests.accuracy [--scans] [--dpi 200 300] [--pages N]``: reads the truth pages and prints how much is right.

The exit code is 1 when a read amount is wrong and not marked as doubtful, 2 when there is nothing to compare with.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from pipelines.documents import UnreadableDocument
from pipelines.intake import read_bytes
from pipelines.records.pages import RawFile
from tests.accuracy import scans, second
from tests.accuracy.matching import EXACT, SCANNED, TYPESET, Judge, match
from tests.accuracy.reading import ReadDocument, read
from tests.accuracy.tables import PageOutcome, count, differences, percent, table
from tests.accuracy.truth import Truth, transcribed, typeset


def say(text: str = "") -> None:
    """Print a line at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; the exit code says whether a wrong amount stands unmarked."""
    options = _options(arguments)
    truths = _truths()
    if not truths:
        say("nothing to compare with: neither published documents nor samples are here")
        return 2
    truths = truths[:: max(1, len(truths) // options.pages)] if options.pages else truths
    wrong = _report("as published", _as_published(truths))
    for dpi in options.dpi if options.scans else ():
        wrong += _report(f"as scans of {dpi} dpi", _as_scans(truths, dpi))
    return 1 if wrong else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.accuracy", description=__doc__)
    parser.add_argument("--scans", action="store_true", help="also read the same pages as scans (minutes)")
    parser.add_argument("--dpi", type=int, nargs="+", default=[200, 300], help="resolutions of the scans")
    parser.add_argument("--pages", type=int, default=0, help="only about this many pages, spread over all")
    return parser.parse_args(arguments)


def _truths() -> list[Truth]:
    truths, absent = transcribed()
    if truths:
        say(f"{len(truths)} pages transcribed by eye, of {len({t.raw.document_id for t in truths})} documents")
        if absent:
            say(f"not compared, as their documents are not here: {', '.join(absent)}")
        return truths
    say(f"the published documents are not here ({len(absent)} transcribed pages skipped); instead:")
    say(
        "the samples of data/raw against the facts they are typeset from (decimals by row and column, no forms of goals)"
    )
    return typeset()


def _as_published(truths: Sequence[Truth]) -> list[PageOutcome]:
    """Read each document once and compare its pages."""
    outcomes = []
    for path, mine in _by_document(truths):
        data = _bytes(path, mine[0].raw)
        outcomes += _compared(data, mine[0].raw, mine, EXACT if mine[0].page else TYPESET)
    return outcomes


def _as_scans(truths: Sequence[Truth], dpi: int) -> list[PageOutcome]:
    """The same pages as images. Samples, of which no page is known by itself, are left out."""
    outcomes = []
    for path, mine in _by_document([truth for truth in truths if truth.page and _is_pdf(truth.path)]):
        data, raw = _bytes(path, mine[0].raw), mine[0].raw
        began = time.monotonic()
        scan = scans.scan_of(data, mine, read(data, raw).begins, dpi)
        outcomes += _compared(scan.data, raw, scan.truths, SCANNED)
        say(f"  {raw.document_id[:8]}: {len(mine)} pages at {dpi} dpi in {time.monotonic() - began:.0f} s")
    return outcomes


def _is_pdf(path: Path) -> bool:
    """Whether a file is a PDF, by its bytes."""
    with path.open("rb") as file:
        return file.read(5) == b"%PDF-"


def _by_document(truths: Iterable[Truth]) -> list[tuple[Path, list[Truth]]]:
    groups: defaultdict[Path, list[Truth]] = defaultdict(list)
    for truth in truths:
        groups[truth.path].append(truth)
    return list(groups.items())


def _bytes(path: Path, raw: RawFile) -> bytes:
    return read_bytes(path, raw.path)


def _compared(data: bytes, raw: RawFile, truths: Sequence[Truth], judge: Judge) -> list[PageOutcome]:
    try:
        document = read(data, raw)
    except UnreadableDocument as fault:
        say(f"  {raw.document_id[:8]} is not read: {fault.reason}")
        document = ReadDocument()
    pages = {truth.page for truth in truths if truth.page}
    can = data.startswith(b"%PDF-") and judge is not SCANNED and truths[0].family != "scan"
    rows = second.rows_of(data, sorted(pages)) if can else {}
    outcomes = []
    for truth in truths:
        found = document.on(truth.page)
        if judge is TYPESET:
            found.amounts = [amount for amount in found.amounts if amount.statement != "performance"]
        beside = rows.get(truth.page, []) if truth.page else [row for page in sorted(rows) for row in rows[page]]
        outcomes.append(
            PageOutcome(
                truth,
                match(truth.amounts, found.amounts, found.doubtful, judge),
                second.in_the_right_row(truth.amounts, found.rows),
                second.in_the_right_row(truth.amounts, beside) if can else None,
            )
        )
    return outcomes


def _report(title: str, outcomes: Sequence[PageOutcome]) -> int:
    """Print one table with what is not right; returns the number of wrong amounts that are not marked."""
    say()
    say(title)
    say(table(outcomes))
    told = differences(outcomes)
    if told:
        say(told)
    total = count(outcomes)
    whole, amounts = total["whole"], total["amounts"]
    say(f"{title}: {whole} of {amounts} amounts right in row, column, unit and meaning ({percent(whole, amounts)} %),")
    say(
        f"{total['marked']} marked as doubtful (right or wrong), {total['missing']} missing, {total['wrong']} wrong and not marked"
    )
    if total["seconded"]:
        say(
            f"in the right row: our grids {total['ours']} of {amounts}, pdfplumber {total['second']} of {total['seconded']}"
        )
    return total["wrong"]


if __name__ == "__main__":
    sys.exit(main())
