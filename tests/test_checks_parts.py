"""Rules tried only where something has changed give what trying them everywhere gives, row for row; so do rules in parts.

Random changes happen to a dozen small documents: some are added, replaced, taken down, put back or damaged, and after each
night the warehouse is compared with a copy of it that was refreshed by force.
"""

from __future__ import annotations

import random
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipelines.checks import parts, run_rules
from pipelines.flow import refresh as refreshing
from pipelines.records.core import FactDebt
from pipelines.records.reading import Failure
from pipelines.settings import Limits, Settings, resource
from pipelines.warehouse.connection import Connection
from tests.made import FUNCTION, REVENUE, Col, Made, Row, Table
from tests.office import Office, contents, without_rules

CHOSEN = ("R004", "R006", "R021", "R038", "R047", "R048", "R066", "R122", "R126", "R128", "R129")
"""Rules of every scope: one table, two tables, years of a body, versions, department and unit, regions, peers."""
BODIES = [("310107", f"普陀区示例{name}局") for name in "甲乙丙丁戊己庚辛壬"]
REGIONS = [("310000", "上海市财政局"), ("310107", "普陀区财政局")]


def wan(chance: random.Random) -> str:
    return f"{chance.choice((10, 20, 20, 20, 900))}.00"


def department(chance: random.Random, content: str, body: tuple[str, str], year: int, tier: str = "department") -> Made:
    """Small tables whose figures agree by chance."""
    whole, part, opening, closing = wan(chance), wan(chance), wan(chance), wan(chance)
    summary = Table(
        "income_expenditure_summary",
        REVENUE,
        (Col("决算数", "final"),),
        (
            Row("本年收入合计", (whole,), item="current_income", parent=3, side="income"),
            Row("年初结转和结余", (opening,), item="carry_in", parent=3, side="income"),
            Row("收入总计", (f"{float(whole) + float(opening):.2f}",), item="income_total", side="income"),
            Row("年末结转和结余", (closing,), item="carry_out"),
        ),
    )
    rows = (
        Row("合计", (whole, part), item="total"),
        Row("一般公共服务支出", (part, part), "201", "function", "类", 1),
        Row("财政事务", (wan(chance), part), "20106", "function", "款", 2),
    )
    columns = (Col("合计", "total", "general"), Col("基本支出", "basic", "general"))
    expenditure = Table("general_expenditure", FUNCTION, columns, rows)
    return Made(
        content, (summary, expenditure), year=year, publisher=body[1], region_code=body[0], stage="final", tier=tier
    )


def debt(content: str, region: tuple[str, str], balance: str) -> Made:
    table = Table("debt", FactDebt, (Col("余额", "balance", None),), (Row("一般债务", (balance,), item="total"),))
    return Made(content, (table,), publisher=region[1], region_code=region[0], tier="government")


