"""``sources.toml``: who publishes what, and where. Loading and validation only.

One ``[[source]]`` names a publisher with either ``files`` (direct links) or ``pages`` (pages that link to documents, with the
patterns that choose among the links). ``[limits]`` bounds every request of the round.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

DOCUMENT_LINKS = r"\.(pdf|xlsx?|docx?|wps|et|rtf|ods|zip|rar|7z|ofd|mht|mhtml|html?|shtml)([?#].*)?$"


class SourceError(ValueError):
    """``sources.toml`` cannot be used; the message names the entry and what is wrong."""


@dataclass(frozen=True, slots=True)
class CollectLimits:
    """Bounds of one round."""

    max_bytes: int = 200 * 1024**2
    """Largest file that is kept, in bytes."""
    max_page_bytes: int = 8 * 1024**2
    """Largest page that is searched for links, in bytes."""
    seconds: float = 120.0
    """Wall time for one address, redirects and body together."""
    pause_seconds: float = 1.0
    """Pause between two requests to one host; a longer Crawl-delay of robots.txt counts instead."""
    retries: int = 3
    redirects: int = 5
    links_per_page: int = 2000
    allow_local: bool = False
    """Whether addresses of this machine and of private networks may be asked (for tests and intranets)."""
    user_agent: str = "mingzhang-collector (+budget transparency; respects robots.txt)"


@dataclass(frozen=True, slots=True)
class Source:
    """One publisher's documents."""

    publisher: str
    files: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    links: str = DOCUMENT_LINKS
    """Pattern that the address of a link must contain."""
    match: str = ""
    """Pattern that the text of a link must contain."""
    folder: str = ""
    region: str = ""
    region_code: str = ""
    fiscal_year: str = ""
    stage: str = ""
    tier: str = ""
    part: str = ""


@dataclass(frozen=True, slots=True)
class Sources:
    """The whole file."""

    sources: tuple[Source, ...]
    limits: CollectLimits = field(default_factory=CollectLimits)


def load_sources(path: Path) -> Sources:
    """Read ``sources.toml``; raises ``SourceError`` for a file or an entry that cannot be used."""
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise SourceError(f"没有文件 {path}；样例见 docs/sources.example.toml | there is no {path}") from error
    except OSError as error:
        raise SourceError(f"{path} 无法读取：{error}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SourceError(f"{path} 不是 TOML：{error}") from error
    unknown = set(content) - {"limits", "source"}
    if unknown:
        raise SourceError(f"{path}：不认识的段 {sorted(unknown)}")
    entries = content.get("source", [])
    return Sources(
        tuple(_source(entry, number) for number, entry in enumerate(entries, 1)), _limits(content.get("limits", {}))
    )


def _limits(values: Mapping[str, Any]) -> CollectLimits:
    known: dict[str, Any] = {f.name: f.default for f in fields(CollectLimits)}
    for name, value in values.items():
        if name not in known:
            raise SourceError(f"[limits] 不认识的设置 {name}")
        if type(known[name]) is not type(value) and not (isinstance(known[name], float) and type(value) is int):
            raise SourceError(f"[limits] {name} 应为 {type(known[name]).__name__}，不是 {value!r}")
        if not isinstance(value, bool | str) and value < 0:
            raise SourceError(f"[limits] {name} 不能为负")
    return CollectLimits(**values)


def _source(entry: Mapping[str, Any], number: int) -> Source:
    known = {f.name for f in fields(Source)}
    unknown = set(entry) - known
    if unknown or not entry.get("publisher"):
        raise SourceError(f"第 {number} 个 [[source]]：须有 publisher；不认识的设置 {sorted(unknown)}")
    values = {name: tuple(value) if isinstance(value, list) else str(value) for name, value in entry.items()}
    source = Source(**values)  # type: ignore[arg-type]
    if not source.files and not source.pages:
        raise SourceError(f"第 {number} 个 [[source]]（{source.publisher}）：须有 files 或 pages")
    for address in (*source.files, *source.pages):
        if not re.match(r"https?://", address):
            raise SourceError(f"第 {number} 个 [[source]]（{source.publisher}）：只取 http 与 https：{address}")
    for pattern in (source.links, source.match):
        try:
            re.compile(pattern)
        except re.error as error:
            raise SourceError(
                f"第 {number} 个 [[source]]（{source.publisher}）：模式 {pattern!r} 不成立：{error}"
            ) from error
    return source
