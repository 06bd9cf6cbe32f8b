"""The command line: what it prints, where it writes, and the exit codes that a scheduler relies on."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from click.testing import Result
from PIL import Image
from typer.testing import CliRunner

from pipelines import cli
from pipelines.flow import refresh as refreshing
from pipelines.flow.reading import read_document
from pipelines.records.reading import Failure, Reading
from pipelines.settings import Settings, resource
from tests.made import Made
from tests.office import Office, without_rules
from tests.statements_by_heart import EXPENDITURE, FINAL

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "data" / "raw" / "fictitious-department-2024-final.pdf"
COMMANDS = ("refresh", "check", "report", "query", "show", "list", "dictionary", "version", "quarantine")


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    without_rules(monkeypatch)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data" / "raw").mkdir(parents=True)
    made = Office(Settings())
    monkeypatch.setattr(refreshing, "reader_for", lambda _: made.read)
    made.put("a.txt", FINAL)
    return made


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What one refresh of one document leaves; made once, copied for each test that looks at it."""
    place = tmp_path_factory.mktemp("stock")
    with pytest.MonkeyPatch.context() as patch:
        without_rules(patch)
        patch.chdir(place)
        made = Office(Settings())
        made.settings.raw.mkdir(parents=True)
        made.put("a.txt", FINAL)
        patch.setattr(refreshing, "reader_for", lambda _: made.read)
        assert run("refresh").exit_code == 0
    return place / "data"


@pytest.fixture
def filled(office: Office, stock: Path, tmp_path: Path) -> Office:
    """The office after a refresh."""
    shutil.copytree(stock, tmp_path / "data", dirs_exist_ok=True)
    return office


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.app, list(arguments), catch_exceptions=False)


