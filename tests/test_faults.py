"""The parts of the fault benchmark: what is changed, that it is one place, and that finding it is told from what was there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.flow.reading import read_document
from pipelines.records.core import DocumentRecord
from pipelines.records.pages import Box, Line, Page, RawFile, Word
from pipelines.records.reading import Reading
from tests.documents.typeset.facts import Sample, samples
from tests.faults import counting, page, published
from tests.faults import samples as seeding
from tests.faults.amounts import changed, dropped, negative, swapped, times_ten
from tests.faults.covering import is_read
from tests.faults.fault import KINDS, Place, Variant
from tests.faults.judging import Found, Judged, judge
from tests.faults.sentences import edits, sentence_at
from tests.faults.unknowable import reason_of, rows

SMALL = "fictitious-department-2023-budget.xlsx"


@pytest.mark.parametrize(
    ("change", "text", "expected"),
    [
        (changed, "1,234.50", "4,234.50"),
        (changed, "0.39", "0.69"),
        (changed, "9.00", "3.00"),
        (changed, "0.00", None),
        (swapped, "1,234.50", "2,134.50"),
        (swapped, "11.20", "12.10"),
        (swapped, "5.00", None),
        (swapped, "4.40", "4.04"),
        (dropped, "1,234.50", "1,34.50"),
        (dropped, "5.20", None),
        (times_ten, "1,234.56", "12345.6"),
        (times_ten, "100", None),
        (negative, "5.20", "-5.20"),
        (negative, "-5.20", None),
    ],
)
def test_a_number_with_a_fault(change: object, text: str, expected: str | None) -> None:
    assert callable(change)
    assert change(text) == expected


def test_edits_of_a_sentence() -> None:
    text = "示例局2024年度支出120.00万元，与2023年相比增加20.00万元，增长20.00%。下一句。"
    made = {(edit.kind, text[edit.start : edit.end], edit.new) for edit in edits(text, 2024, "示例局")}
    assert made == {
        ("text_amount", "120.00", "420.00"), ("text_amount", "20.00", "50.00"), ("text_percent", "20.00", "50.00"),
        ("text_direction", "增加", "减少"), ("text_direction", "增长", "下降"), ("text_year", "2024", "2023"),
        ("text_body", "示例局", "示乡局"),
    }  # fmt: skip
    assert sentence_at(text, text.index("120")) == text.removesuffix("。下一句。")


def test_a_character_of_a_page_is_changed_where_it_stands_and_nowhere_else() -> None:
    boxes = tuple(Box(10.0 * n, 0, 10.0 * n + 8, 10) for n in range(3))
    page = Page(
        1,
        100,
        100,
        tuple(Word(c, *box) for c, box in zip("123", boxes, strict=True)),
        lines=(Line("123", None, boxes),),
    )
    other = published._changed(page, {boxes[1]: "9"})
    assert ["".join(word.text for word in other.words), other.lines[0].text] == ["193", "193"]
    shorter = published._changed(page, {boxes[1]: ""})
    assert [len(shorter.words), shorter.lines[0].text, len(shorter.lines[0].boxes)] == [2, "13", 2]


@pytest.fixture(scope="module")
def small() -> Sample:
    (sample,) = (one for one in samples() if one.file == SMALL)
    return sample


@pytest.fixture(scope="module")
def variants(small: Sample, tmp_path_factory: pytest.TempPathFactory) -> list[Variant]:
    folder: Path = tmp_path_factory.mktemp("faults")
    path, raw = seeding.set_sample(small, small.flow, folder, "clean")
    clean = read_document(path, raw)
    made = [Variant(SMALL, None, Place(), "", clean)]
    for number, seeded in enumerate(seeding.seed(small, clean, 1)):
        path, raw = seeding.set_sample(small, seeded.flow, folder, str(number))
        made.append(Variant(SMALL, seeded.kind, seeded.place, seeded.what, read_document(path, raw)))
    return made


def test_every_fault_changes_one_block_and_is_a_document_of_its_own(small: Sample, variants: list[Variant]) -> None:
    seeded = list(seeding.seed(small, variants[0].reading, 1))
    assert len({one.kind for one in seeded}) >= 12
    for one in seeded:
        differing = sum(a != b for a, b in zip(small.flow, one.flow, strict=False))
        assert differing == 1 or len(one.flow) != len(small.flow), one.what
    assert len({variant.document_id for variant in variants}) == len(variants)


def test_faults_are_found_and_the_document_without_one_is_not_accused(variants: list[Variant]) -> None:
    judged = list(judge(variants))
    assert not [found for found in judged[0].findings if found.severity == "error"]
    counted = counting.count(judged)
    missed = [text for tally in counted.kinds.values() for text in tally.missed]
    assert counting.added(counted.kinds, KINDS).covered >= 10
    assert not [
        text for kind in ("digit_changed", "total_edited", "times_ten") for text in counted.kinds[kind].missed
    ], missed
    assert counted.suspects["wrong"] == 0


def test_what_the_clean_document_has_is_not_new() -> None:
    before = Found("R1", "error", '{"row_no":3}', "10.00", (), None, "")
    moved = Found("R1", "error", '{"row_no":4}', "10.00", (), None, "")
    grown = Found("R1", "error", '{"row_no":4}', "12.00", (), None, "")
    told = Found("R2", "information", "{}", "None", (), None, "")
    assert counting.new_findings([before, moved, grown, told], [before]) == [grown]


def test_a_row_or_a_unit_is_covered_only_where_it_was_compared_with_what_stands_outside_it(
    variants: list[Variant],
) -> None:
    place = Place(("sixteen.1.2.3", "sixteen.1.2.4"))
    inside, across = frozenset({"1.2.3", "1.2.4"}), frozenset({"1.2.3", "5.1.1"})
    for kind in ("unit", "row_dropped", "row_duplicated", "digit_changed"):
        variant = Variant(SMALL, kind, place, "", variants[0].reading)
        assert counting.is_covered(variant, Judged(variants[0], (), (inside,))) is (kind == "digit_changed")
        assert counting.is_covered(variant, Judged(variants[0], (), (inside, across)))


def test_shares_are_worked_out_by_whole_numbers() -> None:
    assert [counting.share(1, 3), counting.share(2, 3), counting.share(0, 0), counting.share(7, 7)] == [
        "33.3 %", "66.7 %", "—", "100.0 %",
    ]  # fmt: skip


def test_a_change_of_nothing_has_no_direction_to_be_made_wrong() -> None:
    kinds = {edit.kind for edit in edits("2024年度项目支出0万元，比2023年增加0.00万元。", 2024, None)}
    assert "text_direction" not in kinds and "text_year" in kinds


@pytest.mark.parametrize(
    ("kind", "token", "figure", "read", "covered"),
    [
        ("text_amount", "120.00", None, "amount", True),
        ("text_amount", "120.00", None, "change", False),
        ("text_amount", "20.00", None, "change", True),
        ("text_amount", "20.00", None, "amount", False),
        ("text_amount", "12", None, "amount", False),
        ("text_percent", "20.00", None, "percent", True),
        ("text_percent", "20.00", None, "amount", False),
        ("text_direction", "增加", "20.00", "direction", True),
        ("text_direction", "增加", "30.00", "direction", False),
        ("text_direction", "增加", "20.00", "amount", False),
        ("text_year", "2024", None, "period", True),
        ("text_year", "2024", None, "amount", False),
        ("text_body", "示例局", None, "name", True),
        ("text_body", "示例局", None, "period", False),
    ],
)
def test_a_sentence_is_covered_by_what_the_rules_read(
    tmp_path: Path, kind: str, token: str, figure: str | None, read: str, *, covered: bool
) -> None:
    sentence = "示例局2024年度支出总计120.00万元，与2023年相比增加20.00万元，增长20.00%。"
    path = tmp_path / "told.txt"
    path.write_text(f"示例局2024年度部门预算\n{sentence}\n", "utf-8")
    raw = RawFile(
        path=path.name, document_id="a" * 64, byte_count=1, fiscal_year=2024, stage="budget", tier="department"
    )
    reading = read_document(path, raw)
    claim = next(one for one in reading.rows["claim"] if one.change_text)
    own = claim.claim_id.split(".", 1)[1]
    clean = Judged(Variant(path.name, None, Place(), "", reading), (), (frozenset({own}),), frozenset({(own, read)}))
    assert is_read(kind, Place(sentence=sentence, token=token, figure=figure), clean) is covered


def _told(kind: str, token: str, sentence: str) -> Judged:
    reading = Reading(DocumentRecord(**dict.fromkeys(DocumentRecord.__dataclass_fields__)), {})
    return Judged(Variant("a.pdf", kind, Place(sentence=sentence, token=token), "", reading), (), ())


def test_what_nothing_contradicts_is_known_by_its_words_and_its_sentence() -> None:
    row = rows()[0]
    assert reason_of(row.kind, Place(sentence=f"其中{row.within}。", token=row.token)) == row.reason
    assert reason_of(row.kind, Place(sentence=f"其中{row.within}。", token="持平")) is None
    assert reason_of("text_body", Place(sentence=row.within, token=row.token)) is None
    assert reason_of(row.kind, Place(sentence="别的句子。", token=row.token)) is None


def test_words_that_stand_twice_in_a_sentence_are_told_apart_by_what_stands_before() -> None:
    row = next(row for row in rows() if row.before)
    place = Place(sentence=row.within, token=row.token)
    assert reason_of(row.kind, place, f"…{row.before}“{row.token}”改为“增长”") == row.reason
    assert reason_of(row.kind, place, f"…“三公”经费预算0万元“{row.token}”改为“增长”") is None


def test_a_fault_listed_as_told_by_nothing_and_found_makes_the_list_wrong() -> None:
    row, found = rows()[0], Found("R1", "error", "{}", "1", (), None, "")
    clean = _told("", "", "")
    clean = replace(clean, variant=replace(clean.variant, kind=None))
    missed = _told(row.kind, row.token, row.within)
    assert counting.count([clean, missed]).kinds[row.kind].untold == [row.reason]
    judged = [clean, replace(missed, findings=(found,))]
    tally = counting.count(judged).kinds[row.kind]
    assert (tally.untold, len(tally.mislisted)) == ([], 1)
    assert "the list is wrong there" in page.write(judged, counting.count(judged))


def test_the_page_tells_how_much_is_found_of_what_something_contradicts() -> None:
    row = rows()[0]
    clean = _told("", "", "")
    clean = replace(clean, variant=replace(clean.variant, kind=None))
    judged = [clean, _told(row.kind, row.token, row.within), _told("text_year", "2024", "2024年。")]
    text = page.write(judged, counting.count(judged))
    assert "| Published documents | 2 | 1 | 0 of 1 | 0.0 % |" in text
    assert f"| {row.reason} | 1 |" in text
