"""Faults in published documents: characters of the page are changed between its reading and everything that follows.

Rewriting the content of a PDF would change its fonts and layout too; so the characters that the PDF reader gives are
changed, in place and with their boxes, before grids, statements, facts and claims are made of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

from pipelines import documents
from pipelines.flow.reading import read_document
from pipelines.records.pages import Box, Document, Line, Page, RawFile
from pipelines.records.reading import Reading
from tests.faults.amounts import CHANGES
from tests.faults.fault import Place
from tests.faults.samples import place_of, spread
from tests.faults.sentences import edits, sentence_at

SAME_PLACES = ("digit_changed", "digit_swapped", "digit_dropped", "times_ten", "total_edited", "amount_erased")
"""Kinds that need no room beside what is printed."""
Changes = Mapping[Box, str]
"""What stands in the box of a character instead: another character, or nothing."""
Seeded = tuple[str, Place, str, int, Changes]


def read_changed(document: Document, raw: RawFile, path: Path, page: int, changes: Changes) -> Reading:
    """Read a document with characters of one page changed (``page`` 0: with none)."""
    document_id = hashlib.sha256(f"{raw.document_id} {page} {changes}".encode()).hexdigest()
    pages = tuple(_changed(one, changes) if one.number == page else one for one in document.pages)
    faulty = replace(document, document_id=document_id, pages=pages)
    with patch.object(documents, "read", return_value=faulty):
        return read_document(path, replace(raw, document_id=document_id))


def _changed(page: Page, changes: Changes) -> Page:
    words = [w._replace(text=changes.get(Box(w.x0, w.top, w.x1, w.bottom), w.text)) for w in page.words]
    return replace(
        page, words=tuple(word for word in words if word.text), lines=tuple(_line(one, changes) for one in page.lines)
    )


def _line(line: Line, changes: Changes) -> Line:
    if not any(box in changes for box in line.boxes):
        return line
    kept = [(changes.get(box, character), box) for character, box in zip(line.text, line.boxes, strict=True)]
    kept = [(character, box) for character, box in kept if character]
    return Line("".join(character for character, _ in kept), line.box, tuple(box for _, box in kept))


def seed(document: Document, clean: Reading, each: int) -> Iterator[Seeded]:
    """At most ``each`` faults of every kind: in amounts of tables, and twice as many in sentences."""
    found: dict[str, list[Seeded]] = {}
    for seeded in (*_amounts(document, clean), *_sentences(document, clean)):
        found.setdefault(seeded[0], []).append(seeded)
    for kind in sorted(found):
        yield from spread(found[kind], each * 2 if kind.startswith("text_") else each)


def _amounts(document: Document, clean: Reading) -> Iterator[Seeded]:
    pages = {page.number: page for page in document.pages}
    for records in clean.rows.values():
        for fact in records:
            text, x0 = getattr(fact, "amount_text", None), getattr(fact, "x0", None)
            if not hasattr(fact, "fact_id") or not text or x0 is None or fact.grid_no is None or not text.strip("0.,-"):
                continue
            boxes = _boxes_within(pages[fact.page], Box(fact.x0, fact.top, fact.x1, fact.bottom), text)
            is_total = getattr(fact, "level", None) == "合计"
            for kind in SAME_PLACES if boxes else ():
                new = CHANGES[kind](text)
                if new is None or ("," in text and kind == "times_ten") or (kind == "total_edited") is not is_total:
                    continue
                yield kind, Place((fact.fact_id,)), f"“{text}”改为“{new}”", fact.page, _aligned(boxes, text, new)


def _boxes_within(page: Page, cell: Box, text: str) -> Sequence[Box]:
    """The boxes of the characters of an amount, where they are all that is printed within its cell."""
    inside = [
        (character, box)
        for line in page.lines
        for character, box in zip(line.text, line.boxes, strict=True)
        if character.strip() and _is_within(box, cell)
    ]
    return [box for _, box in inside] if "".join(character for character, _ in inside) == text else []


def _is_within(box: Box, cell: Box) -> bool:
    across, down = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    return cell.x0 <= across <= cell.x1 and cell.top <= down <= cell.bottom


def _aligned(boxes: Sequence[Box], old: str, new: str) -> Changes:
    """Character by character; what is shorter loses characters where the two begin to differ."""
    if len(old) == len(new):
        return {box: b for box, a, b in zip(boxes, old, new, strict=True) if a != b}
    same = next((at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), len(new))
    gone = len(old) - len(new)
    return dict.fromkeys(boxes[same : same + gone], "")


def _sentences(document: Document, clean: Reading) -> Iterator[Seeded]:
    said = clean.document
    if said.fiscal_year is None:
        return
    sentences = {"".join(claim.sentence.split()) for claim in clean.rows.get("claim", ())}
    for page in document.pages:
        text = "".join(line.text for line in page.lines)
        boxes = [box for line in page.lines for box in line.boxes]
        if len(boxes) != len(text):
            continue
        for edit in edits(text, said.fiscal_year, said.publisher):
            sentence = sentence_at(text, edit.start)
            # only where a sentence was read there: headings and tables hold such words too
            if edit.end - edit.start != len(edit.new) or not any(
                sentence in one or one in sentence for one in sentences
            ):
                continue
            changes = {boxes[edit.start + n]: edit.new[n] for n in range(len(edit.new))}
            what = f"“{text[edit.start : edit.end]}”改为“{edit.new}”"
            yield edit.kind, place_of(text, edit), what, page.number, changes
