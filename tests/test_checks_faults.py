"""What is wrong with a rule, or with its evaluation, is raised and named; nothing is swallowed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipelines.checks import SuiteError, ValidationBrokeError, load_suites, run_rules, validate
from tests.rules.bench import Ran, Scenes, document, rule, write_suite

SCENES = Scenes()
ROWS = """
    income_expenditure_summary | income | income_total   | | final | all | 100.00
    income_expenditure_summary | income | current_income | | final | all | 100.00
"""
BALANCE = {
    "statement": "income_expenditure_summary",
    "left": {"side": "income", "item": "income_total"},
    "right": {"side": "income", "item": "current_income"},
}
SCENES.add("T1", document("a", ROWS), equation=BALANCE)


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ran]:
    folder: Path = tmp_path_factory.mktemp("rules")
    with SCENES.run(folder) as done:
        yield done


SIDES = "1 as left_yuan, 1 as right_yuan"


@pytest.mark.parametrize(
    ("meta", "said"),
    [
        ({"query": "select nothing from nowhere"}, "does not run"),
        ({"query": "select document_id, 1 as left_yuan from check_document"}, "no sides"),
        ({"query": f"select document_id, {SIDES}, 1 as colour from check_document"}, "unknown column colour"),
        ({"query": f"select {SIDES}"}, "no document_id"),
        ({"query": f"select document_id, {SIDES} from check_document, range(2)"}, "share document and keys"),
        ({"query": f"select document_id, {SIDES}, 'grave' as severity from check_document"}, "unknown severity"),
        ({"query": "select document_id from check_document", "type": "expect_no_violation"}, "no sides"),
        ({"equation": {"statement": "income", "left": {"colour": "red"}, "right": {"item": "total"}}}, "unknown keys"),
        ({"equation": {"statement": "income", "left": {"item": "total"}}}, "left and a right side"),
        ({"equation": {"statement": "income", **BALANCE, "per": ["weather"]}}, "per has unknown keys"),
        ({"equation": {**BALANCE, "colour": "red"}}, "unknown keys"),
        ({"equation": {"left": {"item": "total"}, "right": {"item": "total"}, "per": ["row_no"]}}, "inside one grid"),
        ({"equation": {"statement": "income", "tree": True, "per": ["fund"]}}, "tree"),
        ({"equation": {**BALANCE, "given": {"same": "planet"}}}, "given"),
        ({"equation": {**BALANCE, "left": {"item": "total", "sign": 2}}}, "sign is 1 or -1"),
        ({"equation": {**BALANCE, "left": {"item": "a", "where": "a.nothing = 1"}}}, "does not run"),
    ],
)  # fmt: skip
def test_a_rule_that_does_not_compile_or_run_raises_and_is_named(
    ran: Ran, tmp_path: Path, meta: dict[str, Any], said: str
) -> None:
    write_suite(tmp_path, [rule("T7", **meta)])
    with pytest.raises(SuiteError, match=rf"{tmp_path.name}/test\.yml: rule T7.*({said})"):
        run_rules(ran.connection, "broken", [tmp_path], is_strict=True)


TWO_ALIKE = """select document_id, '{"n":' || n || '}' as keys, 1 as left_yuan, r as right_yuan
    from check_document, (values (1, 1), (1, 2), (2, 1), (3, 5), (4, null)) as given(n, r)"""


@pytest.mark.parametrize("reach", ["body", "all"])
def test_cases_that_cannot_be_told_apart_are_not_evaluated_and_the_rest_is_judged(
    ran: Ran, tmp_path: Path, reach: str
) -> None:
    write_suite(tmp_path, [rule("T6", query=TWO_ALIKE, reach=reach), rule("T8", equation=BALANCE)])
    run_rules(ran.connection, "odd", [tmp_path])
    found = ran.rows("select distinct keys, verdict, reason from quality.finding where rule_id = 'T6' order by all")
    assert [(row["keys"], row["verdict"]) for row in found] == [
        ('{"n":1}', "not_evaluated"), ('{"n":2}', "holds"), ('{"n":3}', "fails"), ('{"n":4}', "not_evaluated"),
    ]  # fmt: skip
    assert found[0]["reason"] == '规则在本文件给出 2 个键相同的情形，无从分辨：{"n":1}'
    assert found[3]["reason"] == '规则未给出可比的数：{"n":4}'
    covered = ran.rows("select distinct not_evaluated, holds, fails from quality.coverage where rule_id = 'T6'")
    assert covered == [{"not_evaluated": 2, "holds": 1, "fails": 1}]
    assert ran.rows("select 1 from quality.finding where rule_id = 'T8' and verdict = 'holds'")
    assert not ran.rows("select finding_id from quality.finding group by 1 having count(*) > 1")


BREAKS = """select document_id, cast(if(document_id = 'T1.a', 'x', '0') as bigint) as left_yuan, 0 as right_yuan
    from check_document"""


@pytest.mark.parametrize("reach", ["body", "all"])
def test_a_query_that_breaks_on_one_document_is_not_evaluated_there_and_the_rest_is_judged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, reach: str
) -> None:
    scenes = Scenes()
    scenes.add("T1", document("a", ROWS), document("b", ROWS, publisher="示例二局"), equation=BALANCE)
    (tmp_path / "own").mkdir()
    write_suite(tmp_path / "own", [rule("T5", query=BREAKS, reach=reach), rule("T8", equation=BALANCE)])
    with scenes.run(tmp_path) as ran:
        run_rules(ran.connection, "night", [tmp_path / "own"])
        found = ran.rows("select * from quality.coverage where rule_id = 'T5' order by document_id")
        assert ran.rows("select verdict from quality.coverage where rule_id = 'T8'") == [{"verdict": "holds"}] * 2
    assert [row["verdict"] for row in found] == ["not_evaluated", "holds" if reach == "body" else "not_evaluated"]
    assert found[0]["reason"].startswith("规则查询在本文件上运行出错：Conversion Error")
    assert "rule T5" in caplog.text


def test_every_broken_rule_is_named_with_its_file_and_the_rest_is_tried(ran: Ran, tmp_path: Path) -> None:
    broken = [
        rule(f"T{n}", query=query)
        for n, query in enumerate(("select 1 from nowhere", "selec 1 frm x", "select 1 as one"))
    ]
    write_suite(tmp_path, [*broken, rule("T8", equation=BALANCE)], "own")
    with pytest.raises(SuiteError) as raised:
        run_rules(ran.connection, "broken", [tmp_path])
    said = str(raised.value)
    for n, reason in enumerate(("nowhere", "syntax error", "unknown column one")):
        assert re.search(rf"own\.yml: rule T{n}: .*{reason}", said), said
    assert "T8" not in said


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"type": "expect_luck"}, "type is one of"),
        ({"type": "expect_no_violation"}, "an equation needs type"),
        ({"severity": "fatal"}, "severity is one of"),
        ({"category": "taste"}, "category is one of"),
        ({"tolerance": "generous"}, "tolerance is one of"),
        ({"colour": "red"}, "unknown keys"),
        ({"query": "select 1"}, "exactly one of"),
        ({"equation": None}, "exactly one of"),
        ({"applies": {"weather": ["rain"]}}, "applies names some of"),
        ({"applies": {"stage": ["budgte"]}}, "applies names some of"),
        ({"applies": ["budget"]}, "applies names some of"),
        ({"severity": ["critical"]}, "severity is one of"),
        ({"category": ["text"]}, "category is one of"),
        ({"tolerance": {"a": 1}}, "tolerance is one of"),
        ({"version": "two"}, "version is a whole number"),
        ({"equation": "a = b"}, "an equation is a mapping"),
        ({"equation": {"left": "a", "right": {}}}, "an equation is a mapping"),
        ({"equation": None, "query": ["select 1"]}, "query, unavailable and guard are text"),
    ],
)
def test_a_malformed_entry_is_refused_with_file_and_rule(tmp_path: Path, change: dict[str, Any], said: str) -> None:
    write_suite(tmp_path, [rule("T9", **{"equation": BALANCE, **change})], "own")
    with pytest.raises(SuiteError, match=rf"own\.yml: rule T9: .*{said}"):
        load_suites([tmp_path])


@pytest.mark.parametrize(
    "text",
    [
        "a: [", "just words", "name: x", "name: x\nexpectations: [1]", "name: x\nexpectations: {a: 1}",
        "name: x\nmeta: y\nexpectations: []", "name: x\nexpectations:\n- meta: words", "\xff\xfe",
    ],
)  # fmt: skip
def test_a_file_that_is_no_suite_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "own.yml").write_text(text, "latin-1")
    with pytest.raises(SuiteError, match=r"own\.yml"):
        load_suites([tmp_path])


def test_a_file_that_breaks_off_names_the_rule_in_which_it_does(tmp_path: Path) -> None:
    text = "name: x\nexpectations:\n- meta:\n    rule_id: T3\n    title_zh: [\n"
    (tmp_path / "own.yml").write_text(text, "utf-8")
    with pytest.raises(SuiteError, match=r"own\.yml: rule T3 or after it: not YAML: (.|\n)*line 6"):
        load_suites([tmp_path])


def test_a_rule_that_stands_twice_is_refused(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_suite(tmp_path, [rule("T1", equation=BALANCE)], name)
    with pytest.raises(SuiteError, match=r"two\.yml: rule T1 stands already in .*one\.yml"):
        load_suites([tmp_path])


def test_a_folder_of_rules_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(NotADirectoryError, match="nowhere"):
        load_suites([tmp_path / "nowhere"])


def test_an_exception_inside_great_expectations_is_raised_and_not_taken_for_a_result(
    ran: Ran, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = validate._expectation

    def without_column(number: int, one: Any) -> Any:
        made = original(number, one)
        made.column_A = "no_such_column"
        return made

    monkeypatch.setattr(validate, "_expectation", without_column)
    with pytest.raises(ValidationBrokeError, match=r"rule T1: .*no_such_column"):
        run_rules(ran.connection, "broken", [ran.folder])


def test_a_result_that_has_not_seen_every_case_is_an_error(ran: Ran, monkeypatch: pytest.MonkeyPatch) -> None:
    original = validate._expectation
    monkeypatch.setattr(validate, "_expectation", lambda number, one: original(number + 7, one))
    with pytest.raises(ValidationBrokeError, match="rule T1: 1 cases given, 0 seen"):
        run_rules(ran.connection, "broken", [ran.folder])


def test_what_great_expectations_judges_are_whole_numbers(ran: Ran, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, str] = {}

    def watch(suites: Any, cases: Any, docs_folder: Any = None) -> set[int]:
        (whole,) = cases(range(10))
        seen.update({name: str(kind) for name, kind in whole.dtypes.items()})
        return set()

    monkeypatch.setattr("pipelines.checks.run.unexpected_cases", watch)
    run_rules(ran.connection, "watched", [ran.folder])
    assert seen == {"case_no": "int64", "rule_no": "int32", "difference": "int64", "allowed": "int64"}


def test_cases_judged_a_few_at_a_time_come_to_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scenes = Scenes()
    wrong = ROWS.replace("100.00", "90.00", 1)
    scenes.add("T1", *(document(name, wrong if name in "bd" else ROWS) for name in "abcdefg"), equation=BALANCE)
    monkeypatch.setattr("pipelines.checks.run.JUDGED_TOGETHER", 2)
    with scenes.run(tmp_path) as ran:
        verdicts = ran.verdicts("T1", *"abcdefg")
    assert verdicts == ["fails" if name in "bd" else "holds" for name in "abcdefg"]


def test_cases_lie_beside_what_is_built_until_they_are_judged(
    ran: Ran, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    monkeypatch.setattr(
        "pipelines.checks.run.unexpected_cases",
        lambda *_: seen.extend(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.parquet")) or set(),
    )
    run_rules(ran.connection, "aside", [ran.folder], aside=tmp_path / "w.duckdb.building")
    (name,) = seen
    assert re.fullmatch(r"w\.duckdb\.building\.cases\.\w+/0\.parquet", name)
    assert not list(tmp_path.iterdir())


def test_findings_keep_their_identity_over_runs_and_change_it_with_the_version(ran: Ran, tmp_path: Path) -> None:
    run_rules(ran.connection, "second", [ran.folder])
    first = ran.finding("T1", "a")
    write_suite(tmp_path, [rule("T1", equation=BALANCE)])
    run_rules(ran.connection, "third", [tmp_path])
    assert ran.finding("T1", "a")["finding_id"] == first["finding_id"]
    assert ran.finding("T1", "a")["run_id"] == "third"
    write_suite(tmp_path, [rule("T1", equation=BALANCE, version=2)])
    run_rules(ran.connection, "fourth", [tmp_path])
    assert ran.finding("T1", "a")["finding_id"] != first["finding_id"]
    assert ran.finding("T1", "a")["rule_version"] == 2
