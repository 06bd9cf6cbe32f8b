"""The manifest: rows about files, in the two shapes that are in use, brought to one set of words.

Belongs here: columns, encodings, and what 部门预算, 单位决算(表) … say of stage, tier and part. A row that cannot be used is
reported with its line number; it never stops the others.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

STAGES = {"budget", "final", "execution"}
TIERS = {"government", "department", "unit"}
PARTS = {"whole", "tables", "text"}
STAGE_WORDS = (("执行", "execution"), ("决算", "final"), ("预算", "budget"), ("财政收支", "execution"))
TIER_WORDS = (
    ("部门", "department"),
    ("单位", "unit"),
    ("政府", "government"),
    ("财政收支", "government"),
    ("报告", "government"),
    ("执行情况", "government"),
)
PART_WORDS = (("表+说明", "whole"), ("(表)", "tables"), ("(说明)", "text"))
BLANK_FORM = "模板"


@dataclass(frozen=True, slots=True)
class ManifestRow:
    """What the manifest says of one file, in the words of ``RawFile``; ``sha256`` is None where it gives none."""

    path: str
    line: int
    sha256: str | None = None
    publisher: str | None = None
    region_name: str | None = None
    region_code: str | None = None
    fiscal_year: int | None = None
    stage: str | None = None
    tier: str | None = None
    part: str | None = None
    title: str | None = None
    source_url: str | None = None
    retrieved_at: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """The usable rows by path, and the faults of the others as (place, reason)."""

    rows: Mapping[str, ManifestRow] = field(default_factory=dict)
    faults: tuple[tuple[str, str], ...] = ()


def load_manifest(path: Path) -> Manifest:
    """The manifest at ``path``, empty when there is none. UTF-8 (with or without mark) and GB18030 are read."""
    if not path.is_file():
        return Manifest()
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030", errors="replace")
    return parse_manifest(text, path.name)


def parse_manifest(text: str, name: str = "manifest.csv") -> Manifest:
    """Rows of a manifest given as CSV text with a header line."""
    reader = csv.DictReader(io.StringIO(text, newline=""))
    rows: dict[str, ManifestRow] = {}
    faults: list[tuple[str, str]] = []
    for record in reader:
        values = {key.strip().lower(): value.strip() for key, value in record.items() if key and isinstance(value, str)}
        place = f"{name}:{reader.line_num}"
        fault = _fault(values, rows)
        if fault:
            faults.append((place, fault))
        elif any(values.values()):
            row = _row(values, reader.line_num)
            rows[row.path] = row
    return Manifest(rows, tuple(faults))


def normal_path(text: str) -> str:
    """A path as intake compares it: forward slashes, composed characters, no leading ``./``."""
    return PurePosixPath(unicodedata.normalize("NFC", text.replace("\\", "/"))).as_posix()


def _fault(values: Mapping[str, str], rows: Mapping[str, ManifestRow]) -> str | None:
    if not any(values.values()):
        return None
    path = values.get("path", "")
    if not path:
        return "清单行没有路径（path）"
    parts = PurePosixPath(normal_path(path)).parts
    if ".." in parts or path.startswith("/"):
        return f"清单所列路径不在原始文件夹之内：{path}"
    if normal_path(path) in rows:
        return f"清单重复列出同一路径：{path}（以第 {rows[normal_path(path)].line} 行为准）"
    return None


def _row(values: Mapping[str, str], line: int) -> ManifestRow:
    kind = unicodedata.normalize("NFKC", values.get("kind", ""))
    blank = BLANK_FORM in kind
    return ManifestRow(
        path=normal_path(values["path"]),
        line=line,
        sha256=values.get("sha256", "").lower() or None,
        publisher=None if blank else values.get("publisher") or None,
        region_name=values.get("region") or values.get("region_name") or None,
        region_code=_region_code(values.get("region_code", "")),
        fiscal_year=_year(values.get("fiscal_year", "")),
        stage=_word(values.get("stage", ""), STAGES) or _first(kind, STAGE_WORDS),
        tier=_word(values.get("tier", ""), TIERS) or _first(kind, TIER_WORDS),
        part=_word(values.get("part", ""), PARTS) or _first(kind, PART_WORDS),
        title=values.get("title") or None,
        source_url=_url(values),
        retrieved_at=values.get("retrieved_at") or None,
        notes=tuple(note for note in (kind, values.get("note", "")) if note),
    )


def _url(values: Mapping[str, str]) -> str | None:
    candidates = (values.get("source_url", ""), values.get("source_path", ""))
    return next((text.split()[0] for text in candidates if re.match(r"https?://", text)), None)


def _region_code(text: str) -> str | None:
    return text if re.fullmatch(r"\d{6}|\d{9}|\d{12}", text) else None


def _year(text: str) -> int | None:
    match = re.fullmatch(r"(19|20)\d\d", text)
    return int(text) if match else None


def _word(text: str, allowed: Iterable[str]) -> str | None:
    return text if text in allowed else None


def _first(kind: str, words: tuple[tuple[str, str], ...]) -> str | None:
    return next((value for word, value in words if word in kind), None) if BLANK_FORM not in kind else None
