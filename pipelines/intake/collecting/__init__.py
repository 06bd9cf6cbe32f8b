"""Collecting: what publishers put on the web is fetched into the raw folder, politely and within bounds.

Belongs here: the list of sources (``sources``), fetching one address safely (``fetch``), robots and pauses (``manners``), and the
round itself with the manifest it fills (``round``). Nothing outside http and https, no local addresses unless allowed, no
document is opened: what arrives is only sniffed by its first bytes.
"""

from pipelines.intake.collecting.round import Collected, collect
from pipelines.intake.collecting.sources import SourceError, Sources, load_sources

__all__ = ["Collected", "SourceError", "Sources", "collect", "load_sources"]
