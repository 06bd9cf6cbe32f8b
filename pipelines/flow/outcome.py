"""The machine-readable summary of an orchestrated run: a JSON file beside the warehouse, posted to a webhook if there is one.

What happened is told by the orchestrator; what the published warehouse holds is looked up here.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from pipelines.settings import Settings
from pipelines.warehouse import WarehouseError, open_reader

LATEST = "latest.json"
POST_SECONDS = 20.0
PUBLISHED = """
    select run_no, run_id, strftime(finished_at, '%Y-%m-%dT%H:%M:%SZ') as finished_at, documents, documents_read,
        documents_loaded, documents_withdrawn, quarantined, facts, findings, errors
    from quality.run order by run_no desc limit 1
"""


@dataclass(frozen=True, slots=True)
class FailedStep:
    """A step that failed and what it said."""

    step: str
    error: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the orchestrator knows of a run. Times are ISO 8601, UTC."""

    run_id: str
    job: str
    status: str
    """``success`` or ``failure``."""
    started_at: str | None = None
    ended_at: str | None = None
    failed_steps: Sequence[FailedStep] = ()
    tags: Mapping[str, str] = field(default_factory=dict)


def write_outcome(settings: Settings, outcome: Outcome) -> dict[str, Any]:
    """Write the summary to ``runs/RUN.json`` and ``runs/latest.json`` and post it; the summary as written.

    A webhook that cannot be reached fails nothing: the summary says so under ``webhook``.
    """
    summary: dict[str, Any] = {**asdict(outcome), "published": _published(settings)}
    if settings.webhook:
        summary["webhook"] = _post(settings.webhook, summary)
    text = json.dumps(summary, ensure_ascii=False, indent=1) + "\n"
    settings.summaries.mkdir(parents=True, exist_ok=True)
    for name in (f"{outcome.run_id}.json", LATEST):
        _replace(settings.summaries / name, text)
    return summary


def _published(settings: Settings) -> dict[str, Any] | None:
    """The run that made the published warehouse, with its counts; None when there is none yet."""
    try:
        with open_reader(settings.warehouse) as connection:
            result = connection.execute(PUBLISHED)
            names = [column[0] for column in result.description or ()]
            rows = result.fetchall()
    except WarehouseError:
        return None
    return dict(zip(names, rows[0], strict=True)) if rows else None


def _post(address: str, summary: Mapping[str, Any]) -> str:
    import httpx

    try:
        answer = httpx.post(address, json=summary, timeout=POST_SECONDS, trust_env=False)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return f"not delivered: {type(error).__name__}: {error}"
    return f"{'delivered' if answer.is_success else 'refused'}: {answer.status_code}"


def _replace(path: Path, text: str) -> None:
    partial = path.with_name(f"{path.name}.{os.getpid()}.part")
    partial.write_text(text, "utf-8")
    partial.replace(path)