class Folder:
    """A raw folder to which things happen."""

    def __init__(self, office: Office, seed: int) -> None:
        self.office, self.chance, self.turn = office, random.Random(seed), 0
        self.taken_down: dict[str, Made] = {}
        for number, body in enumerate(BODIES):
            self.publish(f"{number}.txt", body, 2024)
        self.publish("0-2023.txt", BODIES[0], 2023)
        self.publish("0-unit.txt", BODIES[0], 2024, "unit")
        for number, region in enumerate(REGIONS):
            self.office.put(f"debt-{number}.txt", debt(f"debt {number}", region, f"{100 + number}.00"))

    def publish(self, path: str, body: tuple[str, str], year: int, tier: str = "department") -> None:
        """A document at this path, new or instead of the one that is there."""
        self.turn += 1
        self.office.put(path, department(self.chance, f"{path} {self.turn}", body, year, tier))

    def happen(self) -> str:
        """One change; what it was."""
        kind = self.chance.choice(("add", "replace", "replace", "remove", "put back", "damage", "debt"))
        present = sorted(path.name for path in self.office.settings.raw.iterdir() if path.suffix == ".txt")
        path = self.chance.choice(present)
        if kind == "add":
            self.publish(f"new-{self.turn}.txt", self.chance.choice(BODIES), self.chance.choice((2022, 2023, 2025)))
        elif kind == "debt":
            self.turn += 1
            self.office.put("debt-0.txt", debt(f"debt again {self.turn}", REGIONS[0], wan(self.chance)))
        elif kind == "put back" and self.taken_down:
            back, made = self.taken_down.popitem()
            self.office.put(back, made)
        elif kind == "remove":
            file = self.office.settings.raw / path
            self.taken_down[path] = self.office.documents[file.read_text("utf-8")]
            file.unlink()
        elif kind == "damage":
            self.turn += 1
            self.office.put(path, Made(f"noise {self.turn}", failure=Failure("documents.pdf", "打不开")))
        else:
            old = self.office.documents[(self.office.settings.raw / path).read_text("utf-8")]
            body = (old.region_code or "", old.publisher or "")
            self.publish(path, body, old.year or 2024, old.tier or "department")
        return kind


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    folder = tmp_path / "rules"
    folder.mkdir()
    for file in sorted(resource("expectations").glob("*.yml")):
        suite = yaml.safe_load(file.read_text("utf-8"))
        suite["expectations"] = [e for e in suite["expectations"] if e["meta"]["rule_id"] in CHOSEN]
        if suite["expectations"]:
            (folder / file.name).write_text(yaml.safe_dump(suite, allow_unicode=True), "utf-8")
    without_rules(monkeypatch)

    def check(connection: Connection, _: Settings, run_id: str) -> None:
        found = run_rules(connection, run_id, [folder], changed_only=True)
        tried.append(len(found.tried))

    tried: list[int] = []
    monkeypatch.setattr(refreshing, "check", check)
    monkeypatch.setattr(parts, "LARGEST", 100)
    (tmp_path / "raw").mkdir()
    made = Office(Settings(raw=tmp_path / "raw", warehouse=tmp_path / "w" / "fiscal.duckdb", limits=Limits()))
    made.tried = tried  # type: ignore[attr-defined]
    return made


def forced(office: Office, place: Path) -> dict[str, list[tuple[Any, ...]]]:
    """What a copy of the warehouse holds after everything was done again."""
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(office.settings.warehouse.parent, place)
    copy = Office(replace(office.settings, warehouse=place / "fiscal.duckdb"), office.documents)
    assert copy.refresh(force=True).run is not None
    return contents(copy.settings.warehouse)


@pytest.mark.slow
def test_after_any_changes_the_warehouse_is_what_a_forced_refresh_makes(office: Office, tmp_path: Path) -> None:
    folder = Folder(office, seed=1)
    office.refresh()
    (everything,) = office.tried  # type: ignore[attr-defined]
    assert everything == len(office.documents)
    verdicts = set(office.rows("select distinct rule_id, verdict from quality.finding"))
    for _ in range(2):
        happened = [folder.happen() for _ in range(3)]
        office.refresh()
        found, again = contents(office.settings.warehouse), forced(office, tmp_path / "forced")
        for name in again:
            assert found[name] == again[name], (happened, name)
        verdicts |= set(office.rows("select distinct rule_id, verdict from quality.finding"))
    assert {rule for rule, verdict in verdicts if verdict == "fails"} >= {"R048", "R129", "R128"}, verdicts
    tried = office.tried[1:]  # type: ignore[attr-defined]
    assert min(tried) < everything, "what has not changed is tried again"


def test_a_change_in_one_body_is_tried_on_that_body_alone(office: Office) -> None:
    folder = Folder(office, 1)
    office.refresh()
    before = set(office.rows("select finding_id from quality.finding"))
    folder.publish("3.txt", BODIES[3], 2024)
    office.refresh()
    assert office.tried[-1] <= 4, office.tried  # type: ignore[attr-defined]
    assert len(before & set(office.rows("select finding_id from quality.finding"))) > len(before) * 0.8
    assert (
        len(office.rows("select distinct run_id from quality.finding union select run_id from quality.coverage")) == 1
    )


def test_documents_of_one_body_versions_and_related_ones_are_one_group() -> None:
    documents = [("d", "one", None), ("b", "one", None), ("c", None, "d"), ("e", "two", None), ("f", None, None)]
    assert parts._groups(documents, [["e", "f"]]) == {"b": "b", "c": "b", "d": "b", "e": "e", "f": "e"}


def test_a_part_holds_whole_groups_and_no_more_than_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "LARGEST", 10)
    groups = {"a": "a", "b": "a", "c": "c", "d": "d", "e": "e"}
    weights = {"a": 6, "b": 6, "c": 4, "d": 6, "e": 5}
    assert list(parts._packed(list(groups), groups, weights)) == [(("a", "b"),), (("c",), ("d",)), (("e",),)]
