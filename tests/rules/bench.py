"""Many small tests of rules over one warehouse and one run: a scene is a rule and its documents, kept apart by name.

Great Expectations and ``sql/`` cost seconds per run; every scene of a test module is therefore collected first, and all
are run together once.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from pipelines.checks import run_rules
from pipelines.warehouse.connection import Connection, open_scratch
from tests.rules.made import MadeDocument, build, read_rows


def rule(rule_id: str, **meta: Any) -> dict[str, Any]:
    """An entry of a suite; ``severity`` and ``type`` are taken out of meta."""
    entry = {"type": meta.pop("type", "expect_sides_to_agree"), "severity": meta.pop("severity", "critical")}
    standard = {"rule_id": rule_id, "title_zh": "试验规则", "category": "accuracy", "basis": "试验"}
    return {**entry, "meta": {**standard, **meta}}


def document(name: str, rows: str = "", **about: Any) -> MadeDocument:
    """A document made of rows."""
    return MadeDocument(name, read_rows(rows), about)


class Scenes:
    """The rules and documents of a test module."""

    def __init__(self) -> None:
        self.rules: list[dict[str, Any]] = []
        self.documents: list[MadeDocument] = []

    def add(self, name: str, *documents: MadeDocument, **meta: Any) -> str:
        """A scene: one rule of this name, and documents whose names are prefixed with it."""
        self.rules.append(rule(name, **meta))
        self.documents += [dataclasses.replace(one, document_id=f"{name}.{one.document_id}") for one in documents]
        return name

    @contextmanager
    def run(self, folder: Path) -> Iterator[Ran]:
        """Everything built and run; the rules stand in ``folder`` as a user's own would."""
        write_suite(folder, self.rules)
        with open_scratch() as connection:
            build(connection, self.documents)
            run_rules(connection, "first", [folder])
            yield Ran(connection, folder)


class Ran:
    """What came out."""

    def __init__(self, connection: Connection, folder: Path) -> None:
        self.connection, self.folder = connection, folder

    def rows(self, query: str, *values: Any) -> list[dict[str, Any]]:
        result = self.connection.execute(query, list(values))
        names = [column[0] for column in result.description]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    def coverage(self, scene: str, document_id: str) -> dict[str, Any]:
        query = "select * from quality.coverage where rule_id = ? and document_id = ?"
        (row,) = self.rows(query, scene, f"{scene}.{document_id}")
        return row

    def verdict(self, scene: str, document_id: str) -> str:
        return str(self.coverage(scene, document_id)["verdict"])

    def verdicts(self, scene: str, *document_ids: str) -> list[str]:
        return [self.verdict(scene, one) for one in document_ids]

    def findings(self, scene: str, document_id: str) -> list[dict[str, Any]]:
        query = "select * from quality.finding where rule_id = ? and document_id = ? order by keys"
        return self.rows(query, scene, f"{scene}.{document_id}")

    def finding(self, scene: str, document_id: str) -> dict[str, Any]:
        (found,) = self.findings(scene, document_id)
        return found


def write_suite(folder: Path, rules: list[dict[str, Any]], name: str = "test") -> None:
    """A file of rules as a user would write it."""
    text = yaml.safe_dump({"name": name, "expectations": rules}, allow_unicode=True)
    (folder / f"{name}.yml").write_text(text, "utf-8")
