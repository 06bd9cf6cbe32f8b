"""Sentences as data: claims with their place. The grammar is being built in the modules beside this one."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.records.core import ClaimRecord
from pipelines.records.pages import Document, Grid, Identity


def claims_of(document: Document, grids: Sequence[Grid], identity: Identity) -> tuple[ClaimRecord, ...]:
    """The claims of a document's sentences."""
    return ()