def whole(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """The program as it is started, with its exit code and what it says on standard error."""
    monkeypatch.setattr(sys, "argv", ["mingzhang", *arguments])
    with pytest.raises(SystemExit) as end:
        cli.main()
    return int(end.value.code or 0), capsys.readouterr().err


def test_help_names_every_command_and_every_command_explains_itself() -> None:
    listed = run("--help").output
    for command in COMMANDS:
        assert command in listed
        assert len(run(command, "--help").output.splitlines()) > 5
    assert "Exit codes" in listed


def test_help_loads_nothing_heavy() -> None:
    heavy = "{'duckdb', 'pyarrow', 'pandas', 'numpy', 'great_expectations', 'pypdfium2', 'dagster', 'rich', 'yaml'}"
    code = f"import sys, pipelines.cli; sys.exit(str({heavy} & set(sys.modules)) if {heavy} & set(sys.modules) else 0)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_refresh_says_where_everything_is_and_five_lines_of_what_was_found(office: Office) -> None:
    done = run("refresh")
    assert done.exit_code == 0
    lines = done.output.splitlines()
    assert f"warehouse  {Path('data/warehouse/fiscal.duckdb').resolve()}" in lines
    report = next(line for line in lines if line.startswith("report")).removeprefix("report").strip()
    assert Path(report).is_file()
    assert len([line for line in lines if line.startswith("  ")]) == 5
    assert any("文件 1 份：已读 1" in line for line in lines)
    assert office.rows("select count(*) from core.document") == [(1,)]


def test_a_second_refresh_says_that_nothing_changed(office: Office) -> None:
    run("refresh")
    done = run("refresh")
    assert done.exit_code == 0
    assert "nothing has changed" in done.output
    assert office.opened == ["a.txt"]


def test_options_say_where_and_what(office: Office, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    (tmp_path / "data").rename(elsewhere)
    target = tmp_path / "w" / "x.duckdb"
    arguments = ("refresh", "--raw", str(elsewhere / "raw"), "--warehouse", str(target))
    assert run(*arguments).exit_code == 0
    assert target.is_file()
    office.opened.clear()
    assert run(*arguments, "--force").exit_code == 0
    assert run(*arguments, "--document", FINAL.document_id[:8]).exit_code == 0
    assert office.opened == ["a.txt", "a.txt"]


def test_a_failed_refresh_is_one_line_and_exit_code_1(
    filled: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = whole(monkeypatch, capsys, "refresh", "--raw", "not-mounted")
    assert code == 1
    assert said.splitlines()[-1] == "mingzhang: there is no raw folder at not-mounted"
    assert "Traceback" not in said
    assert filled.rows("select count(*) from core.document where withdrawn_at is null") == [(1,)]


@pytest.mark.parametrize(
    "arguments", [("refresh", "--workers", "0"), ("refresh", "--nonsense"), ("nonsense",), ("query",)]
)
def test_wrong_usage_is_exit_code_2(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    assert whole(monkeypatch, capsys, *arguments)[0] == 2


def test_a_wrong_setting_is_exit_code_2(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MINGZHANG_WORKERS", "many")
    code, said = whole(monkeypatch, capsys, "refresh")
    assert (code, "MINGZHANG_WORKERS" in said) == (2, True)


def test_quarantine_is_no_failure_unless_strict(office: Office) -> None:
    office.put("bad.txt", Made("bad", failure=Failure("documents.open", "打不开", "x.py:1")))
    assert run("refresh").exit_code == 0
    assert run("refresh", "--strict").exit_code == 3
    listed = run("quarantine", "list").output
    assert "bad.txt" in listed
    assert "打不开" in listed
    explained = run("quarantine", "explain", "bad.txt").output
    assert "x.py:1" in explained
    assert "advice" in explained
    office.documents["bad"] = Made("bad", (EXPENDITURE,), year=2020)
    office.opened.clear()
    assert run("quarantine", "retry").exit_code == 0
    assert office.opened == ["bad.txt"]
    assert "nothing is in quarantine" in run("quarantine", "retry").output


def test_queries_come_out_exactly_in_every_format(filled: Office, tmp_path: Path) -> None:
    sql = "select amount_yuan, null as nothing, [1, 2] as many from mart.fct_revenue order by 1 limit 2"
    found = list(csv.reader(io.StringIO(run("query", sql, "--format", "csv").output)))
    assert found == [["amount_yuan", "nothing", "many"], ["50000.00", "", "[1, 2]"], ["950000.00", "", "[1, 2]"]]
    assert json.loads(run("query", sql, "--format", "json").output)[0] == {
        "amount_yuan": "50000.00",
        "nothing": None,
        "many": [1, 2],
    }
    assert "50000.00" in run("query", sql).output
    assert "(2 rows)" in run("query", sql).output
    target = tmp_path / "x.parquet"
    run("query", sql, "--format", "parquet", "--output", str(target))
    assert pq.read_table(target).column("amount_yuan").to_pylist() == [Decimal("50000.00"), Decimal("950000.00")]
    question = tmp_path / "question.sql"
    question.write_text("select count(*) as n from core.document", "utf-8")
    answer = tmp_path / "answer.csv"
    assert run("query", "--file", str(question), "--format", "csv", "--output", str(answer)).output == ""
    assert answer.read_text("utf-8") == "n\n1\n"


def test_examples_of_the_repository_run_from_their_files(filled: Office) -> None:
    for path in sorted((resource("sql") / "examples").glob("*.sql")):
        assert run("query", "--file", str(path)).exit_code == 0


@pytest.mark.parametrize("sql", ["select nothing", "delete from core.document", "selec"])
def test_a_query_that_does_not_run_is_one_line(
    filled: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], sql: str
) -> None:
    code, said = whole(monkeypatch, capsys, "query", sql)
    assert code == 1
    assert said.startswith("mingzhang: ")
    assert "Traceback" not in said


def test_without_a_warehouse_every_command_says_what_to_do(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for arguments in (
        ("query", "select 1"),
        ("show", "x"),
        ("list", "documents"),
        ("report",),
        ("check",),
        ("quarantine", "list"),
    ):
        code, said = whole(monkeypatch, capsys, *arguments)
        assert (code, "mingzhang refresh" in said) == (1, True), arguments


@pytest.mark.parametrize(
    "what", ["documents", "statements", "unrecognised", "findings", "rules", "runs", "quarantine", "relations"]
)
def test_everything_can_be_listed(filled: Office, what: str) -> None:
    done = run("list", what)
    assert done.exit_code == 0
    assert re.search(r"\(\d+ rows?\)", done.output)


def test_show_names_text_document_page_table_and_headers(filled: Office) -> None:
    fact = f"{FINAL.document_id[:16]}.1.2.1"
    shown = run("show", fact).output
    for words in (
        "70.00 万元",
        "700000.00 元",
        "一般公共服务支出",
        "合计",
        "expenditure (grid 1)",
        "a.txt",
        FINAL.document_id,
        "10.0 20.0 19.0 29.0",
    ):
        assert words in shown
    assert "this format has no page to draw" in shown


def test_showing_what_is_not_there_is_an_error(
    filled: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = whole(monkeypatch, capsys, "show", "nothing")
    assert (code, said) == (1, "mingzhang: no fact, indicator or claim is called nothing\n")


def test_the_picture_of_a_page_has_the_cell_boxed(
    office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def read(tasks: Any) -> Iterator[Reading]:
        for task in tasks:
            yield read_document(task.path, task.raw)

    monkeypatch.setattr(refreshing, "reader_for", lambda _: read)
    (office.settings.raw / "a.txt").unlink()
    (office.settings.raw / "sample.pdf").write_bytes(SAMPLE.read_bytes())
    run("refresh")
    ((fact, page, x0, top, x1, bottom),) = office.rows(
        "select fact_id, page, x0, top, x1, bottom from core.published_amount where amount_yuan > 0 order by fact_id limit 1"
    )
    target = tmp_path / "picture.png"
    shown = run("show", fact, "--output", str(target)).output
    assert f"page       {page}" in shown
    picture = Image.open(target).convert("RGB")
    edge = [picture.getpixel((round(x * 2), round(top * 2) - 1)) for x in (x0 + 3, (x0 + x1) / 2, x1 - 3)]
    assert all(red > 180 and green < 100 for red, green, _ in edge)  # type: ignore[misc]
    assert bottom > top


def test_the_dictionary_is_written_and_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "D.md"
    assert run("dictionary", "--output", str(target)).exit_code == 0
    assert run("dictionary", "--check", "--output", str(target)).exit_code == 0
    target.write_text("old", "utf-8")
    assert run("dictionary", "--check", "--output", str(target)).exit_code == 1
    assert target.read_text("utf-8") == "old"


def test_version_names_product_reader_and_duckdb() -> None:
    assert re.match(r"mingzhang \S.* · reader \S+ · duckdb \d", run("version").output)


def test_check_runs_the_rules_again_and_publishes(filled: Office) -> None:
    filled.opened.clear()
    done = run("check")
    assert done.exit_code == 0
    assert filled.opened == []
    assert filled.rows("select count(*) from quality.run") == [(2,)]
    assert "nothing has changed" in run("refresh").output


def test_check_keeps_the_readers_version_so_that_a_new_reader_still_reads(
    filled: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = filled.rows("select reader_version from quality.run")
    monkeypatch.setattr(refreshing, "reader_version", lambda: "9.newcode")
    run("check")
    assert filled.rows("select reader_version from quality.run order by run_no") == before * 2


def test_report_is_written_again(filled: Office) -> None:
    index = Path("data/warehouse/report/index.html")
    index.unlink()
    assert str(index.resolve()) in run("report").output
    assert index.is_file()
    index.unlink()
    run("refresh")
    assert index.is_file(), "a refresh that has nothing to do still leaves a report"


def test_rules_of_ones_own_are_taken(office: Office, tmp_path: Path) -> None:
    run("refresh")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "a.yml").write_text("name: mine\nexpectations: []\n", "utf-8")
    assert "run 2" in run("refresh", "--expectations", str(tmp_path / "mine")).output
    office.settings = replace(office.settings)
    assert run("refresh", "--expectations", str(tmp_path / "absent")).exit_code == 2


def test_programs_are_given_json(filled: Office) -> None:
    (row,) = json.loads(run("list", "documents", "--json").output)
    assert (row["path"], row["fiscal_year"]) == ("a.txt", 2024)
    assert json.loads(run("quarantine", "list", "--json").output) == []
    (snapshot,) = json.loads(run("snapshots", "--json").output)
    assert (snapshot["run_no"], snapshot["published"]) == (1, "yes")
    unchanged = json.loads(run("refresh", "--json").stdout)
    assert (unchanged["run"], unchanged["waiting"]) == (None, 0)
    filled.put("b.txt", Made("b", (EXPENDITURE,), year=2022))
    done = json.loads(run("refresh", "--json").stdout)
    assert (done["run"]["run_no"], done["run"]["documents"]) == (2, 2)
    assert Path(done["report"]).is_file()
    parts = json.loads(run("diff", "1", "2", "--json").output)
    assert [row["path"] for row in parts["documents"]] == ["b.txt"]
    assert parts["facts"]


def test_numbers_stand_under_one_another_and_brackets_are_no_markup(filled: Office) -> None:
    shown = run("query", "select 'a [b] [/]' as text, 1.50 as amount union all select '中文', 100.25 order by 2").output
    assert shown.splitlines()[1:3] == ["a [b] [/]    1.50", "中文       100.25"]
