"""What reading one document gives: its rows for every relation of ``core``, or why it could not be read.

Only the container belongs here. It crosses the border between worker and parent process, so it is plain data.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pipelines.records.core import RELATIONS, DocumentRecord


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a document could not be read: the stage (room), a reason for people, technical detail."""

    stage: str
    error: str
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """The outcome for one document; ``rows`` maps the names of relations (without ``document``) to their records."""

    document: DocumentRecord
    rows: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    failure: Failure | None = None
    seconds: float = 0.0


RELATION_OF: dict[type, str] = {record: name for name, record in RELATIONS.items()}
"""From the class of a record to the name of its relation."""
