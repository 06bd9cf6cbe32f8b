"""The step before a refresh: what the sources name is fetched into the raw folder. The collector itself is ``intake``'s."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipelines.intake.collecting import Collected, collect, load_sources
from pipelines.settings import Settings


def collect_step(settings: Settings, *, allow_local: bool = False) -> Iterator[Collected]:
    """Fetch what ``settings.sources`` names; one outcome per address, as they come.

    ``allow_local`` allows addresses of this machine and of private networks even if the file does not. Raises
    ``SourceError`` for a file that cannot be used.
    """
    sources = load_sources(settings.sources)
    if allow_local:
        sources = replace(sources, limits=replace(sources.limits, allow_local=True))
    yield from collect(sources, settings.raw)
